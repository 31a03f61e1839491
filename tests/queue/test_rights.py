"""Who may what, tried as the very logins, on both servers, with both habits of granting."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.queue.clients import Client, Queue
from tests.queue.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = ("viewer", "staff", "worker", "admin")
LOGINS = (*OURS, "stranger", "anon", "authenticated", "service_role")

EVERYBODY = set(OURS)
STAFF = {"staff", "admin"}
PROCESSING = {"staff", "worker", "admin"}
ADMIN = {"admin"}
CONTRACT = {"worker", "admin", "service_role"}
NOBODY: set[str] = set()

# what: who may; %(...)s come from the rows made beforehand
ALLOWED: dict[str, set[str]] = {
    "select id from public.job_queue": EVERYBODY | {"service_role"},
    "select state from packdesk.jobs": EVERYBODY,
    "select name from packdesk.projects": EVERYBODY,
    "select id from packdesk.project_images": EVERYBODY,
    "select id from packdesk.generated_images": EVERYBODY,
    "select data from packdesk.blob_chunks": EVERYBODY,
    "select * from packdesk.workers": EVERYBODY,
    "select * from packdesk.attempts": EVERYBODY,
    "select * from packdesk.audit_log": EVERYBODY,
    "select * from packdesk.queue_settings": EVERYBODY,
    "select * from packdesk.schema_migrations": EVERYBODY,
    # the contract
    "select * from public.get_next_job()": CONTRACT,
    "select public.mark_job_processing(%(job)s)": CONTRACT,
    "select public.mark_job_completed(%(job)s)": CONTRACT,
    "select public.mark_job_failed(%(job)s, 'e')": CONTRACT,
    "insert into public.job_queue (job_type, payload, user_id) values ('x', '{}', 'u')": {
        "admin",
        "service_role",
    },
    "update public.job_queue set priority = 1": ADMIN,
    "update public.job_queue set status = 'completed'": ADMIN,
    "delete from public.job_queue": ADMIN,
    "truncate public.job_queue": NOBODY,
    "select setval('public.job_queue_seq_seq', 1)": NOBODY,
    "select nextval('public.job_queue_seq_seq')": NOBODY,
    "select setval('packdesk.lease_seq', 1)": NOBODY,
    "select nextval('packdesk.version_seq')": NOBODY,
    # projects and photos
    "insert into packdesk.projects (name) values ('x')": STAFF,
    "update packdesk.projects set name = 'y'": STAFF,
    "update packdesk.projects set status = 'COMPLETED'": NOBODY,
    "update packdesk.projects set version = 1": NOBODY,
    "delete from packdesk.projects": NOBODY,
    "insert into packdesk.blobs (sha256, size_bytes, mime) values (repeat('a', 64), 1, 'x')": PROCESSING,
    "update packdesk.blobs set mime = 'x'": NOBODY,
    "delete from packdesk.blobs": NOBODY,
    "insert into packdesk.project_images (project_id, blob_sha256, mime, size_bytes, width, height)"
    " values (%(project)s, %(blob)s, 'image/jpeg', 1, 1, 1)": STAFF,
    "update packdesk.project_images set position = 2": STAFF,
    "delete from packdesk.project_images": STAFF,
    "update packdesk.generated_images set chosen = false": STAFF,
    "delete from packdesk.generated_images": NOBODY,
    "update packdesk.generated_images set job_id = null": NOBODY,
    # the queue's functions
    "select packdesk.enqueue_image(%(project)s, 'LIFESTYLE')": PROCESSING,
    "select packdesk.enqueue_pack(%(project)s)": STAFF,
    "select packdesk.enqueue_aplus(%(project)s)": STAFF,
    "select packdesk.choose_aplus('x')": STAFF,
    "select packdesk.complete_image(%(job)s, 1, '{}')": PROCESSING,
    "select packdesk.complete_aplus(%(job)s, 1, '[]')": PROCESSING,
    "insert into packdesk.brand_kits (name, primary_colour, secondary_colour, accent_colour)"
    " values ('x', '#000000', '#000000', '#000000')": ADMIN,
    "select name from packdesk.brand_kits": EVERYBODY,
    "update packdesk.projects set brand_kit_id = null": STAFF,
    "insert into packdesk.aplus_texts (project_id, module, words) values (%(project)s, 'x', '{}')": STAFF,
    "delete from packdesk.aplus_modules": NOBODY,
    "insert into packdesk.aplus_modules (project_id, module, words, blob_sha256, mime, size_bytes, width, height)"
    " values (%(project)s, 'x', '{}', %(blob)s, 'image/jpeg', 1, 1, 1)": NOBODY,
    "select packdesk.cancel_jobs(array[%(job)s])": STAFF,
    "select packdesk.retry_jobs(array[%(job)s])": STAFF,
    "select packdesk.prioritise_jobs(array[%(job)s], 1)": STAFF,
    "select packdesk.delete_projects(array['none'])": STAFF,
    "select packdesk.claim_jobs(%(worker)s, 1)": PROCESSING,
    "select packdesk.claim_job(%(worker)s, %(job)s)": PROCESSING,
    "select packdesk.keep_image(%(job)s, '', '', '', '', 1, 1, 1, '{}', '{}')": PROCESSING,
    "select packdesk.keep_image(%(job)s, '{}')": PROCESSING,
    "select packdesk.photos_elsewhere(%(project)s)": PROCESSING,
    "select packdesk.bring_photo('x', 'x', '{}')": PROCESSING,
    "select packdesk.outlook(%(worker)s)": PROCESSING,
    "select packdesk.rescue_jobs()": PROCESSING,
    "select packdesk.heartbeat(%(worker)s, '{}', '{}', '{}')": PROCESSING,
    "select packdesk.complete_job(%(job)s, 1)": PROCESSING,
    "select packdesk.finish_and_claim(%(worker)s, array[%(job)s], '{1}', 1)": PROCESSING,
    "select packdesk.complete_image_job(%(job)s, 1, '', '', '', '', 1, 1, 1, '{}', '{}')": PROCESSING,
    "select packdesk.fail_job(%(job)s, 1, 'e')": PROCESSING,
    "select packdesk.release_jobs('{}', '{}')": PROCESSING,
    "select packdesk.expand_pack(%(job)s, 1)": PROCESSING,
    "select packdesk.register_worker(%(worker)s, 'w', 'app', '1', 1, true)": PROCESSING,
    "select packdesk.sign_off_worker(%(worker)s)": PROCESSING,
    "select packdesk.pause_queue(true)": ADMIN,
    "select packdesk.pause_worker(%(worker)s, true)": ADMIN,
    "select packdesk.prune_jobs('1 day')": ADMIN,
    "select packdesk.prune_blobs()": ADMIN,
    "select packdesk.add_image_store('https://a.example', 'b')": ADMIN,
    "insert into packdesk.image_stores (url, bucket) values ('https://a.example', 'b')": NOBODY,
    "select * from packdesk.loose_objects": EVERYBODY,
    "delete from packdesk.loose_objects": PROCESSING,
    "update packdesk.queue_settings set lease = '1 minute'": ADMIN,
    "update packdesk.queue_settings set paused = true": NOBODY,
    "insert into packdesk.job_types (job_type, deadline) values ('y', '1 minute')": ADMIN,
    # what only the functions themselves use
    "select packdesk.audit('forged', 1)": NOBODY,
    "select packdesk.finish_jobs(array[%(job)s], '{1}')": NOBODY,
    "select packdesk.enqueue_once('x', 'p', null, '{}', null, 0)": NOBODY,
    "select packdesk.add_pack_children(%(job)s)": NOBODY,
    "select packdesk.refresh_project(%(project)s)": NOBODY,
    "select packdesk.notify_ids('jobs', '{a}')": NOBODY,
    "select packdesk.take_turns('{a}')": NOBODY,
    "insert into packdesk.audit_log (action, items) values ('forged', 1)": NOBODY,
    "update packdesk.audit_log set actor = 'x'": NOBODY,
    "delete from packdesk.audit_log": NOBODY,
    "delete from packdesk.job_attempts": NOBODY,
    "insert into packdesk.workers (id, name, kind, slots) values (gen_random_uuid(), 'x', 'app', 1)": NOBODY,
    "update packdesk.schema_migrations set checksum = ''": NOBODY,
    "create table packdesk.mine ()": NOBODY,
    "create table public.mine ()": NOBODY,
    "create function packdesk.mine() returns int language sql return 1": NOBODY,
    "alter table public.job_queue disable row level security": NOBODY,
    "drop function public.get_next_job()": NOBODY,
    "drop trigger packdesk_updated on public.job_queue": NOBODY,
}


@pytest.fixture
def hosted(hosted_setting: Setting) -> Iterator[Queue]:
    with Queue(hosted_setting, hosted_setting.fresh()) as queue:
        yield queue


@pytest.fixture
def made(hosted: Queue) -> dict[str, Any]:
    """Rows to try things on, and one login for each role."""
    client = hosted.client()
    project = client.project()
    client.enqueue_image(project, "INFOGRAPHIC")
    client.complete_image(client.claim_one())
    names = {"job": client.insert(), "project": project, "blob": client.blob(), "worker": client.worker}
    admin = hosted.superuser()
    for name in ("stranger", *OURS):
        admin.run(
            f"do $$ begin if not exists (select from pg_roles where rolname = 'queue_{name}') then"
            f" create role queue_{name} login; end if; end $$"
        )
        if name != "stranger":
            admin.run(f"grant packdesk_{name} to queue_{name}")
    return names


def as_login(queue: Queue, name: str) -> Client:
    if name in OURS or name == "stranger":
        return queue.client(f"queue_{name}", autocommit=False)
    client = queue.client("authenticator", autocommit=False)
    client.connection.autocommit = True
    client.run(f"set role {name}")
    client.connection.autocommit = False
    return client


def test_that_everybody_may_exactly_what_the_table_says(hosted: Queue, made: dict[str, Any]) -> None:
    wrong = []
    for name in LOGINS:
        client = as_login(hosted, name)
        for statement, who in ALLOWED.items():
            try:
                client.connection.execute(statement.encode(), made)
                may = True
            except psycopg.errors.InsufficientPrivilege:
                may = False
            finally:
                client.connection.rollback()
            if may != (name in who):
                wrong.append(f"{name} {'may' if may else 'may not'}: {statement}")
    assert wrong == []


def test_that_row_security_lets_each_see_all_or_nothing(hosted: Queue, made: dict[str, Any]) -> None:
    for name in OURS:
        client = as_login(hosted, name)
        for table in ("public.job_queue", "packdesk.projects", "packdesk.attempts", "packdesk.job_types"):
            assert client.value(f"select count(*) from {table}") > 0, (name, table)


def test_that_staff_live_a_whole_day_without_more_rights(hosted: Queue, made: dict[str, Any]) -> None:
    hosted.client().run("delete from job_queue")
    staff = hosted.client("queue_staff")
    project = staff.project(photos=2)
    pack = staff.enqueue_pack(project)
    staff.register()
    for _ in range(5):
        assert staff.complete_image(staff.claim_one())
    held = staff.claim_one()
    assert staff.heartbeat(held, progress=[0.5])[0]["held"]
    assert staff.fail(held, p_retryable=False) == "failed"
    assert staff.retry(pack) == 1
    assert staff.cancel(pack) == 1
    audit = staff.rows("select actor, action from packdesk.audit_log")
    assert [(row["actor"], row["action"]) for row in audit] == [
        ("queue_staff", "retry"),
        ("queue_staff", "cancel"),
    ]
    assert staff.call("delete_projects", p_projects=[project]) == 1


def test_that_the_web_apps_server_key_can_do_its_whole_job(hosted: Queue, made: dict[str, Any]) -> None:
    service = as_login(hosted, "service_role")
    service.connection.autocommit = True
    hosted.client().run("delete from job_queue")
    job = service.insert({"projectId": made["project"], "imageType": "LIFESTYLE"})
    taken = service.get_next_job()
    assert taken is not None
    assert taken["id"] == job
    service.mark_completed(job)
    assert service.one("select status from job_queue where id = %s", job)["status"] == "completed"


# the catalogue, in every setting


@pytest.fixture
def anywhere(every_setting: Setting) -> Iterator[Client]:
    with Queue(every_setting, every_setting.fresh()) as queue:
        yield queue.client()


FUNCTIONS = (
    " from pg_proc p where (pronamespace = 'packdesk'::regnamespace or (pronamespace = 'public'::regnamespace"
    " and proname in ('get_next_job', 'mark_job_processing', 'mark_job_completed', 'mark_job_failed')))"
)


def test_that_no_function_of_ours_is_anybodys_to_call(anywhere: Client) -> None:
    assert anywhere.value("select count(*)" + FUNCTIONS) > 40
    open_to_all = anywhere.rows(
        "select p.oid::regprocedure::text as name" + FUNCTIONS + " and exists (select from"
        " aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)"
    )
    assert open_to_all == []


def test_that_every_function_has_a_pinned_search_path(anywhere: Client) -> None:
    loose = anywhere.rows(
        "select p.oid::regprocedure::text as name"
        + FUNCTIONS
        + " and not coalesce('search_path=pg_catalog, pg_temp'"
        " = any (p.proconfig), false)"
    )
    assert loose == []


def test_that_row_security_is_on_for_every_table(anywhere: Client) -> None:
    bare = anywhere.rows(
        "select oid::regclass::text as name from pg_class where relkind in ('r', 'p') and not relrowsecurity"
        " and (relnamespace = 'packdesk'::regnamespace or oid = 'public.job_queue'::regclass)"
    )
    assert bare == []


def test_that_public_holds_nothing_but_the_contract(anywhere: Client) -> None:
    tables = anywhere.rows(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
    )
    functions = anywhere.rows(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace order by 1"
    )
    assert [row["relname"] for row in tables] == ["job_queue"]
    assert [row["proname"] for row in functions] == [
        "get_next_job",
        "mark_job_completed",
        "mark_job_failed",
        "mark_job_processing",
    ]


def test_that_shadows_on_the_search_path_change_nothing(hosted: Queue, made: dict[str, Any]) -> None:
    """A staff login puts its own tables, functions and operators before ours."""
    staff = hosted.client("queue_staff")
    staff.run("create temporary table job_queue (like public.job_queue)")
    staff.run("create temporary table projects (id text)")
    staff.run(
        "create temporary table new_rows (id uuid, parent_id uuid, project_id text, status text, expanded_at text)"
    )
    staff.run("create temporary table old_rows (id uuid)")
    staff.run("create temporary table due (id uuid)")
    for name, arguments in (("now", ""), ("clock_timestamp", ""), ("random", ""), ("jsonb_typeof", "jsonb")):
        staff.run(
            f"create function pg_temp.{name}({arguments}) returns text language plpgsql as"
            " $$ begin raise exception 'hijacked by %', current_user; end $$"
        )
    staff.run(
        "create function pg_temp.yes(text, text) returns boolean language plpgsql as"
        " $$ begin raise exception 'hijacked by %', current_user; end $$"
    )
    staff.run("create operator pg_temp.= (leftarg = text, rightarg = text, function = pg_temp.yes)")
    staff.run("set search_path = pg_temp, packdesk, public, pg_catalog")
    pack = staff.enqueue_pack(made["project"])
    worker = uuid.uuid4()
    taken = staff.connection.execute("select id, lease from packdesk.claim_jobs(%s, 3)", [worker]).fetchall()
    assert len(taken) == 3
    assert staff.fail(taken[-1]) == "retrying"
    assert staff.cancel(pack) > 0
    assert staff.connection.execute("select count(*) as n from pg_temp.job_queue").fetchone() == {"n": 0}
    owner = hosted.client()
    assert len(owner.children(pack)) == 6
