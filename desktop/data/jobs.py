"""Jobs in the cellar: one method per named statement of ``sql/queries/jobs.sql``."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from psycopg.rows import args_row, class_row, scalar_row
from psycopg.types.json import Jsonb

from desktop.core.activity import Bucket, Changed, ErrorGroup, Moment, Rights
from desktop.core.records import Attempt, ClaimedJob, Job, Outlook, Pulse
from desktop.data.queries import query

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
    from uuid import UUID

    from desktop.core.records import FinishedImage, FinishedModule
    from desktop.data.database import Database


class JobRepo:
    """Reads and changes jobs; lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def enqueue_pack(
        self,
        project: str,
        *,
        style: str | None = None,
        user: str | None = None,
        aplus: bool = False,
        priority: int = 0,
    ) -> UUID:
        """Ask for a complete pack, with A+ content or not; while one is active for the project, its id comes back."""
        params = {"project": project, "style": style, "user": user, "aplus": aplus, "priority": priority}
        job: UUID = await self._database.scalar(query("jobs", "enqueue_pack"), params)
        return job

    async def enqueue_aplus(
        self, project: str, *, style: str | None = None, user: str | None = None, priority: int = 0
    ) -> UUID:
        """Ask for A+ content; while it is being made for the project, that job's id comes back."""
        params = {"project": project, "style": style, "user": user, "priority": priority}
        job: UUID = await self._database.scalar(query("jobs", "enqueue_aplus"), params)
        return job

    async def enqueue_image(
        self,
        project: str,
        image_type: str,
        *,
        style: str | None = None,
        user: str | None = None,
        priority: int = 0,
    ) -> UUID:
        """Ask for one image; while the same is active for the project, its id comes back."""
        params = {
            "project": project,
            "image_type": image_type,
            "style": style,
            "user": user,
            "priority": priority,
        }
        job: UUID = await self._database.scalar(query("jobs", "enqueue_image"), params)
        return job

    async def finish_and_claim(
        self, worker: UUID, finished: Sequence[ClaimedJob], limit: int
    ) -> tuple[set[UUID], list[ClaimedJob]]:
        """Hand in jobs that have no result but their end and take up to ``limit`` due ones, in one transaction.

        Returns:
            Those of ``finished`` that were somebody else's by now, and what was claimed.
        """
        params = {
            "worker": worker,
            # ready-made: psycopg would look through every element for what has to be quoted
            "jobs": f"{{{','.join([str(job.id) for job in finished])}}}",
            "leases": f"{{{','.join([str(job.lease) for job in finished])}}}",
            "limit": limit,
        }
        told = await self._database.records(
            ClaimedJob, query("jobs", "finish_and_claim"), params, is_in_order=True
        )
        stale = {job.id for job in told if not job.lease}
        return stale, [job for job in told if job.lease] if stale else told

    @property
    def has_one_to_spare(self) -> bool:
        """Whether ``at_hand`` would leave connections to others."""
        return self._database.has_one_to_spare

    @asynccontextmanager
    async def at_hand(self, worker: UUID) -> AsyncIterator[Callable[[int], Awaitable[list[ClaimedJob]]]]:
        """Wait to be woken with everything in hand: what is yielded then takes up to so many due jobs."""
        async with (
            self._database.at_hand() as connection,
            connection.cursor(row_factory=args_row(ClaimedJob)) as cursor,
        ):
            statement = query("jobs", "finish_and_claim")

            async def claim(limit: int) -> list[ClaimedJob]:
                params = {"worker": worker, "jobs": "{}", "leases": "{}", "limit": limit}
                await cursor.execute(statement, params)
                return await cursor.fetchall()

            yield claim

    async def claim_one(self, worker: UUID, job: UUID) -> ClaimedJob | None:
        """Take this one job, however many wait before it; None when it can't be had."""
        found = await self._database.records(
            ClaimedJob, query("jobs", "claim_one"), {"worker": worker, "job": job}
        )
        return found[0] if found else None

    async def enqueue_and_claim(
        self, worker: UUID, project: str, image_type: str, *, style: str | None, user: str | None
    ) -> tuple[UUID, ClaimedJob | None]:
        """Ask for one image and take that very job before anybody else can see it.

        Returns:
            The job's id, and the claimed job, None when the same was asked for already and others are at it.
        """
        params = {"project": project, "image_type": image_type, "style": style, "user": user, "priority": 0}
        async with self._database.connection() as connection, connection.transaction():
            async with connection.cursor(row_factory=scalar_row) as asking:
                await asking.execute(query("jobs", "enqueue_image"), params)
                job: UUID = (await asking.fetchall())[0]
            async with connection.cursor(row_factory=class_row(ClaimedJob)) as claiming:
                await claiming.execute(query("jobs", "claim_one"), {"worker": worker, "job": job})
                return job, await claiming.fetchone()

    async def outlook(self, worker: UUID) -> Outlook:
        """How long this worker may sleep."""
        return (await self._database.records(Outlook, query("jobs", "outlook"), {"worker": worker}))[0]

    async def rescue(self) -> int:
        """Put the jobs of workers that are gone back into the queue; how many."""
        return int(await self._database.scalar(query("jobs", "rescue")) or 0)

    async def heartbeat(
        self, worker: UUID, held: Sequence[ClaimedJob], progress: Sequence[float | None]
    ) -> list[Pulse]:
        """Renew the leases and tell progress (fractions, None: unchanged); what became of each job."""
        params = {
            "worker": worker,
            "jobs": [job.id for job in held],
            "leases": [job.lease for job in held],
            "progress": list(progress),
        }
        return await self._database.records(Pulse, query("jobs", "heartbeat"), params)

    async def complete(self, job: ClaimedJob) -> bool:
        """Hand in a job without an image; False when it isn't this lease's any more."""
        return bool(
            await self._database.scalar(query("jobs", "complete"), {"job": job.id, "lease": job.lease})
        )

    async def complete_image(self, job: ClaimedJob, image: FinishedImage) -> str | None:
        """Hand in an image and complete its job in one transaction; the image's id, None for a stale lease."""
        params = {
            "job": job.id,
            "lease": job.lease,
            "image": Jsonb(asdict(image)),
        }
        image_id: str | None = await self._database.scalar(query("jobs", "complete_image"), params)
        return image_id

    async def keep_image(self, job: UUID, image: FinishedImage) -> str | None:
        """Keep the image of a job that a client without leases holds; its id, None when nobody of that kind does."""
        image_id: str | None = await self._database.scalar(
            query("jobs", "keep_image"), {"job": job, "image": Jsonb(asdict(image))}
        )
        return image_id

    async def complete_aplus(self, job: ClaimedJob, modules: Sequence[FinishedModule]) -> bool:
        """Hand in A+ modules and complete their job in one transaction; False for a stale lease."""
        params = {
            "job": job.id,
            "lease": job.lease,
            "modules": Jsonb([asdict(module) for module in modules]),
        }
        return bool(await self._database.scalar(query("jobs", "complete_aplus"), params))

    async def fail(
        self,
        job: ClaimedJob,
        error: str,
        *,
        retryable: bool,
        retry_after_s: float | None = None,
        traceback: str | None = None,
    ) -> str:
        """Report a failure: ``retrying``, ``failed``, or ``stale`` when it isn't this lease's any more."""
        params = {
            "job": job.id,
            "lease": job.lease,
            # a NUL can't be stored in text
            "error": error.replace("\0", ""),
            "retryable": retryable,
            "retry_after": None if retry_after_s is None else f"{retry_after_s} seconds",
            "traceback": None if traceback is None else traceback.replace("\0", ""),
        }
        return str(await self._database.scalar(query("jobs", "fail"), params))

    async def release(self, jobs: Sequence[ClaimedJob]) -> int:
        """Give jobs back unharmed; costs no attempt."""
        params = {"jobs": [job.id for job in jobs], "leases": [job.lease for job in jobs]}
        return int(await self._database.scalar(query("jobs", "release"), params))

    async def expand_pack(self, job: ClaimedJob) -> str:
        """Give a claimed pack its children: ``expanded``, ``waiting`` (later, by itself) or ``stale``."""
        params = {"job": job.id, "lease": job.lease}
        return str(await self._database.scalar(query("jobs", "expand_pack"), params))

    async def cancel(self, jobs: Sequence[UUID]) -> int:
        """Cancel jobs, packs with all they have left to do; how many."""
        return int(await self._database.scalar(query("jobs", "cancel"), {"jobs": list(jobs)}))

    async def retry(self, jobs: Sequence[UUID]) -> int:
        """Retry failed jobs, of packs what failed; how many."""
        return int(await self._database.scalar(query("jobs", "retry"), {"jobs": list(jobs)}))

    async def by_ids(self, ids: Sequence[UUID]) -> list[Job]:
        """The jobs that still exist, oldest first."""
        return await self._database.records(Job, query("jobs", "by_ids"), {"ids": list(ids)})

    async def children(self, pack: UUID) -> list[Job]:
        """A pack's jobs in their order."""
        return await self._database.records(Job, query("jobs", "children"), {"pack": pack})

    async def newest(
        self, *, limit: int, states: Sequence[str] = (), project: str | None = None
    ) -> list[Job]:
        """The newest jobs first, optionally only in some states or of one project."""
        params = {"limit": limit, "states": list(states), "project": project}
        return await self._database.records(Job, query("jobs", "newest"), params)

    async def matching_ids(self, prefix: str) -> list[UUID]:
        """Up to two ids whose text starts so."""
        rows = await self._database.rows(query("jobs", "matching_ids"), {"prefix": prefix})
        return [row["id"] for row in rows]

    async def attempts(self, job: UUID) -> list[Attempt]:
        """What was tried, in order."""
        return await self._database.records(Attempt, query("jobs", "attempts"), {"job": job})

    async def unfinished(self) -> int:
        """How many jobs wait or run, whoever works on them; counts to 10,000."""
        return int(await self._database.scalar(query("jobs", "unfinished")))

    async def change(
        self,
        action: str,
        jobs: Sequence[UUID],
        *,
        priority: int | None = None,
        entry: int | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> Changed:
        """Do an action of ``change_jobs`` to up to 1,000 jobs, as a part of the audit entry ``entry``."""
        params = {
            "action": action,
            "jobs": list(jobs),
            "priority": priority,
            "entry": entry,
            "detail": json.dumps(detail or {}),
        }
        return (await self._database.records(Changed, query("jobs", "change"), params))[0]

    async def error_groups(self, limit: int) -> list[ErrorGroup]:
        """Failures that are alike, the most frequent first."""
        return await self._database.records(ErrorGroup, query("jobs", "error_groups"), {"limit": limit})

    async def buckets(self, *, span_s: float, buckets: int, limit: int) -> list[Bucket]:
        """What ended in the last ``span_s`` seconds, in that many slices; from at most ``limit`` attempts."""
        params = {"span_s": span_s, "buckets": buckets, "limit": limit}
        return await self._database.records(Bucket, query("jobs", "buckets"), params)

    async def moment(self) -> Moment:
        """The queue now."""
        return (await self._database.records(Moment, query("jobs", "moment")))[0]

    async def rights(self) -> Rights:
        """What this login may do."""
        return (await self._database.records(Rights, query("jobs", "rights")))[0]

    async def worker_names(self, workers: Collection[UUID]) -> dict[UUID, str]:
        """What these workers are called, as far as they are still known."""
        if not workers:
            return {}
        rows = await self._database.rows(query("jobs", "worker_names"), {"workers": list(workers)})
        return {row["id"]: row["name"] for row in rows}
