"""The strip at the foot of the window: how fresh everything is, what the queue does, whether this computer helps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.icons import dress
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_MOST: Final = 10_000
_REASON_CHARACTERS: Final = 40


def bounded(count: int) -> str:
    """``12`` or ``10,000+``."""
    return f"{_MOST:,}+" if count > _MOST else f"{count:,}"


class StatusStrip(QWidget):
    """Shows what it is told. Emits what is asked of the app.

    Signals:
        processing_toggled: the user switches this computer's processing.
        connection_clicked: the user wants to know more about the connection.
        queue_clicked: the user wants to see the queue.
    """

    processing_toggled = Signal(bool)
    connection_clicked = Signal()
    queue_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE // 2, 2 * SPACE, SPACE // 2)
        row.setSpacing(SPACE)
        self._connection = _strip_button()
        self._connection.clicked.connect(self.connection_clicked)
        self._queue = _strip_button()
        self._queue.setProperty("tone", "muted")
        self._queue.clicked.connect(self.queue_clicked)
        self._paused = self._make_paused()
        self._doing = ElidedLabel()
        self._doing.setProperty("kind", "muted")
        self._doing.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._processing = QCheckBox(self.tr("Processing"))
        self._processing.setAccessibleName(self.tr("This computer is processing"))
        self._processing.setToolTip(self.tr("Whether this computer makes images for everybody's jobs"))
        self._processing.toggled.connect(self.processing_toggled)
        for part in (self._connection, self._queue, self._paused):
            row.addWidget(part)
        row.addWidget(self._doing, 1)
        row.addWidget(self._processing)
        self._mode = "offline"
        self._since = datetime.now().astimezone()
        self.show_mode("offline")

    @property
    def mode(self) -> str:
        """``live``, ``polling``, ``offline`` or ``opening``, as shown."""
        return self._mode

    @property
    def since(self) -> datetime:
        """Since when it is so."""
        return self._since

    @property
    def texts(self) -> tuple[str, str, str]:
        """What it says about the connection, the queue and this computer."""
        return self._connection.text(), self._queue.text(), self._doing.text()

    def show_mode(self, mode: str) -> None:
        """Show how fresh everything is; since when is remembered while it stays the same."""
        if mode != self._mode:
            self._since = datetime.now().astimezone()
        self._mode = mode
        self._processing.setVisible(mode != "opening")
        if mode == "opening":
            self._connection.setText(self.tr("\u25cc OPENING"))
            tip = self.tr("The database is being opened.")
        else:
            mark, word, tip = {
                "live": ("\u25cf", self.tr("LIVE"), self.tr("Changes show at once.")),
                "polling": (
                    "\u25d0",
                    self.tr("POLLING"),
                    self.tr("A pooler swallows change notices: everything is read again every two seconds."),
                ),
                "offline": (
                    "\u25cb",
                    self.tr("OFFLINE"),
                    self.tr("The database can't be reached. What you see may be out of date."),
                ),
            }[mode]
            since = self.tr("since {time}").format(time=f"{self._since:%H:%M}")
            self._connection.setText(f"{mark} {word} {since}")
        self._connection.setToolTip(tip)
        self._connection.setAccessibleName(
            self.tr("Connection: {state}").format(state=self._connection.text())
        )
        self._connection.setProperty("tone", "muted" if mode == "opening" else mode)
        # the style sheet looks at properties only when it is told to
        self._connection.style().unpolish(self._connection)
        self._connection.style().polish(self._connection)

    def show_queue(self, queued: int, running: int, *, is_paused: bool = False, reason: str = "") -> None:
        """Show what the queue does, and why it stands still; counts above 10,000 stand for more."""
        text = self.tr("{queued} queued, {running} running")
        self._queue.setText(text.format(queued=bounded(queued), running=bounded(running)))
        self._queue.setAccessibleName(self.tr("Queue: {state}").format(state=self._queue.text()))
        self._paused.setVisible(is_paused)
        short = (
            reason if len(reason) <= _REASON_CHARACTERS else reason[:_REASON_CHARACTERS].rstrip() + "\u2026"
        )
        self._paused_word.setText(
            self.tr("Queue paused: {reason}").format(reason=short) if reason else self.tr("Queue paused")
        )
        how = self.tr("Nobody takes jobs until the queue is resumed on the page Workers.")
        self._paused.setToolTip(f"{reason}\n{how}" if reason else how)
        self._paused.setAccessibleName(f"{self.tr('Queue paused')} {reason}".strip())

    def show_processing(self, *, is_on: bool, doing: str = "") -> None:
        """Show whether this computer helps and with what, without telling anybody that it was switched."""
        with QSignalBlocker(self._processing):
            self._processing.setChecked(is_on)
        self._doing.setText(doing)
        self._doing.setAccessibleName(
            self.tr("This computer: {state}").format(state=doing or self.tr("idle"))
        )

    def _make_paused(self) -> QFrame:
        chip = QFrame()
        chip.setProperty("kind", "chip")
        row = QHBoxLayout(chip)
        row.setContentsMargins(SPACE, 0, SPACE, 0)
        row.setSpacing(SPACE // 2)
        mark = QLabel()
        dress(mark, "pause", "warn", size=12)
        self._paused_word = QLabel()
        self._paused_word.setTextFormat(Qt.TextFormat.PlainText)
        self._paused_word.setProperty("kind", "warn")
        row.addWidget(mark)
        row.addWidget(self._paused_word)
        chip.hide()
        return chip


class ElidedLabel(QLabel):
    """One line of text that gives way: what doesn't fit ends in dots, and the tool tip has it all."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        with QPainter(self) as painter:
            painter.setPen(self.palette().windowText().color())
            painter.drawText(self.rect(), int(self.alignment()), shown)


def _strip_button() -> QPushButton:
    button = QPushButton()
    button.setProperty("kind", "strip")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
