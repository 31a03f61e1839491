"""Telling an earlier export from everything else: by the report that lies in it."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

REPORT: Final = "report.json"
REPORT_TEXT: Final = "report.txt"
REPORT_KIND: Final = "packdesk-export"
LITTER: Final = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
"""What the systems' file managers leave in a folder they have shown."""
_MOST_REPORT_BYTES: Final = 1_000_000


def exported_into(folder: Path) -> frozenset[str]:
    """The files that an earlier export has put into a folder, as its report names them; none without one of ours."""
    try:
        with (folder / REPORT).open("rb") as file:
            return _files_of(file.read(_MOST_REPORT_BYTES))
    except OSError:
        return frozenset()


def exported_into_zip(path: Path) -> frozenset[str]:
    """The same of a ZIP file."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(REPORT) as file:
            return _files_of(file.read(_MOST_REPORT_BYTES))
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile):
        return frozenset()


def _files_of(report: bytes) -> frozenset[str]:
    try:
        told: Any = json.loads(report)
        if told["kind"] != REPORT_KIND:
            return frozenset()
        return frozenset((REPORT, REPORT_TEXT, *(str(image["file"]) for image in told["images"])))
    except (ValueError, KeyError, TypeError):
        return frozenset()
