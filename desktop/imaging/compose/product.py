"""The customer's product on its way from cut-out to canvas: undistorted, clean at the edge, as sharp as can be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from desktop.imaging.compose.geometry import Box
    from desktop.imaging.cutout import Cutout

_NOISE: Final = 14
"""Alpha (0 to 255) up to which a pixel counts as haze left by the cut-out, not as product."""
_SOLID: Final = 244
"""Alpha from which a pixel counts as wholly product."""
_CRUMB: Final = 5e-5
"""A separate spot below this share of the picture is a crumb of the background, not a part of the product."""
_SMOOTHING: Final = 0.55
"""Standard deviation, in photo pixels, of the blur that takes the steps out of an enlarged outline."""


@dataclass(frozen=True)
class Product:
    """A cut-out, trimmed to what is visible of it. ``size`` is (width, height) in photo pixels."""

    cutout: Cutout

    @cached_property
    def trim(self) -> tuple[int, int, int, int]:
        """The visible part's bounding box inside the cut-out's image."""
        alpha = self.cutout.image.getchannel("A")
        found = alpha.point([0] * 128 + [255] * 128).getbbox() or alpha.getbbox()
        if found is None:
            return (0, 0, *alpha.size)
        width, height = alpha.size
        return (
            max(0, found[0] - 2),
            max(0, found[1] - 2),
            min(width, found[2] + 2),
            min(height, found[3] + 2),
        )

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in photo pixels."""
        left, top, right, bottom = self.trim
        return (right - left, bottom - top)

    @property
    def aspect(self) -> float:
        """Width divided by height."""
        return self.size[0] / self.size[1]

    def render(self, width: int, height: int) -> Image.Image:
        """The product as RGBA (straight alpha) of that size; the caller keeps the proportion."""
        return self.render_part(self.trim, width, height)

    def render_part(self, part: tuple[int, int, int, int], width: int, height: int) -> Image.Image:
        """A part (left, top, right, bottom of the cut-out's image) as RGBA of ``width`` x ``height`` pixels."""
        enlarged = width / max(1, part[2] - part[0])
        scaled = self.cutout.image.resize(
            (width, height), Image.Resampling.LANCZOS, box=part, reducing_gap=3.0
        )
        alpha = _without_crumbs(_smoothed(scaled.getchannel("A"), enlarged).point(_alpha_curve(enlarged)))
        if enlarged <= 0.9:
            scaled.putalpha(alpha)
            return scaled
        colours = _filled(scaled)
        radius = min(3.2, 0.9 * max(1.0, enlarged))
        sharp = colours.filter(
            ImageFilter.UnsharpMask(radius=radius, percent=70 if enlarged > 1.3 else 40, threshold=2)
        )
        sharp.putalpha(alpha)
        return sharp

    @cached_property
    def lightness(self) -> float:
        """Mean lightness of the product from 0 to 1."""
        small = np.asarray(
            self.cutout.image.crop(self.trim).resize((48, 48), Image.Resampling.BOX), np.float32
        )
        weight = small[..., 3]
        return float((small[..., :3].mean(axis=2) * weight).sum() / max(1.0, float(weight.sum())) / 255)


def _alpha_curve(enlarged: float) -> list[int]:
    """Removes haze and, where the photo was enlarged, makes the edge as steep again as it was."""
    steeper = 1 + 0.7 * max(0.0, min(2.6, enlarged) - 1)
    curve = []
    for value in range(256):
        level = (value - _NOISE) / (_SOLID - _NOISE)
        curve.append(round(255 * min(1.0, max(0.0, (level - 0.5) * steeper + 0.5))))
    return curve


def _smoothed(alpha: Image.Image, enlarged: float) -> Image.Image:
    """An enlarged outline without the small steps which a cut-out has at photo size."""
    if enlarged <= 1.25:
        return alpha
    spread = min(1.6, _SMOOTHING * enlarged)
    return Image.fromarray(cv2.GaussianBlur(np.asarray(alpha), (0, 0), spread).astype(np.uint8))


def _without_crumbs(alpha: Image.Image) -> Image.Image:
    """Alpha without the spots that a grainy background leaves beside the outline: on white every one is seen."""
    values = np.array(alpha)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(values, connectivity=8)
    for spot in np.flatnonzero(stats[1:count, cv2.CC_STAT_AREA] < _CRUMB * values.size) + 1:
        left, top, width, height = (int(value) for value in stats[spot, : cv2.CC_STAT_AREA])
        window = (slice(top, top + height), slice(left, left + width))
        values[window][labels[window] == spot] = 0
    return Image.fromarray(values)


def _filled(picture: Image.Image) -> Image.Image:
    """The picture's colours (RGB) with the product's edge colour carried outward: sharpening then makes no fringe."""
    pixels = np.asarray(picture)
    height, width = pixels.shape[:2]
    small = cv2.resize(
        pixels, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA
    ).astype(np.float32)
    weight = small[..., 3:] / 255
    blurred = cv2.GaussianBlur(np.concatenate([small[..., :3] * weight, weight], axis=2), (0, 0), 3)
    spread = np.clip(blurred[..., :3] / np.maximum(blurred[..., 3:], 1e-3), 0, 255).astype(np.uint8)
    outside = cv2.resize(spread, (width, height), interpolation=cv2.INTER_LINEAR)
    empty = Image.fromarray(np.where(pixels[..., 3] < 24, np.uint8(255), np.uint8(0)))
    colours = picture.convert("RGB")
    colours.paste(Image.fromarray(outside), (0, 0), empty)
    return colours


def product_in(box: Box, product: Product, *, x: float = 0.5, y: float = 1.0) -> Box:
    """Where the whole product stands in ``box``: as large as possible, undistorted, by default on the box's floor."""
    return box.fitted(*product.size, x=x, y=y)
