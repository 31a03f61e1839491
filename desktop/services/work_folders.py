"""Folders in which files are made before they take their place, and what killed programs have left of them.

Such a folder holds a file that is locked while its program lives. So whoever comes to the same place next knows what
nobody works at any more, on whatever computer that was, and puts it away, unless something lies in it that is needed.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import portalocker

from desktop.services.earlier import LITTER, REPORT, REPORT_TEXT, exported_into

PART: Final = ".part"
IMAGES: Final = "images"
NEW: Final = "new"
EARLIER: Final = "earlier"
ARCHIVE: Final = "export.zip"
_LOCK: Final = "lock"
_LONGEST_NAME: Final = 40
_ABANDONED_S: Final = 3600.0
"""A folder without a locked file (an earlier version's, or on a disk that knows no locks) in which nothing has happened
for so long is nobody's: files are made in seconds."""
_MADE: Final = frozenset((".jpg", ".png"))


class WorkFolder:
    """A folder ``.NAME.xxxxxxxx.part`` for what goes to a place on the same disk; ``close`` removes it.

    Raises:
        OSError, ValueError: it can't be made.
    """

    def __init__(self, place: Path, name: str) -> None:
        begins = f".{name[:_LONGEST_NAME]}."
        _put_away(place, begins)
        self.path = Path(tempfile.mkdtemp(dir=place, prefix=begins, suffix=PART))
        self._lock = (self.path / _LOCK).open("wb")
        with suppress(portalocker.LockException, OSError):
            portalocker.lock(self._lock, portalocker.LOCK_EX | portalocker.LOCK_NB)
            # an empty file says nothing yet: it may be about to be locked
            self._lock.write(b"1")
            self._lock.flush()

    def close(self) -> None:
        """Remove it with all that is in it."""
        self._lock.close()  # Windows removes no open file
        shutil.rmtree(self.path, ignore_errors=True)


def _put_away(place: Path, begins: str) -> None:
    """Remove what programs that are gone have left in ``place``; nothing else, and nothing that somebody may miss."""
    named = re.compile(re.escape(begins) + r"[a-z0-9_]{8}" + re.escape(PART))
    with suppress(OSError):
        for folder in place.iterdir():
            if named.fullmatch(folder.name) and not folder.is_symlink() and folder.is_dir():
                with suppress(OSError):
                    if _is_abandoned(folder) and _is_needless(folder):
                        shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    lock = folder / _LOCK
    if not lock.is_file() or not lock.stat().st_size:
        last = max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
        return time.time() - last > _ABANDONED_S
    try:
        with lock.open("r+b") as file:
            portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
    except portalocker.LockException:
        return False
    return True


def _is_needless(folder: Path) -> bool:
    """Whether it holds nothing but files on their way to a place, or an earlier export that another one has replaced.

    Killed between two renames, a program may have left the only copy of what was in that place in ``earlier``.
    """
    there = {path.name for path in folder.iterdir()}
    if there - {_LOCK, ARCHIVE, IMAGES, NEW, EARLIER}:
        return False
    if EARLIER in there and any((folder / EARLIER).iterdir()):
        return False
    images = folder / IMAGES
    exported = exported_into(images)
    files = [
        path for path in (*images.glob("*"), *(folder / NEW).glob("*")) if path.name.lower() not in LITTER
    ]
    return all(path.is_file() and not path.is_symlink() for path in files) and all(
        path.name in exported if exported else path.suffix in _MADE or path.name in {REPORT, REPORT_TEXT}
        for path in files
        if path.parent == images
    )
