"""A connection whose answers are first waited for in place: the same answers, and nobody kept waiting for long."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.core.errors import OfflineError
from desktop.data.database import Connection, Database, shut_down_socket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.servers import DatabaseMaker


@pytest.fixture
async def database(make_database: DatabaseMaker) -> AsyncIterator[Database]:
    async with Database(make_database(), max_size=2) as opened:
        yield opened


async def value(connection: Connection, statement: bytes) -> object:
    row = await (await connection.execute(statement)).fetchone()
    return row and row[0]


async def test_that_quick_and_slow_answers_are_the_same(database: Database) -> None:
    async with database.at_hand() as connection:
        assert await value(connection, b"select 1") == 1
        assert await value(connection, b"select 2 from pg_sleep(0.1)") == 2
        large = await value(connection, b"select repeat('x', 3000000)")
        assert isinstance(large, str)
        assert len(large) == 3_000_000
        with pytest.raises(psycopg.errors.DivisionByZero):
            await connection.execute(b"select 1/0")
        assert await value(connection, b"select 3") == 3


async def test_that_the_loop_goes_on_while_an_answer_takes_long(database: Database) -> None:
    longest, last = 0.0, time.monotonic()

    async def tick() -> None:
        nonlocal longest, last
        while True:
            await asyncio.sleep(0.001)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()

    async with database.at_hand() as connection:
        ticking = asyncio.create_task(tick())
        await asyncio.sleep(0.05)
        longest = 0.0
        await connection.execute(b"select pg_sleep(0.5)")
        ticking.cancel()
    assert longest < 0.25, "a busy machine's doing would be less than half of it"


async def test_that_a_connection_that_broke_meanwhile_is_told_and_replaced(database: Database) -> None:
    async def ask_a_broken_one() -> None:
        async with database.at_hand() as connection:
            shut_down_socket(connection)
            await connection.execute(b"select 1")

    with pytest.raises(OfflineError):
        await ask_a_broken_one()
    assert database.has_one_to_spare
    assert await database.scalar(b"select 4") == 4


async def test_that_one_is_held_and_others_are_left(database: Database) -> None:
    spare = [database.has_one_to_spare]
    async with database.at_hand():
        spare.append(database.has_one_to_spare)
        async with asyncio.timeout(5):
            assert await database.scalar(b"select 1") == 1
    spare.append(database.has_one_to_spare)
    assert spare == [True, False, True]
    async with Database(database.dsn, max_size=1) as small:
        assert not small.has_one_to_spare
