"""The pack's definition: which images a pack has, in which styles, and what is known about a product.

Every room uses these words, so they live at the bottom and know nothing of databases or pixels.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


class ImageType(StrEnum):
    """One listing image of a pack; the value is the word used in the queue."""

    MAIN_IMAGE = "MAIN_IMAGE"
    INFOGRAPHIC = "INFOGRAPHIC"
    FEATURE_HIGHLIGHT = "FEATURE_HIGHLIGHT"
    LIFESTYLE = "LIFESTYLE"
    COMPARISON_CHART = "COMPARISON_CHART"
    DIMENSION_DIAGRAM = "DIMENSION_DIAGRAM"

    @property
    def slug(self) -> str:
        """The file name's stem, e.g. ``main-image``."""
        return self.value.lower().replace("_", "-")

    @property
    def label(self) -> str:
        """The name people read, e.g. ``Main image``."""
        return self.value.capitalize().replace("_", " ")


PACK_IMAGE_TYPES: Final = tuple(ImageType)
"""The six images of a complete pack, in the order in which their jobs are created."""


class Style(StrEnum):
    """The look of the composed images."""

    PREMIUM = "premium"
    MINIMAL = "minimal"
    BOLD = "bold"
    LIFESTYLE = "lifestyle"
    TECHY = "techy"
    COLORFUL = "colorful"


DEFAULT_STYLE: Final = Style.PREMIUM

MAX_NAME_CHARACTERS: Final = 255
MAX_DESCRIPTION_CHARACTERS: Final = 2000
MAX_PHOTOS: Final = 10
MAX_PHOTO_BYTES: Final = 40 * 1024 * 1024
MAX_FEATURES: Final = 12
MAX_FEATURES_CHARACTERS: Final = 4000
"""Of all features' words together, as ``width_of`` counts them: what one picture holds and can still be read."""
MAX_POINTS: Final = 12
MAX_POINTS_CHARACTERS: Final = 1100
"""Of all rows of the comparison together, each counted by its longest cell."""
MASTER_PIXELS: Final = 2000
"""Side of a finished listing image, in pixels; every marketplace takes 2000 x 2000."""


class PhotoRole(StrEnum):
    """What a photo is used for: ``auto`` leaves it to the engine, which takes the best one for the main image."""

    AUTO = "auto"
    MAIN = "main"
    DETAIL = "detail"
    UNUSED = "unused"


CENTIMETRES_PER_INCH: Final = 2.54
"""Exact by definition (international yard and pound agreement, 1959)."""


class Unit(StrEnum):
    """Unit in which a person typed the measurements."""

    CM = "cm"
    INCH = "in"


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Outer measurements as the seller states them, in ``unit``; a missing one is None, never guessed."""

    length: float | None = None
    width: float | None = None
    height: float | None = None
    unit: Unit = Unit.CM


@dataclass(frozen=True, slots=True)
class Feature:
    """One selling point in the seller's own words."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonPoint:
    """One row of the comparison: what ours has and what others have; None is unknown and shown as a dash."""

    label: str
    ours: str | bool | None = None
    others: str | bool | None = None


_WIDE: Final = frozenset("MW@\u2014\u2026")


def width_of(text: str) -> int:
    """Characters, ideographs and those nearly as wide counted twice."""
    return sum(
        2 if character in _WIDE or unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def features_width(features: Iterable[Feature]) -> int:
    """What counts against ``MAX_FEATURES_CHARACTERS``."""
    return sum(width_of(feature.title) + width_of(feature.text) for feature in features)


def points_width(points: Iterable[ComparisonPoint]) -> int:
    """What counts against ``MAX_POINTS_CHARACTERS``."""
    rows = ((point.label, point.ours, point.others) for point in points)
    return sum(max(width_of(cell) for cell in row if isinstance(cell, str)) for row in rows)


@dataclass(frozen=True, slots=True)
class Brief:
    """All that is known about a product; the images may say nothing beyond it."""

    name: str
    product_name: str = ""
    category: str = ""
    description: str = ""
    features: tuple[Feature, ...] = ()
    dimensions: Dimensions | None = None
    comparison: tuple[ComparisonPoint, ...] = ()

    @property
    def title(self) -> str:
        """What headlines call the product: its product name, or else the project's name."""
        return self.product_name or self.name


class BrandFont(StrEnum):
    """The typeface of a shop's headlines, out of those that are shipped; ``style`` leaves it to the style."""

    STYLE = "style"
    INTER = "inter"
    DM_SERIF = "dm-serif"
    FRAUNCES = "fraunces"
    ARCHIVO = "archivo"
    SPACE_GROTESK = "space-grotesk"
    OUTFIT = "outfit"

    @property
    def label(self) -> str:
        """The typeface's own name; the first one's is for whoever shows it to translate."""
        return _FONT_NAMES[self]


_FONT_NAMES: Final = {
    BrandFont.STYLE: "The style's own",
    BrandFont.INTER: "Inter",
    BrandFont.DM_SERIF: "DM Serif Display",
    BrandFont.FRAUNCES: "Fraunces",
    BrandFont.ARCHIVO: "Archivo",
    BrandFont.SPACE_GROTESK: "Space Grotesk",
    BrandFont.OUTFIT: "Outfit",
}


@dataclass(frozen=True, slots=True)
class BrandKit:
    """A shop's colours (``#RRGGBB``), its headlines' font, and its logo (image bytes, PNG with alpha preferred)."""

    primary: str = "#0066CC"
    secondary: str = "#333333"
    accent: str = "#FF6600"
    logo: bytes | None = field(default=None, repr=False)
    font: BrandFont = BrandFont.STYLE


DEFAULT_BRAND: Final = BrandKit()


def branded(own: BrandKit, primary: str, secondary: str, accent: str) -> BrandKit:
    """A project's own colours, and where it has none of its own these."""
    return replace(
        own,
        primary=own.primary if own.primary != DEFAULT_BRAND.primary else primary,
        secondary=own.secondary if own.secondary != DEFAULT_BRAND.secondary else secondary,
        accent=own.accent if own.accent != DEFAULT_BRAND.accent else accent,
    )
