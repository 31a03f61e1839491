"""Live lists: what a list shows, kept true while the database changes.

Change notices say where to look. They are gathered for a moment and then looked up together, so that a storm costs
one query per moment; what comes of it goes up as one piece of news.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from desktop.core.errors import KnownError
from desktop.core.lists import PAGE_ROWS, Entry, Filters, ListNews, PageRequest, Sort
from desktop.core.records import JobRow, ProjectRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.data.changes import Change
    from desktop.data.lists import ListRepo

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=ProjectRow | JobRow)

GATHER_S: Final = 0.06
"""How long notices are gathered: unfelt by people, and a storm of thousands costs some sixteen queries a second."""

_MOST_IDS: Final = 500
_COUNT_EVERY_S: Final = 2.0


class LiveList(Generic[Row]):
    """One list on the engine's loop. ``open`` asks the question, ``more`` goes on, notices keep the answer true.

    Args:
        repo: where the rows come from.
        tables: the tables whose notices name this list's rows.
        tell: called on the engine's loop with every piece of news.
        fail: called with an error that stopped the list from being kept up; the next notice tries again.
    """

    def __init__(
        self,
        repo: ListRepo[Row],
        *,
        tie: Callable[[Row], Any],
        tables: frozenset[str],
        tell: Callable[[ListNews[Row]], None],
        fail: Callable[[KnownError], None],
    ) -> None:
        self._repo = repo
        self._tie = tie
        self._tables = tables
        self._tell = tell
        self._fail = fail
        self._generation = 0
        self._request = PageRequest(Filters(), Sort("seq"))
        self._last: tuple[Any, Any] | None = None
        self._loaded = 0
        self._pending: set[str] = set()
        self._all_changed = False
        self._flush: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._counted_at = 0.0

    async def open(self, filters: Filters, sort: Sort, generation: int) -> None:
        """Ask a new question; the first page and the count go up as whole news of that generation."""
        async with self._one_at_a_time:
            self._generation = generation
            self._request = PageRequest(filters, sort)
            self._pending.clear()
            await self._load(PAGE_ROWS)

    async def more(self) -> None:
        """Load the next page."""
        async with self._one_at_a_time:
            if self._last is None:
                return
            request = PageRequest(self._request.filters, self._request.sort, self._last)
            entries = self._entries(await self._repo.page(request))
            self._note_end(entries)
            self._loaded += len(entries)
            self._tell(ListNews(self._generation, entries=entries, has_more=len(entries) == request.limit))

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
        self._wake_up()

    async def close(self) -> None:
        """Stop following."""
        if self._flush is not None:
            self._flush.cancel()
            await asyncio.gather(self._flush, return_exceptions=True)
            self._flush = None

    # -- how -----------------------------------------------------------------------------------------------

    def _wake_up(self) -> None:
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._look_up(), name="live list")

    async def _look_up(self) -> None:
        """Gather, look up, tell; again while more came in meanwhile."""
        try:
            while self._pending or self._all_changed:
                await asyncio.sleep(GATHER_S)
                async with self._one_at_a_time:
                    ids, self._pending = self._pending, set()
                    everything, self._all_changed = self._all_changed, False
                    try:
                        await (self._load(max(self._loaded, PAGE_ROWS)) if everything else self._bring(ids))
                    except KnownError:
                        # nothing is forgotten: the next look, after a reconnect at the latest, takes it all
                        self._all_changed = True
                        raise
        except KnownError as error:
            log.info("live list: %s", error)
            self._fail(error)

    async def _bring(self, ids: set[str]) -> None:
        found = self._entries(await self._repo.rows(list(ids), self._request))
        there = {str(entry.row.id) for entry in found}
        count = await self._count_now_and_then()
        self._tell(
            ListNews(
                self._generation, entries=found, gone=tuple(i for i in ids if i not in there), count=count
            )
        )

    async def _load(self, rows: int) -> None:
        """The first ``rows`` rows again, a page at a time, told as one whole."""
        entries: tuple[Entry[Row], ...] = ()
        after, has_more = None, True
        while has_more and len(entries) < rows:
            request = PageRequest(self._request.filters, self._request.sort, after)
            page = self._entries(await self._repo.page(request))
            entries += page
            has_more = len(page) == request.limit
            if page:
                after = (page[-1].value, page[-1].tie)
        self._last = after
        self._loaded = len(entries)
        count = await self._repo.count(self._request.filters)
        self._counted_at = asyncio.get_running_loop().time()
        self._tell(ListNews(self._generation, entries=entries, whole=True, has_more=has_more, count=count))

    async def _count_now_and_then(self) -> int | None:
        now = asyncio.get_running_loop().time()
        if now - self._counted_at < _COUNT_EVERY_S:
            return None
        self._counted_at = now
        return await self._repo.count(self._request.filters)

    def _note_end(self, entries: tuple[Entry[Row], ...]) -> None:
        if entries:
            self._last = (entries[-1].value, entries[-1].tie)

    def _entries(self, rows: list[tuple[Row, Any]]) -> tuple[Entry[Row], ...]:
        return tuple(Entry(row, value, self._tie(row)) for row, value in rows)


_TABLES: Final[Mapping[type, frozenset[str]]] = {
    ProjectRow: frozenset({"projects"}),
    JobRow: frozenset({"jobs"}),
}


def live_projects(
    repo: ListRepo[ProjectRow],
    tell: Callable[[ListNews[ProjectRow]], None],
    fail: Callable[[KnownError], None],
) -> LiveList[ProjectRow]:
    """The live list of projects."""
    return LiveList(repo, tie=lambda row: row.id, tables=_TABLES[ProjectRow], tell=tell, fail=fail)


def live_jobs(
    repo: ListRepo[JobRow], tell: Callable[[ListNews[JobRow]], None], fail: Callable[[KnownError], None]
) -> LiveList[JobRow]:
    """The live list of jobs."""
    return LiveList(repo, tie=lambda row: row.seq, tables=_TABLES[JobRow], tell=tell, fail=fail)
