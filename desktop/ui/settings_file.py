"""``window.ini``, changed on the main thread and written on another: a write waits for the disk, twice."""

from __future__ import annotations

import atexit
import weakref
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread
from typing_extensions import override

if TYPE_CHECKING:
    from pathlib import Path


class SettingsFile(QSettings):
    """Settings in a file; lives on the main thread, which never waits for the disk because of them.

    The one that writes is a second object for the same file: within a program both see the same values. It is Qt's
    own work from end to end, since Python's lock isn't released while Qt writes.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), QSettings.Format.IniFormat)
        self._writer = QSettings(self.fileName(), QSettings.Format.IniFormat)
        self._thread = QThread()
        self._thread.setObjectName("settings")
        self._writer.moveToThread(self._thread)
        # A thread that runs when its object goes would take the program with it. At the program's end Qt's objects
        # go by what was registered for it on importing Qt; what is registered later comes first.
        end = weakref.finalize(self, _end, self._thread)
        end.atexit = False
        atexit.register(end)

    @override
    def setValue(self, key: str, value: Any) -> None:
        super().setValue(key, value)
        self._thread.start()  # nothing happens when it runs
        QCoreApplication.postEvent(self._writer, QEvent(QEvent.Type.UpdateRequest))

    @override
    def event(self, event: QEvent) -> bool:
        return event.type() == QEvent.Type.UpdateRequest or super().event(event)


def _end(thread: QThread) -> None:
    """Let what is on its way be written, and wait; no method, which would keep alive whose end it waits for."""
    thread.quit()
    thread.wait()
