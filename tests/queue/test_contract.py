"""What other programs rely on: the table, get_next_job and the mark_* functions."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.queue.clients import Client, Queue, in_threads
from tests.queue.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = {
    "id": ("uuid", "NO"),
    "job_type": ("text", "NO"),
    "payload": ("jsonb", "NO"),
    "status": ("text", "NO"),
    "retry_count": ("integer", "NO"),
    "max_retries": ("integer", "NO"),
    "error_message": ("text", "YES"),
    "created_at": ("timestamp with time zone", "NO"),
    "processed_at": ("timestamp with time zone", "YES"),
    "completed_at": ("timestamp with time zone", "YES"),
    "user_id": ("text", "YES"),
}


@pytest.fixture
def everywhere(every_setting: Setting) -> Iterator[Queue]:
    with Queue(every_setting, every_setting.fresh()) as queue:
        yield queue


def test_that_the_table_has_the_promised_columns(everywhere: Queue) -> None:
    found = everywhere.client().rows(
        "select column_name, data_type, is_nullable from information_schema.columns"
        " where table_schema = 'public' and table_name = 'job_queue'"
    )
    shape = {row["column_name"]: (row["data_type"], row["is_nullable"]) for row in found}
    assert {name: shape[name] for name in COLUMNS} == COLUMNS


def test_that_a_plain_insert_is_enough_and_the_whole_life_works(everywhere: Queue) -> None:
    client = everywhere.client()
    job = client.insert({"projectId": "p1", "imageType": "LIFESTYLE"})
    row = client.job(job)
    assert (row["status"], row["retry_count"], row["max_retries"], row["state"]) == (
        "pending",
        0,
        3,
        "queued",
    )
    assert row["created_at"] is not None
    assert row["processed_at"] is row["completed_at"] is row["error_message"] is None
    assert (row["project_id"], row["image_type"], row["user_id"]) == ("p1", "LIFESTYLE", "u1")
    taken = client.get_next_job()
    assert taken is not None
    assert taken["id"] == job
    assert taken["job_type"] == "generate-image"
    assert taken["payload"] == {"projectId": "p1", "imageType": "LIFESTYLE"}
    assert (taken["retry_count"], taken["max_retries"], taken["user_id"]) == (0, 3, "u1")
    assert client.job(job)["status"] == "processing"
    assert client.job(job)["processed_at"] is not None
    client.mark_completed(job)
    assert client.job(job)["status"] == "completed"
    assert client.job(job)["completed_at"] is not None
    assert client.get_next_job() is None


@pytest.mark.parametrize("word", ["cancelled", "queued", "PENDING", ""])
def test_that_there_is_no_fifth_status(client: Client, word: str) -> None:
    job = client.insert()
    with pytest.raises(psycopg.errors.CheckViolation):
        client.run("update job_queue set status = %s where id = %s", word, job)
    with pytest.raises(psycopg.errors.CheckViolation):
        client.insert(status=word)


PAYLOADS: tuple[Any, ...] = (
    [],
    [1, {"projectId": "p"}],
    "text",
    7,
    True,
    {},
    {"projectId": None, "imageType": None},
    {"projectId": {"a": ["b"]}, "imageType": ["x"]},
    {"projectId": "p" * 100_000, "imageType": "i" * 100_000},
    {"projectId": 42, "imageType": 7},
    {"deep": [[[[{"x": [{"y": None}]}]]]]},
    {"big": "x" * 3_000_000},
    {"projectId": "pæøå 🍶 ' \\ \" %s", "imageType": "ß"},
)


@pytest.mark.parametrize("job_type", ["generate-image", "generate-complete-pack", "something-else"])
def test_that_any_payload_passes_through(client: Client, job_type: str) -> None:
    for payload in PAYLOADS:
        job = client.insert(payload, job_type)
        taken = client.get_next_job()
        assert taken is not None
        assert taken["payload"] == payload
        client.mark_failed(job)
        client.make_due()
        leased = client.claim_one()
        assert leased["payload"] == payload
        assert client.fail(leased, p_retryable=False) == "failed"
        assert client.retry(job) == 1
        client.run("delete from job_queue")


def test_that_json_null_is_a_payload_too(client: Client) -> None:
    client.run("insert into job_queue (job_type, payload) values ('generate-image', 'null')")
    taken = client.get_next_job()
    assert taken is not None
    assert taken["payload"] is None


def test_that_a_number_names_a_project_as_well_as_a_text(client: Client) -> None:
    assert client.job(client.insert({"projectId": 42}))["project_id"] == "42"
    assert client.job(client.insert({"projectId": ["42"]}))["project_id"] is None


def test_that_two_transactions_never_get_the_same_job_nor_wait(queue: Queue) -> None:
    first, second, third = (queue.client(autocommit=False) for _ in range(3))
    client = queue.client()
    jobs = [client.insert({"n": n}) for n in range(2)]
    for waiting in (second, third):
        waiting.run("set lock_timeout = '2s'")
        waiting.connection.commit()
    a, b, c = first.get_next_job(), second.get_next_job(), third.get_next_job()
    assert a is not None
    assert b is not None
    assert [a["id"], b["id"], c] == [*jobs, None]
    first.connection.rollback()
    second.connection.commit()
    third.connection.rollback()
    again = third.get_next_job()
    assert again is not None
    assert again["id"] == jobs[0]
    third.connection.commit()


def test_that_an_open_transaction_around_a_claim_holds_up_nobody_in_the_same_pack(queue: Queue) -> None:
    client, holder = queue.client(), queue.client(autocommit=False)
    project = client.project()
    pack = client.enqueue_pack(project)
    held = holder.get_next_job()
    assert held is not None
    client.run("set lock_timeout = '2s'")
    taken = client.claim(5)
    assert held["id"] not in [job["id"] for job in taken]
    assert len(taken) == 5
    assert all(row["held"] for row in client.heartbeat(*taken))
    holder.connection.commit()
    assert client.job(pack)["status"] == "processing"


def test_that_twenty_callers_at_once_get_twenty_jobs(queue: Queue) -> None:
    client = queue.client()
    jobs = {client.insert({"projectId": "same", "n": n}) for n in range(20)}
    callers = [queue.client() for _ in range(20)]
    taken = in_threads([caller.get_next_job for caller in callers])
    assert {row["id"] for row in taken} == jobs


def test_that_a_job_inserted_while_others_claim_is_never_lost(embedded_queue: Queue) -> None:
    """A claim may see rows that are newer than the calling statement's snapshot; it must return them."""
    producer, *callers = [embedded_queue.client() for _ in range(4)]
    wanted = 300
    seen: list[Any] = []

    def produce() -> None:
        for n in range(wanted):
            producer.insert({"n": n})

    def consume(caller: Client) -> None:
        deadline = time.monotonic() + 20
        while len(seen) < wanted and time.monotonic() < deadline:
            row = caller.get_next_job()
            if row is not None:
                seen.append(row["id"])

    in_threads([produce, *(partial(consume, caller) for caller in callers)])
    assert len(seen) == len(set(seen)) == wanted
    assert producer.value("select count(*) from job_queue where status = 'processing'") == wanted


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_that_n_retries_are_n_plus_one_attempts(client: Client, retries: int) -> None:
    job = client.insert(max_retries=retries)
    for attempt in range(retries + 1):
        client.make_due()
        taken = client.get_next_job()
        assert taken is not None
        assert taken["retry_count"] == attempt
        client.mark_failed(job, f"error {attempt}")
        row = client.job(job)
        assert row["error_message"] == f"error {attempt}"
        if attempt < retries:
            assert (row["status"], row["retry_count"], row["completed_at"]) == ("pending", attempt + 1, None)
    row = client.job(job)
    assert (row["status"], row["retry_count"]) == ("failed", retries)
    assert row["completed_at"] is not None
    client.make_due()
    assert client.get_next_job() is None
    assert len(client.attempts(job)) == retries + 1


def test_that_pending_rows_may_be_marked_directly(client: Client) -> None:
    done, broken, started = client.insert(), client.insert(max_retries=1), client.insert()
    client.mark_completed(done)
    assert client.job(done)["status"] == "completed"
    assert client.job(done)["completed_at"] is not None
    client.mark_failed(broken)
    assert (client.job(broken)["status"], client.job(broken)["retry_count"]) == ("pending", 1)
    client.mark_failed(broken)
    assert (client.job(broken)["status"], client.job(broken)["retry_count"]) == ("failed", 1)
    client.mark_processing(started)
    first = client.job(started)
    assert first["status"] == "processing"
    assert first["lease_expires_at"] is not None
    client.mark_processing(started)
    again = client.job(started)
    assert (again["status"], again["lease"], again["processed_at"]) == (
        "processing",
        first["lease"],
        first["processed_at"],
    )


@pytest.mark.parametrize("status", ["completed", "failed"])
def test_that_terminal_rows_stay_untouched(client: Client, status: str) -> None:
    job = client.insert(max_retries=0)
    client.mark_completed(job) if status == "completed" else client.mark_failed(job, "first")
    before = client.job(job)
    client.mark_completed(job)
    client.mark_failed(job, "second")
    client.mark_processing(job)
    assert client.job(job) == before


def test_that_marking_an_unknown_job_is_no_error(client: Client) -> None:
    client.mark_completed(client.worker)
    client.mark_failed(client.worker)
    client.mark_processing(client.worker)


@pytest.mark.parametrize("error", [None, "", "x" * 100_000, "línea ' \\ %s \x01"])
def test_that_any_error_text_is_kept_up_to_a_cap(client: Client, error: str | None) -> None:
    job = client.insert(max_retries=0)
    client.mark_failed(job, error)
    kept = client.job(job)["error_message"]
    assert kept == ((error or "failed")[:4000])


def test_that_twenty_failures_at_once_are_all_counted(queue: Queue) -> None:
    client = queue.client()
    job = client.insert(max_retries=50)
    callers = [queue.client() for _ in range(20)]
    in_threads([partial(caller.mark_failed, job) for caller in callers])
    assert client.job(job)["retry_count"] == 20
    assert len(client.attempts(job)) == 20


def test_that_a_plain_insert_wakes_and_tells_within_50_ms(queue: Queue) -> None:
    client, listener = queue.client(), queue.client()
    listener.listen()
    client.insert()
    listener.notices(0.3)
    delays = []
    for _ in range(5):
        started = time.perf_counter()
        job = client.insert({"projectId": "p"})
        got = dict(listener.notices(1, stop_after=2))
        delays.append(time.perf_counter() - started)
        assert got == {"wake": None, "changes": {"table": "jobs", "ids": [str(job)]}}
    print(f"insert to wake: {min(delays) * 1000:.1f} ms")
    assert min(delays) < 0.05


def test_that_a_plain_update_and_delete_work_and_tell(queue: Queue) -> None:
    client, listener = queue.client(), queue.client()
    job = client.insert()
    listener.listen()
    changes = ("changes", {"table": "jobs", "ids": [str(job)]})
    assert client.run("update job_queue set status = 'failed' where id = %s", job) == 1
    assert listener.notices() == [changes]
    assert client.job(job)["completed_at"] is not None
    assert client.run("update job_queue set status = 'pending' where id = %s", job) == 1
    assert sorted(listener.notices(), key=str) == [changes, ("wake", None)]
    row = client.job(job)
    assert row["completed_at"] is row["error_message"] is None
    client.run('update job_queue set payload = \'{"projectId": "p9"}\' where id = %s', job)
    assert client.job(job)["project_id"] == "p9"
    assert listener.notices() == [changes]
    assert client.run("delete from job_queue where id = %s", job) == 1
    assert listener.notices() == [changes]


def test_that_a_plain_insert_may_bring_a_finished_job(client: Client) -> None:
    job = client.insert(status="completed", completed_at="2020-01-02 03:04:05+00")
    assert client.job(job)["completed_at"].year == 2020


def test_that_unknown_types_are_accepted(client: Client) -> None:
    client.insert({"anything": 1}, "send-mail")
    taken = client.get_next_job()
    assert taken is not None
    assert taken["job_type"] == "send-mail"
