"""What people type into the search of jobs: words, and ``key:value`` tokens. Pure text in, a question out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.core.lists import Filters
from desktop.core.pack import ImageType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

STATES: Final = (
    "queued",
    "scheduled",
    "retrying",
    "running",
    "stalled",
    "completed",
    "failed",
    "cancelled",
)
"""Every state a job can be in, as people read it."""

KEYS: Final = ("state", "type", "project", "worker", "user", "error", "age")

TYPES: Final[Mapping[str, str]] = {
    "pack": "generate-complete-pack",
    "image": "generate-image",
    "aplus": "generate-aplus",
    **{kind.value.lower().replace("_", "-"): kind.value for kind in ImageType},
    **{kind.value.lower().split("_")[0]: kind.value for kind in ImageType},
}
"""Short names of job types and image types; any other type is looked for as it is written."""

_TOKEN = re.compile(r'([A-Za-z][A-Za-z-]*):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)')
_AGE = re.compile(r"([<>])?\s*(\d+(?:\.\d+)?)\s*(s|m|min|h|d|w)")
_UNITS: Final = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


@dataclass(frozen=True, slots=True)
class Problem:
    """What can't be understood: ``kind`` is ``key``, ``state``, ``age`` or ``empty``; ``text`` as it was typed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what of the text could not become part of it."""

    filters: Filters
    problems: tuple[Problem, ...] = ()


def parse(text: str, now: datetime) -> Question:
    """Read a search text; ``now`` is in the person's own time zone and says when today began.

    What can't be understood is left out of the question and told as a problem, never guessed.
    """
    found: dict[str, list[str]] = {key: [] for key in (*KEYS, "words")}
    problems: list[Problem] = []
    ages: dict[str, float] = {}
    for match in _TOKEN.finditer(text):
        key, value = (match[1] or "").lower(), match[2] or match[3] or match[4] or match[5] or ""
        typed = match[0]
        if not key:
            found["words"].append(value)
        elif key not in KEYS:
            problems.append(Problem("key", typed))
        elif not value:
            problems.append(Problem("empty", typed))
        elif key == "age":
            age = _age(value, now)
            problems += [] if age else [Problem("age", typed)]
            ages.update(age)
        else:
            values = value.split(",") if key in {"state", "type"} else [value]
            bad = [v for v in values if key == "state" and v.lower() not in STATES]
            problems += [Problem("state", v) for v in bad]
            found[key] += [v for v in values if v and v not in bad]
    return Question(
        Filters(
            words=tuple(word for word in found["words"] if word),
            states=tuple(state.lower() for state in found["state"]),
            types=tuple(TYPES.get(kind.lower(), kind) for kind in found["type"]),
            projects=tuple(found["project"]),
            workers=tuple(found["worker"]),
            users=tuple(found["user"]),
            errors=tuple(found["error"]),
            min_age_s=ages.get("min"),
            max_age_s=ages.get("max"),
        ),
        tuple(problems),
    )


def quoted(value: str) -> str:
    """A value as it stands in a token; a quotation mark in it can only be left to the wildcard."""
    value = value.replace('"', "*")
    return f'"{value}"' if re.search(r"\s", value) or not value else value


def with_token(text: str, key: str, value: str) -> str:
    """The search text with this token in place of any other of its key; without one where ``value`` is empty."""
    kept = [m[0] for m in _TOKEN.finditer(text) if (m[1] or "").lower() != key]
    return " ".join([*kept, f"{key}:{quoted(value)}"] if value else kept)


def _age(value: str, now: datetime) -> dict[str, float]:
    """``>1h`` is older than, ``<1h`` and ``1h`` younger than that; ``today`` since midnight."""
    if value.lower() == "today":
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return {"max": (now - midnight).total_seconds()}
    match = _AGE.fullmatch(value.lower())
    if match is None:
        return {}
    seconds = float(match[2]) * _UNITS[match[3]]
    return {"min" if match[1] == ">" else "max": min(seconds, 3.15e9)}
