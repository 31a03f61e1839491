"""Rules of the house that no single room can see."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).resolve().parents[1]

# What the top-level folder holds, and nothing else: a newcomer reads it in a minute.
TOP_LEVEL = {
    "pyproject.toml",
    "desktop",
    "docs",
    "resources",
    "sql",
    "tests",
    "packaging",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "dev.py",
}

# Watches what an import does to the world. Reading code (and writing its cache) is what imports are for.
WATCH = """
import importlib, json, pkgutil, sys, threading

CODE = (".py", ".pyc", ".so", ".pyd", ".dll", ".dylib")
DEEDS = ("socket.", "subprocess.", "os.", "shutil.", "tempfile.", "sqlite3.", "ctypes.dlopen", "webbrowser.")
HARMLESS = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.putenv")
module, deeds, seen = "", [], []

def watch(event, words):
    if not module or "__pycache__" in repr(words):
        return
    path = str(words[0]) if words else ""
    opens = event == "open" and not path.endswith(CODE) and ".so." not in path
    if opens or (event.startswith(DEEDS) and event not in HARMLESS):
        deeds.append([module, event, repr(words)])

for name in sys.argv[1:]:  # the libraries first: what they read while being imported is theirs
    try:
        importlib.import_module(name)
    except ImportError:
        pass
sys.addaudithook(watch)
import desktop
for found in pkgutil.walk_packages(desktop.__path__, "desktop."):
    if not found.name.endswith("__main__"):
        module = found.name
        importlib.import_module(module)
        seen.append(module)
module = ""
widgets = sys.modules.get("PySide6.QtWidgets")
window = widgets is not None and widgets.QApplication.instance() is not None
print(json.dumps({"deeds": deeds, "seen": seen, "window": window, "threads": threading.active_count()}))
"""

LIBRARIES = [
    *(
        "PIL.Image",
        "PIL.ImageCms",
        "PIL.ImageFilter",
        "PIL.ImageDraw",
        "PIL.ImageFont",
        "cv2",
        "numpy",
        "pi_heif",
    ),
    *(
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtWidgets",
        "qasync",
        "click",
        "rich.console",
        "fontTools.ttLib",
    ),
    *(
        "platformdirs",
        "portalocker",
        "psutil",
        "psycopg",
        "psycopg_pool",
        "importlib.metadata",
        "urllib.request",
    ),
    *(
        "asyncio",
        "concurrent.futures.process",
        "multiprocessing.pool",
        "multiprocessing.spawn",
        "uuid",
        "ssl",
    ),
]


def what_imports_do(python_path: Path, folder: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *LIBRARIES],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(python_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_that_importing_a_room_does_nothing(tmp_path: Path) -> None:
    found = what_imports_do(REPO, tmp_path)
    assert found["deeds"] == []
    assert not found["window"]
    assert found["threads"] == 1
    modules = {
        ".".join(path.relative_to(REPO).with_suffix("").parts)
        for path in (REPO / "desktop").rglob("*.py")
        if path.name not in {"__init__.py", "__main__.py"}
    }
    assert modules <= set(found["seen"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "deed",
    [
        "open(NOTE, 'w').close()",
        "open('/dev/null').close()",
        "import socket; socket.socket().close()",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', ''])",
        "import os; os.mkdir(os.path.dirname(__file__) + '/made')",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="uses a path of Linux and macOS")
def test_that_a_deed_on_import_would_be_seen(tmp_path: Path, deed: str) -> None:
    package = tmp_path / "desktop"
    package.mkdir()
    (package / "__init__.py").touch()
    (tmp_path / "note.txt").touch()
    (package / "loud.py").write_text(deed.replace("NOTE", repr(str(tmp_path / "note.txt"))))
    assert "desktop.loud" in {module for module, *_ in what_imports_do(tmp_path, tmp_path)["deeds"]}


def tracked() -> list[str]:
    if shutil.which("git") is None:
        pytest.skip("no git here to ask")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=REPO, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    return [name for name in done.stdout.split("\0") if name]


def test_that_the_top_level_folder_stays_small() -> None:
    names = {name.split("/", 1)[0] for name in tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


@pytest.mark.parametrize(
    "path", sorted((REPO / "packaging" / "requirements").glob("*.txt")), ids=lambda path: path.name
)
def test_that_pinned_requirements_name_no_place(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(
        r"://|^\s*-|\bindex\b|@", "\n".join(line for line in text.splitlines() if "--hash=" not in line)
    )
    pins = re.findall(r"^([a-zA-Z0-9][\w.-]*)==\S+", text, re.MULTILINE)
    assert pins
    for block in re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)[1:]:
        assert re.match(r"[\w.-]+==\S+", block), block
        assert "--hash=sha256:" in block, block


def test_that_running_and_developing_use_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        text = (REPO / "packaging" / "requirements" / name).read_text("utf-8")
        # without the systems they are for: a development package may want one on more of them
        return set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE))

    assert pins("run.txt")
    assert pins("run.txt") <= pins("dev.txt")


def test_that_sql_files_have_the_same_bytes_everywhere() -> None:
    files = sorted((REPO / "sql").rglob("*.sql"))
    assert files
    for path in files:
        content = path.read_bytes()
        assert b"\r" not in content, path
        assert content.endswith(b"\n"), path
        assert not content.startswith(b"\xef\xbb\xbf"), path


def test_that_the_wheel_of_the_model_is_pinned_by_hash() -> None:
    text = (REPO / "dev.py").read_text("utf-8")
    assert "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8" in text


@pytest.mark.parametrize(
    "door", ["desktop.cli.pack", "desktop.cli.jobs", "desktop.start", "desktop.worker.worker"]
)
def test_that_only_the_image_engines_process_loads_what_computes_images(door: str) -> None:
    """NumPy and OpenCV take longer to load than all of a short command."""
    loads = f"import sys, {door}; print(*sorted({{'numpy', 'cv2', 'MNN'}} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", loads],
        cwd=REPO,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
