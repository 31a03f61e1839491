"""Windows and workers by the dozen in one process: what ``packdesk bench scale`` puts on a database."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from desktop.cli.bench.ours import make
from desktop.core.lists import Filters, PageRequest, Sort
from desktop.data.changes import Change, Listener, Mode
from desktop.data.database import Database
from desktop.data.jobs import JobRepo
from desktop.data.lists import job_list

if TYPE_CHECKING:
    from desktop.cli.bench.arena import Gate
    from desktop.core.records import ClaimedJob
    from desktop.worker.handlers import Progress

_TOP: Final = PageRequest(Filters(), Sort("seq", descending=True), limit=50)
"""What every window shows: the newest jobs."""

_GATHER_S: Final = 0.06
_STRIP_S: Final = 10.0
_POOL: Final = 4
"""Connections that the windows of one process ask through: a pooler gives each of them one for a moment, too."""


class _Window:
    """What a window does on a database: hears, gathers, and asks for those of its rows that changed."""

    def __init__(
        self, database: Database, dsn: str, heard: dict[str, list[float]], asked: list[float]
    ) -> None:
        self._jobs = JobRepo(database)
        self._list = job_list(database)
        self._heard = heard
        self._asked = asked
        self._changed: set[str] = set()
        self._reload = True
        self._news = asyncio.Event()
        self.listener = Listener(dsn, on_change=self._hear)

    def _hear(self, change: Change) -> None:
        if change.table != "jobs":
            return
        if change.ids is None:
            self._reload = True
        else:
            if len(change.ids) == 1:
                self._heard[change.ids[0]].append(time.perf_counter())
            self._changed.update(change.ids)
        self._news.set()

    async def run(self, first_after_s: float) -> None:
        await asyncio.sleep(first_after_s)  # not all at the same moment
        await self._load()
        strip_at = time.monotonic() + _STRIP_S
        while True:
            try:
                # not wait_for, which in Python 3.11 may swallow a cancellation that comes with the news
                async with asyncio.timeout(max(0.01, strip_at - time.monotonic())):
                    await self._news.wait()
            except TimeoutError:
                strip_at = time.monotonic() + _STRIP_S
                await self._timed(self._jobs.moment())
                continue
            await asyncio.sleep(_GATHER_S)
            self._news.clear()
            changed, self._changed = self._changed, set()
            if self._reload:
                self._reload = False
                await self._load()
            else:
                await self._timed(self._list.rows(list(changed), _TOP))

    async def _load(self) -> None:
        await self._timed(self._list.page(_TOP))

    async def _timed(self, question: Any) -> Any:
        began = time.perf_counter()
        answer = await question
        self._asked.append(time.perf_counter() - began)
        return answer


def windows(gate: Gate, direct: str, pooled: str, count: int, seconds: float) -> dict[str, Any]:
    """``count`` windows for that long: when single changes were heard, by id, and how long answers took."""
    heard: dict[str, list[float]] = defaultdict(list)
    asked: list[float] = []

    async def run() -> None:
        async with Database(pooled, max_size=_POOL) as database:
            crowd = [_Window(database, direct, heard, asked) for _ in range(count)]
            ears = []
            for window in crowd:
                # as offices open: one after the other, not two hundred at one moment
                ears.append(asyncio.create_task(window.listener.run()))
                while not window.listener.is_live:
                    await asyncio.sleep(0.01)
                    if ears[-1].done():
                        ears[-1].result()
            gate.wait()
            at_work = [asyncio.create_task(window.run(3 * n / count)) for n, window in enumerate(crowd)]
            done, _ = await asyncio.wait(at_work, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
            for task in (*at_work, *ears):
                task.cancel()
            await asyncio.wait([*at_work, *ears], timeout=10)

    asyncio.run(run())
    return {"heard": dict(heard), "asked": asked}


def workers(gate: Gate, direct: str, pooled: str, count: int, seconds: float) -> list[float]:
    """``count`` workers of one slot for that long; seconds from each job's enqueueing to its start."""
    waits: list[float] = []

    async def handle(job: ClaimedJob, progress: Progress) -> None:  # noqa: ARG001
        waits.append(time.perf_counter() - job.payload["asked"])
        await asyncio.sleep(job.payload["takes"])

    async def run() -> None:
        async with Database(pooled, max_size=_POOL) as database:
            crowd = [make(database, direct, handle, slots=1) for _ in range(count)]
            at_work = []
            for worker in crowd:
                at_work.append(asyncio.create_task(worker.run()))
                while worker.mode is not Mode.LIVE:
                    await asyncio.sleep(0.01)
                    if at_work[-1].done():
                        at_work[-1].result()
            gate.wait()
            await asyncio.sleep(seconds)
            for worker in crowd:
                worker.stop()
            await asyncio.gather(*at_work)

    asyncio.run(run())
    return waits
