"""Photos on their way in, one line each: how far they are, or why they stay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.marks import mark_pixmap
from desktop.ui.parts import ElidedLabel, IconButton, dress
from desktop.ui.theme import SPACE
from desktop.ui.uploads import Step
from desktop.ui.words import inks

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

    from desktop.ui.uploads import Upload, Uploads

_MOST_SHARE = 3


class UploadRows(QScrollArea):
    """Shows one project's uploads; as high as they need, up to a third of the window."""

    def __init__(self, uploads: Uploads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uploads = uploads
        self._shown: dict[int, _Row] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Photos on their way"))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(SPACE // 2, 0, SPACE // 2, 0)
        self._column.setSpacing(SPACE)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.hide()

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Names and what is said of them, as shown."""
        return [row.texts for row in self._shown.values()]

    def show_project(self, project: str) -> None:
        """Show this project's uploads."""
        items = {item.number: item for item in self._uploads.of(project)}
        for number in [n for n in self._shown if n not in items]:
            row = self._shown.pop(number)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for number, item in items.items():
            if number not in self._shown:
                row = _Row(item.name)
                row.dismiss.clicked.connect(lambda _=False, n=number: self._uploads.dismiss(n))
                self._shown[number] = row
                self._column.insertWidget(self._column.count() - 1, row)
            self._shown[number].show_upload(item)
        self.setVisible(bool(items))
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        width = max(1, self.viewport().width())
        content = sum(
            max(row.heightForWidth(width - SPACE), row.sizeHint().height()) + SPACE
            for row in self._shown.values()
        )
        hint.setHeight(min(content, self.window().height() // _MOST_SHARE))
        return hint

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        hint.setHeight(min(self.sizeHint().height(), 20 * SPACE))
        return hint


class _Row(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._item: Upload | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self._sign = QLabel()
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 4)
        title = ElidedLabel()
        title.setText(name)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 3)
        self._bar.setAccessibleName(self.tr("Progress of {name}").format(name=name))
        words.addWidget(title)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        row.addLayout(words, 1)
        self.dismiss = IconButton("cross", self.tr("Dismiss {name}").format(name=name))
        row.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def texts(self) -> tuple[str, str]:
        """The name, and what is said of it."""
        return self._name, self._text.text()

    def show_upload(self, item: Upload) -> None:
        """Show how far it is."""
        self._item = item
        text, mark, tone, done = {
            Step.WAITING: (self.tr("Waiting"), "queued", "muted", 0),
            Step.CHECKING: (self.tr("Checking\u2026"), "running", "info", 1),
            Step.STORING: (self.tr("Storing\u2026"), "running", "info", 2),
            Step.OFFLINE: (
                self.tr("Waits until the server can be reached again"),
                "queued",
                "warn",
                0,
            ),
            Step.REFUSED: (item.reason, "failed", "bad", 0),
        }[item.step]
        ink = inks(tone)[0]
        self._text.setText(text)
        dress(self._text, f"color: {ink};")
        self._sign.setPixmap(mark_pixmap(mark, ink, round(self.fontMetrics().height() * 0.9)))
        self._bar.setVisible(not item.is_refused)
        self._bar.setValue(done)
        self.dismiss.setVisible(item.is_refused)
        self.setAccessibleName(f"{item.name}: {text}")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_item", None) is not None:
            QTimer.singleShot(0, self, self._dress_again)  # not amid the change

    def _dress_again(self) -> None:
        if self._item is not None:
            self.show_upload(self._item)
