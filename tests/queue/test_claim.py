"""Claims, leases, heartbeats, retries and rescue."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.queue.clients import Client, Queue, in_threads

if TYPE_CHECKING:
    from collections.abc import Callable

SECOND = dt.timedelta(seconds=1)


def ids(rows: list[dict[str, Any]]) -> list[uuid.UUID]:
    return [row["id"] for row in rows]


def test_that_priority_goes_before_first_come_first_served(client: Client) -> None:
    low, first, second, high = (client.insert(priority=p) for p in (-1, 0, 0, 5))
    assert ids(client.claim(3)) == [high, first, second]
    assert ids(client.claim(3)) == [low]


def test_that_jobs_of_one_statement_keep_their_order(client: Client) -> None:
    rows = client.rows(
        "insert into job_queue (job_type, payload) select 'x', to_jsonb(n) from generate_series(1, 50) n returning id"
    )
    assert ids(client.claim(50)) == ids(rows)


def test_that_a_later_run_after_waits(client: Client) -> None:
    later = client.insert(run_after=dt.datetime.now(dt.UTC) + dt.timedelta(seconds=0.6), priority=9)
    now = client.insert()
    assert client.job(later)["state"] == "scheduled"
    assert ids(client.claim(5)) == [now]
    outlook = client.one("select * from packdesk.outlook(%s)", client.worker)
    assert 0 < outlook["next_due_s"] <= 0.6
    assert outlook["held_by_others"] == 0
    time.sleep(0.7)
    assert ids(client.claim(5)) == [later]


def test_that_outlook_sees_past_a_thousand_scheduled_jobs(client: Client) -> None:
    client.run(
        "insert into job_queue (job_type, payload, priority, run_after)"
        " select 'x', '{}', 5, now() + interval '1 hour' from generate_series(1, 1500)"
    )
    client.insert()
    assert client.one("select * from packdesk.outlook(%s)", client.worker)["next_due_s"] == 0


def test_that_outlook_counts_what_lease_less_clients_hold(client: Client) -> None:
    assert client.one("select * from packdesk.outlook(%s)", client.worker) == {
        "next_due_s": None,
        "held_by_others": 0,
    }
    client.insert()
    client.get_next_job()
    assert client.one("select * from packdesk.outlook(%s)", client.worker)["held_by_others"] == 1


@pytest.mark.parametrize("limit", [0, -3, None])
def test_that_a_claim_of_nothing_takes_nothing(client: Client, limit: Any) -> None:
    client.insert()
    assert client.claim(limit) == []


def test_that_expired_leases_are_claimed_by_the_same_call(client: Client) -> None:
    job = client.insert()
    first = client.claim_one()
    client.expire(job)
    assert client.job(job)["state"] == "stalled"
    second = client.claim_one()
    assert second["id"] == job
    assert second["lease"] > first["lease"]
    assert second["retry_count"] == 1
    client.expire(job)
    third = client.get_next_job()
    assert third is not None
    assert third["retry_count"] == 2


def test_that_leases_only_grow(client: Client) -> None:
    newest = 0
    for _ in range(4):
        client.run("insert into job_queue (job_type, payload) values ('x', '{}'), ('x', '{}')")
        taken = client.claim(2)
        leases = {job["lease"] for job in taken}
        assert len(leases) == 2
        assert min(leases) > newest, "none is given twice, none goes back"
        newest = max(leases)
        client.release(*taken)


def test_that_a_claim_lends_thirty_seconds_and_sets_the_types_deadline(client: Client) -> None:
    client.insert()
    job = client.claim_one()
    now = client.value("select clock_timestamp()")
    assert 28 * SECOND < job["lease_expires_at"] - now <= 30 * SECOND
    assert 298 * SECOND < job["deadline_at"] - now <= 300 * SECOND
    client.insert({}, "generate-aplus")
    assert client.claim_one()["deadline_at"] - now > 500 * SECOND


def late_answers(client: Client) -> dict[str, Callable[[Any], object]]:
    return {
        "complete": client.complete,
        "complete_image": client.complete_image,
        "fail": client.fail,
        "release": client.release,
        "heartbeat": lambda job: client.heartbeat(job, progress=[0.5])[0]["held"],
    }


def test_that_a_late_answer_changes_nothing_and_is_told_so(client: Client) -> None:
    project = client.project()
    job = client.enqueue_image(project)
    stale = client.claim_one()
    client.expire(job)
    current = client.claim_one()
    before = client.job(job)
    said = {name: answer(stale) for name, answer in late_answers(client).items()}
    assert said == {
        "complete": False,
        "complete_image": None,
        "fail": "stale",
        "release": 0,
        "heartbeat": False,
    }
    assert client.job(job) == before
    assert client.value("select count(*) from packdesk.generated_images") == 0
    assert client.complete_image(current) is not None
    said = {name: answer(current) for name, answer in late_answers(client).items()}
    assert said == {
        "complete": False,
        "complete_image": None,
        "fail": "stale",
        "release": 0,
        "heartbeat": False,
    }


def test_that_a_lease_less_clients_mark_makes_a_lease_stale(client: Client) -> None:
    job = client.insert()
    held = client.claim_one()
    client.mark_failed(job)
    assert not client.complete(held)
    assert client.job(job)["status"] == "pending"


def test_that_a_heartbeat_renews_and_shows_progress(client: Client) -> None:
    client.insert()
    job = client.claim_one()
    client.run("update job_queue set lease_expires_at = now() + interval '1 second'")
    (answer,) = client.heartbeat(job, progress=[0.25])
    assert answer == {"job_id": job["id"], "held": True, "cancelled": False}
    row = client.job(job["id"])
    assert row["progress"] == 0.25
    assert row["lease_expires_at"] - client.value("select now()") > 25 * SECOND
    client.heartbeat(job, progress=[None])
    assert client.job(job["id"])["progress"] == 0.25
    for given, kept in ((7, 1), (-2, 0), (float("nan"), 0)):
        client.heartbeat(job, progress=[given])
        assert client.job(job["id"])["progress"] == kept
    assert client.heartbeat() == []


def test_that_a_heartbeat_tells_of_a_cancel_and_of_a_deleted_job(client: Client) -> None:
    one, two = client.insert(), client.insert()
    held = client.claim(2)
    assert client.cancel(one) == 1
    client.run("delete from job_queue where id = %s", two)
    told = {row["job_id"]: (row["held"], row["cancelled"]) for row in client.heartbeat(*held)}
    assert told == {one: (False, True), two: (False, False)}
    assert not client.complete(held[0])


def test_that_the_deadline_ends_a_job_whose_heart_still_beats(client: Client) -> None:
    job = client.insert(max_retries=1)
    held = client.claim_one()
    client.run("update job_queue set deadline_at = now() - interval '1 second' where id = %s", job)
    assert client.heartbeat(held)[0]["held"] is False
    client.expire(job)
    assert client.rescue() == 1
    assert "longer than it may" in client.job(job)["error_message"]
    held = client.claim_one()
    client.run("update job_queue set deadline_at = now() + interval '2 seconds' where id = %s", job)
    assert client.heartbeat(held)[0]["held"] is True
    row = client.job(job)
    assert row["lease_expires_at"] == row["deadline_at"]


def test_that_a_paused_queue_and_a_paused_worker_take_nothing(queue: Queue) -> None:
    client, other = queue.client(), queue.client()
    client.register(session_lock=False)
    client.insert()
    client.call("pause_queue", p_paused=True)
    assert client.claim() == other.claim() == []
    assert client.get_next_job() is None
    client.call("pause_queue", p_paused=False)
    assert client.call("pause_worker", p_worker=client.worker, p_paused=True) is True
    assert client.call("pause_worker", p_worker=client.worker, p_paused=True) is False
    assert client.claim() == []
    assert len(other.claim()) == 1


def test_that_failures_are_retried_with_jitter_under_a_cap(client: Client) -> None:
    client.run("update packdesk.queue_settings set backoff_base = '1 second', backoff_cap = '4 seconds'")
    delays: dict[int, list[float]] = {}
    client.run(
        "insert into job_queue (job_type, payload, max_retries) select 'x', '{}', 6 from generate_series(1, 30)"
    )
    for attempt in range(6):
        client.make_due()
        for job in client.claim(30):
            assert client.fail(job, "overloaded") == "retrying"
            row = client.job(job["id"])
            assert row["status"] == "pending"
            assert row["state"] in ("retrying", "queued")
            wait = (row["run_after"] - client.value("select clock_timestamp()")).total_seconds()
            delays.setdefault(attempt, []).append(wait)
    for attempt, waits in delays.items():
        cap = min(4.0, 2.0**attempt)
        assert max(waits) <= cap
        assert max(waits) > cap * 0.6, "thirty draws up to the cap"
        assert min(waits) < cap * 0.4, "full jitter starts at zero"


def test_that_retry_after_is_kept(client: Client) -> None:
    job = client.insert()
    assert client.fail(client.claim_one(), p_retry_after=dt.timedelta(seconds=90)) == "retrying"
    wait = client.job(job)["run_after"] - client.value("select clock_timestamp()")
    assert 88 * SECOND < wait <= 90 * SECOND


def test_that_a_permanent_failure_is_final_at_once(client: Client) -> None:
    job = client.insert()
    assert client.fail(client.claim_one(), "not an image", p_retryable=False) == "failed"
    row = client.job(job)
    assert (row["status"], row["retry_count"], row["error_message"]) == ("failed", 0, "not an image")
    assert row["completed_at"] is not None


def test_that_leased_and_lease_less_attempts_count_together(client: Client) -> None:
    job = client.insert(max_retries=2)
    assert client.fail(client.claim_one()) == "retrying"
    client.mark_failed(job)
    client.make_due()
    assert client.fail(client.claim_one()) == "failed"
    assert client.job(job)["retry_count"] == 2


def test_that_lowering_max_retries_later_never_lowers_the_count(client: Client) -> None:
    job = client.insert(retry_count=5, max_retries=2)
    client.mark_failed(job)
    assert (client.job(job)["status"], client.job(job)["retry_count"]) == ("failed", 5)


def test_that_a_release_costs_no_attempt(client: Client) -> None:
    client.insert(max_retries=0)
    for _ in range(3):
        held = client.claim_one()
        assert held["retry_count"] == 0
        assert client.release(held) == 1
    assert client.complete(client.claim_one())


def test_that_a_job_which_keeps_killing_workers_ends_failed_and_says_why(client: Client) -> None:
    job = client.insert(max_retries=2)
    for _ in range(3):
        client.claim_one()
        client.expire(job)
        assert client.rescue() == 1
    row = client.job(job)
    assert (row["status"], row["retry_count"]) == ("failed", 2)
    assert row["error_message"].startswith(
        "Given up after 3 attempts: in the last 3 of them the worker stopped"
    )
    assert [attempt["outcome"] for attempt in client.attempts(job)] == ["lost"] * 3
    assert client.rescue() == 0


def test_that_ordinary_failures_are_not_blamed_on_workers(client: Client) -> None:
    job = client.insert(max_retries=2)
    client.fail(client.claim_one())
    client.make_due()
    client.fail(client.claim_one())
    client.make_due()
    client.claim_one()
    client.expire(job)
    client.rescue()
    assert "after 3 attempts: in the last 1 of them" in client.job(job)["error_message"]


HOLDER = """
import sys, time, uuid, psycopg
dsn, worker = sys.argv[1], uuid.UUID(sys.argv[2])
connection = psycopg.connect(dsn, autocommit=True)
connection.execute("select packdesk.register_worker(%s, 'victim', 'headless', '1', 1, true)", [worker])
print(connection.execute("select id from packdesk.claim_jobs(%s, 1)", [worker]).fetchone()[0], flush=True)
time.sleep(60)
"""


def test_that_a_killed_workers_job_runs_again_within_five_seconds(queue: Queue) -> None:
    client = queue.client()
    job = client.insert()
    while client.value("select clock_timestamp() - pg_postmaster_start_time() < interval '5.2 seconds'"):
        time.sleep(0.2)
    command = [sys.executable, "-c", HOLDER, queue.setting.dsn(queue.database), str(uuid.uuid4())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline().strip() == str(job)
        assert client.rescue() == 0, "alive"
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
    deadline = time.monotonic() + 5
    while client.rescue() == 0:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    row = client.job(job)
    assert (row["status"], row["retry_count"]) == ("pending", 1)
    assert client.claim_one()["id"] == job


def test_that_a_worker_without_a_session_lock_is_judged_by_its_lease_alone(client: Client) -> None:
    client.register(session_lock=False)
    job = client.insert()
    client.claim_one()
    assert client.rescue() == 0
    client.expire(job)
    assert client.rescue() == 1


def test_that_signing_in_again_renews_and_signing_off_stays_in_the_list(queue: Queue) -> None:
    client = queue.client()
    client.register()
    first = client.one("select * from packdesk.workers")
    client.register()
    assert client.one("select * from packdesk.workers")["lock_no"] != first["lock_no"]
    client.run("select packdesk.sign_off_worker(%s)", client.worker)
    row = client.one("select * from packdesk.workers")
    assert row["stopped_at"] is not None
    client.register()
    assert client.one("select * from packdesk.workers")["stopped_at"] is None
    client.run("update packdesk.workers set stopped_at = now() - interval '8 days'")
    client.run("select packdesk.sign_off_worker(%s)", uuid.uuid4())
    assert client.rows("select * from packdesk.workers") == []


def test_that_two_thousand_jobs_are_each_claimed_exactly_once(queue: Queue) -> None:
    """Eight clients that know no leases and four that do, at the same time."""
    admin = queue.client()
    admin.run(
        "insert into job_queue (job_type, payload) select 'x', to_jsonb(n) from generate_series(1, 2000) n"
    )
    plain, leased = [queue.client() for _ in range(8)], [queue.client() for _ in range(4)]

    def take_plain(client: Client) -> list[uuid.UUID]:
        taken = []
        while (job := client.get_next_job()) is not None:
            taken.append(job["id"])
            client.mark_completed(job["id"])
        return taken

    def take_leased(client: Client) -> list[uuid.UUID]:
        taken = []
        while jobs := client.claim(5):
            taken += ids(jobs)
            for job in jobs:
                assert client.complete(job)
        return taken

    started = time.perf_counter()
    results = in_threads(
        [
            *(partial(take_plain, client) for client in plain),
            *(partial(take_leased, client) for client in leased),
        ]
    )
    print(f"2,000 jobs by 12 clients: {time.perf_counter() - started:.1f} s")
    everything = [job for taken in results for job in taken]
    assert len(everything) == 2000
    assert len(set(everything)) == 2000
    assert admin.value("select count(*) from job_queue where status = 'completed'") == 2000
    assert admin.value("select max(n) from (select count(*) n from packdesk.attempts group by job_id) a") == 1
