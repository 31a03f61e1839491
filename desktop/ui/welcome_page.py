"""The very first thing a person sees: two ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.ui.connect_form import ConnectForm, Connector
from desktop.ui.icons import dress
from desktop.ui.theme import SPACE, text_scale

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.ui.tasks import Tasks

_SIDE_BY_SIDE = 860
"""Width from which the two choices stand side by side at 100 %."""


class WelcomePage(QWidget):
    """Lives on the main thread. ``private_chosen``: start on this computer; ``cancelled``: leave things as they are."""

    private_chosen = Signal()
    cancelled = Signal()

    def __init__(self, connector: Connector, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._widths: dict[QFrame, int] = {}
        self.form = ConnectForm(connector, tasks)
        self.form.back.connect(self.show_choices)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._choices())
        self._stack.addWidget(self._connecting())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.start.setFocus()

    def show_connect(self) -> None:
        """Straight to the connection string."""
        self._stack.setCurrentIndex(1)
        self.form.line.setFocus()

    def show_choices(self) -> None:
        """The two ways to begin."""
        self._stack.setCurrentIndex(0)
        self.start.setFocus()

    def let_cancel(self, *, may: bool) -> None:
        """Whether there is something to go back to."""
        self._cancel.setVisible(may)

    def _choices(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(SPACE)
        column.addStretch(2)
        mark = QLabel()
        dress(mark, "app", size=64)
        title = QLabel(self.tr("Welcome to Packdesk"))
        title.setProperty("kind", "hero")
        text = QLabel(self.tr("From your own product photos to a complete pack of six listing images."))
        text.setProperty("kind", "muted")
        text.setWordWrap(True)
        for label in (mark, title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(4 * SPACE)
        row = self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(3 * SPACE)
        row.addStretch(1)
        self.start = QPushButton(self.tr("Start on this computer"))
        self.start.setProperty("kind", "primary")
        self.start.setDefault(True)
        self.start.clicked.connect(self.private_chosen)
        self.team = QPushButton(self.tr("Connect to my team"))
        self.team.clicked.connect(self.show_connect)
        row.addWidget(
            self._choice(
                "computer",
                self.tr("Just me"),
                self.tr(
                    "Everything stays on this computer. No account, no set-up: a sample project is waiting, and your"
                    " first pack is a click away."
                ),
                self.start,
            ),
            8,
        )
        row.addWidget(
            self._choice(
                "team",
                self.tr("With my team"),
                self.tr(
                    "Work in your team's database, live with everybody else. You need the connection string or the"
                    " .packdesk file from your admin."
                ),
                self.team,
            ),
            8,
        )
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(2 * SPACE)
        later = QLabel(self.tr("You can change this at any time in Settings."))
        later.setProperty("kind", "muted")
        later.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(later)
        self._cancel = QPushButton(self.tr("Leave it as it is"))
        self._cancel.setProperty("kind", "quiet")
        self._cancel.clicked.connect(self.cancelled)
        self._cancel.hide()
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        return _in_scroll_area(page)

    def _choice(self, picture: str, title: str, text: str, button: QPushButton) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "choice")
        self._widths[card] = 480
        column = QVBoxLayout(card)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        mark = QLabel()
        dress(mark, picture, "accent", size=36)
        name = QLabel(title)
        name.setProperty("kind", "title")
        says = QLabel(text)
        says.setWordWrap(True)
        says.setProperty("kind", "muted")
        button.setAccessibleDescription(text)
        for part in (mark, name, says):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(button)
        return card

    def _connecting(self) -> QWidget:
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.addStretch(1)
        card = QFrame()
        card.setProperty("kind", "choice")
        self._widths[card] = 760
        column = QVBoxLayout(card)
        column.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        title = QLabel(self.tr("Connect to my team"))
        title.setProperty("kind", "title")
        column.addWidget(title)
        column.addWidget(self.form)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(2)
        outer.addLayout(middle, 12)
        outer.addStretch(1)
        return _in_scroll_area(page)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _SIDE_BY_SIDE * text_scale()
        for card, width in self._widths.items():
            card.setMaximumWidth(round(width * text_scale()))
        way = QBoxLayout.Direction
        self._cards.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back a step, where there is one."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._stack.currentIndex() == 1:
            self.show_choices()
        elif self._cancel.isVisible():
            self.cancelled.emit()


def _in_scroll_area(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
