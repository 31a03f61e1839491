"""The runner, pasting by hand, and tables that were there before us."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from desktop.core.errors import NotAllowedError, SchemaError
from desktop.core.resources import sql_dir
from desktop.data.migrate import load_migrations, migrate, require_current, schema_status
from tests.queue.clients import Client, Queue, in_threads
from tests.queue.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATEST = len(load_migrations())


@pytest.fixture
def empty(setting: Setting) -> Iterator[Queue]:
    with Queue(setting, setting.fresh(migrated=False)) as queue:
        yield queue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the migrations to add to."""
    target = tmp_path / "migrations"
    shutil.copytree(sql_dir() / "migrations", target)
    return target


def dsn(queue: Queue) -> str:
    return queue.setting.dsn(queue.database)


def fingerprint(client: Client) -> list[dict[str, Any]]:
    """Everything that could differ: columns, constraints, indexes, triggers, functions, rights, policies."""
    return client.rows(
        """
        select 'column' as kind, table_schema || '.' || table_name || '.' || column_name as name,
               data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as what
          from information_schema.columns where table_schema = 'packdesk' or table_name = 'job_queue'
        union all select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
          from pg_constraint where connamespace in ('packdesk'::regnamespace, 'public'::regnamespace)
        union all select 'index', indexname, indexdef from pg_indexes where schemaname in ('packdesk', 'public')
        union all select 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) from pg_trigger
          where not tgisinternal
        union all select 'function', oid::regprocedure::text, md5(pg_get_functiondef(oid)) || coalesce(proacl::text, '')
          from pg_proc where pronamespace in ('packdesk'::regnamespace, 'public'::regnamespace)
        union all select 'rights', oid::regclass::text, relrowsecurity || coalesce(relacl::text, '')
          from pg_class where relnamespace in ('packdesk'::regnamespace, 'public'::regnamespace)
               and relkind in ('r', 'v', 'S')
        union all select 'policy', schemaname || '.' || tablename || '.' || policyname,
                         cmd || roles::text || coalesce(qual, '') || coalesce(with_check, '') from pg_policies
        order by 1, 2, 3
        """
    )


def paste_all(client: Client) -> None:
    """As a person does it, file after file, each statement on its own as psql sends them or all in one go."""
    for migration in load_migrations():
        client.connection.execute(migration.sql.encode())


def test_that_the_runner_and_pasting_by_hand_come_to_the_same(every_setting: Setting) -> None:
    with Queue(every_setting, every_setting.fresh(migrated=False)) as pasted:
        client = pasted.client()
        paste_all(client)
        first = fingerprint(client)
        client.insert({"projectId": client.project()})
        paste_all(client)
        assert fingerprint(client) == first
        assert client.get_next_job() is not None
        names = migrate(dsn(pasted))
        assert len(names) == LATEST, "the runner can't know and runs them once more"
        assert fingerprint(client) == first
        assert migrate(dsn(pasted)) == ()
        assert client.value("select count(*) from job_queue where status = 'processing'") == 1
    with Queue(every_setting, every_setting.fresh(migrated=False)) as run:
        assert migrate(dsn(run))[0] == "0001_job_queue"
        assert migrate(dsn(run)) == ()
        assert fingerprint(run.client()) == first


def test_that_pasting_the_contract_alone_opens_no_door(setting: Setting) -> None:
    """Between one file and the next nobody but the owner can call anything."""
    with Queue(setting, setting.fresh(migrated=False)) as queue:
        client = queue.client()
        for migration in load_migrations()[:6]:
            client.connection.execute(migration.sql.encode())
        open_to = client.rows(
            "select p.oid::regprocedure, a.grantee from pg_proc p cross join lateral"
            " aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
            " where p.pronamespace = 'public'::regnamespace and (a.grantee = 0"
            "   or a.grantee in (select oid from pg_roles where rolname in ('anon', 'authenticated')))"
        )
        assert open_to == []


def test_that_status_tells_where_a_database_stands(empty: Queue) -> None:
    before = schema_status(dsn(empty))
    assert (before.version, before.latest, len(before.pending), before.is_current) == (
        0,
        LATEST,
        LATEST,
        False,
    )
    with pytest.raises(SchemaError, match="isn't set up for Packdesk yet"):
        require_current(dsn(empty))
    migrate(dsn(empty))
    after = schema_status(dsn(empty))
    assert (after.version, after.pending, after.is_current) == (LATEST, (), True)
    require_current(dsn(empty))
    rows = empty.client().rows(
        "select version, name, checksum from packdesk.schema_migrations order by version"
    )
    assert [(r["version"], r["name"], r["checksum"]) for r in rows] == [
        (m.version, m.name, m.checksum) for m in load_migrations()
    ]


def test_that_four_at_once_migrate_once(empty: Queue) -> None:
    results = in_threads([lambda: migrate(dsn(empty)) for _ in range(4)])
    applied = [name for names in results for name in names]
    assert sorted(applied) == [f"{m.version:04}_{m.name}" for m in load_migrations()]


def test_that_a_newer_database_is_refused_in_a_plain_sentence(empty: Queue, folder: Path) -> None:
    (folder / f"{LATEST + 1:04}_later.sql").write_text("create table packdesk.later ()")
    assert migrate(dsn(empty), folder=folder)[-1].endswith("_later")
    for call in (migrate, schema_status, require_current):
        with pytest.raises(SchemaError, match=rf"at version {LATEST + 1}, newer than this program"):
            call(dsn(empty))


def test_that_a_changed_migration_is_refused(empty: Queue, folder: Path) -> None:
    migrate(dsn(empty), folder=folder)
    path = folder / "0003_workers_and_history.sql"
    path.write_text(path.read_text() + "\n-- changed")
    with pytest.raises(SchemaError, match="0003_workers_and_history of this program differs"):
        migrate(dsn(empty), folder=folder)


def test_that_line_ends_are_no_change(empty: Queue, folder: Path) -> None:
    migrate(dsn(empty), folder=folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert migrate(dsn(empty), folder=folder) == ()


def test_that_a_failing_migration_leaves_nothing_half_done(empty: Queue, folder: Path) -> None:
    migrate(dsn(empty), folder=folder)
    before = fingerprint(empty.client())
    broken = folder / f"{LATEST + 1:04}_broken.sql"
    broken.write_text("create table packdesk.half (); alter table public.job_queue add x int; select 1 / 0;")
    with pytest.raises(Exception, match=r"zero|22012"):
        migrate(dsn(empty), folder=folder)
    assert fingerprint(empty.client()) == before
    assert schema_status(dsn(empty), folder=folder).version == LATEST
    broken.write_text("create table packdesk.whole ()")
    assert migrate(dsn(empty), folder=folder) == (f"{LATEST + 1:04}_broken",)


def test_that_a_login_without_rights_gets_a_plain_sentence(hosted_setting: Setting) -> None:
    with Queue(hosted_setting, hosted_setting.fresh(migrated=False)) as queue:
        stranger = queue.setting.dsn(queue.database, "authenticator")
        with pytest.raises(NotAllowedError, match="not allowed"):
            migrate(stranger)
        migrate(dsn(queue))
        for call in (migrate, schema_status):
            with pytest.raises(NotAllowedError, match="not allowed"):
                call(stranger)


# a table that was there before us

OLD = """
create table "User" (id text primary key);
insert into "User" values ('u1'), ('u2');
create table job_queue (
    id uuid default gen_random_uuid() primary key,
    job_type varchar(50) not null,
    payload jsonb not null,
    status varchar(20) default 'pending' check (status in ('pending', 'processing', 'failed', 'completed')),
    retry_count int default 0,
    max_retries int default 3 check (max_retries < 20),
    error_message text,
    created_at timestamptz default now(),
    processed_at timestamptz,
    completed_at timestamptz,
    user_id text references "User" (id) on delete set null,
    tenant text not null default 'acme',
    priority smallint
);
create index idx_job_queue_status on job_queue (status);
create function touched() returns trigger language plpgsql as 'begin return new; end';
create trigger updated before update on job_queue for each row execute function touched();
insert into job_queue (job_type, payload, status, created_at, user_id, retry_count, error_message, completed_at)
values
    ('generate-image', '{"projectId": "old", "imageType": "LIFESTYLE"}', 'pending', '2025-01-03', 'u1', 1, 'e', null),
    ('generate-image', '{"projectId": "old", "imageType": "INFOGRAPHIC"}', 'pending', '2025-01-02', 'u1', 0, '', null),
    ('generate-complete-pack', '{"projectId": "two", "aplus": 1}', 'pending', '2025-01-04', null, null, '', null),
    ('generate-image', '["odd"]', 'processing', '2025-01-01', 'u2', 0, null, null),
    ('generate-image', '{}', 'completed', '2025-01-01', 'u2', 0, null, '2025-01-02'),
    ('send-mail', '"hello"', 'failed', '2025-01-01', 'u2', 3, 'no', '2025-01-02');
create function get_next_job() returns setof job_queue language sql as
    $$ update job_queue set status = 'processing' where id = (select id from job_queue limit 1) returning * $$;
create function mark_job_processing(p_id uuid) returns boolean language sql as 'select true';
create function mark_job_completed(p_id uuid) returns void language sql as '';
create function mark_job_failed(p_id uuid, p_message text default 'unknown') returns void language sql as '';
"""


@pytest.fixture
def adopted(empty: Queue) -> tuple[Client, list[dict[str, Any]]]:
    """An old deployment after migration, and its rows from before."""
    client = empty.client()
    client.connection.execute(OLD.encode())
    rows = client.rows("select * from job_queue order by created_at, id")
    migrate(dsn(empty))
    paste_all(client)
    return client, rows


def test_that_an_old_table_is_adopted_with_nothing_lost(adopted: tuple[Client, list[dict[str, Any]]]) -> None:
    client, before = adopted
    names = ", ".join(before[0])
    after = client.rows(f"select {names} from job_queue order by created_at, id")
    for row in before:
        row["retry_count"] = row["retry_count"] or 0
    assert after == before
    kept = client.rows("select conname from pg_constraint where conrelid = 'job_queue'::regclass")
    assert {"job_queue_user_id_fkey", "job_queue_max_retries_check", "job_queue_status_check"} <= {
        row["conname"] for row in kept
    }
    assert client.value("select count(*) from pg_trigger where tgname = 'updated'") == 1
    assert client.value("select to_regclass('idx_job_queue_status') is not null")
    with pytest.raises(psycopg.errors.CheckViolation):
        client.insert(status="cancelled")


def test_that_old_rows_are_claimed_in_their_old_order(adopted: tuple[Client, list[dict[str, Any]]]) -> None:
    client, _ = adopted
    first = client.get_next_job()
    assert first is not None
    assert first["payload"]["imageType"] == "INFOGRAPHIC"
    (second,) = client.claim()
    assert (second["image_type"], second["project_id"], second["retry_count"]) == ("LIFESTYLE", "old", 1)
    (pack,) = client.claim()
    assert (pack["job_type"], pack["project_id"], pack["user_id"]) == ("generate-complete-pack", "two", None)
    assert client.complete(second)
    assert client.fail(pack) == "retrying"


def test_that_old_rows_in_processing_are_left_time_and_then_rescued(
    adopted: tuple[Client, list[dict[str, Any]]],
) -> None:
    client, _ = adopted
    assert client.rescue() == 0
    row = client.one("select * from job_queue where status = 'processing'")
    assert row["lease_expires_at"] is not None
    client.mark_completed(row["id"])
    assert client.job(row["id"])["status"] == "completed"
    client.run("update job_queue set status = 'processing' where id = %s", row["id"])
    client.expire(row["id"])
    assert client.rescue() == 1


def test_that_old_argument_names_and_defaults_still_work(
    adopted: tuple[Client, list[dict[str, Any]]],
) -> None:
    client, _ = adopted
    job = client.insert({"projectId": "p"}, max_retries=0)
    client.run("select mark_job_processing(p_id => %s)", job)
    client.run("select mark_job_failed(p_id => %s)", job)
    row = client.job(job)
    assert (row["status"], row["error_message"]) == ("failed", "unknown")
    other = client.insert()
    client.run("select mark_job_completed(p_id => %s)", other)
    assert client.job(other)["status"] == "completed"


def test_that_a_users_foreign_key_never_stops_our_enqueueing(
    adopted: tuple[Client, list[dict[str, Any]]],
) -> None:
    client, _ = adopted
    project = client.project()
    job = client.enqueue_image(project, p_user="a login of ours")
    assert client.job(job)["user_id"] is None
    assert client.job(client.enqueue_image(project, "LIFESTYLE", p_user="u2"))["user_id"] == "u2"
    pack = client.enqueue_pack(project, p_user="a login of ours")
    assert len(client.children(pack)) == 6


def test_that_rows_with_a_fifth_word_are_kept_and_no_more_come(empty: Queue) -> None:
    client = empty.client()
    client.connection.execute(
        b"create table job_queue (id uuid default gen_random_uuid() primary key, job_type text not null,"
        b" payload jsonb not null, status text default 'pending');"
        b"insert into job_queue (job_type, payload, status) values ('x', '{}', 'archived'), ('x', '{}', null)"
    )
    migrate(dsn(empty))
    paste_all(client)
    rows = client.rows("select status, retry_count, max_retries, created_at from job_queue order by status")
    assert [(r["status"], r["retry_count"], r["max_retries"]) for r in rows] == [
        ("archived", 0, 3),
        ("pending", 0, 3),
    ]
    with pytest.raises(psycopg.errors.CheckViolation):
        client.insert(status="archived")
    client.run("delete from job_queue where status = 'archived'")
    taken = client.get_next_job()
    assert taken is not None


@pytest.mark.parametrize(
    ("column", "words"), [("id text primary key", "id is of type text"), ("id uuid, payload json", "payload")]
)
def test_that_a_table_of_another_shape_is_refused_in_a_plain_sentence(
    empty: Queue, column: str, words: str
) -> None:
    client = empty.client()
    client.run(f"create table job_queue ({column}, job_type text, status text)")
    with pytest.raises(SchemaError, match=words):
        migrate(dsn(empty))
    assert client.value("select to_regnamespace('packdesk') is null")
