"""``packdesk bench all``: every benchmark, one after the other, and a report with charts of all of them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from desktop.cli.bench.report import write_report
from desktop.cli.running import GivenPath
from desktop.cli.speaking import say
from desktop.core.itself import own_command, own_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNS: Final[dict[str, tuple[str, ...]]] = {
    "queue": ("queue",),
    "enqueue": ("enqueue",),
    "latency": ("latency",),
    "rescue": ("rescue",),
    "start": ("start", "--imports"),
    "pack": ("pack",),
    "live": ("live", "--rows", "1000000"),
    "scale": ("scale",),
    "profile": ("profile",),
    "soak": ("soak",),
}
_WITH_PEERS: Final = ("queue", "enqueue", "latency")


@click.command("all")
@click.option(
    "--figures",
    type=GivenPath(file_okay=False),
    default=Path("bench-figures"),
    show_default=True,
    help="Where each benchmark's figures are kept as JSON; those of earlier runs stay.",
)
@click.option(
    "--report",
    type=GivenPath(dir_okay=False),
    help="A Markdown file whose marked parts are written anew; made if it isn't there. Charts go beside it.",
)
@click.option("--only", multiple=True, type=click.Choice(list(RUNS)), help="May be repeated.")
@click.option("--against", default="", metavar="PEERS", help="Peers for those that take some.")
@click.option("--soak-minutes", type=click.FloatRange(0.5, 24 * 60), default=60, show_default=True)
@click.option("--draw", is_flag=True, help="Run nothing: write the report of what is there.")
def all_(
    *,
    figures: Path,
    report: Path | None,
    only: Sequence[str],
    against: str,
    soak_minutes: float,
    draw: bool,
) -> None:
    """Run all benchmarks (some two hours with the soak) and write the report."""
    figures.mkdir(parents=True, exist_ok=True)
    for name, arguments in {} if draw else RUNS.items():
        if only and name not in only:
            continue
        more: tuple[str, ...] = ("--against", against) if against and name in _WITH_PEERS else ()
        if name == "soak":
            more = ("--minutes", f"{soak_minutes:g}")
        say(f"bench {' '.join((*arguments, *more))}")
        _keep(figures / f"{name}.json", (*arguments, *more))
    found = {
        name: json.loads(path.read_text("utf-8"))
        for name in RUNS
        if (path := figures / f"{name}.json").exists()
    }
    if not found:
        raise click.UsageError(
            f"There are no figures in {figures} yet. Run `packdesk bench all` without --draw first."
        )
    if report is not None:
        write_report(report, found)
        click.echo(f"Written: {report}")


def _keep(path: Path, arguments: tuple[str, ...]) -> None:
    """Run one in a process of its own, since a window's memory must not hold another one's; keep what it says."""
    told = subprocess.run(
        [*own_command(), "bench", *arguments, "--json"],
        env=own_environment(),
        stdout=subprocess.PIPE,
        check=False,
        encoding="utf-8",
    )
    if told.returncode == 0:
        path.write_text(told.stdout, encoding="utf-8")
    else:
        say(f"bench {arguments[0]} ended with {told.returncode}; its earlier figures, if any, stay")
