"""The list of projects and the page of one, and the way between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.ui.aplus_page import AplusPage
from desktop.ui.asking import finished
from desktop.ui.known_words import said
from desktop.ui.new_project_dialog import ProjectDialog
from desktop.ui.project_page import ProjectPage
from desktop.ui.projects_page import ProjectsPage
from desktop.ui.tasks import async_slot
from desktop.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from desktop.core.records import Project
    from desktop.ui.backend import Backend
    from desktop.ui.preferences import Preferences
    from desktop.ui.tasks import Tasks


class ProjectsArea(QStackedWidget):
    """Lives on the main thread.

    Signals, which anybody may emit:
        opened: the id of the project to show.
        new_wanted: a new project, with these photo files (a list of ``Path``, possibly empty).
        sample_wanted: the sample project.
    """

    opened = Signal(str)
    new_wanted = Signal(list)
    sample_wanted = Signal()

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        *,
        settings: QSettings | None = None,
        user: str | None = None,
        preferences: Preferences | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._backend = backend
        self._user = user
        self._was_just_shown = False
        thumbnails = Thumbnails(backend, tasks, self)
        self.list = ProjectsPage(backend, tasks, settings=settings, thumbnails=thumbnails, user=user)
        self.project = ProjectPage(backend, tasks, thumbnails=thumbnails, user=user, preferences=preferences)
        self.addWidget(self.list)
        self.aplus = AplusPage(backend, tasks, thumbnails=thumbnails, user=user)
        self.addWidget(self.project)
        self.addWidget(self.aplus)
        self.list.opened.connect(self.opened)
        self.list.new_wanted.connect(self.new_wanted)
        self.opened.connect(self.open_project)
        self.new_wanted.connect(self.new_project)
        self.list.sample_wanted.connect(self.sample_wanted)
        self.project.left.connect(self.show_list)
        self.project.aplus_wanted.connect(self.show_aplus)
        self.aplus.left.connect(self._on_aplus_left)

    def load(self) -> None:
        """Ask for the list, once the backend is open."""
        self.list.load()

    def show_mode(self, mode: str) -> None:
        """``live``, ``polling`` or ``offline``."""
        self.list.show_mode(mode)
        self.project.show_mode(mode)
        self.aplus.show_mode(mode)

    def show_aplus(self, project: Project) -> None:
        """Show a project's A+ content."""
        self.aplus.open_project(project)
        self.setCurrentWidget(self.aplus)

    def _on_aplus_left(self) -> None:
        self.aplus.leave()
        self.setCurrentWidget(self.project)
        self.project.header.aplus.setFocus()

    def open_project(self, project: str) -> None:
        """Show one project."""
        self.aplus.leave()
        self.project.open_project(project)
        self.setCurrentWidget(self.project)

    def show_list(self) -> None:
        """Show all projects."""
        self.project.leave()
        self.aplus.leave()
        self.setCurrentWidget(self.list)
        self.list.table.setFocus()

    def on_page_chosen(self, name: str) -> None:
        """The sidebar was clicked: where the projects are shown already, it leads back to all of them."""
        if name == "projects" and self.isVisible() and not self._was_just_shown:
            self.show_list()

    @async_slot
    async def new_project(self, paths: list[Path]) -> None:
        """Ask what the product is, make the project, add the photos, and show it."""
        dialog = ProjectDialog(self.tasks, self)
        dialog.add_paths(paths)
        self.tasks.start(("kits", id(dialog)), dialog.load_kits(self._backend), owner=dialog)
        made: list[str] = []
        dialog.submitted.connect(lambda: self._make(dialog, made))
        if await finished(dialog) and made:
            self.open_project(made[0])
            sources = [(path.name, path) for path in dialog.photos.paths]
            if sources:
                self.project.uploads.add(made[0], sources, already=0)

    def _make(self, dialog: ProjectDialog, made: list[str]) -> None:
        async def make() -> None:
            filled = dialog.form.value
            try:
                project = await self._backend.call(
                    self._backend.services.projects.create(
                        filled.brief,
                        style=filled.style,
                        owner=self._user,
                        photos=(),
                        brand=filled.brand,
                        kit=filled.kit,
                    )
                )
            except KnownError as error:
                dialog.complain(said(error))
            else:
                made.append(project.id)
                dialog.accept()

        self.tasks.start(("make", id(dialog)), make(), owner=self)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._was_just_shown = True
        QTimer.singleShot(0, self, self._on_shown)

    def _on_shown(self) -> None:
        self._was_just_shown = False
