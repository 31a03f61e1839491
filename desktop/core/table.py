"""The live table: rows in order, changed in small steps that a view can follow without losing its place.

Plain Python; ``desktop.ui.record_model`` plays the steps to Qt. A row is known by its key, a newer copy of it by a
larger version: whatever isn't newer is dropped.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence


class Record(Protocol):
    """What a row must tell of itself."""

    @property
    def version(self) -> int:
        """Grows with every change of the row."""
        ...


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Insert(Generic[R]):
    """Rows come in before position ``at``."""

    at: int
    rows: tuple[R, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """Rows ``first`` to ``last``, both included, go."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Move(Generic[R]):
    """The row at ``start`` is changed to ``row`` and goes to ``end``, counted after it was taken out."""

    start: int
    end: int
    row: R


@dataclass(frozen=True, slots=True)
class Update(Generic[R]):
    """Rows from ``first`` on are replaced in place."""

    first: int
    rows: tuple[R, ...]


Step = Insert[R] | Remove | Move[R] | Update[R]


class LiveTable(Generic[R]):
    """Rows sorted by ``order``, each once.

    The methods that take news yield steps and expect the caller to ``perform`` each before asking for the next:
    that is how a model announces and ends every step around the change itself.

    Args:
        key: what a row is known by.
        order: what rows are sorted by; must be unique, so let it end with something that is.
    """

    def __init__(self, *, key: Callable[[R], Hashable], order: Callable[[R], Any]) -> None:
        self._key = key
        self._order = order
        self._rows: list[R] = []
        self._orders: list[Any] = []
        self._known: dict[Hashable, R] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, position: int) -> R:
        return self._rows[position]

    def __contains__(self, key: Hashable) -> bool:
        return key in self._known

    @property
    def rows(self) -> Sequence[R]:
        """All rows in order; don't change them."""
        return self._rows

    def get(self, key: Hashable) -> R | None:
        """The row of that key."""
        return self._known.get(key)

    def position(self, key: Hashable) -> int | None:
        """Where the row of that key stands."""
        row = self._known.get(key)
        return None if row is None else self._find(self._order(row))

    def reorder(self, order: Callable[[R], Any]) -> None:
        """Sort by something else from now on; only while the table is empty."""
        if self._rows:
            raise ValueError("a table with rows keeps its order")
        self._order = order

    # -- news ----------------------------------------------------------------------------------------------

    def upsert(self, rows: Iterable[R]) -> Iterator[Step[R]]:
        """Steps that bring these rows in or up to date."""
        fresh = []
        for row in rows:
            known = self._known.get(self._key(row))
            if known is None:
                fresh.append(row)
            elif row.version > known.version:
                yield from self._replace(known, row)
        yield from self._insert(fresh)

    def remove(self, keys: Iterable[Hashable]) -> Iterator[Step[R]]:
        """Steps that take these rows out, adjoining ones together, from the bottom up."""
        positions = sorted(
            (self._find(self._order(self._known[key])) for key in set(keys) if key in self._known),
            reverse=True,
        )
        start = 0
        while start < len(positions):
            end = start
            while end + 1 < len(positions) and positions[end + 1] == positions[end] - 1:
                end += 1
            yield Remove(positions[end], positions[start])
            start = end + 1

    def replace(self, rows: Iterable[R]) -> Iterator[Step[R]]:
        """Steps from what is here to exactly these rows, leaving what is the same untouched."""
        wanted = list(rows)
        keys = {self._key(row) for row in wanted}
        yield from self.remove([key for key in self._known if key not in keys])
        yield from self.upsert(wanted)

    def perform(self, step: Step[R]) -> None:
        """Carry out a step that this table has just yielded."""
        match step:
            case Insert(at, rows):
                self._rows[at:at] = rows
                self._orders[at:at] = [self._order(row) for row in rows]
                self._known.update((self._key(row), row) for row in rows)
            case Remove(first, last):
                for row in self._rows[first : last + 1]:
                    del self._known[self._key(row)]
                del self._rows[first : last + 1]
                del self._orders[first : last + 1]
            case Move(start, end, row):
                del self._rows[start], self._orders[start]
                self._rows.insert(end, row)
                self._orders.insert(end, self._order(row))
                self._known[self._key(row)] = row
            case Update(first, rows):
                for position, row in enumerate(rows, start=first):
                    self._rows[position] = row
                    self._known[self._key(row)] = row

    # -- how -----------------------------------------------------------------------------------------------

    def _find(self, order: Any) -> int:
        return bisect_left(self._orders, order)

    def _replace(self, known: R, row: R) -> Iterator[Step[R]]:
        old, new = self._order(known), self._order(row)
        position = self._find(old)
        if old == new:
            yield Update(position, (row,))
            return
        end = self._find(new)
        if end > position:
            end -= 1  # counted without the row itself
        yield Move(position, end, row)

    def _insert(self, rows: list[R]) -> Iterator[Step[R]]:
        """Insert in runs: rows that end up side by side come in one step."""
        rows.sort(key=self._order, reverse=True)
        start = 0
        while start < len(rows):
            at = self._find(self._order(rows[start]))
            end = start + 1
            while end < len(rows) and self._find(self._order(rows[end])) == at:
                end += 1
            yield Insert(at, tuple(reversed(rows[start:end])))
            start = end
