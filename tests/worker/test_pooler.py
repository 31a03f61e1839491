"""Behind a transaction pooler (a real PgBouncer) notices and session locks are worth nothing; leases are."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from desktop.data.changes import Mode
from tests.poolers import left_behind, needs_pgbouncer, pgbouncer
from tests.worker.harness import completing, open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import DatabaseMaker

pytestmark = needs_pgbouncer


@pytest.fixture
def direct(make_database: DatabaseMaker) -> str:
    return make_database()


@pytest.fixture
def pooled(direct: str, tmp_path: Path) -> Iterator[str]:
    """The same database through PgBouncer in transaction mode, as hosted projects' port 6543 is."""
    with pgbouncer(direct, tmp_path, "transaction") as dsn:
        yield dsn


async def test_that_a_worker_behind_a_pooler_knows_it_and_polls(direct: str, pooled: str) -> None:
    async with open_desk(pooled) as desk, open_desk(direct) as beside:
        worker = desk.worker(completing(desk))
        async with desk.running(worker):
            first = await beside.enqueue()
            await beside.until_status(first, "completed")
            assert worker.mode is Mode.POLLING
            job = await beside.enqueue()
            assert await beside.until_status(job, "completed") < 2.5
            assert await beside.one("select lock_no from packdesk.workers") == (None,)
    assert left_behind(pooled) == []


@pytest.mark.slow
async def test_that_a_worker_killed_behind_a_pooler_is_noticed_within_45_s(direct: str, pooled: str) -> None:
    async with open_desk(pooled) as desk, open_desk(direct) as beside:
        job = await beside.enqueue()
        doomed = subprocess.Popen([sys.executable, "-m", "tests.worker.doomed", pooled])
        try:
            await beside.until_status(job, "processing", within_s=20)
        finally:
            doomed.kill()
            doomed.wait()
        killed = time.monotonic()
        async with desk.running(desk.worker(completing(desk))):
            await beside.until_status(job, "completed", within_s=45)
        print(f"killed behind a pooler, done by another worker after {time.monotonic() - killed:.1f} s")
        assert await beside.outcomes(job) == ["lost", "completed"]


async def test_that_a_worker_killed_on_a_direct_connection_is_noticed_within_5_s(direct: str) -> None:
    async with open_desk(direct) as desk:
        # the server has just started for this test: give the rescue the seconds after a start that it waits for
        await desk.until_server_is_settled()
        job = await desk.enqueue()
        doomed = subprocess.Popen([sys.executable, "-m", "tests.worker.doomed", direct])
        try:
            await desk.until_status(job, "processing", within_s=20)
            async with desk.running(desk.worker(completing(desk))) as other:
                await desk.until_registered(other)
                doomed.kill()
                doomed.wait()
                killed = time.monotonic()
                await desk.until_status(job, "completed", within_s=5)
        finally:
            doomed.kill()
            doomed.wait()
        print(
            f"killed on a direct connection, done by another worker after {time.monotonic() - killed:.1f} s"
        )
        assert await desk.outcomes(job) == ["lost", "completed"]


async def test_that_a_frozen_worker_that_thaws_changes_nothing(direct: str) -> None:
    async with open_desk(direct) as desk:
        await desk.plain.execute("update packdesk.queue_settings set lease = '1 second'")
        job = await desk.enqueue()
        frozen = subprocess.Popen([sys.executable, "-m", "tests.worker.doomed", direct, "3"])
        try:
            await desk.until_status(job, "processing", within_s=20)
            frozen.send_signal(signal.SIGSTOP)
            async with desk.running(desk.worker(completing(desk), heartbeat_s=0.3)):
                await desk.until_status(job, "completed", within_s=10)
                frozen.send_signal(signal.SIGCONT)
                before = await desk.one("select version from public.job_queue where id = %s", [job])
                frozen.wait(timeout=20)
        finally:
            frozen.kill()
            frozen.wait()
        assert await desk.one("select version from public.job_queue where id = %s", [job]) == before
        assert await desk.outcomes(job) == ["lost", "completed"]
