"""Which photo becomes the main one, and which one the close-ups'."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from desktop.core.errors import PhotoRefusedError
from desktop.core.pack import ImageType
from desktop.imaging import render
from desktop.imaging.choosing import choose
from desktop.imaging.contract import RenderRequest
from desktop.imaging.cutout import Cutout, Rating, cut_out
from desktop.imaging.render import CutoutCache, render_image

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.imaging.opening import LatePhoto


def made(score: float = 0.9, side: int = 1200, *touches: str) -> Rating:
    return Rating(
        size=(side, side // 2),
        touches=frozenset(touches),
        needs_check=() if score > 0.5 else ("Unclear.",),
        score=score,
    )


def asked(*ratings: Rating | None) -> tuple[list[int], Callable[[int], Rating]]:
    seen: list[int] = []

    def rate(at: int) -> Rating:
        seen.append(at)
        rating = ratings[at]
        if rating is None:
            raise PhotoRefusedError(f"Photo {at} is of no use.")
        return rating

    return seen, rate


def test_that_a_first_photo_without_fault_is_taken_and_no_other_is_looked_at() -> None:
    seen, rate = asked(made(0.8), made(0.99))
    assert choose(2, rate) == (0,)
    assert seen == [0]


@pytest.mark.parametrize(
    ("ratings", "best"),
    [
        ((made(0.3), made(0.9)), 1),  # the surer one
        ((made(0.9, 1200, "left"), made(0.8)), 1),  # the whole one
        ((made(0.9, 400), made(0.9, 1100)), 1),  # the larger one
        ((made(0.3), made(0.45), made(0.2)), 1),  # the best of a bad lot
        ((made(0.9, 900), made(0.9, 900)), 0),  # of equals the first
        ((None, made(0.4)), 1),  # one that can be used at all
    ],
)
def test_that_otherwise_the_best_photo_is_chosen(ratings: tuple[Rating | None, ...], best: int) -> None:
    _, rate = asked(*ratings)
    assert choose(len(ratings), rate) == (best,)


def test_that_the_close_up_comes_from_another_photo_a_good_one_first() -> None:
    assert choose(3, asked(made(), made(0.2), made(0.8))[1], more=1) == (0, 2)
    assert choose(2, asked(made(), made(0.2, 900, "left", "top"))[1], more=1) == (0, 1)
    assert choose(2, asked(made(), None)[1], more=1) == (0,)
    assert choose(2, asked(made(0.3), made())[1], more=1) == (1, 0)


def test_that_photos_none_of_which_can_be_used_are_refused_with_the_first_reason() -> None:
    with pytest.raises(PhotoRefusedError, match="Photo 0"):
        choose(2, asked(None, None)[1], more=1)


@cache
def picture(side: int, left: int) -> bytes:
    """A square on nothing, so that no network is needed; in a photo of 1,600 pixels."""
    photo = Image.new("RGBA", (1600, 1600), (0, 0, 0, 0))
    photo.paste((180, 60, 40, 255), (left, 100, left + side, 100 + side))
    out = io.BytesIO()
    photo.save(out, "PNG", compress_level=1)
    return out.getvalue()


def test_that_an_image_says_which_photos_it_shows_and_how_good_they_are() -> None:
    cut_off, small, good = picture(900, -100), picture(300, 400), picture(1200, 200)
    request = RenderRequest(ImageType.MAIN_IMAGE, (cut_off, small, good))
    assert render_image(request, cache=CutoutCache()).photos_used == (2,)
    highlight = render_image(
        RenderRequest(ImageType.FEATURE_HIGHLIGHT, (cut_off, small, good)), cache=CutoutCache()
    )
    assert highlight.photos_used == (2, 0)
    assert highlight.score == 1.0


def test_that_photos_once_compared_are_not_cut_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten large photos, none of them without fault, are more than is kept: each image would cut all ten out anew."""
    made_of: list[object] = []

    def counted(photo: Image.Image | LatePhoto) -> Cutout:
        made_of.append(photo)
        return cut_out(photo)

    monkeypatch.setattr(render, "cut_out", counted)
    cache = CutoutCache(max_bytes=1)
    request = RenderRequest(ImageType.MAIN_IMAGE, (picture(500, 400), picture(300, 400), picture(200, 400)))
    assert render_image(request, cache=cache).photos_used == (0,)
    assert len(made_of) == 4  # each once, and the best again, as it wasn't kept
    assert render_image(request, cache=cache).photos_used == (0,)
    assert len(made_of) == 4
