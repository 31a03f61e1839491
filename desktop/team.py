"""What the page of the team asks of the front door. Lives on the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.host import off_loop
from desktop.services.people import check_login, write_connection_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.people import Person, Removal, Role
    from desktop.engine import EngineBackend
    from desktop.services.people import Invitation


class TeamHost:
    """Implements ``PeopleHost``."""

    def __init__(self, backend: EngineBackend, is_private: Callable[[], bool]) -> None:
        self._backend = backend
        self._is_private = is_private

    async def people(self) -> tuple[list[Person], bool]:
        """Everybody, and whether this login may invite and remove."""
        if self._is_private():
            return [], False
        people = self._backend.services.people
        return await self._backend.call(people.all()), await self._backend.call(people.may_manage())

    async def invite(self, login: str, role: Role, path: Path) -> Invitation:
        """Make a login and write its connection file."""
        check_login(login)
        # first of all: a login whose file can't be written would be half an invitation
        await off_loop(_forget, path)  # the user has been asked whether to replace it
        await off_loop(write_connection_file, path, self._backend.dsn, login)
        try:
            return await self._backend.call(self._backend.services.people.invite(login, role))
        except BaseException:
            await off_loop(_forget, path)
            raise

    async def remove(self, login: str) -> Removal:
        """Take all rights from somebody at once."""
        return await self._backend.call(self._backend.services.people.remove(login))


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)
