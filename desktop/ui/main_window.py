"""The window: sidebar, pages, banners, status strip. It owns the layout and knows nothing of what pages do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.ui.banner import BannerStack
from desktop.ui.icons import app_icon, dress
from desktop.ui.parts import room_for
from desktop.ui.sidebar import Sidebar
from desktop.ui.status_strip import StatusStrip
from desktop.ui.theme import SPACE, text_scale

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

_ROOMY = 960
"""Width from which the sidebar shows words at 100 %."""


class MainWindow(QMainWindow):
    """Lives on the main thread.

    Signals:
        close_asked: instead of closing: whoever owns the threads ends them first.
        page_opened: the name of the page that is open now.
    """

    close_asked = Signal()
    page_opened = Signal(str)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.setWindowTitle("Packdesk")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(880, 560)
        self._settings = settings
        self._may_close = False
        self._stale_since: datetime | None = None
        self.sidebar = Sidebar()
        self.banners = BannerStack()
        self.status = StatusStrip()
        self._stale, self._stale_text = self._make_stale()
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self._cover: QWidget | None = None
        self._build()
        self.sidebar.chosen.connect(self.open_page)
        self.resize(QSize(1240, 800).boundedTo(room_for(self)).expandedTo(QSize(_ROOMY, 560)))
        geometry = settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    # -- pages ---------------------------------------------------------------------------------------------

    @property
    def page_names(self) -> list[str]:
        """All pages of the sidebar, in its order."""
        return list(self._pages)

    @property
    def current_page(self) -> str:
        """The name of the page that is open; empty while something else is shown."""
        return next((name for name, page in self._pages.items() if page is self._stack.currentWidget()), "")

    def page(self, name: str) -> QWidget:
        """One of the pages."""
        return self._pages[name]

    def add_page(self, name: str, label: str, page: QWidget) -> None:
        """One more page in the sidebar; Ctrl and its number open it; its icon is ``resources/icons/NAME.svg``."""
        self._pages[name] = page
        self._stack.addWidget(page)
        self.sidebar.add(name, label, f"Ctrl+{len(self._pages)}")
        self._restore_columns(name, page)
        if len(self._pages) == 1:
            self.sidebar.mark(name)

    def open_page(self, name: str) -> None:
        """Show a page and remember it."""
        if self._cover is not None or name not in self._pages:
            return
        self._stack.setCurrentWidget(self._pages[name])
        self.sidebar.mark(name)
        self._settings.setValue("window/page", name)
        self._place_stale()
        self.page_opened.emit(name)

    def open_last_page(self) -> None:
        """Show the page that was open when the window was closed."""
        last = str(self._settings.value("window/page", ""))
        self.open_page(last if last in self._pages else self.page_names[0])

    # -- instead of pages ----------------------------------------------------------------------------------

    def cover(self, widget: QWidget, *, alone: bool = False) -> None:
        """Show something instead of the pages; with ``alone`` without sidebar and status strip, too."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._cover = widget
        self._stack.setCurrentWidget(widget)
        self.sidebar.setVisible(not alone)
        self.sidebar.let_choose(may=False)
        self.status.setVisible(not alone)

    def uncover(self) -> None:
        """Back to the pages."""
        if self._cover is not None:
            self._cover = None
            self.sidebar.show()
            self.sidebar.let_choose(may=True)
            self.status.show()
            self.open_last_page()
            self._stack.currentWidget().setFocus()

    @property
    def is_covered(self) -> bool:
        """Whether something stands in the place of the pages."""
        return self._cover is not None

    def show_stale(self, since: datetime | None) -> None:
        """Mark what is shown as of that time; None: it is up to date again."""
        self._stale_since = since
        self._place_stale()
        if since is not None:
            text = self.tr(
                "Offline since {time}. You see how things were then; reconnecting goes on by itself."
                " Changes have to wait until the server is back."
            )
            self._stale_text.setText(text.format(time=f"{since:%H:%M:%S}"))

    @property
    def stale_text(self) -> str:
        """What the window says about being out of date; empty when it isn't."""
        return self._stale_text.text() if self._stale_since is not None else ""

    def _place_stale(self) -> None:
        # a page that is told of the mode marks itself
        marks_itself = hasattr(self._stack.currentWidget(), "show_mode")
        self._stale.setVisible(self._stale_since is not None and not marks_itself)

    def let_close(self) -> None:
        """From now on closing closes."""
        self._may_close = True

    # -- how -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        right = QVBoxLayout()
        right.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, SPACE)
        right.setSpacing(2 * SPACE)
        right.addWidget(self._stale)
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

    def _make_stale(self) -> tuple[QFrame, QLabel]:
        frame = QFrame()
        frame.setProperty("kind", "banner-warn")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        row.setSpacing(SPACE)
        mark = QLabel()
        dress(mark, "clock", "warn")
        text = QLabel()
        text.setWordWrap(True)
        row.addWidget(mark)
        row.addWidget(text, 1)
        frame.hide()
        return frame, text

    def _restore_columns(self, name: str, page: QWidget) -> None:
        for n, table in enumerate(page.findChildren(QTableView)):
            header = table.horizontalHeader()
            key = f"columns/{name}-{n}-{header.count()}"
            state = self._settings.value(key)
            if isinstance(state, QByteArray):
                header.restoreState(state)

    def make_room(self) -> None:
        """The sidebar gives way where the window is narrow for the size of its text."""
        self.sidebar.show_compact(is_compact=self.width() < _ROOMY * text_scale())

    def remember(self) -> None:
        """Keep size, place and columns for the next time."""
        self._settings.setValue("window/geometry", self.saveGeometry())
        for name, page in self._pages.items():
            for n, table in enumerate(page.findChildren(QTableView)):
                header = table.horizontalHeader()
                self._settings.setValue(f"columns/{name}-{n}-{header.count()}", header.saveState())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the focus, as it does in dialogs."""
        button = self.focusWidget()
        is_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat()
        if is_return and isinstance(button, QPushButton):
            button.click()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.remember()
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()


def scrolled(inside: QWidget) -> QScrollArea:
    """A page that scrolls when the window is small or its text large."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
