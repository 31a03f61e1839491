"""Where image bytes lie when it isn't the database: places, uploads on their way, and moving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import NotFoundError
from desktop.data.queries import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.data.database import Database


@dataclass(frozen=True, slots=True)
class Place:
    """Where a blob lies; without ``store_id`` in the database."""

    size_bytes: int
    mime: str
    store_id: int | None
    object_key: str | None
    url: str | None
    bucket: str | None


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """Bytes by their name."""

    sha256: str
    size_bytes: int
    mime: str


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload that was broken off and can go on."""

    object_key: str
    upload_url: str


class ImageStoreRepo:
    """Lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def place(self, sha256: str) -> Place | None:
        """Where these bytes lie, None when they are nowhere."""
        found = await self._database.records(Place, query("image_stores", "place"), {"sha256": sha256})
        return found[0] if found else None

    async def store(self, url: str, bucket: str) -> int | None:
        """A store's number, None while no admin has added it."""
        number: int | None = await self._database.scalar(
            query("image_stores", "store"), {"url": url, "bucket": bucket}
        )
        return number

    async def add_store(self, url: str, bucket: str) -> int:
        """Make a store known; for admins. Its number, also when it was known already."""
        return int(
            await self._database.scalar(query("image_stores", "add_store"), {"url": url, "bucket": bucket})
        )

    async def begin_upload(self, store: int, key: str, sha256: str) -> None:
        """Note an object before it exists, so that a crash leaves none that nobody knows of."""
        await self._database.execute(
            query("image_stores", "insert_loose"), {"store": store, "key": key, "sha256": sha256}
        )

    async def note_upload_url(self, store: int, key: str, url: str) -> None:
        """Where this upload goes on after a break."""
        await self._database.execute(
            query("image_stores", "set_upload_url"), {"store": store, "key": key, "upload_url": url}
        )

    async def unfinished_upload(self, store: int, sha256: str) -> Upload | None:
        """A broken-off upload of the same bytes."""
        found = await self._database.records(
            Upload, query("image_stores", "unfinished_upload"), {"store": store, "sha256": sha256}
        )
        return found[0] if found else None

    async def finish_upload(self, store: int, key: str, blob: StoredBlob) -> bool:
        """From now on the bytes are found there; False when somebody else had stored them meanwhile."""
        params = {"store": store, "key": key, "sha256": blob.sha256}
        async with self._database.connection() as connection, connection.transaction():
            cursor = await connection.execute(
                query("image_stores", "insert_blob"),
                {**params, "size_bytes": blob.size_bytes, "mime": blob.mime},
            )
            if cursor.rowcount:
                await connection.execute(query("image_stores", "delete_loose"), params)
            return bool(cursor.rowcount)

    async def forget(self, store: int, key: str) -> None:
        """An object has been removed."""
        await self._database.execute(query("image_stores", "delete_loose"), {"store": store, "key": key})

    async def old_loose(self, store: int, limit: int) -> list[str]:
        """Objects that no blob has named for a day: nobody is still uploading them."""
        rows = await self._database.rows(query("image_stores", "old_loose"), {"store": store, "limit": limit})
        return [row["object_key"] for row in rows]

    async def named(self, store: int, keys: Sequence[str]) -> set[str]:
        """Which of these objects are a blob's."""
        rows = await self._database.rows(query("image_stores", "named"), {"store": store, "keys": list(keys)})
        return {row["object_key"] for row in rows}

    async def projects(self) -> list[str]:
        """All projects, the oldest first."""
        return [row["id"] for row in await self._database.rows(query("image_stores", "projects"))]

    async def to_move(self, project: str, store: int | None) -> list[StoredBlob]:
        """What of a project doesn't lie in that store (None: the database)."""
        return await self._database.records(
            StoredBlob, query("image_stores", "to_move"), {"project": project, "store": store}
        )

    async def may_move(self) -> bool:
        """Whether this login may move bytes between stores."""
        return bool(await self._database.scalar(query("image_stores", "may_move")))

    async def move(self, sha256: str, store: int | None, key: str | None) -> bool:
        """Read these bytes there from now on; what lay elsewhere is let go. False: that was so already."""
        params = {"sha256": sha256, "store": store, "key": key}
        return bool(await self._database.scalar(query("image_stores", "move"), params))

    async def require_place(self, sha256: str) -> Place:
        """Where these bytes lie.

        Raises:
            NotFoundError: nowhere.
        """
        place = await self.place(sha256)
        if place is None:
            raise NotFoundError("These image bytes are not stored any more.")
        return place
