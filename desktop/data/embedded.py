"""The database on "This computer": PostgreSQL in a folder of the person's own, run only while needed.

One server serves every Packdesk process of the person: the first one in starts it, the last one out stops it,
and a crash of the app, of the server or of both is repaired by the next start. Nothing is asked and nothing
listens on a network, except on Windows, where the address is 127.0.0.1.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from desktop.core.errors import KnownError, ServerError
from desktop.data.embedded_binaries import WINDOWS, Binaries, bundled_folder, find_binaries
from desktop.data.embedded_home import Home
from desktop.data.embedded_launch import Launcher
from desktop.data.embedded_process import (
    STOP_TIMEOUT_S,
    ask_to_stop,
    clear_stale_files,
    read_pid_file,
    server_process,
)

if TYPE_CHECKING:
    import subprocess
    from types import TracebackType

_logger = logging.getLogger(__name__)

DATABASE: Final = "packdesk"
_MAX_LAUNCHES: Final = 5
_READY_BUT_DEAF_S: Final = 20.0
# Said out loud, so that PGHOSTADDR, PGCHANNELBINDING and the like, set for another server, don't apply to this one.
_WAY_IN: Final[dict[str, str | int]] = {
    "hostaddr": "",
    "options": "",
    "require_auth": "scram-sha-256",
    "channel_binding": "disable",
    "sslmode": "disable",
    "gssencmode": "disable",
    "target_session_attrs": "any",
}
_OTHER_PASSWORD: Final = "other-password"  # noqa: S105  (a code, not a password)
_STILL_STARTING: Final = "still-starting"


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
        self._user = user
        self._launcher = Launcher(
            self._home,
            user=user,
            durable=durable,
            max_connections=max_connections,
            start_timeout_s=start_timeout_s,
        )
        self._bin_dir = bin_dir
        self._start_timeout_s = start_timeout_s
        self._mutex = threading.Lock()
        self._slot: IO[bytes] | None = None
        self._address: dict[str, str | int] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """The folder everything is in."""
        return self._home.path

    @property
    def pid(self) -> int | None:
        """The server's process id, or None if none runs."""
        process = server_process(self._home.data)
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
                already_in = self._slot is not None
                if self._slot is None:
                    self._slot = self._home.sign_in()
                try:
                    self._check_major(binaries)
                    self._bring_up(binaries, time.monotonic() + self._start_timeout_s)
                except BaseException as error:
                    self._give_up(error, leave=not already_in)
                    raise
        return self.dsn()

    def stop(self) -> None:
        """Leave the server; the last one out stops it. Does nothing when not started."""
        with self._mutex:
            if self._slot is None:
                return
            slot, self._slot, self._address = self._slot, None, None
            try:
                with self._home.gate(STOP_TIMEOUT_S):
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
            launched = server_process(self._home.data) is None
            if launched:
                self._launch(binaries)
            try:
                if self._wait_until_ready(deadline):
                    return
            except ServerError as error:
                if not (launched and error.code == _OTHER_PASSWORD):
                    raise
                # Nobody else uses it, and the file's password is not the cluster's: make it so.
                self._shut_down()
                self._home.secret_file.unlink()
                continue
            # Died. Trying again helps if it was on its way out before we came, or for a passing reason.
            if launched and not self._launcher.failed_in_passing():
                break
            time.sleep(0.1 * 2**attempt)
        raise self._launcher.failure()

    def _launch(self, binaries: Binaries) -> None:
        if self._home.data_major() is None:
            self._launcher.make_cluster(binaries)
        self._home.give_to(binaries.account.owner)
        if self._home.secret() is None:
            self._launcher.renew_secret(binaries)
        with self._home.plain_words():
            clear_stale_files(self._home.data, Path(self._home.socket_dir()))
        self._child = self._launcher.launch(binaries)

    def _wait_until_ready(self, deadline: float) -> bool:
        """True when clients are let in, False when the server died on the way."""
        pause, deaf_since = 0.005, None
        while time.monotonic() < deadline:
            process, pid_file = server_process(self._home.data), read_pid_file(self._home.data)
            if process and pid_file and pid_file.status == "ready":
                address = _address(pid_file.socket_dir, pid_file.port)
                try:
                    self._greet(address)
                except psycopg.OperationalError as error:
                    deaf_since = deaf_since or time.monotonic()
                    _raise_if_hopeless(error, time.monotonic() - deaf_since)
                else:
                    self._address = address
                    self._let_go_of_child()
                    return True
            elif process and pid_file and pid_file.status == "stopping":
                # Asked to stop by somebody, it would wait for its clients, perhaps forever.
                self._shut_down()
                return False
            elif self._is_dead():
                return False
            time.sleep(pause)
            pause = min(pause * 1.3, 0.1)
        raise ServerError(
            "The built-in database is still repairing itself after a crash. Wait a minute, then start again.",
            code=_STILL_STARTING,
            retryable=True,
        )

    def _is_dead(self) -> bool:
        if self._child is not None:
            # Between its start and its first sign of life only the child itself can tell.
            return self._child.poll() is not None
        return server_process(self._home.data) is None

    def _let_go_of_child(self) -> None:
        if self._child is not None:
            # The server may outlive this object and this process; without this, Python would warn about that.
            self._child.returncode = 0
            self._child = None

    def _greet(self, address: dict[str, str | int]) -> None:
        """Prove the password and make the database if it is missing."""
        dsn = make_conninfo(
            "",
            dbname="postgres",
            user=self._user,
            password=self._home.secret(),
            connect_timeout=10,
            **address,
        )
        with psycopg.connect(dsn, autocommit=True) as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                # From template0: whatever somebody left in template1 stays out.
                statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DATABASE))
                connection.execute(statement)

    def _give_up(self, error: BaseException, *, leave: bool) -> None:
        """After a failed start: say why in the log, and leave no server behind that nobody uses."""
        self._let_go_of_child()
        if isinstance(error, KnownError):
            _logger.warning("embedded server: %s\n%s", error, self._launcher.log_tail())
        if leave and self._slot is not None:
            self._home.sign_out(self._slot)
            self._slot = None
            still_starting = isinstance(error, ServerError) and error.code == _STILL_STARTING
            if not still_starting and not self._home.anyone_in():
                self._shut_down()

    # Stopping

    def _shut_down(self) -> None:
        process = server_process(self._home.data)
        if process is None:
            return
        self._let_go_of_child()
        if WINDOWS:
            self._launcher.stop_on_windows(self._binaries())
        ask_to_stop(process)
        self._home.drop_socket_dir()


def _address(socket_dir: str, port: int) -> dict[str, str | int]:
    return {**_WAY_IN, "host": "127.0.0.1" if WINDOWS else socket_dir, "port": port}


def _raise_if_hopeless(error: psycopg.OperationalError, deaf_for_s: float) -> None:
    if "password authentication failed" in str(error):
        raise ServerError(
            "The built-in database is running with another password than the one in its folder. "
            "Close every Packdesk window, then start again.",
            code=_OTHER_PASSWORD,
        ) from None
    if deaf_for_s > _READY_BUT_DEAF_S:
        raise ServerError(
            "The built-in database runs but doesn't let Packdesk in. "
            "Close every Packdesk window, then start again.",
            code="deaf",
            retryable=True,
        ) from error
