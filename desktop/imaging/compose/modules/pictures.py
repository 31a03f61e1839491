"""The pictures on a module: the whole product on a stage, another photo's, or a close-up of one part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image, ImageChops

from desktop.imaging.compose.canvas import rounded_mask
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.parts import shade_tint
from desktop.imaging.compose.product import Product, product_in
from desktop.imaging.compose.shadow import Footprint, stand

if TYPE_CHECKING:
    from desktop.imaging.compose.canvas import Canvas
    from desktop.imaging.compose.modules.base import ModuleJob

MAX_ENLARGEMENT: Final = 2.0
_GRID: Final = (0.15, 0.325, 0.5, 0.675, 0.85)
"""Where close-ups may look, as fractions of the product's box in both directions."""
_SAMPLES: Final = 96
_LEAST_COVERED: Final = 0.3
"""Share of a close-up that has to be product."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A product on its stage; with ``close`` a part of it fills the stage, cut off by its edges."""

    product: Product
    stage: Box
    full: Box
    close: bool = False


def whole(product: Product, stage: Box, margin: float = 0.1, *, y: float = 0.55) -> Picture:
    """The whole product with ``margin`` (share of the stage) around it."""
    inner = stage.inset(round(stage.width * margin), round(stage.height * margin))
    return Picture(product, stage, product_in(inner, product, y=y))


def views(job: ModuleJob, stages: list[Box]) -> list[Picture]:
    """As many views as there are stages: the photos', then close-ups of the main one's parts, the whole one first."""
    found = [
        whole(product, stage) for product, stage in zip(job.products[: len(stages)], stages, strict=False)
    ]
    left = stages[len(found) :]
    parts = _parts(job.product, left[0], len(left)) if left else []
    found += [_close(job.product, stage, part) for stage, part in zip(left, parts, strict=False)]
    return found + [whole(job.product, stage) for stage in stages[len(found) :]]


def _parts(product: Product, stage: Box, count: int) -> list[tuple[float, float]]:
    """Up to ``count`` places worth a close-up, apart from each other, the richest in detail first."""
    image = product.cutout.image.resize((_SAMPLES, _SAMPLES), Image.Resampling.BOX, box=product.trim)
    pixels = np.asarray(image, np.float32)
    inside = pixels[..., 3] / np.float32(255)
    grey = pixels[..., :3].mean(axis=2)
    solid = cv2.erode((inside > 0.8).astype(np.uint8), np.ones((3, 3), np.uint8))
    edges = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)) * solid
    picture = _close(product, stage, (0.5, 0.5))
    if not picture.close:
        return []
    wide = min(1.0, stage.width / picture.full.width) / 2
    tall = min(1.0, stage.height / picture.full.height) / 2
    rated: list[tuple[float, tuple[float, float]]] = []
    for x, y in ((x, y) for y in _GRID for x in _GRID):
        at = (min(max(x, wide), 1 - wide), min(max(y, tall), 1 - tall))
        window = tuple(
            slice(round((middle - reach) * _SAMPLES), round((middle + reach) * _SAMPLES))
            for middle, reach in ((at[1], tall), (at[0], wide))
        )
        covered = float(inside[window].mean())
        if covered >= _LEAST_COVERED:
            rated.append((float(edges[window].mean()) * covered, at))
    chosen: list[tuple[float, float]] = []
    for _, at in sorted(rated, reverse=True):
        apart = all(
            abs(at[0] - other[0]) > 0.9 * wide or abs(at[1] - other[1]) > 0.9 * tall for other in chosen
        )
        if apart and len(chosen) < count:
            chosen.append(at)
    return chosen


def _close(product: Product, stage: Box, part: tuple[float, float]) -> Picture:
    """A part of the product, larger than its stage, or the whole one where the photo has too few pixels."""
    width, height = product.size
    scale = min(MAX_ENLARGEMENT, 1.15 * max(stage.width / width, stage.height / height))
    if scale * min(width, height) < 0.7 * min(stage.width, stage.height):
        return whole(product, stage)
    shown = (round(width * scale), round(height * scale))
    full = Box(
        _slid(stage.left, stage.width, shown[0], part[0]),
        _slid(stage.top, stage.height, shown[1], part[1]),
        *shown,
    )
    return Picture(product, stage, full, close=True)


def _slid(start: int, room: int, length: int, focus: float) -> int:
    """Where something of ``length`` begins so that its ``focus`` is in the middle of the room, without bare ends."""
    if length <= room:
        return start + (room - length) // 2
    wanted = start + room // 2 - round(focus * length)
    air = room // 8
    return max(start + room - length - air, min(start + air, wanted))


def paint(canvas: Canvas, job: ModuleJob, picture: Picture, *, radius: int = 0) -> None:
    """Paint stage and product."""
    theme = job.theme
    canvas.stage(picture.stage, radius, theme.stage, theme.glow, centre=(0.5, 0.45))
    pale = picture.product.lightness > 0.72 and not theme.is_dark
    if not picture.close:
        box = picture.full
        stand(
            canvas,
            picture.product.render(box.width, box.height),
            box,
            strength=0.75 + 0.25 * theme.shadow,
            tint=shade_tint(theme),
            halo=0.26 if pale else 0.07,
        )
        return
    seen, part = _visible(picture)
    rendered = picture.product.render_part(part, seen.width, seen.height)
    canvas.shade(Footprint(rendered, seen).halo() * (0.2 if pale else 0.06), shade_tint(theme), within=seen)
    corners = rounded_mask(picture.stage.width, picture.stage.height, radius)
    left, top = seen.left - picture.stage.left, seen.top - picture.stage.top
    cut = corners.crop((left, top, left + seen.width, top + seen.height))
    rendered.putalpha(ImageChops.multiply(rendered.getchannel("A"), cut))
    canvas.picture(rendered, seen)


def _visible(picture: Picture) -> tuple[Box, tuple[int, int, int, int]]:
    """The stage's part that the product covers, and which part of the cut-out's image that is."""
    full, stage = picture.full, picture.stage
    left, top = max(full.left, stage.left), max(full.top, stage.top)
    seen = Box(left, top, min(full.right, stage.right) - left, min(full.bottom, stage.bottom) - top)
    x0, y0, x1, _ = picture.product.trim
    per_pixel = (x1 - x0) / full.width
    start_x, start_y = x0 + (seen.left - full.left) * per_pixel, y0 + (seen.top - full.top) * per_pixel
    image = picture.product.cutout.image
    part = (
        max(0, round(start_x)),
        max(0, round(start_y)),
        min(image.width, round(start_x + seen.width * per_pixel)),
        min(image.height, round(start_y + seen.height * per_pixel)),
    )
    return seen, part
