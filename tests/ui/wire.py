"""A network that can go dead: nothing gets through, and nobody is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


class Wire:
    """A TCP address that leads to a server's socket, until it is told to swallow everything or to hang up."""

    def __init__(self, socket_path: str) -> None:
        self._socket_path = socket_path
        self._open = asyncio.Event()
        self._open.set()
        self._pumps: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> int:
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        self._open.set()
        if self._server is not None:
            self._server.close()
        self._hang_up()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    def swallow(self) -> None:
        """From now on nothing gets through, and nobody is told."""
        self._on_loop(self._open.clear)

    def pass_on(self) -> None:
        self._on_loop(self._open.set)

    def hang_up(self) -> None:
        self._on_loop(self._hang_up)

    def _on_loop(self, function: Callable[[], None]) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(function)

    def _hang_up(self) -> None:
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(self._socket_path)
        self._writers += [writer, far_writer]
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            pump = asyncio.ensure_future(self._pump(source, sink))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                await self._open.wait()
                sink.write(data)
                await sink.drain()
        except (ConnectionError, OSError):
            pass
        finally:
            sink.close()


@pytest.fixture
async def wire(dsn: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the test's database, in a thread of its own so that the window's loop plays no part in it."""
    told = conninfo_to_dict(dsn)
    loop = asyncio.SelectorEventLoop()
    thread = asyncio.get_running_loop().run_in_executor(None, loop.run_forever)
    made = Wire(f"{told['host']}/.s.PGSQL.{told['port']}")

    async def on_wire(work: str) -> object:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(getattr(made, work)(), loop))

    port = int(str(await on_wire("start")))
    yield made, make_conninfo(dsn, host="127.0.0.1", port=port)
    await on_wire("stop")
    loop.call_soon_threadsafe(loop.stop)
    await thread
    loop.close()
