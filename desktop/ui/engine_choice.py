"""Where images are made: on this computer, or by a web endpoint that works on the same team's database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import KnownError
from desktop.ui.brief_form import Field
from desktop.ui.known_words import said
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from desktop.ui.tasks import Tasks


class EngineHost(Protocol):
    """What the choice needs to know and have done; implemented at the front door."""

    @property
    def engine_text(self) -> str:
        """What makes the images now, in words."""
        ...

    @property
    def engine_url(self) -> str:
        """The endpoint in use; empty for this computer."""
        ...

    @property
    def can_choose_engine(self) -> bool:
        """Whether there is a saved team connection that can remember an endpoint."""
        ...

    async def use_engine(self, url: str, key: str) -> None:
        """Have images made there from now on, or with an empty address on this computer. Raises KnownError."""
        ...


class EngineChoice(QWidget):
    """Lives on the main thread. What was chosen holds once *Use this* is pressed."""

    def __init__(self, host: EngineHost, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._host = host
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        self.text = QLabel()
        self.text.setWordWrap(True)
        column.addWidget(self.text)
        self.here = QRadioButton(self.tr("This computer"))
        self.elsewhere = QRadioButton(self.tr("A web endpoint"))
        group = QButtonGroup(self)
        for button in (self.here, self.elsewhere):
            group.addButton(button)
            column.addWidget(button)
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(3 * SPACE, 0, 0, 0)
        fields.setSpacing(SPACE)
        self.url = QLineEdit()
        self.url.setPlaceholderText("https://shop.example.com/api/process-image")
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(self.tr("Kept in the system's key store, never in a file"))
        fields.addWidget(Field(self.tr("Address"), self.url))
        fields.addWidget(Field(self.tr("Key"), self.key))
        column.addWidget(self._fields)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("kind", "muted")
        column.addWidget(self.note)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setProperty("kind", "bad")
        self._problem.hide()
        column.addWidget(self._problem)
        self.use = QPushButton(self.tr("Use this"))
        self.use.setAccessibleName(self.tr("Use this image engine"))
        self.use.clicked.connect(self.choose)
        row = QHBoxLayout()
        row.addWidget(self.use)
        row.addStretch(1)
        column.addLayout(row)
        self.elsewhere.toggled.connect(lambda _: self._on_changed())
        for line in (self.url, self.key):
            line.textChanged.connect(lambda _: self._on_changed())
        self.refresh()

    @property
    def problem(self) -> str:
        """What is wrong, as shown."""
        return "" if self._problem.isHidden() else self._problem.text()

    def refresh(self) -> None:
        """Show again what is in use."""
        may = self._host.can_choose_engine
        url = self._host.engine_url
        self.text.setText(self._host.engine_text)
        self.url.setText(url)
        self.key.clear()
        (self.elsewhere if url else self.here).setChecked(True)
        for widget in (self.here, self.elsewhere):
            widget.setVisible(may)
        self.use.setVisible(may)
        self.note.setText(
            self.tr(
                "The endpoint finds photos and words in the team's database; cut-outs, A+ content, exports stay here."
            )
            if may
            else self.tr(
                "A web endpoint can make images for a team's saved connection: it works on that database."
            )
        )
        self._on_changed()

    @async_slot
    async def choose(self) -> None:
        """Make images there from now on."""
        url = self.url.text().strip() if self.elsewhere.isChecked() else ""
        try:
            await self._host.use_engine(url, self.key.text().strip() if url else "")
        except KnownError as error:
            self._problem.setText(said(error))
            self._problem.show()

    def _on_changed(self) -> None:
        self._problem.hide()
        is_elsewhere = self.elsewhere.isChecked()
        self._fields.setVisible(is_elsewhere and self._host.can_choose_engine)
        wanted = self.url.text().strip() if is_elsewhere else ""
        is_new = wanted != self._host.engine_url or bool(is_elsewhere and self.key.text().strip())
        self.use.setEnabled(is_new and (not is_elsewhere or bool(wanted)))
