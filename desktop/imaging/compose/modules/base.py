"""What every A+ module has in common: its frame, its job, and the shape a module's composer has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from PIL import Image

from desktop.core.aplus import APLUS_HEIGHT, APLUS_WIDTH, AplusText, shows_body, text_problems
from desktop.imaging.compose.base import Job
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.product import Product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.aplus import AplusModule
    from desktop.imaging.compose.layout import Sheet
    from desktop.imaging.contract import AplusRequest
    from desktop.imaging.cutout import Cutout

SCALE: Final = 2
"""Canvas pixels per pixel of the finished module."""
MODULE_FRAME: Final = Box(0, 0, APLUS_WIDTH * SCALE, APLUS_HEIGHT * SCALE)
MODULE_SAFE: Final = MODULE_FRAME.inset(72)


@dataclass(frozen=True)
class ModuleJob(Job):
    """One module to compose: a job with its kind and words."""

    module: AplusModule
    text: AplusText

    @classmethod
    def for_module(cls, request: AplusRequest, cutouts: Sequence[Cutout]) -> ModuleJob:
        """Wrap what the caller of ``compose_module`` has handed over."""
        products = tuple(Product(cutout) for cutout in cutouts)
        return cls(request, products, request.module, request.text)

    @property
    def body(self) -> str:
        """The running text, empty where the module shows none."""
        return self.text.body.strip() if shows_body(self.module) else ""

    @property
    def bullets(self) -> tuple[str, ...]:
        """The bullets that say something."""
        return tuple(bullet.strip() for bullet in self.text.bullets if bullet.strip())

    @property
    def own_words(self) -> tuple[str, ...]:
        """Headline, running text and bullets."""
        return (self.text.headline, self.body, *self.bullets)


class Painted(NamedTuple):
    """The canvas, 2000 x 2000 pixels, with the module in its upper left; the titles of what it has no room for."""

    canvas: Image.Image
    left_out: tuple[str, ...] = ()


class ModuleComposer(Protocol):
    """Makes one kind of module; all is decided in ``layout``, which paints nothing."""

    def layout(self, job: ModuleJob) -> Sheet:
        """Place every text and picture on ``MODULE_FRAME``."""
        ...

    def paint(self, job: ModuleJob) -> Painted:
        """Paint what ``layout`` has decided."""
        ...

    def asks(self, job: ModuleJob) -> tuple[str, ...]:
        """What the project lacks for this module, beside words within the limits."""
        ...

    def words(self, job: ModuleJob) -> tuple[str, ...]:
        """All words that it is to show, as they were written."""
        ...


def finished(canvas: Image.Image) -> Image.Image:
    """The module, cut out of its canvas and reduced to 970 x 600 pixels."""
    return canvas.resize((APLUS_WIDTH, APLUS_HEIGHT), Image.Resampling.LANCZOS, box=MODULE_FRAME.corners)


def asks_for_text(job: ModuleJob) -> tuple[str, ...]:
    """``text`` while the words don't keep the limits."""
    return ("text",) if text_problems(job.module, job.text) else ()
