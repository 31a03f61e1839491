"""Measurements in words: centimetres and inches side by side, rounded no finer than they were given."""

from __future__ import annotations

import math

from desktop.core.pack import CENTIMETRES_PER_INCH, Unit


def _plain(value: float, decimals: int) -> str:
    if 0 < value < 0.5 * 10**-decimals:
        # a foil's thickness isn't nothing
        decimals = math.ceil(-math.log10(value))
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def both_units(value: float, unit: Unit) -> tuple[str, str]:
    """``value`` as centimetres and as inches, e.g. ``("26.5 cm", "10.4 in")``.

    The given unit is shown as typed: two decimals at most, or where that would be 0 one digit that isn't. The other is
    converted with exactly 2.54 cm per inch and rounded to one decimal, or to two below ten, where a tenth would be
    coarse.
    """
    if unit is Unit.CM:
        inches = value / CENTIMETRES_PER_INCH
        return f"{_plain(value, 2)} cm", f"{_plain(inches, 2 if inches < 10 else 1)} in"
    centimetres = value * CENTIMETRES_PER_INCH
    return f"{_plain(centimetres, 2 if centimetres < 10 else 1)} cm", f"{_plain(value, 2)} in"
