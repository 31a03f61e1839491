"""The connection breaks in every way there is: the strip says so in time, and afterwards the list is the table."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desktop.data.embedded_binaries import bundled_folder
from desktop.ui.probe import StallWatch
from tests.live.conftest import TRUTH_S, Somebody, jobs_page, until_true_to
from tests.live.proxy import HalfOpenProxy
from tests.servers import DatabaseMaker, SocketServer
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 300


async def test_that_killed_backends_are_told_and_made_up_for(
    tmp_path: Path, dsn: str, somebody: Somebody
) -> None:
    await somebody.add_jobs(ROWS)
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        page = jobs_page(app)
        await until_true_to(page, somebody)
        watch = StallWatch(culprits=False)
        with watch:
            for _ in range(3):
                await somebody.kill_window()
                await until(lambda: app.window.status.mode == "offline", TRUTH_S)
                # nobody listens now: only reading everything again can find these
                await somebody.add_jobs(20)
                await somebody.do("update public.job_queue set priority = priority + 1 where seq % 3 = 0")
                await somebody.do("delete from public.job_queue where seq % 11 = 0")
                await until(lambda: app.window.status.mode == "live", TRUTH_S)
                await until_true_to(page, somebody)
            report = watch.stop()
        watch.deleteLater()
        assert report.own_worst_s < 0.25, report.stalls
        assert app.window.stale_text == ""


async def test_that_a_restarted_server_is_told_and_made_up_for(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    server = SocketServer(bundled_folder(), folder, "supabase_admin")
    server.start()
    dsn = DatabaseMaker(lambda: server)()
    somebody = Somebody(dsn)
    try:
        await somebody.add_jobs(ROWS)
        async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
            await opened(app)
            page = jobs_page(app)
            await until_true_to(page, somebody)
            await somebody.run(server.stop)
            await until(lambda: app.window.status.mode == "offline", TRUTH_S)
            assert page.model.rowCount() > 0  # what was known stays, and is marked
            assert app.window.stale_text.startswith("Offline since")
            await somebody.run(server.start)
            await somebody.run(lambda: somebody.connection().close())
            await somebody.add_jobs(5)
            await until(lambda: app.window.status.mode == "live", TRUTH_S)
            await until_true_to(page, somebody)
            assert app.window.stale_text == ""
    finally:
        somebody.close()
        server.stop()


@pytest.mark.slow
async def test_that_a_half_open_connection_is_told_within_15_s_and_made_up_for(
    tmp_path: Path, dsn: str, somebody: Somebody
) -> None:
    told = conninfo_to_dict(dsn)
    await somebody.add_jobs(ROWS)
    with HalfOpenProxy(f"{told['host']}/.s.PGSQL.{told['port']}") as proxy:
        through = make_conninfo(dsn, host="127.0.0.1", port=proxy.port)
        async with running_app(tmp_path, dsn=through, processing__on=False) as app:
            await opened(app)
            page = jobs_page(app)
            await until_true_to(page, somebody)
            proxy.freeze()
            frozen = time.monotonic()
            await somebody.add_jobs(20)
            await until(lambda: app.window.status.mode == "offline", 20)
            noticed_s = time.monotonic() - frozen
            assert app.window.stale_text.startswith("Offline since")
            proxy.thaw()
            thawed = time.monotonic()
            await until(lambda: app.window.status.mode == "live", 20)
            back_s = time.monotonic() - thawed
            await until_true_to(page, somebody)
            print(f"half open: noticed after {noticed_s:.1f} s, back {back_s:.1f} s after it was mended")
            assert noticed_s < TRUTH_S
            assert back_s < TRUTH_S
