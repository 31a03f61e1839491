"""Photos taken on pure white, where the background itself says what it is.

The network deletes a white sole on white; white that hangs together with the photo's border can't be product
without the product touching the border, so here the background is found instead of the product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WHITE_FROM: Final = 247
"""Every channel at least this bright counts as white: JPEG loss and noise reach some steps below 255."""
WHITE_BORDER_SHARE: Final = 0.98
_BORDER_SHARE: Final = 0.01
"""Width of the border looked at, as a share of the photo's long side."""
_HOLE_DOUBT: Final = 0.15
"""An enclosed white region is a hole if the network's mean alpha in it is below this."""
_SHADOW_CHROMA: Final = 14
_SHADOW_FROM: Final = 150
"""A shadow on white is grey (channels within 14 of each other) and brighter than 150."""


def has_white_border(rgb: NDArray[np.uint8]) -> bool:
    """Whether at least 98 % of the pixels along the photo's border are white."""
    wide = max(2, round(_BORDER_SHARE * max(rgb.shape[:2])))
    darkest = rgb.min(axis=2)
    border = np.concatenate(
        [
            darkest[:wide].ravel(),
            darkest[-wide:].ravel(),
            darkest[:, :wide].ravel(),
            darkest[:, -wide:].ravel(),
        ]
    )
    return float((border >= WHITE_FROM).mean()) >= WHITE_BORDER_SHARE


def white_background_alpha(rgb: NDArray[np.uint8], seen: NDArray[np.float32]) -> NDArray[np.float32]:
    """Alpha of a product on white.

    Args:
        rgb: the photo, (height, width, 3).
        seen: the network's alpha for it, which decides about enclosed white (holes) and grey (shadows).
    """
    background = _outside(rgb) | _holes(rgb, seen)
    background |= _shadows(rgb, seen, background)
    product = cv2.morphologyEx((~background).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return _soft_edge(rgb, np.asarray(product, np.uint8))


def _outside(rgb: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """White pixels that hang together with the photo's border."""
    white = (rgb.min(axis=2) >= WHITE_FROM).astype(np.uint8)
    ringed = cv2.copyMakeBorder(white, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels = cv2.connectedComponents(ringed, connectivity=4)
    return cast("NDArray[np.bool_]", (labels == labels[0, 0])[1:-1, 1:-1])


def _holes(rgb: NDArray[np.uint8], seen: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Enclosed white which the network takes for background, such as the inside of a handle."""
    white = (rgb.min(axis=2) >= WHITE_FROM).astype(np.uint8)
    count, labels = cv2.connectedComponents(white, connectivity=4)
    sums = np.bincount(labels.ravel(), weights=seen.ravel(), minlength=count)
    sizes = np.bincount(labels.ravel(), minlength=count)
    hole = (sums / np.maximum(sizes, 1) < _HOLE_DOUBT) & (sizes > 16)
    hole[0] = False
    return np.asarray(hole[labels], np.bool_)


def _shadows(
    rgb: NDArray[np.uint8], seen: NDArray[np.float32], background: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Light grey that hangs together with the background and isn't product to the network's eye."""
    darkest, brightest = rgb.min(axis=2), rgb.max(axis=2)
    grey = (brightest - darkest <= _SHADOW_CHROMA) & (darkest >= _SHADOW_FROM) & (seen < 0.1)
    _, labels = cv2.connectedComponents((grey | background).astype(np.uint8), connectivity=4)
    touched = np.unique(labels[background])
    return cast("NDArray[np.bool_]", np.isin(labels, touched) & grey)


def _soft_edge(rgb: NDArray[np.uint8], product: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Alpha from how far a rim pixel is from white, measured against the product's colour just inside."""
    inner = cv2.erode(product, np.ones((5, 5), np.uint8))
    depth = 255.0 - rgb.min(axis=2).astype(np.float32)
    near = cv2.dilate(depth * inner, np.ones((9, 9), np.uint8))
    rim = (product > 0) & (inner == 0)
    mixed = np.clip(depth / np.maximum(near, 24.0), 0.0, 1.0)
    return np.where(rim & (near > 24.0), mixed, product.astype(np.float32)).astype(np.float32)
