"""``packdesk jobs``: look at the queue and act on it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from desktop.cli.pack import label_of
from desktop.cli.running import answer, chosen_dsn, command, json_option, say, server_options
from desktop.services.jobs import STATES
from desktop.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

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


@click.group()
def jobs() -> None:
    """List, show, retry, cancel and watch jobs."""


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
    """The newest jobs first."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
        found = await workspace.jobs.newest(limit=limit, states=states, project=project)
    if as_json:
        answer([asdict(job) for job in found])
    elif found:
        Console().print(_table(found))
    else:
        say("No jobs." if not states else "No jobs in that state.")


@jobs.command()
@click.argument("job")
@server_options
@json_option
@command
async def show(job: str, *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """One job with its attempts, and the jobs of a pack."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
        found = await workspace.jobs.get(await workspace.jobs.resolve(job))
        attempts = await workspace.jobs.attempts(found.id)
        children = await workspace.jobs.children(found.id)
    if as_json:
        told: dict[str, Any] = asdict(found)
        answer({**told, "attempts": [asdict(a) for a in attempts], "children": [asdict(c) for c in children]})
        return
    console = Console()
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
        count = await workspace.jobs.retry([await workspace.jobs.resolve(job) for job in jobs])
    if as_json:
        answer({"retried": count})
    else:
        say(f"{count} jobs are queued again." if count else "Nothing to retry: none of them has failed.")


@jobs.command()
@click.argument("jobs", nargs=-1, required=True, metavar="JOB...")
@server_options
@json_option
@command
async def cancel(jobs: tuple[str, ...], *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Cancel jobs that wait or run; of a pack what is left to do."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
        count = await workspace.jobs.cancel([await workspace.jobs.resolve(job) for job in jobs])
    if as_json:
        answer({"cancelled": count})
    else:
        say(f"{count} jobs are cancelled." if count else "Nothing to cancel: they are finished already.")


@jobs.command()
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@server_options
@json_option
@command
async def watch(limit: int, *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Show the newest jobs live, until Ctrl-C. With --json, one line for every change of a job."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn)) as workspace:
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
    known: dict[Any, int] = {}
    with Live(Table(), console=Console(stderr=as_json, quiet=as_json), auto_refresh=False) as live:
        while not listening.done():
            changed.clear()
            found = await workspace.jobs.newest(limit=limit)
            for job in reversed(found) if as_json else ():
                if known.get(job.id) != job.version:
                    answer(asdict(job))
            known = {job.id: job.version for job in found}
            live.update(_table(found), refresh=True)
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), 2.0)
            # a storm of changes costs five looks a second
            await asyncio.sleep(0.2)
    listening.result()


def _table(found: Sequence[Job]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("Job", "State", "Image or type", "Progress", "Tries", "Created", "By"):
        table.add_column(heading)
    table.add_column("Error", overflow="ellipsis", no_wrap=True, max_width=60)
    for job in found:
        colour = _COLOURS.get(job.state, "")
        table.add_row(
            str(job.id)[:8],
            f"[{colour}]{job.state}[/]" if colour else job.state,
            _what(job),
            _progress(job),
            f"{job.retry_count + (job.status != 'pending')}/{job.max_retries + 1}",
            f"{job.created_at.astimezone():%d %b %H:%M:%S}",
            job.user_id or "",
            (job.error_message or "").replace("[", r"\["),
        )
    return table


def _what(job: Job) -> str:
    if job.image_type:
        return ("  " if job.parent_id else "") + label_of(job.image_type)
    return "Complete pack" if job.job_type == "generate-complete-pack" else job.job_type.replace("[", r"\[")


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
            table.add_row(f"[bold]{name}[/]", value.replace("[", r"\["))
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
            (attempt.error or "").replace("[", r"\["),
        )
    return table
