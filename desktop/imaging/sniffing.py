"""What kind of file some bytes are, told by their content: names and extensions lie.

Pillow would try one decoder after the other, and a wrong one can be dangerous (EPS starts Ghostscript); here
one look at the first bytes chooses the single decoder that may see the file, or words for what it is instead.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from desktop.core.errors import PhotoRefusedError


class FileType(NamedTuple):
    """MIME type and usual extension (without the dot) of a format that can be opened."""

    mime: str
    extension: str


FILE_TYPES: Final = {
    "JPEG": FileType("image/jpeg", "jpg"),
    "PNG": FileType("image/png", "png"),
    "WEBP": FileType("image/webp", "webp"),
    "AVIF": FileType("image/avif", "avif"),
    "TIFF": FileType("image/tiff", "tif"),
    "HEIF": FileType("image/heic", "heic"),
}
"""The formats a photo may have, by Pillow's name for their decoder."""

_ACCEPTED: Final = "Save it as JPEG or PNG and add that."

_PICTURES: Final = (
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"8BPS", "a Photoshop document"),
    (b"gimp xcf", "a GIMP document"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\x00\x00\x01\x00", "a Windows icon"),
    (b"FUJIFILMCCD-RAW", "a camera's raw file"),
    (b"IIRO", "a camera's raw file"),
    (b"IIU\x00", "a camera's raw file"),
)
_OTHERS: Final = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript drawing"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript drawing"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"RIFF", "a sound or a video"),
    (b"ID3", "a sound"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_HEIF_BRANDS: Final = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_AVIF_BRANDS: Final = frozenset((b"avif", b"avis"))
_XML: Final = re.compile(rb"^\s*<(\?xml|!doctype|!--|svg|html|[a-z][a-z0-9:]*[\s>])", re.IGNORECASE)


def sniff(data: bytes) -> str:
    """Pillow's name of the one decoder that may open these bytes, a key of ``FILE_TYPES``.

    Raises:
        PhotoRefusedError: ``unsupported-format`` for a picture of another kind, else ``not-an-image``.
    """
    head = data[:1024]
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        if head[8:10] == b"CR":
            raise _unsupported("a camera's raw file")
        return "TIFF"
    if head[4:8] == b"ftyp":
        return _sniff_container(head)
    raise _other(head)


def unmeasured_format(data: bytes) -> str:
    """``GIF`` or ``BMP``, which some marketplaces take though no photo may be one; empty for anything else."""
    return "GIF" if data.startswith(b"GIF8") else "BMP" if data.startswith(b"BM") else ""


def _sniff_container(head: bytes) -> str:
    """ISO/IEC 14496-12: a ``ftyp`` box holds the major brand, a version, then the compatible brands."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    if brands[0] in _AVIF_BRANDS or (brands[0] in (b"mif1", b"msf1") and not _AVIF_BRANDS.isdisjoint(brands)):
        return "AVIF"
    if brands[0] in _HEIF_BRANDS:
        return "HEIF"
    if brands[0] == b"crx ":
        raise _unsupported("a camera's raw file")
    raise _not_an_image("a video")


def _other(head: bytes) -> PhotoRefusedError:
    for magic, what in _PICTURES:
        if head.startswith(magic):
            return _unsupported(what)
    for magic, what in _OTHERS:
        if head.startswith(magic):
            return _not_an_image(what)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _XML.match(text):
        if b"<svg" in text.lower():
            return _unsupported("a vector drawing (SVG)")
        return _not_an_image("a web page or XML document")
    if b"\x00" not in text and sum(byte < 9 for byte in text) == 0:
        return _not_an_image("a text")
    return PhotoRefusedError(
        "This file isn't a picture Packdesk knows, or its beginning is damaged. Add a JPEG, PNG, WebP,"
        " AVIF, TIFF"
        " or HEIC photo.",
        code="not-an-image",
    )


def _unsupported(what: str) -> PhotoRefusedError:
    return PhotoRefusedError(
        f"This is {what}, which can't be used as a photo. {_ACCEPTED}", code="unsupported-format"
    )


def _not_an_image(what: str) -> PhotoRefusedError:
    return PhotoRefusedError(
        f"This is {what}, not a picture. Add a JPEG, PNG, WebP, AVIF, TIFF or HEIC photo.",
        code="not-an-image",
    )
