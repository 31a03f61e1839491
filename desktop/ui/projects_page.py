"""The list of projects: search, filter, sort, open, make and delete them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSettings, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QFontMetrics,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError, OfflineError
from desktop.core.lists import MAX_COUNT, Filters, Sort
from desktop.core.records import ProjectRow
from desktop.ui.asking import confirm
from desktop.ui.fields import ComboBox
from desktop.ui.known_words import said
from desktop.ui.parts import StatePage
from desktop.ui.project_parts import NoteBar
from desktop.ui.projects_actions import ProjectsActions
from desktop.ui.projects_table import ProjectsTable, project_columns
from desktop.ui.record_model import RecordModel
from desktop.ui.saved_filters import SavedFilters
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.words import clock, project_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.lists import ListNews
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_TYPING_PAUSE_MS = 200
_STATUSES = ("DRAFT", "PROCESSING", "COMPLETED", "FAILED")
_STATUS = "status:"
"""What the status begins with in a saved filter."""


class ProjectsPage(QWidget):
    """Lives on the main thread.

    Signals:
        opened: the id of the project to show.
        new_wanted: a new project, with these photo files (a list of ``Path``, possibly empty).
        sample_wanted: the sample project.
    """

    opened = Signal(str)
    new_wanted = Signal(list)
    sample_wanted = Signal()

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        settings: QSettings | None = None,
        thumbnails: Thumbnails | None = None,
        user: str | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("projects")
        self.setAcceptDrops(True)
        self.tasks = tasks
        self._backend = backend
        self._settings = settings
        self._mode = "live"
        self._trouble: Exception | None = None
        self._fresh_at = ""
        self._is_ended = False
        self.model = RecordModel[ProjectRow](
            project_columns(), sort=self._remembered_sort(), key=lambda row: row.id, parent=self
        )
        self._feed = backend.follow_projects(self._on_news, self._on_failed)
        self.table = ProjectsTable(self.model, thumbnails or Thumbnails(backend, tasks, self))
        self.actions_bar = ProjectsActions(backend, tasks, user=user)
        self._build()
        self.model.wanted.connect(self._on_wanted)
        self.model.more_wanted.connect(self._feed.more)
        self.model.trim_wanted.connect(self._feed.trim)
        self.model.count_changed.connect(self._on_count_changed)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._show_state)
        self._show_state()

    def load(self) -> None:
        """Ask for the list, once the backend is open."""
        self.actions_bar.learn_rights()
        self._ask()

    def _ask(self) -> None:
        self._trouble = None
        self.model.ask()
        self._show_state()

    def end(self) -> None:
        """Follow the list no more; news that is on its way is dropped."""
        self._is_ended = True
        self._feed.close()

    def show_mode(self, mode: str) -> None:
        """``live``, ``polling`` or ``offline``: while offline the last view stays, and says so."""
        if mode == "offline" and self._mode != "offline":
            self._fresh_at = clock()
        self._mode = mode
        self._show_state()

    @property
    def selected(self) -> list[ProjectRow]:
        """The selected projects, from the top."""
        return self.table.selected

    # -- built once ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addLayout(self._build_top())
        self.stale = NoteBar()
        column.addWidget(self.stale)
        self._build_states()
        self.filters = SavedFilters(self._settings, "projects/filters")
        self.filters.chosen.connect(self._on_filter)
        self.filters.mark("")
        column.insertWidget(1, self.filters)
        column.addWidget(self.body, 1)
        column.addWidget(self.actions_bar)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._on_asked)
        self.search.textChanged.connect(self._typing.start)
        self.status.currentIndexChanged.connect(self._on_asked)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.model.dataChanged.connect(self._on_changed)
        self.actions_bar.delete_wanted.connect(self.delete_selected)
        self.table.activated.connect(self._on_activated)
        self.table.delete_wanted.connect(self.delete_selected)
        self.table.menu_wanted.connect(self._on_menu_wanted)
        for keys, act in (
            (QKeySequence.StandardKey.Find, self._on_find),
            (QKeySequence.StandardKey.Undo, self.actions_bar.take_back),
            (Qt.Key.Key_Escape, self._on_escape),
            ("Ctrl+G", self.actions_bar.ask_for_packs),
            (QKeySequence.StandardKey.New, lambda: self.new_wanted.emit([])),
        ):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(act)

    def _build_top(self) -> QHBoxLayout:
        title = QLabel(self.tr("Projects"))
        title.setProperty("kind", "title")
        title.setIndent(0)
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search projects"))
        self.search.setToolTip(self.tr("Search by project, product or category (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Search projects"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(QFontMetrics(self.font()).averageCharWidth() * 18)
        self.search.setMaximumWidth(QFontMetrics(self.font()).averageCharWidth() * 45)
        self.status = ComboBox()
        self.status.setAccessibleName(self.tr("Show projects with this status"))
        self.status.addItem(self.tr("All statuses"), "")
        for status in _STATUSES:
            self.status.addItem(project_look(status).word, status)
        self.new = QPushButton(self.tr("New project"))
        self.new.setProperty("kind", "primary")
        self.new.setToolTip(self.tr("New project (Ctrl+N)"))
        self.new.clicked.connect(lambda: self.new_wanted.emit([]))
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(title)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.search, 2)
        top.addWidget(self.status)
        top.addWidget(self.new)
        return top

    def _build_states(self) -> None:
        self.state = StatePage()
        self._start = QPushButton(self.tr("New project"))
        self._start.setProperty("kind", "primary")
        self._start.clicked.connect(lambda: self.new_wanted.emit([]))
        self._sample = QPushButton(self.tr("Open the sample"))
        self._sample.clicked.connect(self.sample_wanted)
        self._clear = QPushButton(self.tr("Show all projects"))
        self._clear.clicked.connect(self._on_clear)
        self._again = QPushButton(self.tr("Try again"))
        self._again.setProperty("kind", "primary")
        self._again.clicked.connect(self.load)
        for button in (self._start, self._sample, self._clear, self._again):
            button.hide()
            button.setParent(self.state)
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.state)

    # -- what is shown -------------------------------------------------------------------------------------

    @property
    def _is_filtered(self) -> bool:
        return bool(self.search.text().strip() or self.status.currentData())

    def _show_state(self) -> None:
        is_offline = self._mode == "offline" or isinstance(self._trouble, OfflineError)
        self._fresh_at = (self._fresh_at or clock()) if is_offline else ""
        if is_offline and self.model.is_loaded:
            text = self.tr("Offline. Shown as it was at {time}; Packdesk reconnects by itself.")
            self.stale.say("warn", text.format(time=self._fresh_at))
        else:
            self.stale.clear()
        if self.model.rowCount():
            self.body.setCurrentWidget(self.table)
            return
        self.body.setCurrentWidget(self.state)
        if self._trouble is not None and not self.model.is_loaded:
            self._show_broken(self._trouble)
        elif not self.model.is_loaded:
            self.state.say("running", self.tr("Loading projects\u2026"), "")
        elif self._is_filtered:
            self.state.say(
                "picture",
                self.tr("No project matches"),
                self.tr("Search for something else, or show all projects."),
                self._clear,
            )
        else:
            self.state.say(
                "picture",
                self.tr("No projects yet"),
                self.tr("Drop product photos here, or start with the sample to see what comes of it."),
                self._start,
                self._sample,
            )

    def _show_broken(self, error: Exception) -> None:
        text = said(error) if isinstance(error, KnownError) else self.tr("Something went wrong inside.")
        self.state.say("warn", self.tr("The projects can't be shown"), text, self._again)

    # -- what happens --------------------------------------------------------------------------------------

    def _remembered_sort(self) -> Sort:
        column, down = "updated_at", True
        if self._settings is not None:
            column = str(self._settings.value("projects/sort", column))
            down = str(self._settings.value("projects/descending", "true")) == "true"
        known = {c.sort for c in project_columns()}
        return Sort(column, descending=down) if column in known else Sort("updated_at", descending=True)

    def _on_wanted(self, sort: Sort, generation: int) -> None:
        if self._settings is not None:
            self._settings.setValue("projects/sort", sort.column)
            self._settings.setValue("projects/descending", "true" if sort.descending else "false")
        status = self.status.currentData()
        filters = Filters(words=tuple(self.search.text().split()), states=(status,) if status else ())
        self._feed.ask(filters, sort, generation)

    def _on_news(self, news: ListNews[ProjectRow]) -> None:
        if not self._is_ended:
            self.model.take(news)

    def _on_count_changed(self, count: int) -> None:
        self.count.setText(f"{MAX_COUNT:,}+" if count > MAX_COUNT else f"{count:,}")
        self._trouble = None
        self._show_state()

    def _on_failed(self, error: Exception) -> None:
        if self._is_ended:
            return
        self._trouble = error
        if not isinstance(error, OfflineError):
            self.tasks.report(error)
        self._show_state()

    def _on_activated(self, index: QModelIndex) -> None:
        record = self.model.record(index)
        if record is not None:
            self.opened.emit(record.id)

    def _on_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_clear(self) -> None:
        self._on_filter("")

    @property
    def asked(self) -> str:
        """What is searched for, in a line: the status, then the words."""
        status = self.status.currentData()
        return (
            f"{_STATUS}{status} {self.search.text().strip()}".strip()
            if status
            else self.search.text().strip()
        )

    def _on_asked(self) -> None:
        self._typing.stop()
        self.filters.mark(self.asked)
        self._ask()

    def _on_filter(self, text: str) -> None:
        first, _, rest = text.partition(" ")
        status, words = (first.removeprefix(_STATUS), rest) if first.startswith(_STATUS) else ("", text)
        with QSignalBlocker(self.search), QSignalBlocker(self.status):
            self.search.setText(words)
            self.status.setCurrentIndex(max(0, self.status.findData(status)))
        self._on_asked()

    def _on_changed(self) -> None:
        if self.table.selectionModel().hasSelection():
            self._on_selected()

    def _on_selected(self) -> None:
        self.actions_bar.offer(self.selected)

    def _on_escape(self) -> None:
        if not self.actions_bar.step_back():
            self.table.clearSelection()

    def _on_menu_wanted(self, where: QPoint) -> None:
        rows = self.selected
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(rows) == 1:
            menu.addAction(self._action(self.tr("Open"), lambda: self.opened.emit(rows[0].id), menu))
        if rows:
            make = self._action(self.actions_bar.generate.text(), self.actions_bar.ask_for_packs, menu)
            make.setEnabled(self.actions_bar.generate.isEnabled())
            menu.addAction(make)
            text = self.tr("Delete\u2026") if len(rows) == 1 else self.tr("Delete {n} projects\u2026")
            menu.addAction(self._action(text.format(n=len(rows)), self.delete_selected, menu))
            menu.addSeparator()
        menu.addAction(self._action(self.tr("New project\u2026"), lambda: self.new_wanted.emit([]), menu))
        menu.popup(where)

    def _action(self, text: str, act: object, parent: QMenu) -> QAction:
        action = QAction(text, parent)
        action.triggered.connect(act)
        return action

    @async_slot
    async def delete_selected(self) -> None:
        """Delete what is selected, after a question that names the count."""
        rows = self.selected
        if rows and await confirm(self, *self._delete_words(rows)):
            await self._backend.call(self._backend.services.projects.delete([row.id for row in rows]))

    def _delete_words(self, rows: Sequence[ProjectRow]) -> tuple[str, str, str]:
        photos, images = sum(r.photo_count for r in rows), sum(r.image_count for r in rows)
        lost = self.tr("Its {photos} photos, {images} images and all its jobs go with it.")
        if len(rows) > 1:
            lost = self.tr("Their {photos} photos, {images} images and all their jobs go with them.")
        lost = lost.format(photos=photos, images=images) + " " + self.tr("This can't be undone.")
        if len(rows) == 1:
            question = self.tr('Delete the project "{name}"?').format(name=rows[0].name)
            return question, lost, self.tr("Delete project")
        question = self.tr("Delete {n} projects?").format(n=len(rows))
        return question, lost, self.tr("Delete {n} projects").format(n=len(rows))

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.new_wanted.emit(paths)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.fit_columns()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "search"):
            advance = QFontMetrics(self.font()).averageCharWidth()
            self.search.setMinimumWidth(advance * 18)
            self.search.setMaximumWidth(advance * 45)
