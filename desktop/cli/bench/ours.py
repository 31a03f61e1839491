"""Packdesk's own worker, as it ships, in a benchmark's process; what differs is only what its jobs do."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import psycopg

from desktop.cli.bench import floor
from desktop.core.errors import OfflineError
from desktop.data.changes import Listener, Mode
from desktop.data.database import Database, connect
from desktop.data.jobs import JobRepo
from desktop.data.migrate import migrate
from desktop.data.workers import WorkerRepo
from desktop.worker.leases import HEARTBEAT_S
from desktop.worker.worker import Worker
from desktop.workspace import default_slots

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.cli.bench.arena import Gate
    from desktop.core.records import ClaimedJob
    from desktop.worker.handlers import Handler, Progress


def setup(dsn: str) -> None:
    """Migrate."""
    migrate(dsn)


def refill(dsn: str, jobs: int) -> None:
    """As the floor's: empty the queue and enqueue that many no-ops."""
    floor.refill(dsn, jobs, table="job_queue")


def make(
    database: Database,
    dsn: str,
    handler: Handler,
    *,
    slots: int,
    drain: bool = False,
    heartbeat_s: float = HEARTBEAT_S,
    on_finished: Callable[[ClaimedJob], None] | None = None,
) -> Worker:
    """A worker whose ``noop`` jobs are handled so."""
    wake = asyncio.Event()
    return Worker(
        jobs=JobRepo(database),
        workers=WorkerRepo(database),
        listener=Listener(
            dsn,
            on_wake=wake.set,
            # a crowd listens directly and asks through a pooler
            on_mode=lambda mode: database.allow_preparing(mode is Mode.LIVE and database.dsn == dsn),
        ),
        wake=wake,
        handlers={"noop": handler},
        name=f"bench {os.getpid()}",
        slots=slots,
        drain=drain,
        waits_at_hand=True,
        heartbeat_s=heartbeat_s,
        on_finished=on_finished,
    )


async def nothing(job: ClaimedJob, progress: Progress) -> None:
    """A job without work: what is measured is the queue."""


def work(gate: Gate, dsn: str, slots: int | None) -> float:
    """Drain the queue of no-ops; when the last one was handed in. ``slots`` None: as by default."""
    ended = time.perf_counter()

    def note(_: ClaimedJob) -> None:
        nonlocal ended
        ended = time.perf_counter()

    async def run() -> float:
        async with Database(dsn) as database:
            await database.scalar(b"select 1")
            gate.wait()
            await make(
                database, dsn, nothing, slots=slots or default_slots(), drain=True, on_finished=note
            ).run()
        return ended

    return asyncio.run(run())


def enqueue(gate: Gate, dsn: str, singles: int, bulk: int, batch: int) -> dict[str, float]:
    """The public contract: a plain INSERT, which wakes workers and shows in every window."""
    return floor.enqueue(gate, dsn, singles, bulk, batch)


def listen(gate: Gate, dsn: str) -> None:
    """An idle worker; tells when a job's first line runs. Until a job says ``stop``."""

    async def run() -> None:
        async with Database(dsn) as database:

            async def handle(job: ClaimedJob, progress: Progress) -> None:  # noqa: ARG001
                at = time.perf_counter()
                if job.user_id == "stop":
                    worker.stop()
                else:
                    gate.tell(at)

            worker = make(database, dsn, handle, slots=1)
            running = asyncio.create_task(worker.run())
            await asyncio.sleep(1)
            gate.wait()
            await running

    asyncio.run(run())


class Asker:
    """Enqueues one job at a time, by the public contract."""

    def __init__(self, dsn: str) -> None:
        self._connection = psycopg.connect(dsn, autocommit=True)

    def enqueue(self) -> None:
        """One job."""
        self._connection.execute(floor.ONE)

    def stop(self) -> None:
        """Let the worker end."""
        self._connection.execute(
            "insert into job_queue (job_type, payload, user_id) values ('noop', '{}', 'stop')"
        )
        self._connection.close()


def hold(gate: Gate, dsn: str, work_s: float, slots: int) -> None:
    """A worker whose jobs take that long; tells each one's start as (seconds, job id). Until it is killed."""

    async def run() -> None:
        async with Database(dsn) as database:

            async def handle(job: ClaimedJob, progress: Progress) -> None:  # noqa: ARG001
                gate.tell((time.perf_counter(), str(job.id)))
                await asyncio.sleep(work_s)

            worker = make(database, dsn, handle, slots=slots)
            running = asyncio.create_task(worker.run())
            await asyncio.sleep(0.5)
            gate.wait()
            await running

    asyncio.run(run())


def count(gate: Gate, dsn: str, work_s: float, heartbeat_s: float) -> list[tuple[str, int]]:
    """A worker that drains the queue; every run of a job as (id, lease), whatever became of it."""
    runs: list[tuple[str, int]] = []

    async def run() -> None:
        async with Database(dsn) as database:

            async def handle(job: ClaimedJob, progress: Progress) -> None:  # noqa: ARG001
                runs.append((str(job.id), job.lease))
                if len(runs) == 20:
                    gate.tell("at work")
                if len(runs) % 50 == 0:
                    await asyncio.sleep(work_s)

            worker = make(database, dsn, handle, slots=2, drain=True, heartbeat_s=heartbeat_s)
            gate.wait()
            await worker.run()

    asyncio.run(run())
    return runs


def soak(gate: Gate, dsn: str, slots: int) -> None:
    """A worker for a mixed load, until it is killed or told to stop by a job: no work, a little, much, and failures.

    Tells (what, seconds): ``wait`` from a job's enqueueing to its start, ``late`` how late the loop was at worst in the
    last second.
    """

    async def watch() -> None:
        while True:
            worst, until = 0.0, time.perf_counter() + 1
            while (asked := time.perf_counter()) < until:
                await asyncio.sleep(0.02)
                worst = max(worst, time.perf_counter() - asked - 0.02)
            gate.tell(("late", worst))

    async def handle(job: ClaimedJob, progress: Progress) -> None:
        told = job.payload
        if told["first"] and job.retry_count == 0:
            gate.tell(("wait", time.perf_counter() - told["asked"]))
        if told["takes"]:
            progress(0.3)
            await asyncio.sleep(told["takes"])
        if told["fails"] > job.retry_count:
            raise OfflineError("The benchmark's job fails now and then.")

    async def run() -> None:
        async with Database(dsn) as database:
            worker = make(database, dsn, handle, slots=slots)
            watching = asyncio.create_task(watch())
            gate.wait()
            try:
                await worker.run()
            finally:
                watching.cancel()

    asyncio.run(run())


async def rows(dsn: str, statement: str, params: Any = None) -> list[tuple[Any, ...]]:
    """What a statement returns; nothing from one that returns nothing."""
    connection = await connect(dsn, application_name="packdesk-bench")
    async with connection:
        cursor = await connection.execute(statement.encode(), params)
        found: list[tuple[Any, ...]] = []
        with suppress(psycopg.ProgrammingError):
            found = await cursor.fetchall()
        return found
