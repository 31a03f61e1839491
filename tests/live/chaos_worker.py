"""A worker in a process of its own whose jobs take no time worth speaking of: ``python -m ... DSN SEED``."""

from __future__ import annotations

import asyncio
import hashlib
import random
import sys
from typing import TYPE_CHECKING

from desktop.core.errors import KnownError, OfflineError
from desktop.core.records import FinishedImage
from desktop.data.images import ImageRepo
from desktop.data.projects import ProjectRepo
from desktop.worker.handlers import GenerateCompletePack
from tests.worker.harness import open_desk

if TYPE_CHECKING:
    from desktop.core.records import ClaimedJob
    from desktop.worker.handlers import HandIn, Progress


async def main(dsn: str, seed: int) -> None:
    chance = random.Random(seed)
    async with open_desk(dsn) as desk:
        images = ImageRepo(desk.database)

        async def make(job: ClaimedJob, progress: Progress) -> HandIn:
            for n in range(3):
                progress(n / 3)
                await asyncio.sleep(chance.uniform(0, 0.15))
            if chance.random() < 0.1:
                raise KnownError("It didn't work out this time.", retryable=chance.random() < 0.7)
            data = hashlib.sha256(str(job.id).encode()).digest()
            blob = await images.put_blob(data, "image/png")
            image = FinishedImage(
                style="premium",
                blob_sha256=blob,
                thumb_sha256=blob,
                mime="image/png",
                size_bytes=len(data),
                width=1,
                height=1,
                asks=(),
                needs_check=(),
            )

            async def hand_in() -> bool:
                return await desk.jobs.complete_image(job, image) is not None

            return hand_in

        pack = GenerateCompletePack(desk.jobs, ProjectRepo(desk.database))
        worker = desk.worker(make, job_type="generate-image", more={"generate-complete-pack": pack}, slots=3)
        async with desk.running(worker):
            await asyncio.Event().wait()


async def again_and_again(dsn: str, seed: int) -> None:
    """As a service would: begin anew while the server isn't there."""
    while True:
        try:
            await main(dsn, seed)
        except OfflineError:
            await asyncio.sleep(0.5)


asyncio.run(again_and_again(sys.argv[1], int(sys.argv[2])))
