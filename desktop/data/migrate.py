"""Brings a database's tables to this version's state, and says where they stand.

Each file of ``sql/migrations`` runs in a transaction of its own, under an advisory lock that ends with it, and is
recorded with the checksum of its text. Synchronous: it runs before any loop does, or in a thread.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import psycopg

from desktop.core.errors import BugError, NotAllowedError, SchemaError
from desktop.core.resources import sql_dir
from desktop.data.database import conninfo
from desktop.data.errors import translated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.data.database import Database

_LOCK_KEY: Final = 7_365_748
_FILE_NAME: Final = re.compile(r"^(\d{4})_([a-z0-9_]+)\.sql$")
_OLDEST_SERVER: Final = 150_000
# From the catalogue, not by to_regclass: that may answer from what this session knew before it waited for the lock.
_HAS_TABLE: Final = (
    b"select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
    b" where n.nspname = 'packdesk' and c.relname = 'schema_migrations')"
)
_DONE: Final = b"select version, checksum from packdesk.schema_migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number, its name and the SHA-256 of its text with LF line ends."""

    version: int
    name: str
    sql: str
    checksum: str


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """Where a database stands: ``version`` 0 means that it holds nothing of ours yet."""

    version: int
    latest: int
    pending: tuple[str, ...]
    server: str

    @property
    def is_current(self) -> bool:
        """Whether this version of the program can work with it."""
        return self.version == self.latest and not self.pending


def load_migrations(folder: Path | None = None) -> tuple[Migration, ...]:
    """The shipped migrations in order.

    Raises:
        BugError: a file is misnamed, or a number is missing or there twice.
    """
    found = []
    for path in sorted((folder or sql_dir() / "migrations").glob("*.sql")):
        match = _FILE_NAME.match(path.name)
        if match is None:
            raise BugError(f"{path.name} is not named NNNN_name.sql")
        sql = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        checksum = hashlib.sha256(sql.encode()).hexdigest()
        found.append(Migration(int(match[1]), match[2], sql, checksum))
    if [m.version for m in found] != list(range(1, len(found) + 1)):
        raise BugError("The numbers of the migrations are not 1, 2, 3, ...")
    return tuple(found)


def migrate(dsn: str, *, folder: Path | None = None) -> tuple[str, ...]:
    """Apply what is missing; safe to call again and from several programs at once.

    Returns:
        The names of the migrations that were applied by this call.

    Raises:
        SchemaError: the database is newer than this program, or a migration was changed after it ran.
        NotAllowedError, OfflineError: as the server says.
    """
    migrations = load_migrations(folder)
    applied = []
    with translated(), _connect(dsn) as connection:
        if len(_refuse_unfit(connection, migrations)) < len(migrations):
            _require_owner(connection)
        for migration in migrations:
            with connection.transaction():
                connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK_KEY])
                # read again under the lock: somebody else may have been at it
                if migration.version in _refuse_unfit(connection, migrations):
                    continue
                connection.execute("set local client_min_messages = warning")
                connection.execute("set local statement_timeout = 0")
                connection.execute("set local lock_timeout = '30s'")
                connection.execute(migration.sql.encode())
                connection.execute(
                    "insert into packdesk.schema_migrations (version, name, checksum) values (%s, %s, %s)",
                    [migration.version, migration.name, migration.checksum],
                )
            applied.append(f"{migration.version:04}_{migration.name}")
    return tuple(applied)


def schema_status(dsn: str, *, folder: Path | None = None) -> SchemaStatus:
    """Look, change nothing.

    Raises:
        SchemaError: the database is newer than this program, or a migration was changed after it ran.
    """
    migrations = load_migrations(folder)
    with translated(), _connect(dsn) as connection:
        done = _refuse_unfit(connection, migrations)
        return SchemaStatus(
            version=max(done, default=0),
            latest=migrations[-1].version,
            pending=tuple(f"{m.version:04}_{m.name}" for m in migrations if m.version not in done),
            server=str(connection.info.parameter_status("server_version")),
        )


def require_current(dsn: str) -> None:
    """Make sure that this program and the database fit together.

    Raises:
        SchemaError: they don't; the sentence says what to do.
    """
    status = schema_status(dsn)
    _require(status.version, status.latest, is_current=status.is_current)


async def require_current_in(database: Database) -> None:
    """The same over a connection that is there.

    Raises:
        SchemaError: they don't fit together; the sentence says what to do.
    """
    migrations = load_migrations()
    version = int(await database.scalar(b"show server_version_num"))
    rows = (
        [(row["version"], row["checksum"]) for row in await database.rows(_DONE)]
        if await database.scalar(_HAS_TABLE)
        else []
    )
    done = _judge(version, rows, migrations)
    _require(max(done, default=0), migrations[-1].version, is_current=len(done) == len(migrations))


def _require(version: int, latest: int, *, is_current: bool) -> None:
    if version == 0:
        raise SchemaError(
            "This database isn't set up for Packdesk yet. An admin does that once with `packdesk db migrate`."
        )
    if not is_current:
        raise SchemaError(
            f"This database is at version {version}, this program needs {latest}. "
            "An admin brings it up to date with `packdesk db migrate`."
        )


def _connect(dsn: str) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(
        conninfo(dsn, application_name="packdesk migrate"), autocommit=True, prepare_threshold=None
    )


def _require_owner(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """What exists can be changed by its owner only; said before the first statement fails."""
    row = connection.execute(
        "select pg_get_userbyid(nspowner) from pg_catalog.pg_namespace"
        " where nspname = 'packdesk' and not pg_has_role(nspowner, 'usage')"
    ).fetchone()
    if row is not None:
        raise NotAllowedError(
            f'New versions of the tables are put in by the login that set this database up, "{row[0]}". '
            "Run `packdesk db migrate` with its connection string."
        )


def _refuse_unfit(
    connection: psycopg.Connection[tuple[Any, ...]], migrations: tuple[Migration, ...]
) -> frozenset[int]:
    """The numbers of the migrations that have run, or a SchemaError when we must keep our hands off."""
    exists = connection.execute(_HAS_TABLE).fetchone()
    rows = connection.execute(_DONE).fetchall() if exists is not None and exists[0] else []
    return _judge(connection.info.server_version, rows, migrations)


def _judge(
    server_version: int, rows: Sequence[tuple[Any, ...]], migrations: tuple[Migration, ...]
) -> frozenset[int]:
    if server_version < _OLDEST_SERVER:
        raise SchemaError("This server is older than PostgreSQL 15. Packdesk needs 15 or newer.")
    done = {int(version): str(checksum) for version, checksum in rows}
    if max(done, default=0) > len(migrations):
        raise SchemaError(
            f"This database is at version {max(done)}, newer than this program, which knows {len(migrations)}. "
            "Install the newest Packdesk on this computer, then try again."
        )
    for migration in migrations:
        if migration.version in done and done[migration.version] != migration.checksum:
            raise SchemaError(
                f"Migration {migration.version:04}_{migration.name} of this program differs from the one this "
                "database was set up with. Install an official Packdesk release, then try again."
            )
    return frozenset(done)
