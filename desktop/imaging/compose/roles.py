"""The type scale: what a headline, a card's title and a caption look like. Sizes in pixels on a 2000 px picture.

Shops show these pictures 300 to 600 px wide on a phone, hence the large smallest sizes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.imaging.compose.fonts import BODY, STRONG
from desktop.imaging.compose.text import TextStyle

if TYPE_CHECKING:
    from desktop.imaging.compose.palette import Theme


def headline(theme: Theme, size: int = 132, *, lines: int = 2) -> TextStyle:
    """The picture's one big line, in the style's own typeface."""
    return TextStyle(
        theme.display, size, max(44, round(size * 0.36)), lines, theme.display_leading, balanced=True
    )


def long_headline(theme: Theme, size: int = 64) -> TextStyle:
    """A headline of up to 255 characters."""
    return TextStyle(theme.display, size, 28, 8, theme.display_leading, balanced=True)


def long_overline(size: int = 34) -> TextStyle:
    """The line above a headline, where it has up to 255 characters."""
    return TextStyle(STRONG, size, max(24, size - 8), 8)


def overline(size: int = 44) -> TextStyle:
    """The small line above a headline."""
    return TextStyle(STRONG, size, 30, 1)


def card_title(size: int = 54, *, lines: int = 3) -> TextStyle:
    """The title of a card or table row."""
    return TextStyle(STRONG, size, 30, lines, 1.16, balanced=True)


def body(size: int = 42, *, lines: int = 8) -> TextStyle:
    """Running text."""
    return TextStyle(BODY, size, 28, lines, 1.36)


def small_title(size: int) -> TextStyle:
    """The title of a card or table row where there is very much to read."""
    return TextStyle(STRONG, size, size, 500, 1.16)


def small_body(size: int) -> TextStyle:
    """Running text where there is very much of it."""
    return TextStyle(BODY, size, size, 500, 1.28)


def figure(size: int = 72) -> TextStyle:
    """A measurement."""
    return TextStyle(STRONG, size, 34, 1, 1.1)


def caption(size: int = 32) -> TextStyle:
    """A note at the foot of the picture."""
    return TextStyle(BODY, size, 24, 1, 1.2)
