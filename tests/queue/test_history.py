"""Attempts, audit rows, change notices and retention."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.queue.clients import Client, Queue

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queue.clients import Job


def _complete(client: Client, job: Job) -> None:
    assert client.complete(client.claim_one())


def _fail_for_good(client: Client, job: Job) -> None:
    client.fail(client.claim_one(), "e", p_retryable=False)


def _retry(client: Client, job: Job) -> None:
    client.fail(client.claim_one(), "e")


def _cancel(client: Client, job: Job) -> None:
    client.claim_one()
    client.cancel(job)


def _release(client: Client, job: Job) -> None:
    client.release(client.claim_one())


def _lose(client: Client, job: Job) -> None:
    client.claim_one()
    client.expire(job)
    client.rescue()


def _mark_completed(client: Client, job: Job) -> None:
    client.get_next_job()
    client.mark_completed(job)


def _mark_failed(client: Client, job: Job) -> None:
    client.get_next_job()
    client.mark_failed(job, "e")


def _mark_pending_completed(client: Client, job: Job) -> None:
    client.mark_completed(job)


def _mark_pending_failed(client: Client, job: Job) -> None:
    client.mark_failed(job, "e")


def _update_plainly(client: Client, job: Job) -> None:
    client.get_next_job()
    client.run("update job_queue set status = 'failed', error_message = 'e' where id = %s", job)


@pytest.mark.parametrize(
    ("path", "outcome", "error"),
    [
        (_complete, "completed", None),
        (_fail_for_good, "failed", "e"),
        (_retry, "retrying", "e"),
        (_cancel, "cancelled", "Cancelled."),
        (_release, "released", None),
        (_lose, "lost", "The worker stopped in the middle of it."),
        (_mark_completed, "completed", None),
        (_mark_failed, "retrying", "e"),
        (_mark_pending_completed, "completed", None),
        (_mark_pending_failed, "retrying", "e"),
        (_update_plainly, "failed", "e"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_that_every_way_an_attempt_ends_is_kept(
    client: Client, path: Callable[[Client, Job], None], outcome: str, error: str | None
) -> None:
    job = client.insert()
    path(client, job)
    (attempt,) = client.attempts(job)
    assert (attempt["outcome"], attempt["error"], attempt["attempt"]) == (outcome, error, 1)
    assert attempt["started_at"] <= attempt["ended_at"]
    leased = path in (_complete, _fail_for_good, _retry, _cancel, _release, _lose)
    assert attempt["worker_id"] == (client.worker if leased else None)


def test_that_a_cancelled_job_that_never_started_has_no_attempt(client: Client) -> None:
    job = client.insert()
    client.cancel(job)
    assert client.attempts(job) == []


def test_that_a_history_reads_from_first_to_last(client: Client) -> None:
    job = client.insert(max_retries=1)
    _retry(client, job)
    client.make_due()
    _release(client, job)
    _lose(client, job)
    client.retry(job)
    _complete(client, job)
    told = [(a["attempt"], a["outcome"]) for a in client.attempts(job)]
    assert told == [(1, "retrying"), (2, "released"), (2, "lost"), (1, "completed")]


def test_that_errors_and_tracebacks_are_capped(client: Client) -> None:
    job = client.insert(max_retries=0)
    client.fail(client.claim_one(), "e" * 50_000, p_traceback="t" * 50_000)
    (attempt,) = client.attempts(job)
    assert attempt["error"] == "e" * 4000
    assert attempt["traceback"] == "t" * 16_000
    assert client.job(job)["error_message"] == "e" * 4000


def test_that_the_audit_says_who_did_what_to_how_many(client: Client) -> None:
    me = client.value("select session_user::text")
    project = client.project()
    pack = client.enqueue_pack(project)
    client.cancel(pack)
    client.retry(pack)
    client.call("prioritise_jobs", p_jobs=[pack], p_priority=2)
    client.call("pause_queue", p_paused=True)
    client.call("pause_queue", p_paused=True)
    client.call("pause_queue", p_paused=False)
    client.register(session_lock=False)
    client.call("pause_worker", p_worker=client.worker, p_paused=True)
    client.cancel(pack)
    client.run("update job_queue set completed_at = now() - interval '2 days'")
    client.call("prune_jobs", p_older_than=dt.timedelta(days=1))
    client.call("delete_projects", p_projects=[project, "gone"])
    rows = client.rows("select actor, action, items from packdesk.audit_log order by id")
    assert {row["actor"] for row in rows} == {me}
    assert [(row["action"], row["items"]) for row in rows] == [
        ("cancel", 6),
        ("retry", 6),
        ("prioritise", 7),
        ("pause", 1),
        ("resume", 1),
        ("pause-worker", 1),
        ("cancel", 6),
        ("prune", 1),
        ("delete-projects", 1),
    ]


def test_that_notices_carry_ids_and_many_where_they_are_too_many(queue: Queue) -> None:
    client, listener = queue.client(), queue.client()
    listener.listen()
    insert = (
        "insert into job_queue (job_type, payload) select 'x', '{}' from generate_series(1, %s) returning id"
    )
    rows = client.rows(insert, 100)
    wake, changes = sorted(listener.notices(1, stop_after=2), reverse=True)
    assert wake == ("wake", None)
    assert sorted(changes[1]["ids"]) == sorted(str(row["id"]) for row in rows)
    client.rows(insert, 101)
    assert ("changes", {"table": "jobs", "many": True}) in listener.notices(1, stop_after=2)
    client.rows(insert, 50_000)
    assert ("changes", {"table": "jobs", "many": True}) in listener.notices(1, stop_after=2)


def test_that_long_ids_never_make_a_notice_too_long(queue: Queue) -> None:
    client, listener = queue.client(), queue.client()
    listener.listen()
    client.run(
        "insert into packdesk.projects (id, name) select repeat('ø', 180) || n, 'x' from generate_series(1, 90) n"
    )
    assert listener.notices() == [("changes", {"table": "projects", "many": True})]
    with pytest.raises(psycopg.errors.CheckViolation):
        client.run("insert into packdesk.projects (id, name) values (repeat('x', 201), 'x')")


def test_that_every_table_tells_its_changes(queue: Queue) -> None:
    client, listener = queue.client(), queue.client()
    listener.listen()
    project = client.project()
    client.register(session_lock=False)
    job = client.enqueue_image(project)
    client.complete_image(client.claim_one())
    client.call("pause_queue", p_paused=True)
    client.call("delete_projects", p_projects=[project])
    told = [json.dumps(notice) for _, notice in listener.notices() if notice]
    for word in (
        project,
        str(client.worker),
        str(job),
        "project_images",
        "generated_images",
        "queue_settings",
    ):
        assert any(word in line for line in told), word


def test_that_heartbeats_tell_nothing_and_progress_twice_a_second(queue: Queue) -> None:
    client, listener = queue.client(), queue.client()
    client.register(session_lock=False)
    client.insert()
    job = client.claim_one()
    listener.listen()
    for _ in range(5):
        client.heartbeat(job)
    assert listener.notices(0.2) == []
    started = time.monotonic()
    for n in range(1, 61):
        client.heartbeat(job, progress=[n / 60])
        time.sleep(0.02)
    seconds = time.monotonic() - started
    told = listener.notices(0.2)
    assert {channel for channel, _ in told} == {"changes"}
    assert 2 <= len(told) <= 2 * seconds + 1
    assert client.job(job["id"])["progress"] == 1


def test_that_a_claim_of_many_is_one_notice(queue: Queue) -> None:
    client, listener = queue.client(), queue.client()
    for _ in range(10):
        client.insert()
    listener.listen()
    client.claim(10)
    ((channel, notice),) = listener.notices()
    assert channel == "changes"
    assert len(notice["ids"]) == 10


def test_that_the_version_grows_with_every_change(client: Client) -> None:
    job = client.insert()
    versions = [client.job(job)["version"]]
    for change in (_retry, lambda c, j: c.make_due(), _release, lambda c, j: c.cancel(j)):
        change(client, job)
        versions.append(client.job(job)["version"])
    assert versions == sorted(set(versions))
    project = client.project()
    assert client.value("select version from packdesk.projects where id = %s", project) > versions[-1]


# retention


def _age(client: Client) -> None:
    client.run("update job_queue set completed_at = now() - interval '2 days' where completed_at is not null")


def test_that_pruning_goes_in_batches_and_keeps_what_is_young_or_active(client: Client) -> None:
    old = [client.insert(status="completed") for _ in range(5)]
    _age(client)
    young, active = client.insert(status="completed"), client.insert()
    held = client.claim_one()
    assert held["id"] == active
    counts = [client.call("prune_jobs", p_older_than=dt.timedelta(days=1), p_limit=2) for _ in range(4)]
    assert counts == [2, 2, 1, 0]
    left = {row["id"] for row in client.rows("select id from job_queue")}
    assert left == {young, active}
    assert not left & set(old)


def test_that_a_pack_goes_with_its_children_and_never_while_one_is_active(client: Client) -> None:
    pack = client.enqueue_pack(client.project())
    client.fail(client.claim_one(), p_retryable=False)
    client.call("delete_projects", p_projects=["nothing"])
    _age(client)
    day = dt.timedelta(days=1)
    assert client.job(pack)["status"] == "failed"
    assert client.call("prune_jobs", p_older_than=day) == 0
    for job in client.claim(5):
        client.complete_image(job)
    _age(client)
    assert client.call("prune_jobs", p_older_than=day) == 1
    assert client.value("select count(*) from job_queue") == 0
    assert client.value("select count(*) from packdesk.attempts") == 0
    assert client.value("select count(*) from packdesk.generated_images where job_id is null") == 5


def test_that_pruning_waits_for_nobody_and_never_takes_half_a_pack(queue: Queue) -> None:
    client, other = queue.client(), queue.client(autocommit=False)
    pack = client.enqueue_pack(client.project())
    client.cancel(pack)
    single = client.insert(status="failed")
    _age(client)
    other.run("select from job_queue where id = %s for update", client.children(pack)[0]["id"])
    client.run("set lock_timeout = '1s'")
    assert client.call("prune_jobs", p_older_than=dt.timedelta(days=1)) == 1
    assert client.rows("select from job_queue where id = %s", single) == []
    assert len(client.children(pack)) == 6
    other.connection.rollback()
    assert client.call("prune_jobs", p_older_than=dt.timedelta(days=1)) == 1


def test_that_pruning_everything_at_once_is_refused(client: Client) -> None:
    with pytest.raises(psycopg.Error) as refused:
        client.call("prune_jobs", p_older_than=dt.timedelta(minutes=5))
    assert refused.value.sqlstate == "PD001"


def test_that_bytes_go_only_when_nothing_refers_to_them(queue: Queue) -> None:
    client, other = queue.client(), queue.client(autocommit=False)
    project = client.project()
    client.enqueue_image(project)
    client.complete_image(client.claim_one())
    idle, busy, fresh = client.blob(), client.blob(), client.blob()
    client.run("update packdesk.blobs set created_at = now() - interval '2 hours' where sha256 <> %s", fresh)
    other.run(
        "insert into packdesk.project_images (project_id, blob_sha256, mime, size_bytes, width, height)"
        " values (%s, %s, 'image/jpeg', 3, 1, 1)",
        project,
        busy,
    )
    client.run("set lock_timeout = '1s'")
    assert client.call("prune_blobs") == 1, "one is being referred to at this moment"
    other.connection.commit()
    assert client.call("prune_blobs") == 0
    left = {row["sha256"] for row in client.rows("select sha256 from packdesk.blobs")}
    assert idle not in left
    assert {busy, fresh} < left
    assert len(left) == 4
    client.call("delete_projects", p_projects=[project])
    assert client.call("prune_blobs", p_limit=2) == 2
    assert client.call("prune_blobs") == 1
    assert client.value("select count(*) from packdesk.blob_chunks") == 1


def test_that_deleting_projects_takes_their_work_along(client: Client) -> None:
    keep, drop = client.project(), client.project()
    client.enqueue_pack(keep)
    client.enqueue_pack(drop)
    held = client.claim(12)
    assert client.call("delete_projects", p_projects=[drop, str(uuid.uuid4())]) == 1
    assert client.value("select count(*) from job_queue") == 7
    assert sum(client.complete(job) for job in held) == 6
    assert client.status_of(keep) == "COMPLETED"
    client.insert({"projectId": keep})
    client.run("delete from packdesk.projects where id = %s", keep)
    assert client.value("select count(*) from job_queue") == 0


def test_that_an_eleventh_photo_is_refused_also_at_the_same_time(queue: Queue) -> None:
    client = queue.client()
    project = client.project(photos=10)
    with pytest.raises(psycopg.Error) as refused:
        client.photo(project)
    assert refused.value.sqlstate == "PD001"
