"""Rectangles on the canvas. Everything is laid out as boxes first and painted afterwards, so tests can prove fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.core.pack import MASTER_PIXELS

SIZE: Final = MASTER_PIXELS
MARGIN: Final = 120
"""Safe area in pixels, 6 % of the side: shops crop thumbnails and phones round corners."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in canvas pixels; right and bottom are exclusive."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of the box."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row below the box."""
        return self.top + self.height

    @property
    def centre_x(self) -> int:
        """The middle column."""
        return self.left + self.width // 2

    @property
    def centre_y(self) -> int:
        """The middle row."""
        return self.top + self.height // 2

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom, as Pillow wants them."""
        return (self.left, self.top, self.right, self.bottom)

    def inset(self, dx: int, dy: int | None = None) -> Box:
        """The box made smaller by ``dx`` left and right and ``dy`` (or ``dx``) above and below."""
        down = dx if dy is None else dy
        return Box(
            self.left + dx, self.top + down, max(1, self.width - 2 * dx), max(1, self.height - 2 * down)
        )

    def contains(self, other: Box) -> bool:
        """Whether ``other`` lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def overlaps(self, other: Box) -> bool:
        """Whether the two share at least one pixel."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def centred(self, width: int, height: int, *, x: float = 0.5, y: float = 0.5) -> Box:
        """A box of that size inside this one; ``x`` and ``y`` (0 to 1) say where the free space goes."""
        return Box(
            self.left + round((self.width - width) * x),
            self.top + round((self.height - height) * y),
            width,
            height,
        )

    def fitted(self, width: int, height: int, *, x: float = 0.5, y: float = 0.5) -> Box:
        """The largest box of the proportion ``width : height`` inside this one, never distorted."""
        scale = min(self.width / width, self.height / height)
        return self.centred(max(1, round(width * scale)), max(1, round(height * scale)), x=x, y=y)


FRAME: Final = Box(0, 0, SIZE, SIZE)
SAFE: Final = FRAME.inset(MARGIN)
