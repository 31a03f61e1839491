"""Correcting a cut-out by hand: strokes of a keep/remove brush become a better alpha, within a moment.

What a stroke means for what lies beside it is found by colour, on a small copy (GrabCut: Rother, Kolmogorov and Blake,
ACM Transactions on Graphics 23, 2004), and only near the stroke: the rest of the alpha stays as it was.
"""

from __future__ import annotations

import hashlib
import io
import threading
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np
from PIL import Image

from desktop.core.errors import PhotoRefusedError
from desktop.core.retouching import PhotoMask, Stroke
from desktop.imaging.cutout import cut_out, mask_from
from desktop.imaging.edges import refine_alpha
from desktop.imaging.opening import encode_jpeg, on_white, open_photo
from desktop.imaging.quality import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from desktop.imaging.contract import MaskOrder
    from desktop.imaging.cutout import Cutout

_SMALL_SIDE: Final = 448
"""Long side of the copy on which colours decide; GrabCut takes about 0.1 s an iteration there."""
_SHOWN_SIDE: Final = 1000
_REACH: Final = 4.0
"""How far beside a stroke, in its radii, what looks like it may follow."""
_LEAST_REACH: Final = 0.04
"""The same as a share of the photo's long side, for fine brushes."""
_ITERATIONS: Final = 2
_PNG_LEVEL: Final = 1


class _Opened(NamedTuple):
    """A photo being corrected; kept between strokes."""

    rgb: NDArray[np.uint8]
    shown: bytes
    shown_rgb: NDArray[np.uint8]


class Retouch:
    """Keeps the photo last worked on, so that a stroke doesn't pay for opening it. Safe from any thread.

    Args:
        cut: makes or finds the engine's own cut-out of a photo file.
    """

    def __init__(self, cut: Callable[[bytes], Cutout] | None = None) -> None:
        self._cut = cut or _cut_anew
        self._lock = threading.Lock()
        self._opened = lru_cache(maxsize=1)(_open)
        self._own = lru_cache(maxsize=1)(self._own_alpha)

    def mask(self, order: MaskOrder) -> PhotoMask:
        """Carry out an order.

        Raises:
            PhotoRefusedError: the photo or the mask can't be used, or no product is found in the photo.
            StudioError: the model is missing.
        """
        with self._lock:
            photo = _File(order.photo)
            opened = self._opened(photo)
            score, needs_check = Verdict()
            if order.mask is None:
                alpha, score, needs_check = self._own(photo)
            else:
                size = (opened.rgb.shape[1], opened.rgb.shape[0])
                alpha = np.asarray(mask_from(order.mask, size))
            if order.strokes:
                score, needs_check = Verdict()
                alpha = apply_strokes(opened.rgb, alpha, order.strokes, refine=order.refine)
            return PhotoMask(
                mask=_png(Image.fromarray(alpha)),
                preview=_preview(opened.shown_rgb, alpha),
                photo=opened.shown,
                width=alpha.shape[1],
                height=alpha.shape[0],
                score=score,
                needs_check=needs_check,
            )

    def _own_alpha(self, photo: _File) -> tuple[NDArray[np.uint8], float, tuple[str, ...]]:
        """The engine's own alpha; nothing at all where it sees no product, for a person to paint one."""
        rgb = self._opened(photo).rgb
        alpha = np.zeros(rgb.shape[:2], np.uint8)
        try:
            cutout = self._cut(photo.data)
        except PhotoRefusedError as error:
            if error.code != "no-product":
                raise
            return alpha, 0.0, (str(error),)
        left, top, right, bottom = cutout.box
        alpha[top:bottom, left:right] = np.asarray(cutout.image.getchannel("A"))
        return alpha, cutout.score, cutout.needs_check


class _File:
    """A file's bytes as a key: equal by content."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._hash = hashlib.sha256(data).digest()

    def __hash__(self) -> int:
        return hash(self._hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _File) and other._hash == self._hash


def _cut_anew(data: bytes) -> Cutout:
    return cut_out(open_photo(data))


def _open(photo: _File) -> _Opened:
    picture = on_white(open_photo(photo.data))
    shown = picture.copy()
    shown.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _Opened(np.asarray(picture), encode_jpeg(shown, 88), np.asarray(shown))


def apply_strokes(
    rgb: NDArray[np.uint8], alpha: NDArray[np.uint8], strokes: tuple[Stroke, ...], *, refine: bool
) -> NDArray[np.uint8]:
    """Alpha with the strokes in it; all (height, width) of the photo.

    With ``refine`` what hangs together with a stroke and has its colours follows it, near the stroke, and its edge is
    laid along the photo's. What was painted itself is always as it was painted.
    """
    height, width = alpha.shape
    scale = min(1.0, _SMALL_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    painted = _painted(size, strokes)
    if refine:
        small_rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
        small = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8)
        alpha = _grown(rgb, alpha, small, _followed(small_rgb, small, painted, strokes))
    return _over(alpha, strokes)


def _painted(size: tuple[int, int], strokes: tuple[Stroke, ...]) -> NDArray[np.uint8]:
    """0 where nothing was painted, 1 where the last stroke said keep, 2 where it said remove."""
    painted = np.zeros((size[1], size[0]), np.uint8)
    for stroke in strokes:
        _draw(painted, stroke, 1 if stroke.keep else 2)
    return painted


def _draw(target: NDArray[np.uint8], stroke: Stroke, value: int, *, smooth: bool = False) -> None:
    height, width = target.shape
    radius = max(1, round(stroke.radius * max(height, width)))
    points = [
        (round(min(max(x, -0.5), 1.5) * (width - 1)), round(min(max(y, -0.5), 1.5) * (height - 1)))
        for x, y in stroke.points
    ]
    kind = cv2.LINE_AA if smooth else cv2.LINE_8
    for start, end in pairwise(points):
        cv2.line(target, start, end, value, 2 * radius, kind)
    for point in points:
        cv2.circle(target, point, radius, value, cv2.FILLED, kind)


def _followed(
    rgb: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    painted: NDArray[np.uint8],
    strokes: tuple[Stroke, ...],
) -> NDArray[np.bool_]:
    """Where product is after the strokes, on the small copy."""
    was = alpha > 127
    long_side = max(alpha.shape)
    radius = max((stroke.radius for stroke in strokes), default=0.0)
    reach = max(_REACH * radius, _LEAST_REACH) * long_side
    near = cv2.distanceTransform((painted == 0).astype(np.uint8), cv2.DIST_L2, 3) <= reach
    state = np.where(was, cv2.GC_FGD, cv2.GC_BGD).astype(np.uint8)
    state[near & was] = cv2.GC_PR_FGD
    state[near & ~was] = cv2.GC_PR_BGD
    state[painted == 1] = cv2.GC_FGD
    state[painted == 2] = cv2.GC_BGD
    found = was.copy()
    if (
        np.isin(state, (cv2.GC_FGD, cv2.GC_PR_FGD)).any()
        and np.isin(state, (cv2.GC_BGD, cv2.GC_PR_BGD)).any()
    ):
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.setRNGSeed(0)
        cv2.grabCut(rgb, state, (0, 0, 0, 0), *models, _ITERATIONS, cv2.GC_INIT_WITH_MASK)
        found = np.isin(state, (cv2.GC_FGD, cv2.GC_PR_FGD))
    gained = _touching(found & ~was, painted == 1)
    lost = _touching(was & ~found, painted == 2)
    return np.asarray((was | gained) & ~lost, np.bool_)


def _touching(region: NDArray[np.bool_], seed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The parts of ``region`` that hang together with ``seed``."""
    joined = region | seed
    _, labels = cv2.connectedComponents(joined.astype(np.uint8), connectivity=4)
    kept = np.unique(labels[seed])
    return np.asarray(np.isin(labels, kept[kept > 0]) & joined, np.bool_)


def _grown(
    rgb: NDArray[np.uint8], alpha: NDArray[np.uint8], small: NDArray[np.uint8], product: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Alpha changed where ``product`` (on the small copy) says so, the new edge following the photo's."""
    changed = (product != (small > 127)).astype(np.uint8)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not rows.size:
        return alpha
    changed = cv2.dilate(changed, np.ones((5, 5), np.uint8))
    height, width = alpha.shape
    down, along = height / small.shape[0], width / small.shape[1]
    pad = 12
    top, bottom = max(0, int((rows[0] - pad) * down)), min(height, int((rows[-1] + pad + 1) * down))
    left, right = max(0, int((columns[0] - pad) * along)), min(width, int((columns[-1] + pad + 1) * along))
    window = (slice(top, bottom), slice(left, right))
    whole = cv2.resize(product.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)[window]
    where = cv2.resize(changed.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)[window]
    soft = cv2.GaussianBlur(whole, (0, 0), max(1.0, 0.6 * along))
    edge = refine_alpha(np.ascontiguousarray(rgb[window]), np.asarray(soft, np.float32))
    mixed = alpha.copy()
    before = alpha[window].astype(np.float32) * np.float32(1 / 255)
    mixed[window] = np.clip((before + (edge - before) * where) * 255 + 0.5, 0, 255).astype(np.uint8)
    return mixed


def _over(alpha: NDArray[np.uint8], strokes: tuple[Stroke, ...]) -> NDArray[np.uint8]:
    """Alpha with what was painted painted over it."""
    result = alpha.copy()
    for stroke in strokes:
        brush = np.zeros_like(alpha)
        _draw(brush, stroke, 255, smooth=True)
        result = np.maximum(result, brush) if stroke.keep else np.minimum(result, 255 - brush)
    return result


def _preview(shown: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> bytes:
    small = cv2.resize(alpha, (shown.shape[1], shown.shape[0]), interpolation=cv2.INTER_AREA)
    return _png(Image.fromarray(np.dstack((shown, small))))


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=_PNG_LEVEL)
    return out.getvalue()
