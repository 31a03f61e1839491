"""A web app's photos behind addresses: fetched from a real server, and from nowhere they could do harm."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
import trustme

from desktop.core.errors import InvalidInputError, KnownError, NotFoundError, OfflineError, PhotoRefusedError
from desktop.core.pack import MAX_PHOTO_BYTES
from desktop.storage import public_address
from desktop.storage.public_address import _is_public, fetch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MB = 2**20


class PhotoServer:
    """Answers every path as its name says; ``asked`` are the requests' heads."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        path = head.split()[1]
        try:
            await self._answer(path, writer)
        except ConnectionError:
            pass  # who has heard enough hangs up
        finally:
            writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        if path.startswith("/to?"):
            writer.write(f"HTTP/1.1 302 Found\r\nLocation: {path[4:]}\r\nContent-Length: 0\r\n\r\n".encode())
        elif path == "/large":
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            for _ in range(MAX_PHOTO_BYTES // MB + 8):
                writer.write(bytes(MB))
                await writer.drain()
        elif path == "/slow":
            await asyncio.sleep(30)
        elif path == "/half":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        elif path.removeprefix("/").isdigit():
            writer.write(f"HTTP/1.1 {path[1:]} So\r\nContent-Length: 0\r\n\r\n".encode())
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nphoto")
        await writer.drain()


@asynccontextmanager
async def photos(certificate: trustme.LeafCert | None = None) -> AsyncIterator[PhotoServer]:
    made, context = PhotoServer(), None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context)
    scheme = "http" if certificate is None else "https"
    made.url = f"{scheme}://localhost:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield made


async def test_that_a_photo_is_fetched_also_where_it_has_moved_to() -> None:
    async with photos() as server:
        assert await fetch(f"{server.url}/a.jpg?size=large#top", may_be_here=True) == b"photo"
        assert server.asked[0].startswith("GET /a.jpg?size=large HTTP/1.1\r\n")
        assert f"Host: {server.url[7:]}\r\n" in server.asked[0]
        assert "Authorization" not in server.asked[0]
        assert await fetch(f"{server.url}/to?/to?/b.jpg", may_be_here=True) == b"photo"


async def test_that_the_certificate_is_that_of_the_name_and_not_of_the_address() -> None:
    authority, trusting = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trusting)
    async with photos(authority.issue_cert("localhost")) as server:
        assert await fetch(f"{server.url}/a.jpg", may_be_here=True, context=trusting) == b"photo"
        with pytest.raises(OfflineError):
            await fetch(f"{server.url}/a.jpg", may_be_here=True)  # nobody vouches for it
    async with photos(authority.issue_cert("127.0.0.1", "other.example")) as server:
        with pytest.raises(OfflineError):
            await fetch(f"{server.url}/a.jpg", may_be_here=True, context=trusting)


async def test_that_servers_refusals_become_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[tuple[str, type[KnownError], str]] = [
        ("/404", NotFoundError, "no photo at the address"),
        ("/403", NotFoundError, "403"),
        ("/503", OfflineError, "Try again later"),
        ("/429", OfflineError, "Try again later"),
        ("/half", OfflineError, "can't be reached"),
        ("/to?/to?/to?/to?/to?/x", NotFoundError, "sends on"),
        ("/large", PhotoRefusedError, "larger than 40 MB"),
        ("/slow", OfflineError, "can't be reached"),
    ]
    monkeypatch.setattr(public_address, "_ALL_S", 2.0)
    async with photos() as server:
        for path, kind, words in refused:
            with pytest.raises(kind, match=words):
                await fetch(server.url + path, may_be_here=True)
    with pytest.raises(OfflineError):
        await fetch(f"{server.url}/a.jpg", may_be_here=True)  # nobody listens any more
    with pytest.raises(OfflineError):
        await fetch("https://no-such-host.invalid/a.jpg")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.jpg",
        "ftp://example.com/a.jpg",
        "https://user:password@example.com/a.jpg",
        "https:///a.jpg",
        "https://[::1/a.jpg",
        "https://example.com:99999/a.jpg",
        "https://localhost/a.jpg",
        "https://127.0.0.1/a.jpg",
        "https://127.1/a.jpg",
        "https://0.0.0.0/a.jpg",
        "https://2130706433/a.jpg",
        "https://10.0.0.1/a.jpg",
        "https://192.168.1.1/a.jpg",
        "https://172.16.0.9/a.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/a.jpg",
        "https://224.0.0.1/a.jpg",
        "https://[::1]/a.jpg",
        "https://[fd00::1]/a.jpg",
        "https://[fe80::1]/a.jpg",
        "https://[::ffff:127.0.0.1]/a.jpg",
        "https://[64:ff9b::10.0.0.1]/a.jpg",
        "https://[2002:7f00:1::]/a.jpg",
    ],
)
async def test_that_nothing_but_public_https_addresses_is_asked(url: str) -> None:
    with pytest.raises(InvalidInputError, match="no public https address"):
        await fetch(url)


async def test_that_this_computer_is_asked_only_where_that_was_allowed() -> None:
    async with photos() as server:
        with pytest.raises(InvalidInputError):
            await fetch(f"{server.url}/a.jpg")
        # nor sent from here into the network beside it
        with pytest.raises(InvalidInputError):
            await fetch(f"{server.url}/to?https://192.168.1.1/a.jpg", may_be_here=True)
        with pytest.raises(InvalidInputError):
            await fetch("http://192.168.1.1/a.jpg", may_be_here=True)
        assert len(server.asked) == 1


def test_that_public_addresses_are_public() -> None:
    for address in ("1.1.1.1", "2606:4700:4700::1111", "64:ff9b::1.1.1.1", "::ffff:8.8.8.8"):
        assert _is_public(ip_address(address))
