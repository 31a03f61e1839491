"""Judging an image by a marketplace's rules: from what was measured to verdicts in plain words.

What is measured on the pixels doesn't depend on the marketplace, so that one measurement serves all of them; see
``desktop.imaging.compliance``. The sentences are English here and translated where they are shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from desktop.core.marketplaces import RULES, Placement, is_clean
from desktop.core.pack import ImageType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.marketplaces import Marketplace, Rules


class Verdict(StrEnum):
    """How an image stands to a rule; ``not-checked`` is said where pixels can't tell."""

    PASS = "pass"  # noqa: S105  # the word, not a secret
    WARN = "warn"
    FAIL = "fail"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a file is and what its pixels show; all shares are from 0 to 1.

    Args:
        problem: why it can't be opened, in words; empty when it can, and then everything else is measured.
        format: Pillow's name of the format, by content; empty when it can't be told. With a ``problem`` it is one that
            a marketplace may take all the same.
        size_bytes: the file.
        width: pixels as seen, with the EXIF orientation applied; so is ``height``.
        colours: ``sRGB``, ``grey``, ``CMYK``, ``deep`` (16 bits) or the name of another colour profile.
        see_through: share of pixels that aren't opaque.
        has_frames: whether it moves.
        white_border: share of the pixels along the edge (1 % of the frame) that are exactly white.
        stray: share of all pixels that are neither white nor anywhere near the product.
        stray_darkest: the lowest value of any channel among those, 0 to 255.
        fill: the product's longest extent as a share of the frame's side in that direction.
        touches: whether the product reaches the edge of the frame.
        text_rows: rows of letters found outside the product, or anywhere if the background isn't plain white.
        graphics: flat coloured shapes beside the product.
    """

    problem: str = ""
    format: str = ""
    size_bytes: int = 0
    width: int = 0
    height: int = 0
    colours: str = "sRGB"
    see_through: float = 0.0
    has_frames: bool = False
    white_border: float = 0.0
    stray: float = 0.0
    stray_darkest: int = 255
    fill: float = 0.0
    touches: bool = False
    text_rows: int = 0
    graphics: int = 0

    @property
    def is_on_white(self) -> bool:
        """Whether the product can be told from its background, because that is white where the frame ends."""
        return self.white_border > 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's verdict: ``code`` names the sentence, ``values`` what stands in it."""

    rule: str
    verdict: Verdict
    code: str
    measured: str = ""
    limit: str = ""
    values: dict[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The sentence, in English."""
        return SENTENCES[self.code].format(**self.values)


@dataclass(frozen=True, slots=True)
class Report:
    """What a marketplace would say to one image."""

    marketplace: Marketplace
    placement: Placement
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of all; what could not be checked doesn't count."""
        found = {finding.verdict for finding in self.findings}
        return next((v for v in (Verdict.FAIL, Verdict.WARN) if v in found), Verdict.PASS)

    @property
    def troubles(self) -> tuple[Finding, ...]:
        """What doesn't pass, the worst first."""
        worst_first = (Verdict.FAIL, Verdict.WARN)
        return tuple(f for verdict in worst_first for f in self.findings if f.verdict is verdict)


def translate(_context: str, text: str) -> str:
    """Mark a text for the translators' tools; the window translates it where it is shown."""
    return text


SENTENCES: Final = {
    "opens": translate("Compliance", "It can't be opened. {problem}"),
    "format-good": translate("Compliance", "The file is a {format}."),
    "format-bad": translate("Compliance", "{marketplace} doesn't take {format} files. Save it as JPEG."),
    "moves": translate("Compliance", "The file holds several pictures; a listing shows still ones."),
    "bytes-good": translate("Compliance", "The file is small enough."),
    "bytes-bad": translate("Compliance", "The file is too large. Save it with less quality or fewer pixels."),
    "side-good": translate("Compliance", "It is large enough to zoom in."),
    "side-small": translate("Compliance", "It is large enough to be taken, but too small to zoom in well."),
    "side-bad": translate("Compliance", "It is too small. Start from a larger photo."),
    "side-large": translate("Compliance", "It has more pixels than {marketplace} takes. Make it smaller."),
    "colours-good": translate("Compliance", "Its colours are sRGB."),
    "colours-profile": translate("Compliance", "Its colours are {colours}; many screens will show others."),
    "colours-deep": translate("Compliance", "It has 16 bits a channel. Save it with 8."),
    "colours-bad": translate("Compliance", "Its colours are for printing (CMYK). Save it as sRGB."),
    "see-through-good": translate("Compliance", "Nothing in it is transparent."),
    "see-through-warn": translate("Compliance", "Parts are transparent; a shop may show them black."),
    "see-through-bad": translate("Compliance", "The background is transparent, not white."),
    "square-good": translate("Compliance", "It is square."),
    "square-bad": translate("Compliance", "It isn't square, so it will be cut or shown with bars."),
    "background-good": translate("Compliance", "The background is pure white."),
    "background-border": translate("Compliance", "The background isn't pure white at the edge of the frame."),
    "background-touches": translate("Compliance", "The product reaches the edge of the frame."),
    "background-stray": translate("Compliance", "The background isn't pure white everywhere."),
    "fill-good": translate("Compliance", "The product fills the frame."),
    "fill-bad": translate("Compliance", "The product is too small in the frame."),
    "fill-empty": translate("Compliance", "There is no product to be seen on the white."),
    "fill-unknown": translate(
        "Compliance", "How much the product fills can't be told: the background isn't white."
    ),
    "text-good": translate("Compliance", "There is no text beside the product."),
    "text-bad": translate("Compliance", "There is text beside the product, which isn't allowed here."),
    "text-perhaps": translate(
        "Compliance", "There seems to be text in it. Printed on the product it is fine; added it isn't."
    ),
    "text-graphics": translate(
        "Compliance", "There are flat shapes beside the product. Logos and badges aren't allowed here."
    ),
    "text-unknown": translate("Compliance", "Text can't be looked for: the background isn't white."),
    "text-inside": translate(
        "Compliance", "Text inside the product's outline isn't checked: it may be printed on the product."
    ),
    "artwork-good": translate("Compliance", "It shows the product alone."),
    "artwork-bad": translate("Compliance", "It holds added text or artwork, which {marketplace} refuses."),
    "first-bad": translate("Compliance", "A made-up scene must not be the first picture on {marketplace}."),
}
"""Every sentence a verdict may come with, by its code."""


def judge(
    facts: ImageFacts, marketplace: Marketplace, placement: Placement, image_type: str | None = None
) -> Report:
    """Judge one image; ``image_type`` is what it is in a pack, None when nobody knows."""
    return Report(marketplace, placement, tuple(_findings(facts, RULES[marketplace], placement, image_type)))


def _findings(facts: ImageFacts, rules: Rules, placement: Placement, kind: str | None) -> Iterator[Finding]:
    if facts.problem:
        yield Finding("opens", Verdict.FAIL, "opens", values={"problem": facts.problem})
        return
    yield from _file(facts, rules)
    yield from _frame(facts, rules)
    yield _colours(facts)
    is_main = placement is Placement.MAIN
    yield _see_through(facts, is_white=is_main and rules.is_white)
    if is_main and rules.is_white:
        yield _background(facts)
    if is_main and rules.least_fill is not None:
        yield _fill(facts, rules.least_fill)
    if (is_main and not rules.takes_text_on_main) or not rules.takes_artwork:
        yield from _text(facts)
    if not rules.takes_artwork and kind is not None:
        code = "artwork-good" if is_clean(kind) else "artwork-bad"
        verdict = Verdict.PASS if is_clean(kind) else Verdict.FAIL
        yield Finding("artwork", verdict, code, values={"marketplace": rules.marketplace.label})
    if is_main and kind == ImageType.LIFESTYLE and not rules.takes_scene_first:
        yield Finding(
            "first", Verdict.FAIL, "first-bad", "lifestyle", values={"marketplace": rules.marketplace.label}
        )


def _file(facts: ImageFacts, rules: Rules) -> Iterator[Finding]:
    is_taken = facts.format in rules.formats
    values = {"format": facts.format, "marketplace": rules.marketplace.label}
    taken = ", ".join(rules.formats)
    if facts.has_frames:
        yield Finding("format", Verdict.FAIL, "moves", facts.format, taken, values)
    else:
        verdict, code = (Verdict.PASS, "format-good") if is_taken else (Verdict.FAIL, "format-bad")
        yield Finding("format", verdict, code, facts.format, taken, values)
    fits = facts.size_bytes <= rules.cap_bytes
    yield Finding(
        "file-size",
        Verdict.PASS if fits else Verdict.FAIL,
        "bytes-good" if fits else "bytes-bad",
        f"{math.ceil(facts.size_bytes / 1e4) / 100:.2f} MB",
        f"<= {rules.cap_bytes / 1e6:.0f} MB",
    )


def _frame(facts: ImageFacts, rules: Rules) -> Iterator[Finding]:
    side, pixels = max(facts.width, facts.height), facts.width * facts.height
    limits = [f">= {least} px" for least in (rules.least_side,) if least]
    limits += [f"{rules.good_side} px or more is better"] if rules.good_side else []
    limits += [f"<= {rules.most_side} px"] if rules.most_side else []
    limits += [f"<= {rules.most_pixels / 1e6:.0f} MP"] if rules.most_pixels else []
    if side < (rules.least_side or 0):
        verdict, code = Verdict.FAIL, "side-bad"
    elif side > (rules.most_side or side) or pixels > (rules.most_pixels or pixels):
        verdict, code = Verdict.FAIL, "side-large"
    elif side < (rules.good_side or 0):
        verdict, code = Verdict.WARN, "side-small"
    else:
        verdict, code = Verdict.PASS, "side-good"
    size = f"{facts.width} x {facts.height} px"
    values = {"marketplace": rules.marketplace.label}
    yield Finding("resolution", verdict, code, size, ", ".join(limits), values)
    if rules.wants_square:
        # a pixel or two of rounding is nothing anybody sees
        is_square = abs(facts.width - facts.height) <= max(2, side // 500)
        verdict, code = (Verdict.PASS, "square-good") if is_square else (Verdict.WARN, "square-bad")
        yield Finding("shape", verdict, code, size, "1 : 1")


def _colours(facts: ImageFacts) -> Finding:
    known = {
        "sRGB": (Verdict.PASS, "colours-good"),
        "grey": (Verdict.PASS, "colours-good"),
        "CMYK": (Verdict.FAIL, "colours-bad"),
        "deep": (Verdict.WARN, "colours-deep"),
    }
    verdict, code = known.get(facts.colours, (Verdict.WARN, "colours-profile"))
    return Finding("colours", verdict, code, facts.colours, "sRGB", {"colours": facts.colours})


def _see_through(facts: ImageFacts, *, is_white: bool) -> Finding:
    bad = (Verdict.FAIL, "see-through-bad") if is_white else (Verdict.WARN, "see-through-warn")
    verdict, code = bad if facts.see_through > 0 else (Verdict.PASS, "see-through-good")
    return Finding("transparency", verdict, code, _percent(facts.see_through), "0 %")


def _background(facts: ImageFacts) -> Finding:
    if facts.white_border < 1.0:
        code = "background-touches" if facts.touches and facts.is_on_white else "background-border"
        measured = f"{_percent(1 - facts.white_border)} of the edge"
        return Finding("background", Verdict.FAIL, code, measured, "255, 255, 255")
    if facts.stray > 0:
        measured = f"{_percent(facts.stray)}, down to {facts.stray_darkest}"
        return Finding("background", Verdict.FAIL, "background-stray", measured, "255, 255, 255")
    return Finding("background", Verdict.PASS, "background-good", "255, 255, 255", "255, 255, 255")


def _fill(facts: ImageFacts, least: float) -> Finding:
    limit = f">= {least:.0%}"
    if not facts.is_on_white:
        return Finding("fill", Verdict.NOT_CHECKED, "fill-unknown", "", limit)
    if facts.fill == 0:
        return Finding("fill", Verdict.FAIL, "fill-empty", "0 %", limit)
    verdict, code = (Verdict.PASS, "fill-good") if facts.fill >= least else (Verdict.FAIL, "fill-bad")
    # rounded down: 84.96 % isn't shown as the 85.0 % it falls short of
    return Finding("fill", verdict, code, f"{math.floor(facts.fill * 1000 + 1e-9) / 1000:.1%}", limit)


def _text(facts: ImageFacts) -> Iterator[Finding]:
    rows = f"{facts.text_rows} rows of text, {facts.graphics} shapes"
    if facts.text_rows:
        # in front of a background of its own it may be what is printed on the product
        verdict, code = (Verdict.FAIL, "text-bad") if facts.is_on_white else (Verdict.WARN, "text-perhaps")
        yield Finding("text", verdict, code, rows, "none")
    elif facts.graphics:
        yield Finding("text", Verdict.WARN, "text-graphics", rows, "none")
    elif facts.is_on_white:
        yield Finding("text", Verdict.PASS, "text-good", rows, "none")
    else:
        yield Finding("text", Verdict.NOT_CHECKED, "text-unknown", "", "none")
    if facts.is_on_white:
        yield Finding("text-inside", Verdict.NOT_CHECKED, "text-inside")


def _percent(share: float) -> str:
    """A share that is never shown as nothing when it is something."""
    return f"{share:.2%}" if share == 0 or share >= 0.0001 else "under 0.01%"
