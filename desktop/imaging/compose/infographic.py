"""The infographic: the product with its features on cards; without features a calm product card."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop.core.pack import Style
from desktop.imaging.compose import roles
from desktop.imaging.compose.arrangements import arrangements, roomiest
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.cards import BADGE, PADDING, card_texts, reads_left
from desktop.imaging.compose.fonts import STRONG
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet, shown_features, shown_title, written_features
from desktop.imaging.compose.parts import (
    CENTRED_STYLES,
    SMALL_HEADER,
    Header,
    paint_card,
    paint_header_rule,
    paint_logo,
    paint_product,
    place_header,
)
from desktop.imaging.compose.product import product_in
from desktop.imaging.compose.text import TextStyle, fit_text
from desktop.imaging.compose.text_column import column_beside
from desktop.imaging.compose.text_led import SMALL_BADGE, compact_cards, product_room, seen, text_led

if TYPE_CHECKING:
    from PIL import Image

    from desktop.core.pack import Feature
    from desktop.imaging.compose.arrangements import Arrangement
    from desktop.imaging.compose.base import Job
    from desktop.imaging.compose.text import Align
    from desktop.imaging.compose.text_led import TextLed

_HEADER_GAP: Final = 64
_LEAST_SEEN: Final = 40_000
"""Square pixels that the product covers at least; rather than leave it less, words go onto compact cards."""


@dataclass(slots=True)
class InfographicSheet(Sheet):
    """A sheet with the stage behind the product, the cards, and their badges' centres."""

    header: Header = field(default_factory=lambda: Header(0, None))
    stage: Box = SAFE
    product: Box = SAFE
    cards: list[Box] = field(default_factory=list)
    badges: list[tuple[int, int]] = field(default_factory=list)
    badge: int = BADGE
    """Diameter in pixels."""


class Infographic:
    """Product in the middle, cards around it; the more words, the more room they take from the product."""

    def layout(self, job: Job) -> InfographicSheet:
        """Choose the arrangement by the number of features, their words, and the product's proportion."""
        features = shown_features(job.brief)
        if not features:
            return _arrange_card(job)
        sheet, area = _begun(job)
        chosen = roomiest(arrangements(area, job.product.aspect, features), features)
        if chosen is not None and seen(chosen.stage, job.product.aspect) >= _LEAST_SEEN:
            sheet.stage = chosen.stage
            _show_product(sheet, job)
            _fill_cards(sheet, job, features, chosen)
            return sheet
        sheet, area = _begun(job, size=SMALL_HEADER)
        led = text_led(area, job.product.aspect, features)
        sheet.stage = led.stage
        _show_product(sheet, job)
        _fill_compact_cards(sheet, job, features, led)
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
            canvas.disc(*badge, sheet.badge // 2, colour)
            if theme.style in _CHECKED:
                canvas.sign("check", *badge, round(sheet.badge * 0.56), ink)
        paint_header_rule(canvas, theme, sheet.header)
        paint_logo(canvas, job)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:
        """The features, if there are none."""
        return () if shown_features(job.brief) else ("features",)

    def words(self, job: Job) -> tuple[str, ...]:
        """Name and category, and the features or else the description."""
        brief = job.brief
        told = () if shown_features(brief) else (brief.description,)
        return (brief.title, brief.category, *written_features(brief), *told)


_CHECKED: Final = frozenset({Style.BOLD, Style.LIFESTYLE, Style.COLORFUL})
"""Styles whose cards carry a check mark; the others number theirs."""


def _badge_colours(job: Job, index: int) -> tuple[str, str]:
    theme = job.theme
    which = index % len(theme.accents)
    return theme.accents[which], theme.accent_inks[which]


def _begun(job: Job, size: int = 132) -> tuple[InfographicSheet, Box]:
    """A sheet with its header, and the area below that."""
    sheet = InfographicSheet()
    title, above = shown_title(job.brief), job.brief.category
    is_small = size <= SMALL_HEADER
    sheet.header = place_header(sheet, job, title, above=above, size=size, lines=3, aside=is_small)
    top = sheet.header.bottom + (_HEADER_GAP * 3 // 4 if is_small else _HEADER_GAP)
    return sheet, Box(SAFE.left, top, SAFE.width, SAFE.bottom - top)


def _show_product(sheet: InfographicSheet, job: Job) -> None:
    sheet.product = product_in(product_room(sheet.stage), job.product, y=0.5)
    sheet.keep_clear.append(sheet.product)


def _arrange_card(job: Job) -> InfographicSheet:
    """No features: a large stage, and the seller's description, if there is one, under it or, if long, beside it."""
    theme, told = job.theme, job.brief.description.strip()
    sheet, area = _begun(job)
    grounds = (theme.ground_top, theme.ground_bottom)
    foot = 300 if told else 0
    sheet.stage = Box(area.left, area.top, area.width, area.height - foot)
    below = Box(area.left + 40, sheet.stage.bottom + 50, area.width - 80, foot - 50)
    style = roles.body(44, lines=5)
    if not told or not fit_text(told, style, below.width, below.height).shortened:
        align: Align = "centre" if theme.style in CENTRED_STYLES else "start"
        sheet.add(told, style, below, theme.ink_soft, *grounds, align=align)
    else:
        sheet, area = _begun(job, size=SMALL_HEADER)
        column = column_beside(told, area)
        column.add(sheet, told, theme.ink_soft, *grounds, y=0.5)
        sheet.stage = column.stage
    _show_product(sheet, job)
    return sheet


def _fill_cards(sheet: InfographicSheet, job: Job, features: list[Feature], chosen: Arrangement) -> None:
    """Set each card's words in the middle of its height and find its badge's place beside or above them."""
    sizes = chosen.sizes
    for stack in chosen.stacks:
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


def _fill_compact_cards(sheet: InfographicSheet, job: Job, features: list[Feature], led: TextLed) -> None:
    sheet.badge = SMALL_BADGE
    for at, card in enumerate(compact_cards(job, features, led)):
        sheet.cards.append(card.box)
        sheet.badges.append(card.badge)
        sheet.texts += card.texts
        if job.theme.style not in _CHECKED:
            _number(sheet, job, at, size=28)


def _number(sheet: InfographicSheet, job: Job, index: int, size: int = 40) -> None:
    (x, y), badge = sheet.badges[-1], sheet.badge
    colour, ink = _badge_colours(job, index)
    room = Box(x - badge // 2, y - badge // 2, badge, badge)
    style = TextStyle(STRONG, size, 24, 1, 1.1)
    sheet.add(str(index + 1), style, room, ink, colour, align="centre", y=0.5)
