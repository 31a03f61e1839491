"""Turning photos upright for good. A JPEG is turned by a note in its header, so that no pixel loses quality."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, Literal

from desktop.core.errors import PhotoRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_Order = Literal["little", "big"]
# EXIF 2.3, tag 0x0112. Each orientation seen a quarter turn clockwise later: upright ones, then mirrored ones.
_CLOCKWISE: Final = {1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2}
_ORDERS: Final[dict[bytes, _Order]] = {b"II": "little", b"MM": "big"}
_ORIENTATION: Final = 0x0112
_APP1: Final = 0xE1
_START_OF_SCAN: Final = 0xDA
_EXIF: Final = b"Exif\0\0"


def turned(data: bytes, mime: str, quarters: int) -> bytes:
    """A photo file turned clockwise by so many quarters (negative: counter-clockwise).

    JPEGs keep their pixels as they are. Other formats are decoded and saved anew as PNG or, coming from a phone's
    lossy format, as JPEG of the best quality: call this in a thread.

    Raises:
        PhotoRefusedError: the file can't be read.
    """
    quarters %= 4
    if quarters == 0:
        return data
    if mime == "image/jpeg":
        return turned_jpeg(data, quarters)
    return _encoded_anew(data, mime, quarters)


def viewable(data: bytes, mime: str) -> bytes:
    """The photo as a file that every viewer can open, upright; call this in a thread."""
    return data if mime == "image/jpeg" else _encoded_anew(data, mime, 0)


def turned_jpeg(data: bytes, quarters: int) -> bytes:
    """The same JPEG with another EXIF orientation."""
    if data[:2] != b"\xff\xd8":
        raise PhotoRefusedError("This picture is damaged. Add it again.", code="damaged")
    place = _orientation_place(data)
    if place is None:
        return data[:2] + _exif_segment(_later(1, quarters)) + data[2:]
    at, order = place
    now = int.from_bytes(data[at : at + 2], order)
    turned_to = _later(now if now in _CLOCKWISE else 1, quarters)
    return data[:at] + turned_to.to_bytes(2, order) + data[at + 2 :]


def _later(orientation: int, quarters: int) -> int:
    for _ in range(quarters % 4):
        orientation = _CLOCKWISE[orientation]
    return orientation


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, first byte and end of each segment's content, up to the pixels (ITU T.81, annex B)."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN or end > len(data):
            return
        yield marker, at + 4, end
        at = end


def _orientation_place(data: bytes) -> tuple[int, _Order] | None:
    """Where the orientation's value stands, and its byte order; None without one (TIFF 6.0, section 2)."""
    for marker, start, end in _segments(data):
        if marker == _APP1 and data[start : start + 6] == _EXIF:
            tiff = start + 6
            order = _ORDERS.get(data[tiff : tiff + 2])
            if order is None:
                return None
            ifd = tiff + _number(data, tiff + 4, 4, order)
            for n in range(_number(data, ifd, 2, order)):
                entry = ifd + 2 + 12 * n
                if entry + 12 > end:
                    return None
                if _number(data, entry, 2, order) == _ORIENTATION:
                    return entry + 8, order
            return None
    return None


def _number(data: bytes, at: int, size: int, order: _Order) -> int:
    return int.from_bytes(data[at : at + size], order)


def _exif_segment(orientation: int) -> bytes:
    """An APP1 segment that says nothing but the orientation."""
    ifd = b"\0\x01" + _ORIENTATION.to_bytes(2, "big") + b"\0\x03\0\0\0\x01"
    tiff = b"MM\0\x2a\0\0\0\x08" + ifd + orientation.to_bytes(2, "big") + b"\0\0" + b"\0\0\0\0"
    content = _EXIF + tiff
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content


def _encoded_anew(data: bytes, mime: str, quarters: int) -> bytes:
    # heavy, and seldom needed
    from desktop.imaging.opening import MAX_SIDE, encode_jpeg, open_photo  # noqa: PLC0415

    picture = open_photo(data, max_side=MAX_SIDE, min_side=1)
    if quarters:
        picture = picture.rotate(-90 * quarters, expand=True)
    if picture.mode == "RGBA" or mime in {"image/png", "image/tiff"}:
        out = io.BytesIO()
        picture.save(out, "PNG", compress_level=3)
        return out.getvalue()
    return encode_jpeg(picture, 95)
