"""Where a long word may be hyphenated: a rule of thumb for words in Latin letters, made for German compounds.

A break goes before the last consonant between two vowels, as German spells it (Rat für deutsche Rechtschreibung, rules
107 to 112): Va-ku-um. Consonants that begin words together, or stand for one sound, stay together, which suits English
and the Romance languages too. Dictionaries do better at the seams of compounds, and cost 3 MB.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LEAST_LETTERS: Final = 8
"""Shorter words are never broken."""
_AT_LEAST: Final = 3
"""Letters on either side of a hyphen."""
_VOWELS: Final = frozenset("aeiouyæœø\u0131")
_TOGETHER: Final = (
    "schw", "schl", "schr", "schm", "schn", "sch", "str", "spr", "spl", "pfl", "ch", "ck", "ph", "th", "sh", "qu", "gn",
    "zw",
)  # fmt: skip
_TAKES_S: Final = ("ung", "heit", "keit", "schaft", "tat", "ling", "ion")
"""Endings (umlauts without their dots) after which an s links the next part of a compound: Leitungs-ader."""
_BEFORE_LIQUIDS: Final = frozenset("bcdfgkptv")


_PARTS: Final = re.compile(r"[^-/\u2010\u2013]+")
"""Of a word with hyphens or slashes of its own."""


@lru_cache(maxsize=2048)
def break_points(word: str) -> tuple[int, ...]:
    """Positions in ``word`` before which a new line may start, with a hyphen left behind; empty if there are none.

    What isn't a letter at its ends, a comma or brackets, is no part of it: it stays with the syllable beside it.
    """
    letters = [at for at, character in enumerate(word) if character.isalpha()]
    if not letters:
        return ()
    parts = _PARTS.finditer(word, letters[0], letters[-1] + 1)
    return tuple(part.start() + at for part in parts for at in _in_part(part.group()))


def _in_part(word: str) -> list[int]:
    """The break points of a word of letters alone."""
    letters = [unicodedata.normalize("NFD", character)[0].lower() for character in word]
    if len(word) < LEAST_LETTERS or not all(_is_latin(character) for character in word):
        return []
    found: list[int] = []
    last_vowel: int | None = None
    for at, letter in enumerate(letters):
        if letter not in _VOWELS:
            continue
        if last_vowel is not None and at - last_vowel > 1:
            found.append(_start_of_syllable(letters, last_vowel + 1, at))
        last_vowel = at
    return [at for at in found if _AT_LEAST <= at <= len(word) - _AT_LEAST]


def _start_of_syllable(letters: list[str], start: int, end: int) -> int:
    """Where, among the consonants from ``start`` to ``end``, the next syllable begins."""
    seam = _after_linking_s("".join(letters[:end]), start)
    if seam is not None:
        return seam
    cluster = "".join(letters[start:end])
    for group in _TOGETHER:
        if cluster.endswith(group):
            return end - len(group)
    if len(cluster) > 2 and cluster.endswith(("st", "sp")):  # after another consonant: Edel-stahl
        return end - 2
    if len(cluster) > 1 and cluster[-1] in "lr" and cluster[-2] in _BEFORE_LIQUIDS:
        return end - 2
    return end - 1


def _after_linking_s(letters: str, start: int) -> int | None:
    """Behind the s that links two parts of a German compound, if it is among the consonants from ``start`` on."""
    for at in range(start + 1, len(letters)):
        # relation-ship
        is_ship = letters[at + 1 : at + 2] == "h" and letters[:at].endswith("ion")
        if letters[at] == "s" and letters[:at].endswith(_TAKES_S) and not is_ship:
            return at + 1
    return None


def _is_latin(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN")
