"""Brand kits in the cellar: one method per named statement of ``sql/queries/brand_kits.sql``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.errors import NotFoundError
from desktop.core.records import BrandKitRow
from desktop.data.queries import query

if TYPE_CHECKING:
    from desktop.data.database import Database


class BrandKitRepo:
    """Lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> list[BrandKitRow]:
        """All of the team's, by name."""
        return await self._database.records(BrandKitRow, query("brand_kits", "all"))

    async def save(self, kit: BrandKitRow) -> str:
        """Make a kit (without an id) or change one; its id.

        Raises:
            InvalidInputError: there is another one of that name.
            NotFoundError: it doesn't exist (any more).
        """
        params: dict[str, Any] = {
            "id": kit.id,
            "name": kit.name,
            "primary": kit.primary,
            "secondary": kit.secondary,
            "accent": kit.accent,
            "font": kit.font,
            "logo_sha256": kit.logo_sha256,
            "is_default": kit.is_default,
        }
        verb = "update" if kit.id else "insert"
        saved = await self._database.scalar(query("brand_kits", verb), params)
        if saved is None:
            raise NotFoundError("This brand kit does not exist any more.", code="unknown-brand-kit")
        return str(saved)

    async def delete(self, kit: str) -> None:
        """Delete a kit; projects that used it take the default."""
        await self._database.execute(query("brand_kits", "delete"), {"id": kit})

    async def may_edit(self) -> bool:
        """Whether this login may change kits: admins and the owner of the database."""
        return bool(await self._database.scalar(query("brand_kits", "may_edit")))
