"""The page of workers: who processes, how fast, and making the queue or one of them pause."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.lists import ListNews, Sort
from desktop.ui.icons import dress
from desktop.ui.job_words import ServerClock, count_text
from desktop.ui.known_words import said
from desktop.ui.parts import StatePage
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE, text_scale
from desktop.ui.words import clock as clock_text
from desktop.ui.workers_model import (
    At,
    Hand,
    WorkersDelegate,
    hand_columns,
    hand_entries,
    hands,
    workers_model,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from desktop.core.activity import Rights
    from desktop.services.workers import Crew
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_SOON_MS: Final = 500
_AGAIN_MS: Final = 10_000
"""Heartbeats are no news: while the page is seen and somebody works they are looked at as often as they come."""

_LEAST_JOBS: Final = 120
"""Room for what is being made, at 100 %."""

_SELDOM_MS: Final = 30_000
"""While workers only wait for jobs. Without any there is nothing to look at until one signs in, and that is news."""


class WorkersTable(QTableView):
    """The list; what is being made has the room the other columns leave, and it scrolls where they leave none."""

    def fit(self) -> None:
        """Give that column its room."""
        others = sum(self.columnWidth(n) for n in At if n != At.JOBS)
        self.setColumnWidth(At.JOBS, max(round(_LEAST_JOBS * text_scale()), self.viewport().width() - others))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class WorkersPage(QWidget):
    """Lives on the main thread.

    ``pause_known`` tells (is paused, reason) whenever this page learns of it. ``here`` says which worker is this
    window's own; without it the one with this computer's name is.
    """

    pause_known = Signal(bool, str)

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        here: Callable[[], UUID | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workers")
        self.tasks = tasks
        self._backend = backend
        self._here = here or (lambda: None)
        self._computer = platform.node()
        self._mode = "live"
        self.clock = ServerClock()
        self.crew: Crew | None = None
        self.rights: Rights | None = None
        self._hands: list[Hand] = []
        self._to_pause: UUID | None = None
        self.model = workers_model(self.clock, self)
        self.model.wanted.connect(self._on_wanted)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._on_tick)
        self._build()
        self._unfollow = backend.follow_changes(
            frozenset({"workers", "jobs", "queue_settings"}), self._on_changed
        )
        self.destroyed.connect(self._unfollow)
        self._show_state()

    def load(self) -> None:
        """Ask for everything, once the backend is open."""
        self.rights = None
        self._fetch()

    def refresh(self) -> None:
        """Ask again, where anybody looks."""
        if self.isVisible():
            self._fetch()

    def turn_queue(self) -> None:
        """Pause the queue, after a question, or let it go on."""
        (self.resume if self.pause_queue.isHidden() else self.pause_queue).click()

    def show_mode(self, mode: str) -> None:
        """``live``, ``polling`` or ``offline``: while offline the list says of when it is."""
        if mode == "offline" and self._mode != "offline":
            self._stale.setText(self.tr("As of {time}").format(time=clock_text()))
        self._stale.setVisible(mode == "offline" and self.crew is not None)
        self._mode = mode

    # -- news ----------------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    @async_slot
    async def _fetch(self) -> None:
        try:
            crew = await self._backend.call(self._backend.services.workers.crew())
            if self.rights is None:
                self.rights = await self._backend.call(self._backend.services.jobs.rights())
        except KnownError as error:
            if self.crew is None:
                self._state.say("warn", self.tr("The workers can't be shown"), said(error), self._retry)
                self._stack.setCurrentWidget(self._state)
            return
        self.clock.set(crew.now)
        self.crew = crew
        self._look_again()
        self._hands = hands(crew, self._here(), self._computer)
        if self.model.is_loaded:
            self._tell(self.model.current_sort, self.model.generation)
        else:
            self.model.ask()
        self.pause_known.emit(crew.pause.paused, crew.pause.reason or "")
        self._show_state()

    def _look_again(self) -> None:
        """No oftener than there is something to see."""
        alive = [row for row in self.crew.workers if row.is_alive] if self.crew is not None else []
        self._again.setInterval(_AGAIN_MS if any(row.running for row in alive) else _SELDOM_MS)
        if alive and self.isVisible():
            self._again.start()
        else:
            self._again.stop()

    def _on_wanted(self, sort: Sort, generation: int) -> None:
        self._tell(sort, generation)

    def _tell(self, sort: Sort, generation: int) -> None:
        entries = hand_entries(self._hands, sort)
        self.model.take(ListNews(generation, entries, whole=True, has_more=False, count=len(entries)))

    # -- layout --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        title = QLabel(self.tr("Workers"))
        title.setProperty("kind", "title")
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setProperty("kind", "muted")
        self._stale = QLabel()
        self._stale.setProperty("kind", "warn")
        self._stale.hide()
        self.pause_worker = QPushButton(self.tr("Pause worker"))
        self.pause_worker.clicked.connect(self._on_pause_worker)
        self.pause_queue = QPushButton(self.tr("Pause queue"))
        dress(self.pause_queue, "pause")
        self.pause_queue.clicked.connect(self._on_pause_queue)
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(title)
        top.addWidget(self._stale)
        top.addStretch(1)
        top.addWidget(self.pause_worker)
        top.addWidget(self.pause_queue)
        column.addLayout(top)
        column.addWidget(self.summary)
        column.addWidget(self._build_paused())
        column.addWidget(self._build_form())
        self._retry = QPushButton(self.tr("Try again"))
        self._retry.setProperty("kind", "primary")
        self._retry.clicked.connect(self.load)
        self._state = StatePage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._state)
        self._stack.addWidget(self._build_table())
        column.addWidget(self._stack, 1)

    def _build_table(self) -> WorkersTable:
        self.table = WorkersTable()
        self.table.setModel(self.model)
        self.table.setItemDelegate(WorkersDelegate(self.table))
        self.table.setAccessibleName(self.tr("Workers"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(At.STATE, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        self._fit_rows()
        return self.table

    def _build_paused(self) -> QFrame:
        self._paused = QFrame()
        self._paused.setProperty("kind", "banner-warn")
        row = QHBoxLayout(self._paused)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        self._paused_text = QLabel()
        self._paused_text.setWordWrap(True)
        self._paused_text.setTextFormat(Qt.TextFormat.PlainText)
        self.resume = QPushButton(self.tr("Resume"))
        self.resume.setProperty("kind", "primary")
        dress(self.resume, "play", "on_accent")
        self.resume.clicked.connect(self._on_resume)
        row.addWidget(self._paused_text, 1)
        row.addWidget(self.resume)
        self._paused.hide()
        return self._paused

    def _build_form(self) -> QFrame:
        self._form = QFrame()
        self._form.setProperty("kind", "card")
        row = QHBoxLayout(self._form)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE)
        self._form_text = QLabel()
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("Reason, for everybody to see (optional)"))
        self.reason.setAccessibleName(self.tr("Reason of the pause"))
        self.reason.returnPressed.connect(self._on_form)
        self.pause_now = QPushButton(self.tr("Pause"))
        self.pause_now.setProperty("kind", "primary")
        self.pause_now.clicked.connect(self._on_form)
        leave = QPushButton(self.tr("Leave it"))
        leave.setShortcut("Esc")
        leave.clicked.connect(self._form.hide)
        for part, stretch in ((self._form_text, 0), (self.reason, 1), (leave, 0), (self.pause_now, 0)):
            row.addWidget(part, stretch)
        self._form.hide()
        return self._form

    # -- showing -------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        crew = self.crew
        if crew is None:
            self._state.say("running", self.tr("Loading workers\u2026"), "")
        elif not crew.workers:
            self._state.say(
                "info",
                self.tr("Nobody processes yet"),
                self.tr(
                    'Switch on "Processing" at the bottom right, or run "packdesk worker" on another computer.'
                ),
            )
        self._stack.setCurrentWidget(self.table if crew is not None and crew.workers else self._state)
        if crew is not None:
            self._show_crew(crew)
        self._show_buttons()

    def _show_crew(self, crew: Crew) -> None:
        alive = [row for row in crew.workers if row.is_alive]
        rate = sum(row.done_last_minute for row in alive)
        self.summary.setText(
            self.tr(
                "{n} at hand \u00b7 {running} running, {queued} waiting \u00b7 {rate} jobs a minute"
            ).format(
                n=len(alive),
                running=count_text(crew.moment.running),
                queued=count_text(crew.moment.queued),
                rate=f"{rate:,}",
            )
        )
        pause = crew.pause
        text = self.tr("The queue is paused: nobody is given new jobs.")
        if pause.reason:
            text = self.tr("The queue is paused: {reason}").format(reason=pause.reason)
        if pause.by and pause.since is not None:
            text += "  " + self.tr("({who}, since {time})").format(who=pause.by, time=clock_text(pause.since))
        self._paused_text.setText(text)
        self._paused.setAccessibleName(text)
        self._paused.setVisible(pause.paused)
        self.pause_queue.setVisible(not pause.paused)

    def _show_buttons(self) -> None:
        may = self.rights is not None and self.rights.may_pause
        refusal = "" if may else self.tr("Only an admin of your team can pause and resume.")
        hand = self._chosen()
        is_paused = hand is not None and hand.row.paused
        self.pause_worker.setText(self.tr("Resume worker") if is_paused else self.tr("Pause worker"))
        reason = refusal
        if not reason and hand is None:
            reason = self.tr("Select a worker first.")
        elif not reason and hand is not None and not hand.row.is_alive:
            reason = self.tr("This worker is gone.")
        for button, why in ((self.pause_queue, refusal), (self.resume, refusal), (self.pause_worker, reason)):
            button.setEnabled(not why)
            button.setToolTip(why)
            button.setAccessibleDescription(why)

    def _chosen(self) -> Hand | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.record(rows[0]) if rows else None

    def _on_tick(self) -> None:
        left = self.table.columnViewportPosition(At.HEARTBEAT)
        self.table.viewport().update(
            left, 0, self.table.columnWidth(At.HEARTBEAT), self.table.viewport().height()
        )

    def _fit_rows(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + 3 * SPACE)
        for n, shown in enumerate(hand_columns(self.clock)):
            heading = self.table.horizontalHeader().sectionSizeHint(n)  # another language may need more room
            self.table.setColumnWidth(n, max(heading, round(shown.width * text_scale())))
        self.table.fit()

    # -- doing ---------------------------------------------------------------------------------------------

    def _on_pause_queue(self) -> None:
        self._ask(None, self.tr("Pause the whole queue?"))

    @async_slot
    async def _on_pause_worker(self) -> None:
        hand = self._chosen()
        if hand is None:
            return
        if not hand.row.paused:
            self._ask(hand.row.id, self.tr("Pause {name}?").format(name=hand.row.name))
            return
        await self._backend.call(self._backend.services.workers.pause_worker(hand.row.id, paused=False))

    def _ask(self, worker: UUID | None, question: str) -> None:
        self._to_pause = worker
        self._form_text.setText(question)
        self.reason.clear()
        self._form.show()
        self.reason.setFocus()

    @async_slot
    async def _on_form(self) -> None:
        workers, reason = self._backend.services.workers, self.reason.text()
        if self._to_pause is None:
            await self._backend.call(workers.pause_queue(paused=True, reason=reason))
        else:
            await self._backend.call(workers.pause_worker(self._to_pause, paused=True, reason=reason))
        self._form.hide()

    @async_slot
    async def _on_resume(self) -> None:
        await self._backend.call(self._backend.services.workers.pause_queue(paused=False))

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_again()
        self._tick.start()
        if self.crew is not None:
            self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        for timer in (self._again, self._tick, self._soon):
            timer.stop()
        super().hideEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            QTimer.singleShot(0, self, self._fit_rows)  # the headings hear of it after this page
