"""Which composer makes which A+ module. A new kind is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.core.aplus import AplusModule
from desktop.imaging.compose.modules.comparison_table import ComparisonTable
from desktop.imaging.compose.modules.four_images_with_text import FourImagesWithText
from desktop.imaging.compose.modules.image_with_bullets import ImageWithBullets
from desktop.imaging.compose.modules.image_with_highlights import ImageWithHighlights
from desktop.imaging.compose.modules.image_with_sidebar import ImageWithSidebar
from desktop.imaging.compose.modules.image_with_specifications import ImageWithSpecifications

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.imaging.compose.modules.base import ModuleComposer

MODULES: Final[Mapping[AplusModule, ModuleComposer]] = {
    AplusModule.IMAGE_WITH_SIDEBAR: ImageWithSidebar(),
    AplusModule.IMAGE_WITH_HIGHLIGHTS: ImageWithHighlights(),
    AplusModule.FOUR_IMAGES_WITH_TEXT: FourImagesWithText(),
    AplusModule.IMAGE_WITH_SPECIFICATIONS: ImageWithSpecifications(),
    AplusModule.COMPARISON_TABLE: ComparisonTable(),
    AplusModule.IMAGE_WITH_BULLETS: ImageWithBullets(),
}
