"""``packdesk bench enqueue``: what it costs to ask for a job, against a bare INSERT."""

from __future__ import annotations

import click

from desktop.cli.bench.against import against_option, contestants, rounds_option
from desktop.cli.bench.arena import Child, arena
from desktop.cli.bench.figures import Figure, begun, figure, finish
from desktop.cli.bench.floor import server_says
from desktop.cli.running import json_option
from desktop.cli.speaking import say

BATCH = 1000


@click.command()
@click.option("--singles", type=click.IntRange(50, 100_000), default=500, show_default=True)
@click.option("--bulk", type=click.IntRange(BATCH, 1_000_000), default=20_000, show_default=True)
@rounds_option(7)
@against_option
@json_option
def enqueue(singles: int, bulk: int, rounds: int, against: tuple[str, ...], *, as_json: bool) -> None:
    """Enqueueing, one by one and 1,000 at a time, as a share of a bare INSERT into a bare table."""
    with arena() as server:
        taking_part = contestants(server, against)
        told = begun(server=server_says(server.dsn), singles=singles, bulk=bulk, rounds=rounds)
        single: dict[str, list[float]] = {name: [] for name in taking_part}
        many: dict[str, list[float]] = {name: [] for name in taking_part}
        for number in range(rounds):
            order = list(taking_part.values())
            for contestant in order if number % 2 == 0 else reversed(order):
                contestant.module.refill(contestant.dsn, 1000)
                child = Child(contestant.function("enqueue"), contestant.dsn, singles, bulk, BATCH)
                child.hear()
                child.go()
                took = child.hear().result
                child.close()
                single[contestant.name].append(singles / took["single_s"])
                many[contestant.name].append(bulk / took["bulk_s"])
                say(
                    f"round {number + 1}: {contestant.name}: {single[contestant.name][-1]:,.0f} one by one, "
                    f"{many[contestant.name][-1]:,.0f} in bulk"
                )
    figures: list[Figure] = []
    for word, rates, aim in (("one by one", single, 0.9), (f"{BATCH:,} at a time", many, 0.7)):
        figures += [figure(f"{name}, {word}", found, "/s", digits=0) for name, found in rates.items()]
        for name, found in rates.items():
            if name != "floor":
                shares = [rate / under for rate, under in zip(found, rates["floor"], strict=True)]
                figures.append(
                    figure(
                        f"share of the floor: {name}, {word}",
                        shares,
                        "x",
                        at_least=aim if name == "packdesk" else None,
                    )
                )
    told["figures"] = figures
    finish(told, as_json=as_json)
