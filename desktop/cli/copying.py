"""``packdesk db copy``: this computer's own projects into a team's database."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from desktop.cli.running import chosen_dsn, command, json_option, server_options
from desktop.cli.speaking import answer, count, say
from desktop.core.errors import InvalidInputError
from desktop.workspace import copying, open_workspace

if TYPE_CHECKING:
    from desktop.services.copying import CopyProgress


@click.command("copy")
@server_options
@json_option
@command
async def copy_to_team(*, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Copy this computer's own projects to a team's database: photos, images and briefs.

    Nothing is copied twice, and nothing changes here. Interrupted, it goes on when it is run again.
    """
    target = chosen_dsn(profile, dsn)
    if target is None:
        raise InvalidInputError("Where to? Name a team's database with --profile, --dsn or PACKDESK_DSN.")
    bar = Progress(
        TextColumn("Projects"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[sent]}"),
        console=Console(stderr=True),
        disable=as_json,
    )
    with bar:
        task = bar.add_task("copy", total=None, sent="")

        def show(progress: CopyProgress) -> None:
            sent = f"{progress.sent_bytes / 1e6:.1f} MB"
            bar.update(task, completed=progress.done, total=progress.total, sent=sent)

        async with open_workspace() as here, open_workspace(dsn=target, engine=here.engine) as there:
            done = await copying(here, there).copy_all(show)
    if as_json:
        answer(asdict(done))
        return
    rest = done.total - done.copied
    say(f"{count(done.copied, 'project')} copied" + (f", {rest} were there already." if rest else "."))
