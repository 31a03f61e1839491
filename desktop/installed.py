"""The files of a built program: whether they are whole, and what to do when an installer puts others in their place.

Written as if everything were broken: it needs the standard library only, and a program that was not built passes.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

from desktop.core.environment import taken
from desktop.core.itself import own_command, own_environment

LIST: Final = "files.txt"
"""Beside the program's libraries; written by the build: the version, then size in bytes and path of each file. Size 0
stands for any: signatures change files later."""

Mark: TypeAlias = tuple[int, int, int]


def libraries() -> Path | None:
    """Where a built program's libraries and data lie; None for one that runs from its source."""
    place = getattr(sys, "_MEIPASS", None)
    return Path(place) if place is not None and getattr(sys, "frozen", False) else None


def write_list(folder: Path, version: str, *, sizes: bool = True) -> None:
    """Note what a bundle holds, for ``damaged`` and ``version_of_files``.

    Args:
        folder: the libraries and data.
        version: the program's.
        sizes: whether the files stay as they are from now on.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != LIST]
    lines = [
        f"{path.stat().st_size if sizes else 0}\t{path.relative_to(folder).as_posix()}\n" for path in files
    ]
    (folder / LIST).write_text("".join((f"{version}\n", *lines)), "utf-8", newline="\n")


def version_of_files(folder: Path | None = None) -> str | None:
    """Which version the files belong to: another one than the program's after an update that was cut short."""
    folder = folder or libraries()
    with suppress(OSError, UnicodeDecodeError):
        if folder is not None:
            with (folder / LIST).open(encoding="utf-8") as file:
                return file.readline().strip()
    return None


def damaged(folder: Path | None = None) -> list[str]:
    """The files that are missing or have another size than they should; empty when all is well or nothing is known."""
    folder = folder or libraries()
    if folder is None:
        return []
    found = []
    with suppress(OSError, ValueError):
        for line in (folder / LIST).read_text("utf-8").splitlines()[1:]:
            size, _, name = line.partition("\t")
            path = folder / name
            if not path.is_file() or int(size) not in {0, path.stat().st_size}:
                found.append(name)
    return found


def mark(program: Path | None = None) -> Mark | None:
    """Tells one file in the program's place from another: it changes when an installer replaces the program.

    Args:
        program: the built program's own file; None is this one's, and nothing for one that runs from its source.
    """
    if program is None:
        if libraries() is None:
            return None
        program = Path(sys.executable)
    with suppress(OSError):
        found = program.stat()
        return found.st_ino, found.st_size, found.st_mtime_ns
    return None


def start_program() -> None:
    """Start the program that lies in this one's place by now, on its own: this one is about to end."""
    environment, nothing = own_environment(**taken()), subprocess.DEVNULL
    subprocess.Popen(
        own_command(), env=environment, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    )
