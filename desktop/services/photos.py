"""Taking photos in: read, check, store. A photo that is refused leaves nothing behind."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.core.errors import InvalidInputError, KnownError, PhotoRefusedError
from desktop.core.pack import MAX_PHOTO_BYTES, MAX_PHOTOS
from desktop.core.records import NewPhoto, Scene
from desktop.services.photo_turning import turned, viewable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from desktop.core.records import Photo
    from desktop.imaging.contract import Engine, PhotoCheck
    from desktop.storage.store import ImageStore
    from desktop.storage.web_photos import WebPhotos


@dataclass(frozen=True, slots=True)
class TakenPhoto:
    """A photo that was read and found good, not stored yet."""

    name: str
    data: bytes = field(repr=False)
    check: PhotoCheck


class PhotoService:
    """Turns files into stored photos; lives on the database's loop."""

    def __init__(self, store: ImageStore, engine: Engine, web_photos: WebPhotos) -> None:
        self._store = store
        self._engine = engine
        self._web_photos = web_photos

    async def bring(self, project: str) -> int:
        """Fetch what a web app keeps of this project's photos behind addresses; how many came.

        Raises:
            KnownError: none came, and why.
        """
        return await self._web_photos.bring(project)

    async def check_files(self, paths: Sequence[Path]) -> list[PhotoCheck]:
        """Open every file safely, so that all are known to be good before any is stored.

        Raises:
            InvalidInputError: none, or too many.
            PhotoRefusedError: the first file that can't serve, by name and with the reason.
        """
        check_paths(paths)
        return [await self._check(path.name, await asyncio.to_thread(read_photo, path)) for path in paths]

    async def store_files(
        self,
        paths: Sequence[Path],
        checks: Sequence[PhotoCheck],
        *,
        on_stored: Callable[[int], None] | None = None,
        project: str = "",
    ) -> list[NewPhoto]:
        """Store checked files, one at a time; ``on_stored`` is told how many are safe by now."""
        stored = []
        for n, (path, check) in enumerate(zip(paths, checks, strict=True), start=1):
            data = await asyncio.to_thread(read_photo, path)
            stored.append(await self.store(TakenPhoto(path.name, data, check), project=project))
            if on_stored is not None:
                on_stored(n)
        return stored

    async def take(self, path: Path) -> TakenPhoto:
        """Read and check one file.

        Raises:
            PhotoRefusedError: it can't serve, by name and with the reason.
        """
        return await self.take_data(path.name, await asyncio.to_thread(read_photo, path))

    async def take_data(self, name: str, data: bytes) -> TakenPhoto:
        """Check a picture that is no file, as it comes out of the clipboard.

        Raises:
            PhotoRefusedError: it can't serve, by name and with the reason.
        """
        return TakenPhoto(name, data, await self._check(name, data))

    async def store(self, photo: TakenPhoto, *, project: str = "") -> NewPhoto:
        """Store a checked photo; when this returns its bytes are safe. ``project``: whose it will be, where known."""
        return NewPhoto(
            # a name that isn't text (Linux allows that) can't be stored as it is
            original_name=photo.name.encode("utf-8", "replace").decode("utf-8"),
            blob_sha256=await self._store.put(photo.data, photo.check.mime, project=project),
            thumb_sha256=await self._store.put(photo.check.thumbnail, "image/jpeg", project=project),
            mime=photo.check.mime,
            size_bytes=len(photo.data),
            width=photo.check.width,
            height=photo.check.height,
        )

    async def turn(self, photo: Photo, quarters: int) -> NewPhoto:
        """The same photo turned clockwise by so many quarters, stored and ready to take its place."""
        data = await self._store.get(photo.blob_sha256)
        data = await asyncio.to_thread(turned, data, photo.mime, quarters)
        taken = await self.take_data(photo.original_name, data)
        return await self.store(taken, project=photo.project_id)

    async def take_scene(self, path: Path) -> Scene:
        """Open a photo safely and store it as a scene to stand a product in.

        Raises:
            PhotoRefusedError: it can't serve, by name and with the reason.
        """
        stored = await self.store(await self.take(path))
        return Scene(stored.blob_sha256, stored.original_name)

    async def view(self, photo: Photo) -> bytes:
        """The photo as a JPEG or PNG, whatever format it came in."""
        return await asyncio.to_thread(viewable, await self._store.get(photo.blob_sha256), photo.mime)

    async def _check(self, name: str, data: bytes) -> PhotoCheck:
        try:
            return await self._engine.check_photo(data)
        except KnownError as error:
            raise PhotoRefusedError(
                f"{name}: {error.message}", code=error.code, retryable=error.retryable
            ) from error


def check_paths(paths: Sequence[Path]) -> None:
    """What can be said without opening a photo, and so before anything else is set in motion.

    Raises:
        InvalidInputError: none, or too many.
        PhotoRefusedError: one is missing, a folder, no file at all, or too large.
    """
    if not paths:
        raise InvalidInputError("Give at least one photo.")
    if len(paths) > MAX_PHOTOS:
        raise InvalidInputError(
            f"A project holds at most {MAX_PHOTOS} photos; these are {len(paths)}. Leave some out.",
            code="too-many-photos",
        )
    for path in paths:
        _refuse_unfit(path)


def read_photo(path: Path) -> bytes:
    """A photo file's bytes.

    Raises:
        PhotoRefusedError: it is missing, a folder, no file, not readable or larger than 40 MB.
    """
    _refuse_unfit(path)
    with _readable(path), path.open("rb") as file:
        # not a byte more, even if it grows under our hands
        data = file.read(MAX_PHOTO_BYTES + 1)
    if len(data) > MAX_PHOTO_BYTES:
        raise _too_large(path)
    return data


def _refuse_unfit(path: Path) -> None:
    with _readable(path):
        if path.is_dir():
            raise PhotoRefusedError(
                f"{path.name or path} is a folder. Give the photo files in it instead.", code="folder"
            )
        if not path.exists():
            if path.is_symlink():
                raise PhotoRefusedError(
                    f"{path.name} is a link to a file that isn't there. Give the photo itself.",
                    code="missing",
                )
            raise PhotoRefusedError(f"There is no file {path}. Check the name.", code="missing")
        if not path.is_file():
            raise PhotoRefusedError(
                f"{path.name} is not a file. Give a photo file instead.", code="not-a-file"
            )
        if path.stat().st_size > MAX_PHOTO_BYTES:
            raise _too_large(path)


def _too_large(path: Path) -> PhotoRefusedError:
    return PhotoRefusedError(
        f"{path.name} is larger than {MAX_PHOTO_BYTES // 2**20} MB. Export it smaller, then try again.",
        code="too-large-file",
    )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """The system's reasons why a file can't be read, in plain words."""
    try:
        yield
    except PermissionError:
        raise PhotoRefusedError(
            f"{path.name} may not be read. Check who it belongs to, then try again.", code="not-readable"
        ) from None
    except OSError as error:
        raise PhotoRefusedError(
            f"{path.name} can't be read ({error.strerror}). Copy it to this computer, then try again.",
            code="not-readable",
        ) from error
    except ValueError:
        raise PhotoRefusedError("This is not a file name.", code="missing") from None
