"""A team's brand kits in the settings: looked at by everybody, made and changed by whoever may."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.pack import DEFAULT_BRAND, BrandFont
from desktop.core.records import BrandKitRow
from desktop.ui.asking import confirm, finished
from desktop.ui.brand_kit_dialog import BrandKitDialog
from desktop.ui.known_words import said
from desktop.ui.parts import IconButton
from desktop.ui.theme import SPACE, tokens
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.words import font_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent

    from desktop.ui.backend import Backend
    from desktop.ui.tasks import Tasks

LOGO_SIDE: Final = 64
_TABLES: Final = frozenset({"brand_kits"})
NEW_KIT: Final = BrandKitRow(
    id="",
    name="",
    primary=DEFAULT_BRAND.primary,
    secondary=DEFAULT_BRAND.secondary,
    accent=DEFAULT_BRAND.accent,
    font=BrandFont.STYLE.value,
    logo_sha256=None,
    is_default=False,
    version=0,
)


class Swatches(QWidget):
    """Three colours side by side; their names are said in words beside it."""

    def __init__(self, colours: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = tuple(colours)
        self.setAccessibleName(", ".join(colours))
        self.setToolTip(", ".join(colours))
        self.setFixedSize(self.sizeHint())

    @override
    def sizeHint(self) -> QSize:
        side = self.fontMetrics().height() + SPACE // 2
        return QSize(side * len(self._colours) + 2, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        side = self.height() - 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(tokens().line), 1))
            for n, colour in enumerate(self._colours):
                painter.setBrush(QColor(colour))
                painter.drawEllipse(QRectF(1 + n * (side + 2), 1, side - 2, side - 2))


class BrandKitsList(QWidget):
    """Lives on the main thread; follows the team's kits from ``load`` on."""

    def __init__(self, backend: Backend, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self._backend = backend
        self._unfollow: Callable[[], None] | None = None
        self._shown: list[BrandKitRow] = []
        self._may_edit = False
        self._is_stale = False
        self._thumbnails = Thumbnails(backend, tasks, self)
        self._logos: dict[str, list[QLabel]] = {}
        self._thumbnails.ready.connect(self._on_logo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("kind", "muted")
        column.addWidget(self.note)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE)
        column.addLayout(self._rows)
        self.new = QPushButton(self.tr("New brand kit\u2026"))
        self.new.clicked.connect(lambda: self.edit(replace(NEW_KIT, is_default=not self._shown)))
        line = QHBoxLayout()
        line.addWidget(self.new)
        line.addStretch(1)
        column.addLayout(line)
        self._say()

    @property
    def shown(self) -> list[BrandKitRow]:
        """What is listed."""
        return self._shown

    def load(self) -> None:
        """Ask for the kits, and follow them."""
        if self._unfollow is not None:
            self._unfollow()
        self._unfollow = self._backend.follow_changes(_TABLES, self.refresh)
        self.refresh()

    def leave(self) -> None:
        """Follow nothing any more."""
        if self._unfollow is not None:
            self._unfollow()
            self._unfollow = None

    def refresh(self) -> None:
        """Read the list again; when that is being done already, once more afterwards."""
        self._is_stale = True
        self.tasks.start(("brand kits", id(self)), self._read(), owner=self)

    def edit(self, kit: BrandKitRow) -> None:
        """Make a kit, or change one."""
        self.tasks.start(("brand kit", id(self)), self._edit(kit), owner=self)

    # -- how -----------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        while self._is_stale:
            self._is_stale = False
            kits = self._backend.services.brand_kits
            try:
                self._may_edit = await self._backend.call(kits.may_edit())
                found = await self._backend.call(kits.all())
            except KnownError:
                return  # what is shown stays; the next change, at the latest after a reconnect, reads it again
            if found != self._shown:
                self._shown = found
                self._show()
            self._say()

    def _say(self) -> None:
        self.new.setVisible(self._may_edit)
        if not self._may_edit:
            text = self.tr("Everybody may use brand kits; admins of your team make and change them.")
        elif self._shown:
            text = self.tr("The default kit is for every project that has chosen none.")
        else:
            text = self.tr("Your logo, colours and font on all images but the main one.")
        self.note.setText(text)

    def _show(self) -> None:
        self._logos.clear()
        while self._rows.count():
            row = self._rows.takeAt(0).widget()
            row.hide()
            row.deleteLater()
        for kit in self._shown:
            self._rows.addWidget(self._row(kit))

    def _row(self, kit: BrandKitRow) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "card")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(2 * SPACE)
        if kit.logo_sha256 is not None:
            row.addWidget(self._logo(kit.logo_sha256))
        row.addWidget(Swatches((kit.primary, kit.secondary, kit.accent)))
        name, font = QLabel(kit.name), QLabel(font_name(kit.font))
        name.setProperty("kind", "strong")
        font.setProperty("kind", "muted")
        words = QVBoxLayout()
        words.setSpacing(SPACE // 4)
        for label in (name, font):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words.addWidget(label)
        row.addLayout(words, 1)
        if kit.is_default:
            default = QLabel(self.tr("Default"))
            default.setProperty("kind", "good")
            row.addWidget(default)
        if self._may_edit:
            edit = QPushButton(self.tr("Edit\u2026"))
            edit.setAccessibleName(self.tr("Edit {name}").format(name=kit.name))
            edit.clicked.connect(lambda: self.edit(kit))
            row.addWidget(edit)
            row.addWidget(self._more(kit))
        return frame

    def _logo(self, sha256: str) -> QLabel:
        label = QLabel()
        label.setAccessibleName(self.tr("Logo"))
        label.setFixedSize(LOGO_SIDE, LOGO_SIDE * 2 // 3)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._logos.setdefault(sha256, []).append(label)
        self._on_logo(sha256)
        return label

    def _on_logo(self, sha256: str) -> None:
        for label in self._logos.get(sha256, ()):
            pixmap = self._thumbnails.get(sha256, 2 * LOGO_SIDE)
            if pixmap is not None:
                fitted = pixmap.scaled(
                    label.size(),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
                label.setPixmap(fitted)

    def _more(self, kit: BrandKitRow) -> IconButton:
        button = IconButton("more", self.tr("More for {name}").format(name=kit.name))
        menu = QMenu(button)
        default = menu.addAction(self.tr("Use as the default"))
        default.setEnabled(not kit.is_default)
        default.triggered.connect(lambda: self._do(kit, replace(kit, is_default=True)))
        menu.addAction(self.tr("Delete\u2026")).triggered.connect(
            lambda: self.tasks.start(("brand kit", id(self)), self._delete(kit), owner=self)
        )
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _do(self, kit: BrandKitRow, changed: BrandKitRow) -> None:
        async def save() -> None:
            await self._backend.call(self._backend.services.brand_kits.save(changed))

        self.tasks.start(("save brand kit", kit.id), save(), owner=self)

    async def _edit(self, kit: BrandKitRow) -> None:
        dialog = BrandKitDialog(self._backend, self.tasks, kit, self.window())
        dialog.submitted.connect(
            lambda: self.tasks.start(("store", id(dialog)), self._store(dialog), owner=dialog)
        )
        await finished(dialog)

    async def _store(self, dialog: BrandKitDialog) -> None:
        try:
            await self._backend.call(self._backend.services.brand_kits.save(dialog.value))
        except KnownError as error:
            dialog.complain(said(error))
        else:
            dialog.accept()

    async def _delete(self, kit: BrandKitRow) -> None:
        question = self.tr("Delete the brand kit {name}?").format(name=kit.name)
        text = self.tr("Projects that use it take the default one. Images that are made stay as they are.")
        if await confirm(self.window(), question, text, self.tr("Delete")):
            await self._backend.call(self._backend.services.brand_kits.delete(kit.id))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_logos"):
            self._show()  # swatches are as high as the text
