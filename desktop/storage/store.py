"""What an image store is, whichever place the bytes lie in."""

from __future__ import annotations

from typing import Protocol


class ImageStore(Protocol):
    """Keeps image bytes under the SHA-256 of their content."""

    async def put(self, data: bytes, mime: str, *, project: str = "") -> str:
        """Store bytes for good; when it returns, a crash of anything loses them no more. Returns their SHA-256.

        ``mime`` is what the bytes are, whatever their name says; ``project`` whose they are first, where that is
        known, for people who look into the store.
        """
        ...

    async def get(self, sha256: str) -> bytes:
        """The bytes of that SHA-256.

        Raises:
            NotFoundError: they are not there.
            StorageError: they are damaged, or in a place this computer isn't signed in to.
        """
        ...
