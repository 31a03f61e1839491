"""Which photo becomes the main one, and which one the close-ups'."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from desktop.core.errors import PhotoRefusedError
from desktop.core.pack import ImageType
from desktop.imaging.choosing import choose
from desktop.imaging.contract import RenderRequest
from desktop.imaging.cutout import Cutout
from desktop.imaging.render import CutoutCache, render_image

if TYPE_CHECKING:
    from collections.abc import Callable


def made(score: float = 0.9, side: int = 1200, *touches: str) -> Cutout:
    return Cutout(
        image=Image.new("RGBA", (side, side // 2)),
        photo_size=(3000, 3000),
        box=(0, 0, side, side // 2),
        touches=frozenset(touches),
        needs_check=() if score > 0.5 else ("Unclear.",),
        score=score,
    )


def asked(*cutouts: Cutout | None) -> tuple[list[int], Callable[[int], Cutout]]:
    seen: list[int] = []

    def cut_out(at: int) -> Cutout:
        seen.append(at)
        cutout = cutouts[at]
        if cutout is None:
            raise PhotoRefusedError(f"Photo {at} is of no use.")
        return cutout

    return seen, cut_out


def test_that_a_first_photo_without_fault_is_taken_and_no_other_is_looked_at() -> None:
    seen, cut_out = asked(made(0.8), made(0.99))
    assert choose(2, cut_out) == (0,)
    assert seen == [0]


@pytest.mark.parametrize(
    ("cutouts", "best"),
    [
        ((made(0.3), made(0.9)), 1),  # the surer one
        ((made(0.9, 1200, "left"), made(0.8)), 1),  # the whole one
        ((made(0.9, 400), made(0.9, 1100)), 1),  # the larger one
        ((made(0.3), made(0.45), made(0.2)), 1),  # the best of a bad lot
        ((made(0.9, 900), made(0.9, 900)), 0),  # of equals the first
        ((None, made(0.4)), 1),  # one that can be used at all
    ],
)
def test_that_otherwise_the_best_photo_is_chosen(cutouts: tuple[Cutout | None, ...], best: int) -> None:
    _, cut_out = asked(*cutouts)
    assert choose(len(cutouts), cut_out) == (best,)


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
