"""Who processes jobs, and making them or the whole queue pause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from desktop.core.activity import Moment, QueuePause, RunningJob
    from desktop.core.records import WorkerRow
    from desktop.data.jobs import JobRepo
    from desktop.data.workers import WorkerRepo


@dataclass(frozen=True, slots=True)
class Crew:
    """Everybody who processes, what they are at, and whether the queue stands still."""

    workers: list[WorkerRow]
    jobs: list[RunningJob]
    pause: QueuePause
    moment: Moment

    @property
    def now(self) -> datetime:
        """When this was so."""
        return self.moment.now


class WorkerService:
    """What people ask about workers; lives on the database's loop."""

    def __init__(self, workers: WorkerRepo, jobs: JobRepo) -> None:
        self._workers = workers
        self._jobs = jobs

    async def crew(self) -> Crew:
        """Who is there, and what they do."""
        workers, jobs = await self._workers.all(), await self._workers.running_jobs()
        return Crew(workers, jobs, await self._workers.pause(), await self._jobs.moment())

    async def pause(self) -> QueuePause:
        """Whether the queue stands still, and why."""
        return await self._workers.pause()

    async def pause_queue(self, *, paused: bool, reason: str = "") -> None:
        """Give nobody new jobs; what runs is finished. Only for admins."""
        await self._workers.pause_queue(paused=paused, reason=reason or None)

    async def pause_worker(self, worker: UUID, *, paused: bool, reason: str = "") -> None:
        """Give one worker no new jobs; what it runs it finishes. Only for admins."""
        await self._workers.pause_worker(worker, paused=paused, reason=reason or None)
