"""One image, asked for from outside: made at once, and recorded as the queue records everything.

Three cases. No job is named: one is enqueued and taken in the same transaction. A waiting job is named: it is taken.
A job somebody else holds is named: the image is made for its holder, who completes the job; a holder that knows no
leases has it kept, too, since it would have nothing to hand in.
"""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from desktop.core.errors import InvalidInputError, JobFailedError, NotFoundError, OfflineError
from desktop.core.pack import ImageType, Style
from desktop.imaging.contract import Origin

if TYPE_CHECKING:
    from desktop.core.records import GeneratedImage, Job
    from desktop.data.images import ImageRepo
    from desktop.data.jobs import JobRepo
    from desktop.storage.store import ImageStore
    from desktop.worker.handlers import GenerateImage
    from desktop.worker.materials import MaterialStore
    from desktop.worker.worker import Worker

_LOOK_S: Final = 0.3
_MOST_ID: Final = 200
_MOST_WAITING: Final = 64


@dataclass(frozen=True, slots=True)
class ImageOrder:
    """What was asked for, checked; ``job`` is the queue's job it belongs to."""

    project: str
    image_type: ImageType
    style: Style | None
    user: str
    job: UUID | None

    @classmethod
    def read(cls, asked: dict[str, Any]) -> Self:
        """Read a request's ``projectId``, ``imageType``, ``style``, ``userId`` and ``jobId``.

        Raises:
            InvalidInputError: one is missing or can't be; the message names it.
        """
        project, user = _text(asked, "projectId"), _text(asked, "userId")
        try:
            image_type = ImageType(_text(asked, "imageType"))
        except ValueError:
            kinds = ", ".join(ImageType)
            raise InvalidInputError(f"imageType must be one of {kinds}.", code="unknown-image-type") from None
        try:
            style = None if asked.get("style") in {None, ""} else Style(_text(asked, "style"))
        except (ValueError, TypeError):
            raise InvalidInputError(
                f"style must be one of {', '.join(Style)}.", code="unknown-style"
            ) from None
        job = None
        if asked.get("jobId") not in (None, ""):
            try:
                job = UUID(_text(asked, "jobId"))
            except ValueError:
                raise InvalidInputError("jobId must be the id of a job, a UUID.") from None
        return cls(project, image_type, style, user, job)


class ImageOrders:
    """Fills orders with a worker's hands; lives on its loop."""

    def __init__(
        self,
        *,
        worker: Worker,
        jobs: JobRepo,
        images: ImageRepo,
        store: ImageStore,
        maker: GenerateImage,
        materials: MaterialStore,
        at_once: int,
    ) -> None:
        self._worker = worker
        self._jobs = jobs
        self._images = images
        self._store = store
        self._maker = maker
        self._materials = materials
        self._room = asyncio.Semaphore(at_once)
        self._waiting = 0

    async def fill(self, order: ImageOrder) -> dict[str, Any]:
        """The finished image as the door answers it; ``image`` is its bytes in base64.

        Raises:
            InvalidInputError, NotFoundError: the order can't be filled as it is.
            JobFailedError: the image could not be made.
            OfflineError: this worker stops, or the database is away.
        """
        if self._waiting >= _MOST_WAITING:
            raise OfflineError("Too many images are asked for at once. Ask again in a moment.", code="busy")
        self._waiting += 1
        try:
            # a claimed job's time runs: none is claimed before there is a hand for it
            async with self._room:
                return await self._fill(order)
        finally:
            self._waiting -= 1

    async def _fill(self, order: ImageOrder) -> dict[str, Any]:
        if self._worker.is_stopping:
            raise OfflineError("This worker is stopping. Ask again in a moment.")
        if order.job is None:
            return await self._fill_new(order)
        job = await self._job(order.job)
        _must_match(job, order)
        if job.status == "pending":
            return await self._fill_waiting(order.job)
        if job.status == "processing":
            return await self._fill_for_holder(job, order)
        return await self._result(order.job)

    async def _fill_new(self, order: ImageOrder) -> dict[str, Any]:
        style = None if order.style is None else order.style.value
        await self._materials.photos(order.project)  # without any the queue takes no order
        job, claimed = await self._jobs.enqueue_and_claim(
            self._worker.id, order.project, order.image_type.value, style=style, user=order.user
        )
        if claimed is None:
            return await self._wait_for(job)
        await self._worker.handle(claimed)
        return await self._result(job)

    async def _fill_waiting(self, job: UUID) -> dict[str, Any]:
        claimed = await self._jobs.claim_one(self._worker.id, job)
        if claimed is None:
            return await self._wait_for(job)
        await self._worker.handle(claimed)
        return await self._result(job)

    async def _fill_for_holder(self, job: Job, order: ImageOrder) -> dict[str, Any]:
        origin = Origin(order.project, order.user, str(job.id))
        asked = order.style or (job.payload.get("style") if isinstance(job.payload, dict) else None)
        rendered, given = await self._maker.render(origin, order.image_type.value, asked, _unheard)
        image_id = None
        if job.worker_id is None:
            image_id = await self._jobs.keep_image(
                job.id, await self._maker.keep(rendered, given, order.project)
            )
        return {
            "success": True,
            "imageId": image_id,
            "jobId": str(job.id),
            "projectId": order.project,
            "imageType": order.image_type.value,
            "style": given.style.value,
            "mime": rendered.mime,
            "width": rendered.width,
            "height": rendered.height,
            "sizeBytes": len(rendered.data),
            "asks": list(rendered.asks),
            "needsCheck": list(rendered.needs_check),
            "lostLetters": rendered.lost_letters,
            "image": base64.b64encode(rendered.data).decode("ascii"),
        }

    async def _wait_for(self, job: UUID) -> dict[str, Any]:
        """Somebody else is at it, or the queue is paused: the database says when it has ended."""
        while not (await self._job(job)).is_settled:
            if self._worker.is_stopping:
                raise OfflineError("This worker is stopping. Ask again in a moment.")
            await asyncio.sleep(_LOOK_S)
        return await self._result(job)

    async def _result(self, job_id: UUID) -> dict[str, Any]:
        job = await self._job(job_id)
        if not job.is_settled:
            if self._worker.is_stopping or job.error_message is None:
                raise OfflineError("This worker is stopping; the job was given back. Ask again in a moment.")
            raise JobFailedError(f"{job.error_message} The queue tries it again by itself.", code="retrying")
        if job.status == "failed":
            raise JobFailedError(job.error_message or "The job has failed.")
        made = await self._images.of_jobs([job_id])
        if not made:
            raise NotFoundError("This job is completed, but no image of it is kept here.")
        return await self._told(made[0])

    async def _told(self, image: GeneratedImage) -> dict[str, Any]:
        data = await self._store.get(image.blob_sha256)
        return {
            "success": True,
            "imageId": image.id,
            "jobId": None if image.job_id is None else str(image.job_id),
            "projectId": image.project_id,
            "imageType": image.image_type,
            "style": image.style,
            "mime": image.mime,
            "width": image.width,
            "height": image.height,
            "sizeBytes": image.size_bytes,
            "asks": image.asks,
            "needsCheck": image.needs_check,
            "lostLetters": image.lost_letters,
            "image": base64.b64encode(data).decode("ascii"),
        }

    async def _job(self, job: UUID) -> Job:
        found = await self._jobs.by_ids([job])
        if not found:
            raise NotFoundError("There is no job of this id (any more).")
        return found[0]


def _must_match(job: Job, order: ImageOrder) -> None:
    if job.job_type != "generate-image":
        raise InvalidInputError("jobId names a job that makes no single image.")
    if job.project_id != order.project or job.image_type != order.image_type.value:
        raise InvalidInputError("jobId names a job of another project or image type.")


def _text(asked: dict[str, Any], name: str) -> str:
    told = asked.get(name)
    if not isinstance(told, str) or not told.strip() or len(told) > _MOST_ID or "\0" in told:
        raise InvalidInputError(f"{name} must be a text of 1 to {_MOST_ID} characters.")
    return told


def _unheard(_: float) -> None:
    """Progress of work whose job somebody else holds: theirs to tell."""
