"""First start to finished packs with nothing but a mouse and a keyboard, on a display like a person's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("new_user.py")
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.skipif(
        not shutil.which("Xvfb") or not shutil.which("xdotool"), reason="needs Xvfb and xdotool"
    ),
    pytest.mark.slow,
]


def test_that_a_new_user_gets_from_the_first_start_to_two_packs(tmp_path: Path) -> None:
    told, tell = os.pipe()
    display = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[tell],
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    try:
        with os.fdopen(told) as numbers:
            number = numbers.readline().strip()
        done = subprocess.run(
            [sys.executable, str(PROGRAM), str(tmp_path)],
            env={
                **os.environ,
                "DISPLAY": f":{number}",
                "QT_QPA_PLATFORM": "xcb",
                "PACKDESK_HOME": str(tmp_path),
                "PYTHONPATH": str(ROOT),
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    finally:
        display.terminate()
        display.wait(10)
    assert done.stdout.split("\n")[:3] == ["sample", "own", "[]"], done.stdout + done.stderr
    assert done.returncode == 0, done.stderr
