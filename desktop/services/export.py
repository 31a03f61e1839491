"""Exporting a listing: made for one marketplace, judged by its rules, and in its place whole or not at all."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.core.compliance import Verdict, judge
from desktop.core.errors import InvalidInputError, KnownError, NotFoundError, StorageError
from desktop.core.listing import PHOTO, LeftOut, Listed, check_asin, file_stem, listing_of
from desktop.core.marketplaces import RULES, Marketplace, Placement
from desktop.core.pack import ImageType
from desktop.imaging.contract import EncodeOrder

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.compliance import Report
    from desktop.core.listing import Listing
    from desktop.data.images import ImageRepo
    from desktop.data.projects import ProjectRepo
    from desktop.imaging.contract import EncodedImage, Outgoing
    from desktop.storage.store import ImageStore

REPORT: Final = "report.json"
_REPORT_TEXT: Final = "report.txt"
_REPORT_KIND: Final = "packdesk-export"


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
        return all(image.report is None or image.report.verdict is not Verdict.FAIL for image in self.images)


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
        work = Path(await asyncio.to_thread(_make_work_folder, target))
        try:
            images, left_out = [], list(listing.left_out)
            on_progress(0, len(listing.pictures))
            for n, listed in enumerate(listing.pictures, 1):
                try:
                    images.append(await self._make(listed, order.marketplace, work / "images"))
                except KnownError as error:
                    if error.code != "too-large":
                        raise
                    left_out.append(LeftOut(listed.kind, error.message))
                on_progress(n, len(listing.pictures))
            made = Export(target, order.project, name, order.marketplace, tuple(images), tuple(left_out))
            await asyncio.to_thread(_put_in_place, made, work, as_zip=order.as_zip)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return made

    async def _make(self, listed: Listed, marketplace: Marketplace | None, folder: Path) -> ExportedImage:
        data = await self._store.get(listed.source)
        rules = None if marketplace is None else RULES[marketplace]
        wanted = EncodeOrder(data) if rules is None else EncodeOrder(data, rules.export_side, rules.cap_bytes)
        made: EncodedImage = await self._engine.encode(wanted)
        report = None
        if marketplace is not None:
            kind = None if listed.kind == PHOTO else listed.kind
            report = judge(await self._engine.measure(made.data), marketplace, listed.placement, kind)
        file = f"{listed.file_stem}.{'png' if made.mime == 'image/png' else 'jpg'}"
        await asyncio.to_thread(_write, folder / file, made.data)
        return ExportedImage(listed, file, made.width, made.height, len(made.data), made.quality, report)


def check_target(target: Path, *, as_zip: bool, replace: bool) -> None:
    """Make sure that nothing of the user's is in the way.

    Raises:
        StorageError: something is.
    """
    if not os.path.lexists(target):
        return
    if as_zip:
        if target.is_dir():
            raise StorageError(f"{target} is a folder. Name a file for the ZIP.", code="exists")
        if not replace:
            raise StorageError(
                f"{target} is there already. Choose another name, or replace it.", code="exists"
            )
        return
    if not target.is_dir():
        raise StorageError(f"{target} is a file. Choose a folder.", code="not-a-folder")
    if not any(target.iterdir()):
        return
    if not replace or not _is_export(target):
        raise StorageError(
            f"{target} is not empty. Choose a new folder; only an earlier export can be replaced.",
            code="exists",
        )


def default_name(name: str, marketplace: Marketplace | None) -> str:
    """What an export is called unless somebody says otherwise."""
    return f"{file_stem(name)}-{'images' if marketplace is None else marketplace.value}"


def _is_export(folder: Path) -> bool:
    try:
        told = json.loads((folder / REPORT).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("kind") == _REPORT_KIND


def _make_work_folder(target: Path) -> str:
    """A folder beside the target, on the same disk, so that the last step is a rename."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
        (Path(work) / "images").mkdir()
    except (OSError, ValueError) as error:
        raise _cannot_write(target, error) from error
    return work


def _put_in_place(made: Export, work: Path, *, as_zip: bool) -> None:
    images = work / "images"
    _write(images / REPORT, json.dumps(report_as_json(made), ensure_ascii=False, indent=2).encode())
    _write(images / _REPORT_TEXT, report_as_text(made).encode())
    try:
        if as_zip:
            archive = work / "export.zip"
            with archive.open("wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as pack:
                    for path in sorted(images.iterdir()):
                        pack.write(path, path.name)
                file.flush()
                os.fsync(file.fileno())
            archive.replace(made.path)
        else:
            _swap(images, made.path, work / "earlier")
        _sync_folder(made.path.parent)
    except (OSError, ValueError) as error:
        raise _cannot_write(made.path, error) from error


def _swap(new: Path, target: Path, aside: Path) -> None:
    """Put a folder in another one's place; that one is back when it can't be done."""
    is_there = target.exists()
    if is_there:
        target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        if is_there:
            with suppress(OSError):
                aside.rename(target)
        raise


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from error


def _sync_folder(folder: Path) -> None:
    """Make a rename last; Windows does that by itself and can't open folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _cannot_write(path: Path, error: Exception) -> StorageError:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageError(
            f"There is no space left for {path}. Free some space, then try again.", code="disk-full"
        )
    reason = getattr(error, "strerror", None) or "not a possible name"
    return StorageError(f"{path} can't be written ({reason}). Choose another place.", code="not-writable")


def label_of(kind: str) -> str:
    """What people call a picture of that kind."""
    return "Photo" if kind == PHOTO else ImageType(kind).label


def report_as_json(made: Export) -> dict[str, Any]:
    """The report for programs."""
    return {
        "kind": _REPORT_KIND,
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
