"""One project: its photos, the button that makes the pack, and six tiles that show what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.core.errors import KnownError, NotAllowedError, NotFoundError, OfflineError
from desktop.core.pack import PACK_IMAGE_TYPES
from desktop.ui.compliance_view import Compliance
from desktop.ui.image_actions import VERSION_SIDE, ImageActions
from desktop.ui.known_words import said
from desktop.ui.parts import StatePage
from desktop.ui.photos_panel import PhotosPanel
from desktop.ui.project_parts import NoteBar, PackBar, ProjectHeader
from desktop.ui.project_tools import ProjectTools
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.tile_grid import TileGrid, TileScroll
from desktop.ui.tile_state import tile_state
from desktop.ui.uploads import Uploads
from desktop.ui.viewer import Shown, Viewer
from desktop.ui.words import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.project_detail import ProjectDetail
    from desktop.core.records import Photo
    from desktop.ui.backend import Backend
    from desktop.ui.preferences import Preferences
    from desktop.ui.tasks import Tasks

_TABLES = frozenset(
    {"projects", "project_images", "generated_images", "jobs", "workers", "queue_settings", "brand_kits"}
)


class ProjectPage(QWidget):
    """Lives on the main thread; follows one project at a time, only while it is shown.

    Signals:
        left: to go back.
        aplus_wanted: the project whose A+ content is to be shown.
    """

    left = Signal()
    aplus_wanted = Signal(object)

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        thumbnails: Thumbnails | None = None,
        user: str | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("project")
        self.tasks = tasks
        self._backend = backend
        self._user = user
        self._project = ""
        self._detail: ProjectDetail | None = None
        self._is_stale = False
        self._is_outdated = False
        self._asked = False
        self._mode = "live"
        self._unfollow: Callable[[], None] | None = None
        self._thumbnails = thumbnails or Thumbnails(backend, tasks, self)
        self.uploads = Uploads(backend, tasks, self)
        self.image_actions = ImageActions(backend, tasks, self._thumbnails, self, user=user)
        self.compliance = Compliance(backend, tasks, preferences, self)
        self.note = NoteBar(goes_away=True)
        self.tools = ProjectTools(
            backend,
            tasks,
            compliance=self.compliance,
            actions=self.image_actions,
            note=self.note,
            preferences=preferences,
            window=self,
        )
        self.viewer = Viewer(backend, tasks, self.image_actions, self.compliance, self)
        self._preferences = preferences
        self._build()
        if preferences is not None:
            self.pack.aplus.setChecked(preferences.flag("pack/aplus"))
        self._connect()

    @property
    def detail(self) -> ProjectDetail | None:
        """What is shown, once it has come."""
        return self._detail

    def open_project(self, project: str) -> None:
        """Show a project and follow it."""
        if project != self._project:
            self._detail = None
            self.tools.show_detail(None)
            self._project = project
            self._asked = False
            self.note.clear()
            self._show_loading()
        if self._unfollow is None:
            self._unfollow = self._backend.follow_changes(_TABLES, self._on_changed)
        self.refresh()
        self.header.back.setFocus()

    def leave(self) -> None:
        """Follow nothing any more; uploads go on."""
        if self._unfollow is not None:
            self._unfollow()
            self._unfollow = None

    def refresh(self) -> None:
        """Read the project again; when that is being done already, once more afterwards."""
        self._is_stale = True
        self.tasks.start(("project", id(self)), self._refresh(), owner=self)

    def show_mode(self, mode: str) -> None:
        """``live``, ``polling`` or ``offline``: while offline the last view stays, and says so."""
        if mode == "offline" and self._mode != "offline":
            self.stale.say(
                "warn",
                self.tr("Offline. Shown as it was at {time}; Packdesk reconnects by itself.").format(
                    time=clock()
                ),
            )
        elif mode != "offline":
            self.stale.clear()
            self.uploads.resume()
        self._mode = mode

    # -- reading -------------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        if self._unfollow is None:
            return  # it was on its way when the page was left
        self.uploads.resume()
        if self.isVisible():
            self.refresh()
        else:
            self._is_outdated = True  # nobody looks: read it when somebody does

    async def _refresh(self) -> None:
        while self._is_stale:
            self._is_stale = False
            project = self._project
            try:
                detail = await self._backend.call(self._backend.services.projects.detail(project))
            except OfflineError as error:
                if self._detail is None:
                    self._show_broken(error)
                return  # the view stays; the next change, at the latest after a reconnect, reads it again
            except NotFoundError as error:
                self._show_broken(error)
                return
            except KnownError as error:
                if self._detail is None:
                    self._show_broken(error)
                raise
            if project == self._project:
                self._show(detail)

    def _show(self, detail: ProjectDetail) -> None:
        is_first = self._detail is None
        self._detail = detail
        self.tools.show_detail(detail)
        if self._asked and (detail.active_jobs or detail.pack is not None):
            self._asked = False
        self._stack.setCurrentWidget(self._content)
        self.header.show_project(detail)
        self.photos.show_detail(detail)
        self._fit()
        self.pack.show_detail(detail, is_asked=self._asked)
        if is_first and not detail.photos:
            self.tasks.start(("elsewhere", id(self)), self._bring_photos(detail.project.id), owner=self)
        if is_first and detail.photos and not detail.images and self.header.back.hasFocus():
            self.pack.offer()
        for image in detail.images:
            if not image.chosen:
                self._thumbnails.get(image.thumb_sha256, VERSION_SIDE)  # there when the menu is opened
        for image_type in PACK_IMAGE_TYPES:
            self.tiles.tiles[image_type.value].show_state(tile_state(detail, image_type.value))
        if not detail.active_jobs:
            # measuring takes the processor: images that are still to come go first
            chosen = (detail.chosen_of(kind.value) for kind in PACK_IMAGE_TYPES)
            self.compliance.show_images([image for image in chosen if image is not None])
        self._show_badges()

    async def _bring_photos(self, project: str) -> None:
        """A web app may keep the photos of its projects behind addresses; what comes shows as news."""
        try:
            count = await self._backend.call(self._backend.services.photos.bring(project))
        except NotAllowedError:
            return  # who may only look waits for somebody who may more
        if count and project == self._project:
            text = self.tr("1 photo was fetched from the web app.")
            if count > 1:
                text = self.tr("{n} photos were fetched from the web app.").format(n=count)
            self.note.say("info", text)

    def _show_badges(self) -> None:
        for tile in self.tiles.tiles.values():
            tile.show_report(self.compliance.report(None if tile.state is None else tile.state.image))
        self.tiles.fit_previews()

    def _show_loading(self) -> None:
        self._state.say("running", self.tr("Loading the project\u2026"), "")
        self._stack.setCurrentWidget(self._state)

    def _show_broken(self, error: KnownError) -> None:
        self._state.say("warn", self.tr("This project can't be shown"), said(error), self.header.make_back())
        self._stack.setCurrentWidget(self._state)

    def _fit(self) -> None:
        """Photos beside the tiles, or above them where there is no room; wide enough for any language."""
        metrics = self.fontMetrics()
        least = self.photos.minimumSizeHint().width()
        wanted = max(30 * SPACE, metrics.averageCharWidth() * 34, least)
        is_narrow = self.width() < wanted + max(2 * 21 * SPACE, metrics.averageCharWidth() * 46)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._body.setDirection(way)
        self._tile_scroll.grow(is_on=is_narrow)
        few = len(self._detail.photos) if self._detail is not None else 0
        lines = 6 + 4 * min(few, 2) if few else 13  # what is dropped first needs room to be aimed at
        lines += 5 if self.uploads.of(self._project) else 0
        self.photos.setMinimumHeight(metrics.lineSpacing() * lines if is_narrow else 0)
        self.photos.setMinimumWidth(0 if is_narrow else wanted)
        self.photos.setMaximumWidth(self.width() if is_narrow else wanted)

    # -- built once ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.header = ProjectHeader()
        self.stale = NoteBar()
        self.photos = PhotosPanel(self._backend, self.tasks, self._thumbnails, self.uploads)
        self.pack = PackBar()
        self.tiles = TileGrid(self._thumbnails)
        self._tile_scroll = TileScroll(self.tiles)
        inside = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(SPACE + SPACE // 2)
        self._body.addWidget(self.photos)
        self._body.addWidget(self._tile_scroll, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        column.addWidget(self.header)
        column.addWidget(self.stale)
        column.addWidget(self.note)
        column.addWidget(self.pack)
        column.addWidget(scroll, 1)
        self._state = StatePage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._content)
        self._stack.addWidget(self._state)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self.header.back_wanted.connect(self.left)
        self.header.edit_wanted.connect(self.tools.edit)
        self.header.export_wanted.connect(self.tools.export)
        self.header.aplus_wanted.connect(self._on_aplus_wanted)
        self.pack.aplus.toggled.connect(self._on_with_aplus)
        self.compliance.changed.connect(self._show_badges)
        self.tools.generate_wanted.connect(self.generate)
        self.viewer.rules_wanted.connect(lambda image: self.tools.explain(image, self.viewer))
        self.pack.generate_wanted.connect(self.generate)
        self.pack.cancel_wanted.connect(self.cancel)
        self.photos.view_wanted.connect(self._on_view_photo)
        self.photos.deleted.connect(self._on_deleted)
        self.uploads.changed.connect(lambda _: self._fit())
        self.photos.correction_wanted.connect(self.tools.correct_photo)
        self.photos.correction_dropped.connect(self.tools.tell_dropped)
        self.image_actions.said.connect(lambda text: self.note.say("done", text))
        self.image_actions.open_wanted.connect(self.view_image)
        for tile in self.tiles.tiles.values():
            tile.open_wanted.connect(self.view_image)
            tile.menu_wanted.connect(self._on_menu)
            tile.retry_wanted.connect(self._on_retry)
            tile.save_wanted.connect(self._on_save)
            tile.copy_wanted.connect(self._on_copy)
            tile.drag_coming.connect(self._on_drag_coming)
            tile.rules_wanted.connect(self.tools.explain_image)
            tile.correction_wanted.connect(self.tools.correct_image)
            tile.facts_wanted.connect(self._on_facts_wanted)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            (QKeySequence(Qt.Key.Key_Escape), self.left.emit),
            (QKeySequence(QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Left)), self.left.emit),
            (QKeySequence(QKeySequence.StandardKey.Paste), self._on_paste),
            (QKeySequence(QKeySequence.StandardKey.Open), self.photos.browse),
            (QKeySequence(self.tr("Ctrl+E")), self.tools.edit),
            (QKeySequence(self.tr("Ctrl+G")), self.pack.click),
            (QKeySequence(self.tr("Ctrl+Shift+E")), self.header.export.click),
            (QKeySequence(self.tr("Ctrl+Shift+A")), self.header.aplus.click),
        ):
            shortcut = QShortcut(keys, self, context=context)
            shortcut.activated.connect(act)

    # -- verbs ---------------------------------------------------------------------------------------------

    @async_slot
    async def generate(self) -> None:
        """Ask for the complete pack; asked again while one is being made, it stays that one."""
        if self._detail is None or self._asked:
            return
        self._asked = True
        self.pack.show_detail(self._detail, is_asked=True)
        try:
            services = self._backend.services
            with_aplus = self.pack.aplus.isChecked()
            await self._backend.call(
                services.packs.generate(self._project, user=self._user, aplus=with_aplus)
            )
        except BaseException:
            self._asked = False
            self.pack.show_detail(self._detail, is_asked=False)
            raise
        self.refresh()

    @async_slot
    async def cancel(self) -> None:
        """Cancel what waits or runs; images that are finished stay."""
        if self._detail is not None:
            jobs = [job.id for job in self._detail.active_jobs]
            await self._backend.call(self._backend.services.jobs.cancel(jobs))

    def _on_aplus_wanted(self) -> None:
        if self._detail is not None:
            self.aplus_wanted.emit(self._detail.project)

    def _on_with_aplus(self, is_on: bool) -> None:  # Qt's signal
        if self._preferences is not None:
            self._preferences.set("pack/aplus", is_on)

    def _on_facts_wanted(self, image_type: str) -> None:
        state = self.tiles.tiles[image_type].state
        self.tools.edit("" if state is None or not state.asks else state.asks[0])

    def _on_paste(self) -> None:
        if not self.photos.paste():
            self.note.say("info", self.tr("There is no picture in the clipboard."))

    def _on_deleted(self, photos: list[Photo]) -> None:
        text = self.tr("Photo deleted.") if len(photos) == 1 else self.tr("{n} photos deleted.")
        self.note.say("bin", text.format(n=len(photos)), self.tr("Undo"), lambda: self.photos.restore(photos))

    def _on_menu(self, image_type: str, where: QPoint) -> None:
        if self._detail is not None:
            self.image_actions.menu(self._detail, image_type, where)

    def _on_retry(self, image_type: str) -> None:
        if self._detail is not None:
            self.image_actions.retry(self._detail, image_type)

    def _on_save(self, image_type: str) -> None:
        image = self.tiles.tiles[image_type].state
        if self._detail is not None and image is not None and image.image is not None:
            self.image_actions.save_as(image.image, self._detail.project.brief.name)

    def _on_copy(self, image_type: str) -> None:
        state = self.tiles.tiles[image_type].state
        if self._detail is not None and state is not None and state.image is not None:
            self.image_actions.copy(state.image, self._detail.project.brief.name)

    def _on_drag_coming(self, image_type: str) -> None:
        tile = self.tiles.tiles[image_type]
        if self._detail is not None and tile.state is not None and tile.state.image is not None:
            self.image_actions.prepare_drag(tile.state.image, self._detail.project.brief.name, tile)

    def view_image(self, image_type: str) -> None:
        """Open one of the six images in the viewer."""
        state = self.tiles.tiles[image_type].state
        if state is not None and state.image is not None:
            self._view(state.image.id)

    def _on_view_photo(self, photo: str) -> None:
        self._view(photo)

    def _view(self, name: str) -> None:
        if self._detail is None:
            return
        main = self._detail.photos[0] if self._detail.photos else None
        states = [tile.state for tile in self.tiles.tiles.values()]
        shown = [
            Shown(state.image, main) for state in states if state is not None and state.image is not None
        ]
        shown += [Shown(photo) for photo in self._detail.photos]
        at = next((n for n, item in enumerate(shown) if item.item.id == name), 0)
        self.viewer.look_at(shown, at, self._detail.project.brief.name)

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_outdated and self._unfollow is not None:
            self._is_outdated = False
            self.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
