"""DRAFT, PROCESSING, COMPLETED, FAILED: always in the transaction of the job that caused it."""

from __future__ import annotations

from tests.queue.clients import Client, Queue


def finish(client: Client, n: int) -> None:
    for _ in range(n):
        assert client.complete_image(client.claim_one()) is not None


def test_that_a_pack_takes_its_project_along(queue: Queue) -> None:
    client, watcher = queue.client(autocommit=False), queue.client()
    project = watcher.project()
    assert watcher.status_of(project) == "DRAFT"
    client.enqueue_pack(project)
    assert client.status_of(project) == "PROCESSING"
    assert watcher.status_of(project) == "DRAFT", "in the same transaction, so not yet"
    client.connection.commit()
    assert watcher.status_of(project) == "PROCESSING"
    finish(watcher, 5)
    assert watcher.status_of(project) == "PROCESSING"
    job = client.claim_one()
    client.complete_image(job)
    assert client.status_of(project) == "COMPLETED"
    client.connection.rollback()
    assert watcher.status_of(project) == "PROCESSING"


def test_that_single_images_count_too(client: Client) -> None:
    project = client.project()
    client.enqueue_image(project)
    assert client.status_of(project) == "PROCESSING"
    job = client.claim_one()
    assert client.status_of(project) == "PROCESSING"
    client.fail(job, p_retryable=False)
    assert client.status_of(project) == "FAILED"
    again = client.enqueue_image(project)
    assert client.status_of(project) == "PROCESSING"
    finish(client, 1)
    assert client.status_of(project) == "COMPLETED"
    client.mark_failed(again)
    assert client.status_of(project) == "COMPLETED"


def test_that_plain_statements_and_marks_take_it_along(client: Client) -> None:
    project = client.project()
    job = client.insert({"projectId": project, "imageType": "LIFESTYLE"}, max_retries=0)
    assert client.status_of(project) == "PROCESSING"
    client.mark_failed(job)
    assert client.status_of(project) == "FAILED"
    client.run("update job_queue set status = 'pending' where id = %s", job)
    assert client.status_of(project) == "PROCESSING"
    client.mark_completed(job)
    assert client.status_of(project) == "COMPLETED"
    other = client.project()
    moved = client.insert({"projectId": project, "imageType": "LIFESTYLE"})
    client.run("update job_queue set project_id = %s where id = %s", other, moved)
    assert [client.status_of(project), client.status_of(other)] == ["COMPLETED", "PROCESSING"]
    client.run("delete from job_queue where id = %s", moved)
    assert client.status_of(other) == "DRAFT"


def test_that_retries_keep_it_processing(client: Client) -> None:
    project = client.project()
    client.enqueue_image(project)
    client.fail(client.claim_one())
    assert client.status_of(project) == "PROCESSING"


def test_that_an_earlier_runs_images_never_count(client: Client) -> None:
    project = client.project()
    client.enqueue_pack(project)
    finish(client, 6)
    assert client.status_of(project) == "COMPLETED"
    second = client.enqueue_pack(project)
    assert client.status_of(project) == "PROCESSING"
    finish(client, 3)
    client.cancel(second)
    assert client.status_of(project) == "DRAFT", "three of this run, whatever the first run made"
    client.retry(second)
    finish(client, 2)
    client.fail(client.claim_one(), p_retryable=False)
    assert client.status_of(project) == "FAILED"
    client.retry(second)
    finish(client, 1)
    assert client.status_of(project) == "COMPLETED"


def test_that_a_pack_cancelled_before_its_first_image_leaves_it_as_it_was(client: Client) -> None:
    project = client.project()
    client.cancel(client.enqueue_pack(project))
    assert client.status_of(project) == "DRAFT"
    client.enqueue_pack(project)
    finish(client, 6)
    client.cancel(client.enqueue_pack(project))
    assert client.status_of(project) == "COMPLETED"
    client.cancel(client.enqueue_image(project))
    assert client.status_of(project) == "COMPLETED"


def test_that_a_later_single_image_mends_a_failed_pack(client: Client) -> None:
    project = client.project()
    client.enqueue_pack(project)
    client.fail(client.claim_one(), p_retryable=False)
    finish(client, 5)
    assert client.status_of(project) == "FAILED"
    client.enqueue_image(project, "MAIN_IMAGE")
    finish(client, 1)
    assert client.status_of(project) == "COMPLETED"


def test_that_rescue_and_a_jobs_end_by_it_take_it_along(client: Client) -> None:
    project = client.project()
    job = client.enqueue_image(project)
    client.run("update job_queue set max_retries = 0")
    client.claim_one()
    client.expire(job)
    client.rescue()
    assert client.status_of(project) == "FAILED"


def test_that_pruning_old_jobs_leaves_projects_what_they_are(client: Client) -> None:
    done, broken = client.project(), client.project()
    client.enqueue_pack(done)
    finish(client, 6)
    client.enqueue_image(broken)
    client.fail(client.claim_one(), p_retryable=False)
    client.run("update job_queue set completed_at = now() - interval '2 days'")
    assert client.value("select packdesk.prune_jobs('1 day')") == 2
    assert client.value("select count(*) from job_queue") == 0
    assert [client.status_of(done), client.status_of(broken)] == ["COMPLETED", "FAILED"]
    client.cancel(client.enqueue_image(done))
    assert client.status_of(done) == "COMPLETED"


def test_that_one_statement_over_many_projects_settles_all(client: Client) -> None:
    projects = [client.project() for _ in range(4)]
    packs = [client.enqueue_pack(project) for project in projects]
    singles = [client.enqueue_image(client.project()) for _ in range(2)]
    assert client.cancel(*packs, *singles) == 26
    assert {client.status_of(project) for project in projects} == {"DRAFT"}
    assert {client.job(pack)["state"] for pack in packs} == {"cancelled"}
    assert client.retry(*packs) == 24
    assert {client.status_of(project) for project in projects} == {"PROCESSING"}
