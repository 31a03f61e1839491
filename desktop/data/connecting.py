"""Getting to know a database before it is used: what a pasted connection string says, and a test step by step."""

from __future__ import annotations

import asyncio
import re
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desktop.core.connection import Problem, Reading, Step, is_local_host
from desktop.core.errors import InvalidInputError, NotAllowedError, OfflineError, PackdeskError
from desktop.data import tls
from desktop.data.database import connect, conninfo
from desktop.data.errors import translated
from desktop.data.migrate import require_current, require_current_in
from desktop.data.pooling import hears_notices
from desktop.data.queries import query

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import AsyncConnection

    from desktop.data.changes import Listener
    from desktop.data.database import Database

_TCP_TIMEOUT_S: Final = 10.0
_NOTICE_TIMEOUT_S: Final = 5.0
_DEFAULT_PORT: Final = "5432"
_WEAK_MODES: Final[dict[Problem, frozenset[str | None]]] = {
    Problem.WEAK_TLS: frozenset({None, "require", "verify-ca"}),
    Problem.NO_TLS: frozenset({"disable", "allow", "prefer"}),
}
_RESERVED: Final = re.compile(r"[#?/\[\]@%](?![0-9A-Fa-f]{2})")


def read_connection(text: str, certificate: str = "") -> Reading:
    """Take a pasted connection string apart; the password is kept apart from the rest.

    With a ``certificate`` (PEM) the server's is always checked in full, whatever the string says.
    """
    text = text.strip().strip("'\"")
    text = re.sub(r"^psql\s+", "", text).strip("'\" ")
    problems: list[Problem] = []
    if re.search(r"\[YOUR[-_ ]PASSWORD\]|\[PASSWORD\]|<password>", text, re.IGNORECASE):
        problems.append(Problem.PLACEHOLDER)
        text = re.sub(r":(\[YOUR[-_ ]PASSWORD\]|\[PASSWORD\]|<password>)@", "@", text, flags=re.IGNORECASE)
    password, text, was_raw = _take_password(text)
    if was_raw:
        problems.append(Problem.UNESCAPED)
    try:
        told = {name: str(value) for name, value in conninfo_to_dict(text).items() if value is not None}
    except psycopg.ProgrammingError:
        return Reading("", password, "", _DEFAULT_PORT, "", "", (*problems, Problem.NOT_A_STRING))
    password = told.pop("password", "") or password
    host, port = told.get("host", ""), told.get("port", _DEFAULT_PORT)
    user, database = told.get("user", ""), told.get("dbname", "")
    if not host or not user:
        problems.append(Problem.INCOMPLETE)
    if "pooler.supabase" in host or port == "6543":
        if port == "6543":
            problems.append(Problem.TRANSACTION_POOLER)
        if "pooler.supabase" in host and "." not in user:
            problems.append(Problem.POOLER_USER)
    if certificate:
        told["sslmode"] = "verify-full"
        told.pop("sslrootcert", None)  # a file of another computer, or of another time
    elif not is_local_host(host):
        problems += [problem for problem, modes in _WEAK_MODES.items() if told.get("sslmode") in modes]
    told.pop("application_name", None)
    return Reading(
        make_conninfo("", **told), password, host, port, user, database, tuple(problems), certificate
    )


def with_password(dsn: str, password: str) -> str:
    """The connection string with its password, for the moment of connecting."""
    return make_conninfo(dsn, password=password) if password else dsn


def with_default_password(dsn: str, password: str) -> str:
    """The connection string with a password that came another way, unless it has one; left alone if it is none."""
    with suppress(psycopg.ProgrammingError):
        if password and not conninfo_to_dict(dsn).get("password"):
            return make_conninfo(dsn, password=password)
    return dsn


def with_verified_tls(dsn: str, root_certificate: str) -> str:
    """The connection string with the server's certificate checked against this file."""
    return make_conninfo(dsn, sslmode="verify-full", sslrootcert=root_certificate)


def certificate_problem(pem: str) -> str:
    """Why a text can't serve as the certificate of an authority, in words; empty if it can."""
    if "PRIVATE KEY" in pem:
        return "This holds a private key, which must stay with the server. Ask your admin for the certificate alone."
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        return "This is no certificate file. It begins with -----BEGIN CERTIFICATE-----."
    return ""


def _take_password(text: str) -> tuple[str, str, bool]:
    """The password of a URL, the URL without it, and whether it wasn't escaped as it should have been."""
    found = re.match(r"^(postgres(?:ql)?://)([^:/@\s]*):(.*)@([^@]*)$", text, re.DOTALL)
    if found is None:
        return "", text, False
    scheme, user, password, rest = found.groups()
    is_raw = bool(_RESERVED.search(password))
    if not is_raw:
        # libpq's own reading of what is escaped; what it can't read was never escaped
        try:
            password = str(conninfo_to_dict(f"postgresql://u:{password}@h")["password"])
        except (psycopg.ProgrammingError, KeyError):
            is_raw = True
    return password, f"{scheme}{user}@{rest}", is_raw


async def try_connection(dsn: str, on_step: Callable[[Step, str], None]) -> None:
    """Go through everything Packdesk needs of a database; ``on_step`` hears of each step that is done.

    Raises:
        KnownError: why the step after the last one told failed.
    """
    reading = read_connection(dsn)
    on_step(Step.ADDRESS, await _reach(reading.host, reading.port))
    on_step(Step.TLS, await _encryption(conninfo(dsn)))
    connection = await connect(dsn, application_name="packdesk test")
    try:
        on_step(Step.LOGIN, "")
        await asyncio.to_thread(require_current, dsn)
        on_step(Step.SCHEMA, "")
        on_step(Step.RIGHTS, await _role(connection))
        # one connection fewer while notices are tried: a pooler may count them
        await connection.close()
        on_step(Step.NOTICES, "live" if await _hears_notices(dsn) else "polling")
    finally:
        with suppress(psycopg.Error, PackdeskError):
            await connection.close()


async def _encryption(info: str) -> str:
    try:
        return await tls.examine(info)
    except (OSError, TimeoutError) as error:
        raise OfflineError("The server broke off while encryption was agreed on. Try again.") from error


async def _role(connection: AsyncConnection[tuple[Any, ...]]) -> str:
    """What the login may do here, as a role's name.

    Raises:
        NotAllowedError: nothing.
    """
    with translated():
        row = await (await connection.execute(query("people", "own_role"))).fetchone()
    return _role_or_refusal(None if row is None else row[0])


def _role_or_refusal(role: object) -> str:
    if role is None:
        raise NotAllowedError(
            "The login works, but it may do nothing in Packdesk. Ask an admin of your team for an invitation."
        )
    return str(role)


async def _reach(host: str, port: str) -> str:
    if host.startswith("/"):
        return ""
    try:
        async with asyncio.timeout(_TCP_TIMEOUT_S):
            _, writer = await asyncio.open_connection(host or "localhost", int(port))
    except ValueError:
        raise InvalidInputError("The port in the connection string is not a number. Check it.") from None
    except TimeoutError:
        raise OfflineError(
            "Nothing answers at that address. Check the network; a direct connection to a hosted database may need "
            "IPv6, its session pooler (port 5432) doesn't."
        ) from None
    except ConnectionRefusedError:
        raise OfflineError("The computer is there, but no database answers at that port.") from None
    except OSError as error:
        raise OfflineError(
            "There is no server of that name, or this computer is offline. Check the host name and the network."
        ) from error
    peer = writer.get_extra_info("peername")
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return str(peer[0]) if peer else ""


async def check_open(
    dsn: str, database: Database, listener: Listener, on_step: Callable[[Step, str], None]
) -> None:
    """The same for the database that is open, over the connections that are: three are all one program may hold.

    Raises:
        KnownError: why the step after the last one told failed.
    """
    reading = read_connection(dsn)
    on_step(Step.ADDRESS, await _reach(reading.host, reading.port))
    on_step(Step.TLS, await _encryption(conninfo(dsn)))
    await database.scalar(b"select 1")
    on_step(Step.LOGIN, "")
    await require_current_in(database)
    on_step(Step.SCHEMA, "")
    on_step(Step.RIGHTS, _role_or_refusal(await database.scalar(query("people", "own_role"))))
    # what the listener is asked to do here, it hears of by a notice: an answer is the round trip
    async with asyncio.timeout(_NOTICE_TIMEOUT_S):
        await listener.errand(b"select 1")
    on_step(Step.NOTICES, "live" if listener.is_live else "polling")


async def _hears_notices(dsn: str) -> bool:
    """Whether a notice sent over one connection arrives on another: a transaction pooler swallows it."""
    ear, mouth = await connect(dsn, application_name="packdesk test"), None
    try:
        mouth = await connect(dsn, application_name="packdesk test")

        async def beside(statement: bytes, params: Any = None, /) -> Any:
            row = await (await mouth.execute(statement, params)).fetchone()
            return None if row is None else row[0]

        async with asyncio.timeout(2 * _NOTICE_TIMEOUT_S):
            return await hears_notices(ear, beside)
    except (psycopg.Error, TimeoutError) as error:
        raise OfflineError("The connection broke while notices were tried. Try again.") from error
    finally:
        for connection in (ear, mouth):
            if connection is not None:
                await connection.close()
