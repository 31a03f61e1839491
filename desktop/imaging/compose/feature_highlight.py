"""The feature highlight: one feature in large type, the whole product, and a lens on its richest detail.

What the lens shows comes from the cut-out (the second photo's if there is one), never from the old background, and is
never enlarged more than twice; the product beside it is so small that the lens always magnifies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np
from PIL import Image

from desktop.imaging.compose import roles
from desktop.imaging.compose.bidi import is_rtl
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.fonts import BODY, STRONG, drawable
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet, shown_features, shown_title, written_features
from desktop.imaging.compose.palette import mix, rgb
from desktop.imaging.compose.parts import SMALL_HEADER, paint_logo, paint_product, place_header
from desktop.imaging.compose.text import TextStyle
from desktop.imaging.compose.text_column import column_beside

if TYPE_CHECKING:
    from desktop.imaging.compose.base import Job
    from desktop.imaging.compose.product import Product

MAX_ENLARGEMENT: Final = 2.0
_MAGNIFIES: Final = 1.5
"""How much larger than the product beside it the lens shows it, at least."""
_RADII: Final = (330, 520)
"""Least and largest radius of the lens."""
_COVERED: Final = 0.72
"""Share of the lens's width that the product's narrow side fills, if the lens needn't be larger anyway."""
_PART: Final = 0.66
"""Share of the product's long side that the lens shows at most."""
_WORTHWHILE: Final = 640
"""Length in pixels which the enlarged product must reach for a close-up to be one."""
_GRID: Final = 96
_FULL: Final = 0.8
"""A lens that is covered so far by the product is full."""
_APART: Final = 96
"""Pixels between the product and the lens."""
_NARROW: Final = 56
"""Pixels around product and lens on a narrow stage."""
_LEAST_WHOLE: Final = 260
"""Pixels left to the whole product beside or above the lens."""
_RIM: Final = 12
_LONG_TEXT: Final = TextStyle(BODY, 44, 30, 9, 1.3)


class Circle(NamedTuple):
    """Centre and radius in pixels."""

    x: int
    y: int
    radius: int

    @property
    def box(self) -> Box:
        """The square around it."""
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(slots=True)
class HighlightSheet(Sheet):
    """A sheet with the stage, the whole product on it, the lens, and what the lens looks at.

    ``detail`` is the enlarged product, of which only the part inside ``lens`` is seen; ``spot`` is that part on the
    product beside it, None where the lens shows another photo. Without a lens the photo has too few pixels for a
    close-up, and the whole product has the place to itself.
    """

    stage: Box = SAFE
    whole: Box = SAFE
    lens: Circle | None = None
    detail: Box = SAFE
    spot: Circle | None = None


class FeatureHighlight:
    """Headline above, the whole product on a stage, the lens beside it."""

    def layout(self, job: Job) -> HighlightSheet:
        """Words on top, below them the stage; a very long text beside it."""
        feature = next(iter(shown_features(job.brief)), None)
        text = feature.text if feature else job.brief.description
        sheet = _words_above(job, text) or _words_beside(job, text)
        sheet.keep_clear.append(sheet.stage)
        _place(sheet, job)
        return sheet

    def paint(self, job: Job) -> Image.Image:
        """Paint ground, stage, the product, the lens and the texts."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        canvas.stage(sheet.stage, theme.radius, theme.stage, theme.glow)
        if sheet.lens and sheet.spot:
            _paint_beam(canvas, sheet.spot, sheet.lens, theme.stage_ink)
        paint_product(canvas, job, sheet.whole)
        if sheet.lens:
            if sheet.spot:
                canvas.ring(*sheet.spot, 7, theme.stage_ink)
            _paint_lens(canvas, job, sheet.lens, sheet.detail)
        paint_logo(canvas, job)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:
        """The features, if there are none."""
        return () if shown_features(job.brief) else ("features",)

    def words(self, job: Job) -> tuple[str, ...]:
        """The name and the first feature, or else category and description."""
        brief = job.brief
        told = () if shown_features(brief) else (brief.category, brief.description)
        return (brief.title, *written_features(brief, 1), *told)


def _begun(job: Job, size: int = 196) -> tuple[HighlightSheet, int]:
    """A sheet with its header, and where that ends."""
    sheet, brief = HighlightSheet(), job.brief
    feature = next(iter(shown_features(brief)), None)
    title = feature.title if feature and drawable(feature.title, STRONG) else shown_title(brief)
    above = shown_title(brief) if feature else brief.category
    return sheet, place_header(sheet, job, title, above=above, size=size, lines=3, aside=True).bottom


def _words_above(job: Job, text: str) -> HighlightSheet | None:
    """Words between header and stage; None if they are too many for that."""
    (sheet, top), theme = _begun(job), job.theme
    room = Box(SAFE.left + (160 if is_rtl(text) else 0), top + 52, SAFE.width - 160, 330)
    grounds = (theme.ground_top, theme.ground_bottom)
    style = replace(roles.body(62, lines=3), balanced=True)
    placed = sheet.add(text, style, room, theme.ink_soft, *grounds, rather=_LONG_TEXT)
    if placed.block.shortened:
        return None
    top = (placed.box.bottom if placed.block.lines else top) + 76
    sheet.stage = Box(SAFE.left, top, SAFE.width, SAFE.bottom - top)
    return sheet


def _words_beside(job: Job, text: str) -> HighlightSheet:
    """Words in a column beside the stage, under a smaller headline if they need its room."""
    theme = job.theme
    for size in (112, SMALL_HEADER):
        sheet, top = _begun(job, size)
        column = column_beside(text, Box(SAFE.left, top + 64, SAFE.width, SAFE.bottom - top - 64))
        placed = column.add(sheet, text, theme.ink_soft, theme.ground_top, theme.ground_bottom)
        sheet.stage = column.stage
        if not placed.block.shortened:
            break
    return sheet


def _place(sheet: HighlightSheet, job: Job) -> None:
    """The product and the lens in the middle of the stage: side by side, or on a narrow one above each other."""
    upright = sheet.stage.height > sheet.stage.width
    room = sheet.stage.inset(*((_NARROW, _NARROW) if upright else (90, 84)))
    seen = job.products[1] if len(job.products) > 1 else job.product
    short, long = sorted((room.width, room.height))
    radius = min(_RADII[1], short // 2, (long - _APART - _LEAST_WHOLE) // 2)
    scale = min(MAX_ENLARGEMENT, max(1.0, 3.2 * radius / max(seen.size)))
    if MAX_ENLARGEMENT * max(seen.size) < _WORTHWHILE:
        sheet.whole = room.fitted(*job.product.size)
        return
    shown = min(_PART * max(seen.size), min(seen.size) / _COVERED)
    radius = min(radius, max(_RADII[0], round(scale * shown / 2)))
    taken = 2 * radius + _APART
    if upright:
        aside = Box(room.left, room.top, room.width, room.height - taken)
    else:
        aside = Box(room.left, room.top, room.width - taken, room.height)
    whole = aside.fitted(*job.product.size)
    if seen is job.product:
        most = scale / _MAGNIFIES
        width, height = (
            min(side, round(most * own))
            for side, own in zip((whole.width, whole.height), seen.size, strict=True)
        )
        whole = replace(whole, width=width, height=height)
    if upright:
        top = room.top + (room.height - whole.height - taken) // 2
        sheet.whole = replace(whole, left=room.centre_x - whole.width // 2, top=top)
        sheet.lens = Circle(room.centre_x, sheet.whole.bottom + _APART + radius, radius)
    else:
        left = room.left + (room.width - whole.width - taken) // 2
        sheet.whole = replace(whole, left=left, top=room.centre_y - whole.height // 2)
        sheet.lens = Circle(sheet.whole.right + _APART + radius, room.centre_y, radius)
    x, y = _looked_at(seen, radius / scale)
    sheet.detail = Box(
        round(sheet.lens.x - x * scale),
        round(sheet.lens.y - y * scale),
        round(seen.size[0] * scale),
        round(seen.size[1] * scale),
    )
    if seen is job.product:
        small = sheet.whole.width / seen.size[0]
        spot = (sheet.whole.left + x * small, sheet.whole.top + y * small, radius / scale * small)
        sheet.spot = Circle(*(round(value) for value in spot))


def _looked_at(product: Product, radius: float) -> tuple[float, float]:
    """The middle of what a lens of that radius shows best, all in photo pixels: much detail, little emptiness."""
    small = product.cutout.image.resize(
        (_GRID, _GRID), Image.Resampling.BOX, box=product.trim, reducing_gap=2.0
    )
    pixels = np.asarray(small, np.float32)
    solid = (pixels[..., 3] > 200).astype(np.float32)
    inside = cv2.erode(solid, np.ones((5, 5), np.uint8))
    grey = pixels[..., :3].mean(axis=2)
    edges = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)) * inside
    across, down = (0.8 * _GRID * radius / side for side in product.size)
    window = (min(_GRID, 2 * round(across) + 1), min(_GRID, 2 * round(down) + 1))
    covered = cv2.blur(solid, window, borderType=cv2.BORDER_CONSTANT)
    detail = cv2.GaussianBlur(
        edges, (0, 0), sigmaX=0.5 * across, sigmaY=0.5 * down, borderType=cv2.BORDER_CONSTANT
    )
    score = np.minimum(covered / _FULL, 1) + 2 * detail / max(1e-3, float(detail.max()))
    row, column = np.unravel_index(int(score.argmax()), score.shape)
    return (float(column) + 0.5) / _GRID * product.size[0], (float(row) + 0.5) / _GRID * product.size[1]


def _paint_beam(canvas: Canvas, spot: Circle, lens: Circle, colour: str) -> None:
    """A pale wedge from the spot on the product to the lens: what belongs to what."""
    away = math.hypot(lens.x - spot.x, lens.y - spot.y)
    turn = math.atan2(lens.y - spot.y, lens.x - spot.x)
    lean = math.acos(max(-1.0, min(1.0, (spot.radius - lens.radius) / max(away, 1.0))))
    corners = [
        (circle.x + circle.radius * math.cos(turn + side), circle.y + circle.radius * math.sin(turn + side))
        for circle, side in ((spot, lean), (spot, -lean), (lens, -lean), (lens, lean))
    ]
    canvas.polygon(corners, colour, 0.16, without=spot)


def _paint_lens(canvas: Canvas, job: Job, lens: Circle, full: Box) -> None:
    """Only the part of the enlarged product that lies in the lens is ever made."""
    theme = job.theme
    product = job.products[1] if len(job.products) > 1 else job.product
    frame = lens.box
    seen = Box(
        max(frame.left, full.left),
        max(frame.top, full.top),
        min(frame.right, full.right) - max(frame.left, full.left),
        min(frame.bottom, full.bottom) - max(frame.top, full.top),
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
    is_pale = product.lightness > 0.72 and not theme.is_dark
    ground = mix(theme.stage, "#000000", 0.14) if is_pale else mix(theme.stage, theme.glow, 0.55)
    inside = Image.new("RGB", (frame.width, frame.height), rgb(ground))
    inside.paste(picture, (seen.left - frame.left, seen.top - frame.top), picture)
    rim = lens.radius + _RIM
    around = Box(lens.x - rim, lens.y - rim, 2 * rim, 2 * rim)
    canvas.card_shadow(around, rim, max(0.5, theme.shadow))
    canvas.disc(*lens[:2], rim, theme.stage_ink)
    canvas.disc(*lens[:2], rim - 6, theme.card)
    canvas.round_picture(inside, *lens[:2])
