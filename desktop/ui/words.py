"""Words that several pages share: states, styles, kinds of images, how long ago something was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.core.aplus import AplusModule
from desktop.core.pack import BrandFont, ImageType, Style
from desktop.ui.theme import Tokens, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence


# a name that the translators' tools look for
translate = QCoreApplication.translate


_MOST_LETTERS: Final = 12
"""Of those that no font has, so many are named."""


class Look(NamedTuple):
    """How a state is shown: a sign, a word and a tone, never a colour alone."""

    mark: str
    word: str
    tone: str


def inks(tone: str, colours: Tokens | None = None) -> tuple[str, str]:
    """Ink and paper of a tone."""
    t = colours or tokens()
    return {
        "good": (t.good, t.good_soft),
        "warn": (t.warn, t.warn_soft),
        "bad": (t.bad, t.bad_soft),
        "info": (t.info, t.info_soft),
    }.get(tone, (t.muted, t.surface))


def project_look(status: str) -> Look:
    """How a project's status is shown."""
    return {
        "DRAFT": Look("draft", translate("Words", "Draft"), "muted"),
        "PROCESSING": Look("running", translate("Words", "Processing"), "info"),
        "COMPLETED": Look("done", translate("Words", "Completed"), "good"),
        "FAILED": Look("failed", translate("Words", "Failed"), "bad"),
    }.get(status, Look("ring", status.capitalize(), "muted"))


def font_name(font: str) -> str:
    """What a brand kit's font is called."""
    if font == BrandFont.STYLE or font not in set(BrandFont):
        return translate("Words", "The style's own font")
    return BrandFont(font).label


def module_name(module: str) -> str:
    """What people call an A+ module."""
    names: dict[str, str] = {
        AplusModule.IMAGE_WITH_SIDEBAR: translate("Words", "Image with sidebar"),
        AplusModule.IMAGE_WITH_HIGHLIGHTS: translate("Words", "Image with highlights"),
        AplusModule.FOUR_IMAGES_WITH_TEXT: translate("Words", "Four images with text"),
        AplusModule.IMAGE_WITH_SPECIFICATIONS: translate("Words", "Image with specifications"),
        AplusModule.COMPARISON_TABLE: translate("Words", "Comparison table"),
        AplusModule.IMAGE_WITH_BULLETS: translate("Words", "Image with bullets"),
    }
    return names.get(module, module.capitalize().replace("_", " "))


def image_name(image_type: str) -> str:
    """What people call a listing image."""
    names: dict[str, str] = {
        ImageType.MAIN_IMAGE: translate("Words", "Main image"),
        ImageType.INFOGRAPHIC: translate("Words", "Infographic"),
        ImageType.FEATURE_HIGHLIGHT: translate("Words", "Feature highlight"),
        ImageType.LIFESTYLE: translate("Words", "Lifestyle"),
        ImageType.COMPARISON_CHART: translate("Words", "Comparison chart"),
        ImageType.DIMENSION_DIAGRAM: translate("Words", "Dimension diagram"),
    }
    return names.get(image_type, image_type.capitalize().replace("_", " "))


def style_name(style: str) -> str:
    """What people call a style."""
    names: dict[str, str] = {
        Style.PREMIUM: translate("Words", "Premium"),
        Style.MINIMAL: translate("Words", "Minimal"),
        Style.BOLD: translate("Words", "Bold"),
        Style.LIFESTYLE: translate("Words", "Lifestyle"),
        Style.TECHY: translate("Words", "Techy"),
        Style.COLORFUL: translate("Words", "Colorful"),
    }
    return names.get(style, style.capitalize())


def asks_sentence(asks: Sequence[str]) -> str:
    """What would make an image better, as a sentence; empty when nothing would."""
    names = {
        "features": translate("Words", "features"),
        "dimensions": translate("Words", "measurements"),
        "comparison": translate("Words", "points to compare"),
        "description": translate("Words", "a description"),
        "photos": translate("Words", "another photo"),
    }
    told = ", ".join(names.get(ask, ask) for ask in asks)
    return translate("Words", "Add {things} for a better image.").format(things=told) if told else ""


def lost_letters_sentence(letters: str) -> str:
    """What a picture leaves out, as a sentence; empty when it is nothing."""
    if not letters:
        return ""
    named = " ".join(letters[:_MOST_LETTERS]) + (" \u2026" if len(letters) > _MOST_LETTERS else "")
    return translate("Words", "Left out, as no font here has it: {letters}").format(letters=named)


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago, as people say it; beyond a week the date."""
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    if minutes < 1:
        return translate("Words", "just now")
    if hours < 1:
        return translate("Words", "{n} min ago").format(n=minutes)
    if days < 1:
        return translate("Words", "{n} h ago").format(n=hours)
    if days == 1:
        return translate("Words", "yesterday")
    if days < 7:
        return translate("Words", "{n} days ago").format(n=days)
    return f"{moment.astimezone():%d %b %Y}"


def exact(moment: datetime) -> str:
    """The time in full, on this computer's clock."""
    return f"{moment.astimezone():%d %B %Y, %H:%M:%S}"


def clock(moment: datetime | None = None) -> str:
    """Hours and minutes, on this computer's clock."""
    return f"{(moment or datetime.now(UTC)).astimezone():%H:%M}"
