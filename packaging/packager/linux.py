"""Linux: .deb and .rpm from one description, and a folder to unpack anywhere."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import platform
import re
import shutil
import string
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packager import contents, slim

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE: Final = contents.ROOT / "packaging" / "linux"
_ARCHITECTURES: Final = {"x86_64": "amd64", "aarch64": "arm64"}
_ALSO_NEEDED: Final = (
    "xkb-data",
    "fontconfig",
    "fonts-dejavu-core | fonts-liberation2 | fonts-noto-core | fonts-freefont-ttf",
)
"""Keyboard layouts, the font configuration and any font: files that no library names."""
_ALSO_NEEDED_RPM: Final = ("xkeyboard-config", "fontconfig")


def lay_out(bundle: Path, work: Path, tree: Path, version: str) -> Path:
    """The files as they will lie on the disk, under ``tree``."""
    shutil.rmtree(tree, ignore_errors=True)
    share = tree / "usr" / "share"
    for source, place in (
        (HERE / "packdesk.desktop", "applications/packdesk.desktop"),
        (HERE / "packdesk-mime.xml", "mime/packages/packdesk.xml"),
        (contents.ROOT / "LICENSE", "doc/packdesk/copyright"),
    ):
        (share / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, share / place)
    metainfo = (HERE / "app.packdesk.Packdesk.metainfo.xml").read_text("utf-8")
    metainfo = metainfo.replace("@VERSION@", version).replace("@DATE@", _date().isoformat())
    (share / "metainfo").mkdir(parents=True)
    (share / "metainfo" / "app.packdesk.Packdesk.metainfo.xml").write_text(metainfo, "utf-8")
    shutil.copytree(work / "icons" / "hicolor", share / "icons" / "hicolor")
    log = gzip.compress((contents.ROOT / "CHANGELOG.md").read_bytes(), 9, mtime=0)
    (share / "doc" / "packdesk" / "changelog.gz").write_bytes(log)
    program = tree / "opt" / "packdesk"
    shutil.copytree(bundle, program, symlinks=True)
    for path in (program, *program.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    for path in (share, *share.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return tree


def _date() -> dt.date:
    """Of the release: the commit's where that is told (SOURCE_DATE_EPOCH), else today."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return dt.datetime.fromtimestamp(int(told), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()


def packages(tree: Path, out: Path, version: str, *, is_release: bool) -> list[Path]:
    """Make the .deb and the .rpm.

    Raises:
        LookupError: the bundle names a library that neither it nor a known package has.
    """
    missing = slim.undefined_names(tree / "opt" / "packdesk")
    text = string.Template((HERE / "nfpm.yaml").read_text("utf-8")).substitute(
        PACKDESK_ARCH=_ARCHITECTURES[platform.machine()],
        PACKDESK_VERSION=version,
        PACKDESK_TREE=tree.as_posix(),
        PACKDESK_DEB_DEPENDS=_quoted(deb_depends(missing)),
        PACKDESK_RPM_DEPENDS=_quoted(rpm_depends(missing)),
        PACKDESK_DEB_COMPRESSION="xz" if is_release else "zstd",
        PACKDESK_RPM_COMPRESSION="xz" if is_release else "zstd:1",
    )
    description = tree.with_name("nfpm.yaml")
    description.write_text(text, "utf-8")
    nfpm = Path(sys.executable).with_name("nfpm")
    made = []
    for packager, name in (
        ("deb", f"packdesk_{version}_{_ARCHITECTURES[platform.machine()]}.deb"),
        ("rpm", f"packdesk-{version}-1.{platform.machine()}.rpm"),
    ):
        subprocess.run(
            [nfpm, "package", "--config", description, "--packager", packager, "--target", out / name],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        made.append(out / name)
    return made


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def deb_depends(missing: Iterable[str]) -> list[str]:
    """Debian's packages for these libraries.

    Raises:
        LookupError: there is one that nobody thought of.
    """
    packages = set(_ALSO_NEEDED)
    for name in missing:
        package = contents.SYSTEM_PACKAGES.get(name.split(".so", 1)[0])
        if package is None:
            raise LookupError(
                f"{name} is neither in the bundle nor in packager/contents.py's list of system packages"
            )
        packages.add(f"{package} (>= {glibc()})" if package == "libc6" else package)
    return sorted(packages)


def rpm_depends(missing: Iterable[str]) -> list[str]:
    """The same for RPM, which finds packages by the libraries in them."""
    libraries = sorted(name for name in missing if not name.startswith("ld-linux"))
    return [*(f"{name}()(64bit)" for name in libraries), f"glibc >= {glibc()}", *_ALSO_NEEDED_RPM]


def glibc() -> str:
    """The C library's version here, which is the oldest the bundle may meet."""
    return platform.libc_ver()[1]


def portable(bundle: Path, out: Path, version: str, *, is_release: bool) -> Path:
    """A folder to unpack anywhere."""
    name = f"packdesk-{version}-linux-{platform.machine()}"
    readme = (HERE / "README.txt").read_text("utf-8").replace("@GLIBC@", glibc())
    kind = "xz" if is_release else "gz"
    archive = out / f"{name}.tar.{kind}"
    extra = {} if is_release else {"compresslevel": 1}
    with tarfile.open(archive, f"w:{kind}", **extra) as tar:  # type: ignore[call-overload]  # mode is put together
        tar.add(bundle, name, filter=_anonymous)
        place = bundle.with_name("README.txt")
        place.write_text(readme, "utf-8")
        tar.add(place, f"{name}/README.txt", filter=_anonymous)
    return archive


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def validate(tree: Path) -> list[str]:
    """Ask the desktop's own checkers, where they are installed; what they object to."""
    share = tree / "usr" / "share"
    found = []
    for program, *words in (
        ("desktop-file-validate", share / "applications" / "packdesk.desktop"),
        ("appstreamcli", "validate", "--no-net", share / "metainfo" / "app.packdesk.Packdesk.metainfo.xml"),
        ("xmllint", "--noout", share / "mime" / "packages" / "packdesk.xml"),
    ):
        if shutil.which(program) is None:
            print(f"  {program} is not installed: not checked")
            continue
        done = subprocess.run([program, *words], check=False, capture_output=True, text=True)
        if done.returncode != 0 or re.search(r"^[EW]:", done.stdout, re.MULTILINE):
            found.append(f"{program}: {done.stdout}{done.stderr}".strip())
    return found
