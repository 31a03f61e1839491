"""A+ modules: their size, their words, and that every text survives in them."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.cli.sample import sample_brief
from desktop.core.aplus import (
    APLUS_MAX_BYTES,
    COLUMNS,
    MAX_BODY_CHARACTERS,
    MAX_COLUMN_CHARACTERS,
    AplusModule,
    AplusText,
    draft_text,
    left_out_problems,
    project_problems,
    shows_body,
    shows_bullets,
    text_problems,
)
from desktop.core.pack import Brief, ComparisonPoint, Feature, Style
from desktop.imaging.compose.modules.base import MODULE_FRAME, ModuleJob
from desktop.imaging.compose.modules.image_with_specifications import (
    ImageWithSpecifications,
    SpecificationsSheet,
)
from desktop.imaging.compose.modules.registry import MODULES
from desktop.imaging.compose.palette import TEXT_CONTRAST, contrast
from desktop.imaging.contract import AplusRequest
from desktop.imaging.render import CutoutCache, render_module
from tests.imaging.compose_kit import BARE, FULL, PHOTOS, block_cutout
from tests.imaging.test_compose_layout import BRIEFS, words
from tests.imaging.test_every_text import SCRIPTS, features, points, repeated, signs

BOTTLE = (PHOTOS / "bottle_wood.jpg").read_bytes()
CACHE = CutoutCache()
TEXT = AplusText(
    "A bottle for every day",
    "Made of steel, with a loop to carry it by and a cap that closes with two turns.",
    ("Carry loop", "Screw cap", "Takes ice cubes"),
)


@pytest.mark.parametrize("module", AplusModule)
def test_that_a_module_is_a_small_jpeg_of_970_by_600(module: AplusModule) -> None:
    made = render_module(AplusRequest(module, TEXT, (BOTTLE,), FULL), cache=CACHE)
    assert (made.width, made.height, made.module) == (970, 600, module)
    assert len(made.data) <= APLUS_MAX_BYTES
    assert made.asks == ()
    with Image.open(io.BytesIO(made.data)) as opened:
        assert (opened.format, opened.size, opened.mode) == ("JPEG", (970, 600), "RGB")


def test_that_the_same_request_gives_the_same_bytes() -> None:
    request = AplusRequest(AplusModule.IMAGE_WITH_SIDEBAR, TEXT, (BOTTLE,), FULL)
    assert render_module(request, cache=CACHE).data == render_module(request, cache=CACHE).data


@pytest.mark.parametrize(
    ("module", "lost"),
    [
        (AplusModule.IMAGE_WITH_SIDEBAR, "\u10d7\u10d1\u10d2"),
        (AplusModule.IMAGE_WITH_HIGHLIGHTS, "\u10d7\u10d1\u10d2\u10d3"),
        (AplusModule.FOUR_IMAGES_WITH_TEXT, "\u10d7\u10d3"),
        (AplusModule.IMAGE_WITH_SPECIFICATIONS, "\u10d7\u10d1\u10d3"),
        (AplusModule.COMPARISON_TABLE, "\u10d7"),
        (AplusModule.IMAGE_WITH_BULLETS, "\u10d7\u10d1\u10d2"),
    ],
)
def test_that_lost_letters_are_those_of_the_words_a_module_shows(module: AplusModule, lost: str) -> None:
    text = AplusText("A bottle \u10d7", f"{TEXT.body} \u10d1", ("Light", "Cap \u10d2"))
    brief = Brief("Hydro", features=(Feature("Light", "\u10d3"),), comparison=FULL.comparison)
    assert render_module(AplusRequest(module, text, (BOTTLE,), brief), cache=CACHE).lost_letters == lost


def test_that_words_beyond_the_limits_are_told_of() -> None:
    sidebar = AplusModule.IMAGE_WITH_SIDEBAR
    assert text_problems(sidebar, TEXT) == ()
    assert len(text_problems(sidebar, AplusText("Short", "Short"))) == 2
    assert text_problems(sidebar, AplusText("x" * 51, "y" * 50))
    assert text_problems(sidebar, AplusText("x" * 50, "y" * 2001))
    assert text_problems(sidebar, AplusText("x" * 10, "y" * 50, ("z" * 600, "z" * 401)))
    assert not text_problems(AplusModule.COMPARISON_TABLE, AplusText("x" * 10))


@pytest.mark.parametrize("module", AplusModule)
@given(brief=BRIEFS)
def test_that_a_draft_never_exceeds_the_limits(module: AplusModule, brief: Brief) -> None:
    text = draft_text(module, brief)
    assert len(text.headline) <= 50
    assert len(text.body) <= MAX_BODY_CHARACTERS
    assert not any("may have" in problem for problem in text_problems(module, text))


TEXTS = st.builds(
    AplusText,
    words(50),
    words(2000),
    st.lists(words(300), max_size=8).map(tuple),
)


@pytest.mark.parametrize("module", AplusModule)
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    text=TEXTS,
    brief=BRIEFS,
    style=st.sampled_from(Style),
    size=st.sampled_from(((300, 900), (900, 900), (1600, 300))),
)
def test_that_every_text_survives(
    module: AplusModule, text: AplusText, brief: Brief, style: Style, size: tuple[int, int]
) -> None:
    request = AplusRequest(module, text, (), brief, style)
    sheet = MODULES[module].layout(ModuleJob.for_module(request, [block_cutout(*size)]))
    for placed in sheet.texts:
        assert MODULE_FRAME.contains(placed.box)
        assert placed.container.contains(placed.box)
        assert placed.block.size >= 20
        assert all(contrast(placed.colour, ground) >= TEXT_CONTRAST for ground in placed.grounds)
        assert not any(placed.box.overlaps(box) for box in sheet.keep_clear)
    for one, other in combinations(sheet.texts, 2):
        assert not one.box.overlaps(other.box)


@pytest.mark.parametrize("module", AplusModule)
@pytest.mark.parametrize("style", [Style.PREMIUM, Style.BOLD])
def test_that_the_longest_words_allowed_are_shown_whole(module: AplusModule, style: Style) -> None:
    sentence = (
        "The double wall keeps drinks cold for a day and hot for half a day, whatever the weather does. "
    )
    text = AplusText(
        "Kept cold for a whole day, wherever you take it to"[:50],
        (sentence * 30)[: 2000 if shows_body(module) else 0].strip(),
        tuple([sentence.strip()] * 2) if shows_bullets(module) else (),
    )
    assert text_problems(module, text) == ()
    request = AplusRequest(module, text, (), FULL, style)
    sheet = MODULES[module].layout(ModuleJob.for_module(request, [block_cutout(500, 900)]))
    assert not any(placed.block.shortened for placed in sheet.texts)


@pytest.mark.parametrize("module", AplusModule)
@pytest.mark.parametrize("bullets", [(100,) * 10, (33,) * 30, (1000,)])
@pytest.mark.parametrize("script", ["english", "german", "arabic", "unbroken", "capitals"])
def test_that_no_word_within_the_limits_is_lost(
    script: str, bullets: tuple[int, ...], module: AplusModule
) -> None:
    text = AplusText(
        repeated(script, 50),
        repeated(script, 2000) if shows_body(module) else "",
        tuple(repeated(script, most) for most in bullets) if shows_bullets(module) else (),
    )
    brief = Brief(
        repeated(script, 255),
        category=repeated(script, 255),
        features=features(script, 12, 33, 300),
        comparison=points(script, 12, 90),
    )
    assert not text_problems(module, text)
    job = ModuleJob.for_module(AplusRequest(module, text, (), brief, Style.BOLD), [block_cutout(500, 400)])
    sheet = MODULES[module].layout(job)
    assert not any(placed.block.shortened for placed in sheet.texts)
    cells = [cell for point in brief.comparison for cell in (point.label, point.ours, point.others)]
    shown = [piece.text for placed in sheet.texts for line in placed.block.lines for piece in line.pieces]
    told = cells if module is AplusModule.COMPARISON_TABLE else []
    assert not signs(text.headline, text.body, *text.bullets, *told) - signs(*shown)


@pytest.mark.parametrize("title", [20, 255])
@pytest.mark.parametrize("script", SCRIPTS)
def test_that_every_feature_within_the_limit_stands_below_its_picture(script: str, title: int) -> None:
    module = AplusModule.FOUR_IMAGES_WITH_TEXT
    brief = Brief("Flask", features=features(script, COLUMNS, title, MAX_COLUMN_CHARACTERS - title))
    request = AplusRequest(module, AplusText(repeated(script, 50)), (), brief, Style.BOLD)
    job = ModuleJob.for_module(request, [block_cutout(500, 400)])
    assert MODULES[module].asks(job) == ()
    sheet = MODULES[module].layout(job)
    assert not any(placed.block.shortened for placed in sheet.texts)
    shown = [piece.text for placed in sheet.texts for line in placed.block.lines for piece in line.pieces]
    assert not signs(*(text for each in brief.features for text in (each.title, each.text))) - signs(*shown)


def test_that_what_a_project_has_too_much_or_too_little_of_is_told() -> None:
    def told(module: AplusModule, brief: Brief) -> tuple[tuple[str, ...], int]:
        job = ModuleJob.for_module(AplusRequest(module, TEXT, (), brief), [block_cutout(500, 400)])
        return MODULES[module].asks(job), len(project_problems(module, brief))

    four, table = AplusModule.FOUR_IMAGES_WITH_TEXT, AplusModule.COMPARISON_TABLE
    long = Brief("Flask", features=features("english", COLUMNS, 20, MAX_COLUMN_CHARACTERS))
    assert told(four, long) == (("text",), 1)
    assert told(four, FULL) == ((), 0)
    assert told(table, FULL) == ((), 0)
    assert told(table, BARE) == (("comparison",), 1)
    # rows of which nothing can be shown are none
    assert told(table, Brief("Flask", comparison=(ComparisonPoint("\u10d7", ours=True),)))[0] == (
        "comparison",
    )


@pytest.mark.parametrize("module", AplusModule)
def test_that_a_bare_project_gives_a_clean_module_that_asks(module: AplusModule) -> None:
    made = render_module(AplusRequest(module, draft_text(module, BARE), (BOTTLE,), BARE), cache=CACHE)
    assert "text" in made.asks


def test_that_a_module_names_the_features_and_rows_that_it_has_no_room_for() -> None:
    def told(module: AplusModule, text: AplusText, brief: Brief) -> tuple[str, ...]:
        made = render_module(AplusRequest(module, text, (BOTTLE,), brief), cache=CACHE)
        assert bool(made.left_out) == bool(left_out_problems(module, made.left_out))
        return made.left_out

    long = "Clip it to a bag, hang it on a belt, or hold it with one finger while you climb, in the cold and the heat."
    highlights, table = AplusModule.IMAGE_WITH_HIGHLIGHTS, AplusModule.IMAGE_WITH_SPECIFICATIONS
    loop = Brief(
        "Flask", features=(Feature("Carry loop", f"{long} Or not."), Feature("Screw cap", "Two turns"))
    )
    assert told(highlights, TEXT, loop) == ("Carry loop",)
    assert told(highlights, replace(TEXT, bullets=("Screw cap", "Ice")), loop) == ()
    assert told(highlights, replace(TEXT, body=f"{TEXT.body} {long} Or not."), loop) == ()
    many = replace(TEXT, bullets=("Screw cap", "A", "B", "C", "D"))
    assert told(highlights, many, loop) == ("Screw cap",), "a list of bullets has no texts"
    crowded = AplusText(TEXT.headline, (f"{TEXT.body} " * 25)[:1900], ("Screw cap",))
    assert told(highlights, crowded, loop) == ("Screw cap",), "beside so much to read no card has room"
    assert told(table, TEXT, loop) == ("Carry loop",)
    rows = tuple(ComparisonPoint(f"Part {n}", "750 ml") for n in range(20))
    assert told(table, TEXT, Brief("Flask", comparison=rows)) == ("Part 18", "Part 19")
    assert told(table, TEXT, Brief("Flask", comparison=rows[:12])) == ()
    assert told(AplusModule.IMAGE_WITH_SIDEBAR, TEXT, loop) == ()


@pytest.mark.parametrize("module", AplusModule)
def test_that_nothing_of_the_sample_is_left_out(module: AplusModule) -> None:
    """The first A+ content that anybody sees."""
    brief, _ = sample_brief()
    made = render_module(AplusRequest(module, draft_text(module, brief), (BOTTLE,), brief), cache=CACHE)
    assert (made.left_out, made.lost_letters) == ((), "")


def test_that_a_row_too_long_for_the_table_makes_no_other_one_smaller() -> None:
    module = AplusModule.IMAGE_WITH_SPECIFICATIONS

    def laid_out(*rows: ComparisonPoint) -> SpecificationsSheet:
        request = AplusRequest(module, TEXT, (), Brief("Flask", comparison=rows))
        return ImageWithSpecifications().layout(ModuleJob.for_module(request, [block_cutout(500, 900)]))

    short, long = (
        ComparisonPoint("Capacity", "750 ml"),
        ComparisonPoint("Care", "By hand or by machine. " * 12),
    )
    alone, beside = laid_out(short), laid_out(short, long)
    assert beside.left_out == ("Care",)
    assert (beside.size, beside.rows) == (alone.size, alone.rows)


def test_that_a_table_in_arabic_has_its_labels_on_the_right() -> None:
    label, value = "\u0633\u0639\u0629", "\u0661\u0660\u0660 \u0645\u0644"
    text = AplusText(repeated("arabic", 40), repeated("arabic", 80))
    brief = Brief("Flask", comparison=(ComparisonPoint(label, value),))
    request = AplusRequest(AplusModule.IMAGE_WITH_SPECIFICATIONS, text, (), brief)
    sheet = ImageWithSpecifications().layout(ModuleJob.for_module(request, [block_cutout(500, 900)]))
    *_, product, name, stated, told = sheet.texts
    assert stated.box.right == sheet.rows[0].right == product.box.right, "English labels stand there, too"
    assert told.box.right == name.box.right < stated.box.left
