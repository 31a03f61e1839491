"""Putting files in their place: all or none, and never a mixture that could have been avoided."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import StorageError
from desktop.services.earlier import REPORT, REPORT_KIND
from desktop.services.placing import make_work_folder, place_files, put_in_place
from desktop.services.work_folders import WorkFolder

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".part"}


def export_to(target: Path, *names: str) -> None:
    """An export that holds these images, put in its place; what it replaces is kept for whoever still reads it."""
    made = make_work_folder(target)
    work = made.path
    report = {"kind": REPORT_KIND, "images": [{"file": name} for name in names]}
    (work / "images" / REPORT).write_text(json.dumps(report))
    for name in names:
        (work / "images" / name).write_bytes(name.encode())
    put_in_place(work, target, as_zip=False, replace=True)
    made._lock.close()
    work.rename(work.with_name(f".{work.name}"))


def left_behind(place: Path, name: str) -> Path:
    """What a killed program leaves: its folder, and a lock that nobody holds any more."""
    made = WorkFolder(place, name)
    made._lock.close()
    (made.path / "images").mkdir()
    (made.path / "images" / "one.jpg").write_bytes(b"1")
    return made.path


def test_that_what_a_killed_export_left_is_put_away_by_the_next_one(tmp_path: Path) -> None:
    dead, other = left_behind(tmp_path, "out"), left_behind(tmp_path, "other")
    alive = make_work_folder(tmp_path / "out")
    assert not dead.exists()
    next_one = make_work_folder(tmp_path / "out")
    assert alive.path.is_dir(), "somebody is at it"
    alive.close()
    next_one.close()
    assert list(tmp_path.iterdir()) == [other], "another target's is left to that"


def test_that_files_put_among_others_put_away_what_such_a_call_left(tmp_path: Path) -> None:
    dead = left_behind(tmp_path, "packdesk")
    place_files(tmp_path, {"a": b"1"}, replace=False)
    assert not dead.exists()


@pytest.mark.parametrize(
    "holds", ["earlier/report.json", "images/mine.txt", "images/folder/mine.jpg", "mine.jpg"]
)
def test_that_what_somebody_may_miss_is_never_put_away(tmp_path: Path, holds: str) -> None:
    kept = left_behind(tmp_path, "out")
    (kept / holds).parent.mkdir(exist_ok=True)
    (kept / holds).write_bytes(b"mine")
    make_work_folder(tmp_path / "out").close()
    assert (kept / holds).read_bytes() == b"mine"


def test_that_a_replaced_export_is_put_away_but_for_what_no_export_made(tmp_path: Path) -> None:
    gone, kept = left_behind(tmp_path, "out"), left_behind(tmp_path, "out2")
    for folder in (gone, kept):
        told = {"kind": REPORT_KIND, "images": [{"file": "one.jpg"}]}
        (folder / "images" / REPORT).write_text(json.dumps(told))
    (kept / "images" / "mine.jpg").write_bytes(b"mine")
    for name in ("out", "out2"):
        make_work_folder(tmp_path / name).close()
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_that_without_a_lock_only_age_tells(tmp_path: Path) -> None:
    young = left_behind(tmp_path, "out")
    (young / "lock").unlink()
    old = left_behind(tmp_path, "out")
    (old / "lock").write_bytes(b"")
    hours_ago = time.time() - 2 * 3600
    for path in (*old.rglob("*"), old):
        os.utime(path, (hours_ago, hours_ago))
    link = tmp_path / ".out.abcdefgh.part"
    (tmp_path / "mine").mkdir()
    os.utime(tmp_path / "mine", (hours_ago, hours_ago))
    link.symlink_to("mine")
    make_work_folder(tmp_path / "out").close()
    assert {path.name for path in tmp_path.iterdir()} == {young.name, "mine", link.name}


def test_that_files_come_together_and_the_same_ones_stay(tmp_path: Path) -> None:
    place_files(tmp_path, {"a": b"1", "b": b"2"}, replace=False)
    before = {name: (tmp_path / name).stat().st_ino for name in ("a", "b")}
    place_files(tmp_path, {"a": b"1", "b": b"2", "c": b"3"}, replace=False)
    assert contents(tmp_path) == {"a": b"1", "b": b"2", "c": b"3"}
    assert {name: (tmp_path / name).stat().st_ino for name in ("a", "b")} == before


def test_that_one_other_file_in_the_way_stops_all(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    with pytest.raises(StorageError, match="b is there already") as refused:
        place_files(tmp_path, {"a": b"1", "b": b"2"}, replace=False)
    assert refused.value.code == "exists"
    assert contents(tmp_path) == {"b": b"mine"}
    place_files(tmp_path, {"a": b"1", "b": b"2"}, replace=True)
    assert contents(tmp_path) == {"a": b"1", "b": b"2"}


def test_that_no_folder_ever_makes_room_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine").write_bytes(b"mine")
    with pytest.raises(StorageError, match="b can't be written"):
        place_files(tmp_path, {"a": b"1", "b": b"2"}, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert contents(tmp_path / "b") == {"mine": b"mine"}


def test_that_what_can_not_be_finished_is_undone(tmp_path: Path) -> None:
    place_files(tmp_path, {"a": b"1", "b": b"2"}, replace=False)
    with pytest.raises(StorageError, match="can't be written"):
        place_files(tmp_path, {"a": b"new", "x" * 300: b"a name no disk takes"}, replace=True)
    assert contents(tmp_path) == {"a": b"1", "b": b"2"}


def test_that_an_earlier_export_is_swapped_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    export_to(target, "one.jpg", "two.jpg")
    target.chmod(0o750)
    (target / ".DS_Store").write_bytes(b"")
    export_to(target, "three.jpg")
    assert set(contents(target)) == {"three.jpg", REPORT, ".DS_Store"}
    if os.name == "posix":
        assert target.stat().st_mode & 0o777 == 0o750


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no call that exchanges two folders in one step"
)
def test_that_nobody_ever_sees_a_mixture_of_two_exports(tmp_path: Path) -> None:
    target = tmp_path / "out"
    sets = [[f"{letter}{n}.jpg" for n in range(30)] for letter in "ab"]
    whole = [{REPORT, *names} for names in sets]
    export_to(target, *sets[0])
    seen: list[set[str]] = []
    done = threading.Event()

    def watch() -> None:
        # a folder that is held open is what a crash at this moment would have left
        while not done.is_set():
            folder = os.open(target, os.O_RDONLY)
            seen.append(set(os.listdir(folder)))  # noqa: PTH208  # a Path can't be held open
            os.close(folder)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        for n in range(100):
            export_to(target, *sets[(n + 1) % 2])
    finally:
        done.set()
        watching.join()
    assert len(seen) > 100
    assert {tuple(sorted(names)) for names in seen} <= {tuple(sorted(names)) for names in whole}
    assert all(any(names == each for names in seen) for each in whole)


@pytest.mark.skipif(os.name != "posix", reason="an ordinary account on Windows may not make links")
def test_that_a_link_to_a_folder_stays_one(tmp_path: Path) -> None:
    export_to(tmp_path / "real", "one.jpg")
    link = tmp_path / "link"
    link.symlink_to("real")
    export_to(link, "two.jpg")
    assert link.is_symlink()
    assert set(contents(tmp_path / "real")) == {"two.jpg", REPORT}
