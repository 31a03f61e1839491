"""One brand kit: name, logo, colours and font, with an image made by the engine that shows what they come to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.pack import DEFAULT_BRAND, BrandFont, Brief, Feature, Style
from desktop.services.brand_kits import MAX_KIT_NAME_CHARACTERS
from desktop.ui.asking import choose_photos
from desktop.ui.brief_form import Field
from desktop.ui.brief_rows import ColourField
from desktop.ui.fields import ComboBox
from desktop.ui.known_words import said
from desktop.ui.parts import dress, room_for
from desktop.ui.tasks import async_slot
from desktop.ui.theme import RADIUS, SPACE, tokens
from desktop.ui.thumbnails import decode_aside, fetch
from desktop.ui.words import font_name, style_name

if TYPE_CHECKING:
    from desktop.core.records import BrandKitRow
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_PREVIEW_SIDE: Final = 340
_SETTLE_MS: Final = 350
"""The preview is made when nothing has changed for so long."""


class BrandKitDialog(QDialog):
    """Open it with ``asking.finished``; ``submitted`` when the form is in order and Save was pressed.

    The owner stores ``value`` and calls ``accept``, or ``complain``.
    """

    submitted = Signal()

    def __init__(
        self, backend: Backend, tasks: Tasks, kit: BrandKitRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._backend = backend
        self._kit = kit
        self._logo_sha256 = kit.logo_sha256
        self._is_stale = False
        self.setWindowTitle(self.tr("Brand kit") if kit.id else self.tr("New brand kit"))
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._preview_again)
        self._build()
        self._fill(kit)
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * 70 + _PREVIEW_SIDE, metrics.lineSpacing() * 40)
        self.resize(wanted.boundedTo(room_for(self)))
        self._make_room()
        self._show_logo()
        self._preview_again()

    @property
    def value(self) -> BrandKitRow:
        """What was chosen."""
        return replace(
            self._kit,
            name=self.name.text().strip(),
            primary=self.primary.value or DEFAULT_BRAND.primary,
            secondary=self.secondary.value or DEFAULT_BRAND.secondary,
            accent=self.accent.value or DEFAULT_BRAND.accent,
            font=str(self.font_choice.currentData()),
            logo_sha256=self._logo_sha256,
            is_default=self.default.isChecked(),
        )

    def complain(self, problem: str) -> None:
        """Say why it could not be stored; the user may try again."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.save.setEnabled(True)

    # -- built once ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        title = QLabel(self.windowTitle())
        title.setProperty("kind", "title")
        column.addWidget(title)
        sides = QHBoxLayout()
        sides.setSpacing(3 * SPACE)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._form = self._build_form()
        scroll.setWidget(self._form)
        self._scroll = scroll
        sides.addWidget(scroll, 1)
        sides.addLayout(self._build_preview())
        column.addLayout(sides, 1)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.setProperty("kind", "bad")
        self._problem.hide()
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addStretch(1)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = QPushButton(self.tr("Save"))
        self.save.setProperty("kind", "primary")
        self.save.clicked.connect(self._on_save)
        for button in (cancel, self.save):
            row.addWidget(button)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self.save)
        self.save.setDefault(True)
        column.addLayout(row)

    def _build_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, SPACE, 0)
        column.setSpacing(2 * SPACE)
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_KIT_NAME_CHARACTERS)
        self.name.setPlaceholderText(self.tr("For instance: Acme, summer"))
        self._name = Field(self.tr("Name *"), self.name)
        column.addWidget(self._name)
        column.addWidget(self._build_logo())
        self.primary = ColourField(self.tr("Main colour"), DEFAULT_BRAND.primary)
        self.secondary = ColourField(self.tr("Second colour"), DEFAULT_BRAND.secondary)
        self.accent = ColourField(self.tr("Accent"), DEFAULT_BRAND.accent)
        colours = QWidget()
        lines = QVBoxLayout(colours)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(SPACE)
        for field in (self.primary, self.secondary, self.accent):
            lines.addWidget(field)
            field.changed.connect(self._settle.start)
        self._colours = Field(self.tr("Colours"), colours)
        column.addWidget(self._colours)
        self.font_choice = ComboBox()
        for font in BrandFont:
            self.font_choice.addItem(font_name(font), font.value)
        self.font_choice.currentIndexChanged.connect(lambda _: self._settle.start())
        column.addWidget(Field(self.tr("Font of headlines"), self.font_choice))
        self.default = QCheckBox(self.tr("For every project that has chosen none"))
        column.addWidget(self.default)
        column.addStretch(1)
        return form

    def _build_logo(self) -> Field:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        self.logo = QLabel(self.tr("No logo"))
        self.logo.setFixedHeight(8 * SPACE)
        self.logo.setMinimumWidth(14 * SPACE)
        self.logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self.logo, f"border: 1px dashed {tokens().line}; border-radius: {RADIUS}px;")
        choose = QPushButton(self.tr("Choose\u2026"))
        choose.setAccessibleName(self.tr("Choose a logo"))
        choose.clicked.connect(self._on_choose)
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.setAccessibleName(self.tr("Remove the logo"))
        self.remove.clicked.connect(lambda: self._take(None))
        row.addWidget(self.logo, 1)
        row.addWidget(choose)
        row.addWidget(self.remove)
        self.logo.setToolTip(self.tr("Best a PNG with a transparent background"))
        return Field(self.tr("Logo"), box)

    def _build_preview(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        self.preview = QLabel(self.tr("Making a preview\u2026"))
        self.preview.setFixedSize(_PREVIEW_SIDE, _PREVIEW_SIDE)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setWordWrap(True)
        self.preview.setAccessibleName(self.tr("Preview"))
        dress(self.preview, f"border: 1px solid {tokens().line};")
        self.style_choice = ComboBox()
        self.style_choice.setAccessibleName(self.tr("Style of the preview"))
        for style in Style:
            self.style_choice.addItem(style_name(style), style.value)
        self.style_choice.currentIndexChanged.connect(lambda _: self._settle.start())
        note = QLabel(self.tr("As an infographic, in this style:"))
        note.setProperty("kind", "muted")
        column.addWidget(self.preview)
        column.addWidget(note)
        column.addWidget(self.style_choice)
        column.addStretch(1)
        return column

    def _fill(self, kit: BrandKitRow) -> None:
        self.name.setText(kit.name)
        self.primary.show_value(kit.primary)
        self.secondary.show_value(kit.secondary)
        self.accent.show_value(kit.accent)
        self.font_choice.setCurrentIndex(max(0, self.font_choice.findData(kit.font)))
        self.default.setChecked(kit.is_default)
        self.name.setFocus()

    # -- what happens --------------------------------------------------------------------------------------

    def _on_save(self) -> None:
        self._name.complain("" if self.name.text().strip() else self.tr("Give the brand kit a name."))
        self._colours.complain("" if self._has_colours else self.tr("Write each colour like #1F5FD1."))
        if not self.name.text().strip():
            self.name.setFocus()
        elif self._has_colours:
            self.save.setEnabled(False)
            self._problem.hide()
            self.submitted.emit()

    @property
    def _has_colours(self) -> bool:
        return all(field.is_valid for field in (self.primary, self.secondary, self.accent))

    @async_slot
    async def _on_choose(self) -> None:
        paths = await choose_photos(self, self.tr("Choose a logo"), self.tr("Pictures"), several=False)
        if not paths:
            return
        try:
            taken = await self._backend.call(self._backend.services.brand_kits.take_logo(paths[0]))
        except KnownError as error:
            self.complain(said(error))
        else:
            self._problem.hide()
            self._take(taken)

    def _take(self, sha256: str | None) -> None:
        self._logo_sha256 = sha256
        self._show_logo()
        self._settle.start()

    def _show_logo(self) -> None:
        self.remove.setVisible(self._logo_sha256 is not None)
        self.logo.setPixmap(QPixmap())
        self.logo.setText(self.tr("No logo") if self._logo_sha256 is None else "\u2026")
        if self._logo_sha256 is not None:
            sha256 = self._logo_sha256
            self.tasks.start(("logo", id(self), sha256), self._load_logo(sha256), owner=self)

    async def _load_logo(self, sha256: str) -> None:
        try:
            image = await self._backend.call(fetch(self._backend.services, sha256, 400))
        except KnownError as error:
            self.complain(said(error))
            return
        if sha256 == self._logo_sha256 and not image.isNull():
            room = self.logo.size() - QSize(2 * SPACE, SPACE)
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(QPixmap.fromImage(image).scaled(room, keep, smooth))

    def _preview_again(self) -> None:
        self._is_stale = True
        self.tasks.start(("preview", id(self)), self._make_preview(), owner=self)

    async def _make_preview(self) -> None:
        """The newest state is made, however often it has changed meanwhile."""
        while self._is_stale:
            self._is_stale = False
            if not self._has_colours:
                return
            brief = Brief(
                name=self.tr("Your product"),
                features=(
                    Feature(self.tr("What it is good at")),
                    Feature(self.tr("What is special")),
                    Feature(self.tr("What buyers ask for")),
                ),
            )
            style = Style(self.style_choice.currentData())
            work = self._backend.services.brand_kits.preview(self.value, brief, style)
            try:
                image = await self._backend.call(decode_aside(work))
            except KnownError as error:
                self.preview.setText(said(error))
                continue
            ratio = self.devicePixelRatioF()
            side = round(_PREVIEW_SIDE * ratio)
            pixmap = QPixmap.fromImage(image).scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            pixmap.setDevicePixelRatio(ratio)
            self.preview.setPixmap(pixmap)

    # -- Qt ------------------------------------------------------------------------------------------------

    def _make_room(self) -> None:
        """No field is cut off where the text is large."""
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self._scroll.setMinimumWidth(self._form.minimumSizeHint().width() + bar)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_scroll"):
            self._make_room()
