"""Many changes at once: soon on the screen, no stall, and whoever reads or selects isn't disturbed.

Bounds leave room for a busy machine; ``packdesk bench live`` measures what is promised.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester

from desktop.cli.bench.storm import Elsewhere
from desktop.ui.probe import PaintWatch, StallWatch, share
from tests.live.conftest import Somebody, jobs_page, until_true_to
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from desktop.ui.jobs_page import JobsPage

CHANGES = 1000


def chosen(page: JobsPage) -> set[UUID]:
    return {row.id for row in page.table.chosen}


async def test_that_selection_and_scroll_survive_a_thousand_changes(
    tmp_path: Path, dsn: str, somebody: Somebody
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    await somebody.add_jobs(90)  # few: the tester looks at every cell at every step
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        page = jobs_page(app)
        table, model = page.table, page.model
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        await until_true_to(page, somebody)
        select = QItemSelectionModel.SelectionFlag
        for row in (3, 40, 41, 80):
            how = select.Select | select.Rows
            table.selectionModel().select(model.index(row, 0), how)
        table.selectionModel().setCurrentIndex(model.index(40, 2), select.NoUpdate)
        current = model.record(table.currentIndex())
        mine = chosen(page)
        bar = table.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        scrolled = bar.value()
        assert len(mine) == 4
        assert scrolled > 0
        assert current is not None

        def change() -> None:
            connection = somebody.connection()
            ids: list[Any] = [r[0] for r in connection.execute("select id from public.job_queue")]
            for n in range(CHANGES):
                kind = dice.random()
                if kind < 0.7:
                    connection.execute(
                        "update public.job_queue set error_message = %s, priority = %s where id = %s",
                        [f"change {n}", n % 9, dice.choice(ids)],
                    )
                elif kind < 0.87:
                    (row,) = connection.execute(
                        "insert into public.job_queue (job_type, payload) values ('odd-work', '{}') returning id"
                    )
                    ids.append(row[0])
                else:
                    victim = dice.choice(ids)
                    if victim not in mine:
                        ids.remove(victim)
                        connection.execute("delete from public.job_queue where id = %s", [victim])

        await somebody.run(change)
        await until_true_to(page, somebody)
        assert chosen(page) == mine
        now = model.record(table.currentIndex())
        assert now is not None
        assert now.id == current.id
        assert bar.value() == scrolled
        tester.deleteLater()


async def test_that_a_storm_is_shown_soon_and_stalls_nothing(tmp_path: Path, dsn: str) -> None:
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        async with Elsewhere(dsn) as elsewhere:
            await elsewhere.do("fill", 5000, False)  # noqa: FBT003
            page = jobs_page(app)
            page.model.ask()
            await until(lambda: page.model.rowCount() > 0)
            page.table.verticalScrollBar().setValue(0)
            await asyncio.sleep(0.5)
            paint, watch = PaintWatch(page.table, page.model), StallWatch(culprits=False)
            watch.start()
            done = await elsewhere.do("storm", 4.0, 500)
            await asyncio.sleep(1.0)
            report = watch.stop()
            late = sorted(paint.latencies(done.changes))
            print(
                f"{done.changed / done.seconds:.0f} changes a second; {len(late)} seen, p95 {share(late, 0.95):.3f} s;"
                f" stalls: p99 {report.own_p99_s:.3f} s, longest {report.own_worst_s:.3f} s (own)"
            )
            assert done.changed > 500
            assert len(late) > 50
            assert share(late, 0.95) < 1.0
            assert report.own_p99_s < 0.05, report.stalls
            assert report.own_worst_s < 0.25, report.stalls
            truth = await elsewhere.do("rows", 200)
            model = page.model
            seen = [model.record(model.index(row, 0)) for row in range(200)]
            assert [(str(row.id), row.version) for row in seen if row is not None] == truth
            paint.stop()
            watch.deleteLater()
