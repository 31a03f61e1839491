"""Where a team's new photos and images are kept: in the database, or in Supabase Storage; and moving what is there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.elsewhere import StorageAccount
from desktop.core.errors import KnownError
from desktop.ui.brief_form import Field
from desktop.ui.known_words import said
from desktop.ui.tasks import async_slot
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.tasks import Tasks

_STEPS: Final = 1000


class StoreHost(Protocol):
    """What the choice needs to know and have done; implemented at the front door."""

    @property
    def storage(self) -> StorageAccount | None:
        """The account in use, without a password; None for the database."""
        ...

    @property
    def can_choose_store(self) -> bool:
        """Whether there is a saved team connection that can remember an account."""
        ...

    async def use_store(self, account: StorageAccount | None) -> None:
        """Keep new images there from now on. Raises KnownError."""
        ...

    async def check_store(self) -> None:
        """Put a small file, read it back, remove it. Raises KnownError."""
        ...

    async def move_images(self, *, away: bool, tell: Callable[[float], None]) -> int:
        """Move all projects' images to Supabase Storage or home; how many files. Raises KnownError."""
        ...


class StoreChoice(QWidget):
    """Lives on the main thread. What was chosen holds once *Use this* is pressed."""

    def __init__(self, host: StoreHost, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._host = host
        self._moving: asyncio.Task[int] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        self.here = QRadioButton(self.tr("The database"))
        self.away = QRadioButton(self.tr("Supabase Storage"))
        group = QButtonGroup(self)
        for button in (self.here, self.away):
            group.addButton(button)
            column.addWidget(button)
        column.addWidget(self._fields())
        self.note = _wrapped("muted")
        column.addWidget(self.note)
        self._told = _wrapped("")
        column.addWidget(self._told)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setAccessibleName(self.tr("How far the move is"))
        column.addWidget(self.bar)
        column.addLayout(self._buttons())
        self.away.toggled.connect(lambda _: self._on_changed())
        for line in self._lines:
            line.textChanged.connect(lambda _: self._on_changed())
        self.refresh()

    @property
    def told(self) -> str:
        """What came of the last deed, as shown."""
        return "" if self._told.isHidden() else self._told.text()

    def refresh(self) -> None:
        """Show again what is in use."""
        account, may = self._host.storage, self._host.can_choose_store
        self.url.setText("" if account is None else account.url)
        self.bucket.setText("packdesk" if account is None else account.bucket)
        self.key.setText("" if account is None else account.key)
        self.email.setText("" if account is None else account.email)
        self.password.clear()
        (self.here if account is None else self.away).setChecked(True)
        for widget in (self.here, self.away, self.use):
            widget.setVisible(may)
        self.note.setText(
            self.tr(
                "New photos and images go there; those that exist stay where they are until you move them. Everybody"
                " in the team who should see them signs in to the same bucket."
            )
            if may
            else self.tr(
                "Photos and images are kept in the database. A team's saved connection can use a bucket."
            )
        )
        self._show_moving()
        self._on_changed()

    @async_slot
    async def choose(self) -> None:
        """Keep new images there from now on."""
        account = None
        if self.away.isChecked():
            url, bucket, key, email = (line.text().strip() for line in self._lines[:4])
            account = StorageAccount(url, bucket, key, email, self.password.text())
        try:
            await self._host.use_store(account)
        except KnownError as error:
            self._tell(said(error), is_bad=True)

    @async_slot
    async def check(self) -> None:
        """Try the bucket in use."""
        try:
            await self._host.check_store()
        except KnownError as error:
            self._tell(said(error), is_bad=True)
        else:
            self._tell(self.tr("The bucket works: a small file was stored, read back and removed."))

    def move_images(self, *, away: bool) -> None:
        """Begin to move everything, or stop it; what has moved by then stays moved."""
        if self._moving is not None:
            self._moving.cancel()
            return
        self.tasks.start("move images", self._move(away=away), owner=self)

    async def _move(self, *, away: bool) -> None:
        self._told.hide()
        self.bar.setValue(0)
        work = self._host.move_images(away=away, tell=lambda part: self.bar.setValue(int(part * _STEPS)))
        self._moving = asyncio.ensure_future(work)
        self._show_moving()
        try:
            moved = await self._moving
        except KnownError as error:
            self._tell(said(error), is_bad=True)
        except asyncio.CancelledError:
            self._tell(self.tr("Stopped. Nothing is lost; moving goes on where it was."))
        else:
            many = self.tr("{count} files moved.").format(count=f"{moved:,}")
            self._tell(self.tr("1 file moved.") if moved == 1 else many)
        finally:
            self._moving = None
            self._show_moving()

    def _show_moving(self) -> None:
        is_moving = self._moving is not None
        is_away = self._host.storage is not None
        self.bar.setVisible(is_moving)
        self.test.setVisible(is_away and not is_moving)
        self.out.setVisible(is_away and not is_moving)
        self.home.setVisible(is_away and not is_moving)
        self.stop.setVisible(is_moving)
        self.use.setEnabled(not is_moving and self._is_new())

    def _fields(self) -> QWidget:
        self._inside = QWidget()
        fields = QVBoxLayout(self._inside)
        fields.setContentsMargins(3 * SPACE, 0, 0, 0)
        fields.setSpacing(SPACE)
        self.url, self.bucket, self.key, self.email, self.password = (QLineEdit() for _ in range(5))
        self._lines = (self.url, self.bucket, self.key, self.email, self.password)
        self.url.setPlaceholderText("https://abcd.supabase.co")
        self.key.setPlaceholderText(self.tr("The publishable (anon) key, never the secret one"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("Kept in the system's key store, never in a file"))
        for label, line in (
            (self.tr("Address of the project"), self.url),
            (self.tr("Bucket"), self.bucket),
            (self.tr("Publishable key"), self.key),
            (self.tr("E-mail address"), self.email),
            (self.tr("Password"), self.password),
        ):
            fields.addWidget(Field(label, line))
        return self._inside

    def _buttons(self) -> QHBoxLayout:
        self.use = QPushButton(self.tr("Use this"))
        self.use.setAccessibleName(self.tr("Use this place for images"))
        self.use.clicked.connect(self.choose)
        self.test = QPushButton(self.tr("Test"))
        self.test.setAccessibleName(self.tr("Test the bucket"))
        self.test.clicked.connect(self.check)
        self.out = QPushButton(self.tr("Move all images there"))
        self.out.clicked.connect(lambda: self.move_images(away=True))
        self.home = QPushButton(self.tr("Move all back into the database"))
        self.home.clicked.connect(lambda: self.move_images(away=False))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setAccessibleName(self.tr("Stop moving images"))
        self.stop.clicked.connect(lambda: self.move_images(away=True))
        row = QHBoxLayout()
        for button in (self.use, self.test, self.out, self.home, self.stop):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _is_new(self) -> bool:
        account = self._host.storage
        if not self.away.isChecked():
            return account is not None
        words = [line.text().strip() for line in self._lines[:4]]
        had = [] if account is None else [account.url, account.bucket, account.key, account.email]
        return all(words) and (words != had or bool(self.password.text()))

    def _on_changed(self) -> None:
        self._told.hide()
        self._inside.setVisible(self.away.isChecked() and self._host.can_choose_store)
        self.use.setEnabled(self._moving is None and self._is_new())

    def _tell(self, text: str, *, is_bad: bool = False) -> None:
        self._told.setProperty("kind", "bad" if is_bad else "muted")
        self._told.style().polish(self._told)
        self._told.setText(text)
        self._told.show()


def _wrapped(kind: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("kind", kind)
    label.setVisible(kind != "")
    return label
