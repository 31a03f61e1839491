"""What happens in the queue as a whole: charts, groups of errors, pauses, and what one may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, overload
from uuid import UUID

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """What one batch of an action really changed, and under which audit entry it is counted.

    ``priorities`` are those the jobs had before, in the order of ``changed``.
    """

    entry: int
    changed: list[UUID]
    priorities: list[int]


class Ids(Sequence[UUID]):
    """Ids in 16 bytes each: a list of a million would take a hundred megabytes more."""

    __slots__ = ("_packed",)
    SIZE: Final = 16

    def __init__(self, packed: bytes = b"") -> None:
        self._packed = packed

    @classmethod
    def of(cls, ids: Iterable[UUID]) -> Ids:
        """These ids, in this order."""
        return cls(b"".join(known.bytes for known in ids))

    @override
    def __len__(self) -> int:
        return len(self._packed) // self.SIZE

    @overload
    def __getitem__(self, at: int) -> UUID: ...
    @overload
    def __getitem__(self, at: slice) -> Ids: ...
    @override
    def __getitem__(self, at: int | slice) -> UUID | Ids:
        places = range(len(self))[at]
        if isinstance(places, int):
            return UUID(bytes=self._packed[self.SIZE * places : self.SIZE * (places + 1)])
        if places.step == 1:
            return Ids(self._packed[self.SIZE * places.start : self.SIZE * places.stop])
        return Ids.of(self[place] for place in places)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ids) and other._packed == self._packed

    @override
    def __hash__(self) -> int:
        return hash(self._packed)


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take an action back: which jobs, and the priority each had before."""

    action: str
    jobs: Ids
    priorities: tuple[int, ...]
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
