"""What a customer does with the package on a bare Debian: installs, looks, works, upgrades, goes back, removes.

Runs in the namespaces that ``bare.py`` makes, as ``python -m packager.customer ROOT WORK SUITE VERSION``.
"""

from __future__ import annotations

import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.core.errors import StorageError
from packager import checks
from packager.bare import SUITES, USER, Bare
from packager.screen import screen
from packager.trial import close_message

if TYPE_CHECKING:
    from collections.abc import Callable

_PACK_S: Final = 400.0
_WINDOW_S: Final = 180.0
"""For a first start on a machine that does other things as well; what it may take is judged where that is measured."""
_FILES: Final = (*("-o", "Dpkg::Options::=--force-unsafe-io"), *("-qq", "-y", "--no-install-recommends"))
"""For apt-get: whether every file of a throw-away system has reached the disk doesn't matter."""
_DEB: Final = "/srv/packdesk.deb"
_NEWER: Final = "/srv/packdesk-newer.deb"
_DESKTOPS_HAVE: Final = ("libglib2.0-bin", "shared-mime-info", "desktop-file-utils")
_HALF_WAY: Final = 40
"""Files of a package that are unpacked when it is interrupted."""
_READY: Final = "the window is ready"
_SHOWN: Final = "a connection file is shown"
_KIND: Final = "application/x-packdesk-connection"
_CONNECTION: Final = 'dsn = "postgresql://anna@db.example.com:5432/postgres"\n'
_REFUSAL: Final = "newer than this program"
_DARK: Final = "\n[look]\nappearance=dark\nlanguage=de\n"


def chain(bare: Bare, work: Path, suite: str, version: str) -> None:
    """Everything in turn; the second system gets the short version."""
    bare.as_root("apt-get", "-qq", "update")
    bare.as_root("apt-get", *_FILES, "install", *_DESKTOPS_HAVE)
    before = bare.files()
    done = bare.as_root("apt-get", *_FILES, "install", _DEB)
    bare.expect(holds=done.returncode == 0, what="apt install ./packdesk.deb", told=done.stderr)
    bare.as_root("useradd", "--no-create-home", "--shell", "/bin/bash", USER)
    without_home(bare)
    bare.home.mkdir(parents=True)
    shutil.chown(bare.home, 1000, 1000)
    use(bare, work, suite)
    try_commands(bare, version)
    if suite == SUITES[0]:
        measure(bare)
        double_click(bare, work)
        upgrade(bare, work)
        go_back(bare, work)
        interrupt(bare)
    remove(bare, before)


def without_home(bare: Bare) -> None:
    """An account that was never logged in to has no home folder yet: that is said, in a window, without a trace."""
    process = subprocess.Popen(bare.as_user("packdesk"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _until(lambda: bare.screen.windows() or process.poll() is not None, _WINDOW_S)
    appeared = bool(bare.screen.windows())
    close_message(process, bare.screen)
    process.kill()  # if that didn't help
    _, err = process.communicate()
    plain = (
        process.returncode == StorageError.exit_code and b"PACKDESK_HOME" in err and b"Traceback" not in err
    )
    bare.expect(holds=appeared and plain, what="without a home folder it says so, in a window", told=err)


def use(bare: Bare, work: Path, suite: str) -> None:
    """The first start, by a desktop that sets no HOME: a welcome, one key, the sample, one shortcut, six images."""
    words = [word for word in bare.as_user("packdesk") if not str(word).startswith("HOME=")]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    appeared = _until(bare.screen.windows, _WINDOW_S)
    bare.expect(holds=appeared, what="a window appears on the first start", told=process.poll())
    time.sleep(1)
    bare.screen.picture(work / f"bare-{suite}-welcome.png")
    bare.screen.press("Return")
    begin = time.monotonic()
    ready = _until(lambda: _READY in _log(bare), _WINDOW_S, every_s=0.05)
    took_s = time.monotonic() - begin
    bare.expect(holds=ready, what=f"Return starts the private database ({took_s:.1f} s)", told=_log(bare))
    time.sleep(2)
    begin = time.monotonic()
    bare.screen.press("ctrl+g")
    made = _until(lambda: images(bare) == len(checks.IMAGES), _PACK_S)
    took_s = time.monotonic() - begin
    bare.expect(
        holds=made,
        what=f"Ctrl+G makes six images of the sample ({took_s:.0f} s)",
        told=bare.ask("jobs", "list"),
    )
    time.sleep(2)
    bare.screen.picture(work / f"bare-{suite}-six-tiles.png")
    print(f"        pictures: {work}/bare-{suite}-*.png")
    _end(bare, process, "the window closes without a complaint")


def try_commands(bare: Bare, version: str) -> None:
    """The installed program says what it is, tests itself, and does the main job on the command line."""
    done = _run(bare, "packdesk", "--version")
    bare.expect(holds=version in done.stdout.split(), what=f"it is {version}", told=done.stdout + done.stderr)
    done = _run(bare, "packdesk", "--self-test")
    pages = done.stdout.count(": ok")
    told = done.stdout + done.stderr
    bare.expect(
        holds=done.returncode == 0 and pages > 0,
        what=f"--self-test of the installed program: {pages} pages",
        told=told,
    )
    folder = f"/home/{USER}/Sechs Bilder für Ä"
    done = _run(bare, "packdesk", "sample", "--out", folder)
    made = sum((bare.root / folder[1:] / f"{name}.jpg").is_file() for name in checks.IMAGES)
    bare.expect(
        holds=done.returncode == 0 and made == len(checks.IMAGES),
        what=f"packdesk sample, installed: {made} images",
        told=done.stdout + done.stderr,
    )


def measure(bare: Bare) -> None:
    """Size and start-up of the installed program, beside their limits."""
    listed = bare.as_root("dpkg", "-L", "packdesk").stdout.splitlines()
    paths = [bare.root / name[1:] for name in listed]
    size_mb = sum(path.lstat().st_size for path in paths if path.is_file() and not path.is_symlink()) / 1e6
    most_mb = checks.MOST_INSTALLED_MB
    bare.expect(
        holds=0 < size_mb <= most_mb,
        what=f"installed: {size_mb:.1f} MB of at most {most_mb:g} MB",
        told=size_mb,
    )
    starts = [_start(bare) for _ in range(checks.WARM_STARTS)]
    middle, most_s = statistics.median(starts), checks.MOST_WARM_START_S
    is_judged = not checks.is_busy()
    unless = "" if is_judged else " (busy: not judged)"
    bare.expect(
        holds=middle <= most_s or not is_judged,
        what=f"installed, warm start: {middle:.2f} s of at most {most_s:g} s{unless}",
        told=starts,
    )


def double_click(bare: Bare, work: Path) -> None:
    """A connection file is known by its name, and opens with the program."""
    file = bare.home / "Anna's shop.packdesk"
    file.write_text(_CONNECTION, "utf-8")
    shutil.chown(file, 1000, 1000)
    inside = f"/home/{USER}/{file.name}"
    done = _run(bare, "gio", "mime", _KIND)
    bare.expect(
        holds="packdesk.desktop" in done.stdout, what="its file type belongs to the program", told=done.stdout
    )
    done = _run(bare, "gio", "info", "-a", "standard::content-type", inside)
    bare.expect(holds=_KIND in done.stdout, what="a .packdesk file is of that type", told=done.stdout)
    # what it starts keeps its outputs, so nobody may wait for their end
    nowhere = subprocess.DEVNULL
    subprocess.run(bare.as_user("gio", "open", inside), check=False, stdout=nowhere, stderr=nowhere)
    shown = _until(lambda: _SHOWN in _log(bare), _WINDOW_S)
    time.sleep(2)
    bare.screen.picture(work / "bare-double-click.png")
    bare.expect(holds=shown, what="opening one starts the program and shows it", told=_log(bare))
    checks.end_windows("/opt/packdesk/packdesk")
    bare.expect(holds=_until(lambda: not bare.screen.windows(), _WINDOW_S), what="and it closes")


def upgrade(bare: Bare, work: Path) -> None:
    """A later release keeps everything: projects, the server's own files, and what was chosen."""
    settings, cluster = bare.data / "window.ini", bare.data / "data" / "global" / "pg_control"
    with settings.open("a", encoding="utf-8") as file:
        file.write(_DARK)
    identity = cluster.read_bytes()[:8]  # given to a cluster when it is made
    done = bare.as_root("apt-get", *_FILES, "install", _NEWER)
    bare.expect(holds=done.returncode == 0, what="apt upgrades to a higher version", told=done.stderr)
    started = _log(bare).count(_READY)
    process = subprocess.Popen(bare.as_user("packdesk"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    ready = _until(lambda: _log(bare).count(_READY) > started, _WINDOW_S)
    bare.expect(holds=ready, what="the upgraded program opens what the old one left", told=_log(bare))
    bare.expect(
        holds=images(bare) == len(checks.IMAGES), what="all six images are still there", told=images(bare)
    )
    time.sleep(2)
    bare.screen.picture(work / "bare-upgraded.png")
    _end(bare, process, "the upgraded window closes without a complaint")
    bare.expect(holds=cluster.read_bytes()[:8] == identity, what="it is the same embedded cluster")
    kept = settings.read_text("utf-8")
    bare.expect(
        holds="appearance=dark" in kept and "language=de" in kept, what="settings are kept", told=kept
    )


def go_back(bare: Bare, work: Path) -> None:
    """The older program refuses the newer tables with a sentence, on the command line and in the window."""
    done = bare.as_root("apt-get", *_FILES, "--allow-downgrades", "install", _DEB)
    answer = bare.ask("jobs", "list")
    refused = isinstance(answer, dict) and _REFUSAL in str(answer.get("message"))
    bare.expect(
        holds=done.returncode == 0 and refused, what="the older program refuses the newer tables", told=answer
    )
    before = len(_log(bare))
    process = subprocess.Popen(bare.as_user("packdesk"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = _until(lambda: _REFUSAL in _log(bare)[before:], _WINDOW_S)
    time.sleep(2)
    bare.screen.picture(work / "bare-refused.png")
    is_up = process.poll() is None and "Traceback" not in _log(bare)[before:]
    bare.expect(holds=told and is_up, what="its window says so, too", told=_log(bare)[before:])
    _end(bare, process, "and closes without a complaint")


def interrupt(bare: Bare) -> None:
    """Power fails while an upgrade unpacks: what is there still starts, and the next try completes it."""
    command: list[str | Path] = [
        "chroot",
        bare.root,
        "dpkg",
        "--force-unsafe-io",
        "--unpack",
        _NEWER,
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    folder = bare.root / "opt" / "packdesk"
    caught = _until(lambda: sum(1 for _ in folder.rglob("*.dpkg-new")) > _HALF_WAY, _WINDOW_S, every_s=0.01)
    process.kill()
    process.wait()
    bare.expect(holds=caught, what="an upgrade is killed half way through")
    done = _run(bare, "packdesk", "--version")
    bare.expect(holds=done.returncode == 0, what="the program still starts", told=done.stderr)
    bare.as_root("dpkg", "--force-unsafe-io", "--configure", "-a")  # what apt asks for after that
    done_again = bare.as_root("apt-get", *_FILES, "install", _NEWER)
    count = images(bare)
    bare.expect(
        holds=done_again.returncode == 0 and count == len(checks.IMAGES),
        what="installing it again completes it, and all images are there",
        told=f"{done_again.stderr} {count}",
    )
    left = list(folder.rglob("*.dpkg-*"))
    bare.expect(holds=not left, what="nothing half-unpacked is left", told=left)


def remove(bare: Bare, before: set[str]) -> None:
    """Nothing stays outside the home, everything stays in it."""
    done = bare.as_root("apt-get", *_FILES, "--autoremove", "purge", "packdesk")
    bare.expect(holds=done.returncode == 0, what="apt purge packdesk", told=done.stderr)
    left = sorted(name for name in bare.files() - before if not name.startswith("etc/"))
    ours = [name for name in bare.files() if "packdesk" in name.lower()]
    bare.expect(holds=not ours, what="no file of ours is left outside the home", told=ours)
    bare.expect(holds=len(left) == 0, what="nor of anything it needed", told=left)
    bare.expect(holds=(bare.data / "data" / "PG_VERSION").exists(), what="the user's data is kept")


def images(bare: Bare) -> int:
    """How many kinds of images are done, as the command line tells."""
    answer = bare.ask("jobs", "list", "--state", "completed")
    jobs = answer if isinstance(answer, list) else []
    return len({job["image_type"] for job in jobs if job.get("image_type")})


def _run(bare: Bare, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(bare.as_user(*words), check=False, capture_output=True, text=True)


def _log(bare: Bare) -> str:
    path = bare.data / "logs" / "packdesk.log"
    return path.read_text("utf-8", "replace") if path.exists() else ""


def _start(bare: Bare) -> float:
    """Start the window and end it when it is ready; the seconds in between."""
    started, begin = _log(bare).count(_READY), time.monotonic()
    process = subprocess.Popen(bare.as_user("packdesk"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _until(lambda: _log(bare).count(_READY) > started, _WINDOW_S, every_s=0.01)
    took_s = time.monotonic() - begin
    _end(bare, process, f"a warm start takes {took_s:.2f} s")
    return took_s


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
    root, work, suite, version = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    with screen() as shown:
        assert shown is not None  # this is Linux
        bare = Bare(root, shown)
        bare.mount()
        chain(bare, work, suite, version)
    return int(bool(bare.found))


if __name__ == "__main__":
    sys.exit(main())
