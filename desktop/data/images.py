"""Images in the cellar: bytes in chunks, and the rows that say what they are."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from psycopg.types.json import Jsonb

from desktop.core.errors import NotFoundError, StorageError
from desktop.core.records import GeneratedImage, Photo, PhotoElsewhere
from desktop.data.queries import query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from desktop.core.records import NewPhoto
    from desktop.data.database import Database

CHUNK_BYTES: Final = 256 * 1024
"""Small enough that neither side holds a photo several times over, large enough to need few round trips."""


class ImageRepo:
    """Stores and finds images; lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put_blob(self, data: bytes, mime: str) -> str:
        """Store bytes once, whoever brings them; when this returns they are committed.

        Returns:
            The SHA-256 of the bytes in hex, by which they are found again.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        whole = memoryview(data)
        async with self._database.connection() as connection, connection.transaction():
            # waits for another upload of the same bytes and then finds them there
            cursor = await connection.execute(
                query("images", "insert_blob"), {"sha256": sha256, "size_bytes": len(data), "mime": mime}
            )
            if cursor.rowcount:
                for n, start in enumerate(range(0, len(data), CHUNK_BYTES)):
                    chunk = whole[start : start + CHUNK_BYTES]
                    await connection.execute(
                        query("images", "insert_chunk"), {"sha256": sha256, "n": n, "data": chunk}
                    )
        return sha256

    async def get_blob(self, sha256: str) -> bytes:
        """The bytes, checked against their name.

        Raises:
            NotFoundError: there are none of that name.
            StorageError: what is stored isn't what was put there, or it lies elsewhere.
        """
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(query("images", "blob"), {"sha256": sha256})
            row = await cursor.fetchone()
            if row is None:
                raise NotFoundError("These image bytes are not stored any more.")
            if row[2] is not None:
                raise elsewhere(row[2])
            whole = bytearray(row[0])
            filled = 0
            for n in range((row[0] + CHUNK_BYTES - 1) // CHUNK_BYTES):
                await cursor.execute(query("images", "chunk"), {"sha256": sha256, "n": n})
                chunk = await cursor.fetchone()
                if chunk is None:
                    break
                whole[filled : filled + len(chunk[0])] = chunk[0]
                filled += len(chunk[0])
            if filled != len(whole):
                # moved to a store outside between two pieces? Then that is where they are
                await cursor.execute(query("images", "blob"), {"sha256": sha256})
                if (now := await cursor.fetchone()) is not None and now[2] is not None:
                    raise elsewhere(now[2])
        if filled != len(whole) or hashlib.sha256(whole).hexdigest() != sha256:
            raise StorageError("A stored image is damaged. Add the photo again.", code="damaged")
        return bytes(whole)

    async def bring_home(self, sha256: str, data: bytes) -> bool:
        """Keep bytes that lay elsewhere here from now on; False when somebody else had brought them meanwhile.

        Raises:
            NotAllowedError: that is for admins.
        """
        whole = memoryview(data)
        async with self._database.connection() as connection, connection.transaction():
            for n, start in enumerate(range(0, len(data), CHUNK_BYTES)):
                chunk = whole[start : start + CHUNK_BYTES]
                await connection.execute(
                    query("images", "bring_chunk"), {"sha256": sha256, "n": n, "data": chunk}
                )
            cursor = await connection.execute(
                query("image_stores", "move"), {"sha256": sha256, "store": None, "key": None}
            )
            row = await cursor.fetchone()
            return bool(row and row[0])

    async def prune_blobs(self) -> int:
        """Drop bytes that nothing refers to, left by uploads that were broken off; how many photos' or images'."""
        return int(await self._database.scalar(query("images", "prune_blobs")) or 0)

    async def photos(self, project: str) -> list[Photo]:
        """A project's photos in their order; the first one is the main photo."""
        return await self._database.records(Photo, query("images", "photos"), {"project": project})

    async def photos_elsewhere(self, project: str) -> list[PhotoElsewhere]:
        """A project's photos that are behind addresses of a web app so far; at most ten."""
        return await self._database.records(
            PhotoElsewhere, query("images", "photos_elsewhere"), {"project": project}
        )

    async def bring_photo(self, photo: PhotoElsewhere, stored: NewPhoto) -> bool:
        """From now on it is one of the project's photos; False when it isn't wanted any more."""
        params = {"id": photo.id, "url": photo.url, "photo": Jsonb(asdict(stored))}
        return bool(await self._database.scalar(query("images", "bring_photo"), params))

    async def of_jobs(self, jobs: Sequence[UUID]) -> list[GeneratedImage]:
        """The images these jobs have made."""
        return await self._database.records(GeneratedImage, query("images", "of_jobs"), {"jobs": list(jobs)})

    async def of_project(self, project: str) -> list[GeneratedImage]:
        """All versions of all images of a project, oldest first."""
        return await self._database.records(
            GeneratedImage, query("images", "of_project"), {"project": project}
        )

    async def choose(self, image: GeneratedImage) -> None:
        """Use this version of an image from now on.

        Raises:
            NotFoundError: the version doesn't exist (any more).
        """
        params = {"project": image.project_id, "image_type": image.image_type, "id": image.id}
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(query("images", "lock_image"), params)
            await connection.execute(query("images", "unchoose"), params)
            chosen = await connection.execute(query("images", "choose"), params)
            if not chosen.rowcount:
                raise NotFoundError("This version does not exist any more, or is in use already.")


def elsewhere(url: str | None) -> StorageError:
    """What to say of bytes in a store this computer isn't signed in to."""
    return StorageError(
        f"This image lies in Supabase Storage at {url}. Sign in there in the settings, under Where images are kept.",
        code="elsewhere",
    )
