"""The comparison chart: ours beside a neutral grey silhouette, in the seller's words; what is unknown is a dash.

Never a named competitor. Without points from the seller there is nothing to compare: the chart is a placeholder then,
which asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from desktop.core.pack import MAX_POINTS
from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.cards import shared
from desktop.imaging.compose.fonts import STRONG, drawable
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet, shown_title, written_points
from desktop.imaging.compose.palette import mix, readable, rgb
from desktop.imaging.compose.parts import paint_card, paint_logo, paint_product, place_header, shade_tint
from desktop.imaging.compose.product import product_in
from desktop.imaging.compose.shadow import stand
from desktop.imaging.compose.text import TextStyle, fit_text

if TYPE_CHECKING:
    from desktop.imaging.compose.base import Job

_EMPTY_ROWS: Final = 3
"""Of the placeholder."""
_SHORT: Final = 18
"""Characters up to which labels leave room for wider columns."""
_FOOT: Final = 64
_SILHOUETTE: Final = ("#c4c7cb", "#a9adb3")


Cell = str | bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a label and what each side has."""

    label: str
    ours: Cell
    others: Cell


@dataclass(frozen=True, slots=True)
class Look:
    """Measures of a table in pixels. ``ours`` and ``others`` are the widths of the two columns.

    ``sizes`` are those of labels and values: the largest in which all of them fit is taken.
    """

    ours: int = 600
    others: int = 520
    padding: int = 22
    inset: int = 32
    band: int = 118
    least_picture: int = 270
    header: int = 120
    below_header: int = 60
    sizes: tuple[int, ...] = (60, 56, 52, 48, 44, 40, 36, 32, 28)
    is_tight: bool = False

    def label_style(self, size: int) -> TextStyle:
        """Long words make a label a little smaller before they are hyphenated."""
        if self.is_tight:
            return replace(roles.small_title(size), balanced=True)
        return replace(roles.card_title(size, lines=40), min_size=max(28, round(0.78 * size)))

    def others_style(self, size: int) -> TextStyle:
        """Of the others' values."""
        if self.is_tight:
            return replace(roles.small_body(size), leading=1.2, balanced=True)
        return replace(roles.body(size - 2, lines=40), min_size=max(26, round(0.78 * size)))


_CALM: Final = Look()
_WIDE: Final = Look(ours=680, others=620)
"""With up to three rows: larger pictures."""
_TIGHT: Final = Look(
    ours=590,
    others=586,
    padding=12,
    inset=24,
    band=84,
    least_picture=220,
    header=76,
    below_header=44,
    sizes=(28, 26, 24, 22),
    is_tight=True,
)
"""For many rows with very much in them."""
_TIGHT_LABELS: Final = replace(_TIGHT, ours=380, others=340)
"""The same for long labels and short values."""
_DENSE: Final = replace(
    _TIGHT, padding=10, band=72, least_picture=130, header=64, below_header=36, sizes=(24, 22)
)
"""For a dozen rows with long words in all cells: the pictures are small then."""


@dataclass(slots=True)
class ComparisonSheet(Sheet):
    """A sheet with the two columns, the pictures on top of them, the name band, and every row's box."""

    look: Look = _CALM
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
        rows = rows_for(job)
        for look in _looks(rows):
            sheet, area = _begun(job, look, rows)
            widths = (area.width - look.ours - look.others - 60, look.ours, look.others)
            most = area.height - look.band - 10 - look.least_picture
            size, heights, fits = _row_heights(rows, look, widths, area.height, most - 24)
            if fits:
                break
        rows_height = sum(heights) + 24
        wanted = round((look.others - 110) / job.product.aspect) + 120
        picture_height = min(area.height - rows_height - look.band - 10, max(360, wanted))
        spare = area.height - rows_height - look.band - 10 - picture_height
        area = Box(area.left, area.top + spare // 2, area.width, area.height - spare)
        sheet.others = Box(area.right - look.others, area.top, look.others, area.height)
        sheet.ours = Box(sheet.others.left - look.ours - 20, area.top, look.ours, area.height)
        rows_top = area.bottom - rows_height
        sheet.band = Box(sheet.ours.left, rows_top - look.band - 10, look.ours, look.band)
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
        margin = 16 if sheet.look.is_tight else 52
        ours = Box(sheet.ours.left, top, sheet.ours.width, height).inset(56, margin)
        others = Box(sheet.others.left, top, sheet.others.width, height).inset(56, margin)
        common = Box(0, 0, min(ours.width, others.width), ours.height)
        sheet.product = product_in(ours.centred(common.width, common.height), job.product, y=0.6)
        sheet.silhouette = product_in(others.centred(common.width, common.height), job.product, y=0.6)
        sheet.keep_clear += [sheet.product, sheet.silhouette]

    def _place_names(self, sheet: ComparisonSheet, job: Job) -> None:
        theme = job.theme
        name = sheet.band.inset(28, 12)
        style = roles.card_title(36 if sheet.look.is_tight else 46, lines=2)
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
        """The comparison's points, if there are none that can be shown."""
        return () if rows_for(job) else ("comparison",)

    def words(self, job: Job) -> tuple[str, ...]:
        """The name and the points."""
        return (job.brief.title, *written_points(job.brief))


def rows_for(job: Job) -> list[Row]:
    """The seller's points, and nothing else."""
    points = [point for point in job.brief.comparison if drawable(point.label, STRONG)]
    return [Row(point.label, point.ours, point.others) for point in points[:MAX_POINTS]]


def _looks(rows: list[Row]) -> tuple[Look, ...]:
    """The ways in which a table with these rows may look, the first one rather than the others."""
    is_wide = len(rows) <= 3 and all(len(row.label) <= _SHORT for row in rows)
    return (_WIDE if is_wide else _CALM, _TIGHT, _TIGHT_LABELS, _DENSE)


def _begun(job: Job, look: Look, rows: list[Row]) -> tuple[ComparisonSheet, Box]:
    """A sheet with its header, and the area of pictures and rows."""
    sheet, headline, title = ComparisonSheet(look=look), job.say("How it compares"), shown_title(job.brief)
    header = place_header(sheet, job, headline, above=title, size=look.header, lines=1)
    top = header.bottom + look.below_header
    return sheet, Box(SAFE.left, top, SAFE.width, SAFE.bottom - (_FOOT if rows else 2 * _FOOT) - top)


def _row_heights(
    rows: list[Row], look: Look, widths: tuple[int, int, int], height: int, most: int
) -> tuple[int, list[int], bool]:
    """The largest type in which all rows fit into ``most`` pixels, how high each row is, and whether they fit."""
    count = len(rows) or _EMPTY_ROWS
    usual = min(220, max(84, int(height * 0.55) // count))
    size, needs = look.sizes[0], [usual] * count
    for size in look.sizes:
        needs = [_needed(row, look, widths, size) for row in rows] or needs
        if sum(needs) <= most:
            break
    fits = sum(needs) <= most
    return size, shared(needs, min(most, max(usual * count, sum(needs)))), fits


def _needed(row: Row, look: Look, widths: tuple[int, int, int], size: int) -> int:
    texts = (row.label, row.ours, row.others)
    styles = (look.label_style(size), look.label_style(size), look.others_style(size))
    insets = (0, 2 * look.inset, 2 * look.inset)
    heights = [
        fit_text(text, style, width - inset, 20_000).height
        for text, style, width, inset in zip(texts, styles, widths, insets, strict=True)
        if isinstance(text, str)
    ]
    return max(heights) + 2 * look.padding


def _cells(sheet: ComparisonSheet, box: Box) -> tuple[Box, Box, Box]:
    label = Box(box.left, box.top, sheet.ours.left - box.left - 40, box.height)
    ours = Box(sheet.ours.left, box.top, sheet.ours.width, box.height)
    others = Box(sheet.others.left, box.top, sheet.others.width, box.height)
    return label, ours, others


def _place_row(sheet: ComparisonSheet, job: Job, row: Row, box: Box, size: int) -> None:
    theme, look = job.theme, sheet.look
    label, ours, others = _cells(sheet, box)
    grounds, inside = (theme.ground_top, theme.ground_bottom), (look.inset, look.padding - 4)
    style = look.label_style(size)
    sheet.add(row.label, style, label.inset(0, inside[1]), theme.ink, *grounds, y=0.5)
    if isinstance(row.ours, str):
        sheet.add(row.ours, style, ours.inset(*inside), theme.card_ink, theme.card, align="centre", y=0.5)
    if isinstance(row.others, str):
        room, style = others.inset(*inside), look.others_style(size)
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
