"""Where results go: no command writes over anything unless that is meant, and each says so in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli import odd_files
from tests.cli.program import MUG, PHOTOS, SIX, Program, counts, rows
from tests.imaging.market_kit import encoded, product, with_text

if TYPE_CHECKING:
    from pathlib import Path

SMALL_SHEET = ("--type", "main-image", "--style", "bold", "--tile", "120")


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def test_that_a_pack_is_replaced_only_when_that_is_meant(team: Program, dsn: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    order = ("pack", MUG, "--name", "Mug", "--out", out)
    assert team(*order).code == 0
    before = state(out)
    assert set(before) == set(SIX)
    # a minute of work in vain is spared: nothing is taken in
    team(*order).refused(7, "main-image.jpg", "there already", "--force")
    assert counts(dsn) == (1, 1, 7)
    pack = str(rows(dsn, "select id from public.job_queue where parent_id is null")[0]["id"])
    assert team("jobs", "save", pack, "--out", out).code == 0  # the very same
    assert state(out) == before
    (out / "lifestyle.jpg").write_bytes(b"mine")
    (out / "infographic.jpg").unlink()
    changed = state(out)
    told = team("jobs", "save", pack, "--out", out, "--json")
    assert (told.code, told.json["error"]) == (7, "exists")
    assert "--force" in told.json["message"]
    assert state(out) == changed  # not even the one that is missing: six, or none
    assert team("jobs", "save", pack, "--out", out, "--force").code == 0
    assert {name: data for name, (_, data) in state(out).items()} == {n: d for n, (_, d) in before.items()}
    other = ("pack", PHOTOS / "brush_wood.jpg", "--name", "Brush", "--out", out, "--force")
    assert team(*other).code == 0
    assert (out / "main-image.jpg").read_bytes() != before["main-image.jpg"][1]
    assert set(state(out)) == set(SIX)


def test_that_every_place_of_a_pack_is_looked_at_first(team: Program, dsn: str, tmp_path: Path) -> None:
    for taken, words in (
        ("lifestyle.png", ()),
        ("aplus/2-image-with-highlights.jpg", ("--aplus",)),
        ("amazon/report.txt", ("--export", "amazon")),
    ):
        out = tmp_path / taken.partition("/")[0]
        path = out / taken
        path.parent.mkdir(parents=True)
        path.write_text("mine")
        team("pack", MUG, "--name", "X", "--out", out, *words).refused(7, str(path.parent))
        assert path.read_text() == "mine"
    (tmp_path / "folder" / "main-image.jpg").mkdir(parents=True)
    team("pack", MUG, "--name", "X", "--out", tmp_path / "folder", "--force").refused(7, "can't be written")
    assert counts(dsn) == (0, 0, 0)


def test_that_the_sample_has_a_place_of_its_own(packdesk: Program, tmp_path: Path) -> None:
    (tmp_path / "dimension-diagram.jpg").write_text("mine")
    packdesk("sample", "--out", tmp_path).refused(7, "--force")
    own = packdesk.home / "sample-pack" / "main-image.jpg"
    own.parent.mkdir(parents=True)
    own.write_text("an earlier one")
    assert packdesk("sample").code == 0
    assert own.stat().st_size > 10_000


def test_that_cutouts_are_replaced_only_when_that_is_meant(packdesk: Program) -> None:
    here = packdesk.cwd
    for name in ("one", "two"):
        odd_files.photo((600, 600)).save(here / f"{name}.png")
    words = ("cutout", "one.png", "two.png", "--out", "cut")
    assert packdesk(*words).code == 0
    before = state(here / "cut")
    assert packdesk(*words).code == 0  # the very same
    assert state(here / "cut") == before
    odd_files.photo((700, 600)).save(here / "one.png")
    (here / "cut" / "two-cutout.png").unlink()
    done = packdesk(*words)
    assert done.code == 7
    assert "one-cutout.png is there already" in done.err
    assert "--force" in done.err
    assert done.out.split() == ["cut/two-cutout.png"]
    assert state(here / "cut")["one-cutout.png"] == before["one-cutout.png"]
    assert packdesk(*words, "--force").code == 0
    assert state(here / "cut")["one-cutout.png"] != before["one-cutout.png"]


def test_that_a_sheet_is_replaced_only_when_that_is_meant(packdesk: Program) -> None:
    sheet = packdesk.cwd / "sheet.jpg"
    sheet.write_text("mine")
    packdesk("sheet", MUG, *SMALL_SHEET).refused(7, "sheet.jpg", "--force")
    assert sheet.read_text() == "mine"
    assert packdesk("sheet", MUG, *SMALL_SHEET, "--force").code == 0
    assert sheet.stat().st_size > 1000


def test_that_a_pack_ends_as_its_export_does(packdesk: Program) -> None:
    (packdesk.cwd / "offer.png").write_bytes(encoded(with_text(product(0.6, 1200), "SALE", 60), "PNG"))
    words = ("pack", MUG, "offer.png", "--name", "Mug", "--out", "out", "--export", "ebay")
    done = packdesk(*words)
    assert done.code == 1, done
    assert "eBay won't take mug-image-2.jpg: a rule is broken" in done.err
    assert len(done.out.splitlines()) == 6 + 3  # it is made all the same
    again = packdesk("export", "Mug", "--for", "ebay", "--out", "again")
    assert again.code == 1
    assert "eBay won't take mug-image-2.jpg" in again.err
    assert packdesk("check", "again/mug-image-2.jpg", "--for", "ebay").code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("pack", ""),
        ("pack", MUG, "--scene", ""),
        ("pack", MUG, "--out", ""),
        ("check", "", "--for", "etsy"),
        ("cutout", "", "--out", "x"),
        ("sheet", ""),
        ("jobs", "save", "abcd", "--out", ""),
        ("db", "invite", "anna", "--role", "staff", "--file", ""),
        ("bench", "pack", "--photo", ""),
    ],
    ids=lambda words: " ".join(map(str, words[:2])) + (words[-2] if words[-1] == "" else ""),
)
def test_that_an_empty_path_is_called_empty(packdesk: Program, words: tuple[str, ...]) -> None:
    name = ("--name", "X") if words[0] == "pack" else ()
    packdesk(*words, *name).refused(2, "empty")
    assert list(packdesk.cwd.iterdir()) == []
