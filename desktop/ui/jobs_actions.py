"""Retry, cancel and prioritise jobs: what is selected, or everything that matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.core.errors import PackdeskError
from desktop.services.jobs import APPLIES_TO, BATCH_JOBS, MAX_JOBS
from desktop.ui.action_bar import DONE, IDLE, ActionBar
from desktop.ui.icons import dress
from desktop.ui.job_words import jobs_text
from desktop.ui.tasks import async_slot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from desktop.core.activity import Rights, Undo
    from desktop.core.lists import Filters
    from desktop.core.records import JobRow
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

ICONS: Final = {"retry": "refresh", "cancel": "close", "prioritise": "chevron-up"}
"""Drawings for the actions, wherever they are offered."""
_KEYS: Final = {"retry": "Ctrl+R", "cancel": "Del", "prioritise": "Ctrl+Up"}


class JobsActions(ActionBar):
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
        self._jobs: Sequence[UUID] = ()
        self._detail: str | None = None
        self._undo: list[Undo] = []
        self.buttons: dict[str, QPushButton] = {}
        self._fill_idle()
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
            self._ask_first()

    def do_selected(self, action: str) -> None:
        """Do an action to what is selected."""
        if self.buttons[action].isEnabled() and self.currentIndex() in {IDLE, DONE}:
            self.do(action, self._selected)

    @async_slot
    async def do_everything(self, action: str) -> None:
        """Count what matches the list's filters, then ask."""
        filters, self._detail = self._scope()
        self._action = action
        counting = self._backend.call(self._backend.services.jobs.matching(action, filters))
        found = await self._waited_for(counting, self.tr("Counting\u2026"))
        if found is None:
            return
        self._jobs = found
        if not self._jobs:
            self._say(self.tr("Nothing that matches can be {done}.").format(done=self._done_word(action)))
            return
        self._ask_first()

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

    def _fill_idle(self) -> None:
        row = self.idle_row
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

    # -- how it goes ---------------------------------------------------------------------------------------

    def _ask_first(self) -> None:
        count = len(self._jobs)
        verb = self._verbs()[self._action]
        text = self.tr("{verb} {jobs}?").format(verb=verb, jobs=self._exact(count))
        if count >= MAX_JOBS:
            text += " " + self.tr("These are the newest; there are more.")
        self._ask(text, f"{verb} {self._exact(count)}")

    def _forget(self) -> None:
        self._undo = []

    @async_slot
    async def _run(self) -> None:
        self._countdown.stop()
        self._undo = []
        try:
            await self._in_batches(
                self._jobs, self._one_batch, self._doing_text(self._action), size=BATCH_JOBS
            )
        except PackdeskError:
            # what was done until then can still be undone
            self._is_stopped = True
            self._finish() if self._undo else self._leave()
            raise
        self._finish()

    @property
    def asked_for(self) -> int:
        """How many jobs the question, or what came of it, is about."""
        return len(self._jobs)

    @property
    def done_to(self) -> int:
        """How many jobs can be put back by Undo."""
        return sum(len(undo.jobs) for undo in self._undo)

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

    def _finish(self) -> None:
        changed = self.done_to
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
