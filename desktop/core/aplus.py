"""A+ content: the standard modules, the limits of their texts, and a first draft from what a project knows.

A module is one picture of 970 x 600 pixels with its own words in it. Limits are those of Amazon's standard modules.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from desktop.core.pack import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.pack import Brief, Feature

APLUS_WIDTH: Final = 970
APLUS_HEIGHT: Final = 600
APLUS_MAX_BYTES: Final = 5 * 1024 * 1024
MIN_HEADLINE_CHARACTERS: Final = 10
MAX_HEADLINE_CHARACTERS: Final = 50
MIN_BODY_CHARACTERS: Final = 50
MAX_BODY_CHARACTERS: Final = 2000
MAX_BULLETS_CHARACTERS: Final = 1000
"""Of all bullets together."""
MAX_WORDS_WIDTH: Final = 4000
"""Of text and bullets together, wide characters counted twice: what the picture holds. Only ideographs exceed it."""

COLUMNS: Final = 4
"""Of the module with four images: so many features stand below its pictures, one each."""
MAX_COLUMN_CHARACTERS: Final = 500
"""Of such a feature's title and text together, wide characters counted twice: what fits there in whatever script."""

_MAX_NAME_CHARACTERS: Final = 40
"""Of a feature's title where it is only named."""


class AplusModule(StrEnum):
    """One of the six standard modules; the value is the word used in the queue."""

    IMAGE_WITH_SIDEBAR = "IMAGE_WITH_SIDEBAR"
    IMAGE_WITH_HIGHLIGHTS = "IMAGE_WITH_HIGHLIGHTS"
    FOUR_IMAGES_WITH_TEXT = "FOUR_IMAGES_WITH_TEXT"
    IMAGE_WITH_SPECIFICATIONS = "IMAGE_WITH_SPECIFICATIONS"
    COMPARISON_TABLE = "COMPARISON_TABLE"
    IMAGE_WITH_BULLETS = "IMAGE_WITH_BULLETS"

    @property
    def slug(self) -> str:
        """The file name's stem, e.g. ``image-with-sidebar``."""
        return self.value.lower().replace("_", "-")

    @property
    def label(self) -> str:
        """The name people read, e.g. ``Image with sidebar``."""
        return self.value.capitalize().replace("_", " ")


APLUS_MODULES: Final = tuple(AplusModule)

_SHOWS_BODY: Final = frozenset(
    {
        AplusModule.IMAGE_WITH_SIDEBAR,
        AplusModule.IMAGE_WITH_HIGHLIGHTS,
        AplusModule.IMAGE_WITH_SPECIFICATIONS,
        AplusModule.IMAGE_WITH_BULLETS,
    }
)
_SHOWS_BULLETS: Final = frozenset(
    {AplusModule.IMAGE_WITH_SIDEBAR, AplusModule.IMAGE_WITH_HIGHLIGHTS, AplusModule.IMAGE_WITH_BULLETS}
)


def shows_body(module: AplusModule) -> bool:
    """Whether a module has a running text; the others show headline, pictures and table only."""
    return module in _SHOWS_BODY


def shows_bullets(module: AplusModule) -> bool:
    """Whether a module lists bullets."""
    return module in _SHOWS_BULLETS


@dataclass(frozen=True, slots=True)
class AplusText:
    """A module's words, as a person may edit them. All else that it shows comes from the project's brief."""

    headline: str
    body: str = ""
    bullets: tuple[str, ...] = ()


def text_problems(module: AplusModule, text: AplusText) -> tuple[str, ...]:
    """What stands against a module's words, in plain sentences; empty when they keep the limits.

    Characters are counted without spaces at either end. A body is demanded only of modules which show one.
    """
    found = []
    headline, body = len(text.headline.strip()), len(text.body.strip())
    if not MIN_HEADLINE_CHARACTERS <= headline <= MAX_HEADLINE_CHARACTERS:
        found.append(
            f"The headline needs {MIN_HEADLINE_CHARACTERS} to {MAX_HEADLINE_CHARACTERS} characters"
            f" and has {headline}."
        )
    if shows_body(module) and not MIN_BODY_CHARACTERS <= body <= MAX_BODY_CHARACTERS:
        found.append(
            f"The text needs {MIN_BODY_CHARACTERS} to {MAX_BODY_CHARACTERS} characters and has {body}."
        )
    listed = sum(len(bullet.strip()) for bullet in text.bullets)
    if shows_bullets(module) and listed > MAX_BULLETS_CHARACTERS:
        found.append(f"The bullets may have {MAX_BULLETS_CHARACTERS} characters together and have {listed}.")
    if shows_body(module) and shows_bullets(module):
        width = width_of(text.body.strip()) + sum(width_of(bullet.strip()) for bullet in text.bullets)
        if width > MAX_WORDS_WIDTH:
            found.append(
                f"Text and bullets have {width} characters together, wide ones counted twice;"
                f" the picture holds {MAX_WORDS_WIDTH}."
            )
    return tuple(found)


def lacks_words(module: AplusModule, text: AplusText) -> bool:
    """Whether a module's words are too few; what else may stand against them is that they are too many."""
    has_body = len(text.body.strip()) >= MIN_BODY_CHARACTERS or not shows_body(module)
    return len(text.headline.strip()) < MIN_HEADLINE_CHARACTERS or not has_body


def longest_column(features: Sequence[Feature]) -> int:
    """Characters of the longest of the features below four pictures, as ``MAX_COLUMN_CHARACTERS`` counts them."""
    return max((width_of(each.title) + width_of(each.text) for each in features[:COLUMNS]), default=0)


def project_problems(module: AplusModule, brief: Brief) -> tuple[str, ...]:
    """What stands against the project's own facts as a module shows them, in plain sentences."""
    if module is AplusModule.COMPARISON_TABLE and not brief.comparison:
        return ("The project has nothing to compare. Add points to it: a table without rows isn't exported.",)
    longest = longest_column(brief.features)
    if module is AplusModule.FOUR_IMAGES_WITH_TEXT and longest > MAX_COLUMN_CHARACTERS:
        told = (
            f"A feature has {longest} characters, and below its picture is room for {MAX_COLUMN_CHARACTERS}."
            " Shorten its text in the project, or the picture may leave it out."
        )
        return (told,)
    return ()


def left_out_problems(module: AplusModule, titles: Sequence[str]) -> tuple[str, ...]:
    """What there is to say of features and rows that a finished picture had no room for, in plain sentences."""
    if not titles:
        return ()
    named = ", ".join(_cut(title, _MAX_NAME_CHARACTERS) for title in titles)
    if module is AplusModule.IMAGE_WITH_HIGHLIGHTS:
        return (
            f"The cards have no room for the texts of: {named}. Shorter texts and up to four bullets fit.",
        )
    return (f"The table has no room for: {named}. Shorter and fewer rows fit, and more beside a short text.",)


def draft_text(module: AplusModule, brief: Brief) -> AplusText:
    """A module's words from the project's own, to begin with; what the project lacks stays too short or empty.

    Nothing is invented, so a draft may have ``text_problems`` that only a person can mend.
    """
    headline = brief.title.strip()
    first = next((feature.title.strip() for feature in brief.features if feature.title.strip()), "")
    if len(headline) < MIN_HEADLINE_CHARACTERS and first:
        headline = f"{headline}: {first}" if headline else first
    body = brief.description.strip()
    if len(body) < MIN_BODY_CHARACTERS:
        told = [f"{each.title.strip()}. {each.text.strip()}".strip(". ") for each in brief.features]
        body = " ".join(
            part if part.endswith((".", "!", "?")) else f"{part}." for part in [body, *told] if part
        )
    bullets = tuple(each.title.strip() for each in brief.features if each.title.strip())
    return AplusText(
        headline=_cut(headline, MAX_HEADLINE_CHARACTERS),
        body=_cut(body, MAX_BODY_CHARACTERS) if shows_body(module) else "",
        bullets=_within(bullets, MAX_BULLETS_CHARACTERS) if shows_bullets(module) else (),
    )


def _cut(text: str, most: int) -> str:
    """``text`` of at most ``most`` characters, cut between words where there are any."""
    if len(text) <= most:
        return text
    head = text[:most]
    return (head.rsplit(" ", 1)[0] if " " in head and text[most] != " " else head).rstrip(" ,;:-\u2013")


def _within(bullets: tuple[str, ...], most: int) -> tuple[str, ...]:
    kept, used = [], 0
    for bullet in bullets:
        used += len(bullet)
        if used > most:
            break
        kept.append(bullet)
    return tuple(kept)
