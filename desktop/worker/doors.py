"""The HTTP doors of a headless worker, for deployments whose web app or scheduler calls a processor.

``POST /process-jobs``       handle up to n due jobs now
``POST /api/process-image``  make one image and answer with it
``GET /healthz``             whether the worker hears the database; needs no key

Every answer is JSON, every refusal ``{"error": code, "message": sentence}``.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Route

from desktop import __version__
from desktop.core.errors import InvalidInputError, KnownError, NotFoundError, OfflineError
from desktop.data.changes import Mode
from desktop.worker.order_images import ImageOrder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from desktop.data.jobs import JobRepo
    from desktop.worker.order_images import ImageOrders
    from desktop.worker.worker import Worker

log = logging.getLogger(__name__)

MOST_BODY_BYTES: Final = 64 * 1024
"""Requests hold ids and words, never images."""
MOST_JOBS: Final = 1000
JOBS_UNLESS_SAID: Final = 10
_BODY_S: Final = 10.0
_PATIENCE_S: Final = 300.0
"""After this a caller is told how far it is; the work goes on."""
_COME_BACK_S: Final = 5

_ERRORS: Final = {
    401: ("unauthorized", "Give the key of this door as: Authorization: Bearer KEY"),
    404: ("not-found", "There is nothing at this address."),
    405: ("method-not-allowed", "This address takes another method."),
}


class Doors:
    """The ASGI application; lives on the loop of the worker it belongs to.

    Args:
        key: what callers must show; compared in constant time.
    """

    def __init__(self, *, worker: Worker, jobs: JobRepo, orders: ImageOrders, key: str) -> None:
        if not key:
            raise InvalidInputError("The HTTP door needs a key.")
        self._worker = worker
        self._jobs = jobs
        self._orders = orders
        # digests have one length whatever was sent, so that not even the key's length can be timed
        self._key = hashlib.sha256(key.encode()).digest()
        self.app = Starlette(
            routes=[
                Route("/healthz", self._healthz, methods=["GET"]),
                Route("/process-jobs", self._guarded(self._process_jobs), methods=["POST"]),
                Route("/api/process-image", self._guarded(self._process_image), methods=["POST"]),
            ],
            exception_handlers={HTTPException: _refused, KnownError: _known, Exception: _defect},
        )
        self.app.router.redirect_slashes = False

    async def _healthz(self, _: Request) -> Response:
        is_well = not self._worker.is_stopping and self._worker.mode is not Mode.OFFLINE
        status = "ok" if is_well else "stopping" if self._worker.is_stopping else "offline"
        answer = {"status": status, "busy": self._worker.busy, "version": __version__}
        return JSONResponse(answer, 200 if is_well else 503)

    def _guarded(self, door: Callable[[dict[str, Any]], Awaitable[Response]]) -> Callable[..., Any]:
        async def pass_through(request: Request) -> Response:
            begun = time.monotonic()
            self._check_key(request.headers.get("authorization", ""))
            response = await door(await _asked(request))
            took_s = time.monotonic() - begun
            log.info("%s: %d in %.2f s", request.url.path, response.status_code, took_s)
            return response

        return pass_through

    def _check_key(self, shown: str) -> None:
        scheme, _, key = shown.partition(" ")
        digest = hashlib.sha256(key.strip().encode("utf-8", "surrogateescape")).digest()
        is_right = hmac.compare_digest(digest, self._key)
        if scheme.lower() != "bearer" or not is_right:
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})

    async def _process_jobs(self, asked: dict[str, Any]) -> Response:
        most = _number(asked)
        errand = await self._worker.handle_due(most, timeout_s=_PATIENCE_S)
        found = {job.id: job for job in await self._jobs.by_ids([job.id for job in errand.ended])}
        told = []
        for job in errand.ended:
            now = found.get(job.id)
            told.append(
                {
                    "id": str(job.id),
                    "jobType": job.job_type,
                    "imageType": job.image_type,
                    "state": None if now is None else now.state,
                    "error": None if now is None else now.error_message,
                }
            )
        return JSONResponse({"processed": len(told), "running": errand.running, "jobs": told})

    async def _process_image(self, asked: dict[str, Any]) -> Response:
        order = ImageOrder.read(asked)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return JSONResponse(await self._orders.fill(order))
        except TimeoutError:
            raise OfflineError(
                "The image is not finished yet. It goes on being made; ask again.", code="not-finished"
            ) from None


async def _asked(request: Request) -> dict[str, Any]:
    """The body as a JSON object; an empty one is {}."""
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_S):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BODY_BYTES:
                    raise HTTPException(413, f"The request is larger than {MOST_BODY_BYTES // 1024} KB.")
    except TimeoutError:
        raise HTTPException(408, "The request did not arrive in time.") from None
    asked: Any = dict(request.query_params)
    if body.strip():
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise InvalidInputError("The body is not JSON.") from None
        if not isinstance(told, dict):
            raise InvalidInputError("The body must be a JSON object.")
        asked |= told
    return dict(asked)


def _number(asked: dict[str, Any]) -> int:
    told = asked.get("n", asked.get("limit", JOBS_UNLESS_SAID))
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) <= 4:
        told = int(told)
    if isinstance(told, bool) or not isinstance(told, int) or not 1 <= told <= MOST_JOBS:
        raise InvalidInputError(f"n must be a whole number from 1 to {MOST_JOBS}.")
    return told


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # what the table above sends here
    code, message = _ERRORS.get(error.status_code, ("refused", error.detail))
    # a body that was not read to its end would be taken for the next request
    closing = {"Connection": "close"} if error.status_code in {408, 413} else {}
    return _told(error.status_code, code, message, {**dict(error.headers or {}), **closing})


async def _known(_: Request, error: Exception) -> Response:
    assert isinstance(error, KnownError)  # noqa: S101
    log.info("refused: %s (%s)", error, error.code)
    if isinstance(error, NotFoundError):
        return _told(404, error.code, error.message)
    if isinstance(error, InvalidInputError):
        return _told(400, error.code, error.message)
    if isinstance(error, OfflineError):
        return _told(503, error.code, error.message, {"Retry-After": str(_COME_BACK_S)})
    return _told(500, error.code, error.message)


async def _defect(_: Request, error: Exception) -> Response:
    text = f"Something went wrong inside Packdesk ({type(error).__name__}). The log has the details."
    return _told(500, "bug", text)


def _told(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": code, "message": message}, status, headers=headers)
