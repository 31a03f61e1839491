"""Closing while something is at work: whether to wait for it is the user's choice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from desktop.app import App


translate = QCoreApplication.translate


class Leaving:
    """Asks before the window closes; lives on the main thread."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._asking: QMessageBox | None = None

    def ask(self) -> None:
        """Close at once when nothing is at work, else ask."""
        if self._app.is_stopping or self._asking is not None:
            return
        what = self.unfinished
        if not what:
            self._app.quit()
            return
        self._app.come_to_front()
        box = QMessageBox(self._app.window)
        box.setWindowTitle("Packdesk")
        box.setText(translate("Leaving", "Packdesk is still at work."))
        box.setInformativeText("\n".join(what))
        finish = box.addButton(translate("Leaving", "Finish, then close"), QMessageBox.ButtonRole.AcceptRole)
        now = box.addButton(translate("Leaving", "Close now"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(translate("Leaving", "Stay open"), QMessageBox.ButtonRole.RejectRole)

        def on_answer() -> None:
            self._asking = None
            box.deleteLater()
            if box.clickedButton() is now:
                self._app.quit()
            elif box.clickedButton() is finish:
                self._app.tasks.start("finish, then close", self.finish_and_quit())

        self._asking = box
        box.finished.connect(on_answer)
        box.open()

    @property
    def unfinished(self) -> list[str]:
        """What is at work and what closing now would mean, in sentences."""
        told = []
        if self._app.projects.project.uploads.is_busy:
            told.append(
                translate(
                    "Leaving",
                    "Photos are on their way: those that haven't arrived would have to be added again.",
                )
            )
        if self._app.worker.busy:
            text = translate(
                "Leaving",
                "This computer is making images ({count}): closing now loses nothing, they are made later.",
            )
            told.append(text.format(count=self._app.worker.busy))
        return told

    async def finish_and_quit(self) -> None:
        """Close as soon as nothing is at work any more."""
        self._app.window.banners.say(translate("Leaving", "Packdesk closes when what it is doing is done."))
        while self.unfinished:  # noqa: ASYNC110  # several things may be at work, and more may come
            await asyncio.sleep(0.2)
        self._app.quit()
