"""Every table, view, sequence and function there is, found in the catalogue, times every role there is.

What is not listed below fails, so that nothing new is forgotten; then each right is tried out as the very login.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from tests.queue.clients import Client, Queue
from tests.queue.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = ("viewer", "staff", "worker", "admin")
HOSTED = ("anon", "authenticated", "service_role")
ROLES = (*OURS, *HOSTED, "stranger")
RELATION_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
"""What may be done with a table or view; INSERT and UPDATE count when at least one column may be written."""

READERS = "viewer staff worker admin"
EDITORS = "staff admin"
READ = {"SELECT": READERS}
"""What may be seen by everybody of ours, and changed by functions only."""

RELATIONS: dict[str, dict[str, str]] = {
    "public.job_queue": {
        "SELECT": READERS + " service_role",
        "INSERT": "admin service_role",
        "UPDATE": "admin",
        "DELETE": "admin",
    },
    "packdesk.aplus_modules": READ,
    "packdesk.aplus_texts": {**READ, "INSERT": EDITORS, "UPDATE": EDITORS, "DELETE": EDITORS},
    "packdesk.attempts": READ,
    "packdesk.audit_log": READ,
    "packdesk.blob_chunks": {**READ, "INSERT": "staff worker admin"},
    "packdesk.blobs": {**READ, "INSERT": "staff worker admin"},
    "packdesk.brand_kits": {**READ, "INSERT": "admin", "UPDATE": "admin", "DELETE": "admin"},
    "packdesk.generated_images": {**READ, "UPDATE": EDITORS},
    "packdesk.image_stores": READ,
    "packdesk.invitations": READ,
    "packdesk.job_attempts": READ,
    "packdesk.job_list": READ,
    "packdesk.job_types": {**READ, "INSERT": "admin", "UPDATE": "admin", "DELETE": "admin"},
    "packdesk.jobs": READ,
    "packdesk.loose_objects": {
        **READ,
        "INSERT": "staff worker admin",
        "UPDATE": "staff worker admin",
        "DELETE": "staff worker admin",
    },
    "packdesk.people": READ,
    "packdesk.project_images": {**READ, "INSERT": EDITORS, "UPDATE": EDITORS, "DELETE": EDITORS},
    "packdesk.project_list": READ,
    "packdesk.projects": {**READ, "INSERT": EDITORS, "UPDATE": EDITORS},
    "packdesk.queue_settings": {**READ, "UPDATE": "admin"},
    "packdesk.schema_migrations": READ,
    "packdesk.workers": READ,
}
WRITABLE: dict[str, dict[str, str]] = {
    "packdesk.aplus_texts INSERT": dict.fromkeys(("staff", "admin"), "module project_id words"),
    "packdesk.aplus_texts UPDATE": dict.fromkeys(("staff", "admin"), "words"),
    "packdesk.brand_kits INSERT": {
        "admin": "accent_colour font id is_default logo_sha256 name primary_colour secondary_colour"
    },
    "packdesk.brand_kits UPDATE": {
        "admin": "accent_colour font is_default logo_sha256 name primary_colour secondary_colour"
    },
    "packdesk.generated_images UPDATE": {"staff": "chosen", "admin": "chosen"},
    "packdesk.loose_objects UPDATE": dict.fromkeys(("staff", "worker", "admin"), "upload_url"),
    "packdesk.project_images INSERT": dict.fromkeys(
        ("staff", "admin"),
        "blob_sha256 height id mask_sha256 mime original_name position project_id role size_bytes thumb_sha256 width",
    ),
    "packdesk.project_images UPDATE": dict.fromkeys(
        ("staff", "admin"),
        "blob_sha256 height mask_sha256 mime original_name position role size_bytes thumb_sha256 width",
    ),
    "packdesk.projects INSERT": dict.fromkeys(
        ("staff", "admin"),
        "brand brand_kit_id category comparison description dimensions features id name owner product_name"
        " scene_name scene_sha256 style uses_brand_kit",
    ),
    "packdesk.projects UPDATE": {
        "staff": "brand brand_kit_id category comparison description dimensions features name product_name"
        " scene_name scene_sha256 style uses_brand_kit",
        "admin": "brand brand_kit_id category comparison description dimensions features name owner product_name"
        " scene_name scene_sha256 style uses_brand_kit",
    },
    "packdesk.queue_settings UPDATE": {
        "admin": "backoff_base backoff_cap default_deadline lease leaseless_lease"
    },
}
"""Columns that may be written where not all may, by role."""

PROCESSORS = "staff worker admin"
CONTRACT = "worker admin service_role"
FUNCTIONS = {
    "public": {
        "get_next_job": CONTRACT,
        "mark_job_processing": CONTRACT,
        "mark_job_completed": CONTRACT,
        "mark_job_failed": CONTRACT,
    },
    "packdesk": {
        **dict.fromkeys(
            (
                "adopt_image",
                "enqueue_pack",
                "enqueue_aplus",
                "choose_aplus",
                "cancel_jobs",
                "retry_jobs",
                "prioritise_jobs",
                "change_jobs",
                "delete_projects",
            ),
            EDITORS,
        ),
        **dict.fromkeys(
            (
                "claim_job",
                "claim_jobs",
                "enqueue_image",
                "keep_image",
                "photos_elsewhere",
                "bring_photo",
                "outlook",
                "rescue_jobs",
                "heartbeat",
                "finish_and_claim",
                "complete_job",
                "complete_image_job",
                "complete_image",
                "complete_aplus",
                "fail_job",
                "release_jobs",
                "expand_pack",
                "register_worker",
                "sign_off_worker",
            ),
            PROCESSORS,
        ),
        **dict.fromkeys(
            (
                "pause_queue",
                "pause_worker",
                "prune_jobs",
                "prune_blobs",
                "add_image_store",
                "move_blob",
                "invite_person",
                "close_person",
                "end_person",
                "scheduled_work",
            ),
            "admin",
        ),
        "place_in_line": READERS,
        "attempts_since": READERS,
        # what only the others and triggers use
        **dict.fromkeys(
            (
                "add_pack_children",
                "audit",
                "backoff",
                "bump_version",
                "check_brand_kit",
                "check_style",
                "drop_stale_mask",
                "enqueue_once",
                "finish_jobs",
                "jobs_deleted",
                "jobs_inserted",
                "jobs_truncated",
                "jobs_updated",
                "limit_photos",
                "lock_active_jobs",
                "names_changed",
                "normalise_job",
                "notify_ids",
                "pack_is_there",
                "pack_stays_itself",
                "payload_text",
                "project_rows_changed",
                "projects_deleted",
                "read_payload",
                "refresh_pack",
                "refresh_packs_and_projects",
                "refresh_project",
                "require_photos",
                "rows_changed",
                "start_packs",
                "take_roles",
                "take_turns",
                "tell_of_image",
                "touch_project",
                "uncancel_jobs",
                "work_key",
                "workers_updated",
            ),
            "",
        ),
    },
}


@pytest.fixture
def hosted(hosted_setting: Setting) -> Iterator[Queue]:
    with Queue(hosted_setting, hosted_setting.fresh()) as queue:
        admin = queue.superuser()
        for name in (*OURS, "stranger"):
            admin.run(
                f"do $$ begin if not exists (select from pg_roles where rolname = 'queue_{name}') then"
                f" create role queue_{name} login; end if; end $$"
            )
            if name in OURS:
                admin.run(f"grant packdesk_{name} to queue_{name}")
        yield queue


def role_of(name: str) -> str:
    return name if name in HOSTED else f"queue_{name}"


def as_login(queue: Queue, name: str) -> Client:
    if name not in HOSTED:
        return queue.client(f"queue_{name}", autocommit=False)
    client = queue.client("authenticator", autocommit=False)
    client.connection.execute(f"set role {name}".encode())
    client.connection.commit()
    return client


IS_OURS = (
    "(n.nspname = 'packdesk' or c.oid = 'public.job_queue'::regclass"
    " or c.oid = pg_get_serial_sequence('public.job_queue', 'seq')::regclass)"
)


def relations(client: Client) -> dict[str, str]:
    """Name and kind of everything that could be read."""
    rows = client.rows(
        "select n.nspname || '.' || c.relname as name, c.relkind::text as kind from pg_class c"
        f" join pg_namespace n on n.oid = c.relnamespace where c.relkind not in ('i', 'c', 'I')"
        f" and {IS_OURS} order by 1"
    )
    return {row["name"]: row["kind"] for row in rows}


def columns(client: Client, relation: str) -> list[str]:
    rows = client.rows(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped",
        relation,
    )
    return [row["attname"] for row in rows]


def test_that_the_catalogue_grants_exactly_what_is_listed(hosted: Queue) -> None:
    client = hosted.client()
    found = relations(client)
    assert {name for name, kind in found.items() if kind != "S"} == set(RELATIONS)
    wrong = []
    for relation, kind in found.items():
        rights = ("USAGE", "SELECT", "UPDATE") if kind == "S" else RELATION_RIGHTS
        for right in rights:
            check = "has_sequence_privilege" if kind == "S" else "has_table_privilege"
            if right in {"SELECT", "INSERT", "UPDATE", "REFERENCES"} and kind != "S":
                check = "has_any_column_privilege"
            may = {
                r for r in ROLES if client.value(f"select {check}(%s, %s, %s)", role_of(r), relation, right)
            }
            listed = set(RELATIONS.get(relation, {}).get(right, "").split())
            # granting it on is nobody's
            may |= {
                f"{r} for others"
                for r in may
                if client.value(
                    f"select {check}(%s, %s, %s)", role_of(r), relation, f"{right} with grant option"
                )
            }
            if may != listed:
                wrong.append(f"{right} on {relation}: {sorted(may)}, listed {sorted(listed)}")
    assert wrong == []


def test_that_only_the_listed_columns_can_be_written(hosted: Queue) -> None:
    client = hosted.client()
    wrong = []
    for relation, rights in RELATIONS.items():
        names = columns(client, relation)
        for right in {"INSERT", "UPDATE"} & set(rights):
            for role in rights[right].split():
                may = {
                    name
                    for name in names
                    if client.value(
                        "select has_column_privilege(%s, %s, %s, %s)", role_of(role), relation, name, right
                    )
                }
                listed = WRITABLE.get(f"{relation} {right}", {}).get(role)
                if may != (set(names) if listed is None else set(listed.split())):
                    wrong.append(f"{role} {right} {relation}: {sorted(may)}")
    assert wrong == []


def test_that_every_table_can_be_touched_as_listed_and_no_further(hosted: Queue) -> None:
    client = hosted.client()
    wrong = []
    for role in ROLES:
        login = as_login(hosted, role)
        for relation, kind in relations(client).items():
            for right, statement in attempts(client, relation, kind):
                if tried(login, statement) != (role in RELATIONS.get(relation, {}).get(right, "").split()):
                    wrong.append(f"{role}: {statement.as_string(login.connection)}")
    assert wrong == []


def attempts(client: Client, relation: str, kind: str) -> list[tuple[str, sql.Composed]]:
    name = sql.Identifier(*relation.split("."))
    if kind == "S":
        return [
            (right, sql.SQL(text).format(name=name, text=sql.Literal(relation)))
            for right, text in (
                ("SELECT", "select * from {name}"),
                ("USAGE", "select nextval({text})"),
                ("UPDATE", "select setval({text}, 1)"),
            )
        ]
    writable = next(
        iter(WRITABLE.get(f"{relation} UPDATE", {"": columns(client, relation)[0]}).values())
    ).split()[0]
    inserted = next(
        iter(WRITABLE.get(f"{relation} INSERT", {"": columns(client, relation)[0]}).values())
    ).split()[0]
    made = [
        ("SELECT", "select * from {name}"),
        ("SELECT", "select count(*) from {name}"),
        ("SELECT", "copy {name} to stdout" if kind == "r" else "select 1 from {name} limit 1"),
        ("INSERT", "insert into {name} ({inserted}) values (default)"),
        # without a WHERE: that would need the right to read as well
        ("UPDATE", "update {name} set {writable} = default"),
        ("DELETE", "delete from {name}"),
    ]
    if kind == "r":
        made += [
            ("TRUNCATE", "truncate {name} cascade"),
            ("TRIGGER", "alter table {name} disable trigger user"),
            ("TRIGGER", "alter table {name} disable row level security"),
            ("TRIGGER", "create policy mine on {name} using (true)"),
            ("TRIGGER", "drop table {name}"),
        ]
    return [
        (
            right,
            sql.SQL(text).format(
                name=name, writable=sql.Identifier(writable), inserted=sql.Identifier(inserted)
            ),
        )
        for right, text in made
    ]


def tried(login: Client, statement: sql.Composed) -> bool:
    """Whether the login was allowed to; another error than a refusal means that it was."""
    try:
        if statement.as_string(login.connection).startswith("copy"):
            with login.connection.cursor().copy(statement) as copy:
                for _ in copy:
                    pass
        else:
            login.connection.execute(statement)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState):
        return False  # the latter: a view that nobody can write to
    except psycopg.Error:
        return True
    finally:
        login.connection.rollback()
    return True


def functions(client: Client) -> list[dict[str, Any]]:
    return client.rows(
        "select n.nspname as schema, p.proname as name, p.oid::regprocedure::text as signature,"
        " p.oid as oid, p.prorettype = 'trigger'::regtype as is_trigger,"
        " array(select format_type(t, null) from unnest(p.proargtypes) t) as types"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname = 'packdesk' or (n.nspname = 'public' and not exists (select from pg_depend d"
        "   where d.objid = p.oid and d.deptype = 'e')) order by 1, 2, 3"
    )


def test_that_every_function_is_listed_and_callable_as_listed(hosted: Queue) -> None:
    client = hosted.client()
    found = functions(client)
    assert {(f["schema"], f["name"]) for f in found} == {
        (schema, name) for schema, names in FUNCTIONS.items() for name in names
    }
    wrong = []
    for role in ROLES:
        login = as_login(hosted, role)
        for f in found:
            listed = role in FUNCTIONS[f["schema"]][f["name"]].split()
            told = client.value(
                "select has_function_privilege(%s, %s::oid, 'execute')", role_of(role), f["oid"]
            )
            if told != listed:
                wrong.append(f"{role} {f['signature']}: granted {told}")
            if not f["is_trigger"]:
                nothing = sql.SQL(", ").join(sql.SQL("null::" + t) for t in f["types"])
                call = sql.SQL("select * from {}({})").format(sql.Identifier(f["schema"], f["name"]), nothing)
                if tried(login, call) != listed:
                    wrong.append(f"{role} {f['signature']}: callable {not listed}")
    assert wrong == []


def test_that_nobody_of_these_can_make_anything_in_the_schemas(hosted: Queue) -> None:
    client = hosted.client()
    for role in ROLES:
        name = role_of(role)
        assert not client.value("select has_schema_privilege(%s, 'packdesk', 'create')", name), role
        assert not client.value("select has_schema_privilege(%s, 'public', 'create')", name), role
        assert client.value("select has_schema_privilege(%s, 'packdesk', 'usage')", name) == (role in OURS), (
            role
        )
        assert not client.value("select has_database_privilege(%s, current_database(), 'create')", name), role


FORGERIES = (
    "set local role {target}",
    "set local session authorization {target}",
    "select set_config('role', '{target}', true)",
    "grant {target} to current_user",
    "alter role {target} password 'x'",
)


def test_that_no_claim_and_no_role_can_be_forged(hosted: Queue) -> None:
    """Claims are settings, and any login may set any: so nothing of ours reads one."""
    owner = hosted.client()
    project = owner.project()
    owner.enqueue_image(project)
    targets = (
        "postgres",
        "supabase_admin",
        "service_role",
        "authenticated",
        "packdesk_admin",
        "authenticator",
    )
    for role in ("viewer", "staff", "worker"):
        login = as_login(hosted, role)
        for forgery in FORGERIES:
            for target in targets:
                assert not tried(login, sql.Composed([sql.SQL(forgery.format(target=target))])), (
                    role,
                    forgery,
                    target,
                )
        login.connection.execute("set role none")
        for claims in ({"role": "service_role"}, {"role": "packdesk_admin", "sub": str(owner.worker)}):
            login.connection.execute(
                "select set_config('request.jwt.claims', %s, false), set_config('request.jwt.claim.role', %s, false),"
                " set_config('packdesk.role', 'admin', false)",
                [json.dumps(claims), claims["role"]],
            )
        login.connection.commit()
        for statement in (
            "update public.job_queue set status = 'completed'",
            "delete from public.job_queue",
            "delete from packdesk.projects",
            "update packdesk.projects set status = 'COMPLETED'",
            "select packdesk.pause_queue(true)",
            "select packdesk.prune_jobs('1 day')",
            "insert into packdesk.audit_log (actor, action, items) values ('somebody else', 'x', 1)",
            "select pg_read_file('/etc/passwd')",
            "copy (select 1) to program 'true'",
            "create extension dblink",
        ):
            assert not tried(login, sql.Composed([sql.SQL(statement)])), (role, statement)
    assert owner.value("select count(*) from public.job_queue where status = 'pending'") == 1


def test_that_no_policy_asks_for_a_setting(hosted: Queue) -> None:
    """What a policy or function of ours believes must not be anything a login can set."""
    client = hosted.client()
    assert (
        client.rows(
            "select policyname from pg_policies where schemaname in ('packdesk', 'public')"
            " and coalesce(qual, '') || coalesce(with_check, '') ~ 'current_setting|jwt|auth\\.'"
        )
        == []
    )
    assert (
        client.rows(
            "select proname from pg_proc where pronamespace in ('packdesk'::regnamespace, 'public'::regnamespace)"
            " and prosrc ~ 'current_setting|jwt|auth\\.'"
        )
        == []
    )


def test_that_a_forged_actor_never_gets_into_the_audit_log(hosted: Queue) -> None:
    """Who did it is the login, whatever role it has put on; and nobody goes on with somebody else's entry."""
    owner = hosted.client()
    job = owner.enqueue_image(owner.project())
    entry = owner.one("select entry from packdesk.change_jobs('cancel', array[%s::uuid])", job)["entry"]
    staff = as_login(hosted, "staff")
    staff.connection.execute("set role packdesk_staff")
    staff.connection.execute("select packdesk.retry_jobs(array[%s::uuid])", [job])
    staff.connection.commit()
    newest = owner.one("select actor, action from packdesk.audit_log order by id desc limit 1")
    assert (newest["actor"], newest["action"]) == ("queue_staff", "retry")
    with pytest.raises(psycopg.Error, match="no entry to go on with"):
        staff.connection.execute(
            "select packdesk.change_jobs('cancel', array[%s::uuid], null, %s)", [job, entry]
        )
    staff.connection.rollback()
