"""The safe opening meets real files of every kind, and every kind of broken, hostile or foreign file."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageFile

from desktop.core.errors import PhotoRefusedError
from desktop.core.pack import MAX_PHOTO_BYTES
from desktop.imaging.opening import check_photo, encode_jpeg, on_white, open_photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

PHOTOS = Path(__file__).parent / "photos"
SIZE = (640, 520)
# Four quarters, so that a turn, a flip, swapped channels or inverted ink can't go unnoticed.
RED, GREEN, BLUE, YELLOW = (220, 30, 40), (30, 200, 60), (40, 60, 210), (230, 220, 50)


def quarters(size: tuple[int, int] = SIZE) -> Image.Image:
    image = Image.new("RGB", size, RED)
    width, height = size
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def assert_quarters(image: Image.Image, tolerance: int = 12) -> None:
    width, height = image.size
    places = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
    for (x, y), colour in zip(places, (RED, GREEN, BLUE, YELLOW), strict=True):
        found = np.asarray(image.convert("RGB"))[int(y * height), int(x * width)]
        assert np.abs(found.astype(int) - colour).max() <= tolerance, (x, y, found, colour)


def refusal(data: bytes) -> PhotoRefusedError:
    with pytest.raises(PhotoRefusedError) as caught:
        check_photo(data)
    with pytest.raises(PhotoRefusedError) as again:
        open_photo(data)
    assert again.value.code == caught.value.code
    message = caught.value.message
    assert message.endswith(".")
    assert len(message) < 220
    assert "Error" not in message
    return caught.value


@pytest.mark.parametrize(
    ("kind", "mime", "extension"),
    [
        ("JPEG", "image/jpeg", "jpg"),
        ("PNG", "image/png", "png"),
        ("WEBP", "image/webp", "webp"),
        ("AVIF", "image/avif", "avif"),
        ("TIFF", "image/tiff", "tif"),
    ],
)
def test_that_each_format_is_told_by_content_and_opened(kind: str, mime: str, extension: str) -> None:
    data = written(quarters(), kind)
    check = check_photo(data)
    assert (check.mime, check.extension, check.width, check.height) == (mime, extension, *SIZE)
    picture = open_photo(data)
    assert picture.mode == "RGB"
    assert_quarters(picture)
    thumbnail = Image.open(io.BytesIO(check.thumbnail))
    assert thumbnail.format == "JPEG"
    assert max(thumbnail.size) == 480
    assert_quarters(thumbnail)


# A HEIC file can be read here but not written (the encoder is GPL), so two are kept as files.
@pytest.mark.parametrize("name", ["quarters.heic", "quarters_turned.heic"])
def test_that_a_phones_heic_is_opened_upright(name: str) -> None:
    data = (PHOTOS / name).read_bytes()
    check = check_photo(data)
    assert (check.mime, check.extension, check.width, check.height) == ("image/heic", "heic", *SIZE)
    assert_quarters(open_photo(data), tolerance=20)
    assert refusal(data[: len(data) // 2]).code == "damaged"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_that_every_exif_orientation_comes_out_upright(kind: str, orientation: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = quarters()
    if orientation in undo:
        stored = stored.transpose(undo[orientation])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    data = written(stored, kind, exif=exif)
    picture = open_photo(data)
    check = check_photo(data)
    assert picture.size == SIZE
    assert (check.width, check.height) == SIZE
    assert_quarters(picture)
    assert_quarters(Image.open(io.BytesIO(check.thumbnail)))


def test_that_no_metadata_survives() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    data = written(quarters(), "JPEG", exif=exif, comment=b"SecretComment")
    picture = open_photo(data)
    assert picture.info == {}
    for made in (check_photo(data).thumbnail, encode_jpeg(picture, 92)):
        again = Image.open(io.BytesIO(made))
        assert not again.getexif()
        assert "comment" not in again.info
        assert b"Secret" not in made
    picture.info["comment"] = b"Secret"
    assert b"Secret" not in encode_jpeg(picture, 92)


def display_p3_like() -> bytes:
    """A profile that is clearly not sRGB: L*a*b* can't be used for RGB, so sRGB's with other primaries."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    tags = {
        bytes(data[at : at + 4]): struct.unpack(">II", data[at + 4 : at + 12])
        for at in range(132, 132 + 12 * count, 12)
    }
    red, green = tags[b"rXYZ"][0], tags[b"gXYZ"][0]
    data[red : red + 20], data[green : green + 20] = data[green : green + 20], data[red : red + 20]
    return bytes(data)


def test_that_a_colour_profile_is_applied() -> None:
    swapped = open_photo(written(quarters(), "JPEG", icc_profile=display_p3_like(), quality=95))
    red, green, _ = np.asarray(swapped)[130, 160].astype(int)
    assert green > red + 100  # this profile calls red green


def test_that_garbage_and_foreign_profiles_are_dropped() -> None:
    for profile in (b"garbage", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()):
        for kind in ("JPEG", "PNG"):
            assert_quarters(open_photo(written(quarters(), kind, icc_profile=profile)))


def test_that_grey_with_16_bits_keeps_its_tones() -> None:
    ramp = np.tile(np.linspace(0, 65535, 700).astype(np.uint16), (600, 1))
    for kind in ("PNG", "TIFF"):
        picture = np.asarray(open_photo(written(Image.fromarray(ramp), kind)))
        assert picture.shape == (600, 700, 3)
        expected = ramp.astype(float) / 257
        assert np.abs(picture[..., 1] - expected).max() <= 1


def test_that_big_endian_16_bit_tiff_and_float_tiff_keep_their_tones() -> None:
    ramp = np.tile(np.linspace(0, 1, 700), (600, 1))
    files = [
        written(Image.fromarray(ramp.astype(np.float32)), "TIFF"),
        written(Image.fromarray((ramp * 65535).astype(np.int32)), "TIFF"),
        tiff_16_bit(ramp[..., None]),
    ]
    for data in files:
        picture = np.asarray(open_photo(data)).astype(float)
        assert np.abs(picture[..., 0] - ramp * 255).max() <= 1.5


def png_16_bit(values: NDArray[np.float64]) -> bytes:
    """A 16-bit PNG with 3 or 4 channels, which Pillow can't write; ``values`` are 0 to 1."""
    height, width, channels = values.shape
    rows = (values * 65535).astype(">u2").tobytes()
    stride = width * channels * 2
    raw = b"".join(b"\x00" + rows[at : at + stride] for at in range(0, len(rows), stride))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 16, {3: 2, 4: 6}[channels], 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
    )


def tiff_16_bit(values: NDArray[np.float64]) -> bytes:
    """A big-endian uncompressed 16-bit TIFF with 1, 3 or 4 channels; ``values`` are 0 to 1."""
    height, width, channels = values.shape
    pixels = (values * 65535).astype(">u2").tobytes()
    entries = [
        (256, 3, 1, width << 16),
        (257, 3, 1, height << 16),
        (258, 3, 1, 16 << 16),
        (259, 3, 1, 1 << 16),
        (262, 3, 1, (1 if channels == 1 else 2) << 16),
        (273, 4, 1, 0),
        (277, 3, 1, channels << 16),
        (278, 3, 1, height << 16),
        (279, 4, 1, len(pixels)),
    ]
    if channels == 4:
        entries.append((338, 3, 1, 2 << 16))
    end = 8 + 2 + 12 * len(entries) + 4
    if channels > 1:
        entries[2] = (258, 3, channels, end)
    bits = struct.pack(">" + "H" * channels, *[16] * channels) if channels > 1 else b""
    entries[5] = (273, 4, 1, end + len(bits))
    body = b"".join(struct.pack(">HHII", *entry) for entry in entries)
    return b"MM\x00*" + struct.pack(">IH", 8, len(entries)) + body + b"\x00" * 4 + bits + pixels


@pytest.mark.parametrize("writer", [png_16_bit, tiff_16_bit])
@pytest.mark.parametrize("channels", [3, 4])
def test_that_colour_with_16_bits_keeps_its_tones(
    writer: Callable[[NDArray[np.float64]], bytes], channels: int
) -> None:
    values = np.asarray(quarters().convert("RGBA"), float)[..., :channels] / 255
    if channels == 4:
        values[:20, :, 3] = 0
    picture = open_photo(writer(values))
    assert picture.mode == ("RGBA" if channels == 4 else "RGB")
    assert_quarters(picture, tolerance=2)


def test_that_cmyk_is_opened_with_and_without_profile() -> None:
    cmyk = quarters().convert("CMYK")
    for kind in ("JPEG", "TIFF"):
        assert_quarters(open_photo(written(cmyk, kind)), tolerance=20)
        assert_quarters(open_photo(written(cmyk, kind, icc_profile=b"garbage")), tolerance=20)


def test_that_other_modes_are_opened() -> None:
    images = [
        quarters().convert("P", palette=Image.Palette.ADAPTIVE),
        quarters().convert("L"),
        quarters().convert("1"),
        quarters().convert("LA"),
    ]
    for image in images:
        picture = open_photo(written(image, "PNG"))
        assert picture.mode == "RGB"
        assert picture.size == SIZE
    assert_quarters(open_photo(written(quarters().convert("YCbCr"), "TIFF")), tolerance=20)


def test_that_lab_tiff_is_opened() -> None:
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    lab = ImageCms.applyTransform(quarters(), to_lab)
    assert lab is not None
    assert_quarters(open_photo(written(lab, "TIFF")), tolerance=12)


def test_that_transparency_stays_and_full_opacity_becomes_rgb() -> None:
    image = quarters().convert("RGBA")
    assert open_photo(written(image, "PNG")).mode == "RGB"
    image.putpixel((5, 5), (0, 0, 0, 0))
    picture = open_photo(written(image, "PNG"))
    assert picture.mode == "RGBA"
    assert on_white(picture).getpixel((5, 5)) == (255, 255, 255)
    assert on_white(quarters()).mode == "RGB"


def test_that_a_palette_with_transparency_stays_transparent() -> None:
    image = quarters().convert("P", palette=Image.Palette.ADAPTIVE, colors=8)
    clear = image.getpixel((10, 10))
    for transparency in (clear, bytes(0 if at == clear else 255 for at in range(8))):
        picture = open_photo(written(image, "PNG", transparency=transparency))
        assert picture.mode == "RGBA"
        alpha = np.asarray(picture)[..., 3]
        assert alpha[10, 10] == 0
        assert alpha[10, 600] == 255


def test_that_hidden_colour_does_not_bleed_when_shrinking() -> None:
    image = Image.new("RGBA", (1600, 1600), (255, 0, 255, 0))
    image.paste((200, 200, 200, 255), (400, 400, 1200, 1200))
    small = np.asarray(open_photo(written(image, "PNG"), max_side=700))
    rim = small[..., 3] > 60
    assert np.abs(small[rim][:, 0].astype(int) - small[rim][:, 1]).max() <= 8


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "AVIF", "TIFF"])
def test_that_the_first_picture_of_several_is_used_with_a_word(kind: str) -> None:
    others = [Image.new("RGB", SIZE, "black"), Image.new("RGB", SIZE, "white")]
    data = written(quarters(), kind, save_all=True, append_images=others)
    check = check_photo(data)
    assert any("first one" in said for said in check.warnings)
    assert_quarters(open_photo(data), tolerance=25)


def test_that_a_photo_with_a_preview_inside_is_a_plain_jpeg() -> None:
    data = written(quarters(), "MPO", save_all=True, append_images=[quarters((160, 130))])
    check = check_photo(data)
    assert check.mime == "image/jpeg"
    assert not any("first one" in said for said in check.warnings)
    assert_quarters(open_photo(data))


def test_that_the_long_side_is_limited_and_nothing_is_enlarged() -> None:
    assert max(open_photo(written(quarters((4000, 2500)), "JPEG"), max_side=3000).size) == 3000
    assert open_photo(written(quarters(), "JPEG"), max_side=3000).size == SIZE


def test_that_a_small_photo_is_warned_of_and_a_tiny_one_refused() -> None:
    warned = check_photo(written(quarters((1400, 999)), "JPEG"))
    assert len(warned.warnings) == 1
    assert "1400 x 999" in warned.warnings[0]
    assert check_photo(written(quarters((1400, 1000)), "JPEG")).warnings == ()
    assert check_photo(written(quarters((500, 700)), "JPEG")).width == 500
    assert refusal(written(quarters((499, 700)), "JPEG")).code == "too-small"
    assert open_photo(written(quarters((100, 60)), "PNG"), min_side=16).size == (100, 60)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be large and holds hardly a byte."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + body
        + struct.pack(">I", zlib.crc32(body))
        + struct.pack(">I", len(data) - 4)
        + data
        + struct.pack(">I", zlib.crc32(data))
    )


def test_that_too_many_pixels_are_refused_before_decoding() -> None:
    bomb = written(Image.new("1", (12000, 12000)), "PNG")
    assert len(bomb) < 500_000
    assert refusal(bomb).code == "too-many-pixels"
    assert refusal(png_header(60_000, 60_000)).code == "too-many-pixels"
    assert refusal(png_header(20_001, 1100)).code == "too-many-pixels"
    assert refusal(written(Image.new("L", (8000, 7000)), "PNG")).code == "too-many-pixels"
    assert refusal(written(Image.new("L", (10_100, 10_000)), "JPEG")).code == "too-many-pixels"
    assert check_photo(written(Image.new("L", (9000, 8000)), "JPEG")).width == 9000
    assert refusal(png_header(2**31 - 1, 2**31 - 1)).code in ("too-many-pixels", "damaged")


def test_that_a_long_thin_picture_is_refused() -> None:
    assert refusal(written(Image.new("L", (60_000, 1)), "PNG")).code == "too-long-and-thin"
    assert refusal(written(Image.new("L", (12_000, 510)), "PNG")).code == "too-long-and-thin"
    assert refusal(png_header(0, 900)).code == "damaged"


def test_that_an_empty_and_an_oversized_file_are_refused() -> None:
    assert refusal(b"").code == "empty"
    assert refusal(b"\xff\xd8\xff" + bytes(MAX_PHOTO_BYTES)).code == "too-large-file"


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"Hello, this is a letter.\n", "not-an-image", "text"),
        ("Grüße aus dem Büro".encode(), "not-an-image", "text"),
        (b"%PDF-1.7\n%\xe2\xe3", "not-an-image", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not-an-image", "PostScript"),
        (b"<!DOCTYPE html><html></html>", "not-an-image", "web page"),
        (b"PK\x03\x04rest", "not-an-image", "ZIP"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", "not-an-image", "video"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "not-an-image", "sound"),
        (b"\x00\x01\x02\x03\x04\x05", "not-an-image", "isn't a picture"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported-format", "SVG"),
        (b"\xef\xbb\xbf<svg/>", "unsupported-format", "SVG"),
        (b"8BPS\x00\x01", "unsupported-format", "Photoshop"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "unsupported-format", "raw"),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01", "unsupported-format", "raw"),
        (b"\xff\x0a\x00\x00", "unsupported-format", "JPEG XL"),
    ],
)
def test_that_foreign_files_are_refused_by_what_they_are(data: bytes, code: str, word: str) -> None:
    error = refusal(data)
    assert error.code == code
    assert word in error.message


def test_that_gif_and_bmp_are_named_and_refused() -> None:
    assert "GIF" in refusal(written(quarters().convert("P"), "GIF")).message
    assert "BMP" in refusal(written(quarters(), "BMP")).message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_that_a_truncated_file_is_refused_as_damaged(kind: str, share: float) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (600, 600, 3), np.uint8))
    data = written(noise, kind)
    assert refusal(data[: int(len(data) * share)]).code == "damaged"


def test_that_a_bare_beginning_is_damaged() -> None:
    for start in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP", b"II*\x00"):
        assert refusal(start).code == "damaged"


def test_that_pillows_switches_stay_as_they_are() -> None:
    before = (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)
    check_photo(written(quarters(), "JPEG"))
    after = (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)
    assert after == before


SEEDS = [
    written(quarters((520, 510)), "JPEG"),
    written(quarters((520, 510)), "JPEG", progressive=True),
    written(quarters((520, 510)), "PNG"),
    written(quarters((520, 510)), "WEBP"),
    written(quarters((520, 510)), "AVIF", speed=10),
    written(quarters((520, 510)), "TIFF", compression="tiff_lzw"),
    written(quarters((520, 510)), "TIFF"),
    written(quarters((520, 510)), "MPO", save_all=True, append_images=[quarters((60, 60))]),
    (PHOTOS / "quarters_turned.heic").read_bytes(),
]


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_that_nothing_but_a_refusal_escapes_from_mutated_files(data: st.DataObject) -> None:
    seed = bytearray(data.draw(st.sampled_from(SEEDS)))
    edits = data.draw(
        st.lists(
            st.tuples(
                st.one_of(st.integers(0, 400), st.integers(0, len(seed) - 1)),
                st.one_of(st.sampled_from([0, 1, 127, 128, 254, 255]), st.integers(0, 255)),
            ),
            min_size=1,
            max_size=12,
        )
    )
    for at, value in edits:
        seed[min(at, len(seed) - 1)] = value
    if data.draw(st.booleans()):
        del seed[data.draw(st.integers(0, len(seed))) :]
    for call in (check_photo, open_photo):
        with contextlib.suppress(PhotoRefusedError):
            call(bytes(seed))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF____WEBP", b"II*\x00", b"____ftypavif"]
    ),
    st.binary(max_size=300),
)
def test_that_nothing_but_a_refusal_escapes_from_any_bytes(start: bytes, rest: bytes) -> None:
    with pytest.raises(PhotoRefusedError):
        check_photo(start + rest)
