"""A project's photos as a Qt model that never resets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop.ui.photo_looks import PhotoLook
from desktop.ui.record_model import RecordRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.records import Photo

AnyIndex = QModelIndex | QPersistentModelIndex

LookRole = RecordRole + 1
"""What a photo is for, as a ``PhotoLook``."""

PHOTOS_MIME = "application/x-packdesk-photos"


class PhotosModel(QAbstractListModel):
    """Lives on the main thread; shows what it is told, in that order. The first photo is the main one."""

    def __init__(self) -> None:
        super().__init__()
        self._photos: list[Photo] = []
        self._looks: dict[str, PhotoLook] = {}

    @property
    def photos(self) -> Sequence[Photo]:
        """All photos in order."""
        return self._photos

    def photo(self, index: AnyIndex) -> Photo | None:
        """The photo at an index."""
        return self._photos[index.row()] if index.isValid() and index.row() < len(self._photos) else None

    def look(self, photo: Photo) -> PhotoLook:
        """What a photo is for, and what there is to say about it."""
        return self._looks.get(photo.id) or PhotoLook(self.tr("Photo"))

    def show_looks(self, looks: dict[str, PhotoLook]) -> None:
        """What the photos are for has become known, or changed."""
        before, self._looks = self._looks, looks
        for row, photo in enumerate(self._photos):
            if before.get(photo.id) != looks.get(photo.id):
                self.dataChanged.emit(self.index(row), self.index(row))

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Go from what is shown to exactly these, step by step, so that the selection stays."""
        wanted = {photo.id for photo in photos}
        root = QModelIndex()
        for row in reversed(range(len(self._photos))):
            if self._photos[row].id not in wanted:
                self.beginRemoveRows(root, row, row)
                del self._photos[row]
                self.endRemoveRows()
        for row, photo in enumerate(photos):
            at = next((n for n, known in enumerate(self._photos) if known.id == photo.id), None)
            if at is None:
                self.beginInsertRows(root, row, row)
                self._photos.insert(row, photo)
                self.endInsertRows()
            elif at != row:
                self.beginMoveRows(root, at, at, root, row)
                self._photos.insert(row, self._photos.pop(at))
                self.endMoveRows()
        self._update(photos)

    def _update(self, photos: Sequence[Photo]) -> None:
        for row, photo in enumerate(photos):
            if self._photos[row] != photo:
                self._photos[row] = photo
                self.dataChanged.emit(self.index(row), self.index(row))

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._photos)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        photo = self.photo(index)
        if photo is None:
            return None
        size = self.tr("{width} x {height} pixels").format(width=photo.width, height=photo.height)
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.original_name
        if role == Qt.ItemDataRole.ToolTipRole:
            look = self.look(photo)
            return "\n".join(part for part in (look.title, photo.original_name, size, look.note) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            look = self.look(photo)
            told = f"{look.title}: {photo.original_name}, {size}"
            return f"{told}. {look.note}" if look.note else told
        if role == LookRole:
            return self.look(photo)
        return photo if role == RecordRole else None

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled

    @override
    def mimeTypes(self) -> list[str]:
        return [PHOTOS_MIME, "text/uri-list"]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = sorted(index.row() for index in indexes)
        data.setData(PHOTOS_MIME, "\n".join(self._photos[row].id for row in rows).encode())
        return data

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
