"""Safe opening: the only door through which a stranger's file becomes pixels.

The type is told by content, never by name. The header is read first, and a picture beyond the limits is
refused before a single pixel is decoded. Whatever the bytes are, nothing but ``PhotoRefusedError`` comes out;
its code is one of ``empty``, ``too-large-file``, ``not-an-image``, ``unsupported-format``, ``damaged``,
``too-many-pixels``, ``too-long-and-thin``, ``too-small``. Decoders are C code: call this inside the studio's
process, which has a memory limit and a time-out.
"""

from __future__ import annotations

import io
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import TiffImageFile

from desktop.core.errors import PhotoRefusedError
from desktop.core.pack import MAX_PHOTO_BYTES
from desktop.imaging.colour import to_srgb
from desktop.imaging.contract import PhotoCheck
from desktop.imaging.sniffing import FILE_TYPES, sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_PIXELS: Final = 50_000_000
MAX_JPEG_PIXELS: Final = 100_000_000
"""A JPEG may be larger because its decoder can shrink it on the way in (``draft``)."""
MAX_SIDE: Final = 20_000
MAX_ASPECT: Final = 20
MIN_SIDE: Final = 500
GOOD_SIDE: Final = 1000
WORKING_SIDE: Final = 3000
_SMALL_SIDE: Final = 1000
"""Least long side of a large photo's early copy."""
THUMBNAIL_SIDE: Final = 480
THUMBNAIL_QUALITY: Final = 85

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF 2.3, tag 0x0112: the turn that brings each orientation upright."""
_SWAPPING: Final = (5, 6, 7, 8)
_PNG_DEPTH_AT: Final = 24
"""PNG, 11.2.2: behind the signature, IHDR's length and name, width and height."""
_TIFF_BITS: Final = 258
"""TIFF 6.0: BitsPerSample, one figure a channel."""

_heif_lock = threading.Lock()
_heif_ready = False


def check_photo(data: bytes) -> PhotoCheck:
    """Decode a whole file once and say what it is.

    ``width`` and ``height`` of the answer are pixels after the EXIF orientation; ``extension`` has no dot.

    Raises:
        PhotoRefusedError: the file can't serve as a product photo; the message doesn't name the file.
    """
    with _refusals():
        kind, image = _open_header(data, MIN_SIDE)
        warned = _warnings(kind, image)
        full_size = image.size
        picture, swapped = _decode(image, THUMBNAIL_SIDE * 2)
        width, height = full_size[::-1] if swapped else full_size
        picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=2.0)
        return PhotoCheck(
            mime=FILE_TYPES[kind].mime,
            extension=FILE_TYPES[kind].extension,
            width=width,
            height=height,
            warnings=warned,
            thumbnail=encode_jpeg(on_white(picture), THUMBNAIL_QUALITY),
        )


def open_photo(data: bytes, *, max_side: int = WORKING_SIDE, min_side: int = MIN_SIDE) -> Image.Image:
    """Open a file as an upright sRGB picture without metadata.

    Args:
        data: the whole file.
        max_side: the long side of the result is at most so many pixels; nothing is ever enlarged.
        min_side: refuse a picture whose short side has fewer pixels (a logo may be smaller than a photo).

    Returns:
        A loaded picture: ``RGBA`` with straight alpha when some pixel is really transparent, else ``RGB``.

    Raises:
        PhotoRefusedError: the file can't serve as a product photo.
    """
    with _refusals():
        _, image = _open_header(data, min_side)
        return _decode(image, max_side)[0]


class LatePhoto:
    """A large photo of which a small copy is there at once, while a thread of its own makes the working copy.

    Both are upright sRGB, mode ``RGB``.
    """

    mode: Final = "RGB"

    def __init__(self, image: Image.Image, max_side: int) -> None:
        """Take a loaded picture."""
        orientation = _orientation(image)
        pool = ThreadPoolExecutor(1)
        self._working = pool.submit(_in_words, _upright, image, max_side, orientation)
        pool.shutdown(wait=False)
        self.small = _upright(image.reduce(max(1, max(image.size) // _SMALL_SIDE)), max_side, orientation)

    def working(self) -> Image.Image:
        """The copy to work on; waits for it.

        Raises:
            PhotoRefusedError: there isn't enough memory for it.
        """
        return self._working.result()


def open_early(data: bytes) -> Image.Image | LatePhoto:
    """``open_photo``, but a large photo without alpha needn't be waited for to be looked at.

    Raises:
        PhotoRefusedError: the file can't serve as a product photo.
    """
    with _refusals():
        _, image = _open_header(data, MIN_SIDE)
        _load(image, WORKING_SIDE)
        if image.mode == "RGB" and "transparency" not in image.info and max(image.size) > WORKING_SIDE:
            return LatePhoto(image, WORKING_SIDE)
        return _upright(image, WORKING_SIDE, _orientation(image))


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A picture as ``open_photo`` gives it, with what the file itself said: size as seen, mode, ICC profile.

    ``is_deep``: more than 8 bits a channel, of which Pillow gives the upper 8 where there are several channels.
    """

    picture: Image.Image
    format: str
    size: tuple[int, int]
    mode: str
    profile: bytes
    has_frames: bool
    is_deep: bool


def open_file(data: bytes, *, max_side: int) -> OpenedFile:
    """Open any picture, however small, and tell what kind of file it was.

    Raises:
        PhotoRefusedError: it can't be opened.
    """
    with _refusals():
        kind, image = _open_header(data, 1)
        size, mode, profile = image.size, image.mode, image.info.get("icc_profile")
        has_frames = kind not in {"JPEG", "TIFF"} and bool(getattr(image, "is_animated", False))
        picture, swapped = _decode(image, max_side)
        return OpenedFile(
            picture=picture,
            format=kind,
            size=size[::-1] if swapped else size,
            mode=mode,
            profile=profile if isinstance(profile, bytes) else b"",
            has_frames=has_frames,
            is_deep=_is_deep(data, kind, image),
        )


def _is_deep(data: bytes, kind: str, image: Image.Image) -> bool:
    if kind == "PNG":
        return data[_PNG_DEPTH_AT] > 8
    bits: tuple[int, ...] = image.tag_v2.get(_TIFF_BITS, (8,)) if isinstance(image, TiffImageFile) else (8,)
    return max(bits) > 8


def on_white(image: Image.Image) -> Image.Image:
    """Flatten a picture with alpha onto pure white; an RGB picture comes back as it is."""
    if image.mode != "RGBA":
        return image
    flat = Image.new("RGB", image.size, (255, 255, 255))
    flat.paste(image, mask=image.getchannel("A"))
    return flat


def encode_jpeg(image: Image.Image, quality: int, profile: bytes = b"", comment: str = "") -> bytes:
    """Encode an RGB picture as a 4:4:4 baseline JPEG without any metadata; quality is libjpeg's, 1 to 95.

    ``profile`` is an ICC profile to put in, ``comment`` a JPEG comment (COM, ITU T.81, B.2.4.5).
    """
    if image.info:  # Pillow would write a comment found there
        image = image.copy()
        image.info = {}
    out = io.BytesIO()
    image.save(
        out, "JPEG", quality=quality, subsampling=0, icc_profile=profile or None, comment=comment.encode()
    )
    return out.getvalue()


def _open_header(data: bytes, min_side: int) -> tuple[str, Image.Image]:
    if not data:
        raise PhotoRefusedError("This file is empty. Copy it again from your camera or phone.", code="empty")
    if len(data) > MAX_PHOTO_BYTES:
        raise PhotoRefusedError(
            f"This file is larger than {MAX_PHOTO_BYTES // 1024 // 1024} MB. Save the photo as a JPEG and"
            " add that.",
            code="too-large-file",
        )
    kind = sniff(data)
    if kind == "HEIF":
        _register_heif()
    image = Image.open(io.BytesIO(data), formats=[kind])
    _check_size(image.size, MAX_JPEG_PIXELS if kind == "JPEG" else MAX_PIXELS, min_side)
    return kind, image


def _check_size(size: tuple[int, int], max_pixels: int, min_side: int) -> None:
    short, long = sorted(size)
    if short < 1:
        raise PhotoRefusedError("This picture has no pixels. Export it again and add that.", code="damaged")
    if long > MAX_ASPECT * short:
        raise PhotoRefusedError(
            f"This picture is {size[0]} x {size[1]} pixels, too long and thin for a product photo."
            " Crop it closer to a square.",
            code="too-long-and-thin",
        )
    if short * long > max_pixels or long > MAX_SIDE:
        raise PhotoRefusedError(
            f"This picture is {size[0]} x {size[1]} pixels, more than Packdesk can open."
            " Save a copy with at most 7000 pixels on the long side.",
            code="too-many-pixels",
        )
    if short < min_side:
        raise PhotoRefusedError(
            f"This picture is only {size[0]} x {size[1]} pixels. Use a photo with at least {min_side} pixels"
            f" on the short side, better {GOOD_SIDE}.",
            code="too-small",
        )


def _warnings(kind: str, image: Image.Image) -> tuple[str, ...]:
    found = []
    if min(image.size) < GOOD_SIDE:
        found.append(
            f"This photo is only {image.width} x {image.height} pixels; listing images look sharper from a"
            " photo"
            f" with at least {GOOD_SIDE} pixels on the short side."
        )
    # A phone's JPEG may carry a depth map or a preview as a second frame, which nobody needs to hear of.
    if kind != "JPEG" and getattr(image, "is_animated", False):
        found.append("This file holds several pictures; only the first one is used.")
    return tuple(found)


def _decode(image: Image.Image, max_side: int) -> tuple[Image.Image, bool]:
    """Pixels in sRGB, upright, at most ``max_side``, and whether width and height changed places."""
    _load(image, max_side)
    orientation = _orientation(image)
    return _upright(image, max_side, orientation), orientation in _SWAPPING


def _load(image: Image.Image, max_side: int) -> None:
    """Decode; a JPEG is shrunk on the way to what is still at least ``max_side``."""
    if image.format in ("JPEG", "MPO"):
        image.draft(None, (max_side, max_side))
    image.load()


def _upright(image: Image.Image, max_side: int, orientation: int) -> Image.Image:
    """A loaded picture in sRGB, upright, at most ``max_side``; shrunk first, so that all after it costs little."""
    picture = to_srgb(image, max_side)
    if orientation in _TURNS:
        picture = picture.transpose(_TURNS[orientation])
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    picture.info = {}
    return picture


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; Pillow's TIFF and HEIF readers have applied and removed theirs by now."""
    try:
        found = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001  # damaged EXIF raises anything, and the pixels are fine
        return 1
    return found if found in range(1, 9) else 1


@contextmanager
def _refusals() -> Iterator[None]:
    """Whatever goes wrong with a stranger's bytes is the file's fault, told in plain words."""
    with quiet_warnings():
        try:
            yield
        except PhotoRefusedError:
            raise
        except MemoryError as error:
            raise PhotoRefusedError(
                "This picture needs more memory than Packdesk may use. Save a smaller copy and add that.",
                code="too-many-pixels",
            ) from error
        except Image.DecompressionBombError as error:
            raise PhotoRefusedError(
                "This picture has far too many pixels. Save a copy with at most 7000 pixels on the"
                " long side.",
                code="too-many-pixels",
            ) from error
        except Exception as error:  # decoders raise almost anything on damaged files
            raise PhotoRefusedError(
                "This picture is damaged or incomplete. Copy it again from where it came from, or export"
                " it anew.",
                code="damaged",
            ) from error


def _in_words(call: Callable[[Image.Image, int, int], Image.Image], *args: Any) -> Image.Image:
    """``call`` in a thread of its own, whose errors are told like all others."""
    with _refusals():
        return call(*args)


_quiet_lock = threading.Lock()
_quiet_count = 0
_quiet_filters: warnings.catch_warnings[None] | None = None


@contextmanager
def quiet_warnings() -> Iterator[None]:
    """Drop the warnings decoders raise about odd files; safe with several threads inside at once.

    ``warnings.catch_warnings`` swaps process-wide state, so the first thread in sets it and the last one out
    puts it back.
    """
    global _quiet_count, _quiet_filters  # noqa: PLW0603  # Python has one set of filters per process
    with _quiet_lock:
        if _quiet_count == 0:
            _quiet_filters = warnings.catch_warnings()
            _quiet_filters.__enter__()
            warnings.simplefilter("ignore")
        _quiet_count += 1
    try:
        yield
    finally:
        with _quiet_lock:
            _quiet_count -= 1
            if _quiet_count == 0 and _quiet_filters is not None:
                _quiet_filters.__exit__(None, None, None)
                _quiet_filters = None


def _register_heif() -> None:
    """Teach Pillow HEIC once, and only when the first such file comes: imports must have no effects."""
    global _heif_ready  # noqa: PLW0603  # Pillow's registry is one per process, so is this
    with _heif_lock:
        if not _heif_ready:
            from pi_heif import register_heif_opener  # noqa: PLC0415

            register_heif_opener(thumbnails=False, depth_images=False)
            _heif_ready = True
