"""The feature highlight: one feature in large type, with a close-up of the product.

The close-up comes from the cut-out (the second photo's if there is one), never from the old background, and is never
enlarged more than twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image

from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import Canvas, rounded_mask
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet
from desktop.imaging.compose.parts import paint_logo, paint_product, place_header, shade_tint
from desktop.imaging.compose.product import Product, product_in
from desktop.imaging.compose.shadow import Footprint

if TYPE_CHECKING:
    from desktop.imaging.compose.base import Job

MAX_ENLARGEMENT: Final = 2.0
_SHARE: Final = 0.42
"""Share of the product's bounding box that a close-up shows when the photo has the pixels for it."""
_BLEED: Final = 0.14
"""Part of the close-up which runs out of the panel at one end, so that it reads as a detail."""


@dataclass(slots=True)
class HighlightSheet(Sheet):
    """A sheet with the close-up's panel, the enlarged product's box (larger than the panel) and the whole product."""

    panel: Box = SAFE
    detail: Box = SAFE
    whole: Box = SAFE


class FeatureHighlight:
    """Headline above, the whole product on the left, the close-up on the right."""

    def layout(self, job: Job) -> HighlightSheet:
        """Headline first, then the panel as wide as the close-up's pixels allow."""
        sheet, theme, brief = HighlightSheet(), job.theme, job.brief
        feature = brief.features[0] if brief.features else None
        title = feature.title if feature and feature.title.strip() else brief.title
        above = brief.title if feature else brief.category
        header = place_header(sheet, job, title, above=above, size=156, lines=3)
        top = header.bottom + (40 if header.rule else 76)
        area = Box(SAFE.left, top, SAFE.width, SAFE.bottom - top)
        detail = _detail_product(job)
        scale = _scale(detail, area)
        shown = (round(detail.size[0] * scale), round(detail.size[1] * scale))
        panel_width = min(1120, max(760, round(shown[0] * 1.3)))
        sheet.panel = Box(area.right - panel_width, area.top, panel_width, area.height)
        sheet.detail = _framed(detail, shown, sheet.panel)
        left = Box(area.left, area.top, area.width - panel_width - 80, area.height)
        text = feature.text if feature else brief.description
        placed = sheet.add(
            text,
            roles.body(54, lines=9),
            Box(left.left, left.top + 8, left.width, left.height * 45 // 100),
            theme.ink_soft,
            theme.ground_top,
            theme.ground_bottom,
        )
        free_top = placed.box.bottom + 70 if placed.block.lines else left.top + 40
        room = Box(left.left, free_top, left.width, left.bottom - free_top - 30).inset(40, 0)
        sheet.whole = product_in(room, job.product, x=0.5, y=1.0)
        sheet.keep_clear += [sheet.whole, sheet.panel]
        return sheet

    def paint(self, job: Job) -> Image.Image:
        """Paint ground, panel with the close-up, the whole product and the texts."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        canvas.card_shadow(sheet.panel, theme.radius, theme.shadow * 0.7)
        canvas.stage(sheet.panel, theme.radius, theme.stage, theme.glow)
        _paint_detail(canvas, job, sheet)
        paint_product(canvas, job, sheet.whole)
        paint_logo(canvas, job)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:
        """The features, if there are none."""
        return () if job.brief.features else ("features",)


def _detail_product(job: Job) -> Product:
    return job.products[1] if len(job.products) > 1 else job.product


def _scale(product: Product, area: Box) -> float:
    """Canvas pixels per photo pixel: a close-up of the wanted share, but at most twice."""
    width, height = product.size
    panel = (min(1120, area.width), area.height)
    wanted = float(np.sqrt(panel[0] * panel[1] / (_SHARE * width * height)))
    return min(MAX_ENLARGEMENT, wanted)


def _framed(product: Product, shown: tuple[int, int], panel: Box) -> Box:
    """Where the enlarged product lies so that its richest part is in the panel and one end runs out of it."""
    focus_x, focus_y = _focus(product)
    width, height = shown
    if width > panel.width * 0.94:
        left = round(panel.centre_x - focus_x * width)
        margin = round(panel.width * 0.08)
        left = min(panel.left + margin, max(panel.right - margin - width, left))
    else:
        left = panel.left + (panel.width - width) // 2
    if height > panel.height * (1 - _BLEED / 2):
        top = round(panel.centre_y - focus_y * height)
        top = min(panel.top + round(panel.height * 0.07), max(panel.bottom - round(panel.height * 0.07) - height, top))
    else:
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


def _paint_detail(canvas: Canvas, job: Job, sheet: HighlightSheet) -> None:
    """Only the part of the enlarged product that lies in the panel is ever made."""
    product, panel, full = _detail_product(job), sheet.panel, sheet.detail
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
    layer = canvas.image.crop(panel.corners)
    shaded = Canvas.over(canvas.image)
    pale = product.lightness > 0.72 and not job.theme.is_dark
    shaded.shade(Footprint(picture, seen).halo() * np.float32(0.3 if pale else 0.12), shade_tint(job.theme))
    shaded.picture(picture, seen)
    finished = shaded.image.crop(panel.corners)
    layer.paste(finished, (0, 0), rounded_mask(panel.width, panel.height, job.theme.radius))
    canvas.image.paste(layer, (panel.left, panel.top))
