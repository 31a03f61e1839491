"""From a line of text to pieces that Pillow can draw: one font and one direction each, with exact widths."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from desktop.imaging.compose.bidi import draw_order, visual_runs
from desktop.imaging.compose.fonts import (
    CJK,
    EMOJI,
    REFERENCE_SIZE,
    ZERO_WIDTH_NON_JOINER,
    Typeface,
    coverage,
    file_for,
    font,
    has_raqm,
)

if TYPE_CHECKING:
    from PIL import ImageDraw

Direction = Literal["ltr", "rtl"]

_VIRAMA: Final = 9
"""Unicode's combining class of the signs that take a consonant's vowel away and join it to the next one."""
_OPENING: Final = "([{\u300c\u300e\uff08\u300a"
"""Opening brackets, the wide ones too; a line never ends with one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line in one font and one direction; ``x`` and ``width`` are pixels from the line's left end."""

    text: str
    file: str
    size: int
    direction: Direction | None
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to draw. ``rise`` and ``fall`` are the ink's reach above and below the baseline in pixels."""

    pieces: tuple[Piece, ...]
    width: float
    rise: int
    fall: int

    def draw(self, draw: ImageDraw.ImageDraw, x: float, baseline: float, colour: str) -> None:
        """Draw with the left end at ``x``."""
        for piece in self.pieces:
            draw.text(
                (x + piece.x, baseline),
                piece.text,
                fill=colour,
                font=font(piece.file, piece.size),
                anchor="ls",
                direction=piece.direction,
            )


def _by_font(text: str, face: Typeface) -> list[tuple[str, str]]:
    """Cut text where the font changes; spaces and marks stay with what they stand beside."""
    parts: list[tuple[str, str]] = []
    for cluster in _clusters(text):
        stays = bool(parts) and cluster[0] in {" ", ZERO_WIDTH_NON_JOINER}
        file = parts[-1][1] if stays else _file_of(cluster, face)
        if cluster[0] == " " and file in {
            CJK,
            EMOJI,
        }:  # one's space is as wide as an ideograph, the other has none
            file = face[0]
        if file is None:
            continue
        shown = cluster[0] + "".join(mark for mark in cluster[1:] if ord(mark) in coverage(file))
        if parts and parts[-1][1] == file:
            parts[-1] = (parts[-1][0] + shown, file)
        else:
            parts.append((shown, file))
    return parts


def _clusters(text: str) -> list[str]:
    """Characters, each with the marks that sit on it."""
    found: list[str] = []
    for character in text:
        if found and unicodedata.combining(character) != 0:
            found[-1] += character
        else:
            found.append(character)
    return found


def _file_of(cluster: str, face: Typeface) -> str | None:
    """The first file that has a letter with its marks; where none has all of them, the letter's."""
    own = file_for(cluster[0], face)
    if own is None or all(ord(mark) in coverage(own) for mark in cluster[1:]):
        return own
    whole = (file for file in face if all(ord(each) in coverage(file) for each in cluster))
    return next(whole, own)


def _plan(text: str, face: Typeface, *, rtl: bool) -> list[tuple[str, str, Direction | None]]:
    """What to draw from left to right: characters, font file, direction to tell Pillow."""
    plan: list[tuple[str, str, Direction | None]] = []
    for run, run_is_rtl in visual_runs(text, rtl=rtl):
        parts = _by_font(run, face)
        if run_is_rtl:
            parts.reverse()
        for part, file in parts:
            if has_raqm():
                plan.append((part, file, "rtl" if run_is_rtl else "ltr"))
            else:
                plan.append((draw_order(part) if run_is_rtl else part, file, None))
    return plan


@lru_cache(maxsize=8192)
def reference_width(text: str, face: Typeface, rtl: bool) -> float:
    """Width in pixels at ``REFERENCE_SIZE``; for choosing line breaks."""
    return sum(
        font(file, REFERENCE_SIZE).getlength(part, direction=direction)
        for part, file, direction in _plan(text, face, rtl=rtl)
    )


@lru_cache(maxsize=2048)
def shape(text: str, face: Typeface, size: int, *, rtl: bool) -> Line:
    """Make a line ready to draw at ``size`` pixels."""
    pieces: list[Piece] = []
    x, rise, fall = 0.0, 0.0, 0.0
    for part, file, direction in _plan(text, face, rtl=rtl):
        drawn_with = font(file, size)
        width = drawn_with.getlength(part, direction=direction)
        _, top, _, bottom = drawn_with.getbbox(part, direction=direction, anchor="ls")
        rise, fall = max(rise, -top), max(fall, bottom)
        pieces.append(Piece(part, file, size, direction, x, width))
        x += width
    return Line(tuple(pieces), x, round(rise) + 1, round(fall) + 1)


@lru_cache(maxsize=256)
def words(text: str) -> tuple[tuple[str, bool], ...]:
    """Cut text into the parts between which a line may break, and whether a space goes before each.

    Breaks are allowed at spaces and beside every ideograph or kana (not before closing punctuation).
    """
    found: list[tuple[str, bool]] = []
    for word in text.split():
        start = 0
        for index, (before, after) in enumerate(pairwise(word), start=1):
            wide = _breaks_anywhere(before) or _breaks_anywhere(after)
            if wide and unicodedata.category(after) not in {"Pe", "Pf", "Po"} and before not in _OPENING:
                found.append((word[start:index], start == 0))
                start = index
        found.append((word[start:], start == 0))
    return tuple(found)


def seams(word: str) -> list[int]:
    """Positions after hyphens and slashes inside a word, where it may break if it is wider than a line."""
    return [
        at
        for at, (before, after) in enumerate(pairwise(word), start=1)
        if before in "-/\u2010\u2013" and after.isalpha() and at > 1
    ]


def _breaks_anywhere(character: str) -> bool:
    code = ord(character)
    return 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF


def cut_long_word(word: str, limit: int) -> tuple[str, str]:
    """Cut a word after at most ``limit`` characters (at least one), never between a letter and its mark.

    A sign that joins consonants (Devanagari's virama) keeps what follows it, too.
    """
    wanted = max(1, min(limit, len(word)))
    cut = wanted
    while cut > 1 and cut < len(word) and not _may_cut(word, cut):
        cut -= 1
    if not _may_cut(word, cut):
        cut = wanted
        while cut < len(word) and not _may_cut(word, cut):
            cut += 1
    return word[:cut], word[cut:]


def _may_cut(word: str, at: int) -> bool:
    if at >= len(word):
        return True
    before, after = word[at - 1], word[at]
    is_leading_vowel = "\u0e40" <= before <= "\u0e44"  # Thai writes these before the consonant they belong to
    return (
        not unicodedata.category(after).startswith("M")
        and after not in "\u0e30\u0e32\u0e33"
        and unicodedata.combining(before) != _VIRAMA
        and not is_leading_vowel
    )
