"""One folder takes another one's place in a single step, as far as the system knows such a step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_AT_CURRENT_FOLDER: Final = -100
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS."""


def may_be_swapped(folder: Path) -> bool:
    """Whether another folder may stand in this one's place without anybody missing the old one.

    Not so where it is somebody else's, a link, a disk's own, or the one this program (and the terminal it was started
    in) works in; nor where nothing can be put beside it.
    """
    try:
        if folder.is_symlink() or os.path.ismount(folder) or not os.access(folder.parent, os.W_OK):
            return False
        if os.name == "posix" and folder.stat().st_uid != os.geteuid():
            return False
        return not Path.cwd().resolve().is_relative_to(folder.resolve())
    except OSError:
        return False


def swap(new: Path, folder: Path, aside: Path) -> Path:
    """Put ``new`` in the place of ``folder``; returns where that is now, ``new`` or ``aside``. All are on one disk.

    Linux and macOS exchange the two in one step: at any moment there is one or the other. Elsewhere, and on file
    systems that can't, there are two renames, between which there is nothing in that place but both folders are whole.

    Raises:
        OSError: it can't be done; then all is as before.
    """
    now = new.stat()
    with suppress(OSError):
        # who may see and change it stays as people have set it
        shutil.copystat(folder, new)
        os.utime(new, ns=(now.st_atime_ns, now.st_mtime_ns))
    try:
        _exchange(new, folder)
    except (OSError, AttributeError):
        folder.rename(aside)
        try:
            new.rename(folder)
        except OSError:
            aside.rename(folder)
            raise
        return aside
    return new


def _exchange(one: Path, other: Path) -> None:
    """Two names change what they stand for.

    Raises:
        OSError, AttributeError: this system or file system can't.
    """
    names = (os.fsencode(one), os.fsencode(other))
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        here = _AT_CURRENT_FOLDER
        failed = library.renameat2(here, names[0], here, names[1], _EXCHANGE)
    elif sys.platform == "darwin":
        library = ctypes.CDLL(None, use_errno=True)
        failed = library.renamex_np(*names, _EXCHANGE)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
