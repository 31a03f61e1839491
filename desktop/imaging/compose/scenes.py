"""The scenes a product can be stood in: our own renders, and what must be known about each to stand there believably.

All scenes share one camera: about ten degrees above level, which is how products on tables are photographed.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image

from desktop.core.pack import Style
from desktop.core.resources import resource_path
from desktop.imaging.compose.geometry import SIZE
from desktop.imaging.compose.palette import Theme, mix, rgb
from desktop.imaging.compose.pose import Pose
from desktop.imaging.compose.shadow import Light
from desktop.imaging.opening import on_white, open_photo


@dataclass(frozen=True, slots=True)
class Scene:
    """A backdrop. Positions and sizes are fractions of the frame.

    ``ground`` is where the middle of the product's foot stands; ``reach`` the largest (width, height) of a product;
    ``tinted`` says that the render is neutral and takes the palette's colours; ``mirror`` (0 to 1) is how much the
    ground reflects; ``shade`` is the colour of shadows. ``pose`` is that of the products it suits: a ``FLAT`` scene is
    a surface seen from straight above, with ``ground`` in the middle of the product.
    """

    file: str
    ground: tuple[float, float]
    reach: tuple[float, float]
    light: Light
    shade: str
    tinted: bool = False
    mirror: float = 0.0
    halo: float = 0.05
    pose: Pose = Pose.STANDING


def _standing(file: str, foot: float, light: Light, shade: str, *, mirror: float = 0.0) -> Scene:
    return Scene(file, (0.5, foot), (0.66, 0.66), light, shade, mirror=mirror)


def _flat(file: str, shade: str, *, tinted: bool = False) -> Scene:
    return Scene(file, (0.5, 0.5), (0.74, 0.78), Light(cast=0.5), shade, tinted=tinted, pose=Pose.FLAT)


PODIUM: Final = Scene(
    "podium.jpg", (0.5, 0.806), (0.60, 0.64), Light(0.46, 0.11, 0.40, 0.66), "#000000", tinted=True
)
STONE: Final = Scene("stone.jpg", (0.5, 0.835), (0.66, 0.64), Light(0.55, 0.12, 0.48, 0.74), "#2b2118")
TABLE: Final = Scene("table.jpg", (0.5, 0.835), (0.64, 0.64), Light(0.52, 0.12, 0.62, 0.9), "#1c0d04")
ROOM: Final = Scene("room.jpg", (0.5, 0.86), (0.66, 0.66), Light(0.52, 0.13, 0.62, 0.95), "#1a1009")
DARK: Final = Scene(
    "dark.jpg", (0.5, 0.83), (0.64, 0.62), Light(0.30, 0.10, 0.30, 0.9), "#000206", mirror=0.34
)
KITCHEN: Final = _standing("kitchen.jpg", 0.84, Light(0.52, 0.12, 0.5, 0.85), "#1a1612", mirror=0.1)
GARDEN: Final = _standing("garden.jpg", 0.84, Light(0.55, 0.13, 0.6, 0.9), "#15180c")
DESK: Final = _standing("desk.jpg", 0.84, Light(0.52, 0.12, 0.55, 0.85), "#14120f")
BATH: Final = _standing("bath.jpg", 0.84, Light(0.46, 0.12, 0.5, 0.8), "#23261f", mirror=0.14)
BOUTIQUE: Final = _standing("boutique.jpg", 0.84, Light(0.55, 0.13, 0.62, 0.9), "#2c150a")
LOFT: Final = _standing("loft.jpg", 0.84, Light(0.5, 0.13, 0.55, 0.85), "#21160c")
FLAT_WOOD: Final = _flat("flat-wood.jpg", "#170b04")
FLAT_LINEN: Final = _flat("flat-linen.jpg", "#1d1710")
FLAT_TINTED: Final = _flat("flat-linen.jpg", "#000000", tinted=True)

OWN: Final = Scene("", (0.5, 0.86), (0.6, 0.6), Light(0.5, 0.12, 0.42, 0.8), "#0c0c0e")
"""A photo of the owner's: light from the upper left and a ground in its lower part are assumed."""

SCENES: Final = (
    PODIUM, STONE, TABLE, ROOM, DARK, GARDEN, KITCHEN, DESK, BATH, BOUTIQUE, LOFT, FLAT_WOOD, FLAT_LINEN, FLAT_TINTED,
)  # fmt: skip

_BY_STYLE: Final = {
    Style.PREMIUM: (STONE, BOUTIQUE),
    Style.MINIMAL: (PODIUM,),
    Style.BOLD: (PODIUM,),
    Style.LIFESTYLE: (TABLE, DESK, LOFT),
    Style.TECHY: (DARK,),
    Style.COLORFUL: (PODIUM,),
}

_BY_WORD: Final[tuple[tuple[tuple[Scene, ...], tuple[str, ...]], ...]] = (
    (
        (ROOM, LOFT),
        (
            "stool",
            "chair",
            "furniture",
            "table lamp",
            "floor lamp",
            "shelf",
            "cabinet",
            "bench",
            "sofa",
            "rug",
            "basket",
            "luggage",
            "suitcase",
            "stroller",
            "pet bed",
            "hocker",
            "stuhl",
            "möbel",
            "lampe",
            "regal",
            "koffer",
        ),
    ),
    (
        (GARDEN, TABLE),
        (
            "outdoor",
            "garden",
            "camping",
            "hiking",
            "travel",
            "sport",
            "picnic",
            "plant",
            "wander",
            "garten",
            "reise",
        ),
    ),
    (
        (KITCHEN, TABLE),
        (
            "kitchen",
            "mug",
            "cup",
            "tea",
            "coffee",
            "food",
            "drink",
            "bowl",
            "pan",
            "pot",
            "snack",
            "bottle",
            "küche",
            "tasse",
            "becher",
            "kaffee",
            "flasche",
            "schüssel",
            "pfanne",
            "topf",
        ),
    ),
    (
        (BATH, STONE),
        (
            "beauty",
            "skin",
            "cosmetic",
            "perfume",
            "bath",
            "soap",
            "wellness",
            "health",
            "care",
            "kosmetik",
            "seife",
            "pflege",
            "bad",
        ),
    ),
    (
        (DESK, STONE),
        (
            "headphone",
            "audio",
            "electronic",
            "phone",
            "speaker",
            "computer",
            "camera",
            "office",
            "book",
            "stationery",
            "kopfhörer",
            "lautsprecher",
            "kamera",
            "büro",
            "buch",
        ),
    ),
    (
        (BOUTIQUE, STONE),
        (
            "jewel",
            "earring",
            "bracelet",
            "necklace",
            "watch",
            "fashion",
            "shoe",
            "bag",
            "glasses",
            "scarf",
            "belt",
            "wallet",
            "schmuck",
            "halskette",
            "uhr",
            "schuh",
            "tasche",
            "brille",
            "gürtel",
            "geldbeutel",
        ),
    ),
    ((TABLE, DESK), ("brush", "tool", "craft", "toy", "candle", "werkzeug", "spielzeug", "kerze", "bürste")),
)

_WORDED_STYLES: Final = frozenset({Style.PREMIUM, Style.LIFESTYLE})
"""Styles which leave the choice of scene to the product; the others have a look of their own."""

_FLAT_BY_STYLE: Final = {
    Style.PREMIUM: FLAT_LINEN,
    Style.MINIMAL: FLAT_TINTED,
    Style.BOLD: FLAT_TINTED,
    Style.LIFESTYLE: FLAT_WOOD,
    Style.TECHY: FLAT_TINTED,
    Style.COLORFUL: FLAT_TINTED,
}


def scene_for(style: Style, words: str, pose: Pose = Pose.STANDING) -> Scene:
    """Choose a scene by style and pose and, where the style leaves it open, by ``words`` (category and title).

    Among several that fit, the words choose one, always the same. A neutral podium stands under products that are
    seen from higher than the scenes' cameras look.
    """
    if pose is Pose.FLAT:
        flat = _FLAT_BY_STYLE[style]
        return flat if flat in SCENES else PODIUM
    if pose is Pose.OBLIQUE:
        return PODIUM
    fitting = _BY_STYLE[style]
    lowered = words.casefold()
    if style in _WORDED_STYLES:
        fitting = next((scenes for scenes, keys in _BY_WORD if any(key in lowered for key in keys)), fitting)
    there = [scene for scene in fitting if scene in SCENES] or [PODIUM]
    return there[zlib.crc32(lowered.encode()) % len(there)]


@lru_cache(maxsize=2)
def _backdrop(file: str) -> Image.Image:
    with Image.open(resource_path("scenes", file)) as opened:
        return opened.convert("RGB").resize((SIZE, SIZE), Image.Resampling.BICUBIC)


def own_backdrop(data: bytes) -> Image.Image:
    """The owner's photo as a backdrop: its middle, square, RGB 2000 x 2000.

    Raises:
        PhotoRefusedError: the photo can't be used.
    """
    photo = on_white(open_photo(data))
    side = min(photo.size)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return photo.resize(
        (SIZE, SIZE), Image.Resampling.LANCZOS, box=(left, top, left + side, top + side), reducing_gap=3.0
    )


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
