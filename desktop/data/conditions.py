"""What the filters of a list mean in SQL.

Jobs may be a million: wherever an index can serve, the condition is written for it, and names of projects and
workers are looked up once instead of being joined to every row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, LiteralString

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.lists import Filters

Conditions = tuple[list[sql.Composable], dict[str, Any]]
"""Conditions that must all hold, and their parameters."""

_STATUS_OF: Final[Mapping[str, str]] = {
    "queued": "pending",
    "scheduled": "pending",
    "retrying": "pending",
    "running": "processing",
    "stalled": "processing",
    "completed": "completed",
    "failed": "failed",
    "cancelled": "failed",
}
_INDEXED_TOGETHER: Final = (
    frozenset({"pending"}),
    frozenset({"processing", "failed"}),
    frozenset({"completed"}),
)
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)

_PROJECTS_NAMED: Final[LiteralString] = (
    "project_id = any (array(select p.id from packdesk.projects p"
    " where p.name ilike any ({0}) or p.product_name ilike any ({0})))"
)
_WORKERS_NAMED: Final[LiteralString] = (
    "worker_id = any (array(select w.id from packdesk.workers w where w.name ilike any ({0})))"
)
_WORD: Final[LiteralString] = (
    "(lower(job_type) like lower({0}) or lower(image_type) like lower({0}) or lower(user_id) like lower({0})"
    " or lower(error_message) like lower({0})"
    f" or {_PROJECTS_NAMED.replace('{0}', 'array[{0}]')} or {_WORKERS_NAMED.replace('{0}', 'array[{0}]')})"
)
"""In a million rows two thirds of what ILIKE costs."""


def all_of(conditions: Sequence[sql.Composable]) -> sql.Composable:
    """One condition from many; true without any."""
    return sql.SQL(" and ").join(conditions) if conditions else sql.SQL("true")


def project_conditions(filters: Filters) -> Conditions:
    """What filters mean for the list of projects."""
    conditions, params = _ages(filters)
    for n, word in enumerate(filters.words):
        conditions.append(
            _with("(name ilike {0} or product_name ilike {0} or category ilike {0})", f"word{n}")
        )
        params[f"word{n}"] = f"%{_literal(word)}%"
    for name, condition, values in (
        ("states", "status = any ({0})", list(filters.states)),
        ("projects", "id = any ({0})", list(filters.projects)),
        ("users", "owner ilike any ({0})", [f"%{_literal(u)}%" for u in filters.users]),
    ):
        if values:
            conditions.append(_with(condition, name))
            params[name] = values
    return conditions, params


def job_conditions(filters: Filters) -> Conditions:
    """What filters mean for the list of jobs."""
    conditions, params = _ages(filters)
    if filters.states:
        statuses = {_STATUS_OF[s] for s in filters.states if s in _STATUS_OF}
        conditions += [_of_status(statuses), _with("state = any ({0})", "states")]
        params["states"] = list(filters.states)
        if set(filters.states) == {"failed"}:
            conditions.append(sql.SQL("cancel_requested_at is null"))
        if set(filters.states) <= {
            "scheduled",
            "retrying",
        }:  # few among all that wait, with an index of their own
            conditions.append(sql.SQL("run_after > created_at"))
    for n, word in enumerate(filters.words):
        name = f"word{n}"
        if _UUID.fullmatch(word):
            conditions.append(_with("(id = {0}::uuid or parent_id = {0}::uuid)", name))
            params[name] = word
        else:
            conditions.append(_with(_WORD, name))
            params[name] = f"%{_literal(word)}%"
    if filters.projects:
        conditions.append(
            sql.SQL("(project_id = any ({}) or {})").format(
                sql.Placeholder("projects"), _with(_PROJECTS_NAMED, "project_names")
            )
        )
        params["projects"] = list(filters.projects)
        params["project_names"] = [_pattern(p) for p in filters.projects]
    for name, condition, values in (
        ("types", "(job_type = any ({0}) or image_type = any ({0}))", list(filters.types)),
        ("workers", _WORKERS_NAMED, [_pattern(w) for w in filters.workers]),
        ("users", "user_id ilike any ({0})", [_pattern(u) for u in filters.users]),
        ("errors", "error_message ilike any ({0})", [_pattern(e) for e in filters.errors]),
    ):
        if values:
            conditions.append(_with(condition, name))
            params[name] = values
    return conditions, params


def _of_status(statuses: set[str]) -> sql.Composable:
    """Which rows may be in a state at all, as an index knows them: its planner has to see which ones by their names.

    One index has the pending, one has the running and the failed, and of one status in order of their coming.
    """
    ways = [
        sql.SQL("status in ({})").format(sql.SQL(", ").join(map(sql.Literal, sorted(statuses & together))))
        for together in _INDEXED_TOGETHER
        if statuses & together
    ]
    return sql.SQL("({})").format(sql.SQL(" or ").join(ways)) if ways else sql.SQL("false")


def _with(condition: LiteralString, name: str) -> sql.Composable:
    return sql.SQL(condition).format(sql.Placeholder(name))


def _ages(filters: Filters) -> Conditions:
    conditions: list[sql.Composable] = []
    params: dict[str, Any] = {}
    if filters.min_age_s is not None:
        conditions.append(_with("created_at <= now() - make_interval(secs => {0})", "min_age"))
        params["min_age"] = filters.min_age_s
    if filters.max_age_s is not None:
        conditions.append(_with("created_at >= now() - make_interval(secs => {0})", "max_age"))
        params["max_age"] = filters.max_age_s
    return conditions, params


def _pattern(value: str) -> str:
    """Part of a text, or with ``=`` before it the whole of its first line; ``*`` stands for anything."""
    if value.startswith("="):
        return _literal(value[1:]).replace("*", "%") + "%"
    return "%" + _literal(value).replace("*", "%") + "%"


def _literal(word: str) -> str:
    """A word that stands for itself in LIKE."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_").replace("\0", "")
