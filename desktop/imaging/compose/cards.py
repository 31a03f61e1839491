"""Cards with a feature's words on them: how high each must be, and the largest type in which all of them fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop.imaging.compose import roles
from desktop.imaging.compose.bidi import is_rtl
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet
from desktop.imaging.compose.text import fit_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.pack import Feature
    from desktop.imaging.compose.base import Job
    from desktop.imaging.compose.layout import PlacedText
    from desktop.imaging.compose.text import TextStyle

GAP: Final = 40
BADGE: Final = 84
PADDING: Final = (46, 36)
_BESIDE: Final = BADGE + 30
"""Room that a badge takes from the words beside or below it."""
_BETWEEN: Final = 14
_STEP: Final = 0.93
_LOW: Final = 340
_WIDE: Final = 700
_ENDLESS: Final = 20_000


class Sizes(NamedTuple):
    """Type sizes of titles and texts in pixels; the same on all cards."""

    title: int
    text: int


SMALLEST: Final = Sizes(34, 28)
COMFORTABLE: Final = Sizes(42, 36)
"""What can still be read easily where shops show the picture at a third of its size."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Rows of cards in a box, one below the other; each row names the features on its cards."""

    box: Box
    rows: tuple[tuple[int, ...], ...]
    is_dense: bool = False

    @property
    def gap(self) -> int:
        """Pixels between two rows."""
        return GAP // 2 if self.is_dense else GAP

    @property
    def padding(self) -> tuple[int, int]:
        """Pixels kept free inside a card, left and right, above and below."""
        return (PADDING[0], PADDING[1] // 2) if self.is_dense else PADDING

    def width(self, row: tuple[int, ...]) -> int:
        """Of a card in that row."""
        return (self.box.width - (len(row) - 1) * GAP) // len(row)

    @property
    def room(self) -> int:
        """Pixels for all rows without the gaps between them."""
        return self.box.height - (len(self.rows) - 1) * self.gap

    @property
    def is_beside(self) -> bool:
        """Whether badges stand beside the words (wide or low cards) or above them."""
        return min(map(self.width, self.rows)) >= _WIDE or self.room // len(self.rows) < _LOW

    def largest(self, count: int) -> Sizes:
        """Sizes to begin with, by the room that the cards have."""
        height = self.room // len(self.rows)
        if min(map(self.width, self.rows)) < _WIDE:
            return Sizes(68, 50) if height >= 560 else Sizes(54, 43)
        if count <= 2:
            return Sizes(92, 60)
        return Sizes(76, 56) if height >= 360 else Sizes(62, 46)

    def needs(self, features: Sequence[Feature], sizes: Sizes) -> list[int]:
        """Height in pixels which each row needs at these sizes."""
        return [max(self._needed(features[at], self.width(row), sizes) for at in row) for row in self.rows]

    def fits(self, features: Sequence[Feature], sizes: Sizes) -> bool:
        """Whether all words fit at these sizes."""
        left = self.room
        for row in self.rows:
            left -= max(self._needed(features[at], self.width(row), sizes) for at in row)
            if left < 0:
                return False
        return True

    def cards(self, features: Sequence[Feature], sizes: Sizes) -> dict[int, Box]:
        """Each feature's card: of equal height where that is enough for all, else as high as its words need."""
        heights = shared(self.needs(features, sizes), self.room)
        found, top = {}, self.box.top
        for row, height in zip(self.rows, heights, strict=True):
            width = self.width(row)
            for place, at in enumerate(row):
                found[at] = Box(self.box.left + place * (width + GAP), top, width, height)
            top += height + self.gap
        return found

    def words_room(self, card: Box, feature: Feature) -> Box:
        """The part of a card which is left to its words."""
        inner = card.inset(*self.padding)
        if self.is_beside:
            left = inner.left + (0 if reads_left(feature) else _BESIDE)
            return Box(left, inner.top, inner.width - _BESIDE, inner.height)
        return Box(inner.left, inner.top + _BESIDE, inner.width, max(1, inner.height - _BESIDE))

    def _needed(self, feature: Feature, width: int, sizes: Sizes) -> int:
        inner = width - 2 * self.padding[0] - (_BESIDE if self.is_beside else 0)
        title = _needed_title(feature, inner, sizes)
        text = fit_text(feature.text, _text_style(sizes), inner, _ENDLESS).height
        words = title + text + (_BETWEEN if title and text else 0)
        return (max(words, BADGE) if self.is_beside else words + _BESIDE) + 2 * self.padding[1] + 2


def shared(needs: list[int], room: int) -> list[int]:
    """``room`` shared out: evenly if that is enough for all; else what is needed, or the most that all can have."""
    even = room // len(needs)
    if max(needs) <= even:
        return [even] * len(needs)
    spare = room - sum(needs)
    if spare >= 0:
        return [need + spare // len(needs) for need in needs]
    left, most = room, 0
    for place, need in enumerate(sorted(needs)):
        most = left // (len(needs) - place)
        if need > most:
            break
        left -= need
    return [min(need, most) for need in needs]


def common_sizes(stacks: Sequence[Stack], features: Sequence[Feature]) -> Sizes | None:
    """The largest sizes at which the words of all stacks fit; None if they don't even at the smallest."""
    if not all(stack.fits(features, SMALLEST) for stack in stacks):
        return None
    largest = [stack.largest(len(features)) for stack in stacks]
    title, text = (float(min(sizes)) for sizes in zip(*largest, strict=True))
    while True:
        sizes = Sizes(max(SMALLEST.title, round(title)), max(SMALLEST.text, round(text)))
        if sizes == SMALLEST or all(stack.fits(features, sizes) for stack in stacks):
            return sizes
        title, text = title * _STEP, text * _STEP


def reads_left(feature: Feature) -> bool:
    """Whether a card reads from right to left: its badge then stands on the right."""
    return is_rtl(feature.title or feature.text)


def card_texts(job: Job, feature: Feature, room: Box, sizes: Sizes) -> list[PlacedText]:
    """Title and text from the top of a card's room."""
    theme, probe = job.theme, Sheet()
    title = probe.add(feature.title, _title_style(sizes), room, theme.card_ink, theme.card)
    top = title.box.bottom + _BETWEEN if title.block.lines else room.top
    area = Box(room.left, top, room.width, max(1, room.bottom - top))
    probe.add(feature.text, _text_style(sizes), area, theme.card_ink_soft, theme.card)
    return probe.texts


def _title_style(sizes: Sizes) -> TextStyle:
    """Long words make a title a little smaller before they are hyphenated."""
    style = roles.card_title(sizes.title, lines=200)
    return replace(style, min_size=max(style.min_size, round(0.78 * sizes.title)))


def _text_style(sizes: Sizes) -> TextStyle:
    return replace(roles.body(sizes.text, lines=200), min_size=sizes.text)


def _needed_title(feature: Feature, width: int, sizes: Sizes) -> int:
    return fit_text(feature.title, _title_style(sizes), width, _ENDLESS).height
