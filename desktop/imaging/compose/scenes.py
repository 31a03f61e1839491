"""The scenes a product can be stood in: our own renders, and what must be known about each to stand there believably.

All scenes share one camera: about ten degrees above level, which is how products on tables are photographed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image

from desktop.core.pack import Style
from desktop.core.resources import resource_path
from desktop.imaging.compose.geometry import SIZE
from desktop.imaging.compose.palette import Theme, mix, rgb
from desktop.imaging.compose.shadow import Light


@dataclass(frozen=True, slots=True)
class Scene:
    """A backdrop. Positions and sizes are fractions of the frame.

    ``ground`` is where the middle of the product's foot stands; ``reach`` the largest (width, height) of a product;
    ``tinted`` says that the render is neutral and takes the palette's colours; ``mirror`` (0 to 1) is how much the
    ground reflects; ``shade`` is the colour of shadows.
    """

    file: str
    ground: tuple[float, float]
    reach: tuple[float, float]
    light: Light
    shade: str
    tinted: bool = False
    mirror: float = 0.0
    halo: float = 0.05


PODIUM: Final = Scene(
    "podium.jpg", (0.5, 0.806), (0.60, 0.64), Light(0.46, 0.11, 0.40, 0.66), "#000000", tinted=True
)
STONE: Final = Scene("stone.jpg", (0.5, 0.835), (0.66, 0.64), Light(0.55, 0.12, 0.48, 0.74), "#2b2118")
TABLE: Final = Scene("table.jpg", (0.5, 0.835), (0.64, 0.64), Light(0.52, 0.12, 0.62, 0.9), "#1c0d04")
ROOM: Final = Scene("room.jpg", (0.5, 0.86), (0.66, 0.66), Light(0.52, 0.13, 0.62, 0.95), "#1a1009")
DARK: Final = Scene(
    "dark.jpg", (0.5, 0.83), (0.64, 0.62), Light(0.30, 0.10, 0.30, 0.9), "#000206", mirror=0.34
)

SCENES: Final = (PODIUM, STONE, TABLE, ROOM, DARK)

_BY_STYLE: Final = {
    Style.PREMIUM: STONE,
    Style.MINIMAL: PODIUM,
    Style.BOLD: PODIUM,
    Style.LIFESTYLE: TABLE,
    Style.TECHY: DARK,
    Style.COLORFUL: PODIUM,
}

_BY_WORD: Final[tuple[tuple[Scene, tuple[str, ...]], ...]] = (
    (ROOM, ("stool", "chair", "furniture", "table lamp", "floor lamp", "shelf", "cabinet", "bench", "sofa", "rug",
            "basket", "luggage", "suitcase", "stroller", "pet bed")),
    (TABLE, ("kitchen", "bottle", "mug", "cup", "tea", "coffee", "food", "drink", "brush", "tool", "craft", "book",
             "stationery", "toy", "garden", "candle", "bowl", "pan", "pot", "snack", "outdoor")),
    (STONE, ("beauty", "skin", "cosmetic", "perfume", "jewel", "watch", "bath", "soap", "wellness", "health", "care",
             "headphone", "audio", "electronic", "phone", "speaker", "computer", "camera")),
)  # fmt: skip

_WORDED_STYLES: Final = frozenset({Style.PREMIUM, Style.LIFESTYLE})
"""Styles which leave the choice of scene to the product; the others have a look of their own."""


def scene_for(style: Style, words: str) -> Scene:
    """Choose a scene by style and, where the style leaves it open, by keywords in ``words`` (category and title)."""
    if style in _WORDED_STYLES:
        lowered = words.casefold()
        for scene, keys in _BY_WORD:
            if any(key in lowered for key in keys):
                return scene
    return _BY_STYLE[style]


@lru_cache(maxsize=2)
def _backdrop(file: str) -> Image.Image:
    with Image.open(resource_path("scenes", file)) as opened:
        return opened.convert("RGB").resize((SIZE, SIZE), Image.Resampling.BICUBIC)


def paint_backdrop(scene: Scene, theme: Theme) -> Image.Image:
    """A fresh copy of the scene, RGB 2000 x 2000, in the palette's colours if it is a neutral one."""
    picture = _backdrop(scene.file)
    if not scene.tinted:
        return picture.copy()
    grey = picture.getchannel("G")
    curves = _tint_curves(theme)
    return Image.merge("RGB", [grey.point(curve) for curve in curves])


def _tint_curves(theme: Theme) -> list[list[int]]:
    """For each channel a table from grey to the palette: shade, body and light of one coloured plaster."""
    body = {
        Style.MINIMAL: "#d9d8d4", Style.BOLD: theme.ground_top, Style.COLORFUL: "#c9b6ff",
    }.get(theme.style, theme.stage)  # fmt: skip
    if theme.style is Style.COLORFUL:
        body = mix(theme.primary, "#ffffff", 0.62)
    stops = [(0, "#000000"), (96, mix(body, "#140a20", 0.55)), (196, body), (255, mix(body, "#ffffff", 0.82))]
    table = []
    for channel in range(3):
        values = np.interp(
            np.arange(256), [at for at, _ in stops], [rgb(colour)[channel] for _, colour in stops]
        )
        table.append([round(float(value)) for value in values])
    return table
