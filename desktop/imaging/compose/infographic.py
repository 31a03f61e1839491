"""The infographic: the product with its features on cards; without features a calm product card."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from desktop.core.pack import Style
from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.cards import (
    BADGE,
    COMFORTABLE,
    GAP,
    PADDING,
    SMALLEST,
    Sizes,
    Stack,
    card_texts,
    common_sizes,
    reads_left,
)
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet, shown_features, shown_title
from desktop.imaging.compose.parts import (
    CENTRED_STYLES,
    Header,
    paint_card,
    paint_header_rule,
    paint_logo,
    paint_product,
    place_header,
)
from desktop.imaging.compose.product import product_in

if TYPE_CHECKING:
    from PIL import Image

    from desktop.core.pack import Feature
    from desktop.imaging.compose.base import Job

MAX_CARDS: Final = 6
"""More features than that get lower cards."""
_HEADER_GAP: Final = 64
_SIDE: Final = 548
_FEW: Final = 2
_SHORT: Final = 140
"""Characters up to which a feature's words leave most of a high card empty."""
_LOW_CARD: Final = 470
_WIDE: Final = 0.85
"""Width by height from which a product lies better above its cards than between them."""


@dataclass(slots=True)
class InfographicSheet(Sheet):
    """A sheet with the stage behind the product, the cards, and their badges' centres."""

    header: Header = field(default_factory=lambda: Header(0, None))
    stage: Box = SAFE
    product: Box = SAFE
    cards: list[Box] = field(default_factory=list)
    badges: list[tuple[int, int]] = field(default_factory=list)


class Infographic:
    """Product in the middle, cards around it; the more words, the more room they take from the product."""

    def layout(self, job: Job) -> InfographicSheet:
        """Choose the arrangement by the number of features, their words, and the product's proportion."""
        sheet = InfographicSheet()
        sheet.header = place_header(sheet, job, shown_title(job.brief), above=job.brief.category, lines=3)
        top = sheet.header.bottom + _HEADER_GAP
        area = Box(SAFE.left, top, SAFE.width, SAFE.bottom - top)
        features = shown_features(job.brief)
        if not features:
            _arrange_card(sheet, job, area)
        else:
            stage, stacks, sizes = _roomiest(_arrangements(job, area, features), features)
            sheet.stage = stage
        inner = sheet.stage.inset(round(sheet.stage.width * 0.09), round(sheet.stage.height * 0.075))
        sheet.product = product_in(inner, job.product, y=0.5)
        sheet.keep_clear.append(sheet.product)
        if features:
            _fill_cards(sheet, job, features, stacks, sizes)
        return sheet

    def paint(self, job: Job) -> Image.Image:
        """Paint ground, stage, product, cards and texts."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        canvas.stage(sheet.stage, theme.radius, theme.stage, theme.glow)
        paint_product(canvas, job, sheet.product)
        for index, (card, badge) in enumerate(zip(sheet.cards, sheet.badges, strict=True)):
            paint_card(canvas, theme, card)
            colour, ink = _badge_colours(job, index)
            canvas.disc(*badge, BADGE // 2, colour)
            if theme.style in _CHECKED:
                canvas.sign("check", *badge, round(BADGE * 0.56), ink)
        paint_header_rule(canvas, theme, sheet.header)
        paint_logo(canvas, job)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:
        """The features, if there are none."""
        return () if shown_features(job.brief) else ("features",)


_CHECKED: Final = frozenset({Style.BOLD, Style.LIFESTYLE, Style.COLORFUL})
"""Styles whose cards carry a check mark; the others number theirs."""


def _badge_colours(job: Job, index: int) -> tuple[str, str]:
    theme = job.theme
    which = index % len(theme.accents)
    return theme.accents[which], theme.accent_inks[which]


def _arrange_card(sheet: InfographicSheet, job: Job, area: Box) -> None:
    """No features: a large stage, and under it the seller's description if there is one."""
    theme = job.theme
    described = bool(job.brief.description.strip())
    foot = 300 if described else 0
    sheet.stage = Box(area.left, area.top, area.width, area.height - foot)
    if described:
        below = Box(area.left + 40, sheet.stage.bottom + 50, area.width - 80, foot - 50)
        align = "centre" if theme.style in CENTRED_STYLES else "start"
        sheet.add(
            job.brief.description,
            roles.body(44, lines=5),
            below,
            theme.ink_soft,
            theme.ground_top,
            theme.ground_bottom,
            align="centre" if align == "centre" else "start",
        )


_Arrangement = tuple[Box, tuple[Stack, ...]]
"""The stage and the cards' stacks."""


def _arrangements(job: Job, area: Box, features: list[Feature]) -> list[_Arrangement]:
    """From the one that shows the product largest to the one with most room for words."""
    count = len(features)
    if count <= 3 and job.product.aspect < _WIDE:
        short = count <= _FEW and all(len(each.title) + len(each.text) <= _SHORT for each in features)
        low = [_beside(area, count, 980, low=True)] if short else []
        return [*low, *(_beside(area, count, width) for width in (800, 620, 480))]
    slim = [_around(area, count, 740, on_left=_halfway(features, 740))] if count > 1 else []
    if job.product.aspect >= _WIDE:
        return [*(_below(area, count, share) for share in (1.0, 0.8, 0.6, 0.45, 0.32)), *slim]
    even = [_around(area, count, _SIDE, even=True)] if count <= MAX_CARDS else []
    return [*even, *(_around(area, count, side) for side in (_SIDE, 620, 690)), *slim]


def _halfway(features: list[Feature], side: int) -> int:
    """How many features, from the first on, take about half of the height that all need."""
    whole = Stack(Box(0, 0, side, 1), tuple((at,) for at in range(len(features))), is_dense=True)
    summed = list(accumulate(need + whole.gap for need in whole.needs(features, SMALLEST)))
    return 1 + min(range(len(features) - 1), key=lambda at: abs(2 * summed[at] - summed[-1]))


def _roomiest(
    arrangements: list[_Arrangement], features: list[Feature]
) -> tuple[Box, tuple[Stack, ...], Sizes]:
    """The first one that sets all words comfortably, or else the one that sets them largest."""
    best: tuple[Box, tuple[Stack, ...], Sizes] | None = None
    for stage, stacks in arrangements:
        sizes = common_sizes(stacks, features)
        if sizes is not None and (best is None or sizes.text > best[2].text):
            best = (stage, stacks, sizes)
        if sizes is not None and sizes.text >= COMFORTABLE.text:
            break
    return best or (*arrangements[-1], SMALLEST)


def _beside(area: Box, count: int, width: int, *, low: bool = False) -> _Arrangement:
    """Up to three features: the stage on the left, cards in a column on the right.

    One or two short ones get low cards with large words beside a wider stage: a card is never mostly empty.
    """
    stage = Box(area.left, area.top, width, area.height)
    left = stage.right + GAP
    room = Box(left, area.top, area.right - left, area.height)
    if low:
        room = room.centred(room.width, min(room.height, count * _LOW_CARD + (count - 1) * GAP))
    return stage, (Stack(room, tuple((at,) for at in range(count))),)


def _around(
    area: Box, count: int, side: int, *, even: bool = False, on_left: int | None = None
) -> _Arrangement:
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


def _below(area: Box, count: int, share: float) -> _Arrangement:
    """Wide products: the stage above, cards in rows below; ``share`` of its height is the stage's."""
    columns = count if count <= 3 else (2 if count == 4 else 3)
    rows = tuple(tuple(range(at, min(at + columns, count))) for at in range(0, count, columns))
    wanted = len(rows) * ((380 if len(rows) == 1 else 308) + GAP)
    height = round(max(0.34 * area.height, area.height - wanted) * share)
    stage = Box(area.left, area.top, area.width, height)
    box = Box(area.left, stage.bottom + GAP, area.width, area.height - height - GAP)
    return stage, (Stack(box, rows, count > MAX_CARDS),)


def _fill_cards(
    sheet: InfographicSheet, job: Job, features: list[Feature], stacks: tuple[Stack, ...], sizes: Sizes
) -> None:
    """Set each card's words in the middle of its height and find its badge's place beside or above them."""
    for stack in stacks:
        for at, card in stack.cards(features, sizes).items():
            room = stack.words_room(card, features[at])
            texts = card_texts(job, features[at], room, sizes)
            used = max([placed.box.bottom for placed in texts], default=room.top) - room.top
            drop = max(0, (room.height - max(used, BADGE if stack.is_beside else 0)) // 2)
            texts = [placed.moved(drop) for placed in texts]
            sheet.cards.append(card)
            sheet.texts += texts
            x = (
                (card.right - PADDING[0] - BADGE // 2)
                if reads_left(features[at])
                else card.left + PADDING[0] + BADGE // 2
            )
            if stack.is_beside:
                first = texts[0].block.rise if texts else BADGE
                y = max(card.top + min(24, stack.padding[1]) + BADGE // 2, room.top + drop + first // 2)
            else:
                y = room.top + drop - 30 - BADGE // 2
            sheet.badges.append((x, y))
            if job.theme.style not in _CHECKED:
                _number(sheet, job, at)


def _number(sheet: InfographicSheet, job: Job, index: int) -> None:
    x, y = sheet.badges[-1]
    colour, ink = _badge_colours(job, index)
    room = Box(x - BADGE // 2, y - BADGE // 2, BADGE, BADGE)
    sheet.add(str(index + 1), roles.figure(40), room, ink, colour, align="centre", y=0.5)
