"""One home, one screen, one bundle: what a trial of the built program is made of."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from packager.screen import Screen

READY: Final = "the window is ready"
WAIT_S: Final = 90.0


class Trial:
    """A home and a screen of its own for one bundle; lives for one case."""

    def __init__(self, bundle: Path, home: Path, shown: Screen) -> None:
        self.program = bundle / "packdesk"
        self.home = home
        self.data = home / ".local" / "share" / "packdesk"
        self.screen = shown
        self.environment = {
            "HOME": str(home),
            "DISPLAY": shown.display,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
        }

    def choose_private(self) -> None:
        """As if the first question had been answered before."""
        self.data.mkdir(parents=True, exist_ok=True)
        (self.data / "window.ini").write_text("[connection]\nkind=private\n", "utf-8")

    def catch_addresses(self) -> Path:
        """Note in a file which addresses are opened in a browser, from the next start on."""
        folder = self.home / "bin"
        folder.mkdir()
        opened, program = folder / "opened.txt", folder / "xdg-open"
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{opened}"\n', "utf-8")
        program.chmod(0o755)
        self.environment["PATH"] = f"{folder}:{self.environment['PATH']}"
        return opened

    def ask(self, *words: str, program: Path | None = None) -> tuple[int, str]:
        """What a command answers: exit code, and everything it said."""
        done = subprocess.run(
            [program or self.program, *words],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=WAIT_S,
        )
        return done.returncode, done.stdout + done.stderr

    def images(self) -> int:
        """How many images are done."""
        _, told = self.ask("jobs", "list", "--state", "completed", "--json")
        with suppress(ValueError):
            jobs = json.loads(told)
            if isinstance(jobs, list):
                return len({job["image_type"] for job in jobs if job.get("image_type")})
        return -1

    def open(self, program: Path | None = None) -> subprocess.Popen[bytes]:
        """Start the window."""
        return subprocess.Popen(
            [program or self.program],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def log(self) -> str:
        """What the window has written down so far."""
        path = self.data / "logs" / "packdesk.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def becomes_ready(self, times: int = 1) -> bool:
        """Wait for a window with its data."""
        return until(lambda: self.log().count(READY) >= times)


def until(condition: Callable[[], object], seconds: float = WAIT_S) -> bool:
    """Wait for something; whether it came."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def end(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """End a window as the session's end does; exit code, and what it complained about."""
    process.send_signal(signal.SIGTERM)
    try:
        _, told = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        _, told = process.communicate()
    return process.returncode, told.decode("utf-8", "replace")


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A small disk of its own at a folder."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def close_message(process: subprocess.Popen[bytes], shown: Screen) -> None:
    """Close our own message, or the system's, if one is shown; until the program ends."""
    for _ in range(20):
        time.sleep(1)
        if process.poll() is not None:
            return
        shown.press("Escape")
        with suppress(psutil.Error):
            for child in psutil.Process(process.pid).children():
                if child.name() in {"xmessage", "zenity", "kdialog"}:
                    child.terminate()


def server_processes(data: Path, *, busy: bool = False) -> list[psutil.Process]:
    """The private server's processes for this folder; ``busy``: only those that run a long statement."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.name() == "postgres" and process.cwd().startswith(str(data)):
                title = " ".join(process.cmdline())
                if not busy or title.rstrip().endswith("SELECT"):
                    found.append(process)
    return found


def kill_all(pid: int, data: Path) -> None:
    """As when the power fails: the window and what it started, and the server."""
    window = psutil.Process(pid)
    for process in (window, *window.children(recursive=True), *server_processes(data)):
        with suppress(psutil.Error):
            process.kill()
