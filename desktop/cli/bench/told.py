"""What a benchmark says besides its figures: what it was measured on, and how far the rounds lay apart."""

from __future__ import annotations

import os
import platform
import statistics
from typing import Any

import psutil

from desktop import __version__


def machine() -> str:
    """What this was measured on, in a line."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Packdesk {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors, {memory:.0f} GiB, load {psutil.getloadavg()[0]:.1f}"
    )


def spread(values: list[float]) -> dict[str, Any]:
    """Median, minimum and maximum."""
    return {
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
    }
