"""Photos nobody has tuned to: known products, mirrored and smaller, before other photos' backgrounds, with shadows.

What stands behind a product is another photo with its own product painted out; some are darkened, so that dark things
stand before dark ground and white ones before white.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from desktop.imaging.cutout import cut_out
from desktop.imaging.edges import product_colours
from desktop.imaging.masks import overlap
from tests.imaging.test_cutout import edge_error, fractions, whole_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray

PHOTOS = Path(__file__).parent / "photos"
SIDE = 1000

# Measured when this was written, over 24 such photos: mean IoU .980, median .993, edge error .039; the two below .95
# (the stool's thin ring) were flagged.
COMPOSED = (
    ("bottle_wood", "brush_wood", 1.0),
    ("bottle_wood", "bottle_white", 0.45),
    ("box_carpet", "stool_room", 1.0),
    ("mug_table", "phones_white", 0.5),
    ("mug_table", "box_room", 1.0),
    ("phones_white", "bottle_wood", 0.5),
    ("brush_wood", "phones_white", 1.0),
    ("stool_room", "box_carpet", 1.0),
)


@cache
def parts(name: str) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.uint8]]:
    """A photo's product colours, its alpha, and its background with the product painted out."""
    rgb = np.asarray(Image.open(PHOTOS / f"{name}.jpg").convert("RGB").resize((SIDE, SIDE)))
    alpha = fractions(Image.open(PHOTOS / f"{name}_mask.png").convert("L").resize((SIDE, SIDE)))
    hidden = cv2.dilate((alpha > 0.02).astype(np.uint8), np.ones((41, 41), np.uint8))
    small = cv2.resize(rgb, (400, 400), interpolation=cv2.INTER_AREA)
    gone = cv2.resize(hidden, (400, 400), interpolation=cv2.INTER_NEAREST)
    behind = cv2.resize(cv2.inpaint(small, gone, 9, cv2.INPAINT_TELEA), (SIDE, SIDE))
    return product_colours(rgb, alpha), alpha, np.asarray(behind, np.uint8)


def composed(product: str, behind: str, light: float) -> tuple[Image.Image, NDArray[np.float32]]:
    """A photo of one product before another's background, and its true alpha."""
    colours, alpha, _ = parts(product)
    ground = parts(behind)[2].astype(np.float32) * np.float32(light)
    turn = np.array([[-0.85, 0, SIDE * 0.925], [0, 0.85, SIDE * 0.1]], np.float32)
    colours = np.asarray(cv2.warpAffine(colours, turn, (SIDE, SIDE)), np.uint8)
    alpha = np.asarray(cv2.warpAffine(alpha, turn, (SIDE, SIDE)), np.float32)
    base = int(np.flatnonzero((alpha > 0.5).any(axis=1))[-1])
    laid = np.array([[1, -0.4, 0.4 * base], [0, 0.25, 0.75 * base]], np.float32)
    cast = cv2.GaussianBlur(cv2.warpAffine(alpha, laid, (SIDE, SIDE)), (0, 0), 9) * 0.45
    line = np.zeros_like(alpha)
    line[max(0, base - 6) : base + 8] = alpha[max(0, base - 12)]
    contact = np.clip(cv2.GaussianBlur(line, (0, 0), 14) * 1.2, 0, 0.6)
    ground *= ((1 - cast) * (1 - contact))[..., None]
    photo = colours * alpha[..., None] + ground * (1 - alpha[..., None])
    photo += np.random.default_rng(5).normal(0, 2.2, photo.shape)
    return Image.fromarray(np.clip(photo, 0, 255).astype(np.uint8)), alpha


def test_that_products_before_other_backgrounds_are_cut_out_as_well() -> None:
    found = []
    for product, behind, light in COMPOSED:
        photo, truth = composed(product, behind, light)
        cutout = cut_out(photo)
        alpha = whole_alpha(cutout)
        iou, error = overlap(alpha > 0.5, truth > 0.5), edge_error(alpha, truth)
        told = " ".join(cutout.needs_check) or "good"
        print(f"{product:14} before {behind:14} IoU {iou:.4f}  edge error {error:.4f}  {told}")
        found.append((iou, error))
        assert iou >= 0.93 or cutout.needs_check
    ious, errors = zip(*found, strict=True)
    print(f"mean {np.mean(ious):.4f}, median {np.median(ious):.4f}, edge {np.mean(errors):.4f}")
    assert np.mean(ious) >= 0.96
    assert np.median(ious) >= 0.97
    assert np.mean(errors) <= 0.07
