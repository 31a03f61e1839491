"""Connecting to a team: what a pasted string says, the test step by step, and where the password goes."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import psycopg
import pytest
import trustme
from keyring.backend import KeyringBackend
from keyring.backends import fail
from psycopg.conninfo import conninfo_to_dict
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.connection import Problem, Step
from desktop.core.errors import InvalidInputError, KnownError, OfflineError, WrongPasswordError
from desktop.data.connecting import with_password
from desktop.data.errors import translate
from desktop.services import connections, key_store, profiles
from tests.ui.conftest import until
from tests.ui.shell import opened, preferences_in, running_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.engine import EngineBackend

POOLER = "aws-0-eu-west-1.pooler.supabase.com"
VERIFIED = "?sslmode=verify-full"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (f"postgresql://postgres.abc:pw@{POOLER}:5432/postgres{VERIFIED}", set()),
        (f"postgresql://postgres.abc:pw@{POOLER}:5432/postgres", {Problem.WEAK_TLS}),
        (f"postgresql://postgres.abc:pw@{POOLER}:6543/postgres{VERIFIED}", {Problem.TRANSACTION_POOLER}),
        (f"postgresql://postgres:pw@{POOLER}:5432/postgres{VERIFIED}", {Problem.POOLER_USER}),
        (
            f"postgresql://postgres.abc:[YOUR-PASSWORD]@{POOLER}:5432/postgres{VERIFIED}",
            {Problem.PLACEHOLDER},
        ),
        (f"postgresql://me:p@ss#w/rd@db.example.com:5432/x{VERIFIED}", {Problem.UNESCAPED}),
        ("postgresql://me:pw@localhost/x", set()),
        ("host=/run/postgresql user=me dbname=x", set()),
        ("postgresql:///x", {Problem.INCOMPLETE}),
        ("my database please", {Problem.NOT_A_STRING}),
        ("psql 'postgresql://me@localhost/x'", set()),
    ],
)
def test_that_a_pasted_string_is_understood(text: str, problems: set[Problem]) -> None:
    assert set(connections.read_connection(text).problems) == problems


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("postgresql://me:p@ss#w/rd@db/x", "p@ss#w/rd"),
        ("postgresql://me:a%40b%2Fc@db/x", "a@b/c"),
        ("postgresql://me:100%@db/x", "100%"),
        ("postgresql://me@db/x?password=s3cret", "s3cret"),
        ("host=db user=me password='a b' dbname=x", "a b"),
        ("postgresql://me@db/x", ""),
    ],
)
def test_that_the_password_is_taken_out(text: str, password: str) -> None:
    reading = connections.read_connection(text)
    assert reading.password == password
    assert "password" not in conninfo_to_dict(reading.dsn)
    assert (reading.user, reading.host, reading.database) == ("me", "db", "x")
    assert not password or password not in repr(reading) + reading.place + reading.dsn
    assert conninfo_to_dict(with_password(reading.dsn, password)).get("password", "") == password


class Memory(KeyringBackend):
    """A key store that forgets at the end."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def _no_key_store() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


@pytest.fixture(name="memory")
def _memory() -> Iterator[Memory]:
    before = keyring.get_keyring()
    store = Memory()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


async def test_that_connecting_keeps_the_password_in_the_key_store_only(
    tmp_path: Path, dsn: str, memory: Memory
) -> None:
    password = str(conninfo_to_dict(dsn)["password"])
    async with running_app(tmp_path) as app:
        form = app.opening.welcome.form
        app.opening.welcome.show_connect()
        form.take(dsn)
        assert password not in form.line.text()
        assert form.password.text() == password
        QTest.mouseClick(form.connect_button, Qt.MouseButton.LeftButton)
        await opened(app)
        assert "Your team's database" in app.host.place
    assert list(memory.kept.values()) == [password]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert password.encode() not in path.read_bytes(), path
    assert preferences_in(tmp_path).text("connection/kind") == "team"
    async with running_app(tmp_path) as app:
        await opened(app)  # the second start asks nothing


@pytest.mark.usefixtures("_no_key_store")
async def test_that_without_a_key_store_the_password_is_asked_for(tmp_path: Path, dsn: str) -> None:
    assert not key_store.has_key_store()
    reading = connections.read_connection(dsn.replace("host=/", "hostaddr=127.0.0.1 host=/"))
    assert not key_store.store_password(reading, "x")
    assert key_store.stored_password(reading) == ""
    saved = profiles.save_profile(
        tmp_path, connections.read_connection("postgresql://me:pw@db.example.com/x")
    )
    assert saved.name == "db"
    async with running_app(tmp_path, connection__kind="team", connection__profile="db") as app:
        await until(lambda: "Your password, please" in app.opening.page.text)
        assert "me@db.example.com:5432/x" in app.opening.page.text


async def test_that_the_test_tells_every_step(backend: EngineBackend, dsn: str) -> None:
    told: list[tuple[Step, str]] = []
    await backend.call(
        connections.try_connection(dsn, lambda step, what: backend.post(told.append, (step, what)))
    )
    await asyncio.sleep(0.05)
    assert [step for step, _ in told] == list(Step)
    assert told[-1] == (Step.NOTICES, "live")


def test_that_profiles_are_added_without_touching_the_others(tmp_path: Path) -> None:
    file = tmp_path / "profiles.toml"
    file.write_text('# mine\n[profiles.db]\ndsn = "postgresql://a@db/x"\n', "utf-8")
    first = profiles.save_profile(tmp_path, connections.read_connection("postgresql://b:pw@db.example.com/x"))
    again = profiles.save_profile(
        tmp_path, connections.read_connection("postgresql://b:pw2@db.example.com/x")
    )
    assert (first.name, again.name) == ("db-2", "db-2")
    assert file.read_text("utf-8").startswith("# mine\n")
    assert "pw" not in file.read_text("utf-8")
    assert profiles.load_profile(tmp_path, "db-2").reading.user == "b"
    with pytest.raises(InvalidInputError):
        profiles.load_profile(tmp_path, "nobody")


def test_that_a_connection_file_is_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "shop.packdesk", tmp_path / "bad.packdesk"
    good.write_text('dsn = "postgresql://anna@db.example.com/shop"\n', "utf-8")
    bad.write_bytes(b"\xff\xfe\x00")
    assert profiles.read_connection_file(good).place == "anna@db.example.com:5432/shop"
    with pytest.raises(InvalidInputError, match="not a connection file"):
        profiles.read_connection_file(bad)


@pytest.mark.usefixtures("memory")
async def test_that_one_switches_between_databases(tmp_path: Path, dsn: str) -> None:
    password = str(conninfo_to_dict(dsn)["password"])
    reading = connections.read_connection(dsn)
    shop = profiles.save_profile(tmp_path, reading)
    other = profiles.save_profile(tmp_path, connections.read_connection("host=db.example.com user=me"))
    assert key_store.store_password(reading, password)
    async with running_app(tmp_path, connection__kind="team", connection__profile=shop.name) as app:
        await opened(app)
        listed = app.settings.connections
        listed.refresh()
        await until(lambda: bool(listed.shown))
        assert [(c.name, c.is_open) for c in listed.shown] == [
            ("", False),
            (shop.name, True),
            (other.name, False),
        ]
        saved = app.saved
        await saved.rename_saved(shop.name, "Our shop")
        assert app.preferences.text("connection/profile") == "Our shop"
        with pytest.raises(InvalidInputError, match="already"):
            await saved.rename_saved(other.name, "Our shop")
        with pytest.raises(InvalidInputError, match="1 to 60"):
            await saved.rename_saved(other.name, " ")
        await saved.remove_saved(other.name)
        await saved.remove_saved(other.name)
        assert [p.name for p in profiles.all_profiles(tmp_path)] == ["Our shop"]
        await saved.use_saved("")
        assert await app.closed, "everything is built anew, so that nothing is mixed up"
    assert preferences_in(tmp_path).text("connection/kind") == "private"


def test_that_a_certificate_travels_with_the_profile(tmp_path: Path) -> None:
    pem = trustme.CA().cert_pem.bytes().decode()
    file = tmp_path / "shop.packdesk"
    file.write_text(
        f'dsn = "host=db.example.com user=anna sslmode=prefer"\ncertificate = {json.dumps(pem)}\n', "utf-8"
    )
    reading = profiles.read_connection_file(file)
    assert reading.problems == ()
    profile = profiles.save_profile(tmp_path, reading)
    for again in (profiles.load_profile(tmp_path, profile.name).reading, reading):
        told = conninfo_to_dict(profiles.dsn_of(tmp_path, again, "pw"))
        assert (told["sslmode"], told["password"]) == ("verify-full", "pw")
        root = Path(str(told["sslrootcert"]))
        assert root.read_text("ascii").strip() == pem.strip()
        root.write_text("changed by somebody", "ascii")  # and written anew with the next connection
    without = connections.read_connection("host=db.example.com user=anna")
    assert profiles.save_profile(tmp_path, without).name == profile.name
    assert profiles.load_profile(tmp_path, profile.name).reading.certificate == ""


def test_that_a_damaged_certificate_in_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "shop.packdesk"
    file.write_text('dsn = "host=db.example.com user=anna"\ncertificate = "nonsense"\n', "utf-8")
    with pytest.raises(InvalidInputError, match="damaged"):
        profiles.read_connection_file(file)


@pytest.mark.usefixtures("memory")
async def test_that_the_form_takes_a_certificate(tmp_path: Path) -> None:
    root, key = tmp_path / "root.crt", tmp_path / "server.key"
    authority = trustme.CA()
    authority.cert_pem.write_to_path(root)
    authority.issue_cert("x").private_key_pem.write_to_path(key)
    async with running_app(tmp_path / "home") as app:
        app.opening.welcome.show_connect()
        form = app.opening.welcome.form
        form.take("postgresql://me:pw@db.example.com/x")
        assert "nothing proves" in form.problem_texts[0]
        with pytest.raises(InvalidInputError, match="private key"):
            await form.take_certificate(key)
        await form.take_certificate(root)
        assert form.problem_texts == []


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ('FATAL:  password authentication failed for user "x"', WrongPasswordError, "user name and password"),
        ("FATAL:  (ENOTFOUND) tenant/user postgres.abc not found", OfflineError, "no such project"),
        ("FATAL:  Tenant or user not found", OfflineError, "no such project"),
        (
            "FATAL:  (EMAXCONNSESSION) max clients reached in session mode - max clients are limited to pool_size: 15",
            OfflineError,
            "lets no more clients in",
        ),
        (
            "FATAL:  (ECIRCUITBREAKER) too many authentication failures, new connections are temporarily blocked",
            WrongPasswordError,
            "blocks this network",
        ),
        (
            "FATAL:  (ECHECKOUTTIMEOUT) unable to check out connection from the pool after 60000ms",
            OfflineError,
            "All connections of the pooler",
        ),
        ('could not translate host name "db.example.com" to address', OfflineError, "no server of that name"),
        ("connection refused\n\tIs the server running on that host", OfflineError, "No database answers"),
        ("the Supabase project abc is paused", OfflineError, "is paused"),
        ('server certificate for "a" does not match host name "b"', OfflineError, "another name"),
        ("SSL error: certificate verify failed", OfflineError, "authority"),
        ('root certificate file "/x/root.crt" does not exist', InvalidInputError, "isn't there"),
        ("server does not support SSL, but SSL was required", OfflineError, "no encryption"),
        ("connection timeout expired", OfflineError, "doesn't answer"),
    ],
)
def test_that_servers_refusals_become_sentences(said: str, kind: type[KnownError], words: str) -> None:
    error = translate(psycopg.OperationalError(said))
    assert type(error) is kind
    assert words in str(error)
