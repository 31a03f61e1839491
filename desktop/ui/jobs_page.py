"""The page of jobs: the live list with search, charts, actions, and the drawer beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import KnownError
from desktop.ui.charts import ChartsPanel
from desktop.ui.job_drawer import JobDrawer
from desktop.ui.job_words import ServerClock, count_text
from desktop.ui.jobs_actions import JobsActions
from desktop.ui.jobs_model import jobs_model
from desktop.ui.jobs_search import JobsSearch, SearchField
from desktop.ui.jobs_table import JobsTable
from desktop.ui.known_words import said
from desktop.ui.parts import StatePage
from desktop.ui.theme import SPACE
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.words import clock as clock_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtCore import QModelIndex, QPoint

    from desktop.core.lists import Filters, Sort
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_AGES_MS: Final = 30_000
_GROUPS_MS: Final = 2_000


class JobsPage(QWidget):
    """Lives on the main thread.

    Signals:
        project_wanted: the id of a project to open.
        moment_known: how much waits and runs (``Moment``), whenever this page learns of it.
    """

    project_wanted = Signal(str)
    moment_known = Signal(object)

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        settings: QSettings,
        parent: QWidget | None = None,
        *,
        thumbnails: Thumbnails | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("jobs")
        self.tasks = tasks
        self._backend = backend
        self._settings = settings
        self.clock = ServerClock()
        self._thumbnails = thumbnails or Thumbnails(backend, tasks, self)
        self._mode = "live"
        self._asked: Filters | None = None
        self.model = jobs_model(self.clock, self)
        self.field = SearchField()
        self.search = JobsSearch(self.field, settings)
        self.table = JobsTable(self.model, self.clock, settings)
        self.actions_bar = JobsActions(backend, tasks, scope=self._scope)
        self.charts = ChartsPanel(backend, tasks, self.clock)
        self.drawer = JobDrawer(
            backend, tasks, clock=self.clock, actions=self.actions_bar, thumbnails=self._thumbnails
        )
        self._feed = backend.follow_jobs(self.model.take, self._on_failed)
        self._build()
        self._make_timers()
        self._connect()
        self._add_shortcuts()
        self._show_state()

    def load(self) -> None:
        """Ask for the list, once the backend is open, and again when another one is."""
        self.actions_bar.learn_rights()
        self.model.ask()
        self.charts.load()
        self._load_groups()

    def show_mode(self, mode: str) -> None:
        """``live``, ``polling`` or ``offline``: while offline the list says of when it is."""
        if mode == "offline" and self._mode != "offline":
            self._stale.setText(self.tr("As of {time}").format(time=clock_text()))
        self._stale.setVisible(mode == "offline" and self.model.is_loaded)
        self._mode = mode

    def show_job(self, job: UUID) -> None:
        """Open the drawer with this job."""
        self.drawer.show_job(job)

    def search_for(self, text: str) -> None:
        """Show what this search finds."""
        self.field.put(text)

    # -- layout --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        column.addLayout(self._build_top())
        column.addWidget(self.charts)
        column.addWidget(self.search)
        self._state = StatePage()
        self._again = QPushButton(self.tr("Try again"))
        self._again.setProperty("kind", "primary")
        self._again.clicked.connect(self.load)
        self._clear = QPushButton(self.tr("Show all jobs"))
        self._clear.clicked.connect(lambda: self.field.put(""))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._state)
        self._stack.addWidget(self.table)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(SPACE)
        self._splitter.addWidget(self._stack)
        self._splitter.addWidget(self.drawer)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self.drawer.hide()
        self.drawer.setMinimumWidth(36 * SPACE)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.actions_bar)
        self.charts.setVisible(self._settings.value("jobs/charts", defaultValue=True, type=bool) is True)
        self._charts_button.setChecked(not self.charts.isHidden())
        self._on_charts_toggled(not self.charts.isHidden())

    def _build_top(self) -> QHBoxLayout:
        title = QLabel(self.tr("Jobs"))
        title.setProperty("kind", "title")
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        self._stale = QLabel()
        self._stale.setProperty("kind", "warn")
        self._stale.hide()
        self.field.setMinimumWidth(24 * SPACE)
        self.field.setMaximumWidth(64 * SPACE)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._charts_button = QPushButton()
        self._charts_button.setCheckable(True)
        self._charts_button.setProperty("kind", "quiet")
        self._charts_button.toggled.connect(self._on_charts_toggled)
        self._columns_button = QPushButton(self.tr("Columns"))
        self._columns_button.setProperty("kind", "quiet")
        self._columns_button.clicked.connect(self._on_columns)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for part in (title, self.count, self._stale):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.field, 4)
        row.addWidget(self._charts_button)
        row.addWidget(self._columns_button)
        return row

    def _make_timers(self) -> None:
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_MS)
        self._ages.timeout.connect(self._on_ages)
        self._groups = QTimer(self)
        self._groups.setSingleShot(True)
        self._groups.setInterval(_GROUPS_MS)
        self._groups.timeout.connect(self._load_groups)

    def _connect(self) -> None:
        self.model.wanted.connect(self._on_wanted)
        self.model.more_wanted.connect(self._feed.more)
        self.model.trim_wanted.connect(self._feed.trim)
        self.model.count_changed.connect(self._on_count_changed)
        self.model.loaded.connect(self._on_loaded)
        for told in (self.model.rowsInserted, self.model.rowsRemoved):
            told.connect(self._show_state)
            told.connect(self._look_at_groups)
        self.model.dataChanged.connect(self._on_changed)
        self.search.changed.connect(self._on_search_changed)
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.ticked.connect(self.drawer.tick)
        self.table.activated.connect(self._on_activated)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.actions_bar.rights_known.connect(self.drawer.show_rights)
        self.charts.moment_known.connect(self.moment_known)
        self.drawer.closed.connect(self._close_drawer)
        self.drawer.project_wanted.connect(self.project_wanted)

    def _add_shortcuts(self) -> None:
        bar = self.actions_bar
        does: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+F", self._focus_search),
            ("Ctrl+R", lambda: bar.do_selected("retry")),
            ("Del", lambda: bar.do_selected("cancel")),
            ("Ctrl+Up", lambda: bar.do_selected("prioritise")),
            ("Ctrl+Z", bar.take_back),
            ("Ctrl+C", self._copy_ids),
            ("Space", self._open_current),
            ("Esc", self._on_escape),
        ]
        for keys, do in does:
            # letters belong to the table alone: in the search field they are text
            where = self if keys in {"Ctrl+F", "Ctrl+Z", "Esc"} else self._splitter
            action = QAction(where)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, do=do: do())
            where.addAction(action)

    # -- news ----------------------------------------------------------------------------------------------

    def _scope(self) -> tuple[Filters, str]:
        return self.search.filters, self.field.text()

    def _on_search_changed(self) -> None:
        filters = self.search.filters
        is_aging = filters.min_age_s is not None or filters.max_age_s is not None
        self._ages.start() if is_aging else self._ages.stop()
        self.model.ask()

    def _on_ages(self) -> None:
        """What a search by age finds changes by itself."""
        if self.isVisible():
            self.model.ask()

    def _on_wanted(self, sort: Sort, generation: int) -> None:
        self._asked = self.search.filters
        self._feed.ask(self._asked, sort, generation)

    def _on_loaded(self) -> None:
        self._stale.setVisible(self._mode == "offline")
        self.charts.setVisible(self._charts_button.isChecked())
        self._show_state()
        self._groups.start()

    def _on_count_changed(self, count: int) -> None:
        self.count.setText(count_text(count))

    def _on_changed(self) -> None:
        if self.table.selectionModel().hasSelection():
            self._on_chosen()
        self._look_at_groups()

    def _look_at_groups(self) -> None:
        """Soon; a job may come as failed as it is, when all of it happened at once."""
        if not self._groups.isActive():
            self._groups.start()

    def _on_failed(self, error: Exception) -> None:
        self.model.give_up()
        if self.model.is_loaded or not isinstance(error, KnownError):
            self.tasks.report(error)
        if not self.model.is_loaded:
            text = said(error) if isinstance(error, KnownError) else self.tr("Something went wrong inside.")
            self._state.say("warn", self.tr("The jobs can't be shown"), text, self._again)
            self._stack.setCurrentWidget(self._state)
            self.charts.hide()  # it would say the same once more

    def _show_state(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
            return
        if not self.model.is_loaded:
            self._state.say("running", self.tr("Loading jobs\u2026"), "")
        elif self.field.text().strip():
            self._state.say(
                "info",
                self.tr("No job matches"),
                self.tr("Nothing fits this search at the moment. The list stays live: what fits will show."),
                self._clear,
            )
        else:
            self._state.say(
                "queued",
                self.tr("No jobs yet"),
                self.tr("Open a project and press Generate Complete Pack: its jobs show here, live."),
            )
        self._stack.setCurrentWidget(self._state)

    def _load_groups(self) -> None:
        self.tasks.start((id(self), "groups"), self._fetch_groups(), owner=self)

    async def _fetch_groups(self) -> None:
        try:
            groups = await self._backend.call(self._backend.services.jobs.error_groups())
        except KnownError:
            return  # the list itself says that nothing can be read
        self.search.show_groups(groups)

    # -- doing ---------------------------------------------------------------------------------------------

    def _on_chosen(self) -> None:
        self.actions_bar.offer(self.table.chosen)
        if self.drawer.isVisible():
            self._follow_current()

    def _follow_current(self) -> None:
        chosen = self.table.chosen
        if len(chosen) == 1 and not self.drawer.isAncestorOf(self.focusWidget()):
            self.drawer.show_job(chosen[0].id)

    def _on_activated(self, index: QModelIndex) -> None:
        record = self.model.record(index)
        if record is not None:
            self.drawer.show_job(record.id)

    def _open_current(self) -> None:
        chosen = self.table.chosen
        if len(chosen) == 1:
            self.drawer.show_job(chosen[0].id)
        else:
            self._on_activated(self.table.currentIndex())

    def _on_escape(self) -> None:
        if not self.actions_bar.step_back():
            self._close_drawer()

    def _close_drawer(self) -> None:
        self.drawer.hide()
        self.table.setFocus()

    def _focus_search(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _copy_ids(self) -> None:
        chosen = self.table.chosen
        if chosen:
            QGuiApplication.clipboard().setText("\n".join(str(row.id) for row in chosen))

    def _on_charts_toggled(self, is_on: bool) -> None:
        self.charts.setVisible(is_on)
        self._charts_button.setText(self.tr("Hide charts") if is_on else self.tr("Show charts"))
        self._settings.setValue("jobs/charts", is_on)

    def _on_columns(self) -> None:
        under = self._columns_button.rect().bottomLeft()
        self.table.columns_menu().popup(self._columns_button.mapToGlobal(under))

    def _on_menu(self, at: QPoint) -> None:
        chosen = self.table.chosen
        if not chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show details"), self._open_current)
        menu.addSeparator()
        for action, button in self.actions_bar.buttons.items():
            item = menu.addAction(button.icon(), button.text())
            item.triggered.connect(lambda _=False, action=action: self.actions_bar.do_selected(action))
            item.setEnabled(button.isEnabled())
            item.setToolTip(button.toolTip())
        menu.addSeparator()
        menu.addAction(self.tr("Copy id") if len(chosen) == 1 else self.tr("Copy ids"), self._copy_ids)
        row = chosen[0]
        if row.project_id is not None and row.project_name is not None and len(chosen) == 1:
            project, name = row.project_id, row.project_name
            menu.addAction(self.tr("Open project"), lambda: self.project_wanted.emit(project))
            menu.addAction(self.tr("Only jobs of this project"), lambda: self.field.put(f'project:"{name}"'))
        menu.popup(self.table.viewport().mapToGlobal(at))
