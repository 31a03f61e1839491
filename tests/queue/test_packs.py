"""Complete packs, and enqueueing the same work twice."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.queue.clients import IMAGE_TYPES, Client, Queue, in_threads

if TYPE_CHECKING:
    from collections.abc import Sequence


def kinds(rows: Sequence[dict[str, Any]]) -> list[str | None]:
    return [row["image_type"] for row in rows]


def finish(client: Client, n: int) -> None:
    for _ in range(n):
        assert client.complete_image(client.claim_one()) is not None


def test_that_a_pack_is_six_children_in_the_named_order(client: Client) -> None:
    project = client.project()
    pack = client.enqueue_pack(project, p_style="bold", p_user="ann", p_priority=3)
    children = client.children(pack)
    assert kinds(children) == list(IMAGE_TYPES)
    assert {row["job_type"] for row in children} == {"generate-image"}
    assert {(row["user_id"], row["priority"], row["max_retries"]) for row in children} == {("ann", 3, 3)}
    assert children[1]["payload"] == {"projectId": project, "imageType": "INFOGRAPHIC", "style": "bold"}
    parent = client.job(pack)
    assert (parent["status"], parent["children_done"], parent["children_total"]) == ("pending", 0, 6)
    assert parent["payload"] == {"projectId": project, "includeAPlus": False, "style": "bold"}
    claimed = [client.claim_one() for _ in range(6)]
    assert kinds(claimed) == list(IMAGE_TYPES)
    assert client.claim() == [], "the pack itself is nobody's to claim"


def test_that_a_plus_is_the_seventh(client: Client) -> None:
    pack = client.enqueue_pack(client.project(), p_include_aplus=True)
    children = client.children(pack)
    assert [row["job_type"] for row in children] == ["generate-image"] * 6 + ["generate-aplus"]
    assert client.job(pack)["children_total"] == 7


def test_that_a_pack_appears_with_its_children_or_not_at_all(queue: Queue) -> None:
    client, other = queue.client(autocommit=False), queue.client()
    project = client.project()
    client.connection.commit()
    client.enqueue_pack(project)
    assert other.value("select count(*) from job_queue") == 0
    client.connection.commit()
    assert other.value("select count(*) from job_queue") == 7


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"p_image_type": "POSTER"}, 'There is no image type "POSTER".'),
        ({"p_image_type": None}, "There is no image type"),
        ({"p_image_type": "LIFESTYLE", "p_style": "baroque"}, 'There is no style "baroque"'),
    ],
)
def test_that_nonsense_is_refused_in_plain_words(client: Client, call: dict[str, Any], words: str) -> None:
    project = client.project()
    with pytest.raises(psycopg.Error) as refused:
        client.call("enqueue_image", p_project=project, **call)
    assert refused.value.sqlstate == "PD001"
    assert words in str(refused.value)


def test_that_a_project_needs_a_photo_and_must_exist(client: Client) -> None:
    with pytest.raises(psycopg.Error) as refused:
        client.enqueue_pack(client.project(photos=0))
    assert refused.value.sqlstate == "PD001"
    with pytest.raises(psycopg.Error) as refused:
        client.enqueue_image("gone")
    assert refused.value.sqlstate == "PD002"


def test_that_a_double_click_gets_the_first_jobs_id(client: Client) -> None:
    project = client.project()
    image = client.enqueue_image(project)
    assert client.enqueue_image(project) == image
    assert client.enqueue_image(project, "LIFESTYLE") != image
    assert client.enqueue_image(client.project()) != image
    pack = client.enqueue_pack(project)
    assert client.enqueue_pack(project) == pack
    assert client.job(client.enqueue_image(project, "MAIN_IMAGE"))["parent_id"] == pack
    held = client.claim_one()
    assert client.enqueue_image(project, held["image_type"]) == held["id"], "also while it is being made"
    client.complete(held)
    assert client.enqueue_image(project, held["image_type"]) != held["id"], "but not once it is done"


def test_that_a_plain_insert_counts_as_the_same_work(client: Client) -> None:
    project = client.project()
    plain = client.insert({"projectId": project, "imageType": "LIFESTYLE"})
    assert client.enqueue_image(project, "LIFESTYLE") == plain
    pack = client.insert({"projectId": project, "includeAPlus": False}, "generate-complete-pack")
    assert client.enqueue_pack(project) == pack


def test_that_two_sessions_at_once_make_one_pack(queue: Queue) -> None:
    first, second = queue.client(autocommit=False), queue.client()
    project = second.project()
    pack = first.enqueue_pack(project)
    second.run("set lock_timeout = '300ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        second.enqueue_pack(project)
    first.connection.commit()
    assert second.enqueue_pack(project) == pack
    assert second.value("select count(*) from job_queue") == 7


def test_that_twenty_double_clicks_make_one_pack(queue: Queue) -> None:
    clients = [queue.client() for _ in range(20)]
    project = clients[0].project()
    made = in_threads(
        [
            *(partial(client.enqueue_pack, project) for client in clients[:10]),
            *(partial(client.enqueue_image, project) for client in clients[10:]),
        ]
    )
    assert len(set(made[:10])) == 1
    assert len(set(made[10:])) == 1
    assert kinds(clients[0].children(made[0])).count("INFOGRAPHIC") == 1
    assert clients[0].value("select count(*) from job_queue") == 7
    assert len(clients[0].children(made[0])) == 6


def test_that_the_parent_shows_n_of_m_and_completes(queue: Queue) -> None:
    client = queue.client()
    pack = client.enqueue_pack(client.project())
    client.claim_one()
    row = client.job(pack)
    assert (row["status"], row["children_done"]) == ("processing", 0)
    assert row["processed_at"] is not None
    client.run("update job_queue set status = 'pending' where status = 'processing' and expanded_at is null")
    assert client.job(pack)["status"] == "processing", "once at work it stays so"
    for n in range(1, 7):
        finish(client, 1)
        row = client.job(pack)
        assert row["children_done"] == n
        assert row["progress"] == pytest.approx(n / 6)
        assert row["status"] == ("completed" if n == 6 else "processing")
    assert row["completed_at"] is not None
    assert row["unique_key"] is None


def test_that_one_failure_fails_the_pack_and_retry_repeats_only_that(client: Client) -> None:
    project = client.project()
    pack = client.enqueue_pack(project)
    finish(client, 2)
    broken = client.claim_one()
    assert client.fail(broken, "no shelf found", p_retryable=False) == "failed"
    row = client.job(pack)
    assert (row["status"], row["state"]) == ("failed", "failed")
    assert row["error_message"] == "FEATURE_HIGHLIGHT: no shelf found"
    finish(client, 3)
    assert client.job(pack)["status"] == "failed"
    assert client.status_of(project) == "FAILED"
    assert client.retry(pack) == 1
    assert client.job(pack)["status"] == "processing"
    assert client.job(pack)["completed_at"] is None
    assert client.status_of(project) == "PROCESSING"
    again = client.claim_one()
    assert (again["id"], again["retry_count"]) == (broken["id"], 0)
    assert client.complete_image(again)
    assert client.job(pack)["status"] == "completed"
    assert client.job(pack)["error_message"] is None
    assert client.value("select count(*) from packdesk.generated_images") == 6
    assert client.retry(pack) == 0


def test_that_cancelling_a_pack_cancels_the_rest(client: Client) -> None:
    project = client.project()
    pack = client.enqueue_pack(project)
    finish(client, 2)
    held = client.claim_one()
    assert client.cancel(pack) == 4
    row = client.job(pack)
    assert (row["status"], row["state"], row["children_done"]) == ("failed", "cancelled", 2)
    assert [child["state"] for child in client.children(pack)] == ["completed"] * 2 + ["cancelled"] * 4
    assert client.complete_image(held) is None
    assert client.claim() == []
    assert client.cancel(pack) == 0
    assert client.retry(pack) == 4
    finish(client, 4)
    assert client.job(pack)["state"] == "completed"
    assert client.value("select count(*) from packdesk.generated_images") == 6


def test_that_a_pack_with_a_failure_is_failed_and_not_cancelled(client: Client) -> None:
    pack = client.enqueue_pack(client.project())
    client.fail(client.claim_one(), p_retryable=False)
    client.cancel(pack)
    assert client.job(pack)["state"] == "failed"


def test_that_active_single_jobs_join_a_pack(client: Client) -> None:
    project = client.project()
    waiting = client.insert({"projectId": project, "imageType": "COMPARISON_CHART"})
    client.enqueue_image(project, "INFOGRAPHIC", p_priority=5)
    held = client.claim_one()
    pack = client.enqueue_pack(project)
    children = client.children(pack)
    assert len(children) == 6
    assert {waiting, held["id"]} <= {row["id"] for row in children}
    assert client.job(pack)["status"] == "processing"
    assert client.complete_image(held)
    assert client.job(pack)["children_done"] == 1


def expand(client: Client, pack: dict[str, Any]) -> str:
    said: str = client.call("expand_pack", p_job=pack["id"], p_lease=pack["lease"])
    return said


def test_that_a_plain_pack_is_expanded_by_our_worker_and_twice_is_six(client: Client) -> None:
    project = client.project()
    job = client.insert(
        {"projectId": project, "includeAPlus": False, "style": "minimal"}, "generate-complete-pack"
    )
    assert client.status_of(project) == "PROCESSING"
    pack = client.claim_one()
    assert pack["id"] == job
    assert expand(client, pack) == "expanded"
    assert expand(client, pack) == "stale"
    assert kinds(client.children(job)) == list(IMAGE_TYPES)
    assert {row["payload"]["style"] for row in client.children(job)} == {"minimal"}
    row = client.job(job)
    assert (row["status"], row["lease"], row["lease_expires_at"]) == ("processing", None, None)
    assert not client.complete(pack)
    assert client.heartbeat(pack)[0]["held"] is False
    client.mark_completed(job)
    client.mark_failed(job)
    assert client.job(job)["status"] == "processing", "it follows its children only"
    assert client.rescue() == 0
    finish(client, 6)
    assert client.job(job)["status"] == "completed"
    assert [attempt["outcome"] for attempt in client.attempts(job)] == ["completed"]


def test_that_two_workers_expanding_at_once_make_six(queue: Queue) -> None:
    clients = [queue.client() for _ in range(8)]
    project = clients[0].project()
    clients[0].insert({"projectId": project}, "generate-complete-pack")
    pack = clients[0].claim_one()
    said = in_threads([partial(expand, client, pack) for client in clients])
    assert sorted(said) == ["expanded", *["stale"] * 7]
    assert len(clients[0].children(pack["id"])) == 6


def test_that_jobs_a_lease_less_client_made_of_the_pack_are_taken_over(client: Client) -> None:
    """It inserted its six, finished two of them, and died before it marked the pack."""
    project = client.project()
    job = client.insert({"projectId": project}, "generate-complete-pack", priority=1)
    taken = client.get_next_job()
    assert taken is not None
    assert taken["id"] == job
    theirs = [client.insert({"projectId": project, "imageType": kind}) for kind in IMAGE_TYPES]
    client.mark_completed(theirs[0])
    client.mark_completed(theirs[1])
    client.expire(job)
    pack = client.claim_one()
    assert pack["id"] == job
    assert expand(client, pack) == "expanded"
    assert [row["id"] for row in client.children(job)] == theirs
    assert client.job(job)["children_done"] == 2
    finish(client, 4)
    assert client.job(job)["status"] == "completed"
    assert client.status_of(project) == "COMPLETED"


def test_that_a_lease_less_client_may_handle_a_pack_all_by_itself(client: Client) -> None:
    project = client.project()
    job = client.insert({"projectId": project}, "generate-complete-pack")
    assert client.get_next_job() is not None
    for kind in IMAGE_TYPES:
        client.insert({"projectId": project, "imageType": kind})
    client.mark_completed(job)
    assert client.status_of(project) == "PROCESSING"
    while (taken := client.get_next_job()) is not None:
        client.mark_completed(taken["id"])
    assert client.status_of(project) == "COMPLETED"


def test_that_a_second_plain_pack_waits_for_the_first(client: Client) -> None:
    project = client.project()
    first = client.enqueue_pack(project)
    client.insert({"projectId": project}, "generate-complete-pack", priority=9)
    second = client.claim_one()
    assert expand(client, second) == "waiting"
    row = client.job(second["id"])
    assert (row["status"], row["state"], row["retry_count"]) == ("pending", "scheduled", 0)
    finish(client, 6)
    assert client.job(first)["status"] == "completed"
    client.make_due()
    assert expand(client, client.claim_one()) == "expanded"


@pytest.mark.parametrize("payload", [{}, [], "x", None, {"projectId": "gone"}, {"projectId": {"x": 1}}])
def test_that_a_pack_for_no_project_says_so(client: Client, payload: Any) -> None:
    client.insert([] if payload is None else payload, "generate-complete-pack")
    pack = client.claim_one()
    with pytest.raises(psycopg.Error) as refused:
        expand(client, pack)
    assert refused.value.sqlstate == "PD002"
    assert client.fail(pack, "unknown project", p_retryable=False) == "failed"


def test_that_retrying_a_pack_never_makes_an_active_image_again(client: Client) -> None:
    project = client.project()
    pack = client.enqueue_pack(project)
    client.cancel(pack)
    single = client.enqueue_image(project, "LIFESTYLE")
    assert client.retry(pack) == 5
    assert (
        client.value("select count(*) from job_queue where image_type = 'LIFESTYLE' and status = 'pending'")
        == 1
    )
    assert client.job(single)["status"] == "pending"


def test_that_retrying_two_jobs_for_the_same_work_repeats_the_newer(client: Client) -> None:
    project = client.project()
    jobs = []
    for _ in range(2):
        jobs.append(client.enqueue_image(project))
        client.fail(client.claim_one(), p_retryable=False)
    other = client.insert(max_retries=0)
    client.mark_failed(other)
    assert client.retry(*jobs, other, uuid.uuid4()) == 2
    assert [client.job(job)["status"] for job in (*jobs, other)] == ["failed", "pending", "pending"]
    assert client.enqueue_image(project) == jobs[1]


def test_that_children_are_moved_up_with_their_pack(client: Client) -> None:
    client.enqueue_image(client.project())
    pack = client.enqueue_pack(client.project())
    assert client.call("prioritise_jobs", p_jobs=[pack], p_priority=7) == 7
    assert client.claim_one()["parent_id"] == pack


def test_that_deleting_a_pack_deletes_its_children_and_one_child_only_itself(client: Client) -> None:
    pack = client.enqueue_pack(client.project())
    client.run("delete from job_queue where id = %s", client.children(pack)[0]["id"])
    assert client.job(pack)["children_total"] == 5
    client.run("delete from job_queue where id = %s", pack)
    assert client.value("select count(*) from job_queue") == 0


def test_that_a_pack_whose_children_are_deleted_is_over(client: Client) -> None:
    project = client.project()
    pack = client.enqueue_pack(project)
    client.run("delete from job_queue where parent_id = %s", pack)
    assert client.job(pack)["status"] == "failed"
    assert client.status_of(project) != "PROCESSING"


def test_that_an_image_asked_for_twice_is_chosen_once(queue: Queue) -> None:
    """Two jobs for the same image finish at the same moment: one version is chosen, both are kept."""
    clients = [queue.client() for _ in range(6)]
    project = clients[0].project()
    for _ in clients:
        clients[0].insert({"projectId": project, "imageType": "LIFESTYLE"})
    held = [client.claim_one() for client in clients]
    blobs = [client.blob() for client in clients]
    made = in_threads(
        [
            partial(client.complete_image, job, blob)
            for client, job, blob in zip(clients, held, blobs, strict=True)
        ]
    )
    assert all(made)
    assert clients[0].value("select count(*) from packdesk.generated_images") == 6
    assert clients[0].value("select count(*) from packdesk.generated_images where chosen") == 1
