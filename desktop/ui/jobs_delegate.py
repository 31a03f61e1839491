"""Paints rows of jobs: states as sign, word and colour, bars of progress, and what belongs to a pack.

Called for every cell in sight whenever rows come or go, many times a second while the queue is busy. So what is the
same from one time to the next is kept: texts laid out, signs as pictures, colours, words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.ui.job_words import job_look, job_name, progress_text, state_of
from desktop.ui.jobs_model import At, job_columns
from desktop.ui.marks import mark_pixmap
from desktop.ui.theme import SPACE, tokens
from desktop.ui.words import Look, inks

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QRect

    from desktop.core.records import JobRow
    from desktop.ui.job_words import ServerClock
    from desktop.ui.record_model import RecordModel

AnyIndex = QModelIndex | QPersistentModelIndex
_QUIET = frozenset({At.WAITING, At.RUNNING, At.CREATED, At.USER, At.WORKER, At.ATTEMPTS})
_SELECTED: Final = QStyle.StateFlag.State_Selected
_MOST_TEXTS: Final = 4000
"""Texts kept laid out: some screens full."""


class _Kept:
    """What painting keeps, for one font, one set of colours and one language."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)  # the option's own goes with it
        self.metrics = QFontMetrics(self.font)
        self.colours = tokens()
        self._texts: dict[tuple[str, int], tuple[QStaticText, float, float]] = {}
        self._looks: dict[str, Look] = {}
        self._names: dict[tuple[str, str | None], str] = {}
        self._marks: dict[tuple[str, str], QPixmap] = {}
        self._inks: dict[str, QColor] = {}
        self.mark_side = round(self.metrics.height() * 0.9)
        self.selected = QColor(self.colours.accent_soft)
        self.line = QColor(self.colours.line)

    def text(self, text: str, width: int) -> tuple[QStaticText, float, float]:
        """A text laid out, cut to a width, with how wide and high it is."""
        found = self._texts.get((text, width))
        if found is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            made = QStaticText(self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.prepare(font=self.font)
            size = made.size()
            found = self._texts[text, width] = (made, size.width(), size.height())
        return found

    def look(self, state: str) -> Look:
        """How a state is shown."""
        found = self._looks.get(state)
        if found is None:
            found = self._looks[state] = job_look(state)
        return found

    def name(self, row: JobRow) -> str:
        """What the job makes."""
        found = self._names.get((row.job_type, row.image_type))
        if found is None:
            found = self._names[row.job_type, row.image_type] = job_name(row)
        return found

    def mark(self, mark: str, ink: str) -> QPixmap:
        """A sign as a picture."""
        found = self._marks.get((mark, ink))
        if found is None:
            found = self._marks[mark, ink] = mark_pixmap(mark, ink, self.mark_side)
        return found

    def ink(self, name: str) -> QColor:
        """A colour."""
        found = self._inks.get(name)
        if found is None:
            found = self._inks[name] = QColor(name)
        return found


class JobsDelegate(QStyledItemDelegate):
    """Lives on the main thread."""

    def __init__(self, model: RecordModel[JobRow], clock: ServerClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._clock = clock
        self._columns = job_columns(clock)
        self._kept: _Kept | None = None

    def forget(self) -> None:
        """Fonts, colours or the screen have changed: lay out and draw everything anew."""
        self._kept = None

    def _paint_state(self, painter: QPainter, where: QRect, row: JobRow, kept: _Kept) -> None:
        look = kept.look(state_of(row, self._clock.now()))
        ink, side = inks(look.tone, kept.colours)[0], kept.mark_side
        painter.drawPixmap(QPoint(where.left(), where.center().y() - side // 2), kept.mark(look.mark, ink))
        _write(painter, where.adjusted(side + SPACE, 0, 0, 0), look.word, ink, kept)

    def _paint_part(self, painter: QPainter, where: QRect, text: str, kept: _Kept) -> None:
        """A job of a pack hangs on a hook: wherever the list is sorted to, it is seen to be part of something."""
        hook = kept.metrics.height() * 0.8
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(kept.ink(kept.colours.muted), 1.2))
        left, middle = where.left() + hook * 0.35, QRectF(where).center().y()
        painter.drawPolyline(
            [
                QPointF(left, middle - hook * 0.6),
                QPointF(left, middle),
                QPointF(left + hook * 0.5, middle),
            ]
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003  # Qt's own
        _write(painter, where.adjusted(int(hook) + SPACE // 2, 0, 0, 0), text, kept.colours.text, kept)

    def _paint_progress(self, painter: QPainter, where: QRect, row: JobRow, kept: _Kept) -> None:
        text = progress_text(row)
        if not text:
            return
        colours, metrics = kept.colours, kept.metrics
        room = max(metrics.horizontalAdvance("100 %"), metrics.horizontalAdvance(text)) + SPACE
        _write(painter, where, text, colours.text, kept)
        bar = QRectF(where.left() + room, QRectF(where).center().y() - 3, max(0.0, where.width() - room), 6)
        share = row.children_done / row.children_total if row.children_total else row.progress or 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(kept.line)
        painter.drawRoundedRect(bar, 3, 3)
        if share > 0:
            ink = inks(kept.look(row.state).tone, colours)[0]
            painter.setBrush(kept.ink(colours.accent if row.status in {"pending", "processing"} else ink))
            painter.drawRoundedRect(
                QRectF(bar.left(), bar.top(), bar.width() * min(1.0, share), bar.height()), 3, 3
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # noqa: FBT003

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        # neither the option nor the style is asked: both would look up a dozen things of which we need none
        shown: Any = option  # PySide6's stubs know none of its fields
        row = self._model.record(index)
        if row is None:
            return
        kept = self._kept
        if kept is None:
            kept = self._kept = _Kept(shown.font)
        whole: QRect = shown.rect
        if shown.state & _SELECTED:
            painter.fillRect(whole, kept.selected)
        painter.fillRect(whole.left(), whole.bottom(), whole.width(), 1, kept.line)
        painter.setFont(kept.font)
        inner = whole.adjusted(SPACE, 0, -SPACE, -1)  # as far from the edge as the headings are
        column = index.column()
        if column == At.STATE:
            self._paint_state(painter, inner, row, kept)
        elif column == At.PROGRESS:
            self._paint_progress(painter, inner, row, kept)
        elif column == At.JOB and row.parent_id is not None:
            self._paint_part(painter, inner, kept.name(row), kept)
        elif text := kept.name(row) if column == At.JOB else self._columns[column].text(row):
            colours = kept.colours
            ink = colours.bad if column == At.ERROR and row.state == "failed" else colours.text
            ink = colours.muted if column in _QUIET else ink
            _write(painter, inner, text, ink, kept, is_right=self._columns[column].align_right)


def _write(
    painter: QPainter, where: QRect, text: str, ink: str, kept: _Kept, *, is_right: bool = False
) -> None:
    laid_out, width, height = kept.text(text, max(0, where.width()))
    left = where.right() + 1 - width if is_right else where.left()
    painter.setPen(kept.ink(ink))
    painter.drawStaticText(QPointF(left, where.top() + (where.height() - height) / 2), laid_out)
