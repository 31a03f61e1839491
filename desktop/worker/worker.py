"""The worker: signs in, works on jobs in ``slots`` lanes, and gives everything back when it stops.

Where the jobs come from and how they are handed in is in ``fetching``, what is held at any moment in ``in_hand``.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from desktop import __version__
from desktop.core.errors import KnownError, OfflineError
from desktop.data.changes import Mode
from desktop.worker.ahead import Ahead
from desktop.worker.errands import Errands
from desktop.worker.fetching import Fetching
from desktop.worker.handling import Handling
from desktop.worker.in_hand import InHand
from desktop.worker.leases import HEARTBEAT_S, Leases

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from desktop.core.records import ClaimedJob
    from desktop.data.jobs import JobRepo
    from desktop.data.workers import WorkerRepo
    from desktop.worker.ears import Ears
    from desktop.worker.errands import Errand
    from desktop.worker.handlers import Handler
    from desktop.worker.in_hand import Held

log = logging.getLogger(__name__)

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
        on_finished: told of every job that has left its hands, however it ended.
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
        self._errands = Errands()
        self._ahead = Ahead(slots)
        self._in_hand = InHand(self._errands, wake, on_finished)
        self._leases = Leases(jobs, self.id, self._in_hand.held, heartbeat_s, self._in_hand.lose)
        self._fetching = Fetching(
            jobs,
            self.id,
            self._in_hand,
            listener=listener,
            wake=wake,
            errands=self._errands,
            ahead=self._ahead,
            slots=slots,
            drain=drain,
            on_request=on_request,
            waits_at_hand=waits_at_hand,
        )
        self._hands: set[asyncio.Task[None]] = set()
        self._is_giving_back = False
        self._registered = asyncio.Event()

    @property
    def busy(self) -> int:
        """How many jobs are in hand."""
        return len(self._in_hand)

    @property
    def mode(self) -> Mode:
        """How it hears of new work."""
        return self._listener.mode

    def stop(self) -> None:
        """Claim no more; ``run`` then gives back what is in hand and returns. Call on the worker's loop."""
        self._fetching.stop()

    @property
    def is_stopping(self) -> bool:
        """Whether it takes no new work any more."""
        return self._fetching.is_stopping

    async def handle_due(self, most: int, *, timeout_s: float) -> Errand:
        """Have up to ``most`` due jobs handled now; what isn't done in time goes on without anybody waiting for it.

        Raises:
            OfflineError: the database can't be reached, or this worker stops.
        """
        if self.is_stopping:
            raise OfflineError("This worker is stopping. Ask again in a moment.")
        errand = self._errands.add(most, self._in_hand.jobs)
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
        held = self._in_hand.take(job, time.monotonic())
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
            fetching = asyncio.create_task(self._fetching.keep(), name="worker fetching")
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
        while not self._registered.is_set() and not self.is_stopping:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await self._registered.wait()
            for task in background:
                if task.done():
                    task.result()

    # -- the lanes -----------------------------------------------------------------------------------------

    async def _work(self) -> None:
        """A lane: one job after the other, until cancelled."""
        lane = asyncio.current_task()
        while self._goes_on():
            held = await self._next()
            self._in_hand.begin(held, lane)
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
            held = await self._in_hand.next()
            if self._leases.may_hold(held):
                return held
            # we stood still (a frozen process, a laptop's sleep): perhaps others have done it by now
            self._in_hand.put_back(held)
            await self._fetching.let_go_of_waiting()

    async def _work_on(self, held: Held) -> None:
        started, job = time.monotonic(), held.job
        try:
            hand_in = await self._handling.handle(job, lambda done: self._leases.note_progress(job.id, done))
            self._ahead.took(time.monotonic() - started)
            if hand_in is None:
                self._in_hand.finish(held)
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
            is_ours = self._in_hand.held.get(job.id) is held
            if is_ours and not held.is_finished and not self._is_giving_back:
                self._in_hand.forget(job)

    # -- stopping ------------------------------------------------------------------------------------------

    async def _end_fetching(self, fetching: asyncio.Task[None]) -> None:
        """Also when cancelled meanwhile: a claim that the server has made already must come home to be given back."""
        self.stop()
        await asyncio.wait({fetching}, timeout=_GOOD_BYE_OFFLINE_S)
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)

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
                for last in (
                    self._fetching.hand_in_all,
                    self._release_all,
                    partial(self._workers.sign_off, self.id),
                ):
                    await _again_if_it_fails(last)
                return
        log.info("stopped before everything was handed in or given back: the leases run out")

    async def _release_all(self) -> None:
        if self._in_hand:
            released = await self._jobs.release(self._in_hand.jobs)
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
