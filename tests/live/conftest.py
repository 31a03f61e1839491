"""The window's fixtures, and a jobs page that is watched."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.ui.conftest import (  # noqa: F401  # fixtures and a hook
    _no_task_left,
    _nothing_left_behind,
    dsn,
    expected,
    pytest_asyncio_loop_factories,
    qapp_cls,
    until,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.app import App
    from desktop.ui.jobs_page import JobsPage

TRUTH_S = 15.0
"""How long the status strip may be wrong."""


class Somebody:
    """Somebody else at the database, on a connection of their own; the window goes on meanwhile."""

    def __init__(self, dsn: str) -> None:  # noqa: F811
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="somebody")
        self._dsn = dsn
        self._connection: psycopg.Connection | None = None

    async def do(self, statement: str, *params: Any) -> list[tuple[Any, ...]]:
        """Run a statement; its rows."""
        rows: list[tuple[Any, ...]] = await self.run(self._do, statement, params)
        return rows

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *args)

    def connection(self) -> psycopg.Connection:
        """Only on this thread; made anew after a server went away."""
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._dsn, autocommit=True)
        return self._connection

    def _do(self, statement: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        cursor = self.connection().execute(statement.encode(), params or None)
        return cursor.fetchall() if cursor.description else []

    async def add_jobs(self, count: int) -> None:
        await self.do(
            "insert into public.job_queue (job_type, payload, user_id)"
            " select 'odd-work', '{}', 'user ' || n %% 7 from generate_series(1, %s) n",
            count,
        )

    async def kill_window(self) -> None:
        """End every connection but this one."""
        await self.do(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )

    async def newest(self, count: int) -> list[tuple[Any, ...]]:
        return await self.do(
            "select id, version, state from packdesk.job_list order by seq desc limit %s", count
        )

    def close(self) -> None:
        if self._connection is not None:
            self._thread.submit(self._connection.close).result()
        self._thread.shutdown()


@pytest.fixture
def somebody(dsn: str) -> Iterator[Somebody]:  # noqa: F811
    made = Somebody(dsn)
    yield made
    made.close()


def jobs_page(app: App) -> JobsPage:
    app.window.open_page("jobs")
    page: Any = app.window.page("jobs")
    return page  # type: ignore[no-any-return]


def shown(page: JobsPage) -> list[tuple[Any, ...]]:
    model = page.model
    rows = [model.record(model.index(n, 0)) for n in range(model.rowCount())]
    return [(row.id, row.version, row.state) for row in rows if row is not None]


async def until_true_to(page: JobsPage, somebody: Somebody, timeout_s: float = 10.0) -> None:
    """Wait until the list shows exactly what the table holds."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while True:
        truth = await somebody.newest(max(200, page.model.rowCount()))
        seen = shown(page)
        if seen == truth[: len(seen)] and (len(seen) == len(truth) or len(seen) >= 200):
            return
        assert asyncio.get_running_loop().time() < deadline, difference(seen, truth)
        await asyncio.sleep(0.05)


def difference(seen: list[tuple[Any, ...]], truth: list[tuple[Any, ...]]) -> str:
    wrong = [pair for pair in zip(seen, truth, strict=False) if pair[0] != pair[1]]
    return f"{len(seen)} shown, {len(truth)} in the table, {len(wrong)} differ, the first: {wrong[:1]}"
