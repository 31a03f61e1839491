"""The dimension diagram: the product between dimension lines, in centimetres and inches.

Without measurements it is a placeholder, which asks for them: its lines carry words but no figures, as nothing is ever
measured off the photo.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.layout import Sheet, shown_title
from desktop.imaging.compose.measures import both_units
from desktop.imaging.compose.parts import paint_header_rule, paint_logo, paint_product, place_header
from desktop.imaging.compose.product import product_in
from desktop.imaging.compose.text import fit_text

if TYPE_CHECKING:
    from PIL import Image

    from desktop.core.pack import Dimensions
    from desktop.imaging.compose.base import Job
    from desktop.imaging.compose.parts import Header

_SIDE: Final = 410
"""Room in pixels beside the product for the height's (and the depth's) line and label."""
_BELOW: Final = 350
_OFFSET: Final = 64
"""Distance between product and dimension line."""
_THICK: Final = 5
_THIN: Final = 3
_FROM_ABOVE: Final = 1.07
"""Photos are taken from slightly above: the top of a thing adds to its height in the picture."""
_LEAST_LINE: Final = 72
_TAIL: Final = 52
"""Length of an arrow that points inwards."""
_OBLIQUE: Final = (180, 104)
"""Run and rise of the depth's line: about 30 degrees, as in an oblique drawing."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Which measurement goes where: (word, centimetres and inches or nothing) for each line; None is no line."""

    upright: tuple[str, tuple[str, ...]] | None
    across: tuple[str, tuple[str, ...]] | None
    depth: tuple[str, tuple[str, ...]] | None = None


@dataclass(slots=True)
class DimensionSheet(Sheet):
    """A sheet with stage, product and the three possible lines' end points."""

    header: Header | None = None
    stage: Box = SAFE
    product: Box = SAFE
    axes: Axes = field(default_factory=lambda: Axes(None, None))


class DimensionDiagram:
    """Height at the right, the visible width below, the depth as an oblique line at the lower left."""

    def layout(self, job: Job) -> DimensionSheet:
        """Header, stage, product, then a label for each line."""
        sheet, theme = DimensionSheet(), job.theme
        sheet.header = place_header(
            sheet, job, job.say("Dimensions"), above=shown_title(job.brief), size=120, lines=1
        )
        sheet.axes = axes_for(job.brief.dimensions, job.product.aspect, job.language)
        top = sheet.header.bottom + 60
        stated = any(axis and axis[1] for axis in (sheet.axes.upright, sheet.axes.across, sheet.axes.depth))
        sheet.stage = Box(SAFE.left, top, SAFE.width, SAFE.bottom - top - 64)
        left = _SIDE if sheet.axes.depth else _SIDE // 3
        right = _SIDE if sheet.axes.upright else _SIDE // 3
        below = _BELOW if sheet.axes.across or sheet.axes.depth else 90
        inner = sheet.stage.inset(30, 76)
        room = Box(inner.left + left, inner.top, inner.width - left - right, inner.height - below + 76 - 10)
        sheet.product = product_in(room, job.product, y=0.5)
        sheet.keep_clear.append(sheet.product)
        self._place_labels(sheet, job)
        foot = Box(SAFE.left, SAFE.bottom - 50, SAFE.width, 50)
        grounds = (theme.ground_top, theme.ground_bottom)
        note = (
            "Measurements as stated by the seller"
            if stated
            else "Add measurements, then make this image again"
        )
        style = roles.caption(32 if stated else 40)
        sheet.add(job.say(note), style, foot, theme.ink_soft, *grounds, align="centre", y=1.0)
        return sheet

    def _place_labels(self, sheet: DimensionSheet, job: Job) -> None:
        box, stage, axes = sheet.product, sheet.stage, sheet.axes
        if axes.upright:
            left = box.right + _OFFSET + 40
            room = Box(left, box.centre_y - 160, min(_SIDE + 60, stage.right - 30 - left), 320)
            _label(sheet, job, axes.upright, room, centred=False)
        if axes.across:
            room = Box(box.centre_x - 420, box.bottom + _OFFSET + 36, 840, _BELOW - _OFFSET - 60)
            _label(sheet, job, axes.across, room, centred=True)
        if axes.depth:
            right = box.left - 40
            left = max(stage.left + 30, right - _SIDE)  # near its line, however slim the product is
            room = Box(left, box.bottom - _OBLIQUE[1] - 250, right - left, 220)
            _label(sheet, job, axes.depth, room, centred=True)

    def paint(self, job: Job) -> Image.Image:
        """Paint stage, product, lines and labels."""
        sheet, theme = self.layout(job), job.theme
        canvas = Canvas(theme.ground_top, theme.ground_bottom)
        canvas.stage(sheet.stage, theme.radius, theme.stage, theme.calm_glow)
        paint_product(canvas, job, sheet.product)
        _paint_lines(canvas, sheet, theme.stage_ink, theme.stage_ink_soft)
        if sheet.header:
            paint_header_rule(canvas, theme, sheet.header)
        paint_logo(canvas, job)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:
        """The measurements, if none is known."""
        known = job.brief.dimensions
        missing = known is None or not (known.length or known.width or known.height)
        return ("dimensions",) if missing else ()

    def words(self, job: Job) -> tuple[str, ...]:
        """The name."""
        return (job.brief.title,)


def axes_for(dimensions: Dimensions | None, aspect: float, language: str = "en") -> Axes:
    """Decide which measurement belongs to which line.

    Height is upright. Of length and width, the one whose proportion to the height is nearest to the picture's
    ``aspect`` (width by height) is the one seen from the front; the other is the depth. Without a height (flat goods
    seen from above) length and width take the picture's two sides, the longer one along the longer side.
    """
    if dimensions is None or not (dimensions.length or dimensions.width or dimensions.height):
        return Axes(("Height", ()), ("Width", ()))

    def shown(word: str, value: float) -> tuple[str, tuple[str, ...]]:
        return word, both_units(value, dimensions.unit, language)

    length, width, height = dimensions.length, dimensions.width, dimensions.height
    upright = shown("Height", height) if height else None
    if length and width:
        named = [("Length", length), ("Width", width)]
        if height:
            front, depth = sorted(named, key=lambda side: abs(side[1] / height - _FROM_ABOVE * aspect))
            return Axes(upright, shown(*front), shown(*depth))
        longer, shorter = sorted(named, key=lambda side: -side[1])
        across, up = (longer, shorter) if aspect >= 1 else (shorter, longer)
        return Axes(shown(*up), shown(*across))
    if width:
        return Axes(upright, shown("Width", width))
    return Axes(upright, shown("Length", length) if length else None)


def _label(
    sheet: DimensionSheet, job: Job, axis: tuple[str, tuple[str, ...]], room: Box, *, centred: bool
) -> None:
    """A word, and below it centimetres large and inches smaller."""
    theme = job.theme
    grounds = (theme.stage, theme.calm_glow)
    lines = [(job.say(axis[0]), roles.overline(44), theme.stage_ink_soft)]
    if axis[1]:
        large = roles.figure(84)
        fitted = fit_text(axis[1][0], large, room.width, large.size + 16).size
        lines += [
            (axis[1][0], large, theme.stage_ink),
            (axis[1][1], roles.figure(max(large.min_size, min(54, fitted * 2 // 3))), theme.stage_ink_soft),
        ]
    probe = Sheet()
    top = room.top
    for text, style, colour in lines:
        area = Box(room.left, top, room.width, max(1, min(style.size + 16, room.bottom - top)))
        placed = probe.add(text, style, area, colour, *grounds, align="centre" if centred else "start")
        top = placed.box.bottom + 22
    used = top - 22 - room.top
    drop = 0 if centred else max(0, (room.height - used) // 2)
    sheet.texts += [placed.moved(drop) for placed in probe.texts]


def _paint_lines(canvas: Canvas, sheet: DimensionSheet, ink: str, thin: str) -> None:
    box, axes = sheet.product, sheet.axes
    if axes.upright:
        x = box.right + _OFFSET
        for y in (box.top, box.bottom):
            canvas.rectangle(Box(box.right + 14, y - 1, _OFFSET + 12, _THIN), thin)
        _measure_line(canvas, (x, box.top), (x, box.bottom), ink)
    if axes.across:
        y = box.bottom + _OFFSET
        for x in (box.left, box.right):
            canvas.rectangle(Box(x - 1, box.bottom + 14, _THIN, _OFFSET + 12), thin)
        _measure_line(canvas, (box.left, y), (box.right, y), ink)
    if axes.depth:
        start = (box.left - _OFFSET, box.bottom - 6)
        _measure_line(canvas, start, (start[0] - _OBLIQUE[0], start[1] - _OBLIQUE[1]), ink)


def _measure_line(canvas: Canvas, start: tuple[int, int], end: tuple[int, int], colour: str) -> None:
    """A line with an open arrow at both ends; they point inwards, from outside, where there is too little between."""
    length = max(1.0, ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5)
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    ends = ((start, 1), (end, -1))
    if length < _LEAST_LINE:
        ends = ((start, -1), (end, 1))
    else:
        canvas.stroke((start, end), _THICK, colour)
    for (x, y), sign in ends:
        if length < _LEAST_LINE:
            canvas.stroke(((x, y), (x + sign * _TAIL * ux, y + sign * _TAIL * uy)), _THICK, colour)
        back = (x + sign * 24 * ux, y + sign * 24 * uy)
        wings = tuple((back[0] + side * 12 * -uy, back[1] + side * 12 * ux) for side in (-1, 1))
        canvas.stroke((wings[0], (x, y), wings[1]), _THICK, colour)
