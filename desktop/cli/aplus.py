"""``packdesk aplus``: A+ content of a project, made and saved as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desktop.cli.export import find_project
from desktop.cli.following import follow
from desktop.cli.running import (
    chosen_dsn,
    chosen_elsewhere,
    command,
    force_option,
    json_option,
    out_option,
    server_options,
)
from desktop.cli.speaking import answer, say
from desktop.core.aplus import APLUS_MODULES, AplusModule
from desktop.core.errors import JobFailedError, NotFoundError
from desktop.core.pack import Style
from desktop.services.aplus import FORMATS, SavedAplus, file_name
from desktop.services.packs import prepared_folder
from desktop.services.placing import check_free
from desktop.workspace import open_workspace, user_name

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.workspace import Workspace


@click.command()
@click.argument("project", metavar="PROJECT")
@out_option("Folder for the modules.", required=True)
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="Of the files.",
)
@click.option(
    "--style",
    type=click.Choice([s.value for s in Style], case_sensitive=False),
    help="Without it the project's own.",
)
@click.option("--saved-only", is_flag=True, help="Save what is made already, and make nothing.")
@click.option("--no-worker", is_flag=True, help="Leave the work to other workers and wait for them.")
@force_option
@server_options
@json_option
@command
async def aplus(
    project: str,
    *,
    out: Path,
    kind: str,
    style: str | None,
    saved_only: bool,
    no_worker: bool,
    force: bool,
    profile: str | None,
    dsn: str | None,
    as_json: bool,
) -> int:
    """Make the six A+ modules of PROJECT (its name or id) and save them, 970 x 600 pixels each.

    Their words are those written in the window, or else drafted from the project's own description and features; what
    is too short, too long or finds no room is said. A comparison table without any row is left out.

    Example: packdesk aplus "Steel bottle" --out aplus/
    """
    if not saved_only:
        check_free(module_places(out, kind), replace=force)
    with prepared_folder(out):
        async with open_workspace(
            dsn=chosen_dsn(profile, dsn), elsewhere=chosen_elsewhere(profile)
        ) as workspace:
            found = await find_project(workspace, project)
            if not saved_only:
                job = await workspace.aplus.generate(
                    found.id, style=None if style is None else Style(style), user=user_name()
                )
                done, _ = await follow(
                    workspace,
                    job,
                    own_worker=not no_worker,
                    quiet=as_json,
                    what="Making A+ content",
                    total=len(APLUS_MODULES),
                )
                if done.status != "completed":
                    raise JobFailedError(done.error_message or "The A+ content could not be made.")
            saved = await workspace.aplus.save(found.id, out, kind=kind, replace=force)
    if as_json:
        told = {"modules": modules_as_json(saved), "left_out": left_out_as_json(saved)}
        answer({"project": found.id, "name": found.brief.name, **told})
    else:
        tell_modules(saved)
    return 0


def module_places(folder: Path, kind: str = FORMATS[0]) -> list[Path]:
    """Where the modules go."""
    return [folder / file_name(module, kind) for module in APLUS_MODULES]


async def save_modules(workspace: Workspace, project: str, folder: Path, *, replace: bool) -> SavedAplus:
    """Save what is there; nothing when nothing is."""
    try:
        return await workspace.aplus.save(project, folder, replace=replace)
    except NotFoundError:
        return SavedAplus()


def modules_as_json(saved: SavedAplus) -> list[dict[str, Any]]:
    """For programs."""
    return [
        {
            "module": made.version.module,
            "file": str(made.path.absolute()),
            "width": made.version.width,
            "height": made.version.height,
            "size_bytes": made.size_bytes,
            "words": made.version.words,
            "asks": made.version.asks,
            "needs_check": made.version.needs_check,
            "lost_letters": made.version.lost_letters,
            "problems": made.problems,
        }
        for made in saved.modules
    ]


def left_out_as_json(saved: SavedAplus) -> list[dict[str, Any]]:
    """What was not saved, and why; for programs."""
    return [{"module": left.kind, "reason": left.reason} for left in saved.left_out]


def tell_modules(saved: SavedAplus) -> None:
    """Where the modules are, what stands against their words, and which stayed behind."""
    if saved.modules:
        say(f"{len(saved.modules)} A+ modules are in {saved.modules[0].path.parent.absolute()}")
    for made in saved.modules:
        click.echo(made.path)
    for made in saved.modules:
        for problem in made.problems:
            say(f"{AplusModule(made.version.module).label}: {problem}")
    for left in saved.left_out:
        say(f"Left out: {AplusModule(left.kind).label}. {left.reason}")
