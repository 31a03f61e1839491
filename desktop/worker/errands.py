"""Errands: somebody asked for up to n due jobs to be handled now, and waits until that is done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from desktop.core.errors import KnownError
    from desktop.core.records import ClaimedJob


class Errand:
    """Up to ``most`` jobs; ``over`` is set once they have ended, or nothing more was due."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._begun: set[UUID] = set()
        self.ended: list[ClaimedJob] = []
        self.over = asyncio.Event()
        self.error: KnownError | None = None

    @property
    def running(self) -> int:
        """How many of its jobs are in hand."""
        return len(self._begun) - len(self.ended)

    @property
    def wants(self) -> int:
        """How many more jobs may be taken for it."""
        return 0 if self.over.is_set() else self._most - len(self._begun)

    def begin(self, job: ClaimedJob) -> None:
        """A job of it is in hand."""
        self._begun.add(job.id)

    def end(self, job: ClaimedJob) -> bool:
        """A job has ended; False when it was none of this errand's."""
        if job.id not in self._begun or any(done.id == job.id for done in self.ended):
            return False
        self.ended.append(job)
        if len(self.ended) == self._most:
            self.over.set()
        return True

    def nothing_due(self) -> None:
        """The queue is empty: over, unless what is in hand may bring more (a pack brings its images)."""
        if self.running == 0:
            self.over.set()

    def fail(self, error: KnownError) -> None:
        """It can't go on."""
        self.error = error
        self.over.set()


class Errands:
    """All that are open, in the order they came in."""

    def __init__(self) -> None:
        self._open: list[Errand] = []

    @property
    def wants(self) -> int:
        """How many jobs may be taken for all of them together."""
        return sum(errand.wants for errand in self._open)

    @property
    def all_open(self) -> tuple[Errand, ...]:
        """Those that somebody waits for at this moment."""
        return tuple(self._open)

    def add(self, most: int, in_hand: Iterable[ClaimedJob]) -> Errand:
        """A new one; what is already in hand was due as well and counts for it."""
        errand = Errand(most)
        for job in in_hand:
            if errand.wants > 0:
                errand.begin(job)
        self._open.append(errand)
        return errand

    def remove(self, errand: Errand) -> None:
        """Nobody waits for it any more."""
        if errand in self._open:
            self._open.remove(errand)

    def begin(self, job: ClaimedJob) -> None:
        """A job was taken: it counts for the first that wants one."""
        for errand in self._open:
            if errand.wants > 0:
                errand.begin(job)
                return

    def end(self, job: ClaimedJob) -> None:
        """A job has ended."""
        for errand in self._open:
            errand.end(job)

    def nothing_due(self, asked_for: Iterable[Errand]) -> None:
        """The queue was empty for these; what was due for others came after it was asked."""
        for errand in asked_for:
            errand.nothing_due()

    def fail(self, error: KnownError) -> None:
        """None can go on."""
        for errand in self._open:
            errand.fail(error)
