"""The list of projects and the form of a new one, on a real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QSettings, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from desktop.core.pack import (
    DEFAULT_BRAND,
    MAX_FEATURES,
    BrandKit,
    Brief,
    ComparisonPoint,
    Dimensions,
    Feature,
    Style,
    Unit,
)
from desktop.core.records import BrandKitRow, KitChoice
from desktop.engine import EngineBackend
from desktop.ui.brief_form import BriefForm
from desktop.ui.new_project_dialog import ProjectDialog
from desktop.ui.projects_area import ProjectsArea
from desktop.ui.projects_delegate import PACK, STATUS
from desktop.ui.words import ago
from tests.ui.desk import MUG, drop, execute, leaving, make_project, mime_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from desktop.ui.projects_page import ProjectsPage
    from desktop.ui.tasks import Tasks


@pytest.fixture
async def area(
    backend: EngineBackend, tasks: Tasks, show: Callable[[QWidget], QWidget], tmp_path: Path
) -> AsyncIterator[ProjectsArea]:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = ProjectsArea(backend, tasks, settings=settings, user="anna")
    made.resize(1100, 500)
    show(made)
    yield made
    made.project.leave()
    made.list.end()
    await tasks.close()


@pytest.fixture
def page(area: ProjectsArea) -> ProjectsPage:
    return area.list


def dialog_of(kind: type[Any]) -> Any:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def names(page: ProjectsPage) -> list[str]:
    return [str(page.model.index(row, 1).data()) for row in range(page.model.rowCount())]


def fill(dsn: str, n: int) -> None:
    execute(
        dsn,
        "insert into packdesk.projects (name, owner, updated_at)"
        " select 'Project ' || lpad(i::text, 3, '0'), 'anna', now() - make_interval(secs => i)"
        " from generate_series(1, %s) i",
        [n],
    )


@leaving
async def test_that_an_empty_list_says_what_to_do(
    area: ProjectsArea, page: ProjectsPage, until: Callable[..., Awaitable[None]]
) -> None:
    assert page.state.texts[0] == "Loading projects\u2026"
    area.load()
    await until(lambda: page.state.texts[0] == "No projects yet")
    shown = [b.text() for b in page.state.findChildren(QPushButton) if b.isVisible()]
    assert shown == ["New project", "Open the sample"]
    wanted: list[bool] = []
    area.sample_wanted.connect(lambda: wanted.append(True))
    page._sample.click()
    assert wanted == [True]


@leaving
async def test_that_search_and_filter_are_answered_and_can_be_taken_back(
    page: ProjectsPage, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    fill(dsn, 30)
    page.load()
    await until(lambda: page.model.rowCount() == 30)
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.search, "007")
    await until(lambda: names(page) == ["Project 007"])
    page.search.setText("nothing like it")
    await until(lambda: page.state.texts[0] == "No project matches")
    page._clear.click()
    await until(lambda: page.model.rowCount() == 30)
    page.status.setCurrentIndex(page.status.findData("COMPLETED"))
    await until(lambda: page.state.texts[0] == "No project matches")
    page.status.setCurrentIndex(0)
    await until(lambda: page.model.rowCount() == 30)
    del tester


@leaving
async def test_that_the_order_is_remembered(
    page: ProjectsPage,
    area: ProjectsArea,
    backend: EngineBackend,
    tasks: Tasks,
    dsn: str,
    until: Callable[..., Awaitable[None]],
) -> None:
    fill(dsn, 5)
    page.load()
    await until(lambda: page.model.rowCount() == 5)
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    await until(lambda: names(page)[0] == "Project 005")
    again = ProjectsArea(backend, tasks, settings=page._settings, user=None)
    assert again.list.model.current_sort == page.model.current_sort
    assert again.list.table.horizontalHeader().sortIndicatorSection() == 1
    again.list.end()
    again.deleteLater()


@leaving
async def test_that_enter_opens_and_escape_comes_back(
    area: ProjectsArea, page: ProjectsPage, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    fill(dsn, 3)
    area.load()
    await until(lambda: page.model.rowCount() == 3)
    page.table.selectRow(1)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    await until(lambda: area.currentWidget() is area.project and area.project.detail is not None)
    assert area.project.header.name.accessibleName() == "Project 002"
    QTest.keyClick(area.project, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert area.currentWidget() is page
    assert [row.name for row in page.selected] == ["Project 002"]


@leaving
async def test_that_deleting_asks_with_the_count_and_leaves_an_audit_entry(
    page: ProjectsPage, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    fill(dsn, 4)
    page.load()
    await until(lambda: page.model.rowCount() == 4)
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (0, 2):
        page.table.selectionModel().select(page.model.index(row, 0), rows)
    for answer in (QMessageBox.ButtonRole.RejectRole, QMessageBox.ButtonRole.DestructiveRole):
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
        await until(lambda: dialog_of(QMessageBox) is not None)
        box = dialog_of(QMessageBox)
        assert box.text() == "Delete 2 projects?"
        assert box.defaultButton().text() == "Cancel"
        next(b for b in box.buttons() if box.buttonRole(b) == answer).click()
        await until(lambda: page.tasks.count == 0)
        expected = 4 if answer == QMessageBox.ButtonRole.RejectRole else 2
        await until(lambda n=expected: page.model.rowCount() == n)
    assert names(page) == ["Project 002", "Project 004"]
    assert execute(dsn, "select action, items from packdesk.audit_log") == [("delete-projects", 2)]


@leaving
async def test_that_selection_and_scroll_survive_a_hundred_updates(
    page: ProjectsPage, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    fill(dsn, 120)
    page.load()
    await until(lambda: page.model.rowCount() == 120)
    page.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    await until(lambda: names(page)[0] == "Project 001" and names(page)[119] == "Project 120")
    page.table.selectRow(60)
    bar = page.table.verticalScrollBar()
    bar.setValue(60 * page.table.rowHeight(0) - 100)
    at = bar.value()
    for n in range(100):
        execute(
            dsn,
            "update packdesk.projects set product_name = %s where name = %s",
            [f"P{n}", f"Project {n + 1:03}"],
        )
    await until(lambda: str(page.model.index(99, 2).data()) == "P99")
    assert [row.name for row in page.selected] == ["Project 061"]
    assert bar.value() == at


@leaving
async def test_that_changes_by_others_appear_at_once(
    page: ProjectsPage, dsn: str, backend: EngineBackend, until: Callable[..., Awaitable[None]]
) -> None:
    page.load()
    await until(lambda: page.state.texts[0] == "No projects yet")
    project = await make_project(backend, MUG, name="Appears")
    await until(lambda: names(page) == ["Appears"], 15)
    thumbnails = page.table._delegate._thumbnails
    await until(lambda: thumbnails._kept, 15)
    execute(dsn, "update packdesk.projects set name = 'Changed' where id = %s", [project])
    await until(lambda: names(page) == ["Changed"], 15)
    assert page.model.index(0, STATUS).data() == "Draft"
    assert (
        page.model.index(0, PACK).data(Qt.ItemDataRole.ToolTipRole) == "0 of 6 images of the pack are ready"
    )
    execute(dsn, "delete from packdesk.projects")
    await until(lambda: page.state.texts[0] == "No projects yet", 15)


@leaving
async def test_that_offline_is_said_and_the_rows_stay(
    page: ProjectsPage, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    fill(dsn, 2)
    page.load()
    await until(lambda: page.model.rowCount() == 2)
    page.show_mode("offline")
    assert page.stale.text.startswith("Offline. Shown as it was at ")
    assert page.body.currentWidget() is page.table
    page.show_mode("live")
    assert page.stale.text == ""


async def test_that_a_list_that_can_t_be_had_says_why_and_offers_to_try_again(
    tasks: Tasks,
    show: Callable[[QWidget], QWidget],
    until: Callable[..., Awaitable[None]],
    dsn: str,
    tmp_path: Path,
) -> None:
    backend = EngineBackend(asyncio.get_running_loop(), on_mode=lambda _: None, on_error=tasks.report)
    await backend.open(dsn=dsn, home=tmp_path)
    await backend.call(backend._close_workspace())
    area = ProjectsArea(backend, tasks)
    show(area)
    area.load()
    await until(lambda: area.list.state.texts[0] == "The projects can't be shown")
    assert area.list._again.isVisible()
    await backend.open(dsn=dsn, home=tmp_path)
    area.list._again.click()
    await until(lambda: area.list.state.texts[0] == "No projects yet")
    area.list.end()
    await tasks.close()
    await backend.close()


# -- a new project -----------------------------------------------------------------------------------------


@leaving
async def test_that_dropped_photos_become_a_new_project(
    area: ProjectsArea, page: ProjectsPage, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    page.load()
    await until(lambda: page.model.is_loaded)
    drop(page, mime_of(MUG))
    await until(lambda: dialog_of(ProjectDialog) is not None)
    dialog = dialog_of(ProjectDialog)
    assert dialog.form.name.text() == "Mug table"
    dialog.form.name.setText("Morning mug")
    for _ in range(3):
        dialog.save.click()
    await until(
        lambda: area.currentWidget() is area.project and len(area.project.photos.model.photos) == 1, 30
    )
    assert execute(dsn, "select name, owner from packdesk.projects") == [("Morning mug", "anna")]


@leaving
async def test_that_a_form_without_a_name_says_so_and_stores_nothing(
    area: ProjectsArea, page: ProjectsPage, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: dialog_of(ProjectDialog) is not None)
    dialog = dialog_of(ProjectDialog)
    dialog.save.click()
    assert dialog.form._name.problem == "Give the project a name."
    assert dialog.isVisible()
    dialog.form.name.setText("x")
    assert dialog.form._name.problem == ""
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: not area.tasks.count)
    assert execute(dsn, "select count(*) from packdesk.projects") == [(0,)]


WHOLE = Brief(
    name="Mug",
    product_name="Morning Mug",
    category="Kitchen",
    description="Holds coffee.",
    features=(Feature("Handle", "Fits three fingers"), Feature("Glaze")),
    dimensions=Dimensions(length=8.5, height=9, unit=Unit.INCH),
    comparison=(
        ComparisonPoint("Dishwasher", ours=True, others=False),
        ComparisonPoint("Material", "Stoneware", None),
    ),
)


def test_that_the_form_gives_back_what_it_was_given(show: Callable[[QWidget], QWidget]) -> None:
    form = BriefForm()
    show(form)
    brand = BrandKit(primary="#102030")
    form.fill(WHOLE, "bold", brand, KitChoice(is_used=False))
    assert form.validate()
    assert form.value.brief == WHOLE
    assert form.value.style is Style.BOLD
    assert form.value.brand == brand
    assert form.value.kit == KitChoice(is_used=False)
    form.kits.show_kits(
        [BrandKitRow("k", "Acme", "#1", "#2", "#3", "inter", None, is_default=True, version=1)]
    )
    assert form.value.kit == KitChoice(is_used=False), "the choice stays when the kits come"
    form.kits.setCurrentIndex(1)
    assert form.value.kit == KitChoice("k")
    form.fill(Brief(name="Bare"), "premium", DEFAULT_BRAND, KitChoice())
    assert form.value.brief == Brief(name="Bare")
    assert form.value.brand == DEFAULT_BRAND


def test_that_the_form_says_in_words_what_is_wrong(show: Callable[[QWidget], QWidget]) -> None:
    form = BriefForm()
    show(form)
    form.name.setText("Mug")
    form.description.setPlainText("x" * 2003)
    assert form.counter.text() == "2,003 / 2,000"
    form.features.add_button.click()
    form.features.rows[0].text.setText("no title")
    form.comparison.add_button.click()
    form.comparison.rows[0].ours.setCurrentIndex(1)
    form._colours["accent"].show_value("#12")
    assert not form.validate()
    fields = (form._description, form._features, form._comparison, form._brand)
    assert [field.problem for field in fields] == [
        "3 characters too many. Shorten it.",
        "Each feature needs a title, a few words.",
        "Say what is compared, for instance \u201cWarranty\u201d.",
        "Write a colour like #1F5FD1, or leave it empty.",
    ]
    for _ in range(MAX_FEATURES - 1):
        form.features.add_button.click()
    assert len(form.features.rows) == MAX_FEATURES
    assert form.features.add_button.isHidden()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "just now"), (125, "2 min ago"), (3700, "1 h ago"), (90_000, "yesterday"), (300_000, "3 days ago")],
)
def test_that_times_are_told_as_people_say_them(seconds: int, words: str) -> None:
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert ago(now - timedelta(seconds=seconds), now) == words


@leaving
async def test_that_the_sidebar_leads_back_to_the_list_only_from_there(
    area: ProjectsArea, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    fill(dsn, 1)
    area.load()
    await until(lambda: area.list.model.rowCount() == 1)
    area.open_project(area.list.model._table.rows[0].row.id)
    await until(lambda: area.project.detail is not None)
    area.hide()
    area.show()
    area.on_page_chosen("projects")  # the click that brought the page up
    assert area.currentWidget() is area.project
    await asyncio.sleep(0.05)
    area.on_page_chosen("jobs")
    assert area.currentWidget() is area.project
    area.on_page_chosen("projects")
    assert area.currentWidget() is area.list


@leaving
async def test_that_a_hidden_page_is_read_again_when_it_is_shown(
    area: ProjectsArea, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    fill(dsn, 1)
    area.load()
    await until(lambda: area.list.model.rowCount() == 1)
    area.open_project(area.list.model._table.rows[0].row.id)
    await until(lambda: area.project.detail is not None)
    area.hide()
    execute(dsn, "update packdesk.projects set name = 'Changed meanwhile'")
    await asyncio.sleep(0.3)
    assert area.project.header.name.accessibleName() == "Project 001"
    area.show()
    await until(lambda: area.project.header.name.accessibleName() == "Changed meanwhile")


@leaving
async def test_that_the_packs_of_several_are_asked_for_and_taken_back(
    area: ProjectsArea,
    page: ProjectsPage,
    backend: EngineBackend,
    dsn: str,
    until: Callable[..., Awaitable[None]],
) -> None:
    for name in ("Lamp", "Mug"):
        await make_project(backend, MUG, name=name)
    await make_project(backend, name="Bare")
    area.load()
    bar = page.actions_bar
    await until(lambda: page.model.rowCount() == 3 and bar.rights is not None)
    assert not bar.isVisible()
    page.table.selectAll()
    assert bar.isVisible()
    assert bar.generate.text() == "Generate 2 packs"
    QTest.keyClick(page.table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert bar.said.startswith("Generate the complete packs of 2 projects")
    assert "1 are left out" in bar.said
    packs = "select count(*)::int from packdesk.jobs where job_type = 'generate-complete-pack'"
    assert execute(dsn, packs) == [(0,)]
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert bar.currentIndex() == 0
    bar.generate.click()
    bar._yes.click()
    await until(lambda: bar.said == "2 packs queued.")
    assert execute(dsn, packs) == [(2,)]
    await until(lambda: not bar._ready)  # they are being made: not a second time
    bar.undo.click()
    await until(lambda: bar.said.startswith("Undone"))
    assert execute(dsn, packs + " and state = 'cancelled'") == [(2,)]
    page.table.clearSelection()
    bar._leave()
    assert not bar.isVisible()


@leaving
async def test_that_a_search_for_projects_is_kept_under_a_name(
    page: ProjectsPage, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    fill(dsn, 30)
    page.load()
    await until(lambda: page.model.rowCount() == 30)
    assert not page.filters.isVisible()
    page.search.setText("00")
    page.status.setCurrentIndex(page.status.findData("DRAFT"))
    await until(lambda: page.model.rowCount() == 9)
    page.filters.save.click()
    QTest.keyClicks(page.filters.name, "First ones")
    QTest.keyClick(page.filters.name, Qt.Key.Key_Return)
    page._on_clear()
    await until(lambda: page.model.rowCount() == 30)
    (chip,) = page.filters.chips
    assert not chip.isChecked()
    chip.click()
    await until(lambda: page.model.rowCount() == 9)
    assert chip.isChecked()
    assert (page.search.text(), page.status.currentData()) == ("00", "DRAFT")
