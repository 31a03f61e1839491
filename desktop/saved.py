"""The databases this computer knows, for the Settings page: read from the profiles, changed there. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.core.errors import InvalidInputError
from desktop.host import off_loop
from desktop.services import elsewhere, key_store, profiles
from desktop.ui.connections_list import SavedConnection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.engine import EngineBackend
    from desktop.ui.copy_dialog import Progress
    from desktop.ui.preferences import Preferences

translate = QCoreApplication.translate


class SavedConnections:
    """Implements ``ConnectionsHost``.

    Args:
        home: where the profiles are.
        preferences: which of them is chosen.
        backend: what has the chosen one open.
        switch: called when another one was chosen, to open it.
        is_chosen: whether the chosen one is what is open, and not a database named at the start.
    """

    def __init__(
        self,
        home: Path,
        preferences: Preferences,
        *,
        backend: EngineBackend,
        switch: Callable[[], None],
        is_chosen: bool,
    ) -> None:
        self._backend = backend
        self._home = home
        self._preferences = preferences
        self._switch = switch
        self._is_chosen = is_chosen

    async def saved_connections(self) -> list[SavedConnection]:
        """All of them, the private one first."""
        kind, chosen = (
            self._preferences.text("connection/kind"),
            self._preferences.text("connection/profile"),
        )
        place = translate("Host", "Your private database, in {folder}").format(folder=self._home)
        is_private = self._is_chosen and kind == "private"
        has_projects = not is_private and await off_loop((self._home / "data").exists)
        found = [SavedConnection("", place, is_open=is_private, may_copy=has_projects)]
        for profile in await off_loop(profiles.all_profiles, self._home):
            is_open = self._is_chosen and kind == "team" and profile.name == chosen
            found.append(SavedConnection(profile.name, profile.reading.place, is_open=is_open))
        return found

    async def copy_to_team(self, on_progress: Callable[[Progress], None]) -> Progress:
        """Copy this computer's projects to the database that is open."""
        return await self._backend.copy_here(self._home, on_progress)

    async def use_saved(self, name: str) -> None:
        """Work with that one from now on."""
        if name:
            await off_loop(profiles.load_profile, self._home, name)
            self._preferences.set("connection/profile", name)
        self._preferences.set("connection/kind", "team" if name else "private")
        self._switch()

    async def rename_saved(self, name: str, new_name: str) -> None:
        """Call it something else; the password's place in the key store doesn't hang on the name."""
        await off_loop(profiles.rename_profile, self._home, name, new_name)
        if self._preferences.text("connection/profile") == name:
            self._preferences.set("connection/profile", new_name.strip())

    async def remove_saved(self, name: str) -> None:
        """Forget it and its secrets."""
        try:
            reading = (await off_loop(profiles.load_profile, self._home, name)).reading
            entry = await off_loop(profiles.profile_entry, self._home, name)
        except InvalidInputError:
            return  # gone already
        await off_loop(profiles.remove_profile, self._home, name)
        await off_loop(key_store.forget_password, reading)
        await off_loop(elsewhere.forget_unused, self._home, entry)
