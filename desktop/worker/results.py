"""How a handler tells how far it is, and hands in what it has made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

HandIn = Callable[[], Awaitable[bool]]
"""Hands a result in; False when the lease was stale and nothing changed."""

Progress = Callable[[float], None]
"""Is told fractions from 0 to 1."""
