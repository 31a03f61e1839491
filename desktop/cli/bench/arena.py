"""Where queues are compared: one throw-away server, a database each, every worker in a process of its own.

Rounds are interleaved, since a shared machine changes by the minute: what counts are ratios within one run, and the
processor time of client and server together.
"""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import statistics
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psutil

from desktop.core.errors import BugError
from desktop.data.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

_PATIENCE_S: Final = 600.0
_REAPED_S: Final = 0.3
"""After that the server has counted what its processes cost whose clients are gone."""


class Gate:
    """In a child: everything before ``wait`` is preparation, what comes after it is measured."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.began = time.perf_counter()
        self.cpu_s = time.process_time()

    def wait(self) -> None:
        """Say that all is ready, and wait for the word."""
        self._pipe.send("ready")
        self._pipe.recv()
        self.began, self.cpu_s = time.perf_counter(), time.process_time()

    def tell(self, what: Any) -> None:
        """Say something on the way."""
        self._pipe.send(("told", what))


@dataclass(frozen=True, slots=True)
class Done:
    """What a child says at its end; times are seconds of ``perf_counter``, the same clock in every process."""

    began: float
    ended: float
    cpu_s: float
    result: Any


class Child:
    """A function ``(gate, *args)`` in a process of its own. Where it returns a float that was its end."""

    def __init__(self, function: str, *args: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_run, args=(there, function, args), daemon=True)
        self._process.start()
        there.close()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid or 0

    def hear(self, patience_s: float = _PATIENCE_S) -> Any:
        """The next thing it says: ``ready``, ("told", x) or ``Done``.

        Raises:
            BugError: it failed, or said nothing in time.
        """
        if not self._here.poll(patience_s):
            self.kill()
            raise BugError(f"a benchmark's process said nothing for {patience_s:.0f} s")
        told = self._here.recv()
        if isinstance(told, tuple) and told[0] == "failed":
            raise BugError(f"a benchmark's process failed: {told[1]}")
        return told

    def done(self, patience_s: float = _PATIENCE_S) -> Done:
        """How it ended; what it tells before is passed over."""
        told = self.hear(patience_s)
        while not isinstance(told, Done):
            told = self.hear(patience_s)
        return told

    def heard(self) -> list[Any]:
        """All it has told meanwhile, without waiting; nothing any more once it is gone."""
        found = []
        with suppress(EOFError, OSError):
            while self._here.poll():
                told = self._here.recv()
                if isinstance(told, tuple) and told[0] == "told":
                    found.append(told[1])
        return found

    def go(self) -> None:
        """Let it through its gate."""
        self._here.send("go")

    def kill(self) -> None:
        """As kill -9."""
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """Wait for its end, not for long."""
        self._process.join(5)
        if self._process.is_alive():
            self.kill()
        self._here.close()


def _run(pipe: Connection, function: str, args: tuple[Any, ...]) -> None:
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # cut connections are what some benchmarks are about
    module, name = function.split(":")
    gate = Gate(pipe)
    try:
        result = getattr(importlib.import_module(module), name)(gate, *args)
        ended = result if isinstance(result, float) else time.perf_counter()
        pipe.send(Done(gate.began, ended, time.process_time() - gate.cpu_s, result))
    except (KeyboardInterrupt, BrokenPipeError):
        pass
    except Exception as error:  # noqa: BLE001  # told over there
        pipe.send(("failed", repr(error)))


@dataclass(frozen=True, slots=True)
class Lap:
    """One contestant's round: jobs a second, and microseconds of processor time a job."""

    rate: float
    client_us: float
    server_us: float


class Arena:
    """The server, and what it cost so far."""

    def __init__(self, server: EmbeddedServer, dsn: str) -> None:
        self.server = server
        self.dsn = dsn

    def server_cpu_s(self) -> float:
        """Processor time of the server with all its processes, those that ended included, as far as it is told."""
        total = 0.0
        with suppress(psutil.Error):
            postmaster = psutil.Process(self.server.pid)
            times = postmaster.cpu_times()
            total += times.user + times.system
            total += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
            for child in postmaster.children(recursive=True):
                with suppress(psutil.Error):
                    spent = child.cpu_times()
                    total += spent.user + spent.system
        return total

    def lap(self, jobs: int, *children: Child) -> Lap:
        """Let prepared children work on that many jobs together."""
        for child in children:
            if child.hear() != "ready":
                raise BugError("a benchmark's process isn't ready")
        before = self.server_cpu_s()
        for child in children:
            child.go()
        done = [child.hear() for child in children]
        for child in children:
            child.close()
        time.sleep(_REAPED_S)
        server_s = self.server_cpu_s() - before
        took = max(d.ended for d in done) - min(d.began for d in done)
        return Lap(jobs / took, 1e6 * sum(d.cpu_s for d in done) / jobs, 1e6 * server_s / jobs)


@contextmanager
def arena(max_connections: int = 100) -> Iterator[Arena]:
    """A server of one's own, durable as a person's is, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="packdesk-bench-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedServer(Path(folder) / "server", max_connections=max_connections)
        try:
            yield Arena(server, server.start())
        finally:
            server.stop()


def middle(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
