"""The search of jobs: what is typed, filters one click away, the errors that occur most, and what wasn't understood."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSettings, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.services.search import KEYS, STATES, parse, with_token
from desktop.ui.flow import FlowLayout
from desktop.ui.job_words import count_text, translate
from desktop.ui.known_words import in_words
from desktop.ui.saved_filters import SavedFilters, chip_style
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.activity import ErrorGroup
    from desktop.core.lists import Filters
    from desktop.services.search import Problem

_TYPING_PAUSE_MS: Final = 250
_KEY: Final = "jobs/filters"
_ERROR_CHARACTERS: Final = 48


def built_in_filters() -> list[tuple[str, str]]:
    """Names and search texts of the filters that come with the program."""
    return [
        (translate("JobWords", "All"), ""),
        (translate("JobWords", "Running"), "state:running,stalled"),
        (translate("JobWords", "Waiting"), "state:queued,scheduled,retrying"),
        (translate("JobWords", "Failed"), "state:failed"),
        (translate("JobWords", "Failed today"), "state:failed age:today"),
        (translate("JobWords", "Packs"), "type:pack"),
        (translate("JobWords", "Waiting over 10 min"), "state:queued age:>10m"),
    ]


def explain(problem: Problem) -> str:
    """What is wrong with a part of a search text, and what would be right."""
    match problem.kind:
        case "key":
            return translate(
                "JobWords",
                '"{text}" is no filter. There are: {known}. Put it in quotes to look for the words.',
            ).format(text=problem.text, known=", ".join(f"{key}:" for key in KEYS))
        case "state":
            return translate("JobWords", '"{text}" is no state. There are: {known}.').format(
                text=problem.text, known=", ".join(STATES)
            )
        case "age":
            return translate(
                "JobWords", '"{text}" is no age. Write age:>1h for older than an hour, age:<2d, or age:today.'
            ).format(text=problem.text)
        case _:
            return translate("JobWords", '"{text}" still lacks what to look for.').format(text=problem.text)


class SearchField(QLineEdit):
    """One line; ``asked`` when the typing pauses."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Search jobs, or state:failed project:mug age:>1h"))
        self.setAccessibleName(self.tr("Search jobs"))
        self.setAccessibleDescription(
            self.tr("Words, and filters: {keys}").format(keys=": ".join(KEYS) + ":")
        )
        self.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.asked)
        self.textChanged.connect(lambda _: self._typing.start())
        self.returnPressed.connect(self._ask_now)

    def put(self, text: str) -> None:
        """Search for this at once."""
        self.setText(text)
        self._ask_now()

    def _ask_now(self) -> None:
        self._typing.stop()
        self.asked.emit()


class JobsSearch(QWidget):
    """Chips, errors and problems under the search field; ``changed`` when something else is to be shown."""

    changed = Signal()

    def __init__(self, field: SearchField, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.saved = SavedFilters(settings, _KEY, built_in_filters, everything=self.tr("Every job"))
        self.saved.chosen.connect(field.put)
        column.addWidget(self.saved)
        self._errors = QWidget()
        self._errors.setAccessibleName(self.tr("Errors"))
        self._error_row = FlowLayout(self._errors)
        self._errors.hide()
        column.addWidget(self._errors)
        self._problems = QFrame()
        self._problems.setProperty("kind", "banner-warn")
        inside = QHBoxLayout(self._problems)
        inside.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        inside.addWidget(self._problem)
        self._problems.hide()
        column.addWidget(self._problems)
        field.asked.connect(self._on_asked)
        self._dress()

    @property
    def filters(self) -> Filters:
        """What is asked for, as of now."""
        return parse(self.field.text(), datetime.now().astimezone()).filters

    @property
    def problem(self) -> str:
        """What wasn't understood, as shown."""
        return "" if self._problems.isHidden() else self._problem.text()

    @property
    def has_groups(self) -> bool:
        """Whether any errors are shown."""
        return self._error_row.count() > 0

    def show_groups(self, groups: Sequence[ErrorGroup]) -> None:
        """Show which errors occur most; nothing where there are none."""
        while (item := self._error_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for group in groups:
            kind = in_words(group.kind) or self.tr("No reason given")
            shown = (
                kind if len(kind) <= _ERROR_CHARACTERS else kind[: _ERROR_CHARACTERS - 1].rstrip() + "\u2026"
            )
            chip = QPushButton(f"{count_text(group.jobs)} \u00d7 {shown}")
            chip.setProperty("kind", "error")
            chip.setToolTip(kind)
            chip.setAccessibleName(
                self.tr("Show the {n} jobs that failed with: {error}").format(n=group.jobs, error=kind)
            )
            chip.setEnabled(bool(group.kind))
            chip.clicked.connect(lambda _=False, kind=group.kind: self._on_group(kind))
            self._error_row.addWidget(chip)
        self._errors.setVisible(bool(groups))

    def _dress(self) -> None:
        style = chip_style()
        if style != self.styleSheet():
            self.setStyleSheet(style)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_problem"):
            self._dress()

    def _on_asked(self) -> None:
        problems = parse(self.field.text(), datetime.now().astimezone()).problems
        self._problem.setText("\n".join(explain(problem) for problem in problems))
        self._problems.setAccessibleName(self._problem.text())
        self._problems.setVisible(bool(problems))
        self.saved.mark(self.field.text())
        self.changed.emit()

    def _on_group(self, kind: str) -> None:
        text = with_token(self.field.text(), "state", "failed")
        self.field.put(with_token(text, "error", "=" + kind))
