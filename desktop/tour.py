"""A walk through the whole window by itself: the self-test of an installation, and pictures of every page and state.

Both use the real window on a throw-away workspace of their own, so that nothing of the user's is touched.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from desktop.app import App, Options, dress_up
from desktop.core.errors import KnownError
from desktop.start import make_application, run_with_loop, translate
from desktop.ui.hooks import ErrorHooks
from desktop.ui.preferences import Preferences
from desktop.ui.settings_file import SettingsFile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget

_OPEN_S: Final = 120.0
_SETTLE_S: Final = 0.35


class _Ear(logging.Handler):
    """Remembers whatever is logged as a warning or worse; Qt's messages come this way, too."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        # Qt on the state of this computer, such as a missing tray or font, is none of our doing
        if not record.getMessage().startswith("Qt (qt."):
            self.heard.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def _listening() -> Iterator[_Ear]:
    ear = _Ear()
    logging.getLogger().addHandler(ear)
    try:
        yield ear
    finally:
        logging.getLogger().removeHandler(ear)


class Tour:
    """The window on a throw-away workspace; lives on the main thread."""

    def __init__(self, application: QApplication, home: Path, *, kind: str = "private") -> None:
        self.application = application
        self.preferences = Preferences(SettingsFile(home / "window.ini"))
        self.preferences.set("connection/kind", kind)
        self.preferences.set("look/language", "en")
        self.preferences.set("look/appearance", "light")
        dress_up(application, self.preferences)
        self.app = App(application, self.preferences, Options(home))
        self._hooks = ErrorHooks(asyncio.get_running_loop(), self.app.tasks.report)

    async def __aenter__(self) -> Self:
        self._hooks.__enter__()
        await self.app.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.app.quit()
        await self.app.closed
        self._hooks.__exit__()

    async def until(self, condition: Callable[[], object], what: str, timeout_s: float = _OPEN_S) -> None:
        """Wait until something is so.

        Raises:
            TimeoutError: it isn't.
        """
        deadline = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what}: not within {timeout_s:.0f} s")
            await asyncio.sleep(0.02)

    async def opened(self) -> None:
        """Wait until the database is open."""
        await self.until(lambda: not self.app.window.is_covered, f"opening ({self.app.opening.page.text})")

    async def look(self, *, appearance: str | None = None, percent: int | None = None) -> None:
        """Change how it looks, and let it settle."""
        if appearance is not None:
            self.preferences.set("look/appearance", appearance)
        if percent is not None:
            self.preferences.set("look/text_percent", percent)
        await asyncio.sleep(_SETTLE_S)

    def picture(self, widget: QWidget | None = None) -> QImage:
        """What a person would see."""
        return (widget or self.app.window).grab().toImage()


def is_blank(image: QImage) -> bool:
    """Whether a picture shows nothing: all one colour."""
    small = image.scaled(64, 64)
    return len({small.pixel(x, y) for x in range(64) for y in range(64)}) < 4


async def self_test(application: QApplication, home: Path, tell: Callable[[str], None]) -> list[str]:
    """Open every page in light and dark; what went wrong, in words."""
    found: list[str] = []
    with _listening() as ear:
        async with Tour(application, home) as tour:
            try:
                await tour.opened()
                for appearance in ("light", "dark"):
                    await tour.look(appearance=appearance)
                    for name in tour.app.window.page_names:
                        tour.app.window.open_page(name)
                        await asyncio.sleep(_SETTLE_S)
                        if tour.app.window.current_page != name or is_blank(tour.picture()):
                            found.append(f"the page {name} shows nothing in {appearance}")
                        tell(f"{name}, {appearance}: ok")
                found += [f"a banner: {text}" for text in tour.app.window.banners.texts]
            except (TimeoutError, KnownError) as error:
                found.append(str(error))
        found += ear.heard
    return found


def run_self_test() -> int:
    """The self-test; 0 when all is well, else 1 with the reasons on standard error."""
    application = make_application()
    found: list[str] = []

    async def walk() -> int:
        with tempfile.TemporaryDirectory(prefix="packdesk-self-test-", ignore_cleanup_errors=True) as folder:
            found.extend(await self_test(application, Path(folder), lambda text: _say(text, sys.stdout)))
        return int(bool(found))

    code = run_with_loop(application, walk)
    for text in found:
        _say(f"self-test: {text}", sys.stderr)
    return code


def run_screenshots(folder: Path) -> int:
    """Pictures of every page and state, into a folder; 0, or 1 when a state could not be reached."""
    from desktop.pictures import take_all  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    application = make_application()
    translate(application, "en")

    async def walk() -> int:
        work: Awaitable[list[str]] = take_all(application, folder)
        troubles = await work
        for text in troubles:
            _say(text, sys.stderr)
        return int(bool(troubles))

    return run_with_loop(application, walk)


def _say(text: str, where: object) -> None:
    print(text, file=where, flush=True)  # type: ignore[call-overload]
