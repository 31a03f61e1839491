"""Words about who did what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Somebody did something to so many; ``detail`` is what the function noted, an object."""

    id: int
    at: datetime
    actor: str
    action: str
    items: int
    detail: dict[str, Any]

    @property
    def version(self) -> int:
        """A long action's entry grows while it goes on."""
        return self.items
