"""Four images with text: a headline, and below it four views of the product with one feature each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from desktop.core.aplus import COLUMNS, MAX_COLUMN_CHARACTERS, longest_column
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet, shown_features, written_features
from desktop.imaging.compose.modules import pictures
from desktop.imaging.compose.modules.base import MODULE_SAFE, Painted, asks_for_text
from desktop.imaging.compose.modules.parts import (
    LEAST_TEXT,
    MIN_TEXT,
    body_style,
    bullet_style,
    headline_style,
    paint_words,
)
from desktop.imaging.compose.text import TextStyle, fit_text

if TYPE_CHECKING:
    from desktop.core.pack import Feature
    from desktop.imaging.compose.modules.base import ModuleJob
    from desktop.imaging.compose.modules.pictures import Picture

_GAP: Final = 40
_ENDLESS: Final = 20_000
_USUAL: Final = range(40, MIN_TEXT - 1, -2)
_TRIES: Final = ((0.5, _USUAL), (0.68, _USUAL), (0.72, range(MIN_TEXT - 2, LEAST_TEXT - 1, -2)))
"""Shares of the room below the headline for the words, and their sizes in pixels; what comes first is rather taken."""


@dataclass(slots=True)
class FourImagesSheet(Sheet):
    """A sheet with the pictures."""

    pictures: list[Picture] = field(default_factory=list)


class FourImagesWithText:
    """Columns of equal width; with fewer features the pictures stand taller."""

    def layout(self, job: ModuleJob) -> FourImagesSheet:
        """Headline, stages, a title and a text below each."""
        sheet, theme = FourImagesSheet(), job.theme
        grounds = (theme.ground_top, theme.ground_bottom)
        area = Box(MODULE_SAFE.left, MODULE_SAFE.top - 8, MODULE_SAFE.width, 170)
        placed = sheet.add(
            job.text.headline, headline_style(theme, 76, lines=2), area, theme.ink, *grounds, align="centre"
        )
        top = placed.box.bottom + 52 if placed.block.lines else MODULE_SAFE.top
        width = (MODULE_SAFE.width - (COLUMNS - 1) * _GAP) // COLUMNS
        lefts = [MODULE_SAFE.left + at * (width + _GAP) for at in range(COLUMNS)]
        features = shown_features(job.brief)[:COLUMNS]
        size, words = _size_for(features, width, MODULE_SAFE.bottom - top)
        height = min(MODULE_SAFE.bottom - top - (words + 36 if words else 0), round(width * 1.5))
        top += (MODULE_SAFE.bottom - top - height - (words + 36 if words else 0)) // 2
        stages = [Box(left, top, width, height) for left in lefts]
        sheet.pictures = pictures.views(job, stages)
        sheet.keep_clear += stages
        for feature, stage in zip(features, stages, strict=False):
            room = Box(stage.left, stage.bottom + 36, width, MODULE_SAFE.bottom - stage.bottom - 36)
            _place_words(sheet, job, feature, room, size)
        return sheet

    def paint(self, job: ModuleJob) -> Painted:
        """Paint ground, pictures and words."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        for picture in sheet.pictures:
            pictures.paint(canvas, job, picture, radius=theme.radius)
        paint_words(canvas, sheet.texts, (), theme.ink_accent)
        return Painted(canvas.image)

    def asks(self, job: ModuleJob) -> tuple[str, ...]:
        """Words within the limits, those of the features too, and features for the four texts."""
        features = shown_features(job.brief)
        told = asks_for_text(job)
        if longest_column(features) > MAX_COLUMN_CHARACTERS:
            told = ("text",)
        return (*told, *(() if len(features) >= COLUMNS else ("features",)))

    def words(self, job: ModuleJob) -> tuple[str, ...]:
        """The headline, and the features below the pictures."""
        return (job.text.headline, *written_features(job.brief, COLUMNS))


def _size_for(features: list[Feature], width: int, room: int) -> tuple[int, int]:
    """The words' size, and the height in pixels that the longest ones take; rather half of the room than more."""
    for share, sizes in _TRIES:
        for size in sizes:
            words = max((_height(feature, width, size) for feature in features), default=0)
            if words <= share * room:
                return size, words
    return size, round(share * room)


def _height(feature: Feature, width: int, size: int) -> int:
    title, text = _styles(size)
    head = fit_text(feature.title, title, width, _ENDLESS)
    told = fit_text(feature.text, text, width, _ENDLESS)
    return head.height + told.height + (12 if head.lines and told.lines else 0)


def _styles(size: int) -> tuple[TextStyle, TextStyle]:
    """Of a title and of the text below it."""
    least = min(size, MIN_TEXT)
    text = replace(body_style(max(least, round(size * 0.86))), min_size=least, max_lines=200)
    return replace(bullet_style(size), min_size=least, max_lines=200), text


def _place_words(sheet: Sheet, job: ModuleJob, feature: Feature, room: Box, size: int) -> None:
    """Title and text; one far beyond its limit is left out, as half a sentence says nothing (``asks`` tells of it)."""
    theme = job.theme
    grounds = (theme.ground_top, theme.ground_bottom)
    title, text = _styles(size)
    placed = sheet.add(feature.title, title, room, theme.ink, *grounds, align="centre")
    top = placed.box.bottom + 12 if placed.block.lines else room.top
    rest = Box(room.left, top, room.width, room.bottom - top)
    if not fit_text(feature.text, text, rest.width, rest.height).shortened:
        sheet.add(feature.text, text, rest, theme.ink_soft, *grounds, align="centre")
