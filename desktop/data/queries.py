"""Named SQL from ``sql/queries/<noun>.sql``: each statement stands under a line ``-- name: <verb>``."""

from __future__ import annotations

import re
from functools import cache

from desktop.core.errors import BugError
from desktop.core.resources import sql_dir

_NAME = re.compile(r"^-- name: ([a-z_]+)\s*$", re.MULTILINE)


@cache
def queries(noun: str) -> dict[str, bytes]:
    """The statements of one file, by name; read on first use."""
    text = (sql_dir() / "queries" / f"{noun}.sql").read_text(encoding="utf-8")
    parts = _NAME.split(text)
    return {
        name: body.strip().rstrip(";").encode() for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def query(noun: str, name: str) -> bytes:
    """One statement, e.g. ``query("jobs", "claim")``.

    Raises:
        BugError: there is none of that name.
    """
    try:
        return queries(noun)[name]
    except KeyError:
        raise BugError(f"sql/queries/{noun}.sql has no statement named {name}") from None
