"""``packdesk bench live``: the real window on a throw-away server, while somebody else changes its rows.

Targets stand beside the figures. A stall is how late a beat of 5 ms on the main thread is; "own" leaves out the time
it waited for a free processor (told on Linux), which on a shared computer says more about the others.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from desktop.cli.bench.told import machine
from desktop.cli.running import json_option
from desktop.cli.speaking import answer, say

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS: Final = ("rest", "storm", "reconnect", "pack", "large")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be measured: seconds, changes a second, rows of the large table."""

    seconds: float
    rate: int
    rows: int
    idle_s: float
    pages: int
    only: tuple[str, ...]

    def wants(self, part: str) -> bool:
        """Whether that part is to be measured."""
        return not self.only or part in self.only


@click.command()
@click.option(
    "--changes", type=click.IntRange(1, 20_000), default=1000, show_default=True, help="Changes a second."
)
@click.option("--rows", type=click.IntRange(10_000, 5_000_000), default=100_000, show_default=True)
@click.option("--seconds", type=click.FloatRange(1, 600), default=10, show_default=True, help="Per storm.")
@click.option("--idle", type=click.FloatRange(5, 600), default=60, show_default=True, help="Seconds at rest.")
@click.option("--pages", type=click.IntRange(1, 5000), default=50, show_default=True, help="Pages to scroll.")
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Only this part; may be repeated.")
@json_option
def live(  # noqa: PLR0917  # click hands them over by name
    changes: int, rows: int, seconds: float, idle: float, pages: int, only: tuple[str, ...], *, as_json: bool
) -> int:
    """How soon the window shows what somebody else changed, and whether it ever stalls."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # only here: no other command needs Qt
    from desktop.cli.bench.window import measure  # noqa: PLC0415
    from desktop.start import make_application, run_with_loop  # noqa: PLC0415
    from desktop.tour import Tour  # noqa: PLC0415

    plan = Plan(seconds=seconds, rate=changes, rows=rows, idle_s=idle, pages=pages, only=only)
    told: dict[str, Any] = {"machine": machine(), "platform": os.environ["QT_QPA_PLATFORM"]}
    application = make_application()

    async def run() -> int:
        with tempfile.TemporaryDirectory(prefix="packdesk-bench-", ignore_cleanup_errors=True) as folder:
            told["figures"] = await measure(Tour(application, Path(folder)), plan, say)
        return 0

    code = run_with_loop(application, run)
    told["load_after"] = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    if as_json:
        answer(told)
        return code
    click.echo(
        f"Measured on: {told['machine']}, screen: {told['platform']}; load afterwards {told['load_after']}"
    )
    for part, figures in told["figures"].items():
        click.echo(f"\n{part}")
        for line in lines(figures):
            click.echo(f"  {line}")
    return code


def lines(figures: Mapping[str, Any]) -> list[str]:
    """Each figure with its target, and a mark where it misses."""
    told = []
    for name, figure in figures.items():
        if isinstance(figure, dict):
            value, target = figure["value"], figure["target"]
            mark = "ok    " if value <= target else "MISSED"
            told.append(f"{mark} {name:<44} {value:>9,}  (target {target:,})")
        elif isinstance(figure, list):
            told += [f"         {text}" for text in figure]
        else:
            shown = f"{figure:>9,}" if isinstance(figure, int | float) else str(figure)
            told.append(f"       {name:<44} {shown}")
    return told
