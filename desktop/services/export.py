"""Exporting a listing: made for one marketplace, judged by its rules, and in its place whole or not at all."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop.core.compliance import Verdict, judge
from desktop.core.errors import InvalidInputError, KnownError, NotFoundError
from desktop.core.listing import PHOTO, LeftOut, Listed, check_asin, file_stem, listing_of
from desktop.core.marketplaces import RULES, Marketplace, Placement
from desktop.core.pack import ImageType
from desktop.imaging.contract import EncodeOrder
from desktop.services.earlier import REPORT, REPORT_KIND, REPORT_TEXT
from desktop.services.placing import (
    brought_to_its_end,
    check_target,
    make_work_folder,
    put_in_place,
    write_file,
)
from desktop.services.work_folders import IMAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.compliance import Report
    from desktop.core.listing import Listing
    from desktop.data.images import ImageRepo
    from desktop.data.projects import ProjectRepo
    from desktop.imaging.contract import EncodedImage, Outgoing
    from desktop.storage.store import ImageStore


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is wanted. ``marketplace`` None exports everything as it is.

    ``target`` is a folder that doesn't exist yet or is empty, or with ``as_zip`` a file; with ``replace`` an earlier
    export there makes room.
    """

    project: str
    marketplace: Marketplace | None
    target: Path
    as_zip: bool = False
    asin: str = ""
    replace: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class ExportedImage:
    """A file that was made. ``report`` is None where no marketplace judges."""

    listed: Listed
    file: str
    width: int
    height: int
    size_bytes: int
    quality: int | None
    report: Report | None

    @property
    def breaks_a_rule(self) -> bool:
        """Whether the marketplace would refuse it."""
        return self.report is not None and self.report.verdict is Verdict.FAIL


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export; ``path`` is the folder or the ZIP file."""

    path: Path
    project: str
    name: str
    marketplace: Marketplace | None
    images: tuple[ExportedImage, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing in it breaks a rule."""
        return not any(image.breaks_a_rule for image in self.images)


def _nobody_looks(done: int, total: int) -> None:
    """Progress that nobody wants to see."""


class ExportService:
    """Lives on the database's loop."""

    def __init__(self, projects: ProjectRepo, images: ImageRepo, store: ImageStore, engine: Outgoing) -> None:
        self._projects = projects
        self._images = images
        self._store = store
        self._engine = engine

    async def plan(
        self, project: str, marketplace: Marketplace | None, *, asin: str = "", name: str = ""
    ) -> Listing:
        """Which pictures would go out under which names, and which would stay behind.

        Raises:
            NotFoundError: the project doesn't exist (any more).
            InvalidInputError: the ASIN isn't one.
        """
        asin = asin.strip().upper()
        if asin and not check_asin(asin):
            raise InvalidInputError("An ASIN has ten letters and digits, like B0ABCD1234.", code="asin")
        brief = (await self._projects.get(project)).brief
        return listing_of(
            await self._images.of_project(project),
            await self._images.photos(project),
            marketplace,
            name.strip() or brief.product_name or brief.name,
            asin if marketplace is Marketplace.AMAZON else "",
        )

    async def export(
        self, order: ExportOrder, on_progress: Callable[[int, int], None] = _nobody_looks
    ) -> Export:
        """Make the files and put them in place at once, with a report beside them; cancelled, nothing is left.

        Args:
            order: what is wanted.
            on_progress: told how many of how many pictures are done.

        Raises:
            NotFoundError: there is no such project, or it has nothing to export yet.
            StorageError: the target can't be written, is full, or holds something else.
            StudioError: the image engine failed.
        """
        listing = await self.plan(order.project, order.marketplace, asin=order.asin, name=order.name)
        if not any(p.placement is Placement.MAIN for p in listing.pictures) and order.marketplace is not None:
            raise NotFoundError("The main image isn't made yet. Generate the pack first.", code="no-images")
        if not listing.pictures:
            raise NotFoundError("There is no finished image yet. Generate the pack first.", code="no-images")
        name = (await self._projects.get(order.project)).brief.name
        target = order.target.absolute()
        await asyncio.to_thread(check_target, target, as_zip=order.as_zip, replace=order.replace)
        folder = await asyncio.to_thread(make_work_folder, target)
        work = folder.path
        try:
            images, left_out = [], list(listing.left_out)
            on_progress(0, len(listing.pictures))
            for n, listed in enumerate(listing.pictures, 1):
                try:
                    images.append(await self._make(listed, order, work / IMAGES))
                except KnownError as error:
                    if error.code != "too-large":
                        raise
                    left_out.append(LeftOut(listed.kind, error.message))
                on_progress(n, len(listing.pictures))
            made = Export(target, order.project, name, order.marketplace, tuple(images), tuple(left_out))
            # cancelled from here on, it is done or undone before its folder is tidied away
            await brought_to_its_end(asyncio.to_thread(_report_and_place, made, work, order))
        finally:
            folder.close()
        return made

    async def _make(self, listed: Listed, order: ExportOrder, folder: Path) -> ExportedImage:
        marketplace = order.marketplace
        data = await self._store.get(listed.source)
        rules = None if marketplace is None else RULES[marketplace]
        wanted = EncodeOrder(data) if rules is None else EncodeOrder(data, rules.export_side, rules.cap_bytes)
        made: EncodedImage = await self._engine.encode(wanted)
        report = None
        if marketplace is not None:
            kind = None if listed.kind == PHOTO else listed.kind
            report = judge(await self._engine.measure(made.data), marketplace, listed.placement, kind)
        file = f"{listed.file_stem}.{'png' if made.mime == 'image/png' else 'jpg'}"
        await brought_to_its_end(asyncio.to_thread(write_file, folder / file, made.data, order.target))
        return ExportedImage(listed, file, made.width, made.height, len(made.data), made.quality, report)


def default_name(name: str, marketplace: Marketplace | None) -> str:
    """What an export is called unless somebody says otherwise."""
    return f"{file_stem(name)}-{'images' if marketplace is None else marketplace.value}"


def _report_and_place(made: Export, work: Path, order: ExportOrder) -> None:
    report = json.dumps(report_as_json(made), ensure_ascii=False, indent=2).encode()
    write_file(work / IMAGES / REPORT, report, order.target)
    write_file(work / IMAGES / REPORT_TEXT, report_as_text(made).encode(), order.target)
    put_in_place(work, made.path, as_zip=order.as_zip, replace=order.replace)


def label_of(kind: str) -> str:
    """What people call a picture of that kind."""
    return "Photo" if kind == PHOTO else ImageType(kind).label


def report_as_json(made: Export) -> dict[str, Any]:
    """The report for programs."""
    return {
        "kind": REPORT_KIND,
        "project": made.project,
        "name": made.name,
        "for": "original" if made.marketplace is None else made.marketplace.value,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "passes": made.passes,
        "images": [
            {
                "file": image.file,
                "type": image.listed.kind,
                "as": image.listed.placement.value,
                "width": image.width,
                "height": image.height,
                "size_bytes": image.size_bytes,
                "quality": image.quality,
                "verdict": None if image.report is None else image.report.verdict.value,
                "needs_check": list(image.listed.needs_check),
                "findings": []
                if image.report is None
                else [
                    {
                        "rule": finding.rule,
                        "verdict": finding.verdict.value,
                        "reason": finding.reason,
                        "measured": finding.measured,
                        "limit": finding.limit,
                    }
                    for finding in image.report.findings
                ],
            }
            for image in made.images
        ],
        "left_out": [{"type": left.kind, "reason": left.reason} for left in made.left_out],
    }


def report_as_text(made: Export) -> str:
    """The report for people."""
    where = "as they are" if made.marketplace is None else f"for {made.marketplace.label}"
    lines = [f"{made.name}: {len(made.images)} images {where}", ""]
    for image in made.images:
        size = f"{image.width} x {image.height} pixels, {image.size_bytes / 1e6:.1f} MB"
        lines.append(f"{image.file}  {label_of(image.listed.kind)}, {size}")
        if image.report is not None:
            lines += [
                f"    {_MARKS[f.verdict]} {f.reason}{_figures(f.measured, f.limit)}"
                for f in image.report.findings
            ]
        lines += [f"    ! Please check: {sentence}" for sentence in image.listed.needs_check]
        lines.append("")
    if made.left_out:
        lines.append("Left out:")
        lines += [f"    {label_of(left.kind)}: {left.reason}" for left in made.left_out]
    return "\n".join(lines).rstrip() + "\n"


def _figures(measured: str, limit: str) -> str:
    return f" ({measured}; rule: {limit})" if measured and limit else ""


_MARKS: Final = {
    Verdict.PASS: "ok  ",
    Verdict.WARN: "note",
    Verdict.FAIL: "FAIL",
    Verdict.NOT_CHECKED: "?   ",
}
