"""How many jobs to hold beyond those being worked on: short jobs are fetched by the hundred, long ones one by one."""

from __future__ import annotations

from typing import Final

BATCH: Final = 200
"""Jobs handed in or claimed in one transaction. Beside one by one, 100 at once cost a twentieth, 200 a tenth less than
that; many more would make others wait for their locks."""

_MOST: Final = 2 * BATCH
"""One batch to work on while the server sees to the other one."""

_WORTH_S: Final = 0.05
"""How long what is held ahead may keep one slot busy: nobody else could have done it sooner."""

_FORGET: Final = 0.1


class Ahead:
    """Learns from how long jobs took; one long job is enough to hold nothing ahead for a while."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._typical_s: float | None = None

    @property
    def most(self) -> int:
        """Jobs that may be held waiting besides those being worked on."""
        if self._typical_s is None:
            return 0
        return min(_MOST, self._slots * int(_WORTH_S / max(self._typical_s, 1e-6)))

    def took(self, seconds: float) -> None:
        """A job has been worked on."""
        if self._typical_s is None or seconds > self._typical_s:
            self._typical_s = seconds
        else:
            self._typical_s += _FORGET * (seconds - self._typical_s)
