"""Secrets that come in environment variables: read once, and out of sight of every program started from here."""

from __future__ import annotations

import os
from typing import Final

_taken: Final[dict[str, str]] = {}


def take(name: str) -> str:
    """A variable's value, empty if there is none; the environment has it no more."""
    value = os.environ.pop(name, None)
    if value is not None:
        _taken[name] = value
    return _taken.get(name, "")


def taken() -> dict[str, str]:
    """What was taken, for a successor of this program that is to find what this one found."""
    return dict(_taken)
