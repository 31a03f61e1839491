"""The process in which the image engine works, seen from outside: its pipes, its threads, and who waits for it.

Each process has two threads here, a writer that starts it and feeds its pipe, and a reader that hears its answers
and outlives it; both end with it. What runs inside is in ``child``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import queue
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

from desktop.imaging import child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from desktop.imaging.child import Answer, Order

log = logging.getLogger(__name__)

START_TIMEOUT_S: Final = 30.0


class Job:
    """One request and the coroutine waiting for it; its futures belong to that coroutine's loop."""

    def __init__(self, order: Order, progress: Callable[[float], None] | None) -> None:
        self.order = order
        self.progress = progress
        self.loop = asyncio.get_running_loop()
        self.begun: asyncio.Future[None] = self.loop.create_future()
        self.ended: asyncio.Future[object] = self.loop.create_future()
        self.process: EngineProcess | None = None
        self.guard: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """The child has taken it up: from now on its time counts. Any thread."""
        self._on_loop(settle, self.begun, None, None)

    def tell(self, fraction: float) -> None:
        """Pass progress on. Any thread."""
        if self.progress is not None:
            self._on_loop(self._tell_now, fraction)

    def end(self, result: object, error: Exception | None) -> None:
        """Wake the waiting coroutine. Any thread."""
        self._on_loop(settle, self.begun, None, None)
        self._on_loop(settle, self.ended, result, error)
        if self.guard is not None:
            self._on_loop(self.guard.cancel)

    def _tell_now(self, fraction: float) -> None:
        if self.progress is not None and not self.ended.done():
            self.progress(fraction)

    def _on_loop(self, call: Callable[..., object], *args: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has been closed, so nobody waits
            self.loop.call_soon_threadsafe(call, *args)


def settle(future: asyncio.Future[Any], result: object, error: Exception | None) -> None:
    """Tell whoever waits, unless that was done before; on the future's loop."""
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


class EngineProcess:
    """One child process with its two pipes and two threads; owned by the ``Studio`` that made it."""

    def __init__(
        self,
        setup: tuple[int, int, bool],
        on_answer: Callable[[EngineProcess, Answer], None],
        on_lost: Callable[[EngineProcess], None],
    ) -> None:
        self._setup = setup
        self._on_answer = on_answer
        self._on_lost = on_lost
        self._outbox: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._process_lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._is_unwanted = False
        # These belong to the studio and are guarded by its lock.
        self.jobs: dict[int, Job] = {}
        self.is_ready = False
        self.is_blamed = False
        self.threads = [threading.Thread(target=self._write, name="studio-writer", daemon=True)]
        self.threads[0].start()

    @property
    def pid(self) -> int | None:
        """Process id of the child, None before it is started and after it is gone."""
        with self._process_lock:
            return None if self._process is None else self._process.pid

    def send(self, order: Order) -> None:
        """Hand an order to the writer thread. Never blocks."""
        self._outbox.put(order)

    def kill(self) -> None:
        """End the child at once; ``on_lost`` follows. Waits at most for a start in progress (some 20 ms)."""
        with self._process_lock:
            self._is_unwanted = True
            if self._process is not None:
                self._process.kill()
        self._outbox.put(None)

    def _write(self) -> None:
        pipes = self._start()
        if pipes is None:
            self._on_lost(self)
            return
        orders, answers = pipes
        reader = threading.Thread(target=self._read, args=(answers,), name="studio-reader", daemon=True)
        self.threads.append(reader)
        reader.start()
        with orders:
            while (order := self._outbox.get()) is not None:
                try:
                    orders.send(order)
                except OSError:
                    break  # the child is gone, which the reader notices by itself
                del order  # a photo's bytes needn't wait here for the next order

    def _start(self) -> tuple[Connection, Connection] | None:
        """Start the child: the pipe ends to send orders to and to hear answers from, None if that failed."""
        context = multiprocessing.get_context("spawn")
        try:
            _ensure_tracker()
            orders_out, orders_in = context.Pipe(duplex=False)
            answers_out, answers_in = context.Pipe(duplex=False)
        except OSError:
            return None
        # The child's ends are closed here at once: while they are open, no end of file is ever seen.
        with orders_out, answers_in, self._process_lock:
            if not self._is_unwanted:
                process = context.Process(
                    target=child.main, args=(orders_out, answers_in, *self._setup), name="studio", daemon=True
                )
                try:
                    with _interrupts_blocked():
                        process.start()
                except Exception:  # whatever it is, who waits for an image must hear that none will come
                    log.exception("the image engine's process can't be started")
                else:
                    self._process = process
                    return orders_in, answers_out
        orders_in.close()
        answers_out.close()
        return None

    def _read(self, answers: Connection) -> None:
        with answers:
            try:
                if answers.poll(START_TIMEOUT_S):
                    while True:
                        self._on_answer(self, answers.recv())
            except (EOFError, OSError):
                pass  # it has ended
            except Exception:  # the rest of what it says can't be trusted: it ends, and who waits hears of it
                log.exception("an answer of the image engine's process can't be read")
        with self._process_lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join()
            process.close()
        self._outbox.put(None)
        self._on_lost(self)


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Start a process in which Ctrl-C is blocked from its first moment (POSIX: the mask is inherited)."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ensure_tracker() -> None:
    """Start Python's own helper of the spawn method first, because its start unblocks Ctrl-C."""
    if sys.platform != "win32":
        from multiprocessing import resource_tracker  # noqa: PLC0415  # doesn't exist on Windows

        resource_tracker.ensure_running()
