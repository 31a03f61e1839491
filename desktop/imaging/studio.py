"""The image engine as everyone else sees it: asked on an event loop, working in a process of its own.

Decoders of strangers' files can crash, hang or swallow memory, and pixels are CPU work: neither may happen in
the window's process. One child process, started when first needed and kept, serves all callers of a
``Studio``.

Threads: any event loop in any thread may ask.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections import deque
from typing import TYPE_CHECKING, Final, cast

from desktop.core.errors import StudioError
from desktop.imaging.child import CANCEL, CHECK, OUTGOING, RENDER, RETOUCH, Answer, Order
from desktop.imaging.contract import RENDER_S, CutoutOrder
from desktop.imaging.engine_process import EngineProcess, Job, settle

if TYPE_CHECKING:
    from collections.abc import Callable

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
"""How much the child may grow beyond its size after start."""
_ASIDE_PLACES: Final = 1
"""Photos to check, images for marketplaces, masks to correct: one at a time each, beside the renders."""

_STOPPED: Final = "The image engine stopped unexpectedly. Trying again usually helps."
_INTERRUPTED: Final = "The image engine was restarted because of another image. Trying again usually helps."
_TOO_LONG: Final = "This took too long and was stopped. Try again, or use a smaller photo."
_NO_START: Final = "The image engine couldn't be started. Close other programs and try again."
_CLOSED: Final = "The image engine is closed."


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
        self._waiting: dict[str, deque[Job]] = {name: deque() for name in self._places}
        self._process: EngineProcess | None = None
        self._alive: set[EngineProcess] = set()
        self._gone: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = []
        self._is_closed = False

    @property
    def child_pid(self) -> int | None:
        """Process id of the child that serves requests now, None while there is none."""
        with self._lock:
            return None if self._process is None else self._process.pid

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
        for process in dying:
            process.kill()
        await gone
        for process in dying:
            for thread in process.threads:
                thread.join(timeout=1.0)  # it has nothing left to do but return

    async def _ask(
        self, kind: str, payload: object, timeout_s: float, progress: Callable[[float], None] | None
    ) -> object:
        job = Job(Order(next(self._numbers), kind, payload), progress)
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
                if self._process is None:
                    self._process = EngineProcess(self._setup, self._hear, self._lost)
                    self._alive.add(self._process)
                taken = sum(job.order.kind == kind for job in self._process.jobs.values())
                if taken >= self._places[kind]:
                    break
                job = waiting.popleft()
                job.process = self._process
                self._process.jobs[job.order.number] = job
                self._process.send(job.order)
                if self._process.is_ready:
                    job.begin()

    def _hear(self, process: EngineProcess, answer: Answer) -> None:
        """An answer has come in, on the process's reader thread."""
        with self._lock:
            if answer.kind == "ready":
                process.is_ready = True
                for job in process.jobs.values():
                    job.begin()
                return
            if answer.kind == "progress":
                if (busy := process.jobs.get(answer.number)) is not None:
                    busy.tell(answer.payload)
                return
            if (done := process.jobs.pop(answer.number, None)) is not None:
                is_error = answer.kind == "failed"
                done.end(None if is_error else answer.payload, answer.payload if is_error else None)
            self._dispatch()

    def _lost(self, process: EngineProcess) -> None:
        """The child has ended, for whatever reason; on one of the process's threads."""
        with self._lock:
            self._alive.discard(process)
            if self._process is process:
                self._process = None
            left = list(process.jobs.values())
            process.jobs.clear()
            if not process.is_ready and not process.is_blamed:
                # It never came up. The jobs still waiting would meet the same, over and over.
                for waiting in self._waiting.values():
                    left.extend(waiting)
                    waiting.clear()
            for job in left:
                job.end(None, self._why_lost(process))
            self._dispatch()
            self._tell_if_gone()

    def _why_lost(self, process: EngineProcess) -> StudioError:
        if self._is_closed:
            return StudioError(_CLOSED, code="closed", retryable=False)
        if process.is_blamed:
            return StudioError(_INTERRUPTED, code="interrupted")
        if not process.is_ready:
            return StudioError(_NO_START, code="start")
        return StudioError(_STOPPED, code="stopped")

    def _give_up(self, job: Job) -> None:
        """A job took too long: its child can't be asked to stop, so it is ended, and a fresh one comes."""
        with self._lock:
            process = job.process
            if process is None or process.jobs.pop(job.order.number, None) is None:
                return
            process.is_blamed = True
            if self._process is process:
                self._process = None
            self._dispatch()
        process.kill()

    def _abandon(self, job: Job, timeout_s: float) -> None:
        """Nobody waits any more: drop the job, or ask the child to stop at the next step of its work."""
        with self._lock:
            job.ended.cancel()
            waiting = self._waiting[job.order.kind]
            if job in waiting:
                waiting.remove(job)
            elif job.process is not None and job.order.number in job.process.jobs:
                job.process.send(Order(job.order.number, CANCEL))
                # It keeps its place in the child until it stops, so its time-out stays in force.
                job.guard = job.loop.call_later(timeout_s, self._give_up, job)

    def _tell_if_gone(self) -> None:
        """Wake ``close`` once the last child is buried; the caller holds the lock."""
        if self._is_closed and not self._alive:
            for loop, gone in self._gone:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(settle, gone, None, None)
            self._gone.clear()
