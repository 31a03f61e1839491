"""The strip at the foot of the window: how fresh everything is, what the queue does, whether this computer helps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from desktop.ui.theme import SPACE, tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent


class StatusStrip(QWidget):
    """Shows what it is told; ``processing_toggled`` when the user switches this computer's processing."""

    processing_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE // 2, 2 * SPACE, SPACE // 2)
        row.setSpacing(2 * SPACE)
        self._connection = QLabel()
        self._connection.setAccessibleName(self.tr("Connection"))
        self._queue = QLabel()
        self._queue.setProperty("kind", "muted")
        self._queue.setAccessibleName(self.tr("Queue"))
        self._processing = QCheckBox(self.tr("This computer is processing"))
        self._processing.toggled.connect(self.processing_toggled)
        row.addWidget(self._connection)
        row.addWidget(self._queue)
        row.addStretch(1)
        row.addWidget(self._processing)
        self._mode = "offline"
        self._since = datetime.now().astimezone()
        self.show_mode("offline")

    @property
    def mode(self) -> str:
        """``live``, ``polling`` or ``offline``, as shown."""
        return self._mode

    def show_mode(self, mode: str) -> None:
        """Show how fresh everything is; since when is remembered while it stays the same."""
        if mode != self._mode:
            self._since = datetime.now().astimezone()
        self._mode = mode
        self._paint_mode()

    def show_queue(self, queued: int, running: int) -> None:
        """Show what the queue does."""
        self._queue.setText(
            self.tr("{queued} queued, {running} running").format(queued=queued, running=running)
        )

    def show_processing(self, *, is_on: bool) -> None:
        """Show whether this computer helps, without telling anybody that it was switched."""
        with QSignalBlocker(self._processing):
            self._processing.setChecked(is_on)

    def _paint_mode(self) -> None:
        colours = tokens()
        mark, word, ink = {
            "live": ("\u25cf", self.tr("LIVE"), colours.good),
            "polling": ("\u25d0", self.tr("POLLING"), colours.warn),
            "offline": ("\u25cb", self.tr("OFFLINE"), colours.bad),
        }[self._mode]
        since = self.tr("since {time}").format(time=f"{self._since:%H:%M}")
        self._connection.setText(f"{mark} {word} {since}")
        self._connection.setStyleSheet(f"color: {ink}; font-weight: 600;")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == event.Type.PaletteChange and hasattr(self, "_connection"):
            self._paint_mode()
        super().changeEvent(event)
