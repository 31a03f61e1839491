"""How far a cut-out can be trusted: the quality gate, its sentences and its score.

Nobody knows the right answer for a stranger's photo, but the looks at it tell how sure they are: figures
measured on photos with exact masks say from where on a person should have a look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from desktop.imaging.masks import borders_touched, overlap, thick_pixels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MIN_PHOTO_SIDE: Final = 1000
MAX_OBJECTS: Final = 4
MIN_AREA_SHARE: Final = 0.02
MAX_AREA_SHARE: Final = 0.85
MAX_UNSURE: Final = 0.20
MAX_QUARREL: Final = 0.05
MAX_MISSED: Final = 0.30
MAX_UNSEEN: Final = 0.30
"""Of 48 photos and composites (26 rendered scenes, 22 of their products before other backgrounds) these flagged
9 of 10 below IoU .90, the tenth being a white sole on burnt-out white, and 12 of 38 above."""
MAX_PASSED_OVER: Final = 0.10
"""Of 28 composites on white those with a second product came to .25 and more, those without to .07 and less."""

_UNCLEAR: Final = "The product's outline is unclear in this photo."
_UNSEEN: Final = "Something beside the product may have been kept."
_SHOWS_THROUGH: Final = "The background may still show through the product."
_MANY: Final = "Several objects stand out in this photo."
_PIECES: Final = "The product came out in several pieces."
_RUNS_OUT: Final = "The product runs out of this photo on several sides."
_CUT_OFF: Final = "The product is cut off at one side of this photo."
_SMALL: Final = "The product is very small in this photo."
_ALL: Final = "Nearly the whole photo was taken for the product."
_FEW_PIXELS: Final = f"This photo has fewer than {MIN_PHOTO_SIDE} pixels on its long side."


CONCERNS: Final = (
    _UNCLEAR,
    _UNSEEN,
    _SHOWS_THROUGH,
    _MANY,
    _PIECES,
    _RUNS_OUT,
    _CUT_OFF,
    _SMALL,
    _ALL,
    _FEW_PIXELS,
)
"""All that may be said, for whoever translates it."""


class Verdict(NamedTuple):
    """``score`` is 1 for no doubt at all and falls below .5 exactly when ``needs_check`` holds a sentence."""

    score: float = 1.0
    needs_check: tuple[str, ...] = ()


class Seen(NamedTuple):
    """What the looks at a photo came to.

    ``alpha`` has the looks' size. ``looks`` say where each look saw product, all of one size, the first one
    at the whole photo; ``objects`` is how many separate objects that one saw, ``pieces`` of how many large pieces the
    product consists, ``unsure`` the share of the product's area that is neither in nor out;
    ``shows_through`` says that a large part of it has exactly the colour of what lies around.
    """

    alpha: NDArray[np.float32]
    looks: tuple[NDArray[np.bool_], ...] = ()
    objects: int = 0
    pieces: int = 0
    unsure: float = 0.0
    shows_through: bool = False


def size_verdict(size: tuple[int, ...]) -> Verdict:
    """The verdict when nothing but the photo's size is open: a picture that came with real transparency."""
    if max(size) >= MIN_PHOTO_SIDE:
        return Verdict()
    return Verdict(0.49 * max(size) / MIN_PHOTO_SIDE, (_FEW_PIXELS,))


def judge(alpha: NDArray[np.float32], seen: Seen, *, is_white: bool) -> Verdict:
    """The verdict on a cut-out.

    Args:
        alpha: the final one, in the photo's size.
        seen: what the looks came to.
        is_white: the photo was taken on white, where the background itself decides, whatever the looks thought.
    """
    area, sides = float((alpha > 0.5).mean()), len(borders_touched(alpha))
    missed, unseen, quarrel = _doubts(alpha, seen.looks)
    measured = [(unseen / MAX_UNSEEN, _UNSEEN)]
    if not is_white:
        unclear = max(seen.unsure / MAX_UNSURE, quarrel / MAX_QUARREL, missed / MAX_MISSED)
        measured.append((unclear, _UNCLEAR))
    # what stands on white was put there: a pair's other half mustn't vanish without a word
    is_one_of_many = (
        _passed_over(alpha, seen.looks) > MAX_PASSED_OVER if is_white else seen.objects > MAX_OBJECTS
    )
    facts = (
        (is_one_of_many, _MANY),
        (seen.pieces > 1 and seen.objects <= MAX_OBJECTS and not is_white, _PIECES),
        (seen.shows_through and not is_white, _SHOWS_THROUGH),
        (sides >= 2, _RUNS_OUT),
        (sides == 1, _CUT_OFF),
        (area < MIN_AREA_SHARE, _SMALL),
        (area > MAX_AREA_SHARE, _ALL),
    )
    sentences = [said for doubt, said in measured if doubt > 1] + [said for is_so, said in facts if is_so]
    badness = max(doubt for doubt, _ in measured) + 0.5 * sum(is_so for is_so, _ in facts)
    sized = size_verdict(alpha.shape)
    score = sized.score * 0.5 ** max(badness, 1.01 if sentences else 0.0)
    return Verdict(round(score, 3), (*sentences, *sized.needs_check))


def _doubts(alpha: NDArray[np.float32], looks: Sequence[NDArray[np.bool_]]) -> tuple[float, float, float]:
    """How much some look saw and alpha lacks, how much alpha has and a closer look missed, and the quarrel.

    The first two are shares of the product's area; the quarrel is how much the looks differ from alpha
    (1 - IoU), the most wayward of them left out.
    """
    if not looks:
        return 0.0, 0.0, 0.0
    product = _at_looks_size(alpha, looks)
    area = max(int(product.sum()), 1)
    most = np.logical_or.reduce(list(looks))
    least = np.logical_and.reduce(list(looks[1:] or looks))
    overlaps = sorted(overlap(look, product) for look in looks)
    return thick_pixels(most & ~product) / area, thick_pixels(product & ~least) / area, 1.0 - overlaps[:2][-1]


def _passed_over(alpha: NDArray[np.float32], looks: Sequence[NDArray[np.bool_]]) -> float:
    """The largest object apart from the product that was seen in the whole photo, as a share of the product's area."""
    if not looks:
        return 0.0
    product = _at_looks_size(alpha, looks)
    count, labels = cv2.connectedComponents((looks[0] | product).astype(np.uint8))
    sizes = np.bincount(labels.ravel(), minlength=count)
    sizes[np.unique(labels[product])] = 0
    sizes[0] = 0
    return float(sizes.max() / max(int(product.sum()), 1))


def _at_looks_size(alpha: NDArray[np.float32], looks: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    size = (looks[0].shape[1], looks[0].shape[0])
    return np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 0.5, np.bool_)
