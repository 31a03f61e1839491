"""The shipped fonts: loading, and knowing which character which font can draw.

Pillow draws an empty box for a character a font lacks. A typeface here is therefore a chain of files: a character
is drawn with the first file which has it, and one that no file has is never handed to Pillow.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from fontTools.ttLib import TTFont
from PIL import ImageFont, features

from desktop.core.resources import resource_path

Typeface = tuple[str, ...]
"""File names under ``resources/fonts``, the wanted one first, then the ones that step in for it."""

CJK: Final = "NotoSansCJK-Medium-Subset.otf"
EMOJI: Final = "NotoEmoji-SemiBold.ttf"
"""Outlines of one colour, which take the text's own."""
_SCRIPTS: Final = ("Heebo", "NotoSansArabic", "NotoSansThai", "NotoSansDevanagari")
_BOLD_FALLBACKS: Final = (*(f"{script}-Bold.ttf" for script in _SCRIPTS), CJK, EMOJI)
_NEEDS_RAQM: Final = frozenset({"NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf"})
"""Scripts whose letters change places: left out rather than drawn wrongly where nothing can shape them."""

BODY: Final[Typeface] = ("Inter-Regular.ttf", *(f"{script}-Regular.ttf" for script in _SCRIPTS), CJK, EMOJI)
STRONG: Final[Typeface] = ("Inter-SemiBold.ttf", *_BOLD_FALLBACKS)
DISPLAY: Final[Typeface] = ("Inter-Display.ttf", *_BOLD_FALLBACKS)
SERIF: Final[Typeface] = ("DMSerifDisplay-Regular.ttf", *DISPLAY)
SOFT_SERIF: Final[Typeface] = ("Fraunces-SemiBold.ttf", *DISPLAY)
HEAVY: Final[Typeface] = ("Archivo-ExtraBold.ttf", *DISPLAY)
GROTESK: Final[Typeface] = ("SpaceGrotesk-SemiBold.ttf", *DISPLAY)
ROUND: Final[Typeface] = ("Outfit-Bold.ttf", *DISPLAY)

ZERO_WIDTH_NON_JOINER: Final = "\u200c"
"""Invisible, but Persian spelling needs it: it keeps the letters beside it apart."""

_EMOJI_TURNS: Final = frozenset("\u20e3\ufe0e\ufe0f") | {chr(code) for code in range(0x1F3FB, 0x1F400)}
"""Keycaps, presentation and skin tones: they change the sign before them, and mean nothing alone."""

REFERENCE_SIZE: Final = 128
"""Size in pixels at which words are measured; widths scale with the size, exactly enough to choose line breaks."""


@lru_cache(maxsize=1)
def has_raqm() -> bool:
    """Whether Pillow can shape and reorder complex text itself (on Windows FriBiDi is usually missing)."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=64)
def font(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A shipped font at ``size`` pixels; shared between threads, which Pillow's font calls allow."""
    engine = ImageFont.Layout.RAQM if has_raqm() else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(resource_path("fonts", file)), size, layout_engine=engine)


@lru_cache(maxsize=32)
def coverage(file: str) -> frozenset[int]:
    """The code points that a shipped font has glyphs for."""
    with TTFont(resource_path("fonts", file), lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def file_for(character: str, face: Typeface) -> str | None:
    """The first file of ``face`` which can draw ``character``, or None."""
    code = ord(character)
    for file in face:
        if code in coverage(file) and (file not in _NEEDS_RAQM or has_raqm()):
            return file
    return None


def is_arabic(text: str) -> bool:
    """Whether a text has letters of the Arabic script."""
    return any("\u0600" <= character <= "\u06ff" for character in text)


@lru_cache(maxsize=512)
def drawable(text: str, face: Typeface) -> str:
    """``text`` without what can't be drawn: composed, on one line, odd characters replaced by plain ones or dropped.

    A ligature, a circled digit or a full-width letter becomes its plain equivalent. An emoji is an outline; its skin
    tone, and what joins several to one, goes.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if character.isspace():
            kept.append(" ")
        elif character == ZERO_WIDTH_NON_JOINER and kept:
            kept.append(character)
        elif unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn", "Cf"} or character in _EMOJI_TURNS:
            continue
        elif file_for(character, face):
            kept.append(character)
        else:
            kept.extend(
                part for part in _plain(character) if part.isspace() or file_for(part, face) is not None
            )
    shown = " ".join("".join(kept).split())
    return shown if is_arabic(shown) else shown.replace(ZERO_WIDTH_NON_JOINER, "")


def undrawable(text: str) -> str:
    """The characters of a text that no shipped font has and nothing plainer stands for, each once.

    Pictures leave them out (``drawable``), so whoever wrote them is to be told.
    """
    lost: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        is_sign = unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cf"}
        is_shown = character.isspace() or character in _EMOJI_TURNS or file_for(character, BODY) is not None
        if is_sign and not is_shown and character not in lost:
            parts = _plain(character).split()
            if not all(file_for(sign, BODY) for part in parts for sign in part):
                lost.append(character)
    return "".join(lost)


def _plain(character: str) -> str:
    """What means the same and more fonts have: ``fi`` for its ligature."""
    return unicodedata.normalize("NFKC", character)
