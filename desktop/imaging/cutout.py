"""Cutting the product out of its photo: what later steps put on white, in scenes and in diagrams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np
from PIL import Image

from desktop.core.errors import PhotoRefusedError
from desktop.imaging.edges import product_colours, refine_alpha
from desktop.imaging.masks import WHOLE, bounding_box, decided, framed, large_pieces, main_object, overlap
from desktop.imaging.model import SaliencyModel, default_model, look_at, stretch
from desktop.imaging.opening import on_white
from desktop.imaging.white import has_white_border, white_background_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEEING_SIDE: Final = 1000
"""Long side of the maps the looks are compared in; the network itself sees 320 pixels."""
FAINT: Final = 0.15
"""A look counts down to this probability when it says where to look closer; .15 did better than .3 and .5."""
CROP_MARGIN: Final = 0.15
"""Room around the object in the second and third look; .15 measured best of .1 to .8."""
ENOUGH_AGREEMENT: Final = 0.975
"""When the first two looks overlap so much (IoU) the third adds nothing: 17 of 40 variants of 8 photos."""
MIN_CLEAR_SHARE: Final = 0.02
"""A picture is taken for cut out already if at least this share is clear; rounded corners have less."""
MIN_PHOTO_SIDE: Final = 1000
MAX_UNSURE_SHARE: Final = 0.20
MAX_QUARREL: Final = 0.06
"""Of 40 variants of 8 photos this flagged 6 of 9 below IoU .92 and 1 of 31 above; together with pieces, 7."""
MAX_OBJECTS: Final = 4
MIN_AREA_SHARE: Final = 0.02
MAX_AREA_SHARE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Cutout:
    """A product cut out of one photo.

    ``image`` is RGBA with straight alpha, cropped to the bounding box of the product's alpha, with the old
    background's colour taken out of the edge band. It has the photo's working resolution (the photo's long
    side is at most 3000 px). ``photo_size`` is the working photo's (width, height) and ``box`` says where in
    it the crop lies (left, top, right, bottom). ``touches`` names the borders of the photo which the product
    touches: ``left``, ``top``, ``right``, ``bottom``. ``needs_check`` holds plain sentences and is empty when
    the quality gate passes. ``is_white_background`` says that the photo was taken on white.
    """

    image: Image.Image
    photo_size: tuple[int, int]
    box: tuple[int, int, int, int]
    touches: frozenset[str] = frozenset()
    needs_check: tuple[str, ...] = ()
    is_white_background: bool = False


def cut_out(photo: Image.Image, model: SaliencyModel | None = None) -> Cutout:
    """Cut the product out of a photo.

    Args:
        photo: an upright sRGB picture (``RGB``, or ``RGBA``: real transparency is taken as it is), long side at
            most 3000 px: what ``desktop.imaging.opening.open_photo`` returns.
        model: the network; the shipped one by default.

    Raises:
        StudioError: the model is missing.
        PhotoRefusedError: code ``no-product``: nothing that could be a product was found.
    """
    if photo.mode == "RGBA":
        pixels = np.asarray(photo)
        if float((pixels[..., 3] < 128).mean()) >= MIN_CLEAR_SHARE:
            return _assemble(pixels, _size_concern(photo.size), is_mixed=False)
        photo = on_white(photo)
    rgb = np.asarray(photo)
    is_white = has_white_border(rgb)
    seen = _see(rgb, model or default_model())
    alpha = white_background_alpha(rgb, seen.alpha) if is_white else refine_alpha(rgb, seen.alpha)
    pixels = np.dstack((rgb, (alpha * 255 + 0.5).astype(np.uint8)))
    return _assemble(pixels, _concerns(alpha, seen, is_white=is_white), is_white=is_white)


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
    return _assemble(np.dstack((rgb, np.asarray(alpha))), (), is_white=has_white_border(rgb))


class _Seen(NamedTuple):
    """What the looks at a photo came to.

    ``alpha`` has the photo's size; ``objects`` is how many separate objects the first look saw, ``pieces`` of
    how many large pieces the product consists, ``unsure`` the share of the product's area that is neither in
    nor out, ``quarrel`` how much the last two looks disagree (1 - IoU).
    """

    alpha: NDArray[np.float32]
    objects: int = 0
    pieces: int = 0
    unsure: float = 0.0
    quarrel: float = 0.0


def _see(rgb: NDArray[np.uint8], model: SaliencyModel) -> _Seen:
    """Alpha from the mean of two or three looks: at the whole photo, then at the product with some room."""
    height, width = rgb.shape[:2]
    scale = min(1.0, SEEING_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    first = look_at(model, small, WHOLE, size)
    _, count = main_object(stretch(first))
    box = _faintest_box(first)
    if box is None:
        return _Seen(np.zeros((height, width), np.float32))
    second = look_at(model, small, framed(box, size, CROP_MARGIN, square=False), size)
    agreement = overlap(stretch(first) > 0.5, stretch(second) > 0.5)
    if agreement >= ENOUGH_AGREEMENT:
        mean, quarrel = (first + 2 * second) / 3, 1.0 - agreement
    else:
        box = _faintest_box(second) or box
        third = look_at(model, small, framed(box, size, CROP_MARGIN, square=True), size)
        mean = (first + 2 * second + 2 * third) / 5
        quarrel = 1.0 - overlap(stretch(second) > 0.5, stretch(third) > 0.5)
    rough, _ = main_object(stretch(np.asarray(mean, np.float32)))
    alpha = decided(rough)
    return _Seen(
        alpha=np.clip(cv2.resize(alpha, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1),
        objects=count,
        pieces=large_pieces(alpha),
        unsure=float(((rough > 0.15) & (rough < 0.85)).sum()) / max(float((rough > 0.5).sum()), 1.0),
        quarrel=quarrel,
    )


def _faintest_box(probability: NDArray[np.float32]) -> tuple[int, int, int, int] | None:
    """Where the main object lies, with the parts of it that are hardly seen yet: thin legs, a white sole."""
    chosen, _ = main_object((probability > FAINT).astype(np.float32))
    return bounding_box(chosen > 0.5)


def _assemble(
    pixels: NDArray[np.uint8], concerns: tuple[str, ...], *, is_white: bool = False, is_mixed: bool = True
) -> Cutout:
    """Crop RGBA pixels to the product; with ``is_mixed`` the old background is taken out of the edge's colours."""
    alpha = pixels[..., 3]
    box = bounding_box(alpha > 0)
    if box is None:
        raise PhotoRefusedError(
            "No product could be found in this photo. Use one where the product stands out from what is"
            " around it.",
            code="no-product",
        )
    left, top, right, bottom = box
    part = pixels[top:bottom, left:right].copy()
    if is_mixed:
        part[..., :3] = product_colours(part[..., :3], part[..., 3] * np.float32(1 / 255))
    return Cutout(
        image=Image.fromarray(part),
        photo_size=(alpha.shape[1], alpha.shape[0]),
        box=box,
        touches=_touches(alpha),
        needs_check=concerns,
        is_white_background=is_white,
    )


def _touches(alpha: NDArray[np.uint8]) -> frozenset[str]:
    """Borders of the photo with at least a few product pixels on them."""
    few = max(3, round(0.004 * max(alpha.shape)))
    borders = {"left": alpha[:, 0], "top": alpha[0], "right": alpha[:, -1], "bottom": alpha[-1]}
    return frozenset(name for name, line in borders.items() if int((line > 127).sum()) >= few)


def _concerns(alpha: NDArray[np.float32], seen: _Seen, *, is_white: bool) -> tuple[str, ...]:
    """The quality gate: plain sentences for a person who should look at the cut-out."""
    found = []
    area = float((alpha > 0.5).mean())
    if not is_white:  # on white the background itself decides, whatever the network thought
        if seen.unsure > MAX_UNSURE_SHARE or seen.quarrel > MAX_QUARREL:
            found.append("The product's outline is unclear in this photo.")
        if seen.objects > MAX_OBJECTS:
            found.append("Several objects stand out in this photo.")
        elif seen.pieces > 1:
            found.append("The product came out in several pieces.")
    if len(_touches((alpha * 255).astype(np.uint8))) >= 2:
        found.append("The product runs out of this photo on several sides.")
    if area < MIN_AREA_SHARE:
        found.append("The product is very small in this photo.")
    if area > MAX_AREA_SHARE:
        found.append("Nearly the whole photo was taken for the product.")
    return (*found, *_size_concern(alpha.shape))


def _size_concern(size: tuple[int, ...]) -> tuple[str, ...]:
    if max(size) >= MIN_PHOTO_SIDE:
        return ()
    return (f"This photo has fewer than {MIN_PHOTO_SIDE} pixels on its long side.",)
