"""Looks for a newer release, when the user wants that: fetch, verify, compare. Nothing is ever installed by it."""

from __future__ import annotations

import base64
import binascii
import logging
import platform
import sys
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop.core.resources import resource_path
from desktop.core.updates import Release, is_newer
from desktop.storage.updates import fetch_note, read_note

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

log = logging.getLogger(__name__)

_MOST_NEWS: Final = 5
_SYSTEMS: Final = {"win32": "windows", "darwin": "macos", "linux": "linux"}


@dataclass(frozen=True, slots=True)
class ReleaseSource:
    """Where releases are announced, and the key their makers sign with (32 bytes)."""

    url: str
    public_key: bytes


def release_source(path: Path | None = None) -> ReleaseSource | None:
    """What the build put into ``resources/updates.toml``; None for a build that knows no such place."""
    try:
        told = tomllib.loads((path or resource_path("updates.toml")).read_text("utf-8"))
        return ReleaseSource(str(told["url"]), base64.b64decode(told["public_key"], validate=True))
    except FileNotFoundError:
        return None
    except (OSError, KeyError, TypeError, ValueError, binascii.Error):
        log.warning("resources/updates.toml is not as expected: no new versions will be found")
        return None


def look_for_release(
    source: ReleaseSource, current: str, language: str, context: ssl.SSLContext | None = None
) -> Release | None:
    """The newest release, if it is newer than ``current``; blocks for up to ten seconds.

    Raises:
        OfflineError: the place can't be reached.
        InvalidInputError: what came isn't signed by the makers.
    """
    told = read_note(fetch_note(source.url, context), source.public_key)
    version, download = str(told.get("version", "")), _download(told)
    if not is_newer(version, current) or not download.startswith("https://"):
        return None
    return Release(version, _news(told, language), download)


def _download(told: dict[str, Any]) -> str:
    """The file for this system, or else the page with all of them."""
    files = told.get("downloads")
    system = _SYSTEMS.get(sys.platform, sys.platform)
    if isinstance(files, dict):
        for name in (f"{system}-{platform.machine().lower()}", system):
            if name in files:
                return str(files[name])
    return str(told.get("page", ""))


def _news(told: dict[str, Any], language: str) -> tuple[str, ...]:
    news = told.get("news")
    if not isinstance(news, dict):
        return ()
    lines = news.get(language) or news.get("en") or []
    return tuple(str(line)[:200] for line in lines[:_MOST_NEWS]) if isinstance(lines, list) else ()
