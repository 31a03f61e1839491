"""Trouble before there is a window: each in a process of its own, as it is started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import installed, mishap
from tests.ui.test_self_test import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a message there waits for a click")


def run(code: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**environment(home), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def pretend_tools(folder: Path) -> str:
    """A desktop whose message program writes what it is told; nothing of the real one is shown."""
    folder.mkdir()
    program = folder / "zenity"
    program.write_text(f'#!/bin/sh\nprintf "%s" "${{4#--text=}}" > "{folder}/told"\n')
    program.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


BROKEN = """
import sys
sys.argv = ["packdesk", "--dsn=postgresql://anna:geheim@db/x"]
import desktop.cli.root
def broken(): raise RuntimeError("a file of ours is damaged, password=geheim")
desktop.cli.root.run = broken
from desktop.cli import main
main()
"""


def test_that_a_crash_before_the_window_leaves_a_report_and_says_where(tmp_path: Path) -> None:
    path = pretend_tools(tmp_path / "tools")
    done = run(BROKEN, tmp_path / "home", PATH=path, QT_QPA_PLATFORM="none such")
    assert done.returncode == 1
    (report,) = (tmp_path / "home" / "logs").glob("crash-*.txt")
    assert str(report) in done.stderr
    assert (tmp_path / "tools" / "told").read_text() == done.stderr.strip()
    text = report.read_text("utf-8")
    assert "RuntimeError: a file of ours is damaged" in text
    assert "line" in text
    assert "geheim" not in text + done.stderr


def test_that_a_report_goes_elsewhere_when_the_home_is_of_no_use(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    (tmp_path / "tmp").mkdir()
    path = pretend_tools(tmp_path / "tools")
    done = run(
        BROKEN, tmp_path / "home", PATH=path, QT_QPA_PLATFORM="none such", TMPDIR=str(tmp_path / "tmp")
    )
    assert done.returncode == 1
    (report,) = (tmp_path / "tmp").glob("crash-*.txt")
    assert str(report) in done.stderr


def test_that_qt_going_down_is_reported(tmp_path: Path) -> None:
    path = pretend_tools(tmp_path / "tools")
    code = "import sys; sys.argv = ['packdesk']; from desktop.cli import main; main()"
    done = run(code, tmp_path / "home", PATH=path, QT_QPA_PLATFORM="none such")
    assert done.returncode == 1
    assert done.stderr.startswith("Packdesk can't open a window on this computer.")
    (report,) = (tmp_path / "home" / "logs").glob("crash-*.txt")
    assert "none such" in report.read_text("utf-8")
    assert str(report) in (tmp_path / "tools" / "told").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a full disk that is always there")
def test_that_telling_never_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(mishap, "_own_window", lambda _: False)
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        mishap.tell("something")
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())  # so that closing it finds room
    assert mishap.report_crash(ValueError("x")).startswith("Packdesk could not start")


def test_that_a_home_that_cant_be_written_is_shown_in_a_window(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    path = pretend_tools(tmp_path / "tools")
    code = "import sys; sys.argv = ['packdesk']; from desktop.cli import main; main()"
    done = run(code, tmp_path / "home", PATH=path, QT_QPA_PLATFORM="none such")
    assert done.returncode == 7
    assert done.stderr.startswith(f"{tmp_path / 'home'} is a file")
    assert (tmp_path / "tools" / "told").read_text() == done.stderr.strip()


def test_that_an_installation_cut_short_is_told_apart_from_a_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKDESK_HOME", str(tmp_path / "home"))
    folder = tmp_path / "libraries"
    (folder / "Qt").mkdir(parents=True)
    for name in ("Qt/library.so", "table.sql", "signed.dll"):
        (folder / name).write_bytes(b"content")
    assert installed.version_of_files() is None  # a source tree
    assert installed.damaged() == []
    installed.write_list(folder, "1.2.3")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(folder), raising=False)
    assert installed.version_of_files() == "1.2.3"
    assert installed.damaged() == []
    assert mishap.report_crash(ValueError("x")).startswith("Packdesk could not start, because of a mistake")
    (folder / "table.sql").write_bytes(b"con")
    (folder / "Qt" / "library.so").unlink()
    assert installed.damaged() == ["Qt/library.so", "table.sql"]
    told = mishap.report_crash(ImportError("library.so: no such file"))
    assert told.startswith("Some of Packdesk's own files are missing")
    assert "Install Packdesk again" in told
    reports = (tmp_path / "home" / "logs").glob("crash-*.txt")
    assert any("table.sql" in report.read_text("utf-8") for report in reports)
    installed.write_list(folder, "1.2.4", sizes=False)  # signatures change sizes
    (folder / "signed.dll").write_bytes(b"content, signed")
    assert installed.damaged() == []
    (folder / installed.LIST).write_bytes(b"\xff\xfe")
    assert (installed.version_of_files(), installed.damaged()) == (None, [])


def test_that_a_typed_command_that_breaks_waits_for_nobody(tmp_path: Path) -> None:
    path = pretend_tools(tmp_path / "tools")
    code = (
        "import sys; sys.argv = ['packdesk', 'bench', 'queue']; sys.modules['desktop.cli.root'] = None;"
        " from desktop.cli import main; main()"
    )
    done = run(code, tmp_path / "home", PATH=path, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 1
    assert "could not start" in done.stderr
    assert not (tmp_path / "tools" / "told").exists()


def test_that_a_message_that_cant_be_shown_does_not_go_round_in_circles(tmp_path: Path) -> None:
    """Where the window's libraries are broken, the process that should show the message breaks as well."""
    path = pretend_tools(tmp_path / "tools")
    packages = tmp_path / "packages" / "PySide6"
    packages.mkdir(parents=True)
    (packages / "__init__.py").write_text("raise ImportError('libQt6Core.so.6: file too short')")
    code = "import sys; sys.argv = ['packdesk']; from desktop.cli import main; main()"
    search = os.pathsep.join((str(packages.parent), str(ROOT)))
    done = run(code, tmp_path / "home", PATH=path, PYTHONPATH=search, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 1
    assert (tmp_path / "tools" / "told").read_text() == done.stderr.strip()
    assert "could not start" in done.stderr
