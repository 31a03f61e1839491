"""Workers in the cellar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from desktop.core.activity import QueuePause, RunningJob
from desktop.core.records import WorkerRow
from desktop.data.errors import translated
from desktop.data.queries import query

if TYPE_CHECKING:
    from uuid import UUID

    from desktop.data.database import Database


class Line(Protocol):
    """The connection by which a worker is known to live."""

    @property
    def is_live(self) -> bool:
        """Whether it is the worker's own from end to end, so that session locks hold."""
        ...

    async def execute(self, statement: bytes, params: Any = None) -> None:
        """Run a statement on it."""
        ...


class WorkerRepo:
    """Signs workers in and off; lives on the database's loop."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def register(
        self, listener: Line, *, worker: UUID, name: str, kind: str, app_version: str, slots: int
    ) -> None:
        """Sign in over the listener's own connection, whose end then tells everybody that the worker is gone.

        Behind a transaction pooler no connection is one's own: there the lease has to run out.
        """
        params = {
            "id": worker,
            "name": name,
            "kind": kind,
            "app_version": app_version,
            "slots": slots,
            "session_lock": listener.is_live,
        }
        with translated():
            await listener.execute(query("workers", "register"), params)

    async def sign_off(self, worker: UUID) -> None:
        """Say good-bye; its jobs must have been given back before."""
        await self._database.execute(query("workers", "sign_off"), {"id": worker})

    async def all(self) -> list[WorkerRow]:
        """Who processes, or did within a day; those at work first."""
        return await self._database.records(WorkerRow, query("workers", "all"))

    async def running_jobs(self) -> list[RunningJob]:
        """What they are at."""
        return await self._database.records(RunningJob, query("workers", "running_jobs"))

    async def pause(self) -> QueuePause:
        """Whether the queue stands still, and why."""
        return (await self._database.records(QueuePause, query("workers", "pause")))[0]

    async def pause_queue(self, *, paused: bool, reason: str | None) -> None:
        """Give nobody jobs until it goes on."""
        await self._database.execute(query("workers", "pause_queue"), {"paused": paused, "reason": reason})

    async def pause_worker(self, worker: UUID, *, paused: bool, reason: str | None) -> None:
        """Give one worker no jobs until it goes on."""
        params = {"worker": worker, "paused": paused, "reason": reason}
        await self._database.execute(query("workers", "pause_worker"), params)
