"""The window and the command line on a web app's database: its projects are there, live, and packs are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.data.migrate import migrate
from tests.cli.program import Program
from tests.queue.settings import Setting
from tests.queue.test_web_app import PRISMA, SETUP
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.app import App
    from tests.servers import SocketServer


@pytest.fixture
def web_dsn(debian_server: SocketServer) -> Iterator[str]:
    setting = Setting("15-grants-on", debian_server, "hosted-grants-on")
    dsn = setting.dsn(setting.fresh(migrated=False))
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(PRISMA.read_bytes())
        migrate(dsn)
        connection.execute(SETUP.read_bytes())
    yield dsn
    setting.drop_made()


def names(app: App) -> set[str]:
    model = app.projects.list.model
    return {model.record(model.index(n, 0)).name for n in range(model.rowCount())}  # type: ignore[union-attr]


async def test_that_the_window_shows_a_web_apps_projects_live(tmp_path: Path, web_dsn: str) -> None:
    with psycopg.connect(web_dsn, autocommit=True) as prisma:
        async with running_app(tmp_path, dsn=web_dsn, processing__on=False) as app:
            await opened(app)
            await until(lambda: names(app) == {"Mug", "Untitled"})
            prisma.execute("""update "Project" set "name" = 'Renamed by the web app' where "id" = 'clp1'""")
            await until(lambda: "Renamed by the web app" in names(app), 15)
            prisma.execute("""delete from job_queue; delete from "Project" where "id" = 'clp2'""")
            await until(lambda: names(app) == {"Renamed by the web app"}, 15)


@pytest.mark.slow
def test_that_the_command_line_makes_a_pack_there(tmp_path: Path, web_dsn: str) -> None:
    with psycopg.connect(web_dsn, autocommit=True) as prisma:
        prisma.execute("delete from job_queue")
        packdesk = Program(home=tmp_path / "home", cwd=tmp_path, dsn=web_dsn)
        done = packdesk("sample", "--out", str(tmp_path / "out"), "--json")
        assert done.code == 0, done
        kinds = prisma.execute(
            'select count(*), count(distinct "imageType"), min(left("imageUrl", 9)) from "GeneratedImage"'
            """ where "projectId" <> 'clp1'"""
        ).fetchone()
        assert kinds == (6, 6, "packdesk:")
        status = prisma.execute("""select "status"::text from "Project" where "id" not in ('clp1', 'clp2')""")
        assert status.fetchall() == [("COMPLETED",)]
