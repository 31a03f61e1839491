"""Image bytes in the database itself: right for the embedded server and for small teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.data.images import ImageRepo


class PostgresImageStore:
    """An ``ImageStore`` over the chunked tables; lives on the database's loop."""

    def __init__(self, images: ImageRepo) -> None:
        self._images = images

    async def put(self, data: bytes, mime: str, *, project: str = "") -> str:  # noqa: ARG002  # one place for all
        """Store bytes in one transaction."""
        return await self._images.put_blob(data, mime)

    async def get(self, sha256: str) -> bytes:
        """Read bytes and check them."""
        return await self._images.get_blob(sha256)
