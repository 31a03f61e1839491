"""The worker: claims jobs, keeps their leases alive, hands results in, and gives everything back when it stops."""

from __future__ import annotations

import asyncio
import logging
import math
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID, uuid4

from desktop import __version__
from desktop.core.errors import KnownError, OfflineError
from desktop.data.changes import Mode
from desktop.worker.errands import Errands

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

    from desktop.core.records import ClaimedJob, Outlook
    from desktop.data.jobs import JobRepo
    from desktop.data.workers import WorkerRepo
    from desktop.worker.errands import Errand
    from desktop.worker.handlers import HandIn, Handler

log = logging.getLogger(__name__)

HEARTBEAT_S: Final = 10.0
"""A third of the lease (30 s): two heartbeats may be lost without losing the job."""

_PROGRESS_S: Final = 0.5
_POLL_LIVE_S: Final = 30.0
_POLL_BLIND_S: Final = 1.0
_LOOK_AFTER_OTHERS_S: Final = 1.5
_GOOD_BYE_S: Final = 15.0
_GOOD_BYE_OFFLINE_S: Final = 2.0
_HAND_IN_TRIES_S: Final = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


class Ears(Protocol):
    """How a worker hears of work: a ``Listener`` of its own, or one shared with the window."""

    on_connected: Callable[[], Awaitable[None]] | None
    """Awaited with every new connection: sign in over it."""

    @property
    def mode(self) -> Mode:
        """How fresh what is heard can be."""
        ...

    @property
    def is_live(self) -> bool:
        """Whether session locks hold."""
        ...

    async def execute(self, statement: bytes, params: Any = None) -> None:
        """Run a statement on the listening connection."""
        ...

    async def run(self) -> None:
        """Hear until cancelled."""
        ...


@dataclass(slots=True)
class _Held:
    """A job in our hands, and the task that works on it."""

    job: ClaimedJob
    task: asyncio.Task[None]
    progress: float | None = None
    told: float | None = None


class Worker:
    """Runs up to ``slots`` jobs at once on the loop that calls ``run``; pixels are the engine's business.

    Args:
        listener: its wake-ups; the worker signs in over its connection after every connect.
        handlers: what to do, by job type; an unknown type fails for good with a clear sentence.
        drain: stop by itself once no job waits or runs any more.
        on_request: claim nothing but what ``handle_due`` asks for.
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
        heartbeat_s: float = HEARTBEAT_S,
        on_finished: Callable[[ClaimedJob], None] | None = None,
    ) -> None:
        self.id: Final[UUID] = uuid4()
        self._jobs = jobs
        self._workers = workers
        self._listener = listener
        self._wake = wake
        self._handlers = handlers
        self._name = name
        self._kind = kind
        self._slots = slots
        self._drain = drain
        self._on_request = on_request
        self._errands = Errands()
        self._heartbeat_s = heartbeat_s
        self._on_finished = on_finished
        self._held: dict[UUID, _Held] = {}
        self._stopping = False
        self._is_giving_back = False
        self._looked_after_others_at = -math.inf
        self._pulse_now = asyncio.Event()
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
                await asyncio.wait_for(errand.over.wait(), timeout_s)
        finally:
            self._errands.remove(errand)
        if errand.error is not None and not errand.ended:
            raise errand.error
        return errand

    async def handle(self, job: ClaimedJob) -> None:
        """Work on a job that was claimed for this worker by its id, and wait until it has ended or was given back."""
        self._start(job)
        held = self._held[job.id]
        await asyncio.wait({held.task})

    async def run(self) -> None:
        """Work until stopped (or drained), then give back what is unfinished and sign off."""
        self._listener.on_connected = self._register
        background = [
            asyncio.create_task(self._listener.run(), name="worker listener"),
            asyncio.create_task(self._keep_leases(), name="worker heartbeat"),
        ]
        try:
            await self._until_registered(background)
            while not self._stopping:
                for task in background:
                    if task.done():
                        task.result()  # a defect: let it out instead of working on without leases
                self._wake.clear()
                await self._sleep(await _to_its_end(self._take_work()))
        finally:
            await self._give_back()
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
                await asyncio.wait_for(self._registered.wait(), 0.2)
            for task in background:
                if task.done():
                    task.result()

    # -- taking work ---------------------------------------------------------------------------------------

    async def _take_work(self) -> float:
        """Fill the free slots; how many seconds to sleep unless woken."""
        free = self._free
        if free <= 0:
            return _POLL_LIVE_S
        try:
            await self._look_after_others()
            claimed = await self._jobs.claim(self.id, free)
            for job in claimed:
                self._start(job)
            if len(claimed) == free:
                return _POLL_LIVE_S
            # the queue is empty for now, so there is time to look after others' jobs
            if await self._jobs.rescue():
                return 0.0
            self._errands.nothing_due()
            outlook = await self._jobs.outlook(self.id)
            if self._drain and not self._held and await self._jobs.unfinished() == 0:
                self._stopping = True
                return 0.0
        except OfflineError as error:
            log.info("worker: %s", error)
            self._errands.fail(error)
            return 1.0
        return self._pause(outlook)

    @property
    def _free(self) -> int:
        """How many jobs may be claimed now."""
        free = self._slots - len(self._held)
        return min(free, self._errands.wants) if self._on_request else free

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

    async def _look_after_others(self) -> None:
        """However long the queue is: the jobs of workers that died are older than it, and come first."""
        if time.monotonic() - self._looked_after_others_at >= _LOOK_AFTER_OTHERS_S:
            self._looked_after_others_at = time.monotonic()
            await self._jobs.rescue()

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0 or self._stopping:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    def _start(self, job: ClaimedJob) -> None:
        task = asyncio.create_task(self._work_on(job), name=f"job {job.id}")
        self._held[job.id] = _Held(job, task)
        self._errands.begin(job)

    # -- one job -------------------------------------------------------------------------------------------

    async def _work_on(self, job: ClaimedJob) -> None:
        started = time.monotonic()
        try:
            hand_in = await self._handle(job)
            taken = await self._report(hand_in)
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
            held = self._held.get(job.id)
            if held is not None and held.task is asyncio.current_task() and not self._is_giving_back:
                del self._held[job.id]
                self._errands.end(job)
                self._wake.set()
                if self._on_finished is not None:
                    self._on_finished(job)

    async def _handle(self, job: ClaimedJob) -> HandIn:
        """Run the handler; an error becomes the report of that error."""
        try:
            handler = self._handlers.get(job.job_type)
            if handler is None:
                return self._failing(
                    job, f'This version does not know jobs of type "{job.job_type[:60]}".', retryable=False
                )
            return await handler(job, lambda done: self._note_progress(job.id, done))
        except KnownError as error:
            log.info("job %s: %s (%s)", job.id, error, error.code)
            return self._failing(
                job, str(error), retryable=error.retryable, retry_after_s=error.retry_after_s
            )
        except Exception as error:
            log.exception("job %s failed with a bug", job.id)
            text = f"Something went wrong inside Packdesk ({type(error).__name__}). The log has the details."
            return self._failing(job, text, retryable=True, trace=traceback.format_exc())

    def _failing(
        self,
        job: ClaimedJob,
        error: str,
        *,
        retryable: bool,
        retry_after_s: float | None = None,
        trace: str | None = None,
    ) -> HandIn:
        async def hand_in() -> bool:
            outcome = await self._jobs.fail(
                job, error, retryable=retryable, retry_after_s=retry_after_s, traceback=trace
            )
            return outcome != "stale"

        return hand_in

    async def _report(self, hand_in: Callable[[], Awaitable[bool]]) -> bool:
        """Hand in, again and again while the server is away; the lease decides whether it still counts."""
        for pause in _HAND_IN_TRIES_S:
            try:
                return await hand_in()
            except OfflineError as error:
                log.info("handing in: %s", error)
                await asyncio.sleep(pause)
        return await hand_in()

    # -- leases --------------------------------------------------------------------------------------------

    def _note_progress(self, job: UUID, done: float) -> None:
        held = self._held.get(job)
        if held is not None:
            held.progress = min(max(done, 0.0), 1.0)
            self._pulse_now.set()

    async def _keep_leases(self) -> None:
        """Renew all leases in time; sooner when there is progress to tell, but at most twice a second."""
        last = time.monotonic()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    self._pulse_now.wait(), max(0.01, self._heartbeat_s - (time.monotonic() - last))
                )
            self._pulse_now.clear()
            is_due = time.monotonic() - last >= self._heartbeat_s
            news = [h for h in self._held.values() if h.progress != h.told]
            if is_due or news:
                # the lease is renewed with it: whoever tells progress is alive
                await self._pulse(list(self._held.values()))
                last = time.monotonic()
                await asyncio.sleep(_PROGRESS_S)

    async def _pulse(self, held: list[_Held]) -> None:
        try:
            pulses = await self._jobs.heartbeat(
                self.id, [h.job for h in held], [h.progress if h.progress != h.told else None for h in held]
            )
        except KnownError as error:
            log.info("heartbeat: %s", error)
            return
        ours = {pulse.job_id: pulse.held for pulse in pulses}
        for h in held:
            h.told = h.progress
            if not ours.get(h.job.id, False) and self._held.get(h.job.id) is h:
                log.info("job %s was cancelled or given to another worker", h.job.id)
                h.task.cancel()

    # -- stopping ------------------------------------------------------------------------------------------

    async def _give_back(self) -> None:
        """Stop the tasks, release their jobs without using up an attempt, and sign off."""
        self._is_giving_back = True
        self._errands.fail(OfflineError("This worker is stopping. Ask again in a moment."))
        held = list(self._held.values())
        for h in held:
            h.task.cancel()
        await asyncio.gather(*(h.task for h in held), return_exceptions=True)
        # a server that doesn't answer must not keep anybody from stopping: there the leases run out
        with suppress(KnownError, TimeoutError):
            is_offline = self._listener.mode is Mode.OFFLINE
            async with asyncio.timeout(_GOOD_BYE_OFFLINE_S if is_offline else _GOOD_BYE_S):
                if held:
                    released = await self._jobs.release([h.job for h in held])
                    log.info("gave %d unfinished jobs back", released)
                await self._workers.sign_off(self.id)


async def _to_its_end(work: Coroutine[Any, Any, float]) -> float:
    """Also when cancelled meanwhile: a claim that the server has made already must come home to be given back."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=_GOOD_BYE_OFFLINE_S)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
