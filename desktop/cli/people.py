"""``packdesk db invite|remove|list``: who may what in a team's database."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.table import Table

from desktop.cli.running import GivenPath, chosen_dsn, command, json_option, server_options
from desktop.cli.speaking import answer, say
from desktop.core.errors import InvalidInputError
from desktop.core.people import Removal, Role
from desktop.data.database import Database
from desktop.data.migrate import require_current
from desktop.data.people import PeopleRepo
from desktop.services.people import PeopleService, check_login, write_connection_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_OUTCOMES: Final = {
    Removal.REMOVED: "{login} is removed; what they made stays.",
    Removal.CLOSED: "{login} may nothing here any more and can't sign in. The login itself stays, because something "
    "belongs to it, here or in another database of the server.",
    Removal.KEPT: "{login} may nothing here any more. The login itself was not made by an invitation and stays.",
}


@click.command()
@click.argument("login")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option(
    "--file",
    "path",
    type=GivenPath(dir_okay=False),
    help="Where the connection file goes; without it LOGIN.packdesk in this folder.",
)
@server_options
@json_option
@command
async def invite(
    login: str, role: str, path: Path | None, *, profile: str | None, dsn: str | None, as_json: bool
) -> None:
    """Make a login for somebody, and the file with which they connect.

    The password is made here and shown once: tell it to them by another way than the file. Invited again, somebody
    gets another role and a new password.

    Roles: a viewer looks; staff create, upload, enqueue, cancel, retry, and may lend their computer; a worker
    processes jobs; an admin does all of that, pauses the queue, tidies up and manages people.
    """
    target = _team(profile, dsn)
    check_login(login)
    path = (path or Path(f"{login}.packdesk")).absolute()
    async with _people(target) as people:
        # first of all: a login whose file can't be written would be half an invitation
        await asyncio.to_thread(write_connection_file, path, target, login)
        try:
            invitation = await people.invite(login, Role(role))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    if as_json:
        told = {"login": login, "role": role, "is_new": invitation.is_new}
        answer({**told, "password": invitation.password, "file": str(path)})
        return
    for name, value in (("Login", login), ("Role", role), ("Password", invitation.password), ("File", path)):
        click.echo(f"{name:<10}{value}")
    say("The password is shown this once. Send the file, and tell the password by another way.")


@click.command()
@click.argument("login")
@server_options
@json_option
@command
async def remove(login: str, *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Take somebody's rights at once, end their connections and drop their login; their work stays."""
    async with _people(_team(profile, dsn)) as people:
        outcome = await people.remove(login)
    if as_json:
        answer({"login": login, "outcome": outcome.value})
    else:
        say(_OUTCOMES[outcome].format(login=login))


@click.command("list")
@server_options
@json_option
@command
async def list_people(*, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """List everybody who may something here, and what."""
    async with _people(_team(profile, dsn)) as people:
        found = await people.all()
    if as_json:
        answer([asdict(person) for person in found])
        return
    if not found:
        say("Nobody yet. Invite somebody with `packdesk db invite`.")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("Login", "Role", "Connections", "Invited by", "Since"):
        table.add_column(title)
    for person in found:
        since = "" if person.invited_at is None else f"{person.invited_at:%Y-%m-%d}"
        role = person.role or "removed"
        table.add_row(person.login, role, str(person.connections), person.invited_by or "by hand", since)
    Console().print(table)


def _team(profile: str | None, dsn: str | None) -> str:
    target = chosen_dsn(profile, dsn)
    if target is None:
        raise InvalidInputError(
            "The private database on this computer is yours alone. Name a team's database with --profile, --dsn or "
            "PACKDESK_DSN."
        )
    return target


@asynccontextmanager
async def _people(dsn: str) -> AsyncIterator[PeopleService]:
    async with Database(dsn, max_size=1) as database:
        await asyncio.to_thread(require_current, dsn)
        yield PeopleService(PeopleRepo(database))
