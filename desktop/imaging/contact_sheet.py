"""A contact sheet: many finished images on one, for looking at all of them side by side."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from desktop.imaging.compose.fonts import BODY, STRONG
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.text import TextStyle, fit_text
from desktop.imaging.opening import encode_jpeg

if TYPE_CHECKING:
    from collections.abc import Sequence

_GROUND: Final = "#8c8c8c"
"""A middle grey: white and black pictures both keep their edges on it."""
_INK: Final = "#0c0c0c"
_GAP: Final = 12
_HEAD: Final = 56
_SIDE_MAX: Final = 65_000
"""A JPEG's sides end at 65,535 pixels."""


class ContactSheet:
    """A grid of pictures: a row for each name in ``rows``, a column for each in ``columns``; ``tile`` is in pixels.

    Finished images are put in one by one and kept small only, so that a sheet of hundreds needs little memory.
    """

    def __init__(self, rows: Sequence[str], columns: Sequence[str], tile: int) -> None:
        self._tile = min(tile, _SIDE_MAX // max(1, len(rows), len(columns)) - _GAP - _HEAD)
        self._column_names, self._row_names = columns, rows
        step_x, step_y = self._tile + _GAP, self._tile + _GAP + _HEAD
        self._sheet = Image.new(
            "RGB", (_GAP + step_x * len(columns), _HEAD + step_y * len(rows) + _GAP), _GROUND
        )
        self._draw = ImageDraw.Draw(self._sheet)
        for index, name in enumerate(columns):
            self._write(name, STRONG, Box(_GAP + step_x * index, 0, self._tile, _HEAD))
        for index, name in enumerate(rows):
            self._write(name, BODY, Box(_GAP, _HEAD + step_y * index, self._sheet.width - 2 * _GAP, _HEAD))

    def _write(self, text: str, face: tuple[str, ...], room: Box) -> None:
        block = fit_text(text, TextStyle(face, 30, 12, 1), room.width, room.height)
        block.draw(self._draw, block.placed(room, y=0.5), _INK)

    def put(self, row: int, column: int, image: bytes) -> None:
        """Put a finished image (JPEG of our own making) into its place."""
        with Image.open(io.BytesIO(image), formats=["JPEG"]) as opened:
            opened.draft("RGB", (self._tile, self._tile))
            small = opened.convert("RGB").resize((self._tile, self._tile), Image.Resampling.LANCZOS)
        left = _GAP + column * (self._tile + _GAP)
        top = _HEAD + row * (self._tile + _GAP + _HEAD) + _HEAD
        self._sheet.paste(small, (left, top))

    def encode(self) -> bytes:
        """The whole sheet as JPEG."""
        return encode_jpeg(self._sheet, 90)
