"""Small pictures, fetched and decoded where the window isn't held up, and kept while they may be needed again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPixmap
from shiboken6 import isValid

from desktop.core.errors import KnownError, NotFoundError, StorageError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from desktop.services.catalog import Catalog
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

MAX_SIDE: Final = 6000
"""Larger pictures are shrunk while they are decoded: no screen shows more, and memory is finite."""

_MOST_KEPT: Final = 300
_MOST_WAITING: Final = 60
_AT_ONCE: Final = 2

_Key = tuple[str, int]


def decode(data: bytes, side: int = MAX_SIDE) -> QImage:
    """Decode a picture so that it fits into a square; a null image when it can't be. Any thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


async def fetch(services: Catalog, sha256: str, side: int = MAX_SIDE) -> QImage:
    """Fetch and decode a stored picture; run by the engine, decoded in one of its spare threads."""
    return await asyncio.to_thread(decode, await services.store.get(sha256), side)


async def decode_aside(data: Coroutine[Any, Any, bytes]) -> QImage:
    """Decode what a service brings; run by the engine, decoded in one of its spare threads."""
    return await asyncio.to_thread(decode, await data)


class Thumbnails(QObject):
    """Pictures by the SHA-256 of their bytes; lives on the main thread. ``ready`` tells which one has come."""

    ready = Signal(str)

    def __init__(self, backend: Backend, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend = backend
        self._tasks = tasks
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._waiting: OrderedDict[_Key, None] = OrderedDict()
        self._missing: set[_Key] = set()
        self._running = 0

    def get(self, sha256: str | None, side: int) -> QPixmap | None:
        """The picture, at most ``side`` device-independent pixels wide or high; None until ``ready``."""
        if not sha256:
            return None
        ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
        key = (sha256, round(side * ratio))
        pixmap = self._kept.get(key)
        if pixmap is not None:
            self._kept.move_to_end(key)
            return pixmap
        if key not in self._missing:
            self._waiting[key] = None
            self._waiting.move_to_end(key)  # what was asked for last is what is looked at now
            while len(self._waiting) > _MOST_WAITING:
                self._waiting.popitem(last=False)
            self._go_on()
        return None

    def _go_on(self) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return  # painted while the window closes: nobody will see more
        while self._waiting and self._running < _AT_ONCE:
            key, _ = self._waiting.popitem(last=True)
            if not self._tasks.is_running(("thumbnail", key)):
                self._running += self._tasks.start(("thumbnail", key), self._fetch(key))

    async def _fetch(self, key: _Key) -> None:
        try:
            image = await self._backend.call(fetch(self._backend.services, *key))
        except (NotFoundError, StorageError):
            self._missing.add(key)
        except KnownError:
            pass  # asked for again when it is painted again
        else:
            if isValid(self):
                self._keep(key, image)
        finally:
            self._running -= 1
        if isValid(self):  # whoever showed pictures may have been closed meanwhile
            self._go_on()

    def _keep(self, key: _Key, image: QImage) -> None:
        if image.isNull():
            self._missing.add(key)
            return
        pixmap = QPixmap.fromImage(image)
        self._kept[key] = pixmap
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        self.ready.emit(key[0])
