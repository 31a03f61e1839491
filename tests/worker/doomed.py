"""A worker in a process of its own that works on one job until it is killed: ``python -m ... DSN [SECONDS]``.

With SECONDS it would complete the job after that time, and it ends once it has handed in (or was turned away).
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from tests.worker.harness import completing, open_desk

if TYPE_CHECKING:
    from desktop.core.records import ClaimedJob
    from desktop.worker.handlers import Progress


async def main(dsn: str, seconds: float) -> None:
    async def work(job: ClaimedJob, progress: Progress) -> None:
        # time passes for this process only while it runs: a frozen one still has work left when it thaws
        for _ in range(round(seconds * 20)):
            await asyncio.sleep(0.05)

    finished = asyncio.Event()
    async with open_desk(dsn) as desk:
        worker = desk.worker(completing(desk, work), on_finished=lambda _: finished.set())
        async with desk.running(worker):
            await finished.wait()


asyncio.run(main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 3600.0))
