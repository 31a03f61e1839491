"""The news of a newer version in the window."""

from __future__ import annotations

import asyncio
import base64
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPushButton

from desktop.core.errors import InvalidInputError
from desktop.services.updates import ReleaseSource
from desktop.ui.banner import BannerStack
from desktop.ui.preferences import Preferences
from desktop.updating import Updating
from packager import updates
from packager.announcer import Announcer
from tests.services.test_updates import NEWS

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    found = Preferences(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    found.set("look/language", "en")
    return found


def nothing() -> None:
    """Nobody restarts here."""


async def test_that_a_newer_version_gets_one_banner(tmp_path: Path, preferences: Preferences) -> None:
    private, public = updates.new_key()
    (tmp_path / "news.toml").write_text(NEWS, "utf-8")
    place, banners = Announcer(tmp_path), BannerStack()
    try:
        source = ReleaseSource(place.url, base64.b64decode(public))
        updating = Updating(preferences, banners, restart=nothing, source=source, context=place.context)
        assert updating.is_possible
        place.answer = updates.signed_note(tmp_path / "news.toml", private).encode()
        assert await updating.look() == "Packdesk 9.1.0 is available."
        assert await updating.look() == "Packdesk 9.1.0 is available."
        assert banners.texts == ["Packdesk 9.1.0 is available. Faster packs. A new style."]
        assert abs(time.time() - int(preferences.text("updates/looked_at"))) < 10
        place.answer = place.answer.replace(b"9.1.0", b"9.9.9")
        with pytest.raises(InvalidInputError, match="tampering"):
            await updating.look()
    finally:
        place.close()
        banners.deleteLater()


async def test_that_nobody_is_asked_unless_the_user_wants_it(
    tmp_path: Path, preferences: Preferences
) -> None:
    banners = BannerStack()
    source = ReleaseSource("https://127.0.0.1:9/x", bytes(32))
    updating = Updating(preferences, banners, restart=nothing, source=source)
    assert not preferences.flag("updates/on")
    assert updating._due_in_s() > 0
    preferences.set("updates/on", True)  # noqa: FBT003
    assert updating._due_in_s() == 0
    preferences.set("updates/looked_at", str(int(time.time())))
    assert 86_000 < updating._due_in_s() <= 86_400
    preferences.set("updates/looked_at", str(int(time.time()) + 500_000))
    assert updating._due_in_s() == 0  # the clock was wrong then or is now
    assert not Updating(preferences, banners, restart=nothing).is_possible  # a build that knows no place
    banners.deleteLater()


async def test_that_a_version_installed_meanwhile_is_offered(
    tmp_path: Path, preferences: Preferences
) -> None:
    banners, restarts = BannerStack(), list[str]()
    program = tmp_path / "packdesk"
    program.write_bytes(b"old")
    updating = Updating(preferences, banners, restart=lambda: restarts.append("now"))
    await asyncio.wait_for(updating.watch_program(), 1)  # nobody replaces a source tree
    watching = asyncio.create_task(updating.watch_program(program, 0.01))
    await asyncio.sleep(0.05)
    assert banners.texts == []
    program.unlink()  # in the middle of it
    await asyncio.sleep(0.05)
    assert banners.texts == []
    (tmp_path / "fresh").write_bytes(b"new one")
    (tmp_path / "fresh").rename(program)
    await asyncio.wait_for(watching, 5)
    assert banners.texts == ["Another version of Packdesk has been installed."]
    (button,) = (b for b in banners.findChildren(QPushButton) if b.text() == "Restart Packdesk")
    button.click()
    assert restarts == ["now"]
    banners.deleteLater()
