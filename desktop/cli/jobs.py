"""``packdesk jobs``: look at the queue and act on it."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from desktop.cli.following import label_of
from desktop.cli.pack import folder_name
from desktop.cli.running import chosen_dsn, command, force_option, json_option, out_option, server_options
from desktop.cli.speaking import answer, count, plain, say
from desktop.core.errors import NotFoundError, OfflineError
from desktop.services.jobs import STATES
from desktop.services.packs import prepared_folder
from desktop.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from desktop.core.records import Attempt, Job
    from desktop.workspace import Workspace

_COLOURS: Final = {
    "completed": "green",
    "failed": "red",
    "cancelled": "yellow",
    "running": "cyan",
    "stalled": "red",
    "retrying": "yellow",
}
_WIDTH_WITHOUT_TERMINAL: Final = 200


@click.group()
def jobs() -> None:
    """List, show, watch, retry, cancel and save jobs.

    A JOB is the id of a job or of a pack; its first four characters or more are enough.
    """


@jobs.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these; repeatable.")
@click.option("--project", help="Only of the project with this id.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@server_options
@json_option
@command
async def list_jobs(
    states: tuple[str, ...],
    project: str | None,
    limit: int,
    *,
    profile: str | None,
    dsn: str | None,
    as_json: bool,
) -> None:
    """List the newest jobs first."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
        found = await workspace.jobs.newest(limit=limit, states=states, project=project)
    if as_json:
        answer([asdict(job) for job in found])
    elif found:
        _console().print(_table(found))
    else:
        say("There are no such jobs." if states or project else "There are no jobs yet.")


@jobs.command()
@click.argument("job")
@server_options
@json_option
@command
async def show(job: str, *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Show one job with its attempts, and the jobs of a pack."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
        found = await workspace.jobs.get(await workspace.jobs.resolve(job))
        attempts = await workspace.jobs.attempts(found.id)
        children = await workspace.jobs.children(found.id)
    if as_json:
        told: dict[str, Any] = asdict(found)
        answer({**told, "attempts": [asdict(a) for a in attempts], "children": [asdict(c) for c in children]})
        return
    console = _console()
    console.print(_details(found))
    if attempts:
        console.print(_attempts(attempts))
    if children:
        console.print(_table(children))


@jobs.command()
@click.argument("jobs", nargs=-1, required=True, metavar="JOB...")
@server_options
@json_option
@command
async def retry(jobs: tuple[str, ...], *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Retry failed or cancelled jobs; of a pack only what failed."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
        number = await workspace.jobs.retry([await workspace.jobs.resolve(job) for job in jobs])
    if as_json:
        answer({"retried": number})
    elif number:
        say(f"Queued again: {count(number, 'job')}.")
    else:
        say("Nothing to retry: none of them failed or was cancelled.")


@jobs.command()
@click.argument("jobs", nargs=-1, required=True, metavar="JOB...")
@server_options
@json_option
@command
async def cancel(jobs: tuple[str, ...], *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Cancel jobs that wait or run; of a pack what is left to do."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
        number = await workspace.jobs.cancel([await workspace.jobs.resolve(job) for job in jobs])
    if as_json:
        answer({"cancelled": number})
    elif number:
        say(f"Cancelled: {count(number, 'job')}.")
    else:
        say("Nothing to cancel: they are finished already.")


@jobs.command()
@click.argument("job")
@out_option("Folder for the images; without it one named after the project.")
@force_option
@server_options
@json_option
@command
async def save(
    job: str, out: Path | None, *, force: bool, profile: str | None, dsn: str | None, as_json: bool
) -> None:
    """Save the images that a pack, or one of its jobs, has made so far."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
        found = await workspace.jobs.get(await workspace.jobs.resolve(job))
        making = await workspace.jobs.children(found.id) or [found]
        images = await workspace.packs.images_of([child.id for child in making])
        if not images:
            raise NotFoundError(f"This job has made no image; it is {found.state}.", code="no-images")
        project = await workspace.projects.get(images[0].project_id)
        folder = out or Path(f"{folder_name(project.brief.name)}-pack")
        with prepared_folder(folder):
            saved = await workspace.packs.save(images, folder, replace=force)
    if as_json:
        answer([{"type": s.image.image_type, "file": str(s.path.absolute())} for s in saved])
        return
    say(f"{len(saved)} of {count(len(making), 'image')} in {folder.absolute()}")
    for s in saved:
        click.echo(s.path)


@jobs.command()
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@server_options
@json_option
@command
async def watch(limit: int, *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Show the newest jobs live, until Ctrl-C (that is its normal end, exit code 0).

    With --json, or when the output is no terminal, one line for every change of a job.
    """
    target = chosen_dsn(profile, dsn)
    with suppress(asyncio.CancelledError):
        async with open_workspace(dsn=target) as workspace:
            changed = asyncio.Event()
            listening = asyncio.create_task(
                workspace.listener(on_change=lambda _: changed.set(), on_wake=changed.set).run()
            )
            try:
                await _watch(workspace, changed, listening, limit, as_json=as_json)
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)


async def _watch(
    workspace: Workspace, changed: asyncio.Event, listening: asyncio.Task[None], limit: int, *, as_json: bool
) -> None:
    known: dict[UUID, int] = {}
    console = _console()
    by_lines = as_json or not console.is_terminal
    with nullcontext() if by_lines else Live(console=console, auto_refresh=False) as live:
        while not listening.done():
            changed.clear()
            # a server that is away for a while is waited for
            with suppress(OfflineError):
                found = await workspace.jobs.newest(limit=limit)
                for job in reversed(found) if by_lines else ():
                    if known.get(job.id) != job.version:
                        answer(asdict(job)) if as_json else click.echo(_line(job))
                known = {job.id: job.version for job in found}
                if live is not None:
                    live.update(_table(found) if found else Text("There are no jobs yet."), refresh=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(2.0):
                    await changed.wait()
            # a storm of changes costs five looks a second
            await asyncio.sleep(0.2)
    listening.result()


def _console() -> Console:
    """Standard output; where nobody sees the lines' ends, nothing is cut to fit."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH_WITHOUT_TERMINAL)


def _line(job: Job) -> str:
    parts = (str(job.id)[:8], f"{job.state:<9}", f"{_what(job):<20}", _progress(job), job.error_message or "")
    return "  ".join(plain(part) for part in parts).rstrip()


def _table(found: Sequence[Job]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("Job", "State", "Image or type", "Progress", "Tries", "Created", "By"):
        table.add_column(heading)
    table.add_column("Error", overflow="ellipsis", no_wrap=True)
    for job in found:
        table.add_row(
            str(job.id)[:8],
            Text(job.state, style=_COLOURS.get(job.state, "")),
            Text(plain(_what(job))),
            _progress(job),
            f"{job.retry_count + (job.status != 'pending')}/{job.max_retries + 1}",
            f"{job.created_at.astimezone():%d %b %H:%M:%S}",
            Text(plain(job.user_id or "")),
            Text(plain(job.error_message or "").replace("\n", " ")),
        )
    return table


def _what(job: Job) -> str:
    return ("  " if job.parent_id else "") + label_of(job)


def _progress(job: Job) -> str:
    if job.children_total:
        return f"{job.children_done} of {job.children_total}"
    return "" if job.progress is None else f"{job.progress:.0%}"


def _details(job: Job) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    rows = {
        "Job": str(job.id),
        "What": _what(job).strip(),
        "State": job.state,
        "Progress": _progress(job),
        "Project": job.project_id or "",
        "Part of pack": str(job.parent_id or ""),
        "Requested by": job.user_id or "",
        "Created": f"{job.created_at.astimezone():%d %b %Y %H:%M:%S}",
        "Finished": "" if job.completed_at is None else f"{job.completed_at.astimezone():%d %b %Y %H:%M:%S}",
        "Error": job.error_message or "",
    }
    for name, value in rows.items():
        if value:
            table.add_row(Text(name, style="bold"), Text(plain(value)))
    return table


def _attempts(attempts: Sequence[Attempt]) -> Table:
    table = Table(title="Attempts", title_justify="left", box=None, header_style="bold", pad_edge=False)
    for heading in ("No.", "Outcome", "Started", "Took", "Error"):
        table.add_column(heading)
    for attempt in attempts:
        took = (attempt.ended_at - attempt.started_at).total_seconds()
        table.add_row(
            str(attempt.attempt),
            attempt.outcome,
            f"{attempt.started_at.astimezone():%H:%M:%S}",
            f"{took:.1f} s",
            Text(plain(attempt.error or "")),
        )
    return table
