"""``packdesk sheet``: every image type in every style on one picture, to be judged side by side."""

from __future__ import annotations

import asyncio
import itertools
import os
import tomllib
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from desktop.cli.running import GivenPath, command, force_option, out_option
from desktop.cli.sample import brief_from
from desktop.core.errors import BugError, InvalidInputError, PhotoRefusedError, StorageError
from desktop.core.pack import DEFAULT_BRAND, BrandKit, ImageType, Style
from desktop.core.resources import resource_path
from desktop.imaging.contact_sheet import ContactSheet
from desktop.imaging.contract import RenderRequest
from desktop.imaging.studio import Studio
from desktop.services.photos import check_paths, read_photo
from desktop.services.placing import check_free, place_files
from desktop.workspace import default_slots

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.pack import Brief

TEXTS: Final = (
    "bare", "short", "four", "full", "long", "german", "arabic", "asian", "emoji", "unbroken",
)  # fmt: skip
"""The trial texts that are shipped, from next to nothing to too much."""


@click.command()
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...", type=GivenPath())
@out_option("The picture, a JPEG.", metavar="FILE", default="sheet.jpg")
@click.option(
    "--texts",
    multiple=True,
    type=click.Choice(TEXTS),
    default=["four"],
    show_default=True,
    help="Which trial texts to set; several make as many blocks.",
)
@click.option(
    "--style", "styles", multiple=True, type=click.Choice([s.value for s in Style], case_sensitive=False)
)
@click.option("--type", "types", multiple=True, type=click.Choice([t.slug for t in ImageType]))
@click.option("--colours", default="", metavar="#P,#S,#A", help="A shop's primary, secondary and accent.")
@click.option("--tile", type=click.IntRange(120, 2000), default=480, show_default=True, help="Pixels.")
@force_option
@command
async def sheet(
    photos: tuple[Path, ...],
    *,
    out: Path,
    texts: tuple[str, ...],
    styles: tuple[str, ...],
    types: tuple[str, ...],
    colours: str,
    tile: int,
    force: bool,
) -> None:
    """Make a contact sheet: every image type in every style, for each photo.

    Nothing is stored in a database; the pictures are made exactly as for a pack.

    Example: packdesk sheet mug.jpg bottle.jpg --texts full --out sheet.jpg
    """
    check_paths(photos)
    _check_out(out, photos, replace=force)
    wanted_styles = [style for style in Style if not styles or style.value in styles]
    wanted_types = [each for each in ImageType if not types or each.slug in types]
    blocks = list(itertools.product(photos, texts, wanted_types))
    grid = ContactSheet(
        [f"{photo.stem}, {words}: {each.label}" for photo, words, each in blocks],
        [style.value for style in wanted_styles],
        tile,
    )
    brand, read = parse_colours(colours), {photo: read_photo(photo) for photo in photos}
    requests = [
        (photo.name, RenderRequest(each, (read[photo],), trial_brief(words), style, brand))
        for photo, words, each in blocks
        for style in wanted_styles
    ]
    await _render(requests, lambda n, data: grid.put(*divmod(n, len(wanted_styles)), data))
    await asyncio.to_thread(place_files, out.parent, {out.name: grid.encode()}, replace=force)
    click.echo(out)


async def _render(requests: Sequence[tuple[str, RenderRequest]], put: Callable[[int, bytes], None]) -> None:
    """Make all images, each with its photo's name, a few at a time, with a progress bar."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    waiting = iter(enumerate(requests))
    studio = Studio(threads=default_slots())
    with Progress(
        TextColumn("{task.description}"), *columns, console=console, disable=not console.is_terminal
    ) as bar:
        line = bar.add_task("Making images", total=len(requests))

        async def work() -> None:
            for number, (name, request) in waiting:
                try:
                    rendered = await studio.render(request)
                except PhotoRefusedError as error:
                    raise PhotoRefusedError(f"{name}: {error.message}", code=error.code) from error
                put(number, rendered.data)
                bar.advance(line)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(default_slots()):
                    group.create_task(work())
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        finally:
            await studio.close()


def trial_brief(name: str) -> Brief:
    """One of the shipped trial texts, see ``TEXTS``."""
    path = resource_path("sample", "trial-texts.toml")
    try:
        return brief_from(tomllib.loads(path.read_text(encoding="utf-8"))[name])
    except (KeyError, TypeError, ValueError) as error:
        raise BugError(f"{path.name} is not what it should be: {error!r}") from error


def parse_colours(text: str) -> BrandKit:
    """``#RRGGBB,#RRGGBB,#RRGGBB``; nothing is the default.

    Raises:
        InvalidInputError: it isn't that.
    """
    parts = [part.strip() for part in text.split(",")] if text else []
    if not parts:
        return DEFAULT_BRAND
    digits = "0123456789abcdefABCDEF"
    if len(parts) != 3 or not all(
        len(p) == 7 and p[0] == "#" and all(c in digits for c in p[1:]) for p in parts
    ):
        raise InvalidInputError(
            f'"{text[:40]}" are not three colours. Give them like "#0066CC,#333333,#FF6600".'
        )
    primary, secondary, accent = parts
    return BrandKit(primary, secondary, accent)


def _check_out(out: Path, photos: Sequence[Path], *, replace: bool) -> None:
    """Before minutes of work: that it can be saved, and that no photo is in its way.

    Raises:
        StorageError: it can't be saved there.
        InvalidInputError: a photo is there.
    """
    if out.is_dir():
        raise StorageError(f"{out} is a folder. Name a file for the sheet, like {out / 'sheet.jpg'}.")
    if any(os.path.realpath(photo) == os.path.realpath(out) for photo in photos):
        raise InvalidInputError(f"{out} is one of the photos, and would be lost. Give another --out.")
    if not out.parent.is_dir():
        raise StorageError(f"{out} can't be written (there is no such folder). Give another --out.")
    check_free([out], replace=replace)
