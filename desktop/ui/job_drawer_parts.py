"""What the drawer of a job is put together from: folds, attempts, facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.ui.job_words import duration, outcome_look, translate
from desktop.ui.known_words import in_words
from desktop.ui.marks import mark_pixmap
from desktop.ui.parts import ElidedLabel
from desktop.ui.theme import SPACE
from desktop.ui.words import exact, inks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.records import Attempt

_MOST_LINES = 18


class Fold(QWidget):
    """A heading that opens and closes a text to read and copy."""

    toggled = Signal(bool)

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        row = QHBoxLayout()
        self._title = title
        self.button = QPushButton()
        self.button.setAccessibleName(title)
        self.button.setProperty("kind", "link")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._on_toggled)
        copy = QPushButton(self.tr("Copy"))
        copy.setProperty("kind", "quiet")
        copy.setAccessibleName(self.tr("Copy {what}").format(what=title))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(copy)
        column.addLayout(row)
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(title)
        self._text.setTabChangesFocus(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._lines = min(_MOST_LINES, text.count("\n") + 2)
        self._text.hide()
        column.addWidget(self._text)
        self._dress()

    @property
    def is_open(self) -> bool:
        """Whether the text shows."""
        return self.button.isChecked()

    def open(self, is_open: bool) -> None:
        """Show or hide the text."""
        self.button.setChecked(is_open)

    def _on_toggled(self, is_open: bool) -> None:
        self._text.setVisible(is_open)
        self._dress()
        self.toggled.emit(is_open)

    def _dress(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * 0.92)
        self._text.setFont(font)
        self._text.setFixedHeight(QFontMetrics(font).lineSpacing() * self._lines + 4 * SPACE)
        self.button.setText(("\u25be " if self.is_open else "\u25b8 ") + self._title)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange} and hasattr(self, "_lines"):
            self._dress()


class AttemptCard(QWidget):
    """One try at a job: what came of it, when, by whom, how long, and why not."""

    def __init__(self, attempt: Attempt, worker: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = outcome_look(attempt.outcome)
        took = duration(max(0.0, (attempt.ended_at - attempt.started_at).total_seconds()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        side = round(QFontMetrics(self.font()).height() * 0.95)
        mark = QLabel()
        mark.setPixmap(mark_pixmap(look.mark, inks(look.tone)[0], side))
        rail = QVBoxLayout()
        rail.setSpacing(2)
        rail.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.VLine)
        rail.addWidget(line, 1, Qt.AlignmentFlag.AlignHCenter)
        row.addLayout(rail)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.setContentsMargins(0, 0, 0, SPACE)
        title = QLabel(translate("JobWords", "{n}. {outcome}").format(n=attempt.attempt, outcome=look.word))
        title.setProperty("kind", "strong")
        column.addWidget(title)
        started = f"{attempt.started_at.astimezone():%H:%M:%S}"
        told = [
            translate("JobWords", "began {time}").format(time=started),
            translate("JobWords", "took {time}").format(time=took),
            worker,
        ]
        when = QLabel(" \u00b7 ".join(part for part in told if part))
        when.setProperty("kind", "muted")
        when.setWordWrap(True)
        when.setToolTip(f"{exact(attempt.started_at)} \u2013 {exact(attempt.ended_at)}")
        column.addWidget(when)
        self.fold: Fold | None = None
        if attempt.error:
            column.addWidget(reading(in_words(attempt.error)))
        if attempt.traceback:
            self.fold = Fold(translate("JobWords", "Traceback"), attempt.traceback)
            column.addWidget(self.fold)
        row.addLayout(column, 1)
        self.setAccessibleName(f"{title.text()}, {when.text()}. {in_words(attempt.error or '')}")


class Facts(QWidget):
    """Names and values, one a line; values can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(2 * SPACE)
        self._form.setVerticalSpacing(SPACE // 2)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._values: dict[str, QLabel] = {}

    def show_facts(self, facts: Sequence[tuple[str, str]], *, elided: Sequence[str] = ()) -> None:
        """Show these; lines stay where they are while their names are the same.

        Those named in ``elided`` stay on one line, cut off where there is no room.
        """
        told = [(name, value) for name, value in facts if value]
        if [name for name, _ in told] != list(self._values):
            while self._form.rowCount():
                self._form.removeRow(0)
            self._values = {}
            for name, _ in told:
                label = QLabel(name)
                label.setProperty("kind", "muted")
                # an id is one long word, which can't be wrapped
                self._values[name] = ElidedLabel() if name in elided else reading("")
                self._form.addRow(label, self._values[name])
        for name, value in told:
            if self._values[name].text() != value:
                self._values[name].setText(value)
                self._values[name].setAccessibleName(f"{name}: {value}")


def reading(text: str) -> QLabel:
    """A text that wraps anywhere and can be selected."""
    label = QLabel(text)
    label.setWordWrap(True)
    # however long a word is, the whole drawer must not become wider for it
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def heading(text: str) -> QLabel:
    """Stands above a section."""
    label = QLabel(text)
    label.setProperty("kind", "strong")
    return label
