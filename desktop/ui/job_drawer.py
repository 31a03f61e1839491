"""The drawer: everything about one job, beside the list and kept true while it is open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError, NotFoundError
from desktop.ui.flow import FlowLayout
from desktop.ui.icons import dress
from desktop.ui.job_drawer_parts import AttemptCard, Facts, Fold, heading, reading
from desktop.ui.job_words import (
    attempts_text,
    job_look,
    job_name,
    progress_text,
    running_text,
    state_of,
    waiting_text,
)
from desktop.ui.jobs_actions import ICONS
from desktop.ui.known_words import in_words, said
from desktop.ui.marks import mark_icon
from desktop.ui.parts import Chip, ElidedLabel, IconButton, StatePage
from desktop.ui.theme import SPACE
from desktop.ui.words import exact, image_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop.core.records import Attempt, GeneratedImage, Job
    from desktop.services.jobs import JobDetail
    from desktop.ui.backend import Backend
    from desktop.ui.job_words import ServerClock
    from desktop.ui.jobs_actions import JobsActions
    from desktop.ui.tasks import Tasks
    from desktop.ui.thumbnails import Thumbnails

T = TypeVar("T")

_REFRESH_MS: Final = 300
_IMAGE_SIDE: Final = 96


class JobDrawer(QFrame):
    """Lives on the main thread.

    Signals:
        closed: the user is done with it.
        project_wanted: the id of a project to open.
    """

    closed = Signal()
    project_wanted = Signal(str)

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        *,
        clock: ServerClock,
        actions: JobsActions,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.tasks = tasks
        self._backend = backend
        self._clock = clock
        self._actions = actions
        self._thumbnails = thumbnails
        self._job: UUID | None = None
        self.detail: JobDetail | None = None
        self._open_folds: set[int] = set()
        self._shown: dict[str, object] = {}
        self._pictures: dict[str, QPushButton] = {}
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self._load)
        self._unfollow = backend.follow_changes(frozenset({"jobs"}), self._on_changed)
        self.destroyed.connect(self._unfollow)
        thumbnails.ready.connect(self._on_picture)
        self._build()

    # -- what it shows -------------------------------------------------------------------------------------

    @property
    def job(self) -> UUID | None:
        """Which job."""
        return self._job

    def show_job(self, job: UUID) -> None:
        """Show this one."""
        if job != self._job:
            self._job = job
            self.detail = None
            self._open_folds = set()
            self._body.hide()
            self._state.say("running", self.tr("Loading"), "")
            self._state.show()
            self._scroll.verticalScrollBar().setValue(0)
        self.show()
        self._load()

    def tick(self) -> None:
        """Times go on."""
        if self.detail is not None and self.isVisible():
            self._show_facts(self.detail)

    def _on_changed(self) -> None:
        if self._job is not None and self.isVisible() and not self._refresh.isActive():
            self._refresh.start()

    def _load(self) -> None:
        self.tasks.start((id(self), "load", self._job), self._fetch(), owner=self)

    async def _fetch(self) -> None:
        job = self._job
        if job is None:
            return
        try:
            detail = await self._backend.call(self._backend.services.jobs.detail(job))
        except NotFoundError:
            if job == self._job:
                self._gone()
            return
        except KnownError as error:
            if job == self._job and self.detail is None:
                self._broken(error)
            return
        if job == self._job:
            self._show(detail)

    def _gone(self) -> None:
        self.detail = None
        self._body.hide()
        self._state.say("bin", self.tr("This job is gone"), self.tr("It was deleted."))
        self._state.show()

    def _broken(self, error: KnownError) -> None:
        self._state.say("warn", self.tr("This job can't be read"), said(error), self._again)
        self._state.show()

    # -- layout --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE)
        top = QHBoxLayout()
        self._title = ElidedLabel()
        self._title.setProperty("kind", "heading")
        self._chip = Chip()
        close = IconButton("cross", self.tr("Close"), shortcut="Esc")
        close.clicked.connect(self.closed)
        top.addWidget(self._title, 1)
        top.addWidget(self._chip)
        top.addWidget(close)
        column.addLayout(top)
        self._again = QPushButton(self.tr("Try again"))
        self._again.clicked.connect(self._load)
        self._again.hide()
        self._state = StatePage()
        column.addWidget(self._state, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Details of the job"))
        self._body = self._scroll
        inside = QWidget()
        self._inner = QVBoxLayout(inside)
        self._inner.setContentsMargins(0, 0, SPACE, 0)
        self._inner.setSpacing(SPACE)
        self._build_inside()
        self._inner.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.hide()
        column.addWidget(self._scroll, 1)

    def _build_inside(self) -> None:
        self._buttons = QWidget()
        row = FlowLayout(self._buttons)
        self._retry = self._action("retry", self.tr("Retry"), row)
        self._cancel = self._action("cancel", self.tr("Cancel"), row)
        self._first = self._action("prioritise", self.tr("Put first"), row)
        self._open = QPushButton(self.tr("Open project"))
        self._open.clicked.connect(self._on_open)
        self._pack = QPushButton(self.tr("Show its pack"))
        self._pack.clicked.connect(self._on_pack)
        copy = QPushButton(self.tr("Copy id"))
        copy.clicked.connect(self.copy_id)
        for button in (self._open, self._pack, copy):
            row.addWidget(button)
        self._inner.addWidget(self._buttons)
        self._error = QFrame()
        self._error.setProperty("kind", "banner-bad")
        inside = QVBoxLayout(self._error)
        inside.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self._error_text = reading("")
        inside.addWidget(self._error_text)
        self._inner.addWidget(self._error)
        self._facts = Facts()
        self._inner.addWidget(self._facts)
        self._sections: dict[str, QVBoxLayout] = {}
        for name in ("images", "children", "attempts", "payload"):
            holder = QWidget()
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(0, SPACE, 0, 0)
            layout.setSpacing(SPACE // 2)
            self._sections[name] = layout
            self._inner.addWidget(holder)

    def _action(self, action: str, text: str, row: FlowLayout) -> QPushButton:
        button = QPushButton(text)
        dress(button, ICONS[action])
        button.clicked.connect(lambda: self._do(action))
        row.addWidget(button)
        return button

    # -- filling -------------------------------------------------------------------------------------------

    def _show(self, detail: JobDetail) -> None:
        self.detail = detail
        row = detail.row
        self._title.setText(job_name(row))
        self._show_facts(detail)
        self._error_text.setText(in_words(row.error_message or ""))
        self._error.setVisible(bool(row.error_message))
        self._open.setVisible(row.project_id is not None and row.project_name is not None)
        self._pack.setVisible(row.parent_id is not None)
        self.show_rights()
        self._fill("images", detail.images, self._images)
        self._fill("children", detail.children, self._children)
        self._fill("attempts", (detail.attempts, detail.workers), lambda _: self._attempts(detail))
        self._fill("payload", row.payload, self._payload)
        self._state.hide()
        self._body.show()

    def show_rights(self) -> None:
        """Offer what may be done and can be done."""
        if self.detail is None:
            return
        for action, button in (("retry", self._retry), ("cancel", self._cancel), ("prioritise", self._first)):
            reason = self._actions.reason(action, [self.detail.row])
            button.setEnabled(not reason)
            button.setToolTip(reason)
            button.setAccessibleDescription(reason)

    def _show_facts(self, detail: JobDetail) -> None:
        row, now = detail.row, self._clock.now()
        self._chip.show_look(job_look(state_of(row, now)))
        self._facts.show_facts(
            [
                (self.tr("Project"), row.project_name or row.project_id or ""),
                (self.tr("Progress"), progress_text(row)),
                (self.tr("Attempts"), attempts_text(row)),
                (self.tr("Waited") if row.processed_at else self.tr("Waiting"), waiting_text(row, now)),
                (self.tr("Running"), running_text(row, now)),
                (self.tr("Worker"), (row.status != "pending" and row.worker_name) or ""),
                (self.tr("Requested by"), row.user_id or ""),
                (self.tr("Created"), exact(row.created_at)),
                (self.tr("Finished"), exact(row.completed_at) if row.completed_at else ""),
                (self.tr("Priority"), str(row.priority) if row.priority else ""),
                (self.tr("Id"), str(row.id)),
            ],
            elided=[self.tr("Id")],
        )

    def _fill(self, name: str, content: T, build: Callable[[T], Sequence[QWidget]]) -> None:
        """Make a section anew, but only when there is something new in it."""
        if self._shown.get(name) == (self._job, content):
            return
        self._shown[name] = (self._job, content)
        layout = self._sections[name]
        while layout.count():
            widget = layout.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for widget in build(content):
            layout.addWidget(widget)
        layout.parentWidget().setVisible(layout.count() > 0)

    def _images(self, images: list[GeneratedImage]) -> list[QWidget]:
        self._pictures = {}
        if not images:
            return []
        holder = QWidget()
        row = FlowLayout(holder)
        for image in images:
            button = QPushButton()
            button.setProperty("kind", "quiet")
            button.setToolTip(image_name(image.image_type))
            button.setAccessibleName(image_name(image.image_type))
            button.setIconSize(QSize(_IMAGE_SIDE, _IMAGE_SIDE))
            button.clicked.connect(self._on_open)
            sha = image.thumb_sha256 or image.blob_sha256
            self._pictures[sha] = button
            row.addWidget(button)
            self._on_picture(sha)
        return [heading(self.tr("Images")), holder]

    def _on_picture(self, sha256: str) -> None:
        button = self._pictures.get(sha256)
        picture = self._thumbnails.get(sha256, _IMAGE_SIDE) if button is not None else None
        if button is not None and picture is not None:
            button.setIcon(picture)
        elif button is not None:
            button.setIcon(mark_icon("picture", side=_IMAGE_SIDE // 3))

    def _children(self, children: list[Job]) -> list[QWidget]:
        if not children:
            return []
        made: list[QWidget] = [heading(self.tr("Jobs of this pack"))]
        for child in children:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            name = QPushButton(job_name(child))
            name.setProperty("kind", "link")
            name.clicked.connect(lambda _=False, job=child.id: self.show_job(job))
            chip = Chip()
            chip.show_look(job_look(state_of(child, self._clock.now())))
            name.setAccessibleName(f"{name.text()}, {chip.accessibleName()}")
            row.addWidget(name)
            row.addStretch(1)
            row.addWidget(QLabel(progress_text(child)))
            row.addWidget(chip)
            made.append(line)
        return made

    def _attempts(self, detail: JobDetail) -> list[QWidget]:
        if not detail.attempts:
            return []
        cards = [self._attempt(attempt, detail) for attempt in reversed(detail.attempts)]
        return [heading(self.tr("Attempts")), *cards]

    def _attempt(self, attempt: Attempt, detail: JobDetail) -> AttemptCard:
        worker = detail.workers.get(attempt.worker_id, "") if attempt.worker_id is not None else ""
        card = AttemptCard(attempt, worker)
        number = attempt.attempt
        if card.fold is not None:
            card.fold.open(number in self._open_folds)
            card.fold.toggled.connect(
                lambda is_open: (self._open_folds.add if is_open else self._open_folds.discard)(number)
            )
        return card

    def _payload(self, payload: object) -> list[QWidget]:
        text = json.dumps(payload, indent=2, ensure_ascii=False, sort_keys=True)
        fold = Fold(self.tr("Payload"), text)
        fold.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return [fold]

    # -- doing ---------------------------------------------------------------------------------------------

    def copy_id(self) -> None:
        """Put the job's id on the clipboard."""
        if self._job is not None:
            QGuiApplication.clipboard().setText(str(self._job))

    def _do(self, action: str) -> None:
        if self.detail is not None:
            self._actions.do(action, [self.detail.row])

    def _on_open(self) -> None:
        if self.detail is not None and self.detail.row.project_id is not None:
            self.project_wanted.emit(self.detail.row.project_id)

    def _on_pack(self) -> None:
        if self.detail is not None and self.detail.row.parent_id is not None:
            self.show_job(self.detail.row.parent_id)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_changed()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._refresh.stop()
        super().hideEvent(event)
