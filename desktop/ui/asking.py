"""Questions to the user that a coroutine can wait for: dialogs are opened, never run in a loop of their own."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from desktop.ui.parts import dress
from desktop.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


async def finished(dialog: QDialog) -> bool:
    """Open a dialog and wait until the user is done with it; whether it was accepted. It is deleted afterwards."""
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def on_finished(result: int) -> None:
        if not answer.done():
            answer.set_result(result)

    dialog.finished.connect(on_finished)
    dialog.open()
    try:
        return await answer == QDialog.DialogCode.Accepted.value
    finally:
        dialog.hide()
        dialog.deleteLater()


async def confirm(parent: QWidget, question: str, consequences: str, action: str) -> bool:
    """Ask before something that can't be undone; ``action`` is the verb on the button."""
    box = QMessageBox(QMessageBox.Icon.Warning, question, question, parent=parent)
    box.setInformativeText(consequences)
    do_it = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(QMessageBox.StandardButton.Cancel)
    keep.setIcon(QIcon())
    dress(do_it, f"color: {tokens().bad}; font-weight: 600;")
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    await finished(box)
    return box.clickedButton() is do_it


async def choose_photos(parent: QWidget, title: str, kinds: str, *, several: bool = True) -> list[Path]:
    """Let the user pick photo files; none when they change their mind."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
    pattern = "*.jpg *.jpeg *.png *.webp *.heic *.heif *.avif *.tif *.tiff"
    dialog.setNameFilters([f"{kinds} ({pattern} {pattern.upper()})", "* (*)"])
    dialog.setDirectory(pictures_folder())
    accepted = await finished(dialog)
    return [Path(name) for name in dialog.selectedFiles()] if accepted else []


async def choose_target(parent: QWidget, title: str, name: str) -> Path | None:
    """Let the user say where a file goes; asks by itself before it replaces one."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDirectory(pictures_folder())
    dialog.selectFile(name)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    accepted = await finished(dialog)
    chosen = dialog.selectedFiles()
    return Path(chosen[0]) if accepted and chosen else None


def pictures_folder() -> str:
    """The user's folder of pictures, or their own where there is none."""
    place = QStandardPaths.StandardLocation
    pictures = QStandardPaths.writableLocation(place.PicturesLocation)
    return pictures if QDir(pictures).exists() else QStandardPaths.writableLocation(place.HomeLocation)
