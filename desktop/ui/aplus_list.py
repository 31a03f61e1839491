"""The six A+ modules in a list, each with a small picture and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from desktop.core.aplus import APLUS_MODULES, AplusModule, lacks_words, text_problems
from desktop.ui.marks import paint_mark
from desktop.ui.theme import SPACE, tokens
from desktop.ui.words import module_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop.services.aplus import AplusContent, AplusPart
    from desktop.ui.thumbnails import Thumbnails

ICON: Final = QSize(120, 74)


class AplusList(QListWidget):
    """Lives on the main thread; ``chosen`` tells a module."""

    chosen = Signal(object)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._content: AplusContent | None = None
        self._unsaved: Collection[AplusModule] = ()
        self.setAccessibleName(self.tr("Modules"))
        self.setIconSize(ICON)
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for module in APLUS_MODULES:
            item = QListWidgetItem(module_name(module), self)
            item.setData(Qt.ItemDataRole.UserRole, module.value)
        self.setCurrentRow(0)
        self.currentRowChanged.connect(lambda row: self.chosen.emit(APLUS_MODULES[max(0, row)]))
        self._make_room()
        thumbnails.ready.connect(lambda _: self._paint())

    @property
    def module(self) -> AplusModule:
        """The chosen one."""
        return APLUS_MODULES[max(0, self.currentRow())]

    def show_content(self, content: AplusContent, unsaved: Collection[AplusModule]) -> None:
        """Show how all of them stand; ``unsaved`` have words that are not stored yet."""
        self._content = content
        self._unsaved = unsaved
        self._paint()

    def _make_room(self) -> None:
        self.setFixedWidth(ICON.width() + self.fontMetrics().averageCharWidth() * 22 + 6 * SPACE)

    def _paint(self) -> None:
        if self._content is None:
            return
        for row, part in enumerate(self._content.parts):
            item = self.item(row)
            state = self._state(part)
            item.setText(f"{module_name(part.module)}\n{state}" if state else module_name(part.module))
            pixmap = None if part.chosen is None else self._thumbnails.get(part.chosen.thumb_sha256, 240)
            if pixmap is None:
                item.setIcon(_empty_place(self.devicePixelRatioF()))
            else:
                keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                icon = QIcon(pixmap.scaled(ICON * self.devicePixelRatioF(), keep, smooth))
                # a chosen picture keeps its colours
                icon.addPixmap(icon.pixmap(ICON), QIcon.Mode.Selected)
                item.setIcon(icon)

    def _state(self, part: AplusPart) -> str:
        if part.module in self._unsaved:
            return self.tr("Not saved yet")
        if text_problems(part.module, part.text):
            is_short = lacks_words(part.module, part.text)
            return self.tr("Words needed") if is_short else self.tr("Shorter words needed")
        if part.problems:
            is_table = part.module is AplusModule.COMPARISON_TABLE
            return self.tr("Points to compare needed") if is_table else self.tr("Shorter features needed")
        if part.chosen is None:
            return self.tr("Not made yet")
        if part.is_outdated:
            return self.tr("Shows earlier words")
        return self.tr("Leaves something out") if part.chosen.left_out else self.tr("Ready")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not hasattr(self, "_unsaved"):
            return
        if event.type() == QEvent.Type.FontChange:
            self._make_room()
        elif event.type() == QEvent.Type.PaletteChange:
            self._paint()


def _empty_place(ratio: float) -> QIcon:
    """Where a picture will be, as large as one."""
    colours = tokens()
    place = QPixmap(ICON * ratio)
    place.setDevicePixelRatio(ratio)
    place.fill(QColor(colours.window))
    side = ICON.height() // 3
    with QPainter(place) as painter:
        where = QRectF((ICON.width() - side) / 2, (ICON.height() - side) / 2, side, side)
        paint_mark(painter, where, "picture", colours.muted)
    icon = QIcon(place)
    icon.addPixmap(place, QIcon.Mode.Selected)
    return icon
