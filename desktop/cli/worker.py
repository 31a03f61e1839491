"""``packdesk worker``: process the queue on this computer until stopped."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import click

from desktop.cli.exits import STOP_S, StoppedError
from desktop.cli.pack import label_of
from desktop.cli.running import chosen_dsn, command, json_option, server_options
from desktop.cli.speaking import answer, count, say
from desktop.workspace import MAX_SLOTS, default_slots, open_workspace


@click.command()
@click.option(
    "--slots",
    type=click.IntRange(1, MAX_SLOTS),
    help="Jobs at once; without it one per processor, at most four.",
)
@click.option("--drain", is_flag=True, help="Stop once no job waits or runs any more.")
@server_options
@json_option
@command
async def worker(
    slots: int | None, *, drain: bool, profile: str | None, dsn: str | None, as_json: bool
) -> int:
    """Process queued jobs until stopped.

    Ctrl-C (or SIGTERM) stops it and gives unfinished jobs back unharmed; that is its normal end, exit code 0.
    A --drain that was stopped before its end exits with 130. With --json, one line for every job handled.
    """
    slots = slots or default_slots()
    done = 0
    target = chosen_dsn(profile, dsn)
    try:
        async with open_workspace(dsn=target, slots=slots) as workspace:

            def finished(job_type: str, image_type: str | None, job: str) -> None:
                nonlocal done
                done += 1
                if as_json:
                    answer({"job": job, "type": job_type, "image_type": image_type})
                else:
                    say(f"{job[:8]}  {label_of(image_type) if image_type else job_type}")

            running = workspace.worker(
                slots=slots,
                drain=drain,
                on_finished=lambda job: finished(job.job_type, job.image_type, str(job.id)),
            )
            if not as_json:
                say(
                    f"Processing, {count(slots, 'job')} at once. Ctrl-C stops and gives unfinished jobs back."
                )
            working = asyncio.create_task(running.run())
            try:
                await asyncio.shield(working)
            except asyncio.CancelledError:
                # stopped rather than cancelled: a claim on its way comes home and is given back, too
                running.stop()
                with suppress(TimeoutError):
                    await asyncio.wait_for(working, STOP_S)
                raise
    except asyncio.CancelledError:
        told = f"Stopped: {count(done, 'job')} handled, unfinished ones were given back."
        if drain:
            raise StoppedError(told) from None
        if not as_json:
            say(told)
        return 0
    if not as_json:
        say(f"Finished: {count(done, 'job')} handled.")
    return 0
