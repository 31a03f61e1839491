"""Correcting a cut-out in the window, with mouse and keyboard, on a real database with the real engine."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop.processing import EmbeddedWorker, Rules
from desktop.ui.project_page import ProjectPage
from desktop.ui.retouch_dialog import RetouchDialog
from tests.ui.desk import BOTTLE, MUG, execute, leaving, make_project

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from desktop.engine import EngineBackend
    from desktop.ui.tasks import Tasks

    Until = Callable[..., Awaitable[None]]


@pytest.fixture
def page(backend: EngineBackend, tasks: Tasks, show: Callable[..., Any]) -> ProjectPage:
    made = ProjectPage(backend, tasks, user="anna")
    made.resize(1100, 800)
    show(made)
    return made


def dialog_of(kind: type[Any]) -> Any:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


async def correct(page: ProjectPage, until: Until, n: int = 0) -> RetouchDialog:
    await until(lambda: page.detail is not None and len(page.detail.photos) > n)
    await until(lambda: not page.tools.is_open("correct"))
    assert page.detail is not None
    photo = page.detail.photos[n].id

    def opened() -> RetouchDialog | None:
        """Asked for as a person does, again where a click came while the page was still at something."""
        if dialog_of(RetouchDialog) is None and not page.tools.is_open("correct"):
            page.photos.correction_wanted.emit(photo)
        found: RetouchDialog | None = dialog_of(RetouchDialog)
        return found

    await until(opened)
    dialog: RetouchDialog = dialog_of(RetouchDialog)
    await until(lambda: dialog.outline is not None and not dialog._is_busy, 200)
    return dialog


def area(dialog: RetouchDialog) -> float:
    """The share of the photo that counts as product."""
    assert dialog.outline is not None
    with Image.open(io.BytesIO(dialog.outline.mask)) as mask:
        return float((np.asarray(mask) > 127).mean())


def at(dialog: RetouchDialog, x: float, y: float) -> QPoint:
    where = dialog.canvas._target()
    return QPoint(round(where.left() + x * where.width()), round(where.top() + y * where.height()))


async def paint(dialog: RetouchDialog, until: Until, *points: tuple[float, float]) -> None:
    steps = dialog._at
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(dialog.canvas, left, pos=at(dialog, *points[0]))
    for point in points[1:]:
        QTest.mouseMove(dialog.canvas, at(dialog, *point))
    QTest.mouseRelease(dialog.canvas, left, pos=at(dialog, *points[-1]))
    await until(lambda: dialog._at == steps + 1 and not dialog._is_busy, 200)


@leaving
async def test_that_an_outline_is_painted_undone_kept_and_used(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Until, tasks: Tasks
) -> None:
    project = await make_project(backend, BOTTLE)
    page.open_project(project)
    dialog = await correct(page, until)
    before = area(dialog)
    dialog.refine.setChecked(False)
    await paint(dialog, until, (0.45, 0.5), (0.5, 0.5), (0.55, 0.5))
    removed = area(dialog)
    assert removed < before - 0.003
    QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: not tasks.is_running(("retouch", id(dialog))))
    assert area(dialog) == before
    assert not dialog.is_changed
    QTest.keyClick(
        dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    await until(lambda: not tasks.is_running(("retouch", id(dialog))))
    assert area(dialog) == removed

    QTest.keyClick(dialog.canvas, Qt.Key.Key_K)
    assert dialog.keep.isChecked()
    assert dialog.canvas.is_keeping
    await paint(dialog, until, (0.45, 0.5), (0.5, 0.5), (0.55, 0.5))
    assert area(dialog) > removed
    dialog.remove.setChecked(True)
    await paint(dialog, until, (0.4, 0.35), (0.6, 0.35))
    last = area(dialog)
    dialog.save.click()
    await until(lambda: dialog_of(RetouchDialog) is None)
    await until(lambda: "is kept" in page.note.text)
    await until(lambda: page.detail is not None and page.detail.photos[0].mask_sha256 is not None)
    assert page.photos.model.look(page.photos.model.photos[0]).note == "Outline corrected"

    page.note.action.click()
    await until(lambda: page.detail is not None and len(page.detail.active_jobs) == 6)
    page.cancel()
    again = await correct(page, until)
    assert area(again) == last, "begins where it was left"
    again.reset.click()
    await until(lambda: again._at == 1 and not again._is_busy, 200)
    assert area(again) == pytest.approx(before, abs=0.002)
    again.save.click()
    await until(lambda: dialog_of(RetouchDialog) is None)
    assert execute(dsn, "select mask_sha256 from packdesk.project_images") == [(None,)], "left to the engine"


@leaving
async def test_that_the_keyboard_alone_is_enough_and_leaving_asks(
    page: ProjectPage, backend: EngineBackend, until: Until, tasks: Tasks
) -> None:
    page.open_project(await make_project(backend, BOTTLE))
    dialog = await correct(page, until)
    assert dialog.canvas.accessibleDescription()
    before = area(dialog)
    size = dialog.canvas.radius
    QTest.keyClick(dialog.canvas, Qt.Key.Key_BracketRight)
    assert dialog.canvas.radius > size
    QTest.keyClick(dialog.canvas, Qt.Key.Key_E)
    assert not dialog.refine.isChecked()
    QTest.keyClick(dialog.canvas, Qt.Key.Key_Down)
    QTest.keyClick(dialog.canvas, Qt.Key.Key_Space)
    await until(lambda: dialog._at == 1 and not dialog._is_busy, 200)
    assert area(dialog) < before
    QTest.keyClick(dialog.canvas, Qt.Key.Key_B)
    assert dialog.canvas.shows_result
    zoom = dialog.canvas.zoom
    QTest.keyClick(dialog.canvas, Qt.Key.Key_Plus)
    assert dialog.canvas.zoom > zoom
    QTest.keyClick(dialog.canvas, Qt.Key.Key_0)
    assert dialog.canvas.is_fitted

    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: dialog_of(QMessageBox))
    box = dialog_of(QMessageBox)
    next(b for b in box.findChildren(QPushButton) if b.text() == "Leave").click()
    await until(lambda: dialog_of(RetouchDialog) is None)
    assert page.detail is not None
    assert page.detail.photos[0].mask_sha256 is None


@leaving
async def test_that_a_photo_that_was_changed_meanwhile_is_told_and_turning_says_what_is_lost(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Until
) -> None:
    page.open_project(await make_project(backend, BOTTLE))
    dialog = await correct(page, until)
    photos = page.photos
    dialog.save.click()
    await until(lambda: dialog_of(RetouchDialog) is None)
    await until(lambda: page.detail is not None and page.detail.photos[0].mask_sha256 is not None)
    photos.list.selectAll()
    photos.turn_selected(1)
    await until(lambda: "outline was dropped" in page.note.text, 60)
    await until(lambda: page.detail is not None and page.detail.photos[0].mask_sha256 is None)

    dialog = await correct(page, until)
    execute(
        dsn,
        "update packdesk.project_images set blob_sha256 = (select sha256 from packdesk.blobs where sha256 <>"
        " blob_sha256 limit 1)",
    )
    dialog.save.click()
    await until(lambda: "changed or deleted" in dialog.status.text(), 60)
    dialog.reject()
    await until(lambda: dialog_of(RetouchDialog) is None)


@leaving
async def test_that_photos_say_what_they_are_for_and_do_what_they_are_told(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Until, tasks: Tasks
) -> None:
    page.open_project(await make_project(backend, MUG, BOTTLE))
    model = page.photos.model
    await until(lambda: len(model.photos) == 2)

    def titles() -> list[str]:
        return [model.look(photo).title for photo in model.photos]

    assert titles() == ["Main photo", "Photo 2"]
    photos = {photo.original_name: photo for photo in model.photos}
    execute(
        dsn,
        "insert into packdesk.generated_images (project_id, image_type, blob_sha256, mime, size_bytes, width, height,"
        " needs_check, photo_ids) select project_id, 'FEATURE_HIGHLIGHT', blob_sha256, mime, size_bytes, width,"
        " height, array['The product''s outline is unclear in this photo.'], array[%s, %s]"
        " from packdesk.project_images limit 1",
        [photos[BOTTLE.name].id, photos[MUG.name].id],
    )
    await until(lambda: titles() == ["Detail view", "Main photo"])
    assert model.look(photos[BOTTLE.name]).note == "Check the outline"
    tile = page.tiles.tiles["FEATURE_HIGHLIGHT"]
    await until(tile.correct.isVisible)
    tile.correct.click()
    await until(lambda: dialog_of(RetouchDialog))
    dialog = dialog_of(RetouchDialog)
    assert BOTTLE.name in dialog.windowTitle()
    await until(lambda: dialog.outline is not None and not dialog._is_busy, 200)
    dialog.reject()
    await until(lambda: dialog_of(RetouchDialog) is None)

    from desktop.core.pack import PhotoRole  # noqa: PLC0415

    page.photos._on_role(photos[BOTTLE.name], PhotoRole.MAIN)
    await until(lambda: titles() == ["Main photo, chosen", "Detail view"])
    assert [photo.original_name for photo in model.photos] == [BOTTLE.name, MUG.name]
    page.photos.set_role(photos[MUG.name], PhotoRole.UNUSED)
    await until(lambda: titles()[1] == "Set aside")


@leaving
async def test_that_one_s_own_scene_is_taken_used_and_taken_back(
    page: ProjectPage, backend: EngineBackend, until: Until, tmp_path: Path, tasks: Tasks
) -> None:
    project = await make_project(backend, BOTTLE)
    page.open_project(project)
    await until(lambda: page.detail is not None)
    Image.new("RGB", (1600, 1200), (20, 160, 60)).save(tmp_path / "meadow.jpg")
    await page.tools.take_scene(project, tmp_path / "meadow.jpg")
    assert "meadow.jpg" in page.note.text
    detail = page.detail
    await until(lambda: page.detail is not detail)
    assert page.detail is not None
    assert page.detail.project.scene is not None
    menu = page.image_actions.menu(page.detail, "LIFESTYLE", page.mapToGlobal(page.rect().center()))
    words = [action.text() for action in menu.actions()]
    menu.close()
    assert "Another scene of your own (now meadow.jpg)\u2026" in words
    worker = EmbeddedWorker(backend, on_change=lambda _: None, on_error=tasks.report)
    worker.start(Rules(slots=1))
    page.note.action.click()
    tile = page.tiles.tiles["LIFESTYLE"]
    await until(lambda: tile.state is not None and tile.state.image is not None, 200)
    await worker.close()
    page.tools.drop_scene()
    await until(lambda: "one of Packdesk's scenes" in page.note.text)


@leaving
async def test_that_a_tile_that_asks_leads_to_the_field_of_the_form(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Until
) -> None:
    project = await make_project(backend, MUG)
    execute(
        dsn,
        "insert into packdesk.generated_images (project_id, image_type, blob_sha256, mime, size_bytes, width, height,"
        " asks) select project_id, 'COMPARISON_CHART', blob_sha256, mime, size_bytes, width, height,"
        " array['comparison'] from packdesk.project_images",
    )
    page.open_project(project)
    tile = page.tiles.tiles["COMPARISON_CHART"]
    await until(tile.fill_in.isVisible)
    tile.fill_in.click()
    from desktop.ui.new_project_dialog import ProjectDialog  # noqa: PLC0415

    await until(lambda: dialog_of(ProjectDialog))
    dialog = dialog_of(ProjectDialog)
    await until(lambda: len(dialog.form.comparison.rows) == 1)
    await until(dialog.form.comparison.rows[0].label.hasFocus)
    dialog.reject()
    await until(lambda: dialog_of(ProjectDialog) is None)


@leaving
async def test_that_a_tile_whose_product_was_not_found_offers_the_brush(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Until
) -> None:
    project = await make_project(backend, BOTTLE)
    page.open_project(project)
    await until(page.pack.generate.isEnabled)
    page.image_actions.make(project, "MAIN_IMAGE")
    tile = page.tiles.tiles["MAIN_IMAGE"]
    await until(lambda: tile.state is not None and tile.state.job is not None)
    assert not tile.correct.isVisible()
    told = "No product could be found in this photo. Use one where the product stands out from what is around it."
    execute(dsn, "update public.job_queue set status = 'failed', error_message = %s", [told])
    await until(tile.correct.isVisible)
    tile.correct.click()
    await until(lambda: dialog_of(RetouchDialog))
    dialog: RetouchDialog = dialog_of(RetouchDialog)
    await until(dialog.save.isEnabled, 200)
    dialog.reject()
    await until(lambda: dialog_of(RetouchDialog) is None)
