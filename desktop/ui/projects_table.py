"""The table of projects: its columns, how wide they are, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from desktop.ui.projects_delegate import CHANGED, NAME, ProjectsDelegate
from desktop.ui.record_model import Column, RecordModel, chosen_rows, trim_below
from desktop.ui.theme import BASE_POINTS
from desktop.ui.words import ago, exact, project_look

if TYPE_CHECKING:
    from desktop.core.records import ProjectRow
    from desktop.ui.thumbnails import Thumbnails

# a name that the translators' tools look for
translate = QCoreApplication.translate

_LOOK_AGAIN_MS = 30_000


def project_columns() -> list[Column[ProjectRow]]:
    """The columns, in the order of ``projects_delegate``."""
    return [
        Column("", lambda _: "", None, tooltip=lambda r: r.name, width=56),
        Column(translate("ProjectsTable", "Project"), lambda r: r.name, "name", width=170),
        Column(translate("ProjectsTable", "Product"), lambda r: r.product_name, "product_name", width=150),
        Column(
            translate("ProjectsTable", "Status"), lambda r: project_look(r.status).word, "status", width=122
        ),
        Column(
            translate("ProjectsTable", "Pack"),
            lambda r: f"{r.pack_done}/{r.pack_total}",
            "pack_done",
            tooltip=lambda r: translate(
                "ProjectsTable", "{done} of {total} images of the pack are ready"
            ).format(done=r.pack_done, total=r.pack_total),
            width=110,
        ),
        Column(
            translate("ProjectsTable", "Photos"),
            lambda r: str(r.photo_count),
            "photo_count",
            align_right=True,
            width=72,
        ),
        Column(
            translate("ProjectsTable", "Images"),
            lambda r: str(r.image_count),
            "image_count",
            align_right=True,
            width=74,
        ),
        Column(
            translate("ProjectsTable", "Changed"),
            lambda r: ago(r.updated_at),
            "updated_at",
            tooltip=lambda r: exact(r.updated_at),
            width=112,
        ),
        Column(translate("ProjectsTable", "Owner"), lambda r: r.owner or "", "owner", width=96),
    ]


class ProjectsTable(QTableView):
    """Lives on the main thread. ``menu_wanted`` tells a place on the screen."""

    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self, model: RecordModel[ProjectRow], thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._records = model
        self._delegate = ProjectsDelegate(thumbnails, self)
        self._is_fitting = False
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.setAccessibleName(self.tr("Projects"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._set_up_headers(model)
        thumbnails.ready.connect(self.viewport().update)
        # "2 min ago" grows old without any change
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.viewport().update)
        self._clock.timeout.connect(lambda: trim_below(self, model))
        model.taken.connect(lambda: trim_below(self, model))  # out of sight, too
        self.fit_columns()

    @property
    def selected(self) -> list[ProjectRow]:
        """The selected projects, from the top."""
        return chosen_rows(self, self._records)

    def fit_columns(self) -> None:
        """Give the names what room the others leave; everything as wide as the text is large."""
        scale = self._scale()
        widths = [round(column.width * scale) for column in project_columns()]
        widths[0] = project_columns()[0].width
        spare = self.viewport().width() - sum(widths)
        if spare > 0:
            widths[NAME] += round(spare * 0.65)
            widths[NAME + 1] += spare - round(spare * 0.65)
        for n, width in enumerate(widths):
            self.setColumnWidth(n, width)

    def _scale(self) -> float:
        points = self.font().pointSizeF()
        return max(1.0, points / BASE_POINTS) if points > 0 else 1.0

    def _set_up_headers(self, model: RecordModel[ProjectRow]) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._delegate.row_height(QFontMetrics(self.font())))
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        # where the cells' texts begin and end
        columns.setStyleSheet("QHeaderView::section { padding-left: 11px; padding-right: 11px; }")
        columns.setMinimumSectionSize(48)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        sort = model.current_sort
        shown = next((n for n, c in enumerate(project_columns()) if c.sort == sort.column), CHANGED)
        way = Qt.SortOrder.DescendingOrder if sort.descending else Qt.SortOrder.AscendingOrder
        columns.setSortIndicator(shown, way)
        self.setSortingEnabled(True)

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.selectionModel().hasSelection():
            self.delete_wanted.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()
        self.fit_columns()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_delegate"):
            self.verticalHeader().setDefaultSectionSize(self._delegate.row_height(QFontMetrics(self.font())))
            self.fit_columns()
