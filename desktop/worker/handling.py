"""One job: run its handler, turn what went wrong into a report, and hand that in however often it takes."""

from __future__ import annotations

import asyncio
import logging
import traceback
from typing import TYPE_CHECKING, Final

from desktop.core.errors import KnownError, OfflineError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from desktop.core.records import ClaimedJob
    from desktop.data.jobs import JobRepo
    from desktop.worker.handlers import HandIn, Handler, Progress

log = logging.getLogger(__name__)

_HAND_IN_TRIES_S: Final = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


class Handling:
    """Knows the handlers by job type; an unknown type fails for good with a clear sentence."""

    def __init__(self, jobs: JobRepo, handlers: Mapping[str, Handler]) -> None:
        self._jobs = jobs
        self._handlers = handlers

    async def handle(self, job: ClaimedJob, progress: Progress) -> HandIn | None:
        """Run the handler; an error becomes the report of that error."""
        try:
            handler = self._handlers.get(job.job_type)
            if handler is None:
                return self._failing(
                    job, f'This version does not know jobs of type "{job.job_type[:60]}".', retryable=False
                )
            return await handler(job, progress)
        except KnownError as error:
            log.info("job %s: %s (%s)", job.id, error, error.code)
            return self._failing(
                job, str(error), retryable=error.retryable, retry_after_s=error.retry_after_s
            )
        except Exception as error:
            log.exception("job %s failed with a bug", job.id)
            text = f"Something went wrong inside Packdesk ({type(error).__name__}). The log has the details."
            return self._failing(job, text, retryable=True, trace=traceback.format_exc())

    def _failing(
        self,
        job: ClaimedJob,
        error: str,
        *,
        retryable: bool,
        retry_after_s: float | None = None,
        trace: str | None = None,
    ) -> HandIn:
        async def hand_in() -> bool:
            outcome = await self._jobs.fail(
                job, error, retryable=retryable, retry_after_s=retry_after_s, traceback=trace
            )
            return outcome != "stale"

        return hand_in

    async def report(self, hand_in: Callable[[], Awaitable[bool]]) -> bool:
        """Hand in, again and again while the server is away; the lease decides whether it still counts."""
        for pause in _HAND_IN_TRIES_S:
            try:
                return await hand_in()
            except OfflineError as error:
                log.info("handing in: %s", error)
                await asyncio.sleep(pause)
        return await hand_in()
