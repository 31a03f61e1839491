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

SUITE: Final = "bookworm"
MIRROR: Final = "http://deb.debian.org/debian"
USER: Final = "anna"
NEEDED: Final = ("debootstrap", "Xvfb", "xdotool", "unshare", "chroot")
_PACK_S: Final = 180.0
_WINDOW_S: Final = 60.0


def try_debian(deb: Path, work: Path, version: str) -> list[str]:
    """The whole chain on Debian 12; what was found wrong. Needs root, and Debian's mirror for the first time.

    Raises:
        SystemExit: a tool or the rights are missing.
    """
    missing = [name for name in NEEDED if shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") is None]
    if missing or os.geteuid() != 0:
        raise SystemExit(
            f"A bare Debian is made by root with {', '.join(NEEDED)}; missing: {missing or 'root'}"
        )
    root = work / "debian"
    shutil.rmtree(root, ignore_errors=True)
    _unpack(base_system(work), root)
    newer = newer_package(work, version)
    for source, name in ((deb, "packdesk.deb"), (newer, "packdesk-newer.deb")):
        shutil.copyfile(source, root / "root" / name)
    done = subprocess.run(
        [
            *("unshare", "--mount", "--pid", "--fork", "--kill-child"),
            *(sys.executable, "-u", "-m", "packager.bare", root, work),
        ],
        check=False,
    )
    shutil.rmtree(root, ignore_errors=True)
    return [] if done.returncode == 0 else [f"on a bare Debian ({SUITE}): see above"]


def base_system(work: Path) -> Path:
    """An archive of the smallest Debian there is."""
    archive = work.parent / f"debian-{SUITE}.tar"
    if not archive.exists():
        print("  making a bare Debian (once, about a minute)")
        folder = work / "debootstrap"
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", SUITE, str(folder), MIRROR],
            check=True,
            stdout=subprocess.DEVNULL,
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


def chain(bare: Bare, work: Path) -> None:
    """Install, start, make a pack, upgrade, go back, remove."""
    bare.as_root("apt-get", "-qq", "update")
    before = bare.files()
    done = bare.as_root("apt-get", "-qq", "-y", "--no-install-recommends", "install", "/root/packdesk.deb")
    bare.expect(holds=done.returncode == 0, what="apt install ./packdesk.deb", told=done.stderr)
    bare.as_root("useradd", "--no-create-home", "--shell", "/bin/bash", USER)
    bare.home.mkdir(parents=True)
    shutil.chown(bare.home, 1000, 1000)
    use(bare, work)
    upgrade(bare, work)
    remove(bare, before)


def use(bare: Bare, work: Path) -> None:
    """The very first start: a welcome, one key, the sample project, one shortcut, six images."""
    process = subprocess.Popen(bare.as_user("packdesk"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    appeared = _until(bare.screen.windows, _WINDOW_S)
    bare.expect(holds=appeared, what="a window appears on the first start")
    time.sleep(1)
    bare.screen.picture(work / "bare-welcome.png")
    bare.screen.press("Return")
    ready = _until(lambda: "the window is ready" in _log(bare), _WINDOW_S)
    bare.expect(holds=ready, what="Return starts the private database", told=_log(bare))
    time.sleep(2)
    bare.screen.press("ctrl+g")
    made = _until(lambda: images(bare) == len(checks.IMAGES), _PACK_S)
    bare.expect(holds=made, what="Ctrl+G makes six images of the sample", told=bare.ask("jobs", "list"))
    time.sleep(2)
    bare.screen.picture(work / "bare-six-tiles.png")
    print(f"        pictures: {work / 'bare-welcome.png'}, {work / 'bare-six-tiles.png'}")
    _end(bare, process, "the window closes without a complaint")


def upgrade(bare: Bare, work: Path) -> None:
    """A later release keeps everything; the older one then refuses the newer tables with a sentence."""
    done = bare.as_root("apt-get", "-qq", "-y", "install", "/root/packdesk-newer.deb")
    bare.expect(holds=done.returncode == 0, what="apt upgrades to a higher version", told=done.stderr)
    process = subprocess.Popen(bare.as_user("packdesk"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    ready = _until(lambda: _log(bare).count("the window is ready") > 1, _WINDOW_S)
    bare.expect(holds=ready, what="the upgraded program opens what the old one left", told=_log(bare))
    bare.expect(
        holds=images(bare) == len(checks.IMAGES), what="all six images are still there", told=images(bare)
    )
    bare.screen.picture(work / "bare-upgraded.png")
    _end(bare, process, "the upgraded window closes without a complaint")
    done = bare.as_root("apt-get", "-qq", "-y", "--allow-downgrades", "install", "/root/packdesk.deb")
    answer = bare.ask("jobs", "list")
    refused = isinstance(answer, dict) and "newer than this program" in str(answer.get("message"))
    bare.expect(
        holds=done.returncode == 0 and refused, what="the older program refuses the newer tables", told=answer
    )


def remove(bare: Bare, before: set[str]) -> None:
    """Nothing stays outside the home, everything stays in it."""
    done = bare.as_root("apt-get", "-qq", "-y", "--autoremove", "purge", "packdesk")
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


def _until(condition: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.5)
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
    root, work = Path(sys.argv[1]), Path(sys.argv[2])
    with screen() as shown:
        assert shown is not None  # this is Linux
        bare = Bare(root, shown)
        bare.mount()
        chain(bare, work)
    return int(bool(bare.found))


if __name__ == "__main__":
    sys.exit(main())
