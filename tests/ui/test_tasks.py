"""Coroutines behind buttons."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import SIGNAL, QObject, Signal
from PySide6.QtWidgets import QPushButton
from shiboken6 import delete

from desktop.core.errors import OfflineError
from desktop.ui.tasks import Tasks, async_slot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from desktop.engine import EngineBackend
    from tests.ui.conftest import Expected, RecordingSink


class Page:
    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.started = 0
        self.go_on = asyncio.Event()

    @async_slot
    async def on_clicked(self) -> None:
        self.started += 1
        await self.go_on.wait()


async def test_that_three_clicks_start_one_task(tasks: Tasks, until: Callable[..., Awaitable[None]]) -> None:
    page, button = Page(tasks), QPushButton()
    button.clicked.connect(page.on_clicked)
    for _ in range(3):
        button.click()
    await asyncio.sleep(0.05)
    assert page.started == 1
    page.go_on.set()
    await until(lambda: tasks.count == 0)
    button.click()
    await asyncio.sleep(0.05)
    assert page.started == 2


async def test_that_what_a_task_offers_at_its_end_can_be_clicked_at_once(tasks: Tasks) -> None:
    page, button = Page(tasks), QPushButton()
    button.clicked.connect(page.on_clicked)
    page.go_on.set()

    async def first() -> None:
        # Qt hands on a click whenever the loop has a moment: here in the first one after the end
        asyncio.get_running_loop().call_soon(page.on_clicked)

    tasks.start((id(page), Page.on_clicked.__qualname__), first(), busy=button)
    await asyncio.sleep(0.05)
    assert (page.started, button.isEnabled(), tasks.count) == (1, True, 0)


async def test_that_a_known_error_is_a_calm_sentence(tasks: Tasks, sink: RecordingSink) -> None:
    async def fail() -> None:
        raise OfflineError("The server can't be reached.")

    tasks.start("x", fail())
    await asyncio.sleep(0.05)
    assert [error.message for error in sink.known] == ["The server can't be reached."]
    assert not sink.bugs


async def test_that_a_defect_is_shown_and_logged(
    tasks: Tasks, sink: RecordingSink, expected: Expected
) -> None:
    expected.log("a slot failed")
    expected.bug("ZeroDivisionError")

    async def fail() -> None:
        raise ZeroDivisionError

    tasks.start("x", fail())
    await asyncio.sleep(0.05)
    assert len(sink.bugs) == 1


async def test_that_closing_cancels_what_runs_and_takes_nothing_new(sink: RecordingSink) -> None:
    tasks, page = Tasks(sink), Page(Tasks(sink))
    page.tasks = tasks
    page.on_clicked()
    await asyncio.sleep(0.01)
    await tasks.close()
    page.on_clicked()
    await asyncio.sleep(0.01)
    assert (page.started, tasks.count) == (1, 0)


def test_that_a_timer_after_the_loops_end_starts_nothing(sink: RecordingSink) -> None:
    page = Page(Tasks(sink))
    page.on_clicked()  # no loop runs here, as when Qt's timers fire a last time
    assert (page.started, page.tasks.count) == (0, 0)


class Watcher(QObject):
    """What looks something up and says so."""

    changed = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.tasks = tasks
        self.go_on = asyncio.Event()

    @async_slot
    async def look(self) -> None:
        try:
            await self.go_on.wait()
        finally:
            self.changed.emit()


@pytest.mark.parametrize("answer_first", [False, True])
async def test_that_an_answer_after_its_owners_end_is_no_defect(
    tasks: Tasks, sink: RecordingSink, *, answer_first: bool
) -> None:
    watcher = Watcher(tasks)
    watcher.look()
    await asyncio.sleep(0.01)
    if answer_first:
        watcher.go_on.set()
    delete(watcher)
    await asyncio.sleep(0.05)
    assert (tasks.count, sink.known, sink.bugs) == (0, [], [])


async def test_that_an_owner_remembers_none_of_its_tasks(tasks: Tasks) -> None:
    watcher = Watcher(tasks)
    watcher.go_on.set()
    before = watcher.receivers(SIGNAL("destroyed()"))
    for _ in range(20):
        watcher.look()
        await asyncio.sleep(0.005)
    assert tasks.count == 0
    assert watcher.receivers(SIGNAL("destroyed()")) <= before + 1, "Qt may keep the last one for a while"


async def test_that_the_engine_answers_on_the_main_loop(backend: EngineBackend) -> None:
    assert await backend.call(backend.services.jobs.newest()) == []
