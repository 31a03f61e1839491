"""Projects on a real database, for tests of their pages."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.pack import Brief, Style
from desktop.ui.project_page import ProjectPage
from desktop.ui.projects_area import ProjectsArea
from desktop.ui.projects_page import ProjectsPage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from desktop.engine import EngineBackend

PHOTOS = Path(__file__).parents[1] / "imaging" / "photos"
MUG = PHOTOS / "mug_table.jpg"
BOTTLE = PHOTOS / "bottle_white.jpg"


def leaving(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Follow nothing any more when the test's own code ends: between tests no loop runs that could read anything."""

    @functools.wraps(test)
    async def run(**given: Any) -> None:
        try:
            await test(**given)
        finally:
            for page in given.values():
                if isinstance(page, ProjectsPage):
                    page.end()
                elif isinstance(page, ProjectsArea):
                    page.list.end()
                    page.project.leave()
                elif isinstance(page, ProjectPage):
                    page.leave()

    return run


async def make_project(backend: EngineBackend, *photos: Path, name: str = "Mug") -> str:
    services = backend.services
    stored = [
        await backend.call(services.photos.store(await backend.call(services.photos.take(path))))
        for path in photos
    ]
    made = await backend.call(
        services.projects.create(Brief(name=name), style=Style.PREMIUM, owner="anna", photos=stored)
    )
    return made.id


def execute(dsn: str, statement: Any, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """As somebody else's program would do it: on a connection of its own."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def mime_of(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(widget: QWidget, data: QMimeData) -> None:
    """Files are dragged over a widget and let go."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
