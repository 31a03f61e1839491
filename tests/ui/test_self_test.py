"""The program as it is started: self-test, files as arguments, signals; each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("PACKDESK_", "PG", "DISPLAY", "WAYLAND"))
    }
    kept.pop("QT_QPA_PLATFORM", None)
    return {**kept, "PACKDESK_HOME": str(home), "PYTHONPATH": str(ROOT), **more}


def start(home: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", *words],
        cwd=home,
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_that_the_self_test_finds_nothing(tmp_path: Path) -> None:
    process = start(tmp_path, "--self-test")
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, ""), err
    assert "projects, light: ok" in out
    assert "settings, dark: ok" in out
    assert not (tmp_path / "data").exists()  # it has a workspace of its own


@pytest.mark.skipif(sys.platform != "linux", reason="about Linux without a screen")
def test_that_without_a_screen_it_says_so(tmp_path: Path) -> None:
    process = start(tmp_path)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err.startswith("There is no screen")


@pytest.mark.skipif(sys.platform == "win32", reason="about POSIX signals")
@pytest.mark.parametrize(
    ("number", "name"),
    [(signal.SIGTERM, "home"), (signal.SIGINT, f"Frau Müller, {'sehr ' * 20}langer Name, 100 %")],
)
def test_that_a_signal_closes_properly(tmp_path: Path, number: signal.Signals, name: str) -> None:
    tmp_path = tmp_path / name
    tmp_path.mkdir()
    (tmp_path / "window.ini").write_text("[connection]\nkind=private\n", "utf-8")
    process = start(tmp_path, QT_QPA_PLATFORM="offscreen")
    log = tmp_path / "logs" / "packdesk.log"
    deadline = time.monotonic() + 60
    while not (log.exists() and "processing: working" in log.read_text("utf-8")):
        assert time.monotonic() < deadline
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    # a second start finds the first and ends
    second = start(tmp_path, QT_QPA_PLATFORM="offscreen")
    out, err = second.communicate(timeout=30)
    assert (second.returncode, out, err) == (0, "", "")
    servers = [p for p in psutil.process_iter(["cwd"]) if p.info["cwd"] == str(tmp_path / "data")]
    assert servers
    begin = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, ""), err
    assert time.monotonic() - begin < 15
    gone, alive = psutil.wait_procs(servers, timeout=5)
    assert gone
    assert not alive
