"""What can be done with a listing image: make it anew, choose a version, save it, copy it, hand it on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.pack import ImageType, Style
from desktop.services.packs import named_file
from desktop.ui.asking import choose_target
from desktop.ui.thumbnails import Thumbnails, fetch
from desktop.ui.words import ago, image_name, style_name

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from desktop.core.project_detail import ProjectDetail
    from desktop.core.records import GeneratedImage
    from desktop.services.catalog import Catalog
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks
    from desktop.ui.tiles import Tile

VERSION_SIDE: Final = 48
"""How large a version's picture in the menu is, in device-independent pixels."""


class ImageActions(QObject):
    """Lives on the main thread.

    Signals:
        said: tells in words what was done.
        open_wanted, rules_wanted, correction_wanted: an image type to look at, to explain, and whose photo's cut-out is
            to be corrected.
        scene_wanted, scene_dropped: a photo of the owner's own is to be the scene, or not any more.
    """

    said = Signal(str)
    open_wanted = Signal(str)
    rules_wanted = Signal(str)
    correction_wanted = Signal(str)
    scene_wanted = Signal()
    scene_dropped = Signal()

    def __init__(
        self, backend: Backend, tasks: Tasks, thumbnails: Thumbnails, window: QWidget, *, user: str | None
    ) -> None:
        super().__init__(window)
        self._backend = backend
        self._tasks = tasks
        self._thumbnails = thumbnails
        self._window = window
        self._user = user

    def make(self, project: str, image_type: str, style: Style | None = None) -> None:
        """Make one image anew; the earlier ones are kept."""
        kind, user = ImageType(image_type), self._user
        self._ask(
            ("make", project, image_type),
            lambda services: services.packs.generate_one(project, kind, style=style, user=user),
        )

    def retry(self, detail: ProjectDetail, image_type: str) -> None:
        """Do again what failed or was cancelled."""
        job = detail.job_of(image_type)
        if job is not None:
            self._ask(("retry", job.id), lambda services: services.jobs.retry([job.id]))

    def cancel(self, detail: ProjectDetail, image_type: str) -> None:
        """Stop what waits or runs for one image."""
        job = detail.job_of(image_type)
        if job is not None:
            self._ask(("cancel", job.id), lambda services: services.jobs.cancel([job.id]))

    def choose(self, image: GeneratedImage) -> None:
        """Use this version."""
        self._ask(("choose", image.id), lambda services: services.packs.choose(image))

    def save_as(self, image: GeneratedImage, project_name: str) -> None:
        """Ask where to, and save."""
        self._start(("save", image.id), self._save_as(image, project_name))

    def copy(self, image: GeneratedImage, project_name: str) -> None:
        """Copy as a picture and as a file."""
        self._start(("clipboard",), self._copy(image, project_name))

    def prepare_drag(self, image: GeneratedImage, project_name: str, tile: Tile) -> None:
        """Make the copy that may be dragged out."""
        self._start(("drag", image.id), self._prepare_drag(image, project_name, tile))

    def menu(self, detail: ProjectDetail, image_type: str, where: QPoint) -> QMenu:
        """The menu of one image, shown there."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(image_name(image_type))
        versions = detail.versions_of(image_type)
        image = detail.chosen_of(image_type) or (versions[0] if versions else None)
        name, project = detail.project.brief.name, detail.project.id
        job = detail.job_of(image_type)
        if image is not None:
            self._add(menu, self.tr("Open"), lambda: self.open_wanted.emit(image_type))
            self._add(menu, self.tr("Save as\u2026"), lambda: self.save_as(image, name))
            self._add(menu, self.tr("Copy"), lambda: self.copy(image, name))
            menu.addSeparator()
        if job is not None and job.is_active:
            self._add(menu, self.tr("Cancel"), lambda: self.cancel(detail, image_type))
        elif not detail.photos:
            self._add(menu, self.tr("Add a photo first"), lambda: None).setEnabled(False)
        else:
            text = self.tr("Make this image") if image is None else self.tr("Make it again")
            self._add(menu, text, lambda: self.make(project, image_type))
            self._add_styles(menu, detail, image_type)
        if len(versions) > 1:
            self._add_versions(menu, versions)
        menu.addSeparator()
        if image_type == ImageType.LIFESTYLE:
            self._add_scene(menu, detail)
        if image is not None:
            if detail.photos:
                self._add(
                    menu,
                    self.tr("Correct the cut-out\u2026"),
                    lambda: self.correction_wanted.emit(image_type),
                )
            self._add(menu, self.tr("Marketplace rules\u2026"), lambda: self.rules_wanted.emit(image_type))
        menu.popup(where)
        return menu

    # -- how -----------------------------------------------------------------------------------------------

    def _add(self, menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, menu)
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)
        return action

    def _add_scene(self, menu: QMenu, detail: ProjectDetail) -> None:
        scene = detail.project.scene
        text = self.tr("A scene of your own\u2026")
        if scene is not None:
            text = self.tr("Another scene of your own (now {name})\u2026").format(name=scene.name)
            self._add(menu, self.tr("Packdesk's scenes again"), self.scene_dropped.emit)
        self._add(menu, text, self.scene_wanted.emit)

    def _add_styles(self, menu: QMenu, detail: ProjectDetail, image_type: str) -> None:
        styles = QMenu(self.tr("In another style"), menu)
        menu.addMenu(styles)
        for style in Style:
            self._add(styles, style_name(style), partial(self.make, detail.project.id, image_type, style))

    def _add_versions(self, menu: QMenu, versions: tuple[GeneratedImage, ...]) -> None:
        shown = QMenu(self.tr("Versions ({n})").format(n=len(versions)), menu)
        menu.addMenu(shown)
        for image in versions:
            text = f"{style_name(image.style)}, {ago(image.created_at)}"
            if image.chosen:
                text = self.tr("{version} (in use)").format(version=text)
            action = self._add(shown, text, partial(self.choose, image))
            action.setCheckable(True)
            action.setChecked(image.chosen)
            pixmap = self._thumbnails.get(image.thumb_sha256, VERSION_SIDE)
            if pixmap is not None:
                action.setIcon(QIcon(pixmap))

    def _start(self, key: tuple[object, ...], work: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(("image", *key), work, owner=self)

    def _ask(self, key: tuple[object, ...], verb: Callable[[Catalog], Coroutine[Any, Any, object]]) -> None:
        """Do something on the server, unless the same is on its way."""

        async def ask() -> None:
            await self._backend.call(verb(self._backend.services))

        self._start(key, ask())

    async def _save_as(self, image: GeneratedImage, project_name: str) -> None:
        path = await choose_target(self._window, self.tr("Save the image"), named_file(image, project_name))
        if path is not None:
            await self._backend.call(self._backend.services.packs.save_as(image, path))
            self.said.emit(self.tr("Saved as {name}.").format(name=path.name))

    async def _copy(self, image: GeneratedImage, project_name: str) -> None:
        services = self._backend.services
        path = await self._backend.call(services.packs.copy_for_others(image, project_name))
        picture = await self._backend.call(fetch(services, image.blob_sha256))
        data = QMimeData()
        data.setImageData(picture)
        data.setUrls([QUrl.fromLocalFile(str(path))])
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(self.tr("{name} copied.").format(name=image_name(image.image_type)))

    async def _prepare_drag(self, image: GeneratedImage, project_name: str, tile: Tile) -> None:
        path = await self._backend.call(self._backend.services.packs.copy_for_others(image, project_name))
        tile.offer_file(image, path)
