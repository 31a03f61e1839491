"""Who did what to how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop.core.audit import AuditEntry
    from desktop.data.audit import AuditRepo

_LONGEST_TEXT: Final = 200


class AuditService:
    """Lives on the database's loop."""

    def __init__(self, audit: AuditRepo) -> None:
        self._audit = audit

    async def entries(
        self, *, action: str | None = None, text: str = "", limit: int = 200
    ) -> list[AuditEntry]:
        """The newest entries first; ``text`` is looked for in names and details."""
        return await self._audit.entries(action=action, text=text.strip()[:_LONGEST_TEXT], limit=limit)

    async def actions(self) -> list[str]:
        """What has been done so far, each once."""
        return await self._audit.actions()
