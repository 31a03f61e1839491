"""The page of workers on a real engine and database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.core.activity import Rights
from desktop.ui.workers_model import At
from desktop.ui.workers_page import WorkersPage
from tests.ui.conftest import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from desktop.engine import EngineBackend
    from desktop.ui.tasks import Tasks

Show = Callable[[QWidget], QWidget]
HERE = uuid4()


@pytest.fixture
def sql(dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
async def page(backend: EngineBackend, tasks: Tasks, show: Show) -> AsyncIterator[WorkersPage]:
    made = WorkersPage(backend, tasks, here=lambda: HERE)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made.model)
    made.resize(1200, 600)
    show(made)
    yield made
    # in the order of the app: whoever sends news ends before those who show them
    made.hide()
    await until(lambda: tasks.count == 0)
    await tasks.close()
    await backend.close()


def sign_in(sql: psycopg.Connection, name: str, worker: UUID | None = None, kind: str = "app") -> UUID:
    worker = worker or uuid4()
    sql.execute("select packdesk.register_worker(%s, %s, %s, '1.2', 2, false)", [worker, name, kind])
    return worker


def texts(page: QWidget) -> str:
    found: list[QLabel | QPushButton] = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
    return "\n".join(part.text() for part in found if part.isVisibleTo(page))


def column(page: WorkersPage, at: At) -> list[str]:
    return [page.model.index(n, at).data() for n in range(page.model.rowCount())]


async def test_that_nobody_at_work_says_what_to_do(page: WorkersPage) -> None:
    assert "Loading" in texts(page)
    page.load()
    await until(lambda: "Nobody processes yet" in texts(page))
    assert 'Switch on "Processing"' in texts(page)


async def test_that_workers_come_work_and_go(page: WorkersPage, sql: psycopg.Connection) -> None:
    page.load()
    await until(lambda: page.crew is not None)
    sign_in(sql, "Desk", HERE)
    other = sign_in(sql, "render-01", kind="headless")
    await until(lambda: page.model.rowCount() == 2)
    assert column(page, At.NAME) == ["Desk (this computer)", "render-01"]
    assert column(page, At.STATE) == ["Ready", "Ready"]
    assert column(page, At.KIND) == ["App", "Headless"]
    sql.execute("insert into public.job_queue (job_type, payload) values ('odd-work', '{}')")
    sql.execute("select * from packdesk.claim_jobs(%s, 1)", [other])
    await until(lambda: column(page, At.STATE) == ["At work", "Ready"])
    assert column(page, At.JOBS)[0] == "odd-work"
    assert column(page, At.SLOTS)[0] == "1 of 2"
    assert "1 running" in texts(page)
    sql.execute("select public.mark_job_completed(id) from public.job_queue")
    await until(lambda: "1" in column(page, At.RATE))
    sql.execute("select packdesk.sign_off_worker(%s)", [other])
    await until(lambda: column(page, At.STATE) == ["Ready", "Gone"])
    assert "1 at hand" in texts(page)


async def test_that_the_queue_pauses_with_a_reason(page: WorkersPage, sql: psycopg.Connection) -> None:
    sign_in(sql, "Desk")
    told: list[tuple[bool, str]] = []
    page.pause_known.connect(lambda is_paused, reason: told.append((is_paused, reason)))
    page.load()
    await until(page.pause_queue.isEnabled)
    page.pause_queue.click()
    QTest.keyClicks(page.reason, "new paper")
    QTest.keyClick(page.reason, Qt.Key.Key_Return)
    await until(lambda: "The queue is paused: new paper" in texts(page))
    assert told[-1] == (True, "new paper")
    assert page._form.isHidden()
    sql.execute("insert into public.job_queue (job_type, payload) values ('odd-work', '{}')")
    assert sql.execute("select * from packdesk.claim_jobs(%s, 1)", [uuid4()]).fetchall() == []
    page.resume.click()
    await until(lambda: "The queue is paused" not in texts(page))
    assert told[-1] == (False, "")


async def test_that_one_worker_pauses(page: WorkersPage, sql: psycopg.Connection) -> None:
    worker = sign_in(sql, "Desk")
    page.load()
    await until(lambda: page.model.rowCount() == 1 and page.rights is not None)
    assert not page.pause_worker.isEnabled()
    assert page.pause_worker.toolTip() == "Select a worker first."
    page.table.selectRow(0)
    page.pause_worker.click()
    await until(page._form.isVisible)
    QTest.keyClicks(page.reason, "too hot")
    page.pause_now.click()
    await until(lambda: column(page, At.STATE) == ["Paused"])
    assert column(page, At.JOBS) == ["Paused: too hot"]
    assert page.table.selectionModel().hasSelection()
    sql.execute("insert into public.job_queue (job_type, payload) values ('odd-work', '{}')")
    assert sql.execute("select * from packdesk.claim_jobs(%s, 1)", [worker]).fetchall() == []
    await until(lambda: page.pause_worker.text() == "Resume worker")
    page.pause_worker.click()
    await until(lambda: column(page, At.STATE) == ["Ready"])


async def test_that_who_may_not_is_told_so(page: WorkersPage, sql: psycopg.Connection) -> None:
    sign_in(sql, "Desk")
    page.load()
    await until(lambda: page.model.rowCount() == 1 and page.rights is not None)
    page.rights = Rights(may_change=True, may_pause=False)
    page.table.selectRow(0)
    for button in (page.pause_queue, page.pause_worker, page.resume):
        assert not button.isEnabled()
        assert "Only an admin" in button.toolTip()


async def test_that_sorting_keeps_the_selection(page: WorkersPage, sql: psycopg.Connection) -> None:
    for name in ("b", "c", "a"):
        sign_in(sql, name)
    page.load()
    await until(lambda: page.model.rowCount() == 3)
    page.table.selectRow(0)
    page.table.sortByColumn(At.NAME, Qt.SortOrder.DescendingOrder)
    assert column(page, At.NAME) == ["c", "b", "a"]
    (chosen,) = page.table.selectionModel().selectedRows()
    assert chosen.row() == 2


async def test_that_what_cannot_be_read_is_told(page: WorkersPage, sql: psycopg.Connection) -> None:
    sql.execute("alter table packdesk.workers rename to away")
    page.load()
    await until(lambda: "The workers can't be shown" in texts(page))
    sql.execute("alter table packdesk.away rename to workers")
    page._retry.click()
    await until(lambda: "Nobody processes yet" in texts(page))


async def test_that_it_looks_again_only_while_there_is_something_to_see(
    page: WorkersPage, sql: psycopg.Connection
) -> None:
    page.load()
    await until(lambda: page.crew is not None)
    assert not page._again.isActive()
    worker = sign_in(sql, "Desk", HERE)
    await until(lambda: page.model.rowCount() == 1)
    assert page._again.isActive()
    seldom = page._again.interval()
    sql.execute("insert into public.job_queue (job_type, payload) values ('odd-work', '{}')")
    sql.execute("select * from packdesk.claim_jobs(%s, 1)", [worker])
    await until(lambda: column(page, At.STATE) == ["At work"])
    assert page._again.interval() < seldom
    page.hide()
    assert not page._again.isActive()
    page.show()
    sql.execute("select packdesk.sign_off_worker(%s)", [worker])
    await until(lambda: column(page, At.STATE) == ["Gone"])
    assert not page._again.isActive()


async def test_that_what_is_made_has_the_room_the_others_leave(
    page: WorkersPage, sql: psycopg.Connection
) -> None:
    sign_in(sql, "Desk", HERE)
    page.load()
    await until(page.table.isVisible)
    table = page.table

    def widths() -> int:
        return sum(table.columnWidth(n) for n in At)

    assert widths() == table.viewport().width()
    before = table.columnWidth(At.JOBS)
    page.resize(page.width() + 100, page.height())
    await until(lambda: table.columnWidth(At.JOBS) == before + 100)
    page.resize(500, page.height())
    await until(lambda: widths() > table.viewport().width())
    assert table.columnWidth(At.JOBS) >= 120
