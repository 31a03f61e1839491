"""Where an infographic's stage and cards can go: around the product, beside it or below it.

Every arrangement shows the product large; the more words, the more room they take from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose.cards import COMFORTABLE, GAP, SMALLEST, Sizes, Stack, common_sizes
from desktop.imaging.compose.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.pack import Feature

MAX_CARDS: Final = 6
"""More features than that get lower cards."""
_SIDE: Final = 548
_FEW: Final = 2
_SHORT: Final = 140
"""Characters up to which a feature's words leave most of a high card empty."""
_LOW_CARD: Final = 470
_WIDE: Final = 0.85
"""Width by height from which a product lies better above its cards than between them."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The stage, the cards' stacks, and the sizes in which all words fit."""

    stage: Box
    stacks: tuple[Stack, ...]
    sizes: Sizes


_Places = tuple[Box, tuple[Stack, ...]]
"""The stage and the cards' stacks."""


def arrangements(area: Box, aspect: float, features: Sequence[Feature]) -> list[_Places]:
    """From the one that shows the product largest to the one with most room for words."""
    count = len(features)
    if count <= 3 and aspect < _WIDE:
        short = count <= _FEW and all(len(each.title) + len(each.text) <= _SHORT for each in features)
        low = [_beside(area, count, 980, low=True)] if short else []
        return [*low, *(_beside(area, count, width) for width in (800, 620, 480))]
    slim = [_around(area, count, 740, on_left=_halfway(features, 740))] if count > 1 else []
    if aspect >= _WIDE:
        return [*(_below(area, count, share) for share in (1.0, 0.8, 0.6, 0.45, 0.32)), *slim]
    even = [_around(area, count, _SIDE, even=True)] if count <= MAX_CARDS else []
    return [*even, *(_around(area, count, side) for side in (_SIDE, 620, 690)), *slim]


def _halfway(features: Sequence[Feature], side: int) -> int:
    """How many features, from the first on, take about half of the height that all need."""
    whole = Stack(Box(0, 0, side, 1), tuple((at,) for at in range(len(features))), is_dense=True)
    summed = list(accumulate(need + whole.gap for need in whole.needs(features, SMALLEST)))
    return 1 + min(range(len(features) - 1), key=lambda at: abs(2 * summed[at] - summed[-1]))


def roomiest(places: Sequence[_Places], features: Sequence[Feature]) -> Arrangement | None:
    """The first that sets all words comfortably, or else the one that sets them largest; None if all are too small."""
    best: Arrangement | None = None
    for stage, stacks in places:
        sizes = common_sizes(stacks, features)
        if sizes is not None and (best is None or sizes.text > best.sizes.text):
            best = Arrangement(stage, stacks, sizes)
        if sizes is not None and sizes.text >= COMFORTABLE.text:
            break
    return best


def _beside(area: Box, count: int, width: int, *, low: bool = False) -> _Places:
    """Up to three features: the stage on the left, cards in a column on the right.

    One or two short ones get low cards with large words beside a wider stage: a card is never mostly empty.
    """
    stage = Box(area.left, area.top, width, area.height)
    left = stage.right + GAP
    room = Box(left, area.top, area.right - left, area.height)
    if low:
        room = room.centred(room.width, min(room.height, count * _LOW_CARD + (count - 1) * GAP))
    return stage, (Stack(room, tuple((at,) for at in range(count))),)


def _around(area: Box, count: int, side: int, *, even: bool = False, on_left: int | None = None) -> _Places:
    """Four features and more: a column of cards on either side of the stage.

    With ``even`` the right column of an odd number has cards as high as the left one's, between that one's gaps.
    """
    stage = Box(area.left + side + GAP, area.top, area.width - 2 * (side + GAP), area.height)
    on_left = on_left or (count + 1) // 2
    dense = count > MAX_CARDS
    left = Stack(Box(area.left, area.top, side, area.height), tuple((at,) for at in range(on_left)), dense)
    box = Box(area.right - side, area.top, side, area.height)
    if even and count % 2:
        height = left.room // on_left
        box = box.centred(side, (count - on_left) * (height + GAP) - GAP)
    return stage, (left, Stack(box, tuple((at,) for at in range(on_left, count)), dense))


def _below(area: Box, count: int, share: float) -> _Places:
    """Wide products: the stage above, cards in rows below; ``share`` of its height is the stage's."""
    columns = count if count <= 3 else (2 if count == 4 else 3)
    rows = tuple(tuple(range(at, min(at + columns, count))) for at in range(0, count, columns))
    wanted = len(rows) * ((380 if len(rows) == 1 else 308) + GAP)
    height = round(max(0.34 * area.height, area.height - wanted) * share)
    stage = Box(area.left, area.top, area.width, height)
    box = Box(area.left, stage.bottom + GAP, area.width, area.height - height - GAP)
    return stage, (Stack(box, rows, count > MAX_CARDS),)
