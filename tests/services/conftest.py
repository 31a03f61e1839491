"""Fixtures for services: a fresh database, open on the test's loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.data.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.servers import DatabaseMaker


@pytest.fixture
def dsn(make_database: DatabaseMaker) -> str:
    return make_database()


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    async with Database(dsn) as opened:
        yield opened


@pytest.fixture
def sql(dsn: str) -> Iterator[psycopg.Connection]:
    """The database's owner, somebody else as far as the window is concerned."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection
