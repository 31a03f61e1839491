"""The infographic: the product with its features on cards; without features a calm product card."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from desktop.core.pack import Style
from desktop.imaging.compose import roles
from desktop.imaging.compose.bidi import is_rtl
from desktop.imaging.compose.canvas import Canvas
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
    from desktop.imaging.compose.layout import PlacedText

_GAP: Final = 40
_HEADER_GAP: Final = 64
_BADGE: Final = 84
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
    """Product in the middle, up to six cards around it."""

    def layout(self, job: Job) -> InfographicSheet:
        """Choose the arrangement by the number of features and the product's proportion."""
        sheet = InfographicSheet()
        sheet.header = place_header(sheet, job, shown_title(job.brief), above=job.brief.category, lines=3)
        top = sheet.header.bottom + _HEADER_GAP
        area = Box(SAFE.left, top, SAFE.width, SAFE.bottom - top)
        features = shown_features(job.brief)
        if not features:
            _arrange_card(sheet, job, area)
        elif job.product.aspect >= _WIDE:
            _arrange_below(sheet, area, len(features))
        elif len(features) <= 3:
            _arrange_beside(sheet, area, features)
        else:
            _arrange_around(sheet, area, len(features))
        inner = sheet.stage.inset(round(sheet.stage.width * 0.09), round(sheet.stage.height * 0.075))
        sheet.product = product_in(inner, job.product, y=0.5)
        sheet.keep_clear.append(sheet.product)
        sizes = _first_sizes(sheet.cards)
        for settle in (
            True,
            False,
        ):  # first find the size at which every card's words fit, then set them all in it
            for index, (feature, card) in enumerate(zip(features, sheet.cards, strict=True)):
                if settle:
                    sizes = _common_sizes(job, feature, card, sizes)
                else:
                    _fill_card(sheet, job, feature, index, sizes)
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
            canvas.disc(*badge, _BADGE // 2, colour)
            if theme.style in _CHECKED:
                canvas.sign("check", *badge, round(_BADGE * 0.56), ink)
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


def _arrange_beside(sheet: InfographicSheet, area: Box, features: list[Feature]) -> None:
    """Up to three features: the stage on the left, cards in a column on the right.

    One or two short ones get low cards with large words beside a wider stage: a card is never mostly empty.
    """
    count = len(features)
    short = count <= _FEW and all(len(each.title) + len(each.text) <= _SHORT for each in features)
    sheet.stage = Box(area.left, area.top, 980 if short else 800, area.height)
    left = sheet.stage.right + _GAP
    room = Box(left, area.top, area.right - left, area.height)
    if short:
        room = room.centred(room.width, min(room.height, count * _LOW_CARD + (count - 1) * _GAP))
    sheet.cards = _column(room, count)


def _arrange_around(sheet: InfographicSheet, area: Box, count: int) -> None:
    """Four to six features: a column of cards on either side of the stage."""
    side = 548
    sheet.stage = Box(area.left + side + _GAP, area.top, area.width - 2 * (side + _GAP), area.height)
    on_left = (count + 1) // 2
    left = _column(Box(area.left, area.top, side, area.height), on_left)
    right = _column(Box(area.right - side, area.top, side, area.height), on_left)
    if count - on_left < on_left:  # one card fewer: the same height, between the gaps of the other side
        shift = (left[0].height + _GAP) // 2
        right = [replace(card, top=card.top + shift) for card in right[:-1]]
    sheet.cards = [*left, *right]


def _arrange_below(sheet: InfographicSheet, area: Box, count: int) -> None:
    """Wide products: the stage above, cards in one or two rows below."""
    columns = count if count <= 3 else (2 if count == 4 else 3)
    rows = -(-count // columns)
    card_height = 380 if rows == 1 else 308
    stage_height = area.height - rows * (card_height + _GAP)
    sheet.stage = Box(area.left, area.top, area.width, stage_height)
    for row in range(rows):
        in_row = min(columns, count - row * columns)
        width = (area.width - (in_row - 1) * _GAP) // in_row
        top = sheet.stage.bottom + _GAP + row * (card_height + _GAP)
        sheet.cards += [Box(area.left + k * (width + _GAP), top, width, card_height) for k in range(in_row)]


def _column(area: Box, count: int) -> list[Box]:
    height = (area.height - (count - 1) * _GAP) // count
    return [Box(area.left, area.top + k * (height + _GAP), area.width, height) for k in range(count)]


def _first_sizes(cards: list[Box]) -> tuple[int, int]:
    """Title and text size to begin with, by the room that the cards have."""
    height = min((card.height for card in cards), default=0)
    if not cards or cards[0].width < 700:
        return (68, 50) if height >= 560 else (54, 43)
    if len(cards) <= _FEW:
        return (92, 60)
    return (76, 56) if height >= 360 else (62, 46)


def _is_beside(card: Box) -> bool:
    """Whether the badge stands beside the words (wide or low cards) or above them."""
    return card.width >= 700 or card.height < 340


def _reads_left(feature: Feature) -> bool:
    """Whether a card reads from right to left: its badge then stands on the right."""
    return is_rtl(feature.title or feature.text)


def _card_room(card: Box, feature: Feature) -> Box:
    """The part of a card which is left to its words."""
    inner, shift = card.inset(46, 36), _BADGE + 30
    if _is_beside(card):
        left = inner.left + (0 if _reads_left(feature) else shift)
        return Box(left, inner.top, inner.width - shift, inner.height)
    return Box(inner.left, inner.top + shift, inner.width, inner.height - shift)


def _card_texts(job: Job, feature: Feature, card: Box, sizes: tuple[int, int]) -> list[PlacedText]:
    """Title and text from the top of the card's room, at most as large as ``sizes``."""
    theme, room, probe = job.theme, _card_room(card, feature), Sheet()
    title_height = room.height * 11 // 20 if feature.text.strip() else room.height
    area = Box(room.left, room.top, room.width, title_height)
    title = probe.add(feature.title, roles.card_title(sizes[0]), area, theme.card_ink, theme.card)
    top = title.box.bottom + 14 if title.block.lines else room.top
    area = Box(room.left, top, room.width, max(1, room.bottom - top))
    probe.add(feature.text, roles.body(sizes[1]), area, theme.card_ink_soft, theme.card)
    return probe.texts


def _common_sizes(job: Job, feature: Feature, card: Box, sizes: tuple[int, int]) -> tuple[int, int]:
    """``sizes`` lowered to what this card's title and text need, but not so far that one long text rules all."""
    title, text = sizes
    for placed in _card_texts(job, feature, card, sizes):
        if placed.colour == job.theme.card_ink:
            title = min(title, max(44, placed.block.size))
        else:
            text = min(text, max(36, placed.block.size))
    return title, text


def _fill_card(
    sheet: InfographicSheet, job: Job, feature: Feature, index: int, sizes: tuple[int, int]
) -> None:
    """Set a card's words in the middle of its height and find the badge's place beside or above them."""
    card, theme = sheet.cards[index], job.theme
    room = _card_room(card, feature)
    texts = _card_texts(job, feature, card, sizes)
    used = max([placed.box.bottom for placed in texts], default=room.top) - room.top
    beside = _is_beside(card)
    drop = max(0, (room.height - max(used, _BADGE if beside else 0)) // 2)
    sheet.texts += [placed.moved(drop) for placed in texts]
    x = card.right - 46 - _BADGE // 2 if _reads_left(feature) else card.left + 46 + _BADGE // 2
    if beside:
        first = texts[0].block.rise if texts else _BADGE
        y = max(card.top + 24 + _BADGE // 2, room.top + drop + first // 2)
    else:
        y = room.top + drop - 30 - _BADGE // 2
    sheet.badges.append((x, y))
    if theme.style not in _CHECKED:
        _number(sheet, job, index)


def _number(sheet: InfographicSheet, job: Job, index: int) -> None:
    x, y = sheet.badges[-1]
    colour, ink = _badge_colours(job, index)
    room = Box(x - _BADGE // 2, y - _BADGE // 2, _BADGE, _BADGE)
    sheet.add(str(index + 1), roles.figure(40), room, ink, colour, align="centre", y=0.5)
