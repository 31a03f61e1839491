"""People of a team: inviting them, removing them, and the connection file that brings somebody in."""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.core.errors import InvalidInputError, StorageError
from desktop.data.people import certificate_file, dsn_of

if TYPE_CHECKING:
    from desktop.core.people import Person, Removal, Role
    from desktop.data.people import PeopleRepo

_PASSWORD_BYTES: Final = 18


@dataclass(frozen=True, slots=True)
class Invitation:
    """A login that was made or changed, and its password, which nobody can look up afterwards."""

    login: str
    role: Role
    password: str
    is_new: bool

    def __repr__(self) -> str:
        """Without the password: this may end up in logs."""
        return f"Invitation({self.login}, {self.role})"


class PeopleService:
    """Lives on the database's loop. Inviting and removing is for admins; the database sees to that."""

    def __init__(self, people: PeopleRepo) -> None:
        self._people = people

    async def invite(self, login: str, role: Role) -> Invitation:
        """Make a login with a password of its own; one that was invited before gets a new role and password."""
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        is_new = await self._people.invite(login, role, password)
        return Invitation(login, role, password, is_new)

    async def remove(self, login: str) -> Removal:
        """Take all rights from somebody at once; their work stays."""
        return await self._people.remove(login)

    async def may_manage(self) -> bool:
        """Whether this login may invite and remove."""
        return await self._people.may_manage()

    async def all(self) -> list[Person]:
        """Everybody who may something here."""
        return await self._people.all()


def check_login(login: str) -> None:
    """Refuse a login that could be no role, nor part of a file's name; the database checks the same.

    Raises:
        InvalidInputError: in words.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,62}", login):
        raise InvalidInputError(
            "A login begins with a small letter and goes on with small letters, digits, - and _, at most 63 in all."
        )


def write_connection_file(path: Path, dsn: str, login: str) -> None:
    """Write the file with which somebody connects: the database, their login, no password.

    ``dsn`` is how the admin gets in. A certificate the server's is checked against is taken along. Blocks.

    Raises:
        StorageError: it can't be written, or is there already.
    """
    lines = [
        "# A connection file for Packdesk: open it with Packdesk. The password is not in it.",
        f"dsn = {json.dumps(dsn_of(dsn, login))}",
    ]
    certificate = certificate_file(dsn)
    if certificate is not None:
        try:
            lines.append(f"certificate = {json.dumps(Path(certificate).read_text('ascii'))}")
        except (OSError, UnicodeDecodeError):
            raise StorageError(
                f"The certificate file {certificate} of the connection string can't be read. Correct sslrootcert."
            ) from None
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except FileExistsError:
        raise StorageError(
            f"{path} is there already. Move it away, or name another file with --file."
        ) from None
    except OSError as error:
        raise StorageError(f"{path} can't be written ({error.strerror}). Choose another place.") from error
