"""A real PgBouncer in front of a test's database, and a look at what stays behind on the server."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desktop.data.embedded_binaries import bundled_folder, find_binaries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
needs_pgbouncer = pytest.mark.skipif(
    PGBOUNCER is None, reason="no PgBouncer on this machine (Debian and Ubuntu: apt install pgbouncer)"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def pgbouncer(
    direct: str, folder: Path, mode: Literal["session", "transaction"], **settings: str
) -> Iterator[str]:
    """A way to the same database through PgBouncer."""
    assert PGBOUNCER is not None
    target, port = conninfo_to_dict(direct), free_port()
    chosen = {
        "listen_addr": "127.0.0.1",
        "listen_port": str(port),
        "unix_socket_dir": "",
        "auth_type": "any",
        "pool_mode": mode,
        "default_pool_size": "10",
        "ignore_startup_parameters": "extra_float_digits",
        "logfile": str(folder / "pgbouncer.log"),
        **settings,
    }
    lines = "\n".join(f"{name} = {value}" for name, value in chosen.items())
    (folder / "pgbouncer.ini").write_text(
        f"""[databases]
pooled = host={target["host"]} port={target.get("port", 5432)} dbname={target["dbname"]} user={target["user"]} \
password={target.get("password", "")}
[pgbouncer]
{lines}
""",
        encoding="utf-8",
    )
    # it refuses to be root, and the server's socket folder is ours alone
    command = find_binaries(bundled_folder()).account.prefix
    process = subprocess.Popen(
        [*command, PGBOUNCER, "-q", str(folder / "pgbouncer.ini")], stderr=subprocess.DEVNULL
    )
    dsn = make_conninfo(host="127.0.0.1", port=port, dbname="pooled", user="anybody")
    try:
        for _ in range(50):
            try:
                psycopg.connect(dsn, connect_timeout=2).close()
                break
            except psycopg.OperationalError as error:
                assert process.poll() is None, (folder / "pgbouncer.log").read_text()
                last = error
                time.sleep(0.05)
        else:
            raise AssertionError(last)
        yield dsn
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def left_behind(pooled: str, connections: int = 10) -> list[tuple[str, Any]]:
    """What earlier clients left on the pooler's server connections: LISTENs, settings, session locks.

    Every server connection is asked: so many transactions are open at once that the pooler needs all of them.
    """
    found: list[tuple[str, Any]] = []
    clients = [psycopg.connect(pooled, prepare_threshold=None) for _ in range(connections)]
    try:
        pids = set()
        for client in clients:
            row = client.execute("select pg_backend_pid()").fetchone()
            assert row is not None
            pids.add(row[0])
            found += [("listen", r) for r in client.execute("select pg_listening_channels()").fetchall()]
            found += [
                ("setting", r)
                for r in client.execute(
                    "select name, setting from pg_settings where source = 'session'"
                    # what the pooler itself keeps in step with each client
                    " and name not in ('application_name', 'client_encoding', 'DateStyle', 'TimeZone',"
                    " 'standard_conforming_strings', 'IntervalStyle', 'extra_float_digits')"
                ).fetchall()
            ]
            found += [
                ("lock", r)
                for r in client.execute(
                    "select classid, objid from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
                ).fetchall()
            ]
            found += [
                ("prepared", r) for r in client.execute("select name from pg_prepared_statements").fetchall()
            ]
        assert len(pids) == connections, "not every server connection was asked"
    finally:
        for client in clients:
            client.close()
    return found
