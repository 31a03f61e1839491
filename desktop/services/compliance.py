"""What marketplaces would say to images: measured once per image, judged for whichever marketplace is asked for."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from desktop.core.compliance import ImageFacts, judge
from desktop.core.errors import PhotoRefusedError
from desktop.core.marketplaces import Placement, is_clean, place_of_name
from desktop.services.photos import read_photo

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.compliance import Report
    from desktop.core.marketplaces import Marketplace
    from desktop.core.records import GeneratedImage
    from desktop.imaging.contract import Outgoing
    from desktop.storage.store import ImageStore

_MOST_KEPT: Final = 2000


class ComplianceService:
    """Measures and judges images; lives on the database's loop. What was measured is kept by the bytes' SHA-256."""

    def __init__(self, store: ImageStore, engine: Outgoing) -> None:
        self._store = store
        self._engine = engine
        self._kept: OrderedDict[str, ImageFacts] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}

    async def check(self, image: GeneratedImage, marketplace: Marketplace) -> Report:
        """Judge a listing image in the place it has in a pack.

        Raises:
            StudioError: the image engine failed.
        """
        facts = await self.facts_of(image.blob_sha256)
        return judge(facts, marketplace, placement_of(image.image_type), image.image_type)

    async def facts_of(self, sha256: str) -> ImageFacts:
        """What a stored image's pixels show."""
        lock = self._locks.setdefault(sha256, asyncio.Lock())
        try:
            async with lock:
                facts = self._kept.get(sha256)
                if facts is None:
                    facts = await self._engine.measure(await self._store.get(sha256))
                    self._kept[sha256] = facts
                    while len(self._kept) > _MOST_KEPT:
                        self._kept.popitem(last=False)
                self._kept.move_to_end(sha256)
                return facts
        finally:
            if not lock.locked():
                self._locks.pop(sha256, None)


async def check_file(
    path: Path, marketplace: Marketplace, engine: Outgoing, placement: Placement | None = None
) -> Report:
    """Judge a file. Without ``placement`` its name decides; one that says nothing is judged as a main image.

    Raises:
        PhotoRefusedError: there is no such file, it may not be read, or a marketplace may take it unlike Packdesk.
        StudioError: the image engine failed.
    """
    named, kind = place_of_name(path.stem)
    try:
        facts = await engine.measure(await asyncio.to_thread(read_photo, path))
    except PhotoRefusedError as error:
        if error.code != "too-large-file":
            raise
        facts = ImageFacts(problem=error.message)
    if facts.problem and facts.format:
        raise PhotoRefusedError(
            f"{path.name}: Packdesk doesn't measure {facts.format} files. Save it as JPEG or PNG and check that.",
            code="unsupported-format",
        )
    return judge(facts, marketplace, placement or named or Placement.MAIN, kind)


def placement_of(image_type: str) -> Placement:
    """Where an image of a pack stands in a listing."""
    return Placement.MAIN if is_clean(image_type) else Placement.OTHER
