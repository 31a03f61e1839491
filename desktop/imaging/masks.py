"""Which of the regions found are the product: pure geometry on masks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the photo, 0 to 1."""

WHOLE: Final[Box] = (0.0, 0.0, 1.0, 1.0)
_CLOSE_SHARE: Final = 0.06
"""A part belongs to the product if its gap to it is at most this share of the product's long side."""
_SPECK_SHARE: Final = 0.0015
"""Smaller regions than this share of the main object's area are noise."""

_THIN: Final = 9
"""Pixels, in a mask of 1000: what no square of that size fits into is thin."""
_LARGE_SHARE: Final = 0.02
"""A separate piece of at least this share of the largest one's area is worth telling of."""


def regions(alpha: NDArray[np.float32]) -> tuple[int, NDArray[np.int32], NDArray[np.int32]]:
    """Connected regions of alpha above one half: how many, labels (0 is none), OpenCV's statistics."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.5).astype(np.uint8), connectivity=8)
    return count - 1, np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def main_object(alpha: NDArray[np.float32]) -> tuple[NDArray[np.float32], int]:
    """Keep the main object with the parts close to it, and say how many real regions there were before.

    The main object is the largest, with those near the photo's centre favoured. ``alpha`` is (height, width).
    """
    count, labels, stats = regions(alpha)
    if count <= 0:
        return np.zeros_like(alpha), 0
    areas = stats[1:, cv2.CC_STAT_AREA].astype(np.float64)
    best = int(np.argmax(areas * _centrality(stats[1:], alpha.shape))) + 1
    real = int((areas >= _SPECK_SHARE * areas[best - 1]).sum())
    kept = {best} if real <= 1 else _close_parts(labels, stats, best)
    chosen = np.isin(labels, list(kept)).astype(np.uint8)
    # Soft rims reach a little beyond the core of alpha above one half: a few pixels at any resolution.
    rim = max(3, round(0.008 * max(alpha.shape))) | 1
    reach = cv2.dilate(chosen, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * rim + 1, 2 * rim + 1)))
    others = (labels > 0) & (chosen == 0)
    return np.where((reach > 0) & ~others, alpha, np.float32(0)), real


def _centrality(stats: NDArray[np.int32], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """1 in the middle of the photo, falling to about .3 in its corners."""
    middle_x = (stats[:, cv2.CC_STAT_LEFT] + stats[:, cv2.CC_STAT_WIDTH] / 2) / shape[1] - 0.5
    middle_y = (stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT] / 2) / shape[0] - 0.5
    result: NDArray[np.float64] = np.exp(-2.5 * (middle_x**2 + middle_y**2))
    return result


def _close_parts(labels: NDArray[np.int32], stats: NDArray[np.int32], best: int) -> set[int]:
    """The main region and those within a small gap of it: a strap's end, a second shoe touching the first."""
    away = cv2.distanceTransform((labels != best).astype(np.uint8), cv2.DIST_L2, 3)
    long_side = max(stats[best, cv2.CC_STAT_WIDTH], stats[best, cv2.CC_STAT_HEIGHT])
    area = stats[best, cv2.CC_STAT_AREA]
    kept = {best}
    for label in range(1, len(stats)):
        if label == best or stats[label, cv2.CC_STAT_AREA] < _SPECK_SHARE * area:
            continue
        if float(away[labels == label].min()) <= _CLOSE_SHARE * long_side:
            kept.add(label)
    return kept


def large_pieces(alpha: NDArray[np.float32]) -> int:
    """Of how many separate pieces of some size alpha consists."""
    count, _, stats = regions(alpha)
    if count <= 0:
        return 0
    areas = stats[1:, cv2.CC_STAT_AREA]
    return int((areas >= _LARGE_SHARE * areas.max()).sum())


def overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Intersection over union, 0 to 1; 1 for two empty masks."""
    union = int((one | other).sum())
    return 1.0 if union == 0 else int((one & other).sum()) / union


def thick_pixels(mask: NDArray[np.bool_]) -> int:
    """How many pixels lie in parts of the mask that aren't thin, as where two masks differ along an edge."""
    kernel = np.ones((_THIN, _THIN), np.uint8)
    return int(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel).sum())


def decided(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Make up the mind where alpha is undecided over an area, not just along an edge.

    Half-transparent areas are doubt, not glass: on white they show as ghosts of the old background, and a
    steel collar turns into mist.
    """
    undecided = ((alpha > 0.05) & (alpha < 0.95)).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
    wide = cv2.dilate(cv2.morphologyEx(undecided, cv2.MORPH_OPEN, disc), disc)
    firm = np.clip((alpha - 0.5) * 6 + 0.5, 0, 1)
    return np.where((wide > 0) & (undecided > 0), firm, alpha).astype(np.float32)


def bounding_box(mask: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom (exclusive) of the true pixels; None if there are none."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if columns.size == 0:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def borders_touched(alpha: NDArray[np.float32] | NDArray[np.uint8]) -> frozenset[str]:
    """Borders (``left`` ...) with at least a few product pixels on them; alpha is 0 to 1, or 0 to 255."""
    few = max(3, round(0.004 * max(alpha.shape)))
    half = 127 if alpha.dtype == np.uint8 else 0.5
    borders = {"left": alpha[:, 0], "top": alpha[0], "right": alpha[:, -1], "bottom": alpha[-1]}
    return frozenset(name for name, line in borders.items() if int((line > half).sum()) >= few)


def framed(box: tuple[int, int, int, int], size: tuple[int, int], margin: float, *, square: bool) -> Box:
    """A box with ``margin`` (share of its sides) around it, clipped to a picture of ``size``, in fractions.

    With ``square`` the longer side and its margin are used in both directions.
    """
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    reach_x, reach_y = width * margin, height * margin
    if square:
        side = max(width, height) * (1 + 2 * margin)
        reach_x, reach_y = (side - width) / 2, (side - height) / 2
    return (
        max(0.0, (left - reach_x) / size[0]),
        max(0.0, (top - reach_y) / size[1]),
        min(1.0, (right + reach_x) / size[0]),
        min(1.0, (bottom + reach_y) / size[1]),
    )
