"""The list of a project's photos: seen, selected, put in order by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate
from typing_extensions import override

from desktop.ui.marks import paint_mark
from desktop.ui.photos_model import PHOTOS_MIME, LookRole, PhotosModel
from desktop.ui.record_model import RecordRole
from desktop.ui.theme import SPACE, tokens
from desktop.ui.words import inks

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from desktop.core.records import Photo
    from desktop.ui.thumbnails import Thumbnails

AnyIndex = QModelIndex | QPersistentModelIndex

PHOTO_SIDE: Final = 64


class PhotoDelegate(QStyledItemDelegate):
    """Paints a photo with what it is for, its name, and what there is to say about it."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def _paint_picture(self, painter: QPainter, box: QRectF, photo: Photo) -> None:
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(box, 5, 5)
        painter.setClipPath(clip)
        painter.fillRect(box, QColor(tokens().window))
        pixmap = self._thumbnails.get(photo.thumb_sha256, PHOTO_SIDE * 2)
        if pixmap is None:
            paint_mark(painter, box.adjusted(20, 20, -20, -20), "picture", tokens().muted)
        else:
            size = pixmap.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(box.center())
            painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        painter.restore()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        photo = index.data(RecordRole)
        styled: Any = option  # the stubs know none of its fields
        colours = tokens()
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(styled.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        is_selected = bool(styled.state & QStyle.StateFlag.State_Selected)
        has_focus = bool(styled.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(colours.accent), 2) if has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent_soft) if is_selected else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(whole, 6, 6)
        picture = QRectF(
            whole.left() + SPACE / 2, whole.center().y() - PHOTO_SIDE / 2, PHOTO_SIDE, PHOTO_SIDE
        )
        self._paint_picture(painter, picture, photo)
        words = whole.adjusted(PHOTO_SIDE + SPACE * 1.75, 0, -SPACE / 2, 0)
        font = QFont(styled.font)
        font.setWeight(QFont.Weight.DemiBold)
        look = index.data(LookRole)
        line = QFontMetrics(font).lineSpacing()
        top = words.center().y() - line * (1.5 if look.note else 1)
        painter.setFont(font)
        painter.setPen(QColor(colours.accent if look.is_main else colours.text))
        self._line(painter, QRectF(words.left(), top, words.width(), line), look.title)
        painter.setFont(styled.font)
        painter.setPen(QColor(colours.muted))
        self._line(painter, QRectF(words.left(), top + line, words.width(), line), photo.original_name)
        if look.note:
            ink, side = inks(look.tone)[0], line * 0.8
            where = QRectF(words.left(), top + 2 * line, words.width(), line)
            paint_mark(painter, QRectF(where.left(), where.top() + line * 0.1, side, side), look.mark, ink)
            painter.setPen(QColor(ink))
            self._line(painter, where.adjusted(side + SPACE / 2, 0, 0, 0), look.note)
        painter.restore()

    def _line(self, painter: QPainter, where: QRectF, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(where.width()))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        styled: Any = option
        look = index.data(LookRole)
        lines = QFontMetrics(styled.font).lineSpacing() * (3 if look.note else 2)
        return QSize(PHOTO_SIDE * 2, max(PHOTO_SIDE, lines) + SPACE)


class PhotoList(QListView):
    """Lives on the main thread.

    Signals:
        order_wanted: the ids of all photos in the order the user wants.
        files_dropped: mime data with files or a picture.
        delete_wanted, menu_wanted: as the names say; the latter tells a place on the screen.
    """

    order_wanted = Signal(list)
    files_dropped = Signal(object)
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: PhotosModel, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = model
        self.setModel(model)
        self.setItemDelegate(PhotoDelegate(thumbnails, self))
        self.setAccessibleName(self.tr("Photos"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setStyleSheet("QListView { background: transparent; border: none; outline: none; }")
        thumbnails.ready.connect(self.viewport().update)

    @property
    def selected(self) -> list[Photo]:
        """The selected photos in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._photos.photos[row] for row in rows if row < len(self._photos.photos)]

    def move_selected(self, step: int) -> None:
        """Ask for the selected photos one place further up (-1) or down (+1)."""
        chosen = {photo.id for photo in self.selected}
        order = [photo.id for photo in self._photos.photos]
        places = [n for n, name in enumerate(order) if name in chosen]
        for n in places if step < 0 else reversed(places):
            other = n + step
            if 0 <= other < len(order) and order[other] not in chosen:
                order[n], order[other] = order[other], order[n]
        self._ask(order)

    def _move_to(self, names: list[str], row: int) -> None:
        order = [photo.id for photo in self._photos.photos]
        before = [name for name in order[:row] if name not in names]
        after = [name for name in order[row:] if name not in names]
        self._ask([*before, *(name for name in order if name in names), *after])

    def _ask(self, order: list[str]) -> None:
        if order != [photo.id for photo in self._photos.photos]:
            self.order_wanted.emit(order)

    def _row_at(self, where: QPoint) -> int:
        index = self.indexAt(where)
        if not index.isValid():
            return len(self._photos.photos)
        return index.row() + (where.y() > self.visualRect(index).center().y())

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        event.setDropAction(Qt.DropAction.CopyAction)  # after a move the view would take rows out by itself
        event.accept()
        if data.hasFormat(PHOTOS_MIME):
            names = data.data(PHOTOS_MIME).toStdString().split("\n")
            self._move_to(names, self._row_at(event.position().toPoint()))
        else:
            self.files_dropped.emit(data)
        self.viewport().update()
        self.setState(QAbstractItemView.State.NoState)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Delete and self.selected:
            self.delete_wanted.emit()
        elif alt and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self.selected:
            self.move_selected(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
