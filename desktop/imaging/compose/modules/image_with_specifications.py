"""Image with specifications: the product beside headline, text and a table of what the seller has stated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.fonts import BODY, STRONG, drawable
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet, shown_title, written_features, written_points
from desktop.imaging.compose.measures import both_units
from desktop.imaging.compose.modules import pictures
from desktop.imaging.compose.modules.base import MODULE_FRAME, asks_for_text
from desktop.imaging.compose.modules.parts import MIN_TEXT, WordColumn, paint_words
from desktop.imaging.compose.palette import mix
from desktop.imaging.compose.text import TextStyle, fit_text

if TYPE_CHECKING:
    from PIL import Image

    from desktop.imaging.compose.modules.base import ModuleJob
    from desktop.imaging.compose.modules.pictures import Picture

_SHARES: Final = (0.42, 0.34, 0.26, 0.2)
_MOST_ROWS: Final = 7
_ROW: Final = 84
_LONG: Final = 900
"""Beside a text of so many characters the table has fewer and lower rows."""
_LOW_ROW: Final = 56
_FEW_ROWS: Final = 4
_LABEL: Final = 0.4
"""Width of a row's label, as a share of the table's."""
_LABEL_STYLE: Final = TextStyle(STRONG, 34, MIN_TEXT, 2, 1.1)
_VALUE_STYLE: Final = TextStyle(BODY, 34, MIN_TEXT, 2, 1.1)


@dataclass(slots=True)
class SpecificationsSheet(Sheet):
    """A sheet with the picture, the rows' boxes, and the labels of the rows that found no room."""

    picture: Picture | None = None
    rows: list[Box] = field(default_factory=list)
    left_out: tuple[str, ...] = ()


class ImageWithSpecifications:
    """The stage on the left, words and table on the right."""

    def layout(self, job: ModuleJob) -> SpecificationsSheet:
        """Stage, words, rows."""
        for share, tight in [(share, False) for share in _SHARES] + [(_SHARES[-1], True)]:
            sheet, fits = _tried(job, share, tight=tight)
            if fits:
                break
        return sheet

    def paint(self, job: ModuleJob) -> Image.Image:
        """Paint ground, picture, rules and words."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        if sheet.picture:
            pictures.paint(canvas, job, sheet.picture)
        line = mix(theme.ink, theme.ground_bottom, 0.8)
        for at, row in enumerate(sheet.rows):
            canvas.rectangle(Box(row.left, row.top, row.width, 3), theme.ink_accent if at == 0 else line)
        paint_words(canvas, sheet.texts, (), theme.ink_accent)
        return canvas.image

    def asks(self, job: ModuleJob) -> tuple[str, ...]:
        """Words within the limits, and measurements when there are none."""
        return (*asks_for_text(job), *(() if job.brief.dimensions else ("dimensions",)))

    def words(self, job: ModuleJob) -> tuple[str, ...]:
        """Headline and text, and whatever may become a row."""
        brief = job.brief
        rows = (brief.title, brief.category, *written_features(brief), *written_points(brief))
        return (job.text.headline, job.body, *rows)


def left_out(job: ModuleJob) -> tuple[str, ...]:
    """The labels of the rows that the table has no room for."""
    return ImageWithSpecifications().layout(job).left_out


def specifications(job: ModuleJob) -> list[tuple[str, str]]:
    """Label and value of what the seller has stated; nothing is measured off a photo or guessed."""
    brief, say = job.brief, job.say
    found = [(say("Product"), shown_title(brief)), (say("Category"), brief.category)]
    if brief.dimensions:
        named = (
            ("Height", brief.dimensions.height),
            ("Width", brief.dimensions.width),
            ("Length", brief.dimensions.length),
        )
        found += [
            (say(label), " / ".join(both_units(value, brief.dimensions.unit, job.language)))
            for label, value in named
            if value
        ]
    found += [
        (feature.title, feature.text or say("Yes")) for feature in brief.features if feature.title.strip()
    ]
    found += [
        (point.label, point.ours) for point in brief.comparison if isinstance(point.ours, str) and point.ours
    ]
    seen: dict[str, str] = {}
    for label, value in found:
        if drawable(label, STRONG) and drawable(value, STRONG):
            seen.setdefault(label, value)
    return list(seen.items())


def _tried(job: ModuleJob, share: float, *, tight: bool) -> tuple[SpecificationsSheet, bool]:
    sheet, theme = SpecificationsSheet(), job.theme
    stage = Box(0, 0, round(MODULE_FRAME.width * share), MODULE_FRAME.height)
    sheet.picture = pictures.whole(job.product, stage)
    sheet.keep_clear.append(stage)
    area = Box(stage.right, 0, MODULE_FRAME.right - stage.right, MODULE_FRAME.height).inset(72, 72)
    long = len(job.body) > _LONG
    row = _LOW_ROW if long else _ROW
    stated = specifications(job)
    rows = [each for each in stated if _fits(*each, area.width, row)]
    rows = rows[: _FEW_ROWS if long else _MOST_ROWS]
    sheet.left_out = tuple(label for label, value in stated if (label, value) not in rows)
    table = row * len(rows)
    room = Box(area.left, area.top, area.width, area.height - table - (40 if rows else 0))
    grounds = (theme.ground_top, theme.ground_bottom)
    column = WordColumn(job, room, grounds, (theme.ink, theme.ink_soft), bullets=())
    fits = column.place(sheet, headline=72 if not long else 56, tight=tight)
    bottom = max((placed.box.bottom for placed in sheet.texts), default=room.top)
    top = min(area.bottom - table, bottom + max(40, (area.bottom - table - bottom) // 3))
    for at, (label, value) in enumerate(rows):
        box = Box(area.left, top + at * row, area.width, row)
        sheet.rows.append(box)
        _place_row(sheet, job, label, value, box)
    return sheet, fits


def _cells(box: Box) -> tuple[Box, Box]:
    """The rooms of a row's label and value."""
    wide = round(box.width * _LABEL)
    return (
        Box(box.left, box.top + 6, wide - 24, box.height - 9),
        Box(box.left + wide, box.top + 6, box.width - wide, box.height - 9),
    )


def _fits(label: str, value: str, width: int, height: int) -> bool:
    """Whether a row holds both; what is longer is no specification but a text, and isn't cut to be one."""
    rooms = _cells(Box(0, 0, width, height))
    return not any(
        fit_text(text, style, room.width, room.height).shortened
        for text, style, room in zip((label, value), (_LABEL_STYLE, _VALUE_STYLE), rooms, strict=True)
    )


def _place_row(sheet: SpecificationsSheet, job: ModuleJob, label: str, value: str, box: Box) -> None:
    theme = job.theme
    grounds = (theme.ground_top, theme.ground_bottom)
    left, right = _cells(box)
    sheet.add(label, _LABEL_STYLE, left, theme.ink, *grounds, y=0.5)
    sheet.add(value, _VALUE_STYLE, right, theme.ink_soft, *grounds, y=0.5)
