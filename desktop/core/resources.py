"""Where the files shipped with the program are: SQL, fonts, the cut-out model, the sample photo.

In a checkout they lie beside the package; in a wheel or a frozen app inside it, under ``_bundle``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_BUNDLE = _PACKAGE / "_bundle"


def _root() -> Path:
    return _BUNDLE if _BUNDLE.is_dir() else _PACKAGE.parent


def sql_dir() -> Path:
    """The folder with ``migrations``, ``queries`` and ``setup``."""
    return _root() / "sql"


def docs_dir() -> Path:
    """The folder with the guides, in Markdown."""
    return _root() / "docs"


def resource_path(*parts: str) -> Path:
    """A file or folder under ``resources``; whether it exists is the caller's business."""
    return _root().joinpath("resources", *parts)
