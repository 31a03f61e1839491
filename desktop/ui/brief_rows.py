"""The form's repeated rows: features, points to compare, measurements, colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.pack import (
    MAX_DESCRIPTION_CHARACTERS,
    MAX_NAME_CHARACTERS,
    ComparisonPoint,
    Dimensions,
    Feature,
    Unit,
)
from desktop.ui.fields import ComboBox, DoubleSpinBox
from desktop.ui.icons import dress
from desktop.ui.marks import mark_icon
from desktop.ui.parts import IconButton
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class _Row(QWidget):
    """One row with a button that takes it out."""

    changed = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE)

    def _add_remove(self) -> None:
        button = IconButton("cross", self.tr("Remove this row"))
        button.clicked.connect(self.removed)
        self._row.addWidget(button)

    def _line(self, name: str, stretch: int, most: int = MAX_NAME_CHARACTERS) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setMaxLength(most)
        line.textChanged.connect(self.changed)
        self._row.addWidget(line, stretch)
        return line


class FeatureRow(_Row):
    """A feature's title and text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self._line(self.tr("Title"), 2)
        self.text = self._line(self.tr("What it means for the buyer"), 3, MAX_DESCRIPTION_CHARACTERS)
        self._add_remove()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.value.title or self.value.text)

    @property
    def value(self) -> Feature:
        """What was typed."""
        return Feature(self.title.text().strip(), self.text.text().strip())

    def show_value(self, feature: Feature) -> None:
        """Show a feature."""
        self.title.setText(feature.title)
        self.text.setText(feature.text)
        for line in (self.title, self.text):
            line.home(False)  # noqa: FBT003  # read from its beginning


class ComparisonRow(_Row):
    """What is compared, and what ours and others have: yes, no, or a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = self._line(self.tr("What is compared"), 3)
        self.ours = self._choice(self.tr("Ours"))
        self.others = self._choice(self.tr("Others"))
        self._add_remove()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        point = self.value
        return not point.label and point.ours is None and point.others is None

    @property
    def value(self) -> ComparisonPoint:
        """What was typed."""
        return ComparisonPoint(self.label.text().strip(), self._said(self.ours), self._said(self.others))

    def show_value(self, point: ComparisonPoint) -> None:
        """Show a point."""
        self.label.setText(point.label)
        for choice, said in ((self.ours, point.ours), (self.others, point.others)):
            if isinstance(said, bool):
                choice.setCurrentIndex(choice.findData(said))
            else:
                choice.setEditText(said or "")

    def _choice(self, name: str) -> QComboBox:
        choice = ComboBox()
        choice.setEditable(True)
        choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        choice.addItem("", None)
        choice.addItem(mark_icon("done", side=self.fontMetrics().height()), self.tr("Yes"), userData=True)
        choice.addItem(mark_icon("cross", side=self.fontMetrics().height()), self.tr("No"), userData=False)
        choice.setAccessibleName(name)
        choice.setIconSize(QSize(self.fontMetrics().height(), self.fontMetrics().height()))
        line = choice.lineEdit()
        if line is not None:
            line.setPlaceholderText(name)
            line.setMaxLength(MAX_NAME_CHARACTERS)
        choice.editTextChanged.connect(self.changed)
        self._row.addWidget(choice, 2)
        return choice

    def _said(self, choice: QComboBox) -> str | bool | None:
        text = choice.currentText().strip()
        at = choice.findText(text, Qt.MatchFlag.MatchFixedString)
        if text and at >= 0:
            return bool(choice.itemData(at))
        return text or None


class RowList(QWidget):
    """Rows that can be added up to a limit, and taken out again."""

    changed = Signal()

    def __init__(self, kind: type[Any], add_text: str, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._limit = limit
        self.rows: list[Any] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE)
        self.add_button = QPushButton(add_text)
        dress(self.add_button, "plus")
        side = self.fontMetrics().height()
        self.add_button.setIconSize(QSize(side, side))
        self.add_button.clicked.connect(self._on_add)
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addStretch(1)
        self._column.addLayout(line)
        self.setFocusProxy(self.add_button)

    def show_values(self, values: Iterable[Any]) -> None:
        """Show these and no others."""
        for row in list(self.rows):
            self._remove(row)
        for value in values:
            self._add().show_value(value)

    def _add(self) -> Any:
        row = self._kind()
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._remove(row))
        self._column.insertWidget(len(self.rows), row)
        self.rows.append(row)
        self.add_button.setVisible(len(self.rows) < self._limit)
        return row

    def _remove(self, row: Any) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add_button.setVisible(len(self.rows) < self._limit)
        self.changed.emit()

    def _on_add(self) -> None:
        row = self._add()
        row.findChild(QLineEdit).setFocus()
        self.changed.emit()


class DimensionsField(QWidget):
    """Length, width and height, each of which may be unknown."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self._sides = []
        for name in (self.tr("Length"), self.tr("Width"), self.tr("Height")):
            box = DoubleSpinBox()
            box.setRange(0, 100_000)
            box.setDecimals(2)
            box.setSpecialValueText(name)
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
            box.valueChanged.connect(self.changed)
            self._sides.append(box)
            row.addWidget(box, 1)
        self.unit = ComboBox()
        self.unit.setAccessibleName(self.tr("Unit"))
        self.unit.addItem(self.tr("cm"), Unit.CM.value)
        self.unit.addItem(self.tr("in"), Unit.INCH.value)
        self.unit.currentIndexChanged.connect(self.changed)
        row.addWidget(self.unit)
        self.setFocusProxy(self._sides[0])

    @property
    def value(self) -> Dimensions | None:
        """What was typed; None when no side is known."""
        length, width, height = (box.value() or None for box in self._sides)
        if not (length or width or height):
            return None
        return Dimensions(length, width, height, Unit(self.unit.currentData()))

    def show_value(self, dimensions: Dimensions | None) -> None:
        """Show measurements."""
        known = dimensions or Dimensions()
        for box, side in zip(self._sides, (known.length, known.width, known.height), strict=True):
            box.setValue(side or 0)
        self.unit.setCurrentIndex(self.unit.findData(known.unit.value))


class ColourField(QWidget):
    """A colour as ``#RRGGBB``, typed or picked; empty for the usual one."""

    changed = Signal()

    def __init__(self, name: str, usual: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = usual
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        label = QLabel(name)
        label.setProperty("kind", "muted")
        column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(SPACE // 2)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(usual)
        self.line.setMaxLength(7)
        self.line.textChanged.connect(self._on_typed)
        label.setBuddy(self.line)
        self.pick = QPushButton()
        self.pick.setAccessibleName(self.tr("Pick: {name}").format(name=name))
        self.pick.setToolTip(self.tr("Pick a colour"))
        self.pick.setStyleSheet("QPushButton { padding: 5px; } QPushButton:focus { padding: 4px; }")
        self.pick.clicked.connect(self._on_pick)
        row.addWidget(self.pick)
        row.addWidget(self.line, 1)
        column.addLayout(row)
        self.setFocusProxy(self.line)
        self._paint()

    @property
    def is_valid(self) -> bool:
        """Whether it is a colour, or empty."""
        return not self.value or _COLOUR.fullmatch(self.value) is not None

    @property
    def value(self) -> str:
        """What was typed."""
        return self.line.text().strip().upper()

    def show_value(self, colour: str) -> None:
        """Show a colour."""
        self.line.setText(colour)

    def _paint(self) -> None:
        side = max(18, self.fontMetrics().height())
        swatch = QPixmap(side, side)
        swatch.fill(QColor(self.value if self.value and self.is_valid else self._usual))
        self.pick.setIcon(QIcon(swatch))
        self.pick.setIconSize(QSize(side, side))

    def _on_typed(self) -> None:
        self._paint()
        self.changed.emit()

    def _on_pick(self) -> None:
        dialog = QColorDialog(QColor(self.value or self._usual), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self.line.setText(colour.name().upper()))
        dialog.open()
