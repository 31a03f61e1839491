"""Coroutines behind buttons: one at a time per button, never lost, cancelled on close, errors always shown."""

from __future__ import annotations

import asyncio
import functools
import logging
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop.core.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

P = ParamSpec("P")


class ErrorSink(Protocol):
    """Where errors are shown: known ones as a calm banner, defects as a card."""

    def show_known(self, error: KnownError) -> None:
        """Say what happened and what to do next."""
        ...

    def show_bug(self, error: BaseException) -> None:
        """Show that something went wrong inside, with details to copy."""
        ...


class Tasks:
    """Keeps the running tasks of a window; lives on the main thread."""

    def __init__(self, errors: ErrorSink) -> None:
        self._errors = errors
        self._running: dict[Hashable, asyncio.Task[None]] = {}
        self._is_closed = False

    @property
    def count(self) -> int:
        """How many are running."""
        return len(self._running)

    def is_running(self, key: Hashable) -> bool:
        """Whether the task of that key is at work."""
        return key in self._running

    def start(
        self,
        key: Hashable,
        work: Coroutine[Any, Any, None],
        *,
        busy: QWidget | None = None,
        owner: QObject | None = None,
    ) -> bool:
        """Run a coroutine unless one of that key is at work or the window is closing; whether it was started.

        ``busy`` is disabled while it runs. Without its ``owner``, the widget that called, nobody can show the
        result: the coroutine is cancelled when that is deleted, and what it says afterwards is heard by nobody.
        """
        loop = _running_loop()
        is_orphan = owner is not None and not isValid(owner)  # news may arrive just after a widget's end
        if loop is None or self._is_closed or key in self._running or is_orphan:
            work.close()
            return False
        task = loop.create_task(self._guard(key, work, owner, busy), name=str(key))
        self._running[key] = task
        if owner is not None:
            self._cancel_with(owner, task)
        if busy is not None:
            busy.setEnabled(False)
        # cancelled before it began, it was never awaited, and Python would say so
        task.add_done_callback(lambda _: work.close())
        task.add_done_callback(lambda _: self._ended(key, task, busy))
        return True

    def stop(self, key: Hashable) -> None:
        """Cancel the task of that key, if it is at work."""
        task = self._running.get(key)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Cancel everything and wait for it; nothing can be started any more."""
        self._is_closed = True
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def report(self, error: BaseException) -> None:
        """Show an error that came up some other way."""
        if isinstance(error, KnownError):
            self._errors.show_known(error)
        else:
            log.error("reported", exc_info=error)
            self._errors.show_bug(error)

    @staticmethod
    def _cancel_with(owner: QObject, task: asyncio.Task[None]) -> None:
        connection = owner.destroyed.connect(lambda _=None: task.cancel())

        def forget(_: object) -> None:
            if isValid(owner):  # a page starts thousands in its life
                QObject.disconnect(connection)

        task.add_done_callback(forget)

    async def _guard(
        self, key: Hashable, work: Coroutine[Any, Any, None], owner: QObject | None, busy: QWidget | None
    ) -> None:
        task = self._running.get(key)
        try:
            await work
        except KnownError as error:
            self._errors.show_known(error)
        except Exception as error:
            if owner is not None and not isValid(owner):
                # a parent's end takes its children along without a word to Python: it can come between the answer
                # and the cancel, and a call on what is gone is no defect then
                log.info("%s ended after its owner: %s", key, error)
                return
            log.exception("a slot failed")
            self._errors.show_bug(error)
        finally:
            # at once, not when the loop comes to it: what the coroutine has just enabled may be clicked before that
            self._ended(key, task, busy)

    def _ended(self, key: Hashable, task: asyncio.Task[Any] | None, busy: QWidget | None) -> None:
        if self._running.get(key) is not task:
            return  # it has ended already, and the next one may be at work
        del self._running[key]
        if busy is not None and not self._is_closed and isValid(busy):
            busy.setEnabled(True)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop, or None once it has stopped: Qt's timers may fire a last time between its end and the window's."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class HasTasks(Protocol):
    """Whoever uses ``async_slot`` has the window's tasks."""

    @property
    def tasks(self) -> Tasks:
        """The window's."""
        ...


S = TypeVar("S", bound=HasTasks)


def async_slot(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[S, P], None]:
    """Make a coroutine method a slot: a second click while it runs does nothing."""

    @functools.wraps(method)
    def slot(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        owner: object = self  # a protocol says nothing about Qt
        self.tasks.start(
            (id(self), method.__qualname__),
            method(self, *args, **kwargs),
            owner=owner if isinstance(owner, QObject) else None,
        )

    return slot
