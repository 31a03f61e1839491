"""Fetches the note about the newest release and believes it only with its makers' signature.

The note is plain JSON: ``release`` is a text (JSON itself), ``signature`` the Ed25519 signature (RFC 8032) of exactly
that text in UTF-8, in base64. Nothing about this computer is sent but the request itself.
"""

from __future__ import annotations

import base64
import binascii
import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from desktop.core.errors import InvalidInputError, OfflineError

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from typing import IO

_MOST_BYTES: Final = 64 * 1024
_TIMEOUT_S: Final = 10.0
_CERTIFICATES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where systems keep the authorities they trust; a program built on one looks in the wrong place on another."""
_UNREACHABLE: Final = (
    "The address for new versions can't be reached. Check the internet connection, or try again later."
)
_NOT_THEM: Final = (
    "The address for new versions can't prove that it is the right one: its certificate is out of date, or nobody this "
    "computer trusts vouches for it. Nothing was read. Check this computer's date and time, then try again later."
)
_NOT_OURS: Final = (
    "What came from the address for new versions is not signed by Packdesk's makers. Nothing was done; "
    "somebody may be tampering with this connection."
)


class _HttpsOnly(urllib.request.HTTPRedirectHandler):
    """Follows no redirection out of encryption."""

    def redirect_request(  # noqa: PLR0917  # as the library calls it
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _require_https(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_note(url: str, context: ssl.SSLContext | None = None) -> bytes:
    """The note as it came; blocks for up to ten seconds a try.

    Args:
        url: an https address.
        context: which authorities to trust; None for the system's.

    Raises:
        OfflineError: it can't be reached, can't prove who it is, or doesn't answer properly.
        InvalidInputError: not an https address, or far too long an answer.
    """
    _require_https(url)
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=context or trusted_context()), _HttpsOnly
    )
    try:
        with opener.open(urllib.request.Request(url), timeout=_TIMEOUT_S) as answer:  # noqa: S310  # https, see above
            content: bytes = answer.read(_MOST_BYTES + 1)
    except (OSError, urllib.error.URLError, ValueError) as error:
        is_stranger = isinstance(getattr(error, "reason", error), ssl.SSLCertVerificationError)
        raise OfflineError(_NOT_THEM if is_stranger else _UNREACHABLE) from error
    if len(content) > _MOST_BYTES:
        raise InvalidInputError(_NOT_OURS, code="not-signed")
    return content


def trusted_context() -> ssl.SSLContext:
    """The system's authorities, wherever it keeps them."""
    context = ssl.create_default_context()
    if not context.get_ca_certs():
        for path in _CERTIFICATES:
            if Path(path).is_file():
                context.load_verify_locations(path)
                break
    return context


def read_note(content: bytes, public_key: bytes) -> dict[str, Any]:
    """What the note says, once its signature holds.

    Raises:
        InvalidInputError: it isn't signed with that key.
    """
    # takes a moment to load, and most starts look for nothing
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        note = json.loads(content)
        text = str(note["release"])
        signature = base64.b64decode(str(note["signature"]), validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text.encode())
        release = json.loads(text)
    except (InvalidSignature, ValueError, KeyError, TypeError, binascii.Error) as error:
        raise InvalidInputError(_NOT_OURS, code="not-signed") from error
    if not isinstance(release, dict):
        raise InvalidInputError(_NOT_OURS, code="not-signed")
    return release


def _require_https(url: str) -> None:
    if urlsplit(url).scheme != "https":
        raise InvalidInputError(f"{url[:200]} is not an https address.", code="not-https")
