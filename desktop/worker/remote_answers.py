"""What a deployed image endpoint may answer, and what each answer means here."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, Self

import httpx

from desktop.core.connection import is_local_host
from desktop.core.errors import InvalidInputError, KnownError, NotAllowedError, StudioError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES: Final = 64 * 2**20
"""A listing image is a few MB at most; base64 makes a third more of it."""
DOOR_PATH: Final = "/api/process-image"
_LONGEST_WAIT_S: Final = 3600.0
_MOST_SENTENCE: Final = 300
_MOST_NOTES: Final = 10
_IMAGE_NAMES: Final = ("image", "imageData", "data", "base64")
_URL_NAMES: Final = ("imageUrl", "image_url", "url", "publicUrl")
_WORTH_TRYING: Final = frozenset({408, 409, 421, 425, 429})
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """A picture's bytes, or where they are; and what the endpoint says about them."""

    data: bytes = field(default=b"", repr=False)
    url: str = ""
    asks: tuple[str, ...] = ()
    needs_check: tuple[str, ...] = ()
    lost_letters: str = ""

    def with_data(self, data: bytes) -> Self:
        """The same with the bytes that were fetched."""
        return replace(self, data=data, url="")


def check_endpoint(url: str) -> str:
    """The address to ask; the door's path is added where only a host is given.

    Raises:
        InvalidInputError: it isn't one, or a key would travel in the clear.
    """
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL()
    if parsed.scheme not in {"http", "https"} or not parsed.host or parsed.userinfo:
        raise InvalidInputError(
            "The address of the image endpoint must look like https://shop.example/api/process-image."
        )
    if parsed.scheme == "http" and not is_local_host(parsed.host):
        raise InvalidInputError("The image endpoint must be https: the key would travel in the clear.")
    if parsed.path in {"", "/"}:
        parsed = parsed.copy_with(path=DOOR_PATH)
    return str(parsed)


def is_same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether two addresses are one server's."""
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


def image_in(headers: Mapping[str, str], content: bytes) -> Answer:
    """The picture of a successful answer: the body itself, base64 or a data URL in JSON, or an address in JSON.

    Raises:
        StudioError: there is none.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("image/") or kind == "application/octet-stream":
        return Answer(content)
    if kind != "application/json" and not kind.endswith("+json"):
        raise StudioError(
            f'The image endpoint answered with "{_plain(kind)[:60] or "nothing"}" instead of an image.',
            code="endpoint-odd",
        )
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise StudioError("The image endpoint answered with broken JSON.", code="endpoint-odd")
    # some wrap what they have to say
    inner = told.get("result") if isinstance(told.get("result"), dict) else told
    assert isinstance(inner, dict)  # noqa: S101  # one or the other
    return _picture_of(inner)


def _picture_of(told: dict[str, Any]) -> Answer:
    notes = Answer(
        asks=_texts(told.get("asks")),
        needs_check=_texts(told.get("needsCheck")),
        lost_letters="".join(_texts([told.get("lostLetters")])),
    )
    for name in (*_IMAGE_NAMES, *_URL_NAMES):
        value = told.get(name)
        if not isinstance(value, str) or not value:
            continue
        if value.startswith("data:"):
            value = value.partition(",")[2]
        elif name in _URL_NAMES or value.startswith(("https://", "http://")):
            return replace(notes, url=value)
        try:
            return notes.with_data(base64.b64decode(value, validate=True))
        except (binascii.Error, ValueError):
            break
    raise StudioError("The image endpoint answered without an image.", code="endpoint-odd")


def refusal(status: int, headers: Mapping[str, str], content: bytes, *, hide: str) -> KnownError:
    """The error that a refusing answer stands for, in its own words where it has some; ``hide`` never stands in it."""
    said = _sentence(headers, content, hide)
    told = f": {said}" if said else "."
    if 300 <= status < 400:
        return InvalidInputError(
            "The image endpoint sends on to another address. Put the final address into the settings.",
            code="endpoint-moved",
        )
    if status in {401, 403}:
        return NotAllowedError(
            f"The image endpoint doesn't accept the key{told} Check the key in the settings.".replace(
                ".. ", ". "
            )
        )
    if status >= 500 or status in _WORTH_TRYING:
        error = StudioError(f"The image endpoint can't make it now ({status}){told}", code="endpoint-failed")
        error.retry_after_s = retry_after(headers)
        return error
    return InvalidInputError(
        f"The image endpoint refuses this image ({status}){told}", code="endpoint-refused"
    )


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """Seconds to wait as ``Retry-After`` says, as seconds or as a date (RFC 9110, 10.2.3); at most an hour.

    None when nothing understandable is said.
    """
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(float(told[:9]), _LONGEST_WAIT_S)
    try:
        when = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max(0.0, (when - (now or datetime.now(UTC))).total_seconds()), _LONGEST_WAIT_S)


def _sentence(headers: Mapping[str, str], content: bytes, hide: str) -> str:
    """What went wrong in the endpoint's words: ``message``, or ``error`` as a text or as an object with one."""
    if "json" not in headers.get("content-type", ""):
        return ""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return ""
    error = told.get("error")
    inner = error.get("message") if isinstance(error, dict) else error
    said = next((text for text in (told.get("message"), inner) if isinstance(text, str) and text.strip()), "")
    # before it is cut: half a key is a secret, too
    said = said.replace(hide, "***") if hide else said
    return _plain(said)[:_MOST_SENTENCE].strip()


def _texts(told: object) -> tuple[str, ...]:
    if not isinstance(told, list):
        return ()
    return tuple(_plain(text)[:_MOST_SENTENCE] for text in told[:_MOST_NOTES] if isinstance(text, str))


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)
