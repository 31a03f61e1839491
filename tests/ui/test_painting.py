"""Painting: nothing of it outlives its event, and what is kept between events is dropped when the looks change."""

from __future__ import annotations

import ast
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

import desktop.ui
from desktop.ui.probe import StallWatch
from tests.ui.conftest import until

if TYPE_CHECKING:
    from collections.abc import Callable

UI = Path(desktop.ui.__file__).parent


def test_that_every_painter_ends_with_its_block() -> None:
    """A painter that an exception or a debugger keeps alive ends after its paint event, and Qt crashes."""
    loose = []
    for path in UI.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        held = {
            item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items
        }
        loose += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "QPainter"
            and node not in held
        ]
    assert loose == []


class Slow(QWidget):
    """Paints long enough to be looked at, and tells on which thread what it painted with was let go of."""

    def __init__(self) -> None:
        super().__init__()
        self.paints = 0
        self.ended_on: set[int] = set()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        token = Token(self.ended_on)
        with QPainter(self) as painter:
            began = time.perf_counter()
            while time.perf_counter() < began + 0.03:
                painter.drawLine(0, 0, 50, 40)
        self.paints += 1
        del token


class Token:
    """Tells where it ends."""

    def __init__(self, ended_on: set[int]) -> None:
        self._ended_on = ended_on

    def __del__(self) -> None:
        self._ended_on.add(threading.get_ident())


async def test_that_a_look_at_the_main_thread_holds_nothing_of_a_paint(
    show: Callable[[QWidget], QWidget],
) -> None:
    widget = Slow()
    show(widget)
    watch = StallWatch()
    watch.start()
    for n in range(40):
        widget.update()
        await until(lambda n=n: widget.paints > n)  # type: ignore[misc]
    report = watch.stop()
    watch.deleteLater()
    assert any("paintEvent" in stall.stack for stall in report.stalls), "nobody looked during a paint"
    assert widget.ended_on == {threading.get_ident()}
