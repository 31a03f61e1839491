"""Cutting the product out of its photo: what later steps put on white, in scenes and in diagrams."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np
from PIL import Image

from desktop.core.errors import PhotoRefusedError
from desktop.imaging.edges import product_colours, refine_around
from desktop.imaging.holes import like_surroundings, shows_through, without_holes
from desktop.imaging.masks import (
    WHOLE,
    borders_touched,
    bounding_box,
    decided,
    framed,
    large_pieces,
    main_object,
    thick_pixels,
)
from desktop.imaging.model import SaliencyModel, default_model, look_at, stretch
from desktop.imaging.opening import WORKING_SIDE, on_white, open_file
from desktop.imaging.quality import Seen, Verdict, judge, size_verdict
from desktop.imaging.white import has_white_border, white_background_alpha

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from desktop.imaging.opening import LatePhoto

SEEING_SIDE: Final = 1000
"""Long side of the maps the looks are compared in; the network itself sees 320 pixels."""
FAINT: Final = 0.15
"""A look counts down to this probability when it says where to look closer; .15 did better than .3 and .5."""
CROP_MARGIN: Final = 0.15
"""Room around the object in the closer looks; .15 measured best of .1 to .8."""
MAX_DISPUTED: Final = 0.005
"""Up to this share of the product the first two looks may dispute (edges don't count), and nothing may show through:
then more looks add nothing. On 48 photos, composites and croppings with exact masks these two conditions left out 26 of
96 looks, and neither the mean, the median nor the verdicts got worse (IoU .944, .984; edge error .074)."""
MIN_CLEAR_SHARE: Final = 0.02
"""A picture is taken for cut out already if at least this share is clear; rounded corners have less."""
_FAINTEST_ALPHA: Final = np.float32(0.5 / 255)
"""What rounds to 1 of 255."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """A product cut out of one photo.

    ``image`` is RGBA with straight alpha, cropped to the bounding box of the product's alpha, with the old
    background's colour taken out of the edge band. It has the photo's working resolution (the photo's long
    side is at most 3000 px). ``photo_size`` is the working photo's (width, height) and ``box`` says where in
    it the crop lies (left, top, right, bottom). ``touches`` names the borders of the photo which the product
    touches: ``left``, ``top``, ``right``, ``bottom``. ``needs_check`` holds plain sentences and is empty when
    the quality gate passes; ``score`` (0 to 1) is above .5 then, and higher the surer it is.
    ``is_white_background`` says that the photo was taken on white.
    """

    image: Image.Image
    photo_size: tuple[int, int]
    box: tuple[int, int, int, int]
    touches: frozenset[str] = frozenset()
    needs_check: tuple[str, ...] = ()
    score: float = 1.0
    is_white_background: bool = False

    @property
    def rating(self) -> Rating:
        """What there is to say of it without its pixels."""
        return Rating(self.image.size, self.touches, self.needs_check, self.score)


class Rating(NamedTuple):
    """What counts when one of several photos is to be chosen; outlives its cut-out, which takes megabytes.

    ``size`` is the product's (width, height) in pixels; the rest is as in ``Cutout``.
    """

    size: tuple[int, int]
    touches: frozenset[str] = frozenset()
    needs_check: tuple[str, ...] = ()
    score: float = 1.0


def cut_out(photo: Image.Image | LatePhoto, model: SaliencyModel | None = None) -> Cutout:
    """Cut the product out of a photo.

    Args:
        photo: an upright sRGB picture (``RGB``, or ``RGBA``: real transparency is taken as it is), long side at
            most 3000 px: what ``desktop.imaging.opening.open_photo`` or ``open_early`` returns.
        model: the network; the shipped one by default.

    Raises:
        StudioError: the model is missing.
        PhotoRefusedError: code ``no-product``: nothing that could be a product was found.
    """
    if photo.mode == "RGBA":
        pixels = np.asarray(_whole(photo))
        if float((pixels[..., 3] < 128).mean()) >= MIN_CLEAR_SHARE:
            return _assemble(pixels, pixels[..., 3], size_verdict(pixels.shape[:2]), is_mixed=False)
        photo = on_white(_whole(photo))
    seen = _see(photo, model or default_model())
    rgb = np.asarray(_whole(photo))
    rough = np.asarray(cv2.resize(seen.alpha, rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC), np.float32)
    np.clip(rough, 0, 1, out=rough)
    is_white = has_white_border(rgb)
    alpha = white_background_alpha(rgb, rough) if is_white else refine_around(rgb, rough)
    del rough  # what isn't needed any more makes room for the edge's colours
    return _assemble(rgb, alpha, judge(alpha, seen, is_white=is_white), is_white=is_white)


def _whole(photo: Image.Image | LatePhoto) -> Image.Image:
    return photo if isinstance(photo, Image.Image) else photo.working()


def _seeing_copy(photo: Image.Image | LatePhoto) -> NDArray[np.uint8]:
    """The photo at ``SEEING_SIDE``, if it isn't smaller."""
    rgb = np.asarray(photo if isinstance(photo, Image.Image) else photo.small)
    height, width = rgb.shape[:2]
    scale = min(1.0, SEEING_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def cut_out_with_mask(photo: Image.Image, mask: Image.Image) -> Cutout:
    """Cut the product out by an alpha somebody has decided on: a person's corrections outrank every check.

    Args:
        photo: as for ``cut_out``; what is clear in it is on white.
        mask: alpha of the product, ``L``; in another size it is scaled to the photo's.

    Raises:
        PhotoRefusedError: code ``no-product``: the mask is empty.
    """
    alpha = mask.convert("L")
    if alpha.size != photo.size:
        alpha = alpha.resize(photo.size, Image.Resampling.BICUBIC)
    rgb = np.asarray(on_white(photo))
    return _assemble(rgb, np.asarray(alpha), Verdict(), is_white=has_white_border(rgb))


def mask_from(data: bytes, size: tuple[int, int]) -> Image.Image:
    """An alpha that somebody has decided on, from its file, as ``L`` in ``size`` (width, height).

    Raises:
        PhotoRefusedError: it can't be opened.
    """
    mask = on_white(open_file(data, max_side=WORKING_SIDE).picture).convert("L")
    return mask if mask.size == size else mask.resize(size, Image.Resampling.BICUBIC)


def _see(photo: Image.Image | LatePhoto, model: SaliencyModel) -> Seen:
    """Alpha from two looks, at the whole photo and at the product; where they differ two more, mirrored, upside down.

    Their weights are 1, 2, 2 and 3; measured against six other sets of weights. All is in the size of the small copy.
    """
    small = _seeing_copy(photo)

    def get_ready() -> None:
        _whole(photo)  # until it is there, its original takes the room that a second network needs
        model.get_ready()

    with model.at_work(), ThreadPoolExecutor(1) as beside:
        return _seen(small, model, beside, get_ready)


def _seen(
    small: NDArray[np.uint8], model: SaliencyModel, beside: ThreadPoolExecutor, get_ready: Callable[[], None]
) -> Seen:
    size = (small.shape[1], small.shape[0])
    first = look_at(model, small, WHOLE, size)
    box = _faintest_box(first)
    if box is None:
        return Seen(np.zeros(small.shape[:2], np.float32))
    beside.submit(get_ready)
    second = look_at(model, small, framed(box, size, CROP_MARGIN, square=False), size)
    total, weights, looks = first + 2 * second, 3, [stretch(first) > 0.5, stretch(second) > 0.5]
    rough = _mean_alpha(total, weights)
    doubtful = like_surroundings(small, rough)
    disputed = thick_pixels(looks[0] != looks[1]) / max(int((rough > 0.5).sum()), 1)
    if disputed > MAX_DISPUTED or shows_through(small, rough, doubtful):
        box = _faintest_box(second) or box
        mirrored, upside_down = (framed(box, size, CROP_MARGIN, square=square) for square in (True, False))
        later = beside.submit(look_at, model, small, upside_down, size, flipped=0)
        closer = (look_at(model, small, mirrored, size, flipped=1), later.result())
        for another, weight in zip(closer, (2, 3), strict=True):
            total += weight * another
            weights += weight
            looks.append(stretch(another) > 0.5)
        rough = _mean_alpha(total, weights)
        doubtful = like_surroundings(small, rough)
        rough = without_holes(rough, doubtful, looks)
    alpha = decided(rough)
    return Seen(
        alpha=alpha,
        looks=tuple(looks),
        objects=main_object(stretch(first))[1],
        pieces=large_pieces(alpha),
        unsure=float(((rough > 0.15) & (rough < 0.85)).sum()) / max(float((rough > 0.5).sum()), 1.0),
        shows_through=shows_through(small, rough, doubtful),
    )


def _mean_alpha(total: NDArray[np.float32], weights: int) -> NDArray[np.float32]:
    """The main object in the weighted mean of the looks."""
    return main_object(stretch(total / np.float32(weights)))[0]


def _faintest_box(probability: NDArray[np.float32]) -> tuple[int, int, int, int] | None:
    """Where the main object lies, with the parts of it that are hardly seen yet: thin legs, a white sole."""
    chosen, _ = main_object((probability > FAINT).astype(np.float32))
    return bounding_box(chosen > 0.5)


def _assemble(
    rgb: NDArray[np.uint8],
    alpha: NDArray[np.float32] | NDArray[np.uint8],
    verdict: Verdict,
    *,
    is_white: bool = False,
    is_mixed: bool = True,
) -> Cutout:
    """Crop a photo and its alpha (0 to 1, or 0 to 255) to the product.

    With ``is_mixed`` the old background is taken out of the edge's colours.
    """
    box = bounding_box(alpha >= (1 if alpha.dtype == np.uint8 else _FAINTEST_ALPHA))
    if box is None:
        raise PhotoRefusedError(
            "No product could be found in this photo. Use one where the product stands out from what is"
            " around it.",
            code="no-product",
        )
    left, top, right, bottom = box
    colours, part = rgb[top:bottom, left:right, :3], alpha[top:bottom, left:right]
    if part.dtype != np.uint8:
        part = (part * 255 + np.float32(0.5)).astype(np.uint8)
    if is_mixed:
        colours = product_colours(colours, part * np.float32(1 / 255))
    return Cutout(
        image=Image.fromarray(np.dstack((colours, part))),
        photo_size=(alpha.shape[1], alpha.shape[0]),
        box=box,
        touches=borders_touched(alpha),
        needs_check=verdict.needs_check,
        score=verdict.score,
        is_white_background=is_white,
    )
