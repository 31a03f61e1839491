"""Paints rows of jobs: states as sign, word and colour, bars of progress, and what belongs to a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.core.records import JobRow
from desktop.ui.job_words import job_look, progress_text, state_of
from desktop.ui.jobs_model import At, job_columns
from desktop.ui.marks import paint_mark
from desktop.ui.record_model import RecordRole
from desktop.ui.theme import SPACE, tokens
from desktop.ui.words import inks

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.ui.job_words import ServerClock

AnyIndex = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_QUIET = frozenset({At.WAITING, At.RUNNING, At.CREATED, At.USER, At.WORKER, At.ATTEMPTS})


class JobsDelegate(QStyledItemDelegate):
    """Lives on the main thread."""

    def __init__(self, clock: ServerClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._columns = job_columns(clock)

    def _paint_state(self, painter: QPainter, where: QRectF, row: JobRow, metrics: QFontMetrics) -> None:
        look = job_look(state_of(row, self._clock.now()))
        ink, _ = inks(look.tone)
        side = metrics.height() * 0.9
        paint_mark(painter, QRectF(where.left(), where.center().y() - side / 2, side, side), look.mark, ink)
        text = where.adjusted(side + SPACE, 0, 0, 0)
        _write(painter, text, look.word, ink, metrics)

    def _paint_job(self, painter: QPainter, where: QRectF, text: str, metrics: QFontMetrics) -> None:
        """A job of a pack hangs on a hook: wherever the list is sorted to, it is seen to be part of something."""
        hook = metrics.height() * 0.8
        pen = QPen(QColor(tokens().muted), 1.2)
        painter.setPen(pen)
        left, middle = where.left() + hook * 0.35, where.center().y()
        painter.drawPolyline(
            [
                QRectF(left, middle - hook * 0.6, 0, 0).topLeft(),
                QRectF(left, middle, 0, 0).topLeft(),
                QRectF(left + hook * 0.5, middle, 0, 0).topLeft(),
            ]
        )
        _write(painter, where.adjusted(hook + SPACE / 2, 0, 0, 0), text, tokens().text, metrics)

    def _paint_progress(self, painter: QPainter, where: QRectF, row: JobRow, metrics: QFontMetrics) -> None:
        text = progress_text(row)
        if not text:
            return
        colours = tokens()
        room = max(metrics.horizontalAdvance("100 %"), metrics.horizontalAdvance(text)) + SPACE
        _write(painter, QRectF(where.left(), where.top(), room, where.height()), text, colours.text, metrics)
        bar = QRectF(where.left() + room, where.center().y() - 3, max(0.0, where.width() - room), 6)
        share = row.children_done / row.children_total if row.children_total else row.progress or 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(bar, 3, 3)
        if share > 0:
            ink, _ = inks(job_look(row.state).tone)
            painter.setBrush(QColor(colours.accent if row.status in {"pending", "processing"} else ink))
            painter.drawRoundedRect(
                QRectF(bar.left(), bar.top(), bar.width() * min(1.0, share), bar.height()), 3, 3
            )

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        # Called for every cell in sight whenever rows come or go, many times a second while the queue is busy: the
        # option isn't filled by the base class, which would ask the model for eight things, of which we need one.
        shown: Any = option  # PySide6's stubs know none of its fields
        row = index.data(RecordRole)
        style = shown.widget.style() if shown.widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, shown, painter, shown.widget)
        if not isinstance(row, JobRow):
            return
        painter.save()
        painter.setFont(shown.font)
        metrics = QFontMetrics(shown.font)
        # as far from the edge as the headings are
        inner = QRectF(shown.rect).adjusted(SPACE, 0, -SPACE, 0)
        column = index.column()
        if column == At.STATE:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_state(painter, inner, row, metrics)
        elif column == At.PROGRESS:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_progress(painter, inner, row, metrics)
        elif column == At.JOB and row.parent_id is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_job(painter, inner, self._columns[column].text(row), metrics)
        elif text := self._columns[column].text(row):
            colours = tokens()
            ink = colours.bad if column == At.ERROR and row.state == "failed" else colours.text
            ink = colours.muted if column in _QUIET else ink
            side = _RIGHT if self._columns[column].align_right else _LEFT
            _write(painter, inner, text, ink, metrics, side=side)
        painter.restore()


def _write(
    painter: QPainter,
    where: QRectF,
    text: str,
    ink: str,
    metrics: QFontMetrics,
    *,
    side: Qt.AlignmentFlag = _LEFT,
) -> None:
    painter.setPen(QColor(ink))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(where.width())))
    painter.drawText(where, int(side), shown)
