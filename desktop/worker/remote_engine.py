"""Images made by a deployed ``/api/process-image`` instead of this computer.

The endpoint finds photos and brief in the same database, by the project's id. What it sends is opened safely, and
re-made where it is no plain JPEG, so that nobody else can tell where an image was made. Everything but making listing
images stays with this computer's engine.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import httpx

from desktop import __version__
from desktop.core.errors import InvalidInputError, StudioError
from desktop.imaging.contract import EncodeOrder, RenderedImage
from desktop.storage.updates import trusted_context
from desktop.worker.remote_answers import (
    MOST_BYTES,
    Answer,
    check_endpoint,
    image_in,
    is_same_origin,
    refusal,
)

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from desktop.core.compliance import ImageFacts
    from desktop.core.elsewhere import Endpoint
    from desktop.core.retouching import PhotoMask
    from desktop.imaging.contract import (
        AplusImage,
        AplusRequest,
        EncodedImage,
        ImageEngine,
        MaskOrder,
        PhotoCheck,
        RenderRequest,
    )

log = logging.getLogger(__name__)

RENDER_S: Final = 120.0
"""An endpoint may have to start up first; below the five minutes a job may take at all."""
_CONNECT_S: Final = 10.0
_STALL_S: Final = 20.0
"""Once an answer has begun, silence for so long is a broken connection."""


class RemoteEngine:
    """Implements ``ImageEngine``; may be used from several loops.

    Args:
        local: this computer's engine, for everything but listing images.
        context: which authorities to trust; None for the system's.
    """

    def __init__(
        self, endpoint: Endpoint, local: ImageEngine, *, context: ssl.SSLContext | None = None
    ) -> None:
        self._url = check_endpoint(endpoint.url)
        self._key = endpoint.key
        self._local = local
        self._context = context

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_s: float = RENDER_S,
        progress: Callable[[float], None] | None = None,
    ) -> RenderedImage:
        """Have one listing image made.

        Raises:
            InvalidInputError: the endpoint refuses this image for good.
            NotAllowedError: it doesn't accept the key.
            StudioError: it can't be reached, fails, or answers with something else; ``retry_after_s`` says when it
                wants to be asked again.
        """
        if request.origin is None:
            # made of loose photos: nothing an endpoint could find
            return await self._local.render(request, progress=progress)
        try:
            async with asyncio.timeout(timeout_s):
                answer = await self._ask(request)
        except TimeoutError:
            raise StudioError(
                f"The image endpoint did not answer within {timeout_s:.0f} s.", code="endpoint-slow"
            ) from None
        if progress is not None:
            progress(0.9)
        return await self._as_if_made_here(request, answer)

    async def _ask(self, request: RenderRequest) -> Answer:
        origin = request.origin
        body = {
            "projectId": origin.project_id if origin else "",
            "imageType": request.image_type.value,
            "style": request.style.value,
            "userId": (origin.user_id if origin else None) or "packdesk",
            "jobId": origin.job_id if origin else None,
        }
        if self._context is None:
            self._context = await asyncio.to_thread(trusted_context)
        # silence before the answer is the endpoint at work, which only the time for the whole limits
        limits = httpx.Timeout(_STALL_S, connect=_CONNECT_S, read=None)
        try:
            async with httpx.AsyncClient(
                verify=self._context, timeout=limits, follow_redirects=False, trust_env=True
            ) as client:
                headers = {
                    "Authorization": f"Bearer {self._key}",
                    "Accept": "application/json, image/*",
                    # pictures don't get smaller, and what is packed could be anything of size once unpacked
                    "Accept-Encoding": "identity",
                    "User-Agent": f"Packdesk/{__version__}",
                }
                async with client.stream("POST", self._url, json=body, headers=headers) as response:
                    content = await _read(response)
                    if not response.is_success:
                        raise refusal(response.status_code, response.headers, content, hide=self._key)
                    answer = image_in(response.headers, content)
                if answer.url:
                    answer = await self._fetch(client, answer)
                return answer
        except httpx.HTTPError as error:
            log.info("image endpoint: %s", type(error).__name__)
            raise StudioError(
                "The image endpoint can't be reached, or broke the connection off.", code="endpoint-offline"
            ) from error

    async def _fetch(self, client: httpx.AsyncClient, answer: Answer) -> Answer:
        """The picture an answer only points to; the key is for the endpoint alone and isn't shown there."""
        url = httpx.URL(self._url).join(answer.url)
        if url.scheme != "https" and not is_same_origin(url, httpx.URL(self._url)):
            raise StudioError(
                "The image endpoint points to an address that is not https.", code="endpoint-odd"
            )
        async with client.stream("GET", url) as response:
            content = await _read(response)
            if not response.is_success:
                raise StudioError(
                    f"The picture the image endpoint points to can't be fetched ({response.status_code}).",
                    code="endpoint-odd",
                )
        return answer.with_data(content)

    async def _as_if_made_here(self, request: RenderRequest, answer: Answer) -> RenderedImage:
        try:
            check = await self._local.check_photo(answer.data)
            order = EncodeOrder(answer.data)
            if check.mime != "image/jpeg":
                order = EncodeOrder(answer.data, side=max(check.width, check.height))
            made = await self._local.encode(order)
        except InvalidInputError as error:
            raise StudioError(
                "What the image endpoint sent is no picture that can be opened.", code="endpoint-odd"
            ) from error
        return RenderedImage(
            image_type=request.image_type,
            data=made.data,
            thumbnail=check.thumbnail,
            width=made.width,
            height=made.height,
            mime=made.mime,
            asks=answer.asks,
            needs_check=answer.needs_check,
            lost_letters=answer.lost_letters,
        )

    # -- what this computer does all the same --------------------------------------------------------------

    async def check_photo(self, data: bytes, *, timeout_s: float = 30.0) -> PhotoCheck:
        """Open a file safely and say what it is."""
        return await self._local.check_photo(data, timeout_s=timeout_s)

    async def mask(self, order: MaskOrder, *, timeout_s: float = 60.0) -> PhotoMask:
        """Correct an alpha."""
        return await self._local.mask(order, timeout_s=timeout_s)

    async def compose_aplus(
        self,
        request: AplusRequest,
        *,
        timeout_s: float = 60.0,
        progress: Callable[[float], None] | None = None,
    ) -> AplusImage:
        """Make one A+ module."""
        return await self._local.compose_aplus(request, timeout_s=timeout_s, progress=progress)

    async def measure(self, data: bytes, *, timeout_s: float = 30.0) -> ImageFacts:
        """Measure an image file for a marketplace's rules."""
        return await self._local.measure(data, timeout_s=timeout_s)

    async def encode(self, order: EncodeOrder, *, timeout_s: float = 30.0) -> EncodedImage:
        """Make the file a marketplace takes."""
        return await self._local.encode(order, timeout_s=timeout_s)


async def _read(response: httpx.Response) -> bytes:
    """The whole body, but not more than fits and not slower than a living connection."""
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise _too_large()
    content = bytearray()
    parts = response.aiter_bytes()
    while True:
        try:
            async with asyncio.timeout(_STALL_S):
                content += await anext(parts)
        except StopAsyncIteration:
            return bytes(content)
        except TimeoutError:
            raise StudioError(
                "The image endpoint stopped in the middle of its answer.", code="endpoint-offline"
            ) from None
        if len(content) > MOST_BYTES:
            raise _too_large()


def _too_large() -> StudioError:
    return StudioError(
        f"The image endpoint answered with more than {MOST_BYTES // 2**20} MB.",
        code="endpoint-odd",
        retryable=False,
    )
