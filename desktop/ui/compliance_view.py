"""What a marketplace says to the images shown: asked for in the background, and explained rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.core.errors import KnownError
from desktop.core.marketplaces import DEFAULT_MARKETPLACE, Marketplace
from desktop.ui.compliance_words import FINDING_LOOKS, finding_text, report_look
from desktop.ui.fields import ComboBox
from desktop.ui.parts import Chip, Sign, room_for
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent

    from desktop.core.compliance import Report
    from desktop.core.records import GeneratedImage
    from desktop.ui.backend import Backend
    from desktop.ui.preferences import Preferences
    from desktop.ui.tasks import Tasks

_CHOICE = "listing/marketplace"


class Compliance(QObject):
    """Keeps the reports on the images shown; lives on the main thread. ``changed`` when there is a new one."""

    changed = Signal()

    def __init__(
        self, backend: Backend, tasks: Tasks, preferences: Preferences | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._backend = backend
        self._tasks = tasks
        self._preferences = preferences
        self._marketplace = DEFAULT_MARKETPLACE
        if preferences is not None and preferences.text(_CHOICE) in set(Marketplace):
            self._marketplace = Marketplace(preferences.text(_CHOICE))
        self._images: tuple[GeneratedImage, ...] = ()
        self._reports: dict[tuple[Marketplace, str], Report] = {}

    @property
    def marketplace(self) -> Marketplace:
        """Whose rules count; chosen once, it stays."""
        return self._marketplace

    def choose(self, marketplace: Marketplace) -> None:
        """Judge by another marketplace's rules from now on."""
        if marketplace is not self._marketplace:
            self._marketplace = marketplace
            if self._preferences is not None:
                self._preferences.set(_CHOICE, marketplace.value)
            self.changed.emit()
            self._look()

    def show_images(self, images: Sequence[GeneratedImage]) -> None:
        """Judge these; each only once."""
        wanted = {image.id for image in images}
        if wanted != {image.id for image in self._images}:
            self._images = tuple(images)
            self._reports = {key: told for key, told in self._reports.items() if key[1] in wanted}
        self._look()

    def report(self, image: GeneratedImage | None) -> Report | None:
        """The verdict on an image, once it is there."""
        return None if image is None else self._reports.get((self._marketplace, image.id))

    def _missing(self) -> list[GeneratedImage]:
        return [image for image in self._images if (self._marketplace, image.id) not in self._reports]

    def _look(self) -> None:
        if self._missing():
            self._tasks.start(("compliance", id(self)), self._judge(), owner=self)

    async def _judge(self) -> None:
        """One after the other: the first badge needn't wait for the last one."""
        failed: set[str] = set()
        while waiting := [image for image in self._missing() if image.id not in failed]:
            image, where = waiting[0], self._marketplace
            try:
                work = self._backend.services.compliance.check(image, where)
                self._reports[where, image.id] = await self._backend.call(work)
            except KnownError:
                failed.add(
                    image.id
                )  # asked for again with the next news; a tile without a badge lies to nobody
            else:
                self.changed.emit()


class RuleLines(QWidget):
    """A report, rule by rule."""

    def __init__(self, report: Report, parent: QWidget | None = None, *, all_rules: bool = True) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        order = report.troubles
        if all_rules:
            order = (*order, *(finding for finding in report.findings if finding not in order))
        for finding in order:
            mark, tone = FINDING_LOOKS[finding.verdict]
            column.addLayout(sentence_line(mark, tone, finding_text(finding)))


def sentence_line(mark: str, tone: str, text: str) -> QHBoxLayout:
    """A sign and a sentence that wraps."""
    row = QHBoxLayout()
    row.setSpacing(SPACE)
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if tone == "muted":
        label.setProperty("kind", "muted")
    row.addWidget(Sign(mark, tone), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row


class ComplianceDialog(QDialog):
    """All rules for one image, and whose they are. Open it with ``asking.finished``."""

    def __init__(
        self, compliance: Compliance, image: GeneratedImage, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._compliance = compliance
        self._image = image
        self.setWindowTitle(self.tr("Marketplace rules: {name}").format(name=name))
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        title = QLabel(name)
        title.setProperty("kind", "title")
        column.addWidget(title)
        row = QHBoxLayout()
        self.choice = ComboBox()
        self.choice.setAccessibleName(self.tr("Marketplace"))
        for marketplace in Marketplace:
            self.choice.addItem(marketplace.label, marketplace.value)
        self.choice.setCurrentIndex(self.choice.findData(compliance.marketplace.value))
        self.choice.currentIndexChanged.connect(
            lambda _: compliance.choose(Marketplace(self.choice.currentData()))
        )
        self.chip = Chip()
        row.addWidget(self.choice)
        row.addWidget(self.chip)
        row.addStretch(1)
        column.addLayout(row)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._scroll, 1)
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        compliance.changed.connect(self._show_report)
        self._show_report()
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * 80, metrics.lineSpacing() * 28)
        self.resize(wanted.boundedTo(room_for(self)))

    def _show_report(self) -> None:
        report = self._compliance.report(self._image)
        self.chip.setVisible(report is not None)
        if report is None:
            waiting = QLabel(self.tr("Measuring\u2026"))
            waiting.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._scroll.setWidget(waiting)
            return
        self.chip.show_look(report_look(report))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE, 0)
        column.addWidget(RuleLines(report))
        column.addStretch(1)
        self._scroll.setWidget(inside)


class Badge(Chip):
    """A chip that can be clicked; the keyboard reaches the same through the tile's menu. ``clicked``."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the tile beneath would take it for a drag

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()
