"""Statements are prepared where connections are our own from end to end, and nowhere else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from desktop.data.changes import Listener, Mode
from desktop.data.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import DatabaseMaker

from tests.poolers import needs_pgbouncer, pgbouncer


async def prepared(dsn: str) -> int:
    """How many statements a connection has prepared that asked the same ten times."""
    async with Database(dsn, max_size=1) as database:
        heard = asyncio.Event()

        def on_mode(mode: Mode) -> None:
            database.allow_preparing(mode is Mode.LIVE)
            heard.set()

        listening = asyncio.create_task(Listener(dsn, on_mode=on_mode, beside=database.scalar).run())
        await asyncio.wait_for(heard.wait(), 20)
        for _ in range(10):
            await database.scalar(b"select 'asked often'")
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        return int(
            await database.scalar(
                b"select count(*) from pg_prepared_statements where statement like '%%asked often%%'"
                b" and statement not like '%%pg_prepared%%'",
                {},
            )
        )


async def test_that_what_is_asked_often_is_prepared(make_database: DatabaseMaker) -> None:
    assert await prepared(make_database()) == 1


@needs_pgbouncer
async def test_that_nothing_is_prepared_behind_a_transaction_pooler(
    make_database: DatabaseMaker, tmp_path: Path
) -> None:
    with pgbouncer(make_database(), tmp_path, "transaction") as pooled:
        assert await prepared(pooled) == 0
