"""What goes out with an export, and what came of it, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.core.compliance import Verdict
from desktop.ui.compliance_view import RuleLines, sentence_line
from desktop.ui.compliance_words import picture_name, report_look
from desktop.ui.known_words import in_words
from desktop.ui.parts import Chip, ElidedLabel, Sign
from desktop.ui.theme import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.listing import LeftOut, Listing
    from desktop.services.export import Export, ExportedImage


class _Lines(QScrollArea):
    """A column of lines that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _begin(self) -> tuple[QWidget, QVBoxLayout]:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE, 0)
        column.setSpacing(SPACE)
        return inside, column

    def _end(self, inside: QWidget, column: QVBoxLayout) -> None:
        column.addStretch(1)
        self.setWidget(inside)

    @property
    def texts(self) -> list[str]:
        """What is said, line by line."""
        found = self.widget().findChildren(QLabel) if self.widget() is not None else []
        return [label.text() for label in found if label.text()]

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("kind", "strong")
        label.setWordWrap(True)
        return label

    def _add_left_out(self, column: QVBoxLayout, left_out: Sequence[LeftOut]) -> None:
        if left_out:
            column.addSpacing(SPACE)
            column.addWidget(self._heading(self.tr("Left out")))
            for left in left_out:
                text = f"{picture_name(left.kind)}: {in_words(left.reason)}"
                column.addLayout(sentence_line("info", "muted", text))


class ListingLines(_Lines):
    """What would go out under which names, and what would stay behind."""

    def show_listing(self, listing: Listing) -> None:
        """Show a plan."""
        inside, column = self._begin()
        n = len(listing.pictures)
        text = self.tr("{n} images go out").format(n=n) if n != 1 else self.tr("1 image goes out")
        column.addWidget(self._heading(text if n else self.tr("Nothing can go out yet")))
        for picture in listing.pictures:
            row = QHBoxLayout()
            row.setSpacing(SPACE)
            name = QLabel(picture_name(picture.kind))
            name.setMinimumWidth(self.fontMetrics().averageCharWidth() * 22)
            stem = ElidedLabel(picture.file_stem)
            stem.setProperty("kind", "muted")
            row.addWidget(name)
            row.addWidget(stem, 1)
            column.addLayout(row)
            for sentence in picture.needs_check:
                column.addLayout(sentence_line("warn", "warn", in_words(sentence)))
        self._add_left_out(column, listing.left_out)
        self._end(inside, column)


class ReportLines(_Lines):
    """What was exported and what a marketplace would say to it."""

    def show_export(self, made: Export) -> None:
        """Show a finished export."""
        inside, column = self._begin()
        column.addLayout(self._summary(made))
        place = QLabel(str(made.path))
        place.setWordWrap(True)
        place.setProperty("kind", "muted")
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(place)
        for image in made.images:
            column.addWidget(self._card(image))
        self._add_left_out(column, made.left_out)
        self._end(inside, column)

    def _summary(self, made: Export) -> QHBoxLayout:
        n = len(made.images)
        broken = sum(
            image.report is not None and image.report.verdict is Verdict.FAIL for image in made.images
        )
        if made.marketplace is None:
            mark, tone, text = "done", "good", self.tr("{n} images exported as they are.")
        elif broken:
            mark, tone = "warn", "warn"
            text = self.tr("{n} images exported for {marketplace}; {broken} of them break a rule.")
        else:
            mark, tone = "done", "good"
            text = self.tr("{n} images exported. All of them fit {marketplace}.")
        label = "" if made.marketplace is None else made.marketplace.label
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(Sign(mark, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._heading(text.format(n=n, marketplace=label, broken=broken)), 1)
        return row

    def _card(self, image: ExportedImage) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE + SPACE // 2, SPACE, SPACE + SPACE // 2, SPACE)
        column.setSpacing(SPACE // 2)
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(self._heading(picture_name(image.listed.kind)), 1)
        if image.report is not None:
            chip = Chip()
            chip.show_look(report_look(image.report))
            top.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        facts = self.tr("{file}, {width} x {height} pixels, {size} MB").format(
            file=image.file, width=image.width, height=image.height, size=f"{image.size_bytes / 1e6:.1f}"
        )
        small = ElidedLabel(facts)
        small.setProperty("kind", "muted")
        column.addWidget(small)
        if image.report is not None and image.report.troubles:
            column.addWidget(RuleLines(image.report, all_rules=False))
        for sentence in image.listed.needs_check:
            text = self.tr("Please check: {sentence}").format(sentence=in_words(sentence))
            column.addLayout(sentence_line("warn", "warn", text))
        return card
