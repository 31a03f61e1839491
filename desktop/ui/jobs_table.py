"""The table of jobs: columns one can move, widen, hide and find again as one left them; times that tick."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget
from typing_extensions import override

from desktop.ui.job_words import is_ticking
from desktop.ui.jobs_delegate import JobsDelegate
from desktop.ui.jobs_model import TICKING, At, job_columns
from desktop.ui.record_model import chosen_rows, trim_below
from desktop.ui.theme import SPACE, text_scale

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection, QPoint
    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.core.records import JobRow
    from desktop.ui.job_words import ServerClock
    from desktop.ui.record_model import RecordModel

_KEY: Final = "jobs/columns"
_TICK_MS: Final = 1000
_SETTLE_MS: Final = 200
_LOOKS: Final = frozenset(
    {
        QEvent.Type.FontChange,
        QEvent.Type.PaletteChange,
        QEvent.Type.StyleChange,
        QEvent.Type.ApplicationFontChange,
        QEvent.Type.ApplicationPaletteChange,
    }
)
"""What makes everything painted so far look different."""


@dataclass(frozen=True, slots=True)
class _Kept:
    order: list[str] = field(default_factory=list)
    widths: dict[str, float] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    sort: str = At.CREATED.name
    descending: bool = True


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
        self._scale = text_scale()
        self._settings = settings
        self.setModel(model)
        # at once and not in a moment: otherwise what has changed in place is painted now and the rest once more later
        model.taken.connect(self.executeDelayedItemsLayout)
        model.taken.connect(lambda: trim_below(self, model))  # out of sight, too
        self._delegate = JobsDelegate(model, clock, self)
        self.setItemDelegate(self._delegate)
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
        # later: while a list is put into another order, Qt takes its headings apart for a moment
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._remember)
        for told in (header.sectionResized, header.sectionMoved, header.sortIndicatorChanged):
            told.connect(lambda *_: self._settle.start())
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._fit_rows()

    # -- rows ----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[JobRow]:
        """The selected jobs, from the top."""
        return chosen_rows(self, self.jobs)

    def _on_tick(self) -> None:
        """Paint again what has got older; nothing is asked for."""
        self.ticked.emit()
        trim_below(self, self.jobs)
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

    def _fit_columns(self) -> None:
        """As wide as before, in texts of another size."""
        before, self._scale = self._scale, text_scale()
        if before != self._scale:
            for column in At:
                if not self.isColumnHidden(column):
                    self.setColumnWidth(column, round(self.columnWidth(column) * self._scale / before))

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
        self._settle.start()

    def reset_columns(self) -> None:
        """Columns as they come."""
        header = self.horizontalHeader()
        for n, column in enumerate(job_columns(self._clock)):
            self.setColumnHidden(n, False)  # noqa: FBT003  # Qt's own
            header.moveSection(header.visualIndex(n), n)
            heading = header.sectionSizeHint(n)  # another language may need more room
            self.setColumnWidth(n, max(heading, round(column.width * text_scale())))

    def _on_header_menu(self, at: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(at))

    def _restore(self) -> None:
        """As it was left, by the columns' names: later versions may have others. Widths are kept as at 100 %."""
        self.reset_columns()
        header, kept = self.horizontalHeader(), self._kept()
        for column in At:
            if column.name in kept.widths:
                self.setColumnWidth(column, round(kept.widths[column.name] * text_scale()))
        for place, name in enumerate(n for n in kept.order if n in At.__members__):
            header.moveSection(header.visualIndex(At[name]), place)
        for column in At:
            self.setColumnHidden(column, column is not At.STATE and column.name in kept.hidden)
        column = At.__members__.get(kept.sort, At.CREATED)
        order = Qt.SortOrder.DescendingOrder if kept.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, order)
        self.setSortingEnabled(True)

    def _kept(self) -> _Kept:
        try:
            return _Kept(**json.loads(str(self._settings.value(_KEY, "{}"))))
        except (ValueError, TypeError):
            return _Kept()

    def _remember(self) -> None:
        header = self.horizontalHeader()
        shown = [column for column in At if not self.isColumnHidden(column)]
        kept = _Kept(
            order=[At(header.logicalIndex(n)).name for n in range(len(At))],
            widths={column.name: self.columnWidth(column) / text_scale() for column in shown},
            hidden=[column.name for column in At if column not in shown],
            sort=At(header.sortIndicatorSection()).name,
            descending=header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
        )
        self._settings.setValue(_KEY, json.dumps(asdict(kept)))

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
        if self._settle.isActive():
            self._settle.stop()
            self._remember()
        super().hideEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOKS and hasattr(self, "_tick"):
            self._delegate.forget()
            self._fit_columns()
            self._fit_rows()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and hasattr(self, "_tick"):
            self._delegate.forget()
        return super().event(event)
