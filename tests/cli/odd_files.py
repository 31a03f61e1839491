"""Files a stranger might give us instead of a good photo, and good photos of unusual kinds."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from tests.cli.program import MUG, PHOTOS

if TYPE_CHECKING:
    from pathlib import Path


def photo(size: tuple[int, int] = (900, 700)) -> Image.Image:
    """The mug, small enough to be quick."""
    with Image.open(MUG) as image:
        return image.convert("RGB").resize(size)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png_header(width: int, height: int, *, depth: int = 8, colour: int = 2, data: bytes = b"") -> bytes:
    """A PNG that claims to be that large; its pixels are whatever ``data`` holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A few hundred kilobytes that unpack to 30,000 x 30,000 pixels."""
    packer = zlib.compressobj(9)
    line = b"\0" * (30_000 * 3 + 1)
    data = b"".join(packer.compress(line) for _ in range(3000)) + packer.flush()
    return png_header(30_000, 30_000, data=data)


def rgb16() -> bytes:
    """A PNG with 16 bits per channel, which Pillow can't write itself."""
    pixels = (np.asarray(photo()).astype(">u2") * 257).astype(">u2")
    lines = b"".join(b"\0" + line.tobytes() for line in pixels)
    return png_header(900, 700, depth=16, data=zlib.compress(lines))


def palette_with_alpha() -> bytes:
    image = photo().quantize(64)
    return encoded(image, "PNG", transparency=bytes([0, *[255] * 63]))


def transparent_cutout() -> bytes:
    image = photo().convert("RGBA")
    mask = Image.new("L", image.size, 0)
    mask.paste(255, (200, 100, 700, 600))
    image.putalpha(mask)
    return encoded(image, "PNG")


def unusual_but_fine(folder: Path) -> dict[str, Path]:
    """Photos people have, and expect to work."""
    grey16 = Image.fromarray(np.asarray(photo().convert("L")).astype(np.uint16) * 257)
    frames = [photo(), photo().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    srgb_garbage = bytes(range(256)) * 3
    found = {
        "cmyk.jpg": encoded(photo().convert("CMYK"), "JPEG"),
        "grey16.png": encoded(grey16, "PNG"),
        "rgb16.png": rgb16(),
        "palette-alpha.png": palette_with_alpha(),
        "transparent.png": transparent_cutout(),
        "garbage-icc.jpg": encoded(photo(), "JPEG", icc_profile=srgb_garbage),
        "animated.webp": encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100),
        "animated.png": encoded(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=100),
        "photo.avif": encoded(photo(), "AVIF"),
        "grey.jpg": encoded(photo().convert("L"), "JPEG"),
        "wrong-extension.png": encoded(photo(), "JPEG"),
        "lzw.tif": encoded(photo(), "TIFF", compression="tiff_lzw"),
        "phone.heic": (PHOTOS / "quarters.heic").read_bytes(),
        "progressive.jpg": encoded(photo(), "JPEG", progressive=True),
    }
    paths = {}
    for name, data in found.items():
        paths[name] = folder / name
        paths[name].write_bytes(data)
    return paths


def turned(orientation: int) -> bytes:
    """A photo that a camera held this way would write: upright once EXIF is applied."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = photo()
    if orientation in undo:
        image = image.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, "JPEG", exif=exif, quality=95)


def refused(folder: Path) -> dict[str, tuple[Path, str]]:
    """Files that can't serve, each with a word its refusal must have."""
    frames = [photo(), photo().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    jpeg, png = MUG.read_bytes(), encoded(photo(), "PNG")
    found: dict[str, tuple[bytes, str]] = {
        "text.jpg": (b"This is not an image at all.\n" * 40, "text"),
        "noise.jpg": (bytes((i * 7919) % 251 for i in range(5000)), "picture"),
        "empty.jpg": (b"", "empty"),
        "cut.jpg": (jpeg[: len(jpeg) // 2], "damaged or incomplete"),
        "cut.png": (png[: len(png) // 2], "damaged or incomplete"),
        "header-only.jpg": (jpeg[:20], "damaged or incomplete"),
        "bomb.png": (bomb(), "pixels"),
        "thin.png": (encoded(Image.new("RGB", (60_000, 1)), "PNG"), "too long and thin"),
        "claims.png": (png_header(4_000_000_000, 4_000_000_000), "pixels"),
        "drawing.svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        "animated.gif": (encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]), "GIF"),
        "small.jpg": (encoded(photo((300, 200)), "JPEG"), "only 300 x 200"),
        "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        "page.html": (b"<!doctype html><html><body>404</body></html>", "web page"),
    }
    paths = {}
    for name, (data, word) in found.items():
        (folder / name).write_bytes(data)
        paths[name] = (folder / name, word)
    return paths
