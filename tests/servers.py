"""Real PostgreSQL servers for tests, and databases on them.

Nothing here is a stand-in: every server is a server process in a temporary folder.
"""

from __future__ import annotations

import itertools
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from desktop.data.embedded_binaries import clean_environment, find_binaries
from desktop.data.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Callable

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


def require_debian_15() -> None:
    """Skip the test where Debian's PostgreSQL 15 is missing; fail it where it must be there."""
    if (DEBIAN_15 / "postgres").is_file():
        return
    reason = f"no PostgreSQL 15 in {DEBIAN_15} (Debian and Ubuntu: apt install postgresql-15)"
    if os.environ.get("PACKDESK_TEST_REQUIRE_PG15") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class Server(Protocol):
    """What a test needs of a server: a way in."""

    def dsn(self, database: str = ...) -> str: ...


class SocketServer:
    """Any PostgreSQL's binaries on a socket in ``folder``; everybody who can reach the folder is let in.

    Made like hosted ones are: the superuser's name is the caller's choice, the rest are defaults.
    """

    def __init__(self, bin_dir: Path, folder: Path, superuser: str) -> None:
        self.superuser = superuser
        self.binaries = find_binaries(bin_dir)
        self._data = folder / "data"
        self._log = folder / "server.log"
        self._run_dir = folder

    @property
    def version(self) -> str:
        return self.binaries.version

    @property
    def data_folder(self) -> Path:
        return self._data

    def dsn(self, database: str = "postgres", user: str | None = None) -> str:
        return make_conninfo("", host=str(self._run_dir), dbname=database, user=user or self.superuser)

    def start(self, **more: str) -> None:
        """Start it, with further settings."""
        if not self._data.exists():
            self.hand_over(self._run_dir)
            words = ["-U", self.superuser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            self._run("initdb", "-D", str(self._data), *words)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._run_dir),
            "fsync": "off",
            "max_connections": "100",
            "shared_buffers": "32MB",
            **more,
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._log), "-o", options, "-w", "start")

    def hand_over(self, path: Path) -> None:
        """Let the account the server runs as own a file or folder."""
        owner = self.binaries.account.owner
        if owner is not None:
            os.chown(path, *owner)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *words: str) -> None:
        # To a file, not a pipe: the server inherits it, and would keep a pipe open as long as it lives.
        with (self._run_dir / "tools.log").open("a+") as log:
            done = subprocess.run(
                self.binaries.command(program, *words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                env=clean_environment(),
            )
            log.seek(0)
            said = log.read() + (self._log.read_text() if self._log.exists() else "")
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed:\n{said[-4000:]}")


class DatabaseMaker:
    """Makes a fresh database per call, copied from one migrated template per server; drops them again."""

    def __init__(self, default: Callable[[], Server]) -> None:
        self._default = default
        self._templates: dict[int, str] = {}
        self._made: list[tuple[Server, str]] = []
        self._numbers = itertools.count(1)

    def __call__(self, server: Server | None = None, *, migrated: bool = True) -> str:
        """A connection string for a new database on ``server`` (default: the session's embedded one)."""
        server = server or self._default()
        name = f"test_{next(self._numbers)}"
        template = self._template(server) if migrated else "template0"
        with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        self._made.append((server, name))
        return server.dsn(name)

    def drop_all(self) -> None:
        while self._made:
            server, name = self._made.pop()
            with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )

    def _template(self, server: Server) -> str:
        if id(server) not in self._templates:
            name = "test_template"
            with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
                )
            migrate(server.dsn(name))
            self._templates[id(server)] = name
        return self._templates[id(server)]
