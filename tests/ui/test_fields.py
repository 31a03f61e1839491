"""The wheel scrolls a page whatever it passes and changes nothing on the way; windows fit the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

import desktop.ui
from desktop.ui.fields import ComboBox, DoubleSpinBox, SpinBox
from tests.ui.conftest import application

pytestmark = pytest.mark.usefixtures("qapp")


def turn_wheel(widget: QWidget) -> bool:
    """Whether the widget took it; what nobody takes scrolls the page."""
    middle = QPointF(widget.rect().center())
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    at = middle, QPointF(widget.mapToGlobal(middle.toPoint()))
    event = QWheelEvent(*at, QPoint(), QPoint(0, -120), *none, Qt.ScrollPhase.NoScrollPhase, False)  # noqa: FBT003
    event.accept()
    application().sendEvent(widget, event)
    return event.isAccepted()


def test_that_the_wheel_changes_only_the_field_that_has_the_focus() -> None:
    choice, whole, number = ComboBox(), SpinBox(), DoubleSpinBox()
    choice.addItems(["one", "two", "three"])
    choice.setCurrentIndex(1)
    for box in (whole, number):
        box.setValue(5)
    inside, area = QWidget(), QScrollArea()
    column = QVBoxLayout(inside)
    for widget in (choice, whole, number):
        column.addWidget(widget)
    inside.setFixedHeight(900)
    area.setWidget(inside)
    area.resize(300, 200)
    area.show()
    area.activateWindow()
    assert QTest.qWaitForWindowActive(area)
    area.setFocus()
    for widget in (choice, whole, number):
        assert not turn_wheel(widget)
        assert not widget.focusPolicy() & ~Qt.FocusPolicy.StrongFocus
    assert (choice.currentIndex(), whole.value(), number.value()) == (1, 5, 5.0)
    for widget in (choice, whole, number):
        widget.setFocus()
        assert turn_wheel(widget)
    assert (choice.currentIndex(), whole.value(), number.value()) == (2, 4, 4.0)
    area.close()
    area.deleteLater()


def test_that_every_page_uses_these_fields() -> None:
    found = []
    for path in Path(desktop.ui.__file__).parent.glob("*.py"):
        text = path.read_text("utf-8")
        if path.name != "fields.py" and re.search(
            r"\bQ(?:ComboBox|SpinBox|DoubleSpinBox)(?:\(|\)\s*:)", text
        ):
            found.append(path.name)
    assert found == []


def test_that_every_window_keeps_to_the_screen() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in Path(desktop.ui.__file__).parent.glob("*.py")
        for line in path.read_text("utf-8").splitlines()
        # the keyboard map keeps to its parent
        if re.search(r"\bself\.resize\(", line) and "boundedTo(" not in line and "room." not in line
    ]
    assert found == []
