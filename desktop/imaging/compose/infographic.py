"""The infographic: the product with its features on cards; without features a calm product card."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop.core.pack import MAX_FEATURES, Style
from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet
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

_GAP: Final = 40
_HEADER_GAP: Final = 64
_BADGE: Final = 76
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
        sheet.header = place_header(sheet, job, job.brief.title, above=job.brief.category)
        top = sheet.header.bottom + _HEADER_GAP
        area = Box(SAFE.left, top, SAFE.width, SAFE.bottom - top)
        features = job.brief.features[:MAX_FEATURES]
        if not features:
            _arrange_card(sheet, job, area)
        elif job.product.aspect >= _WIDE:
            _arrange_below(sheet, area, len(features))
        elif len(features) <= 3:
            _arrange_beside(sheet, area, len(features))
        else:
            _arrange_around(sheet, area, len(features))
        inner = sheet.stage.inset(round(sheet.stage.width * 0.09), round(sheet.stage.height * 0.075))
        sheet.product = product_in(inner, job.product, y=0.5)
        sheet.keep_clear.append(sheet.product)
        for index, (feature, card) in enumerate(zip(features, sheet.cards, strict=True)):
            _fill_card(sheet, job, feature, card, index)
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
        return () if job.brief.features else ("features",)


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


def _arrange_beside(sheet: InfographicSheet, area: Box, count: int) -> None:
    """Up to three features: the stage on the left, cards in a column on the right."""
    sheet.stage = Box(area.left, area.top, 800, area.height)
    left = sheet.stage.right + _GAP
    sheet.cards = _column(Box(left, area.top, area.right - left, area.height), count)


def _arrange_around(sheet: InfographicSheet, area: Box, count: int) -> None:
    """Four to six features: a column of cards on either side of the stage."""
    side = 548
    sheet.stage = Box(area.left + side + _GAP, area.top, area.width - 2 * (side + _GAP), area.height)
    on_left = (count + 1) // 2
    left = _column(Box(area.left, area.top, side, area.height), on_left)
    right = _column(Box(area.right - side, area.top, side, area.height), count - on_left)
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


def _fill_card(sheet: InfographicSheet, job: Job, feature: Feature, card: Box, index: int) -> None:
    """Badge, title and text: the badge beside the title on a wide card, above it on a narrow one."""
    theme = job.theme
    inner = card.inset(48, 40)
    beside = card.width >= 700 or card.height < 340
    shift = _BADGE + 32
    if beside:
        room = Box(inner.left + shift, inner.top, inner.width - shift, inner.height)
    else:
        room = Box(inner.left, inner.top + shift, inner.width, inner.height - shift)
    probe = Sheet()
    title_room = Box(room.left, room.top, room.width, room.height if not feature.text.strip() else room.height * 9 // 20)
    title = probe.add(feature.title, roles.card_title(60 if beside else 52), title_room, theme.card_ink, theme.card)
    text_top = title.box.bottom + 24 if title.block.lines else room.top
    text_room = Box(room.left, text_top, room.width, max(1, room.bottom - text_top))
    text = probe.add(feature.text, roles.body(42 if beside else 40), text_room, theme.card_ink_soft, theme.card)
    used = (text.box.bottom if text.block.lines else title.box.bottom) - room.top
    least = used if not beside else max(used, _BADGE)
    drop = max(0, (room.height - least) // 2)  # the group stands in the middle of its card
    sheet.texts += [placed.moved(drop) for placed in probe.texts]
    centre_y = room.top + drop + (title.block.rise // 2 if beside else -shift + _BADGE // 2)
    sheet.badges.append((inner.left + _BADGE // 2, max(centre_y, card.top + 24 + _BADGE // 2)))
    if theme.style not in _CHECKED:
        _number(sheet, job, index)


def _number(sheet: InfographicSheet, job: Job, index: int) -> None:
    x, y = sheet.badges[-1]
    colour, ink = _badge_colours(job, index)
    room = Box(x - _BADGE // 2, y - _BADGE // 2, _BADGE, _BADGE)
    sheet.add(str(index + 1), roles.figure(40), room, ink, colour, align="centre", y=0.5)
