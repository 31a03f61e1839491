"""The keep/remove brush: strokes change what they mean to change, quickly, and nothing else."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.core.pack import ImageType
from desktop.core.retouching import PhotoMask, Stroke
from desktop.imaging.contract import MaskOrder, RenderRequest
from desktop.imaging.enlarge import enlarge
from desktop.imaging.render import CutoutCache, render_image
from desktop.imaging.retouch import Retouch
from desktop.imaging.studio import Studio

PHOTOS = Path(__file__).parent / "photos"
BOTTLE = (PHOTOS / "bottle_wood.jpg").read_bytes()


@pytest.fixture(scope="module")
def retouch() -> Retouch:
    return Retouch(CutoutCache().get)


def alpha_of(answer: PhotoMask) -> np.ndarray:
    with Image.open(io.BytesIO(answer.mask)) as mask:
        assert mask.mode == "L"
        assert mask.size == (answer.width, answer.height)
        return np.asarray(mask)


def truth(name: str) -> np.ndarray:
    with Image.open(PHOTOS / f"{name}_mask.png") as mask:
        return np.asarray(mask.convert("L"))


def without_top(alpha: np.ndarray) -> bytes:
    """An alpha that misses the uppermost third of the product, as a file."""
    rows = np.flatnonzero((alpha > 127).any(axis=1))
    cut = alpha.copy()
    cut[: rows[0] + (rows[-1] - rows[0]) // 3] = 0
    out = io.BytesIO()
    Image.fromarray(cut).save(out, "PNG")
    return out.getvalue()


def test_that_the_own_alpha_comes_with_previews_of_one_size(retouch: Retouch) -> None:
    answer = retouch.mask(MaskOrder(BOTTLE))
    with Image.open(io.BytesIO(answer.preview)) as preview, Image.open(io.BytesIO(answer.photo)) as photo:
        assert preview.mode == "RGBA"
        assert preview.size == photo.size
        assert max(preview.size) <= 1000
    assert 0.0 <= answer.score <= 1.0
    wanted = truth("bottle_wood") > 127
    assert ((alpha_of(answer) > 127) & wanted).sum() / wanted.sum() > 0.95


def test_that_a_short_stroke_brings_back_what_looks_like_it(retouch: Retouch) -> None:
    wanted = truth("bottle_wood")
    start = without_top(wanted)
    rows = np.flatnonzero((wanted > 127).any(axis=1))
    height = wanted.shape[0]
    middle = int(np.median(np.flatnonzero(wanted[rows[0] + 40] > 127))) / wanted.shape[1]
    third = rows[0] + (rows[-1] - rows[0]) // 3
    stroke = Stroke(
        tuple((middle, y / height) for y in np.linspace(rows[0] + 12, third, 8)), radius=0.02, keep=True
    )
    answer = alpha_of(retouch.mask(MaskOrder(BOTTLE, start, (stroke,))))
    plain = alpha_of(retouch.mask(MaskOrder(BOTTLE, start, (stroke,), refine=False)))
    top = np.zeros_like(wanted, bool)
    top[:third] = True

    def overlap(found: np.ndarray) -> float:
        one, other = (found > 127) & top, (wanted > 127) & top
        return float((one & other).sum() / (one | other).sum())

    assert overlap(answer) > 0.7
    assert overlap(answer) > overlap(plain)
    # below the stroke's reach nothing has changed
    assert np.array_equal(answer[third + height // 10 :], np.where(top, 0, wanted)[third + height // 10 :])


def test_that_the_last_stroke_wins_and_can_take_back(retouch: Retouch) -> None:
    wanted = truth("bottle_wood")
    out = io.BytesIO()
    Image.fromarray(wanted).save(out, "PNG")
    spot = ((0.08, 0.5), (0.1, 0.55))
    keep, remove = Stroke(spot, 0.03, keep=True), Stroke(spot, 0.03, keep=False)
    kept = alpha_of(retouch.mask(MaskOrder(BOTTLE, out.getvalue(), (remove, keep))))
    gone = alpha_of(retouch.mask(MaskOrder(BOTTLE, out.getvalue(), (keep, remove))))
    at = (round(0.525 * wanted.shape[0]), round(0.09 * wanted.shape[1]))
    assert kept[at] == 255
    assert gone[at] == 0


def test_that_strokes_beyond_the_frame_and_single_points_are_fine(retouch: Retouch) -> None:
    strokes = (
        Stroke(((-3.0, 9.0),), 0.05, keep=True),
        Stroke(((0.5, 0.5),), 0.0, keep=False),
        Stroke((), 0.1, keep=True),
    )
    assert alpha_of(retouch.mask(MaskOrder(BOTTLE, None, strokes))).any()


@pytest.mark.parametrize("is_large", [False, True])
def test_that_a_stroke_is_answered_within_a_moment(retouch: Retouch, is_large: bool) -> None:
    photo = enlarge(BOTTLE, 4000, 3000, 0) if is_large else BOTTLE
    order = MaskOrder(
        photo, retouch.mask(MaskOrder(photo)).mask, (Stroke(((0.4, 0.2), (0.6, 0.25)), 0.02, keep=True),)
    )
    took = []
    for _ in range(3):
        begun = time.thread_time()
        retouch.mask(order)
        took.append(time.thread_time() - begun)
    assert min(took) < 0.4, "seconds of the processor's time: what it takes at rest"


def test_that_all_six_images_use_a_given_mask() -> None:
    wanted = truth("bottle_wood")
    cache = CutoutCache()
    for image_type in ImageType:
        made = render_image(RenderRequest(image_type, (BOTTLE,), masks=(without_top(wanted),)), cache=cache)
        assert made.needs_check == ()
        assert made.score == 1.0
    whole = render_image(RenderRequest(ImageType.MAIN_IMAGE, (BOTTLE,)), cache=cache)
    cut = render_image(
        RenderRequest(ImageType.MAIN_IMAGE, (BOTTLE,), masks=(without_top(wanted),)), cache=cache
    )
    assert whole.data != cut.data


async def test_that_the_studio_corrects_masks_beside_its_renders() -> None:
    studio = Studio()
    try:
        first = await studio.mask(MaskOrder(BOTTLE))
        second = await studio.mask(MaskOrder(BOTTLE, first.mask, (Stroke(((0.05, 0.05),), 0.03, keep=True),)))
        assert (alpha_of(second)[:80, :80] > 127).any()
        assert second.needs_check == ()
    finally:
        await studio.close()
