"""Tidying up: finished jobs that are old, and image bytes nothing refers to any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.data.queries import query

if TYPE_CHECKING:
    from desktop.data.database import Database

_BATCH: Final = 500
_MOST_BATCHES: Final = 100
"""A day's work at most; what is left goes the next day."""


async def prune(database: Database, days: int) -> int:
    """Delete jobs that were finished so many days ago, in batches; how many.

    Raises:
        NotAllowedError: only admins may.
    """
    deleted = 0
    for _ in range(_MOST_BATCHES):
        batch = int(
            await database.scalar(query("retention", "prune_jobs"), {"days": days, "limit": _BATCH}) or 0
        )
        deleted += batch
        if batch < _BATCH:
            break
    await database.scalar(query("retention", "prune_blobs"), {"limit": _BATCH})
    return deleted
