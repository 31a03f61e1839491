"""``python -m packager``: bundle, notices, installers, checksums, and the checks; see ``packaging/build.py``."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from desktop import installed
from packager import (
    checks,
    circumstances,
    contents,
    linux,
    macos,
    notices,
    opencv,
    papers,
    slim,
    updates,
    windows,
)
from packager.icons import draw_icons

ROOT: Final = contents.ROOT
WORK: Final = ROOT / "build" / "package"
OUT: Final = ROOT / "dist"


def main() -> int:
    """Build; 0 when everything was made and every check held."""
    options = make_parser().parse_args()
    if options.new_key:
        print("private: {}\npublic:  {}".format(*updates.new_key()))
        return 0
    if options.sign_release:
        news, note = options.sign_release
        note.write_text(updates.signed_note(news, os.environ["PACKDESK_UPDATE_KEY"]), "utf-8")
        return 0
    if options.elsewhere:
        from packager import elsewhere  # noqa: PLC0415  # needs what only this does

        found = elsewhere.try_all(WORK)
        print("\n".join(found), file=sys.stderr)
        return int(bool(found))
    return build(is_release=options.release, is_checked=options.check)


def make_parser() -> argparse.ArgumentParser:
    """The words this understands."""
    parser = argparse.ArgumentParser(prog="build.py")
    parser.add_argument("--release", action="store_true", help="the smallest, slowest compression")
    parser.add_argument("--check", action="store_true", help="try the installers on a bare system as well")
    parser.add_argument(
        "--elsewhere", action="store_true", help="look at the wheels for other systems instead"
    )
    parser.add_argument("--new-key", action="store_true", help="make a pair of keys to sign releases with")
    parser.add_argument("--sign-release", nargs=2, type=Path, metavar=("NEWS.toml", "OUT.json"))
    return parser


def build(*, is_release: bool, is_checked: bool) -> int:
    """Make everything, step by step."""
    version = program_version()
    step = Steps()
    WORK.mkdir(parents=True, exist_ok=True)
    with step("icons"):
        draw_icons(WORK / "icons")
        windows.write_version_file(WORK / "version.txt", version)
    with step("bundle"):
        bundle = make_bundle(version)
    with step("slim"):
        print(f"  {slim.slim(bundle) / 1e6:.0f} MB taken off")
    with step("OpenCV without its libraries"):
        objections = opencv.try_in(contents.data_folder(bundle))
        if objections:
            raise SystemExit("\n".join(objections))
    if updates.write_source(contents.data_folder(bundle) / "desktop" / "_bundle" / "resources"):
        print("   it knows where new versions are announced")
    with step("notices and parts"):
        folder = contents.data_folder(bundle) / "notices"
        parts = notices.write_notices(bundle, folder, version)
        shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
        print(f"  {len(parts)} parts")
    installed.write_list(bundle_libraries(bundle), version, sizes=sys.platform != "darwin")
    OUT.mkdir(exist_ok=True)
    for old in OUT.glob("*"):
        old.unlink()
    with step("installers"):
        made = make_installers(bundle, version, is_release=is_release)
    shutil.copyfile(folder / notices.SBOM, OUT / f"packdesk-{version}-{sys.platform}.cdx.json")
    write_checksums(OUT)
    with step("what the installers hold"):
        tree = papers.unpack(made, WORK / "installed")
        shipped = tree / "opt" / "packdesk" if tree else bundle
        wrong = [*papers.look(shipped, OUT, version), *(papers.pictures(tree) if tree else [])]
    with step("the program as it is installed"):
        report = checks.try_program(checks.program_in(shipped), WORK)
    report.found += wrong
    report.sizes(installed_bytes=slim.size_bytes(tree or bundle), installers=made, is_release=is_release)
    if is_checked:
        with step("the built program under odd circumstances"):
            report.found += circumstances.try_all(bundle, WORK)
        with step("the installers, on a bare system"):
            report.found += checks.try_installers(made, WORK, version)
    report.tell()
    return int(bool(report.found))


class Steps:
    """Says what is being done, and how long it took."""

    def __init__(self) -> None:
        self._begin = 0.0
        self._name = ""

    def __call__(self, name: str) -> Steps:
        """Name the next step."""
        self._name = name
        return self

    def __enter__(self) -> None:
        print(f"== {self._name}")
        self._begin = time.monotonic()

    def __exit__(self, *_: object) -> None:
        print(f"   {time.monotonic() - self._begin:.0f} s")


def program_version() -> str:
    """The version the program says it has."""
    found = re.search(
        r'^__version__ = "([^"]+)"', (ROOT / "desktop" / "__init__.py").read_text("utf-8"), re.MULTILINE
    )
    if found is None:
        raise SystemExit("desktop/__init__.py names no version.")
    return found[1]


def make_bundle(version: str) -> Path:
    """Run PyInstaller; the folder with the program (macOS: the ``.app``)."""
    out = WORK / "bundle"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += [
        "--distpath",
        str(out),
        "--workpath",
        str(WORK / "pyinstaller"),
        str(ROOT / "packaging/packdesk.spec"),
    ]
    environment = {**os.environ, "PACKDESK_BUILD": str(WORK), "PACKDESK_VERSION": version}
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    return out / ("Packdesk.app" if sys.platform == "darwin" else "packdesk")


def bundle_libraries(bundle: Path) -> Path:
    """The folder that a running program knows as its own."""
    return bundle / "Contents" / "Frameworks" if bundle.suffix == ".app" else contents.data_folder(bundle)


def make_installers(bundle: Path, version: str, *, is_release: bool) -> list[Path]:
    """What people download, made for this system."""
    if sys.platform == "win32":
        return [windows.installer(bundle, WORK, OUT, version)]
    if sys.platform == "darwin":
        return [macos.disk_image(bundle, WORK, OUT, version)]
    tree = linux.lay_out(bundle, WORK, WORK / "tree", version)
    objections = linux.validate(tree)
    if objections:
        raise SystemExit("\n".join(objections))
    return [
        *linux.packages(tree, OUT, version, is_release=is_release),
        linux.portable(bundle, OUT, version, is_release=is_release),
    ]


def write_checksums(folder: Path) -> None:
    """``SHA256SUMS`` as ``sha256sum --check`` reads it."""
    lines = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    (folder / "SHA256SUMS").write_text("".join(lines), "ascii", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
