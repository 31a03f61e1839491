"""A 20 MB photo costs no 200 MB, neither here nor in the database server."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest
from PIL import Image

from tests.cli.program import MUG, Program, rows

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

MB = 10**6


class Peaks:
    """The most memory the command itself, and any backend of the server, has ever had in RAM (``VmHWM``)."""

    def __init__(self, program: Program, dsn: str) -> None:
        self._program = program
        self._dsn = dsn
        self.command = 0
        self.backend = 0

    def of(self, *words: str | Path) -> Peaks:
        running = self._program.start(*words)
        over = threading.Event()
        ours = psutil.Process(running.pid)

        def watch() -> None:
            while not over.is_set():
                self.command = max(self.command, _peak(ours.pid))
                for row in rows(
                    self._dsn,
                    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
                ):
                    self.backend = max(self.backend, _peak(row["pid"]))
                time.sleep(0.02)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            done = self._program.finish(running)
        finally:
            over.set()
            thread.join()
        assert done.code == 0, done
        return self


def _peak(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/status") as status:  # noqa: PTH123
            lines = dict(line.split(":", 1) for line in status)
        return int(lines["VmHWM"].split()[0]) * 1024 if "VmHWM" in lines else 0
    except (OSError, ProcessLookupError):
        return 0


def test_that_a_large_photo_costs_little_memory(team: Program, dsn: str, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    noise = np.random.default_rng(7).integers(0, 256, (3400, 4200, 3), dtype=np.uint8)
    Image.fromarray(noise).save(large, quality=96)
    size = large.stat().st_size
    assert 18 * MB < size < 40 * MB
    small = Peaks(team, dsn).of("pack", MUG, "--name", "small", "--no-wait")
    big = Peaks(team, dsn).of("pack", large, "--name", "big", "--no-wait")
    print(
        f"{size / MB:.1f} MB photo: the command {small.command / MB:.0f} -> {big.command / MB:.0f} MB, ",
        end="",
    )
    print(f"a backend {small.backend / MB:.0f} -> {big.backend / MB:.0f} MB")
    assert big.command - small.command < 100 * MB
    # the 16 MB of buffers that all backends share are in it
    assert big.backend - small.backend < 40 * MB
    (stored,) = rows(dsn, "select size_bytes from packdesk.project_images order by size_bytes desc limit 1")
    assert stored["size_bytes"] == size
