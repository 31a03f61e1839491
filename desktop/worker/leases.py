"""Leases of the jobs in hand: renewed in time, progress told with them, lost ones noticed."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from desktop.core.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from desktop.data.jobs import JobRepo
    from desktop.worker.in_hand import Held

log = logging.getLogger(__name__)

HEARTBEAT_S: Final = 10.0
"""A third of the lease (30 s): two heartbeats may be lost without losing the job."""

_PROGRESS_S: Final = 0.5


class Leases:
    """Those of ``held``, which its owner fills and empties; ``on_lost`` is told of jobs that are not ours any more."""

    def __init__(
        self,
        jobs: JobRepo,
        worker: UUID,
        held: Mapping[UUID, Held],
        heartbeat_s: float,
        on_lost: Callable[[Held], None],
    ) -> None:
        self._jobs = jobs
        self._worker = worker
        self._held = held
        self._heartbeat_s = heartbeat_s
        self._on_lost = on_lost
        self._pulse_now = asyncio.Event()
        self._renewed_at = -math.inf

    def may_hold(self, held: Held) -> bool:
        """Whether a job that waits in our hands is still ours, as far as one can know without asking."""
        return time.monotonic() - max(held.since, self._renewed_at) <= 2 * self._heartbeat_s

    def note_progress(self, job: UUID, done: float) -> None:
        """A job says how far it is, as a fraction; told soon."""
        held = self._held.get(job)
        if held is not None:
            held.progress = min(max(done, 0.0), 1.0)
            self._pulse_now.set()

    async def keep(self) -> None:
        """Renew all leases in time; sooner when there is progress to tell, but at most twice a second."""
        last = time.monotonic()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.01, self._heartbeat_s - (time.monotonic() - last))):
                    await self._pulse_now.wait()
            self._pulse_now.clear()
            is_due = time.monotonic() - last >= self._heartbeat_s
            news = [h for h in self._held.values() if h.progress != h.told]
            if is_due or news:
                # the lease is renewed with it: whoever tells progress is alive
                await self._pulse(list(self._held.values()))
                last = time.monotonic()
                await asyncio.sleep(_PROGRESS_S)

    async def _pulse(self, held: list[Held]) -> None:
        asked_at = time.monotonic()
        try:
            pulses = await self._jobs.heartbeat(
                self._worker,
                [h.job for h in held],
                [h.progress if h.progress != h.told else None for h in held],
            )
        except KnownError as error:
            log.info("heartbeat: %s", error)
            return
        self._renewed_at = asked_at
        ours = {pulse.job_id: pulse.held for pulse in pulses}
        for h in held:
            h.told = h.progress
            if not ours.get(h.job.id, False) and self._held.get(h.job.id) is h and not h.is_finished:
                log.info("job %s was cancelled or given to another worker", h.job.id)
                self._on_lost(h)
