"""Putting an export in its place: whole or not at all, and in nobody's way."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.core.errors import KnownError, StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable

REPORT: Final = "report.json"
REPORT_TEXT: Final = "report.txt"
REPORT_KIND: Final = "packdesk-export"
_PART: Final = ".part"
_LITTER: Final = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
"""What the systems' file managers leave in a folder they have shown."""
_MOST_REPORT_BYTES: Final = 1_000_000


def check_target(target: Path, *, as_zip: bool, replace: bool) -> None:
    """Make sure that nothing of the user's is in the way.

    Raises:
        StorageError: something is.
    """
    if not os.path.lexists(target):
        return
    if as_zip:
        _check_file(target, replace=replace)
        return
    if not target.is_dir():
        raise StorageError(f"{target} is a file. Choose a folder.", code="not-a-folder")
    there = _shown_in(target)
    if not there:
        return
    earlier = _files_of(_report_in(target)) if replace else frozenset()
    if not earlier:
        raise StorageError(
            f"{target} is not empty. Choose a new folder; only an earlier export can be replaced.",
            code="exists",
        )
    others = sorted(there - earlier)
    if others:
        raise StorageError(
            f"{target} holds {others[0]}, which no export made. Move it away, or choose a new folder.",
            code="exists",
        )


def _check_file(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise StorageError(f"{target} is a folder. Name a file for the ZIP.", code="exists")
    if not replace:
        raise _is_there(target)
    if not _files_of(_report_in_zip(target)):
        raise StorageError(f"{target} is no earlier export, so it stays. Choose another name.", code="exists")


def make_work_folder(target: Path) -> Path:
    """A folder on the target's disk, so that the last step is a rename; with a folder ``images`` in it.

    Raises:
        StorageError: it can't be made.
    """
    # a folder that is there may be a disk's own, or its parent may be closed to us
    place = target if target.is_dir() else target.parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=place, prefix=f".{target.name[:40]}.", suffix=_PART))
        (work / "images").mkdir()
    except (OSError, ValueError) as error:
        raise cannot_write(target, error) from error
    return work


def put_in_place(work: Path, target: Path, *, as_zip: bool, replace: bool) -> None:
    """Move what lies in ``work / "images"`` to its place: one ZIP file, or a folder.

    Raises:
        StorageError: it can't be written, or something has come into its way meanwhile.
    """
    images = work / "images"
    try:
        if not as_zip and target.is_dir():
            check_target(target, as_zip=False, replace=replace)
            _move_into(images, target, work / "earlier")
            _sync_folder(target)
            return
        if as_zip:
            _move_file(_zipped(images, work / "export.zip"), target, replace=replace)
        else:
            images.rename(target)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in {errno.EEXIST, errno.ENOTEMPTY}:
            raise _is_there(target) from error
        raise cannot_write(target, error) from error


async def brought_to_its_end(work: Awaitable[None]) -> None:
    """Await something that must not go on behind our back: cancelled, it is waited for first."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(KnownError):
            await task
        raise


def write_file(path: Path, data: bytes, target: Path) -> None:
    """Write a file of an export that goes to ``target``, which is what people know.

    Raises:
        StorageError: it can't be written.
    """
    try:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        raise cannot_write(target, error) from error


def cannot_write(target: Path, error: Exception) -> StorageError:
    """The system's reason, in plain words."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageError(
            f"There is no space left for {target}. Free some space, then try again.", code="disk-full"
        )
    reason = getattr(error, "strerror", None) or "not a possible name"
    return StorageError(f"{target} can't be written ({reason}). Choose another place.", code="not-writable")


def _is_there(target: Path) -> StorageError:
    return StorageError(f"{target} is there already. Choose another name, or replace it.", code="exists")


def _shown_in(folder: Path) -> set[str]:
    """What a person would say is in a folder; neither exports in the making nor what a crash left of one."""
    try:
        return {
            path.name
            for path in folder.iterdir()
            if path.name.lower() not in _LITTER
            and not (path.name.startswith(".") and path.name.endswith(_PART) and path.is_dir())
        }
    except OSError as error:
        raise cannot_write(folder, error) from error


def _report_in(folder: Path) -> bytes:
    try:
        with (folder / REPORT).open("rb") as file:
            return file.read(_MOST_REPORT_BYTES)
    except OSError:
        return b""


def _report_in_zip(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(REPORT) as file:
            return file.read(_MOST_REPORT_BYTES)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return b""


def _files_of(report: bytes) -> frozenset[str]:
    """The files of the export that wrote this report; none if it isn't one of ours."""
    try:
        told: Any = json.loads(report)
        if told["kind"] != REPORT_KIND:
            return frozenset()
        return frozenset((REPORT, REPORT_TEXT, *(str(image["file"]) for image in told["images"])))
    except (ValueError, KeyError, TypeError):
        return frozenset()


def _zipped(folder: Path, archive: Path) -> Path:
    with archive.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as pack:
            for path in sorted(folder.iterdir()):
                pack.write(path, path.name)
        file.flush()
        os.fsync(file.fileno())
    return archive


def _move_file(file: Path, target: Path, *, replace: bool) -> None:
    """A rename; without ``replace`` one that never takes another's place, not even one of this very moment."""
    if replace:
        file.replace(target)
    elif os.name == "posix":
        try:
            target.hardlink_to(file)
        except FileExistsError:
            raise
        except OSError:  # exFAT knows no links
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
            file.rename(target)
    else:
        file.rename(target)


def _move_into(new: Path, target: Path, aside: Path) -> None:
    """Put files into a folder that stays itself, in an earlier export's place; all is back if one can't be moved.

    The folder may be the one a terminal works in, or a disk's own.
    """
    aside.mkdir()
    earlier = sorted(_shown_in(target))
    steps = [(target / name, aside / name) for name in earlier]
    steps += [(path, target / path.name) for path in sorted(new.iterdir())]
    done: list[tuple[Path, Path]] = []
    try:
        for source, place in steps:
            source.rename(place)
            done.append((source, place))
    except OSError:
        for source, place in reversed(done):
            with suppress(OSError):
                place.rename(source)
        raise


def _sync_folder(folder: Path) -> None:
    """Make a rename last; Windows does that by itself and can't open folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
