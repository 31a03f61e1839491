"""Everything that the program takes in is shown whole, in every script: nothing cut off, overlapping or too small.

What is tried are the limits themselves: of a name, of all features, of all rows to compare, of a description.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import combinations, cycle
from typing import TYPE_CHECKING

import pytest

from desktop.core.pack import (
    MAX_DESCRIPTION_CHARACTERS,
    MAX_FEATURES,
    MAX_FEATURES_CHARACTERS,
    MAX_NAME_CHARACTERS,
    MAX_POINTS,
    MAX_POINTS_CHARACTERS,
    Brief,
    ComparisonPoint,
    Dimensions,
    Feature,
    ImageType,
    Style,
    features_width,
    width_of,
)
from desktop.imaging.compose.fonts import BODY, drawable
from desktop.imaging.compose.geometry import SAFE
from desktop.imaging.compose.registry import COMPOSERS
from desktop.services.projects import check_brief
from tests.imaging.compose_kit import block_cutout, job

if TYPE_CHECKING:
    from desktop.imaging.compose.layout import Sheet

SCRIPTS = {
    "english": "Cold drinks stay cold and hot ones hot, whatever the weather is like outside; the cap closes twice. ",
    "german": "Lebensmittelunbedenklichkeitsbescheinigung der Getränketemperaturerhaltungsvorrichtung, spülbar. ",
    "arabic": "قارورة للرحلات الطويلة تحفظ برودة المشروبات طوال اليوم (2x) ولا تسرب الماء ",
    "chinese": "绿茶包装每包独立包装适合每天饮用方便携带。双层钢壁保温保冷。",
    "hindi": "ठंडा पानी पूरे दिन ठंडा रहता है इसे थैले में लटकाएँ ",
    "emoji": "❄️ Cold for 24 h 🥶🧊 👍🏽 Leak-proof ✔️ 💦 → 🚫 ",
    "unbroken": "abcdefghijklmnoprstuvwxyzenirtsaeu",
    "capitals": "DOUBLE WALL OF STEEL KEEPS DRINKS COLD FOR A WHOLE DAY AND THE NIGHT AFTER THAT ",
    "widest": "W",
}
SHAPES = ((100, 400), (280, 300), (500, 100))
LEAST = 20
"""Pixels; on a picture 2000 pixels wide, and only where there are very many words."""


def words(script: str, most: int) -> str:
    """So many characters of a script, wide ones counted twice."""
    told = SCRIPTS[script]
    text = (told * (most // len(told) + 1))[:most]
    while width_of(text) > most:
        text = text[: len(text) * most // width_of(text)]
    return text.strip()


def repeated(script: str, most: int) -> str:
    """Exactly so many characters of a script."""
    return (SCRIPTS[script] * most)[:most]


def features(script: str, count: int, title: int, text: int) -> tuple[Feature, ...]:
    return tuple(Feature(words(script, title), words(script, text)) for _ in range(count))


def points(script: str, count: int, most: int) -> tuple[ComparisonPoint, ...]:
    return tuple(ComparisonPoint(*[words(script, most)] * 3) for _ in range(count))


def briefs(script: str) -> list[Brief]:
    """From a word to all that is allowed."""
    name = repeated(script, MAX_NAME_CHARACTERS)
    each = MAX_FEATURES_CHARACTERS // MAX_FEATURES
    return [
        Brief(words(script, 3), features=features(script, 1, 3, 0), comparison=points(script, 1, 3)),
        Brief("Flask", features=features(script, MAX_FEATURES, 3, 0)),
        Brief("Flask", category="Outdoor", features=features(script, MAX_FEATURES, each - 300, 300)),
        Brief("Flask", features=features(script, MAX_FEATURES, 255, each - 255)),
        Brief("Flask", features=features(script, 3, 255, 1000)),
        Brief(name, category=name, features=features(script, 1, 255, MAX_DESCRIPTION_CHARACTERS)),
        Brief(name, category=name, features=features(script, MAX_FEATURES, each - 300, 300)),
        Brief("Flask", features=features(script, 1, 60, 2000) + features(script, MAX_FEATURES - 1, 30, 100)),
        Brief(name, category=name, description=repeated(script, MAX_DESCRIPTION_CHARACTERS)),
        Brief(name, comparison=points(script, MAX_POINTS, MAX_POINTS_CHARACTERS // MAX_POINTS)),
        Brief("Flask", comparison=points(script, 4, 255)),
        Brief(name, dimensions=Dimensions(10265.75, 99999.5, 88888.25)),
    ]


def signs(*texts: str | bool | None) -> Counter[str]:
    """How often each sign is in texts, without spaces and hyphens, which line breaks take and give.

    Where Pillow can't join Arabic letters the joined ones are set: they count as the letters that they are.
    """
    shown = "".join(drawable(text, BODY) for text in texts if isinstance(text, str))
    shown = unicodedata.normalize("NFKC", shown)
    return Counter(sign for sign in shown if sign not in " -\u200c")


def promised(image_type: ImageType, brief: Brief) -> Counter[str]:
    """The signs that an image has to show."""
    told = brief.features[:1] if image_type is ImageType.FEATURE_HIGHLIGHT else brief.features
    if image_type in {ImageType.INFOGRAPHIC, ImageType.FEATURE_HIGHLIGHT}:
        said = [part for feature in told for part in (feature.title, feature.text)] or [brief.description]
        return signs(brief.title, *said)
    cells = [cell for point in brief.comparison for cell in (point.label, point.ours, point.others)]
    return signs(brief.title, *(cells if image_type is ImageType.COMPARISON_CHART else ()))


def faults(sheet: Sheet) -> list[str]:
    found = []
    for placed in sheet.texts:
        found += ["shortened"] * placed.block.shortened
        found += ["too small"] * (placed.block.size < LEAST)
        found += ["out of its box"] * (not placed.container.contains(placed.box))
        found += ["off the picture"] * (not SAFE.contains(placed.box))
        found += ["on the product"] * any(placed.box.overlaps(taken) for taken in sheet.keep_clear)
    found += ["overlapping" for one, other in combinations(sheet.texts, 2) if one.box.overlaps(other.box)]
    return found


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(
    "image_type",
    [
        ImageType.INFOGRAPHIC,
        ImageType.FEATURE_HIGHLIGHT,
        ImageType.COMPARISON_CHART,
        ImageType.DIMENSION_DIAGRAM,
    ],
)
def test_that_all_that_is_accepted_is_shown_whole(image_type: ImageType, script: str) -> None:
    styles = cycle(Style)
    for number, brief in enumerate(briefs(script)):
        check_brief(brief)
        for shape in SHAPES:
            style = next(styles)
            sheet = COMPOSERS[image_type].layout(job(image_type, brief, style, block_cutout(*shape)))
            pieces = (piece for placed in sheet.texts for line in placed.block.lines for piece in line.pieces)
            assert not faults(sheet), (number, style, shape)
            assert not promised(image_type, brief) - signs(*(piece.text for piece in pieces)), (number, shape)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", Style)
def test_that_twelve_long_features_can_be_read(style: Style, shape: tuple[int, int]) -> None:
    brief = Brief("Flask", category="Outdoor", features=features("english", MAX_FEATURES, 30, 300))
    assert features_width(brief.features) <= MAX_FEATURES_CHARACTERS
    sheet = COMPOSERS[ImageType.INFOGRAPHIC].layout(
        job(ImageType.INFOGRAPHIC, brief, style, block_cutout(*shape))
    )
    assert min(placed.block.size for placed in sheet.texts) >= 22
    product = sheet.keep_clear[0]
    assert max(product.width, product.height) >= 250
