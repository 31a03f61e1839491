"""Packdesk as its users start it: a process of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.rows import dict_row

from desktop.data.embedded import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = ROOT / "tests" / "imaging" / "photos"
MUG = PHOTOS / "mug_table.jpg"
SIX = (
    "main-image.jpg",
    "infographic.jpg",
    "feature-highlight.jpg",
    "lifestyle.jpg",
    "comparison-chart.jpg",
    "dimension-diagram.jpg",
)


@dataclass(frozen=True)
class Done:
    """How a command ended; ``out`` and ``err`` are its two outputs."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it answered; exactly one line of JSON."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    def refused(self, code: int, *words: str) -> str:
        """Check that it said exactly one plain sentence (or two) and nothing else; returns it."""
        assert self.code == code, self
        assert self.out == "", self
        assert self.err.count("\n") == 1, self
        sentence = self.err.strip()
        assert 10 < len(sentence) < 800, sentence
        assert sentence[-1] in ".`", sentence
        for word in words:
            assert word in sentence, sentence
        return sentence


@dataclass
class Program:
    """Runs ``packdesk`` with one home and, if set, one database; ends what is still running in the end."""

    home: Path
    cwd: Path
    dsn: str | None = None
    _started: list[subprocess.Popen[str]] = field(default_factory=list)

    def environment(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PACKDESK_", "PG"))}
        env |= {"PACKDESK_HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
        if self.dsn is not None:
            env["PACKDESK_DSN"] = self.dsn
        return env | (extra or {})

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "desktop", *map(str, words)]

    def __call__(
        self,
        *words: str | Path | bytes,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        timeout: float = 240,
    ) -> Done:
        done = subprocess.run(
            [*self.command(), *[word if isinstance(word, bytes) else str(word) for word in words]],
            env=self.environment(env),
            cwd=cwd or self.cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="backslashreplace",
            timeout=timeout,
            check=False,
        )
        result = Done(done.returncode, done.stdout, done.stderr)
        for said in (result.out, result.err):
            assert "Traceback" not in said, said
            assert "Warning" not in said, said
        return result

    def start(self, *words: str | Path, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """Start it and don't wait; its outputs go to pipes."""
        process = subprocess.Popen(
            self.command(*words),
            env=self.environment({"PYTHONUNBUFFERED": "1"} | (env or {})),
            cwd=self.cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="backslashreplace",
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def finish(self, process: subprocess.Popen[str], timeout: float = 60) -> Done:
        """Wait for a started one."""
        out, err = process.communicate(timeout=timeout)
        assert "Traceback" not in out + err, out + err
        return Done(process.returncode, out, err)

    def end_all(self) -> None:
        for process in list(self._started):
            with suppress(ProcessLookupError, psutil.Error):
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(10)
                if process.poll() is None:
                    process.kill()
            process.wait()
            self._started.remove(process)
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
        # a home whose users were all killed still has its server
        if (self.home / "data").exists():
            server = EmbeddedServer(self.home)
            server.start()
            server.stop()


def rows(dsn: str, statement: str, params: Any = None) -> list[dict[str, Any]]:
    """Ask the database directly."""
    with psycopg.connect(dsn, autocommit=True, row_factory=dict_row) as connection:
        cursor = connection.execute(statement.encode(), params)
        return cursor.fetchall() if cursor.description else []


def counts(dsn: str) -> tuple[int, int, int]:
    """Rows of projects, photos and jobs."""
    found = rows(
        dsn,
        "select (select count(*) from packdesk.projects) as projects,"
        " (select count(*) from packdesk.project_images) as photos,"
        " (select count(*) from public.job_queue) as jobs",
    )[0]
    return found["projects"], found["photos"], found["jobs"]


def eventually(condition: Any, timeout: float = 20, what: str = "it") -> float:
    """Wait until ``condition()`` is true; how long that took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < timeout, f"{what} didn't happen within {timeout} s"
        time.sleep(0.02)
    return time.monotonic() - started
