"""A picture that can be zoomed, moved, and compared with the one it was made from."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui.theme import SPACE, tokens

MAX_ZOOM: Final = 8.0
_STEP: Final = 1.25
_GRIP: Final = 14


class Canvas(QWidget):
    """Lives on the main thread. Zoom 1.0 is one picture pixel per screen pixel; ``zoomed`` tells it."""

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(30 * SPACE, 30 * SPACE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._pixmap: QPixmap | None = None
        self._before: QPixmap | None = None
        self._is_comparing = False
        self._split = 0.5
        self._zoom = 1.0
        self._is_fitted = True
        self._centre = QPointF()
        self._grabbed: QPointF | None = None
        self._is_sliding = False
        self.message = ""

    @property
    def zoom(self) -> float:
        """How large the picture is shown."""
        return self._zoom

    @property
    def is_fitted(self) -> bool:
        """Whether the picture follows the window's size."""
        return self._is_fitted

    def show_picture(self, pixmap: QPixmap | None, message: str = "") -> None:
        """Show another picture, fitted; or a message instead."""
        self._pixmap = pixmap
        self.message = message
        self.fit()

    def show_before(self, pixmap: QPixmap | None) -> None:
        """The picture to compare with."""
        self._before = pixmap
        self.update()

    def compare(self, *, is_on: bool) -> None:
        """Show the other picture left of a line that can be dragged."""
        self._is_comparing = is_on
        self._split = 0.5
        self.update()

    def slide(self, by: float) -> None:
        """Move the line by a share of the width."""
        self._split = min(1.0, max(0.0, self._split + by))
        self.update()

    def fit(self) -> None:
        """As large as fits, at most at full size."""
        self._is_fitted = True
        if self._pixmap is not None:
            width, height = self._pixmap.width(), self._pixmap.height()
            room = self._room()
            self._zoom = min(room.width() / width, room.height() / height, 1.0)
            self._centre = QPointF(width / 2, height / 2)
        self.zoomed.emit(self._zoom)
        self.update()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the point under ``at`` (the middle by default) stays where it is."""
        if self._pixmap is None:
            return
        middle = QPointF(self.rect().center())
        at = middle if at is None else at
        before = self._to_picture(at)
        self._zoom = min(MAX_ZOOM, max(0.05, zoom))
        self._is_fitted = False
        self._centre = before - (at - middle) * self._scale()
        self._keep_inside()
        self.zoomed.emit(self._zoom)
        self.update()

    def zoom_by(self, steps: float) -> None:
        """One step larger or smaller."""
        self.zoom_to(self._zoom * _STEP**steps)

    def pan(self, by: QPointF) -> None:
        """Move the picture by so many screen pixels."""
        self._centre -= by * self._scale()
        self._keep_inside()
        self.update()

    # -- how -----------------------------------------------------------------------------------------------

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _scale(self) -> float:
        """Picture pixels per device-independent pixel."""
        return self._ratio() / self._zoom

    def _room(self) -> QSizeF:
        return QSizeF(self.size() * self._ratio()) - QSizeF(4 * SPACE, 4 * SPACE)

    def _to_picture(self, point: QPointF) -> QPointF:
        return self._centre + (point - QPointF(self.rect().center())) * self._scale()

    def _keep_inside(self) -> None:
        if self._pixmap is not None:
            self._centre = QPointF(
                min(max(self._centre.x(), 0.0), float(self._pixmap.width())),
                min(max(self._centre.y(), 0.0), float(self._pixmap.height())),
            )

    def _target(self) -> QRectF:
        if self._pixmap is None:
            return QRectF()
        scale = self._zoom / self._ratio()
        corner = QPointF(self.rect().center()) - self._centre * scale
        return QRectF(corner, QSizeF(self._pixmap.width() * scale, self._pixmap.height() * scale))

    def _line(self) -> float:
        shown = self._target().intersected(QRectF(self.rect()))
        return shown.left() + shown.width() * self._split

    def _paint_before(self, painter: QPainter, target: QRectF) -> None:
        if self._before is None:
            return
        line = self._line()
        left = QRectF(0, 0, line, self.height())
        painter.save()
        painter.setClipRect(left)
        painter.fillRect(target, QColor(tokens().window))
        size = QSizeF(self._before.size()).scaled(target.size(), Qt.AspectRatioMode.KeepAspectRatio)
        where = QRectF(QPointF(), size)
        where.moveCenter(target.center())
        painter.drawPixmap(where, self._before, QRectF(self._before.rect()))
        painter.restore()
        colours = tokens()
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawLine(QPointF(line, target.top()), QPointF(line, target.bottom()))
        painter.setBrush(QColor(colours.surface))
        middle = target.intersected(QRectF(self.rect())).center().y()
        painter.drawEllipse(QPointF(line, middle), _GRIP, _GRIP)
        painter.drawLine(QPointF(line - 6, middle), QPointF(line + 6, middle))
        for side in (-1, 1):
            tip = QPointF(line + side * 7, middle)
            painter.drawLine(tip, QPointF(line + side * 3, middle - 4))
            painter.drawLine(tip, QPointF(line + side * 3, middle + 4))
        self._paint_labels(painter, line, target.intersected(QRectF(self.rect())))

    def _paint_labels(self, painter: QPainter, line: float, shown: QRectF) -> None:
        colours = tokens()
        metrics = self.fontMetrics()
        for text, side in ((self.tr("Photo"), -1), (self.tr("Image"), 1)):
            width, height = metrics.horizontalAdvance(text) + 2 * SPACE, metrics.height() + SPACE
            left = line - width - SPACE if side < 0 else line + SPACE
            box = QRectF(left, shown.top() + SPACE, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.surface))
            painter.drawRoundedRect(box, 5, 5)
            painter.setPen(QColor(colours.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 3)
            if self._pixmap is None:
                painter.setPen(QColor(tokens().muted))
                painter.drawText(
                    self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.message
                )
                return
            target = self._target()
            painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
            if self._is_comparing:
                self._paint_before(painter, target)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_to(self._zoom * _STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self._is_sliding = self._is_comparing and abs(event.position().x() - self._line()) <= _GRIP
            if not self._is_sliding:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            near = self._is_comparing and abs(event.position().x() - self._line()) <= _GRIP
            self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.OpenHandCursor)
        elif self._is_sliding:
            shown = self._target().intersected(QRectF(self.rect()))
            if shown.width() > 0:
                self._split = min(1.0, max(0.0, (event.position().x() - shown.left()) / shown.width()))
            self.update()
        else:
            self.pan(event.position() - self._grabbed)
            self._grabbed = event.position()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self._is_sliding = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._is_fitted:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()
