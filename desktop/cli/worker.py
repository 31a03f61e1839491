"""``packdesk worker``: process the queue on this computer until stopped."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

import click

from desktop.cli.doors import KEY, KEY_FILE, check_door_options, open_door_at, serving_doors
from desktop.cli.exits import STOP_S, StoppedError
from desktop.cli.following import label_of
from desktop.cli.running import (
    chosen_dsn,
    chosen_elsewhere,
    command,
    json_option,
    server_options,
    stop_worker,
)
from desktop.cli.speaking import answer, count, plain, say
from desktop.core.errors import KnownError
from desktop.workspace import MAX_SLOTS, default_slots, open_workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from desktop.core.records import ClaimedJob
    from desktop.services.jobs import JobService
    from desktop.worker.worker import Worker

_PLANNED: Final = "planned"
"""Said of a pack whose images are jobs of their own now: what becomes of it they decide, here or elsewhere."""


@click.command()
@click.option(
    "--slots",
    type=click.IntRange(1, MAX_SLOTS),
    help="Jobs at once; without it one per processor, at most four.",
)
@click.option("--drain", is_flag=True, help="Stop once no job waits or runs any more.")
@click.option(
    "--http",
    metavar="HOST:PORT",
    help="Serve POST /process-jobs, POST /api/process-image and GET /healthz there, too. Callers show the key that "
    f"{KEY} holds, or the file that {KEY_FILE} names.",
)
@click.option("--on-request", is_flag=True, help="With --http: claim only what POST /process-jobs asks for.")
@server_options
@json_option
@command
async def worker(
    slots: int | None,
    *,
    drain: bool,
    http: str | None,
    on_request: bool,
    profile: str | None,
    dsn: str | None,
    as_json: bool,
) -> int:
    """Process queued jobs until stopped.

    Ctrl-C (or SIGTERM) stops it and gives unfinished jobs back unharmed; that is its normal end, exit code 0.
    A --drain that was stopped before its end exits with 130. With --json, one line for every job handled.
    """
    slots = slots or default_slots()
    check_door_options(http, drain=drain, on_request=on_request)
    target, elsewhere = chosen_dsn(profile, dsn), chosen_elsewhere(profile)
    tally = _Tally(as_json=as_json)
    try:
        # taken first: an address that is in use must not cost a start of everything else
        async with (
            open_door_at(http, elsewhere.endpoint) as door,
            open_workspace(dsn=target, slots=slots, elsewhere=elsewhere) as workspace,
            tally.telling(workspace.jobs),
        ):
            running = workspace.worker(slots=slots, drain=drain, on_request=on_request, on_finished=tally.add)
            if not as_json:
                say(
                    f"Processing, {count(slots, 'job')} at once. Ctrl-C stops and gives unfinished jobs back."
                )
            async with serving_doors(door, workspace, running, at_once=slots):
                await _work(running)
    except asyncio.CancelledError:
        told = f"Stopped: {tally}; unfinished jobs were given back."
        if drain:
            raise StoppedError(told) from None
        if not as_json:
            say(told)
        return 0
    if not as_json:
        say(f"Finished: {tally}.")
    return 0


async def _work(running: Worker) -> None:
    working = asyncio.create_task(running.run())
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        # stopped rather than cancelled: a claim on its way comes home and is given back, too
        await stop_worker(running, working)
        raise


class _Tally:
    """Tells what became of each job: what the database says, which is what counts."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._ended: asyncio.Queue[ClaimedJob | None] = asyncio.Queue()
        self._outcomes: Counter[str] = Counter()

    def __str__(self) -> str:
        planned, failed = self._outcomes[_PLANNED], self._outcomes["failed"]
        handled = self._outcomes.total() - planned
        told = [f"{count(planned, 'pack')} planned"] if planned else []
        told += [f"{count(handled, 'job')} handled"] if handled or not planned else []
        told += [f"{failed} failed"] if failed else []
        return ", ".join(told)

    def add(self, job: ClaimedJob) -> None:
        """A job has ended here."""
        self._ended.put_nowait(job)

    @asynccontextmanager
    async def telling(self, jobs: JobService) -> AsyncIterator[None]:
        """Tell as long as this lasts, and the rest at its end."""
        task = asyncio.create_task(self._tell_all(jobs))
        try:
            yield
        finally:
            self._ended.put_nowait(None)
            await asyncio.wait({task}, timeout=STOP_S)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _tell_all(self, jobs: JobService) -> None:
        while (job := await self._ended.get()) is not None:
            state, error = "handled", None
            # gone, or the server is: then this is all that can be said
            with suppress(KnownError):
                found = await jobs.get(job.id)
                state, error = found.state, found.error_message
            is_planned = job.job_type == "generate-complete-pack" and state in {"queued", "running"}
            outcome = _PLANNED if is_planned else state
            self._outcomes[outcome] += 1
            if self._as_json:
                told = {"job": job.id, "type": job.job_type, "image_type": job.image_type}
                answer({**told, "state": state, "error": error})
            else:
                why = f": {error}" if error else ""
                say(plain(f"{str(job.id)[:8]}  {label_of(job):<22} {outcome}{why}"))
