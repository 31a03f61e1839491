"""Parts of a project's page: its heading, the bar with the pack's button, and passing notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.pack import PACK_IMAGE_TYPES
from desktop.ui.marks import mark_pixmap
from desktop.ui.parts import Chip, ElidedLabel, IconButton, dress
from desktop.ui.theme import RADIUS, SPACE, tokens
from desktop.ui.words import ago, exact, inks, project_look, style_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.project_detail import ProjectDetail

_NOTE_MS: Final = 8_000
_TONES: Final = {"warn": "warn", "done": "good"}


class ProjectHeader(QWidget):
    """The project's name and status, the way back, and the way to its details."""

    back_wanted = Signal()
    edit_wanted = Signal()
    export_wanted = Signal()
    aplus_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self.back = IconButton("back", self.tr("Back to all projects"), shortcut=self.tr("Esc"))
        self.back.clicked.connect(self.back_wanted)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(SPACE + SPACE // 2)
        self.name = ElidedLabel()
        self.name.setProperty("kind", "title")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.status = Chip()
        top.addWidget(self.name)
        top.addWidget(self.status)
        top.addStretch(1)
        self.facts = ElidedLabel()
        self.facts.setProperty("kind", "muted")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        words.addLayout(top)
        words.addWidget(self.facts)
        row.addLayout(words, 1)
        self.edit = QPushButton(self.tr("Edit details"))
        self.edit.setToolTip(self.tr("What is known about the product (Ctrl+E)"))
        self.edit.clicked.connect(self.edit_wanted)
        row.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        self.aplus = QPushButton(self.tr("A+ content"))
        self.aplus.setToolTip(self.tr("Six modules for Amazon, with words of your own (Ctrl+Shift+A)"))
        self.aplus.clicked.connect(self.aplus_wanted)
        row.addWidget(self.aplus, 0, Qt.AlignmentFlag.AlignTop)
        self.export = QPushButton(self.tr("Export\u2026"))
        self.export.setToolTip(self.tr("Files for Amazon, eBay, Etsy or Shopify (Ctrl+Shift+E)"))
        self.export.setEnabled(False)
        self.export.clicked.connect(self.export_wanted)
        row.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)
        self._other_back: QPushButton | None = None

    def show_project(self, detail: ProjectDetail) -> None:
        """Show a project's name, status and what else is worth a line."""
        project = detail.project
        self.name.setText(project.brief.name)
        self.status.show_look(project_look(project.status))
        self.export.setEnabled(any(image.chosen for image in detail.images))
        facts = [
            project.brief.product_name,
            project.brief.category,
            self.tr("{style} style").format(style=style_name(project.style)),
            "" if project.kit is None else self.tr("brand kit {name}").format(name=project.kit.name),
            self.tr("changed {when}").format(when=ago(project.updated_at)),
        ]
        self.facts.setText("  \u00b7  ".join(fact for fact in facts if fact))
        self.facts.setAccessibleDescription(exact(project.updated_at))

    def make_back(self) -> QPushButton:
        """A button with words that leads back, for when there is no heading."""
        if self._other_back is None:
            self._other_back = QPushButton(self.tr("Back to all projects"))
            self._other_back.clicked.connect(self.back_wanted)
        return self._other_back


class PackBar(QFrame):
    """The button that makes the pack, and while it is being made how far it is."""

    generate_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(2 * SPACE)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        self.text = QLabel()
        self.text.setStyleSheet("font-weight: 600;")
        self.hint = QLabel()
        self.hint.setProperty("kind", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the pack"))
        for label in (self.text, self.hint):
            label.setWordWrap(True)
            words.addWidget(label)
        words.addWidget(self.bar)
        row.addLayout(words, 1)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel the pack"))
        self.cancel.clicked.connect(self.cancel_wanted)
        self.generate = QPushButton(self.tr("Generate Complete Pack"))
        self.generate.setProperty("kind", "primary")
        self.generate.setEnabled(False)
        self.generate.clicked.connect(self.generate_wanted)
        self.aplus = QCheckBox(self.tr("with A+ content"))
        self.aplus.setToolTip(self.tr("Make six modules for Amazon's A+ content, too"))
        row.addWidget(self.aplus)
        row.addWidget(self.cancel)
        row.addWidget(self.generate)

    def offer(self) -> None:
        """Put the keyboard's focus on the button: one press makes the pack."""
        self.generate.setFocus()

    def click(self) -> None:
        """As if the button was pressed."""
        if self.generate.isVisible():
            self.generate.click()

    def show_detail(self, detail: ProjectDetail, *, is_asked: bool) -> None:
        """Show how far the pack is; ``is_asked`` between the click and the first news of it."""
        pack = detail.pack
        is_active = pack is not None and pack.is_active
        images = sum(detail.chosen_of(kind.value) is not None for kind in PACK_IMAGE_TYPES)
        whole = len(PACK_IMAGE_TYPES)
        if is_active and pack is not None:
            done, total = pack.done, pack.total or whole
            text = self.tr("{done} of {total} images ready")
            if total > whole:
                text = self.tr("{done} of {total} parts ready: six images and A+ content")
            self.text.setText(text.format(done=done, total=total))
            self.bar.setRange(0, total)
            self.bar.setValue(done)
        elif images == whole:
            self.text.setText(self.tr("The pack is complete"))
        elif images:
            self.text.setText(self.tr("{done} of {total} images are there").format(done=images, total=whole))
        else:
            self.text.setText(self.tr("Six listing images from your photos"))
        hint = self._hint(detail, is_active=is_active)
        self.hint.setText(hint)
        is_held_up = bool(detail.active_jobs) and (detail.paused or not detail.helpers)
        dress(self.hint, f"color: {inks('warn' if is_held_up else 'muted')[0]};")
        self.hint.setVisible(bool(hint))
        self.bar.setVisible(is_active)
        self.cancel.setVisible(bool(detail.active_jobs))
        self.generate.setVisible(not is_active)
        self.aplus.setVisible(not is_active)
        self.generate.setEnabled(bool(detail.photos) and not is_asked)
        self.generate.setToolTip(
            self.tr("Make all six images (Ctrl+G)") if detail.photos else self.tr("Add a photo first")
        )

    def _hint(self, detail: ProjectDetail, *, is_active: bool) -> str:
        if detail.active_jobs and detail.paused:
            return self.tr("The queue is paused. It goes on when somebody resumes it on the Workers page.")
        if detail.active_jobs and not detail.helpers:
            return self.tr("No computer is processing. Switch processing on at the foot of the window.")
        if is_active:
            return ""
        if not detail.photos:
            return self.tr("Add a photo first: one is enough.")
        if detail.pack is not None and detail.pack.state == "failed":
            is_an_image = any(job.state == "failed" for job in detail.jobs)
            some = self.tr("Some images failed. Retry them one by one, or make the whole pack again.")
            return some if is_an_image else self.tr("The A+ content failed. Open it to see why.")
        return ""


class NoteBar(QFrame):
    """A passing note with at most one thing to do about it."""

    def __init__(self, parent: QWidget | None = None, *, goes_away: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE + SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        row.setSpacing(SPACE)
        self._sign, self._text = QLabel(), QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.action = QPushButton()
        self.action.clicked.connect(self._on_action)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.action)
        self._mark = ""
        self._act: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTE_MS)
        self._timer.timeout.connect(self.clear)
        self._goes_away = goes_away
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty when nothing is."""
        return "" if self.isHidden() else self._text.text()

    def say(self, mark: str, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say something, instead of what was said before."""
        self._mark = mark
        self._act = act
        self._text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._dress()
        self.show()
        if self._goes_away:
            self._timer.start()

    def clear(self) -> None:
        """Say nothing any more."""
        self._timer.stop()
        self._act = None
        self.hide()

    def _on_action(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()

    def _dress(self) -> None:
        ink, paper = inks(_TONES.get(self._mark, "info"))
        self._sign.setPixmap(mark_pixmap(self._mark, ink, self.fontMetrics().height()))
        dress(
            self,
            f"QFrame#note {{ background: {paper}; border-radius: {RADIUS}px; }}"
            f" QLabel {{ color: {tokens().text}; background: transparent; }}",
        )

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_act"):
            self._dress()
