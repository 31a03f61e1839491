"""``packdesk db``: the tables of a database."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import click

from desktop.cli.copying import copy_to_team
from desktop.cli.people import invite, list_people, remove
from desktop.cli.running import chosen_dsn, command, json_option, server_options
from desktop.cli.speaking import answer, say
from desktop.data.embedded import EmbeddedServer
from desktop.data.migrate import migrate as run_migrations
from desktop.data.migrate import schema_status
from desktop.data.setup import run_setup, setup_names
from desktop.workspace import home_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@click.group()
def db() -> None:
    """Set up a database, bring it up to date, see where it stands, and say who may what in it."""


for _command in (invite, remove, list_people, copy_to_team):
    db.add_command(_command)


@db.command()
@server_options
@json_option
@command
async def migrate(*, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Create Packdesk's tables or bring them up to date; safe to run again."""
    async with _database(chosen_dsn(profile, dsn)) as target:
        applied = await asyncio.to_thread(run_migrations, target)
        status = await asyncio.to_thread(schema_status, target)
    if as_json:
        answer({"applied": applied, "version": status.version})
        return
    for name in applied:
        click.echo(name)
    say(f"The database is at version {status.version}" + (", nothing to do." if not applied else "."))


@db.command()
@server_options
@json_option
@command
async def status(*, profile: str | None, dsn: str | None, as_json: bool) -> int:
    """Say whether this program and the database fit together.

    Exit code 8 if they don't.
    """
    async with _database(chosen_dsn(profile, dsn)) as target:
        found = await asyncio.to_thread(schema_status, target)
    if as_json:
        answer(
            {
                "version": found.version,
                "latest": found.latest,
                "pending": found.pending,
                "server": found.server,
                "current": found.is_current,
            }
        )
    else:
        click.echo(f"Version {found.version} of {found.latest}, PostgreSQL {found.server}")
        for name in found.pending:
            click.echo(f"missing: {name}")
        if found.pending:
            say("Bring it up to date with `packdesk db migrate`.")
    return 0 if found.is_current else 8


@db.command()
@click.argument("name", type=click.Choice(setup_names()))
@server_options
@json_option
@command
async def setup(name: str, *, profile: str | None, dsn: str | None, as_json: bool) -> None:
    """Add what is optional, as the login that set the database up; safe to run again.

    pg-cron: housekeeping inside the database, on a schedule. web-app: work on the tables of an existing web app.
    The files are sql/setup/*.sql; what each does and the way back stand at its top.
    """
    async with _database(chosen_dsn(profile, dsn)) as target:
        await asyncio.to_thread(run_setup, target, name)
    if as_json:
        answer({"setup": name})
    else:
        say(f"{name} is set up. Have a look with `packdesk doctor`.")


@asynccontextmanager
async def _database(dsn: str | None) -> AsyncIterator[str]:
    """The database meant; the private server runs while it is used."""
    if dsn is not None:
        yield dsn
        return
    server = EmbeddedServer(home_folder())
    try:
        yield await asyncio.to_thread(server.start)
    finally:
        await asyncio.to_thread(server.stop)
