"""The picture of one A+ module, as large as there is room, and what there is to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.core.aplus import APLUS_HEIGHT, APLUS_WIDTH, AplusModule, left_out_problems
from desktop.ui.known_words import in_words
from desktop.ui.theme import SPACE, tokens
from desktop.ui.words import asks_sentence, lost_letters_sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from desktop.core.records import AplusVersion
    from desktop.ui.thumbnails import Thumbnails

_SIDE: Final = APLUS_WIDTH


class AplusPreview(QWidget):
    """Lives on the main thread; shows the whole picture, not its thumbnail."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = _Picture(thumbnails)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("kind", "warn")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self._picture)
        column.addWidget(self.note)
        self.quiet_note = QLabel()
        self.quiet_note.setWordWrap(True)
        self.quiet_note.setProperty("kind", "muted")
        column.addWidget(self.quiet_note)

    @property
    def is_shown(self) -> bool:
        """Whether the picture has come."""
        return self._picture.is_shown

    def show_version(self, version: AplusVersion | None) -> None:
        """Show a module's picture; None: there is none yet."""
        self._picture.show_sha(None if version is None else version.blob_sha256)
        told = [] if version is None else _told_of(version)
        self.note.setText(" ".join(told))
        self.note.setVisible(bool(told))
        lost = "" if version is None else lost_letters_sentence(version.lost_letters)
        self.quiet_note.setText(lost)
        self.quiet_note.setVisible(bool(lost))


def _told_of(version: AplusVersion) -> list[str]:
    """What to look at, what found no room, and what the project lacks; words out of their limits tell it themselves."""
    left_out = left_out_problems(AplusModule(version.module), version.left_out)
    told = [in_words(sentence) for sentence in (*version.needs_check, *left_out)]
    asks = asks_sentence([ask for ask in version.asks if ask != "text"])
    return [*told, asks] if asks else told


class _Picture(QWidget):
    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._sha: str | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(APLUS_WIDTH)
        self.setAccessibleName(self.tr("Preview"))
        thumbnails.ready.connect(self._on_ready)

    @property
    def is_shown(self) -> bool:
        """Whether the picture has come."""
        return self._sha is not None and self._thumbnails.get(self._sha, _SIDE) is not None

    def show_sha(self, sha256: str | None) -> None:
        """Show stored bytes."""
        self._sha = sha256
        self.update()

    def _on_ready(self, sha256: str) -> None:
        if sha256 == self._sha:
            self.update()

    @override
    def heightForWidth(self, width: int) -> int:
        return min(width, APLUS_WIDTH) * APLUS_HEIGHT // APLUS_WIDTH

    @override
    def sizeHint(self) -> QSize:
        return QSize(APLUS_WIDTH * 2 // 3, APLUS_HEIGHT * 2 // 3)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        whole = QRectF(self.rect())
        pixmap = self._thumbnails.get(self._sha, _SIDE)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(whole, QColor(tokens().window))
            if pixmap is None:
                painter.setPen(QColor(tokens().muted))
                text = self.tr("Not made yet") if self._sha is None else self.tr("Loading\u2026")
                painter.drawText(whole, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
                return
            size = pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(whole.center())
            painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
