"""The bar under a list: what can be done to many rows at once.

A count first, then progress in batches that can be stopped, then a while in which it can be undone.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.parts import ElidedLabel
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

T = TypeVar("T")

UNDO_S: Final = 8
_MOMENT_S: Final = 0.3
IDLE, ASKING, DOING, DONE = range(4)


class ActionBar(QStackedWidget):
    """Lives on the main thread; ``_run`` and ``_take_back`` say what is done and undone.

    ``idle_row`` is where buttons belong.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_stopped = False
        self._waiting: asyncio.Future[Any] | None = None
        self._left_s = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._on_second)
        for part in (self._make_idle(), self._make_question(), self._make_progress(), self._make_done()):
            self.addWidget(part)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Maximum)

    # -- what a list's own bar says ------------------------------------------------------------------------

    def _run(self) -> None:
        """Do what was asked about."""
        raise NotImplementedError

    def _take_back(self) -> None:
        """Undo what was done last."""
        raise NotImplementedError

    def _forget(self) -> None:
        """What was done can't be undone any more."""
        raise NotImplementedError

    # -- what shows ----------------------------------------------------------------------------------------

    @property
    def said(self) -> str:
        """What the bar says at the moment."""
        label = [self._scope_label, self._question, self._doing, self._done][self.currentIndex()]
        return label.accessibleName() if label is self._scope_label else label.text()

    def is_asking(self) -> bool:
        """Whether a question is open."""
        return self.currentIndex() == ASKING

    def agree(self) -> None:
        """Answer the question with yes."""
        if self.is_asking():
            self._run()

    def step_back(self) -> bool:
        """Leave the question; False when none is open."""
        was_asking = self.is_asking()
        if was_asking:
            self._leave()
        return was_asking

    def take_back(self) -> None:
        """Undo what was done last, while that is offered."""
        if self.currentIndex() == DONE and not self.undo.isHidden():
            self._take_back()

    def _ask(self, question: str, yes: str) -> None:
        self._question.setText(question)
        self._yes.setText(yes)
        self.setCurrentIndex(ASKING)
        self._yes.setFocus()

    def _say(self, text: str, *, undo: bool = False) -> None:
        self._done.setText(text)
        self._done.setAccessibleName(text)
        self._left_s = UNDO_S
        self.undo.setVisible(undo)
        self._show_left()
        self.setCurrentIndex(DONE)
        self._countdown.start()

    def _leave(self) -> None:
        self._countdown.stop()
        self._forget()
        self.setCurrentIndex(IDLE)

    async def _waited_for(self, answer: asyncio.Future[T], text: str) -> T | None:
        """An answer; while it takes more than a moment that is shown, and Stop gives it up: None."""
        self._is_stopped = False
        self._waiting = answer
        try:
            done, _ = await asyncio.wait({answer}, timeout=_MOMENT_S)
            if not done:
                self.stop.setEnabled(True)
                self._bar.setRange(0, 0)
                self._doing.setText(text)
                self.setCurrentIndex(DOING)
                await asyncio.wait({answer})
            if self._is_stopped:
                self._leave()
                return None
            return answer.result()
        except BaseException:
            self._leave()
            raise
        finally:
            self._waiting = None
            answer.cancel()

    async def _in_batches(
        self,
        items: Sequence[T],
        work: Callable[[list[T]], Coroutine[Any, Any, None]],
        text: str,
        *,
        size: int,
    ) -> None:
        """Do the work a batch at a time, with progress where it takes more than one."""
        self._is_stopped = False
        self.stop.setEnabled(True)
        self._bar.setRange(0, len(items))
        for start in range(0, len(items), size):
            if self._is_stopped:
                break
            self._bar.setValue(start)
            self._doing.setText(
                self.tr("{doing}: {n} of {m}").format(doing=text, n=f"{start:,}", m=f"{len(items):,}")
            )
            if len(items) > size:
                self.setCurrentIndex(DOING)
            await work(list(items[start : start + size]))

    # -- the four parts ------------------------------------------------------------------------------------

    def _make_idle(self) -> QWidget:
        part, self.idle_row = _bar()
        self._scope_label = ElidedLabel("")  # large buttons need the room more
        self._scope_label.setProperty("kind", "muted")
        self.idle_row.addWidget(self._scope_label)
        self.idle_row.addStretch(1)
        return part

    def _make_question(self) -> QWidget:
        part, row = _bar("banner-warn")
        self._question = QLabel()
        self._question.setWordWrap(True)
        self._yes = QPushButton()
        self._yes.setProperty("kind", "primary")
        self._yes.clicked.connect(self._run)
        no = QPushButton(self.tr("Leave them"))
        no.clicked.connect(self._leave)
        row.addWidget(self._question, 1)
        row.addWidget(no)
        row.addWidget(self._yes)
        self._no = no
        return part

    def _make_progress(self) -> QWidget:
        part, row = _bar("banner-info")
        column = QVBoxLayout()
        self._doing = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        column.addWidget(self._doing)
        column.addWidget(self._bar)
        row.addLayout(column, 1)
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.clicked.connect(self._stop)
        row.addWidget(self.stop)
        return part

    def _make_done(self) -> QWidget:
        part, row = _bar("banner-info")
        self._done = QLabel()
        self._done.setWordWrap(True)
        self.undo = QPushButton()
        self.undo.clicked.connect(self._take_back)
        self.undo.setToolTip("Ctrl+Z")
        dismiss = QPushButton(self.tr("Dismiss"))
        dismiss.setProperty("kind", "quiet")
        dismiss.clicked.connect(self._leave)
        row.addWidget(self._done, 1)
        row.addWidget(self.undo)
        row.addWidget(dismiss)
        return part

    # -- what happens --------------------------------------------------------------------------------------

    def _stop(self) -> None:
        self._is_stopped = True
        self.stop.setEnabled(False)
        if self._waiting is not None:
            self._waiting.cancel()

    def _on_second(self) -> None:
        if self.undo.underMouse() or self.undo.hasFocus():
            return  # nobody is hurried who is about to press it
        self._left_s -= 1
        self._show_left()
        if self._left_s <= 0:
            self._leave()

    def _show_left(self) -> None:
        self.undo.setText(self.tr("Undo ({n})").format(n=self._left_s))
        self.undo.setAccessibleName(self.tr("Undo"))


def _bar(kind: str = "") -> tuple[QWidget, QHBoxLayout]:
    part = QFrame()
    if kind:
        part.setProperty("kind", kind)
    row = QHBoxLayout(part)
    row.setContentsMargins(SPACE if kind else 0, SPACE // 2, SPACE if kind else 0, SPACE // 2)
    row.setSpacing(SPACE)
    return part, row
