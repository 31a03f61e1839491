"""Jobs, as a person sees them: look, retry, cancel, wait for."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from desktop.core.errors import InvalidInputError, NotFoundError, OfflineError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from desktop.core.records import Attempt, Job
    from desktop.data.jobs import JobRepo

STATES: Final = (
    "queued",
    "scheduled",
    "retrying",
    "running",
    "stalled",
    "completed",
    "failed",
    "cancelled",
)
"""Every state a job can be in, as people read it."""

_LOOK_AGAIN_S: Final = 0.5


class JobService:
    """What people ask about jobs; lives on the database's loop."""

    def __init__(self, jobs: JobRepo) -> None:
        self._jobs = jobs

    async def newest(
        self, *, limit: int = 50, states: Sequence[str] = (), project: str | None = None
    ) -> list[Job]:
        """The newest jobs first.

        Raises:
            InvalidInputError: there is no such state.
        """
        for state in states:
            if state not in STATES:
                raise InvalidInputError(f'There is no state "{state}". There are: {", ".join(STATES)}.')
        return await self._jobs.newest(limit=limit, states=states, project=project)

    async def resolve(self, text: str) -> UUID:
        """The job meant by an id or by enough of its beginning.

        Raises:
            InvalidInputError: it can't be part of an id, or fits several.
            NotFoundError: it fits none.
        """
        prefix = text.strip().lower()
        if not re.fullmatch(r"[0-9a-f-]{4,36}", prefix):
            raise InvalidInputError(
                f'"{text[:60]}" is not the id of a job. See `packdesk jobs list` for ids; four characters are enough.'
            )
        found = await self._jobs.matching_ids(prefix)
        if not found:
            raise NotFoundError(f'There is no job "{prefix}". See `packdesk jobs list`.')
        if len(found) > 1:
            raise InvalidInputError(f'Several jobs begin with "{prefix}". Give more of the id.')
        return found[0]

    async def get(self, job: UUID) -> Job:
        """One job.

        Raises:
            NotFoundError: it doesn't exist (any more).
        """
        found = await self._jobs.by_ids([job])
        if not found:
            raise NotFoundError("This job does not exist any more.")
        return found[0]

    async def children(self, pack: UUID) -> list[Job]:
        """A pack's jobs in their order."""
        return await self._jobs.children(pack)

    async def attempts(self, job: UUID) -> list[Attempt]:
        """What was tried, in order."""
        return await self._jobs.attempts(job)

    async def retry(self, jobs: Sequence[UUID]) -> int:
        """Retry what failed or was cancelled; how many jobs."""
        return await self._jobs.retry(jobs)

    async def cancel(self, jobs: Sequence[UUID]) -> int:
        """Cancel what waits or runs; how many jobs."""
        return await self._jobs.cancel(jobs)

    async def wait_for_pack(
        self,
        pack: UUID,
        *,
        changed: asyncio.Event,
        on_look: Callable[[Job, list[Job]], None],
        on_offline: Callable[[], None] | None = None,
    ) -> tuple[Job, list[Job]]:
        """Wait until every image of a pack is finished or failed; looks again on every change and twice a second.

        A server that is away for a while is waited for: the jobs are safe in it. ``on_offline`` is told.
        """
        while True:
            changed.clear()
            try:
                job, children = await self.get(pack), await self.children(pack)
            except OfflineError:
                if on_offline is not None:
                    on_offline()
            else:
                on_look(job, children)
                if job.is_settled and all(child.is_settled for child in children):
                    return job, children
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), _LOOK_AGAIN_S)
