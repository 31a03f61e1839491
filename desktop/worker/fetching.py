"""Fetching: one loop for all lanes of a worker, so that never more than one fetch is on its way.

It claims as many jobs as are worth holding, and what the lanes have finished meanwhile is handed in with the next
claim, in one transaction. In between it sleeps for as long as nothing can be due.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from desktop.core.errors import KnownError, OfflineError
from desktop.data.changes import Mode
from desktop.worker.ahead import BATCH

if TYPE_CHECKING:
    from uuid import UUID

    from desktop.core.records import ClaimedJob, Outlook
    from desktop.data.jobs import JobRepo
    from desktop.worker.ahead import Ahead
    from desktop.worker.ears import Ears
    from desktop.worker.errands import Errands
    from desktop.worker.in_hand import InHand

log = logging.getLogger(__name__)

_POLL_LIVE_S: Final = 30.0
_POLL_BLIND_S: Final = 1.0
_LOOK_AFTER_OTHERS_S: Final = 1.5
_HELD_IN_VAIN_S: Final = 0.5
"""Jobs held ahead that no lane has begun by then go back: those before them take longer than was thought."""

_WORTH_WAITING_S: Final = 0.05
"""For less it isn't worth to keep a connection in hand."""

_APART: Final = BATCH // 2
"""From so many on, jobs are handed in beside the claim, not with it."""


class Fetching:
    """Fills ``in_hand`` for ``slots`` lanes, and hands in what they have finished.

    Args:
        jobs: where jobs come from and go to.
        worker: who claims them.
        listener: how fresh what is heard of new work can be.
        wake: set when there is something to fetch or to hand in.
        errands: what somebody waits for.
        ahead: how many are worth holding beyond those being worked on.
        drain: stop once no job waits or runs any more.
        on_request: claim nothing but what ``errands`` want.
        waits_at_hand: while idle, hold a connection for the next claim.
    """

    def __init__(
        self,
        jobs: JobRepo,
        worker: UUID,
        in_hand: InHand,
        *,
        listener: Ears,
        wake: asyncio.Event,
        errands: Errands,
        ahead: Ahead,
        slots: int,
        drain: bool,
        on_request: bool,
        waits_at_hand: bool,
    ) -> None:
        self._jobs = jobs
        self._worker = worker
        self._in_hand = in_hand
        self._listener = listener
        self._wake = wake
        self._errands = errands
        self._ahead = ahead
        self._slots = slots
        self._drain = drain
        self._on_request = on_request
        self._waits_at_hand = waits_at_hand and not on_request
        self._looked_after_others_at = -math.inf
        self.is_stopping = False

    def stop(self) -> None:
        """Claim no more; ``keep`` ends soon."""
        self.is_stopping = True
        self._wake.set()

    async def keep(self) -> None:
        """Fetch until stopped; in one task, since one for every question would cost more than some of the questions."""
        while not self.is_stopping:
            self._wake.clear()
            pause_s = await self._take_work()
            if self._is_idle and pause_s >= _WORTH_WAITING_S and self._jobs.has_one_to_spare:
                await self._sleep_at_hand(pause_s)
            else:
                await self._sleep(pause_s)

    async def let_go_of_waiting(self) -> None:
        """Give back what was fetched ahead in vain, unharmed."""
        waiting = self._in_hand.drop_waiting()
        with suppress(KnownError):  # their leases run out
            await self._jobs.release(waiting)

    async def hand_in_all(self) -> None:
        """Hand in whatever is finished, and claim nothing.

        Raises:
            OfflineError: what wasn't handed in is still in hand.
        """
        while self._in_hand.has_finished:
            await self._exchange(self._in_hand.pick_finished(), 0)

    # -- one round -----------------------------------------------------------------------------------------

    async def _take_work(self) -> float:
        """Hand in what is finished and fill up; how many seconds to sleep unless woken."""
        if (unbegun_s := self._in_hand.unbegun_s) >= _HELD_IN_VAIN_S:
            self._ahead.took(unbegun_s)
            await self.let_go_of_waiting()
        finished = self._in_hand.pick_finished()
        room = self._room(len(finished))
        if room == 0 and not finished:
            return self._at_most(_POLL_LIVE_S)
        asked_for = self._errands.all_open
        try:
            claimed = await self._fetch(finished, room)
            if await self._look_after_others() or self._in_hand.has_finished:
                return 0.0
            if claimed == room:
                return 0.0 if self._room() > 0 else self._at_most(_POLL_LIVE_S)
            self._errands.nothing_due(asked_for)
            outlook = await self._jobs.outlook(self._worker)
            if self._drain and not self._in_hand and await self._jobs.unfinished() == 0:
                self.is_stopping = True
                return 0.0
        except OfflineError as error:
            log.info("worker: %s", error)
            self._errands.fail(error)
            return 1.0
        return self._at_most(self._pause(outlook))

    def _room(self, finished: int = 0) -> int:
        """How many jobs may be claimed now, in the transaction that hands in so many."""
        held = len(self._in_hand) - finished
        if self._on_request:
            return max(0, min(self._slots - held, self._errands.wants, BATCH))
        return max(0, min(self._slots + self._ahead.most - held, BATCH))

    async def _look_after_others(self) -> int:
        """However long the queue is: the jobs of workers that died are older than it, and come first."""
        if time.monotonic() - self._looked_after_others_at < _LOOK_AFTER_OTHERS_S:
            return 0
        self._looked_after_others_at = time.monotonic()
        return await self._jobs.rescue()

    # -- handing in and claiming ---------------------------------------------------------------------------

    async def _fetch(self, finished: list[ClaimedJob], room: int) -> int:
        """Hand in and claim; how many were claimed."""
        if len(finished) < _APART or room == 0:
            return await self._exchange(finished, room)
        # of so many, each is half the work: side by side on two connections they save more than a second commit costs
        claimed, handed_in = await asyncio.gather(
            self._exchange([], room), self._exchange(finished, 0), return_exceptions=True
        )
        if isinstance(handed_in, BaseException):
            raise handed_in
        if isinstance(claimed, BaseException):
            raise claimed
        return claimed

    async def _exchange(self, finished: list[ClaimedJob], room: int) -> int:
        """Hand in and claim, in one transaction; how many were claimed."""
        asked_at = time.monotonic()
        try:
            stale, claimed = await self._jobs.finish_and_claim(self._worker, finished, room)
        except (OfflineError, asyncio.CancelledError):
            # the lease decides whether it still counts when the server is back
            self._in_hand.keep_finished(finished)
            raise
        except Exception:
            if not finished:
                raise
            log.exception("handing in %d jobs together", len(finished))
            return await self._fetch_after_handing_in_singly(finished, room)
        self._in_hand.line_up(claimed, asked_at)
        if claimed and len(claimed) < room:
            await asyncio.sleep(0)  # a lane that waited for work begins before we ask what else there is
        if finished:
            log.info("%d jobs done, %d of them somebody else's by then", len(finished), len(stale))
            for job in finished:
                self._in_hand.forget(job)
        return len(claimed)

    async def _fetch_after_handing_in_singly(self, finished: list[ClaimedJob], room: int) -> int:
        """One that can't be handed in, whyever, must not keep the others: its lease runs out and it comes again."""
        for job in finished:
            try:
                await self._jobs.complete(job)
            except OfflineError:
                self._in_hand.keep_finished([job])
                continue
            except Exception:
                log.exception("job %s could not be handed in", job.id)
            self._in_hand.forget(job)
        return await self._exchange([], room)

    # -- sleeping ------------------------------------------------------------------------------------------

    @property
    def _is_idle(self) -> bool:
        """Whether nothing is to be done until a notice comes, and whoever brings it proves that the server is there."""
        return self._waits_at_hand and not self._in_hand and self._listener.is_live

    async def _sleep_at_hand(self, pause_s: float) -> None:
        """Idle: with the connection in hand, so that between a notice and its job is only the claim."""
        try:
            async with self._jobs.at_hand(self._worker) as claim:
                if await self._sleep(pause_s) and not self.is_stopping:
                    asked_at = time.monotonic()
                    self._in_hand.line_up(await claim(self._room()), asked_at)
                    await asyncio.sleep(0)  # a lane begins before we ask what else there is
        except OfflineError as error:
            log.info("worker: %s", error)
            await self._sleep(1.0)

    async def _sleep(self, seconds: float) -> bool:
        """Whether somebody has woken us before that time."""
        if seconds <= 0 or self.is_stopping:
            return False
        is_over = False

        def end() -> None:
            nonlocal is_over
            is_over = True
            self._wake.set()

        timer = asyncio.get_running_loop().call_later(seconds, end)
        try:
            await self._wake.wait()
        finally:
            timer.cancel()
        return not is_over

    def _pause(self, outlook: Outlook) -> float:
        pause = _POLL_LIVE_S if self._listener.mode is Mode.LIVE else _POLL_BLIND_S
        if self._drain:
            pause = min(pause, _POLL_BLIND_S)
        if outlook.next_due_s is not None:
            # a paused queue has due jobs that can't be claimed: don't spin
            pause = min(pause, max(outlook.next_due_s, 0.05 if outlook.next_due_s > 0 else _POLL_BLIND_S))
        if outlook.held_by_others:
            pause = min(pause, _LOOK_AFTER_OTHERS_S)
        return pause

    def _at_most(self, pause_s: float) -> float:
        return min(pause_s, _HELD_IN_VAIN_S) if self._in_hand.has_waiting else pause_s
