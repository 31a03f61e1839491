"""What a worker holds, where a job it held before comes to it anew."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from desktop.core.records import ClaimedJob
from desktop.worker.errands import Errands
from desktop.worker.in_hand import InHand

FIRST = ClaimedJob(
    id=UUID(int=7),
    job_type="noop",
    payload={},
    project_id=None,
    image_type=None,
    parent_id=None,
    retry_count=0,
    max_retries=3,
    user_id=None,
    lease=1,
)
AGAIN = replace(FIRST, retry_count=1, lease=2)


@pytest.fixture
def gone() -> list[ClaimedJob]:
    return []


@pytest.fixture
def in_hand(gone: list[ClaimedJob]) -> InHand:
    return InHand(Errands(), asyncio.Event(), gone.append)


async def test_that_handing_in_what_was_lost_leaves_what_came_anew(
    in_hand: InHand, gone: list[ClaimedJob]
) -> None:
    """The lease of a finished job ran out before it was handed in, and our next claim brought the same job."""
    in_hand.line_up([FIRST], 0.0)
    in_hand.finish(await in_hand.next())
    in_hand.line_up([AGAIN], 1.0)
    in_hand.forget(FIRST)
    assert in_hand.jobs == [AGAIN]
    assert gone == []
    in_hand.forget(AGAIN)
    assert in_hand.jobs == []
    assert gone == [AGAIN]


async def test_that_only_the_newest_of_a_waiting_job_is_given_back(in_hand: InHand) -> None:
    in_hand.line_up([FIRST], 0.0)
    in_hand.line_up([AGAIN], 1.0)
    assert in_hand.drop_waiting() == [AGAIN]
    assert not in_hand
