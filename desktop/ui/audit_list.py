"""Who did what to how many: the newest first, to be filtered, and live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.lists import Entry, ListNews, Sort
from desktop.ui.fields import ComboBox
from desktop.ui.known_words import said
from desktop.ui.parts import StatePage
from desktop.ui.record_model import Column, RecordModel
from desktop.ui.theme import SPACE, text_scale
from desktop.ui.words import ago

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QShowEvent

    from desktop.core.audit import AuditEntry
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_PAGE: Final = 200
_TYPING_MS: Final = 250


class AuditList(QWidget):
    """Lives on the main thread; ``load`` once a database is open."""

    def __init__(self, backend: Backend, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._backend = backend
        self._limit = _PAGE
        self._entries: list[AuditEntry] = []
        self.model: RecordModel[AuditEntry] = RecordModel(
            self._columns(), sort=Sort("id", descending=True), key=lambda entry: str(entry.id), parent=self
        )
        self.model.wanted.connect(self._on_wanted)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self._build()
        self._unfollow = backend.follow_changes(frozenset({"audit_log"}), self.refresh)
        self.destroyed.connect(self._unfollow)

    def load(self) -> None:
        """Ask for everything."""
        self._fetch()

    def refresh(self) -> None:
        """Ask again, where anybody looks."""
        if self.isVisible():
            self._fetch()

    # -- how -----------------------------------------------------------------------------------------------

    def action_word(self, action: str) -> str:
        """What was done, in words."""
        return {
            "cancel": self.tr("Cancelled jobs"),
            "uncancel": self.tr("Took a cancel back"),
            "retry": self.tr("Retried jobs"),
            "prioritise": self.tr("Changed priorities"),
            "prune": self.tr("Deleted old jobs"),
            "pause": self.tr("Paused the queue"),
            "resume": self.tr("Let the queue go on"),
            "pause-worker": self.tr("Paused a worker"),
            "resume-worker": self.tr("Let a worker go on"),
            "delete-projects": self.tr("Deleted projects"),
            "invite": self.tr("Invited somebody"),
            "remove-person": self.tr("Removed somebody"),
            "add-image-store": self.tr("Added an image store"),
        }.get(action, action)

    def _columns(self) -> list[Column[AuditEntry]]:
        return [
            Column(self.tr("When"), lambda e: moment(e.at), "id", lambda e: ago(e.at), width=180),
            Column(self.tr("Who"), lambda e: e.actor, None, width=160),
            Column(self.tr("What"), lambda e: self.action_word(e.action), None, width=200),
            Column(self.tr("How many"), lambda e: f"{e.items:,}", None, align_right=True, width=120),
            Column(
                self.tr("Details"), lambda e: details(e.detail), None, lambda e: details(e.detail), width=320
            ),
        ]

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * SPACE, 0, 0)
        column.setSpacing(SPACE)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search names and details"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.what = ComboBox()
        self.what.setAccessibleName(self.tr("What was done"))
        self.what.addItem(self.tr("Everything"), None)
        self.what.currentIndexChanged.connect(lambda _: self.refresh())
        row.addWidget(self.search, 1)
        row.addWidget(self.what)
        column.addLayout(row)
        self.state = StatePage()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Who did what"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit()
        self.older = QPushButton(self.tr("Show older ones"))
        self.older.clicked.connect(self._on_older)
        self.older.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.state)
        self._stack.addWidget(self.table)
        self.state.say("running", self.tr("Loading what was done\u2026"), "")
        column.addWidget(self._stack, 1)
        column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)

    def _fetch(self) -> None:
        if not self.tasks.start((id(self), "audit"), self._load(), owner=self):
            self._typing.start()  # one look is on its way: another one after it

    async def _load(self) -> None:
        audit = self._backend.services.audit
        action, text = self.what.currentData(), self.search.text()
        try:
            self._entries = await self._backend.call(
                audit.entries(action=action, text=text, limit=self._limit)
            )
            actions = await self._backend.call(audit.actions())
        except KnownError as error:
            if not self._entries:
                self.state.say("warn", self.tr("What was done can't be shown"), said(error))
            return
        self._offer(actions)
        if self.model.is_loaded:
            self._tell(self.model.generation)
        else:
            self.model.ask()
        if text or action:
            self.state.say("info", self.tr("Nothing fits"), self.tr("Change the search to see more."))
        else:
            told = self.tr(
                "Whoever cancels jobs, pauses the queue, deletes projects or invites somebody stands here."
            )
            self.state.say("queued", self.tr("Nothing to report yet"), told)
        self._stack.setCurrentWidget(self.table if self._entries else self.state)
        self.older.setVisible(len(self._entries) >= self._limit)

    def _fit(self) -> None:
        rows = self.table.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 2 * SPACE)
        header = self.table.horizontalHeader()
        for n, spec in enumerate(self._columns()):
            # another language may need more room
            self.table.setColumnWidth(n, max(header.sectionSizeHint(n), round(spec.width * text_scale())))

    def _offer(self, actions: list[str]) -> None:
        known = {self.what.itemData(n) for n in range(self.what.count())}
        for action in actions:
            if action not in known:
                self.what.addItem(self.action_word(action), action)

    def _on_older(self) -> None:
        self._limit += 5 * _PAGE
        self._fetch()

    def _on_wanted(self, _: Sort, generation: int) -> None:
        self._tell(generation)

    def _tell(self, generation: int) -> None:
        entries = tuple(Entry(entry, entry.id, entry.id) for entry in self._entries)
        self.model.take(ListNews(generation, entries, whole=True, has_more=False, count=len(entries)))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.model.is_loaded:
            self._fetch()  # what was missed out of sight


def moment(at: datetime) -> str:
    """Date and time as this computer writes them."""
    return QLocale().toString(
        QDateTime.fromSecsSinceEpoch(int(at.timestamp())), QLocale.FormatType.ShortFormat
    )


def details(detail: dict[str, Any]) -> str:
    """What was noted, in one line; ids are for programs and stay away."""
    told = [
        f"{name.replace('_', ' ')}: {value}"
        for name, value in detail.items()
        if not isinstance(value, list | dict) and value not in {None, ""}
    ]
    return ", ".join(told)
