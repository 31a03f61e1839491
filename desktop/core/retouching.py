"""Correcting a cut-out by hand: the brush's strokes, and the mask they come to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of the keep/remove brush.

    ``points`` are (x, y) in fractions of the upright photo, 0 to 1; ``radius`` is a fraction of its long side.
    ``keep`` says that what is under the brush is product; otherwise it is background.
    """

    points: tuple[tuple[float, float], ...]
    radius: float
    keep: bool


@dataclass(frozen=True, slots=True)
class PhotoMask:
    """A photo's alpha, and what a person needs to see to correct it.

    ``mask`` is a PNG (``L``) of ``width`` x ``height`` pixels, the photo's working size (long side at most 3000): give
    it back in the next ``MaskOrder``, and store it to have ``RenderRequest.masks`` use it. ``preview`` is a PNG
    (``RGBA``) of the whole frame with the product alone, ``photo`` a JPEG of the photo, both of one size, at most 1000
    pixels on the long side. ``score`` and ``needs_check`` are the engine's own cut-out's, 1 and empty once a person has
    decided.
    """

    mask: bytes = field(repr=False)
    preview: bytes = field(repr=False)
    photo: bytes = field(repr=False)
    width: int
    height: int
    score: float = 1.0
    needs_check: tuple[str, ...] = ()
