"""What a marketplace's eye would see in an image, measured on its pixels; the verdicts are ``core.compliance``'s.

The product is everything connected that is darker than near-white; what lies farther from it than a JPEG block's
ringing must be exactly white. That can't be told: shading of a white product from a shade left in a hollow of its
outline, and text printed on the product from text added on top of it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import ImageCms

from desktop.core.compliance import ImageFacts
from desktop.core.errors import PhotoRefusedError
from desktop.imaging.lettering import graphics_in, rows_of_letters
from desktop.imaging.opening import on_white, open_file
from desktop.imaging.sniffing import unmeasured_format

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desktop.imaging.opening import OpenedFile

_MOST_SIDE: Final = 7000
"""Larger pictures are measured shrunk to this: 49 megapixels take 0.4 GB."""
_NEAR_WHITE: Final = 250
"""The product begins below it: JPEG's ringing on white stays above except right at an edge."""
_PRODUCT: Final = 245
"""Where the product's extent is measured, a little darker so that ringing doesn't widen it."""
_RINGING: Final = 16
"""How far in pixels a JPEG's colour (4:2:0, blocks of 16) may spread from what it shows."""
_SPECK: Final = 0.000005
"""A darker spot smaller than this share of the frame is dirt in the background and no part of the product."""
_PART: Final = 0.02
"""A piece of this share of the largest one is a part of the product, as the second shoe of a pair."""


def measure(data: bytes) -> ImageFacts:
    """Measure a file; one that can't be opened comes back with its ``problem`` in words."""
    try:
        opened = open_file(data, max_side=_MOST_SIDE)
    except PhotoRefusedError as error:
        return ImageFacts(problem=error.message, format=unmeasured_format(data), size_bytes=len(data))
    picture = opened.picture
    see_through = 0.0
    if picture.mode == "RGBA":
        see_through = float(np.mean(np.asarray(picture.getchannel("A")) < 255))
        picture = on_white(picture)
    pixels = np.asarray(picture)
    seen = _look(pixels)
    return ImageFacts(
        format=opened.format,
        size_bytes=len(data),
        width=opened.size[0],
        height=opened.size[1],
        colours=_colours(opened),
        see_through=see_through,
        has_frames=opened.has_frames,
        white_border=seen.white_border,
        stray=seen.stray,
        stray_darkest=seen.stray_darkest,
        fill=seen.fill,
        touches=seen.touches,
        text_rows=seen.text_rows,
        graphics=seen.graphics,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    white_border: float
    stray: float = 0.0
    stray_darkest: int = 255
    fill: float = 0.0
    touches: bool = False
    text_rows: int = 0
    graphics: int = 0


def _look(pixels: NDArray[np.uint8]) -> _Seen:
    low = pixels.min(axis=2)
    height, width = low.shape
    border = _border(low, max(1, min(height, width) // 100))
    white_border = float(np.mean(border == 255))
    if white_border <= 0.5:
        return _Seen(white_border, text_rows=rows_of_letters(pixels, None))
    count, labels, stats, _ = cv2.connectedComponentsWithStats((low < _NEAR_WHITE).astype(np.uint8))
    areas = stats[1:count, cv2.CC_STAT_AREA]
    large = 1 + np.flatnonzero(areas > _SPECK * height * width)
    if large.size == 0:
        stray, darkest = _stray(low, np.zeros(low.shape, bool))
        return _Seen(white_border, stray, darkest)
    main = int(large[np.argmax(areas[large - 1])])
    whole = np.isin(labels, large)
    parts = [int(n) for n in large if areas[n - 1] >= _PART * areas[main - 1]]
    stray, darkest = _stray(low, _product_and_around(labels, whole, parts))
    body = _filled(labels == main)
    return _Seen(
        white_border=white_border,
        stray=stray,
        stray_darkest=darkest,
        fill=_fill(low, np.isin(labels, parts)),
        touches=bool(_border(whole, 1).any()),
        text_rows=rows_of_letters(pixels, body),
        graphics=graphics_in(pixels, labels, [int(n) for n in large if not body[labels == n].any()], stats),
    )


def _border(values: NDArray[np.generic], depth: int) -> NDArray[np.generic]:
    return np.concatenate(
        [
            values[:depth].ravel(),
            values[-depth:].ravel(),
            values[depth:-depth, :depth].ravel(),
            values[depth:-depth, -depth:].ravel(),
        ]
    )


def _product_and_around(
    labels: NDArray[np.int32], whole: NDArray[np.bool_], parts: list[int]
) -> NDArray[np.bool_]:
    """Where a pixel needn't be white: the pieces with their ringing, and the hollows of the product's outline."""
    side = 2 * _RINGING + 1
    near = cv2.dilate(whole.astype(np.uint8), np.ones((side, side), np.uint8))
    for part in parts:
        outlines, _ = cv2.findContours(
            (labels == part).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
        )
        cv2.fillConvexPoly(near, cv2.convexHull(np.vstack(outlines)), (1,))
    return near.astype(bool)


def _stray(low: NDArray[np.uint8], allowed: NDArray[np.bool_]) -> tuple[float, int]:
    """Share and darkest value of the pixels outside that aren't white."""
    values = low[~allowed]
    if values.size == 0:
        return 0.0, 255
    return float(np.count_nonzero(values < 255) / low.size), int(values.min())


def _fill(low: NDArray[np.uint8], product: NDArray[np.bool_]) -> float:
    shown = product & (low < _PRODUCT)
    if not shown.any():
        shown = product
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    tall, wide = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    return float(max(tall / low.shape[0], wide / low.shape[1]))


def _filled(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same without holes: what stands inside an outline belongs to it."""
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    whole = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(whole, outlines, -1, (1,), cv2.FILLED)
    return whole.astype(bool)


def _colours(opened: OpenedFile) -> str:
    if opened.mode in {"CMYK", "YCCK"}:
        return "CMYK"
    if opened.is_deep or opened.mode.startswith("I") or opened.mode == "F":
        return "deep"
    if opened.profile:
        try:
            name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(opened.profile)))
        except (ImageCms.PyCMSError, OSError, ValueError):
            return "an unreadable profile"
        name = " ".join(name.split())[:60]
        if name and "srgb" not in name.lower() and not name.lower().startswith(("gray", "grey", "dot gain")):
            return name
    return "grey" if opened.mode in {"1", "L", "LA"} else "sRGB"
