"""A window to look at photos and images closely, one after the other, and beside each other."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.records import GeneratedImage, Photo
from desktop.ui.compliance_view import Badge
from desktop.ui.compliance_words import reasons, report_look
from desktop.ui.known_words import said
from desktop.ui.parts import ElidedLabel, IconButton, dress, room_for
from desktop.ui.theme import SPACE, tokens
from desktop.ui.thumbnails import decode_aside, fetch
from desktop.ui.viewer_canvas import Canvas
from desktop.ui.words import image_name, style_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.ui.backend import Backend
    from desktop.ui.compliance_view import Compliance
    from desktop.ui.image_actions import ImageActions
    from desktop.ui.tasks import Tasks

_MOST_KEPT: Final = 4
_PAN: Final = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to look at, and the photo it was made from."""

    item: Photo | GeneratedImage
    before: Photo | None = None

    @property
    def key(self) -> str:
        """What the picture's bytes are known by."""
        return self.item.blob_sha256


class Viewer(QWidget):
    """A window of its own; lives on the main thread.

    Signals:
        closed: the user is done.
        rules_wanted: the image whose marketplace rules are to be explained.
    """

    closed = Signal()
    rules_wanted = Signal(object)

    def __init__(
        self,
        backend: Backend,
        tasks: Tasks,
        actions: ImageActions,
        compliance: Compliance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._backend = backend
        self._tasks = tasks
        self._actions = actions
        self._compliance = compliance
        self._items: tuple[Shown, ...] = ()
        self._at = 0
        self._project_name = ""
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self.canvas = Canvas()
        self._build()
        self._build_keys()
        self.canvas.zoomed.connect(self._on_zoomed)
        compliance.changed.connect(self._show_badge)
        self.resize(QSize(1100, 820).boundedTo(room_for(self)))

    @property
    def current(self) -> Shown | None:
        """What is looked at."""
        return self._items[self._at] if self._items else None

    def look_at(self, items: Sequence[Shown], at: int, project_name: str) -> None:
        """Show one of these; the others are a key away."""
        self._items = tuple(items)
        self._at = at
        self._project_name = project_name
        self._show_current()
        self.show()
        self.raise_()
        self.activateWindow()
        self.canvas.setFocus()

    def go(self, step: int) -> None:
        """The next one, or the one before; round and round."""
        if self._items:
            self._at = (self._at + step) % len(self._items)
            self._show_current()

    # -- built once ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        bar = QWidget()
        bar.setObjectName("viewer_bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = QVBoxLayout(bar)
        lines.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        lines.setSpacing(SPACE // 2)
        self.title = ElidedLabel()
        top = QHBoxLayout()
        top.setSpacing(2 * SPACE)
        self.badge = Badge()
        self.badge.clicked.connect(self._on_rules)
        self.reasons = ElidedLabel()
        self.reasons.setProperty("kind", "muted")
        top.addWidget(self.title)
        top.addWidget(self.badge)
        top.addWidget(self.reasons, 1)
        lines.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(SPACE // 2)
        lines.addLayout(row)
        self.before_button = self._icon(
            row, "back", self.tr("Previous"), self.tr("Left"), lambda: self.go(-1)
        )
        self.next_button = self._icon(row, "next", self.tr("Next"), self.tr("Right"), lambda: self.go(1))
        row.addStretch(1)
        self._icon(row, "minus", self.tr("Smaller"), "-", lambda: self.canvas.zoom_by(-1))
        self.zoom_label = QLabel()
        self.zoom_label.setAccessibleName(self.tr("Zoom"))
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.zoom_label)
        self._icon(row, "plus", self.tr("Larger"), "+", lambda: self.canvas.zoom_by(1))
        self._button(row, self.tr("Fit"), "0", self.canvas.fit)
        self._button(row, self.tr("100 %"), "1", lambda: self.canvas.zoom_to(1.0))
        row.addSpacing(SPACE)
        self.compare_button = self._button(row, self.tr("Compare"), "B", self._on_compare)
        self.compare_button.setCheckable(True)
        self.compare_button.setToolTip(self.tr("Compare with the photo (B); drag the line"))
        row.addStretch(1)
        self.copy_button = self._button(row, self.tr("Copy"), "Ctrl+C", self._on_copy)
        self.save_button = self._button(row, self.tr("Save as\u2026"), "Ctrl+S", self._on_save)
        column.addWidget(bar)
        self._dress()

    def _build_keys(self) -> None:
        canvas, key = self.canvas, Qt.Key
        self._keys: dict[Qt.Key, Callable[[], object]] = {
            key.Key_Escape: self.close,
            key.Key_Left: lambda: self.go(-1),
            key.Key_PageUp: lambda: self.go(-1),
            key.Key_Right: lambda: self.go(1),
            key.Key_PageDown: lambda: self.go(1),
            key.Key_Plus: lambda: canvas.zoom_by(1),
            key.Key_Equal: lambda: canvas.zoom_by(1),
            key.Key_Minus: lambda: canvas.zoom_by(-1),
            key.Key_0: canvas.fit,
            key.Key_F: canvas.fit,
            key.Key_1: lambda: canvas.zoom_to(1.0),
            key.Key_B: self.compare_button.click,
            key.Key_I: self._on_rules,
            key.Key_BracketLeft: lambda: canvas.slide(-0.05),
            key.Key_BracketRight: lambda: canvas.slide(0.05),
        }

    def _icon(
        self, row: QHBoxLayout, mark: str, name: str, key: str, act: Callable[[], object]
    ) -> IconButton:
        button = IconButton(mark, name, shortcut=key)
        button.clicked.connect(lambda _checked=False: act())
        row.addWidget(button)
        return button

    def _button(self, row: QHBoxLayout, text: str, key: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(f"{text} ({key})")
        button.clicked.connect(lambda _checked=False: act())
        row.addWidget(button)
        return button

    def _dress(self) -> None:
        colours = tokens()
        dress(
            self,
            f"QWidget#viewer {{ background: {colours.window}; }}"
            f" QWidget#viewer_bar {{ background: {colours.surface}; border-top: 1px solid {colours.line}; }}"
            f" QPushButton:checked {{ background: {colours.accent_soft}; border-color: {colours.accent}; }}",
        )

    # -- what is shown -------------------------------------------------------------------------------------

    def _show_current(self) -> None:
        shown = self.current
        if shown is None:
            return
        item = shown.item
        if isinstance(item, GeneratedImage):
            text = f"{image_name(item.image_type)}, {style_name(item.style)}"
        else:
            text = item.original_name
        size = self.tr("{width} x {height} pixels").format(width=item.width, height=item.height)
        place = self.tr("{n} of {most}").format(n=self._at + 1, most=len(self._items))
        self.title.setText(f"{text}  \u00b7  {size}  \u00b7  {place}")
        self.setWindowTitle(f"{text} \u2013 {self._project_name}")
        self.canvas.setAccessibleName(text)
        is_image = isinstance(item, GeneratedImage)
        self.copy_button.setEnabled(is_image)
        self.save_button.setEnabled(is_image)
        self.compare_button.setEnabled(shown.before is not None)
        is_comparing = self.compare_button.isChecked() and shown.before is not None
        self.canvas.compare(is_on=is_comparing)
        self.canvas.show_before(None)
        self.canvas.show_picture(self._kept.get(shown.key), self.tr("Loading\u2026"))
        self._show_badge()
        self._want(item)
        if is_comparing and shown.before is not None:
            self._want(shown.before)

    def _show_badge(self) -> None:
        item = None if self.current is None else self.current.item
        report = self._compliance.report(item) if isinstance(item, GeneratedImage) else None
        self.badge.setVisible(report is not None)
        told = [] if report is None else reasons(report)
        self.reasons.setText(" ".join(told))
        if report is not None:
            self.badge.show_look(report_look(report))
            self.badge.setToolTip("\n".join([*told, self.tr("All rules (I)")]))

    def _on_rules(self) -> None:
        if self.current is not None and isinstance(self.current.item, GeneratedImage):
            self.rules_wanted.emit(self.current.item)

    def _want(self, item: Photo | GeneratedImage) -> None:
        if item.blob_sha256 in self._kept:
            self._place(item.blob_sha256)
        else:
            self._tasks.start(("view", id(self), item.blob_sha256), self._load(item), owner=self)

    async def _load(self, item: Photo | GeneratedImage) -> None:
        services = self._backend.services
        try:
            work: Any = fetch(services, item.blob_sha256)
            if isinstance(item, Photo) and item.mime != "image/jpeg":
                work = decode_aside(services.photos.view(item))
            image = await self._backend.call(work)
        except KnownError as error:
            if self.current is not None and self.current.key == item.blob_sha256:
                self.canvas.show_picture(None, said(error))
            return
        if image.isNull():
            self.canvas.show_picture(None, self.tr("This picture can't be shown."))
            return
        self._kept[item.blob_sha256] = QPixmap.fromImage(image)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        self._place(item.blob_sha256)

    def _place(self, key: str) -> None:
        """A picture has come: put it where it belongs, if it is still wanted."""
        shown = self.current
        if shown is None:
            return
        if shown.key == key:
            self.canvas.show_picture(self._kept[key])
        if shown.before is not None and shown.before.blob_sha256 == key:
            self.canvas.show_before(self._kept[key])

    # -- what happens --------------------------------------------------------------------------------------

    def _on_zoomed(self, zoom: float) -> None:
        self.zoom_label.setText(f"{round(zoom * 100)} %")
        self.zoom_label.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000 %"))

    def _on_compare(self) -> None:
        shown = self.current
        is_on = self.compare_button.isChecked() and shown is not None and shown.before is not None
        self.canvas.compare(is_on=is_on)
        if is_on and shown is not None and shown.before is not None:
            self._want(shown.before)

    def _on_copy(self) -> None:
        if self.current is not None and isinstance(self.current.item, GeneratedImage):
            self._actions.copy(self.current.item, self._project_name)

    def _on_save(self) -> None:
        if self.current is not None and isinstance(self.current.item, GeneratedImage):
            self._actions.save_as(self.current.item, self._project_name)

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self._on_copy()
        elif event.matches(QKeySequence.StandardKey.Save):
            self._on_save()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in _ARROWS:
            self.canvas.pan(QPointF(*_ARROWS[key]) * -_PAN)
        elif key in self._keys:
            self._keys[key]()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._kept.clear()
        super().closeEvent(event)
        self.closed.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "compare_button"):
            self._dress()


_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
