"""Image with sidebar: the product on a wide stage, headline, text and bullets in a column beside it."""

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

_SHARES: Final = (0.58, 0.5, 0.42, 0.34, 0.27)
"""Of the width, the stage's: the less the more there is to read."""
_LEAST_SHARE: Final = 0.2
_NARROW: Final = 0.4
"""A stage of less than this share stands beside much text, and the headline is smaller."""


@dataclass(slots=True)
class SidebarSheet(Sheet):
    """A sheet with the picture and the bullets' marks."""

    picture: Picture | None = None
    marks: list[tuple[int, int]] = field(default_factory=list)


class ImageWithSidebar:
    """The stage on the left, at most three fifths of the width."""

    def layout(self, job: ModuleJob) -> SidebarSheet:
        """Stage, product, column."""
        for share, tight in [(share, False) for share in _SHARES] + [(_LEAST_SHARE, True)]:
            sheet, fits = _tried(job, share, tight=tight)
            if fits:
                break
        return sheet

    def paint(self, job: ModuleJob) -> Painted:
        """Paint ground, stage, product and words."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        if sheet.picture:
            pictures.paint(canvas, job, sheet.picture)
        paint_words(canvas, sheet.texts, sheet.marks, theme.ink_accent)
        return Painted(canvas.image)

    def asks(self, job: ModuleJob) -> tuple[str, ...]:
        """Words within the limits."""
        return asks_for_text(job)

    def words(self, job: ModuleJob) -> tuple[str, ...]:
        """Headline, text and bullets."""
        return job.own_words


def _tried(job: ModuleJob, share: float, *, tight: bool) -> tuple[SidebarSheet, bool]:
    """The layout with that share for the stage, and whether all words fit."""
    sheet, theme = SidebarSheet(), job.theme
    stage = Box(0, 0, round(MODULE_FRAME.width * share), MODULE_FRAME.height)
    sheet.picture = pictures.whole(job.product, stage)
    sheet.keep_clear.append(stage)
    room = Box(stage.right, 0, MODULE_FRAME.right - stage.right, MODULE_FRAME.height).inset(72, 72)
    column = WordColumn(job, room, (theme.ground_top, theme.ground_bottom), (theme.ink, theme.ink_soft))
    fits = column.place(sheet, headline=80 if share > _NARROW else 64, tight=tight)
    sheet.marks = column.marks
    return sheet, fits
