"""The infographic of features with very much to say: compact cards in columns, and the product on what they leave.

Only what no other arrangement holds comes here. Words are smaller than elsewhere, yet never so small that they can't be
read: 24 pixels are 12 where a shop shows the picture half as large, its usual size on a page, and more where the buyer
looks closer. Steps below that are the last resort: a small word can be read, a missing one can't.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose import roles
from desktop.imaging.compose.cards import Sizes, reads_left, shared
from desktop.imaging.compose.fonts import STRONG, drawable
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet
from desktop.imaging.compose.text import fit_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.core.pack import Feature
    from desktop.imaging.compose.base import Job
    from desktop.imaging.compose.layout import PlacedText
    from desktop.imaging.compose.text import TextStyle

SMALL_BADGE: Final = 52
_SIZES: Final = (Sizes(30, 28), Sizes(28, 26), Sizes(26, 24), Sizes(24, 22))
_LAST_RESORT: Final = Sizes(22, 20)
_GAP: Final = 20
_PADDING: Final = (28, 22)
_BESIDE: Final = SMALL_BADGE + 16
"""Room that a badge takes from the words beside it."""
_BETWEEN: Final = 12
_HEIGHTS: Final = (680, 600, 520, 440, 370, 300, 240, 180)
"""Of a stage above the cards."""
_WIDTHS: Final = (760, 640, 540, 450, 370, 300, 250, 210)
"""Of a stage beside them."""
_LINES: Final = (300, 900)
"""Least and largest width of a card: lines are neither chopped nor so long that the eye loses them."""
_GREEDY: Final = 0.3
"""Share of all words from which one feature has most of them."""
_SHOWN: Final = 120_000
"""Square pixels which the product should cover; words rather become a step smaller than the product less."""


@dataclass(frozen=True, slots=True)
class Column:
    """Cards below each other in a box, and the features on them."""

    box: Box
    features: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextLed:
    """A stage, the cards' columns, and the size of all words."""

    stage: Box
    columns: tuple[Column, ...]
    sizes: Sizes


@dataclass(frozen=True, slots=True)
class CompactCard:
    """A card, the middle of its badge, and its words."""

    box: Box
    badge: tuple[int, int]
    texts: tuple[PlacedText, ...]


def text_led(area: Box, aspect: float, features: Sequence[Feature]) -> TextLed:
    """The arrangement with the largest words beside which a product of that ``aspect`` is still well seen.

    If the words fit nowhere, the one with most room: what is too much is then shortened.
    """
    splits = sorted(_splits(area, _weights(features)), key=lambda split: -seen(split[0], aspect))
    best: TextLed | None = None
    for sizes in _SIZES:
        found = _largest(splits, features, sizes)
        if found and (best is None or seen(found.stage, aspect) > seen(best.stage, aspect)):
            best = found
        if best and seen(best.stage, aspect) >= _SHOWN:
            break
    return best or _largest(splits, features, _LAST_RESORT) or _crowded(area, features)


def compact_cards(job: Job, features: Sequence[Feature], led: TextLed) -> Iterator[CompactCard]:
    """Every card with its words, column by column."""
    for column in led.columns:
        needs = [_needed(features[at], column.box.width, led.sizes) for at in column.features]
        heights = shared(needs, column.box.height - _GAP * (len(needs) - 1))
        top = column.box.top
        for at, need, height in zip(column.features, needs, heights, strict=True):
            box = Box(column.box.left, top, column.box.width, height)
            yield _filled(job, features[at], box, max(0, height - need) // 2, led.sizes)
            top += height + _GAP


def _largest(
    splits: list[tuple[Box, tuple[Box, ...]]], features: Sequence[Feature], sizes: Sizes
) -> TextLed | None:
    """The first of the splits in which all words fit at that size."""
    for stage, boxes in splits:
        columns = _dealt(features, boxes, sizes)
        if columns is not None:
            return TextLed(stage, columns, sizes)
    return None


def _weights(features: Sequence[Feature]) -> list[tuple[int, ...]]:
    """How the columns may share the width; where one feature has most of the words, one of them may be wider."""
    count = min(4, len(features))
    even = [(1,) * columns for columns in range(1, count + 1)]
    lengths = [len(feature.title) + len(feature.text) for feature in features]
    if max(lengths) < _GREEDY * sum(lengths):
        return even
    uneven = ((1, 2), (2, 1), (1, 1, 2), (1, 2, 1), (2, 1, 1))
    return [*even, *(each for each in uneven if len(each) <= count)]


def _splits(area: Box, weights: list[tuple[int, ...]]) -> Iterator[tuple[Box, tuple[Box, ...]]]:
    """Stages and the columns beside or below them."""
    for height in _HEIGHTS:
        stage = Box(area.left, area.top, area.width, height)
        rest = Box(area.left, stage.bottom + _GAP, area.width, area.bottom - stage.bottom - _GAP)
        yield from ((stage, boxes) for boxes in _columns(rest, weights))
    for width in _WIDTHS:
        stage = Box(area.left, area.top, width, area.height)
        rest = Box(stage.right + _GAP, area.top, area.right - stage.right - _GAP, area.height)
        yield from ((stage, boxes) for boxes in _columns(rest, weights))


def _columns(room: Box, weights: list[tuple[int, ...]]) -> Iterator[tuple[Box, ...]]:
    for shares in weights:
        free = room.width - _GAP * (len(shares) - 1)
        widths = [free * share // sum(shares) for share in shares]
        if min(widths) < _LINES[0] or (max(widths) > _LINES[1] and len(shares) < len(weights[-1])):
            continue
        lefts = accumulate((width + _GAP for width in widths), initial=room.left)
        yield tuple(
            Box(left, room.top, width, room.height) for left, width in zip(lefts, widths, strict=False)
        )


def seen(stage: Box, aspect: float) -> int:
    """Square pixels that a product covers on a stage."""
    shown = product_room(stage).fitted(round(1000 * aspect), 1000)
    return shown.width * shown.height


def product_room(stage: Box) -> Box:
    """The part of a stage which the product may take."""
    return stage.inset(round(stage.width * 0.09), round(stage.height * 0.075))


def _dealt(features: Sequence[Feature], boxes: tuple[Box, ...], sizes: Sizes) -> tuple[Column, ...] | None:
    """The features in their order, dealt to columns of about equal height; None if they don't fit."""
    most = boxes[0].height
    needs = {box.width: [_needed(feature, box.width, sizes) for feature in features] for box in boxes}
    if sum(needs[max(needs)]) > len(boxes) * most:
        return None
    columns = [needs[box.width] for box in boxes]
    cuts = min(
        combinations(range(1, len(features)), len(boxes) - 1),
        key=lambda cuts: (_highest(columns, cuts), [-cut for cut in cuts]),
    )
    if _highest(columns, cuts) > most:
        return None
    bounds = pairwise((0, *cuts, len(features)))
    return tuple(
        Column(box, tuple(range(start, end))) for box, (start, end) in zip(boxes, bounds, strict=True)
    )


def _highest(columns: Sequence[Sequence[int]], cuts: Sequence[int]) -> int:
    """Height of the highest column when the cards are dealt out at ``cuts``; each column has its own needs."""
    bounds = pairwise((0, *cuts, len(columns[0])))
    return max(
        sum(needs[start:end]) + _GAP * (end - start - 1)
        for needs, (start, end) in zip(columns, bounds, strict=True)
    )


def _crowded(area: Box, features: Sequence[Feature]) -> TextLed:
    """Up to three columns below a low stage, with as many features in each, whatever they need."""
    stage = Box(area.left, area.top, area.width, _HEIGHTS[-1])
    rest = Box(area.left, stage.bottom + _GAP, area.width, area.bottom - stage.bottom - _GAP)
    *_, boxes = _columns(rest, [(1,) * min(3, len(features))])
    each = -(-len(features) // len(boxes))
    columns = tuple(
        Column(box, tuple(range(at * each, min(len(features), (at + 1) * each))))
        for at, box in enumerate(boxes)
    )
    return TextLed(stage, tuple(column for column in columns if column.features), _LAST_RESORT)


def _needed(feature: Feature, width: int, sizes: Sizes) -> int:
    """Height in pixels of a card with that feature."""
    inner = width - 2 * _PADDING[0]
    head, rest = _parts(feature)
    first = fit_text(head, _style(feature, sizes), inner - _BESIDE, 20_000).height
    text = fit_text(rest, roles.small_body(sizes.text), inner, 20_000).height
    return max(SMALL_BADGE, first) + (_BETWEEN + text if text else 0) + 2 * _PADDING[1] + 2


def _parts(feature: Feature) -> tuple[str, str]:
    """What stands beside the badge, and what below it."""
    if drawable(feature.title, STRONG):
        return feature.title, feature.text
    return feature.text, ""


def _style(feature: Feature, sizes: Sizes) -> TextStyle:
    if drawable(feature.title, STRONG):
        return roles.small_title(sizes.title)
    return roles.small_body(sizes.text)


def _filled(job: Job, feature: Feature, box: Box, drop: int, sizes: Sizes) -> CompactCard:
    """A card with its words, ``drop`` pixels below its upper edge's padding."""
    theme, probe = job.theme, Sheet()
    inner = box.inset(*_PADDING)
    inner = Box(inner.left, inner.top + drop, inner.width, inner.height - drop)
    is_rtl = reads_left(feature)
    head, rest = _parts(feature)
    first = fit_text(head, _style(feature, sizes), inner.width - _BESIDE, inner.height)
    room = Box(
        inner.left + (0 if is_rtl else _BESIDE),
        inner.top,
        inner.width - _BESIDE,
        min(inner.height, max(SMALL_BADGE, first.height)),
    )
    title = bool(rest) or bool(drawable(feature.title, STRONG))
    ink = theme.card_ink if title else theme.card_ink_soft
    probe.add(head, _style(feature, sizes), room, ink, theme.card, y=0.5)
    if rest:
        top = room.bottom + _BETWEEN
        below = Box(inner.left, top, inner.width, max(1, inner.bottom - top))
        probe.add(rest, roles.small_body(sizes.text), below, theme.card_ink_soft, theme.card)
    x = inner.right - SMALL_BADGE // 2 if is_rtl else inner.left + SMALL_BADGE // 2
    return CompactCard(box, (x, inner.top + SMALL_BADGE // 2), tuple(probe.texts))
