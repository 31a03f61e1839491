"""Which composer makes which A+ module. A new kind is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.core.aplus import AplusModule
from desktop.imaging.compose.modules.image_with_sidebar import ImageWithSidebar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.imaging.compose.modules.base import ModuleComposer

MODULES: Final[Mapping[AplusModule, ModuleComposer]] = {module: ImageWithSidebar() for module in AplusModule}
