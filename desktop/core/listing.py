"""What goes to a marketplace and under which name: the chosen images of a pack, in selling order, within its limits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.core.marketplaces import RULES, Marketplace, Placement, is_clean, order_for
from desktop.core.pack import ImageType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.records import GeneratedImage, Photo

_RESERVED: Final = re.compile(r"^(con|prn|aux|nul|(com|lpt)[\d\u00b9\u00b2\u00b3])$", re.IGNORECASE)
"""Names Windows keeps for devices, whatever stands behind a dot
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""
_LONGEST_STEM: Final = 60
_NEEDED: Final = {
    ImageType.DIMENSION_DIAGRAM: (
        "dimensions",
        "It has no measurements to show. Add them and make it again.",
    ),
    ImageType.COMPARISON_CHART: ("comparison", "It has nothing to compare. Add points and make it again."),
}
"""Without these facts an image is a placeholder that asks for them, and nothing to sell with."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One picture of a listing. ``kind`` is its type in the pack, or ``PHOTO``; ``source`` its bytes' SHA-256."""

    kind: str
    source: str
    file_stem: str
    placement: Placement
    needs_check: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A picture that stays behind, and why."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All pictures for one marketplace, the main one first."""

    marketplace: Marketplace | None
    pictures: tuple[Listed, ...]
    left_out: tuple[LeftOut, ...]


PHOTO: Final = "PHOTO"
"""The kind of a customer's own photo, where only such may stand beside the main image."""


def listing_of(
    images: Sequence[GeneratedImage],
    photos: Sequence[Photo],
    marketplace: Marketplace | None,
    name: str,
    asin: str = "",
) -> Listing:
    """Choose and name the pictures of a project; ``marketplace`` None takes everything as it is.

    Args:
        images: all versions; of each type the chosen one counts.
        photos: the project's own, in their order.
        marketplace: where they go.
        name: the product's.
        asin: Amazon's number, which takes the name's place there.
    """
    chosen = {image.image_type: image for image in images if image.chosen}
    left_out = [
        LeftOut(kind.value, "It hasn't been made yet.")
        for kind in order_for(marketplace)
        if kind.value not in chosen
    ]
    candidates: list[tuple[str, str, tuple[str, ...]]] = []
    for kind in order_for(marketplace):
        image = chosen.get(kind.value)
        if image is None:
            continue
        reason = _reason_against(image, marketplace)
        if reason:
            left_out.append(LeftOut(kind.value, reason))
        else:
            candidates.append((kind.value, image.blob_sha256, tuple(image.needs_check)))
    if marketplace is not None and not RULES[marketplace].takes_artwork:
        candidates += [(PHOTO, photo.blob_sha256, ()) for photo in photos]
    if marketplace is not None:
        most = 1 + RULES[marketplace].most_others
        left_out += [
            LeftOut(kind, f"{marketplace.label} takes {most} pictures at most.")
            for kind, _, _ in candidates[most:]
        ]
        candidates = candidates[:most]
    stem = asin or file_stem(name)
    pictures, numbers = [], iter(range(1, len(candidates) + 1))
    for shown, source, concerns in candidates:
        is_main = is_clean(shown)
        number = 0 if is_main else next(numbers)
        pictures.append(
            Listed(
                kind=shown,
                source=source,
                file_stem=_named(stem, shown, number, marketplace),
                placement=Placement.MAIN if is_main else Placement.OTHER,
                needs_check=concerns,
            )
        )
    return Listing(marketplace, tuple(pictures), tuple(left_out))


def _reason_against(image: GeneratedImage, marketplace: Marketplace | None) -> str:
    if marketplace is None:
        return ""
    if not RULES[marketplace].takes_artwork and not is_clean(image.image_type):
        return f"{marketplace.label} takes no added text or artwork."
    fact, reason = _NEEDED.get(ImageType(image.image_type), ("", ""))
    return reason if fact in image.asks else ""


def _named(stem: str, kind: str, number: int, marketplace: Marketplace | None) -> str:
    if marketplace is Marketplace.AMAZON:
        return f"{stem}.PT{number:02d}" if number else f"{stem}.MAIN"
    if marketplace is None:
        return f"{stem}-{ImageType(kind).slug}"
    if not number:
        return f"{stem}-{ImageType.MAIN_IMAGE.slug}"
    is_scene = marketplace is Marketplace.ETSY and kind == ImageType.LIFESTYLE
    return f"{stem}-image-{number}{'-illustrative' if is_scene else ''}"


def hyphened(text: str) -> str:
    """A text's words in lower case, with hyphens for all that stands between them.

    A sign that sits on a letter belongs to the word: Hindi and Thai write vowels that way.
    """
    plain = unicodedata.normalize("NFC", text.lower())
    kept = (c if c == "_" or unicodedata.category(c)[0] in "LNM" else " " for c in plain)
    return "-".join("".join(kept).split()).strip("-_")


def file_stem(name: str) -> str:
    """A product's name as every system takes it in a file's name; never empty."""
    stem = hyphened(name)
    while len(stem.encode()) > _LONGEST_STEM:
        stem = stem[:-1].rstrip("-_")
    if not stem:
        return "product"
    return f"{stem}-product" if _RESERVED.match(stem) else stem


def check_asin(asin: str) -> bool:
    """Whether it can be one of Amazon's numbers: ten letters and digits."""
    return re.fullmatch(r"[A-Z0-9]{10}", asin) is not None
