"""Fixtures for every room: real servers, one of each per test session (per worker with pytest-xdist)."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from desktop.data.embedded import EmbeddedServer
from desktop.data.embedded_binaries import bundled_folder
from tests.servers import DEBIAN_15, DatabaseMaker, SocketServer, require_debian_15

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_configure() -> None:
    """Take Ctrl-C and a closing terminal as the system's default again.

    A suite started in the background of a script (``nohup``, ``&``) inherits both ignored, and so would every
    program it starts: tests that interrupt one would wait for ever.
    """
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """The product's embedded server, without fsync and with room for many clients."""
    with EmbeddedServer(tmp_path_factory.mktemp("server"), durable=False, max_connections=100) as running:
        yield running


@pytest.fixture(scope="session")
def database_maker(request: pytest.FixtureRequest) -> DatabaseMaker:
    """Keeps the migrated templates for the whole session; tests use ``make_database``."""

    def default() -> EmbeddedServer:
        started: EmbeddedServer = request.getfixturevalue("server")
        return started

    return DatabaseMaker(default)


@pytest.fixture
def make_database(server: EmbeddedServer, database_maker: DatabaseMaker) -> Iterator[DatabaseMaker]:
    """A function making a fresh migrated database; gone after the test.

    ``make_database()`` on the session's server, ``make_database(debian_server)`` on another one,
    ``make_database(migrated=False)`` an empty one. Returns the connection string.
    """
    assert server.is_running
    yield database_maker
    database_maker.drop_all()


@pytest.fixture(scope="session")
def debian_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SocketServer]:
    """Debian's PostgreSQL 15 (what hosted projects run), with ``supabase_admin`` as the superuser."""
    require_debian_15()
    running = SocketServer(DEBIAN_15, tmp_path_factory.mktemp("pg15"), "supabase_admin")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def embedded_as_supabase(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SocketServer]:
    """The embedded binaries set up the hosted way, with ``supabase_admin`` as the superuser."""
    running = SocketServer(bundled_folder(), tmp_path_factory.mktemp("supabase"), "supabase_admin")
    running.start()
    yield running
    running.stop()
