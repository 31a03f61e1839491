"""What Supabase Storage and Auth answer, and what it means here.

Storage often says 400 in the status line and the real status in the body, as ``{"statusCode": "403", "error": ...,
"message": ...}`` with a ``code`` where the server is newer; resumable uploads answer with the true status and a bare
text (https://supabase.com/docs/guides/storage/debugging/error-codes).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.core.errors import KnownError, NotAllowedError, NotFoundError, OfflineError, StorageError

if TYPE_CHECKING:
    from desktop.core.elsewhere import StorageAccount

MOST_ANSWER_BYTES: Final = 64 * 1024
_EXPIRED: Final = ("jwt expired", '"exp" claim', "invalidjwt", "invalid jwt", "invalid compact jws")
_PASSING: Final = frozenset({408, 423, 425, 429, 460, 544})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusing answer: the status that is meant, a code word and a sentence."""

    status: int
    code: str
    message: str

    @property
    def is_expired(self) -> bool:
        """Whether signing in anew may help."""
        text = f"{self.code} {self.message}".lower()
        return self.status == 401 or any(word in text for word in _EXPIRED)

    @property
    def is_about_bucket(self) -> bool:
        """Whether the bucket itself is what isn't there."""
        return "nosuchbucket" in self.code.lower() or "bucket not found" in self.message.lower()

    @property
    def is_passing(self) -> bool:
        """Whether the same may work in a moment."""
        return self.status >= 500 or self.status in _PASSING


def read_refusal(status: int, content: bytes) -> Refusal:
    """Take a refusing answer apart, whichever form it has."""
    text = content[:MOST_ANSWER_BYTES].decode("utf-8", "replace")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return Refusal(status, "", text.strip()[:300])
    if not isinstance(told, dict):
        return Refusal(status, "", "")
    meant = str(told.get("statusCode") or told.get("httpStatusCode") or "")
    code = str(told.get("code") or told.get("error_code") or told.get("error") or "")
    message = told.get("message") or told.get("msg") or told.get("error_description") or ""
    return Refusal(int(meant) if meant.isdigit() and len(meant) == 3 else status, code, str(message)[:300])


def refused(refusal: Refusal, account: StorageAccount, *, mime: str = "", size_bytes: int = 0) -> KnownError:
    """The error a refusal stands for, with what to do next."""
    if refusal.is_expired:
        return NotAllowedError(
            f"Supabase Storage doesn't accept the sign-in of {account.email} any more. Sign in again in the settings.",
            code="storage-sign-in",
        )
    if refusal.is_passing:
        return OfflineError(
            f"Supabase Storage can't do it at the moment ({refusal.status}). Try again later.",
            code="storage-offline",
        )
    if refusal.status == 403:
        return NotAllowedError(
            f'The rules of the bucket "{account.bucket}" refuse this to {account.email}. Ask whoever manages the '
            "Supabase project.",
            code="storage-refused",
        )
    if refusal.status == 404 and not refusal.is_about_bucket:
        return NotFoundError("This image is not in Supabase Storage any more.")
    code, sentence = _about_the_bucket(refusal, account, mime or "this", size_bytes)
    return StorageError(sentence, code=code)


def _about_the_bucket(
    refusal: Refusal, account: StorageAccount, mime: str, size_bytes: int
) -> tuple[str, str]:
    if refusal.is_about_bucket:
        sentence = (
            f'There is no bucket "{account.bucket}" at {account.url}, or {account.email} may not see it. An admin '
            "makes it with sql/setup/supabase_storage.sql."
        )
        return "no-bucket", sentence
    if refusal.status == 413:
        sentence = (
            f"The bucket takes no file of {size_bytes / 2**20:.1f} MB. Raise its size limit in the Supabase "
            "dashboard, or add a smaller photo."
        )
        return "bucket-limit", sentence
    if refusal.status == 415 or "mime" in refusal.code.lower():
        sentence = (
            f"The bucket takes no files of type {mime}. Allow the type in the Supabase dashboard, or add the photo in "
            "another format."
        )
        return "bucket-type", sentence
    return "storage", f"Supabase Storage refuses this ({refusal.status} {refusal.code[:40]})."
