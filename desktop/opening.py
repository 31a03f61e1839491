"""Which database is opened, and how that goes: first start, the team's password, trouble and trying again."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication

from desktop.core.elsewhere import HERE
from desktop.core.errors import InvalidInputError, KnownError, WrongPasswordError
from desktop.core.resources import resource_path
from desktop.host import off_loop
from desktop.services import key_store, profiles
from desktop.services.elsewhere import elsewhere_of
from desktop.ui.known_words import said
from desktop.ui.opening_page import OpeningPage
from desktop.ui.welcome_page import WelcomePage
from desktop.workspace import user_name

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from desktop.app import App
    from desktop.core.connection import Reading
    from desktop.core.elsewhere import Elsewhere

log = logging.getLogger(__name__)

_TRY_AGAIN_S: Final = 10.0


translate = QCoreApplication.translate


class Opening:
    """Lives on the main thread; ``app.opened()`` is called when a database is open."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._page = OpeningPage()
        self._page.again.connect(self.begin)
        self._page.change.connect(self.choose)
        self._page.password_given.connect(self._on_password)
        self._welcome: WelcomePage | None = None
        self._reading: Reading | None = None
        self._password = ""
        self._is_first = False
        self._is_typed = False
        self._turn = 0

    @property
    def page(self) -> OpeningPage:
        """What is shown meanwhile."""
        return self._page

    @property
    def welcome(self) -> WelcomePage:
        """The two ways to begin; made when it is needed."""
        if self._welcome is None:
            self._welcome = WelcomePage(self._app.host, self._app.tasks)
            self._welcome.private_chosen.connect(self._on_private)
            self._welcome.cancelled.connect(self._on_cancelled)
        return self._welcome

    def begin(self) -> None:
        """Open what was chosen, or let the user choose."""
        kind = self._app.preferences.text("connection/kind")
        self._app.window.cover(self._page)
        if self._app.options.dsn is not None:
            self._app.host.is_private = False
            self._start(self._open(self._app.options.dsn, self._app.options.elsewhere))
        elif kind == "private":
            self._app.host.is_private = True
            self._start(self._open(None))
        elif kind == "team":
            self._app.host.is_private = False
            self._start(self._open_team())
        else:
            self._app.window.cover(self.welcome, alone=True)
            self.welcome.show_choices()  # now that it is in sight, its first button takes the focus: Return begins

    def choose(self) -> None:
        """Let the user choose another database; what is open stays so until then, and nothing else is opened."""
        self._stop()
        self.welcome.show_choices()
        app = self._app
        has_chosen = app.options.dsn is not None or app.preferences.text("connection/kind") != ""
        self.welcome.let_cancel(may=has_chosen)
        self._app.window.cover(self.welcome, alone=True)

    def take_file(self, path: Path) -> None:
        """A connection file was opened: its string into the form, for the user to look at and test."""
        try:
            reading = profiles.read_connection_file(path)
        except KnownError as error:
            self._app.window.banners.show_known(error)
            return
        self.choose()
        self.welcome.show_connect()
        self.welcome.form.take_reading(reading)
        log.info("a connection file is shown")  # the build's trial of a double-click waits for this line

    async def use_team(self, reading: Reading) -> None:
        """Keep a tested connection and work with it from now on."""
        app = self._app
        profile = await off_loop(profiles.save_profile, app.options.home, reading)
        if reading.password:
            await off_loop(key_store.store_password, reading, reading.password)
        app.preferences.set("connection/profile", profile.name)
        app.preferences.set("connection/kind", "team")
        self._password = reading.password
        self.go_on()

    def go_on(self) -> None:
        """Open the choice; in place of another database everything is built anew, so that nothing is mixed up."""
        if self._is_open:
            self._app.quit(again=True)
        else:
            self.begin()

    def ask_again(self, error: KnownError) -> None:
        """The server refuses the login of the database that is open: it needs a person to go on."""
        if not self._app.window.is_covered:
            self._app.window.cover(self._page)
            self._app.window.status.show_mode("offline")
            self._app.tasks.start("ask again", self._ask_again(error))

    # -- how -----------------------------------------------------------------------------------------------

    @property
    def _is_open(self) -> bool:
        try:
            self._app.backend.services  # noqa: B018  # raises when nothing is open
        except KnownError:
            return False
        return True

    def _on_cancelled(self) -> None:
        """Back to what is open, or to opening what was chosen before."""
        if self._is_open:
            self._app.window.uncover()
        else:
            self.begin()

    async def _ask_again(self, error: KnownError) -> None:
        self._page.ask_password(translate("Opening", "The database refuses the login"), said(error))
        self._password = ""
        if self._reading is not None:
            await off_loop(key_store.forget_password, self._reading)
        await self._app.worker.stop()

    def _on_private(self) -> None:
        self._is_first = self._app.preferences.text("connection/kind") == ""
        self._app.preferences.set("connection/kind", "private")
        self.go_on()

    def _on_password(self, password: str) -> None:
        self._password = password
        self._is_typed = True
        self._start(self._open_team())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Open a database, and no other one any more: trying again would take the page away from what is chosen now."""
        self._stop()
        self._turn += 1
        self._app.tasks.start(("open", self._turn), work)

    def _stop(self) -> None:
        self._app.tasks.stop(("open", self._turn))

    async def _open_team(self) -> None:
        name = self._app.preferences.text("connection/profile")
        try:
            reading = (await off_loop(profiles.load_profile, self._app.options.home, name)).reading
        except InvalidInputError as error:
            self._show(failed=error)
            return
        self._reading = reading
        password = self._password or await off_loop(key_store.stored_password, reading)
        if not password and not reading.host.startswith("/"):
            self._app.window.cover(self._page)
            text = translate("Opening", "{place}\nThis computer keeps no password for it.").format(
                place=reading.place
            )
            self._page.ask_password(translate("Opening", "Your password, please"), text)
            return
        self._password = password
        try:
            home = self._app.options.home
            dsn = await off_loop(profiles.dsn_of, home, reading, password)
            elsewhere = await off_loop(elsewhere_of, home, name)
        except KnownError as error:
            self._show(failed=error)
            return
        await self._open(dsn, elsewhere)

    async def _open(self, dsn: str | None, elsewhere: Elsewhere = HERE) -> None:
        """Open a database and go on; trouble is shown, and tried again by itself where that may help."""
        app = self._app
        while True:
            self._show()
            try:
                await app.backend.open(dsn=dsn, home=app.options.home, elsewhere=elsewhere)
                break
            except KnownError as error:
                log.info("opening: %s", error)
                self._show(failed=error)
                if isinstance(error, WrongPasswordError) and self._reading is not None:
                    # asked again rather than tried again: a wrong password tried often locks people out
                    await self._ask_again(error)
                    return
                if not error.retryable:
                    return
                await asyncio.sleep(_TRY_AGAIN_S)
        self._page.done()
        if self._is_typed and self._reading is not None:
            await off_loop(key_store.store_password, self._reading, self._password)
            self._is_typed = False
        project = await self.add_sample() if self._is_first else None
        app.opened()
        if project is not None:
            self._is_first = False
            app.open_project(project)

    def _show(self, failed: KnownError | None = None) -> None:
        app = self._app
        app.window.cover(self._page)
        if failed is not None:
            app.window.status.show_mode("offline")
            self._page.show_failed(translate("Opening", "The database could not be opened"), said(failed))
            return
        app.window.status.show_mode("opening")
        if not app.host.is_private:
            self._page.show_opening(
                translate("Opening", "Connecting to your team\u2026"),
                self._reading.place if self._reading is not None else "",
                when_slow=translate(
                    "Opening", "The server takes its time. It is given up after half a minute."
                ),
            )
        elif (app.options.home / "data").exists():
            self._page.show_opening(
                translate("Opening", "Opening your database\u2026"),
                translate("Opening", "The private server on this computer is starting."),
                when_slow=translate(
                    "Opening",
                    "The server is still starting: after a crash it first puts everything in order.",
                ),
            )
        else:
            self._page.show_opening(
                translate("Opening", "Setting up your database\u2026"),
                translate("Opening", "Only this first time, and only a few seconds."),
                when_slow=translate(
                    "Opening",
                    "This takes longer than usual: the disk may be slow, or a virus scanner is looking.",
                ),
            )

    def open_sample(self) -> None:
        """Show the sample project, made anew if it is not there."""
        self._app.tasks.start("sample", self._open_sample())

    async def _open_sample(self) -> None:
        project = await self.add_sample()
        if project is not None:
            self._app.open_project(project)

    async def add_sample(self) -> str | None:
        """The sample project, so that there is something to try; the id."""
        # not at the top: the command line's files are slow to import and mostly not needed
        from desktop.cli.sample import sample_brief  # noqa: PLC0415

        backend = self._app.backend
        brief, style = sample_brief()
        photo = resource_path("sample", "sample-photo.jpg")
        try:
            services = backend.services
            found = await backend.call(services.projects.find_by_name(brief.name))
            if found is not None:
                return found.id
            checks = await backend.call(services.photos.check_files([photo]))
            photos = await backend.call(services.photos.store_files([photo], checks))
            made = await backend.call(
                services.projects.create(brief, style=style, owner=user_name(), photos=photos)
            )
        except KnownError as error:
            self._app.window.banners.show_known(error)
            return None
        return made.id
