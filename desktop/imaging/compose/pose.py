"""How a product is to be shown in a scene: standing on the ground, or lying on a surface seen from above.

A brush on the tip of its handle or a plate seen from above can't stand; shadows and reflections make that plain.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desktop.imaging.compose.product import Product

_SAMPLES: Final = 240
_DEPTH: Final = 0.04
"""How much higher than its lowest point a product may touch the ground, as a share of its height."""
_TIP: Final = 0.33
"""A foot narrower than this share of the product is a tip. Bottles have 1, stools .8, mugs .7; a brush has .25."""
_ROUND: Final = 0.5
_ROUND_ASPECT: Final = 0.16
"""What is as round above as below, and as wide as high, is a plate seen from above or a ball."""


_LONG: Final = 1.6
"""Long things on a tip are laid down; others on one are boxes seen from well above a corner."""


class Pose(StrEnum):
    """Standing on the ground; lying flat, seen from above; or standing, but seen from too high for most scenes."""

    STANDING = "standing"
    FLAT = "flat"
    OBLIQUE = "oblique"


def pose_of(product: Product) -> Pose:
    """Tell a product's pose from its outline."""
    width, height = product.size
    scale = _SAMPLES / max(width, height)
    size = (max(4, round(width * scale)), max(4, round(height * scale)))
    alpha = product.cutout.image.getchannel("A").resize(size, Image.Resampling.BOX, box=product.trim)
    solid = np.asarray(alpha) > 127  # half
    foot, head = _span(solid), _span(solid[::-1])
    is_round = max(foot, head) < _ROUND and abs(product.aspect - 1) < _ROUND_ASPECT
    is_long = max(product.aspect, 1 / product.aspect) > _LONG
    if is_round or (foot < _TIP and is_long):
        return Pose.FLAT
    return Pose.OBLIQUE if foot < _TIP else Pose.STANDING


def _span(solid: NDArray[np.bool_]) -> float:
    """From the leftmost to the rightmost point that touches the ground, as a share of the width."""
    columns = np.flatnonzero(solid.any(axis=0))
    if columns.size == 0:
        return 1.0
    lowest = solid.shape[0] - 1 - solid[::-1].argmax(axis=0)
    floor = int(lowest[columns].max())
    touching = columns[lowest[columns] >= floor - max(2.0, _DEPTH * solid.shape[0])]
    return float((touching[-1] - touching[0] + 1) / (columns[-1] - columns[0] + 1))
