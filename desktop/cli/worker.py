"""``packdesk worker``: process the queue on this computer until stopped."""

from __future__ import annotations

import click

from desktop.cli.pack import label_of
from desktop.cli.running import answer, chosen_dsn, command, json_option, say, server_options
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
    """Process queued jobs. Ctrl-C stops it and gives unfinished jobs back unharmed."""
    slots = slots or default_slots()
    done = 0
    async with open_workspace(dsn=chosen_dsn(profile, dsn), slots=slots) as workspace:

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
            say(f"Processing with {slots} at once. Ctrl-C stops and gives unfinished jobs back.")
        await running.run()
    if not as_json:
        say(f"Finished: {done} jobs handled.")
    return 0
