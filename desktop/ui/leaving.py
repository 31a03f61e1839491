"""Being told to go: signals of the system, and the computer going to sleep."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, QSocketNotifier, Signal, Slot

if TYPE_CHECKING:
    from types import FrameType

log = logging.getLogger(__name__)


class SystemSignals(QObject):
    """``asked_to_end`` on SIGINT, SIGTERM and SIGHUP; lives on the main thread, which is where Python handles signals.

    While Qt waits, no Python runs that could notice a signal: the wake-up socket gets it going.
    """

    asked_to_end = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._out, self._in = socket.socketpair()
        for end in (self._out, self._in):
            end.setblocking(False)  # noqa: FBT003  # its only argument
        self._before_fd = signal.set_wakeup_fd(self._in.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._out.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_awake)
        self._before: dict[int, Any] = {}
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._on_signal)

    def close(self) -> None:
        """Handle signals as before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        signal.set_wakeup_fd(self._before_fd)
        self._notifier.setEnabled(False)
        self._out.close()
        self._in.close()

    def _on_awake(self) -> None:
        with suppress(OSError):
            self._out.recv(64)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        log.info("told to end by signal %d", number)
        self.asked_to_end.emit()


class Sleep(QObject):
    """``falling_asleep`` and ``awake`` as systemd's login manager tells them; silent where there is none.

    https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html, signal PrepareForSleep.
    """

    falling_asleep = Signal()
    awake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if sys.platform != "linux":
            return
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415  # not there on Windows

        bus = QDBusConnection.systemBus()
        if bus.isConnected():
            service = "org.freedesktop.login1"
            bus.connect(
                service,
                "/org/freedesktop/login1",
                f"{service}.Manager",
                "PrepareForSleep",
                self,
                SLOT("on_prepare(bool)").encode(),
            )

    @Slot(bool)
    def on_prepare(self, is_falling_asleep: bool) -> None:
        """Told by the login manager, before and after."""
        (self.falling_asleep if is_falling_asleep else self.awake).emit()
