"""The stairs: the only way between threads.

The main thread shows things, the engine thread talks to the database, and each has a loop of its own. Coroutines go
down with ``call``, frozen values come up with ``post``; nothing else crosses.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING, Any, TypeVar, cast

from desktop.core.errors import PackdeskError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

log = logging.getLogger(__name__)

T = TypeVar("T")


class LoopThread:
    """A thread with a selector loop (psycopg refuses Windows' other kind); started and stopped by its owner.

    Args:
        name: what the thread is called in logs and dumps.
        on_error: told, on this thread, of an exception nobody awaited.
    """

    def __init__(self, name: str, *, on_error: Callable[[BaseException], None] | None = None) -> None:
        self._name = name
        self._on_error = on_error
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether the thread lives."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start the thread and wait until its loop runs."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name=self._name, daemon=True)
        self._thread.start()
        ready.wait()

    def call(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        """Run a coroutine down there; await the answer up here. Cancelling the future cancels the work.

        Raises:
            PackdeskError: the thread is not running (any more).
        """
        if self._loop is None or not self.is_running:
            work.close()
            raise PackdeskError(f"The {self._name} has stopped. Restart Packdesk.")
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def post(self, function: Callable[..., object], *args: object) -> None:
        """Call a function on the thread's loop, soon; silently dropped when it has stopped."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(function, *args)

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Cancel everything that runs there, let it clean up, and end the thread; whether it ended in time."""
        thread, loop = self._thread, self._loop
        if thread is None or loop is None:
            return True
        if thread.is_alive():
            loop.call_soon_threadsafe(loop.stop)
            thread.join(timeout_s)
        return not thread.is_alive()

    def _run(self, ready: threading.Event) -> None:
        loop = asyncio.SelectorEventLoop()
        self._loop = loop
        loop.set_exception_handler(self._on_loop_error)
        asyncio.set_event_loop(loop)
        loop.call_soon(ready.set)
        try:
            loop.run_forever()
        finally:
            tasks = asyncio.all_tasks(loop)
            for task in tasks:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
            asyncio.set_event_loop(None)
            loop.close()

    def _on_loop_error(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("%s: %s", self._name, context.get("message"), exc_info=error)
        if error is not None and self._on_error is not None:
            self._on_error(error)


def borrowed(there: T, thread: LoopThread) -> T:
    """Something that lives on that thread's loop, to be used from another one: its coroutine methods run there.

    Answers and errors come back as they are. Only coroutine methods can be called, and no attribute read.
    """
    return cast("T", _Borrowed(there, thread))


class _Borrowed:
    def __init__(self, there: object, thread: LoopThread) -> None:
        self._there = there
        self._thread = thread

    def __getattr__(self, name: str) -> Callable[..., asyncio.Future[Any]]:
        method = getattr(self._there, name)

        def call(*args: Any, **named: Any) -> asyncio.Future[Any]:
            return self._thread.call(method(*args, **named))

        return call
