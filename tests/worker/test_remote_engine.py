"""The remote engine against a server on this computer that misbehaves in every way a deployed endpoint can."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from desktop.core.elsewhere import Elsewhere, Endpoint
from desktop.core.errors import InvalidInputError, KnownError, NotAllowedError, StudioError
from desktop.core.pack import Brief, ImageType, Style
from desktop.core.records import NewPhoto
from desktop.imaging.contract import Origin, RenderRequest
from desktop.imaging.studio import Studio
from desktop.worker.remote_answers import check_endpoint, refusal, retry_after
from desktop.worker.remote_engine import RemoteEngine
from desktop.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.servers import DatabaseMaker

PHOTOS = Path(__file__).parents[1] / "imaging" / "photos"
JPEG = (PHOTOS / "mug_table.jpg").read_bytes()
HEIC = (PHOTOS / "quarters.heic").read_bytes()
KEY = "a-key-nobody-may-see"
REQUEST = RenderRequest(
    ImageType.LIFESTYLE,
    (JPEG,),
    style=Style.BOLD,
    origin=Origin("p1", "u1", "0b7b6d2e-0000-4000-8000-000000000000"),
)

Answerer = "Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]"


class Endpointed:
    """A raw HTTP server: what it sends is what the test wrote, to the byte."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.bodies: list[Any] = []
        self.answer: Any = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/process-image"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heads.append(head)
            length = next(
                (int(line[15:]) for line in head.split("\r\n") if line.lower().startswith("content-length:")),
                0,
            )
            body = await reader.readexactly(length)
            self.bodies.append(json.loads(body) if body else None)
            if callable(self.answer):
                await self.answer(head, writer)
            else:
                writer.write(self.answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def answer(status: str, body: Any = b"", kind: str = "application/json", **headers: str) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpointed]:
    endpoint = Endpointed()
    server = await asyncio.start_server(endpoint.serve, "127.0.0.1", 0)
    endpoint.port = server.sockets[0].getsockname()[1]
    yield endpoint
    server.close()
    server.close_clients() if hasattr(server, "close_clients") else None
    await server.wait_closed()


@asynccontextmanager
async def studio() -> AsyncIterator[Studio]:
    opened = Studio(threads=1)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def local() -> AsyncIterator[Studio]:
    async with studio() as opened:
        yield opened


async def refused(engine: RemoteEngine, *, timeout_s: float = 20) -> KnownError:
    with pytest.raises(KnownError) as caught:
        await engine.render(REQUEST, timeout_s=timeout_s)
    assert KEY not in str(caught.value)
    assert str(caught.value)[-1] == "."
    return caught.value


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image/jpeg", JPEG),
        ("image/heic", HEIC),
        ("application/octet-stream", JPEG),
        (
            "application/json",
            {
                "success": True,
                "image": base64.b64encode(JPEG).decode(),
                "asks": ["features"],
                "lostLetters": "\u10d7",
            },
        ),
        (
            "application/json; charset=utf-8",
            {"imageUrl": "data:image/jpeg;base64," + base64.b64encode(JPEG).decode()},
        ),
        ("application/json", {"result": {"image": base64.b64encode(JPEG).decode()}}),
    ],
)
async def test_that_whatever_form_an_image_comes_in_it_looks_like_one_made_here(
    endpoint: Endpointed, local: Studio, kind: str, body: Any
) -> None:
    endpoint.answer = answer("200 OK", body, kind)
    told: list[float] = []
    made = await RemoteEngine(Endpoint(endpoint.url, KEY), local).render(REQUEST, progress=told.append)
    assert made.image_type is ImageType.LIFESTYLE
    assert made.mime == "image/jpeg"
    assert made.data.startswith(b"\xff\xd8\xff")
    assert made.thumbnail.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in made.data[:4000]
    assert made.lost_letters == ("\u10d7" if isinstance(body, dict) and "lostLetters" in body else "")
    check = await local.check_photo(made.data)
    assert (made.width, made.height) == (check.width, check.height)
    assert told == [0.9]
    assert endpoint.bodies[0] == {
        "projectId": "p1",
        "imageType": "LIFESTYLE",
        "style": "bold",
        "userId": "u1",
        "jobId": "0b7b6d2e-0000-4000-8000-000000000000",
    }
    assert f"Authorization: Bearer {KEY}" in endpoint.heads[0]


async def test_that_an_address_is_followed_without_the_key(endpoint: Endpointed, local: Studio) -> None:
    async def two(head: str, writer: asyncio.StreamWriter) -> None:
        if head.startswith("POST"):
            writer.write(answer("200 OK", {"imageUrl": "/made/1.jpg"}))
        else:
            writer.write(answer("200 OK", JPEG, "image/jpeg"))
        await writer.drain()

    endpoint.answer = two
    made = await RemoteEngine(Endpoint(endpoint.url, KEY), local).render(REQUEST)
    assert made.width > 0
    assert endpoint.heads[1].startswith("GET /made/1.jpg")
    assert KEY not in endpoint.heads[1]
    endpoint.answer = answer("200 OK", {"imageUrl": "http://192.0.2.1/1.jpg"})
    assert "https" in str(await refused(RemoteEngine(Endpoint(endpoint.url, KEY), local)))


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found", "413 Too Large", "422 Unprocessable"])
@pytest.mark.parametrize("body", [{"message": "No."}, {"error": "No."}, {"error": {"message": "No."}}])
async def test_that_a_refusal_is_final_and_its_words_are_told(
    endpoint: Endpointed, local: Studio, status: str, body: Any
) -> None:
    endpoint.answer = answer(status, body)
    error = await refused(RemoteEngine(Endpoint(endpoint.url, KEY), local))
    assert isinstance(error, InvalidInputError)
    assert not error.retryable
    assert "No." in str(error)


async def test_that_a_wrong_key_is_final_and_never_repeated(endpoint: Endpointed, local: Studio) -> None:
    for status in ("401 Unauthorized", "403 Forbidden"):
        endpoint.answer = answer(status, {"error": "unauthorized", "message": f"{KEY} is wrong."})
        error = await refused(RemoteEngine(Endpoint(endpoint.url, KEY), local))
        assert isinstance(error, NotAllowedError)
        assert not error.retryable


@pytest.mark.parametrize(
    "status", ["429 Too Many", "503 Unavailable", "500 Oops", "502 Bad Gateway", "408 Late"]
)
async def test_that_passing_trouble_is_retried_when_the_endpoint_says(
    endpoint: Endpointed, local: Studio, status: str
) -> None:
    engine = RemoteEngine(Endpoint(endpoint.url, KEY), local)
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    for said, least, most in (("7", 7, 7), (soon, 25, 30), ("0", 0, 0), ("99999999999", 3600, 3600)):
        endpoint.answer = answer(status, {"message": "Busy."}, Retry_After=said)
        error = await refused(engine)
        assert isinstance(error, StudioError)
        assert error.retryable
        assert error.retry_after_s is not None
        assert least <= error.retry_after_s <= most, said
    for said in ("", "soon", "-3", "1e3", "Thu, 99 Foo 2099 00:00:00 GMT"):
        endpoint.answer = answer(status, b"<html>", "text/html", Retry_After=said)
        assert (await refused(engine)).retry_after_s is None, said


async def test_that_a_date_that_has_passed_means_now() -> None:
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (answer("200 OK", b"<html>Sign in</html>", "text/html"), "text/html"),
        (answer("200 OK", b"{", "application/json"), "JSON"),
        (answer("200 OK", b"[" * 100_000, "application/json"), "JSON"),
        (answer("200 OK", {"success": True}, "application/json"), "without an image"),
        (answer("200 OK", {"image": "&&&&"}, "application/json"), "without an image"),
        (answer("200 OK", b"not a picture", "image/jpeg"), "no picture"),
        (answer("200 OK", JPEG[: len(JPEG) // 3], "image/jpeg"), "no picture"),
        (answer("200 OK", b"", "image/jpeg"), "no picture"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nContent-Type: image/jpeg\r\n\r\nshort", "broke"),
        (b"", "broke"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "broke"),
    ],
)
async def test_that_nonsense_is_passing_trouble(
    endpoint: Endpointed, local: Studio, raw: bytes, word: str
) -> None:
    endpoint.answer = raw
    error = await refused(RemoteEngine(Endpoint(endpoint.url, KEY), local))
    assert isinstance(error, StudioError)
    assert error.retryable
    assert word in str(error)


async def test_that_a_redirection_is_not_followed(endpoint: Endpointed, local: Studio) -> None:
    for status in ("301 Moved", "302 Found", "307 Temporary", "308 Permanent"):
        endpoint.answer = answer(status, Location="https://elsewhere.example/")
        error = await refused(RemoteEngine(Endpoint(endpoint.url, KEY), local))
        assert not error.retryable
        assert "final address" in str(error)
    assert len(endpoint.heads) == 4


async def test_that_an_answer_without_end_is_cut(endpoint: Endpointed, local: Studio) -> None:
    sent = 0

    async def pour(head: str, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"100000\r\n" + bytes(2**20) + b"\r\n")
            await writer.drain()
            sent += 2**20

    endpoint.answer = pour
    error = await refused(RemoteEngine(Endpoint(endpoint.url, KEY), local), timeout_s=60)
    assert "MB" in str(error)
    assert sent < 100 * 2**20
    endpoint.answer = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 99999999999\r\n\r\n"
    assert "MB" in str(await refused(RemoteEngine(Endpoint(endpoint.url, KEY), local)))


async def test_that_slowness_ends_in_time(
    endpoint: Endpointed, local: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stall(head: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 5000\r\n\r\nabc")
        await writer.drain()
        await asyncio.sleep(30)

    async def silent(head: str, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    monkeypatch.setattr("desktop.worker.remote_engine._STALL_S", 0.5)
    engine = RemoteEngine(Endpoint(endpoint.url, KEY), local)
    begun = time.monotonic()
    endpoint.answer = stall
    assert "middle" in str(await refused(engine))
    endpoint.answer = silent
    error = await refused(engine, timeout_s=1)
    assert error.retryable
    assert error.code == "endpoint-slow"
    assert time.monotonic() - begun < 10


async def test_that_nobody_there_is_passing_trouble(local: Studio) -> None:
    error = await refused(RemoteEngine(Endpoint("http://127.0.0.1:9/", KEY), local))
    assert error.retryable
    assert "reached" in str(error)


def test_that_not_even_half_a_key_is_repeated() -> None:
    key = "correct-horse-battery-staple-42"
    for before in range(260, 300):
        told = json.dumps({"message": "x" * before + key}).encode()
        error = refusal(500, {"content-type": "application/json"}, told, hide=key)
        assert "corr" not in str(error), before


def test_that_addresses_are_checked() -> None:
    assert check_endpoint("https://shop.example") == "https://shop.example/api/process-image"
    assert check_endpoint(" https://shop.example/x ") == "https://shop.example/x"
    assert check_endpoint("http://localhost:3000/").endswith(":3000/api/process-image")
    for odd in (
        "",
        "shop.example",
        "ftp://a/",
        "http://shop.example/x",
        "https://u:p@shop.example/",
        "https://",
    ):
        with pytest.raises(InvalidInputError):
            check_endpoint(odd)


async def test_that_a_worker_has_its_images_made_there_and_waits_as_told(
    endpoint: Endpointed, make_database: DatabaseMaker
) -> None:
    dsn = make_database()
    elsewhere = Elsewhere(endpoint=Endpoint(endpoint.url, KEY))
    async with open_workspace(dsn=dsn, elsewhere=elsewhere) as workspace:
        sha256 = await workspace.store.put(JPEG, "image/jpeg")
        photo = NewPhoto("mug.jpg", sha256, None, "image/jpeg", len(JPEG), 1200, 900)
        project = await workspace.projects.create(Brief("Mug"), style=Style.BOLD, owner=None, photos=[photo])
        job = await workspace.job_repo.enqueue_image(project.id, "LIFESTYLE", user="u9")
        endpoint.answer = answer("503 Unavailable", {"message": "Starting."}, Retry_After="3000")
        await asyncio.wait_for(run_until(workspace, lambda j: j.retry_count == 1, job), 30)
        with psycopg.connect(dsn) as connection:
            row = connection.execute(
                "select extract(epoch from run_after - now())::int, error_message from public.job_queue"
            ).fetchone()
            assert row is not None
            assert 2900 < row[0] <= 3000
            assert "Starting." in row[1]
            connection.execute("update public.job_queue set run_after = now()")
        endpoint.answer = answer("200 OK", {"image": base64.b64encode(JPEG).decode()})
        await asyncio.wait_for(run_until(workspace, lambda j: j.is_settled, job), 30)
        [made] = await workspace.image_repo.of_jobs([job])
        assert (made.mime, made.width) == ("image/jpeg", 1000)
        assert endpoint.bodies[-1]["jobId"] == str(job)
        assert endpoint.bodies[-1]["userId"] == "u9"


async def run_until(workspace: Any, is_so: Callable[[Any], bool], job: Any) -> None:
    worker = workspace.worker(slots=1)
    running = asyncio.create_task(worker.run())
    while not is_so((await workspace.job_repo.by_ids([job]))[0]):
        await asyncio.sleep(0.05)
    worker.stop()
    await running
