"""One window, its worker included, holds three connections and no more, whatever is done with it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, Self

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.core.errors import WrongPasswordError
from desktop.data.database import Database
from desktop.data.migrate import migrate
from desktop.services import key_store, profiles
from desktop.services.connections import read_connection
from tests.live.conftest import TRUTH_S, Somebody, jobs_page, until_true_to
from tests.poolers import free_port
from tests.servers import DEBIAN_15, SocketServer, require_debian_15
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ui.conftest import Expected

LOOK_S = 0.005


class Census:
    """Counts a program's connections again and again; names those of the worst moment."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._count, name="census")
        self.worst: list[str] = []
        self.looks = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _count(self) -> None:
        with psycopg.connect(self._dsn, autocommit=True, application_name="census") as connection:
            while not self._over.wait(LOOK_S):
                rows = connection.execute(
                    "select application_name from pg_stat_activity where datname = current_database()"
                    " and application_name like 'packdesk%' order by 1"
                ).fetchall()
                self.looks += 1
                if len(rows) > len(self.worst):
                    self.worst = [row[0] for row in rows]


async def test_that_a_window_that_does_everything_holds_three_connections(
    tmp_path: Path, dsn: str, somebody: Somebody
) -> None:
    with Census(dsn) as census:
        async with running_app(tmp_path, dsn=dsn) as app:
            await opened(app)
            await until(lambda: app.worker.worker_id is not None)
            assert await app.opening.add_sample() is not None
            [(project,)] = await somebody.do("select id from packdesk.projects")
            page = jobs_page(app)
            for name in ("projects", "workers", "settings", "jobs"):
                app.window.open_page(name)
                await asyncio.sleep(0.1)
            assert "Everything works" in await app.host.check_connection()
            await until_pack_is_done(somebody)  # the sample's
            await somebody.do("select packdesk.enqueue_pack(%s)", project)  # one takes a second or two
            await until(lambda: app.worker.busy > 0, 20)
            await somebody.do(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and application_name like 'packdesk%'"
            )
            await until(lambda: app.window.status.mode == "live", TRUTH_S)
            app.backend.reconnect()
            app.preferences.set("processing/slots", 2)  # the worker begins anew
            await until_pack_is_done(somebody)
            await until_true_to(page, somebody)
            app.preferences.set("processing/on", value=False)
            await until(lambda: not app.worker.is_running)
            await asyncio.sleep(0.3)
            locks = await somebody.do(
                "select count(*) from pg_locks where locktype = 'advisory' and database ="
                " (select oid from pg_database where datname = current_database())"
            )
            assert locks == [(0,)], "the worker's sign of life went with it"
    print(f"{census.looks} looks, at most: {census.worst}")
    assert census.looks > 100
    assert 2 <= len(census.worst) <= 3, census.worst


async def until_pack_is_done(somebody: Somebody) -> None:
    for _ in range(600):
        [(open_jobs,)] = await somebody.do(
            "select count(*) from public.job_queue where status in ('pending', 'processing')"
        )
        if open_jobs == 0:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(await somebody.do("select job_type, state, error_message from packdesk.jobs"))


# a password that was changed while the window was open


class Guarded:
    """A server that asks one login for its password, and whose log tells who was refused."""

    def __init__(self, folder: Path) -> None:
        require_debian_15()
        self.server = SocketServer(DEBIAN_15, folder, "me")
        self.server.start()
        self.server.stop()
        hba = self.server.data_folder / "pg_hba.conf"
        hba.write_text(f"host all anna all scram-sha-256\n{hba.read_text('utf-8')}", "utf-8")
        self.port = free_port()
        self.server.start(listen_addresses="127.0.0.1", port=str(self.port))
        self._log = folder / "server.log"

    def admin(self, database: str = "postgres") -> str:
        return make_conninfo(self.server.dsn(database), port=self.port)

    def dsn(self, password: str) -> str:
        return make_conninfo(
            host="127.0.0.1", port=self.port, user="anna", password=password, dbname="postgres"
        )

    def do(self, statement: str) -> None:
        with psycopg.connect(self.admin(), autocommit=True) as connection:
            connection.execute(statement.encode())

    @property
    def refusals(self) -> int:
        return self._log.read_text("utf-8", "replace").count("password authentication failed for user")


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    folder = tmp_path / "server"
    folder.mkdir()
    made = Guarded(folder)
    try:
        made.do("create role anna login password 'first'")
        migrate(made.admin())
        made.do("grant packdesk_staff to anna")
        yield made
    finally:
        made.server.stop()


async def test_that_a_changed_password_is_tried_once_more_and_then_asked_for(
    tmp_path: Path, guarded: Guarded, monkeypatch: pytest.MonkeyPatch, expected: Expected
) -> None:
    expected.may_log("listener: The server refuses")
    kept: dict[str, Any] = {}
    monkeypatch.setattr(key_store, "stored_password", lambda reading: kept.get(reading.place, ""))
    monkeypatch.setattr(key_store, "store_password", lambda reading, word: kept.update({reading.place: word}))
    monkeypatch.setattr(key_store, "forget_password", lambda reading: kept.pop(reading.place, None))
    reading = read_connection(guarded.dsn("first"))
    profile = profiles.save_profile(tmp_path, reading)
    kept[reading.place] = "first"
    async with running_app(tmp_path, connection__kind="team", connection__profile=profile.name) as app:
        await opened(app)
        await until(lambda: app.worker.worker_id is not None)
        guarded.do("alter role anna password 'second'")
        guarded.do("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'anna'")
        await until(lambda: "refuses the login" in app.opening.page.text, 30)
        assert app.window.is_covered
        await asyncio.sleep(8)  # the pool, the listener and the worker would have tried many times
        assert guarded.refusals == 2, "one delayed retry, and no more"
        assert kept == {}
        (field,) = app.opening.page.findChildren(QLineEdit)
        QTest.keyClicks(field, "second")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await opened(app)
        assert guarded.refusals == 2
        assert list(kept.values()) == ["second"]


async def test_that_a_wrong_password_is_refused_at_once_where_no_pooler_is(guarded: Guarded) -> None:
    with pytest.raises(WrongPasswordError):
        async with Database(guarded.dsn("wrong")):
            pass
    assert guarded.refusals == 1
