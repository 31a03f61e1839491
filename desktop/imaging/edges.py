"""The edge of a cut-out: where exactly it runs, and which colour the product has there.

The network sees 320 pixels, so its edge is soft and only roughly where the photo's is; the photo itself says
where. And a photo's edge pixels are mixtures of product and background: on white the old background's share
shows as a coloured fringe, so the product's own colour is estimated and the mixture undone.

Both estimates vary slowly, so they are made on a copy of at most 1000 pixels and applied in full resolution:
that keeps time and memory in bounds for large photos.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from desktop.imaging.masks import bounding_box

if TYPE_CHECKING:
    from numpy.typing import NDArray

ESTIMATE_SIDE: Final = 1000
FAINTEST: Final = 0.01
ROOM_SHARE: Final = 0.03
"""Room around the product in which its edge is looked for, as a share of the photo's long side."""
GUIDE_RADIUS: Final = 6
"""Of the guided filter, in pixels of the small copy; 4 to 12 were tried."""
GUIDE_EPSILON: Final = 1e-5
"""Of the guided filter, for colours 0 to 1; 1e-3 to 1e-5 were tried."""
SHARPEN_FROM: Final = 0.2
SHARPEN_SPAN: Final = 0.5
"""The filtered edge is too soft again: (a - .2) / .5 measured best."""
MIXED_SIDE: Final = 5
"""A lens smears colours over about so many pixels: that far an edge that was made crisp is mixed all the same."""
FUSION_SHARES: Final = (0.030, 0.004)
"""Radii of the two passes of blur fusion, as shares of the long side: far first, for wide soft edges,"
" then near."""


def refine_around(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """``refine_alpha`` for a whole photo, worked out only around the product: less time, and half the memory."""
    box = bounding_box(alpha > FAINTEST)
    if box is None:
        return alpha
    height, width = alpha.shape
    pad = round(ROOM_SHARE * max(alpha.shape))
    window = (
        slice(max(0, box[1] - pad), min(height, box[3] + pad)),
        slice(max(0, box[0] - pad), min(width, box[2] + pad)),
    )
    refined = np.zeros_like(alpha)
    refined[window] = refine_alpha(
        np.ascontiguousarray(rgb[window]), np.ascontiguousarray(alpha[window]), long_side=max(alpha.shape)
    )
    return refined


def refine_alpha(
    rgb: NDArray[np.uint8], alpha: NDArray[np.float32], *, long_side: int | None = None
) -> NDArray[np.float32]:
    """Let the edge of alpha follow the photo's edge; both (height, width), colours and alpha in step.

    Args:
        rgb: a photo, or a part of one.
        alpha: of the product.
        long_side: the whole photo's, if it is a part; windows are measured by it.

    The fast guided filter (He and Sun, arXiv 1505.00996, 2015) in colour: near the edge alpha becomes a
    linear function of the photo's colours, estimated in small windows. Away from the edge nothing changes.
    """
    size = (alpha.shape[1], alpha.shape[0])
    scale = min(1.0, ESTIMATE_SIDE / (long_side or max(size)))
    small = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    guide = np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), np.float32) / np.float32(255)
    rough = np.asarray(cv2.resize(alpha, small, interpolation=cv2.INTER_AREA), np.float32)
    *slopes, offset = _guided_coefficients(guide, rough)
    near_edge = cv2.dilate(((rough > 0.02) & (rough < 0.98)).astype(np.uint8), _disc(GUIDE_RADIUS))
    near = np.flatnonzero(cv2.resize(near_edge, size, interpolation=cv2.INTER_NEAREST))
    filtered = _enlarged(offset, size, near)
    colours = rgb.reshape(-1, 3)[near]
    for channel, slope in enumerate(slopes):
        filtered += _enlarged(slope, size, near) * (colours[:, channel] * np.float32(1 / 255))
    refined = alpha.copy()
    refined.reshape(-1)[near] = np.clip((filtered - SHARPEN_FROM) / SHARPEN_SPAN, 0, 1)
    return refined


def _enlarged(
    values: NDArray[np.float32], size: tuple[int, int], at: NDArray[np.intp]
) -> NDArray[np.float32]:
    """``values`` in ``size``, of which only the pixels ``at`` (flat) are wanted."""
    whole = np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), np.float32)
    return whole.reshape(-1)[at]


def _guided_coefficients(
    guide: NDArray[np.float32], target: NDArray[np.float32]
) -> list[NDArray[np.float32]]:
    """Per pixel the three slopes and the offset of ``target`` as a linear function of the guide's colours."""
    means = _blur(guide)
    mean = _blur(target)
    covariance = [_blur(guide[..., at] * target) - means[..., at] * mean for at in range(3)]
    spread = {
        (row, column): _blur(guide[..., row] * guide[..., column]) - means[..., row] * means[..., column]
        for row in range(3)
        for column in range(row, 3)
    }
    for at in range(3):
        spread[at, at] = spread[at, at] + np.float32(GUIDE_EPSILON)
    slopes = _solve_symmetric(spread, covariance)
    offset = mean - sum(slopes[at] * means[..., at] for at in range(3))
    return [_blur(part) for part in (*slopes, np.asarray(offset, np.float32))]


def _solve_symmetric(
    matrix: dict[tuple[int, int], NDArray[np.float32]], right: list[NDArray[np.float32]]
) -> list[NDArray[np.float32]]:
    """Solve a symmetric positive 3 x 3 system in every pixel: far faster than a general solver.

    By elimination, not by the determinant, which in single precision drowns in rounding where all colours lie on one
    line, as in a grey photo. No pivot can be smaller than what was added to the diagonal.
    """
    a, b, c = matrix[0, 0], matrix[0, 1], matrix[0, 2]
    d, e, f = matrix[1, 1], matrix[1, 2], matrix[2, 2]
    least = np.float32(GUIDE_EPSILON)
    first = np.maximum(a, least)
    to_second, to_third = b / first, c / first
    second = np.maximum(d - to_second * b, least)
    rest = e - to_third * b
    across = rest / second
    third = np.maximum(f - to_third * c - across * rest, least)
    one = right[0]
    two = right[1] - to_second * one
    three = (right[2] - to_third * one - across * two) / third
    two = two / second - across * three
    solved = (one / first - to_second * two - to_third * three, two, three)
    return [np.asarray(part, np.float32) for part in solved]


def _blur(values: NDArray[np.float32]) -> NDArray[np.float32]:
    side = 2 * GUIDE_RADIUS + 1
    return np.asarray(cv2.blur(values, (side, side)), np.float32)


def _disc(radius: int) -> NDArray[np.uint8]:
    return np.asarray(
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), np.uint8
    )


def product_colours(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The product's own colour at every pixel, the old background's share taken out; same shape as ``rgb``.

    Blur fusion: Forte, "Approximate Fast Foreground Colour Estimation", IEEE ICIP 2021: the colours around,
    averaged by alpha, give a smooth foreground F and background B; what the mixture aF + (1-a)B leaves
    unexplained is given back to F. Opaque pixels keep their colour, but for the outermost; fully transparent ones
    get F.
    """
    size = (alpha.shape[1], alpha.shape[0])
    scale = min(1.0, ESTIMATE_SIDE / max(size))
    small = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    front, back = _smooth_colours(
        cv2.resize(rgb, small, interpolation=cv2.INTER_AREA).astype(np.float32),
        np.asarray(cv2.resize(alpha, small, interpolation=cv2.INTER_AREA), np.float32),
    )
    share = np.asarray(cv2.blur(alpha, (MIXED_SIDE, MIXED_SIDE)), np.float32)
    np.minimum(alpha, share, out=share)
    mixed = share < 0.995
    # flat positions: a mask would be searched through anew for each of these
    rim = np.flatnonzero(mixed & (alpha > 0))
    weight = share.reshape(-1)[rim][:, None]
    del share  # of a large photo each of these takes tens of megabytes
    own = np.array(rgb)
    seen = own.reshape(-1, 3)[rim].astype(np.float32)
    smooth = np.asarray(cv2.resize(front, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    np.copyto(own, smooth, where=mixed[..., None])
    near = smooth.reshape(-1, 3)[rim].astype(np.float32)
    cv2.resize(back, size, dst=smooth, interpolation=cv2.INTER_LINEAR)
    behind = smooth.reshape(-1, 3)[rim].astype(np.float32)
    unmixed = near + weight * (seen - weight * near - (1 - weight) * behind)
    # What looks opaque gets no colour beyond its own and its neighbours'.
    opaque = (alpha.reshape(-1)[rim] >= 0.995)[:, None]
    least = np.where(opaque, np.minimum(seen, near), 0)
    most = np.where(opaque, np.maximum(seen, near), 255)
    own.reshape(-1, 3)[rim] = (np.clip(unmixed + 0.5, least, most)).astype(np.uint8)
    return own


def _smooth_colours(
    image: NDArray[np.float32], alpha: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Smooth foreground and background colours (8 bits) everywhere, from far and then from near."""
    # spread over the three colours while computing, one value takes three times as long
    weight = np.repeat(alpha[..., None], 3, axis=2)
    front, back = image, image
    for share in FUSION_SHARES:
        side = 2 * max(2, round(share * max(alpha.shape))) + 1
        reach = cv2.blur(alpha, (side, side))
        part = np.repeat(reach[..., None], 3, axis=2)
        smooth_front = cv2.blur(front * weight, (side, side)) / (part + 1e-5)
        smooth_back = cv2.blur(back * (1 - weight), (side, side)) / (1 - part + 1e-5)
        # Where no product (or no background) is in reach, what was known from farther away stays.
        smooth_front = np.where(part > 1e-3, smooth_front, front)
        smooth_back = np.where(part < 1 - 1e-3, smooth_back, back)
        unexplained = image - weight * smooth_front - (1 - weight) * smooth_back
        front = np.clip(smooth_front + weight * unexplained, 0, 255)
        back = smooth_back
    return (smooth_front + 0.5).astype(np.uint8), (smooth_back + 0.5).astype(np.uint8)
