"""Exporting a project's images: where to and how, progress that can be stopped, and what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDir, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.marketplaces import Marketplace
from desktop.services.export import ExportOrder, default_name
from desktop.ui.asking import confirm, finished, pictures_folder
from desktop.ui.brief_form import Field
from desktop.ui.export_report import ListingLines, ReportLines
from desktop.ui.fields import ComboBox
from desktop.ui.known_words import said
from desktop.ui.parts import room_for
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from desktop.core.records import Project
    from desktop.services.export import Export
    from desktop.ui.backend import Backend
    from desktop.ui.preferences import Preferences
    from desktop.ui.tasks import Tasks

ORIGINAL: Final = "original"
_SETTLE_MS: Final = 250
"""What would go out is asked for when nobody has typed for so long."""


class ExportDialog(QDialog):
    """Open it with ``asking.finished``; lives on the main thread, and remembers what was chosen."""

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        project: Project,
        preferences: Preferences | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._backend = backend
        self._project = project
        self._preferences = preferences
        self._is_exporting = False
        self._made: Export | None = None
        self._running: asyncio.Future[Export] | None = None
        self.setWindowTitle(self.tr("Export images"))
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._plan)
        self._build()
        self._restore()
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * 92, metrics.lineSpacing() * 36)
        self.resize(wanted.boundedTo(room_for(self)))
        self.setMinimumWidth(min(metrics.averageCharWidth() * 60, 880))
        self._plan()

    # -- what is chosen ------------------------------------------------------------------------------------

    @property
    def marketplace(self) -> Marketplace | None:
        """Where the images go; None: as they are."""
        chosen = str(self.choice.currentData())
        return None if chosen == ORIGINAL else Marketplace(chosen)

    @property
    def order(self) -> ExportOrder:
        """What is wanted, as chosen."""
        return ExportOrder(
            project=self._project.id,
            marketplace=self.marketplace,
            target=Path(self.place.text().strip()),
            as_zip=self.as_zip.isChecked(),
            asin=self.asin.text().strip() if self.marketplace is Marketplace.AMAZON else "",
            name=self.name.text().strip(),
        )

    def _restore(self) -> None:
        kept, folder, is_zip = "amazon", "", False
        if self._preferences is not None:
            kept = self._preferences.text("export/for")
            folder = self._preferences.text("export/folder")
            is_zip = self._preferences.flag("export/as_zip")
        self._folder = folder if folder and QDir(folder).exists() else pictures_folder()
        self.choice.setCurrentIndex(max(0, self.choice.findData(kept)))
        (self.as_zip if is_zip else self.as_folder).setChecked(True)
        self._on_chosen()

    def _remember(self, order: ExportOrder) -> None:
        if self._preferences is not None:
            self._preferences.set(
                "export/for", ORIGINAL if order.marketplace is None else order.marketplace.value
            )
            self._preferences.set("export/as_zip", order.as_zip)
            self._preferences.set("export/folder", str(order.target.parent))

    # -- built once ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        self.title = QLabel(self.tr("Export images"))
        self.title.setProperty("kind", "title")
        column.addWidget(self.title)
        self._stack = QStackedWidget()
        self._asking, self._working, self._report = self._build_asking(), self._build_working(), ReportLines()
        for part in (self._asking, self._working, self._report):
            self._stack.addWidget(part)
        column.addWidget(self._stack, 1)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setProperty("kind", "bad")
        self._problem.hide()
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addStretch(1)
        self.again = QPushButton(self.tr("Export once more"))
        self.again.clicked.connect(self._on_again)
        self.open_folder = QPushButton(self.tr("Open folder"))
        self.open_folder.clicked.connect(self._on_open_folder)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.export = QPushButton(self.tr("Export"))
        self.export.setProperty("kind", "primary")
        self.export.clicked.connect(self.start)
        for button in (self.again, self.open_folder, self.close_button, self.cancel, self.export):
            button.setAutoDefault(button is self.export)
            row.addWidget(button)
        self.export.setDefault(True)
        self.export.setEnabled(False)  # until it is known what would go out
        column.addLayout(row)
        self._show_part(self._asking)

    def _build_asking(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        self.choice = ComboBox()
        for marketplace in Marketplace:
            self.choice.addItem(marketplace.label, marketplace.value)
        self.choice.addItem(self.tr("Original: all images as they are"), ORIGINAL)
        self.choice.currentIndexChanged.connect(lambda _: self._on_chosen())
        column.addWidget(Field(self.tr("For"), self.choice))
        names = QHBoxLayout()
        names.setSpacing(2 * SPACE)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self._project.brief.title)
        self.name.setMaxLength(100)
        self.asin = QLineEdit()
        self.asin.setPlaceholderText("B0ABCD1234")
        self.asin.setMaxLength(10)
        self._asin = Field(self.tr("ASIN (optional)"), self.asin)
        names.addWidget(Field(self.tr("Name of the files"), self.name), 2)
        names.addWidget(self._asin, 1)
        for line in (self.name, self.asin):
            line.textChanged.connect(lambda _: self._settle.start())
        column.addLayout(names)
        column.addWidget(self._build_place())
        self.listing = ListingLines()
        column.addWidget(self.listing, 1)
        return part

    def _build_place(self) -> Field:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        kinds = QHBoxLayout()
        kinds.setSpacing(3 * SPACE)
        self.as_folder = QRadioButton(self.tr("Folder"))
        self.as_zip = QRadioButton(self.tr("One ZIP file"))
        group = QButtonGroup(self)
        for button in (self.as_folder, self.as_zip):
            group.addButton(button)
            kinds.addWidget(button)
        kinds.addStretch(1)
        self.as_zip.toggled.connect(lambda _: self._name_place())
        column.addLayout(kinds)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        self.place = QLineEdit()
        self.place.setAccessibleName(self.tr("Where the images go"))
        self.place.textEdited.connect(lambda _: self._problem.hide())
        change = QPushButton(self.tr("Change\u2026"))
        change.setAutoDefault(False)
        change.setAccessibleName(self.tr("Change where the images go"))
        change.clicked.connect(
            lambda: self.tasks.start(("place", id(self)), self._choose_place(), owner=self)
        )
        row.addWidget(self.place, 1)
        row.addWidget(change)
        column.addLayout(row)
        return Field(self.tr("Where to"), box)

    def _build_working(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setSpacing(2 * SPACE)
        column.addStretch(1)
        self.progress_text = QLabel()
        self.progress_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the export"))
        column.addWidget(self.progress_text)
        column.addWidget(self.bar)
        column.addStretch(2)
        return part

    def _show_part(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        is_done = part is self._report
        self.export.setVisible(part is self._asking)
        self.cancel.setVisible(not is_done)
        for button in (self.again, self.open_folder, self.close_button):
            button.setVisible(is_done)
        (self.close_button if is_done else self.cancel if part is self._working else self.export).setFocus()

    # -- what happens --------------------------------------------------------------------------------------

    def _on_chosen(self) -> None:
        self._asin.setVisible(self.marketplace is Marketplace.AMAZON)
        self._name_place()
        self._plan()

    def _name_place(self) -> None:
        """Name a place beside the last one; a ZIP ends so."""
        name = default_name(self.name.text().strip() or self._project.brief.title, self.marketplace)
        ending = ".zip" if self.as_zip.isChecked() else ""
        self.place.setText(QDir.toNativeSeparators(str(Path(self._folder) / f"{name}{ending}")))
        self._problem.hide()

    async def _choose_place(self) -> None:
        now = Path(self.place.text().strip())
        dialog = QFileDialog(self, self.tr("Where do the images go?"))
        if self.as_zip.isChecked():
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter("ZIP (*.zip)")
            dialog.setDefaultSuffix("zip")
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked when it is about to happen
            dialog.selectFile(now.name)
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(now.parent))
        if await finished(dialog) and dialog.selectedFiles():
            chosen = Path(dialog.selectedFiles()[0])
            if self.as_zip.isChecked():
                self._folder = str(chosen.parent)
            else:
                self._folder, chosen = str(chosen), chosen / now.name
            self.place.setText(QDir.toNativeSeparators(str(chosen)))

    def _plan(self) -> None:
        self.tasks.start(("export plan", id(self)), self._show_plan(), owner=self)

    async def _show_plan(self) -> None:
        while True:
            order = self.order
            try:
                work = self._backend.services.exports.plan(
                    order.project, order.marketplace, asin=order.asin, name=order.name
                )
                listing = await self._backend.call(work)
            except KnownError as error:
                self._complain(said(error))
                self.export.setEnabled(False)
            else:
                self.listing.show_listing(listing)
                self.export.setEnabled(bool(listing.pictures))
                self._problem.hide()
            now = self.order
            if (now.marketplace, now.asin, now.name) == (order.marketplace, order.asin, order.name):
                return

    def start(self) -> None:
        """Export what is chosen."""
        if not self.place.text().strip():
            self._complain(self.tr("Say where the images go."))
        elif not self._is_exporting:
            self.tasks.start(("export", id(self)), self._export(self.order), owner=self)

    async def _export(self, order: ExportOrder) -> None:
        self._is_exporting = True
        self._problem.hide()
        try:
            made = await self._make(order)
        except asyncio.CancelledError:
            if not self._was_stopped:
                raise
            self._show_part(self._asking)
            self._complain(self.tr("Stopped. Nothing was written."))
        except KnownError as error:
            self._show_part(self._asking)
            if error.code == "exists" and not order.replace and await self._may_replace(order):
                self._is_exporting = False
                await self._export(replace(order, replace=True))
            else:
                self._complain(said(error))
        else:
            self._made = made
            self._remember(order)
            self.title.setText(self.tr("Exported"))
            self._report.show_export(made)
            self._show_part(self._report)
        finally:
            self._is_exporting = False
            self._running = None

    async def _make(self, order: ExportOrder) -> Export:
        self._was_stopped = False
        self._tell(0, 0)
        self._show_part(self._working)
        work = self._backend.services.exports.export(
            order, lambda done, total: self._backend.post(self._tell, done, total)
        )
        self._running = self._backend.call(work)
        return await self._running

    async def _may_replace(self, order: ExportOrder) -> bool:
        return await confirm(
            self,
            self.tr("Replace {name}?").format(name=order.target.name),
            self.tr(
                "Something is there already. An earlier export makes room; anything else stays as it is."
            ),
            self.tr("Replace"),
        )

    def _tell(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        text = self.tr("{done} of {total} images made").format(done=done, total=total)
        self.progress_text.setText(text if total else self.tr("Starting\u2026"))

    def _complain(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.show()

    def _on_again(self) -> None:
        self.title.setText(self.windowTitle())
        self._show_part(self._asking)
        self._plan()

    def _on_open_folder(self) -> None:
        if self._made is not None:
            path = self._made.path
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def reject(self) -> None:
        if self._running is not None:
            self._was_stopped = True
            self._running.cancel()
        elif not self._is_exporting:
            super().reject()
