"""What pages ask of the front door: connections, facts about this computer, diagnostics. Lives on the main thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import psutil
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSystemTrayIcon

from desktop import power
from desktop.core.connection import Step
from desktop.core.errors import OfflineError
from desktop.services import connections, key_store, profiles
from desktop.services.diagnostics import export_diagnostics

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from desktop.core.connection import Reading
    from desktop.engine import EngineBackend

T = TypeVar("T")


translate = QCoreApplication.translate


class Updates(Protocol):
    """What looks for newer versions; see ``desktop.updating``."""

    @property
    def is_possible(self) -> bool:
        """Whether this build knows where new versions are announced."""
        ...

    async def look(self) -> str:
        """Look now; what was found, in words. Raises KnownError."""
        ...


class Host:
    """Implements ``Connector`` and ``SettingsHost``.

    Args:
        use: called when the user has chosen and tested a team's database.
        updates: what looks for newer versions.
    """

    def __init__(
        self,
        backend: EngineBackend,
        home: Path,
        *,
        use: Callable[[Reading], Awaitable[None]],
        updates: Updates,
    ) -> None:
        self._backend = backend
        self._home = home
        self._use = use
        self._updates = updates
        self.is_private = True

    # -- Connector -----------------------------------------------------------------------------------------

    @property
    def has_key_store(self) -> bool:
        """Whether passwords can be kept."""
        return key_store.has_key_store()

    async def test(self, reading: Reading, on_step: Callable[[Step, str], None]) -> None:
        """Try a database; ``on_step`` is called on the main thread."""
        dsn = await off_loop(profiles.dsn_of, self._home, reading)
        self._backend.start()
        await self._backend.call(
            connections.try_connection(dsn, lambda step, told: self._backend.post(on_step, step, told))
        )
        # what was posted before the answer came has its turn first
        await asyncio.sleep(0)

    async def read_certificate(self, path: Path) -> str:
        """The certificate in a file, as PEM text."""
        return await off_loop(profiles.read_certificate_file, path)

    async def use(self, reading: Reading) -> None:
        """Keep it and work with it from now on."""
        await self._use(reading)

    # -- SettingsHost --------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """Which database is open."""
        try:
            dsn = self._backend.dsn
        except OfflineError:
            return translate("Host", "No database is open.")
        if self.is_private:
            return translate("Host", "Your private database on this computer, in {folder}").format(
                folder=self._home
            )
        return translate("Host", "Your team's database: {place}").format(
            place=connections.read_connection(dsn).place
        )

    @property
    def pooler_text(self) -> str:
        """Why changes don't arrive at once, and which address to use instead."""
        reading = connections.read_connection(self._backend.dsn)
        text = translate(
            "Host",
            "{address} is a transaction pooler, which swallows change notices: everything is read again every two"
            " seconds, and nothing is missed. Use the session pooler instead, in Supabase the same address with port"
            " 5432.",
        )
        return text.format(address=f"{reading.host}:{reading.port}")

    @property
    def knows_idle(self) -> bool:
        """Whether this system tells when nobody uses the computer."""
        return power.idle_s() is not None

    @property
    def has_battery(self) -> bool:
        """Whether there is anything to save."""
        try:
            return psutil.sensors_battery() is not None
        except (AttributeError, OSError, RuntimeError):
            return False

    @property
    def has_tray(self) -> bool:
        """Whether the desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def logs_folder(self) -> Path:
        """Where the logs are."""
        return self._home / "logs"

    async def check_connection(self) -> str:
        """Try the open database step by step."""
        told: list[str] = []

        def on_step(step: Step, what: str) -> None:
            if step is Step.NOTICES:
                told.append(what)

        await self._backend.check(on_step)
        if told == ["polling"]:
            return translate(
                "Host",
                "It works, but a pooler swallows change notices: everything is read every two seconds.",
            )
        return translate("Host", "Everything works: address, login, tables, and changes arrive at once.")

    @property
    def can_look_for_updates(self) -> bool:
        """Whether this build knows where new versions are announced."""
        return self._updates.is_possible

    async def look_for_updates(self) -> str:
        """Look for a newer version now; what was found, in words."""
        return await self._updates.look()

    async def export_diagnostics(self, path: Path) -> None:
        """Write the file for whoever helps."""
        facts: dict[str, Any] = {"mode": self._backend.mode.value, "private": self.is_private}
        await off_loop(export_diagnostics, path, self._home, facts)


async def off_loop(function: Callable[..., T], *args: object) -> T:
    """Run something that blocks for a moment beside the window."""
    return await asyncio.get_running_loop().run_in_executor(None, function, *args)
