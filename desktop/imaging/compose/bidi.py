"""Right-to-left text: in which order the parts of a line are drawn, and Arabic letters joined where Pillow can't.

A small part of the Unicode bidirectional algorithm (UAX 9): no explicit embedding controls (they are stripped before),
which is all that titles and feature texts need.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_RIGHT: Final = frozenset({"R", "AL"})
_NUMBER: Final = frozenset({"EN", "AN"})
_MIRROR: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def is_rtl(text: str) -> bool:
    """Whether a paragraph reads from right to left: its first strong character decides (UAX 9, P2 and P3)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return False
        if kind in _RIGHT:
            return True
    return False


def _strong_levels(text: str, base: int) -> list[int | None]:
    """A level for each strong character and number; None for what takes its level from its neighbours."""
    levels: list[int | None] = []
    last_strong = base
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            last_strong = 0
            levels.append(2 if base else 0)
        elif kind in _RIGHT:
            last_strong = 1
            levels.append(1)
        elif kind in _NUMBER:
            levels.append(2 if last_strong or base else 0)
        elif kind == "NSM":
            levels.append(levels[-1] if levels else None)
        elif kind in {"CS", "ES", "ET"} and levels and levels[-1] == 2:
            levels.append(2)
        else:
            levels.append(None)
    return levels


def _resolve(levels: list[int | None], base: int) -> list[int]:
    """Give neutrals the level of both neighbours if these agree in direction, else the paragraph's (N1, N2)."""
    done: list[int] = []
    for index, level in enumerate(levels):
        if level is not None:
            done.append(level)
            continue
        before = done[-1] if done else base
        after = next((later for later in levels[index:] if later is not None), base)
        done.append(min(before, after) if before % 2 == after % 2 else base)
    return done


def visual_runs(text: str, *, rtl: bool) -> list[tuple[str, bool]]:
    """Cut a line into runs of one direction, in the order in which they stand from left to right.

    Args:
        text: one line in logical (typing) order.
        rtl: the paragraph's direction, see ``is_rtl``.

    Returns:
        Pairs of the run's characters in logical order and whether the run reads from right to left.
    """
    if text.isascii() and not rtl:
        return [(text, False)] if text else []
    levels = _resolve(_strong_levels(text, int(rtl)), int(rtl))
    runs: list[tuple[str, int]] = []
    for character, level in zip(text, levels, strict=True):
        if runs and runs[-1][1] == level:
            runs[-1] = (runs[-1][0] + character, level)
        else:
            runs.append((character, level))
    for level in range(max(levels, default=0), 0, -1):
        runs = _reverse_from(runs, level)
    return [(part, level % 2 == 1) for part, level in runs]


def _reverse_from(runs: list[tuple[str, int]], level: int) -> list[tuple[str, int]]:
    """Reverse every stretch of neighbouring runs at ``level`` or higher (UAX 9, L2)."""
    result: list[tuple[str, int]] = []
    stretch: list[tuple[str, int]] = []
    for run in runs:
        if run[1] >= level:
            stretch.append(run)
        else:
            result += [*reversed(stretch), run]
            stretch = []
    return result + stretch[::-1]


@lru_cache(maxsize=1)
def _arabic_forms() -> dict[tuple[str, str], str]:
    """(letters, form) -> presentation form, read from Unicode's own decompositions."""
    forms: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFDD0), *range(0xFE70, 0xFEFD)):
        kind, *parts = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        letters = "".join(chr(int(part, 16)) for part in parts)
        if kind in {"<isolated>", "<final>", "<initial>", "<medial>"} and not letters.startswith(" "):
            forms.setdefault((letters, kind.strip("<>")), chr(code))
    return forms


def draw_order(text: str) -> str:
    """A right-to-left run as a plain string to draw from left to right, Arabic letters joined.

    For computers where Pillow can't do it (see ``fonts.has_raqm``): presentation forms, then reversed, with brackets
    mirrored. Marks stay after their letter.
    """
    letters = _clusters(text)
    joined = [_joined(letters, index) for index in range(len(letters))]
    return "".join(reversed(joined)).translate(_MIRROR).replace("\u200c", "")  # it has done its work


def _clusters(text: str) -> list[str]:
    """Letters with their combining marks; lam and alef, which always merge, as one."""
    found: list[str] = []
    for character in text:
        merges = (
            bool(found) and found[-1] == "\u0644" and (found[-1] + character, "isolated") in _arabic_forms()
        )
        if found and (unicodedata.combining(character) or merges):
            found[-1] += character
        else:
            found.append(character)
    return found


def _base(cluster: str) -> str:
    return cluster if (cluster, "isolated") in _arabic_forms() else cluster[:1]


def _joined(clusters: list[str], index: int) -> str:
    forms = _arabic_forms()
    base = _base(clusters[index])
    marks = clusters[index][len(base) :]
    after_joiner = index > 0 and (_base(clusters[index - 1]), "initial") in forms and (base, "final") in forms
    joins_on = (
        index + 1 < len(clusters)
        and (base, "initial") in forms
        and (_base(clusters[index + 1]), "final") in forms
    )
    form = {
        (True, True): "medial",
        (True, False): "final",
        (False, True): "initial",
        (False, False): "isolated",
    }
    return forms.get((base, form[after_joiner, joins_on]), base) + marks
