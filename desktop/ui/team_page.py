"""The team: its people, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from desktop.ui.audit_list import AuditList
from desktop.ui.people_list import PeopleList
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from desktop.ui.backend import Backend
    from desktop.ui.people_list import PeopleHost
    from desktop.ui.tasks import Tasks


class TeamPage(QWidget):
    """Lives on the main thread."""

    def __init__(
        self, backend: Backend, host: PeopleHost, tasks: Tasks, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("team")
        self.people = PeopleList(host, tasks)
        self.audit = AuditList(backend, tasks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        title = QLabel(self.tr("Team"))
        title.setProperty("kind", "title")
        column.addWidget(title)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        people = QWidget()
        inside = QVBoxLayout(people)
        inside.setContentsMargins(0, 2 * SPACE, 0, 0)
        inside.addWidget(self.people)
        self.tabs.addTab(self.audit, self.tr("Who did what"))
        self.tabs.addTab(people, self.tr("People"))
        self.tabs.currentChanged.connect(lambda _: self.people.load())
        column.addWidget(self.tabs, 1)
        # whom others invite or remove stands in the audit, and that is news
        self._unfollow = backend.follow_changes(frozenset({"audit_log"}), self.people.refresh)
        self.destroyed.connect(self._unfollow)

    def load(self) -> None:
        """Ask for everything, once a database is open."""
        self.people.load()
        self.audit.load()
