"""How the worker on this computer shares the window's connections: three are all that one program may hold.

The worker lives on its own thread and has no connection. What it asks of the database runs on the engine's thread;
that it is alive, and that there is work, is a matter of the engine's listening connection.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

from desktop.core.errors import OfflineError
from desktop.data.changes import WAKE_CHANNEL, Mode
from desktop.runtime import borrowed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from desktop.data.changes import Listener
    from desktop.runtime import LoopThread
    from desktop.worker.worker import Worker
    from desktop.workspace import Workspace

log = logging.getLogger(__name__)

_LISTEN: Final = f"listen {WAKE_CHANNEL}".encode()
_LEAVE: Final = f"unlisten {WAKE_CHANNEL}; select pg_advisory_unlock_all()".encode()
"""As one: the next worker may sign in right behind it."""

_AGAIN_S: Final = 1.0


class Lender(Protocol):
    """Who has the connections; see ``EngineBackend``."""

    @property
    def mode(self) -> Mode:
        """How fresh what it knows can be."""
        ...

    @property
    def listener(self) -> Listener | None:
        """The present one; only on the engine's thread."""
        ...

    def lend_ears(self, ears: SharedListener | None) -> None:
        """Tell these of every new connection and every wake-up; only on the engine's thread."""
        ...


class SharedListener:
    """The engine's listener as a worker on another thread hears it; made and run on the worker's loop."""

    def __init__(self, lender: Lender, engine: LoopThread, wake: asyncio.Event) -> None:
        self._lender = lender
        self._engine = engine
        self._wake = wake
        self._loop = asyncio.get_running_loop()
        self._is_new = asyncio.Event()
        self.on_connected: Callable[[], Awaitable[None]] | None = None

    @property
    def mode(self) -> Mode:
        """How the engine hears of news."""
        return self._lender.mode

    @property
    def is_live(self) -> bool:
        """Whether session locks hold and notices arrive."""
        return self.mode is Mode.LIVE

    async def run(self) -> None:
        """Sign in over every new connection of the engine's, until cancelled.

        Raises:
            KnownError: the server refuses it.
        """
        self._engine.post(self._lender.lend_ears, self)
        try:
            if self.mode is not Mode.OFFLINE:
                self._is_new.set()
            while True:
                await self._is_new.wait()
                self._is_new.clear()
                try:
                    if self.on_connected is not None:
                        await self.on_connected()
                except OfflineError as error:
                    # gone again, and its successor will be told of; unless this was a passing trouble
                    log.info("signing in: %s", error)
                    await asyncio.sleep(_AGAIN_S)
                    if self.mode is not Mode.OFFLINE:
                        self._is_new.set()
                self._wake.set()
        finally:
            self._engine.post(self._leave)

    # -- on the engine's thread ----------------------------------------------------------------------------

    def hear_connected(self) -> None:
        """There is a new connection."""
        self._tell(self._is_new.set)

    def hear_wake(self) -> None:
        """There is work."""
        self._tell(self._wake.set)

    async def execute(self, statement: bytes, params: Any = None) -> None:
        """Run a statement on the listening connection, which hears of work from now on, too."""
        listener = self._lender.listener
        if listener is None:
            raise OfflineError("The server can't be reached at the moment.")
        if listener.is_live:
            await listener.errand(_LISTEN)
        await listener.errand(statement, params)

    def _leave(self) -> None:
        self._lender.lend_ears(None)
        listener = self._lender.listener
        if listener is not None and listener.is_live:
            task = asyncio.get_running_loop().create_task(_give_back(listener), name="ears given back")
            task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _tell(self, what: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            with suppress(RuntimeError):  # closed in this very moment
                self._loop.call_soon_threadsafe(what)


async def _give_back(listener: Listener) -> None:
    with suppress(OfflineError):
        await listener.errand(_LEAVE)


def sharing_worker(workspace: Workspace, lender: Lender, engine: LoopThread, *, slots: int) -> Worker:
    """A worker for the thread this is called on, which uses the engine's connections."""
    wake = asyncio.Event()
    ears = SharedListener(lender, engine, wake)
    return workspace.worker(
        slots=slots, kind="app", ears=ears, wake=wake, borrow=lambda there: borrowed(there, engine)
    )
