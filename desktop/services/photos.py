"""Taking photos in: read, check, store. A photo that is refused leaves nothing behind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from desktop.core.errors import InvalidInputError, KnownError, PhotoRefusedError
from desktop.core.pack import MAX_PHOTO_BYTES, MAX_PHOTOS
from desktop.core.records import NewPhoto

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.imaging.contract import Engine, PhotoCheck
    from desktop.storage.store import ImageStore


class PhotoService:
    """Turns files into stored photos; lives on the database's loop."""

    def __init__(self, store: ImageStore, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    async def check_files(self, paths: Sequence[Path]) -> list[PhotoCheck]:
        """Open every file safely, so that all are known to be good before any is stored.

        Raises:
            InvalidInputError: none, or too many.
            PhotoRefusedError: the first file that can't serve, by name and with the reason.
        """
        if not paths:
            raise InvalidInputError("Give at least one photo.")
        if len(paths) > MAX_PHOTOS:
            raise InvalidInputError(
                f"A project holds at most {MAX_PHOTOS} photos; these are {len(paths)}. Leave some out.",
                code="too-many-photos",
            )
        checks = []
        for path in paths:
            data = await asyncio.to_thread(read_photo, path)
            checks.append(await self._check(path.name, data))
        return checks

    async def store_files(
        self,
        paths: Sequence[Path],
        checks: Sequence[PhotoCheck],
        *,
        on_stored: Callable[[int], None] | None = None,
    ) -> list[NewPhoto]:
        """Store checked files, one at a time; ``on_stored`` is told how many are safe by now."""
        stored = []
        for n, (path, check) in enumerate(zip(paths, checks, strict=True), start=1):
            data = await asyncio.to_thread(read_photo, path)
            stored.append(
                NewPhoto(
                    original_name=path.name,
                    blob_sha256=await self._store.put(data, check.mime),
                    thumb_sha256=await self._store.put(check.thumbnail, "image/jpeg"),
                    mime=check.mime,
                    size_bytes=len(data),
                    width=check.width,
                    height=check.height,
                )
            )
            if on_stored is not None:
                on_stored(n)
        return stored

    async def _check(self, name: str, data: bytes) -> PhotoCheck:
        try:
            return await self._engine.check_photo(data)
        except KnownError as error:
            raise PhotoRefusedError(
                f"{name}: {error.message}", code=error.code, retryable=error.retryable
            ) from error


def read_photo(path: Path) -> bytes:
    """A photo file's bytes.

    Raises:
        PhotoRefusedError: it is missing, a folder, not readable, empty or larger than 40 MB.
    """
    try:
        if path.is_dir():
            raise PhotoRefusedError(
                f"{path.name or path} is a folder. Give the photo files in it instead.", code="folder"
            )
        if not path.exists():
            raise PhotoRefusedError(f"There is no file {path}. Check the name.", code="missing")
        if not path.is_file():
            raise PhotoRefusedError(
                f"{path.name} is not a file. Give a photo file instead.", code="not-a-file"
            )
        if path.stat().st_size > MAX_PHOTO_BYTES:
            raise PhotoRefusedError(
                f"{path.name} is larger than {MAX_PHOTO_BYTES // 2**20} MB. Export it smaller, then try again.",
                code="too-large-file",
            )
        return path.read_bytes()
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
