"""Poolers: whether a connection is one's own from end to end, or shares its server connections with strangers.

A transaction pooler gives every transaction another server connection. There LISTEN succeeds and is never answered,
and what a session leaves behind (a LISTEN, a lock) stays with whoever comes next. So nothing of that kind is tried
before everything else has been.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any, Final, Protocol

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from psycopg import AsyncConnection

log = logging.getLogger(__name__)

_NOTICE_S: Final = 3.0
_LOOKS: Final = "mttmmtm"
"""Who asks for the number of their server process, one after the other: me, or the other one. With the pooler's usual
order (the one used last comes first) the second look tells, with taking turns the two ``m`` in a row."""

_TRIES_TO_CLEAN_UP: Final = 20
_OWN_PID: Final = b"select pg_backend_pid()"


class Beside(Protocol):
    """Runs a statement over another connection of the same login; the first column of its first row."""

    def __call__(self, sql: bytes, params: Any = None, /) -> Awaitable[Any]:
        """Psycopg's parameters; errors come translated."""
        ...


async def hears_notices(connection: AsyncConnection[tuple[Any, ...]], beside: Beside) -> bool:
    """Whether notices reach this connection: certain without a pooler, tried out behind one.

    ``connection`` is in autocommit and listens to nothing yet. Behind a transaction pooler nothing is left behind.
    """
    pid = await _pid(connection)
    if pid == connection.info.backend_pid:
        return True  # a pooler gives every client a number of its own making
    for who in _LOOKS:
        if who == "t" and await beside(_OWN_PID) == pid:
            return False
        if who == "m" and await _pid(connection) != pid:
            return False
    return await _hears_itself(connection, beside)


async def _hears_itself(connection: AsyncConnection[tuple[Any, ...]], beside: Beside) -> bool:
    token = f"packdesk_probe_{secrets.token_hex(8)}"
    async with connection.transaction():
        await connection.execute(sql.SQL("listen {}").format(sql.Identifier(token)))
        pid = await _pid(connection)
    # from another connection: to its sender a pooler would hand a notice even though nobody listens for us
    await beside(b"select pg_notify(%s, '')", [token])
    heard = False
    async for notice in connection.notifies(timeout=_NOTICE_S, stop_after=1):
        heard = notice.channel == token
    for _ in range(_TRIES_TO_CLEAN_UP):
        async with connection.transaction():
            if await _pid(connection) == pid:
                await connection.execute(sql.SQL("unlisten {}").format(sql.Identifier(token)))
                return heard
    log.warning("behind this pooler a LISTEN couldn't be taken back; it hears of nothing and does no harm")
    return heard


async def _pid(connection: AsyncConnection[tuple[Any, ...]]) -> int:
    row = await (await connection.execute(_OWN_PID)).fetchone()
    return -1 if row is None else int(row[0])
