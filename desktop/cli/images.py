"""``packdesk images``: where image bytes lie, and moving them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from desktop.cli.running import chosen_dsn, chosen_elsewhere, command, json_option, server_options
from desktop.cli.speaking import answer, count, say
from desktop.workspace import open_workspace

if TYPE_CHECKING:
    from desktop.services.image_stores import MoveProgress
    from desktop.workspace import Workspace


@click.group()
def images() -> None:
    """See where image bytes lie, and move them between the database and Supabase Storage.

    The account for Supabase Storage comes from the profile, or else from PACKDESK_STORAGE_URL, _KEY, _EMAIL,
    _PASSWORD (or _PASSWORD_FILE) and _BUCKET.
    """


@images.command("check")
@server_options
@json_option
@command
async def check_store(*, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Try Supabase Storage: put a small file, read it back, remove it."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn), elsewhere=chosen_elsewhere(profile)) as workspace:
        await workspace.image_stores.check()
    if as_json:
        answer({"ok": True})
    else:
        say("Supabase Storage works: put, read back and removed.")


@images.command("move")
@click.argument("projects", nargs=-1, metavar="[PROJECT...]")
@click.option("--all", "every", is_flag=True, help="All projects.")
@click.option("--to", "target", type=click.Choice(["supabase", "database"]), required=True)
@server_options
@json_option
@command
async def move_images(
    projects: tuple[str, ...],
    *,
    every: bool,
    target: str,
    profile: str | None,
    dsn: str | None,
    as_json: bool,
) -> None:
    """Move projects' photos and images to the other store; PROJECT is an id or a name.

    Every file is copied and compared before it counts as moved. Interrupted, nothing is lost: the same command goes on
    where it stopped.
    """
    if bool(projects) == every:
        raise click.UsageError("Name projects, or give --all.")
    moved = 0
    async with open_workspace(dsn=chosen_dsn(profile, dsn), elsewhere=chosen_elsewhere(profile)) as workspace:
        ids = await workspace.image_stores.projects() if every else await _ids(workspace, projects)
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        with Progress(*columns, console=Console(stderr=True), disable=as_json) as progress:
            for n, project in enumerate(ids, start=1):
                task = progress.add_task(f"{n} of {count(len(ids), 'project')}", total=None)

                def tell(so_far: MoveProgress, task: object = task) -> None:
                    progress.update(task, total=so_far.total_bytes, completed=so_far.done_bytes)  # type: ignore[arg-type]

                moved += await workspace.image_stores.move_project(
                    project, away=target == "supabase", progress=tell
                )
                progress.remove_task(task)
    if as_json:
        answer({"moved": moved, "projects": len(ids), "to": target})
    else:
        say(f"{count(moved, 'file')} moved.")


@images.command("clean")
@server_options
@json_option
@command
async def clean_store(*, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Remove from Supabase Storage what broken uploads and deleted projects have left, a day later."""
    async with open_workspace(dsn=chosen_dsn(profile, dsn), elsewhere=chosen_elsewhere(profile)) as workspace:
        removed = await workspace.image_stores.clean_up()
    if as_json:
        answer({"removed": removed})
    else:
        say(f"{count(removed, 'object')} removed.")


async def _ids(workspace: Workspace, words: tuple[str, ...]) -> list[str]:
    found = []
    for word in words:
        named = await workspace.projects.find_by_name(word)
        found.append(named.id if named is not None else (await workspace.projects.get(word)).id)
    return found
