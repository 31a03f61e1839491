"""Putting files in their place: whole or not at all, and in nobody's way.

Whatever is written goes to a folder beside its place first, and takes that place by renames when all of it is there.
What is there already stays unless it is to be replaced.

What a crash in between leaves:

* The folder in which the files were made, until something goes to the same place again (``work_folders``).
* A new folder, or a ZIP file: one rename, so all of it or nothing. A ZIP file's earlier one is there until then.
* A folder that holds an earlier export and nothing else, or nothing: the new folder changes places with it, in one step
  on Linux and macOS. On Windows there are two renames; between them the place is empty, and both are whole beside it.
* Any other folder: one rename a file. That is a folder which has to stay itself (a disk's own, a link's target,
  somebody else's, the one a terminal works in, one in a folder closed to us), and all files that go among others, like
  a pack's images. No file system renames several files in one step: killed, or without power, in the millisecond that
  takes, it leaves some of the new ones beside some earlier ones, each of them whole. After an error, all are the
  earlier ones.
"""

from __future__ import annotations

import asyncio
import errno
import os
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import KnownError, StorageError
from desktop.services.earlier import LITTER, exported_into, exported_into_zip
from desktop.services.swapping import may_be_swapped, swap
from desktop.services.work_folders import ARCHIVE, EARLIER, IMAGES, NEW, PART, WorkFolder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Mapping


def check_target(target: Path, *, as_zip: bool, replace: bool) -> None:
    """Make sure that nothing of the user's is in the way; an earlier export isn't, with ``replace``.

    Raises:
        StorageError: something is. Its code is ``exists`` where ``replace`` would help.
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
    earlier = exported_into(target)
    if not earlier:
        raise StorageError(
            f"{target} is not empty. Choose a new folder; only an earlier export can be replaced.",
            code="in-the-way",
        )
    others = sorted(there - earlier)
    if others:
        raise StorageError(
            f"{target} holds {others[0]}, which no export made. Move it away, or choose a new folder.",
            code="in-the-way",
        )
    if not replace:
        raise _is_there(target)


def _check_file(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise StorageError(f"{target} is a folder. Name a file for the ZIP.", code="in-the-way")
    if not exported_into_zip(target):
        raise StorageError(
            f"{target} is no earlier export, so it stays. Choose another name.", code="in-the-way"
        )
    if not replace:
        raise _is_there(target)


def check_free(places: Iterable[Path], *, replace: bool) -> None:
    """Make sure that files can go there without any being written over unless that is meant.

    Raises:
        StorageError: one is there (``exists``), or a folder is, which no file ever replaces.
    """
    for place in places:
        try:
            is_folder = place.is_dir()
        except OSError as error:  # such a long name, for one
            raise cannot_write(place, error) from error
        if is_folder:
            raise cannot_write(place, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
        if not replace and os.path.lexists(place):
            raise _is_there(place)


def place_files(folder: Path, files: Mapping[str, bytes], *, replace: bool) -> None:
    """Put files into a folder that is there: all of them, or none. What is there with the same bytes is left alone.

    Raises:
        StorageError: another file is there and isn't to be replaced (``exists``), or they can't be written.
    """
    new = {name: data for name, data in files.items() if not _holds(folder / name, data)}
    check_free((folder / name for name in new), replace=replace)
    if not new:
        return
    first = folder / next(iter(new))
    try:
        made = WorkFolder(folder, "packdesk")
    except (OSError, ValueError) as error:
        raise cannot_write(first, error) from error
    work = made.path
    try:
        (work / NEW).mkdir()
        for name, data in new.items():
            write_file(work / NEW / name, data, folder / name)
        _move_into(work / NEW, folder, work / EARLIER, [n for n in new if os.path.lexists(folder / n)])
        _sync_folder(folder)
    except FileExistsError as error:
        raise _is_there(Path(error.filename2 or first)) from error
    except OSError as error:
        raise cannot_write(first, error) from error
    finally:
        made.close()


def _holds(place: Path, data: bytes) -> bool:
    try:
        return place.stat().st_size == len(data) and place.read_bytes() == data
    except (OSError, ValueError):
        return False


def make_work_folder(target: Path) -> WorkFolder:
    """A folder on the target's disk, so that the last step is a rename; with a folder ``images`` in it.

    What a killed export to this target has left is put away.

    Raises:
        StorageError: it can't be made.
    """
    place = target if target.is_dir() and not may_be_swapped(target) else target.parent
    try:
        place.mkdir(parents=True, exist_ok=True)
        work = WorkFolder(place, target.name)
        (work.path / IMAGES).mkdir()
    except (OSError, ValueError) as error:
        raise cannot_write(target, error) from error
    return work


def put_in_place(work: Path, target: Path, *, as_zip: bool, replace: bool) -> None:
    """Move what lies in ``work / IMAGES`` to its place: one ZIP file, or a folder.

    Raises:
        StorageError: it can't be written, or something has come into its way meanwhile.
    """
    images = work / IMAGES
    try:
        if not as_zip and target.is_dir():
            check_target(target, as_zip=False, replace=replace)
            _replace_folder(images, target, work / EARLIER)
            _sync_folder(target)
            return
        if as_zip:
            _move_file(_zipped(images, work / ARCHIVE), target, replace=replace)
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
            if path.name.lower() not in LITTER
            and not (path.name.startswith(".") and path.name.endswith(PART) and path.is_dir())
        }
    except OSError as error:
        raise cannot_write(folder, error) from error


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
                raise FileExistsError(
                    errno.EEXIST, os.strerror(errno.EEXIST), str(file), None, str(target)
                ) from None
            file.rename(target)
        else:
            file.unlink()
    else:
        file.rename(target)


def _replace_folder(new: Path, target: Path, aside: Path) -> None:
    """A new folder in the place of one that holds an earlier export, or nothing."""
    earlier = _shown_in(target)
    if may_be_swapped(target) and new.parent.parent == target.parent:
        try:
            old = swap(new, target, aside)
        except OSError:  # on Windows, a program may hold a file in it open
            if aside.exists():
                raise
        else:
            # what no export made, like what somebody has put there this very moment, goes along
            for path in old.iterdir():
                if path.name not in earlier:
                    path.rename(target / path.name)
            return
    _move_into(new, target, aside, sorted(earlier))


def _move_into(new: Path, target: Path, aside: Path, earlier: Iterable[str]) -> None:
    """Put files into a folder that stays itself, in the place of ``earlier``; all is back if one can't be moved."""
    aside.mkdir()
    done: list[tuple[Path, Path]] = []
    try:
        for name in earlier:
            (target / name).rename(aside / name)
            done.append((target / name, aside / name))
        for path in sorted(new.iterdir()):
            _move_file(path, target / path.name, replace=False)
            done.append((path, target / path.name))
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
