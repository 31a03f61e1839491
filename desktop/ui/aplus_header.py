"""The heading of a project's A+ content: the way back, what can be done, and how far the making of it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.ui.parts import ElidedLabel, IconButton, dress
from desktop.ui.theme import SPACE
from desktop.ui.tile_state import plain_reason
from desktop.ui.words import inks

if TYPE_CHECKING:
    from desktop.core.records import AplusJob


class AplusHeader(QWidget):
    """Lives on the main thread; its buttons are its owner's to connect."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = IconButton("back", self.tr("Back to the project"), shortcut=self.tr("Esc"))
        self.title = ElidedLabel()
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.export = QPushButton(self.tr("Export\u2026"))
        self.export.setEnabled(False)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel the A+ content"))
        self.cancel.hide()
        self.make = QPushButton(self.tr("Make A+ content"))
        self.make.setProperty("kind", "primary")
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(self.back)
        top.addWidget(self.title, 1)
        for button in (self.export, self.cancel, self.make):
            top.addWidget(button)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the A+ content"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(top)
        for widget in (self.status, self.bar):
            widget.hide()
            column.addWidget(widget)

    def show_state(self, job: AplusJob | None, *, is_made: bool) -> None:
        """Show how far the newest job is, and what can be done now."""
        is_active = job is not None and job.is_active
        self.export.setEnabled(is_made)
        self.make.setText(self.tr("Make again") if is_made else self.tr("Make A+ content"))
        self.make.setVisible(not is_active)
        self.cancel.setVisible(is_active)
        self.bar.setVisible(is_active)
        text, tone = "", "muted"
        if job is not None and job.state == "failed":
            text, tone = plain_reason(job.error_message), "bad"
        elif job is not None and job.state == "running":
            self.bar.setRange(0, 0 if job.progress is None else 100)
            self.bar.setValue(round((job.progress or 0) * 100))
            text = self.tr("Making the modules\u2026")
        elif is_active:
            self.bar.setRange(0, 100)
            self.bar.setValue(0)
            text = self.tr("Waiting for a computer that processes")
        self.status.setText(text)
        self.status.setVisible(bool(text))
        dress(self.status, f"color: {inks(tone)[0]};")
