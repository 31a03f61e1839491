"""Running the embedded server's programs: making a cluster, starting a server, stopping it on Windows."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from psycopg import sql

from desktop.core.errors import KnownError, ServerError
from desktop.data.embedded_binaries import LINUX, WINDOWS, Binaries, clean_environment, creation_flags
from desktop.data.embedded_home import NO_ROOM_BYTES
from desktop.data.embedded_process import STOP_TIMEOUT_S, clear_stale_files

if TYPE_CHECKING:
    from desktop.data.embedded_home import Home

_PORT: Final = 5432  # only part of a socket's name; Windows, which has a real port, takes a free one

# A small footprint: one person's queue and a few clients. No value may hold a space: on Windows they all go
# through one string.
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


class Launcher:
    """Knows the command lines. Each call belongs under the home's gate, and blocks.

    Args:
        home: whose cluster it is.
        user: the superuser role's name.
        durable: False leaves out every wait for the disk.
        max_connections: clients at a time.
        start_timeout_s: how long pg_ctl may wait on Windows.
    """

    def __init__(
        self, home: Home, *, user: str, durable: bool, max_connections: int, start_timeout_s: float
    ) -> None:
        self._home = home
        self._user = user
        self._durable = durable
        self._max_connections = max_connections
        self._start_timeout_s = start_timeout_s
        self._log_start = 0

    def make_cluster(self, binaries: Binaries) -> None:
        """Make the data folder: complete or not at all.

        Raises:
            StorageError: the disk is full or not writable.
            ServerError: initdb failed.
        """
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
        try:
            self._run(binaries.command("initdb", *arguments))
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        self._home.adopt(fresh, binaries.major)

    def _sync_options(self) -> list[str]:
        if not self._durable:
            return ["--no-sync"]
        # One call for the whole file system instead of one per file: 0.5 s instead of 4 s on a slow disk.
        return ["--sync-method=syncfs"] if LINUX else []

    def renew_secret(self, binaries: Binaries) -> None:
        """Give the role a new password, offline, after its file got lost: the data is the person's own.

        Raises:
            ServerError, StorageError: it didn't work.
        """
        with self._home.plain_words():
            clear_stale_files(self._home.data, Path(self._home.socket_dir()))
        self._home.write_secret()
        role, password = sql.Identifier(self._user), sql.Literal(self._home.secret())
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, password).as_string(None)
        try:
            self._run(
                binaries.command("postgres", "--single", "-D", str(self._home.data), "postgres"),
                statement.encode() + b"\n",
            )
        except BaseException:
            self._home.secret_file.unlink(missing_ok=True)
            raise

    def launch(self, binaries: Binaries) -> subprocess.Popen[bytes] | None:
        """Start the server without waiting for it to be ready; None on Windows, where pg_ctl is its parent.

        Raises:
            StorageError: the log can't be written.
        """
        self._home.rotate_log()
        self._log_start = self._home.log_size()
        options = [word for name, value in self._settings().items() for word in ("-c", f"{name}={value}")]
        if WINDOWS:
            # postgres.exe refuses an elevated token; pg_ctl gives it a plain one.
            words = ["-l", str(self._home.log), "-o", " ".join(options), "-w"]
            self._pg_ctl(binaries, "start", *words, "-t", str(int(self._start_timeout_s)))
            return None
        options += ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self._home.socket_dir()}"]
        with self._open_log() as log, self._home.plain_words():
            return subprocess.Popen(
                binaries.command("postgres", "-D", str(self._home.data), *options),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(),
                start_new_session=True,  # Ctrl-C in a terminal ends the app, not the database under it
            )

    def stop_on_windows(self, binaries: Binaries) -> None:
        """Stop the server as a console would: signals don't exist there."""
        self._pg_ctl(binaries, "stop", "-m", "fast", "-w", "-t", str(int(STOP_TIMEOUT_S)))

    def failure(self) -> KnownError:
        """Why the last program failed, in words for a person and with the program's own reason."""
        reason = self._home.last_reason(self._log_start)
        told_so = "No space left on device" in self._home.log_tail(self._log_start)
        if told_so or self._home.free_bytes() < NO_ROOM_BYTES:
            return self._home.disk_full()
        told = f" ({reason})" if reason else ""
        return ServerError(
            f"The built-in database couldn't start{told}. Restart the computer and try again; "
            f"if that doesn't help, “{self._home.log}” says more.",
            code="start-failed",
        )

    def failed_in_passing(self) -> bool:
        """Whether the last launch failed for a reason that goes away by itself."""
        reason = self._home.last_reason(self._log_start) or ""
        return "shared memory block" in reason or "Address already in use" in reason

    def log_tail(self) -> str:
        """What the programs said since the last one was started."""
        return self._home.log_tail(self._log_start)

    def _settings(self) -> dict[str, str]:
        settings = {**_SETTINGS, "max_connections": str(self._max_connections)}
        if not self._durable:
            settings |= _NOT_DURABLE
        if LINUX:
            settings["recovery_init_sync_method"] = "syncfs"  # as for initdb
        if WINDOWS:
            return {**settings, "listen_addresses": "127.0.0.1", "port": str(_free_port())}
        # Who may connect is decided by the socket's folder, closed to others: for a root who runs the server as
        # `nobody`, an owner's permission on the socket itself would be the wrong owner's.
        return {**settings, "port": str(_PORT)}

    def _run(self, command: list[str], typed: bytes = b"") -> None:
        self._log_start = self._home.log_size()
        with self._open_log() as log, self._home.plain_words():
            done = subprocess.run(
                command,
                input=typed,
                stdout=log,
                stderr=log,
                check=False,
                env=clean_environment(),
                creationflags=creation_flags(),
            )
        if done.returncode != 0:
            raise self.failure()

    def _pg_ctl(self, binaries: Binaries, verb: str, *words: str) -> None:
        # Its output goes to no pipe: the server would inherit it, and reading would never come to an end.
        subprocess.run(
            binaries.command("pg_ctl", verb, "-D", str(self._home.data), *words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            env=clean_environment(),
            creationflags=creation_flags(),
        )

    def _open_log(self) -> IO[bytes]:
        with self._home.plain_words():
            return os.fdopen(os.open(self._home.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
