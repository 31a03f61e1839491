"""The database on "This computer": PostgreSQL in a folder of the person's own, run only while needed.

One server serves every Packdesk process of the person: the first one in starts it, the last one out stops it,
and a crash of the app, of the server or of both is repaired by the next start. Nothing is asked and nothing
listens on a network, except on Windows, where the address is 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import shutil
import socket
import subprocess
import threading
import time
from typing import IO, TYPE_CHECKING, Final, Self

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from desktop.core.errors import KnownError, ServerError
from desktop.data.embedded_binaries import (
    LINUX,
    WINDOWS,
    Binaries,
    bundled_folder,
    clean_environment,
    creation_flags,
    find_binaries,
)
from desktop.data.embedded_home import Home

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_logger = logging.getLogger(__name__)

DATABASE: Final = "packdesk"
_PORT: Final = 5432  # only a socket's name; a port is taken on Windows alone, and there a free one
_READY_BUT_DEAF_S: Final = 20.0
_STOP_TIMEOUT_S: Final = 30.0
_MAX_LAUNCHES: Final = 5

# A small footprint: one person's queue and a few clients. Nothing here may contain a space (see `_launch`).
_SETTINGS: Final = {
    "shared_buffers": "16MB",
    "io_method": "sync",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "64MB",
    "min_wal_size": "8MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # Statements may hold what people typed; reasons are enough for the log.
    "log_min_error_statement": "panic",
}
_NOT_DURABLE: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedServer:
    """One folder's server, for this process. Any thread may call it; calls block for up to seconds.

    Creating the object touches nothing. ``start`` may be called again at any time: it repairs what is broken
    and is quick when nothing is.

    Args:
        home: folder for the data, the log and the password; made if absent.
        durable: False trades crash safety for speed, for tests.
        max_connections: connections the server allows at a time; fixed by whoever starts it.
        user: name of the superuser role, fixed at the first start.
        bin_dir: PostgreSQL programs to use; None means those shipped with Packdesk.
        start_timeout_s: how long a start may take, recovery from a crash included.
    """

    def __init__(
        self,
        home: Path,
        *,
        durable: bool = True,
        max_connections: int = 40,
        user: str = "packdesk",
        bin_dir: Path | None = None,
        start_timeout_s: float = 180.0,
    ) -> None:
        self._home = Home(home.absolute())
        self._durable = durable
        self._max_connections = max_connections
        self._user = user
        self._bin_dir = bin_dir
        self._start_timeout_s = start_timeout_s
        self._mutex = threading.Lock()
        self._slot: IO[bytes] | None = None
        self._address: dict[str, str | int] | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    @property
    def home(self) -> Path:
        """The folder everything is in."""
        return self._home.path

    @property
    def pid(self) -> int | None:
        """The server's process id, or None if none runs."""
        process = self._home.server_process()
        return process.pid if process else None

    @property
    def is_running(self) -> bool:
        """Whether a server runs from this folder, whoever started it."""
        return self.pid is not None

    @property
    def version(self) -> str:
        """The programs' version, e.g. ``18.6``."""
        return self._binaries().version

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Make, attach to, repair or start the server, whatever is needed; returns the connection string.

        Raises:
            ServerError: it can't run here; the sentence says what to do.
            StorageError: the folder can't be written or the disk is full.
        """
        with self._mutex:
            binaries = self._binaries()
            self._home.prepare()
            with self._home.gate(self._start_timeout_s):
                joined = self._slot is None
                if self._slot is None:
                    self._slot = self._home.sign_in()
                try:
                    self._check_major(binaries)
                    self._bring_up(binaries, time.monotonic() + self._start_timeout_s)
                except BaseException as error:
                    if joined:
                        self._home.sign_out(self._slot)
                        self._slot = None
                    if isinstance(error, KnownError):
                        _logger.warning(
                            "embedded server: %s\n%s", error, self._home.log_tail(self._log_start)
                        )
                    raise
        return self.dsn()

    def stop(self) -> None:
        """Leave the server; the last one out stops it. Does nothing when not started."""
        with self._mutex:
            if self._slot is None:
                return
            slot, self._slot, self._address = self._slot, None, None
            try:
                with self._home.gate(_STOP_TIMEOUT_S):
                    self._home.sign_out(slot)
                    if not self._home.anyone_in():
                        self._shut_down()
            except KnownError as error:
                # Whoever holds the gate uses the server, and will be the last one out.
                slot.close()
                _logger.warning("embedded server: left without stopping it: %s", error)

    def dsn(self, database: str = DATABASE) -> str:
        """The connection string for ``database``, with the password in it: never log or show it.

        Raises:
            ServerError: the server hasn't been started.
        """
        address = self._address
        if address is None:
            raise ServerError(
                "The built-in database isn't running. Start Packdesk again.", code="not-running"
            )
        return make_conninfo("", dbname=database, user=self._user, password=self._home.secret(), **address)

    # Starting

    def _binaries(self) -> Binaries:
        return find_binaries(self._bin_dir or bundled_folder())

    def _check_major(self, binaries: Binaries) -> None:
        major = self._home.data_major()
        if major is not None and major != binaries.major:
            raise ServerError(
                f"The data in “{self._home.path}” was written by PostgreSQL {major}, and this Packdesk "
                f"brings PostgreSQL {binaries.major}. Use the Packdesk version that wrote it, "
                "or choose another data folder.",
                code="other-major",
            )

    def _bring_up(self, binaries: Binaries, deadline: float) -> None:
        for attempt in range(_MAX_LAUNCHES):
            launched = self._home.server_process() is None
            if launched:
                self._ensure_cluster(binaries)
                self._home.clear_stale_pid()
                self._launch(binaries)
            if self._wait_until_ready(deadline):
                return
            # Died. Trying again helps if it was on its way out before we came, or for these reasons.
            reason = self._home.last_reason(self._log_start) or ""
            passing = "shared memory block" in reason or "Address already in use" in reason
            if launched and not passing:
                break
            time.sleep(0.1 * 2**attempt)
        raise self._failure()

    def _ensure_cluster(self, binaries: Binaries) -> None:
        if self._home.data_major() is None:
            self._init(binaries)
        else:
            self._home.give_to(binaries.account.owner)
            if self._home.secret() is None:
                self._renew_secret(binaries)

    def _init(self, binaries: Binaries) -> None:
        self._home.require_space()
        self._home.clear_leftovers()
        self._home.write_secret()
        fresh = self._home.path / f"data.new-{secrets.token_hex(4)}"
        arguments = [
            f"--pgdata={fresh}",
            f"--username={self._user}",
            f"--pwfile={self._home.secret_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--wal-segsize=4",
            "--no-instructions",
            *self._sync_options(),
        ]
        self._log_start = self._home.log_size()
        with self._log_file() as log:
            done = subprocess.run(
                binaries.command("initdb", *arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                env=clean_environment(),
                creationflags=creation_flags(),
            )
        if done.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            raise self._failure()
        self._home.adopt(fresh, binaries.major)

    def _sync_options(self) -> list[str]:
        if not self._durable:
            return ["--no-sync"]
        # One call for the whole file system instead of one per file: 0.5 s instead of 4 s on a slow disk.
        return ["--sync-method=syncfs"] if LINUX else []

    def _renew_secret(self, binaries: Binaries) -> None:
        """The password's file got lost: the data is the person's own, so give the role a new one, offline."""
        self._home.clear_stale_pid()
        self._home.write_secret()
        role, password = sql.Identifier(self._user), sql.Literal(self._home.secret())
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, password).as_string(None)
        self._log_start = self._home.log_size()
        with self._log_file() as log:
            done = subprocess.run(
                binaries.command("postgres", "--single", "-D", str(self._home.data), "postgres"),
                input=statement.encode() + b"\n",
                stdout=subprocess.DEVNULL,
                stderr=log,
                check=False,
                env=clean_environment(),
                creationflags=creation_flags(),
            )
        if done.returncode != 0:
            self._home.secret_file.unlink(missing_ok=True)
            raise self._failure()

    def _settings(self) -> dict[str, str]:
        where = (
            {"listen_addresses": "127.0.0.1", "port": str(_free_port())}
            if WINDOWS
            else {"port": str(_PORT), "unix_socket_permissions": "0700"}
        )
        durability = {} if self._durable else _NOT_DURABLE
        if LINUX:
            durability = {**durability, "recovery_init_sync_method": "syncfs"}
        return {**_SETTINGS, **durability, **where, "max_connections": str(self._max_connections)}

    def _launch(self, binaries: Binaries) -> None:
        self._home.rotate_log()
        self._log_start = self._home.log_size()
        options = [word for name, value in self._settings().items() for word in ("-c", f"{name}={value}")]
        if WINDOWS:
            self._launch_by_pg_ctl(binaries, options)
            return
        options += ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self._home.socket_dir()}"]
        with self._log_file() as log, self._home.plain_words():
            self._child = subprocess.Popen(
                binaries.command("postgres", "-D", str(self._home.data), *options),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(),
                start_new_session=True,  # Ctrl-C in a terminal ends the app, not the database under it
            )

    def _launch_by_pg_ctl(self, binaries: Binaries, options: list[str]) -> None:
        # postgres.exe refuses an elevated token; pg_ctl gives it a plain one. Its output goes to no pipe: the
        # server would inherit the pipe's end, and reading from it would never finish.
        words = ["-D", str(self._home.data), "-l", str(self._home.log), "-o", " ".join(options)]
        self._pg_ctl(binaries, "start", *words, "-w", "-t", str(int(self._start_timeout_s)))

    def _pg_ctl(self, binaries: Binaries, *words: str) -> None:
        subprocess.run(
            binaries.command("pg_ctl", *words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            env=clean_environment(),
            creationflags=creation_flags(),
        )

    def _wait_until_ready(self, deadline: float) -> bool:
        """True when clients are let in, False when the server died on the way."""
        pause, deaf_since = 0.005, None
        while time.monotonic() < deadline:
            pid_file = self._home.pid_file()
            if pid_file and pid_file.ready and self._home.server_process():
                address: dict[str, str | int] = {"host": pid_file.socket_dir, "port": pid_file.port}
                if WINDOWS:
                    address |= {"host": "127.0.0.1", "sslmode": "disable", "gssencmode": "disable"}
                try:
                    self._greet(address)
                except psycopg.OperationalError as error:
                    deaf_since = deaf_since or time.monotonic()
                    self._give_up_if_hopeless(error, time.monotonic() - deaf_since)
                else:
                    self._settle(address)
                    return True
            elif self._is_dead():
                return False
            time.sleep(pause)
            pause = min(pause * 1.3, 0.1)
        raise ServerError(
            "The built-in database is still repairing itself after a crash. Wait a minute, then start again.",
            code="still-starting",
            retryable=True,
        )

    def _is_dead(self) -> bool:
        if self._child is not None:
            # Between its start and its first sign of life only the child itself can tell.
            return self._child.poll() is not None
        return self._home.server_process() is None

    def _settle(self, address: dict[str, str | int]) -> None:
        self._address = address
        if self._child is not None:
            # The server may outlive this object and this process; without this, Python would warn about that.
            self._child.returncode = 0
            self._child = None

    def _greet(self, address: dict[str, str | int]) -> None:
        """Prove the password and make the database if it is missing."""
        where = {"dbname": "postgres", "connect_timeout": 10, **address}
        dsn = make_conninfo("", user=self._user, password=self._home.secret(), **where)
        with psycopg.connect(dsn, autocommit=True) as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                # From template0: whatever somebody left in template1 stays out.
                statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DATABASE))
                connection.execute(statement)

    def _give_up_if_hopeless(self, error: psycopg.OperationalError, deaf_for_s: float) -> None:
        if "password authentication failed" in str(error) or "no password supplied" in str(error):
            raise ServerError(
                "The built-in database is running with another password than the one in its folder. "
                "Close every Packdesk window, then start again.",
                code="other-password",
            ) from None
        if deaf_for_s > _READY_BUT_DEAF_S:
            raise ServerError(
                "The built-in database runs but doesn't let Packdesk in. "
                "Close every Packdesk window, then start again.",
                code="deaf",
                retryable=True,
            ) from error

    def _failure(self) -> KnownError:
        self._child = None
        reason = self._home.last_reason(self._log_start)
        if "No space left on device" in self._home.log_tail(self._log_start):
            return self._home.disk_full()
        told = f" ({reason})" if reason else ""
        return ServerError(
            f"The built-in database couldn't start{told}. Start the computer anew and try again; "
            f"if that doesn't help, “{self._home.log}” says more.",
            code="start-failed",
        )

    def _log_file(self) -> contextlib.AbstractContextManager[IO[bytes]]:
        with self._home.plain_words():
            handle = os.open(self._home.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            return os.fdopen(handle, "ab")

    # Stopping

    def _shut_down(self) -> None:
        process = self._home.server_process()
        if process is None:
            return
        if WINDOWS:
            self._pg_ctl(self._binaries(), "stop", "-D", str(self._home.data), "-m", "fast", "-w", "-t", "30")
        with contextlib.suppress(psutil.NoSuchProcess):
            _ask_to_stop(process)


def _ask_to_stop(process: psutil.Process) -> None:
    if not WINDOWS:
        import signal  # noqa: PLC0415  (SIGQUIT doesn't exist on Windows)

        for how in (signal.SIGINT, signal.SIGQUIT):  # end the clients and tidy up; else just end
            process.send_signal(how)
            with contextlib.suppress(psutil.TimeoutExpired):
                process.wait(_STOP_TIMEOUT_S)
                return
    with contextlib.suppress(psutil.TimeoutExpired):
        process.wait(_STOP_TIMEOUT_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
