"""Everything one can do from the keyboard, in one list: the palette offers it, the keyboard map shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE, text_scale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do: ``label`` is what people read, ``keys`` like ``Ctrl+K`` (empty: none)."""

    name: str
    label: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = "bolt"


class Commands:
    """The window's commands by name; each with keys is also an action of the window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._commands: dict[str, Command] = {}
        self._notes: list[tuple[str, str]] = []

    def add(
        self,
        name: str,
        label: str,
        run: Callable[[], object],
        *keys: str,
        icon: str = "bolt",
    ) -> None:
        """One more command."""
        self._commands[name] = Command(name, label, run, keys, icon)
        if keys:
            action = QAction(label, self._window)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _: run())
            self._window.addAction(action)

    def note(self, keys: str, label: str) -> None:
        """Keys that a page handles by itself, for the keyboard map."""
        self._notes.append((keys, label))

    def run(self, name: str) -> None:
        """Do it."""
        self._commands[name].run()

    @property
    def all(self) -> Sequence[Command]:
        """In the order in which they were added."""
        return tuple(self._commands.values())

    @property
    def keyboard_map(self) -> list[tuple[str, str]]:
        """Keys as this system writes them, with what they do."""
        own = [(_shown(command.keys), command.label) for command in self._commands.values() if command.keys]
        return own + [(_shown((keys,)), label) for keys, label in self._notes]


def _shown(keys: Sequence[str]) -> str:
    return ", ".join(
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key for key in keys
    )


class KeyboardMap(QDialog):
    """Shows which keys do what; not modal, and gone when closed."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        title = QLabel(self.tr("Keyboard"))
        title.setProperty("kind", "title")
        column.addWidget(title)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, SPACE, 0)
        grid.setHorizontalSpacing(4 * SPACE)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(1, 1)
        for row, (keys, label) in enumerate(commands.keyboard_map):
            shown = QLabel(keys)
            shown.setProperty("kind", "strong")
            grid.addWidget(shown, row, 0)
            does = QLabel(label)
            does.setWordWrap(True)
            grid.addWidget(does, row, 1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        column.addWidget(scroll, 1)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        hint = inside.sizeHint()
        room = parent.size()
        width = max(round(480 * text_scale()), hint.width() + 10 * SPACE)
        self.resize(min(width, room.width()), min(hint.height() + 20 * SPACE, room.height()))
