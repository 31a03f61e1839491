"""Who waits for due jobs, and what an answer of the queue says to whom."""

from __future__ import annotations

from desktop.worker.errands import Errands


def test_that_an_empty_queue_ends_no_errand_that_came_after_it_was_asked() -> None:
    errands = Errands()
    first = errands.add(1, [])
    asked_for = errands.all_open
    later = errands.add(1, [])
    errands.nothing_due(asked_for)
    assert first.over.is_set()
    assert not later.over.is_set()
    errands.nothing_due(errands.all_open)
    assert later.over.is_set()
