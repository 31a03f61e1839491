"""The window behind a transaction pooler (a real PgBouncer): it says so, and asks instead of listening."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.core.errors import OfflineError
from desktop.data.database import connect
from tests.live.conftest import TRUTH_S, Somebody, jobs_page, until_true_to
from tests.poolers import left_behind, needs_pgbouncer, pgbouncer
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app
from tests.worker.test_pooler import direct, pooled  # noqa: F401  # fixtures

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.app import App

pytestmark = needs_pgbouncer


def names(app: App) -> set[str]:
    model = app.projects.list.model
    return {model.record(model.index(n, 0)).name for n in range(model.rowCount())}  # type: ignore[union-attr]


async def test_that_behind_a_pooler_the_strip_says_polling_and_the_list_stays_true(
    tmp_path: Path,
    direct: str,  # noqa: F811
    pooled: str,  # noqa: F811
) -> None:
    somebody = Somebody(direct)
    try:
        await somebody.add_jobs(300)
        async with running_app(tmp_path / "home", dsn=pooled, processing__on=False) as app:
            began = time.monotonic()
            await until(lambda: not app.window.is_covered, TRUTH_S)
            await until(lambda: app.window.status.mode == "polling", TRUTH_S)
            assert time.monotonic() - began < TRUTH_S
            assert any("127.0.0.1:" in text and "port 5432" in text for text in app.window.banners.texts)
            page = jobs_page(app)
            await until_true_to(page, somebody)
            for _ in range(2):
                await somebody.add_jobs(3)
                await somebody.do("update public.job_queue set priority = priority + 1 where seq % 2 = 0")
                await somebody.do("delete from public.job_queue where seq % 13 = 0")
                changed = time.monotonic()
                await until_true_to(page, somebody, 5)
                print(f"behind a pooler: shown {time.monotonic() - changed:.1f} s later")
            await somebody.kill_window()
            await somebody.add_jobs(3)
            await until_true_to(page, somebody, TRUTH_S)
            await until(lambda: app.window.status.mode == "polling", TRUTH_S)
        assert left_behind(pooled) == []
    finally:
        somebody.close()


async def test_that_a_change_committed_after_a_poll_is_found_by_the_next(
    tmp_path: Path,
    direct: str,  # noqa: F811
    pooled: str,  # noqa: F811
) -> None:
    """A transaction that began before one look and ends after it has old times and numbers: still it must show."""
    somebody, late = Somebody(direct), psycopg.connect(direct)
    try:
        await somebody.add_jobs(5)
        async with running_app(tmp_path / "home", dsn=pooled, processing__on=False) as app:
            await until(lambda: app.window.status.mode == "polling", TRUTH_S)
            page = jobs_page(app)
            await until_true_to(page, somebody)
            await somebody.run(
                late.execute,
                "insert into public.job_queue (job_type, payload) select 'late-work', '{}' from generate_series(1, 3)",
            )
            await somebody.run(
                late.execute, "insert into packdesk.projects (id, name) values ('late', 'late one')"
            )
            await somebody.add_jobs(2)  # later, with higher numbers, and committed first
            await until_true_to(page, somebody, 5)
            await asyncio.sleep(4.5)  # two looks go by
            await somebody.run(late.commit)
            await until_true_to(page, somebody, 5)
            app.window.open_page("projects")
            await until(lambda: "late one" in names(app), 5)
        assert left_behind(pooled) == []
    finally:
        late.close()
        somebody.close()


async def test_that_through_a_session_pooler_everything_is_live(
    tmp_path: Path,
    direct: str,  # noqa: F811
) -> None:
    somebody = Somebody(direct)
    try:
        with pgbouncer(direct, tmp_path, "session") as dsn:
            await somebody.add_jobs(20)
            async with running_app(tmp_path / "home", dsn=dsn) as app:
                await opened(app)
                await until(lambda: app.worker.worker_id is not None)
                page = jobs_page(app)
                await until_true_to(page, somebody)
                began = time.monotonic()
                await somebody.add_jobs(1)
                await until_true_to(page, somebody, 2)
                print(f"through a session pooler: shown {time.monotonic() - began:.2f} s later")
                assert (
                    await somebody.do("select count(*) from packdesk.workers where lock_no is not null")
                ) == [(1,)]
                assert "arrive at once" in await app.host.check_connection()
            assert left_behind(dsn) == []
    finally:
        somebody.close()


async def test_that_a_full_pool_is_told_within_ten_seconds(tmp_path: Path, direct: str) -> None:  # noqa: F811
    """It lets everybody in and answers nobody: the first question has a deadline of its own."""
    with pgbouncer(direct, tmp_path, "session", default_pool_size="1", query_wait_timeout="120") as dsn:
        holder = psycopg.connect(dsn)
        holder.execute("select 1")
        try:
            began = time.monotonic()
            with pytest.raises(OfflineError, match="All connections of the pooler are in use"):
                await connect(dsn)
            assert time.monotonic() - began < 10
        finally:
            holder.close()
