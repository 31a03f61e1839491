"""Connections: how one is made, and the small pool that repositories share.

Settings hold for poolers too: no prepared statements, no ``options``. Keepalives notice a dead network.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import socket
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from weakref import WeakKeyDictionary

import psycopg
import psycopg_pool
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import args_row, class_row, dict_row, scalar_row
from psycopg_pool import AsyncConnectionPool

from desktop.core.connection import is_local_host, is_pooler_host
from desktop.core.errors import InvalidInputError, OfflineError, WrongPasswordError
from desktop.data import logins, tls
from desktop.data.errors import translate, translated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from psycopg.abc import PQGen

Record = TypeVar("Record")
Result = TypeVar("Result")

CONNECT_TIMEOUT_S: Final = 10
MAX_CONNECTIONS: Final = 3
"""What one program holds at most, one of them the listener's: session poolers of small projects have 15 in all."""

_STATEMENT_TIMEOUT_S: Final = 60.0
_CLOSE_TIMEOUT_S: Final = 2.0
_CHECK_TIMEOUT_S: Final = 3.0
_FIRST_ANSWER_S: Final = 8.0
_UNANSWERED_MS: Final = 15_000
_PREPARE_AFTER: Final = 5
_FRESH_S: Final = 0.25
"""A connection that has just answered isn't asked whether it does: that would double the round trips of who is busy."""

_IN_PLACE_S: Final = 0.002
"""How long a prompt question is waited for without going around the loop: a server near by has answered by then."""

_FIRST_QUESTION: Final = b"""
select set_config(name, value, false)
  from (values ('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3'),
               ('tcp_user_timeout', '30000')) as wanted (name, value)
 where pg_backend_pid() = %(pid)s"""
"""The server, too, is to notice a network that is gone: else dead connections count for hours. Not behind a pooler,
where a setting would stay with strangers: there every client gets a process number of the pooler's own making."""


def conninfo(dsn: str, *, application_name: str = "packdesk") -> str:
    """The connection string with our settings added where it doesn't set them itself.

    Raises:
        InvalidInputError: it isn't a connection string; the text isn't repeated, it may hold a password.
    """
    try:
        given = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        raise InvalidInputError(
            "This is not a connection string. It looks like postgresql://user@host:5432/database."
        ) from None
    defaults: dict[str, Any] = {
        "application_name": application_name,
        "connect_timeout": CONNECT_TIMEOUT_S,
        "keepalives": 1,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        # keepalives rest while something sent waits to be acknowledged: the system would go on for a quarter of an hour
        "tcp_user_timeout": _UNANSWERED_MS,
    }
    if not is_local_host(str(given.get("host") or "")) and "PGSSLMODE" not in os.environ:
        # libpq's own choice goes on in the clear, without a word, when somebody on the way says "no TLS here"
        defaults["sslmode"] = "require"
    return make_conninfo(**{**defaults, **{k: v for k, v in given.items() if v is not None}})


class Connection(AsyncConnection[tuple[Any, ...]]):
    """A connection that answers: made only if its login may be tried, given up if its first question goes unanswered.

    A pooler whose server connections are all taken lets a client in at once and leaves its first query waiting for
    minutes, whatever ``connect_timeout`` says.
    """

    is_prompt = False
    """Whether answers are first waited for in place, at most a few milliseconds, in which nothing else happens."""

    async def wait(self, gen: PQGen[Result], *args: Any, **kwargs: Any) -> Result:
        """As psycopg's; a loop that has slept takes longer to come around once than a server near by to answer."""
        if not self.is_prompt:
            return await super().wait(gen, *args, **kwargs)
        try:
            _advance(gen, self.pgconn.socket, _IN_PLACE_S)
        except StopIteration as end:
            result: Result = end.value
            return result
        async with asyncio.timeout(_STATEMENT_TIMEOUT_S):
            return await super().wait(gen, *args, **kwargs)

    @classmethod
    async def connect(cls, conninfo: str = "", **kwargs: Any) -> Self:
        """As psycopg's; also raises when a refused login isn't to be tried again (see ``logins``)."""
        async with logins.turn():
            logins.admit(conninfo)
            try:
                made = await super().connect(conninfo, **kwargs)
            except BaseException as error:  # a cancelled one has had no answer, either
                is_refusal = isinstance(error, psycopg.Error) and logins.is_refusal(str(error))
                (logins.note_refusal if is_refusal else logins.note_no_answer)(conninfo)
                raise
            logins.forgive(conninfo)
        timer = asyncio.get_running_loop().call_later(_FIRST_ANSWER_S, shut_down_socket, made)
        began = time.monotonic()
        try:
            await made.execute(_FIRST_QUESTION, {"pid": made.info.backend_pid})
        except BaseException as error:
            await made.close()
            if isinstance(error, psycopg.Error) and time.monotonic() - began >= _FIRST_ANSWER_S - 0.5:
                raise psycopg.OperationalError("the first query: unable to check out a connection") from error
            raise
        finally:
            timer.cancel()
        return made


async def connect(dsn: str, *, application_name: str = "packdesk") -> AsyncConnection[tuple[Any, ...]]:
    """One autocommit connection of one's own.

    Raises:
        OfflineError, NotAllowedError: in words that fit the cause.
    """
    info = conninfo(dsn, application_name=application_name)
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT_S + _FIRST_ANSWER_S + 2):
            return await Connection.connect(info, autocommit=True, prepare_threshold=None)
    except (psycopg.Error, TimeoutError) as error:
        raise (_is_about_tls(error) and await tls.reason_of(info)) or translate(error) from error


async def connect_patiently(
    dsn: str, *, application_name: str = "packdesk"
) -> AsyncConnection[tuple[Any, ...]]:
    """The same, with the one delayed retry that a refused login has: a pooler may still know an old password.

    Raises:
        WrongPasswordError: refused for good; only a person can help.
        OfflineError, NotAllowedError: in words that fit the cause.
    """
    try:
        return await connect(dsn, application_name=application_name)
    except WrongPasswordError:
        wait_s = logins.wait_s(conninfo(dsn, application_name=application_name))
        if wait_s is None:
            raise
        await asyncio.sleep(wait_s)
        return await connect(dsn, application_name=application_name)


def _is_about_tls(error: Exception) -> bool:
    return "certificate" in str(error)


def shut_down_socket(connection: AsyncConnection[Any]) -> None:
    """Break a connection whose network is gone: libpq then fails at once, where closing or cancelling would wait."""
    with suppress(OSError, psycopg.Error):
        fileno = connection.fileno()
        with socket.fromfd(fileno, socket.AF_INET, socket.SOCK_STREAM) as duplicate:
            duplicate.shutdown(socket.SHUT_RDWR)


def _advance(gen: PQGen[Any], fileno: int, patience_s: float) -> None:
    """Take one of psycopg's generators as far as it gets in that time; StopIteration is its end."""
    until = time.monotonic() + patience_s
    waits_for = next(gen)
    while (left_s := until - time.monotonic()) > 0:
        # psycopg's own words for both, Wait and Ready, are selectors' events
        with _Selector() as selector:
            selector.register(fileno, waits_for)
            for _, ready in selector.select(left_s):
                waits_for = gen.send(ready)


# poll makes no further file as epoll does, and takes numbers that select doesn't; Windows has neither of them
_Selector: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)

_answered_at: WeakKeyDictionary[AsyncConnection[Any], float] = WeakKeyDictionary()
"""When a pooled connection was last given back, by ``time.monotonic()``."""


async def _check(connection: AsyncConnection[Any]) -> None:
    """Raise unless a pooled connection still answers; one that is half open would keep us waiting for minutes."""
    if time.monotonic() - _answered_at.get(connection, 0.0) < _FRESH_S:
        return
    timer = asyncio.get_running_loop().call_later(_CHECK_TIMEOUT_S, shut_down_socket, connection)
    try:
        await AsyncConnectionPool.check_connection(connection)
    finally:
        timer.cancel()


class Database:
    """A small pool of autocommit connections; lives on the loop that opened it."""

    def __init__(
        self, dsn: str, *, max_size: int = MAX_CONNECTIONS - 1, application_name: str = "packdesk"
    ) -> None:
        self._dsn = dsn
        self._info = conninfo(dsn, application_name=application_name)
        self._application_name = application_name
        self._max_size = max_size
        self._pool: AsyncConnectionPool[Connection] | None = None
        self._in_use: dict[AsyncConnection[tuple[Any, ...]], float] = {}
        self._prepare_after: int | None = None
        self._is_one_at_hand = False
        self.on_broken: Callable[[], None] | None = None
        """Told, on the loop, of every question that went without an answer because the server was out of reach."""

    @property
    def dsn(self) -> str:
        """The connection string it was made with; it may hold a secret."""
        return self._dsn

    async def open(self) -> Self:
        """Connect; the first connection is tried by itself, since a pool would hide why it fails.

        Raises:
            OfflineError, NotAllowedError: in words that fit the cause.
        """
        info = self._info
        logins.forgive(info)  # somebody asks for it now, and may have a new password on the server
        is_pooled = is_pooler_host(str(conninfo_to_dict(info).get("host") or ""))
        first = await (connect_patiently if is_pooled else connect)(
            self._dsn, application_name=self._application_name
        )
        await first.close()
        self._pool = AsyncConnectionPool(
            info,
            connection_class=Connection,
            min_size=1,
            max_size=self._max_size,
            kwargs={"autocommit": True, "prepare_threshold": None},
            timeout=CONNECT_TIMEOUT_S + 5,
            open=False,
            check=_check,
        )
        await self._pool.open()
        return self

    async def close(self) -> None:
        """Give all connections back to the server."""
        if self._pool is not None:
            await self._pool.close(timeout=_CLOSE_TIMEOUT_S)
            self._pool = None

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    def cut_silent(self) -> None:
        """The network is known to be dead: whoever has waited for an answer for seconds hears of it now.

        Only a connection that is asked something new is checked first; one that died in the middle of a statement
        would keep its list or its page waiting for a minute.
        """
        for connection, since in list(self._in_use.items()):
            if time.monotonic() - since > _CHECK_TIMEOUT_S:
                shut_down_socket(connection)

    def allow_preparing(self, is_allowed: bool) -> None:
        """Prepare what is asked often; only where each connection is its own from end to end.

        Behind a transaction pooler a prepared statement would stay with a stranger, and be missing the next time.
        """
        self._prepare_after = _PREPARE_AFTER if is_allowed else None

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Borrow a connection; psycopg's errors come out translated."""
        if self._pool is None:
            raise OfflineError("The database is not open yet. Try again in a moment.")
        try:
            with translated():
                async with self._borrowed(self._pool) as borrowed:
                    yield borrowed
        except OfflineError:
            if self.on_broken is not None:
                self.on_broken()
            raise

    @asynccontextmanager
    async def _borrowed(self, pool: AsyncConnectionPool[Connection]) -> AsyncIterator[Connection]:
        try:
            async with pool.connection() as borrowed:
                self._in_use[borrowed] = time.monotonic()
                borrowed.prepare_threshold = self._prepare_after
                try:
                    yield borrowed
                    _answered_at[borrowed] = time.monotonic()
                finally:
                    borrowed.is_prompt = False
                    del self._in_use[borrowed]
        except psycopg_pool.PoolTimeout:
            # the pool has tried in silence; if it was refused, that is what there is to say
            logins.admit(self._info)
            raise

    @property
    def has_one_to_spare(self) -> bool:
        """Whether somebody may hold a connection for when it is needed: one of all, and others have to be left."""
        return self._max_size > 1 and not self._is_one_at_hand

    @asynccontextmanager
    async def at_hand(self) -> AsyncIterator[Connection]:
        """A connection to hold for when it is needed, by somebody who then has just heard of the server.

        So nobody asks whether it still answers, and for a moment answers are waited for in place.
        """
        self._is_one_at_hand = True
        try:
            async with self.connection() as connection:
                connection.is_prompt = True
                yield connection
        finally:
            self._is_one_at_hand = False

    async def execute(self, sql: bytes, params: Any = None) -> int:
        """Run a statement; the number of rows it touched."""
        async with self.connection() as connection, asyncio.timeout(_STATEMENT_TIMEOUT_S):
            return (await connection.execute(sql, params)).rowcount

    async def scalar(self, sql: bytes, params: Any = None) -> Any:
        """The first column of the first row, or None."""
        async with (
            self.connection() as connection,
            connection.cursor(row_factory=scalar_row) as cursor,
            asyncio.timeout(_STATEMENT_TIMEOUT_S),
        ):
            await cursor.execute(sql, params)
            return await cursor.fetchone()

    async def rows(self, sql: bytes, params: Any = None) -> list[dict[str, Any]]:
        """All rows as dictionaries."""
        async with (
            self.connection() as connection,
            connection.cursor(row_factory=dict_row) as cursor,
            asyncio.timeout(_STATEMENT_TIMEOUT_S),
        ):
            await cursor.execute(sql, params)
            return await cursor.fetchall()

    async def records(
        self, kind: type[Record], sql: bytes, params: Any = None, *, is_in_order: bool = False
    ) -> list[Record]:
        """All rows as records; the statement names exactly the record's fields, ``is_in_order`` in their order."""
        async with (
            self.connection() as connection,
            connection.cursor(row_factory=args_row(kind) if is_in_order else class_row(kind)) as cursor,
            asyncio.timeout(_STATEMENT_TIMEOUT_S),
        ):
            await cursor.execute(sql, params)
            return await cursor.fetchall()
