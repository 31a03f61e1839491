"""Comparison table: ours beside a grey silhouette that stands for others, row by row, in the seller's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.cards import shared
from desktop.imaging.compose.comparison_chart import Row, paint_cell, rows_for, silhouette_of
from desktop.imaging.compose.fonts import BODY, STRONG
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet, shown_title, written_points
from desktop.imaging.compose.modules.base import MODULE_SAFE, Painted, asks_for_text
from desktop.imaging.compose.modules.parts import MIN_TEXT, headline_style, paint_words
from desktop.imaging.compose.palette import mix, readable
from desktop.imaging.compose.parts import paint_card, paint_product, shade_tint
from desktop.imaging.compose.product import product_in
from desktop.imaging.compose.shadow import stand
from desktop.imaging.compose.text import TextStyle, fit_text

if TYPE_CHECKING:
    from desktop.imaging.compose.modules.base import ModuleJob

_COLUMNS: Final = (0.3, 0.26)
"""Widths of our column and the others', as shares of the table's."""
_EVEN_COLUMNS: Final = (0.34, 0.33)
"""The same where cells have more words than a line holds."""
_USUAL: Final = 700
"""Height of a few rows together; what many long ones need goes off the pictures."""
_LEAST_ABOVE: Final = 160
"""Height above the rows that is left to the names and the pictures."""
_SIZES: Final = (36, 34, 32, 30, 28, 26, 24, 22, 20)


@dataclass(slots=True)
class TableSheet(Sheet):
    """A sheet with the columns, the pictures on top of them, and every row's box."""

    ours: Box = MODULE_SAFE
    others: Box = MODULE_SAFE
    product: Box = MODULE_SAFE
    silhouette: Box = MODULE_SAFE
    rows: list[tuple[Row, Box]] = field(default_factory=list)


class ComparisonTable:
    """Labels on the left, our column on a card, the others' beside it."""

    def layout(self, job: ModuleJob) -> TableSheet:
        """Headline, columns, pictures, rows."""
        sheet, theme = TableSheet(), job.theme
        grounds = (theme.ground_top, theme.ground_bottom)
        rows = rows_for(job)
        table = MODULE_SAFE
        for shares in (_COLUMNS, _EVEN_COLUMNS):
            ours, others = (round(table.width * share) for share in shares)
            sheet.others = Box(table.right - others, table.top - 24, others, table.height + 48)
            sheet.ours = Box(sheet.others.left - ours - 16, table.top - 24, ours, table.height + 48)
            size, heights = _row_heights(sheet, rows, table.height - _LEAST_ABOVE)
            if size >= MIN_TEXT and sum(heights) <= _USUAL:
                break
        left = Box(table.left, table.top, sheet.ours.left - 48 - table.left, table.height)
        rows_top = table.bottom - sum(heights)
        head = Box(left.left, left.top, left.width, max(120, rows_top - left.top - 30))
        sheet.add(job.text.headline, headline_style(theme, 68, lines=4), head, theme.ink, *grounds, y=0.35)
        names = Box(0, rows_top - 92, 0, 84)
        title = shown_title(job.brief)
        self._place_pictures(sheet, job, names.top)
        style = TextStyle(STRONG, 36, MIN_TEXT, 2, 1.1)
        room = Box(sheet.ours.left, names.top, ours, names.height).inset(24, 4)
        if fit_text(title, style, room.width, room.height).shortened:
            title = job.say("This product")
        sheet.add(title, style, room, theme.card_ink, theme.card, align="centre", y=0.5)
        room = Box(sheet.others.left, names.top, others, names.height).inset(24, 4)
        sheet.add(job.say("Others"), style, room, theme.ink_soft, *grounds, align="centre", y=0.5)
        for each, height in zip(rows, heights, strict=True):
            box = Box(table.left, rows_top, table.width, height)
            sheet.rows.append((each, box))
            _place_row(sheet, job, each, box, size)
            rows_top += height
        return sheet

    def _place_pictures(self, sheet: TableSheet, job: ModuleJob, bottom: int) -> None:
        height = max(60, bottom - sheet.ours.top - 60)
        room = Box(sheet.ours.left, sheet.ours.top + 36, min(sheet.ours.width, sheet.others.width), height)
        room = room.inset(36, 0)
        centred = Box(sheet.ours.centre_x - room.width // 2, room.top, room.width, room.height)
        sheet.product = product_in(centred, job.product, y=0.7)
        beside = Box(sheet.others.centre_x - room.width // 2, room.top, room.width, room.height)
        sheet.silhouette = product_in(beside, job.product, y=0.7)
        sheet.keep_clear += [sheet.product, sheet.silhouette]

    def paint(self, job: ModuleJob) -> Painted:
        """Paint the columns, pictures, rows and words."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        paint_card(canvas, theme, sheet.ours)
        paint_product(canvas, job, sheet.product)
        flat = silhouette_of(job, sheet.silhouette.width, sheet.silhouette.height)
        stand(canvas, flat, sheet.silhouette, strength=0.4, tint=shade_tint(theme))
        grey = mix(theme.ink_soft, theme.ground_bottom, 0.35)
        for row, box in sheet.rows:
            line = mix(theme.ink, theme.ground_bottom, 0.84)
            canvas.rectangle(Box(box.left, box.top, sheet.ours.left - 40 - box.left, 3), line)
            canvas.rectangle(Box(sheet.others.left + 12, box.top, sheet.others.width - 12, 3), line)
            inner = mix(theme.card_ink, theme.card, 0.88)
            canvas.rectangle(Box(sheet.ours.left + 24, box.top, sheet.ours.width - 48, 3), inner)
            ours, others = _cells(sheet, box)
            paint_cell(
                canvas, row.ours, ours, good=(theme.primary, theme.primary_ink), plain=theme.card_ink_soft
            )
            paint_cell(
                canvas, row.others, others, good=(grey, readable("#ffffff", grey)), plain=theme.ink_soft
            )
        paint_words(canvas, sheet.texts, (), theme.ink_accent)
        return Painted(canvas.image)

    def asks(self, job: ModuleJob) -> tuple[str, ...]:
        """A headline within the limits, and the comparison's points, if none can be shown."""
        return (*asks_for_text(job), *(() if rows_for(job) else ("comparison",)))

    def words(self, job: ModuleJob) -> tuple[str, ...]:
        """The headline, the name and the points."""
        return (job.text.headline, job.brief.title, *written_points(job.brief))


def _cells(sheet: TableSheet, box: Box) -> tuple[Box, Box]:
    return (
        Box(sheet.ours.left, box.top, sheet.ours.width, box.height),
        Box(sheet.others.left, box.top, sheet.others.width, box.height),
    )


def _styles(size: int) -> tuple[TextStyle, TextStyle]:
    """Of labels and our values, and of the others' values."""
    least = min(size, max(MIN_TEXT, round(0.8 * size)))
    return TextStyle(STRONG, size, least, 60, 1.12), TextStyle(BODY, max(20, size - 2), least, 60, 1.12)


def _row_heights(sheet: TableSheet, rows: list[Row], most: int) -> tuple[int, list[int]]:
    """The largest size in which all rows fit, and how high each is; smaller than usual only if they need it."""
    usual = min(150, _USUAL // max(1, len(rows)))
    for size in _SIZES:
        needs = [_needed(sheet, row, size) for row in rows]
        if max(needs, default=0) <= usual:
            return size, [usual] * len(rows)
        if size <= MIN_TEXT and sum(needs) <= most:
            return size, shared(needs, max(_USUAL, sum(needs)))
    return _SIZES[-1], shared(needs, most)


def _needed(sheet: TableSheet, row: Row, size: int) -> int:
    strong, plain = _styles(size)
    label = sheet.ours.left - 48 - MODULE_SAFE.left
    cells = (
        (row.label, strong, label),
        (row.ours, strong, sheet.ours.width - 48),
        (row.others, plain, sheet.others.width - 48),
    )
    heights = [
        fit_text(text, style, width, 20_000).height for text, style, width in cells if isinstance(text, str)
    ]
    return max(heights) + 14


def _place_row(sheet: TableSheet, job: ModuleJob, row: Row, box: Box, size: int) -> None:
    theme = job.theme
    grounds = (theme.ground_top, theme.ground_bottom)
    label = Box(box.left, box.top + 6, sheet.ours.left - 48 - box.left, box.height - 9)
    ours, others = _cells(sheet, box)
    strong, plain = _styles(size)
    sheet.add(row.label, strong, label, theme.ink, *grounds, y=0.5)
    if isinstance(row.ours, str):
        sheet.add(row.ours, strong, ours.inset(24, 6), theme.card_ink, theme.card, align="centre", y=0.5)
    if isinstance(row.others, str):
        sheet.add(row.others, plain, others.inset(24, 6), theme.ink_soft, *grounds, align="centre", y=0.5)
