"""Packs: ask for one, and save what came of it."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import secrets
import shutil
import tempfile
import weakref
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import StorageError
from desktop.core.listing import hyphened
from desktop.core.pack import ImageType
from desktop.services.placing import brought_to_its_end, place_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from desktop.core.pack import Style
    from desktop.core.records import GeneratedImage
    from desktop.data.images import ImageRepo
    from desktop.data.jobs import JobRepo
    from desktop.storage.store import ImageStore


@dataclass(frozen=True, slots=True)
class SavedImage:
    """A listing image that now lies in a folder."""

    image: GeneratedImage
    path: Path


class PackService:
    """Asks for packs and hands out their images; lives on the database's loop."""

    def __init__(self, jobs: JobRepo, images: ImageRepo, store: ImageStore) -> None:
        self._jobs = jobs
        self._images = images
        self._store = store
        self._copies: Path | None = None

    async def generate(
        self, project: str, *, style: Style | None = None, user: str | None = None, aplus: bool = False
    ) -> UUID:
        """Enqueue a complete pack, with ``aplus`` A+ content, too.

        Asked twice while one is active, the first one's id comes back.
        """
        return await self._jobs.enqueue_pack(
            project, style=None if style is None else style.value, user=user, aplus=aplus
        )

    async def images_of(self, jobs: Sequence[UUID]) -> list[GeneratedImage]:
        """The images these jobs have made, in the order of the jobs."""
        place = {job: n for n, job in enumerate(jobs)}
        found = await self._images.of_jobs(jobs)
        return sorted(found, key=lambda image: place.get(image.job_id, 0) if image.job_id else 0)

    async def save(
        self, images: Sequence[GeneratedImage], folder: Path, *, replace: bool = False
    ) -> list[SavedImage]:
        """Write images into a folder, all or none, named by image type.

        Raises:
            StorageError: other files of these names are there and aren't to be replaced (``exists``), the folder can't
                be made or written, or its disk is full.
        """
        await asyncio.to_thread(prepare_folder, folder)
        files = {file_name(image): await self._store.get(image.blob_sha256) for image in images}
        await brought_to_its_end(asyncio.to_thread(place_files, folder, files, replace=replace))
        return [SavedImage(image, folder / file_name(image)) for image in images]

    async def generate_one(
        self, project: str, image_type: ImageType, *, style: Style | None = None, user: str | None = None
    ) -> UUID:
        """Enqueue one image; asked twice while it is active, the first one's id comes back."""
        return await self._jobs.enqueue_image(
            project, image_type.value, style=None if style is None else style.value, user=user
        )

    async def choose(self, image: GeneratedImage) -> None:
        """Use this version of an image from now on."""
        await self._images.choose(image)

    async def data_of(self, image: GeneratedImage) -> bytes:
        """An image's file."""
        return await self._store.get(image.blob_sha256)

    async def save_as(self, image: GeneratedImage, path: Path) -> None:
        """Write one image to a file, whole or not at all.

        Raises:
            StorageError: it can't be written.
        """
        await asyncio.to_thread(write_whole, path, await self.data_of(image))

    async def copy_for_others(self, image: GeneratedImage, name: str) -> Path:
        """A copy of an image in a temporary folder, for another program; gone when this one ends.

        ``name`` is what the file is to be called; what can't stand in a file's name is left out.
        """
        if self._copies is None:
            self._copies = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="packdesk-"))
            weakref.finalize(self, shutil.rmtree, self._copies, ignore_errors=True)
        folder = self._copies / image.id[:36].replace("/", "_")
        path = folder / named_file(image, name)
        if not await asyncio.to_thread(path.exists):
            await asyncio.to_thread(prepare_folder, folder)
            await self.save_as(image, path)
        return path


def named_file(image: GeneratedImage, name: str) -> str:
    """``steel-bottle-main-image.jpg``: a name by which the file is known among others."""
    words = hyphened(name)[:60].rstrip("-_")
    return f"{words}-{file_name(image)}" if words else file_name(image)


def file_name(image: GeneratedImage) -> str:
    """``main-image.jpg`` and so on."""
    try:
        stem = ImageType(image.image_type).slug
    except ValueError:
        stem = re.sub(r"[^a-z0-9]+", "-", image.image_type.lower()).strip("-") or "image"
    return f"{stem}.{'png' if image.mime == 'image/png' else 'jpg'}"


def prepare_folder(folder: Path) -> None:
    """Make a folder, and make sure that files can be written there.

    Raises:
        StorageError: they can't.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
            probe.flush()
    except (FileExistsError, NotADirectoryError):
        raise StorageError(
            f"{folder} is a file, or lies in one. Choose a folder for the images.", code="not-a-folder"
        ) from None
    except (OSError, ValueError) as error:
        raise _cannot_write(folder, error) from error


@contextmanager
def prepared_folder(folder: Path) -> Iterator[None]:
    """The same for as long as something is on its way there; folders made in vain are removed again.

    Raises:
        StorageError: the folder can't be made or written.
    """
    made = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    try:
        prepare_folder(folder)
        yield
    finally:
        # only empty ones go, and those around them
        with suppress(OSError):
            for place in made:
                place.rmdir()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that there is either the whole new one or what was there before.

    Raises:
        StorageError: it can't be written.
    """
    # a name of its own length: one that just fits would be too long with more around it
    temporary = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            temporary.unlink()
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: Exception) -> StorageError:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageError(
            f"There is no space left for {path}. Free some space, then try again.", code="disk-full"
        )
    reason = getattr(error, "strerror", None) or "not a possible name"
    return StorageError(f"{path} can't be written ({reason}). Choose another folder.", code="not-writable")
