"""The worker: claims jobs, keeps their leases alive, hands results in, and gives everything back when it stops.

``slots`` lanes work on jobs; one loop fetches for all of them, so that never more than one fetch is on its way. What
the lanes have finished meanwhile is handed in with the next fetch, in one transaction.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from desktop import __version__
from desktop.core.errors import KnownError, OfflineError
from desktop.data.changes import Mode
from desktop.worker.ahead import BATCH, Ahead
from desktop.worker.errands import Errands
from desktop.worker.handling import Handling
from desktop.worker.leases import HEARTBEAT_S, Held, Leases

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from desktop.core.records import ClaimedJob, Outlook
    from desktop.data.jobs import JobRepo
    from desktop.data.workers import WorkerRepo
    from desktop.worker.ears import Ears
    from desktop.worker.errands import Errand
    from desktop.worker.handlers import Handler

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

_CANCEL_AGAIN_S: Final = 3.0
_GOOD_BYE_S: Final = 15.0
_GOOD_BYE_OFFLINE_S: Final = 2.0


class Worker:
    """Runs up to ``slots`` jobs at once on the loop that calls ``run``; pixels are the engine's business.

    Args:
        listener: its wake-ups; the worker signs in over its connection after every connect.
        handlers: what to do, by job type; an unknown type fails for good with a clear sentence.
        drain: stop by itself once no job waits or runs any more.
        on_request: claim nothing but what ``handle_due`` asks for.
        waits_at_hand: while idle, hold a connection for the next claim; only if ``jobs`` lives on this loop.
        on_idle: called whenever there was nothing to claim.
    """

    def __init__(
        self,
        *,
        jobs: JobRepo,
        workers: WorkerRepo,
        listener: Ears,
        wake: asyncio.Event,
        handlers: Mapping[str, Handler],
        name: str,
        kind: str = "headless",
        slots: int = 1,
        drain: bool = False,
        on_request: bool = False,
        waits_at_hand: bool = False,
        heartbeat_s: float = HEARTBEAT_S,
        on_finished: Callable[[ClaimedJob], None] | None = None,
    ) -> None:
        self.id: Final[UUID] = uuid4()
        self._jobs = jobs
        self._workers = workers
        self._listener = listener
        self._wake = wake
        self._handling = Handling(jobs, handlers)
        self._name = name
        self._kind = kind
        self._slots = slots
        self._drain = drain
        self._on_request = on_request
        self._waits_at_hand = waits_at_hand and not on_request
        self._errands = Errands()
        self._on_finished = on_finished
        self._held: dict[UUID, Held] = {}
        self._waiting: asyncio.Queue[Held] = asyncio.Queue()
        self._finished: list[ClaimedJob] = []
        self._ahead = Ahead(slots)
        self._begun_at = 0.0
        self._leases = Leases(jobs, self.id, self._held, heartbeat_s, self._lose)
        self._hands: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._is_giving_back = False
        self._looked_after_others_at = -math.inf
        self._registered = asyncio.Event()

    @property
    def busy(self) -> int:
        """How many jobs are in hand."""
        return len(self._held)

    @property
    def mode(self) -> Mode:
        """How it hears of new work."""
        return self._listener.mode

    def stop(self) -> None:
        """Claim no more; ``run`` then gives back what is in hand and returns. Call on the worker's loop."""
        self._stopping = True
        self._wake.set()

    @property
    def is_stopping(self) -> bool:
        """Whether it takes no new work any more."""
        return self._stopping

    async def handle_due(self, most: int, *, timeout_s: float) -> Errand:
        """Have up to ``most`` due jobs handled now; what isn't done in time goes on without anybody waiting for it.

        Raises:
            OfflineError: the database can't be reached, or this worker stops.
        """
        if self._stopping:
            raise OfflineError("This worker is stopping. Ask again in a moment.")
        errand = self._errands.add(most, [held.job for held in self._held.values()])
        self._wake.set()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await errand.over.wait()
        finally:
            self._errands.remove(errand)
        if errand.error is not None and not errand.ended:
            raise errand.error
        return errand

    async def handle(self, job: ClaimedJob) -> None:
        """Work on a job that was claimed for this worker by its id, and wait until it has ended or was given back."""
        if self._is_giving_back:
            with suppress(KnownError):  # else its lease runs out
                await self._jobs.release([job])
            return
        self._held[job.id] = held = Held(job, time.monotonic())
        self._errands.begin(job)
        hand = asyncio.create_task(self._work_on(held), name=f"job {job.id}")
        held.lane = hand
        self._hands.add(hand)
        hand.add_done_callback(self._hands.discard)
        await asyncio.wait({hand})

    async def run(self) -> None:
        """Work until stopped (or drained), then give back what is unfinished and sign off."""
        self._listener.on_connected = self._register
        background = [
            asyncio.create_task(self._listener.run(), name="worker listener"),
            asyncio.create_task(self._leases.keep(), name="worker heartbeat"),
        ]
        lanes = [asyncio.create_task(self._work(), name=f"worker lane {n}") for n in range(self._slots)]
        fetching: asyncio.Task[None] | None = None
        try:
            await self._until_registered(background)
            fetching = asyncio.create_task(self._keep_fetching(), name="worker fetching")
            done, _ = await asyncio.wait({fetching, *background, *lanes}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # a defect: let it out instead of working on without leases
        finally:
            if fetching is not None:
                await self._end_fetching(fetching)
            await self._give_back(lanes)
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)

    async def _register(self) -> None:
        await self._workers.register(
            self._listener,
            worker=self.id,
            name=self._name,
            kind=self._kind,
            app_version=__version__,
            slots=self._slots,
        )
        self._registered.set()

    async def _until_registered(self, background: list[asyncio.Task[None]]) -> None:
        while not self._registered.is_set() and not self._stopping:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await self._registered.wait()
            for task in background:
                if task.done():
                    task.result()

    # -- taking work ---------------------------------------------------------------------------------------

    async def _keep_fetching(self) -> None:
        """Fetch until stopped; in one task, since one for every question would cost more than some of the questions."""
        while not self._stopping:
            self._wake.clear()
            pause_s = await self._take_work()
            if self._is_idle and pause_s >= _WORTH_WAITING_S and self._jobs.has_one_to_spare:
                await self._sleep_at_hand(pause_s)
            else:
                await self._sleep(pause_s)

    @property
    def _is_idle(self) -> bool:
        """Whether nothing is to be done until a notice comes, and whoever brings it proves that the server is there."""
        return self._waits_at_hand and not self._held and self._listener.is_live

    async def _sleep_at_hand(self, pause_s: float) -> None:
        """Idle: with the connection in hand, so that between a notice and its job is only the claim."""
        try:
            async with self._jobs.at_hand(self.id) as claim:
                if await self._sleep(pause_s) and not self._stopping:
                    asked_at = time.monotonic()
                    self._hold(await claim(self._room()), asked_at)
                    await asyncio.sleep(0)  # a lane begins before we ask what else there is
        except OfflineError as error:
            log.info("worker: %s", error)
            await self._sleep(1.0)

    async def _end_fetching(self, fetching: asyncio.Task[None]) -> None:
        """Also when cancelled meanwhile: a claim that the server has made already must come home to be given back."""
        self.stop()
        await asyncio.wait({fetching}, timeout=_GOOD_BYE_OFFLINE_S)
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)

    async def _take_work(self) -> float:
        """Hand in what is finished and fill up; how many seconds to sleep unless woken."""
        if self._waiting.qsize() and time.monotonic() - self._begun_at >= _HELD_IN_VAIN_S:
            self._ahead.took(time.monotonic() - self._begun_at)
            await self._let_go_of_waiting()
        finished, self._finished = self._finished[:BATCH], self._finished[BATCH:]
        room = self._room(len(finished))
        if room == 0 and not finished:
            return self._at_most(_POLL_LIVE_S)
        asked_for = self._errands.all_open
        try:
            claimed = await self._fetch(finished, room)
            if await self._look_after_others() or self._finished:
                return 0.0
            if claimed == room:
                return 0.0 if self._room() > 0 else self._at_most(_POLL_LIVE_S)
            self._errands.nothing_due(asked_for)
            outlook = await self._jobs.outlook(self.id)
            if self._drain and not self._held and await self._jobs.unfinished() == 0:
                self._stopping = True
                return 0.0
        except OfflineError as error:
            log.info("worker: %s", error)
            self._errands.fail(error)
            return 1.0
        return self._at_most(self._pause(outlook))

    def _room(self, finished: int = 0) -> int:
        """How many jobs may be claimed now, in the transaction that hands in so many."""
        held = len(self._held) - finished
        if self._on_request:
            return max(0, min(self._slots - held, self._errands.wants, BATCH))
        return max(0, min(self._slots + self._ahead.most - held, BATCH))

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
        return min(pause_s, _HELD_IN_VAIN_S) if self._waiting.qsize() else pause_s

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
            stale, claimed = await self._jobs.finish_and_claim(self.id, finished, room)
        except (OfflineError, asyncio.CancelledError):
            self._finished[:0] = finished  # the lease decides whether it still counts when the server is back
            raise
        except Exception:
            if not finished:
                raise
            log.exception("handing in %d jobs together", len(finished))
            return await self._fetch_after_handing_in_singly(finished, room)
        self._hold(claimed, asked_at)
        if claimed and len(claimed) < room:
            await asyncio.sleep(0)  # a lane that waited for work begins before we ask what else there is
        if finished:
            log.info("%d jobs done, %d of them somebody else's by then", len(finished), len(stale))
            for job in finished:
                self._forget(job)
        return len(claimed)

    def _hold(self, claimed: list[ClaimedJob], asked_at: float) -> None:
        """Give what was claimed to the lanes."""
        if not self._waiting.qsize():
            self._begun_at = time.monotonic()  # nobody can have begun what wasn't there
        for job in claimed:
            self._held[job.id] = held = Held(job, asked_at)
            self._waiting.put_nowait(held)
            self._errands.begin(job)

    async def _fetch_after_handing_in_singly(self, finished: list[ClaimedJob], room: int) -> int:
        """One that can't be handed in, whyever, must not keep the others: its lease runs out and it comes again."""
        for job in finished:
            try:
                await self._jobs.complete(job)
            except OfflineError:
                self._finished[:0] = [job]
                continue
            except Exception:
                log.exception("job %s could not be handed in", job.id)
            self._forget(job)
        return await self._exchange([], room)

    def _forget(self, job: ClaimedJob) -> None:
        if self._held.pop(job.id, None) is None:
            return
        self._errands.end(job)
        self._wake.set()
        if self._on_finished is not None:
            self._on_finished(job)

    def _lose(self, held: Held) -> None:
        """Its job was cancelled or given to another worker."""
        held.is_lost = True
        if held.lane is not None:
            held.lane.cancel()
        else:
            self._forget(held.job)

    async def _let_go_of_waiting(self) -> None:
        """Give back what was fetched ahead in vain, unharmed."""
        waiting = []
        while self._waiting.qsize():
            held = self._waiting.get_nowait()
            if self._held.pop(held.job.id, None) is not None:
                waiting.append(held.job)
                self._errands.end(held.job)
        with suppress(KnownError):  # their leases run out
            await self._jobs.release(waiting)

    async def _look_after_others(self) -> int:
        """However long the queue is: the jobs of workers that died are older than it, and come first."""
        if time.monotonic() - self._looked_after_others_at < _LOOK_AFTER_OTHERS_S:
            return 0
        self._looked_after_others_at = time.monotonic()
        return await self._jobs.rescue()

    async def _sleep(self, seconds: float) -> bool:
        """Whether somebody has woken us before that time."""
        if seconds <= 0 or self._stopping:
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

    # -- one job -------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        """A lane: one job after the other, until cancelled."""
        lane = asyncio.current_task()
        while self._goes_on():
            held = await self._next()
            held.lane = lane
            self._begun_at = time.monotonic()
            try:
                await self._work_on(held)
            except asyncio.CancelledError:
                if lane is None or not self._goes_on() or not held.is_lost:
                    raise
                lane.uncancel()  # it was for the job, not for us
            finally:
                held.lane = None
                self._wake.set()

    def _goes_on(self) -> bool:
        return not self._is_giving_back

    async def _next(self) -> Held:
        while True:
            held = await self._waiting.get()
            if held.is_lost:
                continue
            if self._leases.may_hold(held):
                return held
            # we stood still (a frozen process, a laptop's sleep): perhaps others have done it by now
            self._waiting.put_nowait(held)
            await self._let_go_of_waiting()

    async def _work_on(self, held: Held) -> None:
        started, job = time.monotonic(), held.job
        try:
            hand_in = await self._handling.handle(job, lambda done: self._leases.note_progress(job.id, done))
            self._ahead.took(time.monotonic() - started)
            if hand_in is None:
                held.is_finished = True
                self._finished.append(job)
                return
            taken = await self._handling.report(hand_in)
            log.info(
                "job %s %s %s in %.2f s%s",
                job.id,
                job.job_type,
                job.image_type or "",
                time.monotonic() - started,
                "" if taken else ", but it was somebody else's by then",
            )
        except OfflineError as error:
            # could not be handed in: the lease runs out and the job comes again
            log.warning("job %s could not be handed in: %s", job.id, error)
        finally:
            if not held.is_finished and not self._is_giving_back and self._held.get(job.id) is held:
                self._forget(job)

    # -- stopping ------------------------------------------------------------------------------------------

    async def _give_back(self, lanes: list[asyncio.Task[None]]) -> None:
        """Stop the lanes, release their jobs without using up an attempt, and sign off."""
        self._is_giving_back = True
        self._errands.fail(OfflineError("This worker is stopping. Ask again in a moment."))
        at_work = pending = {*lanes, *self._hands}
        while pending:
            for task in pending:
                task.cancel()
            # again and again: wait_for, which psycopg waits with, swallows a cancel that comes together with its result
            # (until Python 3.12)
            _, pending = await asyncio.wait(pending, timeout=_CANCEL_AGAIN_S)
        await asyncio.gather(*at_work, return_exceptions=True)
        # a server that doesn't answer must not keep anybody from stopping: there the leases run out
        is_offline = self._listener.mode is Mode.OFFLINE
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOOD_BYE_OFFLINE_S if is_offline else _GOOD_BYE_S):
                for last in (self._hand_in_all, self._release_all, partial(self._workers.sign_off, self.id)):
                    await _again_if_it_fails(last)
                return
        log.info("stopped before everything was handed in or given back: the leases run out")

    async def _hand_in_all(self) -> None:
        while self._finished:
            finished, self._finished = self._finished[:BATCH], self._finished[BATCH:]
            await self._exchange(finished, 0)

    async def _release_all(self) -> None:
        if self._held:
            released = await self._jobs.release([held.job for held in self._held.values()])
            log.info("gave %d unfinished jobs back", released)


async def _again_if_it_fails(last: Callable[[], Awaitable[object]]) -> None:
    """One of the last things a worker does: a connection that broke over what was cancelled is replaced meanwhile."""
    for pause in (0.2, 1.0, None):
        try:
            await last()
        except KnownError as error:
            log.info("stopping: %s", error)
            if pause is not None:
                await asyncio.sleep(pause)
        else:
            return
