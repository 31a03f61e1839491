"""The engine as the window uses it: an open workspace on a thread of its own.

This file knows threads and loops but no Qt: what comes up is posted to the main thread's loop.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Final, TypeVar

from desktop.core.elsewhere import HERE
from desktop.core.errors import KnownError, OfflineError
from desktop.data.changes import Change, Mode
from desktop.data.lists import job_list, project_list
from desktop.data.retention import prune
from desktop.data.strip import StripRepo
from desktop.feed import Feed
from desktop.imaging.studio import Studio
from desktop.runtime import LoopThread
from desktop.services.connections import check_open
from desktop.services.live import GATHER_S, live_jobs, live_projects
from desktop.sharing import sharing_worker
from desktop.workspace import copying, default_slots, open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from desktop.core.connection import Step
    from desktop.core.elsewhere import Elsewhere
    from desktop.core.lists import ListNews
    from desktop.core.records import JobRow, ProjectRow
    from desktop.core.strip import StripNews
    from desktop.data.changes import Listener
    from desktop.services.catalog import Catalog
    from desktop.services.copying import CopyProgress
    from desktop.sharing import SharedListener
    from desktop.worker.worker import Worker
    from desktop.workspace import Workspace

log = logging.getLogger(__name__)

T = TypeVar("T")

_THREAD_S: Final = 3.0
_POLL_S: Final = 2.0
"""How often everything shown is read again where notices don't arrive."""
_AGAIN_S: Final = 1.0
"""How soon it is after something could not be read."""


class EngineBackend:
    """Implements ``desktop.ui.backend.Backend``; made and used on the main thread.

    Args:
        main: the main thread's loop, to which news is posted.
        on_mode: told on the main thread when the connection's mode changes.
        on_error: told on the main thread of a defect on one of the threads.
    """

    def __init__(
        self,
        main: asyncio.AbstractEventLoop,
        *,
        on_mode: Callable[[Mode], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        self._main = main
        self._on_mode = on_mode
        self._on_error = on_error
        self._engine = LoopThread("engine", on_error=lambda error: self.post(on_error, error))
        self._stack: AsyncExitStack | None = None
        self._workspace: Workspace | None = None
        self._studio: Studio | None = None
        self._elsewhere = HERE
        self._listeners: list[Callable[[Change | None], None]] = []
        self._listener: Listener | None = None
        self._listening: asyncio.Task[None] | None = None
        self._ears: SharedListener | None = None
        self._again: asyncio.TimerHandle | None = None
        self._feeds: set[Feed] = set()
        self.mode = Mode.OFFLINE

    @property
    def services(self) -> Catalog:
        """The verbs of the open workspace.

        Raises:
            OfflineError: none is open yet.
        """
        if self._workspace is None:
            raise OfflineError("The database is not open yet. Try again in a moment.")
        return self._workspace.catalog

    @property
    def dsn(self) -> str:
        """Which database is open; may hold a secret."""
        if self._workspace is None:
            raise OfflineError("The database is not open yet. Try again in a moment.")
        return self._workspace.dsn

    @property
    def studio(self) -> Studio:
        """The image engine; it serves all threads."""
        if self._studio is None:
            self._studio = Studio(threads=default_slots(), works_ahead=True)
        return self._studio

    def post(self, function: Callable[..., object], *args: object) -> None:
        """Call a function on the main thread, soon."""
        if not self._main.is_closed():
            self._main.call_soon_threadsafe(function, *args)

    def call(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        """Run a coroutine on the engine thread; await it on the main thread."""
        return self._engine.call(work)

    def start(self) -> None:
        """Start the thread, so that ``call`` works before anything is open."""
        if not self._engine.is_running:
            self._engine.start()

    @property
    def elsewhere(self) -> Elsewhere:
        """What of the open workspace happens outside its database and this computer; holds secrets."""
        return self._elsewhere

    async def open(self, *, dsn: str | None, home: Path, elsewhere: Elsewhere = HERE) -> None:
        """Open a workspace and start listening.

        Raises:
            KnownError: in plain words; call again to try again.
        """
        self.start()
        self._elsewhere = elsewhere
        await self.call(self._open(dsn, home))

    def worker(self, *, slots: int) -> Worker:
        """A worker for the thread this is called on; it shares the engine's connections.

        Raises:
            OfflineError: no database is open.
        """
        if self._workspace is None:
            raise OfflineError("The database is not open yet. Try again in a moment.")
        return sharing_worker(self._workspace, self, self._engine, slots=slots)

    def reconnect(self) -> None:
        """Give up the listening connection and make a new one: after sleep the old one may only look alive."""
        if self._engine.is_running:
            self._engine.post(self._restart_listener)

    async def check(self, on_step: Callable[[Step, str], None]) -> None:
        """Go through everything that is needed of the open database; ``on_step`` hears of it on the engine thread.

        Raises:
            KnownError: why the step after the last one told failed.
        """
        await self.call(self._check(on_step))

    async def copy_here(self, home: Path, on_progress: Callable[[CopyProgress], None]) -> CopyProgress:
        """Copy the private database's projects to the one that is open; ``on_progress`` on the main thread.

        Raises:
            KnownError: why it ended early; what was copied stays.
        """
        return await self.call(self._copy_here(home, on_progress))

    async def tidy_images(self) -> int:
        """Remove what broken uploads and deleted projects have left outside the database; how many objects."""
        stores = self.services.image_stores
        return await self.call(stores.clean_up()) if stores.has_away else 0

    async def prune(self, days: int) -> int:
        """Delete jobs finished so many days ago; how many."""
        return await self.call(self._prune(days))

    async def look_at_queue(self, *, worker: UUID | None, since: datetime | None) -> StripNews:
        """What the status strip says; see ``StripRepo.look``."""
        return await self.call(self._look_at_queue(worker, since))

    async def close(self, timeout_s: float = 12.0) -> None:
        """Close everything and end the thread; a private server nobody else uses stops.

        What isn't closed in time, because the network is dead, is left to itself.
        """
        if self._engine.is_running:
            try:
                await asyncio.wait_for(self.call(self._close()), timeout_s)
            except TimeoutError:
                log.warning("closing: the database took longer than %.0f s", timeout_s)
            except Exception:
                log.exception("closing the workspace")
            await asyncio.get_running_loop().run_in_executor(None, self._engine.stop, _THREAD_S)

    def follow_projects(
        self, tell: Callable[[ListNews[ProjectRow]], None], fail: Callable[[Exception], None]
    ) -> Feed:
        """A live list of projects."""
        return Feed(
            self,
            lambda w: live_projects(
                project_list(w.database), lambda n: self.post(tell, n), lambda e: self.post(fail, e)
            ),
            fail,
        )

    def follow_jobs(
        self, tell: Callable[[ListNews[JobRow]], None], fail: Callable[[Exception], None]
    ) -> Feed:
        """A live list of jobs."""
        return Feed(
            self,
            lambda w: live_jobs(
                job_list(w.database), lambda n: self.post(tell, n), lambda e: self.post(fail, e)
            ),
            fail,
        )

    def follow_changes(self, tables: frozenset[str], tell: Callable[[], None]) -> Callable[[], None]:
        """Be told that something in these tables changed, gathered for 60 ms, and after every reconnect."""
        is_told = True

        def gathered() -> None:
            nonlocal is_told
            is_told = True
            self.post(tell)

        def hear(change: Change | None) -> None:
            nonlocal is_told
            if is_told and (change is None or change.table in tables):
                is_told = False
                asyncio.get_running_loop().call_later(GATHER_S, gathered)

        self._listeners.append(hear)  # also before the engine runs; a list takes that from any thread
        return lambda: self.remove_listener(hear)

    # -- on the engine thread ------------------------------------------------------------------------------

    async def _open(self, dsn: str | None, home: Path) -> None:
        await self._close_workspace()
        stack = AsyncExitStack()
        try:
            workspace = await stack.enter_async_context(
                open_workspace(dsn=dsn, home=home, engine=self.studio, elsewhere=self._elsewhere)
            )
            workspace.database.on_broken = self._hear_broken
            stack.push_async_callback(self._end_listener)
            self._begin_to_listen(workspace)
            poll = asyncio.create_task(self._poll(), name="poll")
            stack.push_async_callback(_end, poll)
        except BaseException:
            await stack.aclose()
            raise
        self._stack, self._workspace = stack, workspace

    async def _check(self, on_step: Callable[[Step, str], None]) -> None:
        workspace = self.workspace_of()
        if self._listener is None:
            raise OfflineError("The server can't be reached at the moment.")
        await check_open(workspace.dsn, workspace.database, self._listener, on_step)

    async def _copy_here(self, home: Path, on_progress: Callable[[CopyProgress], None]) -> CopyProgress:
        there = self.workspace_of()
        async with open_workspace(home=home, engine=self.studio) as here:
            return await copying(here, there).copy_all(lambda progress: self.post(on_progress, progress))

    async def _prune(self, days: int) -> int:
        return await prune(self.workspace_of().database, days)

    async def _look_at_queue(self, worker: UUID | None, since: datetime | None) -> StripNews:
        return await StripRepo(self.workspace_of().database).look(worker=worker, since=since)

    def _begin_to_listen(self, workspace: Workspace) -> None:
        self._listener = workspace.listener(on_change=self._hear, on_mode=self._hear_mode)
        self._listener.on_wake = self._hear_wake
        self._listening = asyncio.create_task(self._listen(self._listener.run()), name="listener")

    def _restart_listener(self) -> None:
        before, workspace = self._listening, self._workspace
        if workspace is None:
            return
        if before is not None:
            before.cancel()
        if self.mode is not Mode.OFFLINE:
            self._hear_mode(Mode.OFFLINE)
        self._begin_to_listen(workspace)

    async def _end_listener(self) -> None:
        if self._listening is not None:
            await _end(self._listening)
            self._listening = self._listener = None

    async def _listen(self, run: Coroutine[Any, Any, None]) -> None:
        try:
            await run
        except KnownError as error:
            log.warning("listener: %s", error)
            self._hear_mode(Mode.OFFLINE)
            self.post(self._on_error, error)

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(_POLL_S)
            if self.mode is Mode.POLLING:
                self._hear(None)

    def _hear(self, change: Change | None) -> None:
        for listener in list(self._listeners):
            listener(change)

    def _hear_broken(self) -> None:
        """Something could not be read: soon everything is read again that anybody looks at.

        A connection of the pool may break while the listener's holds. Then no reconnect has everything read again,
        and where nothing changes any more, no notice does.
        """
        if self._again is None:
            self._again = asyncio.get_running_loop().call_later(_AGAIN_S, self._hear_again)

    def _hear_again(self) -> None:
        self._again = None
        if self._workspace is not None and self.mode is not Mode.OFFLINE:
            self._hear(None)

    def _hear_mode(self, mode: Mode) -> None:
        self.mode = mode
        if mode is not Mode.OFFLINE:
            self._hear(None)  # LISTEN has no replay: read everything again
            if self._ears is not None:
                self._ears.hear_connected()
        elif self._workspace is not None:
            self._workspace.database.cut_silent()
        self.post(self._on_mode, mode)

    def _hear_wake(self) -> None:
        if self._ears is not None:
            self._ears.hear_wake()

    async def _close_workspace(self) -> None:
        # first of all those who would go on asking a closed database
        for feed in list(self._feeds):
            await feed.end()
        stack, self._stack, self._workspace = self._stack, None, None
        if stack is not None:
            await stack.aclose()

    async def _close(self) -> None:
        await self._close_workspace()
        if self._studio is not None:
            await self._studio.close()
            self._studio = None

    # the worker's half on this thread

    @property
    def listener(self) -> Listener | None:
        """The present one; only on the engine thread."""
        return self._listener

    def lend_ears(self, ears: SharedListener | None) -> None:
        """Tell these of every new connection and every wake-up; only on the engine thread."""
        self._ears = ears

    # a feed's half on this thread

    def workspace_of(self) -> Workspace:
        """The open workspace; only on the engine thread."""
        if self._workspace is None:
            raise OfflineError("The database is not open yet. Try again in a moment.")
        return self._workspace

    def add_feed(self, feed: Feed) -> None:
        """Know a feed that is to end with the workspace; only on the engine thread."""
        self._feeds.add(feed)

    def remove_feed(self, feed: Feed) -> None:
        """Forget one that has ended; only on the engine thread."""
        self._feeds.discard(feed)

    def add_listener(self, hear: Callable[[Change | None], None]) -> None:
        """Hear every change, on the engine thread."""
        self._listeners.append(hear)

    def remove_listener(self, hear: Callable[[Change | None], None]) -> None:
        """Hear no more."""
        if hear in self._listeners:
            self._listeners.remove(hear)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
