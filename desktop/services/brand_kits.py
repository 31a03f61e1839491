"""Brand kits: a team's colours, font and logo, made once and used by all projects."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from desktop.core.errors import InvalidInputError, KnownError, NotFoundError, PhotoRefusedError
from desktop.core.pack import BrandFont, BrandKit, ImageType
from desktop.core.resources import resource_path
from desktop.imaging.contract import EncodeOrder, RenderRequest
from desktop.services.photos import read_photo

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.pack import Brief, Style
    from desktop.core.records import BrandKitRow
    from desktop.data.brand_kits import BrandKitRepo
    from desktop.imaging.contract import ImageEngine
    from desktop.storage.store import ImageStore

MAX_KIT_NAME_CHARACTERS: Final = 100
LOGO_SIDE: Final = 1200
"""A stored logo's long side at most, in pixels: on a listing image it is shown with less than half of that."""
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


class BrandKitService:
    """Lives on the database's loop."""

    def __init__(self, kits: BrandKitRepo, store: ImageStore, engine: ImageEngine) -> None:
        self._kits = kits
        self._store = store
        self._engine = engine
        self._sample = b""

    async def all(self) -> list[BrandKitRow]:
        """All of the team's, by name."""
        return await self._kits.all()

    async def find(self, name: str) -> BrandKitRow:
        """The kit of that name, whatever its capitals.

        Raises:
            NotFoundError: there is none; the message lists what there is.
        """
        kits = await self.all()
        wanted = name.strip().casefold()
        found = next((kit for kit in kits if kit.name.strip().casefold() == wanted), None)
        if found is None:
            known = ", ".join(kit.name for kit in kits) or "none yet"
            raise NotFoundError(
                f'There is no brand kit "{name[:60]}". Known are: {known}.', code="unknown-brand-kit"
            )
        return found

    async def save(self, kit: BrandKitRow) -> str:
        """Make a kit (without an id) or change one; its id.

        Raises:
            InvalidInputError: a name, colour or font can't be used.
            NotAllowedError: this login may not.
        """
        kit = replace(kit, name=kit.name.strip())
        if not kit.name:
            raise InvalidInputError("Give the brand kit a name.", code="name-missing")
        if len(kit.name) > MAX_KIT_NAME_CHARACTERS:
            raise InvalidInputError(
                f"A brand kit's name has at most {MAX_KIT_NAME_CHARACTERS} characters. Shorten it.",
                code="too-long",
            )
        for colour in (kit.primary, kit.secondary, kit.accent):
            if not _COLOUR.fullmatch(colour):
                raise InvalidInputError(
                    f'"{colour[:20]}" is not a colour. Write it like #1F5FD1.', code="colour"
                )
        if kit.font not in set(BrandFont):
            raise InvalidInputError(f'There is no font "{kit.font[:40]}" here.', code="font")
        return await self._kits.save(kit)

    async def delete(self, kit: str) -> None:
        """Delete a kit; projects that used it take the default.

        Raises:
            NotAllowedError: this login may not.
        """
        await self._kits.delete(kit)

    async def may_edit(self) -> bool:
        """Whether this login may change kits: a team's admins."""
        return await self._kits.may_edit()

    async def take_logo(self, path: Path) -> str:
        """Open a picture safely and store it as a logo, a PNG that keeps its transparency; its SHA-256.

        Raises:
            PhotoRefusedError: it can't be opened, by name and with the reason.
        """
        data = await asyncio.to_thread(read_photo, path)
        try:
            made = await self._engine.encode(EncodeOrder(data, side=LOGO_SIDE, as_png=True))
        except KnownError as error:
            raise PhotoRefusedError(f"{path.name}: {error.message}", code=error.code) from error
        return await self._store.put(made.data, made.mime)

    async def preview(self, kit: BrandKitRow, brief: Brief, style: Style) -> bytes:
        """An infographic of the sample photo as this kit makes it: a small JPEG.

        Raises:
            StudioError: the image engine failed.
        """
        if not self._sample:
            self._sample = await asyncio.to_thread(resource_path("sample", "sample-photo.jpg").read_bytes)
        logo = None if kit.logo_sha256 is None else await self._store.get(kit.logo_sha256)
        font = BrandFont(kit.font) if kit.font in set(BrandFont) else BrandFont.STYLE
        brand = BrandKit(kit.primary, kit.secondary, kit.accent, logo, font)
        made = await self._engine.render(
            RenderRequest(ImageType.INFOGRAPHIC, (self._sample,), brief=brief, style=style, brand=brand)
        )
        return made.thumbnail
