"""What a server shows when it is asked for encryption: the words libpq has for a bad certificate fit several causes.

The question is PostgreSQL's own SSLRequest, in front of an ordinary TLS handshake
(https://www.postgresql.org/docs/current/protocol-message-formats.html).
"""

from __future__ import annotations

import asyncio
import ssl
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from psycopg.conninfo import conninfo_to_dict

from desktop.core.connection import is_local_host
from desktop.core.errors import InvalidInputError, KnownError, OfflineError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SSL_REQUEST: Final = struct.pack("!ii", 8, 80877103)
_TIMEOUT_S: Final = 5.0
_CHECKED: Final = frozenset({"verify-ca", "verify-full"})
_HOST_MISMATCH: Final = 62
_IP_MISMATCH: Final = 64
_EXPIRED: Final = 10
_NOT_YET_VALID: Final = 9
"""X509_V_ERR_* of OpenSSL (https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/)."""

NO_TLS: Final = (
    "The server offers no encryption, and this connection asks for it. Ask your admin to switch TLS on. For a server"
    " in your own network that has none, add sslmode=disable to the connection string."
)
WRONG_NAME: Final = (
    "The server's certificate was made for another name than the one in the connection string: somebody else may be"
    " answering. Check the host name, and ask your admin if it is right."
)
WRONG_AUTHORITY: Final = (
    "The server's certificate wasn't signed by the authority of your certificate file: somebody else may be"
    " answering, or the certificate was renewed. Ask your admin for the current certificate file."
)
EXPIRED: Final = (
    "The server's certificate has expired. Check this computer's date; if that is right, whoever runs the database"
    " must renew the certificate."
)
NOT_YET_VALID: Final = "The server's certificate isn't valid yet. Check this computer's date."
NO_FILE: Final = (
    "The certificate file named in the connection string (sslrootcert) isn't there, or is no certificate. Choose the"
    " file your admin gave you."
)


async def examine(info: str) -> str:
    """How the server of a connection string answers when asked for encryption as that string wants it.

    Returns ``verified`` (its certificate was checked), ``encrypted``, or an empty text where nothing is encrypted
    because nothing was asked for, or the connection never leaves this computer.

    Raises:
        OfflineError: code ``tls``: why it isn't as it should be.
        InvalidInputError: the certificate file can't be used.
    """
    told = conninfo_to_dict(info)
    host, mode = str(told.get("host") or ""), str(told.get("sslmode") or "prefer")
    if host.startswith(("/", "@")) or mode == "disable" or (is_local_host(host) and mode not in _CHECKED):
        return ""
    context = _context(told, mode)
    async with asyncio.timeout(_TIMEOUT_S):
        reader, writer = await asyncio.open_connection(host or "localhost", int(told.get("port") or 5432))
        try:
            writer.write(_SSL_REQUEST)
            await writer.drain()
            if await reader.read(1) != b"S":
                if mode in {"allow", "prefer"}:
                    return ""
                raise OfflineError(NO_TLS, code="tls", retryable=False)
            await writer.start_tls(context, server_hostname=host, ssl_handshake_timeout=_TIMEOUT_S)
        except ssl.SSLCertVerificationError as error:
            raise OfflineError(_sentence(error), code="tls", retryable=False) from error
        finally:
            writer.close()
            with suppress(OSError, TimeoutError):
                await writer.wait_closed()
    return "verified" if mode in _CHECKED else "encrypted"


async def reason_of(info: str) -> KnownError | None:
    """Why a connection failed over its certificate; None when the server's answer now shows nothing wrong."""
    try:
        await examine(info)
    except KnownError as error:
        return error
    except (OSError, TimeoutError, ValueError):
        return None
    return None


def _context(told: Mapping[str, Any], mode: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if mode not in _CHECKED:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    context.check_hostname = mode == "verify-full"
    root = told.get("sslrootcert")
    try:
        if root == "system":
            context.load_default_certs()
        else:
            context.load_verify_locations(cafile=str(root or ""))
    except (OSError, ssl.SSLError, ValueError):
        raise InvalidInputError(NO_FILE, code="tls") from None
    return context


def _sentence(error: ssl.SSLCertVerificationError) -> str:
    return {
        _HOST_MISMATCH: WRONG_NAME,
        _IP_MISMATCH: WRONG_NAME,
        _EXPIRED: EXPIRED,
        _NOT_YET_VALID: NOT_YET_VALID,
    }.get(error.verify_code, WRONG_AUTHORITY)
