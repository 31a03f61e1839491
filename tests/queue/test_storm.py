"""Everything at once: nobody ever deadlocks, and the books balance afterwards."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.queue.clients import IMAGE_TYPES, Client, Queue, in_threads

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 6.0


@pytest.mark.slow
def test_that_a_storm_of_all_operations_never_deadlocks(queue: Queue) -> None:
    admin = queue.client()
    admin.run("update packdesk.queue_settings set backoff_base = '1 millisecond', lease = '1 second'")
    projects = [admin.project() for _ in range(3)]
    doomed: list[str] = []
    errors: list[str] = []
    done: Counter[str] = Counter()
    stop = time.monotonic() + SECONDS
    guard = threading.Lock()

    def jobs(client: Client, n: int = 12) -> list[Any]:
        return [row["id"] for row in client.rows("select id from job_queue order by random() limit %s", n)]

    def pick() -> str:
        with guard:
            return random.choice([*projects, *doomed])

    def enqueue(client: Client) -> None:
        if random.random() < 0.4:
            client.enqueue_pack(pick(), p_include_aplus=random.random() < 0.3)
        elif random.random() < 0.5:
            client.enqueue_image(pick(), random.choice(IMAGE_TYPES))
        elif random.random() < 0.5:
            client.insert({"projectId": pick(), "imageType": random.choice(IMAGE_TYPES)})
        else:
            client.insert({"projectId": pick()}, "generate-complete-pack")

    def work(client: Client) -> None:
        held = client.claim(random.randint(1, 8))
        if held:
            client.heartbeat(*random.sample(held, len(held)), progress=[random.random()] * len(held))
        for job in held:
            fate = random.random()
            if job["job_type"] == "generate-complete-pack":
                client.call("expand_pack", p_job=job["id"], p_lease=job["lease"])
            elif fate < 0.6 and job["image_type"]:
                client.complete_image(job)
            elif fate < 0.8:
                client.fail(job, p_retryable=fate < 0.7)
            elif fate < 0.9:
                client.release(*random.sample(held, len(held)))

    def old_style(client: Client) -> None:
        job = client.get_next_job()
        if job is not None:
            (client.mark_completed if random.random() < 0.7 else client.mark_failed)(job["id"])

    def manage(client: Client) -> None:
        some = jobs(client)
        fate = random.random()
        if fate < 0.3:
            client.cancel(*some)
        elif fate < 0.7:
            client.retry(*some)
        elif fate < 0.9:
            client.call("prioritise_jobs", p_jobs=some, p_priority=random.randint(0, 3))
        else:
            client.rescue()

    def delete(client: Client) -> None:
        project = client.project()
        with guard:
            doomed.append(project)
        time.sleep(0.15)
        with guard:
            gone = doomed[:2] if len(doomed) > 3 else []
            del doomed[: len(gone)]
        if gone:
            client.call("delete_projects", p_projects=gone)

    def keep_house(client: Client) -> None:
        client.run(
            "update job_queue set completed_at = completed_at - interval '2 days' where id in"
            " (select id from job_queue where completed_at is not null and random() < 0.2 for update skip locked)"
        )
        client.call("prune_jobs", p_older_than="1 day", p_limit=20)
        client.call("prune_blobs")
        time.sleep(0.05)

    def repeat(task: Callable[[Client], None]) -> None:
        client = queue.client()
        while time.monotonic() < stop:
            try:
                task(client)
                done[task.__name__] += 1
            except psycopg.Error as error:
                # a project deleted in the meantime is a plain refusal, everything else is a bug
                if error.sqlstate not in {"PD001", "PD002"}:
                    errors.append(f"{task.__name__}: {error.sqlstate} {error}")

    tasks = [enqueue, enqueue, enqueue, work, work, work, work, old_style, old_style, manage, manage, delete]
    in_threads([*(partial(repeat, task) for task in tasks), partial(repeat, keep_house)])
    print(f"storm on {queue.setting.name}: {dict(done)}")
    assert errors == [], "\n\n".join(errors)
    assert min(done.values()) > 5
    assert admin.value("select deadlocks from pg_stat_database where datname = current_database()") == 0
    _assert_books_balance(admin)


def _assert_books_balance(client: Client) -> None:
    wrong_packs = client.rows(
        "select p.id, p.status, p.children_done, p.children_total, c.* from job_queue p"
        " cross join lateral (select count(*) as total, count(*) filter (where status = 'completed') as done,"
        "   count(*) filter (where status = 'failed') as failed from job_queue where parent_id = p.id) c"
        " where p.expanded_at is not null and c.total > 0"
        "   and (p.children_total <> c.total or p.children_done <> c.done"
        "        or (p.status = 'completed') <> (c.done = c.total)"
        "        or (c.failed = 0 and p.status = 'failed'))"
    )
    assert wrong_packs == []
    wrong_projects = client.rows(
        "select p.id, p.status from packdesk.projects p where (p.status = 'PROCESSING') <>"
        " exists (select from job_queue q where q.project_id = p.id and q.status in ('pending', 'processing'))"
    )
    assert wrong_projects == []
    twice = client.rows(
        "select project_id, image_type from packdesk.generated_images where chosen"
        " group by 1, 2 having count(*) > 1"
    )
    assert twice == []
    assert client.rows("select from job_queue where retry_count > max_retries") == []
