"""Keeps the status strip true and tells of finished packs; lives on the main thread."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from desktop.core.errors import KnownError
from desktop.core.pack import ImageType
from desktop.processing import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desktop.core.strip import FinishedPack, OwnJob, StripNews
    from desktop.engine import EngineBackend
    from desktop.processing import EmbeddedWorker
    from desktop.ui.preferences import Preferences
    from desktop.ui.status_strip import StatusStrip
    from desktop.ui.tasks import Tasks
    from desktop.ui.tray import Tray

log = logging.getLogger(__name__)

_EVERY_S: Final = 0.5
"""A storm of changes costs two looks a second."""

_CLOCK_LOOK_S: Final = 5.0
_SLEPT_S: Final = 20.0
_DAY_S: Final = 86_400.0


translate = QCoreApplication.translate


class QueueWatch:
    """Looks at the queue when it changed, at most twice a second.

    Args:
        is_looked_at: whether the window is active: then nobody needs a notice.
    """

    def __init__(
        self,
        backend: EngineBackend,
        worker: EmbeddedWorker,
        tasks: Tasks,
        preferences: Preferences,
        *,
        strip: StatusStrip,
        tray: Tray,
        is_looked_at: Callable[[], bool],
    ) -> None:
        self._backend = backend
        self._worker = worker
        self._tasks = tasks
        self._preferences = preferences
        self._strip = strip
        self._tray = tray
        self._is_looked_at = is_looked_at
        self._is_wanted = False
        self._since: datetime | None = None
        self._news: StripNews | None = None
        self._unfollow: Callable[[], None] | None = None

    def start(self) -> None:
        """Look now and at every change."""
        if self._unfollow is None:
            self._unfollow = self._backend.follow_changes(frozenset({"jobs", "queue_settings"}), self.look)
        self.look()

    def stop(self) -> None:
        """Look no more."""
        if self._unfollow is not None:
            self._unfollow()
            self._unfollow = None

    def look(self) -> None:
        """Look soon; asked for often, it is done now and then, and always once more after the last time."""
        self._is_wanted = True
        self._tasks.start("queue watch", self._keep_looking())

    def show_processing(self) -> None:
        """Show what this computer does."""
        mine = self._news.mine if self._news is not None else ()
        text = in_words(self._worker.state, mine)
        self._strip.show_processing(is_on=self._worker.is_wanted, doing=text)
        self._tray.show_processing(is_on=self._worker.is_wanted)

    async def _keep_looking(self) -> None:
        while self._is_wanted:
            self._is_wanted = False
            try:
                news = await self._backend.look_at_queue(worker=self._worker.worker_id, since=self._since)
            except KnownError as error:
                log.info("status strip: %s", error)  # the strip says OFFLINE by itself
                return
            self._show(news)
            await asyncio.sleep(_EVERY_S)

    def _show(self, news: StripNews) -> None:
        is_first = self._news is None
        self._news = news
        self._since = news.now
        self._strip.show_queue(news.queued, news.running, is_paused=news.is_paused, reason=news.pause_reason)
        self.show_processing()
        if not is_first and self._preferences.flag("notify/on") and not self._is_looked_at():
            for pack in news.packs:
                self._tray.notify(*notice_of(pack), is_bad=not pack.is_complete)


def in_words(state: State, mine: tuple[OwnJob, ...]) -> str:
    """What this computer does, as the strip says it."""
    if state is State.WORKING and mine:
        what = _label(mine[0].what)
        text = translate("QueueWatch", "{what} for {project}") if mine[0].project else "{what}"
        more = (
            translate("QueueWatch", " and {count} more").format(count=len(mine) - 1) if len(mine) > 1 else ""
        )
        return text.format(what=what, project=mine[0].project) + more
    return {
        State.OFF: "",
        State.WORKING: translate("QueueWatch", "ready for jobs"),
        State.IN_USE: translate("QueueWatch", "rests while you use this computer"),
        State.ON_BATTERY: translate("QueueWatch", "rests until it is on mains power"),
        State.RESTARTING: translate("QueueWatch", "had a problem and starts again"),
        State.REFUSED: translate("QueueWatch", "the database does not let it process"),
    }[state]


def notice_of(pack: FinishedPack) -> tuple[str, str]:
    """Title and text of the notice about a settled pack."""
    if pack.is_complete:
        title = translate("QueueWatch", "Pack finished")
        text = translate("QueueWatch", "All {total} images for {project} are ready.")
    else:
        title = translate("QueueWatch", "Pack not complete")
        text = translate(
            "QueueWatch", "{done} of {total} images for {project} were made. Open it to retry the rest."
        )
    return title, text.format(done=pack.done, total=pack.total, project=pack.project)


def _label(what: str) -> str:
    try:
        return QCoreApplication.translate("words", ImageType(what).label)
    except ValueError:
        return translate("QueueWatch", "A pack") if what == "generate-complete-pack" else what


async def watch_clock(on_slept: Callable[[], None]) -> None:
    """Notice that the computer slept: the clock went on while this didn't."""
    last = time.time()
    while True:
        await asyncio.sleep(_CLOCK_LOOK_S)
        now = time.time()
        if now - last > _CLOCK_LOOK_S + _SLEPT_S:
            log.info("the clock jumped by %.0f s: this computer slept", now - last)
            on_slept()
        last = now


async def tidy_daily(backend: EngineBackend, preferences: Preferences) -> None:
    """Once a day: what uploads left behind, and old finished jobs if the user wants that; trouble is for the log."""
    while True:
        try:
            await backend.tidy_images()
        except KnownError as error:
            log.info("no images tidied up: %s", error)
        days = preferences.number("retention/days")
        if days > 0:
            try:
                log.info("deleted %d jobs finished over %d days ago", await backend.prune(days), days)
            except KnownError as error:
                log.info("nothing deleted: %s", error)
        await asyncio.sleep(_DAY_S)
