"""What runs inside the studio's own process: takes requests from a pipe, answers on another.

The process ends by itself as soon as the request pipe is closed, however its parent went away, and even when
it is busy: the thread reading the pipe has nothing else to do. Decoders of strangers' files crash and balloon
here, where that costs one process and not the window.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import psutil

from desktop.core.errors import BugError, KnownError, StudioError
from desktop.imaging import heap
from desktop.imaging.contract import CutoutOrder

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from desktop.core.retouching import PhotoMask
    from desktop.imaging.contract import MaskOrder
    from desktop.imaging.retouch import Retouch

NICENESS: Final = 10
"""Lower priority than the window's: it must stay responsive while a pack renders."""
CV2_THREADS: Final = 4
"""Of OpenCV's own steps: all processors belong to nobody."""
AHEAD: Final = 2
IDLE_S: Final = 5.0
"""After so long without an order, memory that isn't needed goes back to the system."""
CHECK: Final = "check"
OUTGOING: Final = "outgoing"
RENDER: Final = "render"
RETOUCH: Final = "retouch"
CANCEL: Final = "cancel"


class Order(NamedTuple):
    """A request on its way to the child; ``payload`` is a file's bytes or one of the contract's requests and orders."""

    number: int
    kind: str
    payload: Any = None


class Answer(NamedTuple):
    """``kind`` is ``ready``, ``progress`` (fraction), ``done`` (result) or ``failed`` (exception)."""

    number: int
    kind: str
    payload: Any = None


class _AbandonedError(Exception):
    """Nobody waits for this result any more."""


_Work: TypeAlias = "Callable[[Any, Callable[[float], None]], object]"


def main(orders: Connection, answers: Connection, threads: int, memory_bytes: int, works_ahead: bool) -> None:
    """Serve until the pipe closes.

    Args:
        orders: the pipe ``Order`` objects come from.
        answers: the pipe ``Answer`` objects go to.
        threads: renders at the same time; one more thread each checks photos, prepares images for marketplaces and
            corrects masks, so that all are answered while a pack renders.
        memory_bytes: how much the process may grow beyond its size after start; 0 for no limit.
        works_ahead: cut out the product of a photo that is being checked.
    """
    _settle_in()
    # Heavy, so only once the priority is low; and before the memory limit is set.
    import cv2  # noqa: PLC0415

    from desktop.imaging.render import make_image, prepare  # noqa: PLC0415

    cv2.setNumThreads(min(CV2_THREADS, os.cpu_count() or 1))
    child = _Child(orders, answers, threads, memory_bytes, make_image)
    if works_ahead:
        child.work_ahead(prepare)
    child.serve()


def _settle_in() -> None:
    """Ctrl-C in a terminal reaches the whole process group, but ending us is the parent's decision."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICENESS)
    with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123  # a device
        os.dup2(
            nowhere.fileno(), 1
        )  # libraries talk to it, and it may be a command's machine-readable answer
    heap.share()


def limit_memory(extra_bytes: int) -> None:
    """Let this process's address space grow by at most so much from now on; where the system can (Linux)."""
    if sys.platform == "linux" and extra_bytes > 0:
        import resource  # noqa: PLC0415  # doesn't exist on Windows

        most = psutil.Process().memory_info().vms + extra_bytes
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class _Child:
    """Owns the pipes' child ends and the worker threads; lives on the child's main thread."""

    def __init__(
        self, orders: Connection, answers: Connection, threads: int, memory_bytes: int, render: _Work
    ) -> None:
        self._orders = orders
        self._answers = answers
        self._memory_bytes = memory_bytes
        self._threads = threads
        self._render = render
        self._send_lock = threading.Lock()
        self._queues: dict[str, queue.SimpleQueue[Order]] = {
            CHECK: queue.SimpleQueue(),
            OUTGOING: queue.SimpleQueue(),
            RENDER: queue.SimpleQueue(),
            RETOUCH: queue.SimpleQueue(),
        }
        self._retouch: Retouch | None = None
        self._ahead: queue.Queue[bytes] | None = None
        self._open: set[int] = set()
        self._abandoned: set[int] = set()

    def serve(self) -> None:
        """Read orders until the parent is gone; never returns normally."""
        for lane in (CHECK, OUTGOING, RETOUCH, *[RENDER] * self._threads):
            threading.Thread(target=self._work, args=(self._queues[lane],), daemon=True).start()
        limit_memory(self._memory_bytes)
        self._send(Answer(0, "ready"))
        is_trimmed = False
        while True:
            try:
                if not self._orders.poll(IDLE_S):
                    if not is_trimmed and not self._open:
                        heap.trim()
                        is_trimmed = True
                    continue
                is_trimmed = False
                order: Order = self._orders.recv()
            except (EOFError, OSError):
                os._exit(
                    0
                )  # the parent closed or died; threads in the middle of C code can't be asked to stop
            if order.kind == CANCEL:
                if order.number in self._open:
                    self._abandoned.add(order.number)
            else:
                self._open.add(order.number)
                self._queues[order.kind].put(order)

    def work_ahead(self, prepare: Callable[[bytes], None]) -> None:
        """From now on prepare photos that are checked: two at once, since no more can be looked at."""
        photos: queue.Queue[bytes] = queue.Queue(maxsize=1)

        def go_on() -> None:
            while True:
                prepare(photos.get())

        self._ahead = photos
        for _ in range(min(AHEAD, self._threads)):
            threading.Thread(target=go_on, daemon=True).start()

    def _work(self, orders: queue.SimpleQueue[Order]) -> None:
        while True:
            order = orders.get()
            try:
                answer = Answer(order.number, "done", self._do(order))
            except _AbandonedError:
                answer = Answer(
                    order.number, "failed", StudioError("Nobody waits for this image.", code="abandoned")
                )
            except BaseException as error:  # noqa: BLE001  # whatever it is, the parent must hear of it
                answer = Answer(order.number, "failed", portable(error))
            self._open.discard(order.number)
            self._abandoned.discard(order.number)
            self._send(answer)

    def _do(self, order: Order) -> object:
        def progress(fraction: float) -> None:
            if order.number in self._abandoned:
                raise _AbandonedError
            self._send(Answer(order.number, "progress", fraction))

        if order.number in self._abandoned:
            raise _AbandonedError
        if order.kind == CHECK:
            from desktop.imaging.opening import check_photo  # noqa: PLC0415  # pixels stay out of the parent

            if self._ahead is not None:
                with contextlib.suppress(queue.Full):  # of many photos the first ones will do
                    self._ahead.put_nowait(order.payload)
            return check_photo(order.payload)
        if order.kind == OUTGOING:
            from desktop.imaging.encode import measure_or_encode  # noqa: PLC0415  # the same

            return measure_or_encode(order.payload)
        if order.kind == RETOUCH:
            return self._touch_up(order.payload)
        if isinstance(order.payload, CutoutOrder):
            from desktop.imaging.transparent import transparent_photo  # noqa: PLC0415  # the same

            return transparent_photo(order.payload.photo)
        return self._render(order.payload, progress)

    def _touch_up(self, order: MaskOrder) -> PhotoMask:
        """Only the one thread of its lane comes here."""
        if self._retouch is None:
            from desktop.imaging.render import find_cutout  # noqa: PLC0415  # pixels stay out of the parent
            from desktop.imaging.retouch import Retouch  # noqa: PLC0415  # the same

            self._retouch = Retouch(find_cutout)
        return self._retouch.mask(order)

    def _send(self, answer: Answer) -> None:
        data = pickle.dumps(answer)
        try:
            with self._send_lock:
                self._answers.send_bytes(data)
        except OSError:
            os._exit(0)


def portable(error: BaseException) -> Exception:
    """The error as the parent may meet it: known ones stay, any other is a bug with its traceback."""
    if isinstance(error, KnownError):
        return error
    if isinstance(error, MemoryError):
        return StudioError(
            "There isn't enough memory to make this image. Use smaller photos, or close other programs and"
            " try again.",
            code="out-of-memory",
        )
    text = "".join(traceback.format_exception(error))
    return BugError(f"The image engine failed.\n{text}")
