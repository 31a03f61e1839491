"""What each job type does.

A handler does the work and returns how to hand it in, so that handing in can be tried again when the connection
breaks just then. One whose job has no result but its end returns None: such jobs are handed in together.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from desktop.core.errors import InvalidInputError
from desktop.core.pack import ImageType, Style
from desktop.core.records import ClaimedJob, FinishedImage
from desktop.imaging.contract import Origin, RenderRequest

if TYPE_CHECKING:
    from desktop.core.records import Photo, Project
    from desktop.data.images import ImageRepo
    from desktop.data.jobs import JobRepo
    from desktop.data.projects import ProjectRepo
    from desktop.imaging.contract import Engine, RenderedImage
    from desktop.storage.store import ImageStore

HandIn = Callable[[], Awaitable[bool]]
"""Hands a result in; False when the lease was stale and nothing changed."""

Progress = Callable[[float], None]
Handler = Callable[[ClaimedJob, Progress], Awaitable[HandIn | None]]


def build_handlers(
    *, jobs: JobRepo, projects: ProjectRepo, images: ImageRepo, store: ImageStore, engine: Engine
) -> Mapping[str, Handler]:
    """The handlers by job type."""
    return {
        "generate-image": GenerateImage(jobs, projects, images, store, engine),
        "generate-complete-pack": GenerateCompletePack(jobs, projects),
    }


class GenerateImage:
    """Makes one listing image from a project's photos and brief."""

    def __init__(
        self, jobs: JobRepo, projects: ProjectRepo, images: ImageRepo, store: ImageStore, engine: Engine
    ) -> None:
        self._jobs = jobs
        self._projects = projects
        self._images = images
        self._store = store
        self._engine = engine

    async def __call__(self, job: ClaimedJob, progress: Progress) -> HandIn:
        """Render and store the image; handing in records it and completes the job."""
        asked = job.payload.get("style") if isinstance(job.payload, dict) else None
        origin = Origin(job.project_id or "", job.user_id, str(job.id))
        rendered, style = await self.render(origin, job.image_type, asked, progress)
        finished = await self.keep(rendered, style)

        async def hand_in() -> bool:
            return await self._jobs.complete_image(job, finished) is not None

        return hand_in

    async def render(
        self, origin: Origin, image_type: str | None, asked_style: object, progress: Progress
    ) -> tuple[RenderedImage, Style]:
        """Make the image, in the style asked for or else the project's; nothing is stored.

        Raises:
            InvalidInputError: no such image type or style, or the project has no photo.
            NotFoundError: no such project.
        """
        kind = _image_type(image_type)
        project = await self._projects.get(origin.project_id)
        style = _style(asked_style, project)
        photos = await self._images.photos(project.id)
        if not photos:
            raise InvalidInputError("This project has no photo yet. Add one, then try again.")
        request = RenderRequest(
            image_type=kind,
            photos=tuple([await self._bytes_of(photo) for photo in photos]),
            brief=project.brief,
            style=style,
            brand=project.brand,
            origin=origin,
        )
        progress(0.1)
        rendered = await self._engine.render(request, progress=lambda done: progress(0.1 + 0.8 * done))
        return rendered, style

    async def keep(self, rendered: RenderedImage, style: Style) -> FinishedImage:
        """Store the bytes of a finished image."""
        return FinishedImage(
            style=style.value,
            blob_sha256=await self._store.put(rendered.data, rendered.mime),
            thumb_sha256=await self._store.put(rendered.thumbnail, rendered.mime),
            mime=rendered.mime,
            size_bytes=len(rendered.data),
            width=rendered.width,
            height=rendered.height,
            asks=rendered.asks,
            needs_check=rendered.needs_check,
        )

    async def _bytes_of(self, photo: Photo) -> bytes:
        return await self._store.get(photo.blob_sha256)


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


def _style(asked: object, project: Project) -> Style:
    try:
        return Style(str(asked or project.style))
    except ValueError:
        raise InvalidInputError(f'There is no style "{str(asked)[:40]}".', code="unknown-style") from None
