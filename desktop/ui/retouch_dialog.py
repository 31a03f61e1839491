"""Correcting a photo's cut-out by hand: a brush that keeps and removes, undo, and a look at what it comes to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.ui.asking import confirm
from desktop.ui.flow import FlowLayout
from desktop.ui.known_words import in_words, said
from desktop.ui.parts import IconButton, dress, room_for
from desktop.ui.retouch_canvas import LEAST_RADIUS, MOST_RADIUS, RetouchCanvas
from desktop.ui.theme import SPACE, tokens
from desktop.ui.thumbnails import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from desktop.core.records import Photo
    from desktop.core.retouching import PhotoMask, Stroke
    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

_MOST_STEPS: Final = 40
_SIZES: Final = 100


class RetouchDialog(QDialog):
    """Open it with ``asking.finished``; lives on the main thread. ``kept`` when a mask was stored, or taken back."""

    kept = Signal()

    def __init__(self, backend: Backend, tasks: Tasks, photo: Photo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._backend = backend
        self._photo = photo
        self._steps: list[PhotoMask] = []
        self._at = -1
        self._saved_at = 0
        self._strokes: list[Stroke] = []
        self._found: PhotoMask | None = None
        self.setObjectName("retouch")
        self.setWindowTitle(self.tr("Correct the cut-out: {name}").format(name=photo.original_name))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.canvas = RetouchCanvas()
        self._build()
        self._build_keys()
        self.canvas.painted.connect(self._on_painted)
        self.canvas.zoomed.connect(lambda zoom: self.zoom_label.setText(f"{round(zoom * 100)} %"))
        self.resize(QSize(1080, 780).boundedTo(room_for(self)))
        self.canvas.show_picture(None, self.tr("Looking for the product\u2026"))
        self._set_busy(is_busy=True)
        self.tasks.start(("retouch", id(self)), self._begin(), owner=self)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to lose."""
        return self._at != self._saved_at or bool(self._strokes)

    @property
    def outline(self) -> PhotoMask | None:
        """Where the product is by now, once it is known."""
        return self._steps[self._at] if self._at >= 0 else None

    # -- built once ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        self.hint = QLabel(
            self.tr("Paint over what the red veil covers wrongly, or doesn't cover. The outline follows.")
        )
        self.hint.setWordWrap(True)
        column.addWidget(self.hint)
        self.canvas.setAccessibleName(self.tr("The photo, and what is left out of it"))
        self.canvas.setAccessibleDescription(
            self.tr("Arrow keys move the brush, Space paints, Shift with the arrow keys moves the picture.")
        )
        column.addWidget(self.canvas, 1)
        column.addWidget(self._build_tools())
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        self.status = QLabel()
        self.status.setProperty("kind", "muted")
        self.status.setWordWrap(True)
        row.addWidget(self.status, 1)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.save = QPushButton(self.tr("Use this outline"))
        self.save.setProperty("kind", "primary")
        self.save.clicked.connect(self.store)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        column.addLayout(row)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _build_tools(self) -> QWidget:
        bar = QWidget()
        tools = FlowLayout(bar, spacing=SPACE)
        self.remove = self._choice(self.tr("Remove"), self.tr("Paint away what isn't the product (R)"))
        self.keep = self._choice(self.tr("Keep"), self.tr("Paint back what belongs to the product (K)"))
        group = QButtonGroup(self)
        for button in (self.remove, self.keep):
            group.addButton(button)
            tools.addWidget(button)
        self.remove.setChecked(True)
        self.keep.toggled.connect(self._on_brush)
        size = QLabel(self.tr("Brush"))
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(0, _SIZES)
        self.size_slider.setFixedWidth(15 * SPACE)
        self.size_slider.setAccessibleName(self.tr("Size of the brush"))
        self.size_slider.setToolTip(self.tr("Size of the brush ([ and ])"))
        self.size_slider.valueChanged.connect(self._on_size)
        self.size_slider.setValue(45)
        size.setBuddy(self.size_slider)
        self.refine = QCheckBox(self.tr("Refine"))
        self.refine.setChecked(True)
        self.refine.setToolTip(
            self.tr(
                "The outline follows the photo's edges near the brush; without it just the brush counts (E)"
            )
        )
        self.undo = self._icon("turn_left", self.tr("Undo"), "Ctrl+Z", lambda: self._go(-1))
        self.redo = self._icon("turn_right", self.tr("Redo"), "Ctrl+Shift+Z", lambda: self._go(1))
        self.reset = QPushButton(self.tr("Start over"))
        self.reset.setToolTip(self.tr("Back to what Packdesk finds by itself"))
        self.reset.clicked.connect(self._on_reset)
        self.on_white = self._choice(
            self.tr("On white"), self.tr("The product alone, as images will show it (B)")
        )
        self.on_white.toggled.connect(lambda is_on: self.canvas.show_result(is_on=is_on))
        self.zoom_label = QLabel("100 %")
        self.zoom_label.setAccessibleName(self.tr("Zoom"))
        fit = QPushButton(self.tr("Fit"))
        fit.setToolTip(f"{fit.text()} (0)")
        fit.clicked.connect(self.canvas.fit)
        # a line ends between groups, never inside one
        for group_of_tools in (
            (size, self.size_slider),
            (self.refine,),
            (self.undo, self.redo, self.reset),
            (self.on_white,),
            (
                self._icon("minus", self.tr("Smaller"), "-", lambda: self.canvas.zoom_by(-1)),
                self.zoom_label,
                self._icon("plus", self.tr("Larger"), "+", lambda: self.canvas.zoom_by(1)),
                fit,
            ),
        ):
            tools.addWidget(_side_by_side(group_of_tools))
        self._bar = bar
        self._dress()
        return bar

    def _dress(self) -> None:
        colours = tokens()
        dress(
            self._bar,
            f"QPushButton:checked {{ background: {colours.accent_soft}; border-color: {colours.accent};"
            f" color: {colours.accent}; }}",
        )

    def _choice(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setToolTip(tip)
        return button

    def _icon(self, mark: str, name: str, key: str, act: Callable[[], object]) -> IconButton:
        button = IconButton(mark, name, shortcut=key)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _build_keys(self) -> None:
        step = self.size_slider.value
        for keys, act in (
            # systems differ in what repeats: both are known here
            (QKeySequence("Ctrl+Z"), lambda: self._go(-1)),
            (QKeySequence("Ctrl+Shift+Z"), lambda: self._go(1)),
            (QKeySequence("Ctrl+Y"), lambda: self._go(1)),
            (QKeySequence(self.tr("Ctrl+Return")), self.store),
            (QKeySequence(self.tr("Ctrl+S")), self.store),
            (QKeySequence("["), lambda: self.size_slider.setValue(step() - 6)),
            (QKeySequence("]"), lambda: self.size_slider.setValue(step() + 6)),
        ):
            QShortcut(keys, self).activated.connect(act)
        self._keys: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_K: lambda: self.keep.setChecked(True),
            Qt.Key.Key_R: lambda: self.remove.setChecked(True),
            Qt.Key.Key_X: lambda: (self.remove if self.keep.isChecked() else self.keep).setChecked(True),
            Qt.Key.Key_B: self.on_white.click,
            Qt.Key.Key_E: self.refine.click,
            Qt.Key.Key_0: self.canvas.fit,
            Qt.Key.Key_1: lambda: self.canvas.zoom_to(1.0),
            Qt.Key.Key_Plus: lambda: self.canvas.zoom_by(1),
            Qt.Key.Key_Equal: lambda: self.canvas.zoom_by(1),
            Qt.Key.Key_Minus: lambda: self.canvas.zoom_by(-1),
        }

    # -- what happens --------------------------------------------------------------------------------------

    def _on_brush(self, is_keeping: bool) -> None:  # Qt's signal
        self.canvas.is_keeping = is_keeping
        self.canvas.update()

    def _on_size(self, value: int) -> None:
        # steps that look alike: from one to the next the brush grows by the same share
        self.canvas.radius = LEAST_RADIUS * (MOST_RADIUS / LEAST_RADIUS) ** (value / _SIZES)
        self.canvas.update()

    def _on_painted(self, stroke: Stroke) -> None:
        if self.outline is None:
            self.canvas.forget_strokes()
            return
        self._strokes.append(stroke)
        self.tasks.start(("retouch", id(self)), self._follow(), owner=self)

    async def _begin(self) -> None:
        try:
            begun = await self._backend.call(self._backend.services.retouching.begin(self._photo))
        except KnownError as error:
            self.canvas.show_picture(None, said(error))
            self.status.setText("")
            return
        photo = await asyncio.to_thread(decode, begun.photo)
        self.canvas.show_photo(photo)
        if begun.needs_check:
            self.hint.setText(" ".join([*map(in_words, begun.needs_check), self.hint.text()]))
        await self._add(begun)
        self._saved_at = self._at
        self._set_busy(is_busy=False)
        self.canvas.setFocus()

    async def _follow(self) -> None:
        """The outline follows all strokes painted so far, and those painted meanwhile."""
        self._set_busy(is_busy=True)
        try:
            while self._strokes and self.outline is not None:
                strokes, self._strokes = self._strokes, []
                work = self._backend.services.retouching.stroke(
                    self._photo, self.outline.mask, strokes, refine=self.refine.isChecked()
                )
                await self._add(await self._backend.call(work))
        except KnownError as error:
            self._strokes.clear()
            self.canvas.forget_strokes()
            self.status.setText(said(error))
            self._set_busy(is_busy=False, is_silent=True)
        else:
            self._set_busy(is_busy=False)

    async def _add(self, made: PhotoMask) -> None:
        del self._steps[self._at + 1 :]
        self._steps.append(made)
        while len(self._steps) > _MOST_STEPS:
            del self._steps[0]
            self._saved_at -= 1  # what is saved may lie before all that can be undone
        self._at = len(self._steps) - 1
        await self._show()

    async def _show(self) -> None:
        shown = self.outline
        if shown is None:
            return
        product: QImage = await asyncio.to_thread(decode, shown.preview)
        if shown is self.outline:
            self.canvas.show_mask(product)

    def _go(self, step: int) -> None:
        at = self._at + step
        if 0 <= at < len(self._steps) and not self.tasks.is_running(("retouch", id(self))):
            self._at = at
            self._say()
            self.tasks.start(("retouch", id(self)), self._show(), owner=self)

    def _on_reset(self) -> None:
        self.tasks.start(("retouch", id(self)), self._reset(), owner=self)

    async def _reset(self) -> None:
        self._set_busy(is_busy=True)
        try:
            self._found = await self._backend.call(self._backend.services.retouching.found(self._photo))
            await self._add(self._found)
        except KnownError as error:
            self.status.setText(said(error))
            self._set_busy(is_busy=False, is_silent=True)
        else:
            self._set_busy(is_busy=False)

    def store(self) -> None:
        """Keep the outline, and close."""
        if self.save.isEnabled():
            self.tasks.start(("retouch", id(self)), self._store(), owner=self)

    async def _store(self) -> None:
        shown = self.outline
        if shown is None:
            return
        self._set_busy(is_busy=True)
        try:
            services = self._backend.services.retouching
            if shown is self._found:
                await self._backend.call(services.forget(self._photo))
            else:
                await self._backend.call(services.keep(self._photo, shown.mask))
        except KnownError as error:
            self.status.setText(said(error))
            self._set_busy(is_busy=False, is_silent=True)
        else:
            self._saved_at = self._at
            self.kept.emit()
            self.accept()

    def _set_busy(self, *, is_busy: bool, is_silent: bool = False) -> None:
        self._is_busy = is_busy
        if is_busy:
            self.status.setText(self.tr("Working\u2026"))
        elif not is_silent:
            self.status.setText("")
        self._say()

    def _say(self) -> None:
        is_there = self.outline is not None and not self._is_busy
        self.undo.setEnabled(is_there and self._at > 0)
        self.redo.setEnabled(is_there and self._at < len(self._steps) - 1)
        self.reset.setEnabled(is_there)
        self.save.setEnabled(is_there)

    async def _ask_to_leave(self) -> None:
        question = self.tr("Leave without keeping the outline?")
        told = self.tr("What you have painted since you opened this is lost.")
        if await confirm(self, question, told, self.tr("Leave")):
            super().reject()

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._keys.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            act()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_bar"):
            self._dress()

    @override
    def reject(self) -> None:
        if self.is_changed:
            self.tasks.start(("leave", id(self)), self._ask_to_leave(), owner=self)
        else:
            super().reject()


def _side_by_side(widgets: Sequence[QWidget]) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE)
    for widget in widgets:
        row.addWidget(widget)
    return group
