"""Waiting for what was asked for, with a progress bar, a worker beside it, and a clean end when interrupted."""

from __future__ import annotations

import asyncio
import math
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from desktop.cli.exits import STOP_S, StoppedError
from desktop.cli.running import stop_worker
from desktop.core.errors import KnownError
from desktop.core.pack import ImageType
from desktop.workspace import default_slots

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from desktop.core.records import ClaimedJob, Job
    from desktop.workspace import Workspace


async def follow(
    workspace: Workspace, job: UUID, *, own_worker: bool, quiet: bool, what: str, total: int
) -> tuple[Job, list[Job]]:
    """Wait for a job and its children, if it has any, with a progress bar.

    When interrupted, what our own worker would have done is cancelled. ``what`` says what is being made of how many
    parts.
    """
    changed = asyncio.Event()
    console = Console(stderr=True, quiet=quiet)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        # in a file or a pipe a bar is noise
        disable=not console.is_terminal,
    ) as bar:
        line = bar.add_task(what, total=total)

        def show(parent: Job, children: list[Job]) -> None:
            parts = sum(1.0 if c.is_settled else (c.progress or 0.0) for c in children or [parent])
            whole = len(children) or total
            parts = parts if children else parts * total
            running = [label_of(c) for c in children if c.state == "running"]
            waiting = "Waiting for a worker" if parent.status == "pending" else what
            bar.update(
                line,
                total=whole,
                completed=math.floor(parts * 100) / 100,
                description=", ".join(running) or waiting,
            )

        async with _background(workspace, changed, own_worker=own_worker) as failure:
            waiting = asyncio.create_task(
                workspace.jobs.wait_for_pack(
                    job,
                    changed=changed,
                    on_look=show,
                    on_offline=lambda: bar.update(line, description="Waiting for the database"),
                )
            )
            try:
                await asyncio.wait({waiting, failure}, return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    failure.result()
                return await waiting
            except asyncio.CancelledError:
                raise StoppedError(await _let_go(workspace, job, own_worker=own_worker)) from None
            finally:
                waiting.cancel()


async def _let_go(workspace: Workspace, job: UUID, *, own_worker: bool) -> str:
    """Interrupted: what our own worker would have done is cancelled, what others do goes on. Says so."""
    if not own_worker:
        return f"Not waiting any longer: it goes on as job {job}."
    try:
        async with asyncio.timeout(STOP_S):
            await workspace.jobs.cancel([job])
    except (KnownError, TimeoutError):
        return f"Stopped. The database can't be reached: cancel job {job} later, or let a worker finish it."
    return "Stopped. What was not finished is cancelled, nothing is left half-done."


@asynccontextmanager
async def _background(
    workspace: Workspace, changed: asyncio.Event, *, own_worker: bool
) -> AsyncIterator[asyncio.Task[None]]:
    """A worker, or just a listener, running beside us; the task ends by itself only when it fails."""
    if own_worker:
        worker = workspace.worker(slots=default_slots(), on_change=lambda _: changed.set())
        task = asyncio.create_task(worker.run())
        try:
            yield task
        finally:
            await stop_worker(worker, task)
    else:
        task = asyncio.create_task(workspace.listener(on_change=lambda _: changed.set()).run())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


_NAMES: Final = {"generate-aplus": "A+ content", "generate-complete-pack": "Complete pack"}


def label_of(job: Job | ClaimedJob) -> str:
    """The name people read of what a job makes."""
    try:
        return ImageType(job.image_type or "").label
    except ValueError:
        return job.image_type or _NAMES.get(job.job_type, job.job_type)
