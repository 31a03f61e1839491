"""A new user's first minutes, with a real mouse and keyboard: a program of its own, on a display of its own.

It looks at the window to know where to click, as a person would, and does nothing else to it from inside.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton

from desktop.core.pack import PACK_IMAGE_TYPES
from desktop.start import make_application, run_with_loop
from desktop.tour import Tour
from desktop.ui.tile_state import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.app import App

PHOTO = Path(__file__).parents[1] / "imaging" / "photos" / "mug_table.jpg"


async def until(condition: Callable[[], Any], what: str, timeout_s: float = 120) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        await asyncio.sleep(0.05)


async def hand(*words: object) -> None:
    """What a hand does, done by another program."""
    command = ["xdotool", *map(str, words)]
    await asyncio.get_running_loop().run_in_executor(None, lambda: subprocess.run(command, check=True))
    await asyncio.sleep(0.2)


async def click(widget: QWidget) -> None:
    at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
    await hand("mousemove", at.x(), at.y(), "click", 1)


async def press(window: QWidget, keys: str) -> None:
    # without a window manager nobody hands the keyboard over
    await hand("windowfocus", int(window.winId()), "key", keys)


def button(app: App, words: str) -> QPushButton:
    return next(b for b in app.window.findChildren(QPushButton) if b.isVisible() and words in b.text())


def done(app: App) -> int:
    tiles = app.projects.project.tiles.tiles
    return sum(
        tiles[kind.value].state is not None and tiles[kind.value].state.kind is Kind.DONE  # type: ignore[union-attr]
        for kind in PACK_IMAGE_TYPES
    )


async def sample(tour: Tour) -> None:
    """Start on this computer; the sample is there; one click; six images."""
    app = tour.app
    await asyncio.sleep(0.5)
    await click(app.opening.welcome.start)
    await tour.opened()
    await until(lambda: app.projects.project.isVisible() and app.projects.project.detail, "the sample")
    await click(button(app, "Generate Complete Pack"))
    await until(lambda: done(app) == len(PACK_IMAGE_TYPES), "six images of the sample")


async def own(tour: Tour) -> None:
    """A project of one's own: named on the keyboard, its photo pasted, its pack asked for with a key."""
    app = tour.app
    await press(app.window, "Escape")
    await until(app.projects.list.isVisible, "the list of projects")
    await press(app.window, "ctrl+n")
    await until(lambda: [d for d in app.window.findChildren(QDialog) if d.isVisible()], "the form")
    (dialog,) = [d for d in app.window.findChildren(QDialog) if d.isVisible()]
    await hand("windowfocus", int(dialog.winId()), "type", "Blue mug")
    await press(dialog, "ctrl+Return")
    await until(app.projects.project.isVisible, "the new project")
    await until(lambda: app.projects.project.detail is not None, "the new project's page")
    copied = QMimeData()  # as a file manager's Copy does
    copied.setUrls([QUrl.fromLocalFile(str(PHOTO))])
    QGuiApplication.clipboard().setMimeData(copied)
    await press(app.window, "ctrl+v")
    await until(lambda: app.projects.project.detail.photos, "the photo")  # type: ignore[union-attr]
    await press(app.window, "ctrl+g")
    await until(lambda: done(app) == len(PACK_IMAGE_TYPES), "six images of one's own")
    name = app.projects.project.detail.project.brief.name  # type: ignore[union-attr]
    if name != "Blue mug":
        raise AssertionError(name)


def main(home: Path) -> int:
    application = make_application()

    async def walk() -> int:
        async with Tour(application, home, kind="") as tour:
            tour.app.window.resize(1240, 800)
            await sample(tour)
            print("sample")
            await own(tour)
            print("own")
            print(tour.app.window.banners.texts)
        return 0

    return run_with_loop(application, walk)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
