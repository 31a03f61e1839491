"""What a worker promises, on a real server: leases, retries, cancelling, stopping, waking."""

from __future__ import annotations

import asyncio
import statistics
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.core.errors import InvalidInputError, StudioError
from desktop.workspace import open_workspace
from tests.worker.harness import Desk, completing, open_desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from desktop.core.records import ClaimedJob
    from desktop.worker.handlers import HandIn, Progress
    from tests.servers import DatabaseMaker


@pytest.fixture
async def desk(make_database: DatabaseMaker) -> AsyncIterator[Desk]:
    async with open_desk(make_database()) as opened:
        yield opened


async def test_that_a_plain_insert_wakes_an_idle_worker_within_50_ms(desk: Desk) -> None:
    started: asyncio.Queue[float] = asyncio.Queue()

    async def note(job: ClaimedJob, progress: Progress) -> None:
        started.put_nowait(time.perf_counter())

    took_ms = []
    async with desk.running(desk.worker(completing(desk, note))) as worker:
        await desk.until_status(await desk.enqueue(), "completed")
        started.get_nowait()
        for _ in range(20):
            while worker.busy:
                await asyncio.sleep(0.005)
            await asyncio.sleep(0.02)
            asked = time.perf_counter()
            await desk.enqueue()
            took_ms.append((await asyncio.wait_for(started.get(), 5) - asked) * 1000)
    print(
        f"insert to first line of the job: median {statistics.median(took_ms):.1f} ms, max {max(took_ms):.1f} ms"
    )
    assert statistics.median(took_ms) < 50


async def test_that_at_most_slots_jobs_run_at_once_and_all_are_done(desk: Desk) -> None:
    now = peak = 0

    async def count(job: ClaimedJob, progress: Progress) -> None:
        nonlocal now, peak
        now += 1
        peak = max(peak, now)
        await asyncio.sleep(0.02)
        now -= 1

    ids = [await desk.enqueue() for _ in range(20)]
    await desk.worker(completing(desk, count), slots=3, drain=True).run()
    assert peak == 3
    assert [(await desk.job(job))[0] for job in ids] == ["completed"] * 20


async def test_that_an_unknown_type_fails_for_good_and_says_so(desk: Desk) -> None:
    job = await desk.enqueue("make-coffee")
    await desk.worker(completing(desk), drain=True).run()
    status, retries, _, error = await desk.job(job)
    assert (status, retries) == ("failed", 0)
    assert "make-coffee" in error


async def test_that_a_passing_trouble_is_retried_and_every_attempt_kept(desk: Desk) -> None:
    tries = 0

    async def twice_bad(job: ClaimedJob, progress: Progress) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise StudioError("The image engine stopped. Trying again may help.")

    job = await desk.enqueue()
    await desk.plain.execute("update packdesk.queue_settings set backoff_base = '0.05 seconds'")
    await desk.worker(completing(desk, twice_bad), drain=True).run()
    assert (await desk.job(job))[:2] == ("completed", 2)
    assert await desk.outcomes(job) == ["retrying", "retrying", "completed"]


async def test_that_a_permanent_error_is_not_retried(desk: Desk) -> None:
    async def refuse(job: ClaimedJob, progress: Progress) -> HandIn:
        raise InvalidInputError("This is not an image.")

    job = await desk.enqueue()
    await desk.worker(refuse, drain=True).run()
    assert await desk.job(job) == ("failed", 0, "failed", "This is not an image.")


async def test_that_a_defect_is_retried_and_its_traceback_kept(desk: Desk) -> None:
    async def broken(job: ClaimedJob, progress: Progress) -> HandIn:
        raise ZeroDivisionError("a defect")

    job = await desk.enqueue(max_retries=0)
    await desk.worker(broken, drain=True).run()
    status, _, _, error = await desk.job(job)
    assert status == "failed"
    assert "ZeroDivisionError" in error
    trace = await desk.one("select traceback from packdesk.attempts where job_id = %s", [job])
    assert "a defect" in trace[0]


async def test_that_cancelling_stops_the_work_and_the_row_is_final_at_once(desk: Desk) -> None:
    stopped = asyncio.Event()

    async def long(job: ClaimedJob, progress: Progress) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            stopped.set()
            raise

    job = await desk.enqueue()
    async with desk.running(desk.worker(completing(desk, long), heartbeat_s=0.2)) as worker:
        await desk.until_status(job, "processing")
        await desk.one("select packdesk.cancel_jobs(array[%s::uuid])", [job])
        assert (await desk.job(job))[2] == "cancelled"
        await asyncio.wait_for(stopped.wait(), 3)
        await asyncio.sleep(0.1)
        assert worker.busy == 0
    assert await desk.outcomes(job) == ["cancelled"]


async def test_that_a_job_over_its_deadline_is_taken_back_and_runs_again(desk: Desk) -> None:
    await desk.plain.execute(
        "insert into packdesk.job_types (job_type, deadline) values ('test', '1 second')"
    )
    tries = 0

    async def slow_at_first(job: ClaimedJob, progress: Progress) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            await asyncio.sleep(60)

    job = await desk.enqueue()
    async with desk.running(desk.worker(completing(desk, slow_at_first), heartbeat_s=0.2)):
        await desk.until_status(job, "completed")
    assert await desk.outcomes(job) == ["lost", "completed"]
    assert (await desk.job(job))[1] == 1


async def test_that_a_graceful_stop_gives_jobs_back_without_using_an_attempt(desk: Desk) -> None:
    async def long(job: ClaimedJob, progress: Progress) -> None:
        await asyncio.sleep(60)

    jobs = [await desk.enqueue() for _ in range(3)]
    async with desk.running(desk.worker(completing(desk, long), slots=2)):
        await desk.until_status(jobs[1], "processing")
    for job in jobs[:2]:
        assert (await desk.job(job))[:3] == ("pending", 0, "queued")
        assert await desk.outcomes(job) == ["released"]
    signed_off = await desk.one("select stopped_at is not null from packdesk.workers")
    assert signed_off == (True,)


async def test_that_a_swallowed_cancel_keeps_no_worker_from_stopping(desk: Desk) -> None:
    """As Python's wait_for may do until 3.12, when the result comes together with the cancel."""
    begun: list[UUID] = []

    async def swallow(job: ClaimedJob, progress: Progress) -> None:
        begun.append(job.id)
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)

    async def swallow_more(job: ClaimedJob, progress: Progress) -> None:
        await swallow(job, progress)
        await asyncio.sleep(60)

    short, long = await desk.enqueue(), await desk.enqueue("long")
    worker = desk.worker(swallow, more={"long": swallow_more}, slots=2)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(30):
        while len(begun) < 2:
            await asyncio.sleep(0.01)
        worker.stop()
        await running
    assert await desk.one("select status from job_queue where id = %s", [short]) == ("completed",)
    assert await desk.one("select status, retry_count from job_queue where id = %s", [long]) == ("pending", 0)
    assert await desk.one("select count(*) from packdesk.workers where stopped_at is null") == (0,)


async def test_that_being_cancelled_is_a_graceful_stop_too(desk: Desk) -> None:
    async def long(job: ClaimedJob, progress: Progress) -> None:
        await asyncio.sleep(60)

    job = await desk.enqueue()
    task = asyncio.create_task(desk.worker(completing(desk, long)).run())
    await desk.until_status(job, "processing")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await desk.job(job))[:2] == ("pending", 0)


async def test_that_leases_are_kept_while_a_job_runs_longer_than_one(desk: Desk) -> None:
    await desk.plain.execute("update packdesk.queue_settings set lease = '1 second'")

    async def long(job: ClaimedJob, progress: Progress) -> None:
        await asyncio.sleep(2.5)

    job = await desk.enqueue()
    async with (
        desk.running(desk.worker(completing(desk, long), heartbeat_s=0.3)),
        desk.running(desk.worker(completing(desk, long), heartbeat_s=0.3)),
    ):
        await desk.until_status(job, "completed")
    assert await desk.outcomes(job) == ["completed"]


async def test_that_progress_is_shown_at_most_twice_a_second_and_ends_at_one(desk: Desk) -> None:
    async def steps(job: ClaimedJob, progress: Progress) -> None:
        for n in range(100):
            progress(n / 100)
            await asyncio.sleep(0.02)

    notices = 0
    job = await desk.enqueue()
    async with await psycopg.AsyncConnection.connect(desk.dsn, autocommit=True) as ear:
        await ear.execute("listen packdesk_changes")
        await desk.worker(completing(desk, steps), drain=True).run()
        async for notice in ear.notifies(timeout=0.2):
            notices += notice.payload.count(job)
    assert 2 <= notices <= 2 + 5  # claimed, completed, and two seconds of progress
    assert await desk.one("select progress from public.job_queue where id = %s", [job]) == (1.0,)


async def test_that_a_paused_queue_is_left_alone_and_resuming_wakes_the_worker(desk: Desk) -> None:
    await desk.plain.execute("select packdesk.pause_queue(true)")
    job = await desk.enqueue()
    async with desk.running(desk.worker(completing(desk))):
        await asyncio.sleep(0.5)
        assert (await desk.job(job))[0] == "pending"
        await desk.plain.execute("select packdesk.pause_queue(false)")
        assert await desk.until_status(job, "completed") < 0.5


async def test_that_a_worker_outlives_the_loss_of_every_connection(desk: Desk) -> None:
    async def short(job: ClaimedJob, progress: Progress) -> None:
        await asyncio.sleep(0.3)

    jobs = [await desk.enqueue() for _ in range(6)]
    async with desk.running(desk.worker(completing(desk, short), slots=2)):
        await desk.until_status(jobs[0], "completed")
        await desk.plain.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        for job in jobs:
            await desk.until_status(job, "completed", within_s=20)


async def test_that_a_scheduled_job_starts_when_it_is_due(desk: Desk) -> None:
    async with desk.running(desk.worker(completing(desk))):
        await asyncio.sleep(0.3)
        row = await desk.one(
            "insert into public.job_queue (job_type, payload, run_after)"
            " values ('test', '{}', now() + interval '1 second') returning id::text"
        )
        took = await desk.until_status(row[0], "completed")
    assert 0.8 < took < 2.0


@pytest.mark.parametrize("payload", ["[]", '"text"', "7", "null", '{"projectId": 5, "imageType": []}', "{}"])
async def test_that_any_payload_ends_in_a_sentence(desk: Desk, payload: str) -> None:
    row = await desk.one(
        "insert into public.job_queue (job_type, payload) values ('generate-image', %s), ('generate-complete-pack', %s)"
        " returning id::text",
        [payload, payload],
    )
    async with open_workspace(dsn=desk.dsn) as workspace:
        await workspace.worker(slots=2, drain=True).run()
    status, retries, _, error = await desk.job(row[0])
    assert (status, retries) == ("failed", 0)
    assert error.endswith(".")
    assert "Something went wrong" not in error
