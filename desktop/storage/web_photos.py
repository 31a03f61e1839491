"""Photos that a web app keeps behind addresses: fetched once, and kept like any other from then on.

How one is fetched stands in ``desktop.storage.public_address``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from desktop.core.errors import KnownError
from desktop.core.records import NewPhoto

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from desktop.data.images import ImageRepo
    from desktop.storage.store import ImageStore

log = logging.getLogger(__name__)


class Checked(Protocol):
    """What the safe opening of a picture says; see ``desktop.imaging.contract.PhotoCheck``."""

    @property
    def mime(self) -> str:
        """What it is, by its bytes."""
        ...

    @property
    def width(self) -> int:
        """Pixels."""
        ...

    @property
    def height(self) -> int:
        """Pixels."""
        ...

    @property
    def thumbnail(self) -> bytes:
        """A small JPEG."""
        ...


class WebPhotos:
    """Lives on the database's loop.

    Args:
        check: opens a picture safely, or raises ``PhotoRefusedError``.
        may_be_here: whether addresses of this computer will do, and http there: for whoever develops a web app.
    """

    def __init__(
        self,
        images: ImageRepo,
        store: ImageStore,
        check: Callable[[bytes], Awaitable[Checked]],
        *,
        may_be_here: bool = False,
    ) -> None:
        self._images = images
        self._store = store
        self._check = check
        self._may_be_here = may_be_here

    async def bring(self, project: str) -> int:
        """Fetch those photos of a project that are behind addresses so far; how many came.

        Raises:
            KnownError: none came; why the first one didn't, in plain words.
        """
        waiting = await self._images.photos_elsewhere(project)
        if not waiting:
            return 0
        # an HTTP client is loaded only where somebody wants one
        from desktop.storage.public_address import fetch  # noqa: PLC0415

        brought, trouble = 0, None
        for photo in waiting:
            try:
                data = await fetch(photo.url, may_be_here=self._may_be_here)
                checked = await self._check(data)
                stored = NewPhoto(
                    original_name=photo.original_name,
                    blob_sha256=await self._store.put(data, checked.mime, project=project),
                    thumb_sha256=await self._store.put(checked.thumbnail, "image/jpeg", project=project),
                    mime=checked.mime,
                    size_bytes=len(data),
                    width=checked.width,
                    height=checked.height,
                )
            except KnownError as error:
                log.info("a photo of the web app stays where it is: %s", error)
                trouble = trouble or error
            else:
                brought += await self._images.bring_photo(photo, stored)
        if trouble is not None and not brought:
            raise trouble
        return brought
