"""What a list is asked for: what to show, in which order, from where on. Plain values, compared to be known again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

PAGE_ROWS: Final = 200
"""Rows a page: decoding more at once would be felt as a stall."""

MAX_COUNT: Final = 10_000
"""Counts are exact up to here; beyond, "10,000+" is as good and costs nothing."""


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column a list is sorted, and which way round."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows: every condition must hold, and of each tuple any member; empty means no condition.

    ``words`` must all occur in the row's texts; ``min_age_s`` is seconds since it was created.
    """

    words: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    workers: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    min_age_s: float | None = None
    max_age_s: float | None = None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page: ``after`` is the sort value and tie-breaker of the last row that is there already."""

    filters: Filters
    sort: Sort
    after: tuple[Any, Any] | None = None
    limit: int = PAGE_ROWS


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Entry(Generic[Row]):
    """A row with the value its list is sorted by and its tie-breaker."""

    row: Row
    value: Any
    tie: Any

    @property
    def version(self) -> int:
        """The row's."""
        version: int = getattr(self.row, "version")  # noqa: B009  # rows are of several unrelated types
        return version


@dataclass(frozen=True, slots=True)
class ListNews(Generic[Row]):
    """What is new in a list, on its way up to the screen.

    ``generation`` names the question it answers: news of an earlier question is dropped. ``whole`` says that
    ``entries`` are all rows loaded so far and nothing else is; otherwise they are rows to bring in, and ``gone`` the
    ids to take out. ``has_more`` and ``count`` are None when they are as before.
    """

    generation: int
    entries: tuple[Entry[Row], ...] = ()
    gone: tuple[Hashable, ...] = ()
    whole: bool = False
    has_more: bool | None = None
    count: int | None = None
