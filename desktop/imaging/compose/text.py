"""Setting text so that it always fits: shrink within limits, wrap, and only then an ellipsis."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from desktop.imaging.compose.bidi import is_rtl
from desktop.imaging.compose.fonts import REFERENCE_SIZE, Typeface, drawable
from desktop.imaging.compose.hyphens import break_points
from desktop.imaging.compose.shaping import Line, cut_long_word, reference_width, seams, shape, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import ImageDraw

    from desktop.imaging.compose.geometry import Box

Align = Literal["start", "centre", "end"]

_ELLIPSIS: Final = "\u2026"
_STEP: Final = 0.94
_WIDTH_RESERVE: Final = 0.985
"""Words are measured apart and at another size; the reserve covers rounding of glyph widths."""
_TRIES: Final = 8
"""Where Pillow doesn't shape text itself, every letter is as wide as whole pixels, small ones too wide."""


_ENDLESS: Final = 120
"""Characters from which a word is hardly ever narrower than a line."""
_AHEAD: Final = 16
"""Characters behind a line's end that may decide where before it a word is hyphenated."""
_WIDER: Final = 1.04
"""Balanced lines may be so much wider than the narrowest ones if that makes them more even."""
_RATHER_HYPHENS: Final = 0.6
"""Words are hyphenated rather than set smaller than this share of the wanted size."""


class Cut(Enum):
    """What may be done with a word that is wider than a line."""

    NEVER = 0
    SEAMS = 1
    """After its own hyphens and slashes."""
    HYPHENATE = 2
    ANYWHERE = 3


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text may be set. Sizes in pixels; ``leading`` is the distance of baselines as a multiple of the size."""

    face: Typeface
    size: int
    min_size: int
    max_lines: int
    leading: float = 1.2
    balanced: bool = False
    """Lines of about equal length, for headlines."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text set in lines; ``height`` reaches from the first line's ink to the last one's. All in pixels."""

    lines: tuple[Line, ...]
    size: int
    pitch: int
    rise: int
    fall: int
    width: int
    rtl: bool
    shortened: bool = False

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the bottom of the last one; 0 without text."""
        return self.rise + self.pitch * (len(self.lines) - 1) + self.fall if self.lines else 0

    def placed(self, container: Box, *, align: Align = "start", y: float = 0.0) -> Box:
        """Where the block lies in ``container``. ``start`` is the side from which the text is read."""
        at_left = (align == "start") != self.rtl
        x = 0.5 if align == "centre" else (0.0 if at_left else 1.0)
        box = container.centred(self.width, self.height, x=x, y=y)
        if y == 0.5:  # capitals in the middle look centred, descenders hang below
            top = container.top + (container.height - self.height + self.fall) // 2
            box = replace(box, top=min(top, container.bottom - self.height))
        return box

    def draw(self, draw: ImageDraw.ImageDraw, box: Box, colour: str, *, align: Align = "start") -> None:
        """Draw into ``box``, which ``placed`` has found."""
        at_left = (align == "start") != self.rtl
        for index, line in enumerate(self.lines):
            free = box.width - line.width
            x = box.left + (free / 2 if align == "centre" else (0 if at_left else free))
            line.draw(draw, x, box.top + self.rise + index * self.pitch, colour)


@lru_cache(maxsize=512)
def fit_text(text: str, style: TextStyle, width: int, height: int) -> TextBlock:
    """Set ``text`` as large as ``style`` allows inside ``width`` x ``height`` pixels.

    Sizes are tried from large to small: a little smaller without cutting words, then hyphenating words longer than a
    line, then cutting them anywhere; at the smallest size what doesn't fit is shortened and ends in an ellipsis. The
    result always fits, if need be empty.
    """
    shown = drawable(text, style.face)
    rtl = is_rtl(shown)
    if not shown or width < 1 or height < 1:
        return TextBlock((), style.size, 0, 0, 0, 0, rtl)
    sizes = _sizes(style)
    for cut, tried in (
        (Cut.SEAMS, [size for size in sizes if size >= _RATHER_HYPHENS * style.size]),
        (Cut.HYPHENATE, sizes),
        (Cut.ANYWHERE, sizes),
    ):
        for size in tried:
            block = _try(shown, style, size, width, height, rtl=rtl, cut=cut)
            if block is not None:
                return block
    return _shorten(shown, style, width, height, rtl=rtl)


def _sizes(style: TextStyle) -> list[int]:
    sizes: list[int] = []
    size = float(style.size)
    while round(size) > style.min_size:
        sizes.append(round(size))
        size *= _STEP
    return [*sizes, style.min_size]


def _try(
    text: str, style: TextStyle, size: int, width: int, height: int, *, rtl: bool, cut: Cut
) -> TextBlock | None:
    pitch = round(size * style.leading)
    lines_that_fit = min(style.max_lines, max(0, int((height - 0.9 * size) // pitch) + 1))
    limit = width * _WIDTH_RESERVE * REFERENCE_SIZE / size
    for _ in range(_TRIES):
        broken = _wrap(text, style.face, limit, rtl=rtl, cut=cut)
        if broken is None or len(broken) > lines_that_fit:
            return None
        if style.balanced and len(broken) > 1:
            broken = _balance(broken, text, style.face, limit, rtl=rtl)
        block = _set(broken, style, size, rtl=rtl)
        if block.width <= width:
            return block if block.height <= height else None
        limit *= min(0.99, width / block.width)
    return None


def _set(broken: list[str], style: TextStyle, size: int, *, rtl: bool) -> TextBlock:
    lines = tuple(shape(line, style.face, size, rtl=rtl) for line in broken)
    pitch = round(size * style.leading)
    if len(lines) > 1:  # stacked accents of one line never reach into the line above
        pitch = max(pitch, *(upper.fall + lower.rise for upper, lower in pairwise(lines)))
    cap, drop = round(0.72 * size), round(0.2 * size)  # the same for every text, so that distances are even
    return TextBlock(
        lines,
        size,
        pitch,
        max(cap, lines[0].rise),
        max(drop, lines[-1].fall),
        int(max(line.width for line in lines)) + 1,
        rtl,
    )


def _wrap(text: str, face: Typeface, limit: float, *, rtl: bool, cut: Cut) -> list[str] | None:
    """Break greedily into lines of at most ``limit`` reference pixels; None if a word is wider and may not be cut."""
    space = reference_width(" ", face, rtl)
    lines: list[str] = []
    used = 0.0
    for word, spaced in words(text):
        wide = _measured(word, face, limit, rtl=rtl)
        gap = space if spaced else 0.0
        if lines and used + gap + wide <= limit:
            lines[-1] += (" " if spaced else "") + word
            used += gap + wide
            continue
        rest = word
        while wide > limit and len(rest) > 1:
            head, rest = _cut(rest, face, limit, rtl=rtl, cut=cut)
            if not head:
                return None
            lines.append(head)
            if not rest:
                break
            wide = _measured(rest, face, limit, rtl=rtl)
        if rest:
            lines.append(rest)
            used = wide
    return lines


def _measured(word: str, face: Typeface, limit: float, *, rtl: bool) -> float:
    """A word's width; of one that is far too long only that of its beginning, which is wider than a line already."""
    if len(word) > _ENDLESS:
        start = reference_width(word[:_ENDLESS], face, rtl)
        if start > limit:
            return start
    return reference_width(word, face, rtl)


def _cut(word: str, face: Typeface, limit: float, *, rtl: bool, cut: Cut) -> tuple[str, str]:
    """Cut a word that is wider than a line: its first part, with a hyphen where it has one, and the rest.

    The first part is empty when the word may not be cut like that.
    """
    if cut is Cut.NEVER:
        return "", word
    most = _characters_within(word, face, limit, rtl=rtl)
    for at in reversed(seams(word[: most + 1])):
        if at <= most:
            return word[:at], word[at:]
    if cut is Cut.SEAMS:
        return "", word
    for at in reversed(break_points(word[: most + _AHEAD])):
        if at <= most and reference_width(word[:at] + "-", face, rtl) <= limit:
            return word[:at] + "-", word[at:]
    if cut is Cut.HYPHENATE:
        return "", word
    return cut_long_word(word, most)


def _characters_within(word: str, face: Typeface, limit: float, *, rtl: bool) -> int:
    """How many characters from its first on are no wider than ``limit``, at least one."""
    high = 16
    while high < len(word) and reference_width(word[:high], face, rtl) <= limit:
        high *= 2
    low, high = 1, min(high, len(word))
    while low < high:
        middle = (low + high + 1) // 2
        if reference_width(word[:middle], face, rtl) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _balance(broken: list[str], text: str, face: Typeface, limit: float, *, rtl: bool) -> list[str]:
    """Of the settings that are hardly wider than the narrowest one with the same number of lines, the evenest.

    So no word is left alone on the last line where the one above can spare another. What has to be cut stays as it is.
    """
    best = _wrap(text, face, limit, rtl=rtl, cut=Cut.NEVER)
    if best is None:
        return broken
    count = len(broken)
    low, high = limit / count * 0.8, limit
    for _ in range(7):
        middle = (low + high) / 2
        tried = _wrap(text, face, middle, rtl=rtl, cut=Cut.NEVER)
        if tried is not None and len(tried) <= count:
            best, high = tried, middle
        else:
            low = middle
    widest = max(_line_width(line, face, rtl=rtl) for line in best)
    # a sum that comes out a hair larger in another order isn't wider
    return _evened(text, count, face, min(limit, _WIDER * widest) + 0.01, rtl=rtl)


def _evened(text: str, count: int, face: Typeface, most: float, *, rtl: bool) -> list[str]:
    """So many lines of at most ``most`` reference pixels that their squared widths have the least sum; cuts no word."""
    space = reference_width(" ", face, rtl)
    parts = words(text)
    wide = [reference_width(word, face, rtl) for word, _ in parts]
    gaps = [space if spaced else 0.0 for _, spaced in parts]
    # the best sum for the words before each position, in so many lines as were added, and where its last line begins
    sums: list[float] = [0.0, *([math.inf] * len(parts))]
    begins: list[list[int]] = []
    for _ in range(count):
        after, begin = [math.inf] * (len(parts) + 1), [0] * (len(parts) + 1)
        for start, so_far in enumerate(sums[:-1]):
            used = -gaps[start]
            for end in range(start, len(parts) if math.isfinite(so_far) else start):
                used += gaps[end] + wide[end]
                if used > most:
                    break
                if so_far + used * used < after[end + 1]:
                    after[end + 1], begin[end + 1] = so_far + used * used, start
        sums = after
        begins.append(begin)
    lines: list[str] = []
    end = len(parts)
    for begin in reversed(begins):
        lines.insert(0, _joined(parts[begin[end] : end]))
        end = begin[end]
    return lines


def _line_width(line: str, face: Typeface, *, rtl: bool) -> float:
    space, parts = reference_width(" ", face, rtl), words(line)
    gaps = sum(space for _, spaced in parts[1:] if spaced)
    return gaps + sum(reference_width(word, face, rtl) for word, _ in parts)


def _joined(parts: Sequence[tuple[str, bool]]) -> str:
    return "".join(f" {word}" if spaced and at else word for at, (word, spaced) in enumerate(parts))


def _shorten(text: str, style: TextStyle, width: int, height: int, *, rtl: bool) -> TextBlock:
    """Keep as many characters as fit at the smallest size, with an ellipsis after them."""
    one = replace(style, size=style.min_size, balanced=False)
    low, high = 0, len(text)
    best: TextBlock | None = None
    while low <= high:
        middle = (low + high) // 2
        kept = text[:middle].rstrip(" ,.;:-\u2013") + _ELLIPSIS
        block = _try(kept, one, style.min_size, width, height, rtl=rtl, cut=Cut.ANYWHERE)
        if block is None:
            high = middle - 1
        else:
            best, low = replace(block, shortened=True), middle + 1
    return best or TextBlock((), style.min_size, 0, 0, 0, 0, rtl, shortened=True)
