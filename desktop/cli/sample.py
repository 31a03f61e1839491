"""``packdesk sample``: the sample project and its pack, to see in a minute what it all comes to."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import click

from desktop.cli.pack import PackOrder, check_places, generate_and_save, make_pack
from desktop.cli.running import (
    chosen_dsn,
    chosen_elsewhere,
    command,
    force_option,
    json_option,
    out_option,
    server_options,
)
from desktop.core.errors import BugError
from desktop.core.pack import Brief, ComparisonPoint, Dimensions, Feature, Style, Unit
from desktop.core.resources import resource_path
from desktop.services.packs import prepared_folder
from desktop.workspace import home_folder, open_workspace

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@out_option("Folder for the images; without it one in your home, whose earlier ones it replaces.")
@force_option
@server_options
@json_option
@command
async def sample(
    out: Path | None, *, force: bool, profile: str | None, dsn: str | None, as_json: bool
) -> int:
    """Make the sample project and its pack."""
    brief, style = sample_brief()
    photo = resource_path("sample", "sample-photo.jpg")
    order = PackOrder(
        (photo,), brief, style, out or home_folder() / "sample-pack", replace=force or out is None
    )
    check_places(order)
    with prepared_folder(order.out):
        async with open_workspace(
            dsn=chosen_dsn(profile, dsn), elsewhere=chosen_elsewhere(profile)
        ) as workspace:
            project = await workspace.projects.find_by_name(brief.name)
            if project is not None:
                return await generate_and_save(workspace, project, order, as_json=as_json)
            return await make_pack(workspace, order, as_json=as_json)


def sample_brief() -> tuple[Brief, Style]:
    """What is known about the product in the sample photo."""
    path = resource_path("sample", "sample.toml")
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return brief_from(told), Style(told["style"])
    except (KeyError, TypeError, ValueError) as error:
        raise BugError(f"{path.name} is not what it should be: {error!r}") from error


def brief_from(told: dict[str, Any]) -> Brief:
    """A brief as the shipped TOML files hold it.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    size = told.get("dimensions")
    return Brief(
        name=told["name"],
        product_name=told.get("product_name", ""),
        category=told.get("category", ""),
        description=told.get("description", ""),
        features=tuple(Feature(f["title"], f.get("text", "")) for f in told.get("features", ())),
        dimensions=None
        if size is None
        else Dimensions(
            size.get("length"), size.get("width"), size.get("height"), Unit(size.get("unit", "cm"))
        ),
        comparison=tuple(
            ComparisonPoint(p["label"], p.get("ours"), p.get("others")) for p in told.get("comparison", ())
        ),
    )
