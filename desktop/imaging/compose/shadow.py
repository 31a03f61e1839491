"""How a product stands: contact, ambient and cast shadows found from the outline of its alpha, and reflections.

All planes are 500 x 500 float arrays, a quarter of the canvas, from 0 (no shadow) to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image

from desktop.imaging.compose.canvas import SHADOW_SCALE
from desktop.imaging.compose.geometry import SIZE
from desktop.imaging.compose.planes import Plane, at_peak_one, soft

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desktop.imaging.compose.canvas import Canvas
    from desktop.imaging.compose.geometry import Box

_PLANE: Final = SIZE // SHADOW_SCALE
_PITCH: Final = 0.19
"""Depth of a round base seen from slightly above, as a share of its width (sine of about 11 degrees)."""


@dataclass(frozen=True, slots=True)
class Light:
    """Where a scene's light falls.

    ``slant`` is how far a shadow runs to the right (left if negative) for each pixel of height, ``rise`` how far it
    runs back into the picture; ``cast`` and ``contact`` are strengths from 0 to 1.
    """

    slant: float = 0.55
    rise: float = 0.12
    cast: float = 0.34
    contact: float = 0.62


STUDIO: Final = Light(cast=0.0)


class Footprint:
    """Where a product touches the ground: read from the lowest pixels of its alpha, column by column."""

    def __init__(self, picture: Image.Image, box: Box) -> None:
        """Take the RGBA ``picture`` standing at ``box`` on the canvas."""
        small = (max(1, box.width // SHADOW_SCALE), max(1, box.height // SHADOW_SCALE))
        alpha = np.asarray(
            picture.getchannel("A").resize(small, Image.Resampling.BOX), np.float32
        ) / np.float32(255)
        self.alpha = np.zeros((_PLANE, _PLANE), np.float32)
        _paste(self.alpha, alpha, box.left // SHADOW_SCALE, box.top // SHADOW_SCALE)
        solid = self.alpha > 0.5
        self.columns = np.flatnonzero(solid.any(axis=0))
        lowest = _PLANE - 1 - solid[::-1].argmax(axis=0)
        self.floor = int(lowest[self.columns].max()) if self.columns.size else box.bottom // SHADOW_SCALE
        reach = max(3.0, 0.035 * small[1], _PITCH * 0.5 * self._base_width(lowest))
        self.contacts = self.columns[lowest[self.columns] >= self.floor - reach]
        self.lowest = lowest

    def _base_width(self, lowest: NDArray[np.intp]) -> float:
        near = self.columns[lowest[self.columns] >= self.floor - 3 - 0.02 * _PLANE]
        return float(near.max() - near.min() + 1) if near.size else 1.0

    @property
    def width(self) -> float:
        """Distance in plane pixels between the outermost points of contact."""
        return float(self.contacts.max() - self.contacts.min() + 1) if self.contacts.size else 1.0

    def contact(self) -> Plane:
        """The dark line where product and ground meet, with a wider dimming around it."""
        line = np.zeros((_PLANE, _PLANE), np.float32)
        for column in self.contacts:
            row = int(self.lowest[column])
            line[max(0, row - 2) : min(_PLANE, row + 2), column] = 1
        thin = soft(line, 1.1)
        near = at_peak_one(soft(line, 5, 2.4))
        wide = at_peak_one(
            soft(line, max(7.0, 0.16 * self.contacts.size), max(4.5, 0.05 * self.contacts.size))
        )
        return np.asarray(np.clip(0.62 * thin + 0.5 * near + 0.46 * wide, 0, 1), np.float32)

    def cast(self, light: Light) -> Plane:
        """The shadow thrown over the ground: the outline laid down, softer and fainter with distance."""
        base = self.floor - _PITCH * 0.32 * self.width
        laid = np.array(
            [[1, -light.slant, light.slant * base], [0, light.rise, base - light.rise * base]], np.float32
        )
        flat = np.asarray(
            cv2.warpAffine(self.alpha, laid, (_PLANE, _PLANE), flags=cv2.INTER_LINEAR), np.float32
        )
        close, far = soft(flat, 2.2), soft(flat, 9)
        rows = np.arange(_PLANE, dtype=np.float32)[:, None]
        distance = np.clip((base - rows) / max(1.0, light.rise * _PLANE * 0.5), 0, 1)
        return np.asarray((close * (1 - distance) + far * distance) * np.exp(-1.5 * distance), np.float32)

    def halo(self) -> Plane:
        """A breath of shade around the outline, which keeps a white product apart from a light ground."""
        return np.asarray(np.clip(soft(self.alpha, 4.5) * 1.15, 0, 1), np.float32)


def _paste(plane: Plane, part: Plane, left: int, top: int) -> None:
    """Lay ``part`` into ``plane`` with its corner at (left, top); what hangs over is left out."""
    from_x, from_y = max(0, -left), max(0, -top)
    height = min(part.shape[0] - from_y, plane.shape[0] - max(0, top))
    width = min(part.shape[1] - from_x, plane.shape[1] - max(0, left))
    if height > 0 and width > 0:
        plane[max(0, top) : max(0, top) + height, max(0, left) : max(0, left) + width] = part[
            from_y : from_y + height, from_x : from_x + width
        ]


def stand(
    canvas: Canvas,
    picture: Image.Image,
    box: Box,
    *,
    strength: float,
    light: Light = STUDIO,
    tint: str = "#000000",
    halo: float = 0.0,
) -> None:
    """Paint a product standing at ``box``: its shadows in ``tint`` at ``strength`` (0 to 1), then the product."""
    foot = Footprint(picture, box)
    plane = 1 - (1 - foot.contact() * np.float32(light.contact * strength))
    if light.cast:
        plane = 1 - (1 - plane) * (1 - foot.cast(light) * np.float32(light.cast))
    if halo:
        plane = 1 - (1 - plane) * (1 - foot.halo() * np.float32(halo))
    canvas.shade(plane.astype(np.float32), tint)
    canvas.picture(picture, box)


def lie(canvas: Canvas, picture: Image.Image, box: Box, *, strength: float, tint: str) -> None:
    """Paint a product lying at ``box`` on a surface seen from above: its shadow falls to the lower right."""
    foot = Footprint(picture, box)
    reach = max(4, round(0.02 * max(box.width, box.height) / SHADOW_SCALE))
    near = soft(np.roll(foot.alpha, (reach // 3, reach // 3), (0, 1)), 2.0)
    far = soft(np.roll(foot.alpha, (reach, reach), (0, 1)), 2.4 * reach**0.5 + reach * 0.5)
    plane = 1 - (1 - 0.55 * near) * (1 - np.float32(strength) * far)
    canvas.shade(np.asarray(plane, np.float32), tint)
    canvas.picture(picture, box)
