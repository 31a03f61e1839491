"""What the window sees of the rest of the house: verbs to await, and news to be told. Built in ``desktop.app``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine, Hashable

    from desktop.core.lists import Filters, ListNews, Sort
    from desktop.core.records import JobRow, ProjectRow
    from desktop.services.catalog import Catalog

T = TypeVar("T")


class ListFeed(Protocol):
    """A live list on the engine thread, asked from the main thread; answers come as ``ListNews``."""

    def ask(self, filters: Filters, sort: Sort, generation: int) -> None:
        """Ask a new question."""
        ...

    def more(self) -> None:
        """Load the next page."""
        ...

    def trim(self, last: tuple[Any, Any], gone: tuple[Hashable, ...], generation: int) -> None:
        """Follow the rows ``gone`` no longer; ``last`` is sort value and tie-breaker of the last that stays."""
        ...

    def close(self) -> None:
        """Stop following."""
        ...


class Backend(Protocol):
    """The engine, as pages use it; all methods are called on the main thread and return at once."""

    @property
    def services(self) -> Catalog:
        """The verbs; each is a coroutine for ``call``."""
        ...

    def call(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        """Run a service's coroutine on the engine thread. Cancelling the future cancels it, down to the SQL."""
        ...

    def post(self, function: Callable[..., object], *args: object) -> None:
        """Call a function on the main thread, soon; for what a service tells while it is at work. Any thread."""
        ...

    def follow_projects(
        self, tell: Callable[[ListNews[ProjectRow]], None], fail: Callable[[Exception], None]
    ) -> ListFeed:
        """A live list of projects; ``tell`` and ``fail`` are called on the main thread."""
        ...

    def follow_jobs(
        self, tell: Callable[[ListNews[JobRow]], None], fail: Callable[[Exception], None]
    ) -> ListFeed:
        """A live list of jobs; ``tell`` and ``fail`` are called on the main thread."""
        ...

    def follow_changes(self, tables: frozenset[str], tell: Callable[[], None]) -> Callable[[], None]:
        """Be told that something in these tables changed, and after every reconnect.

        ``tell`` is called on the main thread, at most every 60 ms. Returns the function that ends it.
        """
        ...
