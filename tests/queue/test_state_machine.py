"""The real queue against a model of it, and proof that this would notice a broken queue."""

from __future__ import annotations

from functools import partial
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.queue.clients import Client, Queue, in_threads
from tests.queue.model import QueueMachine

THOROUGH = settings(
    max_examples=250,
    stateful_step_count=50,
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
QUICK = settings(
    THOROUGH, max_examples=300, phases=[Phase.generate], report_multiple_bugs=False, print_blob=False
)


def play(queue: Queue, how: settings) -> None:
    class Machine(QueueMachine):
        client = queue.client()

    run_state_machine_as_test(Machine, settings=how)


@pytest.mark.slow
def test_that_the_queue_does_what_its_model_does(embedded_queue: Queue) -> None:
    play(embedded_queue, THOROUGH)


def break_function(client: Client, name: str, right: str, wrong: str) -> None:
    """Install a copy that differs in one place."""
    source = client.value("select pg_get_functiondef(%s::regproc)", f"packdesk.{name}")
    assert source.count(right) >= 1
    client.connection.execute(source.replace(right, wrong).encode())


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("finish_and_claim", "q.status = 'pending' and", ""),
        ("finish_and_claim", "order by q.priority desc, q.created_at, q.seq", "order by q.seq desc"),
        ("finish_and_claim", "and q.run_after <= clock_timestamp()", ""),
        ("finish_jobs", "and q.lease = any (p_leases)", ""),
        ("fail_job", "and lease = p_lease", ""),
        ("rescue_jobs", "q.lease_expires_at < clock_timestamp() or", ""),
        ("rescue_jobs", "least(q.retry_count + 1, q.max_retries)", "q.retry_count"),
        ("retry_jobs", "and status = 'failed'", "and status <> 'pending'"),
        (
            "refresh_pack",
            "count(*) filter (where status = 'completed')",
            "count(*) filter (where status <> 'pending')",
        ),
        (
            "refresh_project",
            "and status in ('pending', 'processing')) then",
            "and status = 'processing') then",
        ),
    ],
)
def test_that_the_model_notices_a_broken_queue(
    embedded_queue: Queue, name: str, right: str, wrong: str
) -> None:
    break_function(embedded_queue.client(), name, right, wrong)
    with pytest.raises((AssertionError, hypothesis.errors.Flaky)):
        play(embedded_queue, QUICK)


def claimed_by_many(queue: Queue) -> list[Any]:
    queue.client().run(
        "insert into job_queue (job_type, payload) select 'x', to_jsonb(n) from generate_series(1, 200) n"
    )
    clients = [queue.client() for _ in range(8)]

    def take(client: Client) -> list[Any]:
        taken = []
        while jobs := client.claim(2):
            taken += [job["id"] for job in jobs]
        return taken

    return [job for taken in in_threads([partial(take, client) for client in clients]) for job in taken]


@pytest.mark.parametrize("broken", [False, True])
def test_that_claims_without_a_lock_would_be_noticed(embedded_queue: Queue, broken: bool) -> None:
    if broken:
        break_function(embedded_queue.client(), "finish_and_claim", "for no key update skip locked", "")
    claimed = claimed_by_many(embedded_queue)
    assert len(set(claimed)) == 200
    assert (len(claimed) > 200) is broken
