"""Who takes part: the floor, Packdesk, and the peers that were asked for and are installed."""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any, Final

import click

from desktop.cli.bench import floor
from desktop.cli.speaking import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.cli.bench.arena import Arena

PEERS: Final = ("pgqueuer", "procrastinate")
_MODULES: Final = {
    "floor": "desktop.cli.bench.floor",
    "packdesk": "desktop.cli.bench.ours",
    "pgqueuer": "desktop.cli.bench.pgqueuer_peer",
    "procrastinate": "desktop.cli.bench.procrastinate_peer",
}


def _chosen(_: click.Context, __: click.Parameter, text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in PEERS:
            raise click.BadParameter(f'there is no peer "{name[:40]}"; choose from {", ".join(PEERS)}')
    return names


def against_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--against pgqueuer,procrastinate``."""
    return click.option(
        "--against",
        default="",
        callback=_chosen,
        metavar="PEERS",
        help="Peers to measure in the same run: pgqueuer, procrastinate, or both with a comma.",
    )(function)


def rounds_option(default: int = 5) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--rounds N``."""
    return click.option("--rounds", type=click.IntRange(1, 100), default=default, show_default=True)


class Contestant:
    """One of them, with a database of its own."""

    def __init__(self, arena: Arena, name: str) -> None:
        self.name = name
        self.module = importlib.import_module(_MODULES[name])
        self.dsn = floor.make_database(arena.dsn, f"bench_{name}")
        self.module.setup(self.dsn)

    def function(self, name: str) -> str:
        """How a child is told which function to run."""
        return f"{_MODULES[self.name]}:{name}"


def contestants(arena: Arena, against: tuple[str, ...]) -> dict[str, Contestant]:
    """Those taking part; who isn't installed is named, and left out."""
    names = ["floor", "packdesk"]
    for peer in against:
        needs = importlib.import_module(_MODULES[peer]).NEEDS
        missing = [need for need in needs if importlib.util.find_spec(need) is None]
        if missing:
            say(
                f"{peer} is left out: {' and '.join(missing)} not installed. "
                'The peers come with: pip install "packdesk[bench]"'
            )
        else:
            names.append(peer)
    return {name: Contestant(arena, name) for name in names}
