"""Fetches a picture from an address that somebody else wrote into a table.

What is fetched is their choice, and must not reach what only this computer reaches: every host is looked up first, only
public addresses are connected to, and where they send on to is looked at in the same way.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import httpx

from desktop.core.connection import is_local_host
from desktop.core.errors import InvalidInputError, NotFoundError, OfflineError, PhotoRefusedError
from desktop.core.pack import MAX_PHOTO_BYTES
from desktop.storage.updates import trusted_context

if TYPE_CHECKING:
    import ssl

log = logging.getLogger(__name__)

_LIMITS: Final = httpx.Timeout(15.0, connect=10.0)
_ALL_S: Final = 60.0
_MOST_REDIRECTIONS: Final = 3
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""IPv4 behind a translator (RFC 6052), which Python takes for global whatever it leads to."""


async def fetch(url: str, *, may_be_here: bool = False, context: ssl.SSLContext | None = None) -> bytes:
    """What is at a public https address, at most 40 MB.

    Raises:
        InvalidInputError: the address leads where nobody may be sent.
        NotFoundError: there is nothing (any more).
        PhotoRefusedError: it is too large.
        OfflineError: the server can't be reached, or takes too long.
    """
    host = "?"
    try:
        async with (
            asyncio.timeout(_ALL_S),
            # through a proxy nobody could say what an address leads to
            httpx.AsyncClient(
                verify=context or trusted_context(), timeout=_LIMITS, trust_env=False
            ) as client,
        ):
            for _ in range(_MOST_REDIRECTIONS + 1):
                host = urlsplit(url).hostname or "?"
                target = await _target(url, may_be_here=may_be_here)
                async with client.stream(
                    "GET", target.url, headers=target.headers, extensions={"sni_hostname": target.host}
                ) as answer:
                    if not answer.has_redirect_location:
                        return await _body(answer, host)
                    url = urljoin(url, answer.headers["location"])
    except (ValueError, httpx.InvalidURL):  # an address with no sense in it, or a name that can't be one
        raise _refusal(url) from None
    except (httpx.HTTPError, TimeoutError, OSError) as error:
        log.info("%s: %s", host, type(error).__name__)
        raise OfflineError(
            f"{host} can't be reached, and a photo of this project is kept there. Try again later."
        ) from error
    raise NotFoundError(f"{host} sends on from address to address instead of showing a photo.")


async def _body(answer: httpx.Response, host: str) -> bytes:
    if answer.status_code in {408, 425, 429} or answer.status_code >= 500:
        raise OfflineError(
            f"{host} can't be reached, and a photo of this project is kept there. Try again later."
        )
    if answer.status_code != 200:
        raise NotFoundError(
            f"{host} shows no photo at the address that the web app has ({answer.status_code}). Add the photo here."
        )
    data = bytearray()
    async for part in answer.aiter_raw():
        data += part
        if len(data) > MAX_PHOTO_BYTES:
            raise PhotoRefusedError(
                f"The photo at {host} is larger than {MAX_PHOTO_BYTES // 2**20} MB. Add a smaller one here.",
                code="too-large-file",
            )
    return bytes(data)


@dataclass(frozen=True, slots=True)
class _Target:
    """Whom to connect to: an address that was looked at, so that no second look-up can lead elsewhere."""

    url: httpx.URL
    host: str
    headers: dict[str, str]


async def _target(url: str, *, may_be_here: bool) -> _Target:
    told, parsed = urlsplit(url), httpx.URL(url)
    host, port = told.hostname or "", told.port
    is_here = may_be_here and is_local_host(host)
    if (
        not host
        or told.username is not None
        or told.scheme not in ({"https", "http"} if is_here else {"https"})
    ):
        raise _refusal(url)
    port = port or (443 if told.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    if not all(_is_public(address) or (is_here and address.is_loopback) for address in addresses):
        raise _refusal(url)
    headers = {"Host": parsed.netloc.decode("ascii"), "Accept": "image/*", "Accept-Encoding": "identity"}
    return _Target(
        parsed.copy_with(host=str(addresses[0]), fragment=None), parsed.raw_host.decode("ascii"), headers
    )


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _TRANSLATED:
            inside = IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return _is_public(inside)
    return address.is_global and not address.is_multicast


def _refusal(url: str) -> InvalidInputError:
    return InvalidInputError(
        f"The web app has a photo at {url[:60]}, which is no public https address. Add the photo here.",
        code="not-public",
    )
