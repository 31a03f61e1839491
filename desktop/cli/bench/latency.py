"""``packdesk bench latency``: an idle worker; from the enqueuing call to the first line of the job."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import click

from desktop.cli.bench.against import against_option, contestants, rounds_option
from desktop.cli.bench.arena import Child, arena, percentile
from desktop.cli.bench.figures import Figure, begun, figure, finish
from desktop.cli.bench.floor import server_says
from desktop.cli.running import json_option
from desktop.cli.speaking import say

if TYPE_CHECKING:
    from desktop.cli.bench.against import Contestant

_IDLE_S = (0.02, 0.06)


@click.command()
@click.option("--pickups", type=click.IntRange(20, 10_000), default=100, show_default=True, help="A round.")
@rounds_option(7)
@against_option
@json_option
def latency(pickups: int, rounds: int, against: tuple[str, ...], *, as_json: bool) -> None:
    """How soon an idle worker begins a job, against a bare LISTEN and a bare claim."""
    with arena() as server:
        taking_part = contestants(server, against)
        told = begun(server=server_says(server.dsn), pickups=pickups, rounds=rounds)
        waits: dict[str, list[list[float]]] = {name: [] for name in taking_part}
        for number in range(rounds):
            order = list(taking_part.values())
            for contestant in order if number % 2 == 0 else reversed(order):
                waits[contestant.name].append(_measure(contestant, pickups))
                found = waits[contestant.name][-1]
                say(
                    f"round {number + 1}: {contestant.name}: {percentile(found, 0.5):.2f} ms, "
                    f"p99 {percentile(found, 0.99):.2f} ms"
                )
    figures: list[Figure] = []
    for word, share, aim in (("p50", 0.5, 1.3), ("p99", 0.99, 1.5)):
        by_round = {name: [percentile(one, share) for one in found] for name, found in waits.items()}
        figures += [figure(f"{name}, {word}", found, "ms") for name, found in by_round.items()]
        for name, found in by_round.items():
            if name != "floor":
                ratios = [wait / under for wait, under in zip(found, by_round["floor"], strict=True)]
                figures.append(
                    figure(
                        f"against the floor: {name}, {word}",
                        ratios,
                        "x",
                        at_most=aim if name == "packdesk" else None,
                    )
                )
    told["figures"] = figures
    finish(told, as_json=as_json)


def _measure(contestant: Contestant, pickups: int) -> list[float]:
    """Milliseconds from each enqueuing call to the job's first line."""
    contestant.module.refill(contestant.dsn, 0)
    child = Child(contestant.function("listen"), contestant.dsn)
    child.hear()
    child.go()
    asker = contestant.module.Asker(contestant.dsn)
    waits = []
    for n in range(pickups + 5):
        time.sleep(random.uniform(*_IDLE_S))  # noqa: S311  # nobody guesses it
        asked = time.perf_counter()
        asker.enqueue()
        _, began = child.hear(60)
        if n >= 5:  # the first ones plan and cache
            waits.append(1000 * (began - asked))
    asker.stop()
    if contestant.name in {"floor", "packdesk"}:
        child.hear(30)
        child.close()
    else:
        child.kill()
    return waits
