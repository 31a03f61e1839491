"""Starts the window: one instance per user, Qt and asyncio on one loop, hooks for whatever goes wrong."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import (
    QLibraryInfo,
    QMessageLogContext,
    Qt,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import installed, mishap
from desktop.app import App, Options, dress_up
from desktop.core.elsewhere import HERE
from desktop.core.errors import ServerError
from desktop.core.logs import log_to
from desktop.core.resources import resource_path
from desktop.ui.hooks import ErrorHooks
from desktop.ui.icons import app_icon
from desktop.ui.instance import Instance
from desktop.ui.known_words import in_words
from desktop.ui.leaving import SystemSignals
from desktop.ui.preferences import Preferences, spoken
from desktop.ui.settings_file import SettingsFile
from desktop.workspace import check_home, home_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from desktop.core.elsewhere import Elsewhere

log = logging.getLogger(__name__)

START_ANEW = -1
"""Instead of an exit code: another version has been installed, and the user wants it."""


def make_application(
    arguments: Sequence[str] = (), *, on_end: Callable[[str], None] | None = None
) -> QApplication:
    """The one application object; quitting is the app's business.

    Args:
        arguments: Qt's own.
        on_end: told what Qt says when it can't start and ends the program on the spot.
    """
    heard: list[str] = []

    def hear(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        heard.append(message)
        if kind is QtMsgType.QtFatalMsg and on_end is not None:
            on_end("\n".join(heard))

    qInstallMessageHandler(hear)
    application = QApplication([sys.argv[0], *arguments])
    qInstallMessageHandler(None)
    application.setApplicationName("packdesk")
    application.setApplicationDisplayName("Packdesk")
    application.setDesktopFileName("packdesk")
    application.setWindowIcon(app_icon())
    application.setQuitOnLastWindowClosed(False)
    return application


def translate(application: QApplication, language: str) -> list[QTranslator]:
    """Speak that language (``system``: the user's); the translators, to be removed for another one."""
    language = spoken(language)
    translators = []
    folders = (
        (f"packdesk_{language}", str(resource_path("translations"))),
        (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
    )
    if language != "en":
        for name, folder in folders:
            translator = QTranslator(application)
            if translator.load(name, folder):
                application.installTranslator(translator)
                translators.append(translator)
            else:
                log.info("no translation %s in %s", name, folder)
    return translators


def run_with_loop(application: QApplication, main: Callable[[], Coroutine[object, object, int]]) -> int:
    """Run a coroutine on a loop that Qt and asyncio share."""
    loop = qasync.QEventLoop(application)
    # qasync's own executor would start ten threads at once
    with ThreadPoolExecutor(2, thread_name_prefix="background") as background:
        loop.set_default_executor(background)
        asyncio.set_event_loop(loop)
        with loop:
            code: int = loop.run_until_complete(main())
    asyncio.set_event_loop(None)
    return code


async def show_until_closed(
    application: QApplication, options: Options, preferences: Preferences, instance: Instance | None
) -> int:
    """Show the window; again and again where language or database change. The exit code, or ``START_ANEW``."""
    loop = asyncio.get_running_loop()
    signals = SystemSignals()
    again = True
    while again:
        translators = translate(application, preferences.text("look/language"))
        app = App(application, preferences, options)
        with ExitStack() as stack:
            stack.enter_context(ErrorHooks(loop, app.tasks.report))
            signals.asked_to_end.connect(app.quit)
            if instance is not None:
                instance.called.connect(lambda files, app=app: app.take_files([Path(name) for name in files]))
            await app.start()
            again = await app.closed
            signals.asked_to_end.disconnect(app.quit)
            if instance is not None:
                instance.called.disconnect()
        for translator in translators:
            application.removeTranslator(translator)
        options = Options(options.home, options.dsn, elsewhere=options.elsewhere)
    signals.close()
    return START_ANEW if app.starts_anew else 0


def show_message(text: str) -> int:
    """A message in a window of its own, for when the real one can't be shown; in the user's language."""
    application = make_application()
    translate(application, _preferences(home_folder()).text("look/language"))

    async def until_closed() -> int:
        closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        box = QMessageBox(
            QMessageBox.Icon.Critical, "Packdesk", in_words(text), QMessageBox.StandardButton.Close
        )
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.finished.connect(lambda _: closed.set_result(0))
        box.open()
        return await closed

    return run_with_loop(application, until_closed)


def _preferences(home: Path) -> Preferences:
    return Preferences(SettingsFile(home / "window.ini"))


def run(files: Sequence[Path] = (), *, dsn: str | None = None, elsewhere: Elsewhere = HERE) -> int:
    """Show the window until it is closed; the exit code.

    Raises:
        KnownError: the user's folder can't be used.
    """
    home = home_folder()
    check_home(home)
    application = make_application(on_end=mishap.last_words_of_qt)
    instance = Instance(home)
    if not instance.claim():
        if instance.call_first([str(path.absolute()) for path in files]):
            return 0
        raise ServerError(
            "Packdesk is running already, but doesn't answer. Restart the computer, then try again."
        )
    log_to(home / "logs")
    with suppress(OSError):
        faulthandler.enable((home / "logs" / "fault.log").open("a"))  # a crash in a library's own code
    preferences = _preferences(home)
    dress_up(application, preferences)
    options = Options(home, dsn, tuple(files), elsewhere)
    try:
        code = run_with_loop(
            application, lambda: show_until_closed(application, options, preferences, instance)
        )
    finally:
        instance.release()
    if code == START_ANEW:
        installed.start_program()
        code = 0
    _leave_stuck_threads_behind(code)
    return code


def _leave_stuck_threads_behind(code: int) -> None:
    """End even though threads wait for a dead network: Python would wait for them, perhaps for minutes."""
    stuck = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if stuck:
        log.warning("left behind: %s", ", ".join(stuck))
        logging.shutdown()
        os._exit(code)
