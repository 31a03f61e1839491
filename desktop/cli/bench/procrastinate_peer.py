"""Procrastinate, as its manual sets it up, over its own psycopg connector."""

from __future__ import annotations

import asyncio
import importlib
import time
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from desktop.cli.bench.arena import Gate

NEEDS = ("procrastinate",)
_BEST_CONCURRENCY = 10


def _app(dsn: str) -> tuple[Any, Any]:
    procrastinate = importlib.import_module("procrastinate")
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=dsn))

    @app.task(name="noop")  # type: ignore[untyped-decorator,unused-ignore]
    async def noop(n: int) -> None:
        pass

    return app, noop


def setup(dsn: str) -> None:
    """Install its tables."""

    async def run() -> None:
        app, _ = _app(dsn)
        async with app.open_async():
            await app.schema_manager.apply_schema_async()

    asyncio.run(run())


def refill(dsn: str, jobs: int) -> None:
    """Empty its tables and enqueue that many no-ops."""

    async def run() -> None:
        app, noop = _app(dsn)
        async with app.open_async():
            await noop.batch_defer_async(*({"n": n} for n in range(jobs)))

    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("truncate procrastinate_jobs, procrastinate_events cascade")
        asyncio.run(run())
        connection.execute("vacuum analyze procrastinate_jobs")
        connection.execute("checkpoint")


def work(gate: Gate, dsn: str, concurrency: int | None) -> float:
    """Drain; None: with its default concurrency."""

    async def run() -> float:
        app, _ = _app(dsn)
        async with app.open_async():
            gate.wait()
            await app.run_worker_async(
                wait=False, concurrency=concurrency or 1, install_signal_handlers=False
            )
            return time.perf_counter()

    return asyncio.run(run())


def enqueue(gate: Gate, dsn: str, singles: int, bulk: int, batch: int) -> dict[str, float]:
    """One by one, and by the batch."""

    async def run() -> dict[str, float]:
        app, noop = _app(dsn)
        async with app.open_async():
            await noop.defer_async(n=1)
            gate.wait()
            began = time.perf_counter()
            for _ in range(singles):
                await noop.defer_async(n=1)
            single_s = time.perf_counter() - began
            began = time.perf_counter()
            for _ in range(bulk // batch):
                await noop.batch_defer_async(*({"n": n} for n in range(batch)))
            return {"single_s": single_s, "bulk_s": time.perf_counter() - began}

    return asyncio.run(run())


def listen(gate: Gate, dsn: str) -> None:
    """An idle worker; until killed."""

    async def run() -> None:
        app, _ = _app(dsn)

        @app.task(name="tell")  # type: ignore[untyped-decorator,unused-ignore]
        async def tell(n: int) -> None:  # noqa: ARG001
            gate.tell(time.perf_counter())

        async with app.open_async():
            running = asyncio.create_task(app.run_worker_async(install_signal_handlers=False))
            await asyncio.sleep(1)
            gate.wait()
            await running

    asyncio.run(run())


class Asker:
    """Enqueues one job at a time."""

    def __init__(self, dsn: str) -> None:
        self._loop = asyncio.Runner()
        self._app, _ = _app(dsn)
        self._loop.run(self._app.open_async().__aenter__())

    def enqueue(self) -> None:
        """One job."""
        self._loop.run(self._app.configure_task("tell").defer_async(n=1))

    def stop(self) -> None:
        """Its worker is killed by whoever started it."""
        self._loop.run(self._app.close_async())
        self._loop.close()
