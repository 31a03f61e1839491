"""An unmodified old-style processor beside four of our workers: a thousand jobs and packs, each run once."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from desktop.core.records import FinishedImage
from desktop.data.projects import ProjectRepo
from desktop.worker.handlers import GenerateCompletePack
from tests.queue.clients import IMAGE_TYPES, Queue
from tests.queue.settings import Setting
from tests.worker.harness import open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.records import ClaimedJob
    from desktop.worker.handlers import HandIn, Progress
    from tests.queue.clients import Client

SINGLE, PACKS, OURS = 880, 120, 4


class OldStyle:
    """What a scheduled function does that knows the four functions only: one job a call, until there is none."""

    def __init__(self, dsn: str, handled: Counter[str]) -> None:
        self._dsn = dsn
        self._handled = handled
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="old style")
        self.error: BaseException | None = None
        self.packs: set[str] = set()
        self.count = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            with psycopg.connect(self._dsn, autocommit=True) as connection:
                connection.execute("set role service_role")
                while not self._over.is_set():
                    if not self._one(connection):
                        self._over.wait(0.02)
        except BaseException as error:  # noqa: BLE001  # raised again in the test's thread
            self.error = error

    def _one(self, connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
        row = connection.execute("select id, job_type from get_next_job()").fetchone()
        if row is None:
            return False
        job, job_type = row
        connection.execute("select mark_job_processing(%s)", [job])
        self._handled[str(job)] += 1
        self.count += 1
        if job_type == "generate-complete-pack":
            self.packs.add(str(job))  # it makes all the images by itself, in one go
        connection.execute("select mark_job_completed(%s)", [job])
        return True


@pytest.fixture
def fleet(get_setting: Any) -> Iterator[Queue]:
    setting: Setting = get_setting("15-grants-on")
    with Queue(setting, setting.fresh()) as queue:
        yield queue
    setting.drop_made()


def fill(client: Client) -> list[str]:
    """Single images and packs by plain INSERTs, mixed, each of a project of its own; the packs' projects."""
    blob = client.blob()
    projects = [
        row["id"]
        for row in client.rows(
            "insert into packdesk.projects (name) select 'p' || n from generate_series(1, %s) n returning id",
            SINGLE + PACKS,
        )
    ]
    client.run(
        "insert into packdesk.project_images (project_id, blob_sha256, mime, size_bytes, width, height)"
        " select id, %s, 'image/jpeg', 3, 1, 1 from packdesk.projects",
        blob,
    )
    packs = projects[:: (SINGLE + PACKS) // PACKS][:PACKS]
    is_pack = set(packs)
    with client.connection.cursor() as cursor:
        cursor.executemany(
            "insert into job_queue (job_type, payload, user_id) values (%s, %s, 'u1')",
            [
                ("generate-complete-pack", Jsonb({"projectId": project}))
                if project in is_pack
                else ("generate-image", Jsonb({"projectId": project, "imageType": IMAGE_TYPES[n % 6]}))
                for n, project in enumerate(projects)
            ],
        )
    return packs


@pytest.mark.slow
async def test_that_an_old_processor_and_four_workers_run_each_job_once(fleet: Queue) -> None:
    owner = fleet.client()
    packs = fill(owner)
    handled: Counter[str] = Counter()
    by_ours = 0
    old = OldStyle(fleet.setting.dsn(fleet.database, "authenticator"), handled)
    async with AsyncExitStack() as stack:
        workers = []
        for _ in range(OURS):
            desk = await stack.enter_async_context(open_desk(fleet.setting.dsn(fleet.database)))

            async def make(job: ClaimedJob, _: Progress, desk: Any = desk) -> HandIn:
                nonlocal by_ours
                handled[str(job.id)] += 1
                by_ours += 1
                blob = owner_blob
                image = FinishedImage("premium", blob, None, "image/jpeg", 3, 1, 1)

                async def hand_in() -> bool:
                    return await desk.jobs.complete_image(job, image) is not None

                return hand_in

            pack = GenerateCompletePack(desk.jobs, ProjectRepo(desk.database))
            workers.append(
                desk.worker(
                    make,
                    job_type="generate-image",
                    more={"generate-complete-pack": pack},
                    drain=True,
                    slots=2,
                )
            )
        owner_blob = owner.value("select sha256 from packdesk.blobs limit 1")
        old.start()
        try:
            async with asyncio.timeout(200):
                await asyncio.gather(*(worker.run() for worker in workers))
        finally:
            old.stop()
    assert old.error is None, old.error
    jobs = owner.rows(
        "select id::text, status, job_type, project_id, expanded_at is not null as expanded, retry_count from job_queue"
    )
    assert {job["status"] for job in jobs} == {"completed"}
    assert {job["retry_count"] for job in jobs} == {0}
    expanded = {job["id"] for job in jobs if job["expanded"]}
    children = 6 * len(expanded)
    assert len(jobs) == SINGLE + PACKS + children
    assert expanded.isdisjoint(old.packs)
    assert len(expanded) + len(old.packs) == PACKS
    # whoever ran it: once; a pack of ours is run by being split up
    assert handled == Counter({job["id"]: 1 for job in jobs if not job["expanded"]})
    attempts = owner.rows(
        "select job_id from packdesk.attempts group by job_id having count(*) <> 1 or max(outcome) <> 'completed'"
    )
    assert attempts == []
    assert old.count > 0
    assert by_ours > 0
    statuses = owner.rows("select distinct status from packdesk.projects where id = any (%s)", packs)
    print(
        f"old style {old.count} ({len(old.packs)} packs), ours {by_ours} and {len(expanded)} packs: {statuses}"
    )
