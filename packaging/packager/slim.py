"""Takes weight off a finished bundle: debug information, tables and speed-ups nobody needs, codecs never called."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from packager import icu
from packager.contents import data_folder
from packager.elf import Library, NotElfError

if TYPE_CHECKING:
    from pathlib import Path

NEVER_CALLED: Final = (
    ("cv2/cv2*.so", "opencv_python_headless.libs", ("libav", "libsw", "libopenblas")),
    ("PIL/_imaging.*.so", "pillow.libs", ("libxcb-",)),
)
"""Modules, where their libraries lie, and which of these they name for functions that are never called.

OpenCV: video (libavcodec, libavformat, libavutil, libswscale), AVIF (libavif; Pillow opens photos here) and linear
algebra; every function that Packdesk calls is tried without these (``packager/opencv.py``). Pillow: pictures of the
screen.
"""
_SPARE: Final = (
    "fontTools/misc/bezierTools.*.so",
    "fontTools/varLib/iup.*.so",
    "cv2/*.xml",
    "cv2/data/*.xml",
)
"""Compiled doubles of Python files, for font editors."""
_OPENED_BY_NAME: Final = ("libXss.so.1",)
"""``desktop/power.py`` asks X how long nobody has typed."""
_SPARE_WINDOWS: Final = ("cv2/opencv_videoio_ffmpeg*.dll",)


def slim(bundle: Path) -> int:
    """Make a bundle smaller; the bytes saved.

    Raises:
        FileNotFoundError: what should be loosened isn't there: the list is out of date.
    """
    before = size_bytes(bundle)
    inside = data_folder(bundle)
    for pattern in (*_SPARE, *_SPARE_WINDOWS):
        for path in inside.glob(pattern):
            path.unlink()
    if sys.platform == "linux":
        for library in inside.glob("PySide6/Qt/lib/libicudata.so.*"):
            icu.slim(library)
        _strip(bundle)
        for pattern, libraries, unwanted in NEVER_CALLED:
            loosen(inside, pattern, libraries, unwanted)
        _remove_dangling(inside)
        _remove_orphans(inside)
    return before - size_bytes(bundle)


def size_bytes(folder: Path) -> int:
    """What the files of a folder hold; links count nothing."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _strip(bundle: Path) -> None:
    """Remove debug information. PyInstaller's programs stay as they are: their archive hangs at the end."""
    strip = shutil.which("strip")
    if strip is None:
        raise FileNotFoundError("strip (Debian: binutils)")
    for path in sorted(bundle.rglob("*")):
        is_library = ".so" in path.name or path.parent.name == "bin"
        if is_library and path.is_file() and not path.is_symlink():
            _strip_one(strip, path)


def _strip_one(strip: str, path: Path) -> None:
    """Strip a file, unless that breaks it: libraries that were changed after linking don't survive it."""
    fresh = path.with_name(path.name + ".stripped")
    done = subprocess.run(
        [strip, "--strip-unneeded", "-o", str(fresh), str(path)], check=False, capture_output=True
    )
    if done.returncode == 0 and Library(fresh).can_be_loaded:
        fresh.replace(path)
    else:
        fresh.unlink(missing_ok=True)


def loosen(inside: Path, pattern: str, libraries: str, unwanted: tuple[str, ...]) -> None:
    """A module without the libraries it never calls, and those libraries away unless somebody else names them.

    Raises:
        FileNotFoundError: the module names none of them.
    """
    (module,) = inside.glob(pattern)
    folder = inside / libraries
    library = Library(module)
    names = [name for name in library.needed if name.startswith(unwanted)]
    if not names:
        raise FileNotFoundError(f"{module.name} names none of {', '.join(unwanted)}")
    library.do_without([Library(folder / name) for name in names])
    library.save()
    named = _named_from(inside, folder)
    for path in folder.iterdir():
        if path.name not in named:
            path.unlink()


def _named_from(inside: Path, folder: Path) -> set[str]:
    """The libraries of a folder that anything outside it needs, and those that these need."""
    found: set[str] = set()
    waiting = [name for path, names in _needed_by(inside).items() if path.parent != folder for name in names]
    while waiting:
        name = waiting.pop()
        path = folder / name
        if name not in found and path.exists():
            found.add(name)
            waiting += Library(path).needed
    return found


def _remove_dangling(inside: Path) -> None:
    for path in inside.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _remove_orphans(inside: Path) -> None:
    """Remove the system's libraries that came along for a plugin which was left out."""
    while True:
        named = set(_OPENED_BY_NAME).union(*_needed_by(inside).values())
        orphans = [
            path
            for path in inside.glob("lib*.so*")
            if path.name not in named and not path.is_symlink() and not path.name.startswith("libpython")
        ]
        if not orphans:
            return
        for path in orphans:
            path.unlink()


def _needed_by(folder: Path) -> dict[Path, list[str]]:
    """Every ELF file with the libraries it names."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            try:
                found[path] = Library(path).needed
            except (NotElfError, StopIteration):
                continue
    return found


def undefined_names(bundle: Path) -> dict[str, list[str]]:
    """Libraries named in the bundle that are in it nowhere, with who names them: the system has to have these."""
    shipped = {path.name for path in bundle.rglob("*")}
    missing: dict[str, list[str]] = {}
    for path, names in _needed_by(bundle).items():
        for name in names:
            if name not in shipped:
                missing.setdefault(name, []).append(path.name)
    return missing
