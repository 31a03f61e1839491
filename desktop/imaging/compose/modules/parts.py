"""Things that several A+ modules show: a picture's stage, a column of words, bullets."""

from __future__ import annotations

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

    def place(self, sheet: Sheet, *, headline: int = 76, size: int = 40) -> bool:
        """Set the words into the middle of the column's height; whether all of them fit.

        ``headline`` and ``size`` are the largest sizes of the headline and of the other words, in pixels.
        """
        fits = False
        while not fits:
            tried, marks, used = self._try(size, headline)
            fits = used <= self._room.height and not any(one.block.shortened for one in tried.texts)
            if size <= MIN_TEXT:
                break
            size = max(MIN_TEXT, size - 2)
        drop = max(0, (self._room.height - used) // 2)
        sheet.texts += [placed.moved(drop) for placed in tried.texts]
        self.marks = [(x, y + drop) for x, y in marks]
        return fits

    def _try(self, size: int, headline: int) -> tuple[Sheet, list[tuple[int, int]], int]:
        room, probe, marks = self._room, Sheet(), list[tuple[int, int]]()
        style = headline_style(self._job.theme, headline)
        area = Box(room.left, room.top, room.width, room.height // 2)
        placed = probe.add(self._job.text.headline, style, area, self._inks[0], *self._grounds)
        top = placed.box.bottom + round(0.9 * size) if placed.block.lines else room.top
        if self._job.body:
            reserve = self._reserve(size)
            area = Box(room.left, top, room.width, max(1, room.bottom - top - reserve))
            style = body_style(size)
            placed = probe.add(self._job.body, style, area, self._inks[1], *self._grounds)
            if placed.block.size < size:  # the body alone needs less: try the next size for all
                return probe, marks, room.height + 1
            top = placed.box.bottom + round(0.9 * size) if placed.block.lines else top
        for bullet in self._bullets:
            if room.bottom - top < size:
                return probe, marks, room.height + 1
            shift = 0 if is_rtl(bullet) else MARK + 18
            area = Box(room.left + shift, top, room.width - MARK - 18, max(1, room.bottom - top))
            placed = probe.add(bullet, bullet_style(size), area, self._inks[0], *self._grounds)
            x = room.right - MARK // 2 if is_rtl(bullet) else room.left + MARK // 2
            marks.append((x, top + placed.block.rise // 2))
            top = placed.box.bottom + round(0.5 * size)
        bottom = max((placed.box.bottom for placed in probe.texts), default=room.top)
        return probe, marks, bottom - room.top

    def _reserve(self, size: int) -> int:
        """A rough height of the bullets, so that the body doesn't take it."""
        characters = max(1, int((self._room.width - MARK) / (0.56 * size)))
        lines = sum(1 + len(bullet) // characters for bullet in self._bullets)
        return round(lines * 1.26 * size + len(self._bullets) * 0.5 * size)
