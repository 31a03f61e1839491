"""This computer processes: a worker on its own thread, restarted when it dies, resting when it would disturb."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from desktop import power
from desktop.core.errors import BugError, KnownError
from desktop.runtime import LoopThread
from desktop.workspace import default_slots

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from desktop.engine import EngineBackend
    from desktop.worker.worker import Worker

log = logging.getLogger(__name__)

IDLE_AFTER_S: Final = 120.0
"""A computer counts as idle when nobody touched it for two minutes."""

_LOOK_S: Final = 5.0
_THREAD_S: Final = 3.0
_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 60.0
_STABLE_AFTER_S: Final = 120.0


class WorkerDiedError(BugError):
    """The thread that processes ended by itself."""


class State(StrEnum):
    """What this computer does about jobs."""

    OFF = "off"
    WORKING = "working"
    IN_USE = "in-use"
    """Rests while somebody works at this computer."""
    ON_BATTERY = "on-battery"
    """Rests until it is on mains power again."""
    RESTARTING = "restarting"
    """Died, and begins again in a moment."""
    REFUSED = "refused"
    """The database doesn't let it process; switching it on again tries anew."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When and how much this computer processes; ``slots`` 0 is as many as suit it."""

    slots: int = 0
    only_when_idle: bool = False
    only_on_mains: bool = False


class EmbeddedWorker:
    """Keeps one worker going while it is wanted and the rules allow; used on the main thread.

    Args:
        backend: whose database and image engine it uses.
        on_change: told of every new state.
        on_error: told why it died or was refused.
    """

    def __init__(
        self,
        backend: EngineBackend,
        *,
        on_change: Callable[[State], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        self._backend = backend
        self._on_change = on_change
        self._on_error = on_error
        self._rules = Rules()
        self._is_wanted = False
        self._state = State.OFF
        self._thread = LoopThread("worker", on_error=lambda error: backend.post(on_error, error))
        self._worker: Worker | None = None
        self._is_told_to_stop = False
        self._run: asyncio.Future[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._look_again = asyncio.Event()
        self._failures = 0
        self._began_at = 0.0

    @property
    def state(self) -> State:
        """What it does now."""
        return self._state

    @property
    def is_wanted(self) -> bool:
        """Whether it is switched on, also while it rests."""
        return self._is_wanted

    @property
    def is_running(self) -> bool:
        """Whether a worker is at it."""
        return self._run is not None and not self._run.done()

    @property
    def busy(self) -> int:
        """How many jobs are in hand."""
        worker = self._worker
        return 0 if worker is None else worker.busy

    @property
    def worker_id(self) -> UUID | None:
        """As whom it signed in."""
        worker = self._worker
        return None if worker is None else worker.id

    def start(self, rules: Rules) -> None:
        """Process from now on, under these rules; new rules take effect at once."""
        restart = self._is_wanted and rules.slots != self._rules.slots and self.is_running
        self._rules = rules
        self._is_wanted = True
        self._failures = 0
        if self._state is State.REFUSED:
            self._tell(State.OFF)
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.get_running_loop().create_task(self._keep(), name="worker keeper")
        if restart:
            self._ask_to_stop()
        self._look_again.set()

    async def stop(self) -> None:
        """Give its jobs back and stop processing."""
        self._is_wanted = False
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        await self._rest()
        self._tell(State.OFF)

    async def close(self, timeout_s: float = 5.0) -> None:
        """Stop, and end the thread; jobs that can't be given back in time come back when their lease runs out."""
        try:
            await asyncio.wait_for(self.stop(), timeout_s)
        except TimeoutError:
            log.warning("closing: giving jobs back took longer than %.0f s", timeout_s)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.stop, _THREAD_S)

    async def suspend(self) -> None:
        """Give the jobs back because the computer goes to sleep; ``resume`` goes on."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        await self._rest()

    def resume(self) -> None:
        """Go on after sleep."""
        if self._is_wanted:
            self.start(self._rules)

    # -- keeping it going ----------------------------------------------------------------------------------

    async def _keep(self) -> None:
        """Start, rest, restart, until it isn't wanted any more."""
        while self._is_wanted:
            self._look_again.clear()
            reason = await asyncio.get_running_loop().run_in_executor(None, self._reason_to_rest)
            if reason is not None:
                await self._rest()
                self._tell(reason)
            elif not self.is_running:
                if not await self._begin():
                    return
                continue
            await self._wait()

    async def _wait(self) -> None:
        """Until there is something to look at; every few seconds at least, for rules and for a lost thread."""
        told = asyncio.ensure_future(self._look_again.wait())
        waits: set[asyncio.Future[Any]] = {told}
        if self._run is not None and not self._run.done():
            waits.add(self._run)
        try:
            await asyncio.wait(waits, timeout=_LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            told.cancel()
        if self._run is not None and not self._run.done() and not self._thread.is_running:
            self._run.cancel()  # the thread is gone, nobody will ever say how it ended

    async def _begin(self) -> bool:
        """Start a worker, after a pause when the last one died; False when there is no point."""
        error = self._how_it_ended()
        if error is not None:
            if time.monotonic() - self._began_at > _STABLE_AFTER_S:
                self._failures = 0
            self._failures += 1
            self._on_error(error)
            if isinstance(error, KnownError) and not error.retryable:
                self._is_wanted = False
                self._tell(State.REFUSED)
                return False
            self._tell(State.RESTARTING)
            await asyncio.sleep(min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2 ** (self._failures - 1)))
        if not self._thread.is_running:
            self._thread.start()
        self._began_at = time.monotonic()
        try:
            self._backend.services  # noqa: B018  # raises when the workspace has been closed under us
        except KnownError:
            return False
        slots = self._rules.slots or default_slots()
        self._is_told_to_stop = False
        self._run = self._thread.call(self._work(slots))
        self._tell(State.WORKING)
        return True

    def _how_it_ended(self) -> Exception | None:
        run, self._run = self._run, None
        if run is None:
            return None
        if run.cancelled():
            return WorkerDiedError("The thread that processes jobs ended unexpectedly.")
        error = run.exception()
        return error if isinstance(error, Exception) else None

    def _reason_to_rest(self) -> State | None:
        if self._rules.only_on_mains and power.is_on_mains() is False:
            return State.ON_BATTERY
        if self._rules.only_when_idle:
            idle_s = power.idle_s()
            # where nobody tells, the rule can't hold, and the settings say so
            if idle_s is not None and idle_s < IDLE_AFTER_S:
                return State.IN_USE
        return None

    async def _rest(self) -> None:
        run, self._run = self._run, None
        if run is not None and not run.done():
            self._ask_to_stop()
            await asyncio.wait([run])

    def _ask_to_stop(self) -> None:
        self._is_told_to_stop = True  # for a worker that is still on its way
        self._thread.post(self._stop_worker)

    def _tell(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self._on_change(state)

    # -- on the worker's thread ----------------------------------------------------------------------------

    def _stop_worker(self) -> None:
        if self._worker is not None:
            self._worker.stop()

    async def _work(self, slots: int) -> None:
        self._worker = self._backend.worker(slots=slots)
        try:
            if not self._is_told_to_stop:
                await self._worker.run()
        finally:
            self._worker = None
