"""The finished pictures: the right size, the seller's own product in each, nothing of the old background in any."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import starmap

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from desktop.core.errors import BugError
from desktop.core.pack import BrandKit, Brief, Dimensions, ImageType, Style
from desktop.core.resources import resource_path
from desktop.imaging.compose.base import Job
from desktop.imaging.compose.canvas import Canvas, average_colour
from desktop.imaging.compose.composing import compose
from desktop.imaging.compose.feature_highlight import MAX_ENLARGEMENT, FeatureHighlight
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.palette import contrast
from desktop.imaging.compose.parts import paint_logo
from desktop.imaging.compose.product import Product
from desktop.imaging.compose.registry import COMPOSERS
from desktop.imaging.compose.scenes import SCENES, scene_for
from desktop.imaging.cutout import Cutout
from tests.imaging.compose_kit import BARE, FULL, block_cutout, photo_cutout, request


def difference(picture: Image.Image, product: Product, box: Box, keep: float = 1.0) -> float:
    """Mean difference (0 to 255) between the product and what is in the picture at its place, away from its edge.

    ``keep`` is the part of the product's height, from the top, which is compared.
    """
    expected = np.asarray(product.render(box.width, box.height), np.int16)
    inside = cv2.erode((expected[..., 3] > 250).astype(np.uint8), np.ones((9, 9), np.uint8)).astype(bool)
    inside[round(box.height * keep) :] = False
    seen = np.asarray(picture.crop(box.corners), np.int16)
    return float(np.abs(seen - expected[..., :3])[inside].mean())


@pytest.mark.parametrize("name", ["bottle_wood", "mug_table", "stool_room"])
def test_that_the_main_image_is_the_product_alone_on_white(name: str) -> None:
    cutout = photo_cutout(name)
    composed = compose(request(ImageType.MAIN_IMAGE), [cutout])
    pixels = np.asarray(composed.image)
    assert pixels.shape == (2000, 2000, 3)
    for edge in (pixels[:40], pixels[-40:], pixels[:, :40], pixels[:, -40:]):
        assert (edge == 255).all()
    rows, columns = np.nonzero((pixels < 250).any(axis=2))
    extent = (np.ptp(columns) + 1, np.ptp(rows) + 1)
    assert 0.85 <= max(extent) / 2000 <= 0.95
    assert abs(columns.min() + columns.max() - 1999) < 14
    assert abs(rows.min() + rows.max() - 1999) < 14
    (box,) = (
        COMPOSERS[ImageType.MAIN_IMAGE].layout(Job.of(request(ImageType.MAIN_IMAGE), [cutout])).keep_clear
    )
    assert difference(composed.image, Product(cutout), box) < 1
    outside = np.asarray(Product(cutout).render(box.width, box.height).getchannel("A")) == 0
    assert (np.asarray(composed.image.crop(box.corners))[outside] == 255).all()


def test_that_haze_left_by_the_cut_out_does_not_reach_the_main_image() -> None:
    picture = photo_cutout("bottle_white").image.copy()
    alpha = np.asarray(picture.getchannel("A")).copy()
    alpha[alpha == 0] = 9
    picture.putalpha(Image.fromarray(alpha))
    hazy = Cutout(picture, (1000, 1000), (0, 0, *picture.size))
    pixels = np.asarray(compose(request(ImageType.MAIN_IMAGE), [hazy]).image)
    clean = np.asarray(compose(request(ImageType.MAIN_IMAGE), [photo_cutout("bottle_white")]).image)
    assert ((pixels < 255).any(axis=2).sum() / (clean < 255).any(axis=2).sum()) < 1.03


def test_that_crumbs_beside_the_outline_do_not_reach_the_main_image_and_small_parts_do() -> None:
    """A crumb's ringing is a stain to a marketplace; a strap's loose end belongs to the product."""
    cutout = block_cutout(420, 840)
    pixels = np.zeros((840, 600, 4), np.uint8)
    pixels[:, :420] = np.asarray(cutout.image)
    pixels[300:303, 425:428] = (40, 90, 160, 255)
    pixels[500:530, 440:470] = (40, 90, 160, 255)
    alpha = np.asarray(
        Product(Cutout(Image.fromarray(pixels), (600, 840), (0, 0, 600, 840))).render(1200, 1680)
    )[..., 3]
    count, _, stats, _ = cv2.connectedComponentsWithStats((alpha > 0).astype(np.uint8))
    assert [int(area) > 1000 for area in stats[1:count, cv2.CC_STAT_AREA]] == [True, True]


@pytest.mark.parametrize("size", [(60, 900), (900, 60), (500, 500)])
def test_that_the_product_keeps_its_proportion(size: tuple[int, int]) -> None:
    for image_type in ImageType:
        task = Job.of(request(image_type), [block_cutout(*size)])
        width, height = task.product.size
        for box in COMPOSERS[image_type].layout(task).keep_clear:
            if image_type is ImageType.FEATURE_HIGHLIGHT:
                continue  # there these are the two fields
            assert box.width / box.height == pytest.approx(width / height, rel=0.03)


@pytest.mark.parametrize(
    ("image_type", "style", "brief"),
    [
        (ImageType.INFOGRAPHIC, Style.PREMIUM, FULL),
        (ImageType.INFOGRAPHIC, Style.BOLD, BARE),
        (ImageType.FEATURE_HIGHLIGHT, Style.TECHY, FULL),
        (ImageType.FEATURE_HIGHLIGHT, Style.MINIMAL, BARE),
        (ImageType.LIFESTYLE, Style.PREMIUM, FULL),
        (ImageType.LIFESTYLE, Style.TECHY, BARE),
        (ImageType.LIFESTYLE, Style.COLORFUL, BARE),
        (ImageType.COMPARISON_CHART, Style.LIFESTYLE, FULL),
        (ImageType.COMPARISON_CHART, Style.COLORFUL, BARE),
        (ImageType.DIMENSION_DIAGRAM, Style.MINIMAL, FULL),
        (ImageType.DIMENSION_DIAGRAM, Style.PREMIUM, BARE),
    ],
)
def test_that_the_product_itself_is_in_the_picture(image_type: ImageType, style: Style, brief: Brief) -> None:
    cutout = photo_cutout("bottle_white")
    wanted = request(image_type, brief, style)
    composed = compose(wanted, [cutout])
    assert composed.image.mode == "RGB"
    assert composed.image.size == (2000, 2000)
    sheet = COMPOSERS[image_type].layout(Job.of(wanted, [cutout]))
    place: Box = sheet.whole if image_type is ImageType.FEATURE_HIGHLIGHT else sheet.keep_clear[0]  # type: ignore[attr-defined]
    limit, keep = {  # a scene's light falls on it, and the lens has its ring there
        ImageType.LIFESTYLE: (12.0, 0.8), ImageType.FEATURE_HIGHLIGHT: (8.0, 1.0),
    }.get(image_type, (1.5, 1.0))  # fmt: skip
    assert difference(composed.image, Product(cutout), place, keep) < limit


def test_that_nothing_under_the_transparent_part_ever_shows() -> None:
    """The old background still lies under alpha 0; here it is magenta."""
    for image_type in ImageType:
        pixels = np.asarray(compose(request(image_type, BARE), [block_cutout(300, 420)]).image, np.int16)
        magenta = (pixels[..., 0] - pixels[..., 1] > 120) & (pixels[..., 2] - pixels[..., 1] > 120)
        assert not magenta.any(), image_type


@pytest.mark.parametrize("size", [(240, 670), (612, 557), (520, 440), (2600, 2200), (900, 2900)])
def test_that_the_lens_magnifies_and_enlarges_twice_at_most(size: tuple[int, int]) -> None:
    task = Job.of(request(ImageType.FEATURE_HIGHLIGHT), [block_cutout(*size)])
    sheet = FeatureHighlight().layout(task)
    assert sheet.lens is not None
    assert sheet.spot is not None
    assert sheet.detail.width <= MAX_ENLARGEMENT * task.product.size[0] + 1
    assert sheet.detail.width >= 1.45 * sheet.whole.width
    assert sheet.stage.contains(sheet.lens.box)
    assert not sheet.lens.box.overlaps(sheet.whole)
    assert 2 * sheet.lens.radius >= 640
    # the lens shows a part, and hardly anything beside the product
    assert 2 * sheet.lens.radius < max(sheet.detail.width, sheet.detail.height)
    middle = Box(sheet.lens.x - 100, sheet.lens.y - 100, 200, 200)
    assert sheet.detail.contains(middle)


def test_that_a_tiny_product_gets_no_close_up() -> None:
    sheet = FeatureHighlight().layout(Job.of(request(ImageType.FEATURE_HIGHLIGHT), [block_cutout(90, 120)]))
    assert sheet.lens is None
    assert sheet.whole.height > 900


def test_that_a_second_photo_serves_for_the_close_up() -> None:
    one = compose(request(ImageType.FEATURE_HIGHLIGHT), [block_cutout(300, 420)])
    two = compose(
        request(ImageType.FEATURE_HIGHLIGHT), [block_cutout(300, 420), block_cutout(300, 420, (30, 160, 60))]
    )
    assert one.image.tobytes() != two.image.tobytes()
    pixels = np.asarray(two.image)
    assert (pixels == (30, 160, 60)).all(axis=2).sum() > 50_000


def test_that_renders_are_the_same_every_time_and_in_parallel() -> None:
    wanted = [(request(t, FULL, Style.BOLD), [photo_cutout("phones_white")]) for t in ImageType]
    alone = [composed.image.tobytes() for composed in starmap(compose, wanted)]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda pair: compose(*pair).image.tobytes(), wanted))
    assert alone == together


def test_that_a_white_product_has_a_visible_edge() -> None:
    cutout = block_cutout(400, 400, (250, 250, 250))
    for image_type in (ImageType.INFOGRAPHIC, ImageType.DIMENSION_DIAGRAM, ImageType.COMPARISON_CHART):
        for style in Style:
            wanted = request(image_type, BARE, style)
            box = COMPOSERS[image_type].layout(Job.of(wanted, [cutout])).keep_clear[0]
            pixels = np.asarray(compose(wanted, [cutout]).image, np.int16)
            row = box.top + box.height * 3 // 5
            inside, outside = pixels[row, box.left + 30], pixels[row, box.left - 14]
            assert np.abs(inside - outside).max() > 14, (image_type, style)


@pytest.mark.parametrize("width", [24, 240])
def test_that_arrows_without_room_between_them_point_inwards(width: int) -> None:
    wanted = request(ImageType.DIMENSION_DIAGRAM, Brief("Stick", dimensions=Dimensions(width=1, height=50)))
    cutout = block_cutout(width, 1200)
    box = COMPOSERS[ImageType.DIMENSION_DIAGRAM].layout(Job.of(wanted, [cutout])).keep_clear[0]
    picture = compose(wanted, [cutout]).image.crop(
        (box.left - 60, box.bottom + 40, box.left - 20, box.bottom + 90)
    )
    darkest = int(np.asarray(picture.convert("L")).min())
    assert (darkest < 90) is (width == 24)


def logo(size: tuple[int, int] = (400, 160)) -> bytes:
    picture = Image.new("RGBA", size)
    ImageDraw.Draw(picture).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=(0, 128, 64, 255))
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("image_type", ImageType)
def test_that_the_logo_is_on_every_image_but_the_main_one(image_type: ImageType) -> None:
    composed = compose(request(image_type, brand=BrandKit(logo=logo())), [block_cutout(300, 420)])
    green = (np.asarray(composed.image) == (0, 128, 64)).all(axis=2)
    assert green[:300, 1500:].sum() > 5000 if image_type is not ImageType.MAIN_IMAGE else not green.any()


def test_that_a_logo_stands_on_no_product() -> None:
    wanted = request(ImageType.LIFESTYLE, brand=BrandKit(logo=logo()))
    flat = Job.of(wanted, [block_cutout(900, 900)])
    canvas = Canvas(flat.theme.ground_top, flat.theme.ground_bottom)
    before = canvas.image.tobytes()
    paint_logo(canvas, flat, beside=Box(260, 200, 1400, 1560))
    assert canvas.image.tobytes() == before
    paint_logo(canvas, flat, beside=Box(260, 400, 1400, 1360))
    assert canvas.image.tobytes() != before


def test_that_a_logo_before_an_uneven_ground_is_seen_all_along() -> None:
    wanted = Job.of(
        request(ImageType.LIFESTYLE, brand=BrandKit(logo=logo((640, 240)))), [block_cutout(300, 420)]
    )
    canvas = Canvas("#ffffff", "#ffffff")
    left = Box(SAFE.right - 320, SAFE.top, 160, 120)
    canvas.rectangle(left, "#008040")
    paint_logo(canvas, wanted)
    edge = colour_at(canvas.image, left.left + 6, SAFE.top + 6)
    assert contrast(edge, "#008040") >= 2, "the logo's own green is behind half of it"


def with_logo(picture: Image.Image, style: Style, kit: BrandKit) -> Image.Image:
    """A ground of a style with that logo on it."""
    stream = BytesIO()
    picture.save(stream, "PNG")
    brand = replace(kit, logo=stream.getvalue())
    wanted = Job.of(request(ImageType.INFOGRAPHIC, style=style, brand=brand), [block_cutout(300, 420)])
    canvas = Canvas(wanted.theme.ground_top, wanted.theme.ground_bottom)
    paint_logo(canvas, wanted)
    return canvas.image


def colour_at(picture: Image.Image, x: int, y: int) -> str:
    return average_colour(picture, Box(x, y, 1, 1))


DARK_BRAND = BrandKit(primary="#101418", secondary="#20262c", accent="#30363c")


@pytest.mark.parametrize("kit", [BrandKit(), DARK_BRAND], ids=["plain", "dark brand"])
@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize(
    ("left", "right", "own_ground"),
    [
        ("#111111", "#111111", ""),
        ("#ffffff", "#ffffff", ""),
        ("#ffffff", "#14213d", ""),
        ("#e8412a", "#111111", ""),
        ("#ffd02e", "#ffd02e", ""),
        ("#f3f6ff", "#f3f6ff", "#0d1526"),
        ("#1f2c48", "#1f2c48", "#0d1526"),
    ],
)
def test_that_every_part_of_a_logo_stands_out_in_every_style(
    left: str, right: str, own_ground: str, style: Style, kit: BrandKit
) -> None:
    mark = Image.new("RGBA", (320, 120), own_ground or (0, 0, 0, 0))
    for at, colour in ((0, left), (200, right)):
        ImageDraw.Draw(mark).ellipse((at, 0, at + 119, 119), fill=colour)
    picture = with_logo(mark, style, kit)
    start, middle = SAFE.right - 320, SAFE.top + 60
    edges = [((start + 114, middle), (start + 126, middle)), ((start + 206, middle), (start + 194, middle))]
    if own_ground:
        edges = [((start + 4, SAFE.top + 4), (start - 5, SAFE.top + 4))]
    for inside, outside in edges:
        one, other = (colour_at(picture, *at) for at in (inside, outside))
        assert contrast(one, other) >= 2, (one, other)


@pytest.mark.parametrize("style", Style)
def test_that_a_logo_that_stands_out_gets_no_plate(style: Style) -> None:
    mark = Image.new("RGBA", (320, 120))
    ImageDraw.Draw(mark).ellipse((0, 0, 319, 119), fill="#008ad0")
    corner = (SAFE.right - 318, SAFE.top + 2)
    bare = with_logo(Image.new("RGBA", (320, 120)), style, BrandKit())
    assert colour_at(with_logo(mark, style, BrandKit()), *corner) == colour_at(bare, *corner)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_that_a_broken_logo_is_left_out(data: bytes) -> None:
    composed = compose(request(ImageType.INFOGRAPHIC, brand=BrandKit(logo=data)), [block_cutout(300, 420)])
    assert composed.image.size == (2000, 2000)


def test_that_composing_nothing_is_a_defect() -> None:
    with pytest.raises(BugError):
        compose(request(ImageType.MAIN_IMAGE), [])


def test_that_scenes_are_there_small_and_chosen_sensibly() -> None:
    for scene in SCENES:
        assert resource_path("scenes", scene.file).stat().st_size < 300_000
    assert scene_for(Style.PREMIUM, "Furniture Oak Stool").file in {"room.jpg", "loft.jpg"}
    assert scene_for(Style.LIFESTYLE, "Mug").file in {"table.jpg", "kitchen.jpg"}
    assert scene_for(Style.TECHY, "Mug").file == "dark.jpg"
    for word in (
        "Stool",
        "Soap",
        "Watch",
        "Mug",
        "Garden",
        "Headphones",
        "Candle",
    ):  # several for each category
        assert len({scene_for(Style.LIFESTYLE, f"{word} {n}").file for n in range(20)}) >= 2, word
    assert {scene_for(style, "") for style in Style} <= set(SCENES)
