"""The floor: what psycopg and PostgreSQL do at best with the queue's plain table, and nothing else.

No history, no leases, no notices, no rules: the columns of the public contract, a key, the index a claim needs, and
a statement each for "take the next" and "these are done".
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    from desktop.cli.bench.arena import Gate

_TABLE: Final = """
create table job_queue (
    id uuid primary key default gen_random_uuid(), job_type text not null, payload jsonb not null,
    status text not null default 'pending', retry_count integer not null default 0,
    max_retries integer not null default 3, error_message text, created_at timestamptz not null default now(),
    processed_at timestamptz, completed_at timestamptz, user_id text);
create index on job_queue (created_at, id) where status = 'pending';
"""
_CLAIM: Final = """
update job_queue set status = 'processing', processed_at = clock_timestamp()
 where id = any (array(select id from job_queue where status = 'pending' order by created_at, id limit %s
                          for update skip locked))
returning id, job_type, payload, retry_count, max_retries, user_id
"""
_COMPLETE: Final = """
update job_queue set status = 'completed', completed_at = clock_timestamp() where id = any (%s)
"""
ONE: Final = "insert into job_queue (job_type, payload, user_id) values ('noop', '{\"n\": 1}', 'bench')"
MANY: Final = (
    "insert into job_queue (job_type, payload, user_id)"
    " select 'noop', jsonb_build_object('n', n), 'bench' from generate_series(1, %s) n"
)
_ONE_AND_WAKE: Final = (
    "with new as (insert into job_queue (job_type, payload, user_id)"
    "             values ('noop', '{\"n\": 1}', 'bench') returning id)"
    " select pg_notify('floor_wake', '') from new"
)


def make_database(dsn: str, name: str) -> str:
    """A fresh database of that name; its connection string."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return make_conninfo(dsn, dbname=name)


def setup(dsn: str) -> None:
    """Make the table."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_TABLE)


def refill(dsn: str, jobs: int, *, table: str = "job_queue") -> None:
    """Empty the table and enqueue that many no-ops, as after a vacuum."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("truncate {} cascade").format(sql.Identifier(table)))
        connection.execute(MANY, [jobs])
        connection.execute(sql.SQL("vacuum analyze {}").format(sql.Identifier(table)))
        connection.execute("checkpoint")


def work(gate: Gate, dsn: str, batch: int) -> float:
    """Claim that many, complete them, until nothing is left."""
    ended = time.perf_counter()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_CLAIM, [0])
        gate.wait()
        while rows := connection.execute(_CLAIM, [batch]).fetchall():
            connection.execute(_COMPLETE, [[row[0] for row in rows]])
            ended = time.perf_counter()
    return ended


def enqueue(gate: Gate, dsn: str, singles: int, bulk: int, batch: int) -> dict[str, float]:
    """Seconds for that many single INSERTs, and for ``bulk`` rows ``batch`` at a time."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(ONE)
        gate.wait()
        began = time.perf_counter()
        for _ in range(singles):
            connection.execute(ONE)
        single_s = time.perf_counter() - began
        began = time.perf_counter()
        for _ in range(bulk // batch):
            connection.execute(MANY, [batch])
        return {"single_s": single_s, "bulk_s": time.perf_counter() - began}


def listen(gate: Gate, dsn: str) -> None:
    """Sleep until notified, claim what there is, tell when the job's first line ran; until the word ``stop``."""
    with (
        psycopg.connect(dsn, autocommit=True) as ear,
        psycopg.connect(dsn, autocommit=True) as connection,
    ):
        ear.execute("listen floor_wake")
        connection.execute(_CLAIM, [0])
        gate.wait()
        for notice in ear.notifies():
            if notice.payload == "stop":
                return
            while rows := connection.execute(_CLAIM, [1]).fetchall():
                gate.tell(time.perf_counter())
                connection.execute(_COMPLETE, [[row[0] for row in rows]])


class Asker:
    """Enqueues one job at a time, with a notice."""

    def __init__(self, dsn: str) -> None:
        self._connection = psycopg.connect(dsn, autocommit=True)

    def enqueue(self) -> None:
        """One job, and wake the worker, in one transaction and round trip."""
        self._connection.execute(_ONE_AND_WAKE)

    def stop(self) -> None:
        """Let the worker end."""
        self._connection.execute("notify floor_wake, 'stop'")
        self._connection.close()


def server_says(dsn: str) -> dict[str, Any]:
    """Version, a round trip and a durable commit in milliseconds (medians)."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        version = connection.execute("show server_version").fetchone()
        fsync = connection.execute("show fsync").fetchone()
        connection.execute("create temporary table t (n int)")
        connection.execute("create table if not exists commits (n int)")
        trips = sorted(_timed(connection, "select 1") for _ in range(200))
        commits = sorted(_timed(connection, "insert into commits values (1)") for _ in range(200))
    return {
        "server": f"PostgreSQL {version[0] if version else '?'}, fsync {fsync[0] if fsync else '?'}",
        "round_trip_ms": round(trips[100], 3),
        "commit_ms": round(commits[100], 3),
    }


def _timed(connection: psycopg.Connection[Any], statement: str) -> float:
    began = time.perf_counter()
    connection.execute(statement.encode())
    return (time.perf_counter() - began) * 1000
