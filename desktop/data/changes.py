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
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import sql

from desktop.core.errors import OfflineError, PackdeskError
from desktop.data.database import connect, connect_patiently, shut_down_socket
from desktop.data.errors import translate
from desktop.data.pooling import hears_notices

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from psycopg import AsyncConnection

    from desktop.data.pooling import Beside

log = logging.getLogger(__name__)

CHANGES_CHANNEL: Final = "packdesk_changes"
WAKE_CHANNEL: Final = "packdesk_wake"

_HEARTBEAT_S: Final = 11.0
_ANSWER_S: Final = 3.0
"""Together they say how soon a dead network is noticed: within 15 s, with five or six questions a minute."""

_PROBE_S: Final = 9.0
"""Behind a pooler: some questions, and the wait for a notice of one's own."""

_LONGEST_PAUSE_S: Final = 10.0
_REST_S: Final = 0.03
"""Between two handfuls of notices, where nobody waits for one to the millisecond."""


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


@dataclass(slots=True)
class _Errand:
    """A statement for the listening connection, and who waits for it."""

    statement: bytes
    params: Any
    done: asyncio.Future[None]

    def succeed(self) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def forget(self) -> None:
        """Nobody waits any more; what came of it is nobody's loss."""
        if not self.done.cancel() and not self.done.cancelled():
            self.done.exception()

    def fail(self, error: PackdeskError) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class _NoticeReader:
    """Reads a listening connection's notices as they come in, as a reader of the loop.

    psycopg's own way, a generator that is asked again and again, takes two more turns of the loop for each notice, and
    ten a second to look whether it should stop.

    Args:
        connection: asked nothing meanwhile.
        deliver: told channel and payload.
        rest_s: how long to let notices gather before the next reading.
        failed: set when the connection broke.
    """

    def __init__(
        self,
        connection: AsyncConnection[Any],
        deliver: Callable[[str, str], None],
        *,
        rest_s: float,
        failed: asyncio.Event,
    ) -> None:
        self._server = connection.pgconn
        self._fileno = connection.fileno()
        self._deliver = deliver
        self._rest_s = rest_s
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._resting: asyncio.TimerHandle | None = None
        self._error: Exception | None = None
        self.heard_at = self._loop.time()
        """When the server was last heard of, by the loop's clock."""

    @contextmanager
    def open(self) -> Iterator[None]:
        """Hear while the block runs.

        Raises:
            psycopg.Error: the connection broke.
        """
        self._hand_over()  # what came in with the last answer
        self._listen()
        try:
            yield
        finally:
            if self._resting is not None:
                self._resting.cancel()
            self._loop.remove_reader(self._fileno)
        if self._error is not None:
            raise self._error

    def _listen(self) -> None:
        self._resting = None
        self._loop.add_reader(self._fileno, self._read)

    def _read(self) -> None:
        try:
            self._server.consume_input()
            self._hand_over()
        except Exception as error:  # noqa: BLE001  # raised by whoever waits
            self._loop.remove_reader(self._fileno)
            self._error = error
            self._failed.set()
        else:
            if self._rest_s:
                self._loop.remove_reader(self._fileno)
                self._resting = self._loop.call_later(self._rest_s, self._listen)

    def _hand_over(self) -> None:
        while notice := self._server.notifies():
            self.heard_at = self._loop.time()
            self._deliver(notice.relname.decode(), notice.extra.decode())


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
        beside: another connection of the same program, to find out about poolers; without it one is made for that.
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
        beside: Beside | None = None,
    ) -> None:
        self._dsn = dsn
        wanted = {CHANGES_CHANNEL: on_change, WAKE_CHANNEL: on_wake}
        self._channels = tuple(name for name, told in wanted.items() if told is not None) or (WAKE_CHANNEL,)
        self._on_change = on_change
        self._is_prompt = on_wake is not None
        self._beside = beside
        self._errands: list[_Errand] = []
        self._errand = asyncio.Event()
        self.on_wake = on_wake
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

    async def errand(self, statement: bytes, params: Any = None) -> None:
        """Run a statement on the listening connection at once.

        For what belongs to a session: a LISTEN more, a session lock. It is gone when the connection is.

        Raises:
            OfflineError: there is no connection, or it broke over this.
        """
        if self._mode is Mode.OFFLINE or self._connection is None:
            raise OfflineError("The server can't be reached at the moment.")
        waiting = _Errand(statement, params, asyncio.get_running_loop().create_future())
        self._errands.append(waiting)
        self._errand.set()
        try:
            await waiting.done
        finally:
            waiting.forget()
            if waiting in self._errands:
                self._errands.remove(waiting)

    async def run(self) -> None:
        """Listen until cancelled.

        Raises:
            KnownError: the server refuses this login or its tables are not ours; not for a lost connection.
        """
        failures = 0
        while True:
            try:
                self._connection = await connect_patiently(self._dsn, application_name="packdesk listener")
                mode = await self._probe(self._connection)
                # those that come in beside the answer to a question
                self._connection.add_notify_handler(
                    lambda notice: self._deliver(notice.channel, notice.payload)
                )
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
        """Listen, if notices reach us at all: behind a transaction pooler a LISTEN would stay with strangers."""
        if not await self._hears_notices(connection):
            return Mode.POLLING
        async with self._answer_within(_ANSWER_S, connection):
            for channel in self._channels:
                await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
        return Mode.LIVE

    async def _hears_notices(self, connection: AsyncConnection[tuple[Any, ...]]) -> bool:
        other: AsyncConnection[tuple[Any, ...]] | None = None

        async def beside(statement: bytes, params: Any = None) -> Any:
            nonlocal other
            if other is None:
                other = await connect(self._dsn, application_name="packdesk probe")
            row = await (await other.execute(statement, params)).fetchone()
            return None if row is None else row[0]

        try:
            async with self._answer_within(_PROBE_S, connection):
                return await hears_notices(connection, self._beside or beside)
        finally:
            if other is not None:
                await other.close()

    async def _listen(self, connection: AsyncConnection[tuple[Any, ...]], mode: Mode) -> None:
        while True:
            self._errand.clear()
            if self._errands:
                await self._run_errands(connection)
            elif mode is Mode.LIVE:
                await self._take_notices(connection)
            else:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._heartbeat_s):
                        await self._errand.wait()
            if self._errands:
                continue
            async with self._answer_within(_ANSWER_S, connection):
                cursor = await connection.execute("select count(*) from pg_listening_channels()")
                row = await cursor.fetchone()
            if mode is Mode.LIVE and (row is None or row[0] < len(self._channels)):
                raise OfflineError("The server forgot that this program listens.")

    async def _take_notices(self, connection: AsyncConnection[tuple[Any, ...]]) -> None:
        """Hand notices over until there is silence for a heartbeat, or an errand."""
        rest_s = 0.0 if self._is_prompt else _REST_S
        reader = _NoticeReader(connection, self._deliver, rest_s=rest_s, failed=self._errand)
        loop = asyncio.get_running_loop()
        with reader.open():
            while not self._errand.is_set():
                left_s = self._heartbeat_s - (loop.time() - reader.heard_at)
                if left_s <= 0:
                    return
                with suppress(TimeoutError):
                    async with asyncio.timeout(left_s):
                        await self._errand.wait()

    async def _run_errands(self, connection: AsyncConnection[tuple[Any, ...]]) -> None:
        async with self._answer_within(_ANSWER_S, connection):
            while self._errands:
                errand = self._errands.pop(0)
                try:
                    await connection.execute(errand.statement, errand.params)
                except psycopg.Error as error:
                    errand.fail(translate(error))
                    if connection.closed:
                        raise
                except BaseException:
                    self._errands.insert(0, errand)  # dropped with the connection, which tells who waits
                    raise
                else:
                    errand.succeed()

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
        while self._errands:
            self._errands.pop(0).fail(translate(psycopg.OperationalError("connection lost")))
        if connection is not None:
            shut_down_socket(connection)
            await connection.close()

    def _tell_mode(self, mode: Mode) -> None:
        changed, self._mode = mode is not self._mode, mode
        if self._on_mode is not None and (changed or mode is not Mode.OFFLINE):
            self._on_mode(mode)

    def _tell_wake(self) -> None:
        if self.on_wake is not None:
            self.on_wake()
