"""The window: sidebar, pages, banners, status strip. It owns the layout and knows nothing of what pages do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.banner import BannerStack
from desktop.ui.sidebar import Sidebar
from desktop.ui.status_strip import StatusStrip
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent


class MainWindow(QMainWindow):
    """Lives on the main thread. ``close_asked`` instead of closing: whoever owns the threads ends them first."""

    close_asked = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.setWindowTitle("Packdesk")
        self.setMinimumSize(880, 560)
        self._settings = settings
        self._may_close = False
        self.sidebar = Sidebar()
        self.banners = BannerStack()
        self.status = StatusStrip()
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        right = QVBoxLayout()
        right.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, SPACE)
        right.setSpacing(2 * SPACE)
        right.addWidget(self.banners)
        right.addWidget(self._stack, 1)
        row.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(body, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.sidebar.chosen.connect(self.open_page)
        self.resize(1240, 800)
        geometry = settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    @property
    def page_names(self) -> list[str]:
        """All pages, in the sidebar's order."""
        return list(self._pages)

    @property
    def current_page(self) -> str:
        """The name of the page that is open."""
        return next(name for name, page in self._pages.items() if page is self._stack.currentWidget())

    def add_page(self, name: str, label: str, page: QWidget) -> None:
        """One more page in the sidebar; Ctrl and its number open it."""
        self._pages[name] = page
        self._stack.addWidget(page)
        self.sidebar.add(name, label, f"Ctrl+{len(self._pages)}")
        if len(self._pages) == 1:
            self.sidebar.mark(name)

    def open_page(self, name: str) -> None:
        """Show a page and remember it."""
        self._stack.setCurrentWidget(self._pages[name])
        self.sidebar.mark(name)
        self._settings.setValue("window/page", name)

    def let_close(self) -> None:
        """From now on closing closes."""
        self._may_close = True

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("window/geometry", self.saveGeometry())
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()
