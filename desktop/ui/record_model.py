"""Plays a live table's steps to Qt, so that selection, scroll position and open editors survive every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from desktop.core.lists import Entry, ListNews, Sort
from desktop.core.table import Insert, LiveTable, Move, Rearrange, Remove, Update

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from PySide6.QtWidgets import QTableView

    from desktop.core.table import Step

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex

KEEP_BELOW: Final = 1000
TRIM_SLACK: Final = 400
"""Rows kept below the last one that is seen or selected, and how many more it takes until they are let go of.

More than a page, which has just come when nobody has scrolled into it yet.
"""

RecordRole: Final = int(Qt.ItemDataRole.UserRole) + 1
"""The row's record."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its heading, what it shows, and the list's column it sorts by (None: not sortable)."""

    heading: str
    text: Callable[[Row], str]
    sort: str | None = None
    tooltip: Callable[[Row], str] | None = None
    align_right: bool = False
    width: int = 120


def chosen_rows(view: QTableView, model: RecordModel[Row]) -> list[Row]:
    """The records of the selected rows, from the top: by ranges, as an index for each of thousands takes too long."""
    chosen: Any = view.selectionModel().selection()  # the stubs don't know that it is a list
    rows = {row for part in chosen for row in range(part.top(), part.bottom() + 1)}
    if not rows:
        return []
    first, last = min(rows), max(rows)
    records = model.records(first, last)
    if len(rows) == last - first + 1:
        return records
    return [record for row, record in enumerate(records, start=first) if row in rows]


def trim_below(view: QTableView, model: RecordModel[Any]) -> None:
    """Let go of rows far below what is seen or selected: a list that is followed for days must not grow."""
    if model.rowCount() <= KEEP_BELOW + TRIM_SLACK:
        return
    seen = view.rowAt(view.viewport().height() - 1)
    chosen: Any = view.selectionModel().selection()  # the stubs don't know that it is a list
    lowest = max((part.bottom() for part in chosen), default=0)
    if seen >= 0:
        model.keep(max(seen, lowest) + KEEP_BELOW)


class _Backwards:
    """An order value that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Backwards) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Backwards) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash(self.value)


def _order_of(sort: Sort) -> Callable[[Entry[Any]], Any]:
    if sort.descending:
        return lambda entry: (_Backwards(entry.value), _Backwards(entry.tie))
    return lambda entry: (entry.value, entry.tie)


class RecordModel(QAbstractTableModel, Generic[Row]):
    """A page-wise list as a Qt model; lives on the main thread and never resets.

    Signals:
        wanted: another question is to be asked of the list: (sort, generation).
        more_wanted: the view has come to the end of what is loaded.
        count_changed: how many rows there are in all, loaded or not; 10,001 stands for more.
        loaded: the answer to a question has come.
        taken: some news has been brought in.
        trim_wanted: so much is loaded that the end may go: (sort value and tie-breaker of the last row that stays,
            keys of those that may go, generation).

    ``key`` gives what rows are known by, as change notices write it: as text.
    """

    wanted = Signal(object, int)
    more_wanted = Signal()
    count_changed = Signal(int)
    loaded = Signal()
    taken = Signal()
    trim_wanted = Signal(object, object, int)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        sort: Sort,
        key: Callable[[Row], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._sort = sort
        self._pending_sort: Sort | None = None
        self._key = key
        self._generation = 0
        self._has_more = False
        self._is_fetching = False
        self._is_loaded = False
        self._table: LiveTable[Entry[Row]] = LiveTable(key=lambda e: key(e.row), order=_order_of(sort))

    # -- asking --------------------------------------------------------------------------------------------

    @property
    def current_sort(self) -> Sort:
        """How the list is sorted."""
        return self._sort

    @property
    def generation(self) -> int:
        """Which question the rows answer, or will."""
        return self._generation

    @property
    def is_loaded(self) -> bool:
        """Whether the first answer has come."""
        return self._is_loaded

    def ask(self, sort: Sort | None = None) -> None:
        """Ask the list anew, because what it shows or its order has changed; the rows stay until the answer comes."""
        if sort is not None:
            self._pending_sort = sort
        self._generation += 1
        self._is_fetching = True
        self.wanted.emit(self._pending_sort or self._sort, self._generation)

    def record(self, index: AnyIndex) -> Row | None:
        """The record at an index."""
        return self._table[index.row()].row if index.isValid() and index.row() < len(self._table) else None

    def records(self, first: int, last: int) -> list[Row]:
        """The records of rows ``first`` to ``last``, both included."""
        return [entry.row for entry in self._table.rows[first : last + 1]]

    def index_of(self, key: Hashable) -> QModelIndex:
        """The first column's index of the row with that key; invalid when it isn't loaded."""
        position = self._table.position(key)
        return QModelIndex() if position is None else self.index(position, 0)

    def keep(self, rows: int) -> None:
        """Let go of what is loaded beyond about so many rows; it comes back when somebody scrolls there."""
        if len(self._table) > rows + TRIM_SLACK and not self._is_fetching:
            last, *others = self._table.rows[rows - 1 :]
            gone = tuple(self._key(entry.row) for entry in others)
            self.trim_wanted.emit((last.value, last.tie), gone, self._generation)

    def give_up(self) -> None:
        """What was asked for isn't coming: the view may ask for its next page again."""
        self._is_fetching = False

    # -- news ----------------------------------------------------------------------------------------------

    def take(self, news: ListNews[Row]) -> None:
        """Bring in what came from the list."""
        if news.generation != self._generation:
            return
        if news.whole:
            self._take_whole(news)
        else:
            self._play(self._table.change(news.entries, news.gone))
        if news.has_more is not None:
            # only now: nobody is to ask for the next page while rows come and go
            self._is_fetching = False
            self._has_more = news.has_more
        if news.count is not None:
            self.count_changed.emit(news.count)
        self.taken.emit()

    def _take_whole(self, news: ListNews[Row]) -> None:
        if self._pending_sort is not None and self._pending_sort != self._sort:
            self._sort = self._pending_sort
            self._play(self._table.resort(news.entries, _order_of(self._sort)))
        else:
            self._play(self._table.replace(news.entries))
        self._pending_sort = None
        self._is_loaded = True
        self.loaded.emit()

    def _play(self, steps: Iterator[Step[Entry[Row]]]) -> None:
        root, last_column = QModelIndex(), len(self._columns) - 1
        for step in steps:
            match step:
                case Insert(at, rows):
                    self.beginInsertRows(root, at, at + len(rows) - 1)
                    self._table.perform(step)
                    self.endInsertRows()
                case Remove(first, last):
                    self.beginRemoveRows(root, first, last)
                    self._table.perform(step)
                    self.endRemoveRows()
                case Move(start, end, _):
                    # Qt counts the target with the row still in its place
                    if start != end:
                        self.beginMoveRows(root, start, start, root, end if end < start else end + 1)
                    self._table.perform(step)
                    if start != end:
                        self.endMoveRows()
                    self.dataChanged.emit(self.index(end, 0), self.index(end, last_column))
                case Update(first, rows):
                    self._table.perform(step)
                    self.dataChanged.emit(
                        self.index(first, 0), self.index(first + len(rows) - 1, last_column)
                    )
                case Rearrange(_, positions):
                    self._rearrange(step, positions)

    def _rearrange(self, step: Step[Entry[Row]], positions: Sequence[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._table.perform(step)
        self.changePersistentIndexList(
            before, [self.index(positions[old.row()], old.column()) for old in before]
        )
        self.layoutChanged.emit()

    @staticmethod
    def _side(column: Column[Row]) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column.align_right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._table)

    @override
    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.record(index)
        if record is None:
            return None
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(record)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tooltip(record) if column.tooltip is not None else column.text(record)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._side(column)
        return record if role == RecordRole else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(self._columns[section])
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        name = self._columns[column].sort if 0 <= column < len(self._columns) else None
        if name is not None:
            sort = Sort(name, descending=order is Qt.SortOrder.DescendingOrder)
            if self._generation == 0:
                # a view sets its order before anybody has asked for anything
                self._sort = sort
                self._play(self._table.resort((), _order_of(sort)))
            elif sort != (self._pending_sort or self._sort):
                self.ask(sort)

    @override
    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and self._has_more and not self._is_fetching

    @override
    def fetchMore(self, parent: AnyIndex) -> None:
        if self.canFetchMore(parent):
            self._is_fetching = True
            self.more_wanted.emit()
