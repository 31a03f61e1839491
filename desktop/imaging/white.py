"""Photos taken on pure white, where the background itself says what it is.

The network deletes a white sole on white; white that hangs together with the photo's border can't be product
without the product touching the border, so here the background is found instead of the product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from desktop.imaging.masks import main_object

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
_SHADOW_STEP: Final = 6.0
"""A shadow on white is grey (channels within 14 of each other), brighter than 150, and in a photo of 1000 pixels
changes by less than 6 steps from one pixel to the next."""


def has_white_border(rgb: NDArray[np.uint8]) -> bool:
    """Whether at least 98 % of the pixels along the photo's border are white."""
    wide = max(2, round(_BORDER_SHARE * max(rgb.shape[:2])))
    strips = (rgb[:wide], rgb[-wide:], rgb[:, :wide], rgb[:, -wide:])
    border = np.concatenate([strip.min(axis=2).ravel() for strip in strips])
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
    alpha, _ = main_object(_soft_edge(rgb, np.asarray(product, np.uint8)))
    return alpha


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
    """Light grey that fades into the background, which a shadow does and a white sole's crisp edge doesn't.

    Close to what fades, the shadow's darker core is taken too where the network sees no product at all.
    """
    long_side = max(seen.shape)
    darkest, brightest = rgb.min(axis=2), rgb.max(axis=2)
    grey = (brightest - darkest <= _SHADOW_CHROMA) & (darkest >= _SHADOW_FROM) & (seen < 0.5)
    smooth = cv2.GaussianBlur(darkest, (0, 0), max(1.0, long_side / 1000)).astype(np.float32)
    steps = cv2.magnitude(cv2.Sobel(smooth, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1) / 8)
    fading = grey & (steps < _SHADOW_STEP * 1000 / long_side) & ~background
    _, labels = cv2.connectedComponents((fading | background).astype(np.uint8), connectivity=4)
    shadow = np.isin(labels, np.unique(labels[background])) & fading
    reach = 2 * round(0.015 * long_side) + 1
    close = cv2.dilate(shadow.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    return np.asarray(shadow | (grey & close & (seen < 0.1)), np.bool_)


def _soft_edge(rgb: NDArray[np.uint8], product: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Alpha from how far a rim pixel is from white, measured against the product's colour just inside."""
    inner = cv2.erode(product, np.ones((5, 5), np.uint8))
    depth = 255.0 - rgb.min(axis=2).astype(np.float32)
    near = cv2.dilate(depth * inner, np.ones((9, 9), np.uint8))
    rim = (product > 0) & (inner == 0)
    mixed = np.clip(depth / np.maximum(near, 24.0), 0.0, 1.0)
    return np.where(rim & (near > 24.0), mixed, product.astype(np.float32)).astype(np.float32)
