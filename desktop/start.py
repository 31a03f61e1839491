"""Starts the window: one instance per user, Qt and asyncio on one loop, hooks for whatever goes wrong."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.app import App, Options, dress_up
from desktop.core.logs import log_to
from desktop.core.resources import resource_path
from desktop.ui.hooks import ErrorHooks
from desktop.ui.icons import app_icon
from desktop.ui.instance import Instance
from desktop.ui.leaving import SystemSignals
from desktop.ui.preferences import Preferences
from desktop.workspace import check_home, home_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

log = logging.getLogger(__name__)

LANGUAGES = ("en", "de")


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one application object; quitting is the app's business."""
    application = QApplication([sys.argv[0], *arguments])
    application.setApplicationName("packdesk")
    application.setApplicationDisplayName("Packdesk")
    application.setDesktopFileName("packdesk")
    application.setWindowIcon(app_icon())
    application.setQuitOnLastWindowClosed(False)
    return application


def translate(application: QApplication, language: str) -> list[QTranslator]:
    """Speak that language (``system``: the user's); the translators, to be removed for another one."""
    if language not in LANGUAGES:
        own = QLocale.system().uiLanguages()
        language = next((name[:2] for name in own if name[:2] in LANGUAGES), "en")
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
    """Show the window; again and again where language or database change."""
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
        options = Options(options.home, options.dsn)
    signals.close()
    return 0


def run(files: Sequence[Path] = (), *, dsn: str | None = None) -> int:
    """Show the window until it is closed; the exit code.

    Raises:
        KnownError: the user's folder can't be used.
    """
    home = home_folder()
    check_home(home)
    application = make_application()
    instance = Instance(home)
    if not instance.claim():
        if instance.call_first([str(path.absolute()) for path in files]):
            return 0
        print("Packdesk is running already, but doesn't answer. End it, then try again.", file=sys.stderr)  # noqa: T201
        return 1
    log_to(home / "logs")
    preferences = Preferences(QSettings(str(home / "window.ini"), QSettings.Format.IniFormat))
    dress_up(application, preferences)
    options = Options(home, dsn, tuple(files))
    try:
        code = run_with_loop(
            application, lambda: show_until_closed(application, options, preferences, instance)
        )
    finally:
        instance.release()
    _leave_stuck_threads_behind(code)
    return code


def _leave_stuck_threads_behind(code: int) -> None:
    """End even though threads wait for a dead network: Python would wait for them, perhaps for minutes."""
    stuck = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if stuck:
        log.warning("left behind: %s", ", ".join(stuck))
        logging.shutdown()
        os._exit(code)
