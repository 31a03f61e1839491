"""The dialogs a project's page opens: export, and what marketplaces say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.ui.asking import finished
from desktop.ui.compliance_view import Compliance, ComplianceDialog
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.words import image_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.core.project_detail import ProjectDetail
    from desktop.core.records import GeneratedImage
    from desktop.ui.backend import Backend
    from desktop.ui.preferences import Preferences
    from desktop.ui.tasks import Tasks


class ProjectTools(QObject):
    """Lives on the main thread; each dialog is open once at most."""

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        compliance: Compliance,
        preferences: Preferences | None,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._backend = backend
        self._tasks = tasks
        self._compliance = compliance
        self._preferences = preferences
        self._window = window

    def export(self, detail: ProjectDetail) -> None:
        """Export the images of a project."""

        async def export() -> None:
            dialog = ExportDialog(
                self._backend, self._tasks, detail.project, self._preferences, self._window.window()
            )
            await finished(dialog)

        self._tasks.start(("export dialog", id(self)), export())

    def explain(self, image: GeneratedImage, parent: QWidget | None = None) -> None:
        """Say what a marketplace thinks of an image, rule by rule."""

        async def explain() -> None:
            name = image_name(image.image_type)
            await finished(ComplianceDialog(self._compliance, image, name, parent or self._window.window()))

        self._tasks.start(("explain", id(self)), explain())
