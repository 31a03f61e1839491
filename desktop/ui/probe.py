"""Measures the window from inside: how long the main thread stalls, and when a changed row is painted.

Nothing here runs unless it is started, and then only from a timer, an event filter and a thread of its own: the rest
of the program knows nothing of it. Times are seconds of ``time.perf_counter()``, which on one computer is the same
clock in every process.
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
import time
from array import array
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import FrameType

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QTableView

    from desktop.ui.record_model import RecordModel

BEAT_S: Final = 0.005
NOTABLE_S: Final = 0.016
"""One frame of a screen of 60 Hz: what is shorter nobody can see."""

FELT_S: Final = 0.050
_LOOK_S: Final = 0.004
_MOST_STALLS: Final = 1000
_FRAMES: Final = 8
_LONG_TURN_S: Final = 5.0
_WAITING: Final = frozenset({"select", "wait", "_worker", "_recv", "poll"})
"""Functions threads rest in."""


@dataclass(frozen=True, slots=True)
class Stall:
    """The main thread was late for a beat.

    ``late_s`` is how late; of that time the thread computed for ``cpu_s`` and, where the system tells it (Linux),
    waited for a free processor for ``queued_s``: the rest it waited for a lock, such as the interpreter's.
    ``stack`` is what it was at, innermost frame first.
    """

    at_s: float
    late_s: float
    cpu_s: float
    queued_s: float | None
    stack: str

    @property
    def own_s(self) -> float:
        """How late it would have been with a processor to itself."""
        return max(0.0, self.late_s - (self.queued_s or 0.0))


@dataclass(frozen=True, slots=True)
class StallReport:
    """How late beats were: seconds; ``stalls`` are those of more than a frame, in order."""

    beats: int
    p50_s: float
    p99_s: float
    own_p99_s: float
    worst_s: float
    own_worst_s: float
    over_16_ms: int
    over_50_ms: int
    own_over_50_ms: int
    stalls: tuple[Stall, ...]


class StallWatch(QObject):
    """A beat every 5 ms on the main thread, and a thread that looks what it is at when a beat stays out.

    Usable as a context manager; lives on the main thread.

    Args:
        culprits: look what the main thread is at.
    """

    def __init__(self, parent: QObject | None = None, *, culprits: bool = True) -> None:
        super().__init__(parent)
        self._culprits = culprits
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(BEAT_S * 1000))
        self._timer.timeout.connect(self._on_beat)
        self._main = threading.get_ident()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._schedule = -1
        self._last = self._cpu = self._queued = 0.0
        self._seen = ""
        self._late = array("d")
        self._own = array("d")
        self._stalls: list[Stall] = []

    def start(self) -> None:
        """Begin; what was measured before is forgotten."""
        self._late, self._own, self._stalls = array("d"), array("d"), []
        with suppress(OSError):
            path = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
            self._schedule = os.open(path, os.O_RDONLY)
        self._over.clear()
        self._last, self._cpu, self._queued = time.perf_counter(), time.thread_time(), self._waited()
        if self._culprits:
            self._thread = threading.Thread(target=self._watch, name="stall watch", daemon=True)
            self._thread.start()
        self._timer.start()

    def stop(self) -> StallReport:
        """End, and tell."""
        self._timer.stop()
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._schedule >= 0:
            os.close(self._schedule)
            self._schedule = -1
        late, own = sorted(self._late) or [0.0], sorted(self._own) or [0.0]
        return StallReport(
            beats=len(self._late),
            p50_s=statistics.median(late),
            p99_s=share(late, 0.99),
            own_p99_s=share(own, 0.99),
            worst_s=late[-1],
            own_worst_s=own[-1],
            over_16_ms=sum(1 for value in late if value > NOTABLE_S),
            over_50_ms=sum(1 for value in late if value > FELT_S),
            own_over_50_ms=sum(1 for value in own if value > FELT_S),
            stalls=tuple(self._stalls),
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer.isActive():
            self.stop()

    def _on_beat(self) -> None:
        now, cpu, queued = time.perf_counter(), time.thread_time(), self._waited()
        late = max(0.0, now - self._last - BEAT_S)
        waited = min(late, queued - self._queued)
        self._late.append(late)
        self._own.append(late - waited)
        if late > NOTABLE_S and len(self._stalls) < _MOST_STALLS:
            known = waited if self._schedule >= 0 else None
            self._stalls.append(Stall(now, late, cpu - self._cpu, known, self._seen))
        self._seen = ""
        self._last, self._cpu, self._queued = now, cpu, queued

    def _waited(self) -> float:
        """How long this thread has waited for a processor so far; 0 where nobody tells."""
        if self._schedule < 0:
            return 0.0
        return int(os.pread(self._schedule, 80, 0).split()[1]) / 1e9

    def _watch(self) -> None:
        seen_at, looks = 0.0, 0
        while not self._over.wait(_LOOK_S):
            last = self._last
            if last != seen_at:
                seen_at, looks = last, 0
            late = time.perf_counter() - last - BEAT_S
            if looks < 3 and late > (looks + 0.7) * NOTABLE_S:
                looks += 1
                now = self._look()
                self._seen = f"{self._seen} // {now}" if self._seen else now

    def _look(self) -> str:
        """What the main thread is at, and which others may be in its way.

        Whoever holds a frame keeps alive what is in it: were the main thread to go on meanwhile, a painter could
        outlive its paint event and end here, on the wrong thread, which crashes Qt. So nobody has a turn until
        every frame has been let go of.
        """
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        turn_s = sys.getswitchinterval()
        sys.setswitchinterval(_LONG_TURN_S)
        try:
            return _told_stacks(self._main, names)
        finally:
            sys.setswitchinterval(turn_s)


class PaintWatch(QObject):
    """Remembers when a table view first painted each version of its rows; lives on the main thread.

    A paint counts when the event loop has control again: by then the picture has been handed to the screen.
    """

    def __init__(self, view: QTableView, model: RecordModel[Any]) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._shown: dict[str, list[tuple[float, int]]] = {}
        self._painted: dict[str, int] = {}
        self._sights: list[tuple[float, frozenset[str]]] = []
        self.paints = 0
        self._last_paint = 0.0
        self.clear()
        view.viewport().installEventFilter(self)

    @property
    def last_paint_s(self) -> float:
        """When rows were painted last."""
        return self._last_paint

    def stop(self) -> None:
        """Watch no longer."""
        self._view.viewport().removeEventFilter(self)

    def clear(self) -> None:
        """Forget."""
        self._shown.clear()
        self._painted.clear()
        self._sights = [(0.0, frozenset(str(row.id) for row in self._rows(0, self._height())))]
        self.paints = 0

    def latencies(self, changes: Iterable[tuple[str, int, float, bool]]) -> list[float]:
        """Seconds from each change (key, version, time, whether the row is new) to its paint, or that of a newer one.

        Only what could be seen counts: rows that were in sight when they changed, new ones that came into sight.
        """
        times = [at for at, _ in self._sights]
        found = []
        for key, version, changed_at, is_new in changes:
            _, seen = self._sights[max(0, bisect_right(times, changed_at) - 1)]
            if not is_new and key not in seen:
                continue
            for painted_at, painted in self._shown.get(key, ()):
                if painted >= version:
                    found.append(max(0.0, painted_at - changed_at))
                    break
        return found

    def _height(self) -> int:
        return self._view.viewport().height()

    def _rows(self, top: int, bottom: int) -> list[Any]:
        """The records between two heights of the viewport, in pixels."""
        first, last = self._view.rowAt(top), self._view.rowAt(bottom)
        last = last if last >= 0 else self._model.rowCount() - 1
        if first < 0:
            return []
        rows = (self._model.record(self._model.index(row, 0)) for row in range(first, last + 1))
        return [row for row in rows if row is not None]

    def _note(self, rows: Sequence[tuple[str, int]], seen: frozenset[str]) -> None:
        now = time.perf_counter()
        self._last_paint = now
        if seen != self._sights[-1][1]:
            self._sights.append((now, seen))
        for key, version in rows:
            self._shown.setdefault(key, []).append((now, version))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            paint: QPaintEvent = event  # type: ignore[assignment]
            area = paint.rect()
            news = []
            for row in self._rows(area.top(), area.bottom()):
                key = str(row.id)
                if self._painted.get(key) != row.version:
                    self._painted[key] = row.version
                    news.append((key, row.version))
            seen = frozenset(str(row.id) for row in self._rows(0, self._height()))
            self.paints += 1
            QTimer.singleShot(0, self, lambda: self._note(news, seen))
        return super().eventFilter(watched, event)


def _told_stacks(main: int, names: dict[int | None, str]) -> str:
    """All stacks that are worth telling; no frame is held any more when this has returned."""
    frames = sys._current_frames()  # noqa: SLF001  # there is no other way
    told = _stack(frames.get(main))
    for ident, frame in frames.items():
        if ident not in {main, threading.get_ident()} and frame.f_code.co_name not in _WAITING:
            told += f" | {names.get(ident, 'a thread')}: {_stack(frame, 3)}"
    return told


def sort_by(view: QTableView, column: int, *, descending: bool = False) -> None:
    """Sort a table as a click on its heading would."""
    order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
    view.sortByColumn(column, order)


def share(ordered: Sequence[float], part: float) -> float:
    """The value that ``part`` of the ordered values don't exceed; 0 for none."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def _stack(frame: FrameType | None, most: int = _FRAMES) -> str:
    """A stack in one line, innermost first; ``...`` is the main loop."""
    told: list[str] = []
    while frame is not None and len(told) < most:
        if frame.f_code.co_name == "run_forever":
            told.append("...")
            break
        name = frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
        told.append(f"{name}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(told)
