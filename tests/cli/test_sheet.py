"""``packdesk sheet``: all image types in all styles on one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from desktop.cli.sheet import TEXTS, trial_brief
from tests.cli.program import MUG, PHOTOS, Program

if TYPE_CHECKING:
    from pathlib import Path


def test_that_a_sheet_shows_every_wanted_image(packdesk: Program, tmp_path: Path) -> None:
    out = tmp_path / "sheet.jpg"
    words = ["--type", "main-image", "--type", "lifestyle", "--style", "bold", "--style", "techy"]
    done = packdesk("sheet", MUG, PHOTOS / "box_room.jpg", *words, "--tile", "150", "--out", out)
    assert done.code == 0, done
    assert done.out.strip() == str(out)
    with Image.open(out) as opened:
        pixels = np.asarray(opened.convert("RGB"), np.int16)
    assert pixels.shape[1] == 2 * 162 + 12
    tiles = [
        pixels[56 + row * 218 + 56 :, 12 + column * 162 :][:150, :150]
        for row in range(4)
        for column in range(2)
    ]
    assert all(tile.std() > 8 for tile in tiles)  # none is left empty
    assert all((tile[3:6, 3:-3] > 240).all() for tile in (*tiles[:2], *tiles[4:6]))  # main images, on white


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--colours", "red"], "three colours"), (["--out", "no/such/folder.jpg"], "can't be written")],
)
def test_that_mistakes_are_said(packdesk: Program, words: list[str], said: str) -> None:
    small = ["--type", "main-image", "--style", "bold", "--tile", "120"]
    packdesk("sheet", MUG, *small, *words).refused(3 if "--colours" in words else 7, said)


def test_that_no_photo_is_lost_and_a_bad_one_is_named(packdesk: Program, tmp_path: Path) -> None:
    small = ["--type", "main-image", "--style", "bold", "--tile", "120"]
    mine, broken = tmp_path / "mine.jpg", tmp_path / "broken.jpg"
    mine.write_bytes(MUG.read_bytes())
    broken.write_bytes(MUG.read_bytes()[:9000])
    packdesk("sheet", mine, *small, "--out", mine).refused(3, "one of the photos")
    assert mine.read_bytes() == MUG.read_bytes()
    packdesk("sheet", mine, *small, "--out", tmp_path).refused(7, "is a folder")
    packdesk("sheet", mine, *small, "--out", "/").refused(7, "is a folder")
    packdesk("sheet", mine, *small, "--out", "").refused(2, "empty")
    packdesk("sheet", mine, broken, *small, "--out", tmp_path / "s.jpg").refused(3, "broken.jpg: ")
    assert {path.name for path in tmp_path.iterdir()} >= {"mine.jpg", "broken.jpg"}
    assert not (tmp_path / "s.jpg").exists()


def test_that_every_trial_text_is_there() -> None:
    assert all(trial_brief(name).name for name in TEXTS)
    assert len(trial_brief("long").features) == 12
