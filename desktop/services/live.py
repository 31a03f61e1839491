"""Live lists: what a list shows, kept true while the database changes.

Change notices say where to look. They are gathered for a moment and then looked up together, so that a storm costs
one query per moment; what comes of it goes up as one piece of news.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from desktop.core.lists import MAX_COUNT, PAGE_ROWS, Entry, Filters, ListNews, PageRequest, Sort
from desktop.core.records import JobRow, ProjectRow

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from desktop.data.changes import Change
    from desktop.data.lists import ListRepo

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=ProjectRow | JobRow)

GATHER_S: Final = 0.06
"""How long notices are gathered: unfelt by people."""

_STORM_GATHER_S: Final = 0.12
"""In a storm: every look may make the window paint all rows in sight, and eight times a second is soon enough."""

_STORM_IDS: Final = 16
"""So many rows named within one gathering are a storm."""

_MOST_IDS: Final = 500
_RELOAD_ROWS: Final = 1000
_COUNT_EVERY_S: Final = 2.0
_REST: Final = 5
"""After an expensive look there is a rest of so many times what it took."""


class LiveList(Generic[Row]):
    """One list on the engine's loop. ``open`` asks the question, ``more`` goes on, notices keep the answer true.

    Rows beyond the last page that was loaded are not told of: they come with their page.

    Args:
        repo: where the rows come from.
        tie: a row's tie-breaker.
        tables: the tables whose notices name this list's rows.
        tell: called on the engine's loop with every piece of news.
        fail: called with an error that stopped the list from being kept up; the next notice or ``resync`` tries again.
    """

    def __init__(
        self,
        repo: ListRepo[Row],
        *,
        tie: Callable[[Row], Any],
        tables: frozenset[str],
        tell: Callable[[ListNews[Row]], None],
        fail: Callable[[Exception], None],
    ) -> None:
        self._repo = repo
        self._tie = tie
        self._tables = tables
        self._tell = tell
        self._fail = fail
        self._generation = 0
        self._request = PageRequest(Filters(), Sort("seq"))
        self._last: tuple[Any, Any] | None = None
        self._has_more = False
        self._loaded: set[str] = set()
        self._pending: set[str] = set()
        self._all_changed = False
        self._count_is_old = False
        self._count_at = 0.0
        self._reload_at = 0.0
        self._gather_s = GATHER_S
        self._news = asyncio.Event()
        self._flush: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def open(self, filters: Filters, sort: Sort, generation: int) -> None:
        """Ask a new question; the first page goes up as whole news of that generation, the count soon after."""
        async with self._one_at_a_time:
            self._generation = generation
            self._request = PageRequest(filters, sort)
            self._last, self._has_more, self._loaded = None, False, set()
            self._pending.clear()
            self._all_changed = False
            try:
                await self._load(PAGE_ROWS)
            except BaseException:
                self._all_changed = True  # the next notice, after a reconnect at the latest, answers it
                raise
        # counting may take longer than finding: neither rows nor the next page wait for it
        if self._count_is_old:
            count = await self._count()
            if generation == self._generation:
                self._tell(ListNews(generation, count=count))

    async def more(self) -> None:
        """Load the next page."""
        async with self._one_at_a_time:
            if self._last is None:
                # the question isn't answered yet; who waits must not wait for ever
                self._tell(ListNews(self._generation, has_more=self._has_more))
                return
            request = PageRequest(self._request.filters, self._request.sort, self._last)
            entries = self._entries(await self._repo.page(request))
            self._note_end(entries, has_more=len(entries) == request.limit)
            self._loaded.update(str(entry.row.id) for entry in entries)
            self._tell(
                ListNews(
                    self._generation, entries=entries, has_more=self._has_more, count=self._count_of_all()
                )
            )

    async def trim(self, last: tuple[Any, Any], gone: tuple[Hashable, ...], generation: int) -> None:
        """Follow the rows ``gone`` no longer; ``last`` is sort value and tie-breaker of the last that stays.

        They come again with their page.
        """
        async with self._one_at_a_time:
            if generation == self._generation and self._last is not None:
                self._last, self._has_more = last, True
                self._loaded.difference_update(str(key) for key in gone)
                self._tell(ListNews(generation, gone=gone, has_more=True))

    def on_change(self, change: Change) -> None:
        """Take in a notice, on the engine's loop."""
        if change.table not in self._tables:
            return
        if change.ids is None:
            self._all_changed = True
        else:
            self._pending.update(change.ids)
            self._all_changed = self._all_changed or len(self._pending) > _MOST_IDS
        self._wake_up()

    def resync(self) -> None:
        """Read everything that is loaded again: after a reconnect, and regularly where notices don't arrive."""
        self._all_changed = True
        self._reload_at = 0.0
        self._wake_up()

    async def close(self) -> None:
        """Stop following."""
        if self._flush is not None:
            self._flush.cancel()
            await asyncio.gather(self._flush, return_exceptions=True)
            self._flush = None

    # -- how -----------------------------------------------------------------------------------------------

    def _wake_up(self) -> None:
        self._news.set()
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._keep_up(), name="live list")

    async def _keep_up(self) -> None:
        """Gather, look up, tell; again while more came in meanwhile or the count is still owed."""
        try:
            while self._pending or self._all_changed or self._count_is_old:
                await self._gather()
                async with self._one_at_a_time:
                    await self._look_up()
        except Exception as error:  # noqa: BLE001  # told, not lost: nobody awaits this task
            log.info("live list: %s", error)
            self._fail(error)

    async def _gather(self) -> None:
        """Wait for what else comes at the same time, or until a rest is over."""
        await asyncio.sleep(self._gather_s)
        while True:
            rest_s = (
                0.0 if self._pending else (self._reload_at if self._all_changed else self._count_at) - _now()
            )
            if rest_s <= 0:
                return
            self._news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(rest_s):
                    await self._news.wait()

    async def _look_up(self) -> None:
        ids, self._pending = self._pending, set()
        self._gather_s = _STORM_GATHER_S if len(ids) > _STORM_IDS else GATHER_S
        everything = self._all_changed and (_now() >= self._reload_at or len(ids) > _MOST_IDS)
        try:
            if everything:
                self._all_changed = False
                await self._load(max(len(self._loaded), PAGE_ROWS))
            elif ids:
                await self._bring(ids)
            elif self._count_is_old:
                self._tell(ListNews(self._generation, count=await self._count()))
        except BaseException:
            # nothing is forgotten: the next look takes it all
            self._all_changed = True
            raise

    async def _bring(self, ids: set[str]) -> None:
        # rows behind the last page that was loaded come with their own page
        until = self._last if self._has_more else None
        here = self._entries(await self._repo.rows(list(ids), self._request, until=until))
        there = {str(entry.row.id) for entry in here}
        gone = (ids & self._loaded) - there
        self._loaded = (self._loaded - gone) | there
        # who has all rows knows how many there are; asking takes a query, and a rest
        count = self._count_of_all()
        self._count_is_old = count is None
        if count is None and _now() >= self._count_at:
            count = await self._count()
        if here or gone or count is not None:
            self._tell(ListNews(self._generation, entries=here, gone=tuple(gone), count=count))

    async def _load(self, rows: int) -> None:
        """The first ``rows`` rows again, told as one whole."""
        began = _now()
        entries: list[Entry[Row]] = []
        after, has_more = None, True
        while has_more and len(entries) < rows:
            limit = PAGE_ROWS if rows <= PAGE_ROWS else _RELOAD_ROWS
            request = PageRequest(self._request.filters, self._request.sort, after, limit)
            page = self._entries(await self._repo.page(request))
            entries += page
            has_more = len(page) == limit
            if page:
                after = (page[-1].value, page[-1].tie)
        self._last = None
        self._note_end(tuple(entries), has_more=has_more)
        self._loaded = {str(entry.row.id) for entry in entries}
        self._reload_at = _now() + _REST * (_now() - began)
        self._count_is_old, self._count_at = has_more, 0.0
        self._tell(
            ListNews(
                self._generation,
                entries=tuple(entries),
                whole=True,
                has_more=has_more,
                count=self._count_of_all(),
            )
        )

    def _count_of_all(self) -> int | None:
        """How many rows there are, where all of them are loaded; None where only the database knows."""
        return None if self._has_more else min(len(self._loaded), MAX_COUNT + 1)

    async def _count(self) -> int:
        began = _now()
        self._count_is_old = False
        count = await self._repo.count(self._request.filters)
        self._count_at = _now() + max(_COUNT_EVERY_S, 4 * _REST * (_now() - began))
        return count

    def _note_end(self, entries: tuple[Entry[Row], ...], *, has_more: bool) -> None:
        self._has_more = has_more
        if entries:
            self._last = (entries[-1].value, entries[-1].tie)

    def _entries(self, rows: list[tuple[Row, Any]]) -> tuple[Entry[Row], ...]:
        return tuple(Entry(row, value, self._tie(row)) for row, value in rows)


def _now() -> float:
    return asyncio.get_running_loop().time()


_TABLES: Final[Mapping[type, frozenset[str]]] = {
    ProjectRow: frozenset({"projects"}),
    JobRow: frozenset({"jobs"}),
}


def live_projects(
    repo: ListRepo[ProjectRow],
    tell: Callable[[ListNews[ProjectRow]], None],
    fail: Callable[[Exception], None],
) -> LiveList[ProjectRow]:
    """The live list of projects."""
    return LiveList(repo, tie=lambda row: row.id, tables=_TABLES[ProjectRow], tell=tell, fail=fail)


def live_jobs(
    repo: ListRepo[JobRow], tell: Callable[[ListNews[JobRow]], None], fail: Callable[[Exception], None]
) -> LiveList[JobRow]:
    """The live list of jobs."""
    return LiveList(repo, tie=lambda row: row.seq, tables=_TABLES[JobRow], tell=tell, fail=fail)
