"""``packdesk cutout``: products without their background, as transparent PNGs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from desktop.cli.running import GivenPath, command_for_any_home, force_option, json_option, out_option
from desktop.cli.speaking import answer, plain, say, sentence_of
from desktop.core.errors import InvalidInputError, PhotoRefusedError, StorageError, StudioError
from desktop.imaging.studio import Studio
from desktop.services.cutouts import cutout_paths, save_cutout
from desktop.services.packs import prepared_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.core.errors import KnownError
    from desktop.services.cutouts import SavedCutout


@click.command()
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...", type=GivenPath())
@out_option("Folder for the PNGs.", required=True)
@force_option
@json_option
@command_for_any_home
async def cutout(photos: tuple[Path, ...], *, out: Path, force: bool, as_json: bool) -> int:
    """Cut the product out of photos, into transparent PNGs of the photos' size.

    Each comes with a score from 0 to 1 and a verdict: good, or needs your check with the reasons. The PNGs' paths
    go to standard output, everything else to standard error.

    Ends with 0 when every photo was cut out, whatever the verdicts, with 3 when one could not be, and with 7 when one
    could not be saved, be it because another file of its name is there; the others are there all the same.

    Example: packdesk cutout mug.jpg shoe.heic --out cut-outs
    """
    with prepared_folder(out):
        saved, failed = await _cut_out(photos, out, replace=force, as_json=as_json)
    if as_json:
        told = [{"photo": str(photo), "error": e.code, "message": sentence_of(e)} for photo, e in failed]
        answer({"cutouts": [_as_json(made) for made in saved], "failed": told})
    if any(isinstance(error, StorageError) for _, error in failed):
        return StorageError.exit_code
    return InvalidInputError.exit_code if failed else 0


async def _cut_out(
    photos: Sequence[Path], out: Path, *, replace: bool, as_json: bool
) -> tuple[list[SavedCutout], list[tuple[Path, KnownError]]]:
    """One photo after the other; one that can't be cut out is told of, and the next one has its turn."""
    saved: list[SavedCutout] = []
    failed: list[tuple[Path, KnownError]] = []
    console = Console(stderr=True, quiet=as_json)
    studio = Studio(threads=1)
    try:
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            # in a file or a pipe a bar is noise
            disable=not console.is_terminal,
        ) as bar:
            line = bar.add_task("Cutting out", total=len(photos))
            for photo, target in zip(photos, cutout_paths(photos, out), strict=True):
                bar.update(line, description=plain(photo.name))
                try:
                    made = await save_cutout(photo, target, studio, replace=replace)
                except (PhotoRefusedError, StorageError, StudioError) as error:
                    failed.append((photo, error))
                    say(plain(sentence_of(error)))
                else:
                    saved.append(made)
                    if not as_json:
                        _tell(made)
                bar.advance(line)
    finally:
        await studio.close()
    return saved, failed


def _tell(made: SavedCutout) -> None:
    verdict = "needs your check" if made.needs_check else "good"
    reasons = "".join(f" {reason}" for reason in made.needs_check)
    say(f"{plain(made.photo.name)}: {verdict} (score {made.score:.2f}).{reasons}")
    click.echo(plain(str(made.path)))


def _as_json(made: SavedCutout) -> dict[str, Any]:
    return {
        "photo": str(made.photo),
        "file": str(made.path.absolute()),
        "width": made.width,
        "height": made.height,
        "score": made.score,
        "verdict": "needs your check" if made.needs_check else "good",
        "needs_check": made.needs_check,
    }
