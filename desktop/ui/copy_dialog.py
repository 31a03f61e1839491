"""Copying this computer's projects to the team: how far it is, a way to stop, and what came of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.core.errors import KnownError
from desktop.ui.known_words import said
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTH = 460


class Progress(Protocol):
    """How far a copy is; see ``CopyProgress``."""

    @property
    def done(self) -> int:
        """Projects looked at."""
        ...

    @property
    def total(self) -> int:
        """All of them."""
        ...

    @property
    def copied(self) -> int:
        """Those that were new."""
        ...

    @property
    def sent_bytes(self) -> int:
        """What went over the network."""
        ...


class Copier(Protocol):
    """Who does it; implemented at the front door."""

    async def copy_to_team(self, on_progress: Callable[[Progress], None]) -> Progress:
        """Copy; ``on_progress`` is called on the main thread. Raises KnownError."""
        ...


class CopyDialog(QDialog):
    """Lives on the main thread. ``run`` copies at once and stays open until the user has read what came of it."""

    def __init__(self, copier: Copier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Copy to the team"))
        self.setMinimumWidth(_WIDTH)
        self._copier = copier
        self._work: asyncio.Task[Progress] | None = None
        self._label = QLabel(self.tr("Your projects are being copied\u2026"))
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Projects copied"))
        self._buttons = QDialogButtonBox()
        self._stop = self._buttons.addButton(self.tr("Stop"), QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        for part in (self._label, self._bar, self._buttons):
            column.addWidget(part)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    async def run(self) -> None:
        """Open, copy, and wait until it is closed; closing it stops the copy."""
        closed = asyncio.Event()
        self.finished.connect(closed.set)
        self._work = asyncio.get_running_loop().create_task(
            self._copier.copy_to_team(self._show), name="copy"
        )
        self.open()
        try:
            closing = asyncio.ensure_future(closed.wait())
            done, _ = await asyncio.wait({self._work, closing}, return_when=asyncio.FIRST_COMPLETED)
            if closing not in done:
                self._tell(self._work)
            await closing
        finally:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
            self.hide()
            self.deleteLater()

    def _show(self, progress: Progress) -> None:
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(progress.done if progress.total else 1)
        self._label.setText(
            self.tr(
                "{done} of {total} projects, {size} MB sent. Stopping is safe: copying again goes on here."
            ).format(done=progress.done, total=progress.total, size=f"{progress.sent_bytes / 1e6:.1f}")
        )

    def _tell(self, work: asyncio.Task[Progress]) -> None:
        error = work.exception()
        if isinstance(error, KnownError):
            text = self.tr("{reason} What was copied stays, and copying again goes on.").format(
                reason=said(error)
            )
        elif error is not None:
            raise error
        else:
            done = work.result()
            text = self.tr("Done: {copied} projects copied, {rest} were there already.").format(
                copied=done.copied, rest=done.total - done.copied
            )
        self._label.setText(text)
        self._stop.setText(self.tr("Close"))
