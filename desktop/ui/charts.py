"""Charts of the queue, painted with Qt itself: throughput, failures, and how long jobs waited.

Each is also a sentence, and each slice can be read with the mouse or the arrow keys.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError, OfflineError
from desktop.ui.job_words import count_text, duration
from desktop.ui.known_words import said
from desktop.ui.theme import SPACE, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent, QShowEvent

    from desktop.core.activity import Activity
    from desktop.ui.backend import Backend
    from desktop.ui.job_words import ServerClock
    from desktop.ui.tasks import Tasks

HOUR_S: Final = 3600.0
DAY_S: Final = 86400.0
_SLICES: Final = 48
_REFRESH_MS: Final = 2_000
_AGAIN_MS: Final = 60_000
_MOST_RESTS: Final = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One chart: its heading, the figure that matters most, a sentence, values by slice, and how a value reads."""

    title: str
    figure: str
    sentence: str
    values: tuple[float | None, ...]
    tone: str
    read: Callable[[float], str]


class Chart(QWidget):
    """Paints one series; lives on the main thread. Arrow keys go from slice to slice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._series: Series | None = None
        self._times: tuple[datetime, float] | None = None
        self._marked: int | None = None

    def show_series(self, series: Series, end: datetime, span_s: float) -> None:
        """Show these values, the last of which ends at ``end``."""
        self._series = series
        self._times = (end, span_s)
        self.setAccessibleName(series.title)
        self.setAccessibleDescription(series.sentence)
        self.updateGeometry()
        self.update()

    @property
    def marked_text(self) -> str:
        """What the slice under the mouse or the keyboard says; empty without one."""
        if self._marked is None or self._series is None or self._times is None:
            return ""
        end, span_s = self._times
        step_s = span_s / len(self._series.values)
        start = end - timedelta(seconds=(len(self._series.values) - self._marked) * step_s)
        value = self._series.values[self._marked]
        read = "\u2013" if value is None else self._series.read(value)
        return f"{start.astimezone():%H:%M}: {read}"

    def _mark(self, place: int | None) -> None:
        if place != self._marked:
            self._marked = place
            self.setToolTip(self.marked_text or (self._series.sentence if self._series is not None else ""))
            self.setAccessibleDescription(
                self.marked_text or (self._series.sentence if self._series is not None else "")
            )
            self.update()

    def _plot(self) -> QRectF:
        line = QFontMetricsF(self.font()).height()
        top = 2.2 * line
        return QRectF(4, top, max(1.0, self.width() - 8.0), max(1.0, self.height() - top - line * 1.1 - 6))

    def _paint_texts(self, painter: QPainter, series: Series, plot: QRectF) -> None:
        colours = tokens()
        metrics = QFontMetricsF(self.font())
        painter.setPen(QColor(colours.muted))
        wide = self.width() - 8.0
        elide, cut = Qt.TextElideMode.ElideRight, int(wide)
        title = metrics.elidedText(series.title, elide, cut)
        painter.drawText(QRectF(4, 2, wide, metrics.height()), Qt.AlignmentFlag.AlignLeft, title)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(colours.text))
        figure = self.marked_text or series.figure
        where = QRectF(4, 2 + metrics.height(), wide, metrics.height())
        figure = QFontMetricsF(bold).elidedText(figure, elide, cut)
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft, figure)
        painter.setFont(self.font())
        painter.setPen(QColor(colours.muted))
        foot = QRectF(4, plot.bottom() + 3, wide, metrics.height())
        if self._times is not None:
            start = self.tr("{n} h ago").format(n=round(self._times[1] / HOUR_S))
            painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, start)
            painter.drawText(foot, Qt.AlignmentFlag.AlignRight, self.tr("now"))

    def _paint_values(self, painter: QPainter, series: Series, plot: QRectF) -> None:
        ink = QColor(getattr(tokens(), series.tone))
        top = max((v for v in series.values if v is not None), default=0.0) or 1.0
        step = plot.width() / len(series.values)
        painter.setPen(QPen(QColor(tokens().line), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(Qt.PenStyle.NoPen)
        for n, value in enumerate(series.values):
            colour = QColor(ink)
            if self._marked is not None and n != self._marked:
                colour.setAlphaF(0.55)
            painter.setBrush(colour)
            if value:
                height = max(2.0, plot.height() * value / top)
                painter.drawRoundedRect(
                    QRectF(
                        plot.left() + n * step + 0.5, plot.bottom() - height, max(1.0, step - 1.5), height
                    ),
                    1,
                    1,
                )

    @override
    def sizeHint(self) -> QSize:
        line = QFontMetricsF(self.font()).height()
        return QSize(round(12 * line), round(3.4 * line + 5 * SPACE))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(round(8 * QFontMetricsF(self.font()).height()), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._series is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            plot = self._plot()
            self._paint_texts(painter, self._series, plot)
            self._paint_values(painter, self._series, plot)
            if self.hasFocus():
                painter.setPen(QPen(QColor(tokens().accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._series is not None:
            plot = self._plot()
            place = math.floor((event.position().x() - plot.left()) / plot.width() * len(self._series.values))
            self._mark(min(max(place, 0), len(self._series.values) - 1))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._mark(None)
        super().leaveEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is None or self._series is None:
            super().keyPressEvent(event)
            return
        last = len(self._series.values) - 1
        place = last if self._marked is None else self._marked + way
        self._mark(min(max(place, 0), last))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)


class ChartsPanel(QFrame):
    """Three charts of the last hour or day; asks for them while it is seen and something happens.

    ``moment_known`` hands on how much waits and runs.
    """

    moment_known = Signal(object)

    def __init__(
        self, backend: Backend, tasks: Tasks, clock: ServerClock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.tasks = tasks
        self._backend = backend
        self._clock = clock
        self._span_s = HOUR_S
        self.activity: Activity | None = None
        self._rests = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REFRESH_MS)
        self._soon.timeout.connect(self.load)
        self._later = QTimer(self)
        self._later.setInterval(_AGAIN_MS)  # time goes on even where nothing happens
        self._later.timeout.connect(self._on_later)
        self.charts = [Chart() for _ in range(3)]
        self._build()
        self._unfollow = backend.follow_changes(frozenset({"jobs"}), self._on_changed)
        self.destroyed.connect(self._unfollow)

    @property
    def summary(self) -> str:
        """All three charts in sentences."""
        return " ".join(s.sentence for s in self._series(self.activity)) if self.activity is not None else ""

    def load(self) -> None:
        """Ask for the figures."""
        if self.isVisible():
            self.tasks.start((id(self), "load"), self._fetch(), owner=self)

    async def _fetch(self) -> None:
        try:
            activity = await self._backend.call(
                self._backend.services.jobs.activity(span_s=self._span_s, slices=_SLICES)
            )
        except KnownError as error:
            # that the server is away, the list and the strip say
            if self.activity is None and not isinstance(error, OfflineError):
                self._note.setText(said(error))
                self._note.show()
            return
        self._rests = 0
        self._clock.set(activity.moment.now)
        self.moment_known.emit(activity.moment)
        self._show(activity)

    def _show(self, activity: Activity) -> None:
        self.activity = activity
        for chart, series in zip(self.charts, self._series(activity), strict=True):
            chart.show_series(series, activity.moment.now, activity.span_s)
        self.setAccessibleDescription(self.summary)
        self._note.setVisible(activity.is_partial)
        self._note.setText(self.tr("So much happened that only its newest part is counted."))

    def _series(self, activity: Activity) -> Sequence[Series]:
        done, failed = sum(activity.completed), sum(activity.failed)
        span = self.tr("hour") if activity.span_s <= HOUR_S else self.tr("day")
        oldest, waited = activity.moment.oldest_s, [w for w in activity.waited_s if w is not None]
        rate = done / (activity.span_s / 60)
        age = (
            self.tr("oldest waits {time}").format(time=duration(oldest))
            if oldest is not None
            else self.tr("nothing waits")
        )
        longest = duration(max(waited)) if waited else duration(0)
        return (
            Series(
                self.tr("Finished"),
                self.tr("{n} \u00b7 {rate} a minute").format(n=f"{done:,}", rate=f"{rate:,.1f}"),
                self.tr("{n} jobs were finished in the last {span}.").format(n=done, span=span),
                tuple(float(v) for v in activity.completed),
                "good",
                lambda v: self.tr("{n} finished").format(n=f"{v:,.0f}"),
            ),
            Series(
                self.tr("Failed attempts"),
                f"{failed:,}",
                self.tr("{n} attempts failed.").format(n=failed),
                tuple(float(v) for v in activity.failed),
                "bad",
                lambda v: self.tr("{n} failed").format(n=f"{v:,.0f}"),
            ),
            Series(
                self.tr("Waited before the start"),
                self.tr("{n} wait \u00b7 {age}").format(n=count_text(activity.moment.queued), age=age),
                self.tr("The longest wait was {time}; now {n} jobs wait, the {age}.").format(
                    time=longest, n=count_text(activity.moment.queued), age=age
                ),
                activity.waited_s,
                "info",
                duration,
            ),
        )

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Charts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE + SPACE // 2, SPACE, SPACE, SPACE)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        for chart in self.charts:
            row.addWidget(chart, 1)
        top = QVBoxLayout()
        top.setSpacing(0)
        group = QButtonGroup(self)
        for text, span_s in ((self.tr("Last hour"), HOUR_S), (self.tr("Last day"), DAY_S)):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setChecked(span_s == self._span_s)
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _=False, span_s=span_s: self.show_span(span_s))
            group.addButton(button)
            top.addWidget(button)
        self._spans = group
        self._mark_span()
        top.addStretch(1)
        row.addLayout(top)
        column.addLayout(row)
        self._note = QLabel()
        self._note.setProperty("kind", "muted")
        self._note.setWordWrap(True)
        self._note.hide()
        column.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_span(self, span_s: float) -> None:
        """Show the last hour or day."""
        self._span_s = span_s
        self._mark_span()
        self.load()

    def _mark_span(self) -> None:
        for button in self._spans.buttons():
            font = button.font()
            font.setUnderline(button.isChecked())
            button.setFont(font)

    def _on_later(self) -> None:
        """With nothing waiting only the time axis moves on: then it is asked for less often."""
        self._rests += 1
        if self.activity is None or self.activity.moment.queued or self._rests >= _MOST_RESTS:
            self.load()

    def _on_changed(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._later.start()
        self.load()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._soon.stop()
        self._later.stop()
        super().hideEvent(event)
