"""`packdesk doctor` finds each fault that is planted in a database, and says what to do; and pg_cron, a real one."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from desktop.cli.health import check_address, database_checks, schedule_problem
from desktop.core.errors import KnownError
from desktop.core.resources import sql_dir
from desktop.data.health import Clock, HealthRepo, Scheduled
from desktop.data.migrate import migrate
from desktop.workspace import open_workspace
from tests.queue.settings import Setting
from tests.servers import DEBIAN_15, SocketServer, require_debian_15

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.program import Program

PG_CRON = Path("/usr/lib/postgresql/15/lib/pg_cron.so")
SETUP = sql_dir() / "setup" / "pg_cron.sql"


@pytest.fixture(scope="module")
def setting(debian_server: SocketServer) -> Iterator[Setting]:
    made = Setting("15-grants-off", debian_server, "hosted-grants-off")
    yield made
    made.drop_made()


@pytest.fixture
def database(setting: Setting) -> str:
    return setting.fresh()


async def examined(dsn: str, *, is_private: bool = True) -> dict[str, str]:
    """What each check says; complaints begin with an exclamation mark."""
    found: dict[str, str] = {}
    async with open_workspace(dsn=dsn) as workspace:
        for name, check in database_checks(workspace, is_private=is_private):
            try:
                found[name] = await check()
            except KnownError as error:
                found[name] = f"! {error}"
    return found


def complaints(found: dict[str, str]) -> dict[str, str]:
    return {name: said for name, said in found.items() if said.startswith("!")}


async def test_that_a_good_database_is_found_well(setting: Setting, database: str) -> None:
    found = await examined(setting.dsn(database))
    assert complaints(found) == {}
    assert "owner" in found["login"]


FAULTS = [
    ("grant select on packdesk.projects to anon", "rights", "anon: packdesk.projects"),
    (
        "grant execute on function public.get_next_job() to authenticated",
        "rights",
        "authenticated: get_next_job",
    ),
    (
        "grant execute on function packdesk.pause_queue(boolean) to public",
        "rights",
        "everybody: packdesk.pause_queue",
    ),
    ("revoke select on packdesk.projects from packdesk_viewer", "rights", "packdesk_viewer: select"),
    ("alter table packdesk.projects disable row level security", "tables", "packdesk.projects"),
    ("alter table public.job_queue disable trigger packdesk_updated", "tables", "packdesk_updated"),
    ("select packdesk.pause_queue(true, 'lunch')", "workers", "paused by postgres"),
    (
        "insert into public.job_queue (job_type, payload) values ('generate-image', '{}')",
        "workers",
        "1 jobs wait, and nobody processes",
    ),
    (
        (
            "insert into public.job_queue (job_type, payload) values ('x', '{}'); select get_next_job();"
            "update public.job_queue set lease_expires_at = now() - interval '1 hour'"
        ),
        "jobs",
        "held by workers that are gone",
    ),
    (
        (
            "insert into packdesk.workers (id, name, kind, slots) values (gen_random_uuid(), 'w', 'app', 1);"
            "insert into public.job_queue (job_type, payload, created_at, run_after)"
            " values ('x', '{}', now() - interval '1 hour', now() - interval '1 hour')"
        ),
        "jobs",
        "the oldest for 60 minutes",
    ),
    (
        "insert into packdesk.workers (id, name, kind, slots, paused) values (gen_random_uuid(), 'w', 'app', 1, true)",
        "workers",
        "Every worker is paused",
    ),
    (
        "insert into packdesk.blobs (sha256, size_bytes, mime) values (repeat('a', 64), 3, 'image/jpeg')",
        "storage",
        "lost their bytes",
    ),
    (
        (
            "insert into packdesk.blobs (sha256, size_bytes, mime) values (repeat('a', 64), 3, 'image/jpeg');"
            "insert into packdesk.blob_chunks values (repeat('a', 64), 0, 'abc')"
        ),
        "storage",
        "is damaged",
    ),
]


@pytest.mark.parametrize(("fault", "check", "words"), FAULTS)
async def test_that_a_planted_fault_is_found(
    setting: Setting, database: str, fault: str, check: str, words: str
) -> None:
    with psycopg.connect(setting.dsn(database), autocommit=True) as connection:
        connection.execute(fault.encode())
    found = complaints(await examined(setting.dsn(database)))
    assert words in found.get(check, ""), found


async def test_that_a_login_with_two_roles_is_found(setting: Setting, database: str) -> None:
    with psycopg.connect(setting.dsn(database), autocommit=True) as connection:
        connection.execute("create role doctor_two login")
        connection.execute("grant packdesk_staff, packdesk_admin to doctor_two")
        try:
            found = complaints(await examined(setting.dsn(database)))
        finally:
            connection.execute("drop role doctor_two")
    assert "doctor_two (admin, staff)" in found["login"]


async def test_that_a_stranger_is_told_to_ask_for_an_invitation(setting: Setting, database: str) -> None:
    with psycopg.connect(setting.admin(database), autocommit=True) as connection:
        connection.execute("create role doctor_nobody login")
        try:
            with pytest.raises(KnownError):
                await examined(setting.dsn(database, "doctor_nobody"))
        finally:
            connection.execute("drop role doctor_nobody")


async def test_that_a_clock_that_is_off_is_found(
    setting: Setting, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def off(_: HealthRepo) -> Clock:
        return Clock(-4000.0, 0.1)

    monkeypatch.setattr(HealthRepo, "clock", off)
    found = complaints(await examined(setting.dsn(database)))
    assert "4000 s behind the server's" in found["clock"]


async def test_that_the_transaction_poolers_port_is_found(setting: Setting, database: str) -> None:
    with pytest.raises(KnownError, match="port 5432"):
        await check_address(
            "postgresql://postgres.abc@x.pooler.supabase.com:6543/postgres?sslmode=verify-full"
        )
    with pytest.raises(KnownError, match="ends in a dot"):
        await check_address("postgresql://postgres@x.pooler.supabase.com:5432/postgres?sslmode=verify-full")
    with pytest.raises(KnownError, match="certificate"):
        await check_address("postgresql://me@db.example.com/postgres")


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ("*/10 * * * * *", "every 10 minutes"),
        ("30 * * * * *", "at other times than it seems"),
        ("*/10 * * * *", ""),
        ("10 seconds", ""),
        ("* * * * *", ""),
    ],
)
def test_that_a_schedule_with_seconds_is_explained(schedule: str, words: str) -> None:
    said = schedule_problem(
        Scheduled(
            "x",
            schedule,
            active=True,
            is_ours=True,
            holds_key=False,
            last_status=None,
            last_message=None,
            last_end=None,
        )
    )
    assert (words in said) if words else said == ""


# pg_cron itself


class CronServer:
    """Debian's PostgreSQL 15 with pg_cron at work in one database, set up the hosted way."""

    def __init__(self, folder: Path) -> None:
        require_debian_15()
        if not PG_CRON.is_file():
            pytest.skip("no pg_cron on this machine (Debian and Ubuntu: apt install postgresql-15-cron)")
        self.server = SocketServer(DEBIAN_15, folder, "supabase_admin")
        self.server.start()
        self.setting = Setting("cron", self.server, "hosted-grants-off")
        self.database = self.setting.fresh()
        self.server.stop()
        self.server.start(
            shared_preload_libraries="pg_cron",
            **{"cron.database_name": self.database, "cron.use_background_workers": "on"},
        )
        with psycopg.connect(self.setting.admin(self.database), autocommit=True) as connection:
            connection.execute("create extension pg_cron")
            connection.execute("grant usage on schema cron to postgres")

    def do(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.setting.dsn(self.database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def set_up(self) -> None:
        self.do(SETUP.read_text("utf-8"))


@pytest.fixture(scope="module")
def cron(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CronServer]:
    made = CronServer(tmp_path_factory.mktemp("cron"))
    yield made
    made.server.stop()


@contextmanager
def scheduled(cron: CronServer, schedule: str, command: str) -> Iterator[None]:
    cron.do(f"select cron.schedule('odd', '{schedule}', $c${command}$c$)")
    try:
        yield
    finally:
        cron.do("select cron.unschedule('odd')")


def rows(cron: CronServer) -> dict[str, str]:
    return dict(cron.do("select jobname, schedule from cron.job order by 1"))


@pytest.mark.slow
def test_that_housekeeping_runs_inside_the_database(cron: CronServer) -> None:
    cron.set_up()
    cron.set_up()
    assert rows(cron) == {"packdesk-history": "17 3 * * *", "packdesk-rescue": "* * * * *"}
    # a worker took it and died; nobody of ours looks
    cron.do("insert into public.job_queue (job_type, payload) values ('generate-image', '{}')")
    cron.do("select get_next_job()")
    cron.do("update public.job_queue set lease_expires_at = now() - interval '1 second'")
    deadline = time.monotonic() + 75
    while cron.do("select status from public.job_queue") != [("pending",)]:
        assert time.monotonic() < deadline, cron.do("select * from cron.job_run_details")
        time.sleep(0.5)
    assert cron.do("select outcome from packdesk.attempts") == [("lost",)]


def test_that_what_is_scheduled_can_be_chosen_and_taken_back(cron: CronServer) -> None:
    cron.set_up()
    cron.do("select packdesk.schedule_housekeeping(p_keep => '90 days')")
    assert rows(cron)["packdesk-prune"] == "*/10 1-4 * * *"
    [(command,)] = cron.do("select command from cron.job where jobname = 'packdesk-prune'")
    cron.do(command)
    with pytest.raises(psycopg.Error, match="a day at least"):
        cron.do("select packdesk.schedule_housekeeping(p_keep => '1 hour')")
    with pytest.raises(psycopg.Error, match="needs pg_net and Vault"):
        cron.do("select packdesk.schedule_housekeeping(p_wake => true)")
    assert "packdesk-prune" in rows(cron), "refused, nothing changed"
    assert cron.do("select packdesk.unschedule_housekeeping()") == [(3,)]
    assert rows(cron) == {}


def test_that_a_processor_is_woken_and_no_key_is_in_any_command(cron: CronServer) -> None:
    """Vault and pg_net are not to be had here: their two doors, as they are documented, in plain SQL."""
    cron.set_up()
    cron.do(
        "create schema vault; create schema net;"
        "create table vault.decrypted_secrets (name text, decrypted_secret text);"
        "create table net.asked (url text, body jsonb, headers jsonb);"
        "create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}', headers jsonb"
        " default '{}', timeout_milliseconds int default 5000) returns bigint language sql as"
        " $$ insert into net.asked values (url, body, headers); select 1::bigint $$"
    )
    try:
        cron.do("select packdesk.schedule_housekeeping(p_wake => true)")
        cron.do("delete from public.job_queue")
        assert cron.do("select packdesk.wake_processor()") == [(False,)], "nothing to do, nobody is woken"
        cron.do("insert into public.job_queue (job_type, payload) values ('generate-image', '{}')")
        with pytest.raises(psycopg.Error, match="Vault has no packdesk_processor_url"):
            cron.do("select packdesk.wake_processor()")
        cron.do(
            "insert into vault.decrypted_secrets values ('packdesk_processor_url', 'https://x.example/process-jobs'),"
            " ('packdesk_processor_key', 'planted-key-4711')"
        )
        assert cron.do("select packdesk.wake_processor()") == [(True,)]
        [(url, headers)] = cron.do("select url, headers from net.asked")
        assert url == "https://x.example/process-jobs"
        assert headers["Authorization"] == "Bearer planted-key-4711"
        commands = cron.do("select command from cron.job")
        assert commands
        assert not any("planted-key" in command or "http" in command for (command,) in commands)
    finally:
        cron.do("drop schema vault cascade; drop schema net cascade")


async def test_that_the_doctor_reads_the_cron_rows(cron: CronServer) -> None:
    cron.do("delete from public.job_queue")
    cron.set_up()
    cron.do("delete from cron.job_run_details")
    dsn = cron.setting.dsn(cron.database)
    assert "2 jobs of pg_cron" in (await examined(dsn))["scheduler"]
    for schedule, command, words in (
        ("*/10 * * * * *", "select get_next_job()", "every 10 minutes"),
        (
            "* * * * *",
            "select net.http_post('https://x/process-jobs', headers := 'Bearer abcdefgh12')",
            "hold a key",
        ),
    ):
        with scheduled(cron, schedule, command):
            assert words in complaints(await examined(dsn))["scheduler"]
    with psycopg.connect(cron.setting.admin(cron.database), autocommit=True) as connection:
        connection.execute("update cron.job set active = false where jobname = 'packdesk-rescue'")
    assert "switched off" in complaints(await examined(dsn))["scheduler"]
    cron.set_up()
    # somebody else's schedule is none of our business
    with scheduled(cron, "*/10 * * * * *", "select 1"):
        assert complaints(await examined(dsn)) == {}


async def test_that_an_admin_who_owns_nothing_sees_the_cron_rows_too(cron: CronServer) -> None:
    cron.set_up()
    cron.do("do $$ begin create role cron_admin login; exception when duplicate_object then null; end $$")
    cron.do("grant packdesk_admin to cron_admin")
    with scheduled(cron, "*/10 * * * * *", "select get_next_job()"):
        found = await examined(cron.setting.dsn(cron.database, "cron_admin"))
        assert "six fields" in found["scheduler"]


def test_that_the_program_says_it_too(cron: CronServer, packdesk: Program) -> None:
    cron.set_up()
    with scheduled(cron, "*/10 * * * * *", "select get_next_job()"):
        done = packdesk("doctor", "--json", "--dsn", cron.setting.dsn(cron.database))
    checks = {check["check"]: check for check in done.json["checks"]}
    assert done.code == 1
    assert not checks["scheduler"]["ok"]
    assert checks["notices"]["ok"]


def test_that_the_command_line_runs_the_set_up_files(cron: CronServer, packdesk: Program) -> None:
    cron.do("select packdesk.unschedule_housekeeping()")
    packdesk.dsn = cron.setting.dsn(cron.database)
    assert packdesk("db", "setup", "pg-cron", "--json").json == {"setup": "pg-cron"}
    assert "packdesk-rescue" in rows(cron)
    packdesk("db", "setup", "web-app").refused(8, 'no table "Project"')
    cron.do("grant usage on schema cron to public")
    packdesk.dsn = cron.setting.dsn(cron.database, "authenticator")
    assert packdesk("db", "setup", "pg-cron").code == 5


def test_that_without_pg_cron_the_file_says_what_to_do(setting: Setting, database: str) -> None:
    with (
        psycopg.connect(setting.dsn(database), autocommit=True) as connection,
        pytest.raises(psycopg.Error, match="pg_cron is not here"),
    ):
        connection.execute(SETUP.read_bytes())
    assert migrate(setting.dsn(database)) == ()
