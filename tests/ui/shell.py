"""The whole window in a test."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from desktop.app import App, Options, dress_up
from desktop.ui.hooks import ErrorHooks
from desktop.ui.preferences import Preferences
from tests.ui.conftest import application, let_go, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


def preferences_in(home: Path) -> Preferences:
    return Preferences(QSettings(str(home / "window.ini"), QSettings.Format.IniFormat))


@asynccontextmanager
async def running_app(
    home: Path, *, dsn: str | None = None, hooks: bool = False, **chosen: bool | int | str
) -> AsyncIterator[App]:
    """The window as ``packdesk`` opens it; ``chosen`` are preferences with ``__`` for the slash."""
    preferences = preferences_in(home)
    preferences.set("look/language", "en")
    for name, value in chosen.items():
        preferences.set(name.replace("__", "/"), value)
    dress_up(application(), preferences)
    app = App(application(), preferences, Options(home, dsn))
    watching = ErrorHooks(asyncio.get_running_loop(), app.tasks.report)
    if hooks:
        watching.__enter__()
    try:
        await app.start()
        yield app
    finally:
        app.quit()
        await app.closed
        if hooks:
            watching.__exit__()
        let_go()


async def opened(app: App) -> None:
    await until(lambda: not app.window.is_covered and app.window.status.mode == "live", 60)
