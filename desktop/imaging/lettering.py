"""Finds rows of letters and flat shapes in a picture, by their form: no letter is read.

Letters are strokes of one even colour, about as high as their neighbours and on one line with them, on an even
ground. That holds for most scripts and for hardly anything in a photo but printed text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_SIDES: Final = (1600, 800, 400, 200)
"""Sizes a picture is looked at in: each finds letters of some 8 to 60 pixels."""
_WHITE: Final = 250
_BLOCK: Final = 31
_CONTRAST: Final = 14
_LEAST_HEIGHT: Final = 7
_MOST_HEIGHT: Final = 110
_LEAST_LETTERS: Final = 3
_LEAST_LETTERS_IN_A_SCENE: Final = 6
"""Where there is no plain ground, short rows of strokes are grain or gravel as often as text."""
_STROKE: Final = 0.45
"""A letter's strokes are thinner than this share of its height."""
_EVEN: Final = 16.0
"""Standard deviation of ink that is one colour, after JPEG."""
_ONE_COLOUR: Final = 8
"""How far in any channel a JPEG moves the pixels of a flat shape."""
_MOST_PIECES: Final = 4000
"""Among more pieces than that lie leaves, gravel or cloth, and no text could be told from them."""


@dataclass(frozen=True, slots=True)
class _Letter:
    left: int
    top: int
    width: int
    height: int
    area: int
    ink: float

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def signs(self) -> int:
        """How many letters it may be: those of a word often touch."""
        return max(1, round(self.width / self.height))

    @property
    def bottom(self) -> int:
        return self.top + self.height


def rows_of_letters(pixels: NDArray[np.uint8], without: NDArray[np.bool_] | None) -> int:
    """How many rows of letters an RGB picture shows; those inside the mask ``without`` don't count."""
    found: list[tuple[float, float, float, float]] = []
    least = _LEAST_LETTERS_IN_A_SCENE if without is None else _LEAST_LETTERS
    for side in _SIDES:
        scale = side / max(pixels.shape[:2])
        if scale > 1 and side != _SIDES[-1]:
            continue
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        grey = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        hidden = None
        if without is not None:
            shrunk = cv2.resize(without.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
            hidden = cv2.dilate(shrunk, np.ones((5, 5), np.uint8)).astype(bool)
        for is_light in (False, True):
            no_ink = hidden if hidden is None or not is_light else hidden | _ground(grey)
            for row in _rows(_letters(grey, no_ink, is_light=is_light), least):
                box = _around(row, scale)
                if not any(_same(box, other) for other in found):
                    found.append(box)
    return len(found)


def _ground(grey: NDArray[Any]) -> NDArray[np.bool_]:
    """The white that hangs together with the picture's edge: between bristles it has the form of light letters."""
    white = (grey >= _WHITE).astype(np.uint8)
    ringed = cv2.copyMakeBorder(white, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels = cv2.connectedComponents(ringed, connectivity=4)
    open_to_edge = (labels == labels[0, 0])[1:-1, 1:-1].astype(np.uint8)
    return np.asarray(cv2.dilate(open_to_edge, np.ones((5, 5), np.uint8)) > 0, np.bool_)


def _letters(grey: NDArray[Any], hidden: NDArray[np.bool_] | None, *, is_light: bool) -> list[_Letter]:
    """Pieces of ink with a letter's form."""
    seen = 255 - grey if is_light else grey
    ink = cv2.adaptiveThreshold(seen, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _CONTRAST)
    if hidden is not None:
        ink[hidden] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    if count > _MOST_PIECES:
        return []
    depth = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    letters = []
    for n in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[n])
        if not _LEAST_HEIGHT <= height <= _MOST_HEIGHT or width > 12 * height or area < 12:
            continue
        window = (slice(top, top + height), slice(left, left + width))
        own = labels[window] == n
        stroke = depth[window][own]
        thickest = float(stroke.max())
        if 2 * thickest > _STROKE * height + 1:
            continue
        values = grey[window][own & (depth[window] >= 0.7 * thickest)]
        ground = grey[window][ink[window] == 0]
        # the thinnest strokes are all edge, which is half ink and half ground
        even = (
            max(_EVEN, 0.3 * abs(float(ground.mean() - values.mean())))
            if thickest <= 2 and ground.size
            else _EVEN
        )
        if values.std() <= even and (ground.size < 4 or ground.std() <= 2 * _EVEN):
            letters.append(_Letter(left, top, width, height, area, float(values.mean())))
    return letters


def _rows(letters: Sequence[_Letter], least: int) -> Iterator[list[_Letter]]:
    """Groups of letters that stand side by side on a line, in one colour."""
    waiting = sorted(letters, key=lambda letter: letter.left)
    while waiting:
        row = [waiting.pop(0)]
        rest = []
        for letter in waiting:
            if _continues(row, letter):
                row.append(letter)
            else:
                rest.append(letter)
        waiting = rest
        if len(row) > 1 and sum(letter.signs for letter in row) >= least and _is_text(row):
            yield row


def _continues(row: list[_Letter], letter: _Letter) -> bool:
    last = row[-1]
    low, high = sorted((last.height, letter.height))
    shared = min(last.bottom, letter.bottom) - max(last.top, letter.top)
    gap = letter.left - last.right
    return (
        high <= 2.3 * low
        and shared >= 0.6 * low
        and -0.3 * low <= gap <= 1.5 * high
        and abs(letter.ink - row[0].ink) <= 3 * _EVEN
    )


def _is_text(row: list[_Letter]) -> bool:
    """Letters share a base line and differ in form; a grille or a fence repeats itself exactly."""
    heights = np.array([letter.height for letter in row], float)
    bottoms = np.array([letter.bottom for letter in row], float)
    on_line = np.abs(bottoms - np.median(bottoms)) <= 0.2 * np.median(heights)
    sizes = np.array([(letter.width, letter.height, letter.area) for letter in row], float)
    tops = np.array([letter.top for letter in row], float)
    differs = (sizes.std(axis=0) > 0.08 * sizes.mean(axis=0)).any() or tops.std() > 0.08 * sizes[:, 1].mean()
    return bool(on_line.mean() >= 0.6 and differs)


def _around(row: list[_Letter], scale: float) -> tuple[float, float, float, float]:
    left, top = min(letter.left for letter in row), min(letter.top for letter in row)
    right, bottom = max(letter.right for letter in row), max(letter.bottom for letter in row)
    return left / scale, top / scale, right / scale, bottom / scale


def _same(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two boxes show the same row, seen in two sizes."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    least = min(one[3] - one[1], other[3] - other[1])
    return wide > 0 and tall > 0.4 * least


def graphics_in(
    pixels: NDArray[np.uint8], labels: NDArray[np.int32], pieces: Sequence[int], stats: NDArray[np.int32]
) -> int:
    """How many pieces of a labelled picture are of one flat colour inside, as logos, badges and frames are.

    Photos of real things, however plain, have shading or grain.
    """
    found = 0
    for n in pieces:
        left, top, width, height, area = (int(value) for value in stats[n])
        if area < 60 or min(width, height) < 5:
            continue
        window = (slice(top, top + height), slice(left, left + width))
        own = (labels[window] == n).astype(np.uint8)
        depth = cv2.distanceTransform(
            cv2.copyMakeBorder(own, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 3
        )
        inner = depth[1:-1, 1:-1] >= max(2.0, 0.4 * float(depth.max()))
        colours = pixels[window][inner].astype(np.int16)
        if len(colours) < 12:
            continue
        distance = np.abs(colours - np.median(colours, axis=0)).max(axis=1)
        found += bool(np.mean(distance <= _ONE_COLOUR) >= 0.85)
    return found
