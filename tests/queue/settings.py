"""The kinds of database the queue has to work in, each on a real server.

A setting is a server, and on it a login that migrates and owns the tables: the superuser, or the non-superuser
``postgres`` of a hosted project, which grants everything in ``public`` by default (older ones) or nothing.
"""

from __future__ import annotations

import itertools
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import psycopg
from psycopg import sql

from desktop.data.embedded_binaries import clean_environment
from desktop.data.migrate import migrate
from tests.servers import SocketServer

if TYPE_CHECKING:
    from desktop.data.embedded import EmbeddedServer

Kind = Literal["superuser", "hosted-grants-on", "hosted-grants-off"]

_HOSTED_SQL = Path(__file__).with_name("supabase_min.sql")
_numbers = itertools.count(1)


@dataclass
class Setting:
    """One server and one way of owning a database on it."""

    name: str
    server: SocketServer | EmbeddedServer
    kind: Kind
    _templates: dict[str, str] = field(default_factory=dict)
    _made: list[str] = field(default_factory=list)

    @property
    def hosted(self) -> bool:
        return self.kind != "superuser"

    def admin(self, database: str = "postgres") -> str:
        """The superuser's way in."""
        return self.server.dsn(database)

    def dsn(self, database: str, user: str | None = None) -> str:
        """The owner's way in, or anybody's."""
        if isinstance(self.server, SocketServer):
            return self.server.dsn(database, user or ("postgres" if self.hosted else None))
        assert user is None, "the embedded server knows one login"
        return self.server.dsn(database)

    def fresh(self, *, migrated: bool = True) -> str:
        """The name of a new database; gone after the test."""
        name = self._create(self._template(migrated=migrated))
        self._made.append(name)
        return name

    def drop_made(self) -> None:
        while self._made:
            self._execute("drop database if exists {} with (force)", self._made.pop())

    def _template(self, *, migrated: bool) -> str:
        key = "migrated" if migrated else "empty"
        if key not in self._templates:
            if migrated:
                name = self._create(self._template(migrated=False))
                migrate(self.dsn(name))
            elif self.hosted:
                name = self._create("template0")
                self._run_psql(name)
            else:
                name = "template0"
            self._templates[key] = name
        return self._templates[key]

    def _create(self, template: str) -> str:
        name = f"queue_{next(_numbers)}"
        self._execute("create database {} template {}", name, template)
        if self.hosted and template != "template0":
            self._execute("alter database {} owner to postgres", name)
        return name

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.admin(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _run_psql(self, database: str) -> None:
        assert isinstance(self.server, SocketServer)
        grants = self.kind.rpartition("-")[2]
        command = self.server.binaries.command(
            "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", f"grants={grants}", "-d", self.admin(database)
        )
        done = subprocess.run(
            command, input=_HOSTED_SQL.read_bytes(), capture_output=True, check=False, env=clean_environment()
        )
        assert done.returncode == 0, done.stderr.decode()
