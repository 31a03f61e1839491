"""Trouble, shown calmly: a banner for what is known, a card for a defect. Neither takes the keyboard away."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.logs import redact
from desktop.ui.theme import SPACE, tokens

if TYPE_CHECKING:
    from desktop.core.errors import KnownError


class BannerStack(QWidget):
    """Shows errors above the page, the newest first; implements ``ErrorSink``. One card per kind of defect."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banners")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE)
        self._shown: dict[str, _Banner] = {}
        self.hide()

    def show_known(self, error: KnownError) -> None:
        """Say what happened and what to do next."""
        self._show(error.message, error.message, None)

    def show_bug(self, error: BaseException) -> None:
        """Show a defect, with details to copy; the same kind again only counts up."""
        details = redact("".join(traceback.format_exception(error)))
        kind = type(error).__name__
        self._show(
            f"bug {kind}",
            self.tr("Something went wrong inside Packdesk ({kind}).").format(kind=kind),
            details,
        )

    def say(self, text: str) -> None:
        """A sentence that is no error."""
        self._show(text, text, None, tone="info")

    @property
    def texts(self) -> list[str]:
        """What is shown, newest first."""
        return [banner.text for banner in reversed(self._shown.values())]

    def _show(self, key: str, text: str, details: str | None, *, tone: str = "bad") -> None:
        shown = self._shown.pop(key, None)
        if shown is not None:
            shown.count_up()
            self._layout.removeWidget(shown)
        else:
            shown = _Banner(text, details, tone, self)
            shown.dismissed.clicked.connect(lambda: self._dismiss(key))
        self._shown[key] = shown
        self._layout.insertWidget(0, shown)
        self.show()

    def _dismiss(self, key: str) -> None:
        shown = self._shown.pop(key, None)
        if shown is not None:
            self._layout.removeWidget(shown)
            shown.deleteLater()
        self.setVisible(bool(self._shown))


class _Banner(QFrame):
    def __init__(self, text: str, details: str | None, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = text
        self._count = 1
        colours = tokens()
        ink, paper = (colours.bad, colours.bad_soft) if tone == "bad" else (colours.info, colours.info_soft)
        self.setStyleSheet(
            f"_Banner {{ background: {paper}; border: 1px solid {ink}; border-radius: 6px; }}"
            f" QLabel {{ color: {colours.text}; background: transparent; }}"
        )
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        mark = QLabel("!" if tone == "bad" else "i")
        mark.setStyleSheet(f"color: {ink}; font-weight: 700;")
        row.addWidget(mark)
        self._label = QLabel(text)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._label, 1)
        if details is not None:
            copy = QPushButton(self.tr("Copy details"))
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
            row.addWidget(copy)
        self.dismissed = QPushButton(self.tr("Dismiss"))
        self.dismissed.setProperty("kind", "quiet")
        row.addWidget(self.dismissed)

    def count_up(self) -> None:
        """Seen once more."""
        self._count += 1
        self._label.setText(f"{self.text} ({self._count} x)")
