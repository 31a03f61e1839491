"""Fixtures of the window's tests: Qt and asyncio on one loop, a real engine, and nothing that goes by unnoticed.

A test fails when it leaves a thread, a running timer, a task or a visible window behind; when Qt or the log says
anything at warning level or above that the test didn't expect; when a defect is reported; when a model resets after
its first load. What is meant to happen is declared beforehand: ``expected.log("pattern")``, ``expected.qt("pattern")``,
``expected.bug("pattern")``.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import qasync
from PySide6.QtCore import QAbstractItemModel, QEvent, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from desktop.engine import EngineBackend
from desktop.ui.hooks import HARMLESS
from desktop.ui.tasks import Tasks
from tests.ui.wire import wire

__all__ = ["wire"]

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping
    from pathlib import Path

    from desktop.core.errors import KnownError
    from desktop.data.changes import Mode
    from tests.servers import DatabaseMaker

LEAVE_S = 5.0


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


def application() -> QApplication:
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(["packdesk-tests"])


def _qt_loop() -> asyncio.AbstractEventLoop:
    app = application()
    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    loop.set_default_executor(ThreadPoolExecutor(2, thread_name_prefix="background"))
    made: asyncio.AbstractEventLoop = loop
    return made


@pytest.hookimpl
def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"qt": _qt_loop}


@dataclass
class Expected:
    """What a test says it expects; each pattern must turn up."""

    logs: list[re.Pattern[str]] = field(default_factory=list)
    qts: list[re.Pattern[str]] = field(default_factory=list)
    bugs: list[re.Pattern[str]] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    seen: set[re.Pattern[str]] = field(default_factory=set)
    may_leave: bool = False

    def log(self, pattern: str) -> None:
        self.logs.append(re.compile(pattern))

    def may_leave_threads(self) -> None:
        """Threads stuck in a dead network may stay: the program leaves them behind when it ends."""
        self.may_leave = True

    def may_log(self, pattern: str) -> None:
        """It may be said, or not."""
        self.seen.add(re.compile(pattern))
        self.log(pattern)

    def qt(self, pattern: str) -> None:
        self.qts.append(re.compile(pattern))

    def bug(self, pattern: str) -> None:
        self.bugs.append(re.compile(pattern))

    def hear(self, kind: str, text: str, patterns: list[re.Pattern[str]]) -> None:
        fitting = {pattern for pattern in patterns if pattern.search(text)}
        self.seen |= fitting
        if not fitting:
            self.unexpected.append(f"{kind}: {text}")

    def check(self) -> None:
        missing = [p.pattern for p in (*self.logs, *self.qts, *self.bugs) if p not in self.seen]
        assert not self.unexpected, "\n".join(self.unexpected)
        assert not missing, f"expected, but never came: {missing}"


class _Ear(logging.Handler):
    def __init__(self, expected: Expected) -> None:
        super().__init__(logging.WARNING)
        self._expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        text = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            text += f" [{record.exc_info[1]!r}]"
        self._expected.hear("log", text, self._expected.logs)


@pytest.fixture(autouse=True)
def expected(monkeypatch: pytest.MonkeyPatch) -> Iterator[Expected]:
    """What the test expects to be said; anything else fails it."""
    application()
    told = Expected()
    ear = _Ear(told)
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # as in the program: its warnings are no news
    logging.getLogger().addHandler(ear)

    def on_qt(kind: QtMsgType, _: object, message: str) -> None:
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg} and not message.startswith(HARMLESS):
            told.hear("Qt", message, told.qts)

    def begin_reset(model: QAbstractItemModel) -> None:
        if model.rowCount():
            told.unexpected.append(f"{type(model).__name__} was reset after its first load")
        real_reset(model)

    real_reset = QAbstractItemModel.beginResetModel
    monkeypatch.setattr(QAbstractItemModel, "beginResetModel", begin_reset)
    before = qInstallMessageHandler(on_qt)
    yield told
    qInstallMessageHandler(before)
    logging.getLogger().removeHandler(ear)
    told.check()


@pytest.fixture(autouse=True)
def _nothing_left_behind(expected: Expected) -> Iterator[None]:
    threads = set(threading.enumerate())
    windows = {id(widget) for widget in QApplication.topLevelWidgets()}
    yield
    deadline = time.monotonic() + LEAVE_S
    while (left := set(threading.enumerate()) - threads) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not left or expected.may_leave, f"threads still alive: {left}"
    visible = [w for w in QApplication.topLevelWidgets() if id(w) not in windows and w.isVisible()]
    for widget in visible:
        widget.hide()
    let_go()
    timers = [o for o in gc.get_objects() if type(o) is QTimer and _is_active(o)]
    for timer in timers:
        timer.stop()
    assert not visible, f"windows still open: {visible}"
    assert not timers, f"timers still running: {[(t.objectName(), t.parent()) for t in timers]}"


@pytest.fixture(autouse=True)
async def _no_task_left(_nothing_left_behind: None) -> AsyncIterator[None]:
    yield
    deadline = time.monotonic() + LEAVE_S
    while (left := asyncio.all_tasks() - {asyncio.current_task()}) and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    assert not left, f"tasks still running: {left}"


def _is_active(timer: QTimer) -> bool:
    try:
        return timer.isActive()
    except RuntimeError:  # its C++ half is gone
        return False


def let_go() -> None:
    """Delete what was told to delete itself later."""
    gc.collect()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class RecordingSink:
    """An ``ErrorSink`` that remembers; a defect the test didn't expect fails it."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected
        self.known: list[KnownError] = []
        self.bugs: list[BaseException] = []

    def show_known(self, error: KnownError) -> None:
        self.known.append(error)

    def show_bug(self, error: BaseException) -> None:
        self.bugs.append(error)
        self._expected.hear("defect", repr(error), self._expected.bugs)


@pytest.fixture
def sink(expected: Expected) -> RecordingSink:
    """Where errors go: ``sink.known`` and ``sink.bugs``."""
    return RecordingSink(expected)


@pytest.fixture
async def tasks(sink: RecordingSink) -> AsyncIterator[Tasks]:
    """The tasks of a page under test."""
    made = Tasks(sink)
    yield made
    await made.close()


class Modes(list["Mode"]):
    """The modes the connection went through."""


@pytest.fixture
def dsn(make_database: DatabaseMaker) -> str:
    """A fresh, migrated database; the one that ``backend`` has open."""
    return make_database()


@pytest.fixture
def modes() -> Modes:
    return Modes()


@pytest.fixture
async def backend(dsn: str, tasks: Tasks, modes: Modes, tmp_path: Path) -> AsyncIterator[EngineBackend]:
    """A real engine on its own thread, open on ``dsn``."""
    made = EngineBackend(asyncio.get_running_loop(), on_mode=modes.append, on_error=tasks.report)
    await made.open(dsn=dsn, home=tmp_path)
    yield made
    await made.close()


@pytest.fixture
def show() -> Iterator[Callable[[QWidget], QWidget]]:
    """A function that shows a widget; it is closed and deleted after the test."""
    shown: list[QWidget] = []

    def show_it(widget: QWidget) -> QWidget:
        shown.append(widget)
        widget.show()
        return widget

    yield show_it
    for widget in shown:
        widget.close()
        widget.deleteLater()
    shown.clear()
    let_go()


async def until(condition: Callable[[], Any], timeout_s: float = 60.0) -> None:
    """Wait until something is so, while the window lives on.

    What hangs is to fail, not what is slow: images are made with less priority than all else, and on two processors
    that other tests keep busy a pack takes more than a minute.
    """
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it didn't happen in time"
        await asyncio.sleep(0.01)


@pytest.fixture(name="until")
def until_fixture() -> Callable[..., Any]:
    """``await until(lambda: ..., timeout_s=60)``."""
    return until
