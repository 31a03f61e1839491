"""Wherever an exception would vanish, it ends in the log and in one card."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop.core.errors import OfflineError
from desktop.ui.banner import MOST_SHOWN, BannerStack
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.app import App
    from tests.ui.conftest import Expected


class SlotError(Exception):
    pass


class ThreadError(Exception):
    pass


class TaskError(Exception):
    pass


class GoneError(Exception):
    pass


def in_a_slot(app: App) -> None:
    def fail() -> None:
        raise SlotError("password=hunter2")

    app.window.status.queue_clicked.connect(fail)
    app.window.status.queue_clicked.emit()
    app.window.status.queue_clicked.disconnect(fail)


def in_a_thread(_: App) -> None:
    def fail() -> None:
        raise ThreadError

    threading.Thread(target=fail, name="lost").start()


def in_a_task(_: App) -> None:
    async def fail() -> None:
        raise TaskError

    asyncio.get_running_loop().create_task(fail())


def in_a_destructor(_: App) -> None:
    class Fragile:
        def __del__(self) -> None:
            raise GoneError

    Fragile()


def in_qt(_: App) -> None:
    qWarning("QObject::connect: something of ours is wrong")


@pytest.mark.parametrize(
    ("fail", "kind"),
    [
        (in_a_slot, "SlotError"),
        (in_a_thread, "ThreadError"),
        (in_a_task, "TaskError"),
        (in_a_destructor, "GoneError"),
        (in_qt, "QtMessageError"),
    ],
)
# pytest has hooks of its own in the same places, which would complain first
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_that_no_exception_vanishes(
    tmp_path: Path, dsn: str, expected: Expected, fail: Callable[[App], None], kind: str
) -> None:
    expected.log("nobody caught|died|could not be raised|ignored|main loop|something of ours")
    expected.log(f"reported .*{kind}")
    async with running_app(tmp_path, dsn=dsn, hooks=True, processing__on=False) as app:
        await opened(app)
        fail(app)
        if fail is in_a_task:
            import gc  # noqa: PLC0415

            await asyncio.sleep(0.05)
            gc.collect()  # asyncio tells when the task is forgotten
        await until(lambda: any(kind in text for text in app.window.banners.texts))
        fail(app)
        await asyncio.sleep(0.1)
        assert sum(kind in text for text in app.window.banners.texts) == 1


def test_that_a_card_can_be_copied_without_its_secrets(show: Callable[[BannerStack], BannerStack]) -> None:
    stack = show(BannerStack())
    stack.show_bug(SlotError("could not connect to postgresql://me:hunter2@db/x"))
    (copy,) = [b for b in stack.findChildren(QPushButton) if b.text() == "Copy details"]
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "SlotError" in copied
    assert "hunter2" not in copied + " ".join(stack.texts)


def test_that_banners_never_push_the_page_away(show: Callable[[BannerStack], BannerStack]) -> None:
    stack = show(BannerStack())
    for n in range(10):
        stack.show_bug(type(f"Kind{n}Error", (Exception,), {})())
        stack.show_known(OfflineError(f"The server can't be reached ({n})."))
    assert len(stack.texts) == MOST_SHOWN
    assert stack.texts[0] == "The server can't be reached (9)."
    stack.clear("offline")
    assert len(stack.texts) == MOST_SHOWN - 1


def test_that_forbidden_words_stay_out_of_the_window() -> None:
    root = Path(__file__).resolve().parents[2] / "desktop"
    forbidden = (".exec(", ".exec_(", "processEvents", "(QThread)", "QSortFilterProxyModel(")
    found = [
        f"{path.name}: {word}"
        for path in root.rglob("*.py")
        for word in forbidden
        if word in path.read_text("utf-8").replace("drag.exec(", "")  # Qt knows no other way to drag
    ]
    assert not found
