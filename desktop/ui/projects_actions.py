"""What is done to several projects at once: their packs are made, or they are deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from desktop.core.errors import PackdeskError
from desktop.ui.action_bar import DONE, IDLE, ActionBar
from desktop.ui.icons import dress
from desktop.ui.tasks import async_slot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from desktop.core.activity import Rights
    from desktop.core.records import ProjectRow
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_PACKS_AT_ONCE: Final = 5
_BUSY: Final = "PROCESSING"


class ProjectsActions(ActionBar):
    """The bar under the list, there while projects are selected; lives on the main thread.

    ``delete_wanted``: what is selected is to be deleted, which the page asks about.
    """

    delete_wanted = Signal()

    def __init__(
        self, backend: Backend, tasks: Tasks, *, user: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._backend = backend
        self._user = user
        self._selected: list[ProjectRow] = []
        self._wanted: list[str] = []
        self._packs: list[UUID] = []
        self.rights: Rights | None = None
        self.generate = QPushButton()
        dress(self.generate, "bolt")
        self.generate.clicked.connect(self.ask_for_packs)
        self.delete = QPushButton(self.tr("Delete\u2026"))
        dress(self.delete, "close")
        self.delete.setToolTip(self.tr("Delete the selected projects (Del)"))
        self.delete.clicked.connect(self.delete_wanted)
        for button in (self.generate, self.delete):
            self.idle_row.addWidget(button)
        self.offer(())

    def offer(self, selected: Sequence[ProjectRow]) -> None:
        """Say what can be done to the selected projects."""
        self._selected = list(selected)
        n, ready = len(self._selected), len(self._ready)
        self._scope_label.setText(
            self.tr("1 project selected") if n == 1 else self.tr("{n} projects selected").format(n=f"{n:,}")
        )
        self.generate.setText(
            self.tr("Generate Complete Pack")
            if n <= 1
            else self.tr("Generate {n} packs").format(n=f"{ready:,}")
        )
        refusal = self._refusal()
        why = refusal or ("" if ready else self._why_none())
        self.generate.setEnabled(not why)
        self.generate.setToolTip(why or self.tr("Make all six images of the selected projects"))
        self.generate.setAccessibleDescription(why)
        self.delete.setEnabled(not refusal)
        self.delete.setAccessibleDescription(refusal)
        self._show_or_hide()

    @async_slot
    async def learn_rights(self) -> None:
        """Ask what this login may do."""
        self.rights = await self._backend.call(self._backend.services.jobs.rights())
        self.offer(self._selected)

    def ask_for_packs(self) -> None:
        """Make the packs of what is selected: at once of one project, after a question of several."""
        ready = self._ready
        if not ready or self.currentIndex() not in {IDLE, DONE}:
            return
        self._wanted = [row.id for row in ready]
        if len(self._selected) == 1:
            self._run()
            return
        question = self.tr("Generate the complete packs of {n} projects, six images each?")
        text = question.format(n=f"{len(ready):,}")
        left_out = len(self._selected) - len(ready)
        if left_out:
            text += " " + self.tr(
                "{n} are left out: they have no photo yet, or their pack is being made."
            ).format(n=f"{left_out:,}")
        self._ask(text, self.tr("Generate {n} packs").format(n=f"{len(ready):,}"))

    # -- how -----------------------------------------------------------------------------------------------

    @property
    def _ready(self) -> list[ProjectRow]:
        return [row for row in self._selected if row.photo_count and row.status != _BUSY]

    def _refusal(self) -> str:
        if self.rights is None:
            return self.tr("It isn't known yet what you may do.")
        if not self.rights.may_change:
            return self.tr("Your role may only look. Ask an admin of your team for the role staff.")
        return ""

    def _why_none(self) -> str:
        if any(not row.photo_count for row in self._selected):
            return self.tr("Add a photo first.")
        return self.tr("This pack is being made already.")

    def _show_or_hide(self) -> None:
        self.setVisible(bool(self._selected) or self.currentIndex() != IDLE)

    @override
    def _forget(self) -> None:
        self._packs = []

    @override
    def _leave(self) -> None:
        super()._leave()
        self._show_or_hide()

    @async_slot
    async def _run(self) -> None:
        self._countdown.stop()
        self._packs = []
        try:
            await self._in_batches(
                self._wanted, self._some_packs, self.tr("Asking for packs"), size=_PACKS_AT_ONCE
            )
        except PackdeskError:
            # what was asked for until then can still be undone
            self._is_stopped = True
            self._finish() if self._packs else self._leave()
            raise
        self._finish()

    async def _some_packs(self, projects: list[str]) -> None:
        for project in projects:
            pack = self._backend.services.packs.generate(project, user=self._user)
            self._packs.append(await self._backend.call(pack))

    def _finish(self) -> None:
        n = len(self._packs)
        text = self.tr("1 pack queued.") if n == 1 else self.tr("{n} packs queued.").format(n=f"{n:,}")
        if self._is_stopped:
            text += " " + self.tr("Stopped there; the rest is as it was.")
        self._say(text, undo=True)

    @async_slot
    async def _take_back(self) -> None:
        packs, self._packs = self._packs, []
        self._countdown.stop()
        await self._backend.call(self._backend.services.jobs.cancel(packs))
        self._say(self.tr("Undone: what was finished meanwhile stays."))
