"""A project's A+ content: six modules, their words, their pictures, and files for Amazon."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QKeyCombination, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.aplus import AplusModule, AplusText
from desktop.core.errors import KnownError, StorageError
from desktop.core.listing import file_stem
from desktop.ui.aplus_form import AplusForm
from desktop.ui.aplus_header import AplusHeader
from desktop.ui.aplus_list import AplusList
from desktop.ui.aplus_preview import AplusPreview
from desktop.ui.asking import confirm, finished, pictures_folder
from desktop.ui.known_words import in_words, said
from desktop.ui.parts import StatePage
from desktop.ui.project_parts import NoteBar
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.words import ago, clock, module_name, style_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from desktop.core.records import Project
    from desktop.services.aplus import AplusContent, AplusPart
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_TABLES: Final = frozenset({"aplus_texts", "aplus_modules", "jobs", "projects", "workers", "queue_settings"})


class AplusPage(QWidget):
    """Lives on the main thread; follows one project's A+ content while it is shown. ``left`` to go back."""

    left = Signal()

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        thumbnails: Thumbnails | None = None,
        user: str | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("aplus")
        self.tasks = tasks
        self._backend = backend
        self._user = user
        self._project: Project | None = None
        self._content: AplusContent | None = None
        self._edits: dict[AplusModule, AplusText] = {}
        self._shown_module: AplusModule | None = None
        self._mode = "live"
        self._is_stale = False
        self._is_outdated = False
        self._unfollow: Callable[[], None] | None = None
        thumbnails = thumbnails or Thumbnails(backend, tasks, self)
        self.list = AplusList(thumbnails)
        self.preview = AplusPreview(thumbnails)
        self.form = AplusForm()
        self._build()
        self._connect()

    @property
    def _shown_project(self) -> str:
        return "" if self._project is None else self._project.id

    @property
    def content(self) -> AplusContent | None:
        """What is shown, once it has come."""
        return self._content

    @property
    def is_edited(self) -> bool:
        """Whether there are words that are not stored yet."""
        return bool(self._edits)

    def open_project(self, project: Project) -> None:
        """Show a project's A+ content and follow it."""
        if self._project is None or project.id != self._project.id:
            self._content = None
            self._edits.clear()
            self.note.clear()
            self._state.say("running", self.tr("Loading the A+ content\u2026"), "")
            self._stack.setCurrentWidget(self._state)
        self._project = project
        self.header.title.setText(self.tr("A+ content: {name}").format(name=project.brief.name))
        if self._unfollow is None:
            self._unfollow = self._backend.follow_changes(_TABLES, self._on_changed)
        self.refresh()
        self.header.back.setFocus()

    def leave(self) -> None:
        """Follow nothing any more."""
        if self._unfollow is not None:
            self._unfollow()
            self._unfollow = None

    def refresh(self) -> None:
        """Read everything again; when that is being done already, once more afterwards."""
        self._is_stale = True
        self.tasks.start(("aplus", id(self)), self._refresh(), owner=self)

    def show_mode(self, mode: str) -> None:
        """``live``, ``polling`` or ``offline``: while offline the last view stays, and says so."""
        if mode == "offline" and self._mode != "offline":
            text = self.tr("Offline. Shown as it was at {time}; Packdesk reconnects by itself.")
            self.stale.say("warn", text.format(time=clock()))
        elif mode != "offline":
            self.stale.clear()
        self._mode = mode

    # -- reading -------------------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        if self._unfollow is None:
            return  # it was on its way when the page was left
        if self.isVisible():
            self.refresh()
        else:
            self._is_outdated = True

    async def _refresh(self) -> None:
        while self._is_stale and self._project is not None:
            self._is_stale = False
            project = self._project.id
            try:
                content = await self._backend.call(self._backend.services.aplus.content(project))
            except KnownError as error:
                if self._content is None:
                    self._state.say("warn", self.tr("The A+ content can't be shown"), said(error))
                return  # the view stays; the next change, at the latest after a reconnect, reads it again
            if project == self._shown_project:
                self._show(content)

    def _show(self, content: AplusContent) -> None:
        self._content = content
        self._stack.setCurrentWidget(self._body)
        self.list.show_content(content, self._edits)
        self._show_module()
        self.header.show_state(content.job, is_made=content.is_made)

    @property
    def _part(self) -> AplusPart | None:
        if self._content is None:
            return None
        return next((part for part in self._content.parts if part.module is self.list.module), None)

    def _show_module(self) -> None:
        part = self._part
        if part is None:
            return
        self.name.setText(module_name(part.module))
        text = self._edits.get(part.module, part.text)
        if self.form.value != text or self._shown_module is not part.module:
            self._shown_module = part.module
            self.form.show_text(part.module, text)
        self.form.show_brief(part.brief)
        self.preview.show_version(part.chosen)
        if part.module in self._edits:
            hint = self.tr("Not saved yet.")
        elif part.is_outdated:
            hint = self.tr("The picture shows earlier words. Make it again to see these.")
        elif not part.is_edited:
            hint = self.tr("Drafted from the project's own words.")
        else:
            hint = ""
        self.hint.setText(hint)
        self.draft.setEnabled(part.is_edited or part.module in self._edits)
        self.versions.setVisible(len(part.versions) > 1)
        self.versions.setText(self.tr("Versions ({n})").format(n=len(part.versions)))
        self._on_edited(is_shown=True)

    # -- built once ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        self.header = AplusHeader()
        column.addWidget(self.header)
        self.stale = NoteBar()
        column.addWidget(self.stale)
        self.note = NoteBar(goes_away=True)
        column.addWidget(self.note)
        self._state = StatePage()
        self._body = self._build_body()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._body)
        self._stack.addWidget(self._state)
        column.addWidget(self._stack, 1)

    def _build_body(self) -> QWidget:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE + SPACE // 2)
        row.addWidget(self.list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE + SPACE // 2)
        self.name = QLabel()
        self.name.setProperty("kind", "heading")
        self.versions = QPushButton()
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.versions)
        column.addLayout(top)
        column.addWidget(self.preview)
        column.addWidget(self.form)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setProperty("kind", "muted")
        self.draft = QPushButton(self.tr("Back to the draft"))
        self.draft.setToolTip(self.tr("The words that follow from the project's description and features"))
        self.save = QPushButton(self.tr("Save words"))
        line.addWidget(self.hint, 1)
        line.addWidget(self.draft)
        line.addWidget(self.save)
        column.addLayout(line)
        column.addStretch(1)
        scroll.setWidget(card)
        row.addWidget(scroll, 1)
        return body

    def _connect(self) -> None:
        self.header.back.clicked.connect(self.go_back)
        self.header.make.clicked.connect(self.generate)
        self.header.cancel.clicked.connect(self.cancel_job)
        self.header.export.clicked.connect(self._on_export)
        self.save.clicked.connect(self.store)
        self.draft.clicked.connect(self.to_draft)
        self.versions.clicked.connect(self._on_versions)
        self.list.chosen.connect(lambda _: self._show_module())
        self.form.changed.connect(self._on_edited)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            (QKeySequence(Qt.Key.Key_Escape), self.go_back),
            (QKeySequence(QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Left)), self.go_back),
            (QKeySequence(QKeySequence.StandardKey.Save), self.store),
            (QKeySequence(self.tr("Ctrl+G")), self.header.make.click),
        ):
            QShortcut(keys, self, context=context).activated.connect(act)

    # -- verbs ---------------------------------------------------------------------------------------------

    @async_slot
    async def generate(self) -> None:
        """Make all six modules with the words as they are, after storing what is being edited."""
        if self._project is None or not await self._store_all():
            return
        services = self._backend.services
        await self._backend.call(services.aplus.generate(self._project.id, user=self._user))
        self.refresh()

    @async_slot
    async def cancel_job(self) -> None:
        """Stop making them."""
        if self._content is not None and self._content.job is not None:
            await self._backend.call(self._backend.services.jobs.cancel([self._content.job.id]))

    @async_slot
    async def store(self) -> None:
        """Store the words that were edited."""
        if await self._store_all():
            self.note.say("done", self.tr("Saved."))

    async def _store_all(self) -> bool:
        """Whether all edited words are stored; the first ones that break a limit are shown."""
        while self._edits and self._project is not None:
            module, text = next(iter(self._edits.items()))
            try:
                await self._backend.call(self._backend.services.aplus.write(self._project.id, module, text))
            except KnownError as error:
                self.list.setCurrentRow(list(AplusModule).index(module))
                self.note.say("warn", f"{module_name(module)}: {said(error)}")
                return False
            if self._edits.get(module) == text:
                del self._edits[module]
        self.refresh()
        return True

    @async_slot
    async def to_draft(self) -> None:
        """Forget what was written into the module shown."""
        part = self._part
        if part is None or self._project is None:
            return
        self._edits.pop(part.module, None)
        self._shown_module = None
        await self._backend.call(self._backend.services.aplus.write(self._project.id, part.module, None))
        self.refresh()

    @async_slot
    async def go_back(self) -> None:
        """Back to the project; words that are not stored are asked about."""
        if self._edits:
            question = self.tr("Leave without saving the words?")
            told = self.tr("What you have written and not saved is lost.")
            if not await confirm(self.window(), question, told, self.tr("Leave")):
                return
            self._edits.clear()
        self.left.emit()

    @async_slot
    async def export_to(self, folder: Path, kind: str) -> None:
        """Save the modules in use into a folder; files that are there are asked about."""
        if self._project is None:
            return
        save = partial(self._backend.services.aplus.save, self._project.id, folder, kind=kind)
        try:
            saved = await self._backend.call(save())
        except StorageError as error:
            if error.code != "exists":
                raise
            if not await self._may_replace(folder):
                return
            saved = await self._backend.call(save(replace=True))
        text = self.tr("{n} modules are in {folder}.").format(n=len(saved.modules), folder=folder.name)
        for left in saved.left_out:
            told = self.tr("Left out: {name}. {reason}")
            text += " " + told.format(name=module_name(left.kind), reason=in_words(left.reason))
        url = QUrl.fromLocalFile(str(folder))
        self.note.say("done", text, self.tr("Open folder"), lambda: QDesktopServices.openUrl(url))

    async def _may_replace(self, folder: Path) -> bool:
        return await confirm(
            self.window(),
            self.tr("Replace the modules in {name}?").format(name=folder.name),
            self.tr("Files of these names are there already. They make room; anything else stays as it is."),
            self.tr("Replace"),
        )

    # -- what happens --------------------------------------------------------------------------------------

    def _on_edited(self, *, is_shown: bool = False) -> None:
        part = self._part
        if part is None:
            return
        if not is_shown:
            if self.form.value == part.text:
                self._edits.pop(part.module, None)
            else:
                self._edits[part.module] = self.form.value
            self.hint.setText(self.tr("Not saved yet.") if part.module in self._edits else "")
            self.draft.setEnabled(part.is_edited or part.module in self._edits)
            if self._content is not None:
                self.list.show_content(self._content, self._edits)
        self.save.setEnabled(bool(self._edits) and not self.form.problems)

    def _on_versions(self) -> None:
        part = self._part
        if part is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for version in part.versions:
            text = f"{style_name(version.style)}, {ago(version.created_at)}"
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(version.chosen)
            action.triggered.connect(partial(self._choose, version.id))
        menu.popup(self.versions.mapToGlobal(self.versions.rect().bottomLeft()))

    def _choose(self, name: str, _checked: bool = False) -> None:
        part = self._part
        version = None if part is None else next((v for v in part.versions if v.id == name), None)
        if version is not None:
            work = self._backend.services.aplus.choose(version)

            async def choose() -> None:
                await self._backend.call(work)

            if not self.tasks.start(("choose", name), choose(), owner=self):
                work.close()

    def _on_export(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind, text in (("jpeg", self.tr("As JPEG\u2026")), ("png", self.tr("As PNG\u2026"))):
            menu.addAction(text).triggered.connect(partial(self._ask_where, kind))
        menu.popup(self.header.export.mapToGlobal(self.header.export.rect().bottomLeft()))

    def _ask_where(self, kind: str, _checked: bool = False) -> None:
        async def ask() -> None:
            dialog = QFileDialog(self, self.tr("Where do the modules go?"), pictures_folder())
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            if await finished(dialog) and dialog.selectedFiles() and self._project is not None:
                name = f"{file_stem(self._project.brief.title)}-aplus"
                self.export_to(Path(dialog.selectedFiles()[0]) / name, kind)

        self.tasks.start(("where", id(self)), ask(), owner=self)

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_outdated and self._unfollow is not None:
            self._is_outdated = False
            self.refresh()
