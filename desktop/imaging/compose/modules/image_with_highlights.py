"""Image with highlights: headline and text above, the product between cards with one highlight each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet
from desktop.imaging.compose.modules import pictures
from desktop.imaging.compose.modules.base import MODULE_FRAME, MODULE_SAFE, Painted, asks_for_text
from desktop.imaging.compose.modules.parts import (
    MARK,
    MIN_TEXT,
    WordColumn,
    body_style,
    bullet_style,
    paint_words,
)
from desktop.imaging.compose.parts import paint_card
from desktop.imaging.compose.text import fit_text

if TYPE_CHECKING:
    from desktop.imaging.compose.modules.base import ModuleJob
    from desktop.imaging.compose.modules.pictures import Picture

_GAP: Final = 28
_MOST_CARDS: Final = 4
_MOST_CHARACTERS: Final = 110
"""Longer bullets are sentences, which no card holds well: then all of them go into the column."""
_STAGES: Final = (0.36, 0.3, 0.24)


@dataclass(frozen=True, slots=True)
class Highlight:
    """A card's words."""

    title: str
    text: str = ""


@dataclass(slots=True)
class HighlightsSheet(Sheet):
    """A sheet with the picture, the cards and their marks, and the marks of bullets in the column."""

    picture: Picture | None = None
    cards: list[Box] = field(default_factory=list)
    card_marks: list[tuple[int, int]] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)


class ImageWithHighlights:
    """Words on the left, the product in the middle, highlights on cards at the right."""

    def layout(self, job: ModuleJob) -> HighlightsSheet:
        """Column, stage, cards."""
        chosen = highlights_of(job)
        tries = [(cards, share, False) for cards in ((chosen, ()) if chosen else ((),)) for share in _STAGES]
        for cards, share, tight in [*tries, ((), _STAGES[-1], True)]:
            sheet, fits = _tried(job, share, cards, tight=tight)
            if fits:
                break
        return sheet

    def paint(self, job: ModuleJob) -> Painted:
        """Paint ground, stage, cards and words."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        if sheet.picture:
            pictures.paint(canvas, job, sheet.picture)
        for card in sheet.cards:
            paint_card(canvas, theme, card)
        paint_words(canvas, sheet.texts, sheet.marks, theme.ink_accent)
        for x, y in sheet.card_marks:
            canvas.disc(x, y, MARK * 3 // 4, theme.accents[0])
            canvas.sign("check", x, y, MARK * 3 // 4, theme.accent_inks[0])
        return Painted(canvas.image, _left_out(job, sheet))

    def asks(self, job: ModuleJob) -> tuple[str, ...]:
        """Words within the limits, and features when there is nothing to highlight."""
        return (*asks_for_text(job), *(() if job.bullets else ("features",)))

    def words(self, job: ModuleJob) -> tuple[str, ...]:
        """Headline, text and bullets, and what features tell of these."""
        return (*job.own_words, *(each.text for each in highlights_of(job)))


def _tried(
    job: ModuleJob, share: float, chosen: tuple[Highlight, ...], *, tight: bool
) -> tuple[HighlightsSheet, bool]:
    """The layout with that share of the width for the stage, and whether all words fit; bullets without ``chosen``."""
    sheet, theme = HighlightsSheet(), job.theme
    cards_width = 560 if chosen else 0
    stage_width = round(MODULE_FRAME.width * share)
    right = MODULE_FRAME.right - (cards_width + 72 if chosen else 0)
    stage = Box(right - stage_width, 0, stage_width, MODULE_FRAME.height)
    sheet.picture = pictures.whole(job.product, stage, 0.08)
    sheet.keep_clear.append(stage)
    room = Box(MODULE_SAFE.left, MODULE_SAFE.top, stage.left - 60 - MODULE_SAFE.left, MODULE_SAFE.height)
    column = WordColumn(
        job,
        room,
        (theme.ground_top, theme.ground_bottom),
        (theme.ink, theme.ink_soft),
        bullets=() if chosen else None,
    )
    fits = column.place(sheet, headline=72, tight=tight)
    sheet.marks = column.marks
    if chosen:
        area = Box(stage.right + 36, MODULE_SAFE.top, cards_width, MODULE_SAFE.height)
        fits = _place_cards(sheet, job, chosen, area) and fits
    return sheet, fits


def _left_out(job: ModuleJob, sheet: HighlightsSheet) -> tuple[str, ...]:
    """The titles of the features whose texts the picture has no room for; what its running text says isn't missing."""
    shown = {each.title for each in highlights_of(job) if each.text} if sheet.cards else set()
    texts = _texts(job)
    return tuple(
        bullet
        for bullet in job.bullets
        if texts.get(bullet) and bullet not in shown and texts[bullet] not in job.body
    )


def _texts(job: ModuleJob) -> dict[str, str]:
    return {feature.title.strip(): feature.text.strip() for feature in job.brief.features}


def highlights_of(job: ModuleJob) -> tuple[Highlight, ...]:
    """The bullets as cards, with the text of the feature that a bullet names; none if they are too many or long."""
    bullets = job.bullets
    if not bullets or len(bullets) > _MOST_CARDS or max(map(len, bullets)) > _MOST_CHARACTERS:
        return ()
    texts = _texts(job)
    told = [texts.get(bullet, "") for bullet in bullets]
    return tuple(
        Highlight(bullet, text if len(text) <= _MOST_CHARACTERS else "")
        for bullet, text in zip(bullets, told, strict=True)
    )


def _place_cards(sheet: HighlightsSheet, job: ModuleJob, chosen: tuple[Highlight, ...], area: Box) -> bool:
    """Cards below each other, their words in one size; whether nothing had to be shortened."""
    height = min(330, (area.height - (len(chosen) - 1) * _GAP) // len(chosen))
    top = area.top + (area.height - height * len(chosen) - _GAP * (len(chosen) - 1)) // 2
    sheet.cards = [
        Box(area.left, top + at * (height + _GAP), area.width, height) for at in range(len(chosen))
    ]
    rooms = [Box(card.left + 112, card.top + 24, card.width - 148, card.height - 48) for card in sheet.cards]
    size = next(
        (
            size
            for size in range(42, MIN_TEXT, -2)
            if all(_needed(each, size, room) <= room.height for each, room in zip(chosen, rooms, strict=True))
        ),
        MIN_TEXT,
    )
    start = len(sheet.texts)
    for each, card, room in zip(chosen, sheet.cards, rooms, strict=True):
        _fill(sheet, job, each, room, size)
        sheet.card_marks.append((card.left + 60, card.centre_y))
    return not any(placed.block.shortened for placed in sheet.texts[start:])


def _needed(each: Highlight, size: int, room: Box) -> int:
    """Pixels that a card's words take at ``size``; more than any room if they had to shrink."""
    title = fit_text(each.title, bullet_style(size), room.width, 4000)
    text = fit_text(each.text, body_style(round(size * 0.82)), room.width, 4000)
    return title.height + (10 + text.height if text.lines else 0)


def _fill(sheet: HighlightsSheet, job: ModuleJob, each: Highlight, room: Box, size: int) -> None:
    theme, probe = job.theme, Sheet()
    title = probe.add(each.title, bullet_style(size), room, theme.card_ink, theme.card)
    bottom = title.box.bottom if title.block.lines else room.top
    rest = Box(room.left, bottom + 10, room.width, room.bottom - bottom - 10)
    if each.text and rest.height > MIN_TEXT:
        style = body_style(max(MIN_TEXT, round(size * 0.82)))
        placed = probe.add(each.text, style, rest, theme.card_ink_soft, theme.card)
        bottom = placed.box.bottom if placed.block.lines else bottom
    drop = max(0, (room.bottom - bottom) // 2)
    sheet.texts += [placed.moved(drop) for placed in probe.texts]
