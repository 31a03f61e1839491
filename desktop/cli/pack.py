"""``packdesk pack``: from photos to six saved images."""

from __future__ import annotations

import asyncio
import math
import os
import re
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import click

from desktop.cli.aplus import left_out_as_json, module_places, modules_as_json, save_modules, tell_modules
from desktop.cli.exits import STOP_S
from desktop.cli.export import BROKEN_RULE, export_as_json, run_export, tell_export
from desktop.cli.following import follow, label_of
from desktop.cli.running import (
    GivenPath,
    chosen_dsn,
    chosen_elsewhere,
    command,
    force_option,
    json_option,
    out_option,
    server_options,
)
from desktop.cli.speaking import answer, plain, say, sentence_of
from desktop.core.errors import InvalidInputError, JobFailedError, KnownError, StorageError
from desktop.core.listing import hyphened
from desktop.core.marketplaces import Marketplace
from desktop.core.pack import Brief, ComparisonPoint, Dimensions, Feature, ImageType, Style, Unit
from desktop.core.records import KitChoice
from desktop.services.aplus import SavedAplus
from desktop.services.export import ExportOrder
from desktop.services.packs import prepared_folder
from desktop.services.photos import check_paths
from desktop.services.placing import check_free, check_target
from desktop.services.projects import check_brief
from desktop.services.wording import lost_letters
from desktop.workspace import open_workspace, user_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from desktop.core.records import Job, Project
    from desktop.services.packs import SavedImage
    from desktop.workspace import Workspace

_ADVICE: Final = {
    "features": "Say what is special about it with --feature, and the infographic will show it.",
    "dimensions": "Give --dimensions LxWxH, and the size diagram will show the figures.",
    "comparison": "Give --compare, and the comparison chart will show your points.",
}


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What to make of which photos, and where to put it."""

    photos: tuple[Path, ...]
    brief: Brief
    style: Style
    out: Path
    wait: bool = True
    own_worker: bool = True
    marketplace: Marketplace | None = None
    brand: str | None = None
    scene: Path | None = None
    aplus: bool = False
    replace: bool = False


@click.command()
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...", type=GivenPath())
@click.option("--name", required=True, help="Name of the project, 1 to 255 characters.")
@click.option(
    "--product", default="", help="Name of the product in the images; without it the project's name."
)
@click.option("--category", default="", help="What kind of product it is.")
@click.option("--description", default="", help="Up to 2,000 characters.")
@click.option(
    "--feature",
    "features",
    multiple=True,
    metavar="TITLE[: TEXT]",
    help="A selling point; up to twelve, of 4,000 characters in all.",
)
@click.option(
    "--compare",
    "points",
    multiple=True,
    metavar="LABEL=OURS[|OTHERS]",
    help="A row to compare; up to twelve, of 1,100 characters in all.",
)
@click.option("--dimensions", metavar="LxWxH", help="Length, width and height, e.g. 7.3x7.3x26.5.")
@click.option("--unit", type=click.Choice([u.value for u in Unit]), default=Unit.CM.value, show_default=True)
@click.option(
    "--style",
    type=click.Choice([s.value for s in Style], case_sensitive=False),
    default=Style.PREMIUM.value,
    show_default=True,
)
@click.option(
    "--brand", metavar="NAME", help="A brand kit of the team; without it the default one, if there is one."
)
@click.option(
    "--scene",
    type=GivenPath(),
    metavar="PHOTO",
    help="A photo of your own to stand the product in, for the lifestyle image.",
)
@click.option("--aplus", is_flag=True, help="Make A+ content, too: six modules in the folder aplus.")
@out_option("Folder for the images; without it one named after the project.")
@click.option(
    "--export",
    "marketplace",
    type=click.Choice([m.value for m in Marketplace], case_sensitive=False),
    help="Export the finished pack for a marketplace, too: into a folder of its name in the images' folder.",
)
@click.option(
    "--no-wait", is_flag=True, help="Upload and enqueue only; the images are made by other workers."
)
@click.option("--no-worker", is_flag=True, help="Leave the work to other workers and wait for them.")
@force_option
@server_options
@json_option
@command
async def pack(
    photos: tuple[Path, ...],
    *,
    name: str,
    product: str,
    category: str,
    description: str,
    features: tuple[str, ...],
    points: tuple[str, ...],
    dimensions: str | None,
    unit: str,
    style: str,
    brand: str | None,
    scene: Path | None,
    aplus: bool,
    out: Path | None,
    marketplace: str | None,
    no_wait: bool,
    no_worker: bool,
    force: bool,
    profile: str | None,
    dsn: str | None,
    as_json: bool,
) -> int:
    """Make a complete pack of six listing images from one to ten photos.

    The first photo that shows the product whole, clearly and large is the main one. The images are named by their
    type, main-image.jpg and so on; their paths go to standard output, everything else to standard error.

    With --export it ends with 1 when the marketplace would refuse one of the images, as `export` and `check` do.

    Example: packdesk pack mug.jpg --name "Mug" --feature "Dishwasher safe" --dimensions 12x8x9.5
    """
    brief = Brief(
        name=name.strip(),
        product_name=product.strip(),
        category=category.strip(),
        description=description.strip(),
        features=tuple(parse_feature(text) for text in features),
        dimensions=None if dimensions is None else parse_dimensions(dimensions, Unit(unit)),
        comparison=tuple(parse_point(text) for text in points),
    )
    check_brief(brief)
    check_paths(photos)
    order = PackOrder(
        photos=photos,
        brief=brief,
        style=Style(style),
        out=out or Path(f"{folder_name(brief.name)}-pack"),
        wait=not no_wait,
        own_worker=not no_worker and not no_wait,
        marketplace=None if marketplace is None else Marketplace(marketplace),
        brand=brand,
        scene=scene,
        aplus=aplus,
        replace=force,
    )
    if marketplace is not None and no_wait:
        raise click.UsageError("--export needs the finished images: leave --no-wait out.")
    if order.wait:
        check_apart(order)
        check_places(order)
    target, elsewhere = chosen_dsn(profile, dsn), chosen_elsewhere(profile)
    with prepared_folder(order.out) if order.wait else nullcontext():
        async with open_workspace(dsn=target, elsewhere=elsewhere) as workspace:
            return await make_pack(workspace, order, as_json=as_json)


def check_apart(order: PackOrder) -> None:
    """Make sure that no photo lies where an image is to go.

    Raises:
        InvalidInputError: one does.
    """
    out = Path(os.path.realpath(order.out))
    names = {place.name for place in _image_places(order.out)}
    folders = {out / "aplus"} if order.aplus else set()
    if order.marketplace is not None:
        folders.add(out / order.marketplace.value)
    for photo in order.photos if order.scene is None else (*order.photos, order.scene):
        place = Path(os.path.realpath(photo))
        if place.parent in folders or (place.parent == out and place.name.lower() in names):
            raise InvalidInputError(
                f"{photo} lies where the new images go, and would be lost. Choose another --out.",
                code="photo-in-the-way",
            )


def check_places(order: PackOrder) -> None:
    """Before a minute of work: that it can be saved without writing over anything, unless that is meant.

    Raises:
        StorageError: it can't.
    """
    check_free(_image_places(order.out), replace=order.replace)
    if order.aplus:
        check_free(module_places(order.out / "aplus"), replace=order.replace)
    if order.marketplace is not None:
        target = (order.out / order.marketplace.value).absolute()
        check_target(target, as_zip=False, replace=order.replace)


def _image_places(out: Path) -> list[Path]:
    return [out / f"{kind.slug}.{ending}" for kind in ImageType for ending in ("jpg", "png")]


async def make_pack(workspace: Workspace, order: PackOrder, *, as_json: bool) -> int:
    """The main job: check, upload, enqueue, process, wait, save; returns the exit code."""
    kit = KitChoice() if order.brand is None else KitChoice((await workspace.brand_kits.find(order.brand)).id)
    checks = await workspace.photos.check_files(order.photos)
    for path, check in zip(order.photos, checks, strict=True):
        for warning in check.warnings:
            say(f"{path.name}: {warning}")
    lost = lost_letters(order.brief)
    if lost:
        say(
            f"The images can't show {plain(' '.join(lost))}, as no font here has it. Write it in another way."
        )
    scene = None if order.scene is None else await workspace.photos.take_scene(order.scene)
    # the photos are stored first, and a store sorts them by project
    project_id = str(uuid4())
    stored = await workspace.photos.store_files(order.photos, checks, project=project_id)
    project = await workspace.projects.create(
        order.brief,
        style=order.style,
        owner=user_name(),
        photos=stored,
        kit=kit,
        project_id=project_id,
    )
    if scene is not None:
        await workspace.projects.set_scene(project.id, scene)
    return await generate_and_save(workspace, project, order, as_json=as_json)


async def generate_and_save(
    workspace: Workspace, project: Project, order: PackOrder, *, as_json: bool
) -> int:
    """Everything from the button on, for a project that is there already; returns the exit code."""
    job = await _enqueue(workspace, project, order)
    if not order.wait:
        if as_json:
            answer({"project": project.id, "pack": job, "status": "queued"})
        else:
            say(
                f"Uploaded and queued as job {job}. `packdesk jobs show {_short(job)}` says how far it is, "
                f"`packdesk jobs save {_short(job)}` saves the images."
            )
        return 0
    parent, children = await follow(
        workspace, job, own_worker=order.own_worker, quiet=as_json, what="Making six images", total=6
    )
    try:
        images = await workspace.packs.images_of([child.id for child in children])
        saved = await workspace.packs.save(images, order.out, replace=order.replace)
    except StorageError as error:
        text = f"{sentence_of(error)} The images are kept: `packdesk jobs save {_short(job)}` saves them."
        raise StorageError(text, code=error.code) from error
    modules = SavedAplus()
    if order.aplus:
        modules = await save_modules(workspace, project.id, order.out / "aplus", replace=order.replace)
    made = None
    if order.marketplace is not None and saved:
        target = order.out / order.marketplace.value
        wanted = ExportOrder(project.id, order.marketplace, target, replace=order.replace)
        made = await run_export(workspace, wanted, quiet=as_json)
    if as_json:
        answer(
            _as_json(project, parent, children, saved)
            | ({} if made is None else {"export": export_as_json(made)})
            | (
                {"aplus": modules_as_json(modules), "aplus_left_out": left_out_as_json(modules)}
                if order.aplus
                else {}
            )
        )
    else:
        _tell(order.out, children, saved)
        tell_modules(modules)
        if made is not None:
            tell_export(made)
    if parent.status != "completed":
        return JobFailedError.exit_code
    return 0 if made is None or made.passes else BROKEN_RULE


async def _enqueue(workspace: Workspace, project: Project, order: PackOrder) -> UUID:
    """Ask for the pack; when interrupted just then, nothing is left in the queue that nobody knows of."""
    asking = asyncio.create_task(
        workspace.packs.generate(project.id, style=order.style, user=user_name(), aplus=order.aplus)
    )
    try:
        return await asyncio.shield(asking)
    except asyncio.CancelledError:
        with suppress(KnownError, TimeoutError):
            async with asyncio.timeout(STOP_S):
                await workspace.jobs.cancel([await asking])
        raise


def _as_json(
    project: Project, parent: Job, children: Sequence[Job], saved: Sequence[SavedImage]
) -> dict[str, Any]:
    return {
        "project": project.id,
        "name": project.brief.name,
        "pack": parent.id,
        "status": parent.status,
        "images": [
            {
                "type": s.image.image_type,
                "file": str(s.path.absolute()),
                "width": s.image.width,
                "height": s.image.height,
                "sha256": s.image.blob_sha256,
                "asks": s.image.asks,
                "needs_check": s.image.needs_check,
                "lost_letters": s.image.lost_letters,
            }
            for s in saved
        ],
        "failed": [
            {"type": c.image_type, "job": c.id, "message": c.error_message}
            for c in children
            if c.status == "failed"
        ],
    }


def _tell(out: Path, children: Sequence[Job], saved: Sequence[SavedImage]) -> None:
    if saved:
        wanted = sum(child.image_type is not None for child in children)
        say(f"{len(saved)} of {wanted} images are in {out.absolute()}")
        for s in saved:
            click.echo(s.path)
    for child in children:
        if child.status == "failed":
            say(f"{label_of(child)} could not be made: {child.error_message}")
    for sentence in dict.fromkeys(text for s in saved for text in s.image.needs_check):
        say(f"Please check: {sentence}")
    for ask in dict.fromkeys(ask for s in saved for ask in s.image.asks):
        if ask in _ADVICE:
            say(_ADVICE[ask])


def _short(job: UUID) -> str:
    return str(job)[:8]


def folder_name(name: str) -> str:
    """A folder name that every system takes, from a project's name."""
    return hyphened(name)[:60].rstrip("-_") or "packdesk"


def parse_feature(text: str) -> Feature:
    """``Title: text`` or just a title."""
    title, _, rest = text.partition(":")
    return Feature(title.strip(), rest.strip())


def parse_dimensions(text: str, unit: Unit) -> Dimensions:
    """``LxWxH`` in that unit; a decimal comma is fine.

    Raises:
        InvalidInputError: it isn't that.
    """
    parts = re.split(r"\s*[xX\u00d7*]\s*", text.strip())
    try:
        values = [float(part.replace(",", ".")) for part in parts]
    except ValueError:
        values = []
    if len(values) != 3 or not all(math.isfinite(v) and 0 < v <= 100_000 for v in values):
        raise InvalidInputError(
            f'"{text[:40]}" is not a size. Give length, width and height like 7.3x7.3x26.5.',
            code="dimensions",
        )
    return Dimensions(length=values[0], width=values[1], height=values[2], unit=unit)


def parse_point(text: str) -> ComparisonPoint:
    """``Label=ours|others``; yes and no become marks, a part left out is unknown.

    Raises:
        InvalidInputError: there is no label or no value.
    """
    label, equals, values = text.partition("=")
    if not equals or not label.strip():
        raise InvalidInputError(
            f'"{text[:40]}" is not a row to compare. Give it like "Capacity=750 ml|500 ml".',
            code="comparison",
        )
    ours, _, others = values.partition("|")
    return ComparisonPoint(label.strip(), _point_value(ours), _point_value(others))


def _point_value(text: str) -> str | bool | None:
    word = text.strip()
    known: dict[str, bool | None] = {"": None, "-": None, "?": None, "yes": True, "no": False}
    return known.get(word.lower(), word)
