"""The audit log in the cellar: written by the database's own functions, read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.audit import AuditEntry
from desktop.data.queries import query

if TYPE_CHECKING:
    from desktop.data.database import Database


class AuditRepo:
    """Lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def entries(self, *, action: str | None, text: str, limit: int) -> list[AuditEntry]:
        """The newest entries first; ``text`` is looked for in names and details."""
        escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        params = {"action": action, "text": text, "like": f"%{escaped}%", "limit": limit}
        return await self._database.records(AuditEntry, query("audit", "entries"), params)

    async def actions(self) -> list[str]:
        """What has been done so far, each once."""
        return [row["action"] for row in await self._database.rows(query("audit", "actions"))]
