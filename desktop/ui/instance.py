"""One window per user and folder: a second start hands its files to the first, which comes to the front."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

log = logging.getLogger(__name__)

_ANSWER_MS: Final = 3_000
_MOST_BYTES: Final = 64 * 1024


class Instance(QObject):
    """Lives on the main thread. ``called`` tells the files (list of str) a second start was given, maybe none.

    The lock decides who is first, the local socket carries the message; a crash leaves neither behind for good.
    """

    called = Signal(list)

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(home).encode("utf-8", "replace")).hexdigest()[:16]
        # lies in the folder for temporary files, where the private server may have its own under a similar name
        self._name = f"packdesk-window-{digest}"
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale when its process is gone, not when it is old
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the first; False when there is one already."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)
        if not self._server.listen(self._name):
            log.warning("a second start won't find this one: %s", self._server.errorString())
        return True

    def call_first(self, files: Sequence[str]) -> bool:
        """Hand these files to the first and let it come to the front; False when it doesn't answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        socket.write(json.dumps({"files": list(files)}).encode() + b"\n")
        socket.waitForBytesWritten(_ANSWER_MS)
        answered = socket.waitForReadyRead(_ANSWER_MS) and bytes(socket.readAll().data()).startswith(b"ok")
        socket.disconnectFromServer()
        return answered

    def release(self) -> None:
        """Let the next start be the first: this one is on its way out."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _on_connected(self) -> None:
        socket = self._server.nextPendingConnection() if self._server is not None else None
        if socket is None:
            return
        heard = bytearray()

        def on_ready() -> None:
            heard.extend(bytes(socket.readAll().data()))
            if b"\n" in heard or len(heard) > _MOST_BYTES:
                socket.readyRead.disconnect(on_ready)
                self._take(bytes(heard), socket)

        socket.readyRead.connect(on_ready)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            on_ready()

    def _take(self, heard: bytes, socket: QLocalSocket) -> None:
        try:
            told = json.loads(heard)
            files = [str(name) for name in told["files"]]
        except (ValueError, KeyError, TypeError):
            log.info("somebody said something that is no call")
            socket.disconnectFromServer()
            return
        socket.write(b"ok\n")
        socket.flush()
        self.called.emit(files)
