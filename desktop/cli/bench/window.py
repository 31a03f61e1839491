"""The half of ``packdesk bench live`` that drives the window; runs on its loop, and does little there itself."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import psutil

from desktop.cli.bench.storm import Elsewhere
from desktop.ui.probe import PaintWatch, StallWatch, share, sort_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from desktop.cli.bench.live import Plan
    from desktop.cli.bench.storm import Storm
    from desktop.tour import Tour
    from desktop.ui.jobs_page import JobsPage
    from desktop.ui.probe import StallReport

IDLE_ROWS: Final = 10_000
MILLION: Final = 1_000_000
_SETTLE_S: Final = 1.5
_CULPRITS: Final = 6
_REST_S: Final = 5.0
_CREATED: Final = 9
"""The column the list is sorted by at first."""


def target(value: float, most: float, digits: int = 1) -> dict[str, float]:
    """A figure and what it may be at most."""
    return {"value": round(value, digits), "target": most}


class Bench:
    """The window with its jobs in sight, and somebody elsewhere; lives on the main thread."""

    def __init__(self, tour: Tour, elsewhere: Elsewhere, tell: Callable[[str], None]) -> None:
        self.tour = tour
        self.app = tour.app
        self.elsewhere = elsewhere
        self.tell = tell
        page: Any = tour.app.window.page("jobs")
        self.page: JobsPage = page
        self.paint = PaintWatch(self.page.table, self.page.model)
        self.process = psutil.Process()

    # -- parts ---------------------------------------------------------------------------------------------

    async def latency(self) -> dict[str, Any]:
        """One change now and then, nothing else going on."""
        done: Storm = await self._during(self.elsewhere.do("trickle", 100, 0.15))
        late = sorted(self.paint.latencies(done.changes))
        return {
            "changes seen": len(late),
            "commit to paint, p50, ms": round(1000 * share(late, 0.5), 1),
            "commit to paint, p95, ms": target(1000 * share(late, 0.95), 100),
        }

    async def idle(self, seconds: float) -> dict[str, Any]:
        """Nothing happens: what does the window cost?"""
        await self.elsewhere.do("tell_all", True)  # noqa: FBT003
        log = self.app.options.home / "server.log"
        before, cpu, began = log.stat().st_size, self._cpu_s(), time.perf_counter()
        await asyncio.sleep(seconds)
        took, cpu = time.perf_counter() - began, self._cpu_s() - cpu
        said = log.read_bytes()[before:].decode(errors="replace")
        await self.elsewhere.do("tell_all", False)  # noqa: FBT003
        asked = re.findall(
            r"^packdesk(?!-bench)[^|]*\|LOG:  (?:statement|execute[^:]*): *(.*)", said, re.MULTILINE
        )
        return {
            "queries a minute": target(len(asked) * 60 / seconds, 6),
            "queries": [text[:80] for text in asked],
            "processor, %": target(100 * cpu / took, 1, 2),
            "resident, MB": target(self._resident_mb(), 200),
        }

    async def storm(self, seconds: float, rate: int) -> dict[str, Any]:
        """Many changes."""
        self.paint.clear()
        cpu, own, began = self._cpu_s(), time.thread_time(), time.perf_counter()
        with stalls() as report:
            done: Storm = await self.elsewhere.do("storm", seconds, rate)
            cpu, own, took = self._cpu_s() - cpu, time.thread_time() - own, time.perf_counter() - began
        await asyncio.sleep(_SETTLE_S)
        late = sorted(self.paint.latencies(done.changes))
        figures: dict[str, Any] = {
            "changes a second": round(done.changed / done.seconds),
            "commits a second": round(done.commits / done.seconds),
            "changes seen": len(late),
            "commit to paint, p50, ms": round(1000 * share(late, 0.5), 1),
            "commit to paint, p95, ms": target(1000 * share(late, 0.95), 250),
            "processor, this thread, %": round(100 * own / took, 1),
            "paints a second": round(self.paint.paints / (took + _SETTLE_S), 1),
            "processor, %": round(100 * cpu / took, 1),
            **told_stalls(report[0]),
        }
        return figures

    async def cost(self, seconds: float, rate: int) -> float:
        """What many changes cost of a processor, in percent, with nobody watching: 200 beats a second cost, too."""
        self.paint.stop()
        cpu, began = self._cpu_s(), time.perf_counter()
        await self.elsewhere.do("storm", seconds, rate)
        spent = 100 * (self._cpu_s() - cpu) / (time.perf_counter() - began)
        self.paint = PaintWatch(self.page.table, self.page.model)
        return spent

    async def pack(self, seconds: float, rate: int) -> dict[str, Any]:
        """The same while the embedded worker makes packs."""
        app = self.app
        self.tour.preferences.set("processing/on", value=True)
        project = await app.opening.add_sample()
        if project is None:
            raise RuntimeError("no sample project")
        services = app.backend.services
        first = await app.backend.call(services.packs.generate(project))
        with stalls() as report:
            await self._settled(first)
        figures = {f"first pack alone: {name}": value for name, value in told_stalls(report[0]).items()}
        second = await app.backend.call(services.packs.generate(project))
        figures |= await self.storm(seconds, rate)
        await self._settled(second)
        await asyncio.sleep(_SETTLE_S)
        figures["rows that differ from the table"] = target(await self.wrong(), 0)
        self.tour.preferences.set("processing/on", value=False)
        return figures

    async def reconnect(self) -> dict[str, Any]:
        """All connections are broken at once, in a storm."""
        writing = asyncio.ensure_future(self.elsewhere.do("storm", 1.0, 500))
        await writing
        mode = self.app.window.status
        with stalls() as report:
            began = time.perf_counter()
            await self.elsewhere.do("kill")
            await self.tour.until(lambda: mode.mode == "offline", "offline", 15)
            noticed = time.perf_counter() - began
            await self.tour.until(lambda: mode.mode == "live", "live again", 30)
            back = time.perf_counter() - began
            await asyncio.sleep(2 * _SETTLE_S)
        return {
            "noticed, s": target(noticed, 15, 2),
            "live again, s": target(back, 15, 2),
            "rows that differ from the table": target(await self.wrong(), 0),
            **told_stalls(report[0]),
        }

    async def large(self, rows: int, plan: Plan) -> dict[str, Any]:
        """First rows, searching, sorting and scrolling with many jobs in the table."""
        self.tell(f"{rows:,} jobs")
        took = await self.elsewhere.do("fill", rows, True)  # noqa: FBT003
        self.tell(f"filled in {took:.0f} s")
        self.page.model.ask()  # nobody was told of rows that came without triggers
        await asyncio.sleep(_SETTLE_S)
        figures: dict[str, Any] = {}
        with stalls() as report:
            asked = [await self._answered(self.page.load) for _ in range(5)]
            figures["first rows, ms"] = target(1000 * max(asked), 300)
            for name in ("state:failed", "project:42", 'error:"error 7"', "user:12", "zebra"):
                took = await self._answered(partial(self.page.field.put, name))
                figures[f"filter {name}, ms"] = target(1000 * took, 200)
            await self._answered(lambda: self.page.field.put(""))
            model = self.page.model
            header = self.page.table.horizontalHeader()
            for column in range(model.columnCount()):
                title = str(model.headerData(column, header.orientation()))
                took = await self._answered(partial(sort_by, self.page.table, column))
                figures[f"sort by {title}, ms"] = target(1000 * took, 300)
            await self._answered(lambda: sort_by(self.page.table, _CREATED, descending=True))
        figures |= {f"asking: {name}": value for name, value in told_stalls(report[0]).items()}
        with stalls() as report:
            waits = await self._scroll(plan.pages)
        figures["rows scrolled through"] = self.page.model.rowCount()
        figures["wait for a page, p50, ms"] = round(1000 * share(waits, 0.5), 1)
        figures["wait for a page, longest, ms"] = target(1000 * waits[-1], 200)
        figures |= {f"scrolling: {name}": value for name, value in told_stalls(report[0]).items()}
        figures["resident, MB"] = target(self._resident_mb(), 400)
        with stalls() as report:
            figures |= await self._cancel_everything()
        figures |= {f"cancelling all: {name}": value for name, value in told_stalls(report[0]).items()}
        stormed = await self.storm(plan.seconds, plan.rate)
        stormed["rows that differ from the table"] = target(await self.wrong(), 0)
        figures |= {f"storm, all loaded: {name}": value for name, value in stormed.items()}
        await self._answered(self.page.load)
        self.page.table.scrollToTop()
        stormed = await self.storm(plan.seconds, 500)
        stormed["rows that differ from the table"] = target(await self.wrong(), 0)
        figures |= {f"500 changes/s: {name}": value for name, value in stormed.items()}
        figures["500 changes/s: processor, %"] = target(await self.cost(plan.seconds, 500), 10)
        return figures

    # -- how -----------------------------------------------------------------------------------------------

    async def _during(self, work: Any) -> Any:
        """Watch paints while something is done elsewhere, and a little longer."""
        self.paint.clear()
        done = await work
        await asyncio.sleep(_SETTLE_S)
        return done

    async def _answered(self, ask: Callable[[], object]) -> float:
        """Seconds from a question to its rows being painted."""
        loop = asyncio.get_running_loop()
        loaded: asyncio.Future[float] = loop.create_future()

        def on_loaded() -> None:
            if not loaded.done():
                loaded.set_result(time.perf_counter())

        self.page.model.loaded.connect(on_loaded)
        try:
            generation, began = self.page.model.generation, time.perf_counter()
            ask()
            if self.page.model.generation == generation:
                return 0.0  # it is so already
            at = await asyncio.wait_for(loaded, 120)
        finally:
            self.page.model.loaded.disconnect(on_loaded)
        self.page.table.viewport().update()
        while self.paint.last_paint_s < at and time.perf_counter() < at + 2:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        took = max(at, self.paint.last_paint_s) - began
        await asyncio.sleep(0.3)
        return took

    async def _scroll(self, pages: int) -> list[float]:
        """Go to the end, again and again; seconds until there was more to see, in order of size."""
        model, bar = self.page.model, self.page.table.verticalScrollBar()
        waits = []
        for _ in range(pages):
            rows, began = model.rowCount(), time.perf_counter()
            bar.setValue(bar.maximum())
            while model.rowCount() == rows and time.perf_counter() < began + 10:  # noqa: ASYNC110
                await asyncio.sleep(0.002)
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(0.02)
        return sorted(waits)

    async def _cancel_everything(self) -> dict[str, Any]:
        """Cancel whatever matches, through the bar under the list: the count, the question, all batches."""
        bar = self.page.actions_bar
        await self._answered(lambda: self.page.field.put("state:queued"))
        began = time.perf_counter()
        bar.do_everything("cancel")
        await self.tour.until(bar.is_asking, "the question", 60)
        asked, count = time.perf_counter() - began, bar.asked_for
        began = time.perf_counter()
        bar.agree()
        await self.tour.until(bar.undo.isVisible, "all cancelled", 600)
        took = time.perf_counter() - began
        await self._answered(lambda: self.page.field.put(""))
        return {
            "all that match: jobs": count,
            "all that match: counted within, ms": target(1000 * asked, 300),
            "all that match: cancelled within, s": round(took, 1),
            "all that match: left over": target(count - bar.done_to, 0),
        }

    async def wrong(self) -> int:
        """How many of the newest rows are not shown as the table has them, for longer than a list may rest."""
        deadline = time.perf_counter() + _REST_S
        while (wrong := await self._wrong_now()) and time.perf_counter() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        return wrong

    async def _wrong_now(self) -> int:
        model = self.page.model
        truth = await self.elsewhere.do("rows", min(model.rowCount(), 1000))
        shown = [model.record(model.index(row, 0)) for row in range(len(truth))]
        if model.current_sort.column != "seq" or not model.current_sort.descending:
            return 0
        return sum(
            1
            for row, (key, version) in zip(shown, truth, strict=True)
            if row is None or (str(row.id), row.version) != (key, version)
        )

    async def _settled(self, job: UUID) -> None:
        services = self.app.backend.services
        deadline = time.perf_counter() + 180
        while time.perf_counter() < deadline:
            found = await self.app.backend.call(services.jobs.get(job))
            if found.status in {"completed", "failed"}:
                return
            await asyncio.sleep(0.25)

    def _cpu_s(self) -> float:
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def _resident_mb(self) -> float:
        return float(self.process.memory_info().rss) / 1e6


@contextmanager
def stalls() -> Iterator[list[StallReport]]:
    """Watch for stalls; the list has the report afterwards."""
    watch = StallWatch()
    found: list[StallReport] = []
    watch.start()
    try:
        yield found
    finally:
        found.append(watch.stop())
        watch.deleteLater()


def told_stalls(report: StallReport) -> dict[str, Any]:
    """Stalls as figures, with what the longest were about."""
    worst = sorted(report.stalls, key=lambda stall: -stall.own_s)[:_CULPRITS]
    return {
        "stall, p99, ms": target(1000 * report.p99_s, 16),
        "stall, p99, own, ms": target(1000 * report.own_p99_s, 16),
        "stall, longest, ms": target(1000 * report.worst_s, 50),
        "stall, longest, own, ms": target(1000 * report.own_worst_s, 50),
        "stalls over 16 ms": report.over_16_ms,
        "stalls over 50 ms": report.over_50_ms,
        "stalls over 50 ms, own": target(report.own_over_50_ms, 0, 0),
        "longest": [
            f"{1000 * s.late_s:.0f} ms (computed {1000 * s.cpu_s:.0f}, waited for a processor "
            f"{1000 * (s.queued_s or 0):.0f}): {s.stack or 'unknown'}"
            for s in worst
        ],
    }


async def measure(tour: Tour, plan: Plan, tell: Callable[[str], None]) -> dict[str, Any]:
    """All of it; the figures by part."""
    figures: dict[str, Any] = {}
    tour.preferences.set("processing/on", value=False)
    async with tour:
        await tour.opened()
        await tour.until(lambda: tour.app.window.status.mode == "live", "live", 30)
        async with Elsewhere(tour.app.backend.dsn) as elsewhere:
            await elsewhere.do("fill", IDLE_ROWS, False)  # noqa: FBT003
            tour.app.window.open_page("jobs")
            bench = Bench(tour, elsewhere, tell)
            bench.page.model.ask()
            await tour.until(lambda: bench.page.model.rowCount() > 0, "first rows", 20)
            await asyncio.sleep(_SETTLE_S)
            await _measure_parts(bench, plan, figures)
            bench.paint.stop()
    return figures


async def _measure_parts(bench: Bench, plan: Plan, figures: dict[str, Any]) -> None:
    rate, seconds, tell = plan.rate, plan.seconds, bench.tell
    if plan.wants("rest"):
        tell("at rest")
        figures["one change now and then, 10,000 jobs"] = await bench.latency()
        figures["at rest, 10,000 jobs"] = await bench.idle(plan.idle_s)
    if plan.wants("storm"):
        tell("storm")
        figures[f"{rate:,} changes a second"] = stormed = await bench.storm(seconds, rate)
        stormed["rows that differ from the table"] = target(await bench.wrong(), 0)
    if plan.wants("reconnect"):
        tell("connections broken")
        figures["all connections broken"] = await bench.reconnect()
    if plan.wants("pack"):
        tell("storm while a pack is made")
        part = f"{rate:,} changes a second while this computer makes a pack"
        figures[part] = await bench.pack(seconds, rate)
    if plan.wants("large"):
        for rows in [100_000, MILLION] if plan.rows >= MILLION else [plan.rows]:
            figures[f"{rows:,} jobs"] = await bench.large(rows, plan)
