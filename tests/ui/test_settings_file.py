"""What is chosen is written without the main thread waiting for the disk."""

from __future__ import annotations

import gc
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication

from desktop.ui.settings_file import SettingsFile

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def read(path: Path, key: str) -> object:
    """What another program would find in the file."""
    code = (
        "from PySide6.QtCore import QSettings;"
        f"print(QSettings({str(path)!r}, QSettings.Format.IniFormat).value({key!r}))"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def is_written(path: Path, line: str) -> bool:
    return path.exists() and line in path.read_text()


def test_that_a_choice_is_in_the_file_soon_and_known_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    settings = SettingsFile(path)
    for percent in ("115", "130", "150"):
        settings.setValue("look/text_percent", percent)
        assert settings.value("look/text_percent") == percent
        qtbot.wait_until(partial(is_written, path, f"text_percent={percent}"))
    assert read(path, "look/text_percent") == "150"


def test_that_the_main_thread_writes_nothing(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    settings = SettingsFile(path)
    QSettings.setValue(settings, "window/page", "jobs")  # as setValue, but for the word to the writer
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
    qapp.processEvents()
    assert not path.exists()
    settings.sync()
    assert read(path, "window/page") == "jobs"


def test_that_nothing_is_lost_when_the_program_ends_at_once(tmp_path: Path) -> None:
    path = tmp_path / "window.ini"
    code = (
        "import weakref; from pathlib import Path; weakref.finalize(Path, print);"  # so that others end first
        "from PySide6.QtCore import QCoreApplication;"
        "from desktop.ui.settings_file import SettingsFile;"
        f"a = QCoreApplication([]); s = SettingsFile(Path({str(path)!r})); s.setValue('window/page', 'team')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert read(path, "window/page") == "team"


def test_that_it_can_go_while_its_thread_runs(qapp: QApplication, tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "window.ini")
    settings.setValue("window/page", "jobs")
    del settings
    gc.collect()
