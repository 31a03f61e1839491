"""Images that keep and break marketplaces' rules, and a second opinion on their pixels."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from desktop.core.resources import resource_path

PHOTOS = Path(__file__).parent / "photos"
SIDE = 2000


def product(fill: float = 0.9, side: int = SIDE) -> Image.Image:
    """A shaded box with grain, alone on pure white; its height is that share of the frame."""
    picture = np.full((side, side, 3), 255, np.uint8)
    tall = round(side * fill)
    wide = tall // 2
    top, left = (side - tall) // 2, (side - wide) // 2
    shade = np.linspace(60, 170, wide)[None, :] + np.linspace(0, 30, tall)[:, None]
    grain = np.random.default_rng(7).normal(0, 4, (tall, wide))
    body = np.stack([shade + grain, (shade + grain) * 0.8, (shade + grain) * 0.6], axis=-1)
    picture[top : top + tall, left : left + wide] = np.clip(body, 0, 235)
    return Image.fromarray(picture)


def jpeg(image: Image.Image, **options: Any) -> bytes:
    return encoded(image, "JPEG", **({"quality": 92} | options))


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@cache
def font(size: int, name: str = "Inter-SemiBold.ttf") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(resource_path("fonts", name), size)


def with_text(
    image: Image.Image,
    text: str,
    size: int,
    colour: str = "black",
    name: str = "Inter-SemiBold.ttf",
    at: tuple[int, int] = (40, 30),
) -> Image.Image:
    """The same with a line of text in the corner; checks that it lies on white."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    box = draw.textbbox(at, text, font=font(size, name))
    left, top, right, bottom = box
    under = np.asarray(image.crop((round(left), round(top), round(right), round(bottom))))
    assert (under == 255).all(), "the text would touch the product"
    draw.text(at, text, font=font(size, name), fill=colour)
    return image


def independent_amazon_check(data: bytes) -> list[str]:
    """Amazon's figures for main images, measured another way than the product does; what is broken, in words.

    Pure white is demanded along all four edges and everywhere beyond a block of JPEG from the product; the
    product's extent is taken row by row and column by column.
    """
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG"
        values = np.asarray(image.convert("RGB"), np.int32)
    found = []
    if max(values.shape[:2]) < 1000:
        found.append("too small")
    edges = np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])
    if edges.sum() != edges.size * 255:
        found.append("an edge isn't white")
    darkness = 765 - values.sum(axis=2)
    rows, columns = np.nonzero((darkness > 40).any(axis=1))[0], np.nonzero((darkness > 40).any(axis=0))[0]
    if rows.size == 0:
        return [*found, "no product"]
    fill = max(
        (rows.max() - rows.min() + 1) / len(values), (columns.max() - columns.min() + 1) / len(values[0])
    )
    if fill < 0.85:
        found.append(f"fills only {fill:.3f}")
    # every row and column beyond the product's own, a block away, holds nothing but white
    outside = np.ones(darkness.shape, bool)
    outside[max(0, rows.min() - 16) : rows.max() + 17, max(0, columns.min() - 16) : columns.max() + 17] = (
        False
    )
    if darkness[outside].any():
        found.append("not white around the product")
    # inside that box: the running sum of darkness from the left edge stays 0 until 24 pixels before the product
    for line in range(rows.min(), rows.max() + 1, 5):
        shown = np.flatnonzero(darkness[max(0, line - 24) : line + 25].max(axis=0) > 15)
        first = shown[0] - 24 if shown.size else len(values[0])
        last = shown[-1] + 24 if shown.size else -1
        if darkness[line, : max(0, first)].any() or darkness[line, max(0, last + 1) :].any():
            found.append(f"a grey shade in line {line}")
            break
    return found
