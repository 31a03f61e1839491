"""A release that is newer than this program: what people are told about it, and how versions compare."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """A newer version, what is new in it (sentences), and the https address of its download."""

    version: str
    news: tuple[str, ...]
    download: str


def is_newer(version: str, than: str) -> bool:
    """Whether a version such as ``1.10.0`` comes after another; what isn't a version never does."""
    candidate, mine = _numbers(version), _numbers(than)
    return candidate is not None and (mine is None or candidate > mine)


def _numbers(version: str) -> tuple[int, ...] | None:
    if re.fullmatch(r"\d{1,6}(\.\d{1,6}){1,3}", version, re.ASCII) is None:
        return None
    numbers = tuple(int(part) for part in version.split("."))
    return numbers + (0,) * (4 - len(numbers))
