"""The comparison chart: ours beside a neutral grey silhouette, in the seller's words; what is unknown is a dash.

Never a named competitor. Without points from the seller there is nothing to compare: the chart is a placeholder then,
which asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.cards import shared
from desktop.imaging.compose.fonts import STRONG, drawable
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet, shown_title
from desktop.imaging.compose.palette import mix, readable, rgb
from desktop.imaging.compose.parts import paint_card, paint_logo, paint_product, place_header, shade_tint
from desktop.imaging.compose.product import product_in
from desktop.imaging.compose.shadow import stand
from desktop.imaging.compose.text import TextStyle, fit_text

if TYPE_CHECKING:
    from desktop.imaging.compose.base import Job

_MAX_ROWS: Final = 12
_EMPTY_ROWS: Final = 3
"""Of the placeholder."""
_SIZES: Final = (60, 56, 52, 48, 44, 40, 36, 32, 28)
"""Of labels and values in pixels: the largest in which all of them fit."""
_ROW_PADDING: Final = 22
_LEAST_PICTURE: Final = 270
_SHORT: Final = 18
"""Characters up to which labels leave room for wider columns."""
_COLUMNS: Final = (600, 520)
"""Widths of our column and the others'."""
_WIDE_COLUMNS: Final = (680, 620)
"""The same with up to three rows: larger pictures."""
_BAND: Final = 118
_FOOT: Final = 64
_SILHOUETTE: Final = ("#c4c7cb", "#a9adb3")


Cell = str | bool | None


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
    empty: list[Box] = field(default_factory=list)
    """The placeholder's rows."""


class ComparisonChart:
    """A table of up to twelve rows; the fewer rows, the larger the pictures."""

    def layout(self, job: Job) -> ComparisonSheet:
        """Header, columns, pictures, rows."""
        sheet, rows = ComparisonSheet(), rows_for(job)
        headline, title = job.say("How it compares"), shown_title(job.brief)
        header = place_header(sheet, job, headline, above=title, size=120, lines=1)
        top = header.bottom + 60
        area = Box(SAFE.left, top, SAFE.width, SAFE.bottom - (_FOOT if rows else 2 * _FOOT) - top)
        is_wide = len(rows) <= 3 and all(len(row.label) <= _SHORT for row in rows)
        ours, others = _WIDE_COLUMNS if is_wide else _COLUMNS
        widths = (area.width - ours - others - 20 - 40, ours - 64, others - 64)
        most = area.height - _BAND - 10 - _LEAST_PICTURE
        size, heights = _row_heights(rows, widths, area.height, most - 24)
        rows_height = sum(heights) + 24
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
        for row, height in zip(rows, heights, strict=False):
            box = Box(area.left, rows_top, area.width, height)
            sheet.rows.append((row, box))
            _place_row(sheet, job, row, box, size)
            rows_top += height
        if not rows:
            sheet.empty = [
                Box(area.left, rows_top + sum(heights[:at]), area.width, height)
                for at, height in enumerate(heights)
            ]
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
        title = shown_title(job.brief)
        if fit_text(title, style, name.width, name.height).shortened:  # it stands above the headline, too
            title = job.say("This product")
        sheet.add(title, style, name, theme.primary_ink, theme.primary, align="centre", y=0.5)
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
        for box in sheet.empty:
            _paint_empty(canvas, job, sheet, box)
        paint_logo(canvas, job)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:
        """The comparison's points, if there are none."""
        return () if job.brief.comparison else ("comparison",)


def rows_for(job: Job) -> list[Row]:
    """The seller's points, and nothing else."""
    points = [point for point in job.brief.comparison if drawable(point.label, STRONG)]
    return [Row(point.label, point.ours, point.others) for point in points[:_MAX_ROWS]]


def _row_heights(
    rows: list[Row], widths: tuple[int, int, int], height: int, most: int
) -> tuple[int, list[int]]:
    """The largest type in which all rows fit into ``most`` pixels, and how high each row is."""
    count = len(rows) or _EMPTY_ROWS
    usual = min(220, max(84, int(height * 0.55) // count))
    size, needs = _SIZES[0], [usual] * count
    for size in _SIZES:
        needs = [_needed(row, widths, size) for row in rows] or needs
        if sum(needs) <= most:
            break
    return size, shared(needs, min(most, max(usual * count, sum(needs))))


def _needed(row: Row, widths: tuple[int, int, int], size: int) -> int:
    texts = (row.label, row.ours, row.others)
    styles = (_label_style(size), _label_style(size), _others_style(size))
    heights = [
        fit_text(text, style, width, 20_000).height
        for text, style, width in zip(texts, styles, widths, strict=True)
        if isinstance(text, str)
    ]
    return max(heights) + 2 * _ROW_PADDING


def _label_style(size: int) -> TextStyle:
    """Long words make a label a little smaller before they are hyphenated."""
    return replace(roles.card_title(size, lines=40), min_size=max(28, round(0.78 * size)))


def _others_style(size: int) -> TextStyle:
    return replace(roles.body(size - 2, lines=40), min_size=max(26, round(0.78 * size)))


def _cells(sheet: ComparisonSheet, box: Box) -> tuple[Box, Box, Box]:
    label = Box(box.left, box.top, sheet.ours.left - box.left - 40, box.height)
    ours = Box(sheet.ours.left, box.top, sheet.ours.width, box.height)
    others = Box(sheet.others.left, box.top, sheet.others.width, box.height)
    return label, ours, others


def _place_row(sheet: ComparisonSheet, job: Job, row: Row, box: Box, size: int) -> None:
    theme = job.theme
    label, ours, others = _cells(sheet, box)
    grounds, inside = (theme.ground_top, theme.ground_bottom), (32, _ROW_PADDING - 4)
    style = _label_style(size)
    sheet.add(row.label, style, label.inset(0, inside[1]), theme.ink, *grounds, y=0.5)
    if isinstance(row.ours, str):
        sheet.add(row.ours, style, ours.inset(*inside), theme.card_ink, theme.card, align="centre", y=0.5)
    if isinstance(row.others, str):
        room, style = others.inset(*inside), _others_style(size)
        sheet.add(row.others, style, room, theme.ink_soft, *grounds, align="centre", y=0.5)


def _place_note(sheet: ComparisonSheet, job: Job, rows: list[Row]) -> None:
    """Say what a dash means wherever one is shown, and what the placeholder waits for."""
    theme, grounds = job.theme, (job.theme.ground_top, job.theme.ground_bottom)
    if not rows:
        area = Box(SAFE.left, SAFE.bottom - 60, SAFE.width, 60)
        asked = job.say("Add points to compare, then make this image again")
        sheet.add(asked, roles.caption(40), area, theme.ink_soft, *grounds, align="centre", y=1.0)
    if any(cell is None for row in rows for cell in (row.ours, row.others)):
        area = Box(SAFE.left, SAFE.bottom - 40, SAFE.width, 40)
        note = f"\u2013  {job.say('not stated')}"
        sheet.add(note, roles.caption(), area, theme.ink_soft, *grounds, y=1.0)


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


def _paint_empty(canvas: Canvas, job: Job, sheet: ComparisonSheet, box: Box) -> None:
    """Where a row will be: a bar for its words and a dot for each side."""
    theme = job.theme
    label, ours, others = _cells(sheet, box)
    pale = mix(theme.ink, theme.ground_bottom, 0.86)
    bar = label.centred(label.width * 3 // 4, 40, x=0.0)
    canvas.rounded(bar, 20, pale)
    canvas.disc(ours.centre_x, ours.centre_y, 30, mix(theme.card_ink, theme.card, 0.88))
    canvas.disc(others.centre_x, others.centre_y, 30, pale)


def paint_cell(canvas: Canvas, cell: Cell, box: Box, *, good: tuple[str, str], plain: str) -> None:
    """Paint a cell that holds no words; ``good`` is a check's disc and ink, ``plain`` the colour of other signs."""
    if isinstance(cell, str):
        return
    x, y, radius = box.centre_x, box.centre_y, min(36, box.height // 3)
    if cell is True:
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
