"""Things that several A+ modules show: a picture's stage, a column of words, bullets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose.bidi import is_rtl
from desktop.imaging.compose.fonts import BODY, STRONG, drawable
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet
from desktop.imaging.compose.text import TextStyle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.imaging.compose.canvas import Canvas
    from desktop.imaging.compose.layout import PlacedText
    from desktop.imaging.compose.modules.base import ModuleJob
    from desktop.imaging.compose.palette import Theme

MIN_TEXT: Final = 24
"""Smallest text on the canvas, in pixels: 12 on the finished module."""
LEAST_TEXT: Final = 18
"""The same where all else fails: a small word can be read, a missing one can't.

Below 20 only where Pillow sets wider, see ``fonts.has_raqm``.
"""
_ENDLESS: Final = 20_000
_MANY: Final = 10
"""Bullets from which a full module lists them in two columns, with twice as many in three."""
MARK: Final = 34
"""Width of a bullet's mark and of the gap beside it."""


def headline_style(theme: Theme, size: int = 76, *, lines: int = 3) -> TextStyle:
    """A module's headline."""
    return TextStyle(theme.display, size, 40, lines, theme.display_leading, balanced=True)


def body_style(size: int = 38) -> TextStyle:
    """A module's running text; 2000 characters have to fit."""
    return TextStyle(BODY, size, MIN_TEXT, 60, 1.34)


def bullet_style(size: int = 38) -> TextStyle:
    """A bullet."""
    return TextStyle(STRONG, size, MIN_TEXT, 12, 1.26)


def paint_words(
    canvas: Canvas, texts: Iterable[PlacedText], marks: Iterable[tuple[int, int]], colour: str
) -> None:
    """Draw all texts, and a check mark in ``colour`` at each of ``marks``."""
    for x, y in marks:
        canvas.sign("check", x, y, MARK, colour)
    for placed in texts:
        canvas.text(placed)


@dataclass(slots=True)
class _Column(Sheet):
    """A column in the making: its bullets' marks, its height, and that of its running text in pixels."""

    marks: list[tuple[int, int]] = field(default_factory=list)
    height: int = 0
    body: int = 0


class WordColumn:
    """Headline, running text and bullets below each other in one column, shrunk together until all fit."""

    def __init__(
        self,
        job: ModuleJob,
        room: Box,
        grounds: tuple[str, ...],
        inks: tuple[str, str],
        *,
        bullets: tuple[str, ...] | None = None,
    ) -> None:
        """``inks`` are the colours of strong and of quiet words; both must read on ``grounds``.

        ``bullets`` are the job's unless others are given.
        """
        self._job, self._room, self._grounds, self._inks = job, room, grounds, inks
        self.marks: list[tuple[int, int]] = []
        wanted = job.bullets if bullets is None else bullets
        self._bullets = [bullet for bullet in wanted if drawable(bullet, STRONG)]

    def place(self, sheet: Sheet, *, headline: int = 76, size: int = 40, tight: bool = False) -> bool:
        """Set the words into the middle of the column's height; whether all of them fit.

        ``headline`` and ``size`` are the largest sizes of the headline and of the other words, in pixels. ``tight`` is
        for the last try: lines stand closer, words may be a step smaller, and what is still too much is taken off the
        running text.
        """
        room, least = self._room.height, LEAST_TEXT if tight else MIN_TEXT
        sizes = range(MIN_TEXT if tight else size, least - 1, -2)
        for tried in sizes:
            column = self._set(tried, headline, tight=tight)
            if column.height <= room:
                break
        fits = column.height <= room and not any(placed.block.shortened for placed in column.texts)
        if column.height > room and self._job.body:
            body = max(tried, column.body - (column.height - room))
            column = self._set(tried, headline, tight=tight, body=body)
        drop = max(0, (room - column.height) // 2)
        sheet.texts += [placed.moved(drop) for placed in column.texts]
        self.marks = [(x, y + drop) for x, y in column.marks]
        return fits

    def _set(self, size: int, headline: int, *, tight: bool, body: int = _ENDLESS) -> _Column:
        """All words below each other, as high as they need; the running text at most ``body`` pixels."""
        room, column = self._room, _Column()
        theme = self._job.theme
        style = headline_style(theme, 48 if tight else headline)
        small = TextStyle(theme.display, 44, 32, 8, theme.display_leading, balanced=True)
        area = Box(room.left, room.top, room.width, room.height // 2)
        placed = column.add(
            self._job.text.headline,
            style,
            area,
            self._inks[0],
            *self._grounds,
            rather=small if tight else None,
        )
        top = bottom = placed.box.bottom if placed.block.lines else room.top
        apart = round(size * (0.6 if tight else 0.9))
        if self._job.body:
            area = Box(room.left, top + (apart if placed.block.lines else 0), room.width, body)
            style = TextStyle(BODY, size, size, 500, 1.2 if tight else 1.34)
            placed = column.add(self._job.body, style, area, self._inks[1], *self._grounds)
            column.body = placed.box.height
            top = bottom = placed.box.bottom if placed.block.lines else bottom
        top += apart if column.texts else 0
        columns = min(3, 1 + len(self._bullets) // _MANY) if tight else 1
        each = -(-len(self._bullets) // columns)
        width = (room.width - (columns - 1) * MARK) // columns
        for at in range(columns):
            part = Box(room.left + at * (width + MARK), top, width, _ENDLESS)
            listed = self._bullets[at * each : (at + 1) * each]
            bottom = max(bottom, self._list(column, listed, part, size, tight=tight))
        column.height = bottom - room.top
        return column

    def _list(self, column: _Column, bullets: list[str], room: Box, size: int, *, tight: bool) -> int:
        """Set bullets below each other; where the last one ends."""
        top = bottom = room.top
        style = TextStyle(STRONG, size, size, 500, 1.18 if tight else 1.26)
        for bullet in bullets:
            shift = 0 if is_rtl(bullet) else MARK + 18
            area = Box(room.left + shift, top, room.width - MARK - 18, _ENDLESS)
            placed = column.add(bullet, style, area, self._inks[0], *self._grounds)
            x = room.right - MARK // 2 if is_rtl(bullet) else room.left + MARK // 2
            column.marks.append((x, top + placed.block.rise // 2))
            bottom = placed.box.bottom
            top = bottom + round((0.28 if tight else 0.5) * size)
        return bottom
