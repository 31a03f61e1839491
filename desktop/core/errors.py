"""The errors a person may meet, each with words that say what happened and what to do next.

``PackdeskError``
    ``KnownError``            expected trouble: a calm banner, one sentence on the command line
        ``InvalidInputError`` something typed or given can't be used
            ``PhotoRefusedError``  a file can't serve as a product photo
        ``NotFoundError``     the thing asked for doesn't exist (any more)
        ``OfflineError``      the server can't be reached
        ``NotAllowedError``   the server says this person may not
            ``WrongPasswordError`` it doesn't let this login in: never tried again by itself
        ``SchemaError``       the database is too old, too new or not ours
        ``StorageError``      disk full, folder not writable, image bytes damaged
        ``ServerError``       the embedded server can't start
        ``LeaseLostError``    the job belongs to another worker by now
        ``StudioError``       the image engine stopped or took too long; trying again may help
        ``JobFailedError``    a job one waited for ended failed
    ``BugError``              a defect of ours: details are logged and can be copied
"""

from __future__ import annotations

from typing import ClassVar


class PackdeskError(Exception):
    """Root of all errors raised on purpose; ``str()`` of it is fit for a person to read."""

    exit_code: ClassVar[int] = 1


class KnownError(PackdeskError):
    """Expected trouble. The message is one or two plain sentences; it never holds a secret.

    Args:
        message: what happened and what to do next, in plain words.
        code: a short stable word for programs, e.g. ``not-an-image``.
        retryable: whether doing the same again later may succeed without changing anything.
    """

    exit_code: ClassVar[int] = 1
    default_code: ClassVar[str] = "error"
    default_retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, code: str | None = None, retryable: bool | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code if code is not None else self.default_code
        self.retryable = self.default_retryable if retryable is None else retryable
        # when whoever refused wants to be asked again; None: nothing was said
        self.retry_after_s: float | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Keep code and retryable when an error crosses from the image engine's process."""
        return (_rebuild, (type(self), self.message, self.code, self.retryable))


def _rebuild(kind: type[KnownError], message: str, code: str, retryable: bool) -> KnownError:
    return kind(message, code=code, retryable=retryable)


class InvalidInputError(KnownError):
    """Something typed or given can't be used."""

    exit_code = 3
    default_code = "invalid-input"


class PhotoRefusedError(InvalidInputError):
    """A file can't serve as a product photo; the code says why (see ``desktop.imaging.opening``)."""

    default_code = "not-an-image"


class NotFoundError(KnownError):
    """The thing asked for doesn't exist, or no longer."""

    exit_code = 3
    default_code = "not-found"


class OfflineError(KnownError):
    """The server can't be reached."""

    exit_code = 4
    default_code = "offline"
    default_retryable = True


class ServerError(KnownError):
    """The embedded server can't be started or used on this computer."""

    exit_code = 4
    default_code = "server"


class NotAllowedError(KnownError):
    """The server refuses this to the person who is signed in."""

    exit_code = 5
    default_code = "not-allowed"


class WrongPasswordError(NotAllowedError):
    """The server doesn't let this login in. Asking again and again would lock the whole office out."""

    default_code = "wrong-password"


class JobFailedError(KnownError):
    """A job that was waited for ended failed or cancelled."""

    exit_code = 6
    default_code = "job-failed"


class StorageError(KnownError):
    """A file or image can't be written or read: disk full, folder not writable, bytes damaged."""

    exit_code = 7
    default_code = "storage"


class SchemaError(KnownError):
    """The database's tables are too old, too new, or not Packdesk's."""

    exit_code = 8
    default_code = "schema"


class LeaseLostError(KnownError):
    """The job was given to somebody else, cancelled or finished meanwhile; the result is dropped."""

    default_code = "lease-lost"


class StudioError(KnownError):
    """The image engine stopped, ran out of memory or took too long."""

    default_code = "studio"
    default_retryable = True


class BugError(PackdeskError):
    """A defect of ours; the message helps whoever reads the log."""
