"""One project's page, on a real database with a real image engine."""

from __future__ import annotations

import asyncio
import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.core.pack import MAX_PHOTOS, PACK_IMAGE_TYPES
from desktop.core.records import Photo
from desktop.engine import EngineBackend
from desktop.processing import EmbeddedWorker, Rules
from desktop.ui.new_project_dialog import ProjectDialog
from desktop.ui.photos_model import PhotosModel
from desktop.ui.project_page import ProjectPage
from desktop.ui.tile_state import Kind
from desktop.ui.uploads import Step, Uploads
from tests.ui.desk import BOTTLE, MUG, PHOTOS, drop, execute, leaving, make_project, mime_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from desktop.data.changes import Mode
    from desktop.ui.tasks import Tasks
    from tests.ui.conftest import RecordingSink

Until = "Callable[..., Awaitable[None]]"
INFOGRAPHIC = "INFOGRAPHIC"


@pytest.fixture
async def page(
    backend: EngineBackend, tasks: Tasks, show: Callable[[QWidget], QWidget]
) -> AsyncIterator[ProjectPage]:
    made = ProjectPage(backend, tasks, user="anna")
    made.resize(1100, 760)
    show(made)
    yield made
    made.viewer.close()
    made.leave()
    await tasks.close()  # before the widgets go, as the window does it


def kinds(page: ProjectPage) -> list[Kind]:
    return [tile.state.kind for tile in page.tiles.tiles.values() if tile.state is not None]


def counts(page: ProjectPage) -> tuple[int, int]:
    """Images, and jobs that wait or run."""
    return (len(page.detail.images), len(page.detail.active_jobs)) if page.detail else (0, 0)


# -- photos ------------------------------------------------------------------------------------------------


@leaving
async def test_that_a_dropped_photo_is_stored_and_shown(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    project = await make_project(backend)
    page.open_project(project)
    await until(lambda: page.detail is not None)
    assert not page.pack.generate.isEnabled()
    assert "photo" in page.pack.generate.toolTip()
    drop(page.photos, mime_of(MUG))
    await until(lambda: page.photos.model.photos and not page.uploads.is_busy)
    assert page.photos.model.photos[0].original_name == MUG.name
    assert page.pack.generate.isEnabled()
    thumb = page.photos.model.photos[0].thumb_sha256
    await until(lambda: page._thumbnails.get(thumb, 128) is not None)
    rows = execute(dsn, "select original_name from packdesk.project_images where project_id = %s", [project])
    assert rows == [(MUG.name,)]


@leaving
async def test_that_the_eleventh_photo_is_refused_in_words_and_the_others_stay(
    page: ProjectPage, backend: EngineBackend, until: Callable[..., Awaitable[None]], tmp_path: Path
) -> None:
    page.open_project(await make_project(backend))
    await until(lambda: page.detail is not None)
    paths = [tmp_path / f"photo {n}.jpg" for n in range(11)]
    for path in paths:
        shutil.copy(MUG, path)
    page.photos.add_paths(paths)
    await until(lambda: len(page.photos.model.photos) == MAX_PHOTOS and not page.uploads.is_busy, 200)
    assert page.photos.rows.texts == [
        ("photo 10.jpg", "A project holds at most 10 photos. This one was left out.")
    ]
    assert not page.photos.add.isEnabled()


@leaving
async def test_that_a_refused_file_says_why_without_losing_the_others(
    page: ProjectPage,
    backend: EngineBackend,
    sink: RecordingSink,
    until: Callable[..., Awaitable[None]],
    tmp_path: Path,
) -> None:
    page.open_project(await make_project(backend))
    await until(lambda: page.detail is not None)
    text = tmp_path / "notes.jpg"
    text.write_text("not a picture")
    page.photos.add_paths([text, MUG, tmp_path])
    await until(lambda: len(page.photos.model.photos) == 1 and not page.uploads.is_busy, 60)
    said = dict(page.photos.rows.texts)
    assert "text" in said["notes.jpg"]
    assert "folder" in said[tmp_path.name]
    assert sink.known == []
    page.uploads.dismiss_refused(page.detail.project.id if page.detail else "")
    assert page.photos.rows.texts == []


@leaving
async def test_that_pictures_and_files_can_be_pasted(
    page: ProjectPage, backend: EngineBackend, until: Callable[..., Awaitable[None]]
) -> None:
    page.open_project(await make_project(backend))
    await until(lambda: page.detail is not None)
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    picture = QMimeData()
    picture.setImageData(image)
    encoded = QMimeData()
    encoded.setData("image/jpeg", QByteArray(BOTTLE.read_bytes()))
    for n, data in enumerate((picture, encoded, mime_of(MUG)), start=1):
        QGuiApplication.clipboard().setMimeData(data)
        page._on_paste()
        await until(lambda n=n: len(page.photos.model.photos) == n, 60)
    QGuiApplication.clipboard().setText("words")
    page._on_paste()
    assert "clipboard" in page.note.text
    QGuiApplication.clipboard().clear()


@leaving
async def test_that_photos_are_put_in_order_turned_deleted_and_brought_back(
    page: ProjectPage, backend: EngineBackend, until: Callable[..., Awaitable[None]]
) -> None:
    page.open_project(await make_project(backend, MUG, BOTTLE))
    model, photos = page.photos.model, page.photos.list
    await until(lambda: len(model.photos) == 2)
    first, second = (photo.id for photo in model.photos)

    photos.setCurrentIndex(model.index(1))
    QTest.keyClick(photos, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    await until(lambda: model.photos[0].id == second)
    assert [photo.id for photo in photos.selected] == [second]

    before = model.photos[0]
    page.photos.turn_selected(1)
    await until(lambda: model.photos[0].blob_sha256 != before.blob_sha256)
    assert (model.photos[0].width, model.photos[0].height) == (before.height, before.width)

    QTest.keyClick(photos, Qt.Key.Key_Delete)
    await until(lambda: [photo.id for photo in model.photos] == [first])
    await until(lambda: page.note.text)
    page.note.action.click()
    await until(lambda: [photo.id for photo in model.photos] == [second, first])


@leaving
async def test_that_a_photo_is_replaced_in_its_place(
    page: ProjectPage, backend: EngineBackend, until: Callable[..., Awaitable[None]]
) -> None:
    page.open_project(await make_project(backend, MUG, MUG))
    await until(lambda: len(page.photos.model.photos) == 2)
    old = page.photos.model.photos[0]
    services = backend.services
    stored = await backend.call(services.photos.store(await backend.call(services.photos.take(BOTTLE))))
    await backend.call(services.projects.replace_photo(old.id, stored))
    await until(lambda: page.photos.model.photos[0].original_name == BOTTLE.name)
    assert page.photos.model.photos[0].id == old.id


async def test_that_uploads_wait_while_offline_and_go_on_by_themselves(
    dsn: str, tasks: Tasks, until: Callable[..., Awaitable[None]], tmp_path: Path
) -> None:
    modes: list[Mode] = []
    backend = EngineBackend(asyncio.get_running_loop(), on_mode=modes.append, on_error=tasks.report)
    uploads = Uploads(backend, tasks)
    project = str(execute(dsn, "insert into packdesk.projects (name) values ('x') returning id")[0][0])
    uploads.add(project, [(MUG.name, MUG)], already=0)
    await until(lambda: uploads.of(project)[0].step is Step.OFFLINE)
    await backend.open(dsn=dsn, home=tmp_path)
    uploads.resume()
    await until(lambda: not uploads.of(project), 60)
    assert execute(dsn, "select count(*) from packdesk.project_images") == [(1,)]
    await backend.close()


def photo(name: str, n: int) -> Photo:
    return Photo(name, "p", n, f"{name}.jpg", "0" * 64, None, "image/jpeg", 1, 10, 10)


def test_that_the_photos_model_keeps_qt_s_rules_through_any_change() -> None:
    model = PhotosModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    rng = random.Random(3)
    names = [uuid4().hex for _ in range(12)]
    for _ in range(300):
        chosen = rng.sample(names, rng.randrange(0, 11))
        wanted = [photo(name, n) for n, name in enumerate(chosen)]
        if wanted and rng.random() < 0.5:
            wanted[0] = replace(wanted[0], width=rng.randrange(10, 99))
        model.show_photos(wanted)
        assert list(model.photos) == wanted
    del tester


# -- the pack ----------------------------------------------------------------------------------------------


@leaving
async def test_that_three_clicks_enqueue_one_pack(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    page.open_project(await make_project(backend, MUG))
    await until(page.pack.generate.isEnabled)
    for _ in range(3):
        QTest.mouseClick(page.pack.generate, Qt.MouseButton.LeftButton)
    await until(lambda: kinds(page) == [Kind.QUEUED] * 6)
    assert execute(
        dsn, "select count(*) from public.job_queue where job_type = 'generate-complete-pack'"
    ) == [(1,)]
    assert not page.pack.generate.isVisible()
    assert page.pack.text.text() == "0 of 6 images ready"
    texts = [tile.texts[0] for tile in page.tiles.tiles.values()]
    assert texts[:2] == ["Next in line", "Queued, number 2 in line"]
    page.cancel()
    await until(lambda: kinds(page) == [Kind.CANCELLED] * 6)
    assert page.pack.generate.isVisible()
    assert page.pack.generate.isEnabled()


@leaving
async def test_that_a_pack_becomes_six_finished_tiles(
    page: ProjectPage, backend: EngineBackend, tasks: Tasks, until: Callable[..., Awaitable[None]]
) -> None:
    page.open_project(await make_project(backend, BOTTLE))
    await until(page.pack.generate.isEnabled)
    worker = EmbeddedWorker(backend, on_change=lambda _: None, on_error=tasks.report)
    worker.start(Rules(slots=2))
    page.pack.click()
    await until(lambda: kinds(page) == [Kind.DONE] * 6, 200)
    await until(lambda: all(tile.preview.pixmap for tile in page.tiles.tiles.values()), 60)
    assert page.pack.text.text() == "The pack is complete"
    assert page.header.status.look is not None
    assert page.header.status.look.word == "Completed"
    main = page.tiles.tiles["MAIN_IMAGE"]
    assert main.texts[0] == "Ready \u00b7 Premium"

    page.image_actions.make(page.detail.project.id if page.detail else "", "MAIN_IMAGE")
    await until(lambda: main.state is not None and main.state.versions == 2, 200)
    detail = page.detail
    assert detail is not None
    newest, oldest = detail.versions_of("MAIN_IMAGE")
    assert newest.chosen
    page.image_actions.choose(oldest)
    await until(
        lambda: main.state is not None and main.state.image is not None and main.state.image.id == oldest.id
    )
    await worker.close()

    await look_closely(page, until)


async def look_closely(page: ProjectPage, until: Callable[..., Awaitable[None]]) -> None:
    viewer = page.viewer
    QTest.keyClick(page.tiles.tiles[INFOGRAPHIC], Qt.Key.Key_Return)
    await until(lambda: viewer.isVisible() and viewer.canvas._pixmap is not None)
    assert "Infographic" in viewer.windowTitle()
    QTest.keyClick(viewer.canvas, Qt.Key.Key_1)
    assert viewer.canvas.zoom == 1.0
    QTest.keyClick(viewer.canvas, Qt.Key.Key_0)
    assert viewer.canvas.is_fitted
    QTest.keyClick(viewer.canvas, Qt.Key.Key_B)
    await until(lambda: viewer.canvas._before is not None)
    QTest.keyClick(viewer.canvas, Qt.Key.Key_Right)
    await until(lambda: "Feature" in viewer.windowTitle())
    for _ in range(4):
        viewer.go(1)
    await until(lambda: "bottle_white" in viewer.windowTitle() and viewer.canvas._pixmap is not None)
    QTest.keyClick(viewer.canvas, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


@leaving
async def test_that_a_finished_image_can_be_copied_dragged_and_saved(
    page: ProjectPage,
    backend: EngineBackend,
    dsn: str,
    until: Callable[..., Awaitable[None]],
    tmp_path: Path,
) -> None:
    project = await make_project(backend, MUG)
    add_image(dsn, project, "MAIN_IMAGE")
    page.open_project(project)
    await until(lambda: page.detail is not None and kinds(page)[0] is Kind.DONE)
    tile = page.tiles.tiles["MAIN_IMAGE"]
    QTest.keyClick(tile, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: page.note.text == "Main image copied.")
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    path = data.urls()[0].toLocalFile()
    assert path.endswith("mug-main-image.jpg")
    QGuiApplication.clipboard().clear()
    tile.drag_coming.emit("MAIN_IMAGE")
    await until(lambda: tile._drag_file is not None)
    image = tile.state.image if tile.state else None
    assert image is not None
    await backend.call(backend.services.packs.save_as(image, tmp_path / "saved.jpg"))
    assert (tmp_path / "saved.jpg").read_bytes() == MUG.read_bytes()


def add_image(dsn: str, project: str, image_type: str) -> None:
    """As if a worker had made it: the photo itself serves as the image."""
    execute(
        dsn,
        "insert into packdesk.generated_images (project_id, image_type, style, blob_sha256, thumb_sha256, mime,"
        " size_bytes, width, height, needs_check, asks, lost_letters) select project_id, %s, 'bold', blob_sha256,"
        " thumb_sha256, mime, size_bytes, width, height, array['Look at the handle.'], array['dimensions'],"
        " '\u10d7\u10d1'"
        " from packdesk.project_images where project_id = %s",
        [image_type, project],
    )


@leaving
async def test_that_notes_say_what_to_look_at_and_what_to_add(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    project = await make_project(backend, MUG)
    add_image(dsn, project, "DIMENSION_DIAGRAM")
    page.open_project(project)
    tile = page.tiles.tiles["DIMENSION_DIAGRAM"]
    await until(lambda: tile.state is not None and tile.state.kind is Kind.DONE)
    assert tile.texts == (
        "Ready \u00b7 Bold",
        "Look at the handle.",
        "Add measurements for a better image.",
        "Left out, as no font here has it: \u10d7 \u10d1",
    )


@leaving
async def test_that_a_failed_tile_says_why_and_retry_works(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    project = await make_project(backend, MUG)
    page.open_project(project)
    await until(page.pack.generate.isEnabled)
    page.pack.click()
    await until(lambda: kinds(page) == [Kind.QUEUED] * 6)
    execute(
        dsn,
        "update public.job_queue set status = 'failed', error_message = %s where image_type = %s",
        ["The photo is too dark.\nTraceback: x", INFOGRAPHIC],
    )
    tile = page.tiles.tiles[INFOGRAPHIC]
    await until(lambda: tile.state is not None and tile.state.kind is Kind.FAILED)
    assert tile.texts[0] == "The photo is too dark."
    assert tile._retry.isVisible()
    tile._retry.click()
    await until(lambda: tile.state is not None and tile.state.kind is Kind.QUEUED)


@leaving
async def test_that_a_tile_s_menu_offers_what_is_possible(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    project = await make_project(backend, MUG)
    page.open_project(project)
    await until(lambda: page.detail is not None)
    assert page.detail is not None

    def words(image_type: str) -> list[str]:
        assert page.detail is not None
        menu = page.image_actions.menu(page.detail, image_type, page.mapToGlobal(page.rect().center()))
        found = [action.text() for action in menu.actions() if action.text()]
        menu.close()
        return found

    assert words(INFOGRAPHIC) == ["Make this image", "In another style"]
    add_image(dsn, project, INFOGRAPHIC)
    await until(lambda: counts(page)[0])
    last = ["Correct the cut-out\u2026", "Marketplace rules\u2026"]
    again = ["Make it again", "In another style", *last]
    assert words(INFOGRAPHIC) == ["Open", "Save as\u2026", "Copy", *again]
    page.image_actions.make(project, INFOGRAPHIC)
    await until(lambda: counts(page)[1])
    assert words(INFOGRAPHIC) == ["Open", "Save as\u2026", "Copy", "Cancel", *last]


# -- live --------------------------------------------------------------------------------------------------


@leaving
async def test_that_changes_by_others_appear_and_keep_selection_and_scroll(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    project = await make_project(backend, *sorted(PHOTOS.glob("*.jpg"))[:6])
    page.resize(1100, 420)
    page.open_project(project)
    photos = page.photos.list
    await until(lambda: len(page.photos.model.photos) == 6)
    await until(lambda: photos.verticalScrollBar().maximum() > 40)
    photos.setCurrentIndex(page.photos.model.index(3))
    photos.verticalScrollBar().setValue(40)
    chosen = [item.id for item in photos.selected]
    for n in range(100):
        execute(dsn, "update packdesk.projects set name = %s where id = %s", [f"Name {n}", project])
    await until(lambda: page.header.name.accessibleName() == "Name 99")
    assert [item.id for item in photos.selected] == chosen
    assert photos.verticalScrollBar().value() == 40


@leaving
async def test_that_a_page_that_was_left_reads_nothing_more(
    page: ProjectPage, backend: EngineBackend, dsn: str, until: Callable[..., Awaitable[None]]
) -> None:
    project = await make_project(backend)
    page.open_project(project)
    await until(lambda: page.detail is not None)
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert left == [True]
    page.leave()
    execute(dsn, "update packdesk.projects set name = 'Changed' where id = %s", [project])
    await asyncio.sleep(0.3)
    assert page.header.name.accessibleName() == "Mug"


@leaving
async def test_that_a_project_that_is_gone_says_so(
    page: ProjectPage, backend: EngineBackend, until: Callable[..., Awaitable[None]]
) -> None:
    project = await make_project(backend)
    page.open_project(project)
    await until(lambda: page.detail is not None)
    await backend.call(backend.services.projects.delete([project]))
    await until(lambda: page._stack.currentWidget() is page._state)
    assert page._state.texts == ("This project can't be shown", "This project does not exist any more.")


@leaving
async def test_that_offline_keeps_the_view_and_says_so(
    page: ProjectPage, backend: EngineBackend, until: Callable[..., Awaitable[None]]
) -> None:
    page.open_project(await make_project(backend, MUG))
    await until(lambda: page.detail is not None)
    page.show_mode("offline")
    assert page.stale.text.startswith("Offline.")
    assert len(page.photos.model.photos) == 1
    page.show_mode("live")
    assert page.stale.text == ""


# -- details -----------------------------------------------------------------------------------------------


def dialog_of(kind: type[Any]) -> Any:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


@leaving
async def test_that_details_are_changed_in_the_form(
    page: ProjectPage, backend: EngineBackend, until: Callable[..., Awaitable[None]]
) -> None:
    page.open_project(await make_project(backend))
    await until(lambda: page.detail is not None)
    page.tools.edit()
    await until(lambda: any(isinstance(w, ProjectDialog) for w in QApplication.topLevelWidgets()))
    dialog = dialog_of(ProjectDialog)
    assert dialog.form.name.text() == "Mug"
    dialog.form.name.setText("Better mug")
    dialog.form.category.setText("Kitchen")
    dialog.save.click()
    await until(lambda: page.header.name.accessibleName() == "Better mug")
    assert page.detail is not None
    assert page.detail.project.brief.category == "Kitchen"


@leaving
async def test_that_everything_can_be_reached_and_named(
    page: ProjectPage, backend: EngineBackend, until: Callable[..., Awaitable[None]]
) -> None:
    page.open_project(await make_project(backend, MUG))
    await until(lambda: page.detail is not None)
    for image_type in PACK_IMAGE_TYPES:
        tile = page.tiles.tiles[image_type.value]
        assert tile.focusPolicy() == Qt.FocusPolicy.StrongFocus
        assert tile.accessibleName()
        assert tile.accessibleDescription() == "Not made yet"
    for button in page.findChildren(QPushButton):
        assert button.accessibleName() or button.text() or not button.isVisible(), button
