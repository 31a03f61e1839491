"""Where images are kept, as the settings choose it: with the team's connection, in force when that is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.elsewhere import StorageAccount
from desktop.core.errors import InvalidInputError, StorageError
from desktop.host import off_loop
from desktop.services.elsewhere import checked_account, save_storage
from desktop.services.key_store import stored_secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.engine import EngineBackend
    from desktop.services.image_stores import MoveProgress
    from desktop.ui.preferences import Preferences


class ImagePlaces:
    """Implements ``StoreHost``; lives on the main thread.

    Args:
        backend: what is open.
        home: where the profiles are.
        preferences: which profile is chosen.
        switch: called when another place was chosen, to open everything with it.
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
    def storage(self) -> StorageAccount | None:
        """The account in use, without its password."""
        account = self._backend.elsewhere.storage
        if account is None:
            return None
        return StorageAccount(account.url, account.bucket, account.key, account.email, password="")

    @property
    def can_choose_store(self) -> bool:
        """Whether there is a profile that can remember an account."""
        return self._is_chosen and self._preferences.text("connection/kind") == "team"

    async def use_store(self, account: StorageAccount | None) -> None:
        """Keep new images there from now on, or with None in the database.

        Raises:
            InvalidInputError: something is missing or can't be.
            StorageError: the profile can't be written, or there is no key store.
        """
        profile = self._preferences.text("connection/profile")
        if account is not None:
            account = checked_account(account)
            if not account.password and not await off_loop(stored_secret, account.place):
                raise InvalidInputError(
                    "Give the password of this e-mail address, too.", code="password-missing"
                )
        if not await off_loop(save_storage, self._home, profile, account):
            await off_loop(save_storage, self._home, profile, None)
            raise StorageError(
                "This computer has no key store, so the password can't be kept. Images stay in the database.",
                code="no-key-store",
            )
        self._switch()

    async def check_store(self) -> None:
        """Put a small file, read it back, remove it."""
        await self._backend.call(self._backend.services.image_stores.check())

    async def move_images(self, *, away: bool, tell: Callable[[float], None]) -> int:
        """Move all projects' images; ``tell`` hears fractions on the main thread."""

        def told(project: int, projects: int, progress: MoveProgress) -> None:
            part = (project + progress.done_bytes / max(1, progress.total_bytes)) / max(1, projects)
            self._backend.post(tell, part)

        return await self._backend.call(
            self._backend.services.image_stores.move_all(away=away, progress=told)
        )
