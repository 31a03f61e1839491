"""Image with bullets: words on a card in the brand's colour on the left, the product large on the right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.layout import Sheet
from desktop.imaging.compose.modules import pictures
from desktop.imaging.compose.modules.base import MODULE_FRAME, Painted, asks_for_text
from desktop.imaging.compose.modules.parts import WordColumn, paint_words

if TYPE_CHECKING:
    from desktop.imaging.compose.modules.base import ModuleJob
    from desktop.imaging.compose.modules.pictures import Picture

_SHARES: Final = (0.46, 0.54, 0.63, 0.74, 0.8)
"""Of the width, the words': the more there is to read the more."""
_WIDE: Final = 0.6


@dataclass(slots=True)
class BulletsSheet(Sheet):
    """A sheet with the words' panel, the picture and the bullets' marks."""

    panel: Box = MODULE_FRAME
    picture: Picture | None = None
    marks: list[tuple[int, int]] = field(default_factory=list)


class ImageWithBullets:
    """A panel of the primary colour, its words in the ink that reads on it."""

    def layout(self, job: ModuleJob) -> BulletsSheet:
        """Panel, words, product."""
        for share, tight in [(share, False) for share in _SHARES] + [(_SHARES[-1], True)]:
            sheet, fits = _tried(job, share, tight=tight)
            if fits:
                break
        return sheet

    def paint(self, job: ModuleJob) -> Painted:
        """Paint stage, product, panel and words."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        if sheet.picture:
            pictures.paint(canvas, job, sheet.picture)
        canvas.rectangle(sheet.panel, theme.primary)
        paint_words(canvas, sheet.texts, sheet.marks, theme.primary_ink)
        return Painted(canvas.image)

    def asks(self, job: ModuleJob) -> tuple[str, ...]:
        """Words within the limits, and features when there is nothing to list."""
        return (*asks_for_text(job), *(() if job.bullets else ("features",)))

    def words(self, job: ModuleJob) -> tuple[str, ...]:
        """Headline, text and bullets."""
        return job.own_words


def _tried(job: ModuleJob, share: float, *, tight: bool) -> tuple[BulletsSheet, bool]:
    """The layout with that share for the words, and whether all of them fit."""
    sheet, theme = BulletsSheet(), job.theme
    sheet.panel = Box(0, 0, round(MODULE_FRAME.width * share), MODULE_FRAME.height)
    stage = Box(sheet.panel.right, 0, MODULE_FRAME.right - sheet.panel.right, MODULE_FRAME.height)
    sheet.picture = pictures.whole(job.product, stage, 0.09)
    sheet.keep_clear.append(stage)
    margin = 60 if tight else 84
    column = WordColumn(
        job, sheet.panel.inset(margin, margin), (theme.primary,), (theme.primary_ink, theme.primary_ink)
    )
    fits = column.place(sheet, headline=80 if share < _WIDE else 64, tight=tight)
    sheet.marks = column.marks
    return sheet, fits
