"""A column of words beside the stage: for a text that is too long to stand above or below the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose.bidi import is_rtl
from desktop.imaging.compose.fonts import BODY
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.text import TextStyle, fit_text

if TYPE_CHECKING:
    from desktop.imaging.compose.layout import PlacedText, Sheet

_SIZE: Final = 44
_LEAST: Final = (32, 26, 22, 20)
"""Smallest sizes, from pleasant to just readable at the picture's full size."""
_WIDTHS: Final = (700, 820, 940, 1060, 1180)
"""Of the words in pixels; the rest is the stage's."""
_APART: Final = 70


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A stage and the words beside it, on the side where their reading starts."""

    stage: Box
    words: Box
    style: TextStyle

    def add(self, sheet: Sheet, text: str, colour: str, *grounds: str, y: float = 0.0) -> PlacedText:
        """Set the words into their column; ``y`` from 0 (top) to 1 (bottom) says where in it."""
        return sheet.add(text, self.style, self.words, colour, *grounds, y=y)


def column_beside(text: str, area: Box) -> TextColumn:
    """The largest stage beside which all words can be read with ease, or else can be read at all."""
    for least in _LEAST:
        style = TextStyle(BODY, _SIZE, least, 500, 1.34)
        for width in _WIDTHS:
            if not fit_text(text, style, width, area.height).shortened:
                return _placed(area, width, style, rtl=is_rtl(text))
    return _placed(area, width, style, rtl=is_rtl(text))


def _placed(area: Box, width: int, style: TextStyle, *, rtl: bool) -> TextColumn:
    rest = area.width - width - _APART
    stage = Box(area.left if rtl else area.right - rest, area.top, rest, area.height)
    words = Box(area.right - width if rtl else area.left, area.top, width, area.height)
    return TextColumn(stage, words, style)
