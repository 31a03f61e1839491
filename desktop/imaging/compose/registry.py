"""Which composer makes which image type. A new type is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.core.pack import ImageType
from desktop.imaging.compose.comparison_chart import ComparisonChart
from desktop.imaging.compose.dimension_diagram import DimensionDiagram
from desktop.imaging.compose.feature_highlight import FeatureHighlight
from desktop.imaging.compose.infographic import Infographic
from desktop.imaging.compose.lifestyle import Lifestyle
from desktop.imaging.compose.main_image import MainImage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.imaging.compose.base import Composer

COMPOSERS: Final[Mapping[ImageType, Composer]] = {
    ImageType.MAIN_IMAGE: MainImage(),
    ImageType.INFOGRAPHIC: Infographic(),
    ImageType.FEATURE_HIGHLIGHT: FeatureHighlight(),
    ImageType.LIFESTYLE: Lifestyle(),
    ImageType.COMPARISON_CHART: ComparisonChart(),
    ImageType.DIMENSION_DIAGRAM: DimensionDiagram(),
}
