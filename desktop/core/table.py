"""The live table: rows in order, changed in small steps that a view can follow without losing its place.

Plain Python; ``desktop.ui.record_model`` plays the steps to Qt. A row is known by its key; an older copy of it, by
its version, is dropped, and so is one that says nothing new.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

MOST_SMALL_STEPS: Final = 12
"""Every step that shifts rows makes a view lay itself out again; from here on one large step is cheaper."""


_SEARCH_COST: Final = 32
"""To search for a row by its order costs as much as to look at so many."""


class Record(Protocol):
    """What a row must tell of itself; rows that say the same compare equal."""

    @property
    def version(self) -> int:
        """Never shrinks; grows with every change of the row itself."""
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


@dataclass(frozen=True, slots=True)
class Rearrange(Generic[R]):
    """All rows at once: ``rows`` in their new order, and for each old position the new one.

    ``keys`` is what the rows are known by and ``orders`` what they are sorted by; ``renewed`` are those that are newer
    than they were.
    """

    rows: tuple[R, ...]
    positions: tuple[int, ...]
    keys: tuple[Hashable, ...]
    orders: tuple[Any, ...]
    renewed: tuple[R, ...]


Step = Insert[R] | Remove | Move[R] | Update[R] | Rearrange[R]


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
        # beside the rows, in the same places: to ask every row for them takes longer than all else
        self._keys: list[Hashable] = []
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

    # -- news ----------------------------------------------------------------------------------------------

    def change(self, rows: Iterable[R], gone: Iterable[Hashable] = ()) -> Iterator[Step[R]]:
        """Steps that take the rows ``gone`` out and bring ``rows`` in or up to date."""
        leaving = {key for key in gone if key in self._known}
        updates, moves, fresh = self._sort_out(rows, leaving)
        yield from self._updates(updates)
        gone = self._places(leaving)
        if self._count_steps(gone, moves, fresh) > MOST_SMALL_STEPS:
            yield from self._at_once(gone, moves, fresh)
            return
        yield from self._remove(gone)
        for row in moves:
            yield self._move(row)
        yield from self._insert(fresh)

    def upsert(self, rows: Iterable[R]) -> Iterator[Step[R]]:
        """Steps that bring these rows in or up to date."""
        return self.change(rows)

    def remove(self, keys: Iterable[Hashable]) -> Iterator[Step[R]]:
        """Steps that take these rows out."""
        return self.change((), keys)

    def replace(self, rows: Iterable[R]) -> Iterator[Step[R]]:
        """Steps from what is here to exactly these rows, leaving what is the same untouched."""
        wanted = list(rows)
        keys = {self._key(row) for row in wanted}
        return self.change(wanted, [key for key in self._known if key not in keys])

    def resort(self, rows: Iterable[R], order: Callable[[R], Any]) -> Iterator[Step[R]]:
        """Steps to exactly these rows, sorted by something else from now on; what stays is moved, not renewed."""
        wanted = {self._key(row): row for row in rows}
        yield from self._remove(self._places({key for key in self._known if key not in wanted}))
        self._order = order
        staying = sorted((wanted.pop(key) for key in self._keys), key=order)
        if staying:
            keys = tuple(self._key(row) for row in staying)
            at = {key: n for n, key in enumerate(keys)}
            yield Rearrange(
                tuple(staying),
                tuple(at[key] for key in self._keys),
                keys,
                tuple(order(row) for row in staying),
                tuple(staying),
            )
        yield from self._insert(list(wanted.values()))

    def perform(self, step: Step[R]) -> None:
        """Carry out a step that this table has just yielded."""
        match step:
            case Insert(at, rows):
                keys = [self._key(row) for row in rows]
                self._rows[at:at] = rows
                self._keys[at:at] = keys
                self._orders[at:at] = [self._order(row) for row in rows]
                self._known.update(zip(keys, rows, strict=True))
            case Remove(first, last):
                for key in self._keys[first : last + 1]:
                    del self._known[key]
                for column in (self._rows, self._keys, self._orders):
                    del column[first : last + 1]
            case Move(start, end, row):
                key = self._keys.pop(start)
                del self._rows[start], self._orders[start]
                self._rows.insert(end, row)
                self._keys.insert(end, key)
                self._orders.insert(end, self._order(row))
                self._known[key] = row
            case Update(first, rows):
                self._rows[first : first + len(rows)] = rows
                self._known.update(zip(self._keys[first : first + len(rows)], rows, strict=True))
            case Rearrange(rows, _, keys, orders, renewed):
                self._rows[:] = rows
                self._keys[:] = keys
                self._orders[:] = orders
                self._known.update((self._key(row), row) for row in renewed)

    # -- how -----------------------------------------------------------------------------------------------

    def _find(self, order: Any) -> int:
        return bisect_left(self._orders, order)

    def _places(self, keys: set[Hashable]) -> list[int]:
        """Where the rows of these keys stand, from the top; of many by one look at all rows, which costs less."""
        if len(keys) * _SEARCH_COST < len(self._rows):
            return sorted(self._find(self._order(self._known[key])) for key in keys)
        return [n for n, key in enumerate(self._keys) if key in keys]

    def _sort_out(self, rows: Iterable[R], leaving: set[Hashable]) -> tuple[dict[int, R], list[R], list[R]]:
        """What stays in its place (by position), what goes elsewhere, and what is new; of doubles the newest."""
        newest: dict[Hashable, R] = {}
        for row in rows:
            key = self._key(row)
            other = newest.get(key, self._known.get(key))
            if other is None or (row.version >= other.version and row != other):
                newest[key] = row
        updates: dict[int, R] = {}
        moves: list[R] = []
        fresh: list[R] = []
        for key, row in newest.items():
            known = self._known.get(key)
            if known is None:
                fresh.append(row)
            elif key in leaving:
                continue
            elif (order := self._order(known)) == self._order(row):
                updates[self._find(order)] = row
            else:
                moves.append(row)
        return updates, moves, fresh

    def _updates(self, updates: dict[int, R]) -> Iterator[Step[R]]:
        """Replace in place, adjoining rows together."""
        positions = sorted(updates)
        start = 0
        for n, position in enumerate(positions, start=1):
            if n == len(positions) or positions[n] != position + 1:
                first = positions[start]
                yield Update(first, tuple(updates[p] for p in range(first, position + 1)))
                start = n

    def _count_steps(self, gone: list[int], moves: list[R], fresh: list[R]) -> int:
        """How many small steps it would take, about; counted no further than needed."""
        if len(gone) + len(moves) + len(fresh) <= MOST_SMALL_STEPS:
            return 0
        runs = sum(1 for n, position in enumerate(gone) if n == 0 or gone[n - 1] != position - 1)
        return len(moves) + runs + len({self._find(self._order(row)) for row in fresh})

    @staticmethod
    def _remove(gone: list[int]) -> Iterator[Step[R]]:
        """Take out from the bottom up, adjoining rows together."""
        positions = gone[::-1]
        start = 0
        while start < len(positions):
            end = start
            while end + 1 < len(positions) and positions[end + 1] == positions[end] - 1:
                end += 1
            yield Remove(positions[end], positions[start])
            start = end + 1

    def _move(self, row: R) -> Move[R]:
        position = self._find(self._order(self._known[self._key(row)]))
        end = self._find(self._order(row))
        return Move(position, end - 1 if end > position else end, row)  # counted without the row itself

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

    def _at_once(self, gone: list[int], moves: list[R], fresh: list[R]) -> Iterator[Step[R]]:
        """New rows to the end, then everything into its new order with the leaving ones last, then those out."""
        before = len(self._rows)
        # by position and not by order from here on: the rows at the end are out of it until they are rearranged
        lifted = {self._find(self._order(self._known[self._key(row)])): row for row in moves}
        if fresh:
            yield Insert(before, tuple(fresh))
        arrivals = sorted(
            [(self._order(row), position, row) for position, row in lifted.items()]
            + [(self._order(row), before + n, row) for n, row in enumerate(fresh)],
            key=lambda arrival: arrival[0],
        )
        away = lifted.keys() | set(gone)
        order: list[int] = []
        start = 0
        for target, position, _ in [*arrivals, (None, None, None)]:
            end = before if target is None else bisect_left(self._orders, target, start, before)
            order += [n for n in range(start, end) if n not in away]
            if position is not None:
                order.append(position)
            start = end
        staying = len(order)
        order += gone
        positions = [0] * len(order)
        for new, old in enumerate(order):
            positions[old] = new
        rows, orders = self._rows[:], self._orders[:]
        for target, position, row in arrivals:
            rows[position], orders[position] = row, target
        yield Rearrange(
            tuple([rows[n] for n in order]),
            tuple(positions),
            tuple([self._keys[n] for n in order]),
            tuple([orders[n] for n in order]),
            tuple(moves),
        )
        if gone:
            yield Remove(staying, len(order) - 1)
