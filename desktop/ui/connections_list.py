"""The databases this computer knows: switch to another one, call it something else, forget it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.asking import confirm, finished
from desktop.ui.copy_dialog import Copier, CopyDialog
from desktop.ui.icons import dress
from desktop.ui.parts import IconButton
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from desktop.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class SavedConnection:
    """One of them. ``name`` is empty for the private database; ``place`` holds no secret."""

    name: str
    place: str
    is_open: bool
    may_copy: bool = False
    """Whether its projects can be copied to the team's database that is open."""

    @property
    def is_private(self) -> bool:
        """Whether it is this computer's own."""
        return not self.name


class ConnectionsHost(Copier, Protocol):
    """What the list needs done; implemented at the front door. Every method may raise KnownError."""

    async def saved_connections(self) -> list[SavedConnection]:
        """All of them, the private one first."""
        ...

    async def use_saved(self, name: str) -> None:
        """Work with that one from now on."""
        ...

    async def rename_saved(self, name: str, new_name: str) -> None:
        """Call it something else."""
        ...

    async def remove_saved(self, name: str) -> None:
        """Forget it and its password."""
        ...


class ConnectionsList(QWidget):
    """Lives on the main thread. One row a connection, the open one marked."""

    def __init__(self, host: ConnectionsHost, tasks: Tasks) -> None:
        super().__init__()
        self.tasks = tasks
        self._host = host
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE)
        self._shown: list[SavedConnection] = []

    @property
    def shown(self) -> list[SavedConnection]:
        """What is listed."""
        return self._shown

    def refresh(self) -> None:
        """Read the list again."""
        self.tasks.start("saved connections", self._load(), owner=self)

    async def _load(self) -> None:
        found = await self._host.saved_connections()
        if found == self._shown:
            return
        self._shown = found
        while self._column.count():
            row = self._column.takeAt(0).widget()
            row.hide()
            row.deleteLater()
        for connection in found:
            self._column.addWidget(self._row(connection))

    def _row(self, connection: SavedConnection) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "card")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(2 * SPACE)
        mark = QLabel()
        dress(mark, "computer" if connection.is_private else "team", "accent")
        title = self.tr("This computer") if connection.is_private else connection.name
        name, place = QLabel(title), QLabel(connection.place)
        name.setProperty("kind", "strong")
        place.setProperty("kind", "muted")
        for label in (name, place):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 4)
        words.addWidget(name)
        words.addWidget(place)
        row.addWidget(mark)
        row.addLayout(words, 1)
        if connection.may_copy:
            copy = QPushButton(self.tr("Copy to the team\u2026"))
            copy.setAccessibleName(self.tr("Copy this computer's projects to the team"))
            copy.clicked.connect(lambda: self.tasks.start("copy to team", self._copy(), owner=self))
            row.addWidget(copy)
        if connection.is_open:
            in_use = QLabel(self.tr("In use"))
            in_use.setProperty("kind", "good")
            row.addWidget(in_use)
        else:
            use = QPushButton(self.tr("Use"))
            use.setAccessibleName(self.tr("Use {name}").format(name=title))
            use.clicked.connect(lambda: self.tasks.start("use saved", self._host.use_saved(connection.name)))
            row.addWidget(use)
        if not connection.is_private:
            row.addWidget(self._more(connection))
        return frame

    def _more(self, connection: SavedConnection) -> IconButton:
        button = IconButton("more", self.tr("More for {name}").format(name=connection.name))
        menu = QMenu(button)
        menu.addAction(self.tr("Rename\u2026")).triggered.connect(
            lambda: self.tasks.start("saved connection", self._rename(connection), owner=self)
        )
        forget = menu.addAction(self.tr("Forget\u2026"))
        forget.triggered.connect(
            lambda: self.tasks.start("saved connection", self._forget(connection), owner=self)
        )
        forget.setEnabled(not connection.is_open)
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    async def _copy(self) -> None:
        question = self.tr("Copy this computer's projects to the team?")
        text = self.tr(
            "Photos, images and briefs become visible to everybody in the team. Nothing changes on this computer, and"
            " what is there already is left as it is."
        )
        if await confirm(self, question, text, self.tr("Copy")):
            await CopyDialog(self._host, self).run()

    async def _rename(self, connection: SavedConnection) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename the connection"))
        dialog.setLabelText(self.tr("What do you call it?"))
        dialog.setTextValue(connection.name)
        if await finished(dialog):
            await self._host.rename_saved(connection.name, dialog.textValue())
            await self._load()

    async def _forget(self, connection: SavedConnection) -> None:
        question = self.tr("Forget {name}?").format(name=connection.name)
        text = self.tr(
            "This computer forgets the connection and its password. Nothing in the team's database changes."
        )
        if await confirm(self, question, text, self.tr("Forget")):
            await self._host.remove_saved(connection.name)
            await self._load()
