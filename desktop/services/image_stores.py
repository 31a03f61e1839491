"""Where a team's image bytes lie, and moving them from one store to the other without losing any."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop.core.errors import InvalidInputError, NotAllowedError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.data.image_stores import ImageStoreRepo, StoredBlob
    from desktop.data.images import ImageRepo
    from desktop.storage.store import ImageStore


class Away(Protocol):
    """A store outside the database; see ``desktop.storage.supabase``."""

    async def number(self) -> int:
        """Its number in the database."""
        ...

    async def upload(self, sha256: str, data: bytes, mime: str, *, project: str) -> str:
        """Bring bytes there; their key."""
        ...

    async def read_object(self, key: str, size_bytes: int) -> bytes:
        """Read an object."""
        ...

    async def remove(self, keys: Sequence[str]) -> int:
        """Remove objects that no blob names."""
        ...

    async def clean_up(self) -> int:
        """Remove what nobody needs any more."""
        ...


@dataclass(frozen=True, slots=True)
class MoveProgress:
    """How far a move is, in files and bytes."""

    done: int
    total: int
    done_bytes: int
    total_bytes: int


class ImageStoreService:
    """Lives on the database's loop.

    Args:
        store: reads bytes wherever they lie.
        away: the store outside the database, if this computer is signed in to one.
    """

    def __init__(
        self, places: ImageStoreRepo, images: ImageRepo, store: ImageStore, away: Away | None
    ) -> None:
        self._places = places
        self._images = images
        self._store = store
        self._away = away

    @property
    def has_away(self) -> bool:
        """Whether new images go to a store outside the database."""
        return self._away is not None

    async def check(self) -> None:
        """Try the store with a small file: put, read back, remove.

        Raises:
            KnownError: what is wrong, and what to do.
        """
        away = self._require_away()
        data = b"Packdesk looks whether it may store images here.\n"
        sha256 = hashlib.sha256(data).hexdigest()
        key = await away.upload(sha256, data, "image/png", project="packdesk-check")
        try:
            if await away.read_object(key, len(data)) != data:
                raise StorageError("What was read back is not what was put there.", code="damaged")
        finally:
            await away.remove([key])

    async def projects(self) -> list[str]:
        """All projects' ids, the oldest first."""
        return await self._places.projects()

    async def to_move(self, project: str, *, away: bool) -> MoveProgress:
        """What of a project lies in the other store."""
        blobs = await self._places.to_move(project, await self._number(away=away))
        return MoveProgress(0, len(blobs), 0, sum(blob.size_bytes for blob in blobs))

    async def move_project(
        self, project: str, *, away: bool, progress: Callable[[MoveProgress], None] | None = None
    ) -> int:
        """Move a project's photos and images out of the database or back; how many files moved.

        Each file is copied, compared, and only then counted as moved: whatever breaks it off, nothing is lost, and
        the same call goes on where it stopped.

        Raises:
            NotAllowedError: moving is for admins.
            InvalidInputError: this computer isn't signed in to a store outside the database.
        """
        if not await self._places.may_move():
            raise NotAllowedError("Moving images between stores is for admins.")
        self._require_away()  # reading what lies there needs a sign-in as well
        blobs = await self._places.to_move(project, await self._number(away=away))
        total_bytes = sum(blob.size_bytes for blob in blobs)
        done_bytes = moved = 0
        for n, blob in enumerate(blobs, start=1):
            moved += await (self._move_away(blob, project) if away else self._move_home(blob))
            done_bytes += blob.size_bytes
            if progress is not None:
                progress(MoveProgress(n, len(blobs), done_bytes, total_bytes))
        return moved

    async def move_all(
        self, *, away: bool, progress: Callable[[int, int, MoveProgress], None] | None = None
    ) -> int:
        """Move every project, see above; ``progress`` is told the project's place, how many there are, and its own."""
        projects, moved = await self._places.projects(), 0
        for n, project in enumerate(projects):

            def tell(so_far: MoveProgress, n: int = n) -> None:
                if progress is not None:
                    progress(n, len(projects), so_far)

            moved += await self.move_project(project, away=away, progress=tell)
        return moved

    async def clean_up(self) -> int:
        """Remove from the store outside what broken uploads and deleted projects have left; how many objects."""
        return await self._require_away().clean_up()

    async def _move_away(self, blob: StoredBlob, project: str) -> bool:
        away = self._require_away()
        data = await self._store.get(blob.sha256)
        key = await away.upload(blob.sha256, data, blob.mime, project=project)
        if await away.read_object(key, blob.size_bytes) != data:
            await away.remove([key])
            raise StorageError("What was read back is not what was put there.", code="damaged")
        if await self._places.move(blob.sha256, await away.number(), key):
            return True
        await away.remove([key])  # somebody else has moved it meanwhile
        return False

    async def _move_home(self, blob: StoredBlob) -> bool:
        away = self._require_away()
        old = await self._places.require_place(blob.sha256)
        moved = await self._images.bring_home(blob.sha256, await self._store.get(blob.sha256))
        if moved and old.object_key is not None:
            await away.remove([old.object_key])
        return moved

    async def _number(self, *, away: bool) -> int | None:
        return await self._require_away().number() if away else None

    def _require_away(self) -> Away:
        if self._away is None:
            raise InvalidInputError(
                "This computer is not signed in to Supabase Storage. Do that in the settings, under Where images are"
                " kept."
            )
        return self._away
