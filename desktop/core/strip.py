"""What the strip at the foot of the window says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnJob:
    """A job this computer works on: the image or job type, and the project's name (may be empty)."""

    what: str
    project: str


@dataclass(frozen=True, slots=True)
class FinishedPack:
    """A pack that is settled: all images made, or not all."""

    project: str
    done: int
    total: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class StripNews:
    """The queue at one moment; counts go to 10,001, which stands for more. ``now`` is the database's clock."""

    queued: int
    running: int
    is_paused: bool
    pause_reason: str
    mine: tuple[OwnJob, ...]
    packs: tuple[FinishedPack, ...]
    now: datetime
