"""A server on this computer that answers as Supabase Auth and Storage document it, and breaks off where it is told.

Status lines, bodies, headers and offsets follow https://supabase.com/docs/guides/storage/debugging/error-codes,
https://supabase.com/docs/guides/storage/uploads/resumable-uploads and https://tus.io/protocols/resumable-upload.
It speaks HTTP by itself, so that it can cut a connection after any byte.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

MB = 2**20
_KEY = re.compile(r"[\w/!.*'() &$@=;:+,?-]+", re.ASCII)


class _CutError(Exception):
    """The connection ends here."""


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    reader: asyncio.StreamReader
    body_read: int = 0

    @property
    def length(self) -> int:
        return int(self.headers.get("content-length", "0"))


@dataclass
class Resumable:
    key: str
    length: int
    mime: str
    data: bytearray = field(default_factory=bytearray)


@dataclass
class Answer:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def refusal(status: int, meant: int, error: str, message: str) -> Answer:
    body = {"statusCode": str(meant), "error": error, "message": message}
    return Answer(status, json.dumps(body).encode(), {"content-type": "application/json"})


class SupabaseServer:
    """One project with one bucket. What it does wrong is chosen by its attributes."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.mimes: dict[str, str] = {}
        self.uploads: dict[str, Resumable] = {}
        self.requests: list[str] = []
        self.body_bytes = 0
        self.sign_ins = self.refreshes = self.cuts = 0
        self.passwords = {"anna@example.com": "pa55word!"}
        self.token_s = 3600.0
        self.tokens: dict[str, float] = {}
        self.refresh_tokens: set[str] = set()
        self.bucket = "packdesk"
        self.denied = False
        self.most_bytes = 100 * MB
        self.mime_types: tuple[str, ...] = ()
        self.cut_after: int | None = None
        """Bytes of a body, either way, after which the connection is cut."""
        self.lose_answers = 0
        """So many successful answers to writes are done and never told."""
        self.next_answers: list[Answer] = []
        self.stall = False
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MB)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    # -- HTTP ----------------------------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while await self._one(reader, writer):
                pass
        except (_CutError, ConnectionError, asyncio.IncompleteReadError):
            writer.transport.abort()
        finally:
            self._open.discard(writer)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError:
            return False
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        parts = urlsplit(target)
        request = Request(method, unquote(parts.path), parse_qs(parts.query), headers, reader)
        self.requests.append(f"{method} {request.path}")
        if self.stall:
            await asyncio.sleep(60)
        answer = self.next_answers.pop(0) if self.next_answers else await self._answer(request)
        await self._rest_of_body(request)
        if (
            answer.status < 300
            and method in {"POST", "PATCH"}
            and "/auth/" not in target
            and self.lose_answers
        ):
            self.lose_answers -= 1
            raise _CutError
        await self._send(writer, method, answer)
        return True

    async def _send(self, writer: asyncio.StreamWriter, method: str, answer: Answer) -> None:
        length = answer.headers.pop("content-length", str(len(answer.body)))
        lines = [f"HTTP/1.1 {answer.status} Whatever", f"content-length: {length}"]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        if method != "HEAD":
            limit = self.cut_after
            body = answer.body if limit is None else answer.body[:limit]
            for at in range(0, len(body), 65536):
                writer.write(body[at : at + 65536])
                await writer.drain()
            if limit is not None and len(answer.body) > limit:
                self.cuts += 1
                await asyncio.sleep(0.02)  # what was sent has arrived
                writer.close()
                raise _CutError
        await writer.drain()

    async def _body(self, request: Request) -> Any:
        """Parts of the body as they come, cut where told."""
        while request.body_read < request.length:
            most = min(65536, request.length - request.body_read)
            if self.cut_after is not None:
                most = min(most, self.cut_after - request.body_read)
                if most <= 0:
                    self.cuts += 1
                    raise _CutError
            part = await request.reader.read(most)
            if not part:
                raise asyncio.IncompleteReadError(b"", None)
            request.body_read += len(part)
            self.body_bytes += len(part)
            yield part

    async def _rest_of_body(self, request: Request) -> None:
        async for _ in self._body(request):
            pass

    async def _whole_body(self, request: Request) -> bytes:
        return b"".join([part async for part in self._body(request)])

    # -- routes --------------------------------------------------------------------------------------------

    async def _answer(self, request: Request) -> Answer:
        if "apikey" not in request.headers:
            return Answer(401, b'{"message":"No API key found in request"}')
        if request.path == "/auth/v1/token":
            return await self._token(request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token, 0) < time.monotonic():
            return refusal(400, 403, "Unauthorized", '"exp" claim timestamp check failed')
        if request.path.startswith("/storage/v1/upload/resumable"):
            return await self._resumable(request)
        if request.path.startswith("/storage/v1/object/"):
            return await self._object(request)
        return Answer(404, b'{"message":"no Route matched"}')

    async def _token(self, request: Request) -> Answer:
        told = json.loads(await self._whole_body(request))
        if request.query["grant_type"] == ["password"]:
            self.sign_ins += 1
            if self.passwords.get(told["email"]) != told["password"]:
                body = {"code": 400, "error_code": "invalid_credentials", "msg": "Invalid login credentials"}
                return Answer(400, json.dumps(body).encode())
        else:
            self.refreshes += 1
            if told["refresh_token"] not in self.refresh_tokens:
                body = {"code": 400, "error_code": "refresh_token_not_found", "msg": "Invalid Refresh Token"}
                return Answer(400, json.dumps(body).encode())
            self.refresh_tokens.discard(told["refresh_token"])  # good for once
        token, refresh = f"access-{uuid4()}", f"refresh-{uuid4()}"
        self.tokens[token] = time.monotonic() + self.token_s
        self.refresh_tokens.add(refresh)
        answer = {"access_token": token, "token_type": "bearer", "expires_in": int(self.token_s)}
        return Answer(200, json.dumps({**answer, "refresh_token": refresh}).encode())

    def _may_store(self, bucket: str, key: str, mime: str, size: int) -> Answer | None:
        if bucket != self.bucket:
            return refusal(400, 404, "Bucket not found", "Bucket not found")
        if not _KEY.fullmatch(key):
            return refusal(400, 400, "InvalidKey", f"Invalid key: {key}")
        if self.denied:
            return refusal(400, 403, "Unauthorized", "new row violates row-level security policy")
        if size > self.most_bytes:
            return refusal(413, 413, "Payload too large", "The object exceeded the maximum allowed size")
        if self.mime_types and mime not in self.mime_types:
            return refusal(415, 415, "invalid_mime_type", f"mime type {mime} is not supported")
        if key in self.objects:
            return refusal(400, 409, "Duplicate", "The resource already exists")
        return None

    async def _object(self, request: Request) -> Answer:
        rest = request.path.removeprefix("/storage/v1/object/")
        if request.method == "DELETE":
            gone = json.loads(await self._whole_body(request))["prefixes"]
            found = [key for key in gone if self.objects.pop(key, None) is not None]
            return Answer(200, json.dumps([{"name": key} for key in found]).encode())
        if request.method == "POST":
            bucket, key = rest.split("/", 1)
            mime = request.headers.get("content-type", "")
            refused = self._may_store(bucket, key, mime, request.length)
            if refused is not None:
                return refused
            data = await self._whole_body(request)
            self.objects[key], self.mimes[key] = data, mime
            return Answer(200, json.dumps({"Key": f"{bucket}/{key}", "Id": str(uuid4())}).encode())
        _, bucket, key = rest.split("/", 2)
        data = self.objects.get(key, b"") if bucket == self.bucket else b""
        if not data or self.denied:
            return refusal(400, 404, "not_found", "Object not found")
        if request.method == "HEAD":
            return Answer(200, b"", {"content-length": str(len(data))})
        asked = re.fullmatch(r"bytes=(\d+)-", request.headers.get("range", ""))
        if asked:
            start = int(asked[1])
            told = {"content-range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
            return Answer(206, data[start:], told)
        return Answer(200, data)

    async def _resumable(self, request: Request) -> Answer:
        if request.headers.get("tus-resumable") != "1.0.0":
            return Answer(412, b"Tus-Resumable Required\n")
        if request.method == "POST":
            return self._create(request)
        number = request.path.rpartition("/")[2]
        upload = self.uploads.get(number)
        if upload is None:
            return Answer(404, b"The file for this url was not found\n")
        if request.method == "HEAD":
            told = {"upload-offset": str(len(upload.data)), "upload-length": str(upload.length)}
            return Answer(200, b"", {**told, "tus-resumable": "1.0.0", "cache-control": "no-store"})
        if self.denied:
            return Answer(403, b"new row violates row-level security policy")
        if request.headers.get("content-type") != "application/offset+octet-stream":
            return Answer(415, b"Invalid Content-Type\n")
        if request.headers.get("upload-offset") != str(len(upload.data)):
            return Answer(409, b"Upload-Offset conflict\n")
        if request.length > 6 * MB or len(upload.data) + request.length > upload.length:
            return Answer(413, b"Upload's size exceeded\n")
        async for part in self._body(request):
            upload.data += part
        if len(upload.data) == upload.length:
            if upload.key in self.objects:
                return Answer(409, b"The resource already exists")
            self.objects[upload.key], self.mimes[upload.key] = bytes(upload.data), upload.mime
            del self.uploads[number]
            return Answer(204, b"", {"upload-offset": str(upload.length), "tus-complete": "1"})
        return Answer(204, b"", {"upload-offset": str(len(upload.data)), "tus-resumable": "1.0.0"})

    def _create(self, request: Request) -> Answer:
        said = dict(pair.split(" ") for pair in request.headers["upload-metadata"].split(","))
        words = {name: base64.b64decode(value).decode() for name, value in said.items()}
        length = int(request.headers["upload-length"])
        refused = self._may_store(words["bucketName"], words["objectName"], words["contentType"], length)
        if refused is not None:
            told = json.loads(refused.body)
            return Answer(int(told["statusCode"]), told["message"].encode())
        number = base64.urlsafe_b64encode(f"{self.bucket}/{words['objectName']}/{uuid4()}".encode()).decode()
        self.uploads[number] = Resumable(words["objectName"], length, words["contentType"])
        # the server behind a proxy may call itself something else
        location = f"https://storage.internal/storage/v1/upload/resumable/{number}"
        return Answer(201, b"", {"location": location, "tus-resumable": "1.0.0"})
