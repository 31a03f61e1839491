"""The front door: builds every object of the window, hands each what it needs, starts and stops them."""

from __future__ import annotations

import asyncio
import gc
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication

from desktop.commands import add_commands, open_palette
from desktop.core.elsewhere import HERE
from desktop.core.errors import KnownError, WrongPasswordError
from desktop.data.changes import Mode
from desktop.engine import EngineBackend
from desktop.host import Host
from desktop.image_engines import ImageEngines
from desktop.image_places import ImagePlaces
from desktop.leave import Leaving
from desktop.opening import Opening
from desktop.processing import EmbeddedWorker, Rules, State
from desktop.saved import SavedConnections
from desktop.team import TeamHost
from desktop.ui.brand_kits_list import BrandKitsList
from desktop.ui.engine_choice import EngineChoice
from desktop.ui.jobs_page import JobsPage
from desktop.ui.leaving import Sleep
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import Palette
from desktop.ui.projects_area import ProjectsArea
from desktop.ui.settings_page import SettingsPage
from desktop.ui.shortcuts import Commands
from desktop.ui.store_choice import StoreChoice
from desktop.ui.tasks import Tasks
from desktop.ui.team_page import TeamPage
from desktop.ui.theme import Appearance, apply
from desktop.ui.tray import Tray
from desktop.ui.workers_page import WorkersPage
from desktop.updating import Updating
from desktop.watch import QueueWatch, tidy_daily, watch_clock
from desktop.workspace import user_name

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.core.elsewhere import Elsewhere
    from desktop.ui.preferences import Preferences

log = logging.getLogger(__name__)

translate = QCoreApplication.translate

# What closing may take, part by part; what isn't done by then is left to leases and to the next start. A private
# server has to write everything to the disk before it ends.
_TASKS_S: Final = 2.0
_TEAM_S: Final = 3.0
_PRIVATE_S: Final = 15.0


@dataclass(frozen=True, slots=True)
class Options:
    """What the window is started with; ``dsn`` None: what the user chose, ``files`` to open or add."""

    home: Path
    dsn: str | None = None
    files: tuple[Path, ...] = field(default=())
    elsewhere: Elsewhere = HERE


class App:
    """Owns the window, the engine and the embedded worker; lives on the main thread.

    ``closed`` is done when everything has been given back: its result tells whether to start anew, because the
    language or the database has changed. ``starts_anew``: the whole program should, since another version is installed.
    """

    def __init__(self, application: QApplication, preferences: Preferences, options: Options) -> None:
        loop = asyncio.get_running_loop()
        self.application = application
        self.preferences = preferences
        self.options = options
        self.closed: asyncio.Future[bool] = loop.create_future()
        self._stopping: asyncio.Task[None] | None = None
        self._waiting_files = options.files
        self.starts_anew = False
        self.window = MainWindow(preferences.settings)
        self.tasks = Tasks(self.window.banners)
        self.backend = EngineBackend(loop, on_mode=self.on_mode, on_error=self._on_error)
        self.worker = EmbeddedWorker(self.backend, on_change=self._on_worker_changed, on_error=self._on_error)
        self.tray = Tray()
        self.commands = Commands(self.window)
        self.watch = QueueWatch(
            self.backend,
            self.worker,
            self.tasks,
            preferences,
            strip=self.window.status,
            tray=self.tray,
            is_looked_at=self.window.isActiveWindow,
        )
        self.opening = Opening(self)
        self.leaving = Leaving(self)
        self.updating = Updating(preferences, self.window.banners, restart=self._start_anew)
        self.host = Host(self.backend, options.home, use=self.opening.use_team, updates=self.updating)
        self.palette = Palette(self.backend, self.commands, self.window)
        self.sleep = Sleep()
        self._add_pages()
        add_commands(self)
        self._connect()

    # -- pages ---------------------------------------------------------------------------------------------

    def _add_pages(self) -> None:
        """Every page stands here once, in the sidebar's order.

        A page's ``load()`` is called when a database is open, its ``show_mode(mode)`` when the connection changes.
        """
        self.projects = ProjectsArea(
            self.backend,
            self.tasks,
            settings=self.preferences.settings,
            user=user_name(),
            preferences=self.preferences,
        )
        self.projects.sample_wanted.connect(self.opening.open_sample)
        self.window.sidebar.chosen.connect(self.projects.on_page_chosen)
        self.window.add_page("projects", translate("App", "Projects"), self.projects)
        self.jobs = JobsPage(self.backend, self.tasks, self.preferences.settings)
        self.jobs.project_wanted.connect(self.open_project)
        self.window.add_page("jobs", translate("App", "Jobs"), self.jobs)
        self.workers = WorkersPage(self.backend, self.tasks, here=lambda: self.worker.worker_id)
        self.window.add_page("workers", translate("App", "Workers"), self.workers)
        self.saved = SavedConnections(
            self.options.home,
            self.preferences,
            backend=self.backend,
            switch=self.opening.go_on,
            is_chosen=self.options.dsn is None,
        )
        self.team_host = TeamHost(self.backend, lambda: self.host.is_private)
        self.team = TeamPage(self.backend, self.team_host, self.tasks)
        self.window.add_page("team", translate("App", "Team"), self.team)
        engines = ImageEngines(
            self.backend,
            self.options.home,
            self.preferences,
            switch=self.opening.go_on,
            is_chosen=self.options.dsn is None,
        )
        places = ImagePlaces(
            self.backend,
            self.options.home,
            self.preferences,
            switch=self.opening.go_on,
            is_chosen=self.options.dsn is None,
        )
        self.settings = SettingsPage(
            self.preferences,
            self.host,
            self.saved,
            self.tasks,
            brand_kits=BrandKitsList(self.backend, self.tasks),
            engine=EngineChoice(engines, self.tasks),
            store=StoreChoice(places, self.tasks),
        )
        self.window.add_page("settings", translate("App", "Settings"), self.settings)

    def _tell_pages(self, verb: str, *args: object) -> None:
        for name in self.window.page_names:
            told: Any = getattr(self.window.page(name), verb, None)
            if told is not None:
                told(*args)

    def _connect(self) -> None:
        window, tray = self.window, self.tray
        window.close_asked.connect(self._on_close_asked)
        window.sidebar.palette_wanted.connect(lambda: open_palette(self))
        window.status.processing_toggled.connect(self._on_processing_toggled)
        window.status.connection_clicked.connect(lambda: window.open_page("settings"))
        window.status.queue_clicked.connect(lambda: window.open_page("jobs"))
        tray.open_wanted.connect(self.come_to_front)
        tray.quit_wanted.connect(self.ask_to_quit)
        tray.processing_toggled.connect(self._on_processing_toggled)
        self.preferences.changed.connect(self._on_preference)
        self.application.styleHints().colorSchemeChanged.connect(self._on_scheme)
        self.palette.project_chosen.connect(self.open_project)
        window.sidebar.chosen.connect(self._on_page_chosen)
        self.settings.connection_change_wanted.connect(self.opening.choose)
        self.sleep.falling_asleep.connect(self._on_falling_asleep)
        self.sleep.awake.connect(self._on_awake)

    # -- life ----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Show the window, then open the workspace behind it."""
        self.window.status.show_mode("opening")
        self.window.show()
        self.tray.show()
        self.tasks.start("clock", watch_clock(self._on_awake))
        self.tasks.start("program", self.updating.watch_program())
        self.opening.begin()
        if any(_is_connection_file(path) for path in self._waiting_files):
            files, self._waiting_files = self._waiting_files, ()
            self.take_files(files)  # at once: whoever was invited has nothing yet that could be opened

    def opened(self) -> None:
        """A database is open: fill the pages and begin to process."""
        self.window.uncover()
        self._tell_pages("load")
        self.settings.refresh()
        self.watch.start()
        self.tasks.start("updates", self.updating.look_daily())
        self.tasks.start("tidy up", tidy_daily(self.backend, self.preferences))
        if self.preferences.flag("processing/on"):
            self.worker.start(self._rules())
        else:
            self.watch.show_processing()
        files, self._waiting_files = self._waiting_files, ()
        if files:
            self.take_files(files)
        # what is here now stays: looking through all of it for garbage again and again would be felt each time
        gc.freeze()
        log.info("the window is ready")  # the build measures start-up by this line

    def take_files(self, files: Sequence[Path]) -> None:
        """Files given at the start, or by a second start: a connection file, or photos for a project."""
        self.come_to_front()
        connection = next((path for path in files if _is_connection_file(path)), None)
        if connection is not None:
            self.opening.take_file(connection)
        elif files and self.window.is_covered:
            self._waiting_files = tuple(files)
        elif files:
            self.projects.new_wanted.emit(list(files))

    def open_project(self, project: str) -> None:
        """Show one project, from wherever one is."""
        self.window.open_page("projects")
        self.projects.open_project(project)

    def come_to_front(self) -> None:
        """Be seen."""
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def ask_to_quit(self) -> None:
        """Quit; when something is at work, ask whether to wait for it."""
        self.leaving.ask()

    @property
    def is_stopping(self) -> bool:
        """Whether it is on its way out."""
        return self._stopping is not None

    def quit(self, *, again: bool = False) -> None:
        """Give everything back and close, without asking; with ``again`` start anew afterwards."""
        if self._stopping is None:
            self._stopping = asyncio.get_running_loop().create_task(self._stop(again=again), name="stop")

    def _start_anew(self) -> None:
        self.starts_anew = True
        self.tasks.start("finish, then close", self.leaving.finish_and_quit())

    async def _stop(self, *, again: bool) -> None:
        """Give everything back, in the opposite order; every part has its time."""
        self.window.remember()
        self.window.let_close()
        self.window.close()
        self.tray.hide()
        self.palette.dismiss()
        self.watch.stop()
        await _within(_TASKS_S, self.tasks.close(), "tasks")
        await self.worker.close()
        await self.backend.close(_PRIVATE_S if self.host.is_private else _TEAM_S)
        self.application.styleHints().colorSchemeChanged.disconnect(self._on_scheme)
        self.preferences.changed.disconnect(self._on_preference)
        self.preferences.settings.sync()
        for widget in (self.window, self.sleep):
            widget.deleteLater()
        gc.unfreeze()  # another window may follow, and this one's remains must not stay for good
        if not self.closed.done():
            self.closed.set_result(again)

    # -- news ----------------------------------------------------------------------------------------------

    def on_mode(self, mode: Mode) -> None:
        """The connection's mode has changed."""
        self.window.status.show_mode(mode.value)
        self.window.show_stale(self.window.status.since if mode is Mode.OFFLINE else None)
        self._tell_pages("show_mode", mode.value)
        if mode is Mode.POLLING:
            settings = translate("App", "Settings")
            self.window.banners.offer(
                "polling",
                self.host.pooler_text,
                settings,
                lambda: self.window.open_page("settings"),
                tone="warn",
            )
        elif mode is Mode.LIVE:
            self.window.banners.clear("polling")
        if mode is not Mode.OFFLINE:
            self.window.banners.clear("offline")
            self.watch.look()

    def _on_error(self, error: BaseException) -> None:
        if isinstance(error, WrongPasswordError) and self.options.dsn is None and not self.host.is_private:
            self.opening.ask_again(error)
        else:
            self.tasks.report(error)

    def _on_worker_changed(self, state: State) -> None:
        log.info("processing: %s", state)
        if state is not State.OFF or self._stopping is None:
            self.watch.show_processing()

    def _on_processing_toggled(self, is_on: bool) -> None:
        self.preferences.set("processing/on", is_on)

    def _on_preference(self, name: str) -> None:
        if name.startswith("processing/") and not self.window.is_covered:
            self._processing_changed()
        elif name in {"look/appearance", "look/text_percent"}:
            dress_up(self.application, self.preferences)
            self.window.make_room()
            self.palette.dismiss()
        elif name == "look/language":
            text = translate(
                "App", "The language changes when the window is built anew; nothing is lost by it."
            )
            label = translate("App", "Do it now")
            self.window.banners.offer("language", text, label, lambda: self.quit(again=True))

    def _processing_changed(self) -> None:
        if self.preferences.flag("processing/on"):
            self.worker.start(self._rules())
        else:
            self.tasks.start("stop processing", self.worker.stop())

    def _rules(self) -> Rules:
        return Rules(
            self.preferences.number("processing/slots"),
            only_when_idle=self.preferences.flag("processing/only_when_idle"),
            only_on_mains=self.preferences.flag("processing/only_on_mains"),
        )

    def _on_page_chosen(self, name: str) -> None:
        if name == "projects":
            self.projects.show_list()  # out of a project, too

    def _on_scheme(self) -> None:
        if self.preferences.text("look/appearance") == "system":
            dress_up(self.application, self.preferences)

    def _on_falling_asleep(self) -> None:
        self.tasks.start("suspend", self.worker.suspend())

    def _on_awake(self) -> None:
        self.backend.reconnect()
        self.worker.resume()

    def _on_close_asked(self) -> None:
        if self.preferences.flag("window/close_to_tray") and self.tray.is_there:
            self.window.hide()
        else:
            self.ask_to_quit()


def dress_up(application: QApplication, preferences: Preferences) -> None:
    """Colours and text size as the user chose them."""
    try:
        appearance = Appearance(preferences.text("look/appearance"))
    except ValueError:
        appearance = Appearance.SYSTEM
    apply(application, appearance, preferences.text_scale)


async def _within(seconds: float, work: Awaitable[None], what: str) -> None:
    """Closing must end: what takes too long is left behind, and the log says so."""
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        log.warning("closing: %s took longer than %.0f s", what, seconds)
    except KnownError as error:
        log.info("closing: %s: %s", what, error)
    except (
        Exception
    ):  # the window is gone and shows no card any more; the other parts still have to be closed
        log.exception("closing: %s", what)


def _is_connection_file(path: Path) -> bool:
    return path.suffix.lower() == ".packdesk"
