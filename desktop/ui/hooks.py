"""The places where an exception would vanish, each with a hook that ends in the log and in one card.

Asyncio's own place, a loop's exception handler, is set for the main loop here and by ``LoopThread`` for the others.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Any, Final, Self

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from desktop.core.errors import BugError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from types import TracebackType

log = logging.getLogger(__name__)

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
HARMLESS: Final = "This plugin does not support "
"""How platforms without a window manager begin, about every dialog."""


class QtMessageError(BugError):
    """Qt complained about something we do."""


class ErrorHooks:
    """Installs the hooks and takes them back; ``report`` is called on the main thread's loop.

    Usable as a context manager.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, report: Callable[[BaseException], None]) -> None:
        self._loop = loop
        self._report = report
        self._before: tuple[Any, ...] = ()

    def __enter__(self) -> Self:
        self._before = (
            sys.excepthook,
            threading.excepthook,
            sys.unraisablehook,
            qInstallMessageHandler(self._on_qt),
        )
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        self._loop.set_exception_handler(self._on_loop)
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook, qt = self._before
        qInstallMessageHandler(qt)
        self._loop.set_exception_handler(None)

    def _tell(self, error: BaseException) -> None:
        """From any thread, at any time, even while everything is being taken down."""
        if not self._loop.is_closed():
            try:
                self._loop.call_soon_threadsafe(self._report, error)
            except RuntimeError:
                log.debug("too late to show it")

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("an exception nobody caught", exc_info=(kind, error, trace))
        self._tell(error)

    def _on_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is None or issubclass(told.exc_type, SystemExit):
            return
        name = told.thread.name if told.thread is not None else "a thread"
        log.critical("%s died", name, exc_info=(told.exc_type, told.exc_value, told.exc_traceback))
        self._tell(told.exc_value)

    def _on_unraisable(self, told: sys.UnraisableHookArgs) -> None:
        if told.exc_value is None:
            return
        log.error("%s: %r", told.err_msg or "could not be raised in", told.object, exc_info=told.exc_value)
        self._tell(told.exc_value)

    def _on_loop(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("main loop: %s", context.get("message"), exc_info=error)
        self._tell(error if error is not None else BugError(str(context.get("message"))))

    def _on_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        category = getattr(context, "category", None) or "default"  # the stubs don't know it
        if message.startswith(HARMLESS):
            log.debug("Qt (%s): %s", category, message)
            return
        # "qt.*" is Qt talking about this computer: fonts, screens, window managers. The rest is about our code.
        log.log(_LEVELS.get(kind, logging.ERROR), "Qt (%s): %s", category, message)
        is_ours = kind is QtMsgType.QtWarningMsg and not category.startswith("qt.")
        if is_ours or kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
            self._tell(QtMessageError(message))
