"""Correcting cut-outs by hand: what the engine found, what people change about it, and keeping that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.imaging.contract import MaskOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.records import Photo
    from desktop.core.retouching import PhotoMask, Stroke
    from desktop.imaging.contract import Retoucher
    from desktop.services.projects import ProjectService
    from desktop.storage.store import ImageStore


class RetouchService:
    """Lives on the database's loop."""

    def __init__(self, store: ImageStore, engine: Retoucher, projects: ProjectService) -> None:
        self._store = store
        self._engine = engine
        self._projects = projects

    async def begin(self, photo: Photo) -> PhotoMask:
        """Where the product is by now: as a person decided, or else as the engine found it.

        Raises:
            PhotoRefusedError: the photo can't be used, or shows no product.
            StudioError: the image engine failed.
        """
        data = await self._store.get(photo.blob_sha256)
        mask = None if photo.mask_sha256 is None else await self._store.get(photo.mask_sha256)
        return await self._engine.mask(MaskOrder(data, mask))

    async def found(self, photo: Photo) -> PhotoMask:
        """Where the engine itself finds the product, whatever a person has decided."""
        return await self._engine.mask(MaskOrder(await self._store.get(photo.blob_sha256)))

    async def stroke(
        self, photo: Photo, mask: bytes, strokes: Sequence[Stroke], *, refine: bool
    ) -> PhotoMask:
        """The mask with these strokes on it; with ``refine`` edges follow the photo's."""
        data = await self._store.get(photo.blob_sha256)
        return await self._engine.mask(MaskOrder(data, mask, tuple(strokes), refine=refine))

    async def keep(self, photo: Photo, mask: bytes) -> None:
        """Store a mask: from now on all of the project's images use it.

        Raises:
            NotFoundError: the photo was changed or deleted meanwhile.
        """
        stored = await self._store.put(mask, "image/png", project=photo.project_id)
        await self._projects.set_mask(photo, stored)

    async def forget(self, photo: Photo) -> None:
        """Leave the photo to the engine again."""
        await self._projects.set_mask(photo, None)
