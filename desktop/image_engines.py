"""Where images are made, as the settings choose it: kept with the team's connection, in force when that is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.core.errors import InvalidInputError, StorageError
from desktop.host import off_loop
from desktop.services.elsewhere import checked_url, endpoint_place, save_endpoint
from desktop.services.key_store import stored_secret
from desktop.workspace import default_slots

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.engine import EngineBackend
    from desktop.ui.preferences import Preferences

translate = QCoreApplication.translate


class ImageEngines:
    """Implements ``EngineHost``; lives on the main thread.

    Args:
        backend: what is open.
        home: where the profiles are.
        preferences: which profile is chosen.
        switch: called when another engine was chosen, to open everything with it.
        is_chosen: whether the chosen profile is what is open, and not a database named at the start.
    """

    def __init__(
        self,
        backend: EngineBackend,
        home: Path,
        preferences: Preferences,
        *,
        switch: Callable[[], None],
        is_chosen: bool,
    ) -> None:
        self._backend = backend
        self._home = home
        self._preferences = preferences
        self._switch = switch
        self._is_chosen = is_chosen

    @property
    def engine_url(self) -> str:
        """The endpoint in use; empty for this computer."""
        endpoint = self._backend.elsewhere.endpoint
        return "" if endpoint is None else endpoint.url

    @property
    def engine_text(self) -> str:
        """What makes the images now."""
        if self.engine_url:
            return translate("ImageEngines", "Images are made by {url}.").format(url=self.engine_url)
        text = translate(
            "ImageEngines",
            "Images are made on this computer, {count} at a time, in a process of their own. No photo leaves it"
            " except to your database.",
        )
        return text.format(count=default_slots())

    @property
    def can_choose_engine(self) -> bool:
        """Whether there is a profile that can remember an endpoint."""
        return self._is_chosen and self._preferences.text("connection/kind") == "team"

    async def use_engine(self, url: str, key: str) -> None:
        """Have images made there from now on, or with an empty address on this computer.

        Raises:
            InvalidInputError: the address can't be, or the key is missing.
            StorageError: the profile can't be written, or there is no key store.
        """
        if url:
            url = checked_url(url)
            if not key and not await off_loop(stored_secret, endpoint_place(url)):
                raise InvalidInputError(
                    "Give the key that this image endpoint wants to see.", code="key-missing"
                )
        profile = self._preferences.text("connection/profile")
        if not await off_loop(save_endpoint, self._home, profile, url, key):
            await off_loop(save_endpoint, self._home, profile, "", "")
            raise StorageError(
                "This computer has no key store, so the endpoint's key can't be kept. Images stay with this computer.",
                code="no-key-store",
            )
        self._switch()
