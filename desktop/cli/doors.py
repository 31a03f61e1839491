"""What ``packdesk worker --http`` needs beside the worker: its address, its key, its socket."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from desktop.cli.speaking import say
from desktop.core.errors import InvalidInputError
from desktop.services.elsewhere import ENDPOINT_URL

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from desktop.core.elsewhere import Endpoint
    from desktop.worker.worker import Worker
    from desktop.workspace import Workspace

KEY: Final = "PACKDESK_HTTP_KEY"
KEY_FILE: Final = "PACKDESK_HTTP_KEY_FILE"
_MOST_KEY_BYTES: Final = 4096
_LONG_ENOUGH: Final = 24


@dataclass(frozen=True, slots=True)
class Door:
    """An open socket and the key its callers must show."""

    socket: socket.socket
    key: str = field(repr=False)


def check_door_options(http: str | None, *, drain: bool, on_request: bool) -> None:
    """Refuse what doesn't go together.

    Raises:
        click.UsageError: in one sentence.
    """
    if http is not None and drain:
        raise click.UsageError("--http serves until it is stopped: leave --drain out.")
    if http is None and on_request:
        raise click.UsageError("--on-request needs --http: without it nobody could ask.")


@asynccontextmanager
async def open_door_at(http: str | None, endpoint: Endpoint | None = None) -> AsyncIterator[Door | None]:
    """The door, listening but not served yet; None without an address.

    Raises:
        InvalidInputError: no proper address, no key, or the endpoint that is to make the images is this very door.
        ServerError: the address can't be had.
    """
    if http is None:
        yield None
        return
    # only who serves loads a server
    from desktop.worker.door_server import leads_here, open_door, read_address  # noqa: PLC0415

    host, port = read_address(http)
    key = take_key()
    with open_door(host, port) as opened:
        if endpoint is not None and await asyncio.to_thread(leads_here, endpoint.url, opened):
            raise InvalidInputError(
                f"{ENDPOINT_URL} is the address of this worker's own door: it would ask itself for every image. Leave"
                f" {ENDPOINT_URL} out to have images made here.",
                code="asks-itself",
            )
        yield Door(opened, key)


def serving_doors(
    door: Door | None, workspace: Workspace, worker: Worker, *, at_once: int
) -> AbstractAsyncContextManager[None]:
    """Answer callers as long as this lasts."""
    if door is None:
        return nullcontext()
    from desktop.worker.door_server import serving  # noqa: PLC0415

    host, port = door.socket.getsockname()[:2]
    say(f"Listening on http://{f'[{host}]' if ':' in host else host}:{port}")
    return serving(workspace.doors(worker, key=door.key, at_once=at_once).app, door.socket)


def take_key() -> str:
    """The key, and it is gone from the environment: no program started from here inherits it.

    Raises:
        InvalidInputError: there is none, its file can't be read, or it is none that a header can carry.
    """
    key, path = os.environ.pop(KEY, "").strip(), os.environ.get(KEY_FILE, "").strip()
    if not key and path:
        key = _read(Path(path))
    if not key:
        raise InvalidInputError(
            f"The HTTP door needs a key: put one into {KEY}, or the name of a file with it into {KEY_FILE}.",
            code="no-key",
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise InvalidInputError("The key of the HTTP door may hold letters, digits and signs only.")
    if len(key) < _LONG_ENOUGH:
        say(f"The key of the HTTP door is short: {_LONG_ENOUGH} random characters can't be guessed.")
    return key


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_KEY_BYTES).decode("utf-8").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a text"
        raise InvalidInputError(f"The key file {path} can't be read ({reason}).", code="no-key") from error
