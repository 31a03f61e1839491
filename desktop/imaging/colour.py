"""Every mode and colour space a photo may come in, brought to 8-bit sRGB."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TRANSPARENT_MODES: Final = frozenset(("RGBA", "LA", "PA", "La", "RGBa"))
_DEEP_MODES: Final = frozenset(("I;16", "I;16L", "I;16B", "I;16N", "I", "F"))
_SPACE_OF_MODE: Final = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}
_BITS_PER_SAMPLE: Final = 258
"""TIFF 6.0 tag number."""


def to_srgb(image: Image.Image, max_side: int) -> Image.Image:
    """A loaded picture of any Pillow mode as 8-bit sRGB, at most ``max_side`` pixels on the long side.

    Returns ``RGBA`` (straight alpha) if the mode can be transparent, else ``RGB``. A colour profile is
    applied; one that is garbage or belongs to another kind of picture is ignored, as every viewer does.
    """
    profile = image.info.get("icc_profile")
    picture, alpha = _split(image)
    if max(picture.size) > max_side:
        scale = max_side / max(picture.size)
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        picture, alpha = _shrink(picture, alpha, size)
    flat = _apply_profile(picture, profile if isinstance(profile, bytes) else b"")
    if alpha is not None:
        flat.putalpha(alpha)
    return flat


@cache
def srgb_profile() -> bytes:
    """An sRGB colour profile to put into files, always the same bytes: the date in its header is left out."""
    profile = bytearray(_srgb().tobytes())
    profile[24:36] = bytes(12)
    return bytes(profile)


def _split(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The picture in one of the modes RGB, L, CMYK, LAB, and its alpha (mode L) if it can have one."""
    if image.mode in _DEEP_MODES:
        return _to_eight_bits(image)
    if image.mode in _TRANSPARENT_MODES or "transparency" in image.info:
        whole = image.convert("RGBA")
        return whole.convert("RGB"), whole.getchannel("A")
    if image.mode in _SPACE_OF_MODE:
        return image, None
    return image.convert("L" if image.mode == "1" else "RGB"), None


def _to_eight_bits(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Grey with more than 8 bits: Pillow's own ``convert`` would clip it to white."""
    values = np.asarray(image).astype(np.float32)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    eight = np.clip(values / _white(image, values) * 255.0 + 0.5, 0, 255).astype(np.uint8)
    grey = Image.fromarray(eight)
    hidden = image.info.get("transparency")
    if not isinstance(hidden, int):
        return grey, None
    return grey, Image.fromarray(np.where(values == hidden, 0, 255).astype(np.uint8))


def _white(image: Image.Image, values: NDArray[np.float32]) -> float:
    """The value that means white: by the mode's definition if it has one, else by the values themselves."""
    if image.mode.startswith("I;16"):
        bits = getattr(image, "tag_v2", {}).get(_BITS_PER_SAMPLE, (16,))
        return 4095.0 if tuple(np.atleast_1d(bits)) == (12,) else 65535.0
    top = float(values.max(initial=0.0))
    return next((white for white in (1.0, 255.0, 65535.0) if top <= white), top)


def _shrink(
    picture: Image.Image, alpha: Image.Image | None, size: tuple[int, int]
) -> tuple[Image.Image, Image.Image | None]:
    """Shrink colour weighted by alpha, so that what lies hidden under transparent pixels doesn't bleed in."""
    if alpha is None:
        return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), None
    whole = picture.convert("RGB")
    whole.putalpha(alpha)
    small = whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return small.convert("RGB"), small.getchannel("A")


def _apply_profile(picture: Image.Image, icc: bytes) -> Image.Image:
    if picture.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return _convert(picture, lab)
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            if profile.profile.xcolor_space.strip() == _SPACE_OF_MODE[picture.mode]:
                return _convert(picture, profile)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _convert(picture: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(
        picture,
        profile,
        _srgb(),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        msg = "the colour transform gave no picture"
        raise ValueError(msg)
    return converted


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
