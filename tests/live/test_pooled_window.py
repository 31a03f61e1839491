"""The window behind a transaction pooler (a real PgBouncer): it says so, and asks instead of listening."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.live.conftest import TRUTH_S, Somebody, jobs_page, until_true_to
from tests.ui.conftest import until
from tests.ui.shell import running_app
from tests.worker.test_pooler import PGBOUNCER, direct, pooled  # noqa: F401  # fixtures

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    PGBOUNCER is None, reason="no PgBouncer on this machine (Debian and Ubuntu: apt install pgbouncer)"
)


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
    finally:
        somebody.close()
