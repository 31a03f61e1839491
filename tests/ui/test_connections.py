"""Connecting to a team: what a pasted string says, the test step by step, and where the password goes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from psycopg.conninfo import conninfo_to_dict
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.connection import Problem, Step
from desktop.core.errors import InvalidInputError
from desktop.services import connections
from tests.ui.conftest import until
from tests.ui.shell import opened, preferences_in, running_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    assert conninfo_to_dict(connections.with_password(reading.dsn, password)).get("password", "") == password


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


@pytest.fixture
def key_store() -> Iterator[Memory]:
    before = keyring.get_keyring()
    store = Memory()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


async def test_that_connecting_keeps_the_password_in_the_key_store_only(
    tmp_path: Path, dsn: str, key_store: Memory
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
    assert list(key_store.kept.values()) == [password]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert password.encode() not in path.read_bytes(), path
    assert preferences_in(tmp_path).text("connection/kind") == "team"
    async with running_app(tmp_path) as app:
        await opened(app)  # the second start asks nothing


@pytest.mark.usefixtures("_no_key_store")
async def test_that_without_a_key_store_the_password_is_asked_for(tmp_path: Path, dsn: str) -> None:
    assert not connections.has_key_store()
    reading = connections.read_connection(dsn.replace("host=/", "hostaddr=127.0.0.1 host=/"))
    assert not connections.store_password(reading, "x")
    assert connections.stored_password(reading) == ""
    saved = connections.save_profile(
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
    first = connections.save_profile(
        tmp_path, connections.read_connection("postgresql://b:pw@db.example.com/x")
    )
    again = connections.save_profile(
        tmp_path, connections.read_connection("postgresql://b:pw2@db.example.com/x")
    )
    assert (first.name, again.name) == ("db-2", "db-2")
    assert file.read_text("utf-8").startswith("# mine\n")
    assert "pw" not in file.read_text("utf-8")
    assert connections.load_profile(tmp_path, "db-2").reading.user == "b"
    with pytest.raises(InvalidInputError):
        connections.load_profile(tmp_path, "nobody")


def test_that_a_connection_file_is_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "shop.packdesk", tmp_path / "bad.packdesk"
    good.write_text('dsn = "postgresql://anna@db.example.com/shop"\n', "utf-8")
    bad.write_bytes(b"\xff\xfe\x00")
    assert connections.read_connection_file(good).endswith("/shop")
    with pytest.raises(InvalidInputError, match="not a connection file"):
        connections.read_connection_file(bad)
