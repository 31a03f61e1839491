"""Colours one can read, in both appearances."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from desktop.core.resources import resource_path
from desktop.ui.icons import app_icon, pixmap
from desktop.ui.theme import DARK, LIGHT, Appearance, Tokens, apply, text_scale, tokens
from tests.ui.conftest import application

ON_PAPER = [
    *((ink, paper) for ink in ("text", "muted") for paper in ("window", "surface", "raised")),
    *((ink, paper) for ink in ("accent", "good", "warn", "bad", "info") for paper in ("surface", "window")),
    *((tone, f"{tone}_soft") for tone in ("good", "warn", "bad", "info", "accent")),
    *(("text", f"{tone}_soft") for tone in ("good", "warn", "bad", "info", "accent")),
    ("on_accent", "accent"),
    ("muted", "line"),
]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), ON_PAPER)
def test_that_text_can_be_read(theme: Tokens, ink: str, paper: str) -> None:
    bright, dim = sorted((luminance(getattr(theme, ink)), luminance(getattr(theme, paper))), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


def test_that_every_colour_is_given_as_hex() -> None:
    for theme in (LIGHT, DARK):
        for field in fields(theme):
            value = getattr(theme, field.name)
            assert isinstance(value, bool) or re.fullmatch("#[0-9A-F]{6}", value)


def test_that_appearance_and_size_are_put_on() -> None:
    app = application()
    apply(app, Appearance.DARK, 1.5)
    assert (tokens(), text_scale()) == (DARK, 1.5)
    assert app.font().pointSizeF() == 15
    apply(app, Appearance.LIGHT)
    assert (tokens(), text_scale()) == (LIGHT, 1.0)


def test_that_every_icon_draws_something() -> None:
    application()
    names = [path.stem for path in resource_path("icons").glob("*.svg")]
    assert len(names) > 20
    for name in names:
        image = pixmap(name, "#FF0000").toImage()
        assert any(
            image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
        ), name
    assert not app_icon().isNull()
