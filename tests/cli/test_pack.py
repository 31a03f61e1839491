"""``packdesk pack``: from photos to six saved images."""

from __future__ import annotations

import json
import shutil
import uuid
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.cli.program import MUG, PHOTOS, SIX, Program, counts, eventually, rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import DatabaseMaker


def check_six(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(SIX)
    for name in SIX:
        with Image.open(folder / name) as image:
            assert image.format == "JPEG"
            assert image.mode == "RGB"
            assert max(image.size) >= 2000


def check_main_image(path: Path) -> None:
    """A pure white border, and a product that fills 85 to 95 % of the frame."""
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
    for edge in (pixels[:20], pixels[-20:], pixels[:, :20], pixels[:, -20:]):
        assert (edge == 255).all()
    # JPEG leaves a faint ringing around the product: that is not the product
    inside = pixels.min(axis=2) < 235
    height, width = inside.shape
    lines, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    fills = max((lines[-1] - lines[0] + 1) / height, (columns[-1] - columns[0] + 1) / width)
    assert 0.85 <= fills <= 0.95, fills


@pytest.mark.parametrize("photo", ["bottle_wood", "phones_white"])
def test_that_a_photo_becomes_six_images(packdesk: Program, tmp_path: Path, photo: str) -> None:
    out = tmp_path / "out"
    done = packdesk("pack", PHOTOS / f"{photo}.jpg", "--name", "My product", "--out", f"{out}/")
    assert done.code == 0, done
    assert done.out.splitlines() == [str(out / name) for name in SIX]
    assert "6 of 6 images are in" in done.err
    assert "\x1b" not in done.err
    check_six(out)
    check_main_image(out / "main-image.jpg")
    assert list(packdesk.cwd.iterdir()) == []


def test_that_json_says_everything_a_program_needs(team: Program, dsn: str) -> None:
    words = ["--name", "Mug Ärmel 杯", "--style", "bold", "--category", "Kitchen", "--product", "The [Mug]"]
    words += [
        "--feature",
        "Safe: in the dishwasher",
        "--feature",
        "Holds 350 ml: \u10d7",
        "--dimensions",
        "12,5 x 8 X 9.5",
    ]
    words += ["--unit", "in", "--compare", "Dishwasher safe=yes|no", "--compare", "Capacity=350 ml", "--json"]
    done = team("pack", MUG, PHOTOS / "bottle_wood.jpg", *words, "--description", "A mug.\nFor tea.")
    assert done.code == 0, done
    told = done.json
    assert set(told) == {"project", "name", "pack", "status", "images", "failed"}
    assert (told["name"], told["status"], told["failed"]) == ("Mug Ärmel 杯", "completed", [])
    assert [image["type"] for image in told["images"]] == [
        name.removesuffix(".jpg").replace("-", "_").upper() for name in SIX
    ]
    folder = team.cwd / "mug-ärmel-杯-pack"
    for image, name in zip(told["images"], SIX, strict=True):
        assert image["file"] == str(folder / name)
        assert image["width"] >= 2000
        assert len(image["sha256"]) == 64
        assert image["asks"] == [], image
        assert image["lost_letters"] == ("\u10d7" if image["type"] == "INFOGRAPHIC" else ""), image
    check_six(folder)
    (project,) = rows(dsn, "select * from packdesk.projects")
    assert project["id"] == told["project"]
    assert project["features"] == [
        {"title": "Safe", "text": "in the dishwasher"},
        {"title": "Holds 350 ml", "text": "\u10d7"},
    ]
    assert project["dimensions"] == {"length": 12.5, "width": 8, "height": 9.5, "unit": "in"}
    assert project["comparison"] == [
        {"label": "Dishwasher safe", "ours": True, "others": False},
        {"label": "Capacity", "ours": "350 ml", "others": None},
    ]
    assert (project["style"], project["status"]) == ("bold", "COMPLETED")
    photos = rows(dsn, "select original_name from packdesk.project_images order by position")
    assert [photo["original_name"] for photo in photos] == ["mug_table.jpg", "bottle_wood.jpg"]


def test_that_the_same_name_again_is_a_project_of_its_own(team: Program, dsn: str) -> None:
    first = team("pack", MUG, "--name", "Twice", "--no-wait", "--json").json
    again = team("pack", MUG, "--name", "Twice", "--no-wait", "--no-worker", "--json").json
    assert again["project"] != first["project"]
    assert again["pack"] != first["pack"]
    assert counts(dsn) == (2, 2, 14)
    # the same bytes are stored once
    assert rows(dsn, "select count(distinct blob_sha256) as n from packdesk.project_images")[0]["n"] == 1


def test_that_file_names_may_be_anything(team: Program, dsn: str) -> None:
    names = [
        "my photo.jpg",
        "фото 杯 é.jpg",
        "-dash.jpg",
        "no extension",
        "it's [red] #1 %41.jpeg",
        "x" * 240 + ".jpg",
    ]
    for name in names:
        shutil.copy(MUG, team.cwd / name)
    # a name that is no text at all, as Linux allows
    (team.cwd / "odd\udcff.jpg").write_bytes(MUG.read_bytes())
    done = team("pack", "--name", "Odd", "--no-wait", "--json", "--", *names, b"odd\xff.jpg")
    assert done.code == 0, done
    stored = rows(dsn, "select original_name from packdesk.project_images order by position")
    assert [row["original_name"] for row in stored] == [*names, "odd?.jpg"]


def test_that_letters_no_font_has_are_told(team: Program) -> None:
    words = ("--name", "Tea", "--feature", "Tea \u10d7\u10d1", "--feature", "Größe \N{FIRE}")
    done = team("pack", MUG, *words, "--no-wait")
    assert done.code == 0, done
    assert "can't show \u10d7 \u10d1, as no font here has it" in done.err
    assert "no font" not in team("pack", MUG, "--name", "Größe", "--no-wait").err


def test_that_a_worker_tells_a_planned_pack_from_handled_jobs(team: Program, dsn: str) -> None:
    assert team("pack", MUG, "--name", "Later", "--no-wait", "--no-worker").code == 0
    assert rows(dsn, "delete from public.job_queue returning 1")
    rows(
        dsn,
        "insert into public.job_queue (job_type, payload)"
        " select 'generate-complete-pack', json_build_object('projectId', id) from packdesk.projects",
    )
    told = team("worker", "--drain", "--slots", "1").err
    assert "Complete pack          planned\n" in told
    assert told.endswith("Finished: 1 pack planned, 6 jobs handled.\n")
    assert team("worker", "--drain").err.endswith("Finished: 0 jobs handled.\n")


def test_that_only_enqueuing_leaves_the_work_to_a_worker(team: Program, dsn: str) -> None:
    done = team("pack", MUG, "--name", "Later", "--no-wait", "--no-worker")
    assert done.code == 0
    assert done.out == ""
    assert counts(dsn) == (1, 1, 7)
    assert {row["status"] for row in rows(dsn, "select status from public.job_queue")} == {"pending"}
    assert list(team.cwd.iterdir()) == []
    pack = str(rows(dsn, "select id from public.job_queue where parent_id is null")[0]["id"])
    assert f"packdesk jobs save {pack[:8]}" in done.err

    assert team("jobs", "save", pack[:8]).refused(3, "no image")
    drained = team("worker", "--drain", "--slots", "2", "--json")
    assert drained.code == 0, drained
    handled = [json.loads(line) for line in drained.out.splitlines()]
    assert len(handled) == 6
    assert {(job["type"], job["state"], job["error"]) for job in handled} == {
        ("generate-image", "completed", None)
    }
    saved = team("jobs", "save", pack[:8], "--json")
    assert [entry["file"] for entry in saved.json] == [str(team.cwd / "later-pack" / name) for name in SIX]
    check_six(team.cwd / "later-pack")
    for out in ("relative", "a/b/c d/ü", "./dots/../up", f"{team.cwd}/absolute/", "-dash"):
        done = team("jobs", "save", pack, f"--out={out}")
        assert done.code == 0, done
        assert "6 of 6 images" in done.err
        check_six(team.cwd / out)
        assert all((team.cwd / line).is_file() for line in done.out.splitlines())


def test_that_no_worker_waits_for_somebody_elses_worker(team: Program, dsn: str, tmp_path: Path) -> None:
    pack = team.start("pack", MUG, "--name", "Waiting", "--no-worker", "--out", tmp_path / "out")
    eventually(lambda: counts(dsn)[2] == 7)
    assert rows(dsn, "select count(*) as n from packdesk.workers")[0]["n"] == 0
    worker = team.start("worker", "--drain")
    done = team.finish(pack)
    assert done.code == 0, done
    assert team.finish(worker).code == 0
    check_six(tmp_path / "out")
    assert rows(dsn, "select count(*) as n from packdesk.workers")[0]["n"] == 1


def test_that_two_first_packs_at_once_share_one_home(packdesk: Program, tmp_path: Path) -> None:
    outs = [tmp_path / "one", tmp_path / "two"]
    running = [packdesk.start("pack", MUG, "--name", out.name, "--out", out) for out in outs]
    for process, out in zip(running, outs, strict=True):
        done = packdesk.finish(process, timeout=120)
        assert done.code == 0, done
        check_six(out)
    listed = packdesk("jobs", "list", "--json").json
    assert len(listed) == 14
    assert {job["state"] for job in listed} == {"completed"}
    assert sorted(path.name for path in (packdesk.home / "users").iterdir()) == []


def test_that_every_command_honours_every_way_to_name_a_database(
    packdesk: Program, make_database: DatabaseMaker
) -> None:
    by_option, by_variable, by_profile = make_database(), make_database(), make_database()
    packdesk.home.mkdir()
    profiles = f'[profiles.shop]\ndsn = "{by_profile}"\n[profiles."my team"]\ndsn = "{by_option}"\n'
    (packdesk.home / "profiles.toml").write_text(profiles)
    ways = {
        by_option: (["--dsn", by_option], {"PACKDESK_DSN": by_variable}),
        by_variable: ([], {"PACKDESK_DSN": by_variable}),
        by_profile: (["--profile", "shop"], {"PACKDESK_DSN": by_variable}),
    }
    for dsn, (words, env) in ways.items():
        assert counts(dsn) == (0, 0, 0)
        assert packdesk("pack", MUG, "--name", "X", "--no-wait", *words, env=env).code == 0
        assert counts(dsn) == (1, 1, 7)
        listed = packdesk("jobs", "list", "--json", *words, env=env).json
        pack = next(job["id"] for job in listed if job["parent_id"] is None)
        assert packdesk("jobs", "show", pack, *words, "--json", env=env).json["id"] == pack
        assert packdesk("jobs", "cancel", pack, *words, "--json", env=env).json == {"cancelled": 6}
        assert packdesk("jobs", "retry", pack, *words, "--json", env=env).json == {"retried": 6}
        assert packdesk("jobs", "cancel", pack, *words, env=env).code == 0
        assert packdesk("worker", "--drain", *words, env=env).code == 0
        assert rows(dsn, "select count(*) as n from packdesk.workers")[0]["n"] == 1
        assert packdesk("db", "migrate", *words, "--json", env=env).json["applied"] == []
        assert packdesk("db", "status", *words, "--json", env=env).json["current"] is True
        if dsn == by_profile:
            checks = packdesk("doctor", *words, "--json", env=env).json["checks"]
            assert {check["check"]: check["detail"] for check in checks}["database"] == "a team's database"
        missing = packdesk("jobs", "save", str(uuid.uuid4()), *words, env=env)
        assert missing.refused(3)
    assert not (packdesk.home / "data").exists()


def test_that_wrong_choices_of_a_database_are_refused(packdesk: Program) -> None:
    packdesk.home.mkdir()
    packdesk("jobs", "list", "--profile", "shop").refused(3, "shop", "none yet")
    (packdesk.home / "profiles.toml").write_text('[profiles.team]\nuser = "x"\n')
    packdesk("jobs", "list", "--profile", "shop").refused(3, "shop", "There are: team.")
    packdesk("jobs", "list", "--profile", "team").refused(3, "no dsn")
    packdesk("jobs", "list", "--dsn", "").refused(3, "empty")
    packdesk("jobs", "list", "--dsn", "host=x", "--profile", "team").refused(2, "not both")
    for broken in ("profiles = 3", "[profiles", "profiles.team = 3"):
        (packdesk.home / "profiles.toml").write_text(broken)
        packdesk("jobs", "list", "--profile", "team").refused(3)
    (packdesk.home / "profiles.toml").write_bytes(b"\xff\xfe")
    packdesk("jobs", "list", "--profile", "team").refused(3, "can't be read")


def test_that_a_photo_where_an_image_goes_is_left_alone(packdesk: Program) -> None:
    here = packdesk.cwd
    (here / "out" / "aplus").mkdir(parents=True)
    for place in (
        here / "main-image.jpg",
        here / "out" / "lifestyle.jpg",
        here / "out" / "aplus" / "mug.jpg",
    ):
        shutil.copy(MUG, place)
    for words in (
        ("main-image.jpg", "--out", "."),
        ("main-image.jpg", "out/lifestyle.jpg", "--out", "out"),
        ("main-image.jpg", "--scene", "out/lifestyle.jpg", "--out", "out"),
        ("out/aplus/mug.jpg", "--out", "out", "--aplus"),
    ):
        packdesk("pack", *words, "--name", "X").refused(3, "would be lost", "--out")
    for place in (
        here / "main-image.jpg",
        here / "out" / "lifestyle.jpg",
        here / "out" / "aplus" / "mug.jpg",
    ):
        assert place.read_bytes() == MUG.read_bytes()
