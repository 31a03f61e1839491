"""Turning photos for good."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageOps

from desktop.core.errors import PhotoRefusedError
from desktop.services.photo_turning import turned, viewable

PHOTOS = Path(__file__).parents[1] / "imaging" / "photos"


def picture() -> Image.Image:
    """Four corners of different colours, wider than high."""
    image = Image.new("RGB", (96, 64), (128, 128, 128))
    for colour, box in (
        ((255, 0, 0), (0, 0, 32, 24)),
        ((0, 255, 0), (64, 0, 96, 24)),
        ((0, 0, 255), (0, 40, 32, 64)),
    ):
        image.paste(colour, box)
    return image


def jpeg(orientation: int | None) -> bytes:
    exif = Image.Exif()
    if orientation is not None:
        exif[ExifTags.Base.Orientation] = orientation
        exif[ExifTags.Base.Make] = "A camera"
    out = io.BytesIO()
    picture().save(out, "JPEG", quality=95, subsampling=0, exif=exif)
    return out.getvalue()


def seen(data: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    w, h = image.size
    found = []
    for x, y in ((8, 8), (w - 8, 8), (8, h - 8), (w - 8, h - 8)):
        pixel = image.getpixel((x, y))
        assert isinstance(pixel, tuple)
        found.append(tuple(round(value / 128) for value in pixel))
    return found


@pytest.mark.parametrize("orientation", [None, *range(1, 9)])
@pytest.mark.parametrize("quarters", [1, 2, 3, -1, 5])
def test_that_a_jpeg_is_turned_as_it_is_seen(orientation: int | None, quarters: int) -> None:
    before = jpeg(orientation)
    after = turned(before, "image/jpeg", quarters)
    wanted = seen(before).rotate(-90 * quarters, expand=True)
    assert seen(after).size == wanted.size
    assert corners(seen(after)) == corners(wanted)


def test_that_turning_a_jpeg_four_times_changes_no_pixel() -> None:
    data = jpeg(None)
    for _ in range(4):
        data = turned(data, "image/jpeg", 1)
    first, last = Image.open(io.BytesIO(jpeg(None))), Image.open(io.BytesIO(data))
    assert first.tobytes() == last.tobytes()
    assert turned(data, "image/jpeg", 4) is data


def test_that_everything_else_in_the_header_stays() -> None:
    after = turned(jpeg(6), "image/jpeg", 1)
    assert Image.open(io.BytesIO(after)).getexif()[ExifTags.Base.Make] == "A camera"


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")]
)
def test_that_other_formats_are_turned_too(kind: str, mime: str) -> None:
    out = io.BytesIO()
    picture().save(out, kind, **({"lossless": True} if kind == "WEBP" else {}))
    after = turned(out.getvalue(), mime, 1)
    assert corners(seen(after)) == corners(picture().rotate(-90, expand=True))


def test_that_transparency_survives_a_turn() -> None:
    image = picture().convert("RGBA")
    image.paste((0, 0, 0, 0), (32, 24, 64, 40))
    out = io.BytesIO()
    image.save(out, "PNG")
    after = Image.open(io.BytesIO(turned(out.getvalue(), "image/png", 1)))
    assert after.mode == "RGBA"
    assert after.getpixel((32, 48)) == (0, 0, 0, 0)


def test_that_a_phone_s_photo_becomes_one_that_everybody_can_open() -> None:
    data = (PHOTOS / "quarters_turned.heic").read_bytes()
    assert Image.open(io.BytesIO(viewable(data, "image/heic"))).format == "JPEG"
    assert Image.open(io.BytesIO(turned(data, "image/heic", 1))).format == "JPEG"
    assert viewable(jpeg(6), "image/jpeg") == jpeg(6)


def test_that_broken_headers_are_refused_or_harmless() -> None:
    with pytest.raises(PhotoRefusedError):
        turned(b"no picture", "image/jpeg", 1)
    rng = random.Random(7)
    whole = jpeg(6)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(4):
            data[rng.randrange(2, 200)] = rng.randrange(256)
        assert turned(bytes(data), "image/jpeg", 1)[:2] == b"\xff\xd8"
    for length in range(2, 200):
        turned(whole[:length], "image/jpeg", 1)
