"""The main image: the product alone on pure white, as every marketplace demands it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.imaging.compose.canvas import Canvas
from desktop.imaging.compose.geometry import FRAME, SIZE
from desktop.imaging.compose.layout import Sheet
from desktop.imaging.compose.product import product_in

if TYPE_CHECKING:
    from PIL import Image

    from desktop.imaging.compose.base import Job

_FILL: Final = 0.90
"""Longest side of the product as a share of the frame; marketplaces ask for 0.85 at least."""


class MainImage:
    """The product centred on white, its longest side 90 % of the frame; no text, shadow or logo."""

    def layout(self, job: Job) -> Sheet:
        """The product's place; there is no text."""
        return Sheet(keep_clear=[product_in(FRAME.inset(round(SIZE * (1 - _FILL) / 2)), job.product, y=0.5)])

    def paint(self, job: Job) -> Image.Image:
        """Paint the product on white."""
        canvas = Canvas("#ffffff", "#ffffff")
        (box,) = self.layout(job).keep_clear
        canvas.picture(job.product.render(box.width, box.height), box)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:  # noqa: ARG002  part of the Protocol
        """Nothing: a photo is enough."""
        return ()

    def words(self, job: Job) -> tuple[str, ...]:  # noqa: ARG002  part of the Protocol
        """None."""
        return ()
