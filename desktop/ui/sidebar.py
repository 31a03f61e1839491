"""The way between the pages."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE


class Sidebar(QWidget):
    """Page buttons; ``chosen`` tells the page's name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Pages"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE, 2 * SPACE, SPACE, 2 * SPACE)
        self._layout.setSpacing(SPACE // 2)
        brand = QLabel("Packdesk")
        brand.setProperty("kind", "heading")
        brand.setContentsMargins(SPACE, 0, 0, 2 * SPACE)
        self._layout.addWidget(brand)
        self._layout.addStretch(1)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}

    def add(self, name: str, label: str, shortcut: str) -> None:
        """One more page; ``shortcut`` like ``Ctrl+1``."""
        button = QPushButton(label)
        button.setCheckable(True)
        button.setProperty("kind", "nav")
        button.setShortcut(shortcut)
        button.setToolTip(f"{label} ({shortcut})")
        button.setAccessibleName(label)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = button
        self._layout.insertWidget(self._layout.count() - 1, button)

    def mark(self, name: str) -> None:
        """Show which page is open."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
