"""What each job type does.

A handler does the work and returns how to hand it in, so that handing in can be tried again when the connection
breaks just then. One whose job has no result but its end returns None: such jobs are handed in together.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from desktop.core.errors import InvalidInputError
from desktop.core.pack import ImageType
from desktop.core.records import ClaimedJob, FinishedImage
from desktop.imaging.contract import Origin, RenderRequest
from desktop.worker.aplus import GenerateAplus
from desktop.worker.materials import MaterialStore

if TYPE_CHECKING:
    from desktop.data.aplus import AplusRepo
    from desktop.data.images import ImageRepo
    from desktop.data.jobs import JobRepo
    from desktop.data.projects import ProjectRepo
    from desktop.imaging.contract import AplusEngine, Engine, RenderedImage
    from desktop.storage.store import ImageStore
    from desktop.storage.web_photos import WebPhotos
    from desktop.worker.materials import Materials

HandIn = Callable[[], Awaitable[bool]]
"""Hands a result in; False when the lease was stale and nothing changed."""

Progress = Callable[[float], None]
"""Is told fractions from 0 to 1."""

Handler = Callable[[ClaimedJob, Progress], Awaitable[HandIn | None]]


def build_handlers(
    *,
    jobs: JobRepo,
    projects: ProjectRepo,
    images: ImageRepo,
    aplus: AplusRepo,
    store: ImageStore,
    web_photos: WebPhotos,
    engine: Engine,
    composer: AplusEngine,
) -> Mapping[str, Handler]:
    """The handlers by job type.

    Args:
        jobs: where jobs are handed in.
        projects: what is known about products.
        images: their photos.
        aplus: the words of A+ modules.
        store: where bytes are and go.
        web_photos: fetches the photos of a web app.
        engine: who makes listing images, on this computer or elsewhere.
        composer: who makes A+ modules, always this computer.
    """
    materials = MaterialStore(projects, images, store, web_photos)
    return {
        "generate-image": GenerateImage(jobs, materials, store, engine),
        "generate-complete-pack": GenerateCompletePack(jobs, projects),
        "generate-aplus": GenerateAplus(jobs, aplus, materials, store, composer),
    }


class GenerateImage:
    """Makes one listing image from a project's photos and brief."""

    def __init__(self, jobs: JobRepo, materials: MaterialStore, store: ImageStore, engine: Engine) -> None:
        self._jobs = jobs
        self._materials = materials
        self._store = store
        self._engine = engine

    async def __call__(self, job: ClaimedJob, progress: Progress) -> HandIn:
        """Render and store the image; handing in records it and completes the job."""
        asked = job.payload.get("style") if isinstance(job.payload, dict) else None
        origin = Origin(job.project_id or "", job.user_id, str(job.id))
        rendered, given = await self.render(origin, job.image_type, asked, progress)
        finished = await self.keep(rendered, given, origin.project_id)

        async def hand_in() -> bool:
            return await self._jobs.complete_image(job, finished) is not None

        return hand_in

    async def render(
        self, origin: Origin, image_type: str | None, asked_style: object, progress: Progress
    ) -> tuple[RenderedImage, Materials]:
        """Make the image, in the style asked for or else the project's; nothing is stored.

        Raises:
            InvalidInputError: no such image type or style, or the project has no photo.
            NotFoundError: no such project.
        """
        kind = _image_type(image_type)
        given = await self._materials.of(origin.project_id, asked_style)
        request = RenderRequest(
            image_type=kind,
            photos=given.photos,
            brief=given.project.brief,
            style=given.style,
            brand=given.brand,
            masks=given.masks,
            scene=given.scene if kind is ImageType.LIFESTYLE else None,
            origin=origin,
            main=given.main,
            detail=given.detail,
        )
        progress(0.1)
        rendered = await self._engine.render(request, progress=lambda done: progress(0.1 + 0.8 * done))
        return rendered, given

    async def keep(self, rendered: RenderedImage, given: Materials, project: str) -> FinishedImage:
        """Store the bytes of a project's finished image."""
        return FinishedImage(
            style=given.style.value,
            blob_sha256=await self._store.put(rendered.data, rendered.mime, project=project),
            thumb_sha256=await self._store.put(rendered.thumbnail, rendered.mime, project=project),
            mime=rendered.mime,
            size_bytes=len(rendered.data),
            width=rendered.width,
            height=rendered.height,
            asks=rendered.asks,
            needs_check=rendered.needs_check,
            lost_letters=rendered.lost_letters,
            photo_ids=given.photo_ids(rendered.photos_used),
            score=rendered.score,
        )


class GenerateCompletePack:
    """Turns a pack that was enqueued by a plain INSERT into its children's jobs; the rest follows from them."""

    def __init__(self, jobs: JobRepo, projects: ProjectRepo) -> None:
        self._jobs = jobs
        self._projects = projects

    async def __call__(self, job: ClaimedJob, progress: Progress) -> HandIn:
        """Nothing to compute: check that the project exists, then let the database expand the pack."""
        await self._projects.get(job.project_id or "")
        progress(0.5)

        async def hand_in() -> bool:
            return await self._jobs.expand_pack(job) != "stale"

        return hand_in


def _image_type(word: str | None) -> ImageType:
    try:
        return ImageType(word or "")
    except ValueError:
        raise InvalidInputError(
            f'There is no image type "{(word or "")[:40]}".', code="unknown-image-type"
        ) from None
