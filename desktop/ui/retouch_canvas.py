"""A photo on which one paints what is product and what isn't, with the brush by mouse or by keyboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from typing_extensions import override

from desktop.core.retouching import Stroke
from desktop.ui.theme import SPACE, tokens
from desktop.ui.viewer_canvas import Canvas

LEAST_RADIUS: Final = 0.004
MOST_RADIUS: Final = 0.12
"""A brush's radius, as a share of the photo's long side."""
_REMOVE: Final = QColor(214, 40, 60)
_KEEP: Final = QColor(30, 160, 90)
_TINT_ALPHA: Final = 120
_MOVES: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RetouchCanvas(Canvas):
    """Lives on the main thread; ``painted`` tells a whole ``Stroke``.

    The left button paints, the others move the picture; the arrow keys move the brush and Space puts it down.
    """

    painted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.radius = 0.03
        self.is_keeping = False
        self.shows_result = False
        self._result = QPixmap()
        self._tint = QPixmap()
        self._stroke: list[QPointF] = []
        self._waiting: list[Stroke] = []
        self._brush: QPointF | None = None

    def show_photo(self, photo: QImage) -> None:
        """The photo to paint on."""
        self.show_picture(QPixmap.fromImage(photo))
        self._brush = None

    def show_mask(self, product: QImage) -> None:
        """Where the product is by now: a picture of the photo's shape, transparent everywhere else."""
        self._result = QPixmap.fromImage(product)
        tint = QImage(product.size(), QImage.Format.Format_ARGB32_Premultiplied)
        veil = QColor(_REMOVE)
        veil.setAlpha(_TINT_ALPHA)
        tint.fill(veil)
        with QPainter(tint) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
            painter.drawImage(0, 0, product)
        self._tint = QPixmap.fromImage(tint)
        self._waiting.clear()
        self.update()

    def show_result(self, *, is_on: bool) -> None:
        """The product alone on white, or the photo with a veil over what is left out."""
        self.shows_result = is_on
        self.update()

    def forget_strokes(self) -> None:
        """Strokes that came to nothing are not shown any more."""
        self._waiting.clear()
        self.update()

    # -- painting strokes ----------------------------------------------------------------------------------

    def _long_side(self) -> float:
        return float(max(self._pixmap.width(), self._pixmap.height())) if self._pixmap is not None else 1.0

    def _finish_stroke(self) -> None:
        points, self._stroke = self._stroke, []
        if not points or self._pixmap is None:
            return
        size = self._pixmap.size()
        told = tuple((p.x() / size.width(), p.y() / size.height()) for p in points)
        stroke = Stroke(told, self.radius, keep=self.is_keeping)
        self._waiting.append(stroke)
        self.update()
        self.painted.emit(stroke)

    def _draw_stroke(self, painter: QPainter, stroke: Stroke, target: QRectF) -> None:
        scale = target.width() / self._pixmap.width() if self._pixmap is not None else 1.0
        ink = QColor(_KEEP if stroke.keep else _REMOVE)
        ink.setAlpha(150)
        path = QPainterPath()
        for n, (x, y) in enumerate(stroke.points):
            at = QPointF(target.left() + x * target.width(), target.top() + y * target.height())
            if n == 0:
                path.moveTo(at)
                path.lineTo(at + QPointF(0.01, 0))
            else:
                path.lineTo(at)
        width = 2 * stroke.radius * self._long_side() * scale
        pen = QPen(QBrush(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)

    def _draw_brush(self, painter: QPainter, target: QRectF) -> None:
        if self._brush is None or self._pixmap is None:
            return
        scale = target.width() / self._pixmap.width()
        at = target.topLeft() + self._brush * scale
        reach = self.radius * self._long_side() * scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, width in ((QColor("white"), 3.0), (_KEEP if self.is_keeping else _REMOVE, 1.5)):
            painter.setPen(QPen(ink, width))
            painter.drawEllipse(at, reach, reach)
        arm = min(reach, 5.0)
        painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
        if self.is_keeping:
            painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))

    def _inside(self, point: QPointF) -> QPointF:
        if self._pixmap is None:
            return point
        return QPointF(
            min(max(point.x(), 0.0), self._pixmap.width() - 1.0),
            min(max(point.y(), 0.0), self._pixmap.height() - 1.0),
        )

    # -- Qt ------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pixmap is None:
            super().paintEvent(event)
            return
        target = self._target()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 3)
            if self.shows_result:
                painter.fillRect(target, QColor("white"))
                painter.drawPixmap(target, self._result, QRectF(self._result.rect()))
            else:
                painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
                painter.drawPixmap(target, self._tint, QRectF(self._tint.rect()))
            painter.setClipRect(target)
            for stroke in self._waiting:
                self._draw_stroke(painter, stroke, target)
            if self._stroke:
                size = QSizeF(self._pixmap.size())
                now = tuple((p.x() / size.width(), p.y() / size.height()) for p in self._stroke)
                self._draw_stroke(painter, Stroke(now, self.radius, keep=self.is_keeping), target)
            painter.setClipping(False)
            self._draw_brush(painter, target)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(tokens().accent), 2))
                painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._pixmap is None:
            return
        if event.button() is Qt.MouseButton.LeftButton:
            self._brush = self._inside(self._to_picture(event.position()))
            self._stroke = [self._brush]
            self.update()
        else:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self.pan(event.position() - self._grabbed)
            self._grabbed = event.position()
            return
        self._brush = self._inside(self._to_picture(event.position()))
        if self._stroke and (self._brush - self._stroke[-1]).manhattanLength() >= 1.5:
            self._stroke.append(self._brush)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._finish_stroke()
        else:
            self._grabbed = None
            self.setCursor(Qt.CursorShape.BlankCursor)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two dabs, quickly

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._pixmap is None or key not in {*_MOVES, Qt.Key.Key_Space}:
            super().keyPressEvent(event)
            return
        if key in _MOVES and shift:
            self.pan(QPointF(*_MOVES[key]) * (-6.0 * SPACE))
            return
        if self._brush is None:
            self._brush = QPointF(self._pixmap.width() / 2, self._pixmap.height() / 2)
        elif key in _MOVES:
            step = max(1.0, self.radius * self._long_side() * 0.7)
            self._brush = self._inside(self._brush + QPointF(*_MOVES[key]) * step)
        if key is Qt.Key.Key_Space:
            self._stroke = [self._brush]
            self._finish_stroke()
        self.update()
