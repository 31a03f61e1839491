"""What a project's page opens: its details, export, marketplaces' rules, correcting cut-outs, a scene of one's own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import KnownError
from desktop.core.pack import ImageType, PhotoRole
from desktop.ui.asking import choose_photos, finished
from desktop.ui.compliance_view import Compliance, ComplianceDialog
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.known_words import said
from desktop.ui.new_project_dialog import ProjectDialog
from desktop.ui.photo_looks import photo_of
from desktop.ui.retouch_dialog import RetouchDialog
from desktop.ui.words import image_name

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from desktop.core.project_detail import ProjectDetail
    from desktop.core.records import GeneratedImage, Photo, Project
    from desktop.ui.backend import Backend
    from desktop.ui.image_actions import ImageActions
    from desktop.ui.preferences import Preferences
    from desktop.ui.project_parts import NoteBar
    from desktop.ui.tasks import Tasks


class ProjectTools(QObject):
    """Lives on the main thread; each dialog is open once at most. ``generate_wanted``: all images anew."""

    generate_wanted = Signal()

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        *,
        compliance: Compliance,
        actions: ImageActions,
        note: NoteBar,
        preferences: Preferences | None,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._backend = backend
        self._tasks = tasks
        self._compliance = compliance
        self._actions = actions
        self._note = note
        self._preferences = preferences
        self._window = window
        self._detail: ProjectDetail | None = None
        actions.rules_wanted.connect(self.explain_image)
        actions.correction_wanted.connect(self.correct_image)
        actions.scene_wanted.connect(self.choose_scene)
        actions.scene_dropped.connect(self.drop_scene)

    def show_detail(self, detail: ProjectDetail | None) -> None:
        """The project that is meant from now on; None while it is on its way."""
        self._detail = detail

    def is_open(self, what: str) -> bool:
        """Whether ``edit``, ``export``, ``explain``, ``correct`` or ``scene`` is being done."""
        return self._tasks.is_running((what, id(self)))

    # -- details -------------------------------------------------------------------------------------------

    def edit(self, field: str = "") -> None:
        """Change what is known about the product; ``field`` is where to begin."""
        if self._detail is not None:
            self._tasks.start(("edit", id(self)), self._edit(self._detail.project, field), owner=self)

    async def _edit(self, project: Project, field: str) -> None:
        dialog = ProjectDialog(self._tasks, self._window, is_new=False)
        await asyncio.sleep(0)  # a form of many fields in two bites: the window stays quick
        dialog.form.fill(project.brief, project.style, project.brand, project.kit_choice)
        self._tasks.start(("kits", id(dialog)), dialog.load_kits(self._backend), owner=dialog)
        dialog.submitted.connect(lambda: self._store(dialog, project.id))
        dialog.form.focus_on(field)
        await finished(dialog)

    def _store(self, dialog: ProjectDialog, project: str) -> None:
        async def store() -> None:
            filled = dialog.form.value
            try:
                await self._backend.call(
                    self._backend.services.projects.update(
                        project, filled.brief, style=filled.style, brand=filled.brand, kit=filled.kit
                    )
                )
            except KnownError as error:
                dialog.complain(said(error))
            else:
                dialog.accept()

        self._tasks.start(("store", id(dialog)), store(), owner=self)

    # -- marketplaces --------------------------------------------------------------------------------------

    def export(self) -> None:
        """Export the images."""
        if self._detail is not None and not self.is_open("export"):
            dialog = ExportDialog(
                self._backend, self._tasks, self._detail.project, self._preferences, self._window.window()
            )
            self._open("export", finished(dialog))

    def explain_image(self, image_type: str) -> None:
        """Say what a marketplace thinks of the chosen version of an image."""
        image = None if self._detail is None else self._detail.chosen_of(image_type)
        if image is not None:
            self.explain(image)

    def explain(self, image: GeneratedImage, parent: QWidget | None = None) -> None:
        """Say what a marketplace thinks of an image, rule by rule."""
        if not self.is_open("explain"):
            name = image_name(image.image_type)
            dialog = ComplianceDialog(self._compliance, image, name, parent or self._window.window())
            self._open("explain", finished(dialog))

    # -- cut-outs ------------------------------------------------------------------------------------------

    def correct_image(self, image_type: str) -> None:
        """Correct the cut-out of the photo an image was made from."""
        if self._detail is None or not self._detail.photos:
            return
        photos = self._detail.photos
        image = self._detail.chosen_of(image_type)
        # where none could be made, the main photo is what it failed with
        main = next((photo for photo in photos if photo.role == PhotoRole.MAIN), photos[0])
        self._correct((None if image is None else photo_of(self._detail, image)) or main)

    def correct_photo(self, name: str) -> None:
        """Correct the cut-out of a photo."""
        for photo in () if self._detail is None else self._detail.photos:
            if photo.id == name:
                self._correct(photo)

    def tell_dropped(self, name: str) -> None:
        """A photo has become another picture."""
        text = self.tr("{name} is another picture now: its corrected outline was dropped.")
        self._note.say("info", text.format(name=name))

    def _correct(self, photo: Photo) -> None:
        if not self.is_open("correct"):
            dialog = RetouchDialog(self._backend, self._tasks, photo, self._window.window())
            dialog.kept.connect(lambda: self._tell_kept(photo.original_name))
            self._open("correct", finished(dialog))

    def _tell_kept(self, name: str) -> None:
        text = self.tr("The outline in {name} is kept. All images made from now on use it.")
        self._note.say(
            "done", text.format(name=name), self.tr("Make all images again"), self.generate_wanted.emit
        )

    # -- a scene of one's own ------------------------------------------------------------------------------

    def choose_scene(self) -> None:
        """Let the user pick a photo to stand the product in."""
        if self._detail is not None:
            self._open("scene", self._choose_scene(self._detail.project.id))

    def drop_scene(self) -> None:
        """Back to the scenes that Packdesk makes."""
        if self._detail is not None:
            self._open("scene", self._drop_scene(self._detail.project.id))

    async def take_scene(self, project: str, path: Path) -> None:
        """Stand the product into this photo from now on."""
        services = self._backend.services
        scene = await self._backend.call(services.photos.take_scene(path))
        await self._backend.call(services.projects.set_scene(project, scene))
        told = self.tr("The lifestyle image will be set into {name}.").format(name=scene.name)
        self._offer_lifestyle(project, told)

    async def _choose_scene(self, project: str) -> None:
        title = self.tr("A scene of your own")
        paths = await choose_photos(self._window, title, self.tr("Photos"), several=False)
        if paths:
            await self.take_scene(project, paths[0])

    async def _drop_scene(self, project: str) -> None:
        await self._backend.call(self._backend.services.projects.set_scene(project, None))
        told = self.tr("The lifestyle image will be set into one of Packdesk's scenes.")
        self._offer_lifestyle(project, told)

    def _offer_lifestyle(self, project: str, told: str) -> None:
        def make() -> None:
            self._actions.make(project, ImageType.LIFESTYLE.value)

        self._note.say("done", told, self.tr("Make it again"), make)

    def _open(self, what: str, work: Coroutine[Any, Any, object]) -> None:
        async def run() -> None:
            await work

        if not self._tasks.start((what, id(self)), run(), owner=self):
            work.close()
