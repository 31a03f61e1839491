#!/usr/bin/env python3
"""Builds what people download, for the system this runs on: from a clean checkout, with nothing but Python.

    python3 packaging/build.py                 bundle and installers into dist/, the bundle tried out
    python3 packaging/build.py --release       the same with the smallest, slowest compression
    python3 packaging/build.py --check         and then the installers on a bare system (Linux: root, debootstrap)
    python3 packaging/build.py --elsewhere     what can be told here of the other systems: wheels, libraries, processors

It makes an environment of its own with the pinned packages in build/, and hands over to ``packager`` there.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

import dev  # noqa: E402  # the one file of standard library that knows how to set things up

WORK = ROOT / "build"
VENV = WORK / "venv"
PYTHON = VENV / ("Scripts/python.exe" if dev.WINDOWS else "bin/python")
REQUIREMENTS = ROOT / "packaging" / "requirements" / "package.txt"


def main() -> int:
    """Set up, then build; the exit code."""
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(__doc__)
        return 0
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # in order with what tools say
    try:
        dev.check_python()
        dev.install_system_packages(tests=False, build=True)
        make_environment()
        dev.fetch_model(PYTHON)
    except dev.PlainError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    environment = {**dev.clean_environment(), "PYTHONPATH": str(HERE)}
    return subprocess.call([PYTHON, "-m", "packager", *sys.argv[1:]], cwd=ROOT, env=environment)


def make_environment() -> None:
    """The pinned packages that are shipped and the tools that ship them, nothing of the developer's."""
    stamp, key = (
        WORK / "venv.stamp",
        hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest(),
    )
    if PYTHON.exists() and stamp.exists() and stamp.read_text("utf-8") == key:
        return
    print("Making the environment to build in")
    WORK.mkdir(exist_ok=True)
    dev.run([dev.base_python(), "-m", "venv", "--clear", str(VENV)], "Python couldn't make the environment.")
    dev.pip("install", "--require-hashes", "--requirement", str(REQUIREMENTS), python=PYTHON)
    stamp.write_text(key, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
