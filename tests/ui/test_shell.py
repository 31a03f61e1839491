"""The window as a whole: first start, going about in it, closing it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QPushButton

from desktop import opening
from desktop.app import App, Options
from desktop.core.strip import FinishedPack, OwnJob
from desktop.data.connecting import read_connection
from desktop.processing import State
from desktop.services.diagnostics import export_diagnostics
from desktop.services.profiles import save_profile
from desktop.start import show_until_closed
from desktop.ui.instance import Instance
from desktop.ui.main_window import MainWindow
from desktop.ui.new_project_dialog import ProjectDialog
from desktop.watch import in_words, notice_of
from tests.ui.conftest import application, until
from tests.ui.desk import MUG
from tests.ui.shell import opened, preferences_in, running_app

if TYPE_CHECKING:
    from tests.ui.conftest import Expected
    from tests.ui.wire import Wire

ROOT = Path(__file__).resolve().parents[2]


async def test_that_the_first_start_leads_to_the_sample_project(tmp_path: Path) -> None:
    async with running_app(tmp_path) as app:
        welcome = app.opening.welcome
        assert app.window.is_covered
        assert welcome.isVisible()
        assert not app.window.sidebar.isVisible()
        welcome.team.setFocus()
        QTest.keyClick(welcome.team, Qt.Key.Key_Return)
        assert app.window.focusWidget() is welcome.form.line
        QTest.keyClick(welcome.form.line, Qt.Key.Key_Escape)
        assert app.window.focusWidget() is welcome.start
        QTest.mouseClick(welcome.start, Qt.MouseButton.LeftButton)
        await until(lambda: app.opening.page.isVisible() and "Setting up" in app.opening.page.text)
        await opened(app)
        found = await app.backend.call(app.backend.services.projects.find_by_name("Sample: steel bottle"))
        assert found is not None
        await until(lambda: any("Generate" in b.text() for b in _buttons(app)))
    assert preferences_in(tmp_path).text("connection/kind") == "private"


def _buttons(app: App) -> list[QPushButton]:
    return [b for b in app.window.findChildren(QPushButton) if b.isVisible()]


async def test_that_the_window_is_there_before_the_database(tmp_path: Path, dsn: str) -> None:
    begin = time.thread_time()  # not by the clock: others may be at work, too
    async with running_app(tmp_path, dsn=dsn) as app:
        assert app.window.isVisible()
        assert app.window.is_covered
        assert time.thread_time() - begin < 1.5
        assert app.window.status.mode == "opening"
        await opened(app)
        assert app.window.current_page == "projects"


async def test_that_an_unreachable_database_is_said_and_another_can_be_chosen(tmp_path: Path) -> None:
    nowhere = f"host={tmp_path} port=5999 user=me dbname=x"
    async with running_app(tmp_path, dsn=nowhere) as app:
        await until(lambda: "could not be opened" in app.opening.page.text)
        assert "No database answers" in app.opening.page.text
        assert app.window.status.mode == "offline"
        app.opening.choose()
        assert app.opening.welcome.isVisible()


async def test_that_trying_again_never_takes_another_choice_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_TRY_AGAIN_S", 0.3)
    profile = save_profile(tmp_path, read_connection(f"host={tmp_path} port=5999 user=me dbname=x"))
    async with running_app(
        tmp_path, connection__kind="team", connection__profile=profile.name, processing__on=False
    ) as app:
        await until(lambda: "could not be opened" in app.opening.page.text)
        app.opening.page.change.emit()
        welcome = app.opening.welcome
        await asyncio.sleep(1.5)
        assert welcome.isVisible()
        welcome._cancel.click()  # back to what was chosen before
        await until(lambda: app.opening.page.isVisible() and "could not be opened" in app.opening.page.text)
        app.opening.page.change.emit()
        QTest.mouseClick(welcome.start, Qt.MouseButton.LeftButton)
        await opened(app)
        assert app.host.is_private


async def test_that_a_connection_file_opens_the_form_also_at_the_first_start(tmp_path: Path) -> None:
    file = tmp_path / "Anna.PACKDESK"
    file.write_text('dsn = "postgresql://anna@db.example.com:5432/shop"')
    app = App(application(), preferences_in(tmp_path), Options(tmp_path, None, (file,)))
    await app.start()
    try:
        form = app.opening.welcome.form
        assert form.isVisible()
        assert "host=db.example.com" in form.line.text()
    finally:
        app.quit()
        await app.closed


async def test_that_photos_given_at_the_start_wait_for_the_database_and_become_a_project(
    tmp_path: Path, dsn: str
) -> None:
    app = App(application(), preferences_in(tmp_path), Options(tmp_path, dsn, (MUG,)))
    await app.start()
    try:
        await opened(app)
        await until(lambda: app.window.findChildren(ProjectDialog))
        (dialog,) = app.window.findChildren(ProjectDialog)
        await until(lambda: dialog.isVisible() and dialog.photos.paths == [MUG])
        dialog.reject()
    finally:
        app.quit()
        await app.closed


async def test_that_page_and_size_are_remembered(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        app.window.activateWindow()
        for key, page in ((Qt.Key.Key_2, "jobs"), (Qt.Key.Key_1, "projects"), (Qt.Key.Key_5, "settings")):
            QTest.keyClick(app.window, key, Qt.KeyboardModifier.ControlModifier)
            assert app.window.current_page == page
        app.window.resize(900, 700)
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        assert app.window.current_page == "settings"
        assert app.window.height() == 700  # the width is cut to the test's small screen


async def test_that_the_palette_finds_pages_and_projects(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        project = await app.opening.add_sample()
        chosen: list[str] = []
        app.palette.project_chosen.connect(chosen.append)
        app.commands.run("palette")
        QTest.keyClicks(app.palette.line, "sett")
        assert app.palette.labels[0].startswith("Go to Settings")
        QTest.keyClick(app.palette.line, Qt.Key.Key_Return)
        assert app.window.current_page == "settings"
        assert not app.palette.isVisible()
        app.palette.open()
        QTest.keyClicks(app.palette.line, "bottle")
        await until(lambda: "Sample: steel bottle" in app.palette.labels)
        QTest.keyClick(app.palette.line, Qt.Key.Key_Return)
        assert chosen == [project]
        app.palette.open()
        QTest.keyClick(app.palette.line, Qt.Key.Key_Escape)
        assert not app.palette.isVisible()


async def test_that_the_keyboard_map_names_every_key(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        app.commands.run("keys")
        dialog = next(d for d in app.window.findChildren(QDialog) if d.isVisible())
        texts = {label.text() for label in dialog.findChildren(QLabel)}
        assert {"Ctrl+K", "F1, Ctrl+/", "Search for anything", "Go to Projects"} <= texts
        dialog.close()


async def test_that_the_strip_tells_what_the_queue_does(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        project = await app.opening.add_sample()
        assert project is not None
        await app.backend.call(app.backend.services.packs.generate(project, user="me"))
        await until(
            lambda: "queued" in app.window.status.texts[1] and "0 queued" not in app.window.status.texts[1]
        )
        app.preferences.set("processing/on", value=True)
        await until(lambda: " for Sample" in app.window.status.texts[2], 60)
        await until(lambda: app.window.status.texts[1] == "0 queued, 0 running", 200)
        await until(lambda: app.window.status.texts[2] == "ready for jobs")


async def test_that_closing_while_images_are_made_asks_and_loses_nothing(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        project = await app.opening.add_sample()
        assert project is not None
        pack = await app.backend.call(app.backend.services.packs.generate(project, user="me"))
        await until(lambda: app.worker.busy > 0, 60)
        app.window.close()
        (box,) = app.window.findChildren(QMessageBox)
        assert "making images" in box.informativeText()
        assert app.window.isVisible()
        begin = time.monotonic()
        next(b for b in box.buttons() if b.text() == "Close now").click()
        await until(app.closed.done, 40)
        assert time.monotonic() - begin < 8
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)

        async def is_done() -> bool:
            return (await app.backend.call(app.backend.services.jobs.get(pack))).status == "completed"

        for _ in range(600):
            if await is_done():
                break
            await asyncio.sleep(0.1)
        assert await is_done()


async def test_that_a_dead_worker_thread_is_shown_and_comes_back(
    tmp_path: Path, dsn: str, expected: Expected
) -> None:
    expected.log("reported .*WorkerDiedError")
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        await until(lambda: app.worker.worker_id is not None)
        first = app.worker.worker_id
        loop = app.worker._thread._loop
        assert loop is not None
        loop.call_soon_threadsafe(loop.stop)
        await until(lambda: any("WorkerDiedError" in text for text in app.window.banners.texts))
        await until(lambda: app.worker.worker_id not in {None, first}, 40)
        assert app.worker.state is State.WORKING


async def test_that_switching_processing_off_and_on_is_remembered(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        await until(lambda: app.worker.worker_id is not None)
        app.commands.run("process")
        await until(lambda: app.worker.state is State.OFF)
        assert not app.worker.is_running
    assert not preferences_in(tmp_path).flag("processing/on")


async def test_that_settings_take_effect_at_once(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        size = app.application.font().pointSizeF()
        app.commands.run("larger")
        assert app.application.font().pointSizeF() > size
        app.commands.run("dark")
        assert app.window.palette().window().color().lightness() < 60
        app.commands.run("light")
        app.commands.run("smaller")
        assert app.application.font().pointSizeF() == size


async def test_that_another_language_builds_the_window_anew(tmp_path: Path, dsn: str) -> None:
    preferences = preferences_in(tmp_path)
    preferences.set("look/language", "en")
    preferences.set("processing/on", value=False)
    shown = asyncio.create_task(show_until_closed(application(), Options(tmp_path, dsn), preferences, None))

    def window() -> MainWindow | None:
        found = [w for w in application().topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        return found[0] if found else None

    def is_open(word: str) -> bool:
        now = window()
        return (
            now is not None
            and not now.is_covered
            and word in {b.accessibleName() for b in now.findChildren(QPushButton)}
        )

    await until(lambda: is_open("Projects"))
    preferences.set("look/language", "de")
    first = window()
    assert first is not None
    next(b for b in first.findChildren(QPushButton) if b.text() == "Do it now").click()
    await until(lambda: is_open("Projekte"), 40)
    second = window()
    assert second is not None
    second.close()
    assert await shown == 0


@pytest.mark.slow
async def test_that_closing_is_bounded_when_the_network_is_dead(
    tmp_path: Path, dsn: str, expected: Expected, wire: tuple[Wire, str]
) -> None:
    expected.may_log("closing:")
    expected.may_leave_threads()
    line, through = wire
    async with running_app(tmp_path, dsn=through) as app:
        await opened(app)
        await until(lambda: app.worker.worker_id is not None)
        line.swallow()
        begin = time.monotonic()
        app.quit()
        await until(app.closed.done, 40)
        took = time.monotonic() - begin
        line.pass_on()
        line.hang_up()
        assert took < 15


async def test_that_the_open_connection_can_be_tested(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn) as app:
        await opened(app)
        assert "Everything works" in await app.host.check_connection()
        assert app.host.place.startswith("Your team's database")


async def test_that_old_jobs_are_deleted_only_when_asked(tmp_path: Path, dsn: str) -> None:
    insert = (
        "insert into public.job_queue (job_type, payload, status, created_at, completed_at)"
        " select 'no-op', '{}', 'completed', now() - age, now() - age"
        " from unnest(array[interval '40 days', interval '2 days']) age"
    )
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(insert)
        async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
            await opened(app)
            await asyncio.sleep(0.3)
            assert connection.execute("select count(*) from public.job_queue").fetchone() == (2,)
        async with running_app(tmp_path, dsn=dsn, processing__on=False, retention__days=30) as app:
            await opened(app)
            await asyncio.sleep(1.0)
            assert connection.execute("select count(*) from public.job_queue").fetchone() == (1,)


def test_that_diagnostics_hold_no_secret(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "packdesk.log").write_text("connecting to postgresql://me:hunter2@db/x\n", "utf-8")
    (tmp_path / "profiles.toml").write_text('[profiles.x]\ndsn = "postgresql://me:hunter2@db/x"\n', "utf-8")
    (tmp_path / "secret").write_text("hunter2", "utf-8")
    target = tmp_path / "out.zip"
    export_diagnostics(target, tmp_path, {"place": "postgresql://me:hunter2@db/x"})
    with zipfile.ZipFile(target) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {"about.json", "logs/packdesk.log"}
    assert not any("hunter2" in text for text in texts.values())
    assert json.loads(texts["about.json"])["packages"]["psycopg"]


SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.ui.instance import Instance
app = QCoreApplication([])
second = Instance(Path(sys.argv[1]))
print(second.claim(), second.call_first(sys.argv[2:]))
"""


async def test_that_a_second_start_hands_its_files_to_the_first(tmp_path: Path) -> None:
    first = Instance(tmp_path)
    assert first.claim()
    heard: list[list[str]] = []
    first.called.connect(heard.append)
    done = await asyncio.get_running_loop().run_in_executor(None, _second, tmp_path, ["/a/ä.jpg", "/b.png"])
    assert done.split() == ["False", "True"]
    assert heard == [["/a/ä.jpg", "/b.png"]]
    first.release()
    assert (await asyncio.get_running_loop().run_in_executor(None, _second, tmp_path, [])).startswith("True")


def _second(home: Path, files: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SECOND, str(home), *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.WORKING, "ready"), (State.ON_BATTERY, "mains"), (State.IN_USE, "while you use")],
)
def test_that_the_strip_says_why_it_rests(state: State, words: str) -> None:
    assert words in in_words(state, ())


def test_that_the_strip_names_what_is_made() -> None:
    mine = (OwnJob("INFOGRAPHIC", "Lamp"), OwnJob("LIFESTYLE", "Lamp"))
    assert in_words(State.WORKING, mine) == "Infographic for Lamp and 1 more"


def test_that_a_pack_that_is_not_complete_is_not_called_finished() -> None:
    assert notice_of(FinishedPack("Lamp", 6, 6, is_complete=True))[0] == "Pack finished"
    title, text = notice_of(FinishedPack("Lamp", 4, 6, is_complete=False))
    assert title == "Pack not complete"
    assert "4 of 6" in text
