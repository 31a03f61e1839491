"""Words on pictures: what of them no picture can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.core.pack import Brief


def lost_letters(brief: Brief) -> str:
    """The characters of a project's words that its images leave out, because no shipped font has them; each once."""
    # loads the fonts' library, which a command that asks for no pack has no use for
    from desktop.imaging.compose.fonts import undrawable  # noqa: PLC0415

    told = [brief.title]
    told += [text for feature in brief.features for text in (feature.title, feature.text)]
    told += [
        text
        for point in brief.comparison
        for text in (point.label, point.ours, point.others)
        if isinstance(text, str)
    ]
    return undrawable("\n".join(told))
