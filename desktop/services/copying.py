"""Copying this computer's projects to a team: photos, images and briefs, going on after a cut, nothing twice."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.core.errors import OfflineError, StorageError
from desktop.data.copying import blobs_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.data.copying import CopyRepo
    from desktop.storage.store import ImageStore

log = logging.getLogger(__name__)

_PAUSES_S: Final = (1.0, 2.0, 4.0, 8.0, 15.0)
"""After a cut it is tried again so often before the user is told; what is there already is not sent again."""


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """How far a copy is; ``copied`` of the ``done`` projects were new, the others were there already."""

    done: int
    total: int
    copied: int
    sent_bytes: int


class CopyService:
    """Lives on the loop that both databases live on."""

    def __init__(
        self, source: CopyRepo, source_store: ImageStore, target: CopyRepo, target_store: ImageStore
    ) -> None:
        self._source = source
        self._source_store = source_store
        self._target = target
        self._target_store = target_store
        self._sent_bytes = 0

    async def copy_all(self, on_progress: Callable[[CopyProgress], None]) -> CopyProgress:
        """Copy every project that isn't there yet; on_progress is called on this loop.

        Asked again after a cut or a cancel it goes on where it was.

        Raises:
            OfflineError: the connection is gone for longer; what was copied stays.
            NotAllowedError: this login may not make projects there.
        """
        projects = await self._source.projects()
        copied = 0
        progress = CopyProgress(0, len(projects), 0, 0)
        on_progress(progress)
        for n, project in enumerate(projects, start=1):
            copied += await self._copy_patiently(project)
            progress = CopyProgress(n, len(projects), copied, self._sent_bytes)
            on_progress(progress)
        return progress

    async def _copy_patiently(self, project: str) -> bool:
        for pause_s in _PAUSES_S:
            try:
                return await self._copy(project)
            except OfflineError as error:
                log.info("copying: %s", error)
                await asyncio.sleep(pause_s)
        return await self._copy(project)

    async def _copy(self, project: str) -> bool:
        found = await self._source.project(project)
        if found is None:
            return False
        row, photos, images, words = found
        for name in await self._target.missing_blobs(blobs_of(row, *photos, *images)):
            data = await self._source_store.get(name)
            stored = await self._target_store.put(data, await self._source.mime(name))
            if stored != name:
                raise StorageError("A stored image is damaged. Add the photo again.", code="damaged")
            self._sent_bytes += len(data)
        return await self._target.add(row, photos, images, words)
