"""The program's icon in every shape a system asks for, drawn from the one SVG."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING, Final

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from packager.contents import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SIZES: Final = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
WINDOWS_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
SOURCE: Final = ROOT / "resources" / "icons" / "app.svg"


def draw_icons(folder: Path) -> None:
    """``hicolor`` as Linux lays it out, ``packdesk.ico`` for Windows, ``packdesk.icns`` for macOS."""
    pictures = {size: draw(size) for size in (*SIZES, 1024)}
    for size in SIZES:
        for place in (
            f"hicolor/{size}x{size}/apps/packdesk.png",
            f"hicolor/{size}x{size}/mimetypes/application-x-packdesk-connection.png",
        ):
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            pictures[size].save(path, optimize=True)
    scalable = folder / "hicolor" / "scalable" / "apps" / "packdesk.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SOURCE, scalable)
    largest = pictures[1024]
    largest.resize((256, 256)).save(
        folder / "packdesk.ico",
        sizes=[(size, size) for size in WINDOWS_SIZES],
        append_images=[pictures[size] for size in WINDOWS_SIZES[:-1]],
    )
    largest.save(folder / "packdesk.icns")


def draw(size: int) -> Image.Image:
    """The icon, ``size`` pixels wide and high, with an alpha channel."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes where Qt wants text
    return Image.open(io.BytesIO(content.data()))
