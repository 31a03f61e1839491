"""Exporting and marketplaces' badges in the window: real images, real files, a real database."""

from __future__ import annotations

import asyncio
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop.core.compliance import Verdict
from desktop.core.marketplaces import Marketplace
from desktop.start import translate
from desktop.ui.compliance_view import ComplianceDialog
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.known_words import in_words
from desktop.ui.preferences import Preferences
from desktop.ui.project_page import ProjectPage
from tests.imaging.market_kit import jpeg, product
from tests.ui.conftest import application
from tests.ui.desk import MUG, execute, leaving, make_project

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from typing import Any

    from desktop.engine import EngineBackend
    from desktop.ui.tasks import Tasks

    Until = Callable[..., Awaitable[None]]


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    made = Preferences(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    made.set("export/folder", str(tmp_path))
    return made


@pytest.fixture
def page(
    backend: EngineBackend, tasks: Tasks, show: Callable[..., Any], preferences: Preferences
) -> ProjectPage:
    made = ProjectPage(backend, tasks, user="anna", preferences=preferences)
    made.resize(1100, 800)
    show(made)
    return made


async def finish(backend: EngineBackend, dsn: str, project: str, *kinds: str) -> None:
    """As if a worker had made them: a product on white, filling the frame."""
    data = jpeg(product())
    sha = await backend.call(backend.services.store.put(data, "image/jpeg"))
    for kind in kinds:
        execute(
            dsn,
            "insert into packdesk.generated_images (project_id, image_type, style, blob_sha256, thumb_sha256, mime,"
            " size_bytes, width, height) values (%s, %s, 'premium', %s, %s, 'image/jpeg', %s, 2000, 2000)",
            [project, kind, sha, sha, len(data)],
        )


def dialog_of(kind: type[Any]) -> Any:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


async def opened(page: ProjectPage, until: Until) -> ExportDialog:
    await until(page.header.export.isEnabled)
    await until(lambda: not page.tools.is_open("export"))
    page.header.export.click()
    await until(lambda: dialog_of(ExportDialog))
    dialog: ExportDialog = dialog_of(ExportDialog)
    await until(dialog.export.isEnabled)
    return dialog


@leaving
async def test_that_an_export_is_asked_for_made_reported_and_remembered(
    page: ProjectPage,
    backend: EngineBackend,
    dsn: str,
    until: Until,
    preferences: Preferences,
    tmp_path: Path,
) -> None:
    project = await make_project(backend, MUG)
    page.open_project(project)
    await until(lambda: page.detail is not None)
    assert not page.header.export.isEnabled()
    await finish(backend, dsn, project, "MAIN_IMAGE", "INFOGRAPHIC")
    dialog = await opened(page, until)
    assert "mug.MAIN" in dialog.listing.texts
    dialog.asin.setText("b0abcd1234")
    await until(lambda: "B0ABCD1234.PT01" in dialog.listing.texts)
    dialog.export.click()
    await until(dialog.close_button.isVisible, 200)
    out = tmp_path / "mug-amazon"
    assert sorted(p.name for p in out.iterdir()) == [
        "B0ABCD1234.MAIN.jpg",
        "B0ABCD1234.PT01.jpg",
        "report.json",
        "report.txt",
    ]
    assert "2 images exported. All of them fit Amazon." in dialog._report.texts

    dialog.again.click()
    dialog.export.click()
    await until(lambda: dialog_of(QMessageBox))
    box = dialog_of(QMessageBox)
    next(b for b in box.findChildren(QPushButton) if b.text() == "Replace").click()
    await until(dialog.close_button.isVisible, 200)

    dialog.again.click()
    dialog.choice.setCurrentIndex(dialog.choice.findData("ebay"))
    dialog.as_zip.setChecked(True)
    dialog.name.setText("Blue Mug")
    await until(lambda: "blue-mug-main-image" in dialog.listing.texts)
    assert not dialog.asin.isVisible()
    assert any("eBay takes no added text or artwork." in text for text in dialog.listing.texts)
    dialog.start()
    await until(dialog.close_button.isVisible, 200)
    with zipfile.ZipFile(next(tmp_path.glob("*.zip"))) as pack:
        assert pack.testzip() is None
        assert json.loads(pack.read("report.json"))["for"] == "ebay"
    dialog.close_button.click()
    await until(lambda: dialog_of(ExportDialog) is None)

    again = await opened(page, until)
    assert again.marketplace is Marketplace.EBAY
    assert again.as_zip.isChecked()
    again.reject()
    await until(lambda: dialog_of(ExportDialog) is None)
    assert preferences.text("export/for") == "ebay"


@leaving
async def test_that_a_stopped_export_leaves_nothing_and_trouble_is_said(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Until, tmp_path: Path
) -> None:
    project = await make_project(backend, MUG)
    await finish(backend, dsn, project, "MAIN_IMAGE", "INFOGRAPHIC", "LIFESTYLE", "FEATURE_HIGHLIGHT")
    page.open_project(project)
    dialog = await opened(page, until)
    out = tmp_path / "out"
    out.mkdir()
    dialog.place.setText(str(out / "here"))
    dialog.start()
    await until(lambda: dialog.bar.maximum() == 4, 200)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await until(dialog.export.isVisible)
    assert dialog._problem.text() == "Stopped. Nothing was written."
    await until(lambda: not list(out.iterdir()))

    (out / "mine.txt").write_text("mine")
    dialog.place.setText(str(out / "mine.txt"))
    dialog.start()
    await until(lambda: "is a file" in dialog._problem.text(), 200)
    assert (out / "mine.txt").read_text() == "mine"
    dialog.asin.setText("short")
    await until(lambda: "ten letters and digits" in dialog._problem.text())
    assert not dialog.export.isEnabled()
    dialog.reject()
    await until(lambda: dialog_of(ExportDialog) is None)


@leaving
async def test_that_tiles_and_viewer_show_a_badge_with_reasons(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Until, preferences: Preferences
) -> None:
    project = await make_project(backend, MUG)
    execute(
        dsn,
        "insert into packdesk.generated_images (project_id, image_type, style, blob_sha256, thumb_sha256, mime,"
        " size_bytes, width, height) select project_id, 'MAIN_IMAGE', 'bold', blob_sha256, thumb_sha256, mime,"
        " size_bytes, width, height from packdesk.project_images where project_id = %s",
        [project],
    )
    await finish(backend, dsn, project, "INFOGRAPHIC")
    page.open_project(project)
    main, info = page.tiles.tiles["MAIN_IMAGE"], page.tiles.tiles["INFOGRAPHIC"]
    await until(lambda: main.badge.isVisible() and info.badge.isVisible(), 200)
    assert main.report is not None
    assert main.report.verdict is Verdict.FAIL
    assert "pure white" in main.badge.toolTip()
    assert "pure white" in main.accessibleDescription()
    assert info.badge.look is not None
    assert info.badge.look.word == "Fits Amazon"

    QTest.mouseClick(main.badge, Qt.MouseButton.LeftButton)
    await until(lambda: dialog_of(ComplianceDialog))
    dialog = dialog_of(ComplianceDialog)
    assert not page.viewer.isVisible()
    dialog.choice.setCurrentIndex(dialog.choice.findData("etsy"))
    await until(lambda: "Etsy" in getattr(info.badge.look, "word", ""), 60)  # none while it is measured
    dialog.reject()
    await until(lambda: dialog_of(ComplianceDialog) is None)
    assert preferences.text("listing/marketplace") == "etsy"

    await until(lambda: not page.tools.is_open("explain"))
    page.view_image("MAIN_IMAGE")
    await until(page.viewer.badge.isVisible, 200)
    QTest.keyClick(page.viewer.canvas, Qt.Key.Key_I)
    await until(lambda: dialog_of(ComplianceDialog))
    dialog_of(ComplianceDialog).reject()
    await until(lambda: dialog_of(ComplianceDialog) is None)
    page.viewer.close()
    await asyncio.sleep(0)


def test_that_reasons_why_a_picture_stays_behind_are_said_in_german() -> None:
    translators = translate(application(), "de")
    try:
        for told in (
            "It hasn't been made yet.",
            "eBay takes no added text or artwork.",
            "Amazon takes 9 pictures at most.",
            "It has no measurements to show. Add them and make it again.",
            "It has nothing to compare. Add points and make it again.",
        ):
            assert in_words(told) != told
    finally:
        for translator in translators:
            application().removeTranslator(translator)
