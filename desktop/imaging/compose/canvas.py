"""The picture being composed: grounds, cards, rules and signs, all with clean edges and without banding.

Pillow draws shapes without anti-aliasing, so their masks are drawn four times as large and reduced; of a large card
only the corners. One canvas belongs to one render, hence to one thread.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw

from desktop.imaging.compose.geometry import FRAME, SIZE, Box
from desktop.imaging.compose.palette import hexed, rgb
from desktop.imaging.compose.planes import Plane, soft
from desktop.imaging.contract import DEFAULT_SEED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.imaging.compose.layout import PlacedText

Sign = Literal["check", "cross", "dash"]

_OVERSAMPLE: Final = 4
SHADOW_SCALE: Final = 4
"""Soft things are blurred at a quarter of the size: no visible difference, and sixteen times less work."""


_seed: ContextVar[int] = ContextVar("seed", default=DEFAULT_SEED)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Whatever is random in pictures painted inside comes from ``seed``; for this thread only."""
    before = _seed.set(seed)
    try:
        yield
    finally:
        _seed.reset(before)


@lru_cache(maxsize=2)
def _noise(seed: int) -> Plane:
    """Even noise from -0.5 to 0.5, the same for a seed; breaks up the steps of an 8-bit gradient."""
    return np.random.default_rng(seed).random((SIZE, 512), dtype=np.float32) - np.float32(0.5)


def blended(field: Plane, low: str, high: str) -> Image.Image:
    """A picture going from ``low`` to ``high`` as ``field`` (H x W, 0 to 1) says, dithered."""
    start, end = rgb(low), rgb(high)
    height, width = field.shape
    reach = max(1, *(abs(a - b) for a, b in zip(start, end, strict=True)))
    noise = np.tile(_noise(_seed.get())[:height], (1, -(-width // 512)))[:, :width]
    levels = cv2.convertScaleAbs(np.clip(field + noise / np.float32(reach), 0, 1), alpha=255)
    index = Image.fromarray(levels)
    bands = [
        index.point([round(a + (b - a) * step / 255) for step in range(256)])
        for a, b in zip(start, end, strict=True)
    ]
    return Image.merge("RGB", bands)


@lru_cache(maxsize=64)
def _disc_mask(diameter: int) -> Image.Image:
    big = Image.new("L", (diameter * _OVERSAMPLE,) * 2)
    ImageDraw.Draw(big).ellipse((0, 0, diameter * _OVERSAMPLE - 1, diameter * _OVERSAMPLE - 1), fill=255)
    return big.resize((diameter, diameter), Image.Resampling.BOX)


def rounded_mask(width: int, height: int, radius: int) -> Image.Image:
    """An ``L`` mask of a rectangle with rounded corners, anti-aliased."""
    mask = Image.new("L", (width, height), 255)
    r = min(radius, width // 2, height // 2)
    if r < 1:
        return mask
    disc = _disc_mask(2 * r)
    for x, left in ((0, 0), (width - r, r)):
        for y, top in ((0, 0), (height - r, r)):
            mask.paste(disc.crop((left, top, left + r, top + r)), (x, y))
    return mask


class Canvas:
    """A 2000 x 2000 RGB picture and the ways to paint on it. Colours are ``#RRGGBB``, lengths pixels."""

    def __init__(self, top: str, bottom: str) -> None:
        """Start with a vertical gradient."""
        ramp = np.linspace(0, 1, SIZE, dtype=np.float32)[:, None]
        self.image = (
            blended(np.broadcast_to(ramp, (SIZE, SIZE)), top, bottom) if top != bottom else _plain(top)
        )
        self.draw = ImageDraw.Draw(self.image)

    @classmethod
    def over(cls, picture: Image.Image) -> Canvas:
        """A canvas that starts as a copy of a 2000 x 2000 picture."""
        canvas = cls.__new__(cls)
        canvas.image = picture.copy()
        canvas.draw = ImageDraw.Draw(canvas.image)
        return canvas

    def rectangle(self, box: Box, colour: str) -> None:
        """A plain rectangle, crisp because its edges lie on pixels."""
        self.draw.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill=colour)

    def rounded(self, box: Box, radius: int, colour: str) -> None:
        """A rectangle with round corners."""
        self.image.paste(rgb(colour), box.corners, rounded_mask(box.width, box.height, radius))

    def outlined(self, box: Box, radius: int, fill: str, line: str, thickness: int) -> None:
        """A rounded rectangle with a line around it, the line inside ``box``."""
        self.rounded(box, radius, line)
        self.rounded(box.inset(thickness), max(0, radius - thickness), fill)

    def disc(self, centre_x: int, centre_y: int, radius: int, colour: str) -> None:
        """A filled circle."""
        corner = (centre_x - radius, centre_y - radius)
        self.image.paste(
            rgb(colour), (*corner, corner[0] + 2 * radius, corner[1] + 2 * radius), _disc_mask(2 * radius)
        )

    def ring(self, centre_x: int, centre_y: int, radius: int, thickness: int, colour: str) -> None:
        """A circle's line, inside ``radius``."""
        mask = _disc_mask(2 * radius).copy()
        hole = _disc_mask(2 * (radius - thickness))
        mask.paste(0, (thickness, thickness), hole)
        self.image.paste(rgb(colour), (centre_x - radius, centre_y - radius), mask)

    def round_picture(self, picture: Image.Image, centre_x: int, centre_y: int) -> None:
        """A square RGB picture, cut to a circle around that centre."""
        half = picture.width // 2
        self.image.paste(picture, (centre_x - half, centre_y - half), _disc_mask(2 * half))

    def polygon(
        self,
        corners: Sequence[tuple[float, float]],
        colour: str,
        strength: float,
        *,
        without: tuple[int, int, int],
    ) -> None:
        """A filled shape that lets the ground through; ``strength`` from 0 (nothing) to 1 (solid).

        ``without`` is a circle (centre and radius) that is left out.
        """
        left, top = (int(min(values)) - 1 for values in zip(*corners, strict=True))
        right, bottom = (int(max(values)) + 2 for values in zip(*corners, strict=True))
        size = ((right - left) * _OVERSAMPLE, (bottom - top) * _OVERSAMPLE)
        mask = Image.new("L", size)
        shape = [((x - left) * _OVERSAMPLE, (y - top) * _OVERSAMPLE) for x, y in corners]
        ImageDraw.Draw(mask).polygon(shape, fill=round(255 * strength))
        mask = mask.resize((right - left, bottom - top), Image.Resampling.BOX)
        x, y, radius = without
        mask.paste(0, (x - radius - left, y - radius - top), _disc_mask(2 * radius))
        self.image.paste(rgb(colour), (left, top), mask)

    def stage(
        self, box: Box, radius: int, edge: str, glow: str, *, centre: tuple[float, float] = (0.5, 0.46)
    ) -> None:
        """A rounded panel with ``glow`` at ``centre`` (fractions of the panel), falling off to ``edge``."""
        small = (-(-box.width // 8), -(-box.height // 8))
        x = (np.arange(small[0], dtype=np.float32) / small[0] - centre[0]) * 2
        y = (np.arange(small[1], dtype=np.float32) / small[1] - centre[1]) * 2
        aspect = box.width / box.height
        far = np.hypot(x[None, :] * min(1.0, aspect), y[:, None] * min(1.0, 1 / aspect))
        light = np.exp(-1.6 * far**2).astype(np.float32)
        field = np.asarray(
            cv2.resize(light, (box.width, box.height), interpolation=cv2.INTER_LINEAR), np.float32
        )
        picture = blended(field, edge, glow)
        self.image.paste(picture, (box.left, box.top), rounded_mask(box.width, box.height, radius))

    def shade(self, plane: Plane, colour: str = "#000000", *, within: Box | None = None) -> None:
        """Lay a shadow over the picture: ``plane`` is 500 x 500, 0 (none) to 1 (full ``colour``).

        With ``within`` it stays inside that box, to four pixels.
        """
        if within is not None:
            kept = np.zeros_like(plane)
            inside = (
                slice(max(0, within.top // SHADOW_SCALE), within.bottom // SHADOW_SCALE),
                slice(max(0, within.left // SHADOW_SCALE), within.right // SHADOW_SCALE),
            )
            kept[inside] = plane[inside]
            plane = kept
        rows = np.flatnonzero(plane.max(axis=1) > 0.004)
        columns = np.flatnonzero(plane.max(axis=0) > 0.004)
        if not rows.size or not columns.size:
            return
        top, bottom = max(0, int(rows[0]) - 1), min(plane.shape[0], int(rows[-1]) + 2)
        left, right = max(0, int(columns[0]) - 1), min(plane.shape[1], int(columns[-1]) + 2)
        part = plane[top:bottom, left:right]
        size = ((right - left) * SHADOW_SCALE, (bottom - top) * SHADOW_SCALE)
        mask = cv2.convertScaleAbs(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR), alpha=255)
        corner = (left * SHADOW_SCALE, top * SHADOW_SCALE)
        self.image.paste(
            rgb(colour), (*corner, corner[0] + size[0], corner[1] + size[1]), Image.fromarray(mask)
        )

    def card_shadow(self, box: Box, radius: int, strength: float, *, blur: int = 36, drop: int = 18) -> None:
        """A soft shadow below a card; draw it before the card."""
        plane = np.zeros((SIZE // SHADOW_SCALE,) * 2, np.float32)
        quarter = Box(box.left // 4, (box.top + drop) // 4, box.width // 4, box.height // 4)
        visible = (max(0, quarter.left), max(0, quarter.top))
        mask = np.asarray(rounded_mask(quarter.width, quarter.height, radius // 4), np.float32) / 255
        target = plane[visible[1] : quarter.bottom, visible[0] : quarter.right]
        target[:] = mask[: target.shape[0], : target.shape[1]]
        self.shade(soft(plane, blur / SHADOW_SCALE) * np.float32(strength * 0.36))

    def picture(self, picture: Image.Image, box: Box) -> None:
        """Paste an RGBA picture of exactly the box's size; what hangs over the frame is left out."""
        self.image.paste(picture, (box.left, box.top), picture.getchannel("A"))

    def sign(self, kind: Sign, centre_x: int, centre_y: int, size: int, colour: str) -> None:
        """A check mark, a cross or a dash, ``size`` pixels wide, with round ends."""
        mask = _sign_mask(kind, size)
        corner = (centre_x - size // 2, centre_y - size // 2)
        self.image.paste(rgb(colour), (*corner, corner[0] + size, corner[1] + size), mask)

    def stroke(self, points: tuple[tuple[float, float], ...], thickness: int, colour: str) -> None:
        """A line through ``points`` with round ends, anti-aliased."""
        pad = thickness + 2
        left, top = int(min(x for x, _ in points)) - pad, int(min(y for _, y in points)) - pad
        right, bottom = int(max(x for x, _ in points)) + pad, int(max(y for _, y in points)) + pad
        mask = _line_mask(
            (right - left, bottom - top), tuple((x - left, y - top) for x, y in points), thickness
        )
        self.image.paste(rgb(colour), (left, top, right, bottom), mask)

    def text(self, placed: PlacedText) -> None:
        """Draw a text where the layout has put it."""
        placed.block.draw(self.draw, placed.box, placed.colour, align=placed.align)


def _plain(colour: str) -> Image.Image:
    return Image.new("RGB", (FRAME.width, FRAME.height), rgb(colour))


def _line_mask(size: tuple[int, int], points: tuple[tuple[float, float], ...], thickness: int) -> Image.Image:
    big = Image.new("L", (size[0] * _OVERSAMPLE, size[1] * _OVERSAMPLE))
    draw = ImageDraw.Draw(big)
    scaled = [(x * _OVERSAMPLE, y * _OVERSAMPLE) for x, y in points]
    width = thickness * _OVERSAMPLE
    draw.line(scaled, fill=255, width=width, joint="curve")
    for x, y in scaled:
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    return big.resize(size, Image.Resampling.BOX)


@lru_cache(maxsize=32)
def _sign_mask(kind: Sign, size: int) -> Image.Image:
    thickness = max(3, round(size * 0.13))
    if kind == "check":
        strokes: tuple[tuple[tuple[float, float], ...], ...] = (((0.16, 0.54), (0.40, 0.77), (0.84, 0.27)),)
    elif kind == "cross":
        strokes = (((0.24, 0.24), (0.76, 0.76)), ((0.76, 0.24), (0.24, 0.76)))
    else:
        strokes = (((0.26, 0.5), (0.74, 0.5)),)
    mask = Image.new("L", (size, size))
    for points in strokes:
        one = _line_mask((size, size), tuple((x * size, y * size) for x, y in points), thickness)
        mask.paste(255, (0, 0), one)
    return mask


def average_colour(picture: Image.Image, box: Box) -> str:
    """The mean colour of a part of a picture, to choose a text colour by."""
    part = picture.convert("RGB").crop(box.corners).resize((1, 1), Image.Resampling.BOX)
    red, green, blue = (int(value) for value in np.asarray(part)[0, 0])
    return hexed((red, green, blue))
