"""A project's A+ content in the window: made by a real worker, words edited within limits, versions, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop.core.aplus import AplusModule
from desktop.core.pack import Brief, Feature, Style
from desktop.processing import EmbeddedWorker, Rules
from desktop.ui.projects_area import ProjectsArea
from tests.ui.desk import BOTTLE, execute, leaving, make_project

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from desktop.engine import EngineBackend
    from desktop.services.aplus import AplusPart
    from desktop.ui.aplus_page import AplusPage
    from desktop.ui.tasks import Tasks

    Until = Callable[..., Awaitable[None]]

BODY = "A bottle made of steel that keeps what is in it cold all day long, and warm all night."
LONG = f"{BODY} It closes with two turns of one hand."


@pytest.fixture
def area(backend: EngineBackend, tasks: Tasks, show: Callable[..., Any]) -> ProjectsArea:
    made = ProjectsArea(backend, tasks, user="anna")
    made.resize(1200, 900)
    show(made)
    return made


async def opened(area: ProjectsArea, backend: EngineBackend, until: Until) -> str:
    project = await make_project(backend, BOTTLE, name="Bottle")
    brief = Brief("Bottle", "Hydro bottle", description=BODY, features=(Feature("Keeps cold all day", LONG),))
    found = await backend.call(backend.services.projects.get(project))
    await backend.call(
        backend.services.projects.update(project, brief, style=Style.PREMIUM, brand=found.brand)
    )
    area.open_project(project)
    await until(lambda: area.project.detail is not None)
    area.project.header.aplus.click()
    await until(lambda: area.aplus.content is not None)
    assert area.currentWidget() is area.aplus
    return project


def part_of(page: AplusPage) -> AplusPart:
    part = page._part
    assert part is not None
    return part


def state_of(page: AplusPage, module: AplusModule) -> str:
    """What the list says below a module's name."""
    return page.list.item(list(AplusModule).index(module)).text().partition("\n")[2]


@leaving
async def test_that_modules_are_made_edited_made_again_chosen_and_saved(
    area: ProjectsArea, backend: EngineBackend, tasks: Tasks, until: Until, tmp_path: Path
) -> None:
    page = area.aplus
    try:
        await opened(area, backend, until)
        assert not page.header.export.isEnabled()
        assert page.form.headline.text() == "Hydro bottle"
        assert page.form._counters["headline"].text() == "12 / 10\u201350"
        worker = EmbeddedWorker(backend, on_change=lambda _: None, on_error=tasks.report)
        worker.start(Rules(slots=1))
        page.header.make.click()
        await until(page.header.cancel.isVisible, 60)
        await until(lambda: page.content is not None and page.content.is_made, 200)
        await until(lambda: page.preview.is_shown, 60)
        assert page.header.make.text() == "Make again"

        # so much room is on no card and in no row
        page.list.setCurrentRow(list(AplusModule).index(AplusModule.IMAGE_WITH_HIGHLIGHTS))
        named = "The cards have no room for the texts of: Keeps cold all day."
        await until(lambda: named in page.preview.note.text())
        assert state_of(page, AplusModule.IMAGE_WITH_HIGHLIGHTS) == "Leaves something out"
        assert state_of(page, AplusModule.IMAGE_WITH_BULLETS) == "Ready"
        page.list.setCurrentRow(0)

        page.form.headline.setText("Too short")
        assert "10 to 50" in page.form.problem.text()
        assert not page.save.isEnabled()
        page.form.headline.setText("Cold all day, every day")
        page.form.bullets.setPlainText("One\n\n Two ")
        page.list.setCurrentRow(1)
        assert page.form.headline.text() == "Hydro bottle"
        page.list.setCurrentRow(0)
        assert page.form.headline.text() == "Cold all day, every day", "kept while one looks elsewhere"
        page.save.click()
        await until(lambda: page.note.text == "Saved.")
        await until(lambda: "earlier words" in page.hint.text())
        assert part_of(page).text.bullets == ("One", "Two")

        page.header.make.click()
        await until(lambda: len(part_of(page).versions) == 2, 200)
        await worker.close()
        await until(page.versions.isVisible)
        part = part_of(page)
        assert not part.is_outdated
        page._choose(part.versions[1].id)
        await until(lambda: part_of(page).is_outdated)

        page.export_to(tmp_path / "out", "png")
        await until(lambda: "5 modules" in page.note.text, 60)
        assert "Left out: Comparison table. It has nothing to compare." in page.note.text
        files = sorted((tmp_path / "out").iterdir())
        assert len(files) == 5
        with Image.open(files[0]) as opened_file:
            assert (opened_file.format, opened_file.size) == ("PNG", (970, 600))
        await answer_about_files(page, tmp_path / "out", until)
        page.draft.click()
        await until(lambda: page.form.headline.text() == "Hydro bottle")
    finally:
        page.leave()


async def answer_about_files(page: AplusPage, folder: Path, until: Until) -> None:
    """Export once more over files that somebody has changed: they stay until one says that they may go."""
    changed, other = min(folder.iterdir()), folder / "notes.txt"
    made = changed.read_bytes()
    for word, left in (("Cancel", b"mine"), ("Replace", made)):
        changed.write_bytes(b"mine")
        other.write_text("to do")
        page.note.clear()
        page.export_to(folder, "png")
        await until(lambda: any(isinstance(w, QMessageBox) for w in QApplication.topLevelWidgets()), 60)
        box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox))
        assert box.text() == "Replace the modules in out?"
        assert changed.read_bytes() == b"mine"
        next(b for b in box.findChildren(QPushButton) if b.text() == word).click()
        await until(lambda: not any(isinstance(w, QMessageBox) for w in QApplication.topLevelWidgets()))
        if word == "Replace":
            await until(lambda: "5 modules" in page.note.text, 60)
        assert changed.read_bytes() == left
        assert other.read_text() == "to do"


@leaving
async def test_that_words_are_not_lost_by_going_back_or_by_news(
    area: ProjectsArea, backend: EngineBackend, dsn: str, until: Until
) -> None:
    page = area.aplus
    try:
        project = await opened(area, backend, until)
        page.form.headline.setText("Something that I am writing")
        execute(
            dsn,
            "insert into packdesk.aplus_texts (project_id, module, words) values (%s, %s, %s)",
            [project, AplusModule.COMPARISON_TABLE.value, '{"headline": "By a colleague, elsewhere"}'],
        )
        await until(
            lambda: (
                page.content is not None and page.content.parts[4].text.headline.startswith("By a colleague")
            )
        )
        assert page.form.headline.text() == "Something that I am writing"
        area.show_mode("offline")
        assert page.stale.text.startswith("Offline.")
        area.show_mode("live")
        assert page.stale.text == ""
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await until(lambda: any(isinstance(w, QMessageBox) for w in QApplication.topLevelWidgets()))
        box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
        next(b for b in box.findChildren(QPushButton) if b.text() == "Leave").click()
        await until(lambda: area.currentWidget() is area.project)
        assert not page.is_edited
    finally:
        page.leave()


@leaving
async def test_that_what_a_module_lacks_of_the_project_is_said_beside_its_words(
    area: ProjectsArea, backend: EngineBackend, dsn: str, until: Until
) -> None:
    page = area.aplus
    try:
        project = await opened(area, backend, until)
        page.list.setCurrentRow(list(AplusModule).index(AplusModule.COMPARISON_TABLE))
        assert "The project has nothing to compare." in page.form.problem.text()
        assert state_of(page, AplusModule.COMPARISON_TABLE) == "Points to compare needed"
        page.list.setCurrentRow(list(AplusModule).index(AplusModule.FOUR_IMAGES_WITH_TEXT))
        counter = page.form._counters["features"]
        assert (counter.isVisible(), counter.text()) == (True, "142 / 500")
        assert page.form.problem.text() == ""
        execute(
            dsn,
            "update packdesk.projects set features = jsonb_build_array(jsonb_build_object('title', 'Cold',"
            " 'text', repeat('x', 497))) where id = %s",
            [project],
        )
        await until(lambda: counter.text() == "501 / 500")
        assert "A feature has 501 characters" in page.form.problem.text()
        assert state_of(page, AplusModule.FOUR_IMAGES_WITH_TEXT) == "Shorter features needed"
        assert state_of(page, AplusModule.IMAGE_WITH_BULLETS) == "Not made yet"
        execute(dsn, "update packdesk.projects set description = repeat('\u676f', 2000)")
        await until(lambda: state_of(page, AplusModule.IMAGE_WITH_SIDEBAR) == "Shorter words needed")
        execute(dsn, "update packdesk.projects set description = 'Cold', features = default")
        await until(lambda: state_of(page, AplusModule.IMAGE_WITH_SIDEBAR) == "Words needed")
        page.form.headline.setText("Cold all day, every day")
        assert page.save.isEnabled(), "words that keep their limits can be saved all the same"
        page.save.click()
        await until(lambda: page.note.text == "Saved.")
    finally:
        page.leave()


@leaving
async def test_that_a_pack_with_a_plus_has_seven_parts(
    area: ProjectsArea, backend: EngineBackend, dsn: str, until: Until
) -> None:
    page = area.project
    page_project = await make_project(backend, BOTTLE)
    area.open_project(page_project)
    await until(page.pack.generate.isEnabled)
    page.pack.aplus.setChecked(True)
    page.pack.click()
    await until(
        lambda: page.detail is not None and page.detail.pack is not None and page.detail.pack.total == 7
    )
    kinds = execute(dsn, "select job_type, count(*) from public.job_queue group by 1 order by 1")
    assert kinds == [("generate-aplus", 1), ("generate-complete-pack", 1), ("generate-image", 6)]
