"""Refused logins: tried once more after a pause, and then no more until somebody asks for it.

Hosted poolers lock the address of a whole office out when logins fail again and again. What counts is known to all
threads of the program: the pool, the listener and whoever else connects share the one retry. Its reason is that a
pooler may hold on to an old password for one login after it was changed.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import threading
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import psycopg
from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RETRY_AFTER_S: Final = 5.0
_PATIENCE_S: Final = 2.0
"""How long one login waits for another one's answer; a refusal comes at once, a dead network never."""

_REFUSAL: Final = re.compile(
    r"password authentication failed|no password supplied|authentication failed|ecircuitbreaker"
    r"|too many authentication (errors|failures)",
    re.IGNORECASE,
)
_guard = threading.Lock()


@dataclass(slots=True)
class _Refused:
    """How often, and when last."""

    times: int
    at: float


_refused: dict[bytes, _Refused] = {}
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def is_refusal(text: str) -> bool:
    """Whether a server's words mean that name and password are wrong."""
    return _REFUSAL.search(text) is not None


def admit(info: str) -> None:
    """Let a login be tried, or raise as the server would.

    Raises:
        psycopg.OperationalError: it was refused, and its one retry isn't due yet, or was refused, too.
    """
    with _guard:
        before = _refused.get(_key(info))
        if before is None:
            return
        if before.times == 1 and time.monotonic() - before.at >= RETRY_AFTER_S:
            before.times = 2  # whoever comes first has the retry
            return
    raise psycopg.OperationalError("password authentication failed before; not tried again")


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """One login after the other, so that three at the same moment aren't three refusals."""
    lock = _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await lock.acquire()
    except TimeoutError:
        yield
        return
    try:
        yield
    finally:
        lock.release()


def wait_s(info: str) -> float | None:
    """How long until the one retry of a refused login is due; None if there is none any more."""
    with _guard:
        before = _refused.get(_key(info))
        if before is None:
            return 0.0
        return max(before.at + RETRY_AFTER_S - time.monotonic(), 0.0) if before.times == 1 else None


def note_refusal(info: str) -> None:
    """The server has refused it."""
    with _guard:
        before = _refused.get(_key(info))
        _refused[_key(info)] = _Refused(1 if before is None else 2, time.monotonic())


def note_no_answer(info: str) -> None:
    """It came to nothing for another reason: its one retry is still to be had."""
    with _guard:
        before = _refused.get(_key(info))
        if before is not None:
            before.times = 1


def forgive(info: str) -> None:
    """It worked, or a person asked for it again."""
    with _guard:
        _refused.pop(_key(info), None)


def _key(info: str) -> bytes:
    """The same server, login and password; what is kept can't be turned back into them."""
    told = conninfo_to_dict(info)
    parts = [str(told.get(name) or "") for name in ("host", "port", "user", "dbname", "password", "passfile")]
    return hashlib.sha256("\0".join(parts).encode()).digest()
