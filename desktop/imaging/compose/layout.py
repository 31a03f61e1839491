"""What a composer decides before it paints: which text goes where, in which colour on which ground."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.core.pack import MAX_FEATURES
from desktop.imaging.compose.fonts import BODY, STRONG, drawable
from desktop.imaging.compose.text import Align, TextBlock, TextStyle, fit_text

if TYPE_CHECKING:
    from desktop.core.pack import Brief, Feature
    from desktop.imaging.compose.geometry import Box


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text with its place. ``grounds`` are the colours it stands on; ``colour`` must read on each of them."""

    block: TextBlock
    box: Box
    container: Box
    colour: str
    grounds: tuple[str, ...]
    align: Align = "start"

    def moved(self, down: int) -> PlacedText:
        """The same text ``down`` pixels lower, in a container moved with it."""
        return replace(
            self,
            box=replace(self.box, top=self.box.top + down),
            container=replace(self.container, top=self.container.top + down),
        )


def shown_title(brief: Brief) -> str:
    """What headlines call the product; the project's name if the fonts have nothing for the product's."""
    return brief.title if drawable(brief.title, STRONG) else brief.name


def shown_features(brief: Brief) -> list[Feature]:
    """The features of which at least a part can be drawn, at most as many as a picture has room for."""
    seen = [each for each in brief.features if drawable(each.title, STRONG) or drawable(each.text, BODY)]
    return seen[:MAX_FEATURES]


def written_features(brief: Brief, most: int = MAX_FEATURES) -> list[str]:
    """The titles and texts of the first ``most`` features that are shown, and of those left out among them."""
    shown = shown_features(brief)[:most]
    end = len(brief.features) if len(shown) < most else brief.features.index(shown[-1]) + 1
    return [text for feature in brief.features[:end] for text in (feature.title, feature.text)]


def written_points(brief: Brief) -> list[str]:
    """All words of a comparison, whether or not they can be shown."""
    told = [text for point in brief.comparison for text in (point.label, point.ours, point.others)]
    return [text for text in told if isinstance(text, str)]


@dataclass(slots=True)
class Sheet:
    """A layout in the making, and afterwards its proof: every text, and every box that no text may enter."""

    texts: list[PlacedText] = field(default_factory=list)
    keep_clear: list[Box] = field(default_factory=list)

    def add(
        self,
        text: str,
        style: TextStyle,
        container: Box,
        colour: str,
        *grounds: str,
        align: Align = "start",
        y: float = 0.0,
        rather: TextStyle | None = None,
    ) -> PlacedText:
        """Set ``text`` into ``container`` and note it; ``y`` from 0 (top) to 1 (bottom) says where in it.

        ``rather`` is the style of a text that would have to be shortened otherwise.
        """
        block = fit_text(text, style, container.width, container.height)
        if block.shortened and rather is not None:
            block = fit_text(text, rather, container.width, container.height)
        placed = PlacedText(
            block, block.placed(container, align=align, y=y), container, colour, grounds, align
        )
        if block.lines:
            self.texts.append(placed)
        return placed
