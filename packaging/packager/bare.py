"""A bare Debian made on the spot, in which the package is installed, used, upgraded and removed like a customer's.

``debootstrap`` makes the system once (kept as an archive in build/); each check unpacks a fresh one. Everything runs in
mount and process namespaces of its own: whatever happens, no mount and no process stays. The screen is an Xvfb outside.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packager import checks, linux
from packager.screen import screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from packager.screen import Screen

SUITES: Final = ("bookworm", "trixie")
"""Debian 12 with everything, and the next one with the short version: it names many libraries otherwise."""
USER: Final = "anna"
NEEDED: Final = ("debootstrap", "Xvfb", "xdotool", "unshare", "chroot")
_PACK_S: Final = 400.0
_WINDOW_S: Final = 60.0
_FILES: Final = (*("-o", "Dpkg::Options::=--force-unsafe-io"), *("-qq", "-y", "--no-install-recommends"))
"""For apt-get: whether every file of a throw-away system has reached the disk doesn't matter."""
_DESKTOPS_HAVE: Final = ("libglib2.0-bin", "shared-mime-info", "desktop-file-utils")
_HALF_WAY: Final = 40
"""Files of a package that are unpacked when it is interrupted."""
_READY: Final = "the window is ready"
_KIND: Final = "application/x-packdesk-connection"
_CONNECTION: Final = 'dsn = "postgresql://anna@db.example.com:5432/postgres"\n'


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
            shutil.copyfile(source, root / "root" / name)
        own = ("unshare", "--mount", "--mount-proc", "--pid", "--fork", "--kill-child")
        words = (sys.executable, "-u", "-m", "packager.bare", root, work, suite)
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
        """Every file outside people's homes, but for package managers' own notes and caches."""
        skipped = (
            "home",
            "proc",
            "sys",
            "dev",
            "run",
            "tmp",
            "root",
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


def chain(bare: Bare, work: Path, suite: str) -> None:
    """Install, start, make a pack, double-click, upgrade, go back, interrupt, remove."""
    bare.as_root("apt-get", "-qq", "update")
    bare.as_root("apt-get", *_FILES, "install", *_DESKTOPS_HAVE)
    before = bare.files()
    done = bare.as_root("apt-get", *_FILES, "install", "/root/packdesk.deb")
    bare.expect(holds=done.returncode == 0, what="apt install ./packdesk.deb", told=done.stderr)
    bare.as_root("useradd", "--no-create-home", "--shell", "/bin/bash", USER)
    bare.home.mkdir(parents=True)
    shutil.chown(bare.home, 1000, 1000)
    use(bare, work, suite)
    if suite == SUITES[0]:
        double_click(bare, work)
        upgrade(bare, work)
        interrupt(bare)
    remove(bare, before)


def double_click(bare: Bare, work: Path) -> None:
    """A connection file is known by its name, and opens with the program."""
    file = bare.home / "Anna's shop.packdesk"
    file.write_text(_CONNECTION, "utf-8")
    shutil.chown(file, 1000, 1000)
    inside = f"/home/{USER}/{file.name}"
    done = subprocess.run(bare.as_user("gio", "mime", _KIND), check=False, capture_output=True, text=True)
    bare.expect(
        holds="packdesk.desktop" in done.stdout, what="its file type belongs to the program", told=done.stdout
    )
    words = bare.as_user("gio", "info", "-a", "standard::content-type", inside)
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    bare.expect(holds=_KIND in done.stdout, what="a .packdesk file is of that type", told=done.stdout)
    started = _log(bare).count(_READY)
    # what it starts keeps its outputs, so nobody may wait for their end
    nowhere = subprocess.DEVNULL
    subprocess.run(bare.as_user("gio", "open", inside), check=False, stdout=nowhere, stderr=nowhere)
    ready = _until(lambda: _log(bare).count(_READY) > started, _WINDOW_S)
    time.sleep(2)
    bare.screen.picture(work / "bare-double-click.png")
    bare.expect(holds=ready, what="opening one starts the program", told=_log(bare))
    checks.end_windows("/opt/packdesk/packdesk")
    bare.expect(holds=_until(lambda: not bare.screen.windows(), _WINDOW_S), what="and it closes")


def interrupt(bare: Bare) -> None:
    """Power fails while an upgrade unpacks: what is there still starts, and the next try completes it."""
    command: list[str | Path] = [
        "chroot",
        bare.root,
        "dpkg",
        "--force-unsafe-io",
        "--unpack",
        "/root/packdesk-newer.deb",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    folder = bare.root / "opt" / "packdesk"
    caught = _until(lambda: sum(1 for _ in folder.rglob("*.dpkg-new")) > _HALF_WAY, _WINDOW_S, every_s=0.01)
    process.kill()
    process.wait()
    bare.expect(holds=caught, what="an upgrade is killed half way through")
    done = subprocess.run(bare.as_user("packdesk", "--version"), check=False, capture_output=True, text=True)
    bare.expect(holds=done.returncode == 0, what="the program still starts", told=done.stderr)
    bare.as_root("dpkg", "--force-unsafe-io", "--configure", "-a")  # what apt asks for after that
    done = bare.as_root("apt-get", *_FILES, "install", "/root/packdesk-newer.deb")
    count = images(bare)
    bare.expect(
        holds=done.returncode == 0 and count == len(checks.IMAGES),
        what="installing it again completes it, and all images are there",
        told=f"{done.stderr} {count}",
    )
    left = list(folder.rglob("*.dpkg-*"))
    bare.expect(holds=not left, what="nothing half-unpacked is left", told=left)


def use(bare: Bare, work: Path, suite: str) -> None:
    """The very first start: a welcome, one key, the sample project, one shortcut, six images."""
    process = subprocess.Popen(bare.as_user("packdesk"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    appeared = _until(bare.screen.windows, _WINDOW_S)
    bare.expect(holds=appeared, what="a window appears on the first start")
    time.sleep(1)
    bare.screen.picture(work / f"bare-{suite}-welcome.png")
    bare.screen.press("Return")
    ready = _until(lambda: _READY in _log(bare), _WINDOW_S)
    bare.expect(holds=ready, what="Return starts the private database", told=_log(bare))
    time.sleep(2)
    bare.screen.press("ctrl+g")
    made = _until(lambda: images(bare) == len(checks.IMAGES), _PACK_S)
    bare.expect(holds=made, what="Ctrl+G makes six images of the sample", told=bare.ask("jobs", "list"))
    time.sleep(2)
    bare.screen.picture(work / f"bare-{suite}-six-tiles.png")
    print(f"        pictures: {work}/bare-{suite}-*.png")
    _end(bare, process, "the window closes without a complaint")


def upgrade(bare: Bare, work: Path) -> None:
    """A later release keeps everything; the older one then refuses the newer tables with a sentence."""
    done = bare.as_root("apt-get", *_FILES, "install", "/root/packdesk-newer.deb")
    bare.expect(holds=done.returncode == 0, what="apt upgrades to a higher version", told=done.stderr)
    started = _log(bare).count(_READY)
    process = subprocess.Popen(bare.as_user("packdesk"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    ready = _until(lambda: _log(bare).count(_READY) > started, _WINDOW_S)
    bare.expect(holds=ready, what="the upgraded program opens what the old one left", told=_log(bare))
    bare.expect(
        holds=images(bare) == len(checks.IMAGES), what="all six images are still there", told=images(bare)
    )
    bare.screen.picture(work / "bare-upgraded.png")
    _end(bare, process, "the upgraded window closes without a complaint")
    done = bare.as_root("apt-get", *_FILES, "--allow-downgrades", "install", "/root/packdesk.deb")
    answer = bare.ask("jobs", "list")
    refused = isinstance(answer, dict) and "newer than this program" in str(answer.get("message"))
    bare.expect(
        holds=done.returncode == 0 and refused, what="the older program refuses the newer tables", told=answer
    )


def remove(bare: Bare, before: set[str]) -> None:
    """Nothing stays outside the home, everything stays in it."""
    done = bare.as_root("apt-get", *_FILES, "--autoremove", "purge", "packdesk")
    bare.expect(holds=done.returncode == 0, what="apt purge packdesk", told=done.stderr)
    left = sorted(name for name in bare.files() - before if not name.startswith("etc/"))
    ours = [name for name in bare.files() if "packdesk" in name.lower()]
    bare.expect(holds=not ours, what="no file of ours is left outside the home", told=ours)
    bare.expect(holds=len(left) == 0, what="nor of anything it needed", told=left)
    data = bare.home / ".local/share/packdesk/data/PG_VERSION"
    bare.expect(holds=data.exists(), what="the user's data is kept")


def images(bare: Bare) -> int:
    """How many kinds of images are done, as the command line tells."""
    answer = bare.ask("jobs", "list", "--state", "completed")
    jobs = answer if isinstance(answer, list) else []
    return len({job["image_type"] for job in jobs if job.get("image_type")})


def _log(bare: Bare) -> str:
    path = bare.home / ".local/share/packdesk/logs/packdesk.log"
    return path.read_text("utf-8", "replace") if path.exists() else ""


def _until(condition: Callable[[], object], seconds: float, every_s: float = 0.5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every_s)
    return False


def _end(bare: Bare, process: subprocess.Popen[bytes], what: str) -> None:
    """Close the window as the session's end does."""
    process.send_signal(signal.SIGTERM)
    try:
        _, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        _, err = process.communicate()
    bare.expect(
        holds=process.returncode == 0 and not err.strip(), what=what, told=f"{process.returncode} {err!r}"
    )


def main() -> int:
    """In the namespaces: the chain under the folder given; 0 when everything held."""
    root, work, suite = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    with screen() as shown:
        assert shown is not None  # this is Linux
        bare = Bare(root, shown)
        bare.mount()
        chain(bare, work, suite)
    return int(bool(bare.found))


if __name__ == "__main__":
    sys.exit(main())
