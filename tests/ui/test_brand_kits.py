"""Brand kits in the window's settings and in a project's form, on a real database with a real preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop.engine import EngineBackend
from desktop.ui.brand_kit_dialog import BrandKitDialog
from desktop.ui.brand_kits_list import BrandKitsList
from desktop.ui.new_project_dialog import ProjectDialog
from desktop.ui.project_page import ProjectPage
from tests.ui.desk import execute, leaving, make_project

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from desktop.ui.tasks import Tasks

    Until = Callable[..., Awaitable[None]]


@pytest.fixture
async def kits(
    backend: EngineBackend, tasks: Tasks, show: Callable[..., Any]
) -> AsyncIterator[BrandKitsList]:
    made = BrandKitsList(backend, tasks)
    made.resize(800, 400)
    show(made)
    made.load()
    yield made
    made.leave()


def dialog_of(kind: type[Any]) -> Any:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


async def test_that_a_kit_is_made_with_a_live_preview_changed_and_deleted(
    kits: BrandKitsList, tasks: Tasks, dsn: str, until: Until, tmp_path: Path
) -> None:
    await until(kits.new.isVisible)
    kits.new.click()
    await until(lambda: dialog_of(BrandKitDialog))
    dialog: BrandKitDialog = dialog_of(BrandKitDialog)
    assert dialog.default.isChecked(), "the first one is for everything"
    dialog.save.click()
    assert dialog._name.problem == "Give the brand kit a name."
    dialog.name.setText("Acme")
    dialog.primary.line.setText("#12")
    dialog.save.click()
    assert dialog._colours.problem
    await until(lambda: not dialog.preview.pixmap().isNull(), 200)
    plain = dialog.preview.pixmap().toImage()
    dialog.primary.line.setText("#aa0055")
    dialog.font_choice.setCurrentIndex(dialog.font_choice.findData("archivo"))
    await until(lambda: dialog.preview.pixmap().toImage() != plain, 200)
    Image.new("RGBA", (300, 120), (255, 0, 220, 255)).save(tmp_path / "logo.png")
    taken = await kits._backend.call(kits._backend.services.brand_kits.take_logo(tmp_path / "logo.png"))
    dialog._take(taken)
    await until(lambda: not dialog.logo.pixmap().isNull(), 60)
    dialog.save.click()
    await until(lambda: dialog_of(BrandKitDialog) is None)
    await until(lambda: [kit.name for kit in kits.shown] == ["Acme"])
    made = kits.shown[0]
    assert (made.primary, made.font, made.logo_sha256, made.is_default) == ("#AA0055", "archivo", taken, True)

    await until(lambda: not tasks.is_running(("brand kit", id(kits))))
    kits.edit(made)
    await until(lambda: dialog_of(BrandKitDialog))
    dialog = dialog_of(BrandKitDialog)
    assert dialog.name.text() == "Acme"
    dialog.name.setText("Acme 2")
    dialog.save.click()
    await until(lambda: [kit.name for kit in kits.shown] == ["Acme 2"])

    await until(lambda: not tasks.is_running(("brand kit", id(kits))))
    tasks.start(("brand kit", id(kits)), kits._delete(kits.shown[0]))
    await until(lambda: dialog_of(QMessageBox))
    next(b for b in dialog_of(QMessageBox).findChildren(QPushButton) if b.text() == "Delete").click()
    await until(lambda: kits.shown == [])
    assert execute(dsn, "select count(*) from packdesk.brand_kits") == [(0,)]


async def test_that_a_name_twice_is_said_and_a_file_that_is_no_logo_too(
    kits: BrandKitsList, dsn: str, until: Until
) -> None:
    add_kit(dsn, "Acme")
    await until(lambda: len(kits.shown) == 1)
    kits.new.click()
    await until(lambda: dialog_of(BrandKitDialog))
    dialog: BrandKitDialog = dialog_of(BrandKitDialog)
    dialog.name.setText("ACME")
    dialog.save.click()
    await until(lambda: "already" in dialog._problem.text())
    assert dialog.save.isEnabled()
    dialog.reject()
    await until(lambda: dialog_of(BrandKitDialog) is None)


def add_kit(dsn: str, name: str, *, is_default: bool = False) -> None:
    execute(
        dsn,
        "insert into packdesk.brand_kits (name, primary_colour, secondary_colour, accent_colour, is_default)"
        " values (%s, '#112233', '#445566', '#778899', %s)",
        [name, is_default],
    )


async def test_that_staff_use_kits_and_can_t_change_them(
    dsn: str, tasks: Tasks, show: Callable[..., Any], until: Until, tmp_path: Path
) -> None:
    import asyncio  # noqa: PLC0415

    with psycopg.connect(dsn, autocommit=True) as owner:
        owner.execute("create role kits_staff login password 'kits'")
        owner.execute("grant packdesk_staff to kits_staff")
        try:
            add_kit(dsn, "Acme")
            staff = psycopg.conninfo.make_conninfo(dsn, user="kits_staff", password="kits")
            backend = EngineBackend(asyncio.get_running_loop(), on_mode=lambda _: None, on_error=tasks.report)
            await backend.open(dsn=staff, home=tmp_path)
            kits = BrandKitsList(backend, tasks)
            show(kits)
            kits.load()
            await until(lambda: len(kits.shown) == 1)
            assert not kits.new.isVisible()
            assert "admins" in kits.note.text()
            assert [b.text() for b in kits.findChildren(QPushButton) if b.isVisible()] == []
            kits.leave()
            await backend.close()
        finally:
            owner.execute("drop owned by kits_staff")
            owner.execute("drop role kits_staff")


@leaving
async def test_that_a_project_chooses_its_kit(
    backend: EngineBackend, tasks: Tasks, show: Callable[..., Any], dsn: str, until: Until
) -> None:
    add_kit(dsn, "Acme", is_default=True)
    add_kit(dsn, "Beta")
    page = ProjectPage(backend, tasks, user="anna")
    show(page)
    try:
        page.open_project(await make_project(backend))
        await until(lambda: page.detail is not None)
        page.tools.edit()
        await until(lambda: dialog_of(ProjectDialog))
        dialog: ProjectDialog = dialog_of(ProjectDialog)
        await until(lambda: dialog.form.kits.count() == 4)
        assert dialog.form.kits.currentText() == "The default (Acme)"
        dialog.form.kits.setCurrentIndex(2)
        dialog.save.click()
        await until(
            lambda: (
                page.detail is not None
                and page.detail.project.kit is not None
                and page.detail.project.kit.name == "Beta"
            )
        )
    finally:
        page.leave()
