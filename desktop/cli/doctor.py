"""``packdesk doctor``: checks the set-up end to end and says what to do about what it finds."""

from __future__ import annotations

import asyncio
import logging
import platform
import shutil
import sys
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import click

from desktop import __version__
from desktop.cli.health import database_checks
from desktop.cli.running import (
    chosen_dsn,
    chosen_elsewhere,
    command_for_any_home,
    json_option,
    server_options,
)
from desktop.cli.speaking import answer
from desktop.core.errors import KnownError
from desktop.core.logs import redact
from desktop.core.pack import ImageType
from desktop.core.resources import resource_path
from desktop.data.changes import Mode
from desktop.imaging.contract import RenderRequest
from desktop.workspace import check_home, home_folder, open_workspace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from desktop.workspace import Workspace

log = logging.getLogger(__name__)

_LITTLE_DISK_BYTES: Final = 500 * 2**20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and what to do if it isn't right."""

    check: str
    ok: bool
    detail: str


@click.command()
@server_options
@json_option
@command_for_any_home
async def doctor(*, profile: str | None, dsn: str | None, as_json: bool) -> int:
    """Check the set-up from the disk to a finished image, and say what to do.

    Exit code 1 if something needs attention.
    """
    findings = [
        Finding(
            "program",
            ok=True,
            detail=f"Packdesk {__version__}, Python {platform.python_version()}, {sys.platform}",
        )
    ]
    target, elsewhere = chosen_dsn(profile, dsn), chosen_elsewhere(profile)
    steps: list[tuple[str, Callable[[], Awaitable[str]]]] = [
        ("folder", _check_folder),
        ("model", _check_model),
    ]
    async with AsyncExitStack() as stack:
        for name, step in steps:
            findings.append(await _look(name, step))
        opened: list[Workspace] = []

        async def open_it() -> str:
            opened.append(await stack.enter_async_context(open_workspace(dsn=target, elsewhere=elsewhere)))
            return "a team's database" if target else "the private server runs"

        findings.append(await _look("database", open_it))
        if opened:
            workspace = opened[0]
            for name, step in database_checks(workspace, is_private=target is None):
                findings.append(await _look(name, step))
            findings.append(await _look("notices", lambda: _check_notices(workspace)))
            findings.append(await _look("image engine", lambda: _check_engine(workspace)))
    healthy = all(finding.ok for finding in findings)
    if as_json:
        answer({"ok": healthy, "checks": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            mark = click.style("ok  ", fg="green") if finding.ok else click.style("look", fg="red", bold=True)
            click.echo(f"{mark}  {finding.check:<13} {finding.detail}")
        click.echo("Everything is fine." if healthy else "Something needs your attention; see above.")
    return 0 if healthy else 1


async def _look(name: str, step: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(name, ok=True, detail=await step())
    except KnownError as error:
        return Finding(name, ok=False, detail=redact(error.message))
    except Exception as error:
        log.exception("doctor: a defect in the check of the %s", name)
        kind = type(error).__name__
        return Finding(name, ok=False, detail=f"Something went wrong inside Packdesk ({kind}). See the log.")


async def _check_folder() -> str:
    home = home_folder()
    check_home(home)
    free = shutil.disk_usage(home).free
    if free < _LITTLE_DISK_BYTES:
        raise KnownError(f"Only {free // 2**20} MB are free at {home}. Free some space on that disk.")
    return f"{home}, {free / 2**30:.0f} GiB free"


async def _check_model() -> str:
    paths = [resource_path("models", name) for name in ("u2netp.mnn", "u2netp.onnx")]
    if not all(path.is_file() for path in paths):
        raise KnownError("The cut-out model is missing. Install Packdesk again, or run the set-up again.")
    return f"{paths[0].stem}, {paths[0].stat().st_size / 1e6:.1f} MB"


async def _check_notices(workspace: Workspace) -> str:
    told: asyncio.Queue[Mode] = asyncio.Queue()
    task = asyncio.create_task(workspace.listener(on_mode=told.put_nowait).run())
    try:
        async with asyncio.timeout(15):
            mode = await told.get()
    except TimeoutError:
        raise KnownError("No answer from the server about change notices. Try again in a moment.") from None
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    if mode is not Mode.LIVE:
        raise KnownError(
            "Change notices don't arrive through this connection, a transaction pooler probably. "
            "Packdesk works, but asks every two seconds instead. Use the session pooler (port 5432) or a direct"
            " connection."
        )
    return "arrive live"


async def _check_engine(workspace: Workspace) -> str:
    path = resource_path("sample", "sample-photo.jpg")
    if not path.is_file():
        raise KnownError("The sample photo is missing. Install Packdesk again, or run the set-up again.")
    photo = await asyncio.to_thread(path.read_bytes)
    image = await workspace.engine.render(RenderRequest(ImageType.MAIN_IMAGE, (photo,)))
    return f"made a main image of {image.width} x {image.height} pixels"
