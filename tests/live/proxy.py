"""A TCP address that leads to a server's socket and can go dead as networks do: nothing is closed, nothing comes."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from typing import Self


class HalfOpenProxy:
    """Forwards connections to a Unix socket from a thread of its own.

    ``freeze`` makes every connection that is there swallow what is sent, for good, and new ones stay unanswered;
    ``thaw`` lets new connections through. The old ones stay half open: their ends are never told, but the server's
    with ``server_notices``, as its own keepalives would tell it after a while.
    """

    def __init__(self, socket_path: str, *, server_notices: bool = False) -> None:
        self._path = socket_path
        self._server_notices = server_notices
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._is_frozen = threading.Event()
        self._over = threading.Event()
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._nears: set[socket.socket] = set()
        self._dead: list[socket.socket] = []
        self._thread = threading.Thread(target=self._forward, name="proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for end in (self._listening, *self._pairs, *self._dead):
            end.close()

    def freeze(self) -> None:
        self._is_frozen.set()

    def thaw(self) -> None:
        self._is_frozen.clear()

    def _forward(self) -> None:
        while not self._over.is_set():
            if self._is_frozen.is_set():
                self._bury()
                self._over.wait(0.02)
                continue
            ready, _, _ = select.select([self._listening, *self._pairs], [], [], 0.02)
            if self._is_frozen.is_set():
                continue
            for end in ready:
                if end is self._listening:
                    self._accept()
                elif end in self._pairs:
                    self._pass_on(end)

    def _bury(self) -> None:
        for near in self._nears:
            far = self._pairs.get(near)
            if far is not None and self._server_notices:
                del self._pairs[far]
                far.close()
        self._nears.clear()
        self._dead += self._pairs
        self._pairs.clear()

    def _accept(self) -> None:
        near, _ = self._listening.accept()
        far = socket.socket(socket.AF_UNIX)
        try:
            far.connect(self._path)
        except OSError:
            near.close()
            far.close()
            return
        self._pairs[near], self._pairs[far] = far, near
        self._nears.add(near)

    def _pass_on(self, end: socket.socket) -> None:
        other = self._pairs[end]
        data = b""
        with suppress(OSError):
            data = end.recv(65536)
            other.sendall(data)
        if not data:
            for gone in (end, other):
                self._pairs.pop(gone, None)
                self._nears.discard(gone)
                gone.close()
