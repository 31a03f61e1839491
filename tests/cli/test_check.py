"""``packdesk check``: what a marketplace would say to image files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from tests.imaging.market_kit import jpeg, product, with_text

if TYPE_CHECKING:
    from tests.cli.program import Program


def test_that_a_good_main_image_passes_and_a_bad_one_says_why(packdesk: Program) -> None:
    here = packdesk.cwd
    (here / "main-image.jpg").write_bytes(jpeg(product()))
    (here / "sale.jpg").write_bytes(jpeg(with_text(product(0.5, 800), "SALE", 40)))
    good = packdesk("check", "main-image.jpg", "--for", "amazon")
    assert good.code == 0
    assert "as main image for Amazon: passes" in good.out
    both = packdesk("check", "main-image.jpg", "sale.jpg", "--for", "amazon", "--json")
    assert both.code == 1
    told = both.json
    assert (told["for"], told["passed"]) == ("amazon", False)
    assert [image["verdict"] for image in told["images"]] == ["pass", "fail"]
    failed = {rule["rule"] for rule in told["images"][1]["rules"] if rule["verdict"] == "fail"}
    assert {"fill", "resolution", "text"} <= failed


def test_that_the_place_in_the_listing_decides(packdesk: Program) -> None:
    scene = Image.effect_noise((2000, 2000), 60).convert("RGB")
    (packdesk.cwd / "B0ABC.PT01.jpg").write_bytes(jpeg(scene))
    assert packdesk("check", "B0ABC.PT01.jpg", "--for", "Amazon").code == 0  # however it is written
    assert packdesk("check", "B0ABC.PT01.jpg", "--for", "amazon", "--as", "main").code == 1


def test_that_what_is_no_image_is_told_per_file(packdesk: Program) -> None:
    (packdesk.cwd / "note.jpg").write_text("hello")
    (packdesk.cwd / "empty.jpg").write_bytes(b"")
    told = packdesk("check", "note.jpg", "empty.jpg", "--for", "etsy", "--json")
    assert told.code == 1
    assert [image["rules"][0]["rule"] for image in told.json["images"]] == ["opens", "opens"]
    packdesk("check", "missing.jpg", "--for", "etsy").refused(3, "missing.jpg")
    (packdesk.cwd / "link.jpg").symlink_to("nowhere")
    packdesk("check", "link.jpg", "--for", "etsy").refused(3, "a link to a file that isn't there")
    packdesk("check", "note.jpg", "--for", "nowhere").refused(2, "nowhere")
    packdesk("check", "--for", "etsy").refused(2, "IMAGE")


def test_that_a_missing_file_costs_no_other_one_its_check(packdesk: Program) -> None:
    (packdesk.cwd / "main-image.jpg").write_bytes(jpeg(product()))
    words = ("check", "missing.jpg", "main-image.jpg", "--for", "amazon")
    done = packdesk(*words)
    assert done.code == 3
    assert "missing.jpg" in done.err
    assert "main-image.jpg, as main image for Amazon: passes" in done.out
    told = packdesk(*words, "--json").json
    assert [failed["error"] for failed in told["failed"]] == ["missing"]
    assert [image["verdict"] for image in told["images"]] == ["pass"]
    assert not told["passed"]


def test_that_gif_and_bmp_files_which_some_marketplaces_take_are_not_called_bad(packdesk: Program) -> None:
    product(side=600).convert("P").save(packdesk.cwd / "main-image.jpg", "GIF")
    product(side=600).save(packdesk.cwd / "other.bmp")
    alone = packdesk("check", "main-image.jpg", "--for", "etsy")
    alone.refused(3, "main-image.jpg: Packdesk doesn't measure GIF files. Save it as JPEG or PNG")
    told = packdesk("check", "main-image.jpg", "other.bmp", "--for", "etsy", "--json")
    assert (told.code, told.json["passed"], told.json["images"]) == (3, False, [])
    assert [failed["error"] for failed in told.json["failed"]] == ["unsupported-format"] * 2
    assert "BMP" in told.json["failed"][1]["message"]
