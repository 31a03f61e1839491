"""``packdesk export``: a project's images as a marketplace takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

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
from desktop.core.errors import InvalidInputError, NotFoundError
from desktop.core.marketplaces import Marketplace
from desktop.services.export import ExportOrder, label_of, report_as_json
from desktop.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.records import Project
    from desktop.services.export import Export
    from desktop.workspace import Workspace

ORIGINAL: Final = "original"
BROKEN_RULE: Final = 1
"""The exit code that says so."""


@click.command()
@click.argument("project", metavar="PROJECT")
@click.option(
    "--for",
    "marketplace",
    required=True,
    type=click.Choice([*(m.value for m in Marketplace), ORIGINAL], case_sensitive=False),
    help="Whose sizes, names and rules; original: all six as they are.",
)
@out_option("Folder, or ZIP file.", required=True, metavar="PATH")
@click.option("--zip", "as_zip", is_flag=True, help="One ZIP file instead of a folder.")
@click.option("--asin", default="", help="Amazon's number of the product, for the files' names there.")
@click.option("--name", default="", help="What the files are called; without it the product's name.")
@force_option
@server_options
@json_option
@command
async def export(
    project: str,
    *,
    marketplace: str,
    out: Path,
    as_zip: bool,
    asin: str,
    name: str,
    force: bool,
    profile: str | None,
    dsn: str | None,
    as_json: bool,
) -> int:
    """Export the images of PROJECT (its name or id) for a marketplace, with a report of what meets its rules.

    The files are put in place together when all of them are made; interrupted, nothing is left behind. Ends with 0
    when no rule is broken, and with 1 when one is: the images are exported all the same.

    Example: packdesk export "Steel bottle" --for amazon --out bottle.zip --zip
    """
    target = zip_path(out) if as_zip else out
    async with open_workspace(dsn=chosen_dsn(profile, dsn), elsewhere=chosen_elsewhere(profile)) as workspace:
        found = await find_project(workspace, project)
        where = None if marketplace == ORIGINAL else Marketplace(marketplace)
        order = ExportOrder(found.id, where, target, as_zip, asin, force, name)
        made = await run_export(workspace, order, quiet=as_json)
    if as_json:
        answer(export_as_json(made))
    else:
        tell_export(made)
    return 0 if made.passes else BROKEN_RULE


async def find_project(workspace: Workspace, words: str) -> Project:
    """A project by its id, or by its name.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return await workspace.projects.get(words)
    except NotFoundError:
        found = await workspace.projects.find_by_name(words)
    if found is None:
        raise NotFoundError(
            f'There is no project "{words[:60]}". Give its name or its id.', code="unknown-project"
        )
    return found


async def run_export(workspace: Workspace, order: ExportOrder, *, quiet: bool) -> Export:
    """Export with a progress bar."""
    console = Console(stderr=True, quiet=quiet)
    with Progress(
        TextColumn("Exporting"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as bar:
        line = bar.add_task("", total=None)
        return await workspace.exports.export(
            order, lambda done, total: bar.update(line, completed=done, total=total)
        )


def zip_path(target: Path) -> Path:
    """The ZIP file that is meant.

    Raises:
        InvalidInputError: a folder like ``.`` or ``/``, whose name can't become a file's.
    """
    if target.name in {"", ".."}:
        raise InvalidInputError(
            f"{target} can't name a ZIP file. Give its name, like --out {target / 'bottle.zip'}.",
            code="target",
        )
    return target if target.suffix.lower() == ".zip" else target.with_name(f"{target.name}.zip")


def export_as_json(made: Export) -> dict[str, Any]:
    """The report, and where everything is."""
    return {"path": str(made.path), **report_as_json(made)}


def tell_export(made: Export) -> None:
    """Say what was exported, and what breaks a rule."""
    say(f"{len(made.images)} images and a report are in {made.path}")
    for image in made.images:
        click.echo(made.path / image.file if made.path.is_dir() else image.file)
    for image in made.images:
        for finding in () if image.report is None else image.report.troubles:
            say(f"{image.file}: {finding.reason}")
        for sentence in image.listed.needs_check:
            say(f"{image.file}: Please check: {sentence}")
    for left in made.left_out:
        say(f"Left out: {label_of(left.kind)}. {left.reason}")
    if made.marketplace is not None and not made.passes:
        broken = [image.file for image in made.images if image.breaks_a_rule]
        say(f"{made.marketplace.label} won't take {', '.join(broken)}: a rule is broken, see above.")
