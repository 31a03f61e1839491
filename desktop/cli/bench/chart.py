"""Charts of a report as SVG, in some lines: bars with their spread, and lines over time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH: Final = 760
_LABELS: Final = 250
_VALUES: Final = 90
_ROW: Final = 30
_TOP: Final = 46
_INK: Final = "#1f2933"
_FAINT: Final = "#616e7c"
_GRID: Final = "#dde3ea"
_OURS: Final = "#1f6feb"
_OTHERS: Final = "#a9b4c0"
_AIM: Final = "#c2410c"
_COLOURS: Final = (_OURS, _AIM, "#0f766e", "#7c3aed")
_FONT: Final = "font-family='Segoe UI, Helvetica, Arial, sans-serif'"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its median, with the smallest and largest round; ``ours`` stands out."""

    label: str
    value: float
    low: float
    high: float
    ours: bool = False


def bars(title: str, rows: Sequence[Bar], unit: str, *, aim: float | None = None) -> str:
    """Horizontal bars with whiskers from the smallest to the largest round, and a line where the target is."""
    most = max([*(row.high for row in rows), aim or 0.0, 1e-9]) * 1.02
    room = _WIDTH - _LABELS - _VALUES
    height = _TOP + _ROW * len(rows) + 14

    def x(value: float) -> float:
        return _LABELS + room * value / most

    parts = [_text(16, 26, title, size=16, weight=600)]
    for n, row in enumerate(rows):
        y = _TOP + _ROW * n
        colour = _OURS if row.ours else _OTHERS
        parts += [
            _text(_LABELS - 10, y + 16, row.label, anchor="end"),
            f"<rect x='{_LABELS}' y='{y + 3}' width='{x(row.value) - _LABELS:.1f}' height='18' fill='{colour}'/>",
            f"<path d='M{x(row.low):.1f} {y + 12}H{x(row.high):.1f}' stroke='{_INK}' stroke-width='1.5'/>",
            _text(_WIDTH - _VALUES + 8, y + 16, f"{_short(row.value)} {unit}".strip()),
        ]
    if aim is not None:
        at = f"{x(aim):.1f}"
        parts += [
            f"<path d='M{at} {_TOP - 4}V{height - 8}' stroke='{_AIM}' stroke-width='1.5' stroke-dasharray='4 3'/>",
            _text(x(aim), _TOP - 8, f"target {_short(aim)}", anchor="middle", colour=_AIM, size=11),
        ]
    return _svg(height, title, parts)


def lines(title: str, x_name: str, series: dict[str, Sequence[tuple[float, float]]], unit: str) -> str:
    """Lines over time on one scale, each named at its end."""
    height, left, right, bottom = 300, 70, 150, 40
    points = [point for one in series.values() for point in one]
    most_x = max([x for x, _ in points], default=1) or 1
    most_y = _round_up(max([y for _, y in points], default=1) or 1)
    room_x, room_y = _WIDTH - left - right, height - _TOP - bottom

    def place(x: float, y: float) -> str:
        return f"{left + room_x * x / most_x:.1f} {_TOP + room_y * (1 - y / most_y):.1f}"

    parts = [_text(16, 26, title, size=16, weight=600)]
    for n in range(5):
        y = most_y * n / 4
        at = _TOP + room_y * (1 - n / 4)
        parts += [
            f"<path d='M{left} {at:.1f}H{_WIDTH - right}' stroke='{_GRID}'/>",
            _text(left - 8, at + 4, f"{_short(y)} {unit}", anchor="end", colour=_FAINT, size=11),
        ]
    taken: list[float] = []
    for n, (name, one) in enumerate(series.items()):
        colour = _COLOURS[n % len(_COLOURS)]
        path = "L".join(place(x, y) for x, y in one)
        end = _TOP + room_y * (1 - one[-1][1] / most_y) + 4 if one else _TOP
        while any(abs(end - other) < 14 for other in taken):
            end -= 14
        taken.append(end)
        parts += [
            f"<path d='M{path}' fill='none' stroke='{colour}' stroke-width='2'/>",
            _text(_WIDTH - right + 8, end, name, colour=colour, size=12),
        ]
    parts.append(
        _text(_WIDTH - right, height - 12, f"{_short(most_x)} {x_name}", anchor="end", colour=_FAINT, size=11)
    )
    return _svg(height, title, parts)


def _round_up(value: float) -> float:
    """The next number that reads well."""
    step = 10.0 ** math.floor(math.log10(value))
    return next(factor * step for factor in (1, 2, 4, 5, 8, 10) if factor * step >= value)


def _short(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    colour: str = _INK,
    size: int = 12,
    weight: int = 400,
) -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' {_FONT} font-size='{size}' font-weight='{weight}' fill='{colour}'"
        f" text-anchor='{anchor}'>{escape(text)}</text>"
    )


def _svg(height: int, title: str, parts: Sequence[str]) -> str:
    inside = "\n".join(parts)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height}' role='img'"
        f" aria-label='{escape(title, quote=True)}'>\n"
        f"<rect width='{_WIDTH}' height='{height}' fill='#ffffff'/>\n{inside}\n</svg>\n"
    )
