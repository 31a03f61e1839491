"""Inviting and removing people, as the non-superuser owner of a hosted project and as an admin of ours."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from desktop.core.errors import InvalidInputError, NotAllowedError, NotFoundError
from desktop.core.people import Person, Removal, Role
from desktop.core.resources import sql_dir
from desktop.data.database import Database
from desktop.data.migrate import load_migrations, migrate
from desktop.data.people import PeopleRepo, certificate_file, dsn_of
from desktop.services.people import Invitation, PeopleService, write_connection_file
from desktop.services.profiles import read_connection_file
from tests.cli.program import Program
from tests.queue.clients import Queue
from tests.queue.settings import Setting
from tests.servers import SocketServer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

_numbers = itertools.count(1)


class Office:
    """A hosted database and the people in it, who all go in the end: roles belong to the whole server."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self._logins: list[str] = []

    def dsn(self, user: str | None = None) -> str:
        return self.queue.setting.dsn(self.queue.database, user)

    def name(self, word: str) -> str:
        login = f"{word}-{next(_numbers)}"
        self._logins.append(login)
        return login

    def invite(self, word: str, role: Role, *, by: str | None = None) -> Invitation:
        login = word if "-" in word else self.name(word)
        made: Invitation = self.ask(lambda people: people.invite(login, role), by=by)
        return made

    def remove(self, login: str, *, by: str | None = None) -> Removal:
        outcome: Removal = self.ask(lambda people: people.remove(login), by=by)
        return outcome

    def people(self, *, by: str | None = None) -> dict[str, Person]:
        return {person.login: person for person in self.ask(lambda people: people.all(), by=by)}

    def ask(self, what: Callable[[PeopleService], Awaitable[Any]], *, by: str | None = None) -> Any:
        async def run() -> Any:
            async with Database(self.dsn(by)) as database:
                return await what(PeopleService(PeopleRepo(database)))

        return asyncio.run(run())

    def close(self) -> None:
        admin = self.queue.superuser()
        for login in self._logins:
            if admin.rows("select from pg_roles where rolname = %s", login):
                admin.run(
                    "select pg_terminate_backend(pid, 2000) from pg_stat_activity where usename = %s", login
                )
                admin.run(f'drop owned by "{login}"')
                admin.run(f'drop role "{login}"')


@pytest.fixture
def office(hosted_setting: Setting) -> Iterator[Office]:
    with Queue(hosted_setting, hosted_setting.fresh()) as queue:
        made = Office(queue)
        yield made
        made.close()


def may(office: Office, login: str, statement: str) -> bool:
    client = office.queue.client(login)
    try:
        client.run(statement)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


READ = "select name from packdesk.projects"
MAKE = "insert into packdesk.projects (name) values ('x')"
PAUSE = "select packdesk.pause_queue(false)"


def test_that_the_owner_invites_each_role_and_each_may_what_it_says(office: Office) -> None:
    expected = {
        Role.VIEWER: (True, False, False),
        Role.STAFF: (True, True, False),
        Role.WORKER: (True, False, False),
        Role.ADMIN: (True, True, True),
    }
    for role, rights in expected.items():
        login = office.invite(role.value, role).login
        assert tuple(may(office, login, what) for what in (READ, MAKE, PAUSE)) == rights, role
    people = office.people()
    assert {(p.role, p.invited_by, p.may_sign_in) for p in people.values() if p.invited_here} == {
        (role.value, "postgres", True) for role in Role
    }
    assert "postgres" not in people, "who hands roles out has none of them"


def test_that_an_admin_of_ours_invites_and_removes_without_owning_anything(office: Office) -> None:
    boss = office.invite("boss", Role.ADMIN).login
    anna = office.invite("anna", Role.STAFF, by=boss).login
    assert may(office, anna, MAKE)
    assert office.people(by=boss)[anna].invited_by == boss
    assert office.remove(anna, by=boss) is Removal.REMOVED
    audit = office.queue.client().rows(
        "select actor, action, detail ->> 'login' as login from packdesk.audit_log"
    )
    assert [(r["actor"], r["action"], r["login"]) for r in audit] == [
        ("postgres", "invite", boss),
        (boss, "invite", anna),
        (boss, "remove-person", anna),
    ]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.STAFF, Role.WORKER])
def test_that_nobody_else_invites_or_removes(office: Office, role: Role) -> None:
    login = office.invite("anna", role).login
    other = office.invite("bert", Role.STAFF).login
    for attempt in (
        lambda: office.invite("carl", Role.ADMIN, by=login),
        lambda: office.remove(other, by=login),
    ):
        with pytest.raises(NotAllowedError):
            attempt()
    client = office.queue.client(login)
    for statement in (
        "select packdesk.take_roles(%s)",
        "select packdesk.end_person(%s)",
        "delete from packdesk.invitations where login = %s",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            client.run(statement, other)
    for statement in (
        f'alter role "{login}" createrole',
        f'grant packdesk_admin to "{login}"',
        "set role packdesk_admin",
        "set session authorization postgres",
        "create role sneaky login",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            client.run(statement)


def test_that_a_removed_member_loses_access_at_once_and_their_work_stays(office: Office) -> None:
    login = office.invite("anna", Role.STAFF).login
    client = office.queue.client(login)
    project = client.project()
    job = client.enqueue_image(project)
    client.run("create temporary table mine (n int)")
    # busy in the middle of a transaction, with a plan made beforehand and a cursor open
    client.connection.execute("prepare q as select name from packdesk.projects")
    busy = office.queue.client(login, autocommit=False)
    busy.run("declare c cursor for select * from public.job_queue")
    assert office.remove(login) is Removal.REMOVED
    for connection in (client.connection, busy.connection):
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(office.dsn(login))
    owner = office.queue.client()
    assert owner.value("select name from packdesk.projects where id = %s", project) == "Bottle"
    assert owner.job(job)["status"] == "pending"
    assert login not in office.people()


def test_that_rights_are_gone_before_the_connections_are(office: Office) -> None:
    """The first half alone: a connection that can't be ended has nothing to say any more."""
    login = office.invite("anna", Role.STAFF).login
    client = office.queue.client(login)
    client.connection.execute(f"prepare q as {READ}".encode())
    client.connection.execute("execute q")
    assert office.queue.client().call("close_person", p_login=login) == "closed"
    for statement in ("execute q", READ, MAKE, "select packdesk.retry_jobs('{}')"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            client.run(statement)
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(office.dsn(login))
    assert office.queue.client().call("end_person", p_login=login) == "removed"


def test_that_a_login_that_owns_something_stays_closed_with_it(office: Office) -> None:
    login = office.invite("anna", Role.STAFF).login
    client = office.queue.client(login)
    thing = client.value("select lo_create(0)")
    assert office.remove(login) is Removal.CLOSED
    assert office.people()[login].role is None
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(office.dsn(login))
    again = office.ask(lambda people: people.invite(login, Role.VIEWER))
    assert not again.is_new
    assert may(office, login, READ)
    assert not may(office, login, MAKE)
    office.queue.client(login).run("select lo_unlink(%s)", thing)
    assert office.remove(login) is Removal.REMOVED


def test_that_inviting_again_changes_the_one_role_there_is(office: Office) -> None:
    login = office.invite("anna", Role.ADMIN).login
    assert not office.ask(lambda people: people.invite(login, Role.VIEWER)).is_new
    assert not may(office, login, MAKE)
    assert office.people()[login].role == "viewer"


def test_that_logins_made_by_hand_are_listed_and_lose_only_their_rights(office: Office) -> None:
    login = office.name("hand")
    owner = office.queue.client()
    owner.run(f'create role "{login}" login')
    owner.run(f'grant packdesk_staff to "{login}"')
    assert not office.people()[login].invited_here
    with pytest.raises(InvalidInputError, match="not made by an invitation"):
        office.ask(lambda people: people.invite(login, Role.ADMIN))
    assert office.remove(login) is Removal.KEPT
    assert not may(office, login, READ)
    assert login not in office.people()


def test_that_what_somebody_else_gave_is_not_taken_silently(office: Office) -> None:
    """From 16 on a REVOKE by anybody but the giver is only a warning."""
    login = office.name("given")
    admin = office.queue.superuser()
    admin.run(f'create role "{login}" login')
    admin.run(f'grant packdesk_staff to "{login}"')
    if admin.connection.info.server_version >= 160000:
        with pytest.raises(NotAllowedError, match="only they or the server's administrator"):
            office.remove(login)
        assert may(office, login, READ)
    else:
        assert office.remove(login) is Removal.KEPT
        assert not may(office, login, READ)


@pytest.mark.parametrize(
    "login", ["postgres", "supabase_admin", "anon", "authenticator", "packdesk_admin", "pg_x"]
)
def test_that_the_servers_own_logins_are_out_of_reach(office: Office, login: str) -> None:
    with pytest.raises((InvalidInputError, NotAllowedError)):
        office.ask(lambda people: people.invite(login, Role.ADMIN))
    with pytest.raises((NotFoundError, NotAllowedError)):
        office.remove(login)
    client = office.queue.client()
    with pytest.raises(psycopg.Error):
        client.call("end_person", p_login=login)


@pytest.mark.parametrize("login", ["", "Anna", "anna b", "1anna", 'a"; drop table x; --', "a" * 64, "ännä"])
def test_that_odd_names_are_refused_in_words(office: Office, login: str) -> None:
    with pytest.raises(InvalidInputError, match="begins with a small letter"):
        office.ask(lambda people: people.invite(login, Role.STAFF))


def test_that_nobody_removes_themselves_or_the_owner(office: Office) -> None:
    boss = office.invite("boss", Role.ADMIN).login
    for login in (boss, "postgres"):
        with pytest.raises((NotAllowedError, NotFoundError)):
            office.remove(login, by=boss)
    with pytest.raises(NotAllowedError, match="another admin"):
        office.ask(lambda people: people.invite(boss, Role.ADMIN), by=boss)
    with pytest.raises(NotFoundError, match="nobody called"):
        office.remove("nemo", by=boss)


def test_that_an_admin_is_told_who_brings_the_tables_up_to_date(office: Office, tmp_path: Path) -> None:
    boss = office.invite("boss", Role.ADMIN).login
    assert migrate(office.dsn(boss)) == (), "nothing to do needs no rights"
    folder = tmp_path / "migrations"
    shutil.copytree(sql_dir() / "migrations", folder)
    (folder / f"{len(load_migrations()) + 1:04}_later.sql").write_text("create table packdesk.later ()")
    with pytest.raises(NotAllowedError, match='the login that set this database up, "postgres"'):
        migrate(office.dsn(boss), folder=folder)
    assert migrate(office.dsn(), folder=folder)


def test_that_a_plain_password_is_never_taken(office: Office) -> None:
    with pytest.raises(psycopg.Error, match="SCRAM"):
        office.queue.client().call("invite_person", p_login="anna", p_role="staff", p_verifier="hunter2")


def test_that_an_owner_who_may_not_make_logins_says_what_is_missing(office: Office) -> None:
    admin = office.queue.superuser()
    admin.run("alter role postgres nocreaterole")
    try:
        with pytest.raises(NotAllowedError, match='alter role "postgres" createrole'):
            office.invite("anna", Role.STAFF)
    finally:
        admin.run("alter role postgres createrole")


def require_password(server: SocketServer, login: str) -> None:
    """From now on this login has to show its password; everybody else is let in as before."""
    hba = server.data_folder / "pg_hba.conf"
    text = hba.read_text("utf-8")
    hba.write_text(f'local all "{login}" scram-sha-256\n{text}', "utf-8")
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("select pg_reload_conf()")
        connection.execute("select pg_sleep(0.3)")


def test_that_the_command_line_does_it_all_and_keeps_the_password_to_itself(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    packdesk = Program(home=tmp_path / "home", cwd=tmp_path / "here", dsn=office.dsn())
    server = office.queue.setting.server
    assert isinstance(server, SocketServer)
    login = office.name("anna")
    told = packdesk("db", "invite", login, "--role", "staff", "--json").json
    file = Path(told["file"])
    assert (told["login"], told["role"], told["is_new"]) == (login, "staff", True)
    assert file == tmp_path / "here" / f"{login}.packdesk"
    assert file.stat().st_mode & 0o077 == 0
    assert told["password"] not in file.read_text("utf-8")
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and told["password"].encode() in path.read_bytes()
    ]
    require_password(server, login)
    dsn = read_connection_file(file).dsn
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn)
    with psycopg.connect(dsn, password=told["password"]) as connection:
        assert connection.execute("select session_user").fetchone() == (login,)
    packdesk("db", "invite", login, "--role", "staff").refused(7, "is there already")
    people = {p["login"]: p for p in packdesk("db", "list", "--json").json}
    assert people[login]["role"] == "staff"
    assert login in packdesk("db", "list").out
    assert packdesk("db", "remove", login, "--json").json == {"login": login, "outcome": "removed"}
    packdesk("db", "remove", login).refused(3, "nobody called")
    packdesk("db", "invite", "../x", "--role", "staff").refused(3, "small letter")
    packdesk("db", "invite", "anon", "--role", "staff").refused(3, "already")
    assert not (tmp_path / "here" / "anon.packdesk").exists(), "half an invitation"
    packdesk.dsn = None
    packdesk("db", "list").refused(3, "yours alone")


def test_that_a_connection_file_is_for_the_other_computer(tmp_path: Path) -> None:
    pem = tmp_path / "root.crt"
    pem.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ascii")
    mine = f"postgresql://postgres.abc:hunter2@x.pooler.supabase.com:5432/postgres?sslmode=verify-full&sslrootcert={pem}"
    theirs = dsn_of(mine, "anna")
    assert "hunter2" not in theirs
    assert "user=anna.abc" in theirs
    assert "sslmode=verify-full" in theirs
    assert str(pem) not in theirs
    assert certificate_file(mine) == str(pem)
    assert "user=anna " in dsn_of("host=db.example.com user=post.gres", "anna") + " "


def test_that_the_files_of_admins_hold_the_certificate(tmp_path: Path) -> None:
    pem = tmp_path / "root.crt"
    pem.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ascii")
    file = tmp_path / "anna.packdesk"
    write_connection_file(
        file, f"host=db.example.com user=boss sslmode=verify-full sslrootcert={pem}", "anna"
    )
    told = tomllib.loads(file.read_text("utf-8"))
    assert told["certificate"] == pem.read_text("ascii")
    assert "password=" not in file.read_text("utf-8")
