"""The front door: builds every object of the window, hands each what it needs, starts and stops them."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop.core.errors import KnownError
from desktop.core.logs import log_to
from desktop.engine import EmbeddedWorker, EngineBackend
from desktop.ui.main_window import MainWindow
from desktop.ui.projects_page import ProjectsPage
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Appearance, apply
from desktop.workspace import check_home, home_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.data.changes import Mode

log = logging.getLogger(__name__)


class App:
    """Owns the window, the engine and the embedded worker; lives on the main thread."""

    def __init__(self, settings: QSettings, *, dsn: str | None) -> None:
        loop = asyncio.get_running_loop()
        self._dsn = dsn
        self._settings = settings
        self.closed = asyncio.Event()
        self.window = MainWindow(settings)
        self.tasks = Tasks(self.window.banners)
        self.backend = EngineBackend(loop, on_mode=self._on_mode, on_error=self.tasks.report)
        self.worker = EmbeddedWorker(self.backend, on_change=self._on_worker_changed)
        self.projects = ProjectsPage(self.backend, self.tasks)
        self.window.add_page("projects", self.window.tr("Projects"), self.projects)
        self.window.close_asked.connect(self._on_close_asked)
        self.window.status.processing_toggled.connect(self._on_processing_toggled)

    async def start(self) -> None:
        """Show the window, then open the workspace behind it."""
        self.window.show()
        try:
            await self.backend.open(dsn=self._dsn, home=home_folder())
        except KnownError as error:
            self.window.banners.show_known(error)
            return
        self.projects.load()
        if self._settings.value("processing/on", defaultValue=True, type=bool):
            self.worker.start()

    async def stop(self) -> None:
        """Give everything back, in the opposite order."""
        await self.tasks.close()
        await self.worker.close()
        await self.backend.close()
        self.window.let_close()
        self.window.close()
        self.closed.set()

    def _on_mode(self, mode: Mode) -> None:
        self.window.status.show_mode(mode.value)

    def _on_worker_changed(self, is_running: bool, error: Exception | None) -> None:
        self.window.status.show_processing(is_on=is_running)
        if error is not None:
            self.tasks.report(error)

    def _on_processing_toggled(self, is_on: bool) -> None:
        self._settings.setValue("processing/on", is_on)
        if is_on:
            self.worker.start()
        else:
            self.tasks.start("stop processing", self.worker.stop())

    def _on_close_asked(self) -> None:
        self._stopping = asyncio.get_running_loop().create_task(self.stop(), name="stop")


async def _run(dsn: str | None) -> None:
    app = App(QSettings(str(home_folder() / "window.ini"), QSettings.Format.IniFormat), dsn=dsn)
    await app.start()
    await app.closed.wait()


def run(arguments: Sequence[str] = (), *, dsn: str | None = None) -> int:
    """Show the window until it is closed; the exit code."""
    check_home(home_folder())
    log_to(home_folder() / "logs")
    application = QApplication([sys.argv[0], *arguments])
    application.setApplicationName("Packdesk")
    application.setQuitOnLastWindowClosed(False)
    apply(application, Appearance.SYSTEM)
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(_run(dsn))
    return 0
