"""The fixtures the other rooms' tests stand on."""

from __future__ import annotations

import psycopg
import pytest

from desktop.data.embedded import EmbeddedServer
from desktop.data.migrate import migrate
from tests.servers import DatabaseMaker, SocketServer


def ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def test_that_the_sessions_server_takes_many_clients(server: EmbeddedServer) -> None:
    assert ask(server.dsn(), "SHOW max_connections") == "100"
    assert ask(server.dsn(), "SHOW fsync") == "off"
    assert ask(server.dsn(), "SELECT current_user::text") == "packdesk"


def test_that_every_database_is_a_fresh_one(make_database: DatabaseMaker) -> None:
    first, second = make_database(migrated=False), make_database(migrated=False)
    assert first != second
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE left_behind ()")
    assert ask(second, "SELECT to_regclass('left_behind') IS NULL")


@pytest.mark.parametrize("where", ["server", "debian_server", "embedded_as_supabase"])
def test_that_every_server_can_hold_our_tables(
    where: str, make_database: DatabaseMaker, request: pytest.FixtureRequest
) -> None:
    dsn = make_database(request.getfixturevalue(where))
    assert ask(
        dsn, "SELECT count(*) > 0 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    assert migrate(dsn) == ()


def test_that_dropping_ends_open_sessions(server: EmbeddedServer) -> None:
    maker = DatabaseMaker(lambda: server)
    maker._numbers = iter(range(9000, 9001))  # type: ignore[assignment]
    connection = psycopg.connect(maker(migrated=False))
    maker.drop_all()
    assert ask(server.dsn(), "SELECT count(*) FROM pg_database WHERE datname = 'test_9000'") == 0
    connection.close()


def test_that_debians_fifteen_answers_as_supabase_admin(debian_server: SocketServer) -> None:
    assert ask(debian_server.dsn(), "SELECT current_user::text") == "supabase_admin"
    assert str(ask(debian_server.dsn(), "SHOW server_version")).startswith("15.")
    with psycopg.connect(debian_server.dsn(), autocommit=True) as connection:
        connection.execute("CREATE ROLE visitor LOGIN")
    assert ask(debian_server.dsn("postgres", "visitor"), "SELECT current_user::text") == "visitor"


def test_that_the_embedded_binaries_serve_supabase_admin_too(
    embedded_as_supabase: SocketServer, make_database: DatabaseMaker
) -> None:
    assert ask(embedded_as_supabase.dsn(), "SELECT current_user::text") == "supabase_admin"
    assert str(ask(make_database(embedded_as_supabase, migrated=False), "SHOW server_version")).startswith(
        "18."
    )
