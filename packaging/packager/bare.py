"""A bare Debian made on the spot, in which the package is installed and used; what a customer does: ``customer.py``.

``debootstrap`` makes the system once (kept as an archive in build/); each check unpacks a fresh one. Everything runs in
mount and process namespaces of its own: whatever happens, no mount and no process stays. The screen is an Xvfb outside.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packager import linux

if TYPE_CHECKING:
    from packager.screen import Screen

SUITES: Final = ("bookworm", "trixie")
"""Debian 12 with everything, and the next one with the short version: it names many libraries otherwise."""
USER: Final = "anna"
NEEDED: Final = ("debootstrap", "Xvfb", "xdotool", "unshare", "chroot")


def try_debian(deb: Path, work: Path, version: str) -> list[str]:
    """The whole chain on each Debian; what was found wrong. Needs root, and Debian's mirror for the first time.

    Raises:
        SystemExit: a tool or the rights are missing.
    """
    missing = [name for name in NEEDED if shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") is None]
    if missing or os.geteuid() != 0:
        raise SystemExit(
            f"A bare Debian is made by root with {', '.join(NEEDED)}; missing: {missing or 'root'}"
        )
    newer = newer_package(work, version)
    found = []
    for suite in SUITES:
        print(f"  Debian {suite}:")
        root = work / "debian"
        shutil.rmtree(root, ignore_errors=True)
        _unpack(base_system(work, suite), root)
        for source, name in ((deb, "packdesk.deb"), (newer, "packdesk-newer.deb")):
            shutil.copyfile(source, root / "srv" / name)
        own = ("unshare", "--mount", "--mount-proc", "--pid", "--fork", "--kill-child")
        words = (sys.executable, "-u", "-m", "packager.customer", root, work, suite, version)
        if subprocess.run([*own, *words], check=False).returncode != 0:
            found.append(f"on a bare Debian ({suite}): see above")
        shutil.rmtree(root, ignore_errors=True)
    return found


def base_system(work: Path, suite: str) -> Path:
    """An archive of the smallest Debian there is."""
    archive = work.parent / f"debian-{suite}.tar"
    if not archive.exists():
        print("  making a bare Debian (once, about a minute)")
        folder = work / "debootstrap"
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", suite, str(folder)], check=True, stdout=subprocess.DEVNULL
        )
        fresh = archive.with_suffix(".new")
        with tarfile.open(fresh, "w") as tar:
            tar.add(folder, ".")
        fresh.replace(archive)
        shutil.rmtree(folder)
    return archive


def _unpack(archive: Path, root: Path) -> None:
    root.mkdir(parents=True)
    subprocess.run(["tar", "--extract", "--file", str(archive), "--directory", str(root)], check=True)


def newer_package(work: Path, version: str) -> Path:
    """The same program as if it were a later release: a higher version, and one migration more."""
    later = f"{version}.99"
    tree = work / "tree-newer"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(work / "tree", tree, symlinks=True)
    migrations = tree / "opt/packdesk/_internal/desktop/_bundle/sql/migrations"
    number = len(list(migrations.glob("*.sql"))) + 1
    (migrations / f"{number:04}_later_release.sql").write_text(
        "create table packdesk.later_release (id int primary key);\n", "utf-8"
    )
    out = work / "newer"
    out.mkdir(exist_ok=True)
    deb = linux.packages(tree, out, later, is_release=False)[0]
    shutil.rmtree(tree)
    return deb


# -- inside the namespaces ---------------------------------------------------------------------------------


class Bare:
    """One bare system under ``root``; commands run in it with nothing of the host's environment."""

    def __init__(self, root: Path, screen: Screen) -> None:
        self.root = root
        self.screen = screen
        self.home = root / "home" / USER
        self.data = self.home / ".local" / "share" / "packdesk"
        self.found: list[str] = []

    def mount(self) -> None:
        """What every running system has."""
        for kind, place in (("proc", "proc"), ("sysfs", "sys"), ("tmpfs", "run"), ("tmpfs", "tmp")):
            subprocess.run(["mount", "-t", kind, kind, self.root / place], check=True)
        subprocess.run(["mount", "--rbind", "/dev", self.root / "dev"], check=True)
        (self.root / "tmp").chmod(0o1777)
        (self.root / "tmp/.X11-unix").mkdir()
        subprocess.run(["mount", "--bind", "/tmp/.X11-unix", self.root / "tmp/.X11-unix"], check=True)
        shutil.copyfile("/etc/resolv.conf", self.root / "etc/resolv.conf")
        for path in Path("/etc/apt/apt.conf.d").glob("*prox*"):
            shutil.copyfile(path, self.root / "etc/apt/apt.conf.d" / path.name)

    def as_root(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run something as the administrator."""
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C.UTF-8",
        }
        environment |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        return subprocess.run(
            ["chroot", self.root, *words], env=environment, check=False, capture_output=True, text=True
        )

    def as_user(self, *words: str) -> list[str | Path]:
        """The command line that runs something as an ordinary user on the screen."""
        settings = [
            f"HOME=/home/{USER}",
            f"USER={USER}",
            "PATH=/usr/bin:/bin",
            "LANG=C.UTF-8",
            f"DISPLAY={self.screen.display}",
        ]
        return ["chroot", f"--userspec={USER}:{USER}", self.root, "env", "-i", *settings, *words]

    def ask(self, *words: str) -> object:
        """What a command of the program answers in JSON."""
        done = subprocess.run(
            self.as_user("packdesk", *words, "--json"), check=False, capture_output=True, text=True
        )
        try:
            return json.loads(done.stdout)
        except ValueError:
            return {"error": done.stdout + done.stderr}

    def expect(self, *, holds: bool, what: str, told: object = "") -> None:
        """Note whether something is as it should be."""
        print(f"  {'ok   ' if holds else 'WRONG'} {what}")
        if not holds:
            self.found.append(what)
            print(f"        {str(told).strip()[-2000:]}")

    def files(self) -> set[str]:
        """Every file outside people's homes, but for what was brought (srv) and package managers' notes and caches."""
        skipped = (
            "home",
            "proc",
            "sys",
            "dev",
            "run",
            "tmp",
            "root",
            "srv",
            "var/lib/dpkg",
            "var/lib/apt",
            "var/cache",
            "var/log",
        )
        found: set[str] = set()
        for folder, folders, names in os.walk(self.root):
            place = Path(folder).relative_to(self.root)
            folders[:] = [name for name in folders if str(place / name) not in skipped]
            found.update(str(place / name) for name in (*names, *folders))
        return found
