"""Fixtures for the command line: the program with a private home, or with a database of the session's server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import DatabaseMaker


@pytest.fixture
def packdesk(tmp_path: Path) -> Iterator[Program]:
    """The program with a fresh private home."""
    cwd = tmp_path / "here"
    cwd.mkdir()
    program = Program(home=tmp_path / "home", cwd=cwd)
    yield program
    program.end_all()


@pytest.fixture
def dsn(make_database: DatabaseMaker) -> str:
    """A fresh migrated database."""
    return make_database()


@pytest.fixture
def team(packdesk: Program, dsn: str) -> Iterator[Program]:
    """The program with a team's database in ``PACKDESK_DSN``."""
    packdesk.dsn = dsn
    yield packdesk
    packdesk.end_all()  # before its database goes
