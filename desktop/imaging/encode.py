"""Files for marketplaces: never stretched, never enlarged, small enough, and without a word on where they come from."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image

from desktop.core.errors import StudioError
from desktop.imaging.colour import srgb_profile
from desktop.imaging.compliance import measure
from desktop.imaging.contract import EncodedImage, EncodeOrder
from desktop.imaging.opening import encode_jpeg, on_white, open_file
from desktop.imaging.sniffing import FILE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.compliance import ImageFacts

QUALITIES: Final = (92, 88, 84, 80, 75, 70, 65, 60)
"""Tried in this order until the file is small enough; below the last one blocks are seen."""
_MOST_SIDE: Final = 7000
_PNG_LEVEL: Final = 3
_START_OF_SCAN: Final = 0xDA
_KEPT: Final = frozenset((0xE0, 0xE2, 0xEE))
"""JFIF's header, the colour profile, and Adobe's note on how colours are stored; all else is metadata."""


def measure_or_encode(order: bytes | EncodeOrder) -> ImageFacts | EncodedImage:
    """What the image engine's process is asked to do for marketplaces."""
    return encode(order) if isinstance(order, EncodeOrder) else measure(order)


def encode(order: EncodeOrder) -> EncodedImage:
    """Make a file.

    Raises:
        PhotoRefusedError: the image can't be opened.
        StudioError: it can't be made small enough (``too-large``).
    """
    opened = open_file(order.data, max_side=_MOST_SIDE)
    if order.as_png:
        return _as_png(_fitted(opened.picture, order.side))
    if order.side is None:
        return _as_it_is(order.data, opened.picture, opened.format)
    picture = _fitted(on_white(opened.picture), order.side)
    for quality in QUALITIES:
        data = encode_jpeg(picture, quality, srgb_profile())
        if order.cap_bytes is None or len(data) <= order.cap_bytes:
            return EncodedImage(data, FILE_TYPES["JPEG"].mime, *picture.size, quality)
    raise StudioError(
        f"This image can't be made smaller than {order.cap_bytes} bytes without spoiling it.",
        code="too-large",
        retryable=False,
    )


def _as_it_is(data: bytes, picture: Image.Image, kind: str) -> EncodedImage:
    """A JPEG keeps its pixels to the last bit; other formats are saved as PNG, which loses none either."""
    if kind == "JPEG":
        return EncodedImage(without_metadata(data), FILE_TYPES[kind].mime, *picture.size, None)
    return _as_png(picture)


def _as_png(picture: Image.Image) -> EncodedImage:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=_PNG_LEVEL)
    return EncodedImage(out.getvalue(), FILE_TYPES["PNG"].mime, *picture.size, None)


def _fitted(picture: Image.Image, side: int | None) -> Image.Image:
    """Shrunk to that long side; never enlarged, never stretched."""
    if side is None or max(picture.size) <= side:
        return picture
    scale = side / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def without_metadata(jpeg: bytes) -> bytes:
    """The same JPEG without EXIF, XMP, comments and thumbnails (ITU T.81, B.1.1: the segments before the scan)."""
    kept = bytearray(jpeg[:2])
    for at, end, marker in _segments(jpeg):
        is_metadata = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_metadata or marker in _KEPT:
            kept += jpeg[at:end]
    return bytes(kept)


def _segments(jpeg: bytes) -> Iterator[tuple[int, int, int]]:
    """Start, end and marker of each segment; the scan and all that follows it is one."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:  # fill bytes may stand before a marker
            at += 1
            continue
        if marker == _START_OF_SCAN:
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        yield at, end, marker
        at = end
    yield at, len(jpeg), _START_OF_SCAN
