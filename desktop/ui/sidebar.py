"""The way between the pages."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.icons import dress
from desktop.ui.theme import SPACE


class Sidebar(QWidget):
    """Page buttons; ``chosen`` tells the page's name, ``palette_wanted`` that somebody looks for something."""

    chosen = Signal(str)
    palette_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Pages"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE, 2 * SPACE, SPACE, 2 * SPACE)
        self._layout.setSpacing(SPACE // 2)
        self._layout.addLayout(self._brand())
        self._layout.addSpacing(2 * SPACE)
        self._layout.addStretch(1)
        tip = self.tr("Go to a page, a project or an action (Ctrl+K)")
        self.search = self._button(self.tr("Search"), "search", tip)
        self.search.clicked.connect(self.palette_wanted)
        self._layout.addWidget(self.search)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        self._is_compact = False

    def add(self, name: str, label: str, shortcut: str) -> None:
        """One more page; ``shortcut`` like ``Ctrl+1``; its icon has the page's name."""
        button = self._button(label, name, f"{label} ({shortcut})")
        button.setCheckable(True)
        dress(button, name)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = button
        # above the stretch and what stands at the foot
        self._layout.insertWidget(self._layout.count() - 2, button)

    def mark(self, name: str) -> None:
        """Show which page is open."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def show_compact(self, *, is_compact: bool) -> None:
        """Icons only, where the window is narrow or its text large."""
        if is_compact == self._is_compact:
            return
        self._is_compact = is_compact
        self._name.setVisible(not is_compact)
        for button in (*self._buttons.values(), self.search):
            button.setText("" if is_compact else button.accessibleName())
        self.setProperty("compact", is_compact)
        self.style().unpolish(self)
        self.style().polish(self)

    def let_choose(self, *, may: bool) -> None:
        """Whether there are pages to go to yet."""
        for button in (*self._buttons.values(), self.search):
            button.setEnabled(may)

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(SPACE + SPACE // 2, 0, 0, 0)
        row.setSpacing(SPACE)
        mark = QLabel()
        dress(mark, "app", size=24)
        self._name = QLabel("Packdesk")
        self._name.setProperty("kind", "heading")
        row.addWidget(mark)
        row.addWidget(self._name, 1)
        return row

    @staticmethod
    def _button(label: str, picture: str, tip: str) -> QPushButton:
        button = QPushButton(label)
        button.setProperty("kind", "nav")
        button.setToolTip(tip)
        button.setAccessibleName(label)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        dress(button, picture)
        return button
