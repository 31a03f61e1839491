"""A project's photos: dropped, browsed or pasted in, put in order, turned, replaced, taken out and brought back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.pack import MAX_PHOTOS, PhotoRole
from desktop.ui.asking import choose_photos
from desktop.ui.clipboard import Source, sources_in
from desktop.ui.marks import mark_icon
from desktop.ui.parts import IconButton, StatePage, dress
from desktop.ui.photo_list import PhotoList
from desktop.ui.photo_looks import photo_looks
from desktop.ui.photos_model import PHOTOS_MIME, PhotosModel
from desktop.ui.tasks import async_slot
from desktop.ui.theme import RADIUS, SPACE, tokens
from desktop.ui.upload_rows import UploadRows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtCore import QMimeData

    from desktop.core.project_detail import ProjectDetail
    from desktop.core.records import Photo
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks
    from desktop.ui.thumbnails import Thumbnails
    from desktop.ui.uploads import Uploads


class PhotosPanel(QFrame):
    """Lives on the main thread.

    Signals:
        view_wanted, correction_wanted: the id of the photo to look at, and whose cut-out is to be corrected.
        correction_dropped: the name of a photo that is another picture now, so that its outline doesn't fit any more.
        deleted: photos were taken out, which can be undone with ``restore``.
    """

    view_wanted = Signal(str)
    correction_wanted = Signal(str)
    correction_dropped = Signal(str)
    deleted = Signal(list)

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        thumbnails: Thumbnails,
        uploads: Uploads,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("photos")
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Photos"))
        self.tasks = tasks
        self._backend = backend
        self._uploads = uploads
        self._project = ""
        self._is_hovered = False
        self.model = PhotosModel()
        self.list = PhotoList(self.model, thumbnails)
        self.rows = UploadRows(uploads)
        self._build()
        self.list.order_wanted.connect(self._on_order_wanted)
        self.list.files_dropped.connect(self.take)
        self.list.delete_wanted.connect(self.delete_selected)
        self.list.menu_wanted.connect(self._on_menu_wanted)
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().selectionChanged.connect(self._on_selected)
        uploads.changed.connect(self._on_uploads_changed)
        self._on_selected()

    def show_detail(self, detail: ProjectDetail) -> None:
        """Show a project's photos."""
        if detail.project.id != self._project:
            self._project = detail.project.id
            self.list.clearSelection()
        self.model.show_photos(detail.photos)
        self.model.show_looks(photo_looks(detail))
        self.list.scheduleDelayedItemsLayout()
        self._show_count()
        self.rows.show_project(self._project)

    def take(self, data: QMimeData) -> bool:
        """Take in files or a picture, dropped or pasted; whether there was anything."""
        sources = sources_in(data, self.tr("Pasted picture"))
        if sources and self._project:
            self._uploads.add(self._project, sources, already=len(self.model.photos))
        return bool(sources)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Take in files."""
        sources: list[tuple[str, Source]] = [(path.name, path) for path in paths]
        if sources:
            self._uploads.add(self._project, sources, already=len(self.model.photos))

    def paste(self) -> bool:
        """Take in what the clipboard holds."""
        return self.take(QGuiApplication.clipboard().mimeData())

    # -- verbs ---------------------------------------------------------------------------------------------

    @async_slot
    async def browse(self) -> None:
        """Let the user pick files."""
        self.add_paths(await choose_photos(self, self.tr("Add photos"), self.tr("Photos")))

    @async_slot
    async def turn_selected(self, quarters: int) -> None:
        """Turn the selected photos clockwise, for good: the pack uses them as they are seen."""
        services = self._backend.services
        for photo in self.list.selected:
            turned = await self._backend.call(services.photos.turn(photo, quarters))
            await self._backend.call(services.projects.replace_photo(photo.id, turned))
            self._tell_dropped(photo)

    @async_slot
    async def replace_selected(self) -> None:
        """Put another file into the selected photo's place."""
        selected = self.list.selected
        if len(selected) != 1:
            return
        title = self.tr("Replace {name}").format(name=selected[0].original_name)
        paths = await choose_photos(self, title, self.tr("Photos"), several=False)
        if paths:
            services = self._backend.services
            taken = await self._backend.call(services.photos.take(paths[0]))
            stored = await self._backend.call(services.photos.store(taken, project=selected[0].project_id))
            await self._backend.call(services.projects.replace_photo(selected[0].id, stored))
            self._tell_dropped(selected[0])

    def _tell_dropped(self, photo: Photo) -> None:
        if photo.mask_sha256 is not None:
            self.correction_dropped.emit(photo.original_name)

    @async_slot
    async def set_role(self, photo: Photo, role: PhotoRole) -> None:
        """Say what a photo is for, whatever the engine would choose; ``auto`` leaves it to it again."""
        await self._backend.call(self._backend.services.projects.set_role(photo, role))

    @async_slot
    async def delete_selected(self) -> None:
        """Take the selected photos out; ``deleted`` offers to undo it."""
        selected = self.list.selected
        if selected:
            await self._backend.call(
                self._backend.services.projects.delete_photos([photo.id for photo in selected])
            )
            self.deleted.emit(selected)

    @async_slot
    async def restore(self, photos: list[Photo]) -> None:
        """Bring photos back."""
        await self._backend.call(self._backend.services.projects.restore_photos(photos))

    @async_slot
    async def _on_order_wanted(self, order: list[str]) -> None:
        await self._backend.call(self._backend.services.projects.order_photos(self._project, order))

    # -- built once ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE)
        heading = QLabel(self.tr("Photos"))
        heading.setProperty("kind", "heading")
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        self.add = QPushButton(self.tr("Add\u2026"))
        self.add.setAccessibleName(self.tr("Add photos"))
        self.add.setToolTip(self.tr("Choose photo files (Ctrl+O); or drop them here, or paste with Ctrl+V"))
        self.add.clicked.connect(self.browse)
        top = QHBoxLayout()
        top.setContentsMargins(SPACE // 2, 0, 0, 0)
        top.addWidget(heading)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.add)
        column.addLayout(top)
        self._empty = StatePage()
        self._browse = QPushButton(self.tr("Browse\u2026"))
        self._browse.clicked.connect(self.browse)
        self._empty.say(
            "picture",
            self.tr("Drop photos here"),
            self.tr("or paste them with Ctrl+V. One is enough; the first one is the main photo."),
            self._browse,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        column.addWidget(self.rows)
        column.addLayout(self._build_tools())
        self._dress()

    def _build_tools(self) -> QHBoxLayout:
        self._tools = {
            "turn_left": IconButton("turn_left", self.tr("Rotate left"), shortcut="Ctrl+L"),
            "turn_right": IconButton("turn_right", self.tr("Rotate right"), shortcut="Ctrl+R"),
            "up": IconButton("up", self.tr("Move up"), shortcut=self.tr("Alt+Up")),
            "down": IconButton("down", self.tr("Move down"), shortcut=self.tr("Alt+Down")),
            "brush": IconButton("brush", self.tr("Correct the cut-out\u2026")),
            "swap": IconButton("swap", self.tr("Replace\u2026")),
            "bin": IconButton("bin", self.tr("Delete"), shortcut=self.tr("Del")),
        }
        self._tools["turn_left"].clicked.connect(lambda: self.turn_selected(-1))
        self._tools["turn_right"].clicked.connect(lambda: self.turn_selected(1))
        self._tools["up"].clicked.connect(lambda: self.list.move_selected(-1))
        self._tools["down"].clicked.connect(lambda: self.list.move_selected(1))
        self._tools["brush"].clicked.connect(self._on_correct)
        self._tools["swap"].clicked.connect(self.replace_selected)
        self._tools["bin"].clicked.connect(self.delete_selected)
        self._tools["turn_left"].setShortcut("Ctrl+L")
        self._tools["turn_right"].setShortcut("Ctrl+R")
        row = QHBoxLayout()
        row.setSpacing(0)
        for name, button in self._tools.items():
            row.addWidget(button)
            if name in {"turn_right", "down"}:
                row.addStretch(1)
        return row

    # -- what happens --------------------------------------------------------------------------------------

    def _show_count(self) -> None:
        n = len(self.model.photos)
        coming = sum(not item.is_refused for item in self._uploads.of(self._project))
        self.count.setText(self.tr("{n} of {most}").format(n=n, most=MAX_PHOTOS) if n else "")
        self._stack.setCurrentWidget(self.list if n or coming else self._empty)
        is_full = n + coming >= MAX_PHOTOS
        self.add.setEnabled(not is_full)
        self.add.setVisible(bool(n or coming))
        for button in self._tools.values():
            button.setVisible(bool(n))
        self._dress()

    def _on_selected(self) -> None:
        n = len(self.list.selected)
        for name, button in self._tools.items():
            button.setEnabled(n == 1 if name in {"swap", "brush"} else n > 0)

    def _on_uploads_changed(self, project: str) -> None:
        if project == self._project:
            self._show_count()
            self.rows.show_project(project)

    def _on_activated(self, index: QModelIndex) -> None:
        photo = self.model.photo(index)
        if photo is not None:
            self.view_wanted.emit(photo.id)

    def _on_menu_wanted(self, where: QPoint) -> None:
        if not self.list.selected:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = self.list.selected[0]
        menu.addAction(self.tr("Open")).triggered.connect(lambda: self.view_wanted.emit(first.id))
        menu.addSeparator()
        for name, button in self._tools.items():
            action = menu.addAction(mark_icon(name), button.accessibleName())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
            if name in {"turn_right", "down"}:
                menu.addSeparator()
        self._add_roles(menu, first)
        menu.popup(where)

    def _on_correct(self) -> None:
        if len(self.list.selected) == 1:
            self.correction_wanted.emit(self.list.selected[0].id)

    def _add_roles(self, menu: QMenu, photo: Photo) -> None:
        menu.addSeparator()
        for role, text in (
            (PhotoRole.MAIN, self.tr("Use as the main photo")),
            (PhotoRole.DETAIL, self.tr("Use as the detail view")),
            (PhotoRole.UNUSED, self.tr("Set aside: use it for nothing")),
            (PhotoRole.AUTO, self.tr("Let Packdesk choose")),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(photo.role == role)
            action.triggered.connect(partial(self._on_role, photo, role))

    def _on_role(self, photo: Photo, role: PhotoRole, _checked: bool = False) -> None:
        self.set_role(photo, role)
        if role is PhotoRole.MAIN:
            self._make_main(photo)

    def _make_main(self, photo: Photo) -> None:
        others = [known.id for known in self.model.photos if known.id != photo.id]
        self._on_order_wanted([photo.id, *others])

    def _dress(self) -> None:
        colours = tokens()
        is_asking = self._is_hovered or not self.model.photos
        line = f"2px dashed {colours.accent if self._is_hovered else colours.line}"
        paper = colours.accent_soft if self._is_hovered else colours.surface
        dress(
            self,
            f"QFrame#photos {{ background: {paper}; border-radius: {RADIUS}px;"
            f" border: {line if is_asking else f'1px solid {colours.line}'}; }}",
        )

    def _hover(self, *, is_hovered: bool) -> None:
        self._is_hovered = is_hovered
        self._dress()

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if not data.hasFormat(PHOTOS_MIME) and (data.hasUrls() or data.hasImage()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._hover(is_hovered=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(is_hovered=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(is_hovered=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(event.mimeData())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_tools"):
            self._dress()
