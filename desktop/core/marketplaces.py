"""What each marketplace demands of its pictures, and which of a pack's images go there under which names.

The figures are the marketplaces' own, as published in 2025: a change of theirs is a change of one line here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.core.pack import PACK_IMAGE_TYPES, ImageType


class Marketplace(StrEnum):
    """Where images are sold with; the value is the word used on the command line."""

    AMAZON = "amazon"
    EBAY = "ebay"
    ETSY = "etsy"
    SHOPIFY = "shopify"

    @property
    def label(self) -> str:
        """The name as its owners write it."""
        return "eBay" if self is Marketplace.EBAY else self.value.capitalize()


DEFAULT_MARKETPLACE: Final = Marketplace.AMAZON


class Placement(StrEnum):
    """Whether a picture is the first one of a listing, which has rules of its own."""

    MAIN = "main"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rules:
    """One marketplace's rules. Sides are pixels of the longest side, ``None`` where there is no such rule.

    Args:
        export_side: what an exported image measures at most; smaller ones are never enlarged.
        cap_bytes: how large a file may be.
        most_others: pictures beside the main one.
        formats: what is taken, by Pillow's name of the format.
        least_side: below it a picture is refused; below ``good_side`` it can't be zoomed well.
        most_side: above it a picture is refused.
        most_pixels: the same for width times height.
        least_fill: the product's share of the frame in the direction in which it is larger, main image only.
        is_white: the main image's background must be pure white.
        takes_text_on_main: whether text and graphics may stand beside the product in the main image.
        takes_artwork: whether anything but clean photos may be shown at all.
        wants_square: other shapes are cut or shown with bars.
        takes_scene_first: whether a made-up scene may be the first picture.
    """

    marketplace: Marketplace
    export_side: int
    cap_bytes: int
    most_others: int
    formats: tuple[str, ...]
    least_side: int | None = None
    good_side: int | None = None
    most_side: int | None = None
    most_pixels: int | None = None
    least_fill: float | None = None
    is_white: bool = False
    takes_text_on_main: bool = True
    takes_artwork: bool = True
    wants_square: bool = True
    takes_scene_first: bool = True


_MB: Final = 1_000_000
"""Marketplaces don't say which megabyte they mean: the smaller one is safe."""

RULES: Final = {
    Marketplace.AMAZON: Rules(
        Marketplace.AMAZON,
        export_side=2000,
        cap_bytes=10 * _MB,
        most_others=8,
        formats=("JPEG", "PNG", "TIFF"),
        least_side=1000,
        good_side=1600,
        most_side=10_000,
        least_fill=0.85,
        is_white=True,
        takes_text_on_main=False,
    ),
    Marketplace.EBAY: Rules(
        Marketplace.EBAY,
        export_side=1600,
        cap_bytes=7 * _MB,
        most_others=12,
        formats=("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "HEIF"),
        least_side=500,
        good_side=1600,
        takes_text_on_main=False,
        takes_artwork=False,
        wants_square=False,
    ),
    Marketplace.ETSY: Rules(
        Marketplace.ETSY,
        export_side=2000,
        cap_bytes=20 * _MB,
        most_others=10,
        formats=("JPEG", "PNG"),
        good_side=2000,
        takes_scene_first=False,
    ),
    Marketplace.SHOPIFY: Rules(
        Marketplace.SHOPIFY,
        export_side=2048,
        cap_bytes=20 * _MB,
        most_others=250,
        formats=("JPEG", "PNG", "WEBP", "HEIF"),
        good_side=800,
        most_pixels=20_000_000,
    ),
}

SELLING_ORDER: Final = PACK_IMAGE_TYPES
"""Main image first, then what explains, as a buyer reads a listing."""

_ETSY_ORDER: Final = (
    *(kind for kind in PACK_IMAGE_TYPES if kind is not ImageType.LIFESTYLE),
    ImageType.LIFESTYLE,
)


def order_for(marketplace: Marketplace | None) -> tuple[ImageType, ...]:
    """The image types in the order in which they are listed; on Etsy a made-up scene comes last."""
    return _ETSY_ORDER if marketplace is Marketplace.ETSY else SELLING_ORDER


def is_clean(image_type: str) -> bool:
    """Whether an image of that type shows the product and nothing else: no text, no scene, no drawing."""
    return image_type == ImageType.MAIN_IMAGE


_SLOT: Final = re.compile(r"\.(main|pt\d\d)$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(^|[-_. ])image-\d+(-illustrative)?$", re.IGNORECASE)


def place_of_name(stem: str) -> tuple[Placement | None, ImageType | None]:
    """What a file's name without its extension says: ``hydro-main-image``, ``B0ABC.PT01``; None where it doesn't."""
    slot = _SLOT.search(stem)
    if slot is not None:
        return Placement.MAIN if slot[1].lower() == "main" else Placement.OTHER, None
    for kind in ImageType:
        if re.search(rf"(^|[-_. ]){kind.slug}([-_. (]|$)", stem, re.IGNORECASE):
            return Placement.MAIN if kind is ImageType.MAIN_IMAGE else Placement.OTHER, kind
    numbered = _NUMBERED.search(stem)
    if numbered is not None:
        return Placement.OTHER, ImageType.LIFESTYLE if numbered[2] else None
    return None, None
