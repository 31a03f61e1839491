"""The window while things happen behind an open dialog, while it is closed at work, and while nothing happens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import psycopg
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from desktop.data.database import Database
from desktop.ui.new_project_dialog import ProjectDialog
from tests.ui.conftest import until
from tests.ui.desk import MUG
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_that_a_dialog_open_while_news_flow_harms_nothing(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        project = await app.opening.add_sample()
        assert project is not None
        app.open_project(project)
        page = app.projects.project
        await until(lambda: page.detail is not None)
        page.tools.edit()
        await until(lambda: app.window.findChildren(ProjectDialog))
        (dialog,) = app.window.findChildren(ProjectDialog)
        dialog.form.name.setText("Half a na")
        detail = page.detail
        with psycopg.connect(dsn, autocommit=True) as sql:
            for n in range(60):
                sql.execute("update packdesk.projects set category = %s where id = %s", [f"c{n}", project])
                sql.execute("insert into public.job_queue (job_type, payload) values ('odd-work', '{}')")
                await asyncio.sleep(0.01)
        await until(lambda: page.detail is not detail and page.detail is not None)
        await until(lambda: app.window.status.texts[1].startswith("60 queued"))
        assert dialog.isVisible()
        assert dialog.form.name.text() == "Half a na"
        dialog.form.name.setText("A whole name")
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
        await until(lambda: page.detail is not None and page.detail.project.brief.name == "A whole name")
        assert app.window.banners.texts == []


async def test_that_closing_during_an_upload_asks_and_then_finishes(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        project = await app.opening.add_sample()
        assert project is not None
        app.open_project(project)
        page = app.projects.project
        await until(lambda: page.detail is not None and page.detail.photos)
        page.uploads.add(project, [(MUG.name, MUG)], already=1)
        assert page.uploads.is_busy
        app.window.close()
        (box,) = app.window.findChildren(QMessageBox)
        assert "on their way" in box.informativeText()
        next(b for b in box.buttons() if b.text() == "Finish, then close").click()
        await until(app.closed.done, 30)
    with psycopg.connect(dsn, autocommit=True) as sql:
        found = sql.execute("select count(*) from packdesk.project_images where project_id = %s", [project])
        assert found.fetchone() == (2,)


async def test_that_at_rest_nothing_is_asked(
    tmp_path: Path, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listener's own heartbeat, on a connection of its own, is all there may be."""
    with psycopg.connect(dsn, autocommit=True) as sql:
        sql.execute(
            "insert into public.job_queue (job_type, payload, status)"
            " select 'odd-work', '{}', 'completed' from generate_series(1, 10000)"
        )
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        asked: list[str] = []
        for name in ("jobs", "workers", "projects"):
            app.window.open_page(name)
            await asyncio.sleep(2.5)
        connection = Database.connection

        def watched(database: Database) -> Any:
            asked.append(app.window.current_page)
            return connection(database)

        monkeypatch.setattr(Database, "connection", watched)
        for name in ("projects", "workers", "jobs"):
            app.window.open_page(name)
            await asyncio.sleep(1)
            asked.clear()  # what opening a page asks
            await asyncio.sleep(4)
            assert asked == []
