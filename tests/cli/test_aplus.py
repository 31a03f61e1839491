"""Brand kits, own scenes, A+ content and export on the command line: a real pack with all of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import psycopg
from PIL import Image

from tests.cli.program import PHOTOS, Program

if TYPE_CHECKING:
    from pathlib import Path


def test_that_one_command_makes_pack_a_plus_and_export_with_a_brand(
    team: Program, dsn: str, tmp_path: Path
) -> None:
    with psycopg.connect(dsn, autocommit=True) as sql:
        sql.execute(
            "insert into packdesk.brand_kits (name, primary_colour, secondary_colour, accent_colour)"
            " values ('Acme', '#00AA55', '#222222', '#FFCC00')"
        )
    Image.new("RGB", (1600, 1200), (20, 160, 60)).save(tmp_path / "meadow.jpg")
    order = ("pack", PHOTOS / "bottle_white.jpg", "--name", "Bottle", "--out", tmp_path / "pack", "--json")
    told = team(*order, "--brand", "Nobody")
    assert told.code == 3
    assert "Known are: Acme" in told.out + told.err
    told = team(*order, "--scene", tmp_path / "none.jpg")
    assert told.code == 3
    with psycopg.connect(dsn, autocommit=True) as sql:
        assert sql.execute("select count(*) from packdesk.projects").fetchone() == (0,)

    done = team(
        *order,
        "--feature",
        "Steel: \u10d7",
        "--brand",
        "acme",
        "--scene",
        tmp_path / "meadow.jpg",
        "--aplus",
        "--export",
        "amazon",
    )
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert len(said["images"]) == 6
    assert [module["module"] for module in said["aplus"]][:2] == [
        "IMAGE_WITH_SIDEBAR",
        "IMAGE_WITH_HIGHLIGHTS",
    ]
    lost = {module["module"] for module in said["aplus"] if module["lost_letters"] == "\u10d7"}
    assert lost >= {"FOUR_IMAGES_WITH_TEXT", "IMAGE_WITH_SPECIFICATIONS"}
    assert "COMPARISON_TABLE" not in lost
    assert len(list((tmp_path / "pack" / "aplus").glob("*.jpg"))) == 5
    no_rows = {
        "module": "COMPARISON_TABLE",
        "reason": "It has nothing to compare. Add points and make it again.",
    }
    assert said["aplus_left_out"] == [no_rows]
    assert (tmp_path / "pack" / "amazon" / "report.json").exists()
    with psycopg.connect(dsn, autocommit=True) as sql:
        row = sql.execute(
            "select k.name, p.scene_name from packdesk.projects p join packdesk.brand_kits k on k.id = p.brand_kit_id"
        ).fetchone()
        assert row == ("Acme", "meadow.jpg")

    again = team("aplus", "Bottle", "--out", tmp_path / "png", "--format", "png", "--saved-only", "--json")
    assert again.code == 0, again.err
    assert json.loads(again.out)["left_out"] == [no_rows]
    for module in json.loads(again.out)["modules"]:
        with Image.open(module["file"]) as opened:
            assert (opened.format, opened.size) == ("PNG", (970, 600))
    made = team("aplus", "Bottle", "--out", tmp_path / "new")
    assert made.code == 0, made.err
    assert made.out.count(".jpg") == 5
    assert made.err.count("Left out: Comparison table. It has nothing to compare.") == 1
    with psycopg.connect(dsn, autocommit=True) as sql:
        counted = sql.execute("select count(*), count(*) filter (where chosen) from packdesk.aplus_modules")
        assert counted.fetchone() == (12, 6)
    with psycopg.connect(dsn, autocommit=True) as sql:
        # what was left out is still in the project, and goes out once there is something to compare
        long = [{"title": "Steel", "text": "Steel and nothing else. " * 30}]
        sql.execute(
            "update packdesk.projects set description = %s", ["A bottle for every day of the year. " * 3]
        )
        sql.execute(
            "update packdesk.projects set features = %s, comparison = %s",
            [json.dumps(long), json.dumps([{"label": "Made of steel", "ours": True, "others": False}])],
        )
    made = team("aplus", "Bottle", "--out", tmp_path / "whole", "--json")
    assert made.code == 0, made.err
    assert made.json["left_out"] == []
    problems = {module["module"]: module["problems"] for module in made.json["modules"]}
    assert len(problems) == 6
    assert any("A feature has 725 characters" in text for text in problems["FOUR_IMAGES_WITH_TEXT"])
    no_room = {
        "IMAGE_WITH_HIGHLIGHTS": "The cards have no room",
        "IMAGE_WITH_SPECIFICATIONS": "The table has no room",
    }
    for module, start in no_room.items():
        assert [text for text in problems[module] if "Steel" in text and text.startswith(start)]
    told = team("aplus", "Bottle", "--out", tmp_path / "whole", "--saved-only", "--force")
    assert "Image with highlights: The cards have no room for the texts of: Steel." in told.err
    assert team("aplus", "Nothing", "--out", tmp_path / "x").code == 3
    assert not (tmp_path / "x").exists()
