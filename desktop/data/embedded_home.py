"""The embedded server's folder on disk: its files and its locks.

``data/`` is the cluster, ``run/`` has the socket; ``server.log``, ``secret`` (0600), ``postgres-major``,
``gate.lock``; and ``users/`` with one locked file per user of the server. Locks die with the process that
holds them, so kill -9 leaves nothing behind that could mislead the next start.

One locked file per user rather than a single lock they share: portalocker has shared locks on Windows only
together with pywin32, and exclusive ones everywhere.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import portalocker

from desktop.core.errors import ServerError, StorageError
from desktop.data.embedded_binaries import WINDOWS, is_root

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_START_BYTES: Final = 150 * 1024 * 1024
"""Free space asked for before the first start: the cluster takes 31 MB, its write-ahead log up to 64 MB."""

NO_ROOM_BYTES: Final = 2 * 1024 * 1024
"""With less, a failed start is put down to the disk: there may have been no room to log the reason."""

_MAX_SOCKET_PATH_BYTES: Final = 100
"""The shortest limit of a Unix socket's path is macOS's 104 bytes, including the final zero."""

_TRY: Final = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
_MAX_LOG_BYTES: Final = 5 * 1024 * 1024
_TAIL_BYTES: Final = 16 * 1024
_REASON: Final = re.compile(r"(?:FATAL|PANIC|[Ee]rror): +(.+)")


class Home:
    """Owns the folder's layout. Touches the disk only in its methods, on whichever thread calls them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path / "data"
        self.run = path / "run"
        self.log = path / "server.log"
        self.secret_file = path / "secret"
        self.major_file = path / "postgres-major"
        self._users = path / "users"

    def prepare(self) -> None:
        """Make the folders, closed to everybody else.

        Raises:
            StorageError: the folder can't be made or written.
            ServerError: root was asked to use another person's folder.
        """
        if any(ord(character) < 32 for character in str(self.path)):
            raise StorageError("The data folder's name has a line break or tab in it; choose another folder.")
        if self.path.exists() and not self.path.is_dir():
            raise StorageError(
                f"“{self.path}” is a file, but the data folder should be there. "
                "Move the file away or choose another folder."
            )
        with self.plain_words():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if is_root() and self.path.stat().st_uid != 0:
                raise ServerError(
                    f"The data folder “{self.path}” belongs to another account. "
                    "Start Packdesk from that account.",
                    code="foreign-home",
                )
            self.path.chmod(0o700)
            for folder in (self.run, self._users):
                folder.mkdir(mode=0o700, exist_ok=True)
            with (self.path / "gate.lock").open("ab"):
                pass

    @contextlib.contextmanager
    def plain_words(self) -> Iterator[None]:
        """Turn the system's file errors into a sentence a person can act on."""
        try:
            yield
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise self.disk_full() from error
            reason = error.strerror or "unknown reason"
            raise StorageError(
                f"Packdesk can't write to its data folder “{self.path}” ({reason}). "
                "Allow writing there or choose another folder."
            ) from error

    def disk_full(self) -> StorageError:
        """The error for a disk without room."""
        return StorageError(
            f"The disk with the data folder “{self.path}” is full. Free at least 150 MB, then start again.",
            code="disk-full",
            retryable=True,
        )

    def require_space(self) -> None:
        """Refuse a first start on a nearly full disk, before anything is written.

        Raises:
            StorageError: less than 150 MB are free.
        """
        if self.free_bytes() < FIRST_START_BYTES:
            raise self.disk_full()

    def free_bytes(self) -> int:
        """Free space on the folder's disk."""
        with self.plain_words():
            return shutil.disk_usage(self.path).free

    # Locks

    @contextlib.contextmanager
    def gate(self, timeout_s: float) -> Iterator[None]:
        """Only one process at a time makes, starts, attaches to or stops the server.

        Raises:
            ServerError: another process holds the gate for longer than ``timeout_s``.
        """
        gate = portalocker.Lock(self.path / "gate.lock", mode="ab", timeout=timeout_s, check_interval=0.02)
        try:
            with self.plain_words():
                gate.acquire()
        except portalocker.exceptions.LockException as error:
            raise ServerError(
                "Another Packdesk is still starting or stopping the built-in database. "
                "Wait a minute, then start again.",
                code="gate-busy",
                retryable=True,
            ) from error
        try:
            yield
        finally:
            gate.release()

    def sign_in(self) -> IO[bytes]:
        """Count the caller as a user of the server, until `sign_out` or the process's end. Gate held."""
        with self.plain_words():
            slot = (self._users / f"{os.getpid()}-{secrets.token_hex(4)}").open("ab")
        portalocker.lock(slot, _TRY)
        return slot

    def sign_out(self, slot: IO[bytes]) -> None:
        """Stop counting the caller. Gate held."""
        portalocker.unlock(slot)
        slot.close()
        with contextlib.suppress(OSError):
            Path(slot.name).unlink()

    def anyone_in(self) -> bool:
        """Whether a living process still uses the server; forgets the dead ones. Gate held."""
        alive = False
        for path in self._users.iterdir():
            try:
                with path.open("ab") as slot:
                    portalocker.lock(slot, _TRY)
            except (portalocker.exceptions.LockException, OSError):
                alive = True
            else:
                with contextlib.suppress(OSError):
                    path.unlink()
        return alive

    # Files

    def secret(self) -> str | None:
        """The superuser's password, or None if there is no file with it."""
        try:
            return self.secret_file.read_text("ascii").strip() or None
        except FileNotFoundError:
            return None

    def write_secret(self) -> None:
        """Make a new password; the file is never readable by others, nor half written."""
        fresh = self.path / "secret.new"
        with self.plain_words():
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32) + "\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.secret_file)

    def data_major(self) -> int | None:
        """The PostgreSQL major version that wrote the data; None if there is no data yet.

        Raises:
            ServerError: something else than a database is in the place of the data.
        """
        try:
            inside = (self.data / "PG_VERSION").read_text("ascii").strip()
            beside = self.major_file.read_text("ascii").strip() if self.major_file.exists() else inside
            majors = {int(inside), int(beside)}
        except FileNotFoundError:
            if not self.data.exists() or (self.data.is_dir() and not any(self.data.iterdir())):
                return None
            majors = set()
        except (ValueError, OSError):
            majors = set()
        if len(majors) != 1:
            raise ServerError(
                f"“{self.data}” isn't a database Packdesk can use. Move it away or restore it from a backup, "
                "then start again.",
                code="not-a-database",
            )
        return majors.pop()

    def adopt(self, fresh: Path, major: int) -> None:
        """Put a freshly made cluster in its place in one step."""
        with self.plain_words():
            self.major_file.write_text(f"{major}\n", "ascii")
            if self.data.exists():
                self.data.rmdir()  # `data_major` said it is empty
            _rename_patiently(fresh, self.data)
            if not WINDOWS:
                folder = os.open(self.path, os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)

    def give_to(self, owner: tuple[int, int] | None) -> None:
        """As root: let the account the server runs under own the data. A no-op when it does already."""
        if owner is None or WINDOWS or not self.data.exists():
            return
        if (self.data.stat().st_uid, self.data.stat().st_gid) == owner:
            return
        with self.plain_words():
            for folder, _, names in os.walk(self.data, topdown=False):
                for name in names:
                    os.chown(Path(folder, name), *owner, follow_symlinks=False)
                # Last of each folder: an interrupted walk leaves the top one unchanged, and is done again.
                os.chown(folder, *owner)

    def clear_leftovers(self) -> None:
        """Remove half-made clusters of starts that were interrupted, as far as possible."""
        for leftover in self.path.glob("data.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)

    # The socket

    def socket_dir(self) -> str:
        """The folder for the socket: ``run/``, or a short one where the system or PostgreSQL can't use that.

        Raises:
            ServerError: the short folder's place is taken by somebody else.
        """
        path = str(self.run)
        if _fits_a_socket(path):
            return path
        for folder in self._short_folders():
            if _fits_a_socket(str(folder)) and _make_private(folder):
                return str(folder)
        raise ServerError(
            f"The built-in database can't work in “{self.path}”: the path is too long. "
            "Choose a data folder with a shorter path.",
            code="path-too-long",
        )

    def drop_socket_dir(self) -> None:
        """Leave no empty folder behind in the system's place for temporary files. No server runs, gate held."""
        if not _fits_a_socket(str(self.run)):
            for folder in self._short_folders():
                with contextlib.suppress(OSError):
                    folder.rmdir()

    def _short_folders(self) -> list[Path]:
        name = f"packdesk-{hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:16]}"
        return [Path(base, name) for base in (tempfile.gettempdir(), "/tmp")]  # noqa: S108  (proven to be ours)

    # The log

    def log_size(self) -> int:
        """Bytes in the log by now, to read later only what came after."""
        try:
            return self.log.stat().st_size
        except OSError:
            return 0

    def rotate_log(self) -> None:
        """Keep at most one old log of a few megabytes."""
        if self.log_size() > _MAX_LOG_BYTES:
            with contextlib.suppress(OSError):
                self.log.replace(self.log.with_suffix(".old.log"))

    def log_tail(self, since: int = 0) -> str:
        """The log's end, at most 16 KB and never with the password in it."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(since, self.log_size() - _TAIL_BYTES))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return ""
        secret = self.secret()
        return text.replace(secret, "***") if secret else text

    def last_reason(self, since: int = 0) -> str | None:
        """The server's own last words on why it gave up."""
        reasons = _REASON.findall(self.log_tail(since))
        # "the database system is starting up" and the like are answers to clients, not reasons to give up.
        reasons = [reason for reason in reasons if not reason.startswith("the database system is")]
        return reasons[-1].strip().rstrip(".") if reasons else None


def _fits_a_socket(folder: str) -> bool:
    try:
        encoded = folder.encode("utf-8")
    except UnicodeEncodeError:
        return False  # a name that isn't text can't stand in a connection string
    return "," not in folder and len(encoded) + len("/.s.PGSQL.65535.lock") <= _MAX_SOCKET_PATH_BYTES


def _make_private(folder: Path) -> bool:
    """Make ``folder``, or take it if it is a real folder, ours, and closed to everybody else."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    ours = WINDOWS or found.st_uid == os.geteuid()
    return stat.S_ISDIR(found.st_mode) and ours and (found.st_mode & 0o077) == 0


def _rename_patiently(source: Path, target: Path) -> None:
    for _ in range(20):
        try:
            source.rename(target)
        except PermissionError:
            if not WINDOWS:
                raise
            time.sleep(0.1)  # virus scanners hold fresh files for a moment
        else:
            return
    source.rename(target)
