"""The probe itself: it sees what stalls, and when a change was painted."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTableView

from desktop.core.lists import Entry, ListNews, Sort
from desktop.ui.probe import PaintWatch, StallWatch
from desktop.ui.record_model import Column, RecordModel
from tests.ui.conftest import let_go, until

if TYPE_CHECKING:
    from tests.ui.conftest import Expected


@dataclass(frozen=True)
class Thing:
    id: int
    version: int


def be_slow(seconds: float) -> None:
    time.sleep(seconds)


def compute(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


async def test_that_a_stall_is_seen_with_its_culprit(expected: Expected) -> None:
    watch = StallWatch()
    with watch:
        await asyncio.sleep(0.1)
        be_slow(0.12)
        await asyncio.sleep(0.1)
        compute(0.08)
        await asyncio.sleep(0.1)
        report = watch.stop()
    watch.deleteLater()
    slept = next(stall for stall in report.stalls if "be_slow" in stall.stack)
    computed = next(stall for stall in report.stalls if "compute" in stall.stack)
    assert slept.late_s > 0.1
    assert slept.cpu_s < 0.05
    assert computed.cpu_s > 0.07
    assert report.over_50_ms >= 2
    assert report.worst_s >= slept.late_s
    assert report.beats > 20


async def test_that_the_probe_costs_nothing_when_it_is_off(expected: Expected) -> None:
    before = threading.active_count()
    watch = StallWatch()
    assert threading.active_count() == before
    assert not watch.findChildren(type(watch))[:1]
    watch.deleteLater()


async def test_that_a_change_is_timed_up_to_its_paint(expected: Expected) -> None:
    model: RecordModel[Thing] = RecordModel(
        [Column("Id", lambda row: str(row.id))], sort=Sort("id"), key=lambda row: str(row.id)
    )
    view = QTableView()
    view.setModel(model)
    view.resize(300, 200)
    view.show()
    model.ask()
    things = tuple(Entry(Thing(n, 1), n, n) for n in range(100))
    model.take(ListNews(model.generation, entries=things, whole=True, has_more=False))
    await asyncio.sleep(0.1)
    paint = PaintWatch(view, model)
    changed = time.perf_counter()
    await asyncio.sleep(0.05)
    model.take(ListNews(model.generation, entries=(Entry(Thing(1, 3), 1, 1), Entry(Thing(90, 3), 90, 90))))
    await until(lambda: paint.last_paint_s > changed)
    # version 2 was overtaken before anybody saw it; row 90 is not in sight
    late = paint.latencies([("1", 2, changed, False), ("1", 3, changed, False), ("90", 3, changed, False)])
    assert len(late) == 2
    # Qt's timers may be 5 % early
    assert all(0.04 <= seconds < 1 for seconds in late)
    paint.stop()
    view.close()
    view.deleteLater()
    model.deleteLater()
    let_go()
