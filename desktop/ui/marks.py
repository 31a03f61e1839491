"""Small signs drawn by ourselves, so that they look the same everywhere and follow the colours in force."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
)

from desktop.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def paint_mark(painter: QPainter, where: QRectF, mark: str, ink: str) -> None:
    """Draw a sign into a square; the painter is left as it was. An unknown sign draws a ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(where.topLeft())
    painter.scale(where.width() / 16, where.height() / 16)
    pen = QPen(QColor(ink), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _MARKS.get(mark, _ring)(painter)
    painter.restore()


def mark_pixmap(mark: str, ink: str, side: int) -> QPixmap:
    """The sign as a picture, ``side`` device-independent pixels wide."""
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    name = f"mark {mark} {ink} {tokens().surface} {side} {ratio}"
    known = QPixmap()
    if QPixmapCache.find(name, known):
        return known
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_mark(painter, QRectF(0, 0, side, side), mark, ink)
    QPixmapCache.insert(name, pixmap)
    return pixmap


def mark_icon(mark: str, ink: str | None = None, side: int = 18) -> QIcon:
    """The sign as a button's icon, paler while the button can't be used."""
    icon = QIcon(mark_pixmap(mark, ink or tokens().text, side))
    pale = QColor(tokens().muted)
    pale.setAlphaF(0.5)
    icon.addPixmap(mark_pixmap(mark, pale.name(QColor.NameFormat.HexArgb), side), QIcon.Mode.Disabled)
    return icon


def _ring(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(2, 2, 12, 12))


def _draft(painter: QPainter) -> None:
    pen = painter.pen()
    pen.setDashPattern([1.6, 2.4])
    painter.setPen(pen)
    _ring(painter)


def _queued(painter: QPainter) -> None:
    _ring(painter)
    _line(painter, ((8, 4.8), (8, 8.2), (10.4, 9.6)))


def _running(painter: QPainter) -> None:
    painter.drawArc(QRectF(2, 2, 12, 12), 90 * 16, -270 * 16)
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QRectF(6, 6, 4, 4))


def _disc(painter: QPainter) -> None:
    painter.setBrush(painter.pen().color())
    painter.drawEllipse(QRectF(2, 2, 12, 12))
    pen = painter.pen()
    pen.setColor(QColor(tokens().surface))
    pen.setWidthF(1.8)
    painter.setPen(pen)


def _done(painter: QPainter) -> None:
    _disc(painter)
    _line(painter, ((5.2, 8.2), (7.2, 10.2), (10.9, 6)))


def _failed(painter: QPainter) -> None:
    _disc(painter)
    _line(painter, ((5.9, 5.9), (10.1, 10.1)))
    _line(painter, ((10.1, 5.9), (5.9, 10.1)))


def _warn(painter: QPainter) -> None:
    painter.drawPolygon(QPolygonF([QPointF(8, 2), QPointF(14.6, 13.6), QPointF(1.4, 13.6)]))
    _line(painter, ((8, 6.4), (8, 9.2)))
    painter.drawPoint(QPointF(8, 11.4))


def _info(painter: QPainter) -> None:
    _ring(painter)
    _line(painter, ((8, 7.6), (8, 11)))
    painter.drawPoint(QPointF(8, 5.1))


def _cancelled(painter: QPainter) -> None:
    _ring(painter)
    _line(painter, ((4.2, 11.8), (11.8, 4.2)))


def _lines(painter: QPainter, *strokes: Sequence[tuple[float, float]]) -> None:
    for stroke in strokes:
        _line(painter, stroke)


def _line(painter: QPainter, points: Sequence[tuple[float, float]]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _turn_right(painter: QPainter) -> None:
    painter.drawArc(QRectF(2.5, 3, 11, 11), 60 * 16, 270 * 16)
    _line(painter, ((11.2, 0.9), (10.9, 3.9), (13.9, 4.2)))


def _turn_left(painter: QPainter) -> None:
    painter.translate(16, 0)
    painter.scale(-1, 1)
    _turn_right(painter)


def _picture(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(1.6, 2.6, 12.8, 10.8), 1.6, 1.6)
    painter.drawEllipse(QRectF(4, 5, 2.4, 2.4))
    path = QPainterPath(QPointF(2, 12))
    for x, y in ((6, 8.6), (8.4, 10.6), (11, 7.4), (14.2, 10.8)):
        path.lineTo(x, y)
    painter.drawPath(path)


def _more(painter: QPainter) -> None:
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    for x in (3.4, 8, 12.6):
        painter.drawEllipse(QPointF(x, 8), 1.4, 1.4)


_MARKS: Final[Mapping[str, Callable[[QPainter], None]]] = {
    "draft": _draft,
    "queued": _queued,
    "running": _running,
    "done": _done,
    "failed": _failed,
    "warn": _warn,
    "info": _info,
    "cancelled": _cancelled,
    "turn_right": _turn_right,
    "turn_left": _turn_left,
    "picture": _picture,
    "more": _more,
    "up": lambda p: _lines(p, ((8, 13), (8, 3)), ((4, 7), (8, 3), (12, 7))),
    "down": lambda p: _lines(p, ((8, 3), (8, 13)), ((4, 9), (8, 13), (12, 9))),
    "back": lambda p: _lines(p, ((13, 8), (3, 8)), ((7, 4), (3, 8), (7, 12))),
    "next": lambda p: _lines(p, ((3, 8), (13, 8)), ((9, 4), (13, 8), (9, 12))),
    "plus": lambda p: _lines(p, ((8, 3), (8, 13)), ((3, 8), (13, 8))),
    "minus": lambda p: _lines(p, ((3, 8), (13, 8))),
    "cross": lambda p: _lines(p, ((4, 4), (12, 12)), ((12, 4), (4, 12))),
    "swap": lambda p: _lines(
        p, ((2, 5.4), (13, 5.4)), ((10, 2.4), (13, 5.4)), ((14, 10.6), (3, 10.6)), ((6, 13.6), (3, 10.6))
    ),
    "brush": lambda p: _lines(
        p,
        ((13.6, 2.4), (7.6, 8.4)),
        ((13.6, 2.4), (9.6, 10.4), (7.6, 8.4)),
        ((7.4, 8.6), (4.6, 9.6), (3.8, 12.2), (2.4, 13.6), (6.4, 13.2), (8.6, 11.6), (9.4, 10.6)),
    ),
    "bin": lambda p: _lines(
        p,
        ((2.5, 4.4), (13.5, 4.4)),
        ((6, 4.2), (6.2, 2.2), (9.8, 2.2), (10, 4.2)),
        ((4, 4.6), (4.8, 13.8), (11.2, 13.8), (12, 4.6)),
        ((6.6, 7), (6.8, 11.4)),
        ((9.4, 7), (9.2, 11.4)),
    ),
    "ring": partial(_ring),
}
