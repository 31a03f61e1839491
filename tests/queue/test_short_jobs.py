"""Jobs by the hundred in one transaction: as well kept as one by one, and guarded by counts."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.queue.clients import Client, Queue, Row


def fill(client: Client, jobs: int, job_type: str = "x") -> None:
    client.run(
        "insert into job_queue (job_type, payload) select %s, to_jsonb(n) from generate_series(1, %s) n",
        job_type,
        jobs,
    )


def statuses(client: Client) -> dict[str, int]:
    return {
        row["status"]: row["n"] for row in client.rows("select status, count(*) n from job_queue group by 1")
    }


def test_that_handing_in_and_claiming_are_one_call_in_order(client: Client) -> None:
    fill(client, 5)
    stale, first = client.finish_and_claim(limit=3)
    assert stale == []
    assert [job["payload"] for job in first] == [1, 2, 3]
    stale, second = client.finish_and_claim(*first, limit=3)
    assert stale == []
    assert [job["payload"] for job in second] == [4, 5]
    assert client.finish_and_claim(*second, limit=3) == ([], [])
    assert statuses(client) == {"completed": 5}


def test_that_a_stale_lease_is_turned_away_among_good_ones(client: Client) -> None:
    fill(client, 3)
    _, held = client.finish_and_claim(limit=3)
    client.expire(held[1]["id"])
    again = client.claim_one()
    assert again["id"] == held[1]["id"]
    stale, _ = client.finish_and_claim(*held)
    assert stale == [held[1]["id"]]
    assert statuses(client) == {"completed": 2, "processing": 1}
    assert client.complete(again)


def test_that_a_cancelled_job_stays_cancelled(client: Client) -> None:
    fill(client, 2)
    _, held = client.finish_and_claim(limit=2)
    client.cancel(held[0]["id"])
    stale, _ = client.finish_and_claim(*held)
    assert stale == [held[0]["id"]]
    assert statuses(client) == {"completed": 1, "failed": 1}


def test_that_history_says_of_a_hundred_what_it_says_of_one(client: Client) -> None:
    fill(client, 101)
    client.complete(client.claim_one())
    _, held = client.finish_and_claim(limit=100)
    client.finish_and_claim(*held)
    found = client.rows(
        "select a.attempt, a.outcome, a.error, a.lease = q.lease as same_lease,"
        "       a.worker_id = q.worker_id as same_worker,"
        "       a.started_at = q.processed_at as began_then, a.ended_at >= a.started_at as ended_later, count(*) as n"
        "  from packdesk.attempts a join job_queue q on q.id = a.job_id group by 1, 2, 3, 4, 5, 6, 7"
    )
    assert found == [
        {
            "attempt": 1,
            "outcome": "completed",
            "error": None,
            "same_lease": True,
            "same_worker": True,
            "began_then": True,
            "ended_later": True,
            "n": 101,
        }
    ]
    rows = client.rows(
        "select distinct progress, lease_expires_at, deadline_at, completed_at is not null as ended,"
        "       version > 0 as news from job_queue"
    )
    assert rows == [
        {"progress": 1, "lease_expires_at": None, "deadline_at": None, "ended": True, "news": True}
    ]


def test_that_a_pack_and_its_project_follow_a_batch(client: Client) -> None:
    project = client.project()
    pack = client.enqueue_pack(project)
    _, held = client.finish_and_claim(limit=10)
    assert len(held) == 6
    row = client.one("select status, children_done from job_queue where id = %s", pack)
    assert row == {"status": "processing", "children_done": 0}
    assert client.status_of(project) == "PROCESSING"
    client.finish_and_claim(*held)
    row = client.one("select status, children_done, children_total from job_queue where id = %s", pack)
    assert row == {"status": "completed", "children_done": 6, "children_total": 6}
    assert client.status_of(project) == "COMPLETED"


def test_that_a_batch_is_one_notice_that_names_all_of_it(queue: Queue) -> None:
    client, ear = queue.client(), queue.client()
    fill(client, 60)
    ear.run("listen packdesk_changes")
    _, held = client.finish_and_claim(limit=60)
    client.finish_and_claim(*held)
    notices = [told for channel, told in ear.notices() if channel == "changes"]
    assert [sorted(told["ids"]) for told in notices] == [sorted(str(job["id"]) for job in held)] * 2


def test_that_a_mark_set_by_hand_hides_nothing(queue: Queue) -> None:
    """What stops the trigger for rows that were seen to can't be used by somebody else."""
    client, ear = queue.client(), queue.client()
    job = client.insert()
    ear.run("listen packdesk_changes")
    client.run("set packdesk.is_told = 'yes'")
    held = client.claim_one()
    assert client.fail(held, p_retry_after="0 seconds") == "retrying"
    client.run("set packdesk.is_told = 'yes'")
    client.run("update job_queue set status = 'completed' where id = %s", job)
    assert [row["outcome"] for row in client.attempts(job)] == ["retrying", "completed"]
    assert len([told for channel, told in ear.notices() if channel == "changes"]) == 3


def test_that_eight_workers_in_a_hurry_do_everything_once(queue: Queue) -> None:
    fill(queue.client(), 2000)
    taken: list[Row] = []
    refused: list[Any] = []

    def work(client: Client) -> None:
        held: list[Row] = []
        while True:
            stale, claimed = client.finish_and_claim(*held, limit=37)
            refused.extend(stale)
            taken.extend(claimed)
            held = claimed
            if not claimed:
                return

    threads = [threading.Thread(target=work, args=(queue.client(),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert Counter(job["id"] for job in taken).most_common(1)[0][1] == 1
    assert statuses(queue.client()) == {"completed": 2000}
    assert queue.client().value("select count(*) from packdesk.attempts") == 2000


def test_that_batches_and_single_hands_lock_in_one_order(queue: Queue) -> None:
    """Cancelling what others hand in at this moment: somebody waits, nobody ends in a deadlock."""
    client = queue.client()
    for _ in range(5):
        fill(client, 40)
        _, held = client.finish_and_claim(limit=40)
        errors: list[Exception] = []

        def at_once(work: Any, errors: list[Exception] = errors) -> threading.Thread:
            def run() -> None:
                try:
                    work()
                except Exception as error:  # noqa: BLE001  (looked at below, in the test's thread)
                    errors.append(error)

            return threading.Thread(target=run)

        first, second, third = queue.client(), queue.client(), queue.client()
        threads = [
            at_once(lambda held=held, first=first: first.finish_and_claim(*held)),
            at_once(lambda held=held, second=second: second.finish_and_claim(*reversed(held))),
            at_once(lambda held=held, third=third: third.cancel(*[job["id"] for job in reversed(held)])),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []


def test_that_a_plain_insert_in_bulk_is_one_notice_and_no_trigger_a_row(queue: Queue) -> None:
    client, ear = queue.client(), queue.client()
    ear.run("listen packdesk_changes")
    ear.run("listen packdesk_wake")
    client.run("set track_functions = 'all'") if queue.setting.kind == "superuser" else None
    fill(client, 5000)
    told = ear.notices()
    assert sorted(channel for channel, _ in told) == ["changes", "wake"]
    if queue.setting.kind == "superuser":
        client.run("select pg_stat_force_next_flush()")
        called = {
            row["funcname"]: row["calls"]
            for row in client.rows("select funcname, calls from pg_stat_user_functions where calls > 0")
        }
        assert called.get("normalise_job", 0) == 0
        assert called["jobs_inserted"] == 1


def test_that_heartbeats_stay_in_their_page(client: Client) -> None:
    """Heap-only updates: no index is written, however many there are."""
    fill(client, 50)
    _, held = client.finish_and_claim(limit=50)
    client.run("vacuum job_queue")

    def counters() -> Row:
        client.run("select pg_stat_force_next_flush()")
        return client.one(
            "select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relid = 'job_queue'::regclass"
        )

    before = counters()
    for n in range(20):
        client.heartbeat(*held, progress=[n / 20] * 50)
    after = counters()
    updated = after["n_tup_upd"] - before["n_tup_upd"]
    assert updated >= 900
    assert (after["n_tup_hot_upd"] - before["n_tup_hot_upd"]) / updated > 0.95


def test_that_history_goes_with_its_jobs_however_they_go(client: Client) -> None:
    fill(client, 3)
    _, held = client.finish_and_claim(limit=3)
    for job in held:
        client.release(job)
    _, held = client.finish_and_claim(limit=3)
    client.finish_and_claim(*held)

    def kept() -> tuple[int, int]:
        return (
            client.value("select count(*) from packdesk.attempts"),
            client.value("select count(*) from packdesk.job_attempts"),
        )

    assert kept() == (6, 3), "a completed attempt is told from its job"
    client.run("delete from job_queue where id = %s", held[0]["id"])
    assert kept() == (4, 2)
    client.run("truncate job_queue cascade")
    assert kept() == (0, 0)


def test_that_what_completed_is_remembered_when_its_job_is_taken_up_again(client: Client) -> None:
    fill(client, 1)
    _, (held,) = client.finish_and_claim(limit=1)
    client.finish_and_claim(held)
    (before,) = client.attempts(held["id"])
    # as a web app may do; nobody of ours can
    client.run("update job_queue set status = 'pending', retry_count = 0 where id = %s", held["id"])
    (after,) = client.attempts(held["id"])
    assert {k: v for k, v in after.items() if k != "id"} == {k: v for k, v in before.items() if k != "id"}
    again = client.claim_one()
    assert client.complete(again)
    told = client.attempts(held["id"])
    assert [(a["outcome"], a["lease"]) for a in told] == [
        ("completed", held["lease"]),
        ("completed", again["lease"]),
    ]
    assert told[0]["ended_at"] < told[1]["started_at"] < told[1]["ended_at"]


def test_that_an_attempt_by_hand_is_one_too(client: Client) -> None:
    """Old-style clients complete what they claimed with their own calls, or what nobody claimed."""
    fill(client, 2)
    old = client.one("select * from get_next_job()")
    client.run("select mark_job_processing(%s)", old["id"])
    client.run("select mark_job_completed(%s)", old["id"])
    other = client.value("select id from job_queue where status = 'pending'")
    client.run("update job_queue set status = 'completed' where id = %s", other)
    for job in (old["id"], other):
        (told,) = client.attempts(job)
        assert (told["attempt"], told["outcome"]) == (1, "completed")
        assert told["started_at"] <= told["ended_at"]
