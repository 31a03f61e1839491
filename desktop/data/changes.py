"""The listener: one connection of its own that hears of changes, and knows how much that is worth.

``LIVE``: notices arrive. ``POLLING``: a pooler swallows them, so that one has to ask. ``OFFLINE``: no server.
A notice is a hint where to look, never the data; after every reconnect the owner reads everything again.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
import secrets
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import sql

from desktop.core.errors import OfflineError, PackdeskError
from desktop.data.database import connect, shut_down_socket
from desktop.data.errors import translate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from psycopg import AsyncConnection

log = logging.getLogger(__name__)

CHANGES_CHANNEL: Final = "packdesk_changes"
WAKE_CHANNEL: Final = "packdesk_wake"

_HEARTBEAT_S: Final = 11.0
_ANSWER_S: Final = 3.0
"""Together they say how soon a dead network is noticed: within 15 s, with five or six questions a minute."""

_LONGEST_PAUSE_S: Final = 10.0
_REST_S: Final = 0.03
_HANDFUL_S: Final = 0.01
"""What arrived during a rest is handed over within this time."""


class Mode(StrEnum):
    """How fresh what we know can be."""

    LIVE = "live"
    POLLING = "polling"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of a table changed; ``ids`` None means more than a notice can name."""

    table: str
    ids: tuple[str, ...] | None


def parse_change(payload: str) -> Change | None:
    """What a notice says; None for one that isn't ours (anybody may send notices)."""
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not isinstance(told.get("table"), str):
        return None
    ids = told.get("ids")
    return Change(
        told["table"], tuple(str(i) for i in ids if _may_be_id(i)) if isinstance(ids, list) else None
    )


def _may_be_id(told: object) -> bool:
    """Whether the database can be asked for it: no half characters, no zero byte."""
    return isinstance(told, str | int) and not re.search("[\x00\ud800-\udfff]", str(told))


class Listener:
    """Owns one autocommit connection on one loop; ``run`` until cancelled, reconnecting by itself.

    Args:
        dsn: where to listen.
        on_change: called for every change notice; without it none is asked for.
        on_wake: called when workers are to look into the queue, and after every reconnect. Without it nobody waits
            for a notice to the millisecond, and in a storm they are taken in handfuls.
        on_mode: called with the new mode when it changes.
        on_connected: awaited after each connect and before any notice, with ``execute`` usable.
        heartbeat_s: how often a silent connection is asked whether it still listens.
    """

    def __init__(
        self,
        dsn: str,
        *,
        on_change: Callable[[Change], None] | None = None,
        on_wake: Callable[[], None] | None = None,
        on_mode: Callable[[Mode], None] | None = None,
        on_connected: Callable[[], Awaitable[None]] | None = None,
        heartbeat_s: float = _HEARTBEAT_S,
    ) -> None:
        self._dsn = dsn
        wanted = {CHANGES_CHANNEL: on_change, WAKE_CHANNEL: on_wake}
        self._channels = tuple(name for name, told in wanted.items() if told is not None) or (WAKE_CHANNEL,)
        self._on_change = on_change
        self._on_wake = on_wake
        self._on_mode = on_mode
        self._heartbeat_s = heartbeat_s
        self._connection: AsyncConnection[tuple[Any, ...]] | None = None
        self._mode = Mode.OFFLINE
        self.on_connected = on_connected

    @property
    def mode(self) -> Mode:
        """How fresh what we know can be."""
        return self._mode

    @property
    def is_live(self) -> bool:
        """Whether the connection is our own, from end to end: notices arrive and session locks hold."""
        return self._mode is Mode.LIVE

    async def execute(self, statement: bytes, params: Any = None) -> None:
        """Run a statement on the listening connection; only from ``on_connected``."""
        if self._connection is None:
            raise OfflineError("The server can't be reached at the moment.")
        async with self._answer_within(_ANSWER_S, self._connection):
            await self._connection.execute(statement, params)

    async def run(self) -> None:
        """Listen until cancelled.

        Raises:
            KnownError: the server refuses this login or its tables are not ours; not for a lost connection.
        """
        failures = 0
        while True:
            try:
                self._connection = await connect(self._dsn, application_name="packdesk listener")
                mode = await self._probe(self._connection)
                failures = 0
                # execute() must see the mode before anybody hears of it
                self._mode = mode
                if self.on_connected is not None:
                    await self.on_connected()
                self._tell_mode(mode)
                self._tell_wake()
                await self._listen(self._connection, mode)
            except (psycopg.Error, PackdeskError, OSError, TimeoutError) as error:
                known = error if isinstance(error, PackdeskError) else translate(error)
                log.info("listener: %s", known)
                if not isinstance(known, OfflineError):
                    raise known from error  # a refusal stays one: asking again would only lock the login
            finally:
                await self._drop()
            self._tell_mode(Mode.OFFLINE)
            failures += 1
            spread = random.uniform(0.5, 1.0)  # noqa: S311  # so that not everybody comes back at once
            await asyncio.sleep(min(_LONGEST_PAUSE_S, 0.2 * 2 ** min(failures, 10)) * spread)

    async def _probe(self, connection: AsyncConnection[tuple[Any, ...]]) -> Mode:
        """Whether notices reach us: certain without a pooler, tried out behind one."""
        async with self._answer_within(_ANSWER_S, connection):
            for channel in self._channels:
                await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
            row = await (await connection.execute("select pg_backend_pid()")).fetchone()
        if row is not None and row[0] == connection.info.backend_pid:
            return Mode.LIVE
        token = f"packdesk_probe_{secrets.token_hex(8)}"
        async with self._answer_within(_ANSWER_S, connection):
            await connection.execute(sql.SQL("listen {}").format(sql.Identifier(token)))
        # from another connection: to its sender a pooler would hand a notice even though nobody listens for us
        other = await connect(self._dsn, application_name="packdesk probe")
        try:
            await other.execute("select pg_notify(%s, '')", [token])
        finally:
            await other.close()
        async for notice in connection.notifies(timeout=_ANSWER_S):
            if notice.channel == token:
                return Mode.LIVE
        return Mode.POLLING

    async def _listen(self, connection: AsyncConnection[tuple[Any, ...]], mode: Mode) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if mode is Mode.LIVE:
                rest_at = 0.0
                async for notice in connection.notifies(timeout=self._heartbeat_s):
                    self._deliver(notice.channel, notice.payload)
                    # waiting for each of a thousand notices a second costs more than all else about them
                    if self._on_wake is None and (now := loop.time()) >= rest_at:
                        await asyncio.sleep(_REST_S)
                        rest_at = now + _REST_S + _HANDFUL_S
            else:
                await asyncio.sleep(self._heartbeat_s)
            async with self._answer_within(_ANSWER_S, connection):
                cursor = await connection.execute("select count(*) from pg_listening_channels()")
                row = await cursor.fetchone()
            if mode is Mode.LIVE and (row is None or row[0] < len(self._channels)):
                raise OfflineError("The server forgot that this program listens.")

    def _deliver(self, channel: str, payload: str) -> None:
        if channel == WAKE_CHANNEL:
            self._tell_wake()
        elif channel == CHANGES_CHANNEL and self._on_change is not None:
            change = parse_change(payload)
            if change is not None:
                self._on_change(change)

    @asynccontextmanager
    async def _answer_within(
        self, seconds: float, connection: AsyncConnection[tuple[Any, ...]]
    ) -> AsyncIterator[None]:
        """Break the connection when an answer stays out; cancelling would itself wait for the dead network."""
        timer = asyncio.get_running_loop().call_later(seconds, shut_down_socket, connection)
        try:
            yield
        finally:
            timer.cancel()

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            shut_down_socket(connection)
            await connection.close()

    def _tell_mode(self, mode: Mode) -> None:
        changed, self._mode = mode is not self._mode, mode
        if self._on_mode is not None and (changed or mode is not Mode.OFFLINE):
            self._on_mode(mode)

    def _tell_wake(self) -> None:
        if self._on_wake is not None:
            self._on_wake()
