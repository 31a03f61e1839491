"""Holes: found by their colour and the looks' votes, and told from labels that have the background's colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from desktop.imaging.holes import like_surroundings, shows_through, without_holes

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 800
BEHIND = (150, 180, 120)


def ring() -> tuple[NDArray[np.uint8], NDArray[np.bool_], NDArray[np.bool_]]:
    """A red ring before a green wall with some noise: the photo, the disc it fills, and its hole."""
    rng = np.random.default_rng(1)
    photo = np.full((SIDE, SIDE, 3), BEHIND, np.uint8)
    cv2.circle(photo, (400, 400), 250, (190, 40, 50), -1)
    cv2.circle(photo, (400, 400), 150, BEHIND, -1)
    photo = np.clip(photo + rng.normal(0, 3, photo.shape), 0, 255).astype(np.uint8)
    rows, columns = np.mgrid[:SIDE, :SIDE]
    away = np.hypot(rows - 400, columns - 400)
    return photo, away <= 250, away <= 150


def test_that_a_filled_hole_is_opened_when_a_look_saw_through_it() -> None:
    photo, disc, hole = ring()
    alpha = disc.astype(np.float32)
    regions = like_surroundings(photo, alpha)
    assert len(regions) == 1
    cleared = without_holes(alpha, regions, [disc, disc, disc & ~hole])
    inner = cv2.erode(hole.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert cleared[inner].max() == 0
    assert cleared[disc & ~(cv2.dilate(hole.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0)].min() == 1


def test_that_a_filled_hole_no_look_saw_through_is_kept_and_told() -> None:
    photo, disc, _ = ring()
    alpha = disc.astype(np.float32)
    regions = like_surroundings(photo, alpha)
    assert (without_holes(alpha, regions, [disc, disc]) == alpha).all()
    assert shows_through(photo, alpha, regions)


def test_that_a_label_of_another_colour_than_the_wall_is_no_hole() -> None:
    photo, disc, hole = ring()
    photo[hole] = (235, 235, 230)
    alpha = disc.astype(np.float32)
    assert not shows_through(photo, alpha, like_surroundings(photo, alpha))


def test_that_a_hole_found_already_and_an_empty_alpha_stay_as_they_are() -> None:
    photo, disc, hole = ring()
    alpha = (disc & ~hole).astype(np.float32)
    regions = like_surroundings(photo, alpha)
    assert (without_holes(alpha, regions, [disc & ~hole]) == alpha).all()
    assert not shows_through(photo, alpha, regions)
    assert like_surroundings(photo, np.zeros((SIDE, SIDE), np.float32)) == []
