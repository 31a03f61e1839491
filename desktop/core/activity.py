"""What happens in the queue as a whole: charts, groups of errors, pauses, and what one may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Changed:
    """What one batch of an action really changed, and under which audit entry it is counted.

    ``priorities`` are those the jobs had before, in the order of ``changed``.
    """

    entry: int
    changed: list[UUID]
    priorities: list[int]


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take an action back: which jobs, and for priorities what each had before."""

    action: str
    jobs: tuple[UUID, ...]
    priorities: Mapping[UUID, int]
    entry: int | None


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """Failures alike but for numbers and names, which stand as ``*`` in ``kind``."""

    kind: str
    jobs: int
    newest: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """One slice of a chart; ``waited_s`` is the longest a job begun for the first time had waited, None without one."""

    bucket: int
    completed: int
    failed: int
    waited_s: float | None


@dataclass(frozen=True, slots=True)
class Moment:
    """The queue at one moment of the database's clock; counts go to 10,001, which stands for more."""

    now: datetime
    queued: int
    running: int
    oldest_s: float | None


@dataclass(frozen=True, slots=True)
class Activity:
    """What the charts show: ``span_s`` seconds up to ``moment``, cut into as many slices as each tuple has.

    ``is_partial``: so much happened that only its newest part was read.
    """

    span_s: float
    moment: Moment
    completed: tuple[int, ...]
    failed: tuple[int, ...]
    waited_s: tuple[float | None, ...]
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person who is signed in may do to the queue."""

    may_change: bool
    may_pause: bool


@dataclass(frozen=True, slots=True)
class QueuePause:
    """Whether nobody is given jobs at the moment, and why."""

    paused: bool
    reason: str | None
    by: str | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job somebody is at."""

    worker_id: UUID | None
    id: UUID
    job_type: str
    image_type: str | None
    project_name: str | None
    processed_at: datetime | None
