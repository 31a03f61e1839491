"""The few words of our own on pictures speak the brief's language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.pack import Brief, Dimensions, Feature, ImageType, Style
from desktop.imaging.compose.base import Job
from desktop.imaging.compose.registry import COMPOSERS
from desktop.imaging.compose.words import in_language, language_of
from tests.imaging.compose_kit import BARE, FULL, block_cutout, request

GERMAN = Brief(
    name="Trinkflasche",
    description="Die Flasche ist aus Stahl und hält den Tee warm.",
    features=(Feature("Mit Schlaufe", "Für unterwegs"),),
    dimensions=Dimensions(height=26.5),
)


@pytest.mark.parametrize(
    ("brief", "language"),
    [
        (GERMAN, "de"),
        (Brief(name="Größe L"), "de"),
        (FULL, "en"),
        (BARE, "en"),
        (Brief(name="زجاجة ماء"), "en"),
        (Brief(name="Bottle", description="Keeps the tea warm, and die-cast in Germany"), "en"),
    ],
)
def test_that_the_brief_tells_the_language(brief: Brief, language: str) -> None:
    assert language_of(brief) == language


def test_that_a_german_brief_gives_german_words_unless_the_request_says_otherwise() -> None:
    asked = request(ImageType.DIMENSION_DIAGRAM, GERMAN, Style.PREMIUM)
    cutout = block_cutout(300, 900)

    def said(job: Job) -> str:
        sheet = COMPOSERS[ImageType.DIMENSION_DIAGRAM].layout(job)
        return " ".join(
            piece.text for placed in sheet.texts for line in placed.block.lines for piece in line.pieces
        )

    german, english = said(Job.of(asked, [cutout])), said(Job.of(replace(asked, language="en"), [cutout]))
    assert "Abmessungen" in german
    assert "Höhe" in german
    assert "Dimensions" in english
    assert "Height" in english


def test_that_every_word_of_ours_has_its_german() -> None:
    for text in ("Others", "This product", "How it compares", "not stated", "Illustrative scene", "Category"):
        assert in_language(text, "de") != text
        assert in_language(text, "en") == text
