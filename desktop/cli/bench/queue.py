"""``packdesk bench queue``: jobs without work, through the worker as it ships, beside the floor and peers.

Everything a job gets in production is on: leases and fencing, the history of attempts, notices to windows, fsync.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from desktop.cli.bench.against import against_option, contestants, rounds_option
from desktop.cli.bench.arena import Arena, Child, Lap, arena
from desktop.cli.bench.figures import begun, figure, finish
from desktop.cli.bench.floor import server_says
from desktop.cli.running import json_option
from desktop.cli.speaking import say

if TYPE_CHECKING:
    from desktop.cli.bench.against import Contestant
    from desktop.cli.bench.figures import Figure

FLOOR: Final = "floor, batches of 100"


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant with a setting: how many jobs a round, in how many processes."""

    label: str
    contestant: str
    setting: int | None
    jobs: int
    processes: int = 1


def entries(jobs: int, names: tuple[str, ...]) -> list[Entry]:
    """All of them; slow ones get fewer jobs, so that a round stays short."""
    found = [
        Entry(FLOOR, "floor", 100, jobs),
        Entry("floor, one by one", "floor", 1, max(200, jobs // 40)),
        Entry("packdesk, 1 slot", "packdesk", 1, jobs),
        Entry("packdesk, default settings", "packdesk", None, jobs),
        Entry("packdesk, 2 processes", "packdesk", 1, jobs, 2),
        Entry("pgqueuer, batches of 100", "pgqueuer", 100, jobs // 2),
        Entry("pgqueuer, batches of 500", "pgqueuer", 500, jobs // 2),
        Entry("pgqueuer, default settings", "pgqueuer", None, jobs // 4),
        Entry("procrastinate, 10 at once", "procrastinate", 10, max(200, jobs // 40)),
        Entry("procrastinate, default settings", "procrastinate", None, max(200, jobs // 40)),
    ]
    return [entry for entry in found if entry.contestant in names]


@click.command()
@click.option(
    "--jobs", type=click.IntRange(1000, 1_000_000), default=20_000, show_default=True, help="A round."
)
@rounds_option()
@against_option
@json_option
def queue(jobs: int, rounds: int, against: tuple[str, ...], *, as_json: bool) -> None:
    """No-op jobs a second, and what one costs, as a share of the raw floor and of peers."""
    with arena() as server:
        taking_part = contestants(server, against)
        told = begun(server=server_says(server.dsn), jobs=jobs, rounds=rounds)
        listed = entries(jobs, tuple(taking_part))
        laps: dict[str, list[Lap]] = {entry.label: [] for entry in listed}
        for number in range(rounds):
            # forth and back, so that nobody always comes after the same one
            for entry in listed if number % 2 == 0 else reversed(listed):
                laps[entry.label].append(run(server, taking_part[entry.contestant], entry))
                say(f"round {number + 1}: {entry.label}: {laps[entry.label][-1].rate:,.0f} jobs/s")
    told["figures"] = compare(laps)
    finish(told, as_json=as_json)


def run(server: Arena, contestant: Contestant, entry: Entry) -> Lap:
    """One round of one entry."""
    contestant.module.refill(contestant.dsn, entry.jobs)
    children = [
        Child(contestant.function("work"), contestant.dsn, entry.setting) for _ in range(entry.processes)
    ]
    return server.lap(entry.jobs, *children)


def compare(laps: dict[str, list[Lap]]) -> list[Figure]:
    """The lines of the table: rates, shares of the floor in the same round, processor time."""
    floor = laps[FLOOR]
    told: list[Figure] = [
        figure(label, [lap.rate for lap in found], "/s", digits=0) for label, found in laps.items()
    ]
    told += [
        figure(
            f"processor time a job: {label}", [lap.client_us + lap.server_us for lap in found], "us", digits=0
        )
        for label, found in laps.items()
    ]

    def ratio(label: str, base: list[Lap]) -> list[float]:
        return [lap.rate / under.rate for lap, under in zip(laps[label], base, strict=True)]

    def cost(lap: Lap) -> float:
        return lap.client_us + lap.server_us

    best = max(
        ("packdesk, 1 slot", "packdesk, default settings"),
        key=lambda label: sorted(ratio(label, floor))[len(floor) // 2],
    )
    told += [
        figure("1 process, share of the floor's batches of 100", ratio(best, floor), "x", at_least=0.75),
        figure(
            "default settings, share of it", ratio("packdesk, default settings", floor), "x", at_least=0.3
        ),
        figure(
            "processor time a job, against the floor's",
            [cost(lap) / cost(under) for lap, under in zip(laps[best], floor, strict=True)],
            "x",
            at_most=2,
        ),
        figure(
            "2 processes against 1",
            ratio("packdesk, 2 processes", laps["packdesk, 1 slot"]),
            "x",
            at_least=1.6,
        ),
    ]
    for label in laps:
        if label.startswith(("pgqueuer", "procrastinate")):
            told.append(figure(f"share of it: {label}", ratio(label, floor), "x", digits=3))
    peers = [label for label in laps if label.startswith("pgqueuer")]
    if peers:
        strongest = [max(laps[label][n].rate for label in peers) for n in range(len(floor))]
        against = [lap.rate / rate for lap, rate in zip(laps[best], strongest, strict=True)]
        told.append(figure("against PgQueuer's best", against, "x", at_least=1.5))
    return told
