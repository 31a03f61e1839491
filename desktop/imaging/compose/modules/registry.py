"""Which composer makes which A+ module. A new kind is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.core.aplus import AplusModule
from desktop.imaging.compose.modules import image_with_highlights, image_with_specifications
from desktop.imaging.compose.modules.comparison_table import ComparisonTable
from desktop.imaging.compose.modules.four_images_with_text import FourImagesWithText
from desktop.imaging.compose.modules.image_with_bullets import ImageWithBullets
from desktop.imaging.compose.modules.image_with_highlights import ImageWithHighlights
from desktop.imaging.compose.modules.image_with_sidebar import ImageWithSidebar
from desktop.imaging.compose.modules.image_with_specifications import ImageWithSpecifications

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.imaging.compose.modules.base import ModuleComposer, ModuleJob

MODULES: Final[Mapping[AplusModule, ModuleComposer]] = {
    AplusModule.IMAGE_WITH_SIDEBAR: ImageWithSidebar(),
    AplusModule.IMAGE_WITH_HIGHLIGHTS: ImageWithHighlights(),
    AplusModule.FOUR_IMAGES_WITH_TEXT: FourImagesWithText(),
    AplusModule.IMAGE_WITH_SPECIFICATIONS: ImageWithSpecifications(),
    AplusModule.COMPARISON_TABLE: ComparisonTable(),
    AplusModule.IMAGE_WITH_BULLETS: ImageWithBullets(),
}

LEFT_OUT: Final[Mapping[AplusModule, Callable[[ModuleJob], tuple[str, ...]]]] = {
    AplusModule.IMAGE_WITH_HIGHLIGHTS: image_with_highlights.left_out,
    AplusModule.IMAGE_WITH_SPECIFICATIONS: image_with_specifications.left_out,
}
"""What a module has no room for; the others show all that keeps the limits."""
