"""Where one sees through a product: rings, handles, the gaps between a chair's legs.

The network likes to fill what a product surrounds, and its looks quarrel about it. Colour settles the quarrel:
a surrounded region that has the colours of what lies around the product, and not those of the product's rim, is
a hole if some look took it for one, too. A white label on a box before a white wall passes the first test and
fails the second: no look takes it for a hole. Nor does any take a glass for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from desktop.imaging.masks import bounding_box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SIDE: Final = 400
"""Long side of the copy on which colours are compared."""
_BINS: Final = 16
"""Of the colour histograms, per channel of CIELAB."""
_RIM_SHARE: Final = 0.035
"""Depth of the product's rim, as a share of the product's long side."""
_AROUND_SHARE: Final = 0.12
"""How far around the product its surroundings reach, likewise."""
_LIKENESS: Final = 0.75
"""From this on a colour belongs rather to the surroundings, of 1; their share plus the rim's makes 1."""
_LEAST_SHARE: Final = 0.02
"""A hole covers at least this share of the product with its holes; among smaller ones were parts of thin rings."""
_VOTED_SHARE: Final = 0.9
"""Share of a hole's pixels which at least one look took for background. Of 60 candidates in 48 photos and
composites all 26 above were holes; below were labels, glass and a steel collar."""
_LARGE_SHARE: Final = 0.10
_SAME_COLOUR: Final = 8.0
_SAME_SHARE: Final = 0.2
"""What shows through has a fifth of its surroundings within 8 steps of its colour (holes: .21 to .59; labels and
glass: .00 to .09). Steel reflects them as exactly, so this is worth a person's look and no more."""
_UNTOLD: Final = 0.2
"""A hole with less than this mean alpha is one already, and its edge is better left alone."""


def like_surroundings(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> list[NDArray[np.bool_]]:
    """Regions inside the product's outline that have its surroundings' colours; at the size of a small copy.

    Args:
        rgb: the photo, (height, width, 3).
        alpha: of the product, in the photo's size or smaller.
    """
    size = _small(rgb.shape)
    filled = _filled(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 0.5)
    box = bounding_box(filled > 0)
    if box is None:
        return []
    long_side = max(box[2] - box[0], box[3] - box[1])
    depth = cv2.distanceTransform(filled, cv2.DIST_L2, 3)
    away = cv2.distanceTransform(1 - filled, cv2.DIST_L2, 3)
    lab = cv2.cvtColor(
        cv2.medianBlur(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), 3), cv2.COLOR_RGB2LAB
    )
    bins = np.asarray(lab // (256 // _BINS), np.intp)
    around = _histogram(bins, (away > 4) & (away < max(12.0, _AROUND_SHARE * long_side)))
    rim = _histogram(bins, (depth > 1.5) & (depth < max(4.0, _RIM_SHARE * long_side)))
    likeness = cv2.blur(around / (around + rim + np.float32(1e-5)), (5, 5))
    candidate = ((likeness > _LIKENESS) & (depth > 2)).astype(np.uint8)
    for clean in (cv2.MORPH_OPEN, cv2.MORPH_CLOSE):
        candidate = cv2.morphologyEx(candidate, clean, np.ones((3, 3), np.uint8)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(candidate, connectivity=4)
    least = _LEAST_SHARE * int(filled.sum())
    return [
        np.asarray(labels == at, np.bool_) for at in range(1, count) if stats[at, cv2.CC_STAT_AREA] >= least
    ]


def without_holes(
    alpha: NDArray[np.float32],
    regions: Sequence[NDArray[np.bool_]],
    looks: Sequence[NDArray[np.bool_]],
) -> NDArray[np.float32]:
    """Alpha with those regions cleared which some look took for background.

    The looks are in alpha's size and true where they saw product.
    """
    least = np.logical_and.reduce(list(looks)).astype(np.float32)
    cleared = alpha.copy()
    size = (alpha.shape[1], alpha.shape[0])
    for region in regions:
        voted = cv2.resize(least, region.shape[::-1], interpolation=cv2.INTER_AREA)[region] < 0.5
        hole = cv2.resize(region.astype(np.float32), size, interpolation=cv2.INTER_LINEAR) > 0.5
        if voted.mean() >= _VOTED_SHARE and float(alpha[hole].mean()) > _UNTOLD:
            cleared[cv2.dilate(hole.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0] = 0
    return cleared


def shows_through(
    rgb: NDArray[np.uint8], alpha: NDArray[np.float32], regions: Sequence[NDArray[np.bool_]]
) -> bool:
    """Whether a large one of those regions is still product and has exactly its surroundings' colour."""
    for region in regions:
        size = region.shape[::-1]
        product = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 0.5
        filled = _filled(product)
        if region.sum() < _LARGE_SHARE * filled.sum() or product[region].mean() < 0.5:
            continue
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        lab: NDArray[np.float32] = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), np.float32)
        away = cv2.distanceTransform(1 - filled, cv2.DIST_L2, 3)
        inner = cv2.erode(region.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        colour: NDArray[np.float64] = np.median(lab[inner if inner.any() else region], axis=0)
        distance = np.linalg.norm(lab[(away > 3) & (away < 30)] - colour, axis=1)
        if float((distance < _SAME_COLOUR).mean()) >= _SAME_SHARE:
            return True
    return False


def _small(shape: tuple[int, ...]) -> tuple[int, int]:
    scale = min(1.0, _SIDE / max(shape[:2]))
    return max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale))


def _filled(product: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The product with all it surrounds."""
    ringed = np.pad(product.astype(np.uint8), 1)
    cv2.floodFill(ringed, None, (0, 0), 2)
    return np.asarray(ringed[1:-1, 1:-1] != 2, np.uint8)


def _histogram(bins: NDArray[np.intp], mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How common each pixel's colour is among those of ``mask``, slightly smoothed over the bins."""
    part = bins[mask]
    index = (part[:, 0] * _BINS + part[:, 1]) * _BINS + part[:, 2]
    counted = np.bincount(index, minlength=_BINS**3).reshape((_BINS,) * 3)
    counts = np.asarray(counted, np.float32)
    for axis in range(3):
        beside = np.roll(counts, 1, axis) + np.roll(counts, -1, axis)
        counts = np.asarray((2 * counts + beside) / 4, np.float32)
    shares = counts / max(float(counts.sum()), 1.0)
    return np.asarray(shares[bins[..., 0], bins[..., 1], bins[..., 2]], np.float32)
