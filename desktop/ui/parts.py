"""Small widgets that pages are put together from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from typing_extensions import override

from desktop.ui.marks import mark_icon, mark_pixmap
from desktop.ui.theme import RADIUS, SPACE, tokens
from desktop.ui.words import Look, inks


def dress(widget: QWidget, sheet: str) -> None:
    """Give a widget its own style, but not the same one again: that would tell of another change of colours."""
    if sheet != widget.styleSheet():
        widget.setStyleSheet(sheet)


_FRAME = QSize(16, 40)
"""What a window manager puts around a window, so that all of it fits onto a small screen."""


def room_for(window: QWidget) -> QSize:
    """The most that a window may take of its screen, in device-independent pixels."""
    return window.screen().availableSize() - _FRAME


class Chip(QFrame):
    """A state as sign, word and colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE // 4, SPACE, SPACE // 4)
        row.setSpacing(SPACE // 2)
        self._mark = QLabel()
        self._word = QLabel()
        row.addWidget(self._mark)
        row.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._look: Look | None = None

    @property
    def look(self) -> Look | None:
        """What is shown."""
        return self._look

    def show_look(self, look: Look) -> None:
        """Show a state."""
        if look != self._look:
            self._look = look
            self._paint()

    def _paint(self) -> None:
        if self._look is None:
            return
        ink, paper = inks(self._look.tone)
        side = round(QFontMetrics(self.font()).height() * 0.85)
        self._mark.setPixmap(mark_pixmap(self._look.mark, ink, side))
        self._word.setText(self._look.word)
        self.setAccessibleName(self._look.word)
        dress(
            self,
            f"Chip {{ background: {paper}; border-radius: {RADIUS}px; }}"
            f" QLabel {{ color: {ink}; font-weight: 600; background: transparent; }}",
        )

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_look"):
            self._paint()


class Sign(QLabel):
    """A sign beside a text of the same size, in the colour of a tone; it follows theme and size."""

    def __init__(self, mark: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = mark, tone
        self._paint()

    def _paint(self) -> None:
        high = self.fontMetrics().height()
        side = round(high * 0.85)
        self.setPixmap(mark_pixmap(self._look[0], inks(self._look[1])[0], side))
        self.setContentsMargins(0, (high - side) // 2, 0, 0)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_look"):
            self._paint()


class IconButton(QPushButton):
    """A quiet button with a sign; its name is its tooltip and what screen readers say."""

    def __init__(self, mark: str, name: str, parent: QWidget | None = None, *, shortcut: str = "") -> None:
        super().__init__(parent)
        self._sign = mark
        self.setProperty("kind", "quiet")
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({shortcut})" if shortcut else name)
        self.setStyleSheet("QPushButton { padding: 5px; } QPushButton:focus { padding: 4px; }")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._paint()

    def _paint(self) -> None:
        side = QFontMetrics(self.font()).height() + 2
        self.setIcon(mark_icon(self._sign, side=side))
        self.setIconSize(QSize(side, side))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_sign"):
            self._paint()


class ElidedLabel(QLabel):
    """One line that is cut off with dots where there is no room; the whole text is in its tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIndent(0)
        self._whole = ""
        self.setText(text)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).height() * 3, super().minimumSizeHint().height())

    @override
    def setText(self, text: str) -> None:
        if text and text == self._whole:
            return
        self._whole = text
        self.setAccessibleName(text)
        super().setText(text)
        self.updateGeometry()
        self._elide()

    def _elide(self) -> None:
        whole = getattr(self, "_whole", "")
        metrics = self.fontMetrics()
        room = self.width() - 2
        is_cut = metrics.horizontalAdvance(whole) > room > 0
        shown = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room) if is_cut else whole
        if shown != self.text():
            super().setText(shown)
        self.setToolTip(whole if is_cut else "")

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()  # only then the style's font is known
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().horizontalAdvance(getattr(self, "_whole", "")) + 4)
        return hint

    @override
    def resizeEvent(self, event: object) -> None:
        self._elide()


class StatePage(QWidget):
    """What a page shows instead of its content: what is the matter, and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        outer.setSpacing(SPACE)
        outer.addStretch(2)
        self._sign = QLabel()
        self._title = QLabel()
        self._title.setProperty("kind", "heading")
        self._text = QLabel()
        self._text.setProperty("kind", "muted")
        for label in (self._sign, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            outer.addWidget(label)
        outer.addSpacing(SPACE)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(SPACE)
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)
        outer.addStretch(3)
        self._mark = ""

    @property
    def texts(self) -> tuple[str, str]:
        """Title and text, as shown."""
        return self._title.text(), self._text.text()

    def say(self, mark: str, title: str, text: str, *buttons: QPushButton) -> None:
        """Show this; the buttons are kept by whoever made them."""
        self._mark = mark
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        items = [self._buttons.itemAt(n) for n in range(self._buttons.count())]
        shown = [item.widget() for item in items if isinstance(item, QWidgetItem)]
        for old in shown:
            old.setVisible(old in buttons)
        for button in buttons:
            if button not in shown:
                self._buttons.insertWidget(self._buttons.count() - 1, button)
            button.show()
        self._paint()

    def _paint(self) -> None:
        self._sign.setPixmap(mark_pixmap(self._mark, tokens().muted, 5 * SPACE))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_mark"):
            self._paint()
