"""The dialog around the form: a new project with its first photos, or another look at what is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.pack import MAX_PHOTOS
from desktop.ui.asking import choose_photos
from desktop.ui.brief_form import BriefForm
from desktop.ui.parts import ElidedLabel, IconButton, room_for
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks


class ProjectDialog(QDialog):
    """Open it with ``asking.finished``; then ``form.value`` and ``paths`` are what the user said.

    ``submitted`` when the form is in order and the button was pressed: the owner stores it and calls ``accept``,
    or ``complain``.
    """

    submitted = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None, *, is_new: bool = True) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.setWindowTitle(self.tr("New project") if is_new else self.tr("Project details"))
        self.setAcceptDrops(is_new)
        self.form = BriefForm()
        self.photos = PhotoFiles(tasks)
        self.photos.setVisible(is_new)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, SPACE + SPACE // 2, 0)
        body.setSpacing(2 * SPACE)
        body.addWidget(self.photos)
        body.addWidget(self.form)
        scroll.setWidget(inside)
        # once it has been laid out: before that nobody knows where a field is
        self.form.asked_for.connect(
            lambda field: QTimer.singleShot(0, field, lambda: scroll.ensureWidgetVisible(field))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        title = QLabel(self.windowTitle())
        title.setProperty("kind", "title")
        title.setIndent(0)
        column.addWidget(title)
        column.addWidget(scroll, 1)
        column.addWidget(self._build_problem())
        column.addLayout(self._build_buttons(is_new))
        self._inside = inside
        self._make_room()
        self.form.name.setFocus()

    def _make_room(self) -> None:
        """As wide as the fields need, in texts of any size, as far as the screen goes."""
        metrics, screen = QFontMetrics(self.font()), room_for(self)
        margins = self.contentsMargins().left() + self.contentsMargins().right() + 8 * SPACE
        needed = max(metrics.averageCharWidth() * 64, self._inside.minimumSizeHint().width() + margins)
        self.setMinimumWidth(min(needed, screen.width()))
        wanted = QSize(metrics.averageCharWidth() * 96, metrics.lineSpacing() * 42)
        self.resize(wanted.expandedTo(self.minimumSize()).boundedTo(screen))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_inside"):
            QTimer.singleShot(0, self, self._make_room)  # the fields hear of it after the dialog

    def complain(self, problem: str) -> None:
        """Say why it could not be stored; the user may try again."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.save.setEnabled(True)

    async def load_kits(self, backend: Backend) -> None:
        """Offer the team's brand kits; without them the default and none are offered."""
        try:
            kits = await backend.call(backend.services.brand_kits.all())
        except KnownError:
            return
        self.form.kits.show_kits(kits)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Photo files to add; a project without a name takes the first one's."""
        self.photos.add(paths)
        if paths and not self.form.name.text():
            stem = paths[0].stem.replace("_", " ").replace("-", " ").strip()
            self.form.name.setText(stem[:100].capitalize())
            self.form.name.selectAll()

    def _build_problem(self) -> QLabel:
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setProperty("kind", "problem")
        self._problem.hide()
        return self._problem

    def _build_buttons(self, is_new: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, SPACE, 0)
        row.setSpacing(SPACE)
        note = QLabel(self.tr("* needed. All else makes the images better."))
        note.setProperty("kind", "muted")
        note.setWordWrap(True)
        row.addWidget(note, 1)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.save = QPushButton(self.tr("Create project") if is_new else self.tr("Save"))
        self.save.setProperty("kind", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        row.addWidget(cancel)
        row.addWidget(self.save)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self.save)
        shortcut = QShortcut(QKeySequence(self.tr("Ctrl+Return")), self)
        shortcut.activated.connect(self._on_save)
        return row

    def _on_save(self) -> None:
        if self.save.isEnabled() and self.form.validate():
            self._problem.hide()
            self.save.setEnabled(False)
            self.submitted.emit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.add_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])


class PhotoFiles(QFrame):
    """The files that become a new project's first photos."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.paths: list[Path] = []
        self.setProperty("kind", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        self._column.setSpacing(SPACE // 2)
        top = QHBoxLayout()
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        top.addWidget(self._hint, 1)
        browse = QPushButton(self.tr("Browse\u2026"))
        browse.setAutoDefault(False)
        browse.setAccessibleName(self.tr("Browse for photos"))
        browse.clicked.connect(self._on_browse)
        top.addWidget(browse)
        self._column.addLayout(top)
        self._say()

    def add(self, paths: Sequence[Path]) -> None:
        """More files; the same one only once."""
        for path in paths:
            if path not in self.paths:
                self.paths.append(path)
                self._column.addWidget(self._row(path))
        self._say()

    def _row(self, path: Path) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(path.name), 1)
        remove = IconButton("cross", self.tr("Leave {name} out").format(name=path.name))
        remove.setAutoDefault(False)
        row.addWidget(remove)

        def take_out() -> None:
            self.paths.remove(path)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
            self._say()

        remove.clicked.connect(take_out)
        return widget

    def _say(self) -> None:
        n = len(self.paths)
        if n == 0:
            text = self.tr("Drop photos of the product here, or add them later.")
        elif n > MAX_PHOTOS:
            text = self.tr("{n} photos. A project holds {most}: the first {most} are added.").format(
                n=n, most=MAX_PHOTOS
            )
        else:
            text = self.tr("Photos to add: {n}").format(n=n)
        self._hint.setText(text)

    @async_slot
    async def _on_browse(self) -> None:
        title, kinds = self.tr("Photos of the product"), self.tr("Photos")
        self.add(await choose_photos(self, title, kinds))
