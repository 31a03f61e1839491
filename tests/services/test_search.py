"""What people type into the search of jobs."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.lists import Filters
from desktop.services.search import KEYS, Problem, parse, quoted, with_token

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("", Filters()),
        ("  mug   oak ", Filters(words=("mug", "oak"))),
        ('"steel bottle" mug', Filters(words=("steel bottle", "mug"))),
        ("state:failed", Filters(states=("failed",))),
        ("STATE:Failed,running", Filters(states=("failed", "running"))),
        ("state:failed state:running", Filters(states=("failed", "running"))),
        ("type:pack", Filters(types=("generate-complete-pack",))),
        ("type:main-image,infographic", Filters(types=("MAIN_IMAGE", "INFOGRAPHIC"))),
        ("type:resize-for-ebay", Filters(types=("resize-for-ebay",))),
        ('project:"steel bottle" worker:desk', Filters(projects=("steel bottle",), workers=("desk",))),
        ('user:"unfinished quote', Filters(users=("unfinished quote",))),
        ('error:"=not an image*"', Filters(errors=("=not an image*",))),
        ("age:>1h", Filters(min_age_s=3600)),
        ("age:<2d", Filters(max_age_s=172_800)),
        ("age:30m", Filters(max_age_s=1800)),
        ("age:>1h age:<2h", Filters(min_age_s=3600, max_age_s=7200)),
        ("age:today", Filters(max_age_s=12 * 3600)),
        ("100%_\\ 'x'", Filters(words=("100%_\\", "'x'"))),
    ],
)
def test_that_words_and_tokens_become_a_question(text: str, filters: Filters) -> None:
    assert parse(text, NOON).filters == filters
    assert parse(text, NOON).problems == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("foo:bar", Problem("key", "foo:bar")),
        ("https://example.com", Problem("key", "https://example.com")),
        ("state:blue", Problem("state", "blue")),
        ("state:failed,blue", Problem("state", "blue")),
        ("age:old", Problem("age", "age:old")),
        ("age:>", Problem("age", "age:>")),
        ("project:", Problem("empty", "project:")),
        ('user:""', Problem("empty", 'user:""')),
    ],
)
def test_that_what_is_not_understood_is_told_and_left_out(text: str, problem: Problem) -> None:
    asked = parse(f"{text} mug", NOON)
    assert asked.problems == (problem,)
    assert asked.filters.words == ("mug",)


@given(st.text(max_size=200))
def test_that_any_text_can_be_parsed(text: str) -> None:
    parse(text, NOON)


@given(
    st.sampled_from([k for k in KEYS if k not in {"state", "age", "type"}]), st.text(min_size=1, max_size=40)
)
def test_that_a_quoted_value_is_read_back(key: str, value: str) -> None:
    field = {"project": "projects", "worker": "workers", "user": "users", "error": "errors"}[key]
    if value.strip() == value and not any(c in value for c in '"'):
        assert getattr(parse(f"{key}:{quoted(value)}", NOON).filters, field) == (value,)


def test_that_a_token_takes_the_place_of_its_kind() -> None:
    text = with_token("mug state:running  user:anna", "state", "failed")
    assert text == "mug user:anna state:failed"
    assert with_token(text, "error", "=a b") == 'mug user:anna state:failed error:"=a b"'
    assert with_token(text, "user", "") == "mug state:failed"
