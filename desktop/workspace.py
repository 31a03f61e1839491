"""A workspace: one database and everything that works on it, built in one place for the command line and the window.

Which database: a connection string, a saved profile, or else the private server in the user's own folder.
"""

from __future__ import annotations

import asyncio
import errno
import getpass
import logging
import os
import platform
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import platformdirs

from desktop.core.elsewhere import HERE
from desktop.core.errors import KnownError, StorageError
from desktop.data.aplus import AplusRepo
from desktop.data.audit import AuditRepo
from desktop.data.brand_kits import BrandKitRepo
from desktop.data.changes import Listener, Mode
from desktop.data.copying import CopyRepo
from desktop.data.database import Database
from desktop.data.embedded import EmbeddedServer
from desktop.data.image_stores import ImageStoreRepo
from desktop.data.images import ImageRepo
from desktop.data.jobs import JobRepo
from desktop.data.lists import job_list
from desktop.data.migrate import migrate, require_current_in
from desktop.data.people import PeopleRepo
from desktop.data.projects import ProjectRepo
from desktop.data.workers import WorkerRepo
from desktop.imaging.studio import Studio
from desktop.services.aplus import AplusService
from desktop.services.audit import AuditService
from desktop.services.brand_kits import BrandKitService
from desktop.services.catalog import Catalog
from desktop.services.compliance import ComplianceService
from desktop.services.copying import CopyService
from desktop.services.export import ExportService
from desktop.services.image_stores import ImageStoreService
from desktop.services.jobs import JobService
from desktop.services.packs import PackService
from desktop.services.people import PeopleService
from desktop.services.photos import PhotoService
from desktop.services.projects import ProjectService
from desktop.services.retouching import RetouchService
from desktop.services.workers import WorkerService
from desktop.storage.postgres import PostgresImageStore
from desktop.storage.web_photos import WebPhotos
from desktop.worker.handlers import GenerateImage, build_handlers
from desktop.worker.materials import MaterialStore
from desktop.worker.worker import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from desktop.core.elsewhere import Elsewhere, Endpoint, StorageAccount
    from desktop.core.records import ClaimedJob
    from desktop.data.changes import Change
    from desktop.imaging.contract import ImageEngine
    from desktop.storage.store import ImageStore
    from desktop.storage.supabase import SupabaseImageStore
    from desktop.worker.doors import Doors
    from desktop.worker.ears import Ears

T = TypeVar("T")

MAX_SLOTS: Final = 16
LOCAL_PHOTOS: Final = "PACKDESK_LOCAL_PHOTOS"
_LOOK_AFTER_SERVER_S: Final = 1.0

log = logging.getLogger(__name__)


def home_folder() -> Path:
    """Where everything of the user's lives: ``PACKDESK_HOME``, or the system's place for application data."""
    given = os.environ.get("PACKDESK_HOME")
    if not given:
        return Path(platformdirs.user_data_dir("packdesk", appauthor=False))
    with suppress(RuntimeError):  # ~nobody-of-that-name is a folder like any other
        return Path(given).expanduser().absolute()
    return Path(given).absolute()


def default_slots() -> int:
    """Jobs at once on this computer unless somebody says otherwise: one per processor, at most four."""
    return max(1, min(4, os.cpu_count() or 1))


def user_name() -> str:
    """Who is at the keyboard, as the operating system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


class Borrow(Protocol):
    """Makes something that lives on the workspace's loop usable on the worker's."""

    def __call__(self, there: T, /) -> T:
        """The same, to be used there."""
        ...


def _own(there: T, /) -> T:
    return there


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open database with its services; lives on the loop that opened it."""

    dsn: str
    database: Database
    engine: ImageEngine
    store: ImageStore
    web_photos: WebPhotos
    job_repo: JobRepo
    project_repo: ProjectRepo
    image_repo: ImageRepo
    worker_repo: WorkerRepo
    aplus_repo: AplusRepo
    jobs: JobService
    workers: WorkerService
    projects: ProjectService
    photos: PhotoService
    packs: PackService
    exports: ExportService
    compliance: ComplianceService
    brand_kits: BrandKitService
    aplus: AplusService
    retouching: RetouchService
    people: PeopleService
    audit: AuditService
    image_stores: ImageStoreService

    @property
    def catalog(self) -> Catalog:
        """The services, for the front rooms."""
        return Catalog(
            jobs=self.jobs,
            workers=self.workers,
            projects=self.projects,
            photos=self.photos,
            packs=self.packs,
            exports=self.exports,
            compliance=self.compliance,
            brand_kits=self.brand_kits,
            aplus=self.aplus,
            retouching=self.retouching,
            people=self.people,
            audit=self.audit,
            image_stores=self.image_stores,
            store=self.store,
        )

    def listener(
        self,
        *,
        on_change: Callable[[Change], None] | None = None,
        on_wake: Callable[[], None] | None = None,
        on_mode: Callable[[Mode], None] | None = None,
    ) -> Listener:
        """A listener on this database; run it as a task."""

        def told(mode: Mode) -> None:
            self.database.allow_preparing(mode is Mode.LIVE)
            if on_mode is not None:
                on_mode(mode)

        return Listener(
            self.dsn, on_change=on_change, on_wake=on_wake, on_mode=told, beside=self.database.scalar
        )

    def worker(
        self,
        *,
        slots: int,
        kind: str = "headless",
        drain: bool = False,
        on_request: bool = False,
        on_change: Callable[[Change], None] | None = None,
        on_finished: Callable[[ClaimedJob], None] | None = None,
        ears: Ears | None = None,
        wake: asyncio.Event | None = None,
        borrow: Borrow = _own,
    ) -> Worker:
        """A worker on this database, with a listener of its own that also tells ``on_change``.

        On another thread ``ears`` and ``wake`` are how it hears, and ``borrow`` makes what lives here usable there.
        """
        wake = wake or asyncio.Event()
        jobs = borrow(self.job_repo)
        return Worker(
            jobs=jobs,
            workers=borrow(self.worker_repo),
            listener=ears or self.listener(on_change=on_change, on_wake=wake.set),
            wake=wake,
            handlers=build_handlers(
                jobs=jobs,
                projects=borrow(self.project_repo),
                images=borrow(self.image_repo),
                aplus=borrow(self.aplus_repo),
                store=borrow(self.store),
                web_photos=borrow(self.web_photos),
                engine=self.engine,
                composer=self.engine,
            ),
            name=platform.node() or "this computer",
            kind=kind,
            slots=slots,
            drain=drain,
            on_request=on_request,
            waits_at_hand=borrow is _own,
            on_finished=on_finished,
        )

    def doors(self, worker: Worker, *, key: str, at_once: int) -> Doors:
        """The HTTP doors of a worker of this workspace; ``at_once`` images are made for callers at a time."""
        # no other worker needs what serves HTTP
        from desktop.worker.doors import Doors  # noqa: PLC0415
        from desktop.worker.order_images import ImageOrders  # noqa: PLC0415

        materials = MaterialStore(self.project_repo, self.image_repo, self.store, self.web_photos)
        maker = GenerateImage(self.job_repo, materials, self.store, self.engine)
        orders = ImageOrders(
            worker=worker,
            jobs=self.job_repo,
            images=self.image_repo,
            store=self.store,
            maker=maker,
            materials=materials,
            at_once=at_once,
        )
        return Doors(worker=worker, jobs=self.job_repo, orders=orders, key=key)


def copying(source: Workspace, target: Workspace) -> CopyService:
    """What copies projects from one open database to another; both live on this loop."""
    return CopyService(CopyRepo(source.database), source.store, CopyRepo(target.database), target.store)


@asynccontextmanager
async def open_workspace(
    *,
    dsn: str | None = None,
    home: Path | None = None,
    slots: int | None = None,
    engine: ImageEngine | None = None,
    elsewhere: Elsewhere = HERE,
) -> AsyncIterator[Workspace]:
    """Open a team's database, or without ``dsn`` the private server, which is started and kept up to date.

    With ``engine`` that image engine is used, which may serve several loops, and is left open. ``elsewhere`` says
    what of a team's work happens outside its database and this computer.

    Raises:
        KnownError: in plain words; nothing is left running.
    """
    async with AsyncExitStack() as stack:
        is_private = dsn is None
        if dsn is None:
            server = EmbeddedServer(home or home_folder())
            # stop() also after a failed start: it gives back what was half taken
            stack.push_async_callback(asyncio.to_thread, server.stop)
            dsn = await asyncio.to_thread(server.start)
            await asyncio.to_thread(migrate, dsn)
            await stack.enter_async_context(_kept_running(server))
        # first of all: unlike a thread, this can be interrupted while a server far away doesn't answer
        database = await stack.enter_async_context(Database(dsn))
        if not is_private:
            await require_current_in(database)
        if engine is None:
            studio = Studio(threads=slots or default_slots(), works_ahead=True)
            stack.push_async_callback(studio.close)
            engine = studio
        if elsewhere.endpoint is not None:
            engine = _remote(elsewhere.endpoint, engine)
        job_repo, image_repo, project_repo = JobRepo(database), ImageRepo(database), ProjectRepo(database)
        worker_repo, aplus_repo = WorkerRepo(database), AplusRepo(database)
        projects = ProjectService(project_repo)
        here = PostgresImageStore(image_repo)
        store: ImageStore = here
        places = ImageStoreRepo(database)
        away = None
        if elsewhere.storage is not None:
            store = away = _in_supabase(elsewhere.storage, places, here)
            stack.push_async_callback(away.close)
        is_for_developing = bool(os.environ.get(LOCAL_PHOTOS))
        web_photos = WebPhotos(image_repo, store, engine.check_photo, may_be_here=is_for_developing)
        if is_private:
            await image_repo.prune_blobs()
        yield Workspace(
            dsn=dsn,
            database=database,
            engine=engine,
            store=store,
            web_photos=web_photos,
            job_repo=job_repo,
            project_repo=project_repo,
            image_repo=image_repo,
            worker_repo=worker_repo,
            aplus_repo=aplus_repo,
            jobs=JobService(job_repo, job_list(database), image_repo),
            workers=WorkerService(worker_repo, job_repo),
            projects=projects,
            photos=PhotoService(store, engine, web_photos),
            packs=PackService(job_repo, image_repo, store),
            exports=ExportService(project_repo, image_repo, store, engine),
            compliance=ComplianceService(store, engine),
            brand_kits=BrandKitService(BrandKitRepo(database), store, engine),
            aplus=AplusService(aplus_repo, job_repo, project_repo, store, engine),
            retouching=RetouchService(store, engine, projects),
            people=PeopleService(PeopleRepo(database)),
            audit=AuditService(AuditRepo(database)),
            image_stores=ImageStoreService(places, image_repo, store, away),
        )


def _in_supabase(account: StorageAccount, places: ImageStoreRepo, here: ImageStore) -> SupabaseImageStore:
    # as above
    from desktop.storage.supabase import SupabaseImageStore  # noqa: PLC0415

    return SupabaseImageStore(account, places, here)


def _remote(endpoint: Endpoint, local: ImageEngine) -> ImageEngine:
    # an HTTP client is loaded only where somebody wants one
    from desktop.worker.remote_engine import RemoteEngine  # noqa: PLC0415

    return RemoteEngine(endpoint, local)


@asynccontextmanager
async def _kept_running(server: EmbeddedServer) -> AsyncIterator[None]:
    """Start the private server again whenever it went away under us; nobody else would."""
    over = asyncio.Event()

    async def look_after() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_AFTER_SERVER_S):
                    await over.wait()
            if not over.is_set() and not await asyncio.to_thread(lambda: server.is_running):
                log.warning("the private server is gone: starting it again")
                with suppress(KnownError):  # the server's log has it, and the next look comes soon
                    await asyncio.to_thread(server.start)

    task = asyncio.create_task(look_after(), name="server keeper")
    try:
        yield
    finally:
        # told rather than cancelled: a start on its way must have ended before the server is stopped
        over.set()
        await task


def check_home(home: Path) -> None:
    """Make the user's folder.

    Raises:
        StorageError: it can't be made or written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        # by trying it: what the system says about rights is only half the truth (read-only disks, Windows)
        with tempfile.TemporaryFile(dir=home):
            pass
    except (FileExistsError, NotADirectoryError):
        raise StorageError(
            f"{home} is a file, or lies in one. Set PACKDESK_HOME to a folder.", code="not-a-folder"
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageError(
                f"The disk with the folder {home} is full. Free some space, then try again.", code="disk-full"
            ) from error
        reason = getattr(error, "strerror", None) or "not a possible name"
        raise StorageError(
            f"The folder {home} can't be written ({reason}). "
            "Allow writing there, or set PACKDESK_HOME to another folder.",
            code="not-writable",
        ) from error
