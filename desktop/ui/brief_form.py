"""The form in which people say what they know about a product: for a new project, and to change it later."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core.pack import (
    DEFAULT_BRAND,
    DEFAULT_STYLE,
    MAX_DESCRIPTION_CHARACTERS,
    MAX_FEATURES,
    MAX_FEATURES_CHARACTERS,
    MAX_NAME_CHARACTERS,
    MAX_POINTS,
    MAX_POINTS_CHARACTERS,
    BrandKit,
    Brief,
    Style,
    features_width,
    points_width,
)
from desktop.core.records import DEFAULT_KIT, KitChoice
from desktop.ui.brief_rows import ColourField, ComparisonRow, DimensionsField, FeatureRow, RowList
from desktop.ui.fields import ComboBox
from desktop.ui.kit_field import KitField
from desktop.ui.parts import dress
from desktop.ui.theme import SPACE, tokens
from desktop.ui.words import style_name


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form holds."""

    brief: Brief
    style: Style
    brand: BrandKit
    kit: KitChoice = DEFAULT_KIT


class Field(QWidget):
    """A label above an input, and below it what is wrong with it, in words."""

    def __init__(self, label: str, field: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        self._top = QHBoxLayout()
        name = QLabel(label)
        name.setBuddy(field)
        self._top.addWidget(name)
        self._top.addStretch(1)
        column.addLayout(self._top)
        column.addWidget(field)
        self._below = QLabel()
        self._below.setWordWrap(True)
        self._below.hide()
        column.addWidget(self._below)
        self._field = field
        field.setAccessibleName(label.removesuffix(" *"))
        if hint:
            field.setAccessibleDescription(hint)

    @property
    def problem(self) -> str:
        """What is wrong, as shown."""
        return "" if self._below.isHidden() else self._below.text()

    def add_to_top(self, widget: QWidget) -> None:
        """Something at the right end of the label's line."""
        self._top.addWidget(widget)

    def complain(self, problem: str) -> None:
        """Say what is wrong; nothing takes it back."""
        self._below.setText(problem)
        dress(self._below, f"color: {tokens().bad};")
        self._below.setVisible(bool(problem))
        self._field.setAccessibleDescription(problem)


class BriefForm(QWidget):
    """Lives on the main thread. ``changed`` on every keystroke; ``asked_for`` a field that is to be seen."""

    changed = Signal()
    asked_for = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addLayout(self._build_names())
        column.addWidget(self._build_description())
        self._build_rows(column)
        self._build_look(column)
        column.addStretch(1)

    # -- in and out ----------------------------------------------------------------------------------------

    def fill(self, brief: Brief, style: str, brand: BrandKit, kit: KitChoice) -> None:
        """Show what is known."""
        self._is_filling = True
        self.kits.show_choice(kit)
        self.name.setText(brief.name)
        self.product_name.setText(brief.product_name)
        self.category.setText(brief.category)
        for line in (self.name, self.product_name, self.category):
            line.home(False)  # noqa: FBT003  # read from its beginning
        self.description.setPlainText(brief.description)
        self.features.show_values(brief.features)
        self.dimensions.show_value(brief.dimensions)
        self.comparison.show_values(brief.comparison)
        self.style_choice.setCurrentIndex(max(0, self.style_choice.findData(style)))
        for name, field in self._colours.items():
            value = getattr(brand, name)
            field.show_value("" if value == getattr(DEFAULT_BRAND, name) else value)
        self._is_filling = False
        self._on_changed()

    def focus_on(self, fact: str) -> None:
        """Put the cursor where an image's question is answered: ``features``, ``dimensions``, ``comparison`` ..."""
        places: dict[str, QWidget] = {
            "features": self.features,
            "dimensions": self.dimensions,
            "comparison": self.comparison,
            "description": self.description,
        }
        place = places.get(fact)
        if place is None:
            return
        for rows in (self.features, self.comparison):
            if place is rows and not rows.rows:
                rows.add_button.click()
        field = place.findChild(QLineEdit) if isinstance(place, RowList) else place
        (field or place).setFocus()
        self.asked_for.emit(place)

    @property
    def value(self) -> Filled:
        """What was typed; call ``validate`` first."""
        brief = Brief(
            name=self.name.text().strip(),
            product_name=self.product_name.text().strip(),
            category=self.category.text().strip(),
            description=self.description.toPlainText().strip(),
            features=tuple(row.value for row in self.features.rows if not row.is_empty),
            dimensions=self.dimensions.value,
            comparison=tuple(row.value for row in self.comparison.rows if not row.is_empty),
        )
        brand = BrandKit(
            self._colours["primary"].value or DEFAULT_BRAND.primary,
            self._colours["secondary"].value or DEFAULT_BRAND.secondary,
            self._colours["accent"].value or DEFAULT_BRAND.accent,
        )
        return Filled(brief, Style(self.style_choice.currentData()), brand, self.kits.choice)

    def validate(self, *, only_shown: bool = False) -> bool:
        """Say below each field what is wrong with it; whether nothing is.

        With ``only_shown`` complaints are taken back, but no new one is made: nobody is blamed while still typing.
        """
        fine = True
        first: QWidget | None = None
        for field, widget, problem in self._problems():
            if not only_shown or field.problem:
                field.complain(problem)
            if problem:
                fine = False
                first = first or widget
        if first is not None and not only_shown:
            first.setFocus()
        return fine

    def _problems(self) -> list[tuple[Field, QWidget, str]]:
        name = self.name.text().strip()
        told = self.description.toPlainText().strip()
        over = len(told) - MAX_DESCRIPTION_CHARACTERS
        features = [row.value for row in self.features.rows]
        points = [row.value for row in self.comparison.rows]
        untitled = any(feature.text and not feature.title for feature in features)
        unlabelled = any(not row.is_empty and not row.value.label for row in self.comparison.rows)
        wrong_colour = any(not field.is_valid for field in self._colours.values())
        return [
            (self._name, self.name, "" if name else self.tr("Give the project a name.")),
            (
                self._description,
                self.description,
                self.tr("{n} characters too many. Shorten it.").format(n=over) if over > 0 else "",
            ),
            (
                self._features,
                self.features,
                self.tr("Each feature needs a title, a few words.")
                if untitled
                else self._too_long(features_width(features) - MAX_FEATURES_CHARACTERS),
            ),
            (
                self._comparison,
                self.comparison,
                self.tr("Say what is compared, for instance \u201cWarranty\u201d.")
                if unlabelled
                else self._too_long(points_width(points) - MAX_POINTS_CHARACTERS),
            ),
            (
                self._brand,
                next((f for f in self._colours.values() if not f.is_valid), self._brand),
                self.tr("Write a colour like #1F5FD1, or leave it empty.") if wrong_colour else "",
            ),
        ]

    def _too_long(self, over: int) -> str:
        if over <= 0:
            return ""
        return self.tr("{n} characters too many for one picture. Shorten them, or leave some out.").format(
            n=over
        )

    # -- built once ----------------------------------------------------------------------------------------

    def _build_names(self) -> QGridLayout:
        self.name, self.product_name, self.category = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.name, self.product_name, self.category):
            line.setMaxLength(MAX_NAME_CHARACTERS)
            line.textChanged.connect(self._on_changed)
        self.name.setPlaceholderText(self.tr("For instance: Steel bottle, spring"))
        self.product_name.setPlaceholderText(self.tr("As it stands in headlines"))
        self.category.setPlaceholderText(self.tr("For instance: Kitchen"))
        self._name = Field(self.tr("Project name *"), self.name)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(2 * SPACE)
        grid.addWidget(self._name, 0, 0, 1, 2)
        grid.addWidget(Field(self.tr("Product name"), self.product_name), 1, 0)
        grid.addWidget(Field(self.tr("Category"), self.category), 1, 1)
        return grid

    def _build_description(self) -> QWidget:
        self.description = QPlainTextEdit()
        self.description.setTabChangesFocus(True)
        self.description.setPlaceholderText(self.tr("What it is and what it is good for, in your own words"))
        self.description.setMinimumHeight(self.description.fontMetrics().lineSpacing() * 4 + 3 * SPACE)
        self.description.setMaximumHeight(self.description.fontMetrics().lineSpacing() * 7 + 3 * SPACE)
        self.description.textChanged.connect(self._on_changed)
        self.counter = QLabel()
        self.counter.setProperty("kind", "muted")
        self._description = Field(self.tr("Description"), self.description)
        self._description.add_to_top(self.counter)
        self._count()
        return self._description

    def _build_rows(self, column: QVBoxLayout) -> None:
        self.features = RowList(FeatureRow, self.tr("Add a feature"), MAX_FEATURES)
        self._features = Field(self.tr("Features (up to {n})").format(n=MAX_FEATURES), self.features)
        self.dimensions = DimensionsField()
        self.comparison = RowList(ComparisonRow, self.tr("Add a point to compare"), MAX_POINTS)
        self._comparison = Field(self.tr("Compared with others"), self.comparison)
        for field in (self.features, self.comparison, self.dimensions):
            field.changed.connect(self._on_changed)
        column.addWidget(self._features)
        column.addWidget(Field(self.tr("Measurements"), self.dimensions))
        column.addWidget(self._comparison)

    def _build_look(self, column: QVBoxLayout) -> None:
        self.style_choice = ComboBox()
        for style in Style:
            self.style_choice.addItem(style_name(style), style.value)
        self.style_choice.setCurrentIndex(self.style_choice.findData(DEFAULT_STYLE.value))
        self._colours = {
            "primary": ColourField(self.tr("Main colour"), DEFAULT_BRAND.primary),
            "secondary": ColourField(self.tr("Second colour"), DEFAULT_BRAND.secondary),
            "accent": ColourField(self.tr("Accent"), DEFAULT_BRAND.accent),
        }
        colours = QWidget()
        row = QHBoxLayout(colours)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        for field in self._colours.values():
            row.addWidget(field, 1)
            field.changed.connect(self._on_changed)
        self._brand = Field(self.tr("Colours of its own, instead of the brand kit's"), colours)
        self.kits = KitField()
        self.kits.currentIndexChanged.connect(lambda _: self._on_changed())
        column.addWidget(Field(self.tr("Style of the images"), self.style_choice))
        column.addWidget(Field(self.tr("Brand kit"), self.kits))
        column.addWidget(self._brand)

    def _count(self) -> None:
        used = len(self.description.toPlainText())
        self.counter.setText(f"{used:,} / {MAX_DESCRIPTION_CHARACTERS:,}")
        over = used > MAX_DESCRIPTION_CHARACTERS
        dress(self.counter, f"color: {tokens().bad}; font-weight: 600;" if over else "")

    def _on_changed(self) -> None:
        if self._is_filling:
            return
        self._count()
        self.validate(only_shown=True)
        self.changed.emit()
