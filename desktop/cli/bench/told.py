"""What a benchmark says besides its figures: what it was measured on, and how far the rounds lay apart."""

from __future__ import annotations

import os
import platform
import statistics
import timeit
from typing import Any

import psutil

from desktop import __version__


def machine() -> str:
    """What this was measured on, in a line."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Packdesk {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors, {memory:.0f} GiB, load {psutil.getloadavg()[0]:.1f}, "
        f"a million steps of Python in {_million_steps_ms():.0f} ms"
    )


def _million_steps_ms() -> float:
    """How fast a processor is at this moment: shared ones differ by the hour, and figures with them."""
    return min(timeit.repeat("n += 1", "n = 0", number=1_000_000, repeat=3)) * 1000


def spread(values: list[float]) -> dict[str, Any]:
    """Median, minimum and maximum."""
    return {
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
    }
