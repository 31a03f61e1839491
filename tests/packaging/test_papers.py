"""What the build finds wrong with checksums, lists of parts and icons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packager import icons, notices, papers
from packager.__main__ import write_checksums


def test_that_checksums_of_other_files_are_noticed(tmp_path: Path) -> None:
    for name in ("a.deb", "b.rpm"):
        (tmp_path / name).write_bytes(name.encode())
    write_checksums(tmp_path)
    assert papers.checksums(tmp_path) == []
    (tmp_path / "b.rpm").write_bytes(b"another")
    (tmp_path / "c.tar.xz").write_bytes(b"not named")
    wrong = papers.checksums(tmp_path)
    assert sorted(wrong) == ["SHA256SUMS is wrong about b.rpm", "SHA256SUMS is wrong about c.tar.xz"]


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """Libraries as a bundle has them: numpy's own, one it brought along, Qt's, the system's, Python's."""
    for name in (
        *(
            "numpy/core.cpython-311-x86_64-linux-gnu.so",
            "numpy.libs/libopenblas.so.0",
            "PySide6/QtGui.abi3.so",
        ),
        *("libxcb-cursor.so.0", "python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def some_parts() -> list[notices.Part]:
    names = {*papers._SURELY, "numpy"}
    return [notices.Part(name, "1", "MIT", texts=(("LICENSE", "text"),)) for name in sorted(names)]


def test_that_every_library_is_listed_with_who_brought_it(inside: Path) -> None:
    parts = some_parts()
    notices.attribute(parts, inside)
    document = json.loads(json.dumps(notices.as_cyclonedx(parts, "1.2.3", inside)))
    assert papers.parts(document, inside, "1.2.3") == []
    files = {
        one["name"]: [file["name"] for file in one.get("components", ())] for one in document["components"]
    }
    assert files["numpy"] == ["numpy/core.cpython-311-x86_64-linux-gnu.so", "numpy.libs/libopenblas.so.0"]
    assert files["pyside6-essentials"] == ["PySide6/QtGui.abi3.so"]
    assert len(files["python"]) == 1
    (inside / "numpy.libs" / "libopenblas.so.0").write_bytes(b"another")
    assert papers.parts(document, inside, "1.2.3") == [
        "the list of parts is wrong about numpy.libs/libopenblas.so.0"
    ]
    assert "another version" in papers.parts(document, inside, "1.2.4")[0]


def test_that_a_library_nobody_is_known_for_stops_the_build(inside: Path) -> None:
    (inside / "stranger").mkdir()
    (inside / "stranger" / "libx.so.1").write_bytes(b"code")
    with pytest.raises(LookupError, match=r"stranger/libx\.so\.1"):
        notices.attribute(some_parts(), inside)


def test_that_a_missing_icon_is_noticed(tmp_path: Path) -> None:
    icons.draw_icons(tmp_path / "usr/share/icons")
    assert papers.pictures(tmp_path) == []
    (tmp_path / "usr/share/icons/hicolor/48x48/apps/packdesk.png").unlink()
    assert papers.pictures(tmp_path) == ["48x48/apps/packdesk.png is missing, or not 48 pixels large"]
