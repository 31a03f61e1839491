"""Filters one click away: those that come with a list, and one's own, which are named and kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget
from typing_extensions import override

from desktop.ui.flow import FlowLayout
from desktop.ui.icons import dress
from desktop.ui.theme import RADIUS, SPACE, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_SAVED: Final = 20


def chip_style() -> str:
    """How chips look, for the widget that holds them."""
    t = tokens()
    return f"""
    QPushButton[kind="chip"], QPushButton[kind="error"] {{ padding: 3px 10px; border-radius: {RADIUS}px; }}
    QPushButton[kind="chip"]:focus, QPushButton[kind="error"]:focus {{ padding: 2px 9px; }}
    QPushButton[kind="chip"]:checked {{ background: {t.accent_soft}; color: {t.accent}; border-color: {t.accent}; }}
    QPushButton[kind="error"] {{ background: {t.bad_soft}; color: {t.bad}; border-color: {t.bad_soft}; }}
    QPushButton[kind="error"]:hover, QPushButton[kind="error"]:focus {{ border-color: {t.bad}; }}
    """


class SavedFilters(QWidget):
    """A row of chips; lives on the main thread. ``chosen`` tells the search text of the one that was clicked.

    Args:
        settings: where one's own are kept, under ``key``; None: nowhere.
        built_in: names and search texts of those that come with the list.
        everything: what a chip without a search text says of itself.
    """

    chosen = Signal(str)

    def __init__(
        self,
        settings: QSettings | None,
        key: str,
        built_in: Callable[[], Sequence[tuple[str, str]]] = tuple,
        *,
        everything: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._key = key
        self._built_in = built_in
        self._everything = everything
        self._text = ""
        self.chips: list[QPushButton] = []
        self.setAccessibleName(self.tr("Filters"))
        self._row = FlowLayout(self)
        self.save = QPushButton(self.tr("Save filter"))
        self.save.setProperty("kind", "quiet")
        dress(self.save, "plus")
        self.save.setToolTip(self.tr("Keep this search as a filter of your own"))
        self.save.clicked.connect(self._on_save)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the filter"))
        self.name.setAccessibleName(self.tr("Name of the filter"))
        self.name.setMaxLength(40)
        self.name.setMinimumWidth(24 * SPACE)
        self.name.returnPressed.connect(self._on_named)
        leave = QAction(self.name)
        leave.setShortcut("Esc")
        leave.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        leave.triggered.connect(self._on_left)
        self.name.addAction(leave)
        self.name.hide()
        self._fill()
        self._dress()

    @property
    def names(self) -> list[str]:
        """The filters' names."""
        return [chip.text() for chip in self.chips]

    def mark(self, text: str) -> None:
        """Say what is searched for now."""
        self._text = text.strip()
        texts = [text for _, text in self._all()]
        for chip, own in zip(self.chips, texts, strict=True):
            chip.setChecked(own == self._text)
        may_save = self._settings is not None and bool(self._text) and self._text not in texts
        self.save.setVisible(may_save and self.name.isHidden())
        is_wanted = bool(texts) or may_save
        # before it has its place in the window, showing it would make it a window of its own
        if self.parentWidget() is not None or not is_wanted:
            self.setVisible(is_wanted)

    # -- how -----------------------------------------------------------------------------------------------

    def _all(self) -> list[tuple[str, str]]:
        return [*self._built_in(), *self._saved().items()]

    def _fill(self) -> None:
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        self.chips = []
        own = self._saved()
        for name, text in self._all():
            chip = QPushButton(name)
            chip.setCheckable(True)
            chip.setProperty("kind", "chip")
            chip.setToolTip(text or self._everything)
            chip.clicked.connect(lambda _=False, text=text: self.chosen.emit(text))
            if name in own:
                chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                chip.customContextMenuRequested.connect(
                    lambda at, name=name, chip=chip: self._menu(name, chip, at)
                )
            self.chips.append(chip)
            self._row.addWidget(chip)
        for last in (self.save, self.name):
            self._row.removeWidget(last)
            self._row.addWidget(last)
        self.mark(self._text)

    def _saved(self) -> dict[str, str]:
        if self._settings is None:
            return {}
        try:
            found = json.loads(str(self._settings.value(self._key, "{}")))
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    def _keep(self, saved: dict[str, str]) -> None:
        if self._settings is not None:
            self._settings.setValue(self._key, json.dumps(saved))

    def _on_save(self) -> None:
        self.save.hide()
        self.name.show()
        self.name.setFocus()

    def _on_left(self) -> None:
        self.name.clear()
        self.name.hide()
        self.mark(self._text)

    def _on_named(self) -> None:
        name = self.name.text().strip()
        if name and self._text:
            saved = {**self._saved(), name: self._text}
            self._keep(dict(list(saved.items())[-_MOST_SAVED:]))
        self.name.clear()
        self.name.hide()
        self._fill()

    def _menu(self, name: str, chip: QPushButton, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove = QAction(self.tr("Remove this filter"), menu)
        remove.triggered.connect(lambda: self._remove(name))
        menu.addAction(remove)
        menu.popup(chip.mapToGlobal(at))

    def _remove(self, name: str) -> None:
        saved = self._saved()
        saved.pop(name, None)
        self._keep(saved)
        self._fill()

    def _dress(self) -> None:
        style = chip_style()
        if style != self.styleSheet():
            self.setStyleSheet(style)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "name"):
            self._dress()
