"""What marketplaces say to images, in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from desktop.core.compliance import SENTENCES, Verdict
from desktop.core.listing import PHOTO
from desktop.ui.known_words import in_words
from desktop.ui.words import Look, image_name

if TYPE_CHECKING:
    from desktop.core.compliance import Finding, Report

# a name that the translators' tools look for
translate = QCoreApplication.translate

FINDING_LOOKS: Final = {
    Verdict.PASS: ("done", "good"),
    Verdict.WARN: ("warn", "warn"),
    Verdict.FAIL: ("failed", "bad"),
    Verdict.NOT_CHECKED: ("ring", "muted"),
}
"""Sign and tone of a verdict."""


def finding_text(finding: Finding) -> str:
    """One rule's verdict as a sentence, with what was measured where that says more."""
    values = {name: in_words(value) for name, value in finding.values.items()}
    told = translate("Compliance", SENTENCES[finding.code]).format(**values)
    if finding.verdict is Verdict.PASS or not finding.measured or not finding.limit:
        return told
    return translate("ComplianceWords", "{sentence} Measured: {measured}; rule: {limit}.").format(
        sentence=told, measured=finding.measured, limit=finding.limit
    )


def report_look(report: Report) -> Look:
    """The badge of an image: never a colour alone."""
    name = report.marketplace.label
    mark, tone = FINDING_LOOKS[report.verdict]
    if report.verdict is Verdict.FAIL:
        n = sum(finding.verdict is Verdict.FAIL for finding in report.findings)
        text = translate("ComplianceWords", "{marketplace}: {n} rules broken")
        if n == 1:
            text = translate("ComplianceWords", "{marketplace}: 1 rule broken")
        return Look(mark, text.format(marketplace=name, n=n), tone)
    if report.verdict is Verdict.WARN:
        return Look(
            mark, translate("ComplianceWords", "{marketplace}: see notes").format(marketplace=name), tone
        )
    return Look(mark, translate("ComplianceWords", "Fits {marketplace}").format(marketplace=name), tone)


def reasons(report: Report) -> list[str]:
    """What doesn't pass, the worst first."""
    return [finding_text(finding) for finding in report.troubles]


def picture_name(kind: str) -> str:
    """What people call a picture of a listing."""
    return translate("ComplianceWords", "Photo") if kind == PHOTO else image_name(kind)
