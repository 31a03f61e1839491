"""The jobs in a worker's hands: they wait for a lane, are worked on, and once finished wait to be handed in."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.worker.ahead import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from desktop.core.records import ClaimedJob
    from desktop.worker.errands import Errands


@dataclass(slots=True)
class Held:
    """A job in our hands; ``lane`` is the task that works on it, if one does."""

    job: ClaimedJob
    since: float
    lane: asyncio.Task[None] | None = None
    is_finished: bool = False
    is_lost: bool = False
    progress: float | None = None
    told: float | None = None


class InHand:
    """Where fetching and the lanes meet: one fills it and empties it again, the others work through it.

    Args:
        errands: hear of every job that comes and goes.
        wake: set when a job has gone, since there is room for another.
        on_gone: told of every job that has gone, except where waiting ones are dropped.
    """

    def __init__(
        self, errands: Errands, wake: asyncio.Event, on_gone: Callable[[ClaimedJob], None] | None
    ) -> None:
        self._errands = errands
        self._wake = wake
        self._on_gone = on_gone
        self._held: dict[UUID, Held] = {}
        self._waiting: asyncio.Queue[Held] = asyncio.Queue()
        self._finished: list[ClaimedJob] = []
        self._begun_at = 0.0

    def __len__(self) -> int:
        return len(self._held)

    @property
    def held(self) -> Mapping[UUID, Held]:
        """All of them, by the job's id; follows what happens."""
        return self._held

    @property
    def jobs(self) -> list[ClaimedJob]:
        """All of them at this moment."""
        return [held.job for held in self._held.values()]

    # -- those that wait for a lane ------------------------------------------------------------------------

    @property
    def has_waiting(self) -> bool:
        """Whether there are any that no lane has begun."""
        return self._waiting.qsize() > 0

    @property
    def unbegun_s(self) -> float:
        """For how long no lane has begun one, though some wait."""
        return time.monotonic() - self._begun_at if self.has_waiting else 0.0

    def take(self, job: ClaimedJob, since: float) -> Held:
        """Hold a job that was asked for at ``since`` (monotonic)."""
        self._held[job.id] = held = Held(job, since)
        self._errands.begin(job)
        return held

    def line_up(self, claimed: list[ClaimedJob], since: float) -> None:
        """Hold jobs for the lanes."""
        if not self.has_waiting:
            self._begun_at = time.monotonic()  # nobody can have begun what wasn't there
        for job in claimed:
            self._waiting.put_nowait(self.take(job, since))

    async def next(self) -> Held:
        """The next that waits, once there is one."""
        while True:
            held = await self._waiting.get()
            if not held.is_lost:
                return held

    def put_back(self, held: Held) -> None:
        """Have one wait again."""
        self._waiting.put_nowait(held)

    def begin(self, held: Held, lane: asyncio.Task[None] | None) -> None:
        """A lane works on one that has waited."""
        held.lane = lane
        self._begun_at = time.monotonic()

    def drop_waiting(self) -> list[ClaimedJob]:
        """Let go of all that wait."""
        dropped = []
        while self._waiting.qsize():
            held = self._waiting.get_nowait()
            if self._held.get(held.job.id) is held:
                del self._held[held.job.id]
                dropped.append(held.job)
                self._errands.end(held.job)
        return dropped

    # -- those that are finished ---------------------------------------------------------------------------

    @property
    def has_finished(self) -> bool:
        """Whether there are any to be handed in."""
        return bool(self._finished)

    def finish(self, held: Held) -> None:
        """One is only to be handed in; until it is, it stays in our hands."""
        held.is_finished = True
        self._finished.append(held.job)

    def pick_finished(self) -> list[ClaimedJob]:
        """A batch to be handed in now."""
        picked, self._finished = self._finished[:BATCH], self._finished[BATCH:]
        return picked

    def keep_finished(self, jobs: list[ClaimedJob]) -> None:
        """These could not be handed in, and are the first of the next batch."""
        self._finished[:0] = jobs

    # -- those that go -------------------------------------------------------------------------------------

    def forget(self, job: ClaimedJob) -> None:
        """It was handed in, or isn't ours any more; if it has come to us anew meanwhile, that one stays."""
        held = self._held.get(job.id)
        if held is None or held.job.lease != job.lease:
            return
        del self._held[job.id]
        self._errands.end(job)
        self._wake.set()
        if self._on_gone is not None:
            self._on_gone(job)

    def lose(self, held: Held) -> None:
        """Its job was cancelled or given to another worker."""
        held.is_lost = True
        if held.lane is not None:
            held.lane.cancel()
        else:
            self.forget(held.job)
