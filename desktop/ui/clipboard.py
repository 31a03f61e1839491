"""What a drop or the clipboard brings: files, or a picture that is no file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

Source = Path | bytes | Callable[[], bytes]
"""Where a photo's bytes come from; a function is called in another thread."""

_FORMATS = ("image/png", "image/jpeg", "image/webp", "image/tiff")


def sources_in(data: QMimeData, picture_name: str) -> list[tuple[str, Source]]:
    """Names and files, or a picture's bytes or how to get them; ``picture_name`` is what a nameless one is called."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return [(path.name or str(path), path) for path in files]
    name = f"{picture_name} {datetime.now().astimezone():%H.%M.%S}"
    for mime in _FORMATS:
        if data.hasFormat(mime):
            return [(name, bytes(data.data(mime).data()))]
    if data.hasImage():
        return [(name, partial(_as_png, data.imageData()))]
    return []


def _as_png(image: object) -> bytes:
    if not isinstance(image, QImage) or image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # little compression: it is quick, and the picture is stored only once
    image.save(buffer, "PNG", 90)  # type: ignore[call-overload]  # 6.9 takes text where its stubs say bytes
    return bytes(buffer.data().data())
