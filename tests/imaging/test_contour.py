"""The outline, settled by the colours on both sides of it: drawings where the right answer is known."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw

from desktop.imaging.contour import settled
from desktop.imaging.edges import refine_alpha
from desktop.imaging.masks import overlap

SIDE = 600


def disc(radius: int) -> np.ndarray:
    mask = Image.new("L", (SIDE, SIDE), 0)
    middle = SIDE // 2
    ImageDraw.Draw(mask).ellipse(
        (middle - radius, middle - radius, middle + radius, middle + radius), fill=255
    )
    return np.asarray(mask) > 127


def photo(product: tuple[int, int, int], ground: tuple[int, int, int]) -> np.ndarray:
    plain = np.where(disc(150)[..., None], np.array(product), np.array(ground)).astype(np.float32)
    plain += np.random.default_rng(2).normal(0, 3, plain.shape)
    return np.clip(plain, 0, 255).astype(np.uint8)


def guessed(radius: int) -> np.ndarray:
    """What a network says that takes the disc for a little larger or smaller, and isn't sure of it."""
    return cv2.GaussianBlur(disc(radius).astype(np.float32), (0, 0), 4)


def test_that_an_outline_goes_where_the_colours_change() -> None:
    rgb, truth = photo((180, 60, 50), (70, 110, 150)), disc(150)
    for radius in (148, 152):
        rough = guessed(radius)
        better = settled(rgb, rough)
        assert overlap(better > 0.5, truth) > 0.995
        assert overlap(rough > 0.5, truth) < 0.98
        assert ((better >= 0) & (better <= 1)).all()


def test_that_nothing_changes_where_both_sides_look_alike_or_the_network_is_sure() -> None:
    rough = guessed(152)
    same = settled(photo((120, 120, 120), (123, 120, 118)), rough)
    assert np.abs(same - rough).max() < 0.12
    sure = disc(152).astype(np.float32)
    assert overlap(settled(photo((180, 60, 50), (70, 110, 150)), sure) > 0.5, sure > 0.5) == 1
    nothing = np.zeros((SIDE, SIDE), np.float32)
    assert (settled(photo((180, 60, 50), (70, 110, 150)), nothing) == nothing).all()


def test_that_a_strange_colour_along_the_outline_is_left_to_the_network() -> None:
    """A thin dark rim that is neither like the product nor like the ground: a shadow, a seam, another thing behind."""
    rgb = photo((190, 190, 180), (90, 130, 90))
    rim = disc(153) & ~disc(147)
    rgb[rim] = (20, 20, 60)
    rough = guessed(152)
    assert np.abs(settled(rgb, rough) - rough)[rim].max() < 0.05


def test_that_a_grey_photo_without_noise_gets_a_clean_edge() -> None:
    """All colours on one line: a determinant in single precision is nothing but rounding here."""
    rgb = np.where(disc(150)[..., None], 150, 255).repeat(3, 2).astype(np.uint8)
    with np.errstate(all="raise"):
        refined = refine_alpha(rgb, guessed(150))
    assert float(np.abs(refined - disc(150)).mean()) < 0.001
