"""A+ content: all six modules of a project in one job."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from desktop.core.aplus import APLUS_MODULES, draft_text
from desktop.core.records import FinishedModule
from desktop.imaging.contract import AplusRequest

if TYPE_CHECKING:
    from desktop.core.aplus import AplusModule
    from desktop.core.records import ClaimedJob
    from desktop.data.aplus import AplusRepo
    from desktop.data.jobs import JobRepo
    from desktop.imaging.contract import AplusEngine
    from desktop.storage.store import ImageStore
    from desktop.worker.handlers import HandIn, Progress
    from desktop.worker.materials import Materials, MaterialStore


class GenerateAplus:
    """Makes the six modules from a project's photos, brief and the words people have put into them."""

    def __init__(
        self,
        jobs: JobRepo,
        aplus: AplusRepo,
        materials: MaterialStore,
        store: ImageStore,
        composer: AplusEngine,
    ) -> None:
        self._jobs = jobs
        self._aplus = aplus
        self._materials = materials
        self._store = store
        self._composer = composer

    async def __call__(self, job: ClaimedJob, progress: Progress) -> HandIn:
        """Compose and store the modules; handing in records all of them and completes the job."""
        asked = job.payload.get("style") if isinstance(job.payload, dict) else None
        given = await self._materials.of(job.project_id or "", asked)
        edited = await self._aplus.words(given.project.id)
        made = []
        for n, module in enumerate(APLUS_MODULES):
            progress(0.05 + 0.9 * n / len(APLUS_MODULES))
            text = edited.get(module) or draft_text(module, given.project.brief)
            made.append(
                await self._make(
                    module,
                    AplusRequest(
                        module=module,
                        text=text,
                        photos=given.photos,
                        brief=given.project.brief,
                        style=given.style,
                        brand=given.brand,
                        masks=given.masks,
                    ),
                    given,
                )
            )

        async def hand_in() -> bool:
            return await self._jobs.complete_aplus(job, made)

        return hand_in

    async def _make(self, module: AplusModule, request: AplusRequest, given: Materials) -> FinishedModule:
        image = await self._composer.compose_aplus(request)
        return FinishedModule(
            module=module.value,
            style=given.style.value,
            words={**asdict(request.text), "left_out": image.left_out},
            blob_sha256=await self._store.put(image.data, image.mime),
            thumb_sha256=await self._store.put(image.thumbnail, image.mime),
            mime=image.mime,
            size_bytes=len(image.data),
            width=image.width,
            height=image.height,
            asks=image.asks,
            needs_check=image.needs_check,
            lost_letters=image.lost_letters,
        )
