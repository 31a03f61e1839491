"""One picture for one request: the composer that fits, and what the project lacks for a better one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import BugError
from desktop.imaging.compose.base import Job
from desktop.imaging.compose.canvas import seeded
from desktop.imaging.compose.fonts import undrawable
from desktop.imaging.compose.modules.base import ModuleJob, finished
from desktop.imaging.compose.modules.registry import MODULES
from desktop.imaging.compose.registry import COMPOSERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from desktop.imaging.contract import AplusRequest, RenderRequest
    from desktop.imaging.cutout import Cutout


@dataclass(frozen=True, slots=True)
class ComposedImage:
    """A finished picture (RGB; 2000 x 2000 pixels, a module 970 x 600), and what the project lacks for a better one.

    ``asks`` holds the words ``features``, ``comparison``, ``dimensions`` or ``text``; empty when nothing is missing.
    ``lost_letters`` are the characters of its words that no font has, each once; ``left_out`` are the titles of what a
    module has no room for.
    """

    image: Image.Image
    asks: tuple[str, ...] = ()
    lost_letters: str = ""
    left_out: tuple[str, ...] = ()


def compose(request: RenderRequest, cutouts: Sequence[Cutout]) -> ComposedImage:
    """Compose one listing image.

    Args:
        request: type, style, brand and brief; its photos aren't looked at.
        cutouts: the product cut out of the request's photos, the main photo first; a second one is used for close-ups.

    Raises:
        BugError: there is no cut-out.
    """
    if not cutouts:
        raise BugError("Composing needs at least one cut-out product.")
    job = Job.of(request, cutouts)
    composer = COMPOSERS[request.image_type]
    with seeded(request.seed):
        return ComposedImage(composer.paint(job), composer.asks(job), _lost(composer.words(job)))


def compose_module(request: AplusRequest, cutouts: Sequence[Cutout]) -> ComposedImage:
    """Compose one A+ module; arguments and errors as in ``compose``."""
    if not cutouts:
        raise BugError("Composing needs at least one cut-out product.")
    job = ModuleJob.for_module(request, cutouts)
    composer = MODULES[request.module]
    with seeded(request.seed):
        painted = composer.paint(job)
        return ComposedImage(
            finished(painted.canvas), composer.asks(job), _lost(composer.words(job)), painted.left_out
        )


def _lost(words: tuple[str, ...]) -> str:
    return undrawable("\n".join(words))
