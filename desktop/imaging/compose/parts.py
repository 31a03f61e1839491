"""Things that several image types show: the header, cards, the shop's logo, a product on its stage."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from desktop.core.pack import Style
from desktop.imaging.compose import roles
from desktop.imaging.compose.bidi import is_rtl
from desktop.imaging.compose.geometry import SAFE, Box
from desktop.imaging.compose.palette import luminances
from desktop.imaging.compose.shadow import stand

if TYPE_CHECKING:
    from desktop.imaging.compose.base import Job
    from desktop.imaging.compose.canvas import Canvas
    from desktop.imaging.compose.layout import Sheet
    from desktop.imaging.compose.palette import Theme
    from desktop.imaging.compose.text import Align

SMALL_HEADER: Final = 84
"""Size of a headline above very many words; it and what stands above it take less room then."""
_OVERLINE_HEIGHT: Final = 232
_LOGO_BOX: Final = (320, 120)
_LOGO_MAX_PIXELS: Final = 16_000_000
_LOGO_SOLID: Final = 235
"""Mean alpha (0 to 255) from which a logo brings its own ground."""
_LOGO_VISIBLE: Final = 2.0
"""Contrast with the ground from which an edge is seen."""
_LOGO_SEEN: Final = 0.95
"""Share of a logo's edges that has to be seen; with less it gets a plate, which would rather show all of it, too."""
_LOGO_EDGE: Final = 3
"""Depth of an edge in pixels."""
_PLATES: Final = ("#ffffff", "#1a1a1a", "#767676")
"""The first one on which a logo is seen is taken; on the grey one both black and white are."""

CENTRED_STYLES: Final = frozenset({Style.PREMIUM, Style.LIFESTYLE})
"""Calm styles centre their headers, the others set them to the side where reading starts."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header ends: content starts below ``bottom``. ``rule`` is a short accent line, if there is room."""

    bottom: int
    rule: Box | None


def place_header(
    sheet: Sheet,
    job: Job,
    title: str,
    *,
    above: str = "",
    size: int = 132,
    lines: int = 2,
    aside: bool = False,
) -> Header:
    """Set the headline, with a small line above it, into the top of the safe area.

    ``aside`` sets it to the side in every style and without the accent line.
    """
    theme = job.theme
    grounds = (theme.ground_top, theme.ground_bottom)
    centred = theme.style in CENTRED_STYLES and not aside
    reserve = _LOGO_BOX[0] + 40 if logo_size(job.request.brand.logo) else 0
    left = SAFE.left + (reserve if centred else 0)
    width = SAFE.width - reserve * (2 if centred else 1)
    top, rtl, is_small = SAFE.top, is_rtl(above or title), size <= SMALL_HEADER
    height = 220 if is_small else (440 if lines > 2 and aside else 290)

    def side(text: str) -> Align:
        return "centre" if centred else ("start" if is_rtl(text) is rtl else "end")

    if above:
        area = Box(left, top, width, _OVERLINE_HEIGHT * 7 // 8 if is_small else _OVERLINE_HEIGHT)
        line = sheet.add(
            above,
            roles.overline(32 if is_small else 44),
            area,
            theme.ink_accent,
            *grounds,
            align=side(above),
            rather=roles.long_overline(28 if is_small else 34),
        )
        if line.block.lines:
            top += max(60, line.box.height) + (26 if len(line.block.lines) == 1 else 44)
    placed = sheet.add(
        title,
        roles.headline(theme, size, lines=lines),
        Box(left, top, width, height),
        theme.ink,
        *grounds,
        align=side(title),
        rather=roles.long_headline(theme, 40 if is_small else 64),
    )
    bottom = placed.box.bottom if placed.block.lines else top
    if theme.style is Style.PREMIUM and placed.block.lines and not aside:
        return Header(bottom + 44 + 4, Box(SAFE.centre_x - 70, bottom + 44, 140, 4))
    return Header(bottom, None)


def paint_header_rule(canvas: Canvas, theme: Theme, header: Header) -> None:
    """Draw the header's accent line, if it has one."""
    if header.rule:
        canvas.rectangle(header.rule, theme.accent)


def paint_card(canvas: Canvas, theme: Theme, box: Box, *, fill: str | None = None) -> None:
    """A card in the manner of the style: a hairline for minimal, a shadow for the others."""
    if theme.style is Style.MINIMAL:
        canvas.outlined(box, theme.radius, fill or theme.card, theme.hairline, 3)
        return
    canvas.card_shadow(box, theme.radius, theme.shadow)
    if theme.style is Style.TECHY and fill is None:
        canvas.outlined(box, theme.radius, theme.card, theme.hairline, 3)
    else:
        canvas.rounded(box, theme.radius, fill or theme.card)


def paint_product(canvas: Canvas, job: Job, box: Box) -> None:
    """The main photo's product standing at ``box`` on a stage, told apart from it by shade."""
    theme = job.theme
    pale = job.product.lightness > 0.72 and not theme.is_dark
    picture = job.product.render(box.width, box.height)
    stand(
        canvas,
        picture,
        box,
        strength=0.75 + 0.25 * theme.shadow,
        tint=shade_tint(theme),
        halo=0.26 if pale else 0.07,
    )


def shade_tint(theme: Theme) -> str:
    """Shadows are never pure black on a tinted ground."""
    return {
        Style.PREMIUM: "#2a1d0c", Style.LIFESTYLE: "#141f0e", Style.BOLD: "#3a2400", Style.COLORFUL: "#1d0b3a",
        Style.TECHY: "#02050f", Style.MINIMAL: "#101114",
    }[theme.style]  # fmt: skip


@lru_cache(maxsize=2)
def _opened_logo(data: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as opened:
            if opened.width * opened.height > _LOGO_MAX_PIXELS:
                return None
            logo = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None  # a logo that can't be read is left out; the picture doesn't need it
    bounds = logo.getchannel("A").getbbox()
    if bounds is None:
        return None
    kept = logo.crop(bounds)
    kept.thumbnail((3 * _LOGO_BOX[0], 3 * _LOGO_BOX[1]), Image.Resampling.LANCZOS)
    return kept


def logo_size(data: bytes | None) -> tuple[int, int] | None:
    """The size in pixels at which the logo is shown, or None if there is none that can be read."""
    logo = _opened_logo(data) if data else None
    if logo is None:
        return None
    fitted = Box(0, 0, *_LOGO_BOX).fitted(*logo.size)
    return (fitted.width, fitted.height)


def paint_logo(canvas: Canvas, job: Job, *, beside: Box | None = None) -> None:
    """The shop's logo in the top right corner, on a plate if it would not be seen otherwise.

    ``beside`` is a product that it must not stand on: one that reaches into the corner has it to itself.
    """
    data = job.request.brand.logo
    logo, size = (_opened_logo(data), logo_size(data)) if data else (None, None)
    if logo is None or size is None:
        return
    box = Box(SAFE.right - size[0], SAFE.top + (_LOGO_BOX[1] - size[1]) // 2, *size)
    shown = logo.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if beside is not None and beside.overlaps(box.inset(-20)):
        return
    plate = _plate_for(shown, canvas.image.crop(box.corners))
    if plate:
        margin, radius = (10, 10) if _is_solid(logo) else (20, 16)
        canvas.rounded(box.inset(-margin), radius, plate)
    canvas.picture(shown, box)


def _is_solid(logo: Image.Image) -> bool:
    """Whether a logo brings its own ground."""
    return bool(np.asarray(logo.getchannel("A")).mean() > _LOGO_SOLID)


def _plate_for(logo: Image.Image, ground: Image.Image) -> str | None:
    """The colour of a plate behind a logo that would not stand out from ``ground``; None if it needs none."""
    seen = _seen_share(logo, ground)
    if seen >= _LOGO_SEEN:
        return None
    if _is_solid(logo):
        return _PLATES[0]  # a light frame sets a dark logo off, and makes a card of a light one
    shares = {plate: _seen_share(logo, Image.new("RGB", logo.size, plate)) for plate in _PLATES}
    best = max(_PLATES, key=lambda plate: min(shares[plate], _LOGO_SEEN))
    return best if shares[best] > seen else None


def _seen_share(logo: Image.Image, ground: Image.Image) -> float:
    """How much of a logo's edges (0 to 1) stands out from the ground below; what lies inside has the logo behind it."""
    pixels = np.asarray(logo)
    shape = np.pad((pixels[..., 3] > 127).astype(np.uint8), 1)  # the frame's border is an edge, too
    inner = cv2.erode(shape, np.ones((3, 3), np.uint8), iterations=_LOGO_EDGE)
    edge = (shape > inner)[1:-1, 1:-1]
    if not edge.any():
        return 0.0
    inks, grounds = (luminances(each[edge][:, :3]) + 0.05 for each in (pixels, np.asarray(ground)))
    return float(np.mean(np.maximum(inks, grounds) >= _LOGO_VISIBLE * np.minimum(inks, grounds)))
