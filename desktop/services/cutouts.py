"""Cut-outs on their own: from photo files to transparent PNGs beside each other in a folder."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import PhotoRefusedError
from desktop.services.packs import write_whole
from desktop.services.photos import read_photo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.imaging.contract import Cutter


@dataclass(frozen=True, slots=True)
class SavedCutout:
    """A transparent PNG on disk: how it came out is in ``score`` (0 to 1, above .5 is good) and ``needs_check``."""

    photo: Path
    path: Path
    width: int
    height: int
    score: float
    needs_check: tuple[str, ...]


async def save_cutout(photo: Path, target: Path, engine: Cutter) -> SavedCutout:
    """Cut the product out of a photo file into a transparent PNG.

    Raises:
        PhotoRefusedError: the photo can't be read or used, or shows no product; by name.
        StorageError: the PNG can't be written.
        StudioError: the image engine failed.
    """
    data = await asyncio.to_thread(read_photo, photo)
    try:
        made = await engine.cut_out(data)
    except PhotoRefusedError as error:
        raise PhotoRefusedError(f"{photo.name}: {error.message}", code=error.code) from error
    await asyncio.to_thread(write_whole, target, made.data)
    return SavedCutout(photo, target, made.width, made.height, made.score, made.needs_check)


def cutout_paths(photos: Sequence[Path], folder: Path) -> list[Path]:
    """Where each photo's cut-out goes: named after the photo, numbered where two have one name.

    Names differ from every photo's, so that no photo is ever written over.
    """
    taken: set[str] = set()
    paths = []
    for photo in photos:
        name, n = f"{photo.stem}-cutout.png", 1
        while name.lower() in taken:
            n += 1
            name = f"{photo.stem}-cutout-{n}.png"
        taken.add(name.lower())
        paths.append(folder / name)
    return paths
