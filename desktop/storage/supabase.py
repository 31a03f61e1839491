"""Image bytes in Supabase Storage, and the database that says which lie there."""

from __future__ import annotations

import hashlib
import logging
import re
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4, uuid5

import httpx

from desktop.core.errors import KnownError, NotFoundError, StorageError
from desktop.data.image_stores import StoredBlob
from desktop.data.images import elsewhere
from desktop.storage.supabase_bucket import PART_BYTES, SupabaseBucket
from desktop.storage.supabase_session import SupabaseSession
from desktop.storage.updates import trusted_context

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from desktop.core.elsewhere import StorageAccount
    from desktop.data.image_stores import ImageStoreRepo, Place
    from desktop.storage.store import ImageStore

log = logging.getLogger(__name__)

_LIMITS: Final = httpx.Timeout(30.0, connect=10.0)
_EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/gif": "gif",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "image/avif": "avif",
}
_FOLDER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_FOLDERS: Final = UUID("0f7c2a52-9c9b-4e0e-8f0d-0d6f5a1c7b11")
"""Names folders of projects whose ids hold what Storage refuses in keys."""
_AT_ONCE: Final = 100


class SupabaseImageStore:
    """An ``ImageStore`` that puts into a bucket, and reads wherever bytes lie; lives on the database's loop.

    Args:
        database: the store for bytes that lie in the database.
        context: which authorities to trust; None for the system's.
    """

    def __init__(
        self,
        account: StorageAccount,
        places: ImageStoreRepo,
        database: ImageStore,
        *,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._account = account
        self._places = places
        self._database = database
        self._client = httpx.AsyncClient(
            verify=context or trusted_context(),
            timeout=_LIMITS,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=4),
        )
        session = SupabaseSession(account, self._client)
        self._bucket = SupabaseBucket(account, self._client, session)
        self._number: int | None = None

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def put(self, data: bytes, mime: str, *, project: str = "") -> str:
        """Store bytes; those that lie anywhere already stay there."""
        sha256 = hashlib.sha256(data).hexdigest()
        if await self._places.place(sha256) is None:
            store = await self.number()
            key = await self.upload(sha256, data, mime, project=project)
            if not await self._places.finish_upload(store, key, StoredBlob(sha256, len(data), mime)):
                await self.remove([key])  # somebody was faster
        return sha256

    async def get(self, sha256: str) -> bytes:
        """Read bytes from where they lie, and check them."""
        place = await self._places.require_place(sha256)
        try:
            return await self._read(sha256, place)
        except (NotFoundError, StorageError):
            # it may have moved in this very moment, one way or the other
            if await self._places.place(sha256) in {place, None}:
                raise
            return await self.get(sha256)

    async def _read(self, sha256: str, place: Place) -> bytes:
        if place.store_id is None or place.object_key is None:
            return await self._database.get(sha256)
        if (place.url, place.bucket) != (self._account.url, self._account.bucket):
            raise elsewhere(place.url)
        data = await self._bucket.get(place.object_key, place.size_bytes)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StorageError(
                "An image in Supabase Storage is damaged. Add the photo again.", code="damaged"
            )
        return data

    async def upload(self, sha256: str, data: bytes, mime: str, *, project: str) -> str:
        """Bring bytes into the bucket, going on with a broken-off upload of the same; the object's key.

        No blob names the object yet: ``finish_upload`` or ``move`` does.
        """
        store = await self.number()
        begun = await self._places.unfinished_upload(store, sha256) if len(data) > PART_BYTES else None
        if begun is not None:
            key, url = begun.object_key, begun.upload_url
        else:
            key, url = object_key(project, mime), ""
            await self._places.begin_upload(store, key, sha256)

        async def on_url(told: str) -> None:
            await self._places.note_upload_url(store, key, told)

        try:
            await self._bucket.put(key, data, mime, upload_url=url, on_url=on_url)
        except KnownError as error:
            if not error.retryable:  # refused: nothing lies there, and nothing goes on
                await self._places.forget(store, key)
            raise
        return key

    async def read_object(self, key: str, size_bytes: int) -> bytes:
        """An object's bytes as they are."""
        return await self._bucket.get(key, size_bytes)

    async def remove(self, keys: Sequence[str]) -> int:
        """Remove those objects that no blob names, and forget them; how many. What can't be now waits for next time."""
        store = await self.number()
        removed = 0
        for at in range(0, len(keys), _AT_ONCE):
            some = list(keys[at : at + _AT_ONCE])
            # two that went on with the same broken-off upload: it is the first one's image by now
            named = await self._places.named(store, some)
            loose = [key for key in some if key not in named]
            try:
                if loose:
                    await self._bucket.remove(loose)
            except KnownError as error:
                log.info("objects stay for now: %s", error)
                break
            for key in some:
                await self._places.forget(store, key)
            removed += len(loose)
        return removed

    async def clean_up(self) -> int:
        """Remove what broken uploads and deleted projects have left; how many objects."""
        store, removed = await self.number(), 0
        while keys := await self._places.old_loose(store, _AT_ONCE):
            removed += (now := await self.remove(keys))
            if now < len(keys):
                break  # the others wait for the next time
        return removed

    async def number(self) -> int:
        """This store's number in the database.

        Raises:
            StorageError: no admin has made it known yet.
        """
        if self._number is None:
            self._number = await self._places.store(self._account.url, self._account.bucket)
        if self._number is None:
            # an admin's own choice makes it known; everybody else is told whom to ask
            try:
                self._number = await self._places.add_store(self._account.url, self._account.bucket)
            except KnownError as error:
                raise StorageError(
                    f'The bucket "{self._account.bucket}" at {self._account.url} is not among this database\'s image '
                    "stores. An admin adds it by choosing it in the settings once.",
                    code="unknown-store",
                ) from error
        return self._number


def object_key(project: str, mime: str) -> str:
    """``<project>/<uuid>.<ext>``, of letters and digits that Storage takes whatever the project's id holds."""
    folder = project if _FOLDER.fullmatch(project) else str(uuid5(_FOLDERS, project))
    return f"{folder if project else 'new'}/{uuid4()}.{_EXTENSIONS.get(mime, 'bin')}"
