"""Colours: the six styles' palettes, the shop's own colours in them, and contrast that is computed, never hoped for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from desktop.core.pack import DEFAULT_BRAND, BrandKit, Style
from desktop.imaging.compose import fonts

if TYPE_CHECKING:
    from desktop.imaging.compose.fonts import Typeface

Rgb = tuple[int, int, int]

TEXT_CONTRAST: Final = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA)."""

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")


def rgb(colour: str) -> Rgb:
    """``#RRGGBB`` as three numbers from 0 to 255."""
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def hexed(colour: Rgb) -> str:
    """Three numbers from 0 to 255 as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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


@dataclass(frozen=True, slots=True)
class Theme:
    """A style made concrete. Each ``X_ink`` reads on its ``X``; ``ink``, ``ink_soft`` and ``ink_accent`` on the ground.

    ``ground_top`` and ``ground_bottom`` are the ends of the background's gradient; ``stage`` is the panel behind the
    product; ``glow`` is the light in it. ``shadow`` (0 to 1) is the strength of shadows; ``radius`` is in pixels.
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
    stage_ink: str = "#000000"
    stage_ink_soft: str = "#333333"
    ink_accent: str = "#000000"
    card_accent: str = "#000000"

    @property
    def is_dark(self) -> bool:
        """Whether the background is a dark one."""
        return luminance(self.ground_top) < 0.18

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
            (self.stage_ink, (self.stage, self.glow)),
            (self.stage_ink_soft, (self.stage, self.glow)),
            *((ink, (ground,)) for ink, ground in zip(self.accent_inks, self.accents, strict=True)),
        ]


_BASES: Final[dict[Style, Theme]] = {
    Style.PREMIUM: Theme(
        Style.PREMIUM, "#f7f3ec", "#ece4d8", "#221d18", "#6a5f53", "#2b2723", "#9a6f35", "#fffdf9", "#e9e0d2", "#faf6ef",
        "#d9cdbb", fonts.SERIF, ("#9a6f35",), radius=28, shadow=0.42, display_leading=1.08,
    ),
    Style.MINIMAL: Theme(
        Style.MINIMAL, "#f8f8f7", "#f1f1ef", "#17181a", "#5f6368", "#1d1f22", "#1d1f22", "#ffffff", "#e9e9e6", "#f7f7f5",
        "#dcdcd8", fonts.DISPLAY, ("#1d1f22",), radius=12, shadow=0.22, display_leading=1.1,
    ),
    Style.BOLD: Theme(
        Style.BOLD, "#ffd02e", "#ffc21a", "#111111", "#3d3414", "#111111", "#e8412a", "#fffdf5", "#ffe48a", "#fff4cf",
        "#111111", fonts.HEAVY, ("#111111",), radius=20, shadow=0.45, display_leading=1.02,
    ),
    Style.LIFESTYLE: Theme(
        Style.LIFESTYLE, "#f2f1e8", "#e2e6d6", "#26332a", "#56635a", "#3d5a47", "#b8613a", "#fdfdf8", "#d6deca", "#f1f4ea",
        "#c8d1bc", fonts.SOFT_SERIF, ("#b8613a",), radius=56, shadow=0.36, display_leading=1.1,
    ),
    Style.TECHY: Theme(
        Style.TECHY, "#0b1122", "#131d3a", "#f3f6ff", "#a9b6d6", "#2860ee", "#35d0ff", "#18223f", "#22305a", "#8ea6dc",
        "#2d3b66", fonts.GROTESK, ("#35d0ff",), radius=24, shadow=0.75, display_leading=1.08,
    ),
    Style.COLORFUL: Theme(
        Style.COLORFUL, "#ffe9dc", "#f3e2ff", "#2a1650", "#5d4a80", "#6a3df0", "#ff4f87", "#ffffff", "#d9d2ff", "#f7f0ff",
        "#e6d6fb", fonts.ROUND, ("#6a3df0", "#e8336f", "#0a8f86", "#d9660b", "#2467e0", "#a02fc0"),
        radius=64, shadow=0.38, display_leading=1.06,
    ),
}  # fmt: skip


def _chosen(brand: str, default: str) -> str | None:
    """A brand colour, or None while it is left at its default: then the style's own colour stays."""
    return brand if brand.lower() != default.lower() and _HEX.fullmatch(brand) else None


def _branded(base: Theme, brand: BrandKit) -> Theme:
    primary = _chosen(brand.primary, DEFAULT_BRAND.primary)
    secondary = _chosen(brand.secondary, DEFAULT_BRAND.secondary)
    accent = _chosen(brand.accent, DEFAULT_BRAND.accent)
    theme = base
    if primary:
        tint = 0.16 if not base.is_dark else 0.3
        theme = replace(
            theme,
            primary=primary,
            ground_top=mix(base.ground_top, primary, tint / 3),
            ground_bottom=mix(base.ground_bottom, primary, tint / 2),
            stage=mix(base.stage, primary, tint),
        )
        if base.style is Style.BOLD:  # this style paints the whole ground
            theme = replace(theme, ground_top=primary, ground_bottom=mix(primary, "#000000", 0.12), primary="#111111")
            theme = replace(theme, stage=mix(primary, "#ffffff", 0.55), glow=mix(primary, "#ffffff", 0.85))
        if base.style is Style.COLORFUL:
            theme = replace(theme, accents=(primary, *base.accents[1:]))
    if secondary:
        theme = replace(theme, ink=mix(secondary, theme.ink, 0.25))
    if accent:
        kept = theme.accents[:1] + theme.accents[2:] if base.style is Style.COLORFUL else ()
        theme = replace(theme, accent=accent, accents=(accent, *kept))
    return theme


@lru_cache(maxsize=32)
def theme_for(style: Style, brand_colours: tuple[str, str, str]) -> Theme:
    """The palette of a style with a shop's primary, secondary and accent (``#RRGGBB``) worked in.

    A colour left at the brand kit's default counts as not chosen. Inks are adjusted until they read.
    """
    base = _branded(_BASES[style], BrandKit(*brand_colours))
    grounds = (base.ground_top, base.ground_bottom)
    return replace(
        base,
        ink=readable(base.ink, *grounds),
        ink_soft=readable(base.ink_soft, *grounds),
        ink_accent=readable(base.accent, *grounds),
        primary_ink=readable("#ffffff", base.primary),
        accent_ink=readable("#ffffff", base.accent),
        accent_inks=tuple(readable("#ffffff", colour) for colour in base.accents),
        card_ink=readable(base.ink, base.card),
        card_ink_soft=readable(base.ink_soft, base.card),
        card_accent=readable(base.accent, base.card),
        stage_ink=readable(base.ink, base.stage, base.glow),
        stage_ink_soft=readable(base.ink_soft, base.stage, base.glow),
    )
