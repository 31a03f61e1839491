"""What the compose tests share: products to compose with, and briefs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from desktop.core.pack import BrandKit, Brief, ComparisonPoint, Dimensions, Feature, ImageType, Style
from desktop.imaging.compose.base import Job
from desktop.imaging.contract import RenderRequest
from desktop.imaging.cutout import Cutout

PHOTOS = Path(__file__).parent / "photos"

FULL = Brief(
    name="Hydro",
    product_name="HYDRO Bottle",
    category="Kitchen",
    description="A bottle with a steel cap and a loop to carry it by.",
    features=(
        Feature("Carry loop", "Clip it to a bag or hold it with one finger"),
        Feature("Screw cap", "Closes with two turns"),
        Feature("Blue, matt", ""),
        Feature("Wide neck", "Takes ice cubes"),
    ),
    dimensions=Dimensions(width=7.3, height=26.5),
    comparison=(
        ComparisonPoint("Carry loop", ours=True, others=False),
        ComparisonPoint("Capacity", ours="750 ml", others="500 ml"),
        ComparisonPoint("Dishwasher", ours=True, others=None),
    ),
)
BARE = Brief(name="Hydro")


@cache
def photo_cutout(name: str) -> Cutout:
    """The product of a fixture photo, cut out with its exact mask."""
    with Image.open(PHOTOS / f"{name}.jpg") as photo, Image.open(PHOTOS / f"{name}_mask.png") as mask:
        picture = photo.convert("RGBA")
        picture.putalpha(mask.convert("L"))
    box = picture.getchannel("A").getbbox()
    assert box is not None
    return Cutout(picture.crop(box), picture.size, box)


@cache
def block_cutout(width: int, height: int, colour: tuple[int, int, int] = (40, 90, 160)) -> Cutout:
    """A plain block with a darker stripe; under its transparent rim lies loud magenta, which must never be seen."""
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., :3] = (255, 0, 255)
    inner = pixels[4:-4, 4:-4]
    inner[...] = (*colour, 255)
    inner[: max(1, height // 5), :, :3] = (20, 20, 24)
    return Cutout(Image.fromarray(pixels), (width, height), (0, 0, width, height))


def request(
    image_type: ImageType, brief: Brief = FULL, style: Style = Style.PREMIUM, brand: BrandKit | None = None
) -> RenderRequest:
    """A request without photos: composing doesn't look at them."""
    return RenderRequest(image_type, (), brief, style, brand or BrandKit())


def job(
    image_type: ImageType, brief: Brief, style: Style, cutout: Cutout, brand: BrandKit | None = None
) -> Job:
    """A job for looking at a layout."""
    return Job.of(request(image_type, brief, style, brand), [cutout])
