"""Image with specifications: the product beside headline, text and a table of what the seller has stated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop.imaging.compose.bidi import is_rtl
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.fonts import BODY, STRONG, drawable
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet, shown_title, written_features, written_points
from desktop.imaging.compose.measures import both_units
from desktop.imaging.compose.modules import pictures
from desktop.imaging.compose.modules.base import MODULE_FRAME, Painted, asks_for_text
from desktop.imaging.compose.modules.parts import MIN_TEXT, WordColumn, paint_words
from desktop.imaging.compose.palette import mix
from desktop.imaging.compose.text import TextStyle, fit_text

if TYPE_CHECKING:
    from desktop.imaging.compose.fonts import Typeface
    from desktop.imaging.compose.modules.base import ModuleJob
    from desktop.imaging.compose.modules.pictures import Picture
    from desktop.imaging.compose.text import Align

_SHARES: Final = (0.42, 0.34, 0.26, 0.2)
_HIGH: Final = (588, 672)
"""How high the table may be; higher where something would find no room otherwise, or only in small letters."""
_PLEASANT: Final = 30
_LONG: Final = 900
_LOW: Final = (224,)
"""The same beside a text of so many characters."""
_SETTINGS: Final = ((34, 46), (34, 30), (34, 18), (30, 18), (26, 16), (MIN_TEXT, 12))
"""Size of the table's words, and the room above and below them together: the first in which all rows have room."""
_LINES: Final = 2
"""What is longer is no specification but a text, and isn't cut to be one."""
_LABEL: Final = 0.4
"""Width of a row's label, as a share of the table's."""


@dataclass(slots=True)
class SpecificationsSheet(Sheet):
    """A sheet with the picture, the rows' boxes, their words' size, and the labels of those without room."""

    picture: Picture | None = None
    rows: list[Box] = field(default_factory=list)
    size: int = 0
    left_out: tuple[str, ...] = ()


class ImageWithSpecifications:
    """The stage on the left, words and table on the right."""

    def layout(self, job: ModuleJob) -> SpecificationsSheet:
        """Stage, words, and rows as high as holds all that is stated."""
        lowest, *higher = _LOW if len(job.body) > _LONG else _HIGH
        best, _ = _with_table(job, lowest)
        for height in higher:
            if not best.left_out and best.size >= _PLEASANT:
                break
            sheet, fits = _with_table(job, height)
            if fits and (len(sheet.left_out), -sheet.size) < (len(best.left_out), -best.size):
                best = sheet
        return best

    def paint(self, job: ModuleJob) -> Painted:
        """Paint ground, picture, rules and words."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        if sheet.picture:
            pictures.paint(canvas, job, sheet.picture)
        line = mix(theme.ink, theme.ground_bottom, 0.8)
        for at, row in enumerate(sheet.rows):
            canvas.rectangle(Box(row.left, row.top, row.width, 3), theme.ink_accent if at == 0 else line)
        paint_words(canvas, sheet.texts, (), theme.ink_accent)
        return Painted(canvas.image, sheet.left_out)

    def asks(self, job: ModuleJob) -> tuple[str, ...]:
        """Words within the limits, and measurements when there are none."""
        return (*asks_for_text(job), *(() if job.brief.dimensions else ("dimensions",)))

    def words(self, job: ModuleJob) -> tuple[str, ...]:
        """Headline and text, and whatever may become a row."""
        brief = job.brief
        rows = (brief.title, brief.category, *written_features(brief), *written_points(brief))
        return (job.text.headline, job.body, *rows)


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


def _with_table(job: ModuleJob, height: int) -> tuple[SpecificationsSheet, bool]:
    """The layout with a table so high at most and as large a stage as the words allow, and whether they fit."""
    for share, tight in [(share, False) for share in _SHARES] + [(_SHARES[-1], True)]:
        sheet, fits = _tried(job, share, height, tight=tight)
        if fits:
            break
    return sheet, fits


def _tried(job: ModuleJob, share: float, height: int, *, tight: bool) -> tuple[SpecificationsSheet, bool]:
    sheet, theme = SpecificationsSheet(), job.theme
    stage = Box(0, 0, round(MODULE_FRAME.width * share), MODULE_FRAME.height)
    sheet.picture = pictures.whole(job.product, stage)
    sheet.keep_clear.append(stage)
    area = Box(stage.right, 0, MODULE_FRAME.right - stage.right, MODULE_FRAME.height).inset(72, 72)
    rows, sheet.size, sheet.left_out = _rows(specifications(job), area.width, height)
    table = sum(row.height for row in rows)
    room = Box(area.left, area.top, area.width, area.height - table - (40 if rows else 0))
    grounds = (theme.ground_top, theme.ground_bottom)
    column = WordColumn(job, room, grounds, (theme.ink, theme.ink_soft), bullets=())
    fits = column.place(sheet, headline=56 if len(job.body) > _LONG else 72, tight=tight)
    bottom = max((placed.box.bottom for placed in sheet.texts), default=room.top)
    top = min(area.bottom - table, bottom + max(40, (area.bottom - table - bottom) // 3))
    rtl = is_rtl(job.text.headline)
    for row in rows:
        box = Box(area.left, top, area.width, row.height)
        sheet.rows.append(box)
        label, value = _cells(box, rtl=rtl)
        for text, face, room, ink in (
            (row.label, STRONG, label, theme.ink),
            (row.value, BODY, value, theme.ink_soft),
        ):
            side: Align = "start" if is_rtl(text) is rtl else "end"
            sheet.add(text, _style(face, sheet.size), room, ink, *grounds, align=side, y=0.5)
        top = box.bottom
    return sheet, fits


class _Row(NamedTuple):
    label: str
    value: str
    height: int


def _rows(stated: list[tuple[str, str]], width: int, most: int) -> tuple[list[_Row], int, tuple[str, ...]]:
    """The rows of a table so high at most, the size of their words, and the labels that find no room."""
    # what fits in no size must not make the others small
    short = [each for each in stated if _needed(*each, width, MIN_TEXT)]
    for size, air in _SETTINGS:
        rows = [_Row(*each, needed + air) for each in short if (needed := _needed(*each, width, size))]
        if len(rows) == len(short) and sum(row.height for row in rows) <= most:
            break
    while sum(row.height for row in rows) > most:
        rows.pop()
    shown = {row.label for row in rows}
    return rows, size, tuple(label for label, _ in stated if label not in shown)


def _needed(label: str, value: str, width: int, size: int) -> int:
    """How high both are in lines of that size; 0 if they need too many."""
    blocks = [
        fit_text(text, _style(face, size), room.width, _LINES * size * 2)
        for (text, face), room in zip(
            ((label, STRONG), (value, BODY)), _cells(Box(0, 0, width, 0), rtl=False), strict=True
        )
    ]
    return 0 if any(block.shortened for block in blocks) else max(block.height for block in blocks)


def _style(face: Typeface, size: int) -> TextStyle:
    return TextStyle(face, size, size, _LINES, 1.1)


def _cells(box: Box, *, rtl: bool) -> tuple[Box, Box]:
    """The rooms of a row's label and value; the label stands where reading starts."""
    wide, top, height = round(box.width * _LABEL), box.top + 3, box.height - 3
    label = Box(box.right - wide + 24 if rtl else box.left, top, wide - 24, height)
    value = Box(box.left if rtl else box.left + wide, top, box.width - wide, height)
    return label, value
