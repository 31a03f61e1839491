"""One bucket of Supabase Storage: put, get and remove objects, over connections that break.

Files of more than 6 MB go up by the resumable protocol (TUS 1.0.0, https://tus.io/protocols/resumable-upload) in parts
of exactly 6 MB, as Supabase asks; after a break the server is asked how far it has come. Downloads go on in the middle
by ``Range`` (RFC 9110, 14).
"""

from __future__ import annotations

import asyncio
import base64
import logging
import random
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import httpx

from desktop.core.errors import KnownError, OfflineError, StorageError
from desktop.storage.supabase_answers import MOST_ANSWER_BYTES, Refusal, read_refusal, refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from desktop.core.elsewhere import StorageAccount
    from desktop.storage.supabase_session import SupabaseSession

log = logging.getLogger(__name__)

PART_BYTES: Final = 6 * 2**20
_SLICE_BYTES: Final = 128 * 1024
_PAUSES_S: Final = (0.1, 0.5, 1.0, 2.0, 4.0)
"""After so many breaks in a row without a byte of progress it is given up; each pause is shortened at random."""
_TUS: Final = {"Tus-Resumable": "1.0.0"}


class _BrokenError(Exception):
    """Trouble that may pass; ``refusal`` is what the server said, if it said anything."""

    def __init__(self, refusal: Refusal | None = None) -> None:
        super().__init__()
        self.refusal = refusal


class _RefusedError(Exception):
    """The server says no."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal


class SupabaseBucket:
    """Lives on one loop. Every method may raise ``KnownError``; none holds more than the file itself in memory."""

    def __init__(self, account: StorageAccount, client: httpx.AsyncClient, session: SupabaseSession) -> None:
        self._account = account
        self._client = client
        self._session = session
        self._base = f"{account.url}/storage/v1"
        self._here = str(httpx.URL(account.url).copy_with(raw_path=b"/"))

    async def put(
        self,
        key: str,
        data: bytes,
        mime: str,
        *,
        upload_url: str = "",
        on_url: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        """Store an object under a key that nobody else uses.

        Args:
            key: letters, digits, ``/``, ``-``, ``_`` and ``.`` only.
            data: the whole file.
            mime: its type, as the bytes say.
            upload_url: where an earlier, broken-off upload of the same goes on.
            on_url: told where this one could go on.
        """
        try:
            if len(data) <= PART_BYTES:
                await self._tenaciously(lambda: self._put_whole(key, data, mime))
            else:
                await self._put_in_parts(key, data, mime, upload_url, on_url)
        except _RefusedError as error:
            raise refused(error.refusal, self._account, mime=mime, size_bytes=len(data)) from error

    async def get(self, key: str, size_bytes: int) -> bytes:
        """An object of that size; whether its content is right is for the caller to see.

        Raises:
            NotFoundError: it isn't there (any more).
            StorageError: it has another size.
        """
        whole = bytearray(size_bytes)
        filled = 0

        async def go_on() -> None:
            nonlocal filled
            async for so_far in self._filling(key, whole, filled):
                filled = so_far  # kept for after a break

        try:
            await self._tenaciously(go_on, lambda: filled)
        except _RefusedError as error:
            raise refused(error.refusal, self._account, size_bytes=size_bytes) from error
        return bytes(whole)

    async def remove(self, keys: list[str]) -> None:
        """Remove objects; those that are not there are no trouble."""

        async def ask() -> None:
            async with self._asked("DELETE", f"/object/{self._account.bucket}", json={"prefixes": keys}):
                pass

        try:
            await self._tenaciously(ask)
        except _RefusedError as error:
            if error.refusal.status != 404:
                raise refused(error.refusal, self._account) from error

    # -- one try of each -----------------------------------------------------------------------------------

    async def _put_whole(self, key: str, data: bytes, mime: str) -> None:
        headers = {"Content-Type": mime, "x-upsert": "false", "Cache-Control": "max-age=31536000"}
        path = f"/object/{self._account.bucket}/{key}"
        try:
            async with self._asked("POST", path, content=data, headers=headers):
                pass
        except _RefusedError as error:
            # of this name there can only be what an earlier try of ours has brought, its answer lost on the way
            if error.refusal.status != 409 or await self._size_of(key) != len(data):
                raise

    async def _put_in_parts(
        self,
        key: str,
        data: bytes,
        mime: str,
        upload_url: str,
        on_url: Callable[[str], Awaitable[None]] | None,
    ) -> None:
        # it comes out of a table that others may write to, and a person's token is for this server alone
        url, seen = upload_url if upload_url.startswith(self._here) else "", 0

        async def go_on() -> None:
            nonlocal url, seen
            offset = await self._offset_of(url, len(data)) if url else -1
            if offset < 0:
                url = await self._begin_in_parts(key, len(data), mime)
                offset = 0
                if on_url is not None:
                    await on_url(url)
            seen = offset
            while offset < len(data):
                seen = offset = await self._put_part(url, data, offset)

        try:
            await self._tenaciously(go_on, lambda: seen)
        except _RefusedError as error:
            # finished by an earlier try of ours whose answer was lost
            if error.refusal.status != 409 or await self._size_of(key) != len(data):
                raise

    async def _begin_in_parts(self, key: str, size_bytes: int, mime: str) -> str:
        said = {
            "bucketName": self._account.bucket,
            "objectName": key,
            "contentType": mime,
            "cacheControl": "31536000",
        }
        metadata = ",".join(
            f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items()
        )
        headers = {**_TUS, "Upload-Length": str(size_bytes), "Upload-Metadata": metadata, "x-upsert": "false"}
        async with self._asked("POST", "/upload/resumable", headers=headers) as response:
            told = response.headers.get("location", "")
        if not told:
            raise _BrokenError
        # behind a proxy the server may know itself by another name: only the path counts
        found = httpx.URL(self._base + "/upload/resumable").join(told)
        return str(httpx.URL(self._account.url).copy_with(raw_path=found.raw_path))

    async def _offset_of(self, url: str, size_bytes: int) -> int:
        """How far the server has come; -1 when it knows nothing of this upload any more."""
        try:
            async with self._asked("HEAD", url, headers=_TUS) as response:
                offset, length = (
                    response.headers.get(name, "") for name in ("upload-offset", "upload-length")
                )
        except _RefusedError as error:
            if error.refusal.status in {400, 403, 404, 410}:
                return -1
            raise
        if not offset.isdigit() or int(offset) > size_bytes or (length and length != str(size_bytes)):
            return -1
        return int(offset)

    async def _put_part(self, url: str, data: bytes, offset: int) -> int:
        end = min(offset + PART_BYTES, len(data))

        async def slices() -> AsyncIterator[bytes]:
            for at in range(offset, end, _SLICE_BYTES):
                yield data[at : min(at + _SLICE_BYTES, end)]

        headers = {
            **_TUS,
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(end - offset),
            "x-upsert": "false",
        }
        try:
            async with self._asked("PATCH", url, content=slices(), headers=headers) as response:
                told = response.headers.get("upload-offset", "")
        except _RefusedError as error:
            if error.refusal.status in {404, 409, 410, 460} and "exist" not in error.refusal.message.lower():
                # it has come further than we know, or knows nothing of it any more: ask again
                raise _BrokenError(error.refusal) from error
            raise
        if not told.isdigit() or not offset < int(told) <= len(data):
            raise _BrokenError
        return int(told)

    async def _filling(self, key: str, whole: bytearray, filled: int) -> AsyncIterator[int]:
        """Fill from there on; tells how far it has come."""
        headers = {"Accept-Encoding": "identity"}
        if filled:
            headers["Range"] = f"bytes={filled}-"
        path = f"/object/authenticated/{self._account.bucket}/{key}"
        async with self._asked("GET", path, headers=headers) as response:
            if filled and response.status_code != 206:
                filled = 0
            elif filled and not response.headers.get("content-range", "").startswith(f"bytes {filled}-"):
                raise _BrokenError
            async for part in response.aiter_bytes(_SLICE_BYTES):
                if filled + len(part) > len(whole):
                    raise _wrong_size()
                whole[filled : filled + len(part)] = part
                filled += len(part)
                yield filled
        if filled < len(whole):
            raise _wrong_size()

    async def _size_of(self, key: str) -> int:
        try:
            path = f"/object/authenticated/{self._account.bucket}/{key}"
            async with self._asked("HEAD", path) as response:
                told = response.headers.get("content-length", "")
                return int(told) if told.isdigit() else -1
        except _RefusedError:
            return -1

    # -- the wire ------------------------------------------------------------------------------------------

    async def _tenaciously(
        self, work: Callable[[], Awaitable[None]], progress: Callable[[], int] = lambda: 0
    ) -> None:
        """Try until it works, or until several tries in a row came no further; refusals come out at once."""
        failures, furthest = 0, progress()
        while True:
            try:
                return await work()
            except _BrokenError as error:
                last = error.refusal
            log.info("supabase storage: %s", last or "the connection broke")
            failures = 1 if progress() > furthest else failures + 1
            furthest = max(furthest, progress())
            if failures > len(_PAUSES_S):
                break
            pause_s = _PAUSES_S[failures - 1]
            await asyncio.sleep(pause_s * (0.5 + random.random() / 2))  # noqa: S311  # spreads tries, guards nothing
        if last is not None:
            raise refused(last, self._account)
        raise OfflineError(
            "Supabase Storage can't be reached. Check the internet connection, then try again.",
            code="storage-offline",
        )

    @asynccontextmanager
    async def _asked(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        content: bytes | AsyncIterator[bytes] | None = None,
        json: object = None,
    ) -> AsyncIterator[httpx.Response]:
        """Send one request as the person signed in; the response is open and is a success."""
        url = path if path.startswith("http") else self._base + path
        signed = await self._session.headers()
        try:
            async with self._client.stream(
                method, url, headers={**signed, **(headers or {})}, content=content, json=json
            ) as response:
                if not response.is_success:
                    await self._refuse(response, signed)
                yield response
        except httpx.HTTPError as error:
            raise _BrokenError from error

    async def _refuse(self, response: httpx.Response, signed: dict[str, str]) -> None:
        told = bytearray()
        async for part in response.aiter_bytes():
            told += part
            if len(told) > MOST_ANSWER_BYTES:
                break
        refusal = read_refusal(response.status_code, bytes(told))
        if refusal.is_expired:
            self._session.expire(signed)
            raise _BrokenError(refusal)
        if refusal.is_passing or 300 <= refusal.status < 400:
            raise _BrokenError(refusal)
        raise _RefusedError(refusal)


def _wrong_size() -> KnownError:
    return StorageError("An image in Supabase Storage is not what was put there.", code="damaged")
