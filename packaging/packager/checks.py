"""Tries the built program the way people use it; says how large and quick it is, with the limits beside that."""

from __future__ import annotations

import datetime as dt
import math
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from packager import contents
from packager.screen import screen

MOST_INSTALLED_MB: Final = 300.0
MOST_INSTALLER_MB: Final = 120.0
MOST_FIRST_START_S: Final = 4.0
MOST_WARM_START_S: Final = 1.5
WARM_STARTS: Final = 5
"""The middle one counts: a build machine has other things to do as well."""
IMAGES: Final = (
    "main-image",
    "infographic",
    "feature-highlight",
    "lifestyle",
    "comparison-chart",
    "dimension-diagram",
)
_USABLE: Final = re.compile(r"^(\S+ \S+),(\d{3}) .*the window is ready$", re.MULTILINE)
_WAIT_S: Final = 120.0
_BUSY: Final = 2.0
"""Processes that want each processor, over the last minute; the build's own work leaves about one."""
_JUDGED: Final = (0, 1)
"""1: a marketplace's rule is broken, which is for people to judge."""


@dataclass
class Report:
    """What was measured and what was found wrong."""

    figures: list[tuple[str, float, str, float]] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def figure(self, what: str, value: float, unit: str, most: float) -> None:
        """Note a figure; over its limit it counts as found wrong."""
        self.figures.append((what, value, unit, most))
        if value > most:
            self.found.append(f"{what}: {value:.2f} {unit}, which is over {most:g} {unit}")

    def sizes(self, *, installed_bytes: int, installers: list[Path], is_release: bool) -> None:
        """Note the sizes (1 MB is 1,000,000 bytes); a build that was compressed in a hurry is not judged by its."""
        self.figure("installed", installed_bytes / 1e6, "MB", MOST_INSTALLED_MB)
        for path in installers:
            name = path.name if is_release else f"{path.name} (quick)"
            self.figure(name, path.stat().st_size / 1e6, "MB", MOST_INSTALLER_MB if is_release else math.inf)

    def tell(self) -> None:
        """Print everything."""
        print("\nfigure".ljust(44) + "measured".rjust(12) + "at most".rjust(12))
        for what, value, unit, most in self.figures:
            print(f"{what:<43}{value:>9.2f} {unit:<2}{most:>9g} {unit:<2}{'' if value <= most else '  OVER'}")
        for text in self.found:
            print(f"WRONG: {text}", file=sys.stderr)


def program_in(bundle: Path) -> Path:
    """The program to start from a terminal."""
    if sys.platform == "win32":
        return bundle / "packdesk-cli.exe"
    return bundle / "Contents" / "MacOS" / "packdesk" if sys.platform == "darwin" else bundle / "packdesk"


def try_program(program: Path, work: Path) -> Report:
    """Self-test, sample pack and start-up times of one program."""
    report = Report()
    home = Path(tempfile.mkdtemp(prefix="packdesk-check-", dir=work))
    try:
        with screen() as shown:
            environment = clean_environment(home, shown.display if shown else None)
            report.found += self_test(program, environment)
            report.found += sample(program, environment, home)
            report.found += commands(program, environment, home)
            if sys.platform == "win32":
                print("  start-up isn't measured here: nothing ends a window politely")
            else:
                measure_starts(program, environment, home, report)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return report


def clean_environment(home: Path, display: str | None) -> dict[str, str]:
    """As a double-click would have it: nothing of this build."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PACKDESK_", "PG", "PYTHON", "QT_", "WAYLAND", "LD_", "VIRTUAL_ENV"))
    }
    return {**kept, "PACKDESK_HOME": str(home), **({"DISPLAY": display} if display else {})}


def self_test(program: Path, environment: dict[str, str]) -> list[str]:
    """Every page, light and dark; what was found wrong."""
    done = subprocess.run(
        [program, "--self-test"], env=environment, check=False, capture_output=True, text=True
    )
    pages = done.stdout.count(": ok")
    print(f"  self-test: {pages} pages, exit code {done.returncode}")
    return [] if done.returncode == 0 else [f"self-test: {done.stdout}{done.stderr}".strip()]


def sample(program: Path, environment: dict[str, str], home: Path) -> list[str]:
    """The main job on the sample photo; what was found wrong."""
    folder = home / "six images"
    done = subprocess.run(
        [program, "sample", "--out", str(folder)],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    missing = [name for name in IMAGES if not (folder / f"{name}.jpg").is_file()]
    print(f"  main job: {len(IMAGES) - len(missing)} of {len(IMAGES)} images, exit code {done.returncode}")
    if done.returncode != 0 or missing:
        return [f"main job: {done.stdout}{done.stderr}".strip()]
    return []


def commands(program: Path, environment: dict[str, str], home: Path) -> list[str]:
    """What else looks at pixels: cutting out, measuring by a marketplace's rules, exporting; what was found wrong."""
    photo = str(contents.ROOT / "resources" / "sample" / "sample-photo.jpg")
    with (contents.ROOT / "resources" / "sample" / "sample.toml").open("rb") as file:
        project = tomllib.load(file)["name"]
    images = [str(home / "six images" / f"{name}.jpg") for name in IMAGES]
    found = []
    for words, made in (
        (["cutout", photo, "--out", str(home / "cut out")], home / "cut out" / "sample-photo-cutout.png"),
        (["check", *images, "--for", "amazon"], None),
        (["export", project, "--for", "ebay", "--out", str(home / "shop.zip"), "--zip"], home / "shop.zip"),
    ):
        done = subprocess.run(
            [program, *words, "--json"], env=environment, check=False, capture_output=True, text=True
        )
        judged = done.returncode in _JUDGED and '"error"' not in done.stdout
        is_well = judged and (made is None or made.is_file())
        print(f"  {words[0]}: exit code {done.returncode}")
        if not is_well:
            found.append(f"{words[0]}: {done.stdout}{done.stderr}".strip())
    return found


def measure_starts(program: Path, environment: dict[str, str], home: Path, report: Report) -> None:
    """From the start of the process to a window with its data, the first time and later."""
    fresh = home / "first start"
    fresh.mkdir()
    (fresh / "window.ini").write_text("[connection]\nkind=private\n", "utf-8")
    environment = {**environment, "PACKDESK_HOME": str(fresh)}
    first = start_once(program, environment, fresh)
    warm = [start_once(program, environment, fresh) for _ in range(WARM_STARTS)]
    print("  warm starts: " + ", ".join(f"{seconds:.2f} s" for seconds in warm))
    middle = statistics.median(warm)
    judged = not is_busy()
    if not judged:
        print("  this machine is busy: start-up is measured, not judged")
    for what, seconds, most in (
        ("first start, the database being made", first, MOST_FIRST_START_S),
        (f"warm start, the middle one of {WARM_STARTS}", middle, MOST_WARM_START_S),
    ):
        report.figure(what, seconds, "s", most if judged else math.inf)


def is_busy() -> bool:
    """Whether this machine has so much else to do that times tell nothing."""
    return os.getloadavg()[0] > _BUSY * (os.cpu_count() or 1)


def start_once(program: Path, environment: dict[str, str], home: Path) -> float:
    """Start the window and end it when it is ready; the seconds it took, as its log tells."""
    log = home / "logs" / "packdesk.log"
    log.unlink(missing_ok=True)
    begin = time.time()
    process = subprocess.Popen([program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        ready_at = wait_until_ready(log, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    return ready_at - begin


def wait_until_ready(log: Path, process: subprocess.Popen[bytes]) -> float:
    """When the window was ready, in seconds since the epoch.

    Raises:
        SystemExit: it ended, or took longer than two minutes.
    """
    deadline = time.monotonic() + _WAIT_S
    while time.monotonic() < deadline:
        if log.exists() and (found := _USABLE.search(log.read_text("utf-8", "replace"))):
            at = dt.datetime.strptime(f"{found[1]}.{found[2]}", "%Y-%m-%d %H:%M:%S.%f").astimezone()
            return at.timestamp()
        if process.poll() is not None:
            raise SystemExit(f"The window ended with {process.returncode} before it was ready.")
        time.sleep(0.02)
    raise SystemExit("The window didn't get ready.")


def end_windows(program: str) -> None:
    """Ask the windows of a program to close that others have started; ``program`` is the end of its path."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            is_window = "--multiprocessing-fork" not in process.cmdline()
            if process.exe().endswith(program) and is_window:
                process.terminate()


def try_installers(made: list[Path], work: Path, version: str) -> list[str]:
    """Install, use, upgrade and remove on a bare system; what was found wrong."""
    if sys.platform != "linux":
        print("  only Linux has a bare system to make: the workflow installs on fresh machines instead")
        return []
    from packager import bare  # noqa: PLC0415  # needs Linux

    (deb,) = (path for path in made if path.suffix == ".deb")
    (archive,) = (path for path in made if ".tar." in path.name)
    return [*try_portable(archive, work), *bare.try_debian(deb, work, version)]


def try_portable(archive: Path, work: Path) -> list[str]:
    """Unpack the archive where people might, and use it there; what was found wrong."""
    with tempfile.TemporaryDirectory(prefix="portable-", dir=work) as name, screen() as shown:
        folder, home = Path(name, "Eigene Programme, Übung"), Path(name, "home")
        for place in (folder, home):
            place.mkdir()
        subprocess.run(["tar", "--extract", "--file", str(archive), "--directory", str(folder)], check=True)
        (program,) = folder.glob("*/packdesk")
        environment = clean_environment(home, shown.display if shown else None)
        return [*self_test(program, environment), *sample(program, environment, home)]
