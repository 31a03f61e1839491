"""A photo's product alone, on nothing: a transparent picture in the photo's own size."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

from desktop.imaging.contract import TransparentPhoto
from desktop.imaging.cutout import Cutout, cut_out
from desktop.imaging.opening import MAX_SIDE, WORKING_SIDE, open_photo

_PNG_LEVEL: Final = 3
_OPAQUE_FROM: Final = 250
"""Alpha from which a pixel keeps its colour from the full-size photo; below it the cleaned edge colour counts."""


def transparent_photo(data: bytes) -> TransparentPhoto:
    """Cut the product out of a photo file, as a PNG of the photo's size (upright).

    A photo larger than the working size is cut out at that size, and the mask enlarged.

    Raises:
        PhotoRefusedError: the file can't serve, or no product is found in it.
        StudioError: the model is missing.
    """
    photo = open_photo(data, max_side=MAX_SIDE)
    working = photo
    if max(photo.size) > WORKING_SIDE:
        working = photo.copy()
        working.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    cutout = cut_out(working)
    picture = _placed(photo, cutout)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=_PNG_LEVEL)
    return TransparentPhoto(
        data=out.getvalue(),
        width=picture.width,
        height=picture.height,
        score=cutout.score,
        needs_check=cutout.needs_check,
    )


def _placed(photo: Image.Image, cutout: Cutout) -> Image.Image:
    """The cut-out where it was in the photo, in the photo's resolution; nothing at all elsewhere."""
    whole = Image.new("RGBA", photo.size, (0, 0, 0, 0))
    if cutout.photo_size == photo.size:
        whole.paste(cutout.image, cutout.box[:2])
        return whole
    along, down = photo.width / cutout.photo_size[0], photo.height / cutout.photo_size[1]
    left, top, right, bottom = cutout.box
    box = (round(left * along), round(top * down), round(right * along), round(bottom * down))
    part = cutout.image.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BICUBIC)
    alpha = part.getchannel("A")
    opaque = alpha.point([0] * _OPAQUE_FROM + [255] * (256 - _OPAQUE_FROM))
    part.paste(photo.crop(box).convert("RGB"), mask=opaque)
    part.putalpha(alpha)
    whole.paste(part, box[:2])
    return whole
