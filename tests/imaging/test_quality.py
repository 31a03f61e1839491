"""The quality gate: each doubt has its sentence, and score and sentences never contradict each other."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.imaging.quality import Seen, judge, size_verdict


def square(left: int = 300, top: int = 300, right: int = 700, bottom: int = 700) -> np.ndarray:
    alpha = np.zeros((1000, 1000), np.float32)
    alpha[top:bottom, left:right] = 1
    return alpha


GOOD = square()
LOOKS = (GOOD > 0.5,) * 4
HALF = square(right=500) > 0.5


def test_that_agreeing_looks_leave_no_doubt() -> None:
    verdict = judge(GOOD, Seen(GOOD, LOOKS, objects=1, pieces=1), is_white=False)
    assert verdict == (1.0, ())


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (Seen(GOOD, (*LOOKS[:2], HALF, HALF), 1, 1), "outline"),
        (Seen(GOOD, (square(right=900) > 0.5, *LOOKS[1:]), 1, 1), "outline"),
        (Seen(GOOD, LOOKS, 1, 1, unsure=0.3), "outline"),
        (Seen(GOOD, (*LOOKS[:3], HALF), 1, 1), "kept"),
        (Seen(GOOD, LOOKS, 5, 1), "Several objects"),
        (Seen(GOOD, LOOKS, 2, 2), "pieces"),
        (Seen(GOOD, LOOKS, 1, 1, shows_through=True), "show through"),
    ],
)
def test_that_each_doubt_is_told(seen: Seen, word: str) -> None:
    verdict = judge(seen.alpha, seen, is_white=False)
    assert any(word in said for said in verdict.needs_check)
    assert verdict.score < 0.5


@pytest.mark.parametrize(
    ("alpha", "word"),
    [
        (square(left=0, top=0), "several sides"),
        (square(right=1000), "cut off at one side"),
        (square(right=400, bottom=400), "very small"),
        (square(left=20, top=20, right=980, bottom=980), "Nearly the whole"),
    ],
)
def test_that_odd_sizes_and_places_are_told(alpha: np.ndarray, word: str) -> None:
    verdict = judge(alpha, Seen(alpha, (alpha > 0.5,) * 2, 1, 1), is_white=False)
    assert [word in said for said in verdict.needs_check] == [True]
    assert verdict.score < 0.5


def test_that_on_white_only_what_no_look_saw_counts() -> None:
    lost_sole = Seen(GOOD, (square(bottom=640) > 0.5,) * 4, objects=9, pieces=3, unsure=0.9)
    assert judge(GOOD, lost_sole, is_white=True).needs_check == ()
    clutter = Seen(GOOD, (HALF,) * 4)
    assert "kept" in judge(GOOD, clutter, is_white=True).needs_check[0]


@pytest.mark.parametrize(("right", "is_told"), [(990, True), (860, True), (820, False)])
def test_that_on_white_another_object_passed_over_is_told(right: int, *, is_told: bool) -> None:
    """A pair's other half is worth a look, a crumb isn't."""
    beside = square(800, 300, right, 700) > 0.5
    looks = (LOOKS[0] | beside, *LOOKS[1:])
    verdict = judge(GOOD, Seen(GOOD, looks, objects=2, pieces=1), is_white=True)
    assert ("Several objects stand out in this photo." in verdict.needs_check) is is_told
    assert (verdict.score < 0.5) is is_told


def test_that_a_small_picture_scores_lower_than_any_good_one() -> None:
    assert size_verdict((999, 10)).score < 0.5
    assert size_verdict((10, 1000)) == (1.0, ())
