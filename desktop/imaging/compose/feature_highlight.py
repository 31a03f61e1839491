"""The feature highlight: one feature in large type, with a close-up of the product.

The close-up comes from the cut-out (the second photo's if there is one), never from the old background, and is never
enlarged more than twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image

from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import SHADOW_SCALE, Canvas
from desktop.imaging.compose.fonts import STRONG, drawable
from desktop.imaging.compose.geometry import SAFE, SIZE, Box
from desktop.imaging.compose.layout import Sheet, shown_features, shown_title
from desktop.imaging.compose.parts import paint_card, paint_logo, paint_product, place_header, shade_tint
from desktop.imaging.compose.shadow import Footprint

if TYPE_CHECKING:
    from desktop.imaging.compose.base import Job
    from desktop.imaging.compose.product import Product

MAX_ENLARGEMENT: Final = 2.0
_SHARE: Final = 0.42
"""Share of the product's bounding box that a close-up shows when the photo has the pixels for it."""
_BLEED: Final = 0.16
"""Part of the close-up which runs out of the picture, so that it reads as a detail."""
_PANEL: Final = (860, 1180)
"""Least and largest width of the close-up's panel."""
_WORTHWHILE: Final = 640
"""Length in pixels which the enlarged product must reach for a close-up to be one."""
_AIR: Final = 130
"""Free space above (and below) the close-up."""
_SLACK: Final = 190
"""How far the two fields may move down from the words to become filled."""


@dataclass(slots=True)
class HighlightSheet(Sheet):
    """A sheet with the close-up's panel and the whole product on its card.

    The panel reaches the picture's right and lower edge; ``detail`` is the enlarged product, larger than the panel.
    Without a panel the photo has too few pixels for a close-up, and the whole product has the place to itself.
    """

    panel: Box | None = None
    detail: Box = SAFE
    card: Box = SAFE
    whole: Box = SAFE


class FeatureHighlight:
    """Headline above, the whole product on the left, the close-up on the right."""

    def layout(self, job: Job) -> HighlightSheet:
        """Words on top; below them two fields, as high as the close-up's pixels can fill."""
        sheet, theme, brief = HighlightSheet(), job.theme, job.brief
        feature = next(iter(shown_features(brief)), None)
        title = feature.title if feature and drawable(feature.title, STRONG) else shown_title(brief)
        above = shown_title(brief) if feature else brief.category
        header = place_header(sheet, job, title, above=above, size=196, lines=3, aside=True)
        text = feature.text if feature else brief.description
        room = Box(SAFE.left, header.bottom + 52, SAFE.width - 160, 230)
        grounds = (theme.ground_top, theme.ground_bottom)
        placed = sheet.add(text, roles.body(62, lines=3), room, theme.ink_soft, *grounds)
        top = (placed.box.bottom if placed.block.lines else header.bottom) + 88
        detail = _detail_product(job)
        scale = _scale(detail, SIZE - top)
        shown = (round(detail.size[0] * scale), round(detail.size[1] * scale))
        if max(shown) < _WORTHWHILE:
            sheet.card = Box(SAFE.left, top, SAFE.width, SAFE.bottom - top)
            sheet.whole = sheet.card.inset(120, 90).fitted(*job.product.size)
            sheet.keep_clear += [sheet.card]
            return sheet
        _place_fields(sheet, job, detail, shown, top)
        return sheet

    def paint(self, job: Job) -> Image.Image:
        """Paint ground, panel with the close-up, the whole product and the texts."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        if sheet.panel:
            beyond = Box(sheet.panel.left, sheet.panel.top, sheet.panel.width + 200, sheet.panel.height + 200)
            canvas.stage(beyond, round(theme.radius * 2.5), theme.stage, theme.glow, centre=(0.4, 0.42))
            _paint_detail(canvas, job, sheet.panel, sheet.detail)
            paint_card(canvas, theme, sheet.card)
        else:
            canvas.stage(sheet.card, theme.radius, theme.stage, theme.glow)
        paint_product(canvas, job, sheet.whole)
        paint_logo(canvas, job)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:
        """The features, if there are none."""
        return () if shown_features(job.brief) else ("features",)


def _place_fields(sheet: HighlightSheet, job: Job, detail: Product, shown: tuple[int, int], top: int) -> None:
    """The close-up's panel on the right and the whole product's card on the left, from ``top`` or a little lower."""
    needed = shown[1] + 2 * _AIR if detail.aspect >= 1 else round(shown[1] * (1 - _BLEED)) + _AIR
    top = min(max(top, SIZE - needed), top + _SLACK)
    visible = round(shown[0] * (1 - _BLEED)) + 90 if detail.aspect >= 1 else round(shown[0] * 1.5)
    width = min(_PANEL[1], max(_PANEL[0], visible))
    panel = Box(SIZE - width, top, width, SIZE - top)
    sheet.panel, sheet.detail = panel, _framed(detail, shown, panel)
    sheet.card = Box(SAFE.left, top, panel.left - SAFE.left - 50, SAFE.bottom - top)
    sheet.whole = _whole(job, sheet)
    sheet.keep_clear += [sheet.card, panel]


def _whole(job: Job, sheet: HighlightSheet) -> Box:
    """The whole product on its card, clearly smaller than the close-up."""
    room = sheet.card.inset(72, 84)
    width, height = (
        min(room.width, sheet.detail.width * 7 // 10),
        min(room.height, sheet.detail.height * 7 // 10),
    )
    return room.centred(width, height).fitted(*job.product.size, y=0.5)


def _detail_product(job: Job) -> Product:
    return job.products[1] if len(job.products) > 1 else job.product


def _scale(product: Product, height: int) -> float:
    """Canvas pixels per photo pixel: a close-up of the wanted share, but at most twice."""
    wanted = math.sqrt(_PANEL[1] * height / (_SHARE * product.size[0] * product.size[1]))
    return min(MAX_ENLARGEMENT, wanted)


def _framed(product: Product, shown: tuple[int, int], panel: Box) -> Box:
    """Where the enlarged product lies: its richest part in the panel, one end of it beyond the picture's edge."""
    focus_x, focus_y = _focus(product)
    width, height = shown
    margin = 90
    if product.aspect >= 1 or width > panel.width:  # wide goods run out to the right
        left = panel.left + margin
        if width > 1.3 * panel.width:
            left = round(min(left, max(panel.right - width, panel.centre_x - focus_x * width)))
    else:
        left = panel.left + (panel.width - width) // 2
    if height * (1 - _BLEED) > panel.height - margin:
        top = round(min(panel.top + margin, max(panel.bottom - height, panel.centre_y - focus_y * height)))
    elif product.aspect >= 1:
        top = panel.top + round((panel.height - height) * 0.5)
    else:  # tall goods run out below
        top = panel.bottom - round(height * (1 - _BLEED))
    return Box(left, top, width, height)


def _focus(product: Product) -> tuple[float, float]:
    """Centre of the richest detail inside the product, as fractions of its box."""
    small = product.cutout.image.resize((96, 96), Image.Resampling.BOX, box=product.trim, reducing_gap=2.0)
    pixels = np.asarray(small, np.float32)
    inside = cv2.erode((pixels[..., 3] > 200).astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.float32)
    grey = pixels[..., :3].mean(axis=2)
    edges = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)) * inside
    energy = cv2.GaussianBlur(edges, (0, 0), 12) + 1e-3 * cv2.GaussianBlur(inside, (0, 0), 12)
    row, column = np.unravel_index(int(energy.argmax()), energy.shape)
    return (float(column) + 0.5) / 96, (float(row) + 0.5) / 96


def _paint_detail(canvas: Canvas, job: Job, panel: Box, full: Box) -> None:
    """Only the part of the enlarged product that lies in the panel is ever made."""
    product = _detail_product(job)
    seen = Box(
        max(panel.left, full.left),
        max(panel.top, full.top),
        min(panel.right, full.right) - max(panel.left, full.left),
        min(panel.bottom, full.bottom) - max(panel.top, full.top),
    )
    x0, y0, x1, _ = product.trim
    per_pixel = (x1 - x0) / full.width
    part = (
        max(0, round(x0 + (seen.left - full.left) * per_pixel)),
        max(0, round(y0 + (seen.top - full.top) * per_pixel)),
        min(product.cutout.image.width, round(x0 + (seen.right - full.left) * per_pixel)),
        min(product.cutout.image.height, round(y0 + (seen.bottom - full.top) * per_pixel)),
    )
    picture = product.render_part(part, seen.width, seen.height)
    pale = product.lightness > 0.72 and not job.theme.is_dark
    shade = Footprint(picture, seen).halo() * np.float32(0.3 if pale else 0.12)
    shade[: panel.top // SHADOW_SCALE] = 0
    shade[:, : panel.left // SHADOW_SCALE] = 0
    canvas.shade(shade, shade_tint(job.theme))
    canvas.picture(picture, seen)
