"""The comparison chart: ours beside a neutral grey silhouette, in the seller's words; what is unknown is a dash.

Never a named competitor. Without points from the seller only what is true anyway is shown: the seller's own features
and measurements, and the colours that can be seen in the photo, each with a dash on the other side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.fonts import STRONG, drawable
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet, shown_title
from desktop.imaging.compose.measures import both_units
from desktop.imaging.compose.palette import mix, readable, rgb
from desktop.imaging.compose.parts import paint_card, paint_logo, paint_product, place_header, shade_tint
from desktop.imaging.compose.product import product_in
from desktop.imaging.compose.shadow import stand

if TYPE_CHECKING:
    from desktop.imaging.compose.base import Job

_MAX_ROWS: Final = 9
_COLUMNS: Final = (600, 520)
"""Widths of our column and the others'."""
_WIDE_COLUMNS: Final = (680, 620)
"""The same with up to three rows: larger pictures."""
_BAND: Final = 118
_FOOT: Final = 64
_SILHOUETTE: Final = ("#c4c7cb", "#a9adb3")


@dataclass(frozen=True, slots=True)
class Swatches:
    """A cell which shows colours found in the photo."""

    colours: tuple[str, ...]


Cell = str | bool | Swatches | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a label and what each side has."""

    label: str
    ours: Cell
    others: Cell


@dataclass(slots=True)
class ComparisonSheet(Sheet):
    """A sheet with the two columns, the pictures on top of them, the name band, and every row's box."""

    ours: Box = SAFE
    others: Box = SAFE
    band: Box = SAFE
    product: Box = SAFE
    silhouette: Box = SAFE
    rows: list[tuple[Row, Box]] = field(default_factory=list)


class ComparisonChart:
    """A table of up to nine rows; the fewer rows, the larger the pictures."""

    def layout(self, job: Job) -> ComparisonSheet:
        """Header, columns, pictures, rows."""
        sheet, rows = ComparisonSheet(), rows_for(job)
        headline = job.say("How it compares" if job.brief.comparison else "At a glance")
        header = place_header(sheet, job, headline, above=shown_title(job.brief), size=120, lines=1)
        top = header.bottom + 60
        area = Box(SAFE.left, top, SAFE.width, SAFE.bottom - _FOOT - top)
        ours, others = _COLUMNS if len(rows) > 3 else _WIDE_COLUMNS
        row_height = min(220, max(100, int(area.height * 0.55) // max(1, len(rows))))
        rows_height = row_height * len(rows) + 24
        wanted = round((others - 110) / job.product.aspect) + 120
        picture_height = min(area.height - rows_height - _BAND - 10, max(360, wanted))
        spare = area.height - rows_height - _BAND - 10 - picture_height
        area = Box(area.left, area.top + spare // 2, area.width, area.height - spare)
        sheet.others = Box(area.right - others, area.top, others, area.height)
        sheet.ours = Box(sheet.others.left - ours - 20, area.top, ours, area.height)
        rows_top = area.bottom - rows_height
        sheet.band = Box(sheet.ours.left, rows_top - _BAND - 10, ours, _BAND)
        self._place_pictures(sheet, job, area.top, picture_height)
        self._place_names(sheet, job)
        for index, row in enumerate(rows):
            box = Box(area.left, rows_top + index * row_height, area.width, row_height)
            sheet.rows.append((row, box))
            _place_row(sheet, job, row, box)
        _place_note(sheet, job, rows)
        return sheet

    def _place_pictures(self, sheet: ComparisonSheet, job: Job, top: int, height: int) -> None:
        ours = Box(sheet.ours.left, top, sheet.ours.width, height).inset(56, 52)
        others = Box(sheet.others.left, top, sheet.others.width, height).inset(56, 52)
        common = Box(0, 0, min(ours.width, others.width), ours.height)
        sheet.product = product_in(ours.centred(common.width, common.height), job.product, y=0.6)
        sheet.silhouette = product_in(others.centred(common.width, common.height), job.product, y=0.6)
        sheet.keep_clear += [sheet.product, sheet.silhouette]

    def _place_names(self, sheet: ComparisonSheet, job: Job) -> None:
        theme = job.theme
        name = sheet.band.inset(28, 12)
        style = roles.card_title(46, lines=2)
        sheet.add(
            shown_title(job.brief), style, name, theme.primary_ink, theme.primary, align="centre", y=0.5
        )
        others = Box(sheet.others.left, sheet.band.top, sheet.others.width, sheet.band.height).inset(28, 12)
        grounds = (theme.ground_top, theme.ground_bottom)
        sheet.add(job.say("Others"), style, others, theme.ink_soft, *grounds, align="centre", y=0.5)

    def paint(self, job: Job) -> Image.Image:
        """Paint the columns, pictures, rows and texts."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        paint_card(canvas, theme, sheet.ours)
        stage = Box(
            sheet.ours.left, sheet.ours.top, sheet.ours.width, sheet.band.top - sheet.ours.top + theme.radius
        )
        canvas.stage(stage, theme.radius, theme.stage, theme.glow, centre=(0.5, 0.5))
        canvas.rectangle(Box(stage.left, sheet.band.bottom - 10, sheet.ours.width, theme.radius), theme.card)
        canvas.rectangle(sheet.band, theme.primary)
        paint_product(canvas, job, sheet.product)
        flat = silhouette_of(job, sheet.silhouette.width, sheet.silhouette.height)
        stand(canvas, flat, sheet.silhouette, strength=0.4, tint=shade_tint(theme))
        for index, (row, box) in enumerate(sheet.rows):
            _paint_row(canvas, job, sheet, row, box, is_first=index == 0)
        paint_logo(canvas, job)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:
        """The comparison's points, if there are none."""
        return () if job.brief.comparison else ("comparison",)


def rows_for(job: Job) -> list[Row]:
    """The seller's points; without any, what is known to be true of ours."""
    if job.brief.comparison:
        points = [point for point in job.brief.comparison if drawable(point.label, STRONG)]
        return [Row(point.label, point.ours, point.others) for point in points[:_MAX_ROWS]]
    rows = [
        Row(feature.title, ours=True, others=None) for feature in job.brief.features if feature.title.strip()
    ]
    rows += _measured_rows(job)
    if job.product.colours:
        label = "Colours in the photo" if len(job.product.colours) > 1 else "Colour in the photo"
        rows.append(Row(job.say(label), Swatches(job.product.colours), None))
    return rows[:_MAX_ROWS]


def _measured_rows(job: Job) -> list[Row]:
    brief = job.brief
    if brief.dimensions is None:
        return []
    known = (
        ("Height", brief.dimensions.height),
        ("Width", brief.dimensions.width),
        ("Length", brief.dimensions.length),
    )
    return [
        Row(job.say(label), " / ".join(both_units(value, brief.dimensions.unit)), None)
        for label, value in known
        if value
    ]


def _cells(sheet: ComparisonSheet, box: Box) -> tuple[Box, Box, Box]:
    label = Box(box.left, box.top, sheet.ours.left - box.left - 40, box.height)
    ours = Box(sheet.ours.left, box.top, sheet.ours.width, box.height)
    others = Box(sheet.others.left, box.top, sheet.others.width, box.height)
    return label, ours, others


def _place_row(sheet: ComparisonSheet, job: Job, row: Row, box: Box) -> None:
    theme = job.theme
    label, ours, others = _cells(sheet, box)
    grounds = (theme.ground_top, theme.ground_bottom)
    sheet.add(row.label, roles.card_title(48, lines=2), label.inset(0, 8), theme.ink, *grounds, y=0.5)
    if isinstance(row.ours, str):
        style = roles.card_title(46, lines=2)
        sheet.add(row.ours, style, ours.inset(32, 8), theme.card_ink, theme.card, align="centre", y=0.5)
    if isinstance(row.others, str):
        style = roles.body(44, lines=2)
        sheet.add(row.others, style, others.inset(32, 8), theme.ink_soft, *grounds, align="centre", y=0.5)


def _place_note(sheet: ComparisonSheet, job: Job, rows: list[Row]) -> None:
    """Say what a dash means wherever one is shown."""
    if any(cell is None for row in rows for cell in (row.ours, row.others)):
        theme = job.theme
        area = Box(SAFE.left, SAFE.bottom - 40, SAFE.width, 40)
        style = roles.caption()
        note, grounds = f"\u2013  {job.say('not stated')}", (theme.ground_top, theme.ground_bottom)
        sheet.add(note, style, area, theme.ink_soft, *grounds, y=1.0)


def _paint_row(
    canvas: Canvas, job: Job, sheet: ComparisonSheet, row: Row, box: Box, *, is_first: bool
) -> None:
    theme = job.theme
    label, ours, others = _cells(sheet, box)
    if not is_first:
        line = mix(theme.ink, theme.ground_bottom, 0.82)
        canvas.rectangle(Box(label.left, box.top - 1, label.width, 3), line)
        canvas.rectangle(Box(others.left + 20, box.top - 1, others.width - 20, 3), line)
        canvas.rectangle(
            Box(ours.left + 32, box.top - 1, ours.width - 64, 3), mix(theme.card_ink, theme.card, 0.88)
        )
    paint_cell(canvas, row.ours, ours, good=(theme.primary, theme.primary_ink), plain=theme.card_ink_soft)
    grey = mix(theme.ink_soft, theme.ground_bottom, 0.35)
    paint_cell(canvas, row.others, others, good=(grey, readable("#ffffff", grey)), plain=theme.ink_soft)


def paint_cell(canvas: Canvas, cell: Cell, box: Box, *, good: tuple[str, str], plain: str) -> None:
    """Paint a cell that holds no words; ``good`` is a check's disc and ink, ``plain`` the colour of other signs."""
    if isinstance(cell, str):
        return
    x, y, radius = box.centre_x, box.centre_y, min(36, box.height // 3)
    if isinstance(cell, Swatches):
        step = radius * 2 + 26
        start = x - step * (len(cell.colours) - 1) // 2
        for index, colour in enumerate(cell.colours):
            canvas.disc(start + index * step, y, radius + 4, mix(plain, "#ffffff", 0.5))
            canvas.disc(start + index * step, y, radius, colour)
    elif cell is True:
        canvas.disc(x, y, radius, good[0])
        canvas.sign("check", x, y, round(radius * 1.2), good[1])
    else:
        canvas.sign("cross" if cell is False else "dash", x, y, round(radius * 1.3), plain)


def silhouette_of(job: Job, width: int, height: int) -> Image.Image:
    """The outline of our own product in flat grey: it stands for others without showing any."""
    alpha = job.product.render(width, height).getchannel("A")
    light, dark = (rgb(colour) for colour in _SILHOUETTE)
    if job.theme.is_dark:
        light, dark = (rgb(mix(colour, job.theme.ground_bottom, 0.62)) for colour in _SILHOUETTE)
    ramp = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    shade = np.asarray(light, np.float32) * (1 - ramp) + np.asarray(dark, np.float32) * ramp
    flat = Image.fromarray(np.broadcast_to(shade, (height, width, 3)).astype(np.uint8))
    flat.putalpha(alpha)
    return flat
