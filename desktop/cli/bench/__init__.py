"""``packdesk bench``: measures what performance promises, on a throw-away server of its own."""

from __future__ import annotations

import importlib
from typing import Final

import click

_COMMANDS: Final = {
    "all": "All of them, and a report with charts.",
    "queue": "Jobs without work: rate, cost and share of the raw floor, beside peers.",
    "enqueue": "Enqueueing, one by one and in bulk, against the raw floor.",
    "latency": "From the enqueuing call to the first line of the job, in an idle worker.",
    "rescue": "From kill -9 to running again; frozen workers; nothing done twice.",
    "pack": "A complete pack of a 12-megapixel photo: upload to six saved images.",
    "profile": "Where the time goes in a start, a pack and a storm of changes.",
    "scale": "Many windows and workers on one large database, behind a pooler.",
    "soak": "Mixed load and chaos for an hour: lost, twice, stalls, memory, latency over time.",
    "start": "From the double click to the usable window.",
    "live": "The window: how soon it shows a change, and whether it ever stalls.",
}


class _Benchmarks(click.Group):
    """Imports a benchmark when it is called: a window's memory must not hold what another one needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"desktop.cli.bench.{cmd_name}")
        found: click.Command = getattr(module, "all_" if cmd_name == "all" else cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Benchmarks"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Benchmarks)
def bench() -> None:
    """Measure on this computer; every figure says what it was measured on."""
