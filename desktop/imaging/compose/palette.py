"""Colours: the six styles' palettes, the shop's own colours in them, and contrast that is computed, never hoped for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from desktop.core.pack import DEFAULT_BRAND, BrandFont, BrandKit, Style
from desktop.imaging.compose import fonts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desktop.imaging.compose.fonts import Typeface

Rgb = tuple[int, int, int]

TEXT_CONTRAST: Final = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA)."""
HEADLINE_ON_DARK: Final = 11.0
SOFT_ON_DARK: Final = 6.0
"""On dark grounds what just reads looks like a mistake: headlines shine there, even in a shop's darkest colour."""
_BADGE_ON_DARK: Final = 2.0
_DARK: Final = 0.18
"""Luminance below which a ground is a dark one."""
_TINT_FROM: Final = 0.18
_TINT_TO: Final = 0.05
"""Luminance a shop's colour has at least (at most) when it tints a light (dark) ground: near-black would only soil
paper, and yellow turns night into olive."""

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")


def rgb(colour: str) -> Rgb:
    """``#RRGGBB`` as three numbers from 0 to 255."""
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def hexed(colour: Rgb) -> str:
    """Three numbers from 0 to 255 as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def luminances(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The same of many colours at once, the last axis being red, green and blue."""
    values = pixels / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array((0.2126, 0.7152, 0.0722)), np.float64)


def contrast(one: str, other: str) -> float:
    """Contrast ratio from 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` (0 to 1) of ``other`` in it."""
    first, second = rgb(one), rgb(other)
    return hexed(
        (
            round(first[0] + (second[0] - first[0]) * share),
            round(first[1] + (second[1] - first[1]) * share),
            round(first[2] + (second[2] - first[2]) * share),
        )
    )


def readable(wanted: str, *grounds: str, ratio: float = TEXT_CONTRAST) -> str:
    """``wanted``, darkened or lightened as little as needed to reach ``ratio`` on every one of ``grounds``.

    Grounds that lie so far apart that no colour reads on all of them get black or white, whichever is better.
    """
    for share in (step / 20 for step in range(21)):
        for end in _better_end_first(grounds):
            tried = mix(wanted, end, share)
            if all(contrast(tried, ground) >= ratio for ground in grounds):
                return tried
    return _better_end_first(grounds)[0]


def _better_end_first(grounds: tuple[str, ...]) -> tuple[str, str]:
    black = min(contrast("#000000", ground) for ground in grounds)
    white = min(contrast("#ffffff", ground) for ground in grounds)
    return ("#000000", "#ffffff") if black >= white else ("#ffffff", "#000000")


def legible_end(start: str, end: str) -> str:
    """``end`` of a gradient from ``start``, drawn nearer to ``start`` until black or white reads on both."""
    for share in (step / 12 for step in range(12, 0, -1)):
        nearer = mix(start, end, share)
        if any(
            min(contrast(ink, start), contrast(ink, nearer)) >= TEXT_CONTRAST
            for ink in ("#000000", "#ffffff")
        ):
            return nearer
    return start


@dataclass(frozen=True, slots=True)
class Theme:
    """A style made concrete. Each ``X_ink`` reads on its ``X``; ``ink``, ``ink_soft`` and ``ink_accent`` on the ground.

    ``ground_top`` and ``ground_bottom`` are the ends of the background's gradient; ``stage`` is the panel behind the
    product; ``glow`` is the light in it, ``calm_glow`` a weaker one where words stand on the stage.
    ``shadow`` (0 to 1) is the strength of shadows; ``radius`` is in pixels.
    """

    style: Style
    ground_top: str
    ground_bottom: str
    ink: str
    ink_soft: str
    primary: str
    accent: str
    card: str
    stage: str
    glow: str
    hairline: str
    display: Typeface
    accents: tuple[str, ...]
    radius: int = 36
    shadow: float = 0.5
    display_leading: float = 1.1
    primary_ink: str = "#ffffff"
    accent_ink: str = "#ffffff"
    accent_inks: tuple[str, ...] = ()
    card_ink: str = "#000000"
    card_ink_soft: str = "#333333"
    calm_glow: str = "#ffffff"
    stage_ink: str = "#000000"
    stage_ink_soft: str = "#333333"
    ink_accent: str = "#000000"
    card_accent: str = "#000000"

    @property
    def is_dark(self) -> bool:
        """Whether the background is a dark one."""
        return luminance(self.ground_top) < _DARK

    def text_pairs(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every text colour with the grounds it may stand on; tests assert their contrast."""
        grounds = (self.ground_top, self.ground_bottom)
        return [
            (self.ink, grounds),
            (self.ink_soft, grounds),
            (self.ink_accent, grounds),
            (self.primary_ink, (self.primary,)),
            (self.accent_ink, (self.accent,)),
            (self.card_ink, (self.card,)),
            (self.card_ink_soft, (self.card,)),
            (self.card_accent, (self.card,)),
            (self.stage_ink, (self.stage, self.calm_glow)),
            (self.stage_ink_soft, (self.stage, self.calm_glow)),
            *((ink, (ground,)) for ink, ground in zip(self.accent_inks, self.accents, strict=True)),
        ]


_BASES: Final[dict[Style, Theme]] = {
    Style.PREMIUM: Theme(
        style=Style.PREMIUM,
        ground_top="#f7f3ec", ground_bottom="#ece4d8",
        ink="#221d18", ink_soft="#6a5f53", primary="#2b2723", accent="#8a6230",
        card="#fffdf9", stage="#e9e0d2", glow="#faf6ef", hairline="#d9cdbb",
        display=fonts.SERIF, accents=("#8a6230",),
        radius=28, shadow=0.42, display_leading=1.08,
    ),
    Style.MINIMAL: Theme(
        style=Style.MINIMAL,
        ground_top="#f8f8f7", ground_bottom="#f1f1ef",
        ink="#17181a", ink_soft="#5f6368", primary="#1d1f22", accent="#1d1f22",
        card="#ffffff", stage="#e9e9e6", glow="#f7f7f5", hairline="#dcdcd8",
        display=fonts.DISPLAY, accents=("#1d1f22",),
        radius=12, shadow=0.22, display_leading=1.1,
    ),
    Style.BOLD: Theme(
        style=Style.BOLD,
        ground_top="#ffd02e", ground_bottom="#ffc21a",
        ink="#111111", ink_soft="#3d3414", primary="#111111", accent="#e8412a",
        card="#fffdf5", stage="#ffe48a", glow="#fff4cf", hairline="#111111",
        display=fonts.HEAVY, accents=("#111111",),
        radius=20, shadow=0.45, display_leading=1.02,
    ),
    Style.LIFESTYLE: Theme(
        style=Style.LIFESTYLE,
        ground_top="#f2f1e8", ground_bottom="#e2e6d6",
        ink="#26332a", ink_soft="#56635a", primary="#3d5a47", accent="#ad5632",
        card="#fdfdf8", stage="#d6deca", glow="#f1f4ea", hairline="#c8d1bc",
        display=fonts.SOFT_SERIF, accents=("#ad5632",),
        radius=56, shadow=0.36, display_leading=1.1,
    ),
    Style.TECHY: Theme(
        style=Style.TECHY,
        ground_top="#0b1122", ground_bottom="#131d3a",
        ink="#f3f6ff", ink_soft="#a9b6d6", primary="#2860ee", accent="#35d0ff",
        card="#18223f", stage="#22305a", glow="#8ea6dc", hairline="#2d3b66",
        display=fonts.GROTESK, accents=("#35d0ff",),
        radius=24, shadow=0.75, display_leading=1.08,
    ),
    Style.COLORFUL: Theme(
        style=Style.COLORFUL,
        ground_top="#ffe9dc", ground_bottom="#f3e2ff",
        ink="#2a1650", ink_soft="#5d4a80", primary="#6a3df0", accent="#ff4f87",
        card="#ffffff", stage="#d9d2ff", glow="#f7f0ff", hairline="#e6d6fb",
        display=fonts.ROUND, accents=("#6a3df0", "#d92563", "#0a7f78", "#bf5409", "#2467e0", "#a02fc0"),
        radius=64, shadow=0.38, display_leading=1.06,
    ),
}  # fmt: skip


_BRAND_FACES: Final[dict[BrandFont, tuple[Typeface, float]]] = {
    BrandFont.INTER: (fonts.DISPLAY, 1.1),
    BrandFont.DM_SERIF: (fonts.SERIF, 1.08),
    BrandFont.FRAUNCES: (fonts.SOFT_SERIF, 1.1),
    BrandFont.ARCHIVO: (fonts.HEAVY, 1.04),
    BrandFont.SPACE_GROTESK: (fonts.GROTESK, 1.08),
    BrandFont.OUTFIT: (fonts.ROUND, 1.06),
}
"""Typeface and leading of headlines in a shop's own font."""


def _chosen(brand: str, default: str) -> str | None:
    """A brand colour, or None while it is left at its default: then the style's own colour stays."""
    return brand if brand.lower() != default.lower() and _HEX.fullmatch(brand) else None


def _ink(wanted: str, *grounds: str, on_dark: float = HEADLINE_ON_DARK) -> str:
    """``wanted`` made readable, and on dark grounds brighter than that where they let it."""
    is_dark = all(luminance(ground) < _DARK for ground in grounds)
    ratio = min(on_dark, *(contrast("#ffffff", ground) for ground in grounds)) if is_dark else TEXT_CONTRAST
    return readable(wanted, *grounds, ratio=max(ratio, TEXT_CONTRAST))


def _tint(colour: str, *, on_dark: bool) -> str:
    """A shop's colour, lightened for a light ground or darkened for a dark one as far as its tint looks clean."""
    for share in (step / 20 for step in range(20)):
        tried = mix(colour, "#000000" if on_dark else "#ffffff", share)
        if luminance(tried) <= _TINT_TO if on_dark else luminance(tried) >= _TINT_FROM:
            return tried
    return colour


def _lit(theme: Theme) -> Theme:
    """A theme whose badges and bars stand out from its cards, where those are dark."""
    if luminance(theme.card) >= _DARK:
        return theme
    primary, accent, *accents = (
        readable(colour, theme.card, ratio=_BADGE_ON_DARK)
        for colour in (theme.primary, theme.accent, *theme.accents)
    )
    return replace(theme, primary=primary, accent=accent, accents=tuple(accents))


def _branded(base: Theme, brand: BrandKit) -> Theme:
    primary = _chosen(brand.primary, DEFAULT_BRAND.primary)
    secondary = _chosen(brand.secondary, DEFAULT_BRAND.secondary)
    accent = _chosen(brand.accent, DEFAULT_BRAND.accent)
    theme = base
    if primary:
        tint, share = _tint(primary, on_dark=base.is_dark), 0.3 if base.is_dark else 0.16
        theme = replace(
            theme,
            primary=primary,
            ground_top=mix(base.ground_top, tint, share / 3),
            ground_bottom=mix(base.ground_bottom, tint, share / 2),
            stage=mix(base.stage, tint, share),
        )
        if base.style is Style.BOLD:  # this style paints the whole ground
            theme = replace(
                theme, ground_top=primary, ground_bottom=mix(primary, "#000000", 0.12), primary="#111111"
            )
            light = 0.55 if luminance(primary) >= _TINT_TO else 0.8  # on black a grey panel is dull
            theme = replace(
                theme,
                stage=mix(primary, "#ffffff", light),
                glow=mix(primary, "#ffffff", max(0.85, light + 0.12)),
            )
        if base.style is Style.COLORFUL:
            theme = replace(theme, accents=(primary, *base.accents[1:]))
    if secondary:
        theme = replace(theme, ink=mix(secondary, theme.ink, 0.25))
    if accent:
        kept = theme.accents[:1] + theme.accents[2:] if base.style is Style.COLORFUL else ()
        theme = replace(theme, accent=accent, accents=(accent, *kept))
    return theme


@lru_cache(maxsize=32)
def theme_for(style: Style, brand_colours: tuple[str, str, str], font: BrandFont = BrandFont.STYLE) -> Theme:
    """The palette of a style with a shop's primary, secondary and accent (``#RRGGBB``) and font worked in.

    A colour left at the brand kit's default counts as not chosen. Inks are adjusted until they read.
    """
    base = _branded(_BASES[style], BrandKit(*brand_colours))
    if font in _BRAND_FACES:
        face, leading = _BRAND_FACES[font]
        base = replace(base, display=face, display_leading=leading)
    base = replace(_lit(base), ground_bottom=legible_end(base.ground_top, base.ground_bottom))
    calm = legible_end(base.stage, base.glow)
    grounds = (base.ground_top, base.ground_bottom)
    return replace(
        base,
        ink=_ink(base.ink, *grounds),
        ink_soft=_ink(base.ink_soft, *grounds, on_dark=SOFT_ON_DARK),
        ink_accent=_ink(base.accent, *grounds, on_dark=SOFT_ON_DARK),
        primary_ink=readable("#ffffff", base.primary),
        accent_ink=readable("#ffffff", base.accent),
        accent_inks=tuple(readable("#ffffff", colour) for colour in base.accents),
        card_ink=_ink(base.ink, base.card),
        card_ink_soft=_ink(base.ink_soft, base.card, on_dark=SOFT_ON_DARK),
        card_accent=readable(base.accent, base.card),
        calm_glow=calm,
        stage_ink=_ink(base.ink, base.stage, calm),
        stage_ink_soft=_ink(base.ink_soft, base.stage, calm, on_dark=SOFT_ON_DARK),
    )
