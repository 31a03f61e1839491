"""The model that plays a live table to Qt: it never resets, and selection, scroll position and editors survive."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTableView

from desktop.core.lists import Entry, ListNews, Sort
from desktop.ui.record_model import KEEP_BELOW, TRIM_SLACK, Column, RecordModel, RecordRole, trim_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Row:
    id: int
    place: int
    version: int = 1
    text: str = ""


class EditableModel(RecordModel[Row]):
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags


class Told:
    """A model with a tester on it and a list of what it asked for."""

    def __init__(self, model: RecordModel[Row], *, is_tested: bool = True) -> None:
        self.model = model
        self.questions: list[tuple[Sort, int]] = []
        self.more = 0
        self.resets = 0
        self.layouts = 0
        self.changes: list[tuple[int, int]] = []
        if is_tested:
            self.tester = QAbstractItemModelTester(
                model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
            )
        model.wanted.connect(lambda sort, generation: self.questions.append((sort, generation)))
        model.more_wanted.connect(self._on_more)
        model.modelReset.connect(self._on_reset)
        model.layoutChanged.connect(self._on_layout)
        model.dataChanged.connect(lambda first, last: self.changes.append((first.row(), last.row())))

    def _on_more(self) -> None:
        self.more += 1

    def _on_reset(self) -> None:
        self.resets += 1

    def _on_layout(self) -> None:
        self.layouts += 1

    def whole(self, rows: Iterable[Row], *, has_more: bool = False) -> None:
        self.model.take(
            ListNews(self.model.generation, entries(rows), whole=True, has_more=has_more, count=7)
        )

    def some(self, rows: Iterable[Row], gone: Iterable[int] = ()) -> None:
        self.model.take(ListNews(self.model.generation, entries(rows), gone=tuple(gone)))

    @property
    def ids(self) -> list[int]:
        found = []
        for n in range(self.model.rowCount()):
            row = self.model.record(self.model.index(n, 0))
            assert row is not None
            found.append(row.id)
        return found


def entries(rows: Iterable[Row]) -> tuple[Entry[Row], ...]:
    return tuple(Entry(row, row.place, row.id) for row in rows)


@pytest.fixture
def told() -> Told:
    columns: list[Column[Row]] = [
        Column("Id", lambda r: str(r.id), "id", align_right=True),
        Column("Text", lambda r: r.text, "place", tooltip=lambda r: f"about {r.text}"),
        Column("Nothing", lambda _: ""),
    ]
    model = EditableModel(columns, sort=Sort("place"), key=lambda row: row.id)
    made = Told(model)
    model.ask()
    return made


@pytest.fixture
def view(told: Told, show: Callable[[QWidget], QWidget]) -> QTableView:
    table = QTableView()
    table.setModel(told.model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.resize(300, 300)
    show(table)
    return table


def selected(view: QTableView, told: Told) -> list[int]:
    rows = [told.model.record(index) for index in view.selectionModel().selectedRows()]
    return sorted(row.id for row in rows if row is not None)


def test_that_rows_come_in_order_and_say_what_they_are(told: Told) -> None:
    told.whole([Row(1, 30), Row(2, 10), Row(3, 20, text="three")])
    assert told.ids == [2, 3, 1]
    index = told.model.index(1, 1)
    assert index.data() == "three"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "about three"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "three"
    assert index.data(RecordRole) == Row(3, 20, text="three")
    assert told.model.headerData(1, Qt.Orientation.Horizontal) == "Text"
    assert told.model.index_of(1).row() == 2
    assert not told.model.index_of(9).isValid()
    assert told.resets == 0


def test_that_news_of_an_earlier_question_are_dropped(told: Told) -> None:
    told.whole([Row(1, 1)])
    earlier = told.model.generation
    told.model.ask()
    told.model.take(ListNews(earlier, entries([Row(2, 2)]), whole=True, has_more=False))
    assert told.ids == [1]
    told.whole([Row(3, 3)])
    assert told.ids == [3]


def test_that_a_change_touches_only_its_rows(told: Told) -> None:
    told.whole([Row(n, n) for n in range(100)])
    told.changes.clear()
    told.some([Row(n, n, version=2, text="new") for n in (10, 11, 12, 50)])
    assert told.changes == [(10, 12), (50, 50)]
    assert told.layouts == 0


def test_that_the_same_again_changes_nothing(told: Told) -> None:
    told.whole([Row(n, n) for n in range(100)])
    told.changes.clear()
    told.whole([Row(n, n) for n in range(100)])
    assert told.changes == []
    assert told.layouts == 0


@pytest.mark.parametrize("many", [3, 200])
def test_that_selection_current_row_and_scroll_survive(told: Told, view: QTableView, many: int) -> None:
    told.whole([Row(n, 10 * n) for n in range(1000)])
    view.selectRow(500)
    view.selectionModel().select(
        told.model.index(700, 0),
        view.selectionModel().SelectionFlag.Select | view.selectionModel().SelectionFlag.Rows,
    )
    view.scrollTo(told.model.index(500, 0), QAbstractItemView.ScrollHint.PositionAtTop)
    assert selected(view, told) == [500, 700]
    told.some([Row(700, 10 * 700, version=2, text="changed")])
    told.some([Row(2000 + n, 10 * n + 5) for n in range(many)])  # scattered before them
    told.some([Row(n, 9990 - n, version=2) for n in range(many)])  # moved behind them
    told.some([], gone=[900 + n for n in range(min(many, 100))])
    told.some([Row(500, 1, version=3)])  # the selected one itself
    assert selected(view, told) == [500, 700]
    assert view.currentIndex().row() == told.model.index_of(500).row()
    assert told.resets == 0


def test_that_selection_survives_another_order(told: Told, view: QTableView) -> None:
    told.whole([Row(n, n) for n in range(300)])
    view.selectRow(7)
    told.model.sort(1, Qt.SortOrder.DescendingOrder)
    assert told.questions[-1] == (Sort("place", descending=True), told.model.generation)
    told.whole([Row(n, n) for n in range(250)])
    assert told.ids == list(reversed(range(250)))
    assert selected(view, told) == [7]
    assert told.resets == 0


def test_that_an_open_editor_survives(told: Told, view: QTableView) -> None:
    told.whole([Row(n, 10 * n) for n in range(50)])
    index = told.model.index(5, 1)
    view.setCurrentIndex(index)
    view.edit(index)
    editor = view.findChild(QLineEdit)
    assert editor is not None
    editor.setText("half a sent")
    told.some([Row(100 + n, 5 + n) for n in range(3)])
    told.some([Row(n, 10 * n, version=2, text="x") for n in range(20, 40)])
    told.some([Row(200 + n, 10 * n + 7) for n in range(40)])
    told.some([], gone=[0, 1])
    assert view.findChild(QLineEdit) is editor
    assert editor.text() == "half a sent"
    view.closeEditor(editor, view.itemDelegate().EndEditHint.RevertModelCache)


def test_that_pages_are_asked_for_one_at_a_time() -> None:
    columns: list[Column[Row]] = [Column("Id", lambda r: str(r.id), "id")]
    # the tester would ask for pages itself
    told = Told(RecordModel(columns, sort=Sort("place"), key=lambda row: row.id), is_tested=False)
    told.model.ask()
    told.whole([Row(n, n) for n in range(10)], has_more=True)
    root = QModelIndex()
    assert told.model.canFetchMore(root)
    told.model.fetchMore(root)
    told.model.fetchMore(root)
    told.some([Row(3, 3, version=2)])  # a change in between is no page
    told.model.fetchMore(root)
    assert told.more == 1
    told.model.give_up()
    told.model.fetchMore(root)
    assert told.more == 2
    told.model.take(ListNews(told.model.generation, entries([Row(10, 10)]), has_more=False))
    assert not told.model.canFetchMore(root)
    assert told.ids == list(range(11))


def test_that_a_view_sets_the_first_order_without_asking(told: Told) -> None:
    columns: list[Column[Row]] = [Column("Id", lambda r: str(r.id), "id")]
    fresh = RecordModel(columns, sort=Sort("place"), key=lambda r: r.id)
    asked: list[Any] = []
    fresh.wanted.connect(lambda sort, _: asked.append(sort))
    fresh.sort(0, Qt.SortOrder.DescendingOrder)
    assert asked == []
    fresh.ask()
    assert asked == [Sort("id", descending=True)]
    fresh.take(ListNews(1, tuple(Entry(Row(n, 0), n, n) for n in range(3)), whole=True))
    first = fresh.record(fresh.index(0, 0))
    assert first is not None
    assert first.id == 2


@pytest.mark.parametrize("seed", range(8))
def test_that_any_news_keep_the_model_consistent(told: Told, view: QTableView, seed: int) -> None:
    chance = random.Random(seed)
    truth: dict[int, Row] = {}
    versions = iter(range(1, 10_000_000))
    watched: dict[int, QPersistentModelIndex] = {}
    for _ in range(60):
        rows = [
            Row(chance.randrange(200), chance.randrange(100), next(versions))
            for _ in range(chance.choice([0, 1, 5, 60]))
        ]
        gone = [chance.randrange(200) for _ in range(chance.choice([0, 0, 2, 40]))]
        leaving = {g for g in gone if g in truth}
        match chance.randrange(5):
            case 0:
                truth = {row.id: row for row in rows}
                told.whole(rows)
            case 1:
                told.model.sort(1, chance.choice([Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder]))
                told.whole(truth.values())
            case _:
                told.some(rows, gone)
                truth.update((row.id, row) for row in rows if row.id not in leaving)
                truth = {key: row for key, row in truth.items() if key not in leaving}
        descending = told.model.current_sort.descending
        right = sorted(truth.values(), key=lambda r: (r.place, r.id), reverse=descending)
        assert told.ids == [row.id for row in right]
        for key, index in watched.items():
            if key in truth and index.isValid():
                row = told.model.record(index)
                assert row is not None
                assert row.id == key
        watched = {key: QPersistentModelIndex(told.model.index_of(key)) for key in list(truth)[:20]}
    assert told.resets == 0
    assert isinstance(told.model, QAbstractItemModel)


def test_that_rows_far_below_are_let_go_of_unless_selected(told: Told, view: QTableView) -> None:
    asked: list[tuple[Any, ...]] = []
    told.model.trim_wanted.connect(lambda *news: asked.append(news))
    most = KEEP_BELOW + TRIM_SLACK
    told.whole([Row(n, n) for n in range(most)])
    trim_below(view, told.model)
    assert asked == []
    told.some([Row(n, n) for n in range(most, most + 2000)])
    view.selectRow(most + 1999)
    trim_below(view, told.model)
    assert asked == []
    view.selectRow(1)
    trim_below(view, told.model)
    ((last, gone, generation),) = asked
    kept = last[1] + 1
    assert last == (kept - 1, kept - 1)
    assert KEEP_BELOW < kept < most
    assert gone == tuple(range(kept, most + 2000))
    assert generation == told.model.generation
    told.some([], gone=gone)
    assert told.model.rowCount() == kept
