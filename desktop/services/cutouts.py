"""Cut-outs on their own: from photo files to transparent PNGs beside each other in a folder."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.core.errors import PhotoRefusedError
from desktop.services.photos import read_photo
from desktop.services.placing import brought_to_its_end, place_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.imaging.contract import Cutter

_LONGEST_STEM: Final = 200


@dataclass(frozen=True, slots=True)
class SavedCutout:
    """A transparent PNG on disk: how it came out is in ``score`` (0 to 1, above .5 is good) and ``needs_check``."""

    photo: Path
    path: Path
    width: int
    height: int
    score: float
    needs_check: tuple[str, ...]


async def save_cutout(photo: Path, target: Path, engine: Cutter, *, replace: bool = False) -> SavedCutout:
    """Cut the product out of a photo file into a transparent PNG.

    Raises:
        PhotoRefusedError: the photo can't be read or used, or shows no product; by name.
        StorageError: another file is there and isn't to be replaced (``exists``), or the PNG can't be written.
        StudioError: the image engine failed.
    """
    data = await asyncio.to_thread(read_photo, photo)
    try:
        made = await engine.cut_out(data)
    except PhotoRefusedError as error:
        raise PhotoRefusedError(f"{photo.name}: {error.message}", code=error.code) from error
    files = {target.name: made.data}
    await brought_to_its_end(asyncio.to_thread(place_files, target.parent, files, replace=replace))
    return SavedCutout(photo, target, made.width, made.height, made.score, made.needs_check)


def cutout_paths(photos: Sequence[Path], folder: Path) -> list[Path]:
    """Where each photo's cut-out goes: named after the photo, numbered where two have one name.

    No place is one of the photos', so that none is ever written over.
    """
    taken = {name for photo in photos for name in _names_in(folder, photo)}
    paths = []
    for photo in photos:
        stem = _shortened(photo.stem)
        name, n = f"{stem}-cutout.png", 1
        while name.lower() in taken:
            n += 1
            name = f"{stem}-cutout-{n}.png"
        taken.add(name.lower())
        paths.append(folder / name)
    return paths


def _names_in(folder: Path, photo: Path) -> set[str]:
    """What a photo is called in that folder, in lower case; a link's target may lie there, too."""
    places = (os.path.join(os.path.realpath(photo.parent), photo.name), os.path.realpath(photo))  # noqa: PTH118
    here = os.path.realpath(folder)
    return {name.lower() for parent, name in map(os.path.split, places) if parent == here}


def _shortened(stem: str) -> str:
    """At most so long that more can be put behind it; file systems end at 255 bytes."""
    while len(os.fsencode(stem)) > _LONGEST_STEM:
        stem = stem[:-1]
    return stem
