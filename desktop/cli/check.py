"""``packdesk check``: would a marketplace take these images, and if not, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from desktop.cli.running import GivenPath, command_for_any_home, json_option
from desktop.cli.speaking import answer, plain, say
from desktop.core.compliance import Verdict
from desktop.core.errors import InvalidInputError, PhotoRefusedError, StudioError
from desktop.core.marketplaces import Marketplace, Placement
from desktop.imaging.studio import Studio
from desktop.services.compliance import check_file

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.compliance import Report

_WORDS: Final = {
    Verdict.PASS: "ok",
    Verdict.WARN: "note",
    Verdict.FAIL: "FAIL",
    Verdict.NOT_CHECKED: "?",
}
_OUTCOMES: Final = {Verdict.PASS: "passes", Verdict.WARN: "passes, with notes", Verdict.FAIL: "fails"}


@click.command()
@click.argument("images", nargs=-1, required=True, metavar="IMAGE...", type=GivenPath())
@click.option(
    "--for",
    "marketplace",
    required=True,
    type=click.Choice([m.value for m in Marketplace], case_sensitive=False),
    help="Whose rules.",
)
@click.option(
    "--as",
    "placement",
    type=click.Choice([p.value for p in Placement]),
    help="The listing's first image, or another one. Without it the file's name tells (main-image.jpg, "
    "NAME.MAIN.jpg, infographic.jpg, NAME.PT01.jpg), and one that doesn't is judged as a main image.",
)
@json_option
@command_for_any_home
async def check(images: tuple[Path, ...], *, marketplace: str, placement: str | None, as_json: bool) -> int:
    """Check images against a marketplace's rules, measured on their pixels.

    Ends with 0 when no rule is broken, notes or not, with 1 when one is, and with 3 when a file can't be read or is
    of a kind that isn't measured (GIF, BMP); the others are checked all the same. What pixels can't tell is marked with
    a question mark.

    Example: packdesk check pack/main-image.jpg --for amazon
    """
    where = Marketplace(marketplace)
    place = None if placement is None else Placement(placement)
    told: list[dict[str, Any]] = []
    failed: list[dict[str, str]] = []
    passed = True
    studio = Studio()
    try:
        for path in images:
            try:
                report = await check_file(path, where, studio, place)
            except (PhotoRefusedError, StudioError) as error:
                failed.append({"file": str(path), "error": error.code, "message": error.message})
                say(plain(error.message))
                continue
            passed = passed and report.verdict is not Verdict.FAIL
            told.append({"file": str(path), **report_as_json(report)})
            if not as_json:
                _tell(path, report)
    finally:
        await studio.close()
    passed = passed and not failed
    if as_json:
        answer({"for": where.value, "passed": passed, "images": told, "failed": failed})
    if failed:
        return InvalidInputError.exit_code
    return 0 if passed else 1


def report_as_json(report: Report) -> dict[str, Any]:
    """One image's verdicts for programs."""
    return {
        "as": report.placement.value,
        "verdict": report.verdict.value,
        "rules": [
            {
                "rule": finding.rule,
                "verdict": finding.verdict.value,
                "reason": finding.reason,
                "measured": finding.measured,
                "limit": finding.limit,
            }
            for finding in report.findings
        ],
    }


def _tell(path: Path, report: Report) -> None:
    place = "main image" if report.placement is Placement.MAIN else "other image"
    click.echo(f"{plain(str(path))}, as {place} for {report.marketplace.label}: {_OUTCOMES[report.verdict]}")
    for finding in report.findings:
        figures = f" ({finding.measured}; rule: {finding.limit})" if finding.measured else ""
        click.echo(f"  {_WORDS[finding.verdict]:<5}{plain(finding.reason)}{figures}")
