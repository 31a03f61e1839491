"""``packdesk export``: a real pack, for every marketplace, in its place whole or not at all."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from desktop.core.listing import file_stem
from tests.cli.program import PHOTOS, Program
from tests.cli.test_bad_input import disk
from tests.imaging.market_kit import independent_amazon_check

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "Größe/L: brush"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A home with one complete pack, all facts known."""
    cwd = tmp_path_factory.mktemp("here")
    program = Program(home=tmp_path_factory.mktemp("home"), cwd=cwd)
    done = program(
        "pack",
        PHOTOS / "brush_wood.jpg",
        *("--name", NAME, "--feature", "Soft bristles", "--compare", "Length=30 cm|20 cm"),
        *("--dimensions", "30x5x4", "--out", "pack"),
    )
    assert done.code == 0, done.err
    yield program
    program.end_all()


@pytest.fixture
def out(made: Program, tmp_path: Path) -> Path:
    made.end_all()
    return tmp_path / "out"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_that_amazon_gets_its_names_and_rules(made: Program, out: Path) -> None:
    done = made("export", NAME, "--for", "amazon", "--out", out, "--json")
    assert done.code == 0, done.err
    stem = "größe-l-brush"
    files = {f"{stem}.MAIN.jpg", *(f"{stem}.PT{n:02d}.jpg" for n in range(1, 6))}
    assert names(out) == files | {"report.json", "report.txt"}
    told = done.json
    assert told["passes"]
    assert told["left_out"] == []
    assert {image["verdict"] for image in told["images"]} <= {"pass", "warn"}
    assert independent_amazon_check((out / f"{stem}.MAIN.jpg").read_bytes()) == []
    for file in files:
        with Image.open(out / file) as image:
            assert (image.size, image.format, image.mode) == ((2000, 2000), "JPEG", "RGB")
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "icc_profile"}
            assert not image.getexif()
    assert json.loads((out / "report.json").read_text("utf-8"))["images"] == told["images"]
    text = (out / "report.txt").read_text("utf-8")
    assert "pure white" in text
    assert "PT05.jpg" in text


def test_that_an_asin_takes_the_names_place(made: Program, out: Path) -> None:
    assert made("export", NAME, "--for", "amazon", "--out", out, "--asin", "b0abcd1234").code == 0
    assert "B0ABCD1234.MAIN.jpg" in names(out)
    made("export", NAME, "--for", "amazon", "--out", out / "x", "--asin", "no/../pe").refused(3, "ASIN")


def test_that_ebay_gets_no_artwork(made: Program, out: Path) -> None:
    told = made("export", NAME, "--for", "ebay", "--out", out, "--json").json
    assert [image["type"] for image in told["images"]] == ["MAIN_IMAGE", "PHOTO"]
    assert len(told["left_out"]) == 5
    assert all("artwork" in left["reason"] for left in told["left_out"])
    for image in told["images"]:
        assert max(image["width"], image["height"]) <= 1600
        assert image["size_bytes"] <= 7_000_000
    assert "größe-l-brush-image-1.jpg" in names(out)


def test_that_etsy_gets_the_scene_last_and_labelled(made: Program, out: Path) -> None:
    told = made("export", NAME, "--for", "etsy", "--out", out, "--json").json
    assert told["images"][0]["type"] == "MAIN_IMAGE"
    assert told["images"][-1]["type"] == "LIFESTYLE"
    assert told["images"][-1]["file"] == "größe-l-brush-image-5-illustrative.jpg"


def test_that_nothing_is_enlarged_for_shopify(made: Program, out: Path) -> None:
    told = made("export", NAME, "--for", "shopify", "--out", out, "--json").json
    assert {image["width"] for image in told["images"]} == {2000}


def test_that_originals_keep_their_pixels(made: Program, out: Path) -> None:
    assert made("export", NAME, "--for", "original", "--out", out).code == 0
    for kind in ("main-image", "lifestyle"):
        with (
            Image.open(made.cwd / "pack" / f"{kind}.jpg") as before,
            Image.open(out / f"größe-l-brush-{kind}.jpg") as after,
        ):
            assert before.tobytes() == after.tobytes()


def test_that_a_zip_is_one_file(made: Program, out: Path) -> None:
    done = made("export", NAME, "--for", "amazon", "--out", out, "--zip")
    assert done.code == 0
    target = out.with_name("out.zip")
    assert str(target) in done.err
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert {"report.json", "report.txt"} < set(archive.namelist())
        assert len(archive.namelist()) == 8
        main = next(name for name in archive.namelist() if name.endswith("MAIN.jpg"))
        Image.open(io.BytesIO(archive.read(main))).verify()
    made("export", NAME, "--for", "amazon", "--out", target, "--zip").refused(
        7, "is there already", "--force"
    )
    assert made("export", NAME, "--for", "etsy", "--out", target, "--zip", "--force").code == 0


def test_that_what_is_there_is_not_touched(made: Program, out: Path) -> None:
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    made("export", NAME, "--for", "etsy", "--out", out).refused(7, "not empty")
    made("export", NAME, "--for", "etsy", "--out", out, "--force").refused(7, "not empty")
    made("export", NAME, "--for", "etsy", "--out", out / "mine.txt").refused(7, "is a file")
    assert names(out) == {"mine.txt"}
    earlier = out / "export"
    assert made("export", NAME, "--for", "etsy", "--out", earlier).code == 0
    before = names(earlier)
    made("export", NAME, "--for", "amazon", "--out", earlier).refused(7, "there already", "--force")
    assert names(earlier) == before
    assert made("export", NAME, "--for", "amazon", "--out", earlier, "--force").code == 0
    assert not names(earlier) & before - {"report.json", "report.txt"}
    assert names(out) == {"mine.txt", "export"}


def test_that_a_project_has_to_exist_and_to_have_images(made: Program, out: Path) -> None:
    made("export", "nobody", "--for", "etsy", "--out", out).refused(3, "nobody")
    done = made("pack", PHOTOS / "brush_wood.jpg", "--name", "Empty", "--no-wait")
    assert done.code == 0
    made("export", "Empty", "--for", "etsy", "--out", out).refused(3, "Generate the pack first")
    assert not out.exists()
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_that_interrupted_it_leaves_no_half_export(made: Program, out: Path, number: signal.Signals) -> None:
    running = made.start("export", NAME, "--for", "amazon", "--out", out)
    deadline = time.monotonic() + 60
    # in the middle: some images are made, in a folder of their own
    while not list(out.parent.glob(".out.*.part/images/*.jpg")):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(running.pid, number)
    running.communicate(timeout=60)
    assert not out.exists()
    if number is signal.SIGINT:
        assert running.returncode == 130
        assert list(out.parent.iterdir()) == []
    assert made("export", NAME, "--for", "amazon", "--out", out).code == 0
    assert list(out.parent.iterdir()) == [out], "what the killed one has left is put away"


def test_that_only_an_earlier_export_makes_room(made: Program, out: Path) -> None:
    target = out.with_name("mine.zip")
    target.write_text("mine")
    made("export", NAME, "--for", "etsy", "--out", target, "--zip", "--force").refused(7, "no earlier export")
    assert target.read_text() == "mine"
    assert made("export", NAME, "--for", "etsy", "--out", out).code == 0
    (out / ".DS_Store").write_text("")
    (out / "notes.txt").write_text("mine")
    made("export", NAME, "--for", "amazon", "--out", out, "--force").refused(7, "notes.txt")
    assert (out / "notes.txt").read_text() == "mine"
    (out / "notes.txt").unlink()
    assert made("export", NAME, "--for", "amazon", "--out", out, "--force").code == 0
    assert {name for name in names(out) if "image" in name} == set()


def test_that_a_folder_stays_itself(made: Program, out: Path) -> None:
    out.mkdir()
    before = out.stat().st_ino
    # what a crash left there is in nobody's way
    (out / ".out.left.part").mkdir()
    for words in ((), ("--force",)):
        assert made("export", NAME, "--for", "etsy", "--out", ".", *words, cwd=out).code == 0
        assert out.stat().st_ino == before
        assert "report.json" in names(out)
    made("export", NAME, "--for", "etsy", "--out", ".", "--zip", cwd=out).refused(3, "can't name a ZIP file")
    made("export", NAME, "--for", "etsy", "--out", "/", "--zip").refused(3, "can't name a ZIP file")
    made("export", NAME, "--for", "etsy", "--out", "").refused(2, "empty")
    made("aplus", NAME, "--out", "").refused(2, "empty")


@pytest.mark.parametrize("words", [(), ("--zip",)])
def test_that_of_two_exports_at_once_none_is_lost(made: Program, out: Path, words: tuple[str, ...]) -> None:
    target = out.with_name("two.zip") if words else out
    both = {m: made.start("export", NAME, "--for", m, "--out", target, *words) for m in ("amazon", "etsy")}
    ends = {marketplace: made.finish(running) for marketplace, running in both.items()}
    won = [marketplace for marketplace, done in ends.items() if done.code == 0]
    lost = [done for done in ends.values() if done.code != 0]
    assert len(won) == len(lost) == 1, ends
    lost[0].refused(7, "Choose a")
    files = zipfile.ZipFile(target).namelist() if words else names(target)
    assert any("MAIN" in name for name in files) == (won == ["amazon"])
    assert list(out.parent.glob(".*.part")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux mounts a small disk in memory")
def test_that_a_disk_of_its_own_takes_an_export(made: Program, out: Path) -> None:
    with disk(out.with_name("disk"), "30m") as empty:
        assert made("export", NAME, "--for", "amazon", "--out", empty).code == 0
        assert "report.json" in names(empty)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux mounts a small disk in memory")
@pytest.mark.parametrize("words", [(), ("--zip",)])
def test_that_a_full_disk_leaves_nothing(made: Program, out: Path, words: tuple[str, ...]) -> None:
    with disk(out.with_name("disk"), "600k") as small:
        made("export", NAME, "--for", "amazon", "--out", small / "x", *words).refused(
            7, f"no space left for {small / 'x'}"
        )
        assert list(small.iterdir()) == []


def test_that_a_pack_can_be_exported_at_once(made: Program, out: Path) -> None:
    done = made("pack", PHOTOS / "brush_wood.jpg", "--name", "CON", "--out", out, "--export", "amazon")
    assert done.code == 0, done.err
    assert "con-product.MAIN.jpg" in names(out / "amazon")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Steel Bottle 0.75 l", "steel-bottle-0-75-l"),
        ("../../etc/passwd", "etc-passwd"),
        ("\U0001f600", "product"),
        ("CON", "con-product"),
        ("com1", "com1-product"),
        ("COM\u00b9", "com\u00b9-product"),
        (
            "\u0939\u093f\u0928\u094d\u0926\u0940 \u092c\u094b\u0924\u0932",
            "\u0939\u093f\u0928\u094d\u0926\u0940-\u092c\u094b\u0924\u0932",
        ),
        ("\u0e19\u0e49\u0e33 - \u0e14\u0e37\u0e48\u0e21", "\u0e19\u0e49\u0e33-\u0e14\u0e37\u0e48\u0e21"),
        ("x" * 300, "x" * 60),
        ("\u00e4" * 100, "\u00e4" * 30),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_that_any_name_becomes_a_file_name(name: str, stem: str) -> None:
    assert file_stem(name) == stem
