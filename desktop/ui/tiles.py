"""Six tiles, one per listing image, each showing where its image stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.ui.compliance_view import Badge
from desktop.ui.compliance_words import reasons, report_look
from desktop.ui.marks import mark_pixmap, paint_mark
from desktop.ui.parts import IconButton, dress
from desktop.ui.theme import RADIUS, SPACE, tokens
from desktop.ui.tile_state import Kind, Note, TileState
from desktop.ui.words import image_name, inks

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.compliance import Report
    from desktop.core.records import GeneratedImage
    from desktop.ui.thumbnails import Thumbnails

_THUMBNAIL_SIDE: Final = 480
FACTS: Final = frozenset({"features", "dimensions", "comparison", "description"})
"""What an image may ask for that the project's form has a field for."""
LEAST_PREVIEW: Final = 17 * SPACE


class Preview(QWidget):
    """The image, or what stands for it."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._state: TileState | None = None
        self._fitted_key: tuple[int, QSize] | None = None
        self._fitted_pixmap = QPixmap()
        self.setMinimumWidth(15 * SPACE)
        self.setFixedHeight(LEAST_PREVIEW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        thumbnails.ready.connect(self._on_ready)

    @property
    def pixmap(self) -> QPixmap | None:
        """The thumbnail shown, once it has come."""
        image = None if self._state is None else self._state.image
        return None if image is None else self._thumbnails.get(image.thumb_sha256, _THUMBNAIL_SIDE)

    def show_state(self, state: TileState) -> None:
        """Show another state."""
        self._state = state
        self.update()

    def _fitted(self, pixmap: QPixmap) -> QPixmap:
        """The thumbnail as large as it is shown, kept: smooth scaling at every repaint would be felt."""
        key = (pixmap.cacheKey(), self.size())
        if key != self._fitted_key:
            ratio = self.devicePixelRatioF()
            self._fitted_pixmap = pixmap.scaled(
                self.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._fitted_pixmap.setDevicePixelRatio(ratio)
            self._fitted_key = key
        return self._fitted_pixmap

    def _paint_state(self, painter: QPainter, whole: QRectF, state: TileState) -> None:
        pixmap = self.pixmap
        is_pending = state.kind in {Kind.QUEUED, Kind.RUNNING, Kind.FAILED}
        if pixmap is not None:
            fitted = self._fitted(pixmap)
            target = QRectF(QPointF(), fitted.deviceIndependentSize())
            target.moveCenter(whole.center())
            painter.setOpacity(0.3 if is_pending else 1.0)
            painter.drawPixmap(target.toRect().topLeft(), fitted)
            painter.setOpacity(1.0)
        if pixmap is None or is_pending:
            side = min(4.5 * SPACE, whole.height() / 3)
            where = QRectF(0, 0, side, side)
            where.moveCenter(whole.center())
            is_loud = state.kind in {Kind.RUNNING, Kind.FAILED}
            ink = inks(state.tone)[0] if is_loud else tokens().muted
            mark = state.mark if is_pending or state.kind is Kind.CANCELLED else "picture"
            if pixmap is None or state.kind is not Kind.DONE:
                paint_mark(painter, where, mark, ink)

    def _on_ready(self, sha256: str) -> None:
        image = None if self._state is None else self._state.image
        if image is not None and image.thumb_sha256 == sha256:
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(26 * SPACE, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            whole = QRectF(self.rect())
            clip = QPainterPath()
            clip.addRoundedRect(whole, RADIUS - 2, RADIUS - 2)
            painter.setClipPath(clip)
            painter.fillRect(whole, QColor(tokens().window))
            if self._state is not None:
                self._paint_state(painter, whole, self._state)


class Tile(QFrame):
    """One listing image; lives on the main thread. All signals tell the image type first.

    Signals:
        open_wanted, retry_wanted, save_wanted, copy_wanted, drag_coming, rules_wanted: as the names say.
        correction_wanted: the cut-out is to be corrected by hand.
        facts_wanted: what the image lacks is to be filled in.
        menu_wanted: a place on the screen.
    """

    open_wanted = Signal(str)
    retry_wanted = Signal(str)
    save_wanted = Signal(str)
    copy_wanted = Signal(str)
    drag_coming = Signal(str)
    rules_wanted = Signal(str)
    correction_wanted = Signal(str)
    facts_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, image_type: str, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image_type = image_type
        self.state: TileState | None = None
        self.report: Report | None = None
        self._pressed_at: QPoint | None = None
        self._drag_file: tuple[str, Path] | None = None
        self.setObjectName("tile")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = image_name(image_type)
        self.preview = Preview(thumbnails)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE // 2)
        column.addWidget(self.preview)
        top = QHBoxLayout()
        top.setSpacing(SPACE // 2)
        title = QLabel(self._name)
        title.setWordWrap(True)
        title.setStyleSheet("font-weight: 600;")
        self._menu = IconButton("more", self.tr("More for {name}").format(name=self._name))
        self._menu.clicked.connect(self._on_menu)
        top.addWidget(title, 1)
        top.addWidget(self._menu)
        column.addLayout(top)
        self._build_words(column)
        self._dress()

    def show_state(self, state: TileState) -> None:
        """Show where the image stands."""
        if state == self.state:
            return
        self.state = state
        self.preview.show_state(state)
        self._bar.setVisible(state.kind is Kind.RUNNING)
        self._bar.setRange(0, 0 if state.progress is None else 100)
        if state.progress is not None:
            self._bar.setValue(state.progress)
        self._retry.setVisible(state.kind in {Kind.FAILED, Kind.CANCELLED})
        self.correct.setVisible(state.can_correct)
        self.fill_in.setVisible(bool(FACTS.intersection(state.asks)))
        self.setCursor(
            Qt.CursorShape.ArrowCursor if state.image is None else Qt.CursorShape.PointingHandCursor
        )
        self._paint_words()

    def show_report(self, report: Report | None) -> None:
        """Show what a marketplace says to the image; only a finished one has a badge."""
        if self.state is None or self.state.kind is not Kind.DONE:
            report = None
        if report != self.report:
            self.report = report
            self.badge.setVisible(report is not None)
            if report is not None:
                self.badge.show_look(report_look(report))
                told = reasons(report) or [self.tr("No rule is broken.")]
                self.badge.setToolTip("\n".join([*told, self.tr("Click for all rules.")]))
            self._describe()

    def offer_file(self, image: GeneratedImage, path: Path) -> None:
        """A copy of the image that may be dragged out now."""
        self._drag_file = (image.id, path)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said, line by line."""
        notes = [label.text() for _, label in self._notes if not label.isHidden()]
        return (self._text.text(), *notes)

    # -- how -----------------------------------------------------------------------------------------------

    def _build_words(self, column: QVBoxLayout) -> None:
        self._sign, self._text = QLabel(), QLabel()
        column.addLayout(self._line(self._sign, self._text))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of {name}").format(name=self._name))
        self._bar.hide()
        column.addWidget(self._bar)
        self._notes = [(QLabel(), QLabel()) for _ in range(5)]
        for sign, label in self._notes:
            column.addLayout(self._line(sign, label))
            sign.hide()
            label.hide()
        self.badge = Badge()
        self.badge.clicked.connect(lambda: self.rules_wanted.emit(self.image_type))
        self.badge.hide()
        column.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        self._retry = QPushButton(self.tr("Retry"))
        self._retry.setAccessibleName(self.tr("Retry {name}").format(name=self._name))
        self._retry.clicked.connect(lambda: self.retry_wanted.emit(self.image_type))
        self._retry.hide()
        self.correct = QPushButton(self.tr("Correct the cut-out\u2026"))
        self.correct.setAccessibleName(self.tr("Correct the cut-out of {name}").format(name=self._name))
        self.correct.clicked.connect(lambda: self.correction_wanted.emit(self.image_type))
        self.fill_in = QPushButton(self.tr("Fill it in\u2026"))
        self.fill_in.setAccessibleName(self.tr("Fill in what {name} lacks").format(name=self._name))
        self.fill_in.clicked.connect(lambda: self.facts_wanted.emit(self.image_type))
        for button in (self._retry, self.correct, self.fill_in):
            button.hide()
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _line(self, sign: QLabel, text: QLabel) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE * 3 // 4)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        return row

    def _paint_words(self) -> None:
        state = self.state
        if state is None:
            return
        self._say(self._sign, self._text, Note(state.mark, state.tone, state.text))
        for n, (sign, label) in enumerate(self._notes):
            is_there = n < len(state.notes)
            sign.setVisible(is_there)
            label.setVisible(is_there)
            if is_there:
                self._say(sign, label, state.notes[n])
        self.setAccessibleName(self._name)
        self._describe()

    def _describe(self) -> None:
        """What screen readers say."""
        if self.state is None:
            return
        said = [self.state.text, *(note.text for note in self.state.notes)]
        if self.report is not None:
            said += [report_look(self.report).word, *reasons(self.report)]
        self.setAccessibleDescription(" ".join(said))

    def _say(self, sign: QLabel, label: QLabel, note: Note) -> None:
        ink = inks(note.tone)[0]
        metrics = self.fontMetrics()
        side = round(metrics.height() * 0.85)
        sign.setPixmap(mark_pixmap(note.mark, ink, side))
        sign.setContentsMargins(0, (metrics.height() - side) // 2, 0, 0)
        label.setText(note.text)
        dress(label, f"color: {ink};")

    def _dress(self) -> None:
        colours = tokens()
        dress(
            self,
            f"QFrame#tile {{ background: {colours.surface}; border: 1px solid {colours.line};"
            f" border-radius: {RADIUS}px; margin: 1px; }}"
            f" QFrame#tile:focus {{ border: 2px solid {colours.accent}; margin: 0; }}",
        )
        self._paint_words()

    def _on_menu(self) -> None:
        self.menu_wanted.emit(self.image_type, self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    @property
    def _can_open(self) -> bool:
        return self.state is not None and self.state.image is not None

    def _drag_out(self) -> None:
        """Hand the image to another program; Qt runs drags in a loop of its own, from an event and no coroutine."""
        self._pressed_at = None
        image = None if self.state is None else self.state.image
        if image is None or self._drag_file is None or self._drag_file[0] != image.id:
            return
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._drag_file[1]))])
        drag = QDrag(self)
        drag.setMimeData(data)
        pixmap = self.preview.pixmap
        if pixmap is not None:
            drag.setPixmap(
                pixmap.scaled(
                    12 * SPACE,
                    12 * SPACE,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        drag.exec(Qt.DropAction.CopyAction)

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._can_open:
            self._pressed_at = event.position().toPoint()
            self.drag_coming.emit(self.image_type)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None:
            way = (event.position().toPoint() - self._pressed_at).manhattanLength()
            if way >= QApplication.startDragDistance() and self._drag_file is not None:
                self._drag_out()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None and self.rect().contains(event.position().toPoint()):
            self.open_wanted.emit(self.image_type)
        self._pressed_at = None

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.image_type, event.globalPos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._can_open:
            self.open_wanted.emit(self.image_type)
        elif event.matches(QKeySequence.StandardKey.Copy) and self._can_open:
            self.copy_wanted.emit(self.image_type)
        elif event.matches(QKeySequence.StandardKey.Save) and self._can_open:
            self.save_wanted.emit(self.image_type)
        elif event.key() == Qt.Key.Key_R and self.state is not None and not self._retry.isHidden():
            self.retry_wanted.emit(self.image_type)
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_retry"):
            self._dress()
