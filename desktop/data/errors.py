"""The cellar door: psycopg's errors go in, plain words come out.

Connection errors carry no SQLSTATE, so they are told apart by libpq's text; errors of a statement by SQLSTATE
(https://www.postgresql.org/docs/current/errcodes-appendix.html). Codes ``PD0xx`` are raised by our own functions
with a sentence that is fit to show.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import psycopg
import psycopg_pool

from desktop.core.errors import (
    BugError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    OfflineError,
    PackdeskError,
    SchemaError,
    StorageError,
    WrongPasswordError,
)
from desktop.data.tls import EXPIRED, NO_FILE, NO_TLS, WRONG_AUTHORITY, WRONG_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

_DISK_FULL = (
    "The disk of the database server is full. Free some space, then try again; nothing was half-stored."
)

_CONNECT_WORDS: tuple[tuple[str, str, type[PackdeskError]], ...] = (
    (
        r"enotfound|tenant or user not found|tenant/user .* not found",
        (
            "The pooler knows no such project or user. Copy the connection string from Supabase's Connect dialog again;"
            " a project that was paused must be woken there first."
        ),
        OfflineError,
    ),
    (
        r"ecircuitbreaker|too many authentication (errors|failures)",
        (
            "The pooler blocks this network for a while, because too many logins failed. Wait some minutes, then"
            " check the password before you try again."
        ),
        WrongPasswordError,
    ),
    (
        r"echeckouttimeout|unable to check ?out|query_wait_timeout",
        (
            "All connections of the pooler are in use, and none came free in time. Close Packdesk where nobody needs"
            " it, or raise the pool size in Supabase's database settings."
        ),
        OfflineError,
    ),
    (
        r"project .*paused|paused project",
        "This Supabase project is paused. Wake it in its dashboard, then try again in a few minutes.",
        OfflineError,
    ),
    (
        r"password authentication failed|no password supplied|authentication failed",
        "The server refuses this user name and password. Check both, then try again.",
        WrongPasswordError,
    ),
    (
        r"no pg_hba\.conf entry",
        "The server doesn't let this computer in. Ask the person who runs the database to allow it.",
        NotAllowedError,
    ),
    (
        r'database ".*" does not exist',
        "The server is there, but it has no database of that name. Check the name in the connection string.",
        NotAllowedError,
    ),
    (
        r'role ".*" does not exist',
        "The server doesn't know this user. Check the user name in the connection string.",
        NotAllowedError,
    ),
    (r"does not match host name", WRONG_NAME, OfflineError),
    (r"certificate has expired", EXPIRED, OfflineError),
    (r"certificate verify failed|self.signed certificate", WRONG_AUTHORITY, OfflineError),
    (r"root certificate file|certificate file", NO_FILE, InvalidInputError),
    (r"does not support SSL", NO_TLS, OfflineError),
    (r"certificate", "The server's certificate can't be verified. Check the TLS settings.", OfflineError),
    (
        r"could not translate host name|name or service not known|nodename nor servname|failed to resolve|getaddrinfo",
        "There is no server of that name, or this computer is offline. Check the host name and the network.",
        OfflineError,
    ),
    (
        r"connection refused|no such file or directory|server running locally",
        "No database answers at that address. Check host and port, and that the server is running.",
        OfflineError,
    ),
    (
        r"emaxconnsession|max clients reached|max_client_conn|no more connections allowed",
        (
            "The pooler lets no more clients in: every Packdesk holds up to three connections. Close it where nobody"
            " needs it, or raise the pool size in Supabase's database settings."
        ),
        OfflineError,
    ),
    (
        r"too many clients|remaining connection slots|max clients",
        "The server has no free connection left. Try again in a moment.",
        OfflineError,
    ),
    (
        r"invalid (port|integer|value|connection|[a-z_]+ value)|bad value for|definition of service|could not match",
        "Something in the connection string can't be used. Check port, sslmode and the other settings in it.",
        InvalidInputError,
    ),
    (r"no space left on device", _DISK_FULL, StorageError),
    (
        r"timeout|timed out",
        "The server doesn't answer. Check the network, then try again.",
        OfflineError,
    ),
)


_OUR_STATES: Final[dict[str, type[PackdeskError]]] = {
    "PD002": NotFoundError,
    "PD003": SchemaError,
    "PD004": NotAllowedError,
}

_STATEMENT_WORDS: Final[tuple[tuple[frozenset[str], type[PackdeskError], str], ...]] = (
    (frozenset({"53100"}), StorageError, _DISK_FULL),
    (
        frozenset({"42501"}),
        NotAllowedError,
        "You are not allowed to do that here. Ask an admin of your team for the right.",
    ),
    (
        frozenset({"42P01", "3F000", "42883", "42703"}),
        SchemaError,
        "This database is not set up for this version. Run `packdesk db migrate` first.",
    ),
    (frozenset({"25006"}), NotAllowedError, "This database is read-only at the moment. Try again later."),
    (
        frozenset({"57014"}),
        OfflineError,
        "The server stopped the request because it took too long. Try again.",
    ),
    (frozenset({"55P03", "40001", "40P01"}), OfflineError, "The database is busy. Try again in a moment."),
    (
        frozenset({"22001", "23502", "23514", "22021", "22P05"}),
        InvalidInputError,
        "Something in there is too long, empty or not allowed: {sentence}.",
    ),
    (frozenset({"23505"}), InvalidInputError, "It is there already. Refresh, then choose another name."),
    (frozenset({"23503"}), NotFoundError, "It does not exist any more. Refresh, then try again."),
)


def _connection_error(text: str) -> PackdeskError:
    for pattern, words, kind in _CONNECT_WORDS:
        if re.search(pattern, text, re.IGNORECASE):
            return kind(words)
    return OfflineError("The connection to the database was lost. Check the network, then try again.")


def translate(error: Exception) -> PackdeskError:
    """The error of ours that says the same as a psycopg error; never repeats a connection string."""
    if isinstance(error, psycopg_pool.PoolTimeout | psycopg_pool.PoolClosed | psycopg_pool.TooManyRequests):
        return OfflineError("The server doesn't answer. Check the network, then try again.")
    if isinstance(error, TimeoutError):
        return OfflineError("The server takes too long to answer. Check the network, then try again.")
    state = getattr(error, "sqlstate", None) or ""
    diag = getattr(error, "diag", None)
    sentence = (diag.message_primary if diag is not None else None) or ""
    if state.startswith("PD"):
        return _OUR_STATES.get(state, InvalidInputError)(sentence)
    if "No space left on device" in sentence:
        state = "53100"
    for states, kind, words in _STATEMENT_WORDS:
        if state in states:
            return kind(words.format(sentence=sentence))
    # without a state it was no statement but the connection string
    is_connecting = (
        isinstance(error, psycopg.ProgrammingError) and not state and "bad value for" in str(error)
    )
    if (
        is_connecting
        or isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        or state[:2]
        in {
            "08",
            "28",
            "53",
            "57",
        }
    ):
        return _connection_error(str(error))
    return BugError(f"{type(error).__name__} {state}: {sentence or error}")


@contextmanager
def translated() -> Iterator[None]:
    """Let psycopg's errors leave the cellar only in our words."""
    try:
        yield
    except (psycopg.Error, psycopg_pool.PoolTimeout, psycopg_pool.PoolClosed, TimeoutError) as error:
        raise translate(error) from error
