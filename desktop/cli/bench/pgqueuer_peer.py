"""PgQueuer, as its manual sets it up, over asyncpg, its quickest driver."""

from __future__ import annotations

import asyncio
import importlib
import time
from typing import TYPE_CHECKING, Any

from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    from desktop.cli.bench.arena import Gate

NEEDS = ("pgqueuer", "asyncpg")


def _driver(connection: Any) -> Any:
    return importlib.import_module("pgqueuer.db").AsyncpgDriver(connection)


def _queries(connection: Any) -> Any:
    return importlib.import_module("pgqueuer.queries").Queries(_driver(connection))


async def _connect(dsn: str) -> Any:
    given = conninfo_to_dict(dsn)
    return await importlib.import_module("asyncpg").connect(
        host=given["host"],
        port=int(given.get("port") or 5432),
        user=given["user"],
        password=given.get("password"),
        database=given["dbname"],
    )


def setup(dsn: str) -> None:
    """Install its tables."""

    async def run() -> None:
        connection = await _connect(dsn)
        await _queries(connection).install()
        await connection.close()

    asyncio.run(run())


def refill(dsn: str, jobs: int) -> None:
    """Empty its tables and enqueue that many no-ops."""

    async def run() -> None:
        connection = await _connect(dsn)
        queries = _queries(connection)
        await connection.execute("truncate pgqueuer, pgqueuer_log")
        for _ in range(jobs // 1000):
            await queries.enqueue(["noop"] * 1000, [b'{"n": 1}'] * 1000, [0] * 1000)
        await connection.execute("vacuum analyze pgqueuer")
        await connection.execute("checkpoint")
        await connection.close()

    asyncio.run(run())


def work(gate: Gate, dsn: str, batch: int | None) -> float:
    """Drain; None: with its default batch."""

    async def run() -> float:
        connection = await _connect(dsn)
        queue = importlib.import_module("pgqueuer").PgQueuer(_driver(connection))

        @queue.entrypoint("noop")  # type: ignore[untyped-decorator,unused-ignore]
        async def noop(job: Any) -> None:
            pass

        drain = importlib.import_module("pgqueuer.types").QueueExecutionMode.drain
        gate.wait()
        await queue.run(mode=drain, **({} if batch is None else {"batch_size": batch}))
        return time.perf_counter()

    return asyncio.run(run())


def enqueue(gate: Gate, dsn: str, singles: int, bulk: int, batch: int) -> dict[str, float]:
    """One by one, and by the batch."""

    async def run() -> dict[str, float]:
        connection = await _connect(dsn)
        queries = _queries(connection)
        await queries.enqueue("noop", b'{"n": 1}')
        gate.wait()
        began = time.perf_counter()
        for _ in range(singles):
            await queries.enqueue("noop", b'{"n": 1}')
        single_s = time.perf_counter() - began
        began = time.perf_counter()
        for _ in range(bulk // batch):
            await queries.enqueue(["noop"] * batch, [b'{"n": 1}'] * batch, [0] * batch)
        took = {"single_s": single_s, "bulk_s": time.perf_counter() - began}
        await connection.close()
        return took

    return asyncio.run(run())


def listen(gate: Gate, dsn: str) -> None:
    """An idle worker; until killed."""

    async def run() -> None:
        connection = await _connect(dsn)
        queue = importlib.import_module("pgqueuer").PgQueuer(_driver(connection))

        @queue.entrypoint("noop")  # type: ignore[untyped-decorator,unused-ignore]
        async def noop(job: Any) -> None:  # noqa: ARG001
            gate.tell(time.perf_counter())

        running = asyncio.create_task(queue.run())
        await asyncio.sleep(1)
        gate.wait()
        await running

    asyncio.run(run())


class Asker:
    """Enqueues one job at a time."""

    def __init__(self, dsn: str) -> None:
        self._loop = asyncio.Runner()
        self._connection = self._loop.run(_connect(dsn))
        self._queries = _queries(self._connection)

    def enqueue(self) -> None:
        """One job."""
        self._loop.run(self._queries.enqueue("noop", b'{"n": 1}'))

    def stop(self) -> None:
        """Its worker is killed by whoever started it."""
        self._loop.run(self._connection.close())
        self._loop.close()
