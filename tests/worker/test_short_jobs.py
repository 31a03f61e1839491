"""Short jobs by the hundred, long ones one by one; guarded by counts, not by clocks."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from desktop.data.database import Connection
from desktop.worker.ahead import BATCH, Ahead
from tests.worker.harness import Desk, open_desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from desktop.core.records import ClaimedJob
    from desktop.worker.handlers import Progress
    from tests.servers import DatabaseMaker


@pytest.fixture
async def desk(make_database: DatabaseMaker) -> AsyncIterator[Desk]:
    async with open_desk(make_database()) as opened:
        yield opened


async def fill(desk: Desk, jobs: int, payload: str = "{}") -> None:
    await desk.plain.execute(
        "insert into public.job_queue (job_type, payload) select 'test', %s from generate_series(1, %s)",
        [payload, jobs],
    )


async def nothing(job: ClaimedJob, progress: Progress) -> None:
    pass


async def count(desk: Desk, where: str = "true") -> int:
    return int((await desk.one(f"select count(*) from public.job_queue where {where}".encode()))[0])


async def commits(desk: Desk) -> int:
    await desk.plain.execute("select pg_stat_force_next_flush()")
    await asyncio.sleep(0.2)
    return int(
        (await desk.one("select xact_commit from pg_stat_database where datname = current_database()"))[0]
    )


async def test_that_a_thousand_short_jobs_cost_few_transactions(desk: Desk) -> None:
    await fill(desk, 1000)
    before = await commits(desk)
    await desk.worker(nothing, drain=True, slots=2).run()
    spent = await commits(desk) - before
    print(f"{spent} transactions for 1,000 jobs")
    assert await count(desk, "status = 'completed'") == 1000
    assert (await desk.one("select count(*) from packdesk.attempts where outcome = 'completed'"))[0] == 1000
    assert spent < 100


async def test_that_long_jobs_are_fetched_as_they_are_begun(desk: Desk) -> None:
    most = 0

    async def long(job: ClaimedJob, progress: Progress) -> None:
        nonlocal most
        await asyncio.sleep(0.1)
        most = max(most, await count(desk, "status = 'processing'"))

    await fill(desk, 12)
    await desk.worker(long, drain=True, slots=3).run()
    assert most == 3


async def test_that_a_long_job_gives_those_behind_it_to_others(desk: Desk) -> None:
    begun = asyncio.Event()
    is_over = asyncio.Event()

    async def work(job: ClaimedJob, progress: Progress) -> None:
        if job.payload:
            begun.set()
            await is_over.wait()

    await fill(desk, 60)
    await fill(desk, 1, '{"long": true}')
    await fill(desk, 60)
    async with desk.running(desk.worker(work, slots=1)):
        await asyncio.wait_for(begun.wait(), 20)

        async def all_but_it_are_free() -> bool:
            return await count(desk, "status = 'processing'") == 1

        await desk.until(all_but_it_are_free, within_s=10)
        async with desk.running(desk.worker(nothing, slots=1)):

            async def are_done() -> bool:
                return await count(desk, "status = 'completed'") == 120

            await desk.until(are_done, within_s=20)
        assert await count(desk, "retry_count > 0") == 0
        is_over.set()
    assert await count(desk, "status = 'completed'") == 121


async def test_that_what_is_finished_is_handed_in_when_the_worker_stops(desk: Desk) -> None:
    done = 0

    async def work(job: ClaimedJob, progress: Progress) -> None:
        nonlocal done
        done += 1
        if done == 150:
            worker.stop()

    await fill(desk, 1000)
    worker = desk.worker(work, slots=1)
    await worker.run()
    assert await count(desk, "status = 'processing'") == 0
    assert await count(desk, "status = 'completed'") == done
    assert await count(desk, "retry_count > 0") == 0


async def test_that_what_was_being_handed_in_when_all_was_cancelled_is_handed_in_later(desk: Desk) -> None:
    is_locked = asyncio.Event()

    async def work(job: ClaimedJob, progress: Progress) -> None:
        await locker.execute("select from public.job_queue where id = %s for update", [job.id])
        is_locked.set()

    await fill(desk, 1)
    async with await psycopg.AsyncConnection.connect(desk.dsn) as locker:
        going = asyncio.create_task(desk.worker(work).run())
        await asyncio.wait_for(is_locked.wait(), 10)
        await asyncio.sleep(0.3)
        going.cancel()
        await asyncio.sleep(2.5)  # longer than a call on its way is waited for
        await locker.rollback()
        await asyncio.gather(going, return_exceptions=True)
    assert await count(desk, "status = 'completed'") == 1
    assert (await desk.one("select count(*) from packdesk.attempts"))[0] == 1


async def test_that_a_cancelled_job_held_ahead_is_not_begun(desk: Desk) -> None:
    begun: list[str] = []
    is_over = asyncio.Event()

    async def work(job: ClaimedJob, progress: Progress) -> None:
        begun.append(str(job.id))
        if len(begun) == 3:
            progress(0.5)  # has the leases looked at
            await is_over.wait()

    await fill(desk, 100)
    async with desk.running(desk.worker(work, slots=1)):

        async def has_begun() -> bool:
            return len(begun) == 3

        await desk.until(has_begun)
        await desk.plain.execute(
            "select packdesk.cancel_jobs(array(select id from public.job_queue where id <> all (%s::uuid[])))",
            [begun],
        )
        await asyncio.sleep(1)
        is_over.set()

        async def is_quiet() -> bool:
            return await count(desk, "status in ('pending', 'processing')") == 0

        await desk.until(is_quiet)
    assert len(begun) == 3


def test_that_one_long_job_is_enough_to_hold_nothing_ahead() -> None:
    ahead = Ahead(slots=2)
    assert ahead.most == 0
    for _ in range(5):
        ahead.took(0.00001)
    assert ahead.most == 2 * BATCH
    ahead.took(3)
    assert ahead.most == 0
    ahead.took(0.00001)
    assert ahead.most == 0


async def test_that_the_batch_finishes_though_one_of_it_cannot_be_handed_in(desk: Desk) -> None:
    """A trigger of somebody else's that refuses one row must not keep the others."""
    await desk.plain.execute(
        "create function public.refuse() returns trigger language plpgsql as"
        " $$ begin if new.status = 'completed' and new.payload ? 'bad' then raise exception 'no'; end if;"
        " return new; end $$"
    )
    await desk.plain.execute(
        "create trigger refuse before update on public.job_queue for each row execute function public.refuse()"
    )
    await fill(desk, 20)
    await fill(desk, 1, '{"bad": 1}')
    await fill(desk, 20)
    worker = desk.worker(nothing, slots=1)
    async with desk.running(worker):

        async def are_done() -> bool:
            return await count(desk, "status = 'completed'") == 40

        await desk.until(are_done, within_s=20)
        started = time.monotonic()
        while worker.busy and time.monotonic() - started < 5:
            await asyncio.sleep(0.05)
        assert worker.busy == 0


async def test_that_between_a_notice_and_its_job_an_idle_worker_asks_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = psycopg.AsyncCursor.execute

    async def note(self: psycopg.AsyncCursor[Any], statement: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(self.connection, Connection):
            asked.append(str(statement))
        return await execute(self, statement, *args, **kwargs)

    async def first_line(job: ClaimedJob, progress: Progress) -> None:
        begun.append(asked.copy())

    begun: list[list[str]] = []
    worker = desk.worker(first_line)
    async with desk.running(worker):
        await desk.until_registered(worker)
        await asyncio.sleep(0.5)  # so long unused, a connection would be asked whether it still answers
        monkeypatch.setattr(psycopg.AsyncCursor, "execute", note)
        await desk.until_status(await desk.enqueue(), "completed")
    [statements] = begun
    assert len(statements) == 1
    assert "finish_and_claim" in statements[0]


async def test_that_idle_workers_leave_connections_to_others(desk: Desk) -> None:
    workers = [desk.worker(nothing) for _ in range(3)]
    async with desk.running(workers[0]), desk.running(workers[1]), desk.running(workers[2]):
        for worker in workers:
            await desk.until_registered(worker)
        await asyncio.sleep(0.3)
        async with asyncio.timeout(2):
            assert await desk.jobs.unfinished() == 0
        await desk.until_status(await desk.enqueue(), "completed")
