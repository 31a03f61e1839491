"""``packdesk bench soak``: hours of mixed load on a server that is treated badly.

Every few seconds something happens: a worker is killed or frozen, all connections are cut, the server is killed; and
for a sixth of the time, ten minutes at most, somebody holds an old snapshot, so that nothing can be vacuumed.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import click
import psutil
import psycopg

from desktop.cli.bench import ours
from desktop.cli.bench.against import Contestant
from desktop.cli.bench.arena import Child, arena, percentile
from desktop.cli.bench.figures import Figure, begun, figure, finish
from desktop.cli.bench.floor import server_says
from desktop.cli.running import json_option
from desktop.cli.speaking import say

if TYPE_CHECKING:
    from desktop.cli.bench.arena import Arena

_WORKERS: Final = 4
_SLOTS: Final = 4
_HELD_SHARE: Final = 1 / 6
_HELD_MOST_S: Final = 600.0
_DRAIN_S: Final = 300.0


@dataclass
class Slice:
    """What happened in one stretch of time."""

    minute: float
    enqueued: int
    done: int
    p50_ms: float
    p99_ms: float
    worker_mb: float
    server_mb: float
    dead_tuples: int
    table_mb: float
    trouble: list[str] = field(default_factory=list)


@click.command()
@click.option("--minutes", type=click.FloatRange(0.5, 24 * 60), default=60, show_default=True)
@click.option("--rate", type=click.IntRange(1, 5000), default=100, show_default=True, help="Jobs a second.")
@click.option(
    "--every", type=click.FloatRange(1, 600), default=10, show_default=True, help="Seconds between blows."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another order of events.")
@json_option
def soak(minutes: float, rate: int, every: float, seed: int, *, as_json: bool) -> None:
    """Mixed load with killed and frozen workers, cuts, restarts and a held snapshot; nothing lost, nothing twice."""
    with arena() as server:
        packdesk = Contestant(server, "packdesk")
        told = begun(server=server_says(server.dsn), minutes=minutes, rate=rate, seed=seed)
        run = _Soak(server, packdesk.dsn, seconds=minutes * 60, rate=rate, every_s=every, seed=seed)
        told["figures"] = run.run()
        told["seconds"] = round(run.lasted_s)
        told["slices"] = [vars(one) for one in run.slices]
    finish(told, as_json=as_json)
    if not as_json:
        for one in run.slices:
            click.echo(
                f"{one.minute:6.1f} min  {one.done:>7,} done  p50 {one.p50_ms:,.0f} ms  p99 {one.p99_ms:,.0f} ms  "
                f"worker {one.worker_mb:.0f} MB  server {one.server_mb:.0f} MB  {one.dead_tuples:>7,} dead  "
                f"{one.table_mb:.0f} MB  {', '.join(one.trouble)}"
            )


class _Soak:
    def __init__(
        self, server: Arena, dsn: str, *, seconds: float, rate: int, every_s: float, seed: int
    ) -> None:
        self._server = server
        self._dsn = dsn
        self._seconds = seconds
        self._rate = rate
        self._every_s = every_s
        self._chance = random.Random(seed)  # noqa: S311  # chaos, not secrets
        self._workers: list[Child] = []
        self._over = threading.Event()
        self._enqueued = 0
        self._waits: list[float] = []
        self._late: list[float] = []
        self._frozen: dict[int, float] = {}
        self._trouble: list[str] = []
        self._blows = 0
        self._held: psycopg.Connection[Any] | None = None
        self.slices: list[Slice] = []
        self.lasted_s = 0.0

    def run(self) -> list[Figure]:
        """All of it; the figures."""
        for _ in range(_WORKERS):
            self._hire()
        client = threading.Thread(target=self._enqueue, name="soak client")
        began = time.perf_counter()
        client.start()
        stretch_s = max(5.0, self._seconds / 30)
        next_blow, next_slice = began + self._every_s, began + stretch_s
        while (now := time.perf_counter()) - began < self._seconds:
            self._listen()
            self._thaw(now)
            self._hold_snapshot((now - began) / self._seconds)
            if now >= next_blow:
                next_blow = now + self._every_s * self._chance.uniform(0.6, 1.4)
                self._strike()
            if now >= next_slice:
                next_slice = now + stretch_s
                self._look((now - began) / 60)
            time.sleep(0.1)
        self._let_go()
        self._over.set()
        client.join()
        is_drained = self._drain()
        self.lasted_s = time.perf_counter() - began
        figures = self._judge(is_drained=is_drained)
        for worker in self._workers:
            worker.kill()
        return figures

    # -- the load ------------------------------------------------------------------------------------------

    def _enqueue(self) -> None:
        """A client that enqueues in small handfuls, and again when the server was away: none is counted twice."""
        chance = random.Random(self._rate)  # noqa: S311
        pause_s = 0.05
        connection: psycopg.Connection[Any] | None = None
        owed = 0.0
        last = time.perf_counter()
        while not self._over.is_set():
            time.sleep(pause_s)
            now = time.perf_counter()
            owed, last = owed + self._rate * (now - last), now
            few = min(int(owed), 500)
            if few == 0:
                continue
            try:
                if connection is None or connection.closed:
                    connection = psycopg.connect(self._dsn, autocommit=True)
                # whether a commit was heard of or not: what counts is what the table has, looked at in the end
                connection.execute(
                    "insert into job_queue (job_type, payload, user_id)"
                    " select 'noop', p, 'soak' from jsonb_array_elements(%s::jsonb) p",
                    [json.dumps([_payload(chance, n == 0) for n in range(few)])],
                )
                owed -= few
                self._enqueued += few
            except psycopg.Error:
                connection = None
                time.sleep(0.2)
        if connection is not None:
            connection.close()

    def _hire(self) -> None:
        worker = Child(f"{ours.__name__}:soak", self._dsn, _SLOTS)
        worker.hear(120)
        worker.go()
        self._workers.append(worker)

    # -- what befalls it -----------------------------------------------------------------------------------

    def _strike(self) -> None:
        blow = self._chance.choice(
            (self._kill_worker, self._kill_worker, self._freeze, self._cut, self._kill_server)
        )
        self._blows += 1
        self._trouble.append(blow())

    def _kill_worker(self) -> str:
        victim = self._workers.pop(self._chance.randrange(len(self._workers)))
        self._frozen.pop(victim.pid, None)
        self._note(victim)
        victim.kill()
        self._hire()
        return "worker killed"

    def _freeze(self) -> str:
        victim = self._chance.choice(self._workers)
        os.kill(victim.pid, signal.SIGSTOP)
        # now and then for longer than a lease
        self._frozen[victim.pid] = time.perf_counter() + self._chance.choice((2.0, 5.0, 40.0))
        return "worker frozen"

    def _thaw(self, now: float, *, all_of_them: bool = False) -> None:
        for pid, until in list(self._frozen.items()):
            if now >= until or all_of_them:
                del self._frozen[pid]
                os.kill(pid, signal.SIGCONT)

    def _cut(self) -> str:
        with suppress(psycopg.Error), psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        return "all cut"

    def _kill_server(self) -> str:
        pid = self._server.server.pid
        if pid is not None:
            with suppress(psutil.Error):
                process = psutil.Process(pid)
                process.kill()
                process.wait(10)
        self._server.server.start()
        return "server killed"

    def _hold_snapshot(self, passed: float) -> None:
        """From the first third on, for a sixth of the time, but ten minutes at most."""
        is_time = 1 / 3 <= passed < 1 / 3 + min(_HELD_SHARE, _HELD_MOST_S / self._seconds)
        if not is_time:
            self._let_go()
        elif self._held is None or self._held.closed:
            with suppress(psycopg.Error):
                self._held = psycopg.connect(self._dsn)
                self._held.execute("set transaction isolation level repeatable read")
                self._held.execute("select count(*) from job_queue")
                self._trouble.append("snapshot held")

    def _let_go(self) -> None:
        if self._held is not None:
            with suppress(psycopg.Error):
                self._held.close()
            self._held = None

    # -- what it comes to ----------------------------------------------------------------------------------

    def _note(self, worker: Child) -> None:
        for what, seconds in worker.heard():
            (self._waits if what == "wait" else self._late).append(seconds)

    def _listen(self) -> None:
        for worker in self._workers:
            self._note(worker)

    def _look(self, minute: float) -> None:
        found = [(0, 0, 0)]
        with suppress(Exception):  # the server is away just now
            found = asyncio.run(
                ours.rows(
                    self._dsn,
                    "select (select count(*)::int from job_queue where status = 'completed'),"
                    "       n_dead_tup::int, (pg_total_relation_size(relid) / 1000000)::int"
                    "  from pg_stat_user_tables where relid = 'public.job_queue'::regclass",
                )
            )
        done, dead, size = found[0]
        waits, self._waits = self._waits or [0.0], []
        trouble, self._trouble = self._trouble, []
        self.slices.append(
            Slice(
                round(minute, 1),
                self._enqueued,
                done,
                round(1000 * percentile(waits, 0.5)),
                round(1000 * percentile(waits, 0.99)),
                round(max(_memory_mb(worker.pid) for worker in self._workers), 1),
                round(_memory_mb(self._server.server.pid, family=True), 1),
                dead,
                size,
                trouble,
            )
        )
        say(f"{minute:.1f} min: {done:,} done, p99 {self.slices[-1].p99_ms:,.0f} ms, {', '.join(trouble)}")

    def _drain(self) -> bool:
        """Let the workers finish what there is, undisturbed."""
        self._thaw(0, all_of_them=True)
        deadline = time.perf_counter() + _DRAIN_S
        while time.perf_counter() < deadline:
            self._listen()
            with suppress(Exception):
                if not self._count(
                    "select count(*)::int from job_queue where status in ('pending', 'processing')"
                ):
                    return True
            time.sleep(1)
        return False

    def _count(self, statement: str) -> int:
        return int(asyncio.run(ours.rows(self._dsn, statement))[0][0])

    def _judge(self, *, is_drained: bool) -> list[Figure]:
        lost = self._count("select count(*)::int from job_queue where status in ('pending', 'processing')")
        known = self._count("select count(*)::int from job_queue")
        twice = self._count(
            "select count(*)::int from (select job_id from packdesk.attempts where outcome = 'completed'"
            " group by 1 having count(*) > 1) twice"
        )
        bare = self._count(
            "select count(*)::int from job_queue q where status = 'completed' and not exists"
            " (select from packdesk.attempts a where a.job_id = q.id and a.outcome = 'completed')"
        )
        failed = self._count("select count(*)::int from job_queue where status = 'failed'")
        again = self._count("select count(*)::int from packdesk.attempts where outcome = 'lost'")
        waits = [one.p99_ms for one in self.slices] or [0.0]
        late = self._late or [0.0]
        return [
            figure("blows", [self._blows], "", digits=0),
            figure("jobs", [known], "", digits=0),
            figure(
                "lost: enqueued, and neither done nor failed", [lost if not is_drained else 0], "", at_most=0
            ),
            figure(
                "lost: told to be enqueued, and not there", [max(0, self._enqueued - known)], "", at_most=0
            ),
            figure("completed twice", [twice], "", at_most=0),
            figure("completed without an attempt in the history", [bare], "", at_most=0),
            figure("failed for good (each was taken from a dead worker too often)", [failed], "", digits=0),
            figure("taken back from dead or frozen workers", [again], "", digits=0),
            figure(
                "wait, p50 of all stretches", [one.p50_ms for one in self.slices] or [0.0], "ms", digits=0
            ),
            figure("wait, p99 of all stretches", waits, "ms", digits=0),
            figure("a worker's loop late, p99", [1000 * percentile(late, 0.99)], "ms", digits=0),
            figure(
                "memory of the largest worker",
                [one.worker_mb for one in self.slices] or [0.0],
                "MB",
                digits=0,
            ),
            figure("memory of the server", [one.server_mb for one in self.slices] or [0.0], "MB", digits=0),
            figure("dead rows in the queue", [one.dead_tuples for one in self.slices] or [0], "", digits=0),
        ]


def _payload(chance: random.Random, is_first: bool) -> dict[str, Any]:
    """Of a hundred jobs 90 are no work, 8 take up to 0.1 s, 2 up to 2 s; one in fifty fails once."""
    kind = chance.random()
    takes = 0.0 if kind < 0.9 else chance.uniform(0.01, 0.1) if kind < 0.98 else chance.uniform(0.5, 2)
    fails = 1 if chance.random() < 0.02 else 0
    return {"asked": time.perf_counter(), "first": is_first, "takes": takes, "fails": fails}


def _memory_mb(pid: int | None, *, family: bool = False) -> float:
    """Proportional set size where the system tells it, else resident."""
    total = 0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in [process, *(process.children(recursive=True) if family else [])]:
            with suppress(psutil.Error):
                info = one.memory_full_info()
                total += getattr(info, "pss", info.rss)
    return total / 1e6
