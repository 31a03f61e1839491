"""People in the cellar: logins are made, changed and removed by the database's own functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desktop.core.people import Person, Removal
from desktop.data.errors import translated
from desktop.data.queries import query

if TYPE_CHECKING:
    from desktop.core.people import Role
    from desktop.data.database import Database

_OF_THIS_COMPUTER = ("password", "passfile", "sslrootcert", "sslcert", "sslkey", "sslpassword", "service")
"""What a connection string may say that is nobody else's business, or no use elsewhere."""


class PeopleRepo:
    """Lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def invite(self, login: str, role: Role, password: str) -> bool:
        """Make a login, or give one that was invited before this role and password; whether it is new.

        What travels and may be logged is the password's SCRAM verifier.
        """
        async with self._database.connection() as connection:
            verifier = connection.pgconn.encrypt_password(
                password.encode(), login.encode(), b"scram-sha-256"
            ).decode()
            cursor = await connection.execute(
                query("people", "invite"), {"login": login, "role": role.value, "verifier": verifier}
            )
            return await cursor.fetchone() == ("invited",)

    async def remove(self, login: str) -> Removal:
        """Take all rights from a login, at once, and then the login itself.

        Raises:
            NotFoundError: there is nobody of that name.
        """
        outcome = Removal(await self._database.scalar(query("people", "close"), {"login": login}))
        if outcome is Removal.CLOSED:
            # in a second transaction: until the first one is committed, whoever is thrown out could come back
            outcome = Removal(await self._database.scalar(query("people", "end"), {"login": login}))
        return outcome

    async def may_manage(self) -> bool:
        """Whether this login may invite and remove."""
        return bool(await self._database.scalar(query("people", "may_manage")))

    async def all(self) -> list[Person]:
        """Everybody who may something here."""
        return await self._database.records(Person, query("people", "all"))


def dsn_of(dsn: str, login: str) -> str:
    """The way in for somebody else, without any password: the same database under another login.

    A hosted pooler wants the project's reference behind the login: ``postgres.abc`` becomes ``anna.abc``.
    """
    with translated():
        told = {name: str(value) for name, value in conninfo_to_dict(dsn).items() if value is not None}
    _, dot, reference = told.get("user", "").partition(".")
    is_pooler = "pooler." in told.get("host", "")
    told["user"] = login + dot + reference if is_pooler else login
    return make_conninfo("", **{k: v for k, v in told.items() if k not in _OF_THIS_COMPUTER})


def certificate_file(dsn: str) -> str | None:
    """The file a connection string wants the server's certificate checked against."""
    with translated():
        found = conninfo_to_dict(dsn).get("sslrootcert")
    return None if found in {None, "system"} else str(found)
