"""The team's page: who did what, live and to be filtered; admins invite and remove, others are offered neither."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import psycopg
import pytest
from PIL import Image
from psycopg.conninfo import make_conninfo
from PySide6.QtWidgets import QDialog, QProgressBar, QPushButton

from desktop.core.errors import NotAllowedError
from desktop.core.pack import Brief, Style
from desktop.core.people import Role
from desktop.services import key_store
from desktop.services.connections import read_connection
from desktop.services.profiles import read_connection_file, save_profile
from desktop.ui import people_list
from desktop.ui.copy_dialog import CopyDialog
from desktop.ui.people_list import InvitedDialog, InviteDialog
from desktop.workspace import open_workspace
from tests.live.conftest import Somebody
from tests.queue.settings import Setting
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.app import App
    from tests.servers import SocketServer


@pytest.fixture
def setting(debian_server: SocketServer) -> Iterator[Setting]:
    made = Setting("15-grants-off", debian_server, "hosted-grants-off")
    yield made
    made.drop_made()


@pytest.fixture
def team_dsn(setting: Setting) -> str:
    return setting.dsn(setting.fresh())


def said(app: App) -> list[list[str]]:
    model = app.team.audit.model
    return [
        [str(model.index(row, column).data() or "") for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    ]


async def test_that_what_was_done_shows_live_and_can_be_filtered(tmp_path: Path, team_dsn: str) -> None:
    somebody = Somebody(team_dsn)
    try:
        await somebody.do("select packdesk.pause_queue(true, 'stocktaking')")
        async with running_app(tmp_path, dsn=team_dsn, processing__on=False) as app:
            await opened(app)
            app.window.open_page("team")
            await until(lambda: len(said(app)) == 1)
            assert said(app)[0][:3] == ["postgres", "Paused the queue", "1"]
            await somebody.add_jobs(5)
            await somebody.do(
                "select packdesk.change_jobs('cancel', array(select id from public.job_queue limit 3))"
            )
            await until(lambda: len(said(app)) == 2, 15)
            assert said(app)[0][:3] == ["postgres", "Cancelled jobs", "3"], "the newest first"
            audit = app.team.audit
            audit.what.setCurrentIndex(audit.what.findData("cancel"))
            await until(lambda: [row[1] for row in said(app)] == ["Cancelled jobs"])
            audit.what.setCurrentIndex(0)
            audit.search.setText("nobody%")
            await until(lambda: said(app) == [] and "Nothing fits" in audit.state.texts[0])
            audit.search.setText("POSTGRES")
            await until(lambda: len(said(app)) == 2)
    finally:
        somebody.close()


async def test_that_an_admin_invites_and_removes_in_the_window(
    tmp_path: Path, setting: Setting, team_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "anna.packdesk"
    seen: list[str] = []

    async def answered(dialog: QDialog) -> bool:
        if isinstance(dialog, InviteDialog):
            dialog.login.setText("win-anna")
            dialog.role.setCurrentIndex(dialog.role.findData("staff"))
            dialog.accept()
        else:
            assert isinstance(dialog, InvitedDialog)
            seen.append(dialog.password.text())
        dialog.deleteLater()
        await asyncio.sleep(0)
        return True

    async def target(*_: object) -> Path:
        await asyncio.sleep(0)
        return file

    async def yes(*_: object) -> bool:
        await asyncio.sleep(0)
        return True

    monkeypatch.setattr(people_list, "finished", answered)
    monkeypatch.setattr(people_list, "choose_target", target)
    monkeypatch.setattr(people_list, "confirm", yes)
    try:
        async with running_app(tmp_path / "home", dsn=team_dsn, processing__on=False) as app:
            await opened(app)
            app.window.open_page("team")
            app.team.tabs.setCurrentIndex(1)
            people = app.team.people
            await until(people.invite.isVisible)
            people.invite.click()
            # others of the same server, left by other tests, may be in the list as well
            await until(lambda: "win-anna" in [p.login for p in people.shown] and bool(seen))
            assert len(seen[0]) > 15
            assert seen[0] not in file.read_text("utf-8")
            assert read_connection_file(file).user == "win-anna"
            (remove,) = [
                b for b in people.findChildren(QPushButton) if b.accessibleName() == "Remove win-anna"
            ]
            anna = psycopg.connect(setting.dsn(str(anna_database(team_dsn)), "win-anna"))
            remove.click()
            await until(lambda: "win-anna" not in [p.login for p in people.shown])
            with pytest.raises(psycopg.OperationalError):
                await asyncio.to_thread(anna.execute, "select 1")
            app.team.tabs.setCurrentIndex(0)
            await until(lambda: [row[1] for row in said(app)] == ["Removed somebody", "Invited somebody"])
    finally:
        with psycopg.connect(setting.admin(), autocommit=True) as connection:
            connection.execute('drop role if exists "win-anna"')


def anna_database(dsn: str) -> object:
    return psycopg.conninfo.conninfo_to_dict(dsn)["dbname"]


async def test_that_staff_are_offered_neither_and_refused_both(
    tmp_path: Path, setting: Setting, team_dsn: str
) -> None:
    with psycopg.connect(setting.admin(), autocommit=True) as connection:
        connection.execute(
            "do $$ begin create role win_staff login; exception when duplicate_object then null; end $$"
        )
        connection.execute("grant packdesk_staff to win_staff")
    dsn = make_conninfo(team_dsn, user="win_staff")
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        app.window.open_page("team")
        app.team.tabs.setCurrentIndex(1)
        await until(lambda: "win_staff" in [p.login for p in app.team.people.shown])
        assert not app.team.people.invite.isVisible()
        assert not [b for b in app.team.people.findChildren(QPushButton) if b.text() == "Remove\u2026"]
        with pytest.raises(NotAllowedError):
            await app.team_host.invite("sneaky", Role.ADMIN, tmp_path / "sneaky.packdesk")
        assert not (tmp_path / "sneaky.packdesk").exists()


async def test_that_local_projects_are_copied_from_the_settings(
    tmp_path: Path, team_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((600, 600), 50).convert("RGB").save(photo)
    home = tmp_path / "home"
    home.mkdir()
    async with open_workspace(home=home) as here:
        for n in range(3):
            stored = await here.photos.store_files([photo], await here.photos.check_files([photo]))
            await here.projects.create(Brief(name=f"mine {n}"), style=Style.BOLD, owner="me", photos=stored)
    reading = read_connection(team_dsn)
    profile = save_profile(home, reading)
    monkeypatch.setattr(key_store, "stored_password", lambda _: "")
    shown: list[str] = []
    async with running_app(
        home, connection__kind="team", connection__profile=profile.name, processing__on=False
    ) as app:
        await opened(app)
        app.settings.refresh()
        app.window.open_page("settings")
        await until(lambda: any(c.may_copy for c in app.settings.connections.shown))
        dialog = CopyDialog(app.saved, app.window)
        task = asyncio.get_running_loop().create_task(dialog.run())
        await until(lambda: dialog.text.startswith("Done: 3 projects copied"), 30)
        (bar,) = dialog.findChildren(QProgressBar)
        assert (bar.value(), bar.maximum()) == (3, 3)
        shown.append(dialog.text)
        dialog.reject()
        await task
        model = app.projects.list.model
        await until(lambda: model.rowCount() == 3, 15)
    assert "0 were there already" in shown[0]
    with psycopg.connect(team_dsn) as connection:
        assert connection.execute("select count(*) from packdesk.project_images").fetchone() == (3,)
