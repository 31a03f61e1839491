"""Scenes: chosen by product, style and pose; the owner's own; and what makes a picture the same again."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from desktop.core.errors import PhotoRefusedError
from desktop.core.pack import Brief, ImageType, Style
from desktop.core.resources import resource_path
from desktop.imaging.compose.base import Job
from desktop.imaging.compose.composing import compose
from desktop.imaging.compose.geometry import FRAME
from desktop.imaging.compose.lifestyle import Lifestyle
from desktop.imaging.compose.pose import Pose, pose_of
from desktop.imaging.compose.product import Product
from desktop.imaging.compose.scenes import OWN, PODIUM, SCENES, scene_for
from desktop.imaging.cutout import Cutout
from desktop.imaging.render import CutoutCache, render_image
from tests.imaging.compose_kit import BARE, FULL, PHOTOS, photo_cutout, request


def drawn(*shapes: tuple[str, tuple[int, int, int, int]]) -> Product:
    """A product of ellipses and rectangles on 600 x 600 pixels."""
    picture = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for kind, box in shapes:
        (draw.ellipse if kind == "ellipse" else draw.rectangle)(box, fill=(90, 60, 40, 255))
    bounds = picture.getchannel("A").getbbox()
    assert bounds is not None
    return Product(Cutout(picture.crop(bounds), picture.size, bounds))


@pytest.mark.parametrize(
    ("name", "pose"),
    [
        ("bottle_wood", Pose.STANDING),
        ("mug_table", Pose.STANDING),
        ("stool_room", Pose.STANDING),
        ("phones_white", Pose.STANDING),
        ("box_room", Pose.STANDING),
        ("brush_wood", Pose.FLAT),
    ],
)
def test_that_the_outline_tells_the_pose(name: str, pose: Pose) -> None:
    assert pose_of(Product(photo_cutout(name))) is pose


def test_that_plates_pens_and_boxes_from_above_have_their_pose() -> None:
    assert pose_of(drawn(("ellipse", (50, 50, 550, 550)))) is Pose.FLAT
    assert (
        pose_of(drawn(("rectangle", (200, 50, 400, 250)), ("rectangle", (280, 250, 320, 590)))) is Pose.FLAT
    )
    assert (
        pose_of(drawn(("rectangle", (100, 100, 500, 400)), ("rectangle", (280, 400, 330, 470))))
        is Pose.OBLIQUE
    )
    assert pose_of(drawn(("rectangle", (100, 100, 500, 400)))) is Pose.STANDING


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("pose", Pose)
def test_that_every_style_has_a_scene_for_every_pose(style: Style, pose: Pose) -> None:
    for words in (
        "",
        "Kitchen mug",
        "Outdoor flask",
        "Garten",
        "Kopfhörer",
        "Soap",
        "Stool",
        "Watch",
        "Brush",
    ):
        scene = scene_for(style, words, pose)
        assert resource_path("scenes", scene.file).is_file()
        assert scene == scene_for(style, words, pose)
        assert pose is not Pose.OBLIQUE or scene is PODIUM
        assert scene.pose is not Pose.FLAT or pose is Pose.FLAT


def test_that_all_scenes_are_shipped_and_small() -> None:
    for scene in SCENES:
        file = resource_path("scenes", scene.file)
        assert file.is_file(), scene.file
        assert file.stat().st_size <= 400_000


@pytest.mark.parametrize("name", ["bottle_wood", "mug_table", "stool_room", "brush_wood"])
@pytest.mark.parametrize("style", [Style.PREMIUM, Style.LIFESTYLE, Style.BOLD])
def test_that_the_product_lies_or_stands_inside_the_frame_undistorted(name: str, style: Style) -> None:
    job = Job.of(request(ImageType.LIFESTYLE, FULL, style), [photo_cutout(name)])
    sheet = Lifestyle().layout(job)
    assert FRAME.contains(sheet.product)
    if not sheet.tilt:
        assert sheet.product.width / sheet.product.height == pytest.approx(job.product.aspect, rel=0.02)


def own_scene() -> bytes:
    picture = Image.new("RGB", (1600, 1000), (200, 190, 60))
    ImageDraw.Draw(picture).rectangle((0, 600, 1600, 1000), fill=(30, 90, 160))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def test_that_the_owners_scene_is_the_backdrop_and_the_product_stands_on_it() -> None:
    asked = replace(request(ImageType.LIFESTYLE, BARE), scene=own_scene())
    cutout = photo_cutout("bottle_wood")
    pixels = np.asarray(compose(asked, [cutout]).image)
    assert np.abs(pixels[60, 60].astype(int) - (200, 190, 60)).max() < 12
    assert np.abs(pixels[1940, 60].astype(int) - (30, 90, 160)).max() < 12
    sheet = Lifestyle().layout(Job.of(asked, [cutout]))
    assert sheet.scene is OWN
    middle = pixels[sheet.product.centre_y, sheet.product.centre_x]
    assert np.abs(middle.astype(int) - (200, 190, 60)).max() > 40


def test_that_a_scene_that_is_no_picture_is_refused_in_words() -> None:
    with pytest.raises(PhotoRefusedError):
        compose(replace(request(ImageType.LIFESTYLE, BARE), scene=b"no picture"), [photo_cutout("mug_table")])


def test_that_a_seed_makes_the_same_picture_and_stands_in_its_metadata() -> None:
    photo = (PHOTOS / "mug_table.jpg").read_bytes()
    cache = CutoutCache()
    asked = replace(request(ImageType.INFOGRAPHIC, Brief(name="Mug")), photos=(photo,))
    first, again = render_image(asked, cache=cache), render_image(asked, cache=cache)
    other = render_image(replace(asked, seed=7), cache=cache)
    assert first.data == again.data
    assert first.data != other.data
    with Image.open(io.BytesIO(first.data)) as opened:
        assert opened.info["comment"] == b"Packdesk seed=20"
        assert not opened.getexif()
        assert "icc_profile" not in opened.info
    with Image.open(io.BytesIO(other.data)) as opened:
        assert opened.info["comment"] == b"Packdesk seed=7"
