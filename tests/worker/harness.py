"""Workers with handlers of a test's own, on a real database."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import psycopg

from desktop.data.changes import Listener
from desktop.data.database import Database
from desktop.data.jobs import JobRepo
from desktop.data.workers import WorkerRepo
from desktop.worker.worker import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from desktop.core.records import ClaimedJob
    from desktop.worker.handlers import HandIn, Handler, Progress


class Desk:
    """A database with a plain connection beside the pool, and workers on it."""

    def __init__(self, dsn: str, database: Database, plain: psycopg.AsyncConnection[tuple[Any, ...]]) -> None:
        self.dsn = dsn
        self.database = database
        self.jobs = JobRepo(database)
        self._workers = WorkerRepo(database)
        self.plain = plain

    def worker(
        self,
        handler: Handler,
        *,
        job_type: str = "test",
        more: Mapping[str, Handler] | None = None,
        dsn: str | None = None,
        **options: Any,
    ) -> Worker:
        wake = asyncio.Event()
        return Worker(
            jobs=self.jobs,
            workers=self._workers,
            listener=Listener(dsn or self.dsn, on_wake=wake.set),
            wake=wake,
            handlers={job_type: handler, **(more or {})},
            name="test worker",
            **{"waits_at_hand": True, **options},
        )

    @asynccontextmanager
    async def running(self, worker: Worker) -> AsyncIterator[Worker]:
        task = asyncio.create_task(worker.run())
        try:
            yield worker
        finally:
            worker.stop()
            await task

    async def enqueue(self, job_type: str = "test", *, max_retries: int = 3) -> str:
        """A plain INSERT, as any web app would do it."""
        row = await self.one(
            "insert into public.job_queue (job_type, payload, max_retries) values (%s, '{}', %s) returning id::text",
            [job_type, max_retries],
        )
        return str(row[0])

    async def one(self, statement: Any, params: Any = None) -> tuple[Any, ...]:
        row = await (await self.plain.execute(statement, params)).fetchone()
        assert row is not None
        return row

    async def job(self, job_id: str) -> tuple[Any, ...]:
        """Its status, retry_count, state and error."""
        return await self.one(
            "select status, retry_count, state, error_message from packdesk.jobs where id = %s", [job_id]
        )

    async def outcomes(self, job_id: str) -> list[str]:
        rows = await self.plain.execute(
            "select outcome from packdesk.attempts where job_id = %s order by id", [job_id]
        )
        return [row[0] for row in await rows.fetchall()]

    async def until(self, check: Callable[[], Any], *, within_s: float = 10.0) -> float:
        """Wait until the awaited check is true; how long that took."""
        started = time.monotonic()
        while not await check():
            assert time.monotonic() - started < within_s, f"not within {within_s} s"
            await asyncio.sleep(0.01)
        return time.monotonic() - started

    async def until_server_is_settled(self) -> None:
        """Connections are not judged in the first seconds after a server's start."""
        await self.plain.execute(
            "select pg_sleep(greatest(0, 5.1 - extract(epoch from now() - pg_postmaster_start_time())))"
        )

    async def until_registered(self, worker: Worker) -> None:
        async def is_there() -> bool:
            return bool(
                (await self.one("select count(*) from packdesk.workers where id = %s", [worker.id]))[0]
            )

        await self.until(is_there)

    async def until_status(self, job_id: str, status: str, *, within_s: float = 10.0) -> float:
        async def is_there() -> bool:
            return bool((await self.job(job_id))[0] == status)

        return await self.until(is_there, within_s=within_s)


@asynccontextmanager
async def open_desk(dsn: str) -> AsyncIterator[Desk]:
    async with (
        Database(dsn) as database,
        await psycopg.AsyncConnection.connect(dsn, autocommit=True) as plain,
    ):
        yield Desk(dsn, database, plain)


def completing(desk: Desk, work: Callable[[ClaimedJob, Progress], Any] | None = None) -> Handler:
    """A handler that does ``work`` (awaited) and then completes the job."""

    async def handle(job: ClaimedJob, progress: Progress) -> HandIn:
        if work is not None:
            await work(job, progress)

        async def hand_in() -> bool:
            return await desk.jobs.complete(job)

        return hand_in

    return handle
