"""What a look at a database's health reads: facts only, what they mean is for whoever asked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desktop.data.queries import query

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.data.database import Database


@dataclass(frozen=True, slots=True)
class Moment:
    """The queue and its workers now; ages in seconds, None where there is nothing."""

    now: datetime
    login: str
    server: str
    workers_alive: int
    workers_paused: int
    is_paused: bool
    paused_by: str | None
    due: int
    oldest_due_s: float | None
    stalled: int
    empty_blobs: int
    newest_blob: str | None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A row of pg_cron's table; its command stays in the database, it may hold a key."""

    name: str
    schedule: str
    active: bool
    is_ours: bool
    holds_key: bool
    last_status: str | None
    last_message: str | None
    last_end: datetime | None


class Clock(NamedTuple):
    """How far this computer's clock is ahead of the server's, and how sure that is, both in seconds."""

    ahead_s: float
    within_s: float


class HealthRepo:
    """Lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def moment(self) -> Moment:
        """The queue and its workers now."""
        return (await self._database.records(Moment, query("health", "moment")))[0]

    async def clock(self) -> Clock:
        """Compare the clocks: the server's must lie between question and answer."""
        asked = time.time()
        told = await self._database.scalar(b"select extract(epoch from clock_timestamp())::float8")
        answered = time.time()
        return Clock((asked + answered) / 2 - float(told), (answered - asked) / 2)

    async def strangers(self) -> list[str]:
        """What the browser's roles, or everybody, may do with things of ours; right is nothing."""
        rows = await self._database.rows(query("health", "strangers"))
        return [f"{row['role']}: {row['name']}" for row in rows]

    async def unprotected(self) -> list[str]:
        """Tables without row level security, and the queue's triggers that are gone."""
        return [row["name"] for row in await self._database.rows(query("health", "unprotected"))]

    async def missing_rights(self) -> list[str]:
        """What the four roles lack."""
        return [
            f"{r['role']}: {r['what']}" for r in await self._database.rows(query("health", "missing_rights"))
        ]

    async def many_roles(self) -> list[str]:
        """Who is a member of more than one role."""
        return [
            f"{r['login']} ({r['roles']})" for r in await self._database.rows(query("health", "many_roles"))
        ]

    async def own_role(self) -> str | None:
        """What this login may here, as a role's name."""
        found = await self._database.scalar(query("people", "own_role"))
        return None if found is None else str(found)

    async def scheduled(self) -> list[Scheduled]:
        """What pg_cron does here, as far as the login that set the database up sees it.

        Raises:
            NotAllowedError: only admins may ask.
        """
        return await self._database.records(Scheduled, query("health", "scheduled"))
