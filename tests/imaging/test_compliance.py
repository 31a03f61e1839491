"""Every marketplace's rules, each with an image that keeps it and one that breaks it; our own main images keep them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from desktop.core.compliance import SENTENCES, ImageFacts, Report, Verdict, judge
from desktop.core.marketplaces import RULES, Marketplace, Placement, place_of_name
from desktop.core.pack import Brief, Feature, ImageType, Style
from desktop.imaging.compliance import measure
from desktop.imaging.contract import RenderRequest
from desktop.imaging.render import render_image
from tests.imaging.compose_kit import photo_cutout
from tests.imaging.market_kit import (
    PHOTOS,
    encoded,
    font,
    independent_amazon_check,
    jpeg,
    product,
    with_text,
)

if TYPE_CHECKING:
    from pathlib import Path

AMAZON, EBAY, ETSY, SHOPIFY = Marketplace
MAIN, OTHER = Placement
GOOD = product()


def judged(
    data: bytes,
    marketplace: Marketplace = AMAZON,
    placement: Placement = MAIN,
    kind: ImageType | None = None,
) -> Report:
    report = judge(measure(data), marketplace, placement, kind)
    for finding in report.findings:
        assert finding.code in SENTENCES
        assert finding.reason[0].isupper()
        assert finding.reason[-1] == "."
        assert "{" not in finding.reason
    return report


def verdict_of(report: Report, rule: str) -> Verdict | None:
    return next((f.verdict for f in report.findings if f.rule == rule), None)


# -- our own images -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("photo", sorted(PHOTOS.glob("*.jpg")), ids=lambda path: path.stem)
def test_that_main_images_pass_our_check_and_an_independent_one(photo: Path) -> None:
    request = RenderRequest(ImageType.MAIN_IMAGE, (photo.read_bytes(),), Brief(name="X"))
    made = render_image(request)
    report = judged(made.data)
    broken = independent_amazon_check(made.data)
    if made.needs_check:
        pytest.skip(f"the cut-out of this photo asks for a look itself: {made.needs_check}")
    assert report.verdict is Verdict.PASS, report.troubles
    assert broken == []
    for marketplace in Marketplace:
        kind = ImageType.MAIN_IMAGE
        assert judged(made.data, marketplace, MAIN, kind).verdict is not Verdict.FAIL


@pytest.mark.parametrize("style", [Style.PREMIUM, Style.BOLD])
@pytest.mark.parametrize("kind", [ImageType.INFOGRAPHIC, ImageType.COMPARISON_CHART])
def test_that_an_infographic_is_no_main_image_but_a_good_other_one(kind: ImageType, style: Style) -> None:
    brief = Brief(name="Mug", features=(Feature("Keeps warm", "for two hours"), Feature("Light")))
    photo = (PHOTOS / "mug_table.jpg").read_bytes()
    made = render_image(RenderRequest(kind, (photo,), brief, style))
    facts = measure(made.data)
    assert facts.text_rows >= 2
    assert judged(made.data, AMAZON, MAIN).verdict is Verdict.FAIL
    assert judged(made.data, AMAZON, OTHER, kind).verdict is Verdict.PASS
    ebay = judged(made.data, EBAY, OTHER, kind)
    assert verdict_of(ebay, "artwork") is Verdict.FAIL
    assert judged(made.data, SHOPIFY, OTHER, kind).verdict is Verdict.PASS


# -- background and fill ------------------------------------------------------------------------------------


def test_that_a_product_on_pure_white_passes() -> None:
    for quality, sampling in ((60, 2), (75, 2), (92, 0), (95, 2)):
        report = judged(jpeg(GOOD, quality=quality, subsampling=sampling))
        assert report.verdict is Verdict.PASS, (quality, sampling, report.troubles)
    assert judged(encoded(GOOD, "PNG")).verdict is Verdict.PASS
    assert judged(encoded(GOOD, "TIFF", compression="tiff_lzw")).verdict is Verdict.PASS
    assert independent_amazon_check(jpeg(GOOD)) == []


@pytest.mark.parametrize("grey", [254, 251, 250, 249, 240, 200, 0])
def test_that_a_background_that_is_not_quite_white_fails(grey: int) -> None:
    pixels = np.asarray(GOOD).copy()
    pixels[(pixels == 255).all(axis=2)] = grey
    assert verdict_of(judged(encoded(Image.fromarray(pixels), "PNG")), "background") is Verdict.FAIL


@pytest.mark.parametrize("grey", [254, 250, 240])
@pytest.mark.parametrize("box", [(0, 0, 2000, 4), (1996, 0, 2000, 2000), (100, 100, 160, 160)])
def test_that_a_shade_somewhere_fails(grey: int, box: tuple[int, int, int, int]) -> None:
    image = GOOD.copy()
    image.paste((grey, grey, grey), box)
    report = judged(encoded(image, "PNG"))
    # a patch that is dark enough to be a thing of its own is reported as such
    expected = {Verdict.FAIL} if box != (100, 100, 160, 160) or grey >= 250 else {Verdict.PASS}
    assert verdict_of(report, "background") in expected
    assert report.verdict is not Verdict.PASS


def test_that_a_soft_shadow_fails() -> None:
    pixels = np.asarray(GOOD).astype(float)
    ramp = np.clip(np.hypot(*(np.mgrid[:2000, :2000] - 1000)) / 1000, 0, 1)
    soft = 255 - 40 * np.clip(1 - ramp, 0, 1)
    shaded = np.where((pixels == 255).all(axis=2)[..., None], soft[..., None], pixels).astype(np.uint8)
    assert judged(encoded(Image.fromarray(shaded), "PNG")).verdict is Verdict.FAIL


def test_that_a_single_stain_fails() -> None:
    pixels = np.asarray(GOOD).copy()
    pixels[50:52, 60:62] = 200
    report = judged(encoded(Image.fromarray(pixels), "PNG"))
    assert verdict_of(report, "background") is Verdict.FAIL
    (finding,) = [f for f in report.findings if f.rule == "background"]
    assert "200" in finding.measured


@pytest.mark.parametrize(
    ("fill", "verdict"),
    [(0.95, Verdict.PASS), (0.851, Verdict.PASS), (0.84, Verdict.FAIL), (0.3, Verdict.FAIL)],
)
def test_that_the_product_has_to_fill_the_frame(fill: float, verdict: Verdict) -> None:
    data = jpeg(product(fill))
    # a JPEG's ringing makes the product up to three pixels larger at each end
    assert measure(data).fill == pytest.approx(fill, abs=0.004)
    assert verdict_of(judged(data), "fill") is verdict
    assert ("fills only" in str(independent_amazon_check(data))) is (verdict is Verdict.FAIL)
    assert verdict_of(judged(data, SHOPIFY), "fill") is None


def test_that_a_product_cut_off_by_the_frame_fails() -> None:
    cut = product(0.9).crop((0, 150, 1700, 1850))
    finding = next(f for f in judged(jpeg(cut)).findings if f.rule == "background")
    assert (finding.verdict, finding.code) == (Verdict.FAIL, "background-touches")


def test_that_an_empty_frame_fails() -> None:
    report = judged(jpeg(Image.new("RGB", (2000, 2000), "white")))
    assert verdict_of(report, "fill") is Verdict.FAIL
    assert verdict_of(report, "background") is Verdict.PASS


def test_that_two_pieces_are_one_product() -> None:
    pair = Image.new("RGB", (2000, 2000), "white")
    shoe = product(0.9).crop((550, 100, 1450, 1900)).resize((600, 1200))
    pair.paste(shoe, (100, 400))
    pair.paste(shoe, (1300, 400))
    facts = measure(jpeg(pair))
    assert facts.fill == pytest.approx(0.9, abs=0.005)
    assert judged(jpeg(pair)).verdict is Verdict.PASS


# -- text and graphics --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [26, 40, 64, 100])
@pytest.mark.parametrize("colour", ["black", "#c00020", "#888888"])
@pytest.mark.parametrize("text", ["SALE now", "Best Seller", "shop.eu", "Größe L"])
def test_that_text_beside_the_product_fails(text: str, size: int, colour: str) -> None:
    report = judged(jpeg(with_text(GOOD, text, size, colour)))
    assert verdict_of(report, "text") is Verdict.FAIL, report.findings
    assert verdict_of(report, "background") is Verdict.PASS


def test_that_other_scripts_are_text_too() -> None:
    arabic = with_text(
        GOOD, "\u0623\u0641\u0636\u0644 \u0645\u0646\u062a\u062c", 64, name="NotoSansArabic-Bold.ttf"
    )
    assert verdict_of(judged(jpeg(arabic)), "text") is Verdict.FAIL
    hebrew = with_text(
        GOOD, "\u05d4\u05de\u05d5\u05e6\u05e8 \u05d4\u05d8\u05d5\u05d1", 64, name="Heebo-Bold.ttf"
    )
    assert verdict_of(judged(jpeg(hebrew)), "text") is Verdict.FAIL


def test_that_faint_watermarks_fail() -> None:
    report = judged(jpeg(with_text(GOOD, "my shop", 80, "#fbfbfb")))
    assert verdict_of(report, "background") is Verdict.FAIL


def test_that_a_badge_is_noticed() -> None:
    badge = GOOD.copy()
    draw = ImageDraw.Draw(badge)
    draw.ellipse((60, 60, 360, 360), fill="#d00000")
    assert judged(jpeg(badge)).verdict is Verdict.WARN
    draw.text((100, 170), "SALE 50", font=font(60), fill="white")
    assert judged(jpeg(badge)).verdict is not Verdict.PASS


def test_that_white_text_on_a_badge_fails() -> None:
    badge = GOOD.copy()
    draw = ImageDraw.Draw(badge)
    draw.rounded_rectangle((40, 40, 460, 170), 30, fill=(200, 20, 40))
    draw.text((80, 50), "50 % OFF", font=font(80), fill="white")
    assert "text-bad" in {finding.code for finding in judged(jpeg(badge)).findings}


def test_that_white_between_bristles_is_no_text() -> None:
    brush = photo_cutout("brush_wood").image
    size = (round(brush.width * 1800 / brush.height), 1800)
    shown = Image.new("RGB", (2000, 2000), "white")
    shown.paste(brush.resize(size), ((2000 - size[0]) // 2, 100), brush.getchannel("A").resize(size))
    assert judged(jpeg(shown)).verdict is Verdict.PASS


def test_that_text_inside_the_product_is_said_not_to_be_checked() -> None:
    printed = GOOD.copy()
    ImageDraw.Draw(printed).text((700, 900), "BRAND", font=font(120), fill="white")
    report = judged(jpeg(printed))
    assert verdict_of(report, "text") is Verdict.PASS
    assert verdict_of(report, "text-inside") is Verdict.NOT_CHECKED
    assert report.verdict is Verdict.PASS


def test_that_shaded_parts_in_a_row_are_no_text() -> None:
    pixels = np.full((2000, 2000, 3), 255, np.uint8)
    rows, columns = np.mgrid[:2000, :2000]
    for n in range(6):
        x = 220 + n * 310
        disc = (columns - x) ** 2 + (rows - 1000) ** 2 < 130**2
        shade = np.clip(120 + 0.25 * (columns - x + rows - 1000), 0, 235)
        pixels[disc] = np.stack([shade, shade * 0.8, shade * 0.7], axis=-1)[disc]
    report = judged(jpeg(Image.fromarray(pixels)))
    assert verdict_of(report, "text") is Verdict.PASS
    assert report.verdict is Verdict.PASS


# -- the file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "marketplace", "verdict"),
    [
        (999, AMAZON, Verdict.FAIL),
        (1000, AMAZON, Verdict.WARN),
        (1600, AMAZON, Verdict.PASS),
        (499, EBAY, Verdict.FAIL),
        (500, EBAY, Verdict.WARN),
        (1600, EBAY, Verdict.PASS),
        (1500, ETSY, Verdict.WARN),
        (2000, ETSY, Verdict.PASS),
        (700, SHOPIFY, Verdict.WARN),
        (2000, SHOPIFY, Verdict.PASS),
        (4600, SHOPIFY, Verdict.FAIL),
    ],
)
def test_that_each_marketplace_has_its_sizes(side: int, marketplace: Marketplace, verdict: Verdict) -> None:
    image = product(side=400).resize((side, side), Image.Resampling.NEAREST)
    assert verdict_of(judged(jpeg(image, quality=60), marketplace), "resolution") is verdict


def test_that_amazon_takes_no_giants() -> None:
    wide = Image.new("RGB", (10_001, 600), "white")
    assert verdict_of(judged(jpeg(wide, quality=50), AMAZON, OTHER), "resolution") is Verdict.FAIL


def test_that_a_shape_other_than_square_is_noted_where_it_matters() -> None:
    wide = Image.new("RGB", (2000, 1500), "white")
    wide.paste(product(side=1400), (300, 50))
    assert verdict_of(judged(jpeg(wide), AMAZON, OTHER), "shape") is Verdict.WARN
    assert verdict_of(judged(jpeg(GOOD), AMAZON, OTHER), "shape") is Verdict.PASS
    assert verdict_of(judged(jpeg(wide), EBAY, OTHER), "shape") is None


@pytest.mark.parametrize("marketplace", Marketplace)
def test_that_the_format_is_told_by_content(marketplace: Marketplace) -> None:
    for kind, options in (("JPEG", {}), ("PNG", {}), ("WEBP", {}), ("TIFF", {}), ("AVIF", {"quality": 60})):
        report = judged(encoded(product(side=800), kind, **options), marketplace)
        expected = Verdict.PASS if kind in RULES[marketplace].formats else Verdict.FAIL
        assert verdict_of(report, "format") is expected, kind


def test_that_moving_pictures_fail() -> None:
    frames = [product(side=600), product(0.8, side=600)]
    data = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert verdict_of(judged(data), "format") is Verdict.FAIL


@pytest.mark.parametrize("marketplace", Marketplace)
def test_that_files_over_the_cap_fail(marketplace: Marketplace) -> None:
    data = jpeg(GOOD)
    cap = RULES[marketplace].cap_bytes
    # bytes after the end of a JPEG mean nothing to decoders
    assert verdict_of(judged(data + bytes(cap - len(data)), marketplace), "file-size") is Verdict.PASS
    assert verdict_of(judged(data + bytes(cap - len(data) + 1), marketplace), "file-size") is Verdict.FAIL


def test_that_colours_for_printing_fail_and_others_are_noted() -> None:
    assert verdict_of(judged(jpeg(GOOD.convert("CMYK"))), "colours") is Verdict.FAIL
    assert verdict_of(judged(jpeg(GOOD.convert("L"))), "colours") is Verdict.PASS
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert verdict_of(judged(jpeg(GOOD, icc_profile=srgb)), "colours") is Verdict.PASS
    xyz = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    assert verdict_of(judged(jpeg(GOOD, icc_profile=xyz)), "colours") is Verdict.WARN
    assert verdict_of(judged(jpeg(GOOD, icc_profile=b"nonsense")), "colours") is Verdict.WARN
    deep = Image.fromarray(np.asarray(GOOD.convert("L"), np.uint16) * 257)
    report = judged(encoded(deep, "PNG"))
    assert verdict_of(report, "colours") is Verdict.WARN
    assert verdict_of(report, "background") is Verdict.PASS


@pytest.mark.parametrize("ending", [".png", ".tiff"])
def test_that_sixteen_bits_a_channel_are_noted_in_colour_too(ending: str) -> None:
    usual = np.asarray(GOOD)[..., ::-1]
    for pixels, expected in ((usual.astype(np.uint16) * 257, Verdict.WARN), (usual, Verdict.PASS)):
        done, data = cv2.imencode(ending, pixels)
        assert done
        assert verdict_of(judged(data.tobytes()), "colours") is expected


def test_that_what_is_shown_doesn_t_contradict_the_verdict() -> None:
    for facts, rule, shown in (
        (ImageFacts(white_border=1, fill=0.8496), "fill", "84.9%"),
        (ImageFacts(white_border=1, fill=0.85), "fill", "85.0%"),
        (ImageFacts(size_bytes=10_000_001), "file-size", "10.01 MB"),
        (ImageFacts(size_bytes=10_000_000), "file-size", "10.00 MB"),
    ):
        assert next(f.measured for f in judge(facts, AMAZON, MAIN).findings if f.rule == rule) == shown


def test_that_transparency_fails_where_white_is_demanded() -> None:
    clear = GOOD.convert("RGBA")
    clear.putalpha(Image.fromarray(np.where(np.asarray(GOOD).min(axis=2) == 255, 0, 255).astype(np.uint8)))
    data = encoded(clear, "PNG")
    assert verdict_of(judged(data), "transparency") is Verdict.FAIL
    assert verdict_of(judged(data, AMAZON, OTHER), "transparency") is Verdict.WARN
    assert verdict_of(judged(data, SHOPIFY), "transparency") is Verdict.WARN
    opaque = encoded(GOOD.convert("RGBA"), "PNG")
    assert verdict_of(judged(opaque), "transparency") is Verdict.PASS


@pytest.mark.parametrize(
    "data",
    [b"", b"no image", b"GIF89a" + bytes(30), b"\xff\xd8\xff\xe0" + bytes(40), b"%PDF-1.7", bytes(1000)],
)
def test_that_what_is_no_image_fails_in_words(data: bytes) -> None:
    report = judged(data)
    assert [f.rule for f in report.findings] == ["opens"]
    assert report.verdict is Verdict.FAIL
    assert len(report.findings[0].reason) > 30


@pytest.mark.parametrize("size", [(1, 1), (3, 7), (40, 40), (1, 20)])
def test_that_tiny_images_are_judged(size: tuple[int, int]) -> None:
    for colour in ("white", "black"):
        report = judged(encoded(Image.new("RGB", size, colour), "PNG"))
        assert verdict_of(report, "resolution") is Verdict.FAIL


def test_that_a_huge_image_is_judged() -> None:
    out = io.BytesIO()
    product(side=500).resize((9000, 9000), Image.Resampling.NEAREST).save(out, "JPEG", quality=40)
    report = judged(out.getvalue())
    assert verdict_of(report, "resolution") is Verdict.PASS
    assert verdict_of(report, "fill") is Verdict.PASS
    assert verdict_of(judged(out.getvalue(), SHOPIFY), "resolution") is Verdict.FAIL


# -- who and where ------------------------------------------------------------------------------------------


def test_that_ebay_takes_clean_images_only() -> None:
    facts = measure(jpeg(GOOD))
    for kind in ImageType:
        verdict = verdict_of(judge(facts, EBAY, OTHER, kind), "artwork")
        assert verdict is (Verdict.PASS if kind is ImageType.MAIN_IMAGE else Verdict.FAIL)
        assert verdict_of(judge(facts, AMAZON, OTHER, kind), "artwork") is None


def test_that_a_made_up_scene_is_never_first_on_etsy() -> None:
    facts = measure(jpeg(GOOD))
    assert verdict_of(judge(facts, ETSY, MAIN, ImageType.LIFESTYLE), "first") is Verdict.FAIL
    assert verdict_of(judge(facts, ETSY, OTHER, ImageType.LIFESTYLE), "first") is None
    assert verdict_of(judge(facts, ETSY, MAIN, ImageType.MAIN_IMAGE), "first") is None
    assert verdict_of(judge(facts, SHOPIFY, MAIN, ImageType.LIFESTYLE), "first") is None


def test_that_every_rule_that_can_be_broken_is_in_a_failing_image_here() -> None:
    """A list of what the tests above break: a new rule needs its failing image, too."""
    codes = {code for code in SENTENCES if code.endswith(("-bad", "-border", "-stray", "-touches", "-large"))}
    assert codes == {
        *(
            "format-bad",
            "bytes-bad",
            "side-bad",
            "side-large",
            "colours-bad",
            "see-through-bad",
            "square-bad",
        ),
        *("background-border", "background-stray", "background-touches", "fill-bad", "text-bad"),
        *("artwork-bad", "first-bad"),
    }


def test_that_a_share_that_is_something_is_never_shown_as_nothing() -> None:
    facts = ImageFacts(format="JPEG", width=2000, height=2000, white_border=1.0, stray=1e-7, fill=0.9)
    finding = next(f for f in judge(facts, AMAZON, MAIN).findings if f.rule == "background")
    assert "under 0.01%" in finding.measured


@pytest.mark.parametrize(
    ("stem", "place", "kind"),
    [
        ("main-image", MAIN, ImageType.MAIN_IMAGE),
        ("hydro-bottle-main-image", MAIN, ImageType.MAIN_IMAGE),
        ("main-image (2)", MAIN, ImageType.MAIN_IMAGE),
        ("B00ABCDEFG.MAIN", MAIN, None),
        ("Hydro.PT03", OTHER, None),
        ("infographic", OTHER, ImageType.INFOGRAPHIC),
        ("x-dimension-diagram", OTHER, ImageType.DIMENSION_DIAGRAM),
        ("hydro-image-2", OTHER, None),
        ("hydro-image-5-illustrative", OTHER, ImageType.LIFESTYLE),
        ("IMG_2031", None, None),
        ("domain-images", None, None),
    ],
)
def test_that_a_name_tells_the_place(stem: str, place: Placement | None, kind: ImageType | None) -> None:
    assert place_of_name(stem) == (place, kind)
