"""The exit codes, which scripts rely on: they never change their meaning."""

from __future__ import annotations

from typing import Final

from desktop.core.errors import KnownError

EXIT_CODES: Final = {
    0: "done",
    1: "a defect, a failed check, or nobody reads the output any more",
    2: "wrong usage",
    3: "something given can't be used or doesn't exist",
    4: "the database can't be reached or started",
    5: "not allowed",
    6: "an image could not be made, or was cancelled",
    7: "a file or folder can't be written, or a disk is full",
    8: "the database's tables don't fit this version",
    130: "interrupted (a stopped worker or watch ends with 0)",
}


STOP_S: Final = 5.0
"""Whoever interrupts us isn't kept waiting longer for a last word of the server."""


class StoppedError(KnownError):
    """Interrupted by Ctrl-C or the system, after cleaning up; says what became of the work."""

    exit_code = 130
    default_code = "interrupted"
