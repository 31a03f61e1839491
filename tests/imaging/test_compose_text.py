"""Setting text: it fits, it reads in the right direction, and there is never an empty box for a missing character."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from desktop.core.resources import resource_path
from desktop.imaging.compose import fonts, shaping
from desktop.imaging.compose.bidi import draw_order, is_rtl, visual_runs
from desktop.imaging.compose.geometry import Box
from desktop.imaging.compose.hyphens import break_points
from desktop.imaging.compose.text import TextBlock, TextStyle, fit_text

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLE = TextStyle(fonts.STRONG, 60, 24, 3, 1.2)


def forget_what_was_shaped() -> None:
    """Everything that remembers what one shaper has made."""
    for cached in (fonts.font, fonts.drawable, shaping.reference_width, shaping.shape, fit_text):
        cached.cache_clear()


@pytest.fixture(params=["as it is", "without raqm"])
def shaper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both ways of setting right-to-left text: Pillow's own, and ours for computers without FriBiDi."""
    forget_what_was_shaped()
    if request.param == "without raqm":
        monkeypatch.setattr(fonts, "has_raqm", lambda: False)
        monkeypatch.setattr(shaping, "has_raqm", lambda: False)
    yield request.param
    forget_what_was_shaped()


def ink_of(
    text: str, style: TextStyle, width: int, height: int
) -> tuple[Box, tuple[int, int, int, int] | None]:
    """The box claimed for a text, and where its ink really is (left, top, right, bottom)."""
    picture = Image.new("L", (width + 400, height + 400))
    container = Box(200, 200, width, height)
    block = fit_text(text, style, width, height)
    box = block.placed(container)
    block.draw(ImageDraw.Draw(picture), box, "white")
    return box, picture.point([0] * 60 + [255] * 196).getbbox()


@pytest.mark.usefixtures("shaper")
@pytest.mark.parametrize(
    "text",
    [
        "Short",
        "Ångström Ế Ệ Ộ ẤẾ gjpqy",
        "A sentence which needs more than one line to be set in this box, and then some more",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "זוהי שורה בעברית (עם סוגריים) ומספר 750",
        "زجاجة ماء فولاذية معزولة سعة 750 مل للرحلات الطويلة",
        "绿茶包装每包独立包装适合每天饮用方便携带",
        "Ελληνικά και Кириллица",
    ],
)
def test_that_ink_stays_in_the_box(text: str) -> None:
    box, ink = ink_of(text, STYLE, 520, 230)
    assert ink is not None
    assert Box(200, 200, 520, 230).contains(box)
    assert box.left - 3 <= ink[0]
    assert ink[2] <= box.right + 3
    assert box.top <= ink[1]
    assert ink[3] <= box.bottom


@given(st.text(max_size=300), st.integers(1, 900), st.integers(1, 400))
@settings(max_examples=80, deadline=None)
def test_that_any_text_fits_any_box(text: str, width: int, height: int) -> None:
    block = fit_text(text, STYLE, width, height)
    assert block.width <= width
    assert block.height <= height
    assert len(block.lines) <= STYLE.max_lines


def test_that_words_stay_whole_while_shrinking_helps() -> None:
    block = fit_text("Extraordinarily versatile", STYLE, 300, 300)
    assert not block.shortened
    assert ["".join(piece.text for piece in line.pieces) for line in block.lines] == [
        "Extraordinarily",
        "versatile",
    ]


def test_that_only_the_end_is_cut_and_says_so() -> None:
    block = fit_text("word " * 200, STYLE, 300, 120)
    last = "".join(piece.text for piece in block.lines[-1].pieces)
    assert block.shortened
    assert block.size == STYLE.min_size
    assert last.endswith("\u2026")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tea \N{TEACUP WITHOUT HANDLE} time", "Tea \N{TEACUP WITHOUT HANDLE} time"),
        ("Tea \U0001d173 time", "Tea time"),
        ("\N{LINEAR B SYLLABLE B008 A}", ""),
        ("\ufb01ne", "fine"),
        ("a\tb\nc\u200b", "a b c"),
        ("e\u0301", "\u00e9"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\U0001f469"),
    ],
)
def test_that_uncovered_characters_are_replaced_or_dropped(text: str, shown: str) -> None:
    assert fonts.drawable(text, fonts.STRONG) == shown


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_that_no_empty_boxes_appear(text: str) -> None:
    for face in (fonts.BODY, fonts.SERIF):
        for character in fonts.drawable(text, face):
            assert character == " " or fonts.file_for(character, face)


@pytest.mark.parametrize("text", ["z\u0337a\u0337", "\u1eb9\u0301 n\u0303\u0323", "\u05d1\u0301"])
def test_that_no_mark_becomes_a_box(text: str) -> None:
    for face in (
        fonts.BODY,
        fonts.STRONG,
        fonts.SERIF,
        fonts.SOFT_SERIF,
        fonts.HEAVY,
        fonts.GROTESK,
        fonts.ROUND,
    ):
        for piece in shaping.shape(fonts.drawable(text, face), face, 60, rtl=False).pieces:
            assert {ord(each) for each in piece.text} - {ord(" ")} <= fonts.coverage(piece.file), piece


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Größe ½ ﬁ 绿茶 \N{FIRE}\ufe0f\U0001f44d\U0001f3fd a\u0301\t\u200b", ""),
        ("\u10d7\u10d1 tea \u10d7", "\u10d7\u10d1"),
        ("\N{LINEAR B SYLLABLE B008 A}", "\N{LINEAR B SYLLABLE B008 A}"),
    ],
)
def test_that_what_no_font_has_is_known(text: str, lost: str) -> None:
    assert fonts.undrawable(text) == lost


@pytest.mark.parametrize("face", [fonts.HEAVY, fonts.SERIF])
@pytest.mark.parametrize(
    "words",
    [
        "Hold it with one finger or clip it to a bag",
        "Quilted pockets, doubled seams, a bag",
        "Fits into every rucksack and every bag",
        "قارورة للرحلات الطويلة تحفظ الماء",
        "\u7eff\u8336\u5305\u88c5\u6bcf\u5305\u72ec\u7acb\u5305\u88c5\u9002\u5408\u6bcf\u5929",
    ],
)
def test_that_balanced_lines_are_as_many_and_leave_no_word_alone(words: str, face: fonts.Typeface) -> None:
    for width in range(500, 1900, 25):
        style = TextStyle(face, 120, 120, 6)
        loose = fit_text(words, style, width, 900)
        even = fit_text(words, replace(style, balanced=True), width, 900)
        assert (len(even.lines), even.size) == (len(loose.lines), loose.size)
        assert even.width <= loose.width
        told = line_words(even)
        assert sorted(chain(*chain(*told))) == sorted(chain(*chain(*line_words(loose)))), "nothing is lost"
        if len(told) > 1 and len(told[-1]) == 1 and len(told[-2]) > 1:
            moved = f"{told[-2][-1]} {told[-1][0]}"
            # but for a pixel or two: words are measured at another size
            assert shaping.shape(moved, face, 120, rtl=even.rtl).width > even.width - 2


def line_words(block: TextBlock) -> list[list[str]]:
    """The words of each line, in no order that reading from right to left would change."""
    return [" ".join(piece.text for piece in line.pieces).split() for line in block.lines]


def test_that_every_shipped_font_has_its_licence() -> None:
    licences = {path.name.removesuffix("-OFL.txt") for path in resource_path("fonts", "licences").iterdir()}
    families = {
        path.name.split("-")[0]
        for path in resource_path("fonts").iterdir()
        if path.suffix in {".ttf", ".otf"}
    }
    assert families == licences


@pytest.mark.parametrize(
    ("text", "rtl", "runs"),
    [
        ("plain", False, [("plain", False)]),
        ("שלום", True, [("שלום", True)]),
        ("שלום 123", True, [("123", False), ("שלום ", True)]),
        ("HYDRO שלום", False, [("HYDRO ", False), ("שלום", True)]),
        ("שלום HYDRO 5 טוב", True, [(" טוב", True), ("HYDRO 5", False), ("שלום ", True)]),
    ],
)
def test_that_runs_stand_in_reading_order(text: str, rtl: bool, runs: list[tuple[str, bool]]) -> None:
    assert is_rtl(text) is rtl
    assert visual_runs(text, rtl=rtl) == runs


def test_that_arabic_letters_join_without_raqm() -> None:
    # meem, alef: initial and final form, drawn from the left in reversed order
    assert draw_order("\u0645\u0627") == "\ufe8e\ufee3"
    # lam and alef merge; a word's single letter stands alone
    assert draw_order("\u0644\u0627") == "\ufefb"
    assert draw_order("\u0648") == "\ufeed"
    # a zero-width non-joiner keeps letters apart and isn't drawn
    assert draw_order("\u0645\u200c\u0627") == "\ufe8d\ufee1"
    assert draw_order("(\u05d0\u05d1)") == "(\u05d1\u05d0)"


def test_that_both_shapers_draw_about_the_same_hebrew(monkeypatch: pytest.MonkeyPatch) -> None:
    if not fonts.has_raqm():
        pytest.skip("Pillow has no raqm here")
    one = TextStyle(fonts.STRONG, 60, 60, 1)
    pictures = []
    for raqm in (True, False):
        forget_what_was_shaped()
        monkeypatch.setattr(fonts, "has_raqm", lambda raqm=raqm: raqm)
        monkeypatch.setattr(shaping, "has_raqm", lambda raqm=raqm: raqm)
        picture = Image.new("L", (600, 100))
        fit_text("שלום 750 (טוב)", one, 600, 100).draw(ImageDraw.Draw(picture), Box(0, 0, 600, 100), "white")
        pictures.append(np.asarray(picture.resize((150, 25)), np.float32))
    forget_what_was_shaped()
    alike = np.abs(pictures[0] - pictures[1]).mean()  # glyph positions differ by some pixels
    mirrored = np.abs(pictures[0] - pictures[1][:, ::-1]).mean()
    assert alike < 15 < mirrored


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Edelstahlflasche", "Edel-stahl-fla-sche"),
        ("Etikettierungsüberwachung", "Eti-ket-tie-rungs-ü-ber-wa-chung"),
        ("Gesellschaftskapitän", "Gesell-schafts-ka-pi-tän"),
        ("Emotionssportjacke", "Emo-tions-sport-ja-cke"),
        ("Qualitätsarbeiten", "Qua-li-täts-ar-bei-ten"),
        ("relationships", "rela-tion-ships"),
        ("Hochgeschwindigkeit", "Hoch-ge-schwin-dig-keit"),
        ("international", "inter-na-tio-nal"),
        ("Größenangabe", "Grö-ße-nan-gabe"),
        ("Flasche", "Flasche"),
        ("Erhaltungsvorrichtung,", "Erhal-tungs-vor-rich-tung,"),
        ("\u201e(Haltevorrichtung)\u201c.", "\u201e(Hal-te-vor-rich-tung)\u201c."),
        ("100%Baumwolle", "100%Baum-wolle"),
        ("Spülmaschinen/Dichtungsring", "Spül-ma-schi-nen/Dich-tungs-ring"),
        ("shop.example.com", "shop.example.com"),
        ("Ab12345678", "Ab12345678"),
        ("زجاجةفولاذيةطويلة", "زجاجةفولاذيةطويلة"),
    ],
)
def test_that_long_latin_words_may_be_hyphenated_between_syllables(word: str, parts: str) -> None:
    marks = (0, *break_points(word), len(word))
    found = "-".join(word[start:end] for start, end in pairwise(marks))
    assert found == parts


def test_that_a_compound_wider_than_its_line_is_hyphenated_rather_than_set_tiny() -> None:
    block = fit_text("Lebensmittelunbedenklichkeitsbescheinigung", STYLE, 300, 400)
    lines = ["".join(piece.text for piece in line.pieces) for line in block.lines]
    assert len(lines) > 1
    assert all(line.endswith("-") for line in lines[:-1])
    assert "".join(line.removesuffix("-") for line in lines) == "Lebensmittelunbedenklichkeitsbescheinigung"
    assert block.size > STYLE.min_size


@pytest.mark.parametrize(
    "text",
    ["ขวดน้ำสแตนเลสเก็บความเย็น", "स्टेनलेस स्टील की बोतल", "✅ Leak-proof 🔥", "👍🏽 Fits 1️⃣ hand"],
)
def test_that_thai_hindi_and_emoji_are_shown(text: str) -> None:
    if "ब" in text and not fonts.has_raqm():
        pytest.skip("nothing here can shape Devanagari")
    shown = fonts.drawable(text, fonts.STRONG)
    lost = {character for character in text if character not in shown}
    assert lost <= set("\ufe0f\u20e3\U0001f3fd"), lost
    block = fit_text(text, STYLE, 700, 300)
    assert block.lines
    assert all(piece.width > 0 for line in block.lines for piece in line.pieces)


def test_that_letters_whose_order_changes_are_left_out_where_nothing_shapes_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forget_what_was_shaped()
    monkeypatch.setattr(fonts, "has_raqm", lambda: False)
    assert fonts.drawable("Bottle बोतल", fonts.STRONG) == "Bottle"
    forget_what_was_shaped()


def test_that_no_mark_is_cut_off_its_letter() -> None:
    for word in ("สแตนเลสเก็บความเย็นได้", "स्टेनलेसस्टीलकीबोतल", "ẾỆỔg̈"):
        for limit in range(1, len(word)):
            head, rest = shaping.cut_long_word(word, limit)
            assert head + rest == word
            assert head
            assert not rest or not unicodedata.category(rest[0]).startswith("M")


def test_that_a_space_after_an_emoji_is_a_space() -> None:
    line = shaping.shape("\u2705 Dry", fonts.STRONG, 60, rtl=False)
    assert all(ord(sign) in fonts.coverage(piece.file) for piece in line.pieces for sign in piece.text)
