"""The table of jobs: columns one can move, widen, hide and find again as one left them; times that tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget
from typing_extensions import override

from desktop.ui.job_words import is_ticking
from desktop.ui.jobs_delegate import JobsDelegate
from desktop.ui.jobs_model import TICKING, At, job_columns
from desktop.ui.theme import SPACE, text_scale

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection, QPoint
    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.core.records import JobRow
    from desktop.ui.job_words import ServerClock
    from desktop.ui.record_model import RecordModel

_KEY: Final = "jobs/header-2"
_TICK_MS: Final = 1000


class JobsTable(QTableView):
    """Lives on the main thread.

    Signals:
        chosen_changed: other rows are selected.
        ticked: a second has passed while the list is seen.
    """

    chosen_changed = Signal()
    ticked = Signal()

    def __init__(
        self,
        model: RecordModel[JobRow],
        clock: ServerClock,
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.jobs = model
        self._clock = clock
        self._settings = settings
        self.setModel(model)
        self.setItemDelegate(JobsDelegate(clock, self))
        self.setAccessibleName(self.tr("Jobs"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        self._restore()
        for told in (header.sectionResized, header.sectionMoved, header.sortIndicatorChanged):
            told.connect(self._remember)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._fit_rows()

    # -- rows ----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[JobRow]:
        """The selected jobs, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = (self.jobs.record(self.jobs.index(row, 0)) for row in rows)
        return [row for row in found if row is not None]

    def _on_tick(self) -> None:
        """Paint again what has got older; nothing is asked for."""
        self.ticked.emit()
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        last = last if last >= 0 else self.jobs.rowCount() - 1
        if first < 0:
            return
        rows = [self.jobs.record(self.jobs.index(n, 0)) for n in range(first, last + 1)]
        if not any(row is not None and is_ticking(row) for row in rows):
            return
        for column in TICKING:
            if not self.isColumnHidden(column):
                left, width = self.columnViewportPosition(column), self.columnWidth(column)
                self.viewport().update(left, 0, width, self.viewport().height())

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + 2 * SPACE + 2)

    # -- columns -------------------------------------------------------------------------------------------

    def columns_menu(self) -> QMenu:
        """Which columns show."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for n, column in enumerate(job_columns(self._clock)):
            item = QAction(column.heading, menu)
            item.setCheckable(True)
            item.setChecked(not self.isColumnHidden(n))
            item.setEnabled(n != At.STATE)  # a list without any column couldn't be told from an empty one
            item.toggled.connect(lambda is_on, n=n: self.show_column(n, is_on=is_on))
            menu.addAction(item)
        menu.addSeparator()
        again = QAction(self.tr("As at the beginning"), menu)
        again.triggered.connect(self.reset_columns)
        menu.addAction(again)
        return menu

    def show_column(self, column: int, *, is_on: bool) -> None:
        """Show or hide a column, and remember it."""
        self.setColumnHidden(column, not is_on)
        self._remember()

    def reset_columns(self) -> None:
        """Columns as they come."""
        header = self.horizontalHeader()
        for n, column in enumerate(job_columns(self._clock)):
            self.setColumnHidden(n, False)  # noqa: FBT003  # Qt's own
            header.moveSection(header.visualIndex(n), n)
            self.setColumnWidth(n, round(column.width * text_scale()))

    def _on_header_menu(self, at: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(at))

    def _restore(self) -> None:
        header = self.horizontalHeader()
        self.reset_columns()
        state = self._settings.value(f"{_KEY}-{text_scale():.2f}")
        restored = isinstance(state, QByteArray) and header.restoreState(state)
        if not restored or header.count() != len(At):
            header.setSortIndicator(At.CREATED, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def _remember(self, *_: object) -> None:
        self._settings.setValue(f"{_KEY}-{text_scale():.2f}", self.horizontalHeader().saveState())

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    @override
    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        self.chosen_changed.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_tick"):
            self._fit_rows()
