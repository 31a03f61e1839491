"""How the six tiles are laid out: as many columns as there is room for, previews of one height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget
from typing_extensions import override

from desktop.core.pack import PACK_IMAGE_TYPES
from desktop.ui.theme import SPACE
from desktop.ui.tiles import LEAST_PREVIEW, Tile

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from desktop.ui.thumbnails import Thumbnails

_MOST_COLUMNS: Final = 3


class TileGrid(QWidget):
    """The six tiles in the pack's order, in as many columns as there is room for."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = {kind.value: Tile(kind.value, thumbnails) for kind in PACK_IMAGE_TYPES}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE + SPACE // 2)
        self._columns = 0
        self._room = 0
        self._arrange(_MOST_COLUMNS)

    def make_room(self, height: int) -> None:
        """Fit two rows of tiles into this height if that is sensible; all previews are equally high."""
        self._room = height
        self.fit_previews()

    def fit_previews(self) -> None:
        """Make the previews as high as what stands below them allows."""
        metrics = self.fontMetrics()
        # a tile's name and one line, and what is around them
        words = 2 * metrics.height() + 6 * SPACE
        badges = [tile.badge.sizeHint().height() for tile in self.tiles.values() if not tile.badge.isHidden()]
        words += max(badges, default=-SPACE) + SPACE
        wide = self.width() // max(1, self._columns) - 3 * SPACE
        height = max(LEAST_PREVIEW, min(wide, (self._room - self._grid.spacing()) // 2 - words))
        for tile in self.tiles.values():
            if tile.preview.height() != height:
                tile.preview.setFixedHeight(height)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for n in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(n, int(n < columns))
        for n, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, n // columns, n % columns)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = max(21 * SPACE, self.fontMetrics().averageCharWidth() * 22) + self._grid.spacing()
        self._arrange(max(1, min(_MOST_COLUMNS, self.width() // needed)))
        self.fit_previews()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(21 * SPACE, super().minimumSizeHint().height())


class TileScroll(QScrollArea):
    """The tiles with a scroll bar of their own, or as high as they are where the page scrolls as a whole."""

    def __init__(self, tiles: TileGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = tiles
        self._grows = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(tiles)

    def grow(self, *, is_on: bool) -> None:
        """Whether to be as high as the tiles."""
        self._grows = is_on
        shown = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if is_on else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(shown)
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self._grows:
            layout = self._tiles.layout()
            # lines wrap: how high depends on how wide
            high = 0 if layout is None else layout.totalHeightForWidth(self.viewport().width())
            hint.setHeight(max(high, self._tiles.minimumSizeHint().height()))
        return hint

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self._grows:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tiles.make_room(0 if self._grows else self.viewport().height())
