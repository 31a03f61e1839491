"""Paints the list of projects: thumbnails, states as sign and word, and how far a pack has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.core.records import ProjectRow
from desktop.ui.marks import paint_mark
from desktop.ui.record_model import RecordRole
from desktop.ui.theme import SPACE, tokens
from desktop.ui.words import inks, project_look

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.ui.thumbnails import Thumbnails

THUMBNAIL, NAME, PRODUCT, STATUS, PACK, PHOTOS, IMAGES, CHANGED, OWNER = range(9)
THUMBNAIL_SIDE: Final = 40

AnyIndex = QModelIndex | QPersistentModelIndex


class ProjectsDelegate(QStyledItemDelegate):
    """Paints a row of the list; lives on the main thread."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def row_height(self, metrics: QFontMetrics) -> int:
        """High enough for the thumbnail and for large text."""
        return max(THUMBNAIL_SIDE + 2 * SPACE, metrics.height() + 2 * SPACE)

    def _paint_thumbnail(self, painter: QPainter, where: QRectF, row: ProjectRow) -> None:
        side = THUMBNAIL_SIDE
        box = QRectF(where.left() + SPACE, where.center().y() - side / 2, side, side)
        clip = QPainterPath()
        clip.addRoundedRect(box, 5, 5)
        painter.setClipPath(clip)
        painter.fillRect(box, QColor(tokens().window))
        pixmap = self._thumbnails.get(row.thumb_sha256, side * 2)
        if pixmap is None:
            inner = box.adjusted(12, 12, -12, -12)
            paint_mark(painter, inner, "picture", tokens().muted)
            return
        size = pixmap.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(box.center())
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))

    def _paint_status(self, painter: QPainter, where: QRectF, row: ProjectRow, metrics: QFontMetrics) -> None:
        look = project_look(row.status)
        ink, _ = inks(look.tone)
        side = metrics.height() * 0.9
        paint_mark(painter, QRectF(where.left(), where.center().y() - side / 2, side, side), look.mark, ink)
        painter.setPen(QColor(ink))
        text = where.adjusted(side + 6, 0, 0, 0)
        painter.drawText(
            text,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(look.word, Qt.TextElideMode.ElideRight, int(text.width())),
        )

    def _paint_pack(self, painter: QPainter, where: QRectF, row: ProjectRow, metrics: QFontMetrics) -> None:
        colours = tokens()
        text = f"{row.pack_done}/{row.pack_total}"
        room = metrics.horizontalAdvance("6/6") + SPACE
        painter.setPen(QColor(colours.text if row.pack_done else colours.muted))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        bar = QRectF(where.left() + room, where.center().y() - 3, max(0.0, where.width() - room), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(bar, 3, 3)
        share = min(1.0, row.pack_done / max(1, row.pack_total))
        if share:
            ink = inks(project_look(row.status).tone)[0] if row.status != "DRAFT" else colours.accent
            painter.setBrush(QColor(ink))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), 3, 3)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(RecordRole)
        column = index.column()
        plain: Any = QStyleOptionViewItem(option)  # the stubs know none of its fields
        plain.state &= ~QStyle.StateFlag.State_HasFocus
        if column not in {THUMBNAIL, STATUS, PACK} or not isinstance(row, ProjectRow):
            super().paint(painter, plain, index)
            return
        self.initStyleOption(plain, index)
        plain.text = ""
        widget = plain.widget
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, widget)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(plain.font)
        where = QRectF(plain.rect).adjusted(0, 0, 0, -1)  # the line below each row
        metrics = QFontMetrics(plain.font)
        inner = where.adjusted(SPACE, 0, -SPACE, 0)
        if column == THUMBNAIL:
            self._paint_thumbnail(painter, where, row)
        elif column == STATUS:
            self._paint_status(painter, inner, row, metrics)
        else:
            self._paint_pack(painter, inner, row, metrics)
        painter.restore()

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == NAME:
            styled: Any = option
            styled.font.setWeight(QFont.Weight.DemiBold)
