"""Jobs, as a person sees them: look, retry, cancel, wait for."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from desktop.core.activity import Activity, Ids, Undo
from desktop.core.errors import InvalidInputError, NotFoundError, OfflineError
from desktop.core.lists import Filters, PageRequest, Sort
from desktop.services.search import STATES as STATES  # noqa: PLC0414  # one list, also for the command line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from desktop.core.activity import ErrorGroup, Moment, Rights
    from desktop.core.records import Attempt, GeneratedImage, Job, JobRow
    from desktop.data.images import ImageRepo
    from desktop.data.jobs import JobRepo
    from desktop.data.lists import ListRepo

_LOOK_AGAIN_S: Final = 0.5
_CHART_ATTEMPTS: Final = 100_000


APPLIES_TO: Final[Mapping[str, tuple[str, ...]]] = {
    "retry": ("failed", "cancelled"),
    "cancel": ("queued", "scheduled", "retrying", "running", "stalled"),
    "prioritise": ("queued", "scheduled", "retrying"),
}
"""The actions, and the states of jobs they can be done to."""

BATCH_JOBS: Final = 500
MAX_JOBS: Final = 1_000_000
"""Jobs an action is done to at most, newest first: some minutes' work."""

_IDS_AT_ONCE: Final = 100_000
"""So many are handed over at once: 1.6 MB."""

FIRST_PRIORITY: Final = 10
"""What "prioritise" sets: before everything that nobody hurried."""


@dataclass(frozen=True, slots=True)
class JobDetail:
    """All there is to say of one job: what was tried, a pack's jobs, the images made, and what workers are called."""

    row: JobRow
    attempts: list[Attempt]
    children: list[Job]
    images: list[GeneratedImage]
    workers: Mapping[UUID, str]


class JobService:
    """What people ask about jobs; lives on the database's loop."""

    def __init__(self, jobs: JobRepo, listed: ListRepo[JobRow], images: ImageRepo) -> None:
        self._jobs = jobs
        self._listed = listed
        self._images = images

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

    async def detail(self, job: UUID) -> JobDetail:
        """One job with everything around it.

        Raises:
            NotFoundError: it doesn't exist (any more).
        """
        rows = await self._listed.rows([job], PageRequest(Filters(), Sort("seq")))
        if not rows:
            raise NotFoundError("This job does not exist any more.")
        row = rows[0][0]
        attempts = await self._jobs.attempts(job)
        children = await self._jobs.children(job) if row.children_total else []
        images = await self._images.of_jobs([job, *(child.id for child in children)])
        workers = await self._jobs.worker_names({a.worker_id for a in attempts if a.worker_id is not None})
        return JobDetail(row, attempts, children, images, workers)

    async def rights(self) -> Rights:
        """What the person who is signed in may do."""
        return await self._jobs.rights()

    async def error_groups(self, *, limit: int = 6) -> list[ErrorGroup]:
        """Recent failures that are alike, the most frequent first."""
        return await self._jobs.error_groups(limit)

    async def moment(self) -> Moment:
        """How much waits and runs."""
        return await self._jobs.moment()

    async def activity(self, *, span_s: float, slices: int) -> Activity:
        """What the charts show of the last ``span_s`` seconds."""
        moment = await self._jobs.moment()
        found = await self._jobs.buckets(span_s=span_s, buckets=slices, limit=_CHART_ATTEMPTS)
        completed, failed = [0] * slices, [0] * slices
        waited: list[float | None] = [None] * slices
        for b in found:
            completed[b.bucket], failed[b.bucket], waited[b.bucket] = b.completed, b.failed, b.waited_s
        return Activity(
            span_s,
            moment,
            tuple(completed),
            tuple(failed),
            tuple(waited),
            is_partial=sum(completed) + sum(failed) >= _CHART_ATTEMPTS,
        )

    async def matching(self, action: str, filters: Filters) -> Ids:
        """The jobs of a list that an action can be done to, newest first, at most ``MAX_JOBS``."""
        states = tuple(s for s in APPLIES_TO[action] if not filters.states or s in filters.states)
        if not states:
            return Ids()
        found, last = bytearray(), None
        while len(found) < Ids.SIZE * MAX_JOBS:
            part, last = await self._listed.packed_ids(
                replace(filters, states=states), _IDS_AT_ONCE, beyond=last
            )
            found += part
            if len(part) < Ids.SIZE * _IDS_AT_ONCE:
                break
        return Ids(bytes(found))

    async def change(
        self, action: str, jobs: Sequence[UUID], *, entry: int | None = None, detail: str | None = None
    ) -> Undo:
        """Do ``retry``, ``cancel`` or ``prioritise`` to up to ``BATCH_JOBS`` jobs.

        All batches of one action name the audit entry that came with the first one's answer.
        """
        priority = FIRST_PRIORITY if action == "prioritise" else None
        changed = await self._jobs.change(
            action, jobs, priority=priority, entry=entry, detail={"filter": detail} if detail else None
        )
        return Undo(action, Ids.of(changed.changed), tuple(changed.priorities), changed.entry)

    async def undo(self, undo: Undo, *, entry: int | None = None) -> int | None:
        """Take changes back: what was cancelled waits again, with the attempts and the time it had left.

        Returns the audit entry for the next call.
        """
        opposite = {"cancel": "uncancel", "retry": "cancel"}.get(undo.action, "prioritise")
        groups: dict[int | None, list[UUID]] = {}
        for job, before in zip(undo.jobs, undo.priorities, strict=True):
            groups.setdefault(before if opposite == "prioritise" else None, []).append(job)
        for priority, jobs in groups.items():
            for start in range(0, len(jobs), BATCH_JOBS):
                done = await self._jobs.change(
                    opposite,
                    jobs[start : start + BATCH_JOBS],
                    priority=priority,
                    entry=entry,
                    detail={"undo_of": undo.entry},
                )
                entry = done.entry
        return entry

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
                async with asyncio.timeout(_LOOK_AGAIN_S):
                    await changed.wait()
