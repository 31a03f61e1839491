"""The icon in the system's tray, and notices of the system. Where there is no tray, nothing happens."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.ui.icons import app_icon


class Tray(QObject):
    """Lives on the main thread.

    Signals:
        open_wanted: somebody clicks the icon, a notice or *Open*.
        processing_toggled: somebody switches this computer's processing.
        quit_wanted: somebody chooses *Quit*.
    """

    open_wanted = Signal()
    processing_toggled = Signal(bool)
    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._menu = QMenu()
        self._open = QAction(self.tr("Open Packdesk"), self._menu)
        self._open.triggered.connect(self.open_wanted)
        self._processing = QAction(self.tr("This computer is processing"), self._menu)
        self._processing.setCheckable(True)
        self._processing.toggled.connect(self.processing_toggled)
        self._quit = QAction(self.tr("Quit"), self._menu)
        self._quit.triggered.connect(self.quit_wanted)
        self._menu.addActions([self._open, self._processing])
        self._menu.addSeparator()
        self._menu.addAction(self._quit)

    @property
    def is_there(self) -> bool:
        """Whether this desktop shows the icon."""
        return self._icon is not None and self._icon.isVisible()

    def show(self) -> None:
        """Appear, where the desktop has a tray."""
        if self._icon is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(app_icon(), self)
            self._icon.setToolTip("Packdesk")
            self._icon.setContextMenu(self._menu)
            self._icon.activated.connect(self._on_activated)
            self._icon.messageClicked.connect(self.open_wanted)
            self._icon.show()

    def hide(self) -> None:
        """Disappear: some desktops keep the icon of a program that has ended."""
        if self._icon is not None:
            self._icon.hide()
        self._menu.deleteLater()

    def show_processing(self, *, is_on: bool) -> None:
        """Show whether this computer helps."""
        with QSignalBlocker(self._processing):
            self._processing.setChecked(is_on)

    def notify(self, title: str, text: str, *, is_bad: bool = False) -> None:
        """A notice of the system, for somebody who isn't looking at the window."""
        if self._icon is not None:
            kind = QSystemTrayIcon.MessageIcon
            self._icon.showMessage(title, text, kind.Warning if is_bad else kind.Information)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        }:
            self.open_wanted.emit()
