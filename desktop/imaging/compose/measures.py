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


def both_units(value: float, unit: Unit, language: str = "en") -> tuple[str, str]:
    """``value`` as centimetres and as inches, e.g. ``("26.5 cm", "10.4 in")``; in German with a comma.

    The given unit is shown as typed: two decimals at most, or where that would be 0 one digit that isn't. The other is
    converted with exactly 2.54 cm per inch and rounded to one decimal, or to two below ten, where a tenth would be
    coarse.
    """
    other = value / CENTIMETRES_PER_INCH if unit is Unit.CM else value * CENTIMETRES_PER_INCH
    given, converted = _plain(value, 2), _plain(other, 2 if other < 10 else 1)
    if language == "de":
        given, converted = given.replace(".", ","), converted.replace(".", ",")
    centimetres, inches = (given, converted) if unit is Unit.CM else (converted, given)
    return f"{centimetres} cm", f"{inches} in"
