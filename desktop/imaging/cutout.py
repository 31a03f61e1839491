"""Cutting the product out of its photo: what later steps put on white, in scenes and in diagrams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Cutout:
    """A product cut out of one photo.

    ``image`` is RGBA with straight alpha, cropped to the bounding box of the product's alpha, with the old
    background's colour taken out of the edge band. It has the photo's working resolution (the photo's long
    side is at most 3000 px). ``photo_size`` is the working photo's (width, height) and ``box`` says where in it
    the crop lies (left, top, right, bottom). ``touches`` names the borders of the photo which the product
    touches: ``left``, ``top``, ``right``, ``bottom``. ``needs_check`` holds plain sentences and is empty when
    the quality gate passes. ``is_white_background`` says that the photo was taken on white.
    """

    image: Image.Image
    photo_size: tuple[int, int]
    box: tuple[int, int, int, int]
    touches: frozenset[str] = frozenset()
    needs_check: tuple[str, ...] = ()
    is_white_background: bool = False
