"""Trouble, shown calmly: a banner for what is known, a card for a defect. Neither takes the keyboard away."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.errors import OfflineError
from desktop.core.logs import redact
from desktop.ui.icons import dress
from desktop.ui.known_words import said
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.errors import KnownError

MOST_SHOWN: Final = 3
"""More would push the page out of the window; the log has them all."""

_INFO_MS: Final = 8_000
_LONGEST_TEXT: Final = 600


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
        # many things fail at once when the server goes away, all for the same reason
        key = "offline" if isinstance(error, OfflineError) else error.message
        self._show(key, redact(said(error)), None, tone="bad")

    def show_bug(self, error: BaseException) -> None:
        """Show a defect, with details to copy; the same kind again only counts up."""
        details = redact("".join(traceback.format_exception(error)))
        kind = type(error).__name__
        text = self.tr("Something went wrong inside Packdesk ({kind}). What you see may be incomplete.")
        self._show(f"bug {kind}", text.format(kind=kind), details, tone="bad")

    def say(self, text: str) -> None:
        """A sentence that is no error; it goes by itself."""
        self._show(text, text, None, tone="info")
        self._shown[text].go_after(_INFO_MS)

    def offer(
        self, key: str, text: str, label: str, action: Callable[[], object], *, tone: str = "info"
    ) -> None:
        """A sentence with something to do about it."""
        self._show(key, text, None, tone=tone)
        self._shown[key].add_action(label, action)

    def clear(self, key: str) -> None:
        """Take one away, if it is there; ``offline`` are those about an unreachable server."""
        shown = self._shown.pop(key, None)
        if shown is not None:
            self._layout.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self.setVisible(bool(self._shown))

    @property
    def texts(self) -> list[str]:
        """What is shown, newest first."""
        return [banner.text for banner in reversed(self._shown.values())]

    def _show(self, key: str, text: str, details: str | None, *, tone: str) -> None:
        shown = self._shown.pop(key, None)
        if shown is not None:
            shown.say_again(text, details)
            self._layout.removeWidget(shown)
        else:
            while len(self._shown) >= MOST_SHOWN:
                self.clear(next(iter(self._shown)))
            shown = _Banner(text, details, tone, self)
            shown.dismissed.clicked.connect(lambda: self.clear(key))
        self._shown[key] = shown
        self._layout.insertWidget(0, shown)
        self.show()


class _Banner(QFrame):
    def __init__(self, text: str, details: str | None, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = text[:_LONGEST_TEXT]
        self._details = details
        self._count = 1
        self.setProperty("kind", f"banner-{tone}")
        self.setAccessibleName(self.text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        self._row.setSpacing(SPACE)
        mark = QLabel()
        dress(mark, {"bad": "bug" if details else "alert", "warn": "alert"}.get(tone, "info"), tone)
        self._row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._label = QLabel(self.text)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self._label, 1)
        if details is not None:
            copy = QPushButton(self.tr("Copy details"))
            copy.clicked.connect(self._copy)
            self._row.addWidget(copy)
        self.dismissed = QPushButton()
        self.dismissed.setProperty("kind", "quiet")
        self.dismissed.setAccessibleName(self.tr("Dismiss"))
        self.dismissed.setToolTip(self.tr("Dismiss"))
        dress(self.dismissed, "close", "muted", size=14)
        self._row.addWidget(self.dismissed)

    def add_action(self, label: str, action: Callable[[], object]) -> None:
        """A button in front of the one that dismisses."""
        if any(button.text() == label for button in self.findChildren(QPushButton)):
            return
        button = QPushButton(label)
        button.clicked.connect(lambda _: action())
        self._row.insertWidget(self._row.count() - 1, button)

    def go_after(self, delay_ms: int) -> None:
        """Dismiss itself then."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self.dismissed.click)
        timer.start(delay_ms)

    def say_again(self, text: str, details: str | None) -> None:
        """Seen once more."""
        self._count += 1
        self.text, self._details = text[:_LONGEST_TEXT], details or self._details
        self._label.setText(self.tr("{text} ({count} times)").format(text=self.text, count=self._count))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details or self.text)
