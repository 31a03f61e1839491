"""What every image type has in common: the job it is given and the shape a composer has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from desktop.imaging.compose.palette import Theme, theme_for
from desktop.imaging.compose.product import Product
from desktop.imaging.compose.words import LANGUAGES, in_language, language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from desktop.core.pack import Brief
    from desktop.imaging.compose.layout import Sheet
    from desktop.imaging.contract import AplusRequest, RenderRequest
    from desktop.imaging.cutout import Cutout


@dataclass(frozen=True)
class Job:
    """One image to compose: the request and the products cut out of its photos, the main one first."""

    request: RenderRequest | AplusRequest
    products: tuple[Product, ...]

    @classmethod
    def of(cls, request: RenderRequest | AplusRequest, cutouts: Sequence[Cutout]) -> Job:
        """Wrap what the caller of ``compose`` has handed over."""
        return cls(request, tuple(Product(cutout) for cutout in cutouts))

    @property
    def brief(self) -> Brief:
        """All that is known about the product."""
        return self.request.brief

    @property
    def product(self) -> Product:
        """The product in the main photo."""
        return self.products[0]

    @cached_property
    def theme(self) -> Theme:
        """Palette and type of the wanted style with the shop's colours."""
        brand = self.request.brand
        return theme_for(self.request.style, (brand.primary, brand.secondary, brand.accent), brand.font)

    @cached_property
    def language(self) -> str:
        """Of the few words that are ours: the request's, or else the brief's."""
        wanted = self.request.language
        return wanted if wanted in LANGUAGES else language_of(self.brief)

    def say(self, text: str) -> str:
        """One of our own words, in that language."""
        return in_language(text, self.language)


class Composer(Protocol):
    """Makes one type of image. It decides everything in ``layout``, which is quick and paints nothing."""

    def layout(self, job: Job) -> Sheet:
        """Place every text and the product."""
        ...

    def paint(self, job: Job) -> Image.Image:
        """The finished picture: RGB, 2000 x 2000 pixels."""
        ...

    def asks(self, job: Job) -> tuple[str, ...]:
        """What the project lacks for a better picture: ``features``, ``comparison``, ``dimensions``."""
        ...

    def words(self, job: Job) -> tuple[str, ...]:
        """The seller's words that it is to show, as they were written."""
        ...
