"""Other languages: German is complete, and no text is cut off where another language needs more room."""

from __future__ import annotations

import asyncio
import re
import string
import subprocess
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QWidget
from typing_extensions import override

from desktop.core.resources import resource_path
from desktop.start import translate
from desktop.ui.status_strip import ElidedLabel
from tests.ui.conftest import application
from tests.ui.shell import opened, running_app
from tests.ui.test_self_test import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.app import App

GERMAN = resource_path("translations", "packdesk_de.ts")


def messages(path: Path) -> list[tuple[str, str, str]]:
    """Context, source and translation."""
    found = []
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            done = translation.get("type") is None
            found.append((name, message.findtext("source") or "", (translation.text or "") if done else ""))
    return found


def fields_of(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_that_every_text_has_a_german_one() -> None:
    missing = [source for _, source, german in messages(GERMAN) if source.strip() and not german.strip()]
    assert not missing


def test_that_translations_keep_the_placeholders() -> None:
    for _, source, german in messages(GERMAN):
        assert fields_of(source) == fields_of(german), source


def test_that_no_text_of_the_window_is_missing_from_the_file(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    tool = ROOT / ".venv" / "bin" / "pyside6-lupdate"
    if not tool.exists():
        pytest.skip("lupdate is in the development environment only")
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "desktop").rglob("*.py"))
    subprocess.run(
        [tool, *sources, "-locations", "none", "-ts", fresh], cwd=ROOT, check=True, capture_output=True
    )
    known = {(context, source) for context, source, _ in messages(GERMAN)}
    new = [(context, source) for context, source, _ in messages(fresh) if (context, source) not in known]
    assert not new, "run: python3 dev.py translate"


def test_that_what_the_window_reads_is_up_to_date() -> None:
    compiled = QTranslator()
    assert compiled.load(str(GERMAN.with_suffix(".qm")))
    for context, source, german in messages(GERMAN):
        # an empty answer means: as it is
        assert compiled.translate(context, source) in {german, ""} or source == german, source


async def test_that_the_window_speaks_german(tmp_path: Path, dsn: str) -> None:
    translators = translate(application(), "de")
    try:
        async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
            await opened(app)
            texts = {b.text() for b in app.window.findChildren(QPushButton)}
            assert {"Projekte", "Einstellungen", "Suchen"} <= texts
            assert app.window.status.texts[1] in {"", "0 warten, 0 laufen"}
            assert "Dunkles Aussehen" in {command.label for command in app.commands.all}
    finally:
        for translator in translators:
            application().removeTranslator(translator)


class Stretcher(QTranslator):
    """Makes every text a third longer, as German often is; ``by`` 0 leaves them as they are."""

    def __init__(self, by: float) -> None:
        super().__init__()
        self._by = by

    @override
    def isEmpty(self) -> bool:
        return False

    @override
    def translate(
        self, context: str | bytes, text: str | bytes, disambiguation: object = None, n: int = -1
    ) -> str:
        source = text.decode() if isinstance(text, bytes) else str(text)
        if re.fullmatch(r"(Ctrl|Alt|Shift)\+\w+|Del|Esc|Left|Right", source) or len(source) < 4:
            return source
        return source + "".join(" " if n % 6 == 0 else "x" for n in range(round(len(source) * self._by)))


def clipped(window: QWidget) -> list[str]:
    """Visible texts that have less room than they need."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel) or widget.width() <= 1:
            continue
        if isinstance(widget, QLabel) and widget.text() and type(widget) is QLabel:
            if widget.wordWrap():
                is_cut = widget.heightForWidth(widget.width()) > widget.height() + 2
            else:
                is_cut = widget.sizeHint().width() > widget.width() + 2
        elif isinstance(widget, QAbstractButton) and widget.text():
            slack = 6 if isinstance(widget, QCheckBox) else 2
            is_cut = widget.sizeHint().width() > widget.width() + slack
        else:
            continue
        if is_cut:
            found.append(f"{type(widget).__name__} {widget.text()[:60]!r} {widget.width()}x{widget.height()}")
    return found


async def _look(app: App, seen: dict[str, list[str]], name: str) -> None:
    await asyncio.sleep(0.3)
    if cut := clipped(app.window):
        seen[name] = cut


@pytest.mark.parametrize(("percent", "by"), [(100, 0.33), (130, 0.33), (200, 0.0)])
async def test_that_nothing_is_clipped_when_texts_are_longer(
    tmp_path: Path, dsn: str, percent: int, by: float
) -> None:
    stretcher = Stretcher(by)
    application().installTranslator(stretcher)
    seen: dict[str, list[str]] = {}
    try:
        async with running_app(
            tmp_path, dsn=dsn, processing__on=False, look__text_percent=percent, look__appearance="light"
        ) as app:
            await opened(app)
            app.window.resize(1240, 800)
            for name in app.window.page_names:
                app.window.open_page(name)
                await _look(app, seen, name)
            app.opening.choose()
            await _look(app, seen, "welcome")
            app.opening.welcome.show_connect()
            app.opening.welcome.form.take("postgresql://postgres@x.pooler.supabase.com:6543/postgres")
            await _look(app, seen, "connect")
            app.window.cover(app.opening.page)
            app.opening.page.show_failed("The database could not be opened", "No database answers. " * 6)
            await _look(app, seen, "opening")
    finally:
        application().removeTranslator(stretcher)
        from desktop.ui.theme import Appearance, apply  # noqa: PLC0415

        apply(application(), Appearance.LIGHT)
    assert not seen
