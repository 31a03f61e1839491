"""What the strip at the foot of the window says, in one look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.strip import FinishedPack, OwnJob, StripNews
from desktop.data.queries import query

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from desktop.data.database import Database


class StripRepo:
    """Looks at the queue as a whole; lives on the database's loop."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self, *, worker: UUID | None, since: datetime | None) -> StripNews:
        """The queue now; with ``since`` also the packs that were settled after that time of the database's clock."""
        (row,) = await self._database.rows(query("strip", "look"), {"worker": worker, "since": since})
        return StripNews(
            queued=row["queued"],
            running=row["running"],
            is_paused=row["paused"],
            pause_reason=row["pause_reason"] or "",
            mine=tuple(OwnJob(what, project) for what, project in row["mine"]),
            packs=tuple(
                FinishedPack(project, int(done), int(total), is_complete=status == "completed")
                for status, project, done, total in row["packs"]
            ),
            now=row["now"],
        )
