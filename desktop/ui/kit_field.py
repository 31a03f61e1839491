"""Which brand kit a project uses: the team's default, a certain one, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker

from desktop.core.records import KitChoice
from desktop.ui.fields import ComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.records import BrandKitRow

_DEFAULT: Final = "default"
_NONE: Final = "none"


class KitField(ComboBox):
    """Lives on the main thread; knows the kits it is shown, and keeps a choice it doesn't know."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = KitChoice()
        self.show_kits(())

    @property
    def choice(self) -> KitChoice:
        """What is chosen."""
        chosen = self.currentData()
        if chosen == _NONE:
            return KitChoice(is_used=False)
        return KitChoice() if chosen == _DEFAULT else KitChoice(str(chosen).removeprefix("kit:"))

    def show_kits(self, kits: Sequence[BrandKitRow]) -> None:
        """Offer these; what is chosen stays chosen."""
        chosen = self.choice if self.count() else self._choice
        with QSignalBlocker(self):  # nothing is chosen anew by it
            self.clear()
            default = next((kit.name for kit in kits if kit.is_default), "")
            name = (
                self.tr("The default ({name})").format(name=default)
                if default
                else self.tr("The default (none yet)")
            )
            self.addItem(name, _DEFAULT)
            for kit in kits:
                self.addItem(kit.name, f"kit:{kit.id}")
            self.addItem(self.tr("No brand kit"), _NONE)
            self.show_choice(chosen)

    def show_choice(self, choice: KitChoice) -> None:
        """Choose."""
        self._choice = choice
        wanted = (
            _NONE if not choice.is_used else _DEFAULT if choice.kit_id is None else f"kit:{choice.kit_id}"
        )
        at = self.findData(wanted)
        if at < 0:
            self.addItem(self.tr("The chosen brand kit"), wanted)  # until the kits have come
            at = self.count() - 1
        self.setCurrentIndex(at)
