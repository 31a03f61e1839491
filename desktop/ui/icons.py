"""Icons: line drawings of our own, inked in the theme's colours and inked again when these change."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop.core.resources import resource_path

if TYPE_CHECKING:
    from desktop.ui.theme import Tokens

SIZE: Final = 18
"""Side of an icon beside running text at 100 %, in device-independent pixels."""

_dressed: WeakKeyDictionary[QAbstractButton | QLabel, tuple[str, str, int]] = WeakKeyDictionary()


def pixmap(name: str, colour: str, size: int = SIZE, *, ratio: float = 2.0) -> QPixmap:
    """A drawing from ``resources/icons`` in a colour like ``#1A1D23``."""
    side = round(size * ratio)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    source = _source(name).replace("currentColor", colour)
    with QPainter(drawn) as painter:
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, side, side))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, colour: str, size: int = SIZE) -> QIcon:
    """The same as an icon."""
    return QIcon(pixmap(name, colour, size))


def app_icon() -> QIcon:
    """The program's own, in the sizes systems ask for."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("app", "", side, ratio=1.0))
    return made


def dress(widget: QAbstractButton | QLabel, name: str, role: str = "text", *, size: int = SIZE) -> None:
    """Give a button or label an icon in the colour of that token; it follows the theme from now on."""
    _dressed[widget] = (name, role, size)
    _ink(widget)


def retint() -> None:
    """Ink all icons again: the theme has changed."""
    for widget in list(_dressed):
        _ink(widget)


def _ink(widget: QAbstractButton | QLabel) -> None:
    # not at the top: the theme tells icons when it changes
    from desktop.ui.theme import text_scale, tokens  # noqa: PLC0415

    name, role, size = _dressed[widget]
    colours: Tokens = tokens()
    side = round(size * text_scale())
    try:
        if isinstance(widget, QLabel):
            widget.setPixmap(pixmap(name, getattr(colours, role), side))
        else:
            made = icon(name, getattr(colours, role), side)
            if widget.isCheckable():
                made.addPixmap(pixmap(name, colours.accent, side), QIcon.Mode.Normal, QIcon.State.On)
            made.addPixmap(pixmap(name, colours.muted, side), QIcon.Mode.Disabled)
            widget.setIcon(made)
            widget.setIconSize(QSize(side, side))
    except RuntimeError:  # its C++ half is gone already
        del _dressed[widget]


@cache
def _source(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
