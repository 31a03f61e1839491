"""PgBouncer in transaction mode in front of a benchmark's database, as hosted databases have it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desktop.core.errors import BugError
from desktop.data.embedded_binaries import bundled_folder, find_binaries

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_pooler() -> str | None:
    """Where PgBouncer is, if it is installed."""
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")


@contextmanager
def pooler(dsn: str, *, size: int = 10) -> Iterator[str]:
    """The same database through PgBouncer with ``size`` connections to it; the connection string.

    Raises:
        BugError: it isn't installed, or doesn't start.
    """
    program = find_pooler()
    if program is None:
        raise BugError("PgBouncer isn't installed.")
    target, port = conninfo_to_dict(dsn), _free_port()
    with tempfile.TemporaryDirectory(prefix="packdesk-bench-") as folder:
        # whoever it runs as below
        Path(folder).chmod(0o755)
        settings = Path(folder) / "pgbouncer.ini"
        settings.write_text(
            f"""[databases]
pooled = host={target["host"]} port={target.get("port", 5432)} dbname={target["dbname"]} user={target["user"]} \
password={target.get("password", "")}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 2000
ignore_startup_parameters = extra_float_digits
""",
            encoding="utf-8",
        )
        # it refuses to be root
        command = [*find_binaries(bundled_folder()).account.prefix, program, "-q", str(settings)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            pooled = make_conninfo(host="127.0.0.1", port=port, dbname="pooled", user="anybody")
            _wait(pooled)
            yield pooled
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


def _wait(dsn: str) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(dsn, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise BugError("PgBouncer does not start.") from None
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
