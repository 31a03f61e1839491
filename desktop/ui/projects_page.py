"""The list of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.core.lists import Filters, Sort
from desktop.core.records import ProjectRow
from desktop.ui.record_model import Column, RecordModel
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_TYPING_PAUSE_MS = 200


class ProjectsPage(QWidget):
    """Lives on the main thread. ``opened`` tells the id of the project to show; ``new_wanted`` asks for a new one."""

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self, backend: Backend, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("projects")
        self.tasks = tasks
        self._backend = backend
        self.model = RecordModel[ProjectRow](
            self._columns(), sort=Sort("updated_at", descending=True), key=lambda row: row.id, parent=self
        )
        self._feed = backend.follow_projects(self.model.take, self._on_failed)
        self.model.wanted.connect(self._on_wanted)
        self.model.more_wanted.connect(self._feed.more)
        self.model.count_changed.connect(self._on_count_changed)
        self._build()

    def load(self) -> None:
        """Ask for the list, once the backend is open."""
        self.model.ask()

    def _columns(self) -> list[Column[ProjectRow]]:
        return [
            Column(self.tr("Project"), lambda r: r.name, "name", width=260),
            Column(self.tr("Product"), lambda r: r.product_name, "product_name", width=200),
            Column(self.tr("Status"), lambda r: self._status(r.status), "status", width=120),
            Column(self.tr("Pack"), lambda r: f"{r.pack_done}/{r.pack_total}", "pack_done", width=70),
            Column(
                self.tr("Photos"), lambda r: str(r.photo_count), "photo_count", align_right=True, width=70
            ),
            Column(
                self.tr("Images"), lambda r: str(r.image_count), "image_count", align_right=True, width=70
            ),
            Column(
                self.tr("Changed"),
                lambda r: f"{r.updated_at.astimezone():%d %b %H:%M}",
                "updated_at",
                width=120,
            ),
            Column(self.tr("Owner"), lambda r: r.owner or "", "owner", width=120),
        ]

    def _status(self, status: str) -> str:
        return {
            "DRAFT": self.tr("Draft"),
            "PROCESSING": self.tr("Processing"),
            "COMPLETED": self.tr("Completed"),
            "FAILED": self.tr("Failed"),
        }.get(status, status)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        title = QLabel(self.tr("Projects"))
        title.setProperty("kind", "title")
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search projects"))
        self.search.setAccessibleName(self.tr("Search projects"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._on_typed)
        self.search.textChanged.connect(self._typing.start)
        new = QPushButton(self.tr("New project"))
        new.setProperty("kind", "primary")
        new.clicked.connect(self.new_wanted)
        top = QHBoxLayout()
        top.addWidget(title)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.search)
        top.addWidget(new)
        column.addLayout(top)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Projects"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setSortingEnabled(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(40)
        self.table.horizontalHeader().setSortIndicator(6, Qt.SortOrder.DescendingOrder)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        for n, shown in enumerate(self._columns()):
            self.table.setColumnWidth(n, shown.width)
        self.table.activated.connect(self._on_activated)
        column.addWidget(self.table, 1)

    def _on_typed(self) -> None:
        self.model.ask()

    def _on_wanted(self, sort: Sort, generation: int) -> None:
        self._feed.ask(Filters(words=tuple(self.search.text().split())), sort, generation)

    def _on_count_changed(self, count: int) -> None:
        self.count.setText("10,000+" if count > 10_000 else f"{count:,}")

    def _on_activated(self, index: QModelIndex) -> None:
        record = self.model.record(index)
        if record is not None:
            self.opened.emit(record.id)

    def _on_failed(self, error: Exception) -> None:
        self.tasks.report(error)
