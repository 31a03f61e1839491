"""Retry, cancel and prioritise: on what is selected or on everything that matches.

A count first, then progress in batches that can be stopped, then a while in which it can be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import PackdeskError
from desktop.services.jobs import APPLIES_TO, BATCH_JOBS, MAX_JOBS
from desktop.ui.icons import dress
from desktop.ui.job_words import jobs_text
from desktop.ui.parts import ElidedLabel
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from uuid import UUID

    from desktop.core.activity import Rights, Undo
    from desktop.core.lists import Filters
    from desktop.core.records import JobRow
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

T = TypeVar("T")

UNDO_S: Final = 8
ICONS: Final = {"retry": "refresh", "cancel": "close", "prioritise": "chevron-up"}
"""Drawings for the actions, wherever they are offered."""
_KEYS: Final = {"retry": "Ctrl+R", "cancel": "Del", "prioritise": "Ctrl+Up"}


class JobsActions(QStackedWidget):
    """The bar under the list; lives on the main thread. ``rights_known`` when it is known what one may do."""

    rights_known = Signal()

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        *,
        scope: Callable[[], tuple[Filters, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._backend = backend
        self._scope = scope
        self._selected: list[JobRow] = []
        self.rights: Rights | None = None
        self._action = ""
        self._jobs: list[UUID] = []
        self._detail: str | None = None
        self._undo: list[Undo] = []
        self._is_stopped = False
        self._left_s = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._on_second)
        self.buttons: dict[str, QPushButton] = {}
        for part in (self._make_idle(), self._make_question(), self._make_progress(), self._make_done()):
            self.addWidget(part)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Maximum)
        self.offer(())

    # -- what can be done ----------------------------------------------------------------------------------

    def offer(self, selected: Sequence[JobRow]) -> None:
        """Say what can be done to the selected jobs."""
        self._selected = list(selected)
        self._scope_label.setText(
            self.tr("{jobs} selected").format(jobs=jobs_text(len(selected)))
            if selected
            else self.tr("Nothing selected")
        )
        for action, button in self.buttons.items():
            reason = self.reason(action, selected)
            button.setEnabled(not reason)
            button.setToolTip(reason or f"{button.text()} ({_KEYS[action]})")
            button.setAccessibleDescription(reason)
        may = self.rights is not None and self.rights.may_change
        self.everything.setEnabled(may)
        self.everything.setToolTip(
            self.tr("Do something to every job the list shows, loaded or not") if may else self._refusal()
        )

    def reason(self, action: str, jobs: Sequence[JobRow]) -> str:
        """Why an action can't be done to these jobs; empty when it can."""
        if self.rights is None or not self.rights.may_change:
            return self._refusal()
        if not jobs:
            return self.tr("Select jobs first.")
        if not any(self._applies(action, job) for job in jobs):
            return {
                "retry": self.tr("Only failed and cancelled jobs can be retried."),
                "cancel": self.tr("Only waiting and running jobs can be cancelled."),
                "prioritise": self.tr("Only waiting jobs can be put first."),
            }[action]
        return ""

    @async_slot
    async def learn_rights(self) -> None:
        """Ask what this login may do."""
        self.rights = await self._backend.call(self._backend.services.jobs.rights())
        self.offer(self._selected)
        self.rights_known.emit()

    def do(self, action: str, jobs: Sequence[JobRow]) -> None:
        """Do an action to these jobs: at once to one, after a question to several."""
        wanted = [job for job in jobs if self._applies(action, job)]
        if not wanted or self.reason(action, wanted):
            return
        self._action, self._jobs, self._detail = action, [job.id for job in wanted], None
        if len(wanted) == 1:
            self._run()
        else:
            self._ask()

    def do_selected(self, action: str) -> None:
        """Do an action to what is selected."""
        if self.buttons[action].isEnabled() and self.currentIndex() in {0, 3}:
            self.do(action, self._selected)

    @async_slot
    async def do_everything(self, action: str) -> None:
        """Count what matches the list's filters, then ask."""
        filters, self._detail = self._scope()
        self._action = action
        self._jobs = await self._backend.call(self._backend.services.jobs.matching(action, filters))
        if not self._jobs:
            self._say(self.tr("Nothing that matches can be {done}.").format(done=self._done_word(action)))
            return
        self._ask()

    @staticmethod
    def _applies(action: str, job: JobRow) -> bool:
        # one image that fails makes a pack failed, while others may still wait and run
        is_open = job.state == "failed" and job.children_done < job.children_total
        return job.state in APPLIES_TO[action] or (action == "cancel" and is_open)

    def _refusal(self) -> str:
        if self.rights is None:
            return self.tr("It isn't known yet what you may do.")
        return self.tr("Your role may only look. Ask an admin of your team for the role staff.")

    # -- the parts of the bar ------------------------------------------------------------------------------

    def _make_idle(self) -> QWidget:
        part, row = _bar()
        self._scope_label = ElidedLabel(self.tr("Nothing selected"))  # large buttons need the room more
        self._scope_label.setProperty("kind", "muted")
        row.addWidget(self._scope_label)
        row.addStretch(1)
        for action, text in self._verbs().items():
            button = QPushButton(text)
            dress(button, ICONS[action])
            button.setAccessibleName(self.tr("{action} the selected jobs").format(action=text))
            button.clicked.connect(lambda _=False, action=action: self.do_selected(action))
            self.buttons[action] = button
            row.addWidget(button)
        self.everything = QPushButton(self.tr("All that match"))
        self.everything.setStyleSheet(
            "QPushButton { padding-right: 28px; }"
            " QPushButton::menu-indicator { subcontrol-position: right center; right: 10px; }"
        )
        menu = QMenu(self.everything)
        for action, text in self._verbs().items():
            item = QAction(text, menu)
            item.triggered.connect(lambda _=False, action=action: self.do_everything(action))
            menu.addAction(item)
        self.everything.setMenu(menu)
        row.addWidget(self.everything)
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
        stop = QPushButton(self.tr("Stop"))
        stop.clicked.connect(self._stop)
        row.addWidget(stop)
        self.stop = stop
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

    # -- how it goes ---------------------------------------------------------------------------------------

    @property
    def said(self) -> str:
        """What the bar says at the moment."""
        label = [self._scope_label, self._question, self._doing, self._done][self.currentIndex()]
        return label.accessibleName() if label is self._scope_label else label.text()

    def _ask(self) -> None:
        count = len(self._jobs)
        verb = self._verbs()[self._action]
        text = self.tr("{verb} {jobs}?").format(verb=verb, jobs=self._exact(count))
        if count >= MAX_JOBS:
            text += " " + self.tr("These are the newest; there are more.")
        self._question.setText(text)
        self._yes.setText(f"{verb} {self._exact(count)}")
        self.setCurrentIndex(1)
        self._yes.setFocus()

    def _leave(self) -> None:
        self._countdown.stop()
        self._undo = []
        self.setCurrentIndex(0)

    def _stop(self) -> None:
        self._is_stopped = True
        self.stop.setEnabled(False)

    @async_slot
    async def _run(self) -> None:
        self._countdown.stop()
        self._undo = []
        try:
            await self._in_batches(self._jobs, self._one_batch, self._doing_text(self._action))
        except PackdeskError:
            # what was done until then can still be undone
            self._is_stopped = True
            self._finish() if self._undo else self._leave()
            raise
        self._finish()

    def step_back(self) -> bool:
        """Leave the question; False when none is open."""
        is_asking = self.currentIndex() == 1
        if is_asking:
            self._leave()
        return is_asking

    def take_back(self) -> None:
        """Undo what was done last, while that is offered."""
        if self.currentIndex() == 3 and not self.undo.isHidden():
            self._take_back()

    @async_slot
    async def _take_back(self) -> None:
        undo, self._undo = self._undo, []
        self._countdown.stop()
        entry: int | None = None

        async def back(batch: list[Undo]) -> None:
            nonlocal entry
            for part in batch:
                entry = await self._backend.call(self._backend.services.jobs.undo(part, entry=entry))

        try:
            await self._in_batches(undo, back, self.tr("Undoing"), size=1)
        except PackdeskError:
            self._leave()
            raise
        self._say(self.tr("Undone."))

    async def _one_batch(self, batch: list[UUID]) -> None:
        entry = self._undo[0].entry if self._undo else None
        done = await self._backend.call(
            self._backend.services.jobs.change(self._action, batch, entry=entry, detail=self._detail)
        )
        self._undo.append(done)

    async def _in_batches(
        self,
        items: Sequence[T],
        work: Callable[[list[T]], Coroutine[Any, Any, None]],
        text: str,
        *,
        size: int = BATCH_JOBS,
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
                self.setCurrentIndex(2)
            await work(list(items[start : start + size]))

    def _finish(self) -> None:
        changed = sum(len(undo.jobs) for undo in self._undo)
        done = self._done_word(self._action)
        if not changed:
            self._say(
                self.tr("Nothing was queued again: the same work waits or runs already.")
                if self._action == "retry"
                else self.tr("Nothing was left to be {done}.").format(done=done)
            )
            return
        text = self.tr("{jobs} {done}.").format(jobs=self._exact(changed), done=done)
        if self._is_stopped:
            text += " " + self.tr("Stopped there; the rest is as it was.")
        self._say(text, undo=True)

    def _say(self, text: str, *, undo: bool = False) -> None:
        self._done.setText(text)
        self._done.setAccessibleName(text)
        self._left_s = UNDO_S
        self.undo.setVisible(undo)
        self._show_left()
        self.setCurrentIndex(3)
        self._countdown.start()

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

    # -- words ---------------------------------------------------------------------------------------------

    def _verbs(self) -> dict[str, str]:
        return {
            "retry": self.tr("Retry"),
            "cancel": self.tr("Cancel"),
            "prioritise": self.tr("Put first"),
        }

    def _done_word(self, action: str) -> str:
        return {
            "retry": self.tr("queued again"),
            "cancel": self.tr("cancelled"),
            "prioritise": self.tr("put first"),
        }[action]

    def _doing_text(self, action: str) -> str:
        return {
            "retry": self.tr("Queuing again"),
            "cancel": self.tr("Cancelling"),
            "prioritise": self.tr("Putting first"),
        }[action]

    def _exact(self, count: int) -> str:
        return self.tr("1 job") if count == 1 else self.tr("{n} jobs").format(n=f"{count:,}")


def _bar(kind: str = "") -> tuple[QWidget, QHBoxLayout]:
    part = QFrame()
    if kind:
        part.setProperty("kind", kind)
    row = QHBoxLayout(part)
    row.setContentsMargins(SPACE if kind else 0, SPACE // 2, SPACE if kind else 0, SPACE // 2)
    row.setSpacing(SPACE)
    return part, row
