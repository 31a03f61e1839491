"""What stands in the window's middle while the database is opened, when that fails, and when a password is needed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.icons import dress
from desktop.ui.theme import SPACE

_SLOW_MS = 10_000


class OpeningPage(QWidget):
    """Says what is being waited for, or what went wrong and what one can do.

    Signals:
        again: try again.
        change: choose another database.
        password_given: the password that was typed; it is kept nowhere here.
    """

    again = Signal()
    change = Signal()
    password_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("opening")
        whole = QVBoxLayout(self)
        card = QFrame()
        card.setProperty("kind", "choice")
        card.setMaximumWidth(620)
        whole.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 10)
        row.addStretch(1)
        whole.addLayout(row)
        whole.addStretch(3)
        column = QVBoxLayout(card)
        column.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        self._mark = QLabel()
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._text = QLabel()
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Opening"))
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setAccessibleName(self.tr("Password"))
        self._password.setPlaceholderText(self.tr("Password"))
        self._password.returnPressed.connect(self._on_password)
        for part in (self._mark, self._title, self._text, self._bar, self._password):
            column.addWidget(part)
        column.addLayout(self._buttons())
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._on_slow)
        self._slow_text = ""

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self._text.text()}"

    def show_opening(self, title: str, text: str, *, when_slow: str) -> None:
        """Wait, and say so; ``when_slow`` is said after ten seconds."""
        dress(self._mark, "clock", "accent", size=32)
        self._slow_text = when_slow
        self._slow.start()
        self._tell(title, text, is_waiting=True)

    def show_failed(self, title: str, text: str) -> None:
        """Say what went wrong and offer a way on."""
        dress(self._mark, "alert", "bad", size=32)
        self._tell(title, text)
        self._again.setFocus()

    def ask_password(self, title: str, text: str) -> None:
        """Ask for what the key store doesn't have."""
        dress(self._mark, "plug", "accent", size=32)
        self._tell(title, text, needs_password=True)
        self._password.setFocus()

    def done(self) -> None:
        """Nothing is waited for any more."""
        self._slow.stop()
        self._bar.hide()

    def _tell(self, title: str, text: str, *, is_waiting: bool = False, needs_password: bool = False) -> None:
        if not is_waiting:
            self._slow.stop()
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(self.text)
        self._bar.setVisible(is_waiting)
        self._password.clear()
        self._password.setVisible(needs_password)
        self._connect.setVisible(needs_password)
        self._again.setVisible(not is_waiting and not needs_password)
        self._change.setVisible(not is_waiting)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        self._again = QPushButton(self.tr("Try again"))
        self._again.setProperty("kind", "primary")
        self._again.clicked.connect(self.again)
        self._connect = QPushButton(self.tr("Connect"))
        self._connect.setProperty("kind", "primary")
        self._connect.clicked.connect(self._on_password)
        self._change = QPushButton(self.tr("Choose another database"))
        self._change.clicked.connect(self.change)
        for button in (self._connect, self._again, self._change):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _on_password(self) -> None:
        if self._password.text():
            self.password_given.emit(self._password.text())

    def _on_slow(self) -> None:
        self._text.setText(self._slow_text)
