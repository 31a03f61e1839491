"""Words about people: who may what in a team's database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Role(StrEnum):
    """What somebody may do; each has everything of none but themselves (see ``sql/migrations/0007``)."""

    VIEWER = "viewer"
    STAFF = "staff"
    WORKER = "worker"
    ADMIN = "admin"


class Removal(StrEnum):
    """What became of a removed person's login; whichever it is, it may nothing here any more."""

    REMOVED = "removed"
    """It is gone."""
    CLOSED = "closed"
    """Nobody can sign in with it; it stays because it owns something."""
    KEPT = "kept"
    """It wasn't made by an invitation and stays what it is elsewhere."""


@dataclass(frozen=True, slots=True)
class Person:
    """A login and what it may; ``role`` None: removed, but its login is still there, closed."""

    login: str
    role: str | None
    may_sign_in: bool
    invited_here: bool
    invited_by: str | None
    invited_at: datetime | None
    connections: int
