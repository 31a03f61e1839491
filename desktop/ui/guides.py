"""The guides that come with the program, to be read without an internet connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from desktop.ui.icons import dress
from desktop.ui.parts import room_for
from desktop.ui.theme import SPACE, text_scale

if TYPE_CHECKING:
    from pathlib import Path

_WIDTH: Final = 860
_HEIGHT: Final = 680
"""Device-independent pixels, at text of normal size: some ninety letters a line."""


class GuidesDialog(QDialog):
    """Shows Markdown files of one folder, beginning with ``index.md``; lives on the main thread.

    Links between guides are followed here, those to the web in the browser.
    """

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guides")
        self.setWindowTitle(self.tr("Guides"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wanted = QSize(int(_WIDTH * text_scale()), int(_HEIGHT * text_scale()))
        self.resize(wanted.boundedTo(room_for(self)))
        self._folder = folder
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("The guide"))
        self.text.setOpenExternalLinks(True)
        self.text.document().setDocumentMargin(2 * SPACE)
        self.text.backwardAvailable.connect(self._on_backward_available)
        self._back = QPushButton(self.tr("Back"))
        dress(self._back, "back")
        self._back.setEnabled(False)
        self._back.clicked.connect(self.text.backward)
        self._home = QPushButton(self.tr("All guides"))
        self._home.clicked.connect(self.show_index)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addWidget(self._home)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.text, 1)
        column.addLayout(row)
        self.show_index()
        self.text.setFocus()

    def show_index(self) -> None:
        """Go to the list of guides."""
        self.show_guide("index.md")

    def show_guide(self, name: str) -> None:
        """Open one by its file's name."""
        self.text.setSource(
            QUrl.fromLocalFile(str(self._folder / name)), QTextDocument.ResourceType.MarkdownResource
        )

    def _on_backward_available(self, is_available: bool) -> None:  # Qt's signal
        self._back.setEnabled(is_available)
