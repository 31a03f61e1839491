"""Runs one of the optional set-up files in ``sql/setup``, whole or not at all. Synchronous, like the migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg

from desktop.core.errors import NotFoundError
from desktop.core.resources import sql_dir
from desktop.data.database import conninfo
from desktop.data.errors import translated
from desktop.data.migrate import require_current

if TYPE_CHECKING:
    from psycopg import Connection


def setup_names() -> list[str]:
    """The files there are, as they are called on the command line."""
    return sorted(path.stem.replace("_", "-") for path in (sql_dir() / "setup").glob("*.sql"))


def run_setup(dsn: str, name: str) -> None:
    """Run it as the login that set the database up; it may run again.

    Raises:
        NotFoundError: there is no such file.
        SchemaError, NotAllowedError: what is missing, as the file says it.
    """
    path = sql_dir() / "setup" / f"{name.replace('-', '_')}.sql"
    if name not in setup_names():
        raise NotFoundError(f"There is no set-up file {name[:40]}. There are: {', '.join(setup_names())}.")
    require_current(dsn)
    with translated():
        connection: Connection[tuple[Any, ...]] = psycopg.connect(
            conninfo(dsn, application_name="packdesk setup"), prepare_threshold=None
        )
        with connection:
            connection.execute("set local client_min_messages = warning")
            connection.execute(path.read_bytes())
