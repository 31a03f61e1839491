"""The words of one A+ module, with counters that say how much room is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.core.aplus import (
    COLUMNS,
    MAX_BODY_CHARACTERS,
    MAX_BULLETS_CHARACTERS,
    MAX_COLUMN_CHARACTERS,
    MAX_HEADLINE_CHARACTERS,
    MIN_BODY_CHARACTERS,
    MIN_HEADLINE_CHARACTERS,
    AplusModule,
    AplusText,
    longest_column,
    project_problems,
    shows_body,
    shows_bullets,
    text_problems,
)
from desktop.core.pack import Brief
from desktop.ui.brief_form import Field
from desktop.ui.known_words import in_words
from desktop.ui.parts import dress
from desktop.ui.theme import SPACE, tokens


class AplusForm(QWidget):
    """Lives on the main thread. ``changed`` on every keystroke of the user's."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._module = AplusModule.IMAGE_WITH_SIDEBAR
        self._brief = Brief("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        self.headline = QLineEdit()
        self.body = self._editor(5)
        self.bullets = self._editor(4)
        text = self.tr(
            "The project's first {n} features stand below the pictures. You write them in the project."
        )
        self.features = QLabel(text.format(n=COLUMNS))
        self.features.setWordWrap(True)
        self.features.setProperty("kind", "muted")
        self._fields = {
            "headline": Field(self.tr("Headline"), self.headline),
            "body": Field(self.tr("Text"), self.body),
            "bullets": Field(self.tr("Bullets, one a line"), self.bullets),
            "features": Field(self.tr("Longest feature"), self.features),
        }
        self._counters = {}
        for name, field in self._fields.items():
            counter = QLabel()
            counter.setProperty("kind", "muted")
            field.add_to_top(counter)
            self._counters[name] = counter
            column.addWidget(field)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("kind", "bad")
        column.addWidget(self.problem)
        self.headline.textChanged.connect(self._on_changed)
        for editor in (self.body, self.bullets):
            editor.textChanged.connect(self._on_changed)
        self._make_room()
        self._count()

    def show_text(self, module: AplusModule, text: AplusText) -> None:
        """Show a module's words; it has only the fields it shows."""
        self._module = module
        with QSignalBlocker(self.headline), QSignalBlocker(self.body), QSignalBlocker(self.bullets):
            if self.headline.text() != text.headline:
                self.headline.setText(text.headline)
            for editor, words in ((self.body, text.body), (self.bullets, "\n".join(text.bullets))):
                if editor.toPlainText() != words:
                    editor.setPlainText(words)
        self._fields["body"].setVisible(shows_body(module))
        self._fields["bullets"].setVisible(shows_bullets(module))
        self._fields["features"].setVisible(module is AplusModule.FOUR_IMAGES_WITH_TEXT)
        self._count()

    def show_brief(self, brief: Brief) -> None:
        """What the project has for the module: said where it is too much or too little, and written elsewhere."""
        self._brief = brief
        self._count()

    @property
    def value(self) -> AplusText:
        """What was typed."""
        bullets = (line.strip() for line in self.bullets.toPlainText().splitlines())
        return AplusText(
            headline=self.headline.text().strip(),
            body=self.body.toPlainText().strip() if shows_body(self._module) else "",
            bullets=tuple(line for line in bullets if line) if shows_bullets(self._module) else (),
        )

    @property
    def problems(self) -> tuple[str, ...]:
        """What breaks a limit of the words that are written here."""
        return text_problems(self._module, self.value)

    def _editor(self, lines: int) -> QPlainTextEdit:
        editor = QPlainTextEdit()
        editor.setTabChangesFocus(True)
        editor.setProperty("lines", lines)
        return editor

    def _make_room(self) -> None:
        """So many lines are seen, whatever the size of the text."""
        for editor in (self.body, self.bullets):
            editor.setFixedHeight(
                self.fontMetrics().lineSpacing() * int(editor.property("lines")) + 3 * SPACE
            )

    def _on_changed(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        text = self.value
        listed = sum(len(bullet) for bullet in text.bullets)
        for name, n, least, most in (
            ("headline", len(text.headline), MIN_HEADLINE_CHARACTERS, MAX_HEADLINE_CHARACTERS),
            ("body", len(text.body), MIN_BODY_CHARACTERS, MAX_BODY_CHARACTERS),
            ("bullets", listed, 0, MAX_BULLETS_CHARACTERS),
            ("features", longest_column(self._brief.features), 0, MAX_COLUMN_CHARACTERS),
        ):
            limits = f"{least:,}\u2013{most:,}" if least else f"{most:,}"
            self._counters[name].setText(f"{n:,} / {limits}")
            is_wrong = not least <= n <= most
            dress(self._counters[name], f"color: {tokens().bad}; font-weight: 600;" if is_wrong else "")
        stand_against = (*self.problems, *project_problems(self._module, self._brief))
        problems = [in_words(problem) for problem in stand_against]
        self.problem.setText("\n".join(problems))
        self.problem.setVisible(bool(problems))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "problem"):
            self._make_room()
