"""Pictures of every page and state of the window, light and dark, at 100 and 200 %: for the documentation and the eye.

Everything shown is real: a workspace with a private server, projects with photos, packs made by the worker.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from PySide6.QtWidgets import QApplication, QDialog

from desktop.core.errors import BugError, KnownError, OfflineError
from desktop.core.pack import Brief, Style
from desktop.core.resources import resource_path
from desktop.data.changes import Mode
from desktop.data.database import connect
from desktop.pictures_selling import selling
from desktop.tour import Tour
from desktop.workspace import user_name

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from PySide6.QtWidgets import QWidget

LOOKS: Final = (("light", 100), ("dark", 100), ("light", 200), ("dark", 200))
_PACK_S: Final = 180.0
_PRODUCTS: Final = (
    ("Oak desk lamp", "LUMA Desk Lamp", "Lighting"),
    ("Travel mug, 350 ml", "NORD Travel Mug", "Kitchen"),
    ("Canvas weekender", "HARBOUR Weekender", "Bags"),
    ("Ceramic planter set", "TERRA Planters", "Garden"),
    ("Bluetooth speaker", "PEBBLE Speaker", "Audio"),
    ("Merino scarf", "FJELL Scarf", "Clothing"),
)
_SHAM_STRING: Final = (
    "postgresql://postgres:[YOUR-PASSWORD]@aws-0-eu-west-1.pooler.supabase.com:6543/postgres"
)


@dataclass
class Album:
    """Takes pictures into a folder, each in every look; lives on the main thread."""

    tour: Tour
    folder: Path
    taken: int = 0

    async def take(self, name: str, widget: QWidget | None = None) -> None:
        """One state in every look."""
        self.taken += 1
        for appearance, percent in LOOKS:
            await self.tour.look(appearance=appearance, percent=percent)
            path = self.folder / f"{self.taken:02}-{name}-{appearance}-{percent}.png"
            self.tour.picture(widget).save(str(path))
        await self.tour.look(appearance="light", percent=100)


async def take_all(application: QApplication, folder: Path) -> list[str]:
    """All pictures; what could not be reached, in words."""
    troubles: list[str] = []
    with tempfile.TemporaryDirectory(prefix="packdesk-pictures-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        for part in (_welcome, _unopened, _workspace):
            try:
                await part(application, home, folder, troubles)
            except (TimeoutError, KnownError) as error:
                troubles.append(str(error))
    return troubles


async def _welcome(application: QApplication, home: Path, folder: Path, _: list[str]) -> None:
    async with Tour(application, home, kind="") as tour:
        album = Album(tour, folder)
        tour.app.window.resize(1240, 800)
        await album.take("welcome")
        tour.app.opening.welcome.show_connect()
        await album.take("connect-empty")
        tour.app.opening.welcome.form.take(_SHAM_STRING)
        await album.take("connect-problems")
        page = tour.app.opening.page
        tour.app.window.cover(page)
        text = "Only this first time, and only a few seconds."
        page.show_opening("Setting up your database\u2026", text, when_slow=text)
        await album.take("opening")
        page.show_failed(
            "The database could not be opened",
            "No database answers at that address. Check host and port, and that the server is running.",
        )
        await album.take("opening-failed")
        page.ask_password(
            "Your password, please", "anna@db.example.com:5432/shop\nThis computer keeps no password."
        )
        await album.take("opening-password")


async def _unopened(application: QApplication, home: Path, folder: Path, _: list[str]) -> None:
    """Pages that wait for their first answer, and pages that never get one."""
    async with Tour(application, home, kind="") as tour:
        album = Album(tour, folder, taken=6)
        app, window = tour.app, tour.app.window
        window.resize(1240, 800)
        window.uncover()
        pages: dict[str, Any] = {"projects": app.projects, "jobs": app.jobs, "workers": app.workers}
        for name in pages:
            window.open_page(name)
            await album.take(f"{name}-loading")
        app.backend.start()  # without a database: whatever is asked for is refused
        for name, page in pages.items():
            window.open_page(name)
            page.load()
            await asyncio.sleep(0.3)
            window.banners.clear("offline")
            await album.take(f"{name}-broken")
        app.open_project("gone")
        await asyncio.sleep(0.3)
        window.banners.clear("offline")
        await album.take("project-broken")


async def _waiting(tour: Tour, album: Album, sample: str) -> None:
    """A project whose answer stays out."""
    backend, waiting = tour.app.backend, asyncio.get_running_loop().create_future()

    async def hold(work: Coroutine[Any, Any, Any]) -> None:
        work.close()
        await waiting

    vars(backend)["call"] = hold
    tour.app.open_project(sample)
    await album.take("project-loading")
    del vars(backend)["call"]
    waiting.cancel()
    await asyncio.sleep(0.1)  # who waited must have noticed before the same is asked again
    _show_projects(tour)


async def _workspace(application: QApplication, home: Path, folder: Path, troubles: list[str]) -> None:
    async with Tour(application, home) as tour:
        album = Album(tour, folder, taken=13)
        app, window = tour.app, tour.app.window
        window.resize(1240, 800)
        app.preferences.set("processing/on", value=False)
        await tour.opened()
        await asyncio.sleep(1.0)
        for name in [name for name in window.page_names if name != "settings"]:
            window.open_page(name)
            await album.take(f"{name}-empty")
        sample = await app.opening.add_sample()
        if sample is None:
            troubles.append(f"the sample project could not be made: {window.banners.texts}")
            return
        await _waiting(tour, album, sample)
        app.open_project(sample)
        await tour.until(lambda: app.projects.project.detail is not None, "the sample's page")
        await album.take("project-new")
        await _fill(tour)
        _show_projects(tour)
        await tour.until(lambda: app.projects.list.model.rowCount() > len(_PRODUCTS), "all projects")
        await album.take("projects-queued")
        app.preferences.set("processing/on", value=True)
        await _work(tour, album, sample)
        for name in [name for name in window.page_names if name != "team"]:
            window.open_page(name)
            app.projects.show_list()
            await album.take(name)
        await _settings_below(tour, album)
        await selling(tour, album, sample)
        await _jobs_at_length(tour, album)
        await _details(tour, album, sample)
        await _overlays(tour, album)
        await _trouble(tour, album, sample)


def _show_projects(tour: Tour) -> None:
    tour.app.window.open_page("projects")
    tour.app.projects.show_list()


async def _settings_below(tour: Tour, album: Album) -> None:
    """The part of the settings that one scrolls to."""
    bar = tour.app.settings.verticalScrollBar()
    await _each(album, "settings-below", lambda: bar.setValue(bar.maximum()), lambda: bar.setValue(0))


async def _fill(tour: Tour) -> None:
    """A shop's worth of projects, some of them with packs on their way, and one that fails."""
    backend = tour.app.backend
    services = backend.services
    photo = resource_path("sample", "sample-photo.jpg")
    checks = await backend.call(services.photos.check_files([photo]))
    for n, (name, product, category) in enumerate(_PRODUCTS):
        photos = await backend.call(services.photos.store_files([photo], checks)) if n != 3 else []
        brief = Brief(
            name=name, product_name=product, category=category, description=f"{product} for every day."
        )
        made = await backend.call(
            services.projects.create(brief, style=list(Style)[n], owner=user_name(), photos=photos)
        )
        if n in {1, 4}:
            await backend.call(services.packs.generate(made.id, user=user_name()))


async def _work(tour: Tour, album: Album, sample: str) -> None:
    """The sample's pack, from the click to the last image."""
    app = tour.app
    backend = app.backend
    pack: UUID = await backend.call(backend.services.packs.generate(sample, user=user_name()))
    app.open_project(sample)

    async def done() -> int:
        children = await backend.call(backend.services.jobs.children(pack))
        return sum(child.is_settled for child in children)

    waited = 0.0
    while await done() < 2 and waited < _PACK_S:
        await asyncio.sleep(0.1)
        waited += 0.1
    await asyncio.sleep(0.2)
    await album.take("project-working")
    while await done() < 6 and waited < _PACK_S:
        await asyncio.sleep(0.1)
        waited += 0.1
    await asyncio.sleep(1.0)
    await album.take("project-finished")


async def _fail_one(tour: Tour) -> UUID:
    """A job that another computer took and couldn't do."""
    projects = tour.app.projects.list.model
    rows = [projects.record(projects.index(n, 0)) for n in range(projects.rowCount())]
    lamp = next(row.id for row in rows if row is not None and row.name == _PRODUCTS[0][0])
    await tour.app.backend.call(tour.app.backend.services.packs.generate(lamp, user=user_name()))
    connection = await connect(tour.app.backend.dsn, application_name="packdesk pictures")
    async with connection:
        studio = uuid4()
        await connection.execute(
            "select packdesk.register_worker(%s, 'Studio', 'headless', '1.0.0', 2, false)", [studio]
        )
        found = await connection.execute("select id, lease from packdesk.claim_jobs(%s, 1)", [studio])
        claimed = await found.fetchone()
        if claimed is None:
            raise BugError("no job to fail")
        await connection.execute(
            "select packdesk.fail_job(%s, %s, %s, false, null, null)",
            [*claimed, "The photo is too small: 400 x 300 pixels; 1,000 are needed on the longer side."],
        )
    job: UUID = claimed[0]
    return job


async def _jobs_at_length(tour: Tour, album: Album) -> None:
    """Failures with their groups, the drawer, a question, what can be undone, and a search without a hit."""
    app, page = tour.app, tour.app.jobs
    app.preferences.set("processing/on", value=False)
    await asyncio.sleep(1.0)
    failed = await _fail_one(tour)
    app.window.open_page("jobs")
    await tour.until(lambda: page.search.has_groups, "groups of errors")
    page.show_job(failed)
    await tour.until(lambda: page.drawer.detail is not None, "the drawer")
    await album.take("jobs-drawer")
    page.drawer.hide()
    page.search_for("state:queued")
    await tour.until(lambda: 0 < page.model.rowCount() < 10, "what waits")
    page.table.selectAll()
    page.actions_bar.do_selected("cancel")
    await album.take("jobs-question")
    page.actions_bar.agree()
    await tour.until(page.actions_bar.undo.isVisible, "the offer to undo")
    await album.take("jobs-undo")
    page.search_for("zebra")
    await tour.until(lambda: not page.model.rowCount(), "nothing found")
    await album.take("jobs-nothing-found")
    page.search_for("")
    app.window.open_page("workers")
    await asyncio.sleep(1.5)
    await album.take("workers-two")
    await _team(tour, album)


async def _team(tour: Tour, album: Album) -> None:
    """What was done so far, and who may."""
    app, workers = tour.app, tour.app.backend.services.workers
    await app.backend.call(workers.pause_queue(paused=True, reason="Stocktaking"))
    await app.backend.call(workers.pause_queue(paused=False))
    app.window.open_page("team")
    await tour.until(lambda: app.team.audit.model.rowCount() > 2, "what was done")
    await album.take("team")
    app.team.tabs.setCurrentIndex(1)
    await asyncio.sleep(0.5)
    await album.take("people")
    app.team.tabs.setCurrentIndex(0)


async def _details(tour: Tour, album: Album, sample: str) -> None:
    """What opens on top: the viewer, comparing, the form of a project; and a photo that is refused."""
    app, page = tour.app, tour.app.projects.project
    app.window.open_page("projects")
    app.open_project(sample)
    await tour.until(lambda: page.detail is not None and page.detail.images, "the sample's images")
    page.view_image("LIFESTYLE")
    await asyncio.sleep(1.0)
    await album.take("viewer", page.viewer)
    page.viewer.compare_button.click()
    await asyncio.sleep(0.5)
    await album.take("viewer-compare", page.viewer)
    page.viewer.close()
    page.photos.add_paths([Path(__file__)])
    await asyncio.sleep(0.5)
    await album.take("project-refused")
    page.tools.edit()
    await tour.until(lambda: _dialogs(app.window), "the form")
    await asyncio.sleep(0.5)
    await album.take("project-form", _dialogs(app.window)[0])
    _close_dialogs(app.window)


async def _overlays(tour: Tour, album: Album) -> None:
    app, window = tour.app, tour.app.window
    _show_projects(tour)
    app.palette.open()
    await asyncio.sleep(0.5)
    await _each(album, "palette", app.palette.open, app.palette.dismiss)
    await _each(album, "keyboard-map", lambda: app.commands.run("keys"), lambda: _close_dialogs(window))


def _dialogs(window: QWidget) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def _close_dialogs(window: QWidget) -> None:
    for dialog in _dialogs(window):
        dialog.close()


async def _each(album: Album, name: str, show: Callable[[], None], hide: Callable[[], None]) -> None:
    """What closes when the theme changes is opened again for every look."""
    album.taken += 1
    for appearance, percent in LOOKS:
        await album.tour.look(appearance=appearance, percent=percent)
        show()
        await asyncio.sleep(0.5)
        path = album.folder / f"{album.taken:02}-{name}-{appearance}-{percent}.png"
        dialog = next((d for d in _dialogs(album.tour.app.window)), None)
        album.tour.picture(dialog).save(str(path))
        hide()
    await album.tour.look(appearance="light", percent=100)


async def _trouble(tour: Tour, album: Album, sample: str) -> None:
    """Offline, a known error and a defect."""
    app, window = tour.app, tour.app.window
    _show_projects(tour)
    app.on_mode(Mode.OFFLINE)
    await album.take("projects-offline")
    app.open_project(sample)
    await asyncio.sleep(0.3)
    await album.take("project-offline")
    app.on_mode(Mode.LIVE)
    _show_projects(tour)
    window.banners.show_known(OfflineError("The server doesn't answer. Check the network, then try again."))
    window.banners.show_bug(BugError("shown for the picture"))
    window.banners.say("Six images were saved.")
    await album.take("banners")
    for key in ("offline", "bug BugError"):
        window.banners.clear(key)
