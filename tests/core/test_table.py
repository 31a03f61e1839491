"""The live table: whatever comes, playing the steps leads to the right rows in the right order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.table import MOST_SMALL_STEPS, Insert, LiveTable, Move, Rearrange, Remove, Step, Update


@dataclass(frozen=True)
class Row:
    key: int
    place: int
    version: int = 1
    text: str = ""


def by_place(row: Row) -> Any:
    return (row.place, row.key)


def backwards(row: Row) -> Any:
    return (-row.place, -row.key)


def make() -> LiveTable[Row]:
    return LiveTable(key=lambda row: row.key, order=by_place)


class View:
    """Follows the steps as a view does: knows only what it was told, and where its marked rows went."""

    def __init__(self, table: LiveTable[Row]) -> None:
        self.table = table
        self.rows: list[Row] = []
        self.steps: list[Step[Row]] = []

    def play(self, steps: Any) -> list[Step[Row]]:
        first = len(self.steps)
        for step in steps:
            self.table.perform(step)
            self.follow(step)
            self.steps.append(step)
            assert list(self.table.rows) == self.rows
        return self.steps[first:]

    def follow(self, step: Step[Row]) -> None:
        match step:
            case Insert(at, rows):
                assert rows
                assert 0 <= at <= len(self.rows)
                self.rows[at:at] = rows
            case Remove(first, last):
                assert 0 <= first <= last < len(self.rows)
                del self.rows[first : last + 1]
            case Move(start, end, row):
                assert self.rows.pop(start).key == row.key
                self.rows.insert(end, row)
            case Update(first, rows):
                assert rows
                assert [r.key for r in self.rows[first : first + len(rows)]] == [r.key for r in rows]
                self.rows[first : first + len(rows)] = rows
            case Rearrange(rows, positions):
                assert sorted(positions) == list(range(len(self.rows)))
                assert all(rows[new].key == old.key for old, new in zip(self.rows, positions, strict=True))
                self.rows = list(rows)


rows_strategy = st.lists(
    st.builds(
        Row, st.integers(0, 60), st.integers(0, 30), version=st.integers(1, 5), text=st.sampled_from("abc")
    ),
    max_size=60,
)
news = st.one_of(
    st.tuples(st.just("upsert"), rows_strategy),
    st.tuples(st.just("remove"), st.lists(st.integers(0, 60), max_size=60)),
    st.tuples(st.just("change"), st.tuples(rows_strategy, st.lists(st.integers(0, 60), max_size=30))),
    st.tuples(st.just("replace"), rows_strategy),
    st.tuples(st.just("resort"), st.tuples(rows_strategy, st.booleans())),
)


def bring(model: dict[int, Row], rows: list[Row]) -> None:
    for row in rows:
        known = model.get(row.key)
        if known is None or row.version >= known.version:
            model[row.key] = row


def newest(rows: list[Row]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    bring(found, rows)
    return found


@settings(max_examples=400, deadline=None)
@given(st.lists(news, max_size=12))
def test_that_any_news_lead_to_the_right_rows(happening: list[tuple[str, Any]]) -> None:
    table, model, order = make(), dict[int, Row](), by_place
    view = View(table)
    for what, given_ in happening:
        match what:
            case "upsert":
                bring(model, given_)
                view.play(table.upsert(given_))
            case "remove":
                model = {key: row for key, row in model.items() if key not in given_}
                view.play(table.remove(given_))
            case "change":
                rows, gone = given_
                leaving = {key for key in gone if key in model}
                bring(model, [row for row in rows if row.key not in leaving])
                model = {key: row for key, row in model.items() if key not in leaving}
                view.play(table.change(rows, gone))
            case "replace":
                wanted = newest(given_)
                model = {key: row for key, row in model.items() if key in wanted}
                bring(model, given_)
                view.play(table.replace(given_))
            case "resort":
                wanted = newest(given_[0])
                order = backwards if given_[1] else by_place
                model = wanted
                view.play(table.resort(list(wanted.values()), order))
        assert list(table.rows) == sorted(model.values(), key=order)
        assert len(table) == len(model)
        for position, row in enumerate(table.rows):
            assert table.position(row.key) == position
            assert table.get(row.key) == row
            assert row.key in table


def test_that_an_older_copy_is_dropped() -> None:
    table = make()
    view = View(table)
    view.play(table.upsert([Row(1, 5, version=7)]))
    assert view.play(table.upsert([Row(1, 9, version=6)])) == []
    assert view.rows == [Row(1, 5, version=7)]


def test_that_a_copy_that_says_nothing_new_makes_no_step() -> None:
    table = make()
    view = View(table)
    rows = [Row(n, n) for n in range(5)]
    view.play(table.upsert(rows))
    assert view.play(table.upsert(rows)) == []
    assert view.play(table.replace(rows)) == []


def test_that_what_changes_around_a_row_is_taken_at_the_same_version() -> None:
    table = make()
    view = View(table)
    view.play(table.upsert([Row(1, 5, text="queued")]))
    assert view.play(table.upsert([Row(1, 5, text="running")])) == [Update(0, (Row(1, 5, text="running"),))]


def test_that_adjoining_rows_come_go_and_change_together() -> None:
    table = make()
    view = View(table)
    assert len(view.play(table.upsert([Row(n, n) for n in range(500)]))) == 1
    assert len(view.play(table.upsert([Row(n, n, version=2) for n in range(100, 200)]))) == 1
    assert view.play(table.remove(range(50, 150))) == [Remove(50, 149)]


def test_that_one_row_moves_by_itself() -> None:
    table = make()
    view = View(table)
    view.play(table.upsert([Row(n, n) for n in range(5)]))
    assert view.play(table.upsert([Row(0, 9, version=2)])) == [Move(0, 4, Row(0, 9, version=2))]


@pytest.mark.parametrize("count", [MOST_SMALL_STEPS + 1, 300])
def test_that_a_storm_of_moves_is_one_rearrangement(count: int) -> None:
    table = make()
    view = View(table)
    view.play(table.upsert([Row(n, 2 * n) for n in range(1000)]))
    steps = view.play(table.upsert([Row(n * 3, 1999 - 2 * n, version=2) for n in range(count)]))
    assert [type(step) for step in steps] == [Rearrange]


def test_that_scattered_comings_and_goings_are_three_steps() -> None:
    table = make()
    view = View(table)
    view.play(table.upsert([Row(n, 2 * n) for n in range(1000)]))
    steps = view.play(table.change([Row(5000 + n, 6 * n + 1) for n in range(300)], range(1, 1000, 3)))
    assert [type(step) for step in steps] == [Insert, Rearrange, Remove]


def test_that_another_order_moves_what_stays() -> None:
    table = make()
    view = View(table)
    view.play(table.upsert([Row(n, n) for n in range(10)]))
    steps = view.play(table.resort([Row(n, n) for n in range(5, 15)], backwards))
    assert [type(step) for step in steps] == [Remove, Rearrange, Insert]
    assert [row.key for row in view.rows] == list(range(14, 4, -1))


def test_that_another_question_costs_one_look_at_what_was_loaded() -> None:
    looks = 0

    class Order(int):
        def __lt__(self, other: object) -> bool:
            nonlocal looks
            looks += 1
            return super().__lt__(other)  # type: ignore[operator]

    table: LiveTable[Row] = LiveTable(key=lambda row: row.key, order=lambda row: Order(row.place))
    view = View(table)
    view.play(table.replace([Row(n, n) for n in range(10_000)]))
    looks = 0
    steps = view.play(table.replace([Row(n, n) for n in range(20_000, 20_200)]))
    assert [type(step) for step in steps] == [Remove, Insert]
    assert looks < 10_000, "ten thousand rows were searched for one by one"
