"""The page of jobs, as a person uses it, on a real engine and database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
import shiboken6
from PySide6.QtCore import QItemSelectionModel, QSettings, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.core.activity import Rights
from desktop.core.lists import PAGE_ROWS
from desktop.ui.action_bar import UNDO_S
from desktop.ui.jobs_model import At
from desktop.ui.jobs_page import JobsPage
from desktop.ui.probe import PaintWatch
from desktop.ui.record_model import trim_below
from desktop.ui.theme import Appearance, apply
from tests.ui.conftest import application, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from desktop.engine import EngineBackend
    from desktop.ui.tasks import Tasks
    from tests.ui.conftest import RecordingSink

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def sql(dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
async def page(
    backend: EngineBackend, tasks: Tasks, settings: QSettings, show: Show
) -> AsyncIterator[JobsPage]:
    made = JobsPage(backend, tasks, settings)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made.model)
    made.resize(1200, 700)
    show(made)
    yield made
    # in the order of the app: whoever sends news ends before those who show them
    made.hide()
    await until(lambda: tasks.count == 0)
    await tasks.close()
    await backend.close()


@pytest.fixture
async def loaded(page: JobsPage, sql: psycopg.Connection) -> JobsPage:
    """With 30 jobs: 10 waiting, 10 failed, 10 completed."""
    sql.execute(
        "insert into packdesk.projects (id, name, product_name)"
        " select 'mug' || g, 'Travel mug', 'Mug' from generate_series(1, 30) g"
    )
    sql.execute(
        "insert into public.job_queue (job_type, payload, status, error_message, user_id)"
        " select 'generate-image', jsonb_build_object('projectId', 'mug' || g, 'imageType', 'LIFESTYLE'),"
        " (array['pending', 'failed', 'completed'])[1 + g % 3],"
        " case when g % 3 = 1 then 'Photo ' || g || ' is not an image.' end, 'anna' from generate_series(1, 30) g"
    )
    page.load()
    await until(lambda: page.model.rowCount() == 30 and page.actions_bar.rights is not None)
    return page


def states(sql: psycopg.Connection) -> dict[str, int]:
    return dict(sql.execute("select state, count(*)::int from packdesk.jobs group by state").fetchall())


def shown(page: JobsPage, column: At = At.STATE) -> list[str]:
    return [page.model.index(n, column).data() for n in range(page.model.rowCount())]


def select(page: JobsPage, *rows: int) -> None:
    model = page.table.selectionModel()
    model.clearSelection()
    for row in rows:
        model.select(
            page.model.index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )


def visible_texts(widget: QWidget) -> str:
    found: list[QLabel | QPushButton] = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return "\n".join(part.text() for part in found if part.isVisibleTo(widget))


async def test_that_an_empty_list_says_what_to_do(page: JobsPage) -> None:
    assert "Loading" in visible_texts(page)
    page.load()
    await until(lambda: "No jobs yet" in visible_texts(page))
    assert "Generate Complete Pack" in visible_texts(page)


async def test_that_a_job_shows_and_changes_live(page: JobsPage, sql: psycopg.Connection) -> None:
    page.load()
    await until(lambda: page.model.is_loaded)
    row = sql.execute(
        "insert into public.job_queue (job_type, payload) values ('odd-work', '{}') returning id"
    ).fetchone()
    assert row is not None
    await until(lambda: shown(page) == ["Queued"])
    assert page.table.isVisible()
    sql.execute("select public.mark_job_processing(%s)", [row[0]])
    await until(lambda: shown(page) == ["Running"])
    sql.execute("update public.job_queue set progress = 0.425, progress_shown_at = now()")
    await until(lambda: shown(page, At.PROGRESS) == ["42 %"])
    sql.execute("select public.mark_job_completed(%s)", [row[0]])
    await until(lambda: shown(page) == ["Completed"])
    sql.execute("delete from public.job_queue")
    await until(lambda: "No jobs yet" in visible_texts(page))


async def test_that_a_search_asks_the_database(loaded: JobsPage) -> None:
    QTest.keyClicks(loaded.field, "state:failed mug")
    await until(lambda: loaded.model.rowCount() == 10)
    assert set(shown(loaded)) == {"Failed"}
    assert loaded.count.text() == "10"
    loaded.field.put("zebra")
    await until(lambda: "No job matches" in visible_texts(loaded))
    QTest.mouseClick(loaded._clear, Qt.MouseButton.LeftButton)
    await until(lambda: loaded.model.rowCount() == 30)


async def test_that_what_is_not_understood_is_explained(loaded: JobsPage) -> None:
    loaded.field.put("colour:blue state:broken")
    await until(lambda: loaded.search.problem != "")
    assert '"colour:blue" is no filter' in loaded.search.problem
    assert '"broken" is no state' in loaded.search.problem
    loaded.field.put("")
    await until(lambda: loaded.search.problem == "")


async def test_that_a_filter_is_saved_and_remembered(
    loaded: JobsPage, backend: EngineBackend, tasks: Tasks, settings: QSettings, show: Show
) -> None:
    loaded.field.put("user:anna state:failed")
    await until(loaded.search.saved.save.isVisible)
    QTest.mouseClick(loaded.search.saved.save, Qt.MouseButton.LeftButton)
    QTest.keyClicks(loaded.search.saved.name, "Anna's trouble")
    QTest.keyClick(loaded.search.saved.name, Qt.Key.Key_Return)
    assert "Anna's trouble" in loaded.search.saved.names
    again = JobsPage(backend, tasks, settings)
    show(again)
    again.load()
    (chip,) = [c for c in again.search.saved.chips if c.text() == "Anna's trouble"]
    chip.click()
    assert again.field.text() == "user:anna state:failed"
    await until(lambda: again.model.is_loaded and again.model.rowCount() == 10)
    assert chip.isChecked()


async def test_that_a_group_of_errors_filters(loaded: JobsPage) -> None:
    def groups() -> list[QPushButton]:
        found = loaded.search._errors.findChildren(QPushButton)
        return [button for button in found if button.isVisibleTo(loaded)]

    await until(groups)
    (group,) = groups()
    assert group.text() == "10 \u00d7 Photo * is not an image."
    group.click()
    await until(lambda: loaded.model.rowCount() == 10)
    assert set(shown(loaded)) == {"Failed"}


async def test_that_jobs_that_come_as_failed_show_as_a_group(page: JobsPage, sql: psycopg.Connection) -> None:
    page._groups.setInterval(50)
    page.load()
    await until(lambda: page.model.is_loaded and not page._groups.isActive())
    await asyncio.sleep(0.5)
    assert not page.search.has_groups
    sql.execute(
        "insert into public.job_queue (job_type, payload, status, error_message)"
        " values ('odd-work', '{}', 'failed', 'No paint left.')"
    )
    await until(lambda: page.search.has_groups)
    sql.execute("delete from public.job_queue")
    await until(lambda: not page.search.has_groups)


async def test_that_one_job_is_cancelled_at_once_and_taken_back(
    loaded: JobsPage, sql: psycopg.Connection
) -> None:
    loaded.field.put("state:queued")
    await until(lambda: loaded.model.rowCount() == 10)
    select(loaded, 3)
    loaded.table.setFocus()
    QTest.keyClick(loaded.table, Qt.Key.Key_Delete)
    await until(lambda: states(sql).get("cancelled") == 1)
    await until(lambda: loaded.actions_bar.said == "1 job cancelled.")
    await until(lambda: loaded.model.rowCount() == 9)
    QTest.keyClick(loaded.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: "cancelled" not in states(sql))
    await until(lambda: loaded.model.rowCount() == 10)


async def test_that_several_are_counted_first(loaded: JobsPage, sql: psycopg.Connection) -> None:
    loaded.field.put("state:failed")
    await until(lambda: loaded.model.rowCount() == 10)
    loaded.table.selectAll()
    bar = loaded.actions_bar
    assert not bar.buttons["cancel"].isEnabled()
    assert "Only waiting and running jobs" in bar.buttons["cancel"].toolTip()
    bar.buttons["retry"].click()
    assert bar.said == "Retry 10 jobs?"
    assert states(sql)["failed"] == 10
    loaded.table.setFocus()
    QTest.keyClick(loaded.table, Qt.Key.Key_Escape)
    assert bar.said == "10 jobs selected"
    bar.buttons["retry"].click()
    bar._yes.click()
    await until(lambda: "failed" not in states(sql))
    await until(lambda: bar.said == "10 jobs queued again.")
    bar.undo.click()
    await until(lambda: states(sql).get("cancelled") == 10)
    assert sql.execute("select action, items from packdesk.audit_log order by id").fetchall() == [
        ("retry", 10),
        ("cancel", 10),
    ]


async def test_that_everything_that_matches_is_done_in_batches(
    page: JobsPage, sql: psycopg.Connection
) -> None:
    sql.execute(
        "insert into public.job_queue (job_type, payload) select 'odd-work', '{}' from generate_series(1, 1284)"
    )
    page.load()
    await until(lambda: page.model.is_loaded and page.actions_bar.rights is not None)
    assert page.model.rowCount() < 1284
    bar = page.actions_bar
    bar.do_everything("cancel")
    await until(lambda: bar.said == "Cancel 1,284 jobs?")
    assert states(sql) == {"queued": 1284}

    bar._yes.click()
    await until(lambda: bar.said == "1,284 jobs cancelled.", timeout_s=30)
    assert states(sql) == {"cancelled": 1284}
    assert sql.execute("select action, items from packdesk.audit_log").fetchall() == [("cancel", 1284)]
    bar.undo.click()
    await until(lambda: states(sql) == {"queued": 1284}, timeout_s=30)
    await until(lambda: bar.said == "Undone.", timeout_s=30)


async def test_that_counting_for_long_shows_and_can_be_given_up(
    loaded: JobsPage, sql: psycopg.Connection, backend: EngineBackend
) -> None:
    bar = loaded.actions_bar
    holder = psycopg.connect(sql.info.dsn, password=sql.info.password)
    with holder:
        holder.execute("lock table public.job_queue")  # whoever counts waits
        bar.do_everything("cancel")
        await until(lambda: bar.said == "Counting\u2026")
        bar.stop.click()
        await until(lambda: bar.currentIndex() == 0)
        holder.rollback()
    bar.do_everything("cancel")
    await until(lambda: bar.said == "Cancel 10 jobs?")


async def test_that_stopping_in_between_tells_how_far_it_came(
    page: JobsPage, sql: psycopg.Connection
) -> None:
    sql.execute(
        "insert into public.job_queue (job_type, payload) select 'odd-work', '{}' from generate_series(1, 1600)"
    )
    page.load()
    await until(lambda: page.actions_bar.rights is not None)
    bar = page.actions_bar
    bar.do_everything("prioritise")
    await until(lambda: bar.currentIndex() == 1)
    bar._yes.click()
    await until(lambda: bar.currentIndex() == 2)
    bar.stop.click()
    await until(lambda: "Stopped there" in bar.said, timeout_s=30)
    row = sql.execute("select count(*) from public.job_queue where priority = 10").fetchone()
    assert row is not None
    assert 0 < row[0] < 1600
    assert f"{row[0]:,} jobs put first" in bar.said


async def test_that_the_offer_to_undo_ends(loaded: JobsPage) -> None:
    loaded.field.put("state:queued")
    await until(lambda: loaded.model.rowCount() == 10)
    select(loaded, 0)
    bar = loaded.actions_bar
    bar._countdown.setInterval(10)
    bar.do_selected("cancel")
    await until(lambda: bar.currentIndex() == 3)
    await until(lambda: bar.currentIndex() == 0)
    bar.take_back()
    assert UNDO_S == 8


async def test_that_who_may_only_look_is_told_so(loaded: JobsPage) -> None:
    bar = loaded.actions_bar
    bar.rights = Rights(may_change=False, may_pause=False)
    select(loaded, 0, 1, 2)
    for button in (*bar.buttons.values(), bar.everything):
        assert not button.isEnabled()
        assert "Your role may only look" in button.toolTip()


async def test_that_the_drawer_tells_everything(loaded: JobsPage, sql: psycopg.Connection) -> None:
    worker = uuid4()
    sql.execute("select packdesk.register_worker(%s, 'Desk', 'app', '1', 2, false)", [worker])
    row = sql.execute("select id, lease from packdesk.claim_jobs(%s, 1)", [worker]).fetchone()
    assert row is not None
    sql.execute(
        "select packdesk.fail_job(%s, %s, 'It broke.', false, null, E'Traceback:\\n  line 1')", list(row)
    )
    loaded.show_job(row[0])
    drawer = loaded.drawer
    await until(lambda: drawer.detail is not None)
    for text in ("Lifestyle", "Failed for good", "It broke.", "Traceback", "Travel mug", "Desk", "Payload"):
        assert text in visible_texts(drawer)
    fold = next(f for f in drawer.findChildren(QPushButton) if f.accessibleName() == "Traceback")
    fold.click()
    drawer._retry.click()
    await until(lambda: "Queued" in visible_texts(drawer))
    assert fold.isChecked(), "what was opened stays open"
    wanted: list[str] = []
    loaded.project_wanted.connect(wanted.append)
    drawer._open.click()
    assert wanted[0].startswith("mug")
    sql.execute("delete from public.job_queue where id = %s", [row[0]])
    await until(lambda: "This job is gone" in visible_texts(drawer))
    loaded.table.setFocus()
    QTest.keyClick(loaded.table, Qt.Key.Key_Escape)
    assert not drawer.isVisible()


async def test_that_columns_are_remembered(
    loaded: JobsPage, backend: EngineBackend, tasks: Tasks, settings: QSettings, show: Show
) -> None:
    loaded.table.setColumnWidth(At.PROJECT, 333)
    loaded.table.horizontalHeader().moveSection(0, 3)
    loaded.table.show_column(At.USER, is_on=False)
    loaded.table.sortByColumn(At.PROJECT, Qt.SortOrder.AscendingOrder)
    await until(lambda: loaded.model.current_sort.column == "project_name")
    await asyncio.sleep(0.3)
    again = JobsPage(backend, tasks, settings)
    show(again)
    again.load()
    await until(lambda: again.model.is_loaded)
    assert again.table.columnWidth(At.PROJECT) == 333
    assert again.table.columnWidth(At.ERROR) == loaded.table.columnWidth(At.ERROR) > 300
    assert again.table.horizontalHeader().visualIndex(0) == 3
    assert again.table.isColumnHidden(At.USER)
    assert again.model.current_sort.column == "project_name"
    assert not again.model.current_sort.descending


async def test_that_selection_survives_sorting_and_a_storm(loaded: JobsPage, sql: psycopg.Connection) -> None:
    select(loaded, 4, 9)
    before: set[UUID] = {row.id for row in loaded.table.chosen}

    def storm() -> None:
        for n in range(200):
            sql.execute("update public.job_queue set priority = %s where seq %% 3 = %s", [n, n % 3])

    waiting = asyncio.to_thread(storm)
    loaded.table.sortByColumn(At.STATE, Qt.SortOrder.AscendingOrder)
    await waiting
    await until(lambda: loaded.model.current_sort.column == "state")
    await until(lambda: shown(loaded) == ["Completed"] * 10 + ["Failed"] * 10 + ["Queued"] * 10)
    assert {row.id for row in loaded.table.chosen} == before


async def test_that_times_tick_without_queries(loaded: JobsPage) -> None:
    ticks: list[None] = []
    loaded.table.ticked.connect(lambda: ticks.append(None))
    waiting = shown(loaded, At.WAITING)
    await until(lambda: len(ticks) >= 2, timeout_s=5)
    assert shown(loaded, At.WAITING) != waiting


async def test_that_offline_says_of_when_the_list_is(loaded: JobsPage) -> None:
    loaded.show_mode("offline")
    assert loaded._stale.isVisible()
    assert loaded._stale.text().startswith("As of ")
    assert loaded.model.rowCount() == 30
    loaded.show_mode("live")
    assert not loaded._stale.isVisible()


async def test_that_a_list_that_cannot_be_read_says_so(
    page: JobsPage, sql: psycopg.Connection, sink: RecordingSink
) -> None:
    sql.execute("alter view packdesk.job_list rename to away")
    page.load()
    await until(lambda: "The jobs can't be shown" in visible_texts(page))
    sql.execute("alter view packdesk.away rename to job_list")
    page._again.click()
    await until(lambda: "No jobs yet" in visible_texts(page))
    assert not sink.bugs


async def test_that_charts_are_sentences_too(loaded: JobsPage) -> None:
    await until(lambda: loaded.charts.activity is not None)
    assert "jobs were finished in the last hour" in loaded.charts.summary
    chart = loaded.charts.charts[0]
    assert chart.accessibleDescription()
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert "finished" in chart.marked_text
    loaded.charts.show_span(86400)
    await until(lambda: "last day" in loaded.charts.summary)
    loaded._charts_button.click()
    assert not loaded.charts.isVisible()


async def test_that_everything_has_a_name(loaded: JobsPage) -> None:
    select(loaded, 0)
    loaded._open_current()
    await until(lambda: loaded.drawer.detail is not None)
    nameless: list[Any] = [
        button
        for button in loaded.findChildren(QPushButton)
        if button.isVisibleTo(loaded) and not button.accessibleName() and not button.text()
    ]
    assert nameless == []
    assert loaded.table.accessibleName() == "Jobs"


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("scale", [1.0, 2.0])
async def test_that_nothing_is_cut_off(loaded: JobsPage, appearance: Appearance, scale: float) -> None:
    apply(application(), appearance, scale)
    try:
        loaded.resize(1100, 900)
        loaded.field.put("state:nonsense")
        await until(lambda: loaded.search.problem != "")
        loaded.field.put("")
        await until(lambda: loaded.model.rowCount() == 30)
        await asyncio.sleep(0.1)
        cut = [
            button.text()
            for button in loaded.findChildren(QPushButton)
            if button.isVisibleTo(loaded)
            and button.width() < min(button.minimumSizeHint().width(), button.sizeHint().width())
        ]
        assert cut == []
    finally:
        apply(application(), Appearance.LIGHT)


async def test_that_columns_grow_with_the_text(loaded: JobsPage) -> None:
    table = loaded.table
    table.setColumnWidth(At.JOB, 300)
    before = [table.columnWidth(n) for n in At]
    apply(application(), Appearance.LIGHT, 2.0)
    assert [table.columnWidth(n) for n in At] == [2 * width for width in before]
    apply(application(), Appearance.LIGHT, 1.0)
    assert [table.columnWidth(n) for n in At] == before


async def test_that_nothing_is_offered_before_it_is_known_what_one_may_do(page: JobsPage) -> None:
    assert not page.actions_bar.everything.isEnabled()
    assert not any(button.isEnabled() for button in page.actions_bar.buttons.values())


def without_tester(page: JobsPage) -> None:
    """It asks for the next page after every step, whatever is seen, and looks at hundreds of rows each time."""
    for tester in page.model.findChildren(QAbstractItemModelTester):
        shiboken6.delete(tester)


async def scroll_to_the_end(page: JobsPage, rows: int) -> None:
    bar = page.table.verticalScrollBar()

    def is_there() -> bool:
        bar.setValue(bar.maximum())
        return (
            page.model.rowCount() == rows and page.table.rowAt(page.table.viewport().height() - 1) == rows - 1
        )

    await until(is_there)


async def test_that_rows_far_below_go_and_come_again(
    page: JobsPage, sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.record_model.KEEP_BELOW", PAGE_ROWS)
    monkeypatch.setattr("desktop.ui.record_model.TRIM_SLACK", 40)
    without_tester(page)
    sql.execute(
        "insert into public.job_queue (job_type, payload) select 'odd-work', '{}' from generate_series(1, 700)"
    )
    page.load()
    await until(lambda: page.model.is_loaded)
    await scroll_to_the_end(page, 700)
    trim_below(page.table, page.model)
    await asyncio.sleep(0.2)
    assert page.model.rowCount() == 700  # they are seen
    page.table.scrollToTop()
    trim_below(page.table, page.model)
    await until(lambda: page.model.rowCount() < 2 * PAGE_ROWS)
    first = page.model.record(page.model.index(0, 0))
    assert first is not None
    sql.execute("update public.job_queue set priority = 7 where id = %s", [first.id])
    await until(lambda: getattr(page.model.record(page.model.index(0, 0)), "priority", 0) == 7)
    assert page.model.rowCount() < 2 * PAGE_ROWS  # what nobody sees stays away
    await scroll_to_the_end(page, 700)


async def test_that_a_list_out_of_sight_does_not_grow(
    page: JobsPage, sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.record_model.KEEP_BELOW", 60)
    monkeypatch.setattr("desktop.ui.record_model.TRIM_SLACK", 40)
    without_tester(page)
    sql.execute("insert into public.job_queue (job_type, payload) values ('odd-work', '{}')")
    page.load()
    await until(lambda: page.model.rowCount() == 1)
    page.hide()
    for _ in range(6):
        sql.execute(
            "insert into public.job_queue (job_type, payload) select 'odd-work', '{}' from generate_series(1, 50)"
        )
        await until(lambda: page.model.rowCount() > 1)
        await asyncio.sleep(0.2)
    await until(lambda: page.model.rowCount() <= 150)
    page.show()
    await scroll_to_the_end(page, 301)


async def test_that_news_of_any_kind_are_painted_once(loaded: JobsPage, sql: psycopg.Connection) -> None:
    await asyncio.sleep(0.5)
    watch = PaintWatch(loaded.table, loaded.model)
    taken: list[None] = []
    loaded.model.taken.connect(lambda: taken.append(None))
    loaded.table._tick.stop()
    with sql.transaction():
        sql.execute("update public.job_queue set priority = 4 where status = 'pending'")
        sql.execute(
            "insert into public.job_queue (job_type, payload) select 'odd-work', '{}' from generate_series(1, 3)"
        )
        sql.execute("delete from public.job_queue where status = 'completed'")
    await until(lambda: loaded.model.rowCount() == 23)
    await asyncio.sleep(0.3)
    assert 1 <= watch.paints <= len(taken)
    watch.stop()
