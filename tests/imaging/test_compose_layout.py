"""Words never leave their container, never overlap one another or the product, and can always be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.pack import BrandKit, Brief, ComparisonPoint, Dimensions, Feature, ImageType, Style, Unit
from desktop.imaging.compose.base import Job
from desktop.imaging.compose.comparison_chart import ComparisonSheet
from desktop.imaging.compose.composing import compose
from desktop.imaging.compose.dimension_diagram import axes_for
from desktop.imaging.compose.geometry import FRAME, SAFE, Box
from desktop.imaging.compose.infographic import Infographic
from desktop.imaging.compose.measures import both_units
from desktop.imaging.compose.palette import TEXT_CONTRAST, contrast, luminance, readable, rgb, theme_for
from desktop.imaging.compose.registry import COMPOSERS
from desktop.imaging.contract import RenderRequest
from tests.imaging.compose_kit import BARE, FULL, block_cutout, job, request

WORDS = st.one_of(
    st.text("abcdefghijklmnop eisnt ÄÖÜéçñ ", min_size=1),
    st.text("WMQ@", min_size=1),
    st.text("אבגדהוזחט (0123) ", min_size=1),
    st.text("زجاجة ماء فولاذية 750 ", min_size=1),
    st.text("绿茶包装日本のお茶녹차\u3002", min_size=1),
    st.text("ẾỆỔÅŸ̈g̣j ĞŞ", min_size=1),
    st.text(min_size=1),
)


def words(limit: int) -> st.SearchStrategy[str]:
    return st.one_of(
        WORDS.map(lambda text: text[:limit]),
        st.tuples(WORDS, st.integers(2, 40)).map(lambda pair: (pair[0] * pair[1])[:limit]),
    )


BRIEFS = st.builds(
    Brief,
    name=words(255),
    product_name=st.one_of(st.just(""), words(255)),
    category=st.one_of(st.just(""), words(120)),
    description=st.one_of(st.just(""), words(2000)),
    features=st.lists(st.builds(Feature, words(120), st.one_of(st.just(""), words(400))), max_size=7).map(
        tuple
    ),
    dimensions=st.none()
    | st.builds(
        Dimensions,
        st.none() | st.floats(0.01, 99999),
        st.none() | st.floats(0.01, 99999),
        st.none() | st.floats(0.01, 99999),
        st.sampled_from(Unit),
    ),
    comparison=st.lists(
        st.builds(
            ComparisonPoint,
            words(90),
            st.none() | st.booleans() | words(90),
            st.none() | st.booleans() | words(90),
        ),
        max_size=11,
    ).map(tuple),
)
SHAPES = st.sampled_from([(60, 300), (120, 300), (240, 260), (300, 240), (300, 100), (400, 40)])
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda c: "#{:02x}{:02x}{:02x}".format(*c))
BRANDS = st.just(BrandKit()) | st.builds(BrandKit, COLOURS, COLOURS, COLOURS)


@pytest.mark.parametrize("image_type", [t for t in ImageType if t is not ImageType.MAIN_IMAGE])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(brief=BRIEFS, style=st.sampled_from(Style), shape=SHAPES, brand=BRANDS)
def test_that_words_fit_and_read(
    image_type: ImageType, brief: Brief, style: Style, shape: tuple[int, int], brand: BrandKit
) -> None:
    sheet = COMPOSERS[image_type].layout(job(image_type, brief, style, block_cutout(*shape), brand))
    frame = FRAME.inset(40) if image_type is ImageType.LIFESTYLE else SAFE
    for placed in sheet.texts:
        assert placed.container.contains(placed.box)
        assert frame.contains(placed.box)
        assert all(contrast(placed.colour, ground) >= TEXT_CONTRAST for ground in placed.grounds)
        assert not any(placed.box.overlaps(taken) for taken in sheet.keep_clear)
    for one, other in combinations(sheet.texts, 2):
        assert not one.box.overlaps(other.box)
    for taken in sheet.keep_clear:
        assert FRAME.contains(taken)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(brief=BRIEFS, style=st.sampled_from(Style), shape=SHAPES)
def test_that_cards_hold_their_words_and_keep_apart(
    brief: Brief, style: Style, shape: tuple[int, int]
) -> None:
    task = job(ImageType.INFOGRAPHIC, brief, style, block_cutout(*shape))
    sheet = Infographic().layout(task)
    for placed in sheet.texts:
        if placed.grounds == (task.theme.card,):
            # low cards of many features have no more above and below their words
            assert any(card.inset(18).contains(placed.box) for card in sheet.cards)
    for one, other in combinations([*sheet.cards, sheet.stage], 2):
        assert not one.overlaps(other)
    assert sheet.stage.contains(sheet.product)
    assert SAFE.contains(sheet.stage)


@given(primary=COLOURS, secondary=COLOURS, accent=COLOURS, style=st.sampled_from(Style))
@settings(max_examples=120, deadline=None)
def test_that_any_brand_colour_leaves_words_readable(
    primary: str, secondary: str, accent: str, style: Style
) -> None:
    for ink, grounds in theme_for(style, (primary, secondary, accent)).text_pairs():
        assert all(contrast(ink, ground) >= TEXT_CONTRAST for ground in grounds)


@pytest.mark.parametrize("style", [Style.BOLD, Style.TECHY])
def test_that_headlines_shine_on_dark_grounds_in_a_shops_darkest_colours_too(style: Style) -> None:
    theme = theme_for(style, ("#0A0A12", "#08140A", "#1A0008"))
    assert theme.is_dark
    assert contrast(theme.ink, theme.ground_top) >= 10
    assert contrast(theme.ink_soft, theme.ground_top) >= 6
    if luminance(theme.card) < 0.18:
        assert contrast(theme.card_ink, theme.card) >= 10
        assert all(contrast(badge, theme.card) >= 2 for badge in (theme.primary, *theme.accents))


def test_that_a_shops_colour_tints_grounds_without_soiling_them() -> None:
    night = theme_for(Style.TECHY, ("#FFE600", "#333333", "#FF6600"))
    red, green, blue = rgb(night.ground_bottom)
    assert blue > max(red, green)  # not olive
    paper = theme_for(Style.MINIMAL, ("#0A0A12", "#333333", "#FF6600"))
    assert luminance(paper.ground_bottom) > 0.77
    assert luminance(theme_for(Style.BOLD, ("#0A0A12", "#333333", "#FF6600")).stage) > 0.55


def test_that_brand_colours_are_used_once_they_are_chosen() -> None:
    own = theme_for(Style.PREMIUM, ("#0066CC", "#333333", "#FF6600"))
    branded = theme_for(Style.PREMIUM, ("#880044", "#333333", "#00aa55"))
    assert branded.primary == "#880044"
    assert branded.accent == "#00aa55"
    assert own.primary not in {"#880044", "#0066CC"}
    assert theme_for(Style.PREMIUM, ("nonsense", "", "#12")).primary == own.primary


def test_that_readable_changes_no_more_than_needed() -> None:
    assert readable("#222222", "#ffffff") == "#222222"
    assert contrast(readable("#ffee00", "#ffffff"), "#ffffff") >= TEXT_CONTRAST
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (26.5, Unit.CM, ("26.5 cm", "10.4 in")),
        (7.3, Unit.CM, ("7.3 cm", "2.87 in")),
        (2.54, Unit.CM, ("2.54 cm", "1 in")),
        (10, Unit.INCH, ("25.4 cm", "10 in")),
        (1.5, Unit.INCH, ("3.81 cm", "1.5 in")),
        (100, Unit.CM, ("100 cm", "39.4 in")),
        (0.01, Unit.CM, ("0.01 cm", "0.004 in")),
        (0.0015, Unit.INCH, ("0.004 cm", "0.002 in")),
    ],
)
def test_that_measurements_come_in_both_units(value: float, unit: Unit, expected: tuple[str, str]) -> None:
    assert both_units(value, unit) == expected


@pytest.mark.parametrize("size", [(2400, 90), (120, 2400), (500, 500)])
def test_that_centimetres_are_never_smaller_than_inches(size: tuple[int, int]) -> None:
    brief = Brief("Flask", dimensions=Dimensions(99999.99, 99999.98, 99999.97))
    wanted = job(ImageType.DIMENSION_DIAGRAM, brief, Style.TECHY, block_cutout(*size))
    sheet = COMPOSERS[ImageType.DIMENSION_DIAGRAM].layout(wanted)
    words = [
        ("".join(piece.text for piece in placed.block.lines[0].pieces), placed.block.size)
        for placed in sheet.texts
    ]
    large, small = ([size for text, size in words if text.endswith(unit)] for unit in (" cm", " in"))
    assert len(large) == len(small) == 3
    assert all(centimetres > inches >= 34 for centimetres, inches in zip(large, small, strict=True))


@pytest.mark.parametrize("language", ["en", "de"])
def test_that_german_measurements_have_a_comma(language: str) -> None:
    brief = Brief("Flask", dimensions=Dimensions(width=7.3, height=26.5))
    asked = replace(request(ImageType.DIMENSION_DIAGRAM, brief), language=language)
    sheet = COMPOSERS[ImageType.DIMENSION_DIAGRAM].layout(Job.of(asked, [block_cutout(300, 500)]))
    shown = {piece.text for placed in sheet.texts for line in placed.block.lines for piece in line.pieces}
    figures = {"7.3 cm", "2.87 in", "26.5 cm", "10.4 in"}
    assert shown >= ({figure.replace(".", ",") for figure in figures} if language == "de" else figures)


def test_that_each_measurement_goes_to_its_line() -> None:
    box = axes_for(Dimensions(length=6.5, width=11, height=15), aspect=0.74)
    assert (box.upright, box.across, box.depth) == (
        ("Height", ("15 cm", "5.91 in")),
        ("Width", ("11 cm", "4.33 in")),
        ("Length", ("6.5 cm", "2.56 in")),
    )
    flat = axes_for(Dimensions(length=30, width=20), aspect=1.5)
    assert flat.across is not None
    assert flat.across[0] == "Length"
    assert flat.depth is None
    assert axes_for(Dimensions(), 1).upright == ("Height", ())
    assert axes_for(Dimensions(height=5), 1).across is None


def test_that_no_figure_is_shown_without_measurements() -> None:
    sheet = COMPOSERS[ImageType.DIMENSION_DIAGRAM].layout(
        job(ImageType.DIMENSION_DIAGRAM, BARE, Style.PREMIUM, block_cutout(120, 300))
    )
    shown = "".join(
        piece.text for placed in sheet.texts for line in placed.block.lines for piece in line.pieces
    )
    assert not any(character.isdigit() for character in shown)


@pytest.mark.parametrize("image_type", list(ImageType))
def test_that_words_come_from_the_seller_or_from_a_short_list(image_type: ImageType) -> None:
    """Nothing is invented: with only a name, all other words on the pictures are these."""
    ours = {"Hydro", "How it compares", "Others", "Dimensions", "Height", "Width", "Illustrative scene",
            "Add points to compare, then make this image again",
            "Add measurements, then make this image again"}  # fmt: skip
    sheet = COMPOSERS[image_type].layout(job(image_type, BARE, Style.PREMIUM, block_cutout(120, 300)))
    for placed in sheet.texts:
        text = " ".join("".join(piece.text for piece in line.pieces) for line in placed.block.lines)
        assert " ".join(text.split()) in ours


SENTENCES = (
    "Cold drinks stay cold and hot ones hot, whatever the weather is like outside; the cap closes with two turns and"
    " can't be lost, the loop is wide enough for two fingers or a hook, the neck takes ice and a brush, and the foot"
    " is covered with rubber, so that the flask stands still on wet tables."
)


@pytest.mark.parametrize("shape", [(120, 300), (240, 260), (300, 200)])
@pytest.mark.parametrize(
    "brief",
    [
        Brief(name=SENTENCES[:255], features=(Feature(SENTENCES[:120], SENTENCES + "!" * 3),)),
        Brief(name="Flask", features=tuple(Feature("Leak-proof cap of steel", SENTENCES) for _ in range(4))),
        Brief(name="Flask", features=tuple(Feature("Leak-proof cap", SENTENCES[:60]) for _ in range(12))),
        Brief(
            name="Tea", features=(Feature("Dry", "Yes"),), comparison=(ComparisonPoint("Lid", "Yes", "No"),)
        ),
        Brief(
            name=SENTENCES[:255],
            comparison=tuple(
                ComparisonPoint(SENTENCES[:40], SENTENCES[:30], SENTENCES[:30]) for _ in range(9)
            ),
        ),
        Brief(name="Flask", comparison=(ComparisonPoint(*[SENTENCES[:255]] * 3),)),
        Brief(name="Flask", description=SENTENCES),
    ],
)
def test_that_long_and_short_texts_survive_whole(brief: Brief, shape: tuple[int, int]) -> None:
    assert 250 < len(SENTENCES) < 310
    for image_type in ImageType:
        for style in Style:
            sheet = COMPOSERS[image_type].layout(job(image_type, brief, style, block_cutout(*shape)))
            cut = [placed for placed in sheet.texts if placed.block.shortened]
            assert not cut, (image_type, style)


def test_that_without_points_nothing_is_compared() -> None:
    brief = Brief(name="Hydro", features=FULL.features, dimensions=FULL.dimensions)
    sheet = COMPOSERS[ImageType.COMPARISON_CHART].layout(
        job(ImageType.COMPARISON_CHART, brief, Style.PREMIUM, block_cutout(120, 300))
    )
    assert isinstance(sheet, ComparisonSheet)
    assert not sheet.rows
    shown = [piece.text for placed in sheet.texts for line in placed.block.lines for piece in line.pieces]
    assert "Carry loop" not in " ".join(shown)


def test_that_asks_name_what_is_missing() -> None:
    def asks(image_type: ImageType, brief: Brief) -> tuple[str, ...]:
        return COMPOSERS[image_type].asks(job(image_type, brief, Style.PREMIUM, block_cutout(120, 300)))

    assert [asks(image_type, BARE) for image_type in ImageType] == [
        (), ("features",), ("features",), (), ("comparison",), ("dimensions",),
    ]  # fmt: skip
    assert [asks(image_type, FULL) for image_type in ImageType] == [()] * 6


@pytest.mark.parametrize("style", Style)
def test_that_the_highlight_s_text_leaves_no_word_alone(style: Style) -> None:
    told = "Part of the cap: hold it with one finger or clip it to a bag"
    brief = Brief(name="Hydro", features=(Feature("Carry loop", told),))
    sheet = COMPOSERS[ImageType.FEATURE_HIGHLIGHT].layout(
        job(ImageType.FEATURE_HIGHLIGHT, brief, style, block_cutout(300, 900))
    )
    lines = [" ".join(piece.text for piece in line.pieces) for line in sheet.texts[-1].block.lines]
    assert " ".join(lines) == told
    assert len(lines) == 2
    assert lines[-1].split()[:-1]


def test_that_lost_letters_are_those_of_the_words_an_image_shows() -> None:
    def lost(image_type: ImageType, brief: Brief) -> str:
        request = RenderRequest(image_type, (), brief)
        return compose(request, [block_cutout(120, 300)]).lost_letters

    brief = Brief(
        name="Hydro \u10d7",
        category="\u10d1",
        features=(Feature("\u10d2"), Feature("Light", "\u10d3"), Feature("\u10d4")),
        comparison=(
            ComparisonPoint("\u10d5", ours=True),
            ComparisonPoint("Weight", ours="\u10d6", others=None),
        ),
    )
    # what of a feature or a point nothing is left of goes without a trace: that, too
    assert [lost(image_type, brief) for image_type in ImageType] == [
        "", "\u10d7\u10d1\u10d2\u10d3\u10d4", "\u10d7\u10d2\u10d3", "", "\u10d7\u10d5\u10d6", "\u10d7",
    ]  # fmt: skip
    assert [lost(image_type, FULL) for image_type in ImageType] == [""] * 6


def test_that_boxes_fit_without_distortion() -> None:
    box = Box(100, 100, 400, 200).fitted(30, 60)
    assert (box.width, box.height) == (100, 200)
    assert Box(100, 100, 400, 200).contains(box)
