"""A live list as the window uses it: asked on the main thread, kept true on the engine's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine, Hashable

    from desktop.core.lists import Filters, Sort
    from desktop.data.changes import Change
    from desktop.engine import EngineBackend
    from desktop.services.live import LiveList
    from desktop.workspace import Workspace


class Feed:
    """Implements ``desktop.ui.backend.ListFeed``: answers go where ``make`` has its list tell them.

    Args:
        backend: whose thread the list lives on.
        make: makes the list, on that thread, when it is first asked.
        fail: told on the main thread what could not be asked.
    """

    def __init__(
        self,
        backend: EngineBackend,
        make: Callable[[Workspace], LiveList[Any]],
        fail: Callable[[Exception], None],
    ) -> None:
        self._backend = backend
        self._make = make
        self._fail = fail
        self._live: LiveList[Any] | None = None
        self._asked: set[asyncio.Future[None]] = set()

    def ask(self, filters: Filters, sort: Sort, generation: int) -> None:
        """Ask a new question."""
        self._run(self._ask(filters, sort, generation))

    def more(self) -> None:
        """Load the next page."""
        self._run(self._more())

    def trim(self, last: tuple[Any, Any], gone: tuple[Hashable, ...], generation: int) -> None:
        """Follow the rows ``gone`` no longer."""
        self._run(self._trim(last, gone, generation))

    def close(self) -> None:
        """Stop following."""
        self._run(self.end())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asked = self._backend.call(work)
        self._asked.add(asked)
        asked.add_done_callback(self._answered)

    def _answered(self, asked: asyncio.Future[None]) -> None:
        self._asked.discard(asked)
        error = None if asked.cancelled() else asked.exception()
        if isinstance(error, Exception):
            self._fail(error)

    def _hear(self, change: Change | None) -> None:
        if self._live is not None:
            if change is None:
                self._live.resync()
            else:
                self._live.on_change(change)

    async def _ask(self, filters: Filters, sort: Sort, generation: int) -> None:
        if self._live is None:
            self._live = self._make(self._backend.workspace_of())
            self._backend.add_listener(self._hear)
            self._backend.add_feed(self)
        await self._live.open(filters, sort, generation)

    async def _more(self) -> None:
        if self._live is not None:
            await self._live.more()

    async def _trim(self, last: tuple[Any, Any], gone: tuple[Hashable, ...], generation: int) -> None:
        if self._live is not None:
            await self._live.trim(last, gone, generation)

    async def end(self) -> None:
        """Follow nothing any more, until somebody asks again; only on the engine thread."""
        self._backend.remove_listener(self._hear)
        self._backend.remove_feed(self)
        if self._live is not None:
            await self._live.close()
            self._live = None
