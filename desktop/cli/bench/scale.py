"""``packdesk bench scale``: many windows and workers on one large database, for real connections and a pooler.

Windows and workers are Packdesk's own listeners, repositories and workers, by the dozen in a few processes. Each
listens on a connection of its own, as the server's limits allow; all their questions share a pooler.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from typing import TYPE_CHECKING, Final

import click
import psycopg

from desktop.cli.bench import crowd
from desktop.cli.bench.against import Contestant
from desktop.cli.bench.arena import Arena, Child, Done, arena, percentile
from desktop.cli.bench.figures import Figure, begun, figure, finish
from desktop.cli.bench.floor import server_says
from desktop.cli.bench.pooler import find_pooler, pooler
from desktop.cli.bench.storm import fill
from desktop.cli.running import json_option
from desktop.cli.speaking import say

if TYPE_CHECKING:
    from collections.abc import Sequence

_SERVER_CONNECTIONS: Final = 25
_A_PROCESS: Final = 25
"""People in one process: more on one loop would wait for each other instead of for the server."""


@click.command()
@click.option("--windows", type=click.IntRange(1, 1000), default=200, show_default=True)
@click.option("--workers", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option(
    "--jobs",
    type=click.IntRange(1000, 20_000_000),
    default=1_000_000,
    show_default=True,
    help="In the table.",
)
@click.option("--projects", type=click.IntRange(500, 1_000_000), default=50_000, show_default=True)
@click.option("--rate", type=click.IntRange(1, 1000), default=10, show_default=True, help="Jobs a second.")
@click.option(
    "--takes", type=click.FloatRange(0, 60), default=1.0, show_default=True, help="Seconds of work a job."
)
@click.option("--seconds", type=click.FloatRange(5, 3600), default=60, show_default=True)
@json_option
def scale(  # noqa: PLR0917  # click hands them over by name
    windows: int,
    workers: int,
    jobs: int,
    projects: int,
    rate: int,
    takes: float,
    seconds: float,
    *,
    as_json: bool,
) -> None:
    """Many windows and workers on one large database: how soon jobs start, and every window hears of it."""
    if find_pooler() is None:
        raise click.UsageError("This needs PgBouncer. On Debian and Ubuntu: apt install pgbouncer")
    with arena(max_connections=windows + workers + _SERVER_CONNECTIONS + 20) as server:
        packdesk = Contestant(server, "packdesk")
        took = asyncio.run(fill(packdesk.dsn, jobs, False))  # noqa: FBT003
        _add_projects(packdesk.dsn, projects)
        say(f"{jobs:,} jobs, {projects:,} projects: filled in {took:.0f} s")
        told = begun(
            server=server_says(server.dsn),
            windows=windows,
            workers=workers,
            jobs=jobs,
            projects=projects,
            rate=rate,
            seconds=seconds,
        )
        with pooler(packdesk.dsn, size=_SERVER_CONNECTIONS) as pooled:
            told["figures"] = _measure(
                server, packdesk.dsn, pooled, (windows, workers), _Load(rate, takes, seconds)
            )
    finish(told, as_json=as_json)


class _Load:
    """Jobs by plain INSERT, one a commit, at a steady rate; when each was committed, by id."""

    def __init__(self, rate: int, takes: float, seconds: float) -> None:
        self.rate = rate
        self.takes = takes
        self.seconds = seconds
        self.committed: dict[str, float] = {}
        self.most_connections = 0

    def run(self, dsn: str) -> None:
        chance = random.Random(1)  # noqa: S311
        with psycopg.connect(dsn, autocommit=True) as connection:
            began = time.perf_counter()
            while (now := time.perf_counter() - began) < self.seconds:
                if len(self.committed) >= now * self.rate:
                    time.sleep(0.002)
                    continue
                payload = {"asked": time.perf_counter(), "takes": self.takes * chance.uniform(0.5, 1.5)}
                row = connection.execute(
                    "insert into job_queue (job_type, payload, user_id)"
                    " values ('noop', %s, 'scale') returning id::text",
                    [json.dumps(payload)],
                ).fetchone()
                if row is not None:
                    self.committed[row[0]] = time.perf_counter()
                if len(self.committed) % 50 == 1:
                    found = connection.execute(
                        "select count(*) from pg_stat_activity where datname is not null"
                    )
                    self.most_connections = max(self.most_connections, int((found.fetchone() or (0,))[0]))


def _add_projects(dsn: str, projects: int) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "insert into packdesk.projects (id, name, product_name, style)"
            " select 'bench-' || n, 'Project ' || n, 'Product ' || n, 'premium' from generate_series(501, %s) n"
            " on conflict do nothing",
            [projects],
        )
        connection.execute("vacuum analyze packdesk.projects")


def _measure(server: Arena, direct: str, pooled: str, people: tuple[int, int], load: _Load) -> list[Figure]:
    lasts = load.seconds + 5
    name = crowd.__name__
    watching = [Child(f"{name}:windows", direct, pooled, n, lasts) for n in _shares(people[0])]
    working = [Child(f"{name}:workers", direct, pooled, n, lasts) for n in _shares(people[1])]
    children = [*watching, *working]
    for child in children:
        child.hear()
    cpu_s, began = server.server_cpu_s(), time.perf_counter()
    for child in children:
        child.go()
    time.sleep(4)
    load.run(direct)
    done = [child.hear() for child in children]
    took = time.perf_counter() - began
    server_share = (server.server_cpu_s() - cpu_s) / took
    for child in children:
        child.close()
    seen, waits = done[: len(watching)], [wait for one in done[len(watching) :] for wait in one.result]
    heard = [
        1000 * (at - load.committed[job])
        for one in seen
        for job, times in one.result["heard"].items()
        if job in load.committed
        for at in times[: _shares(people[0])[0]]
    ]
    return _told(load, people, waits=waits, heard=heard, seen=seen, server_share=server_share)


def _told(
    load: _Load,
    people: tuple[int, int],
    *,
    waits: list[float],
    heard: list[float],
    seen: Sequence[Done],
    server_share: float,
) -> list[Figure]:
    asked = [1000 * one for child in seen for one in child.result["asked"]]
    windows_cpu = sum(one.cpu_s for one in seen) / (load.seconds + 5) / people[0]
    expected = len(load.committed) * people[0]
    return [
        figure("jobs enqueued a second", [len(load.committed) / load.seconds], "/s"),
        figure(
            "enqueued and never begun", [max(0, len(load.committed) - len(waits))], "", at_most=0, digits=0
        ),
        figure("enqueued to begun, p50", [1000 * percentile(waits, 0.5)], "ms", digits=1),
        figure("enqueued to begun, p99", [1000 * percentile(waits, 0.99)], "ms", digits=1),
        figure("committed to heard in a window, p50", [percentile(heard, 0.5)], "ms", digits=1),
        figure("committed to heard in a window, p99", [percentile(heard, 0.99)], "ms", digits=1),
        figure(
            "windows that heard of a new job",
            [100 * min(1.0, len(heard) / expected)],
            "%",
            at_least=99,
        ),
        figure("a window's question answered, p50", [percentile(asked, 0.5)], "ms", digits=1),
        figure("a window's question answered, p95", [percentile(asked, 0.95)], "ms", digits=1),
        figure("questions a window asks a second", [len(asked) / (load.seconds + 5) / people[0]], "/s"),
        figure("a simulated window's share of a processor", [100 * windows_cpu], "%"),
        figure("the server's share of a processor", [100 * server_share], "%", digits=0),
        figure("connections to the server, at most", [load.most_connections], "", digits=0),
    ]


def _shares(count: int) -> list[int]:
    """So many people spread over processes, the largest share first."""
    processes = -(-count // _A_PROCESS)
    return sorted((count // processes + (n < count % processes) for n in range(processes)), reverse=True)
