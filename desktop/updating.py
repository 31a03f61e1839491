"""Tells of a newer version, to those who asked for that: once a day at most, in one banner, and on demand in Settings.

Opening the download is all it does: what is installed changes only by an installer that a person starts.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from desktop import __version__, installed
from desktop.core.errors import KnownError
from desktop.host import off_loop
from desktop.services.updates import look_for_release, release_source

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.updates import Release
    from desktop.services.updates import ReleaseSource
    from desktop.ui.banner import BannerStack
    from desktop.ui.preferences import Preferences

log = logging.getLogger(__name__)

translate = QCoreApplication.translate

_DAY_S: Final = 86_400.0
_FIRST_S: Final = 20.0
"""After the start, which has better things to do."""
_LOOK_S: Final = 15.0


class Updating:
    """Implements ``Updates`` for the settings; lives on the main thread.

    Args:
        restart: ends this program when it has finished what it is doing, and starts what is installed by then.
        context: which authorities to trust; None for the system's.
    """

    def __init__(
        self,
        preferences: Preferences,
        banners: BannerStack,
        *,
        restart: Callable[[], object],
        source: ReleaseSource | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._preferences = preferences
        self._banners = banners
        self._source = source or release_source()
        self._context = context
        self._restart = restart

    @property
    def is_possible(self) -> bool:
        """Whether this build knows where new versions are announced."""
        return self._source is not None

    async def look(self) -> str:
        """Look now; what was found, in words. A newer version gets its banner as well.

        Raises:
            KnownError: it can't be reached, or isn't the makers' word.
        """
        if self._source is None:
            return translate("Updating", "This build knows no place for new versions.")
        language = self._preferences.language
        try:
            release = await off_loop(look_for_release, self._source, __version__, language, self._context)
        except KnownError as error:
            log.info("looking for a new version: %s", error)
            raise
        log.info("looked for a new version: %s", "none" if release is None else release.version)
        self._preferences.set("updates/looked_at", str(int(time.time())))
        if release is None:
            return translate("Updating", "Packdesk {version} is the newest version.").format(
                version=__version__
            )
        self._show(release)
        return translate("Updating", "Packdesk {version} is available.").format(version=release.version)

    async def look_daily(self) -> None:
        """Look once a day for as long as the user wants it; trouble is for the log."""
        wait_s = _FIRST_S
        while self.is_possible:
            await asyncio.sleep(wait_s)
            wait_s = self._due_in_s()
            if wait_s > 0:
                continue
            with suppress(KnownError):  # it stands in the log
                await self.look()
            wait_s = _DAY_S

    async def watch_program(self, program: Path | None = None, every_s: float = _LOOK_S) -> None:
        """Tell when an installer has put another version into this one's place, which goes on until it is closed.

        Args:
            program: the file to look at; None is the built program's own.
            every_s: how often.
        """
        before = installed.mark(program)
        while before is not None:
            await asyncio.sleep(every_s)
            if (now := installed.mark(program)) not in {before, None}:
                log.info("another version was installed: %s instead of %s", now, before)
                text = translate("Updating", "Another version of Packdesk has been installed.")
                self._banners.offer(
                    "installed", text, translate("Updating", "Restart Packdesk"), self._restart
                )
                return

    def _due_in_s(self) -> float:
        if not self._preferences.flag("updates/on"):
            return _FIRST_S
        last = self._preferences.text("updates/looked_at")
        passed_s = time.time() - float(last) if last.isdigit() else _DAY_S
        # a clock that was set back must not silence it
        return 0.0 if passed_s < 0 else max(0.0, _DAY_S - passed_s)

    def _show(self, release: Release) -> None:
        text = translate("Updating", "Packdesk {version} is available.").format(version=release.version)
        label = translate("Updating", "Open the download")
        opening = partial(QDesktopServices.openUrl, QUrl(release.download))
        self._banners.clear("update")  # told anew rather than counted
        self._banners.offer("update", " ".join((text, *release.news)), label, opening)
