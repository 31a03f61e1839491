"""``packdesk bench rescue``: a worker that dies, a worker that freezes, and whether anything is done twice."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from desktop.cli.bench import ours
from desktop.cli.bench.against import Contestant, rounds_option
from desktop.cli.bench.arena import Child, arena
from desktop.cli.bench.figures import Figure, begun, figure, finish
from desktop.cli.bench.floor import server_says
from desktop.cli.bench.pooler import find_pooler, pooler
from desktop.cli.running import json_option
from desktop.cli.speaking import say

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOLD = "desktop.cli.bench.ours:hold"
_COUNT = "desktop.cli.bench.ours:count"
_SHORT_LEASE_S = 3


@click.command()
@rounds_option()
@click.option(
    "--pooled-rounds",
    type=click.IntRange(0, 20),
    default=1,
    show_default=True,
    help="Also behind PgBouncer, where no connection shows who is gone: half a minute each.",
)
@click.option(
    "--jobs", type=click.IntRange(500, 100_000), default=4000, show_default=True, help="To be done once."
)
@json_option
def rescue(rounds: int, pooled_rounds: int, jobs: int, *, as_json: bool) -> None:
    """How soon the job of a killed worker runs again, with the settings as they are; nothing is done twice."""
    with arena() as server:
        packdesk = Contestant(server, "packdesk")
        told = begun(server=server_says(server.dsn), rounds=rounds)
        # the server doesn't judge connections in its first five seconds
        time.sleep(6)
        figures: list[Figure] = [
            figure(
                "kill -9 to running again",
                [_kill_one(packdesk, packdesk.dsn, n) for n in range(rounds)],
                "s",
                at_most=5,
            )
        ]
        if pooled_rounds and find_pooler() is None:
            say("PgBouncer isn't installed here: the rounds behind it are left out.")
        elif pooled_rounds:
            with pooler(packdesk.dsn) as pooled:
                waits = [_kill_one(packdesk, pooled, n) for n in range(pooled_rounds)]
            figures.append(figure("kill -9 to running again, behind PgBouncer", waits, "s", at_most=45))
        for workers in (2, 4, 8):
            figures += _twice(packdesk, workers, jobs, frozen=False)
        figures += _twice(packdesk, 4, jobs, frozen=True)
    told["figures"] = figures
    finish(told, as_json=as_json)


def _kill_one(packdesk: Contestant, dsn: str, number: int) -> float:
    """Seconds from killing the worker that has the job until another one begins it."""
    packdesk.module.refill(packdesk.dsn, 0)
    first = Child(_HOLD, dsn, 600.0, 1)
    _through(first)
    asker = packdesk.module.Asker(packdesk.dsn)
    asker.enqueue()
    first.hear(30)
    second = Child(_HOLD, dsn, 600.0, 1)
    _through(second)
    time.sleep(1.0 + 0.37 * number)  # not always at the same moment of its rounds
    killed = time.perf_counter()
    first.kill()
    _, (began, _job) = second.hear(90)
    second.kill()
    say(f"killed: running again after {began - killed:.2f} s")
    return float(began - killed)


def _through(child: Child) -> None:
    child.hear(60)
    child.go()
    time.sleep(0.5)


def _twice(packdesk: Contestant, workers: int, jobs: int, *, frozen: bool) -> list[Figure]:
    """Several workers on one queue; with ``frozen``, one of them stands still for longer than its lease."""
    packdesk.module.refill(packdesk.dsn, jobs)
    lease = f"{_SHORT_LEASE_S} seconds" if frozen else "30 seconds"
    _ask(packdesk.dsn, "update packdesk.queue_settings set lease = %s::interval", [lease])
    children = [Child(_COUNT, packdesk.dsn, 0.02, 1.0 if frozen else 10.0) for _ in range(workers)]
    for child in children:
        child.hear(60)
    for child in children:
        child.go()
    with _standing_still(children[0]) if frozen else nullcontext():
        runs = [child.done(180).result for child in (children[1:] if frozen else children)]
    if frozen:
        runs.append(children[0].done(180).result)
    for child in children:
        child.close()
    _ask(packdesk.dsn, "update packdesk.queue_settings set lease = '30 seconds'")
    return _judged(packdesk.dsn, runs, jobs, f"{workers} workers" + (", one frozen" if frozen else ""))


class _standing_still:  # noqa: N801  # used like a function
    """Freeze a process in the middle of its work; it goes on when the others have finished without it."""

    def __init__(self, child: Child) -> None:
        self._child = child

    def __enter__(self) -> None:
        self._child.hear(60)  # it is at work, and holds some
        os.kill(self._child.pid, signal.SIGSTOP)

    def __exit__(self, *exc: object) -> None:
        os.kill(self._child.pid, signal.SIGCONT)


def _judged(dsn: str, runs: Iterable[list[list[Any]]], jobs: int, who: str) -> list[Figure]:
    """What was begun more often than the history of attempts explains, completed twice, or not at all."""
    begun_runs = Counter(job for one in runs for job, _ in one)
    given_up = dict(
        _ask(
            dsn,
            "select job_id::text, count(*)::int from packdesk.attempts where outcome <> 'completed' group by 1",
        )
    )
    twice = sum(1 for job, times in begun_runs.items() if times > 1 + given_up.get(job, 0))
    completed_twice = _ask(
        dsn,
        "select count(*)::int from (select job_id from packdesk.attempts where outcome = 'completed'"
        " group by 1 having count(*) > 1) twice",
    )[0][0]
    done = _ask(dsn, "select count(*)::int from public.job_queue where status = 'completed'")[0][0]
    taken_back = sum(given_up.values())
    say(f"{who}: {done:,} of {jobs:,} done, {taken_back} taken back from a worker")
    return [
        figure(f"{who}: jobs run twice", [twice], "", at_most=0, digits=0),
        figure(f"{who}: jobs completed twice", [completed_twice], "", at_most=0, digits=0),
        figure(f"{who}: jobs lost", [jobs - done], "", at_most=0, digits=0),
        figure(f"{who}: taken back from a worker and done again", [taken_back], "", digits=0),
    ]


def _ask(dsn: str, statement: str, params: Any = None) -> list[tuple[Any, ...]]:
    return asyncio.run(ours.rows(dsn, statement, params))
