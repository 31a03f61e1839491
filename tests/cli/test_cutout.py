"""``packdesk cutout``: transparent PNGs of the photos' size, with a verdict for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from tests.cli import odd_files
from tests.cli.program import MUG, PHOTOS

if TYPE_CHECKING:
    from tests.cli.program import Program


def test_that_each_photo_becomes_a_png_of_its_size_with_a_verdict(packdesk: Program) -> None:
    done = packdesk("cutout", MUG, PHOTOS / "stool_room.jpg", "--out", "cut")
    assert done.code == 0
    assert done.out.splitlines() == ["cut/mug_table-cutout.png", "cut/stool_room-cutout.png"]
    assert "mug_table.jpg: good (score 0." in done.err
    assert "stool_room.jpg: needs your check (score 0." in done.err
    assert "outline is unclear" in done.err
    with Image.open(packdesk.cwd / "cut/mug_table-cutout.png") as made, Image.open(MUG) as photo:
        assert (made.format, made.mode, made.size) == ("PNG", "RGBA", photo.size)
        assert not made.info
        pixels, before = np.asarray(made), np.asarray(photo)
    with Image.open(PHOTOS / "mug_table_mask.png") as mask:
        truth = np.asarray(mask.convert("L")) > 127
    cut = pixels[..., 3] > 127
    assert (cut & truth).sum() / (cut | truth).sum() > 0.98
    # along the edge the old background's light is taken out
    opaque = cv2.erode((pixels[..., 3] == 255).astype(np.uint8), np.ones((11, 11))) > 0
    assert (pixels[opaque][:, :3] == before[opaque]).all()
    assert (pixels[0, 0] == 0).all()  # nothing of the old background is hidden in it


def test_that_a_large_turned_photo_keeps_all_its_pixels(packdesk: Program) -> None:
    with Image.open(MUG) as photo:
        large = photo.convert("RGB").resize((4200, 3600), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    large.save(packdesk.cwd / "large.jpg", quality=90, exif=exif)
    told = packdesk("cutout", "large.jpg", "--out", ".", "--json").json
    assert told["failed"] == []
    (made,) = told["cutouts"]
    assert (made["width"], made["height"], made["verdict"]) == (3600, 4200, "good")
    assert 0.5 < made["score"] <= 1
    assert made["needs_check"] == []
    with Image.open(made["file"]) as picture:
        assert (picture.size, picture.mode) == ((3600, 4200), "RGBA")
        alpha = np.asarray(picture.getchannel("A"))
    with Image.open(PHOTOS / "mug_table_mask.png") as mask:
        upright = mask.convert("L").resize((4200, 3600)).transpose(Image.Transpose.ROTATE_270)
    cut, truth = alpha > 127, np.asarray(upright) > 127
    assert (cut & truth).sum() / (cut | truth).sum() > 0.95


def test_that_a_bad_photo_is_told_and_the_others_are_cut_out(packdesk: Program) -> None:
    here = packdesk.cwd
    (here / "note.jpg").write_text("hello")
    odd_files.photo((1000, 800)).save(here / "mug.png")
    Image.new("RGB", (1000, 1000), "white").save(here / "nothing.png")
    words = ("note.jpg", "missing.jpg", "nothing.png", "mug.png", "--out", "cut")
    done = packdesk("cutout", *words)
    assert done.code == 3
    assert done.out.splitlines() == ["cut/mug-cutout.png"]
    first, second, third, fourth = done.err.splitlines()
    assert first.startswith("note.jpg: ")
    assert "missing.jpg" in second
    assert third.startswith("nothing.png: No product could be found")
    assert fourth.startswith("mug.png: ")
    told = packdesk("cutout", *words, "--json")
    assert told.code == 3
    assert [made["error"] for made in told.json["failed"]] == ["not-an-image", "missing", "no-product"]
    assert [made["photo"] for made in told.json["cutouts"]] == ["mug.png"]


def test_that_photos_of_one_name_get_files_of_their_own(packdesk: Program) -> None:
    here = packdesk.cwd
    (here / "a").mkdir()
    odd_files.photo((600, 600)).save(here / "mug.jpg")
    odd_files.photo((600, 600)).save(here / "a" / "mug.png")
    done = packdesk("cutout", "mug.jpg", "a/mug.png", "--out", ".")
    assert done.code == 0
    assert done.out.split() == ["mug-cutout.png", "mug-cutout-2.png"]


def test_that_wrong_usage_and_a_folder_of_no_use_are_told_in_a_sentence(packdesk: Program) -> None:
    packdesk("cutout", "--out", "cut").refused(2, "PHOTO")
    packdesk("cutout", MUG).refused(2, "--out")
    packdesk("cutout", MUG, "--out", "").refused(2, "empty")
    (packdesk.cwd / "file").write_text("")
    packdesk("cutout", MUG, "--out", "file/cut").refused(7, "file")
    # nothing usable: no folder is left behind
    assert packdesk("cutout", "missing.jpg", "--out", "made/in/vain").code == 3
    assert not (packdesk.cwd / "made").exists()


def test_that_no_photo_is_written_over(packdesk: Program) -> None:
    here = packdesk.cwd
    (here / "a").mkdir()
    odd_files.photo((600, 600)).save(here / "mug.jpg")
    odd_files.photo((700, 600)).save(here / "mug-cutout.png")
    (here / "a" / "link.png").symlink_to(here / "link-cutout.png")
    odd_files.photo((800, 600)).save(here / "link-cutout.png")
    before = {path.name: path.read_bytes() for path in here.glob("*.*")}
    done = packdesk("cutout", "mug.jpg", "mug-cutout.png", "a/link.png", "--out", ".")
    assert done.code == 0, done
    assert done.out.split() == ["mug-cutout-2.png", "mug-cutout-cutout.png", "link-cutout-2.png"]
    assert {name: (here / name).read_bytes() for name in before} == before


def test_that_a_long_name_and_a_full_disk_cost_no_other_photo(packdesk: Program) -> None:
    here = packdesk.cwd
    long = here / ("\u00e9" * 125 + ".jpg")
    odd_files.photo((600, 600)).save(long)
    odd_files.photo((600, 600)).save(here / "mug.jpg")
    (here / "cut" / "mug-cutout.png").mkdir(parents=True)  # nothing can be saved there
    done = packdesk("cutout", "mug.jpg", long, "--out", "cut", "--json")
    assert done.code == 7
    (failed,) = done.json["failed"]
    assert (failed["photo"], failed["error"]) == ("mug.jpg", "not-writable")
    (made,) = done.json["cutouts"]
    with Image.open(made["file"]) as picture:
        assert picture.size == (600, 600)
