"""Actions on many jobs: what is changed, what can be taken back, who may, and what the audit log says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql as compose

from desktop.core.errors import InvalidInputError, NotAllowedError, NotFoundError
from desktop.core.lists import Filters
from desktop.data.database import Database
from desktop.data.images import ImageRepo
from desktop.data.jobs import JobRepo
from desktop.data.lists import job_list
from desktop.data.workers import WorkerRepo
from desktop.services.jobs import JobService
from desktop.services.workers import WorkerService

if TYPE_CHECKING:
    from collections.abc import Callable


def service_on(database: Database) -> JobService:
    return JobService(JobRepo(database), job_list(database), ImageRepo(database))


@pytest.fixture
def jobs(database: Database) -> JobService:
    return service_on(database)


def add(sql: psycopg.Connection, count: int, **columns: Any) -> list[UUID]:
    columns = {"job_type": "odd-work", "payload": "{}", **columns}
    statement = compose.SQL(
        "insert into public.job_queue ({}) select {} from generate_series(1, {}) returning id"
    ).format(
        compose.SQL(", ").join(map(compose.Identifier, columns)),
        compose.SQL(", ").join(map(compose.Placeholder, columns)),
        compose.Literal(count),
    )
    return [row[0] for row in sql.execute(statement, columns)]


def states(sql: psycopg.Connection) -> dict[str, int]:
    return dict(sql.execute("select state, count(*)::int from packdesk.jobs group by state").fetchall())


def audit(sql: psycopg.Connection) -> list[tuple[str, int]]:
    return sql.execute("select action, items from packdesk.audit_log order by id").fetchall()


def pack_of_six(sql: psycopg.Connection) -> UUID:
    project = sql.execute(
        "insert into packdesk.projects (name, product_name) values ('Mug', 'Mug') returning id"
    ).fetchone()
    assert project is not None
    sql.execute(
        "insert into packdesk.blobs (sha256, size_bytes, mime) values (repeat('a', 64), 1, 'image/png')"
    )
    sql.execute(
        "insert into packdesk.project_images (project_id, position, original_name, blob_sha256, mime, size_bytes,"
        " width, height) values (%s, 0, 'a.png', repeat('a', 64), 'image/png', 1, 600, 600)",
        [project[0]],
    )
    pack = sql.execute("select packdesk.enqueue_pack(%s)", [project[0]]).fetchone()
    assert pack is not None
    found: UUID = pack[0]
    return found


async def test_that_batches_make_one_audit_entry(jobs: JobService, sql: psycopg.Connection) -> None:
    ids = add(sql, 25)
    entry, changed = None, 0
    for start in range(0, 25, 10):
        undo = await jobs.change("cancel", ids[start : start + 10], entry=entry, detail="state:queued")
        entry, changed = undo.entry, changed + len(undo.jobs)
    assert changed == 25
    assert states(sql) == {"cancelled": 25}
    assert audit(sql) == [("cancel", 25)]
    detail = sql.execute("select detail from packdesk.audit_log").fetchone()
    assert detail is not None
    assert detail[0]["filter"] == "state:queued"


async def test_that_cancelling_is_taken_back(jobs: JobService, sql: psycopg.Connection) -> None:
    ids = add(sql, 3)
    done = add(sql, 1, status="completed")
    undo = await jobs.change("cancel", [*ids, *done])
    assert sorted(undo.jobs) == sorted(ids)
    await jobs.undo(undo)
    assert states(sql) == {"queued": 3, "completed": 1}
    assert audit(sql) == [("cancel", 3), ("uncancel", 3)]


async def test_that_undoing_a_cancel_costs_no_attempt_and_gives_none(
    jobs: JobService, sql: psycopg.Connection
) -> None:
    (job,) = add(sql, 1)
    for _ in range(2):
        sql.execute("select public.mark_job_processing(%s)", [job])
        sql.execute("select public.mark_job_failed(%s, 'no answer')", [job])
    look = "select state, retry_count, run_after, error_message, priority from packdesk.jobs where id = %s"
    before = sql.execute(look, [job]).fetchone()
    assert before is not None
    assert before[:2] == ("retrying", 2)
    undo = await jobs.change("cancel", [job])
    assert states(sql) == {"cancelled": 1}
    await jobs.undo(undo)
    assert sql.execute(look, [job]).fetchone() == before
    failed = add(sql, 1, status="failed", error_message="no")
    assert len((await jobs.change("uncancel", failed)).jobs) == 0  # failed by itself: nothing to take back
    # taken back twice, or after the same work was asked for again: once is enough
    pack = pack_of_six(sql)
    undo = await jobs.change("cancel", [pack])
    (project,) = sql.execute("select project_id from public.job_queue where id = %s", [pack]).fetchone() or (
        "",
    )
    sql.execute("select packdesk.enqueue_image(%s, 'LIFESTYLE')", [project])
    await jobs.undo(undo)
    active = "select count(*) from public.job_queue where image_type = 'LIFESTYLE' and status = 'pending'"
    assert sql.execute(active).fetchone() == (1,)


async def test_that_retrying_is_taken_back(jobs: JobService, sql: psycopg.Connection) -> None:
    ids = add(sql, 3, status="failed", error_message="no")
    waiting = add(sql, 2)
    undo = await jobs.change("retry", [*ids, *waiting])
    assert states(sql) == {"queued": 5}
    await jobs.undo(undo)
    assert states(sql) == {"queued": 2, "cancelled": 3}


async def test_that_each_job_gets_its_own_priority_back(jobs: JobService, sql: psycopg.Connection) -> None:
    low, high = add(sql, 3, priority=-2), add(sql, 2, priority=5)
    undo = await jobs.change("prioritise", [*low, *high])
    assert set(sql.execute("select priority from public.job_queue").fetchall()) == {(10,)}
    await jobs.undo(undo)
    found: dict[UUID, int] = dict(sql.execute("select id, priority from public.job_queue").fetchall())
    assert found == {**dict.fromkeys(low, -2), **dict.fromkeys(high, 5)}
    assert audit(sql) == [("prioritise", 5), ("prioritise", 5)]


async def test_that_a_pack_goes_and_comes_back_as_a_whole(jobs: JobService, sql: psycopg.Connection) -> None:
    pack = pack_of_six(sql)
    undo = await jobs.change("cancel", [pack])
    assert len(undo.jobs) == 6
    assert pack not in undo.jobs
    assert (await jobs.get(pack)).state == "cancelled"
    await jobs.undo(undo)
    assert (await jobs.get(pack)).state == "queued"
    assert states(sql) == {"queued": 7}


async def test_that_only_what_it_can_be_done_to_is_counted(
    jobs: JobService, sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = add(sql, 4)
    add(sql, 3, status="failed", error_message="no")
    add(sql, 2, status="completed")
    assert sorted(await jobs.matching("cancel", Filters())) == sorted(waiting)
    monkeypatch.setattr("desktop.services.jobs._IDS_AT_ONCE", 2)
    newest_first = "select id from public.job_queue where status = 'pending' order by seq desc"
    assert list(await jobs.matching("cancel", Filters())) == [row[0] for row in sql.execute(newest_first)]
    assert len(await jobs.matching("retry", Filters())) == 3
    assert list(await jobs.matching("cancel", Filters(states=("failed",)))) == []
    assert len(await jobs.matching("retry", Filters(errors=("=n*",)))) > 0


@pytest.mark.parametrize(("action", "entry"), [("delete", None), ("cancel", 999)])
async def test_that_odd_wishes_are_refused(
    jobs: JobService, database: Database, sql: psycopg.Connection, action: str, entry: int | None
) -> None:
    ids = add(sql, 1)
    with pytest.raises(InvalidInputError):
        await JobRepo(database).change(action, ids, entry=entry)
    with pytest.raises(InvalidInputError):
        await JobRepo(database).change("cancel", [uuid4() for _ in range(1001)])
    assert states(sql) == {"queued": 1}
    assert audit(sql) == []


async def test_that_nobody_adds_to_another_persons_entry(
    jobs: JobService, sql: psycopg.Connection, login: Callable[[str], str]
) -> None:
    first, second = add(sql, 1), add(sql, 1)
    entry = (await jobs.change("cancel", first)).entry
    async with Database(login("packdesk_staff")) as database:
        with pytest.raises(InvalidInputError):
            await service_on(database).change("cancel", second, entry=entry)
    assert audit(sql) == [("cancel", 1)]


@pytest.fixture
def login(dsn: str, sql: psycopg.Connection) -> Callable[[str], str]:
    """A function making a login of a role; returns its connection string."""

    def make(role: str) -> str:
        name = f"person_{uuid4().hex[:8]}"
        sql.execute(f"create role {name} login password 'x' in role {role}".encode())
        return psycopg.conninfo.make_conninfo(dsn, user=name, password="x")

    return make


@pytest.mark.parametrize(
    ("role", "may_change", "may_pause"),
    [
        ("packdesk_viewer", False, False),
        ("packdesk_worker", False, False),
        ("packdesk_staff", True, False),
        ("packdesk_admin", True, True),
    ],
)
async def test_that_what_the_buttons_forbid_the_database_forbids(
    login: Callable[[str], str], sql: psycopg.Connection, role: str, *, may_change: bool, may_pause: bool
) -> None:
    ids = add(sql, 1)
    async with Database(login(role)) as database:
        jobs, workers = service_on(database), WorkerService(WorkerRepo(database), JobRepo(database))
        rights = await jobs.rights()
        assert (rights.may_change, rights.may_pause) == (may_change, may_pause)
        assert len((await workers.crew()).workers) == 0
        assert (await jobs.detail(ids[0])).row.state == "queued"
        assert await jobs.error_groups() == []
        await jobs.activity(span_s=3600, slices=10)
        if may_change:
            assert len((await jobs.change("cancel", ids)).jobs) == 1
        else:
            with pytest.raises(NotAllowedError):
                await jobs.change("cancel", ids)
        if may_pause:
            await workers.pause_queue(paused=True, reason="cleaning")
            assert (await workers.pause()).reason == "cleaning"
        else:
            with pytest.raises(NotAllowedError):
                await workers.pause_queue(paused=True)
            assert not (await workers.pause()).paused


async def test_that_errors_alike_are_one_group(jobs: JobService, sql: psycopg.Connection) -> None:
    for n in range(12):
        text = f'The photo "IMG {n}.jpg" is only {100 + n} pixels wide.\nmore {n}'
        add(sql, 1, status="failed", error_message=text)
    add(sql, 2, status="failed", error_message="This file is not an image.")
    add(sql, 1, status="failed", error_message="Cancelled.", cancel_requested_at="now")
    groups = await jobs.error_groups()
    assert [(g.kind, g.jobs) for g in groups] == [
        ("The photo * is only * pixels wide.", 12),
        ("This file is not an image.", 2),
    ]
    for group in groups:
        found = await jobs.matching("retry", Filters(states=("failed",), errors=("=" + group.kind,)))
        assert len(found) == group.jobs


async def test_that_charts_count_what_ended_when(jobs: JobService, sql: psycopg.Connection) -> None:
    sql.execute(
        "insert into public.job_queue (job_type, payload, status, created_at, processed_at, completed_at)"
        " select 'x', '{}', case when g % 10 = 0 then 'failed' else 'completed' end,"
        " now() - g * interval '1 minute' - interval '30 seconds',"
        " now() - g * interval '1 minute', now() - g * interval '1 minute' + interval '5 seconds'"
        " from generate_series(1, 120) g"
    )
    sql.execute(
        "insert into packdesk.job_attempts (job_id, attempt, started_at, ended_at, outcome)"
        " select id, 1, processed_at, completed_at, 'failed' from public.job_queue where status = 'failed'"
    )
    found = await jobs.activity(span_s=3600, slices=60)
    assert sum(found.completed) == 54
    assert sum(found.failed) == 6
    assert max(found.completed) <= 2
    assert all(w is None or 29 < w < 31 for w in found.waited_s)
    assert found.moment.queued == found.moment.running == 0
    add(sql, 1)
    assert (await jobs.activity(span_s=86400, slices=48)).moment.queued == 1


async def test_that_a_job_is_told_whole(jobs: JobService, sql: psycopg.Connection) -> None:
    pack = pack_of_six(sql)
    detail = await jobs.detail(pack)
    assert detail.row.project_name == "Mug"
    assert detail.children[0].image_type == "MAIN_IMAGE"
    child = detail.children[0].id
    worker = uuid4()
    sql.execute("select packdesk.register_worker(%s, 'Desk', 'app', '1', 2, false)", [worker])
    sql.execute("select * from packdesk.claim_jobs(%s, 1)", [worker])
    lease = sql.execute("select lease from public.job_queue where id = %s", [child]).fetchone()
    assert lease is not None
    sql.execute(
        "select packdesk.fail_job(%s, %s, 'It broke.', true, '0', 'Traceback: ...')", [child, lease[0]]
    )
    (attempt,) = (await jobs.detail(child)).attempts
    assert (attempt.outcome, attempt.error, attempt.traceback) == ("retrying", "It broke.", "Traceback: ...")
    assert (await jobs.detail(child)).workers == {worker: "Desk"}
    with pytest.raises(NotFoundError):
        await jobs.detail(uuid4())


async def test_that_a_paused_worker_says_why(database: Database, sql: psycopg.Connection) -> None:
    workers = WorkerService(WorkerRepo(database), JobRepo(database))
    worker = uuid4()
    sql.execute("select packdesk.register_worker(%s, 'Desk', 'headless', '1', 2, false)", [worker])
    await workers.pause_worker(worker, paused=True, reason="  too hot ")
    (row,) = (await workers.crew()).workers
    assert (row.paused, row.pause_reason, row.is_alive) == (True, "too hot", True)
    await workers.pause_worker(worker, paused=False)
    (row,) = (await workers.crew()).workers
    assert (row.paused, row.pause_reason) == (False, None)
    sql.execute("update packdesk.workers set heartbeat_at = now() - interval '2 minutes'")
    assert not (await workers.crew()).workers[0].is_alive
