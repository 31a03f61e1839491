"""What `packdesk doctor` checks in a database, and what to do about what it finds."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from desktop.core.connection import Problem
from desktop.core.errors import KnownError, NotAllowedError
from desktop.data.connecting import read_connection
from desktop.data.health import HealthRepo, Scheduled
from desktop.data.migrate import schema_status

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from desktop.workspace import Workspace

_CLOCK_S: Final = 30.0
"""A clock further off than this confuses certificates and sessions long before it confuses the queue."""

_WAITS_TOO_LONG_S: Final = 600.0


def database_checks(
    workspace: Workspace, *, is_private: bool
) -> Iterator[tuple[str, Callable[[], Awaitable[str]]]]:
    """Every check with its name; each returns what it found, or raises KnownError with what to do."""
    health = HealthRepo(workspace.database)
    yield "tables", lambda: _tables(workspace)
    yield "login", lambda: _login(health)
    yield "rights", lambda: _rights(health)
    if not is_private:
        yield "address", lambda: check_address(workspace.dsn)
    yield "workers", lambda: _workers(health)
    yield "jobs", lambda: _jobs(health)
    yield "scheduler", lambda: _scheduler(health)
    yield "storage", lambda: _storage(workspace, health)
    yield "clock", lambda: _clock(health)


async def _tables(workspace: Workspace) -> str:
    status = await asyncio.to_thread(schema_status, workspace.dsn)
    if not status.is_current:
        raise KnownError("The tables are not up to date. Run `packdesk db migrate`.")
    found = await HealthRepo(workspace.database).unprotected()
    if found:
        raise KnownError(
            f"Row level security or a trigger of the queue was taken away: {_some(found)}. Run the migrations again:"
            " paste them into an SQL editor in their order; they change nothing else."
        )
    return f"version {status.version}, PostgreSQL {status.server}"


async def _login(health: HealthRepo) -> str:
    role = await health.own_role()
    if role is None:
        raise NotAllowedError(
            "This login may do nothing in Packdesk. Ask an admin of your team for an invitation."
        )
    double = await health.many_roles()
    if double:
        raise KnownError(
            f"More than one role: {_some(double)}. Give everybody exactly one with `packdesk db invite NAME --role"
            " ROLE`, or take one away with `revoke`."
        )
    return f"{(await health.moment()).login}, {role}"


async def _rights(health: HealthRepo) -> str:
    missing, strangers = await health.missing_rights(), await health.strangers()
    if missing:
        raise KnownError(
            f"Rights are missing ({_some(missing)}). Run sql/migrations/0007_roles_and_rights.sql and those after it"
            " again, as the login that set the database up."
        )
    if strangers:
        raise KnownError(
            f"The browser's roles may use what is none of theirs: {_some(strangers)}. Revoke it, and look for 'alter"
            " default privileges' that grants to anon or authenticated."
        )
    return "as they should be; anon and authenticated may nothing"


async def check_address(dsn: str) -> str:
    """What is odd about a connection string.

    Raises:
        KnownError: it can't work as it should; what to do.
    """
    problems = read_connection(dsn).problems
    if Problem.TRANSACTION_POOLER in problems:
        raise KnownError(
            "Port 6543 is the transaction pooler, which swallows change notices. Use the same string with port 5432,"
            " the session pooler."
        )
    if Problem.POOLER_USER in problems:
        raise KnownError(
            "At the pooler a user name ends in a dot and the project's reference, like postgres.abcd."
        )
    if Problem.NO_TLS in problems or (Problem.WEAK_TLS in problems and "sslrootcert" not in dsn):
        raise KnownError(
            "Nothing proves that it is your server at the other end. Add the server's certificate: sslmode=verify-full"
            " and sslrootcert, or a profile with it."
        )
    return "a session connection"


async def _workers(health: HealthRepo) -> str:
    moment = await health.moment()
    if moment.is_paused:
        raise KnownError(
            f"The queue is paused by {moment.paused_by or 'somebody'}. Let it go on on the Workers page."
        )
    if moment.workers_alive == 0 and moment.due > 0:
        raise KnownError(
            f"{moment.due} jobs wait, and nobody processes. Switch processing on in a window, or run `packdesk worker`."
        )
    if moment.workers_alive and moment.workers_paused == moment.workers_alive:
        raise KnownError("Every worker is paused. Let one go on on the Workers page.")
    return f"{moment.workers_alive} at work" if moment.workers_alive else "none at work, and nothing waits"


async def _jobs(health: HealthRepo) -> str:
    moment = await health.moment()
    if moment.stalled:
        raise KnownError(
            f"{moment.stalled} jobs are held by workers that are gone. A running worker takes them back within seconds;"
            " without one run sql/setup/pg_cron.sql, or `select packdesk.rescue_jobs()`."
        )
    if moment.oldest_due_s is not None and moment.oldest_due_s > _WAITS_TOO_LONG_S and moment.workers_alive:
        raise KnownError(
            f"{moment.due} jobs are due, the oldest for {moment.oldest_due_s / 60:.0f} minutes. Let more computers"
            " process, or see on the Jobs page what they are at."
        )
    return f"{moment.due} due, none stuck"


async def _scheduler(health: HealthRepo) -> str:
    try:
        rows = [row for row in await health.scheduled() if row.is_ours]
    except NotAllowedError:
        return "for admins to see"
    if not rows:
        return "no job of pg_cron; that is optional (sql/setup/pg_cron.sql)"
    for row in rows:
        problem = schedule_problem(row)
        if problem:
            raise KnownError(problem)
    return f"{len(rows)} jobs of pg_cron, as they should be"


def schedule_problem(row: Scheduled) -> str:
    """What is wrong with a scheduled job, and what to do; empty if nothing is."""
    fields = row.schedule.split()
    if len(fields) > 5:  # minute, hour, day, month, weekday
        return (
            f'"{row.name}" has six fields, "{row.schedule}": pg_cron has no seconds there, ignores the sixth and reads'
            f' "{" ".join(fields[:5])}", so that {_every(fields)}. Write "10 seconds" (pg_cron 1.5 and newer), or'
            ' "* * * * *" for every minute.'
        )
    if row.holds_key:
        return (
            f'The command of "{row.name}" seems to hold a key, and others can read it. Put the key into Vault, make'
            " a new one, and schedule packdesk.wake_processor() instead (sql/setup/pg_cron.sql)."
        )
    if not row.active:
        return f'"{row.name}" is switched off. Switch it on, or unschedule it.'
    if row.last_status == "failed":
        reason = row.last_message or "no reason given"
        return f'"{row.name}" failed: {reason}. Correct it; cron.job_run_details has more.'
    return ""


def _every(fields: list[str]) -> str:
    found = re.fullmatch(r"\*/(\d+)", fields[0])
    return f"it runs every {found[1]} minutes" if found else "it runs at other times than it seems"


async def _storage(workspace: Workspace, health: HealthRepo) -> str:
    moment = await health.moment()
    if moment.empty_blobs:
        raise KnownError(
            f"{moment.empty_blobs} stored images have lost their bytes. Restore the table packdesk.blob_chunks from a"
            " backup, or add those photos again."
        )
    if moment.newest_blob is None:
        return "nothing stored yet"
    data = await workspace.store.get(moment.newest_blob)
    return f"the newest image is whole, {len(data) / 1000:,.0f} kB"


async def _clock(health: HealthRepo) -> str:
    ahead_s, within_s = await health.clock()
    if abs(ahead_s) - within_s > _CLOCK_S:
        where = "ahead of" if ahead_s > 0 else "behind"
        raise KnownError(
            f"This computer's clock is {abs(ahead_s):.0f} s {where} the server's. Let the system set it by itself;"
            " until then certificates and times shown may be wrong. The queue goes by the server's."
        )
    return f"within {max(abs(ahead_s), within_s):.1f} s of the server's"


def _some(found: list[str]) -> str:
    more = len(found) - 5
    return ", ".join(found[:5]) + (f" and {more} more" if more > 0 else "")
