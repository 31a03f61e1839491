"""The window and the command line on a web app's database: its projects are there, live, and packs are made."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.data.migrate import migrate
from tests.cli.program import MUG, Program
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


PHOTO = (
    """insert into "ProjectImage" ("id", "projectId", "url", "fileName") values (%s, 'clp2', %s, 'mug.jpg')"""
)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of an HTTP server of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def test_that_photos_behind_addresses_are_fetched_when_the_project_is_opened(
    tmp_path: Path, web_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKDESK_LOCAL_PHOTOS", "1")
    with psycopg.connect(web_dsn, autocommit=True) as prisma, served(MUG.parent) as url:
        prisma.execute(PHOTO, ["img1", f"{url}/{MUG.name}"])
        prisma.execute(PHOTO, ["img2", f"{url}/no-such.jpg"])
        async with running_app(tmp_path, dsn=web_dsn, processing__on=False) as app:
            await opened(app)
            app.open_project("clp2")
            page = app.projects.project
            await until(lambda: page.detail is not None and len(page.detail.photos) == 1)
            assert page.detail is not None
            (photo,) = page.detail.photos
            assert (photo.id, photo.original_name) == ("img1", "mug.jpg")
            assert photo.thumb_sha256 is not None
            await until(lambda: "fetched from the web app" in page.note.text)
        there = prisma.execute("""select "url" from "ProjectImage" where "id" = 'img1'""").fetchone()
        assert there == (f"{url}/{MUG.name}",), "the web app's own row stays as it is"


def test_that_a_worker_fetches_the_photos_of_a_web_apps_job(tmp_path: Path, web_dsn: str) -> None:
    with psycopg.connect(web_dsn, autocommit=True) as prisma, served(MUG.parent) as url:
        prisma.execute("delete from job_queue")
        prisma.execute(PHOTO, ["img1", f"{url}/{MUG.name}"])
        job = (
            "insert into job_queue (job_type, payload) values ('generate-image',"
            """ '{"projectId": "clp2", "imageType": "MAIN_IMAGE"}')"""
        )
        packdesk = Program(home=tmp_path / "home", cwd=tmp_path, dsn=web_dsn)
        prisma.execute(job)
        packdesk("worker", "--drain")
        [(status, error)] = prisma.execute("select status, error_message from job_queue").fetchall()
        assert status == "failed"
        assert "no public https address" in error
        prisma.execute(job)
        packdesk("worker", "--drain", env={"PACKDESK_LOCAL_PHOTOS": "1"})
        made = prisma.execute("select status from job_queue order by seq desc limit 1").fetchone()
        assert made == ("completed",)


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
