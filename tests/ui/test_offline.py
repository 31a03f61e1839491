"""The window and a server that goes away: killed connections, a network that swallows everything, sleep."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.core.errors import OfflineError
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.app import App
    from tests.ui.wire import Wire


def shown(app: App) -> set[str]:
    model = app.projects.list.model
    return {model.record(model.index(row, 0)).name for row in range(model.rowCount())}  # type: ignore[union-attr]


def insert_project(dsn: str, name: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "insert into packdesk.projects (id, name, product_name, style) values"
            " (gen_random_uuid()::text, %s, %s, 'premium')",
            [name, name],
        )


async def test_that_a_row_written_elsewhere_shows_at_once(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        took: list[float] = []
        for name in ("one", "two", "three", "four", "five"):
            begin = time.monotonic()
            insert_project(dsn, name)
            await until(lambda: len(shown(app)) > len(took))
            assert name in shown(app)
            took.append(time.monotonic() - begin)
        assert min(took) < 1.0  # the others may have waited for whatever else this computer does
        with psycopg.connect(dsn, autocommit=True) as sql:
            sql.execute("update packdesk.projects set name = 'renamed' where name = 'five'")
            await until(lambda: "renamed" in shown(app))
            assert "five" not in shown(app)
            sql.execute("delete from packdesk.projects where name = 'renamed'")
            await until(lambda: shown(app) == {"one", "two", "three", "four"})


async def test_that_killed_connections_come_back_and_nothing_is_missed(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        went: list[str] = []
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
            await until(lambda: app.window.status.mode == "offline")
            went.append(app.window.stale_text)
            # nobody listens now: only reading everything again can find this
            connection.execute(
                "insert into packdesk.projects (id, name, product_name, style) values ('p1', 'unheard', 'x', 'premium')"
            )
        await until(lambda: app.window.status.mode == "live", 15)
        await until(lambda: "unheard" in shown(app))
        assert went[0].startswith("Offline since")
        assert app.window.stale_text == ""


@pytest.mark.slow
async def test_that_a_network_that_swallows_everything_is_noticed_in_15_s(
    tmp_path: Path, dsn: str, wire: tuple[Wire, str]
) -> None:
    line, through = wire
    async with running_app(tmp_path, dsn=through, processing__on=False) as app:
        await opened(app)
        insert_project(dsn, "before")
        await until(lambda: "before" in shown(app))
        line.swallow()
        begin = time.monotonic()
        await until(lambda: app.window.status.mode == "offline", 20)
        assert time.monotonic() - begin < 15
        assert shown(app) == {"before"}  # what was known stays, marked with its time
        assert app.window.stale_text
        insert_project(dsn, "meanwhile")
        line.pass_on()
        line.hang_up()
        await until(lambda: app.window.status.mode == "live", 30)
        await until(lambda: shown(app) == {"before", "meanwhile"})


async def test_that_waking_up_reads_everything_again(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        before = app.window.status.since
        app.sleep.on_prepare(is_falling_asleep=True)
        app.sleep.on_prepare(is_falling_asleep=False)
        # it is offline for a moment only; what shows is that it is live anew
        await until(lambda: app.window.status.since > before and app.window.status.mode == "live")


async def test_that_actions_say_that_the_server_is_away(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)

        async def act() -> None:
            raise OfflineError("The server can't be reached at the moment.")

        app.tasks.start("act", act())
        await until(lambda: app.window.banners.texts == ["The server can't be reached at the moment."])
        app.backend.reconnect()
        await until(lambda: not app.window.banners.texts)  # it is back: nothing to complain about any more
