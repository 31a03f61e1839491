"""Which process serves a data folder: told from living processes, because files outlive theirs."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

STOP_TIMEOUT_S: Final = 30.0
_ORPHANS_TIMEOUT_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class PidFile:
    """What a server says about itself in ``postmaster.pid``; status is starting, ready or stopping."""

    port: int
    socket_dir: str
    status: str


def read_pid_file(data: Path) -> PidFile | None:
    """The content of ``postmaster.pid``; None while it is missing or incomplete."""
    try:
        lines = (data / "postmaster.pid").read_bytes().decode("utf-8", "surrogateescape").split("\n")
        return PidFile(int(lines[3]), lines[4].strip(), lines[7].strip() if len(lines) > 7 else "starting")
    except (OSError, ValueError, IndexError):
        return None


def server_process(data: Path) -> psutil.Process | None:
    """The living server of this data; None if the recorded pid is dead, a zombie or another's."""
    try:
        recorded = abs(int((data / "postmaster.pid").read_bytes().split(b"\n", 1)[0]))
        process = psutil.Process(recorded)
        return process if _serves(process, data) else None
    except (OSError, ValueError, psutil.Error):
        return None


def clear_stale_files(data: Path, socket_dir: Path) -> None:
    """After a crash: end the dead server's children, then forget its pid. Only when no server runs.

    The children come first: they may still write to the data for a moment, and ``postmaster.pid`` is what
    keeps a new server from starting beside them. The socket has a file with the pid, too.

    Raises:
        OSError: a file can't be removed.
    """
    for leftover in socket_dir.glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    orphans = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if _serves(process, data):
                orphans.append(process)
    # Idle ones notice by themselves and at once; one in the middle of a long query never does.
    if not _wait_until_gone(orphans, _ORPHANS_TIMEOUT_S):
        for process in orphans:
            with contextlib.suppress(psutil.Error):
                process.kill()
        _wait_until_gone(orphans, _ORPHANS_TIMEOUT_S)
    pid_file.unlink(missing_ok=True)


def ask_to_stop(process: psutil.Process) -> None:
    """Stop a server and wait until it is gone; clients are ended, data is written. Not for Windows."""
    if sys.platform == "win32":
        return
    for how in (
        signal.SIGINT,
        signal.SIGQUIT,
    ):  # tidily; if that hangs, at once and with repair at next start
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(how)
        if _wait_until_gone([process], STOP_TIMEOUT_S):
            return


def _wait_until_gone(processes: list[psutil.Process], timeout_s: float) -> bool:
    """Whether all are gone in time. A dead one nobody buried is gone: its parent may be any Packdesk."""
    deadline, pause = time.monotonic() + timeout_s, 0.002
    while not all(_is_gone(process) for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    return True


def _is_gone(process: psutil.Process) -> bool:
    try:
        if process.status() != psutil.STATUS_ZOMBIE:
            return not process.is_running()
    except psutil.NoSuchProcess:
        return True
    if sys.platform != "win32":
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process.pid, os.WNOHANG)  # ours to bury if this process started it
    return True


def _serves(process: psutil.Process, data: Path) -> bool:
    if _is_gone(process) or not process.name().lower().startswith("postgres"):
        return False
    try:
        folder = process.cwd()
    except psutil.AccessDenied:
        # Another account's process, e.g. `nobody` seen from a root without all rights (containers).
        return str(data) in process.cmdline()
    try:
        return Path(folder).samefile(data)
    except OSError:
        return False
