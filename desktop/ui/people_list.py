"""The people of a team: who may what, inviting and removing them. What the buttons offer, the database enforces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.people import Removal, Role
from desktop.ui.asking import choose_target, confirm, finished
from desktop.ui.fields import ComboBox
from desktop.ui.known_words import said
from desktop.ui.parts import StatePage
from desktop.ui.theme import SPACE
from desktop.ui.words import ago

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.people import Person
    from desktop.services.people import Invitation
    from desktop.ui.tasks import Tasks


_DIALOG_WIDTH: Final = 440


class PeopleHost(Protocol):
    """What the list needs done; implemented at the front door. Every method may raise KnownError."""

    async def people(self) -> tuple[list[Person], bool]:
        """Everybody, and whether this login may invite and remove; nobody where the database is private."""
        ...

    async def invite(self, login: str, role: Role, path: Path) -> Invitation:
        """Make a login and write its connection file."""
        ...

    async def remove(self, login: str) -> Removal:
        """Take all rights from somebody at once."""
        ...


class PeopleList(QWidget):
    """Lives on the main thread; ``load`` once a database is open."""

    def __init__(self, host: PeopleHost, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._host = host
        self._shown: list[Person] = []
        self._may_manage = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setProperty("kind", "muted")
        column.addWidget(self.state)
        self.state.hide()
        self.empty = StatePage()
        self.empty.say("running", self.tr("Loading people\u2026"), "")
        column.addWidget(self.empty, 1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE)
        column.addLayout(self._rows)
        self.invite = QPushButton(self.tr("Invite somebody\u2026"))
        self.invite.clicked.connect(
            lambda: self.tasks.start("invite", self._invite(), owner=self, busy=self.invite)
        )
        self.invite.hide()
        column.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)  # below the people; above nobody the page of the state takes it all

    @property
    def shown(self) -> list[Person]:
        """Who is listed."""
        return self._shown

    def refresh(self) -> None:
        """Read the list again, where anybody looks."""
        if self.isVisible():
            self.load()

    def load(self) -> None:
        """Read the list again."""
        self.tasks.start((id(self), "people"), self._load(), owner=self)

    async def _load(self) -> None:
        try:
            people, may_manage = await self._host.people()
        except KnownError as error:
            if not self._shown:
                self.empty.say("warn", self.tr("The people can't be shown"), said(error))
            return
        self.invite.setVisible(may_manage)
        if (people, may_manage) != (self._shown, self._may_manage) or not people:
            self._shown, self._may_manage = people, may_manage
            self._show()

    def _show(self) -> None:
        while self._rows.count():
            row = self._rows.takeAt(0).widget()
            row.hide()
            row.deleteLater()
        for person in self._shown:
            self._rows.addWidget(self._row(person))
        self.empty.setVisible(not self._shown)
        if self._may_manage:
            text = self.tr("Nobody yet but the login that set this database up. Invite the first one.")
        else:
            text = self.tr(
                "Nobody else works in this database. With a team's database, its people stand here."
            )
        self.empty.say("info", self.tr("Just you"), text)
        self.state.hide()

    def role_word(self, role: str | None) -> str:
        """What somebody may do, in words."""
        return {
            "viewer": self.tr("looks at everything"),
            "staff": self.tr("works with projects, photos and jobs"),
            "worker": self.tr("processes jobs"),
            "admin": self.tr("everything, people too"),
        }.get(role or "", self.tr("removed; the login stays closed"))

    def _row(self, person: Person) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "card")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(2 * SPACE)
        name, role = QLabel(person.login), QLabel(self.role_word(person.role))
        name.setProperty("kind", "strong")
        role.setProperty("kind", "muted")
        for label in (name, role):
            label.setTextFormat(Qt.TextFormat.PlainText)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 4)
        words.addWidget(name)
        words.addWidget(role)
        row.addLayout(words, 1)
        facts = QLabel(self._facts(person))
        facts.setProperty("kind", "muted")
        row.addWidget(facts)
        if self._may_manage and person.role is not None:
            remove = QPushButton(self.tr("Remove\u2026"))
            remove.setAccessibleName(self.tr("Remove {name}").format(name=person.login))
            remove.clicked.connect(
                lambda: self.tasks.start(("remove", person.login), self._remove(person), owner=self)
            )
            row.addWidget(remove)
        return frame

    def _facts(self, person: Person) -> str:
        here = self.tr("connected") if person.connections else ""
        since = (
            self.tr("invited {when} by {who}").format(when=ago(person.invited_at), who=person.invited_by)
            if person.invited_at is not None
            else self.tr("made by hand")
        )
        return " \u00b7 ".join(filter(None, (here, since)))

    async def _invite(self) -> None:
        dialog = InviteDialog(self)
        if not await finished(dialog):
            return
        login, role = dialog.given
        path = await choose_target(self, self.tr("Where to write the connection file"), f"{login}.packdesk")
        if path is None:
            return
        invitation = await self._host.invite(login, role, path)
        await self._load()
        await finished(InvitedDialog(invitation, path, self))

    async def _remove(self, person: Person) -> None:
        question = self.tr("Remove {name}?").format(name=person.login)
        text = self.tr("They lose access at once, open windows too. What they made stays.")
        if not await confirm(self, question, text, self.tr("Remove")):
            return
        outcome = await self._host.remove(person.login)
        await self._load()
        if outcome is not Removal.REMOVED:
            self.state.setText(
                self.tr(
                    "{name} may nothing here any more. The login itself stays, closed to Packdesk."
                ).format(name=person.login)
            )
            self.state.show()


class InviteDialog(QDialog):
    """Who, and what they may."""

    def __init__(self, parent: PeopleList) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Invite somebody"))
        self.given = "", Role.STAFF
        self.login = QLineEdit()
        self.login.setPlaceholderText("anna")
        self.login.setMaxLength(63)
        self.login.setAccessibleName(self.tr("Login"))
        self.role = ComboBox()
        self.role.setAccessibleName(self.tr("Role"))
        for role in (Role.STAFF, Role.VIEWER, Role.WORKER, Role.ADMIN):
            self.role.addItem(f"{role.value.capitalize()}: {parent.role_word(role.value)}", role.value)
        hint = QLabel(
            self.tr(
                "Small letters, digits, - and _. They get a file to connect with, and a password from you."
            )
        )
        hint.setWordWrap(True)
        hint.setProperty("kind", "muted")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Invite"))
        self._ok.setProperty("kind", "primary")
        self._ok.setEnabled(False)
        self.login.textChanged.connect(lambda text: self._ok.setEnabled(bool(text.strip())))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setSpacing(2 * SPACE)
        form.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        self.setMinimumWidth(_DIALOG_WIDTH)
        form.addRow(self.tr("Login"), self.login)
        form.addRow(self.tr("Role"), self.role)
        form.addRow(hint)
        form.addRow(self.buttons)

    @override
    def accept(self) -> None:
        self.given = self.login.text().strip(), Role(str(self.role.currentData()))
        super().accept()


class InvitedDialog(QDialog):
    """The password, this once."""

    def __init__(self, invitation: Invitation, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Invited"))
        text = QLabel(
            self.tr(
                "{name} opens this file with Packdesk and types the password below. It is shown this once: send the"
                " file, and tell the password by another way."
            ).format(name=invitation.login)
        )
        text.setWordWrap(True)
        self.password = QLineEdit(invitation.password)
        self.password.setReadOnly(True)
        self.password.setAccessibleName(self.tr("Password"))
        file = QLabel(str(path))
        file.setWordWrap(True)
        file.setTextFormat(Qt.TextFormat.PlainText)
        file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy the password"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setSpacing(2 * SPACE)
        form.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        self.setMinimumWidth(_DIALOG_WIDTH)
        form.addRow(text)
        form.addRow(self.tr("File"), file)
        form.addRow(self.tr("Password"), self.password)
        form.addRow(buttons)

    def _on_copy(self) -> None:
        self.password.selectAll()
        self.password.copy()
