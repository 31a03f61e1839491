"""Connecting to a team's database: paste the string, see in plain words what is odd about it, test it step by step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.connection import Problem, Step
from desktop.core.errors import KnownError
from desktop.services.connections import read_connection
from desktop.ui.icons import dress
from desktop.ui.known_words import said
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.connection import Reading
    from desktop.ui.tasks import Tasks

_STEPS: Final = tuple(Step)


class Connector(Protocol):
    """What the form needs done; implemented at the front door."""

    @property
    def has_key_store(self) -> bool:
        """Whether passwords can be kept."""
        ...

    async def test(self, reading: Reading, on_step: Callable[[Step, str], None]) -> None:
        """Try it; ``on_step`` is called on the main thread. Raises KnownError."""
        ...

    async def read_certificate(self, path: Path) -> str:
        """The certificate in a file, as PEM text. Raises KnownError."""
        ...

    async def use(self, reading: Reading) -> None:
        """Keep it and work with it from now on."""
        ...


class ConnectForm(QWidget):
    """Lives on the main thread. ``back`` when the user would rather not."""

    back = Signal()

    def __init__(self, connector: Connector, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("connect")
        self.tasks = tasks
        self._connector = connector
        self._reading: Reading | None = None
        self._is_tested = False
        self._certificate = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        hint = QLabel(
            self.tr(
                "Paste the connection string of your team's database. In Supabase: your project, Connect,"
                " Session pooler. Your admin may also have sent you a .packdesk file: open that instead."
            )
        )
        hint.setWordWrap(True)
        hint.setProperty("kind", "muted")
        column.addWidget(hint)
        column.addLayout(self._fields())
        self._problems = QVBoxLayout()
        self._problems.setSpacing(SPACE)
        column.addLayout(self._problems)
        column.addLayout(self._make_steps())
        self._verdict = QLabel()
        self._verdict.setWordWrap(True)
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._verdict)
        column.addLayout(self._buttons())
        self._show_reading()

    def take(self, text: str) -> None:
        """Fill in a connection string that came some other way."""
        self.line.setText(text)

    def take_reading(self, reading: Reading) -> None:
        """Fill in what a connection file says."""
        self._certificate = reading.certificate
        self.password.setText(reading.password)
        self.line.setText(reading.dsn)
        self._show_certificate()
        self.password.setFocus()

    async def take_certificate(self, path: Path) -> None:
        """Check the server against the authority in this file from now on."""
        self._certificate = await self._connector.read_certificate(path)
        self._on_edited(self.line.text())
        self._show_certificate()

    @property
    def problem_texts(self) -> list[str]:
        """What is odd about the string, in words."""
        return (
            [] if self._reading is None else [self._in_words(problem) for problem in self._reading.problems]
        )

    @property
    def verdict(self) -> str:
        """How the test went."""
        return self._verdict.text()

    # -- how -----------------------------------------------------------------------------------------------

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(SPACE)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.line = QLineEdit()
        self.line.setPlaceholderText("postgresql://user@host:5432/postgres")
        self.line.textChanged.connect(self._on_edited)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.textChanged.connect(self._on_password_edited)
        form.addRow(self.tr("Connection string"), self.line)
        form.addRow(self.tr("Password"), self.password)
        kept = (
            self.tr("The password is kept in this computer's key store, never in a file.")
            if self._connector.has_key_store
            else self.tr("This computer has no key store: Packdesk asks for the password at every start.")
        )
        note = QLabel(kept)
        note.setWordWrap(True)
        note.setProperty("kind", "muted")
        form.addRow(note)
        self._certified = QLabel()
        self._certified.setWordWrap(True)
        self.certify = QPushButton(self.tr("Choose a file\u2026"))
        self.certify.setAccessibleName(self.tr("Choose the server's certificate file"))
        self.certify.clicked.connect(self._on_certify)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.certify)
        row.addWidget(self._certified, 1)
        form.addRow(self.tr("Server certificate"), row)
        self._show_certificate()
        for field, name in ((self.line, self.tr("Connection string")), (self.password, self.tr("Password"))):
            field.setAccessibleName(name)
        return form

    def _make_steps(self) -> QGridLayout:
        names = {
            Step.ADDRESS: self.tr("Name and port"),
            Step.TLS: self.tr("Encryption"),
            Step.LOGIN: self.tr("Login"),
            Step.SCHEMA: self.tr("Packdesk's tables"),
            Step.RIGHTS: self.tr("What you may do"),
            Step.NOTICES: self.tr("Changes arrive at once"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        grid.setColumnStretch(2, 1)
        self._steps: dict[Step, tuple[QLabel, QLabel]] = {}
        for row, step in enumerate(_STEPS):
            mark, told = QLabel(), QLabel()
            told.setProperty("kind", "muted")
            told.setWordWrap(True)
            dress(mark, "clock", "line")
            grid.addWidget(mark, row, 0)
            grid.addWidget(QLabel(names[step]), row, 1)
            grid.addWidget(told, row, 2)
            self._steps[step] = mark, told
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        self.test = QPushButton(self.tr("Test"))
        self.test.clicked.connect(self._on_test)
        self.connect_button = QPushButton(self.tr("Connect"))
        self.connect_button.setProperty("kind", "primary")
        self.connect_button.clicked.connect(self._on_connect)
        back = QPushButton(self.tr("Back"))
        back.setProperty("kind", "quiet")
        back.clicked.connect(self.back)
        row.addWidget(self.connect_button)
        row.addWidget(self.test)
        row.addStretch(1)
        row.addWidget(back)
        return row

    def _show_certificate(self) -> None:
        if self._certificate:
            text = self.tr("The server has to prove itself with it at every start.")
        else:
            text = self.tr(
                "In Supabase: Project Settings, Database, SSL Configuration, Download certificate."
            )
        self._certified.setText(text)
        self._certified.setProperty("kind", "" if self._certificate else "muted")

    def _on_certify(self) -> None:
        dialog = QFileDialog(self, self.tr("Server certificate"))
        dialog.setNameFilters([self.tr("Certificates (*.crt *.cer *.pem)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(
            lambda path: self.tasks.start(
                "certificate", self.take_certificate(Path(path)), owner=self, busy=self.certify
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_edited(self, text: str) -> None:
        reading = read_connection(text, self._certificate) if text.strip() else None
        if reading is not None and reading.password:
            # off the screen with it, and into the field made for it
            self.password.setText(reading.password)
            if reading.dsn:
                self.line.blockSignals(True)  # noqa: FBT003
                self.line.setText(_shown(text, reading))
                self.line.blockSignals(False)  # noqa: FBT003
        self._reading = reading
        self._is_tested = False
        self._show_reading()

    def _on_password_edited(self) -> None:
        self._is_tested = False
        self._show_reading()

    def _show_reading(self) -> None:
        while self._problems.count():
            item = self._problems.takeAt(0)
            item.widget().hide()
            item.widget().deleteLater()
        for text in self.problem_texts:
            self._problems.addWidget(_problem_row(text))
        for mark, told in self._steps.values():
            dress(mark, "clock", "line")
            told.clear()
        self._verdict.clear()
        is_usable = self._reading is not None and self._reading.is_usable
        self.test.setEnabled(is_usable)
        self.connect_button.setEnabled(is_usable)

    def _on_test(self) -> None:
        self.tasks.start("test connection", self._try(then_use=False), owner=self, busy=self.test)

    def _on_connect(self) -> None:
        self.tasks.start("test connection", self._try(then_use=True), busy=self.connect_button)

    async def _try(self, *, then_use: bool) -> None:
        reading = self._reading
        if reading is None:
            return
        chosen = replace(reading, password=self.password.text())
        if not self._is_tested:
            self._show_reading()
            self._verdict.setText(self.tr("Testing\u2026"))
            done: list[Step] = []
            try:
                await self._connector.test(chosen, lambda step, told: self._on_step(step, told, done))
            except KnownError as error:
                failed = _STEPS[len(done)] if len(done) < len(_STEPS) else _STEPS[-1]
                dress(self._steps[failed][0], "alert", "bad")
                self._verdict.setText(said(error))
                return
            self._is_tested = True
            self._verdict.setText(self.tr("Everything works."))
        if then_use:
            await self._connector.use(chosen)

    def _on_step(self, step: Step, told: str, done: list[Step]) -> None:
        done.append(step)
        mark, label = self._steps[step]
        is_odd = told == "polling" or (step is Step.TLS and told == "" and not self._is_local)
        label.setText(self._told(step, told))
        dress(mark, "alert" if is_odd else "check", "warn" if is_odd else "good")

    @property
    def _is_local(self) -> bool:
        return self._reading is not None and self._reading.is_local

    def _told(self, step: Step, told: str) -> str:
        if step is Step.TLS and not told:
            return (
                self.tr("not needed: nothing leaves this computer")
                if self._is_local
                else self.tr("none: others on the way can read along")
            )
        words = {
            "verified": self.tr("the server proved who it is"),
            "encrypted": self.tr("yes, but the server didn't prove who it is"),
            "viewer": self.tr("look at everything"),
            "staff": self.tr("work with projects, photos and jobs"),
            "worker": self.tr("process jobs"),
            "admin": self.tr("everything, people too"),
            "owner": self.tr("everything: this login owns the tables"),
            "live": self.tr("yes"),
            "polling": self.tr(
                "no: a pooler swallows them. Packdesk asks every two seconds; port 5432 is better."
            ),
        }
        return words.get(told, told)

    def _in_words(self, problem: Problem) -> str:
        return {
            Problem.NOT_A_STRING: self.tr(
                "This is not a connection string. It looks like postgresql://user@host:5432/database."
            ),
            Problem.INCOMPLETE: self.tr("The connection string names no host or no user. Copy all of it."),
            Problem.PLACEHOLDER: self.tr(
                "[YOUR-PASSWORD] stands for your password. Type the real one into the field below the string."
            ),
            Problem.UNESCAPED: self.tr(
                "The password holds characters that mean something else in such a string. Packdesk took what stands"
                " before the last @: check the password if the login is refused."
            ),
            Problem.TRANSACTION_POOLER: self.tr(
                "Port 6543 is the transaction pooler, which swallows change notices. Use the session pooler: the same"
                " string with port 5432."
            ),
            Problem.POOLER_USER: self.tr(
                "At the pooler a user name ends in a dot and your project's reference, like postgres.abcdefgh."
                " Copy the string from Supabase's Connect dialog again."
            ),
            Problem.WEAK_TLS: self.tr(
                "The connection will be encrypted, but nothing proves that it is your server at the other end."
                " Choose its certificate file to be sure."
            ),
            Problem.NO_TLS: self.tr(
                "The string allows a connection without encryption (sslmode): somebody on the way could read along."
                " Choose the server's certificate file to rule that out."
            ),
        }[problem]


def _problem_row(text: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "banner-warn")
    row = QHBoxLayout(frame)
    row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
    row.setSpacing(SPACE)
    mark, told = QLabel(), QLabel(text)
    dress(mark, "alert", "warn")
    told.setWordWrap(True)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(told, 1)
    return frame


def _shown(text: str, reading: Reading) -> str:
    """The string as pasted, without its password, where it is a URL; else as we would write it."""
    if text.strip().startswith("postgres") and "@" in text:
        scheme = text.strip().split("://", 1)[0]
        rest = text.strip().rsplit("@", 1)[1].rstrip("'\" ")
        return f"{scheme}://{reading.user}@{rest}"
    return reading.dsn
