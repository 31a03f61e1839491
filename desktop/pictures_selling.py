"""Pictures of what makes images sell: export, marketplaces' rules, brand kits, correcting cut-outs, A+ content."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.errors import KnownError
from desktop.core.records import BrandKitRow
from desktop.ui.brand_kit_dialog import BrandKitDialog
from desktop.ui.compliance_view import ComplianceDialog
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.retouch_dialog import RetouchDialog

if TYPE_CHECKING:
    from desktop.pictures import Album
    from desktop.tour import Tour

W = TypeVar("W", bound=QWidget)

_WAIT_S: Final = 180.0
_KITS: Final = (
    BrandKitRow("", "Acme", "#B01458", "#222831", "#F2A900", "fraunces", None, is_default=True, version=0),
    BrandKitRow("", "Nordic", "#0F5C5C", "#333333", "#E07A5F", "outfit", None, is_default=False, version=0),
)


async def selling(tour: Tour, album: Album, sample: str) -> None:
    """All of them, on the sample project with its finished pack."""
    await _brand_kits(tour, album)
    await _rules(tour, album, sample)
    await _export(tour, album)
    await _retouch(tour, album)
    await _aplus(tour, album, sample)


async def _shown(tour: Tour, kind: type[W]) -> W:
    def find() -> W | None:
        widgets = QApplication.topLevelWidgets()
        return next((w for w in widgets if isinstance(w, kind) and w.isVisible()), None)

    await tour.until(find, kind.__name__)
    found = find()
    assert found is not None  # noqa: S101  # just waited for
    return found


async def _brand_kits(tour: Tour, album: Album) -> None:
    app, backend = tour.app, tour.app.backend
    kits = backend.services.brand_kits
    for kit in _KITS:
        await backend.call(kits.save(kit))
    app.window.open_page("settings")
    await tour.until(lambda: len(app.settings.brand_kits.shown) == len(_KITS), "brand kits")
    app.settings.ensureWidgetVisible(app.settings.brand_kits)
    app.settings.brand_kits.edit(app.settings.brand_kits.shown[0])
    dialog = await _shown(tour, BrandKitDialog)
    await tour.until(lambda: not dialog.preview.pixmap().isNull(), "the preview of a brand kit", _WAIT_S)
    await album.take("brand-kit", dialog)
    dialog.reject()


async def _rules(tour: Tour, album: Album, sample: str) -> None:
    app = tour.app
    app.open_project(sample)
    page = app.projects.project
    await tour.until(lambda: page.tiles.tiles["MAIN_IMAGE"].report is not None, "a badge", _WAIT_S)
    page.tools.explain_image("MAIN_IMAGE")
    dialog = await _shown(tour, ComplianceDialog)
    await album.take("rules", dialog)
    dialog.reject()


async def _export(tour: Tour, album: Album) -> None:
    page = tour.app.projects.project
    await tour.until(lambda: not page.tools.is_open("explain"), "the rules' end")
    page.tools.export()
    dialog = await _shown(tour, ExportDialog)
    await tour.until(dialog.export.isEnabled, "the plan of an export")
    await album.take("export", dialog)
    with tempfile.TemporaryDirectory(prefix="packdesk-export-") as folder:
        dialog.place.setText(str(Path(folder) / "amazon"))
        dialog.start()
        await tour.until(dialog.close_button.isVisible, "an export", _WAIT_S)
        await album.take("exported", dialog)
    dialog.reject()


async def _retouch(tour: Tour, album: Album) -> None:
    page = tour.app.projects.project
    if page.detail is None or not page.detail.photos:
        raise KnownError("the sample project shows no photo")
    page.tools.correct_photo(page.detail.photos[0].id)
    dialog = await _shown(tour, RetouchDialog)
    await tour.until(dialog.save.isEnabled, "an outline", _WAIT_S)
    await album.take("retouch", dialog)
    dialog.on_white.click()
    await album.take("retouch-on-white", dialog)
    dialog.reject()


async def _aplus(tour: Tour, album: Album, sample: str) -> None:
    app = tour.app
    page: Any = app.projects.aplus
    app.projects.project.header.aplus.click()
    await tour.until(lambda: page.content is not None, "A+ content")
    await album.take("aplus-empty")
    await app.backend.call(app.backend.services.aplus.generate(sample))
    await tour.until(lambda: page.content.is_made, "modules", _WAIT_S)
    await tour.until(lambda: page.preview.is_shown, "a module's picture")
    await asyncio.sleep(1.0)
    await album.take("aplus")
    page.go_back()
    await tour.until(lambda: app.projects.currentWidget() is app.projects.project, "the way back")
