"""The image engine as everyone else sees it: asked on an event loop, working in a process of its own.

Decoders of strangers' files can crash, hang or swallow memory, and pixels are CPU work: neither may happen in
the window's process. One child process, started when first needed and kept, serves all callers of a
``Studio``.

Threads: any event loop in any thread may ask. Each child process has two threads here, a writer that starts
it and feeds its pipe, and a reader that hears its answers and outlives it; both end with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import multiprocessing
import queue
import signal
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Final, cast

from desktop.core.errors import StudioError
from desktop.imaging import child
from desktop.imaging.child import CANCEL, CHECK, OUTGOING, RENDER, RETOUCH, Answer, Order
from desktop.imaging.contract import RENDER_S, CutoutOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from desktop.core.compliance import ImageFacts
    from desktop.core.retouching import PhotoMask
    from desktop.imaging.contract import (
        AplusImage,
        AplusRequest,
        EncodedImage,
        EncodeOrder,
        MaskOrder,
        PhotoCheck,
        RenderedImage,
        RenderRequest,
        TransparentPhoto,
    )

DEFAULT_THREADS: Final = 2
DEFAULT_MEMORY_BYTES: Final = 1536 * 1024 * 1024
"""How much the child may grow beyond its size after start (design: 1.5 GB)."""
START_TIMEOUT_S: Final = 30.0
_ASIDE_PLACES: Final = 1
"""Photos to check, images for marketplaces, masks to correct: one at a time each, beside the renders."""

_STOPPED: Final = "The image engine stopped unexpectedly. Trying again usually helps."
_INTERRUPTED: Final = "The image engine was restarted because of another image. Trying again usually helps."
_TOO_LONG: Final = "This took too long and was stopped. Try again, or use a smaller photo."
_NO_START: Final = "The image engine couldn't be started. Close other programs and try again."
_CLOSED: Final = "The image engine is closed."


class _Job:
    """One request and the coroutine waiting for it; its futures belong to that coroutine's loop."""

    def __init__(self, order: Order, progress: Callable[[float], None] | None) -> None:
        self.order = order
        self.progress = progress
        self.loop = asyncio.get_running_loop()
        self.begun: asyncio.Future[None] = self.loop.create_future()
        self.ended: asyncio.Future[object] = self.loop.create_future()
        self.worker: _Worker | None = None
        self.guard: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """The child has taken it up: from now on its time counts. Any thread."""
        self._on_loop(_settle, self.begun, None, None)

    def tell(self, fraction: float) -> None:
        """Pass progress on. Any thread."""
        if self.progress is not None:
            self._on_loop(self._tell_now, fraction)

    def end(self, result: object, error: Exception | None) -> None:
        """Wake the waiting coroutine. Any thread."""
        self._on_loop(_settle, self.begun, None, None)
        self._on_loop(_settle, self.ended, result, error)
        if self.guard is not None:
            self._on_loop(self.guard.cancel)

    def _tell_now(self, fraction: float) -> None:
        if self.progress is not None and not self.ended.done():
            self.progress(fraction)

    def _on_loop(self, call: Callable[..., object], *args: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has been closed, so nobody waits
            self.loop.call_soon_threadsafe(call, *args)


def _settle(future: asyncio.Future[Any], result: object, error: Exception | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


class _Worker:
    """One child process with its two pipes and two threads; owned by the ``Studio`` that made it."""

    def __init__(
        self,
        setup: tuple[int, int, bool],
        on_answer: Callable[[_Worker, Answer], None],
        on_lost: Callable[[_Worker], None],
    ) -> None:
        self._setup = setup
        self._on_answer = on_answer
        self._on_lost = on_lost
        self._outbox: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._process_lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._is_unwanted = False
        # These belong to the studio and are guarded by its lock.
        self.jobs: dict[int, _Job] = {}
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
                with contextlib.suppress(OSError, MemoryError), _interrupts_blocked():
                    process.start()
                    self._process = process
                    return orders_in, answers_out
        orders_in.close()
        answers_out.close()
        return None

    def _read(self, answers: Connection) -> None:
        with answers, contextlib.suppress(EOFError, OSError):
            if answers.poll(START_TIMEOUT_S):
                while True:
                    self._on_answer(self, answers.recv())
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


class Studio:
    """The ``Engine`` that works: see ``desktop.imaging.contract``; its child starts with the first request.

    Args:
        threads: renders at the same time. Photo checks have a place of their own beside them.
        memory_bytes: how much the child may grow beyond its size after start, 0 for no limit; kept on Linux
            only, elsewhere the time-out is what stops a balloon.
        works_ahead: cut out the product of a photo while it is checked: a pack is usually asked for next, and its
            first image comes two seconds sooner.
    """

    def __init__(
        self,
        threads: int = DEFAULT_THREADS,
        memory_bytes: int = DEFAULT_MEMORY_BYTES,
        *,
        works_ahead: bool = False,
    ) -> None:
        self._setup = (threads, memory_bytes, works_ahead)
        self._places = {
            RENDER: threads,
            CHECK: _ASIDE_PLACES,
            OUTGOING: _ASIDE_PLACES,
            RETOUCH: _ASIDE_PLACES,
        }
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._waiting: dict[str, deque[_Job]] = {name: deque() for name in self._places}
        self._worker: _Worker | None = None
        self._alive: set[_Worker] = set()
        self._gone: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = []
        self._is_closed = False

    @property
    def child_pid(self) -> int | None:
        """Process id of the child that serves requests now, None while there is none."""
        with self._lock:
            return None if self._worker is None else self._worker.pid

    async def check_photo(self, data: bytes, *, timeout_s: float = 30.0) -> PhotoCheck:
        """Open a file safely and say what it is.

        Raises:
            PhotoRefusedError: it can't serve as a product photo.
            StudioError: ``time-out``, ``interrupted``, ``stopped``, ``start``, ``closed``.
        """
        return cast("PhotoCheck", await self._ask(CHECK, data, timeout_s, None))

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_s: float = RENDER_S,
        progress: Callable[[float], None] | None = None,
    ) -> RenderedImage:
        """Make one listing image; ``progress`` is told fractions from 0 to 1 on the caller's loop.

        The time-out counts from when the child takes the request up, not while others are before it.

        Raises:
            PhotoRefusedError: a photo can't be used.
            StudioError: ``time-out``, ``interrupted`` (another request's time-out ended the child),
                ``stopped``, ``start``, ``closed``, ``out-of-memory``, ``model-missing``.
            BugError: the engine failed in a way nobody foresaw; the message holds the traceback.
        """
        return cast("RenderedImage", await self._ask(RENDER, request, timeout_s, progress))

    async def measure(self, data: bytes, *, timeout_s: float = 30.0) -> ImageFacts:
        """Measure an image file for a marketplace's rules; one that can't be opened says so in its facts.

        Raises:
            StudioError: as for ``check_photo``.
        """
        return cast("ImageFacts", await self._ask(OUTGOING, data, timeout_s, None))

    async def encode(self, order: EncodeOrder, *, timeout_s: float = 30.0) -> EncodedImage:
        """Make the file a marketplace takes, from an image file.

        Raises:
            PhotoRefusedError: the image can't be opened.
            StudioError: as for ``check_photo``, or ``too-large``.
        """
        return cast("EncodedImage", await self._ask(OUTGOING, order, timeout_s, None))

    async def cut_out(self, photo: bytes, *, timeout_s: float = 120.0) -> TransparentPhoto:
        """Cut the product out of a photo file, in the photo's size; takes a render's place.

        Raises:
            PhotoRefusedError: the photo can't be used, or shows no product.
            StudioError: as for ``render``.
        """
        return cast("TransparentPhoto", await self._ask(RENDER, CutoutOrder(photo), timeout_s, None))

    async def compose_aplus(
        self,
        request: AplusRequest,
        *,
        timeout_s: float = RENDER_S,
        progress: Callable[[float], None] | None = None,
    ) -> AplusImage:
        """Make one A+ module; takes a render's place, and raises what ``render`` does."""
        return cast("AplusImage", await self._ask(RENDER, request, timeout_s, progress))

    async def mask(self, order: MaskOrder, *, timeout_s: float = 60.0) -> PhotoMask:
        """The alpha of a photo, corrected by the order's strokes; never waits for renders.

        Raises:
            PhotoRefusedError: the photo or the mask can't be used.
            StudioError: as for ``render``.
        """
        return cast("PhotoMask", await self._ask(RETOUCH, order, timeout_s, None))

    async def close(self) -> None:
        """End the child and both threads; whoever still waits gets ``StudioError`` (``closed``)."""
        with self._lock:
            self._is_closed = True
            loop = asyncio.get_running_loop()
            gone = loop.create_future()
            self._gone.append((loop, gone))
            for waiting in self._waiting.values():
                while waiting:
                    waiting.popleft().end(None, StudioError(_CLOSED, code="closed", retryable=False))
            dying = list(self._alive)
            self._tell_if_gone()
        for worker in dying:
            worker.kill()
        await gone
        for worker in dying:
            for thread in worker.threads:
                thread.join(timeout=1.0)  # it has nothing left to do but return

    async def _ask(
        self, kind: str, payload: object, timeout_s: float, progress: Callable[[float], None] | None
    ) -> object:
        job = _Job(Order(next(self._numbers), kind, payload), progress)
        with self._lock:
            if self._is_closed:
                raise StudioError(_CLOSED, code="closed", retryable=False)
            self._waiting[kind].append(job)
            self._dispatch()
        try:
            await job.begun
            async with asyncio.timeout(timeout_s):
                return await job.ended
        except TimeoutError:
            self._give_up(job)
            raise StudioError(_TOO_LONG, code="time-out") from None
        except asyncio.CancelledError:
            self._abandon(job, timeout_s)
            raise

    def _dispatch(self) -> None:
        """Send as many waiting jobs to the child as it has places for; the caller holds the lock."""
        for kind, waiting in self._waiting.items():
            while waiting and not self._is_closed:
                if self._worker is None:
                    self._worker = _Worker(self._setup, self._hear, self._lost)
                    self._alive.add(self._worker)
                taken = sum(job.order.kind == kind for job in self._worker.jobs.values())
                if taken >= self._places[kind]:
                    break
                job = waiting.popleft()
                job.worker = self._worker
                self._worker.jobs[job.order.number] = job
                self._worker.send(job.order)
                if self._worker.is_ready:
                    job.begin()

    def _hear(self, worker: _Worker, answer: Answer) -> None:
        """An answer has come in, on the worker's reader thread."""
        with self._lock:
            if answer.kind == "ready":
                worker.is_ready = True
                for job in worker.jobs.values():
                    job.begin()
                return
            if answer.kind == "progress":
                if (busy := worker.jobs.get(answer.number)) is not None:
                    busy.tell(answer.payload)
                return
            if (done := worker.jobs.pop(answer.number, None)) is not None:
                is_error = answer.kind == "failed"
                done.end(None if is_error else answer.payload, answer.payload if is_error else None)
            self._dispatch()

    def _lost(self, worker: _Worker) -> None:
        """The child has ended, for whatever reason; on one of the worker's threads."""
        with self._lock:
            self._alive.discard(worker)
            if self._worker is worker:
                self._worker = None
            left = list(worker.jobs.values())
            worker.jobs.clear()
            if not worker.is_ready and not worker.is_blamed:
                # It never came up. The jobs still waiting would meet the same, over and over.
                for waiting in self._waiting.values():
                    left.extend(waiting)
                    waiting.clear()
            for job in left:
                job.end(None, self._why_lost(worker))
            self._dispatch()
            self._tell_if_gone()

    def _why_lost(self, worker: _Worker) -> StudioError:
        if self._is_closed:
            return StudioError(_CLOSED, code="closed", retryable=False)
        if worker.is_blamed:
            return StudioError(_INTERRUPTED, code="interrupted")
        if not worker.is_ready:
            return StudioError(_NO_START, code="start")
        return StudioError(_STOPPED, code="stopped")

    def _give_up(self, job: _Job) -> None:
        """A job took too long: its child can't be asked to stop, so it is ended, and a fresh one comes."""
        with self._lock:
            worker = job.worker
            if worker is None or worker.jobs.pop(job.order.number, None) is None:
                return
            worker.is_blamed = True
            if self._worker is worker:
                self._worker = None
            self._dispatch()
        worker.kill()

    def _abandon(self, job: _Job, timeout_s: float) -> None:
        """Nobody waits any more: drop the job, or ask the child to stop at the next step of its work."""
        with self._lock:
            job.ended.cancel()
            waiting = self._waiting[job.order.kind]
            if job in waiting:
                waiting.remove(job)
            elif job.worker is not None and job.order.number in job.worker.jobs:
                job.worker.send(Order(job.order.number, CANCEL))
                # It keeps its place in the child until it stops, so its time-out stays in force.
                job.guard = job.loop.call_later(timeout_s, self._give_up, job)

    def _tell_if_gone(self) -> None:
        """Wake ``close`` once the last child is buried; the caller holds the lock."""
        if self._is_closed and not self._alive:
            for loop, gone in self._gone:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(_settle, gone, None, None)
            self._gone.clear()
