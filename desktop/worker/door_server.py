"""Serves the doors over HTTP: one socket, one small server on the worker's own loop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

import h11
import psutil
import uvicorn
from starlette.responses import JSONResponse
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from desktop.core.errors import InvalidInputError, ServerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

    from starlette.applications import Starlette
    from starlette.types import Message, Receive, Scope, Send
    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

log = logging.getLogger(__name__)

_HEAD_S: Final = 10.0
"""How long a caller may take for the head of a request; one that never ends would hold its connection for ever."""
_KEEP_ALIVE_S: Final = 15
_GRACE_S: Final = 20
"""For the last answers, after the jobs were given back."""
_MOST_HEAD_BYTES: Final = 32 * 1024
_BACKLOG: Final = 128
"""Callers that wait to be let in."""
_MOST_CONNECTIONS: Final = 128
"""Twice as many as orders may wait: one that is told so must still get through."""
_TURNED_AWAY_S: Final = 1.0
"""Closed at once, what the caller is still sending would break the connection before it has read why."""


_TOO_MANY: Final = b"".join(
    (
        b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nRetry-After: 5\r\n",
        b"Connection: close\r\n\r\n",
        json.dumps({"error": "busy", "message": "Too many callers at once. Ask again in a moment."}).encode(),
    )
)
_stopping: Final = JSONResponse(
    {"error": "offline", "message": "This worker is stopping. Ask again in a moment."},
    503,
    {"Retry-After": "5", "Connection": "close"},
)


def read_address(text: str) -> tuple[str, int]:
    """``HOST:PORT``, with brackets around an IPv6 address; port 0 lets the system choose.

    Raises:
        InvalidInputError: it isn't one.
    """
    host, colon, port = text.strip().rpartition(":")
    is_bracketed = host.startswith("[") and host.endswith("]")
    host = host[1:-1] if is_bracketed else host
    is_port = port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65535
    if not (colon and host and is_port) or (":" in host and not is_bracketed):
        raise InvalidInputError(f'"{text[:80]}" is no address. Give one like 127.0.0.1:8080 or [::1]:8080.')
    return host, int(port)


def open_door(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        ServerError: the address is taken, not allowed, or not this computer's.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(place[:2], family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not a possible name"
        raise ServerError(f"{host}:{port} can't be opened ({reason}). Choose another address.") from error


def leads_here(url: str, door: socket.socket) -> bool:
    """Whether an http(s) address is that of a listening socket. Blocks while its name is looked up."""
    try:
        told = urlsplit(url)
        port = told.port or (443 if told.scheme == "https" else 80)
        host, own_port = door.getsockname()[:2]
        if port != own_port:
            return False
        found = {str(info[4][0]) for info in socket.getaddrinfo(told.hostname, port, type=socket.SOCK_STREAM)}
    except (OSError, ValueError):
        return False  # no address at all: said when it is asked
    if not ip_address(host).is_unspecified:
        return host in found
    own = {address.address.partition("%")[0] for all_ in psutil.net_if_addrs().values() for address in all_}
    return any(address in own or ip_address(address).is_loopback for address in found)


class _Protocol(H11Protocol):
    """Takes so many connections, closes those whose request never comes, and says in JSON what it can't read."""

    _head_timer: asyncio.TimerHandle | None = None
    _is_turned_away = False

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        if len(self.connections) >= _MOST_CONNECTIONS:
            self._is_turned_away = True
            transport.write(_TOO_MANY)
            transport.write_eof()
            self.loop.call_later(_TURNED_AWAY_S, transport.close)
            return
        super().connection_made(transport)
        self._expect_head()

    @override
    def data_received(self, data: bytes) -> None:
        if self._is_turned_away:
            return
        super().data_received(data)
        if self._is_between_requests and self._head_timer is None:
            self._expect_head()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
        if not self._is_turned_away:
            super().connection_lost(exc)

    @override
    def send_400_response(self, msg: str) -> None:
        body = json.dumps({"error": "not-http", "message": "This is not a proper HTTP request."}).encode()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            headers = [("content-type", "application/json"), ("content-length", str(len(body)))]
            for event in (
                h11.Response(
                    status_code=400, headers=[*headers, ("connection", "close")], reason=b"Bad Request"
                ),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event))
        self.transport.close()

    @property
    def _is_between_requests(self) -> bool:
        # None before the first request, which its annotation doesn't say
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is None or cycle.response_complete

    def _expect_head(self) -> None:
        self._head_timer = self.loop.call_later(_HEAD_S, self._give_up_on_head)

    def _give_up_on_head(self) -> None:
        self._head_timer = None
        if self._is_between_requests and not self.transport.is_closing():
            self.transport.close()


class _ToTheLast:
    """Around an application: a request that is cut off at the end of everything is told so, too."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except asyncio.CancelledError:
            if not has_begun:
                await _stopping(scope, receive, send)
            raise


class _Server(uvicorn.Server):
    """Leaves the signals to whoever runs the loop."""

    @contextlib.contextmanager
    @override
    def capture_signals(self) -> Generator[None, None, None]:
        yield


@contextlib.asynccontextmanager
async def serving(app: Starlette, door: socket.socket) -> AsyncIterator[None]:
    """Serve ``app`` on ``door`` as long as this lasts; at the end running requests get their answers first."""
    config = uvicorn.Config(
        _ToTheLast(app),
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
        h11_max_incomplete_event_size=_MOST_HEAD_BYTES,
        backlog=_BACKLOG,
    )
    server = _Server(config)
    running = asyncio.create_task(_serve(server, door), name="http doors")
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.gather(running, return_exceptions=True)
        door.close()


async def _serve(server: uvicorn.Server, door: socket.socket) -> Any:
    try:
        await server.serve(sockets=[door])
    except Exception:
        log.exception("the HTTP doors are closed")
        raise
