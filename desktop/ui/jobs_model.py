"""The columns of the list of jobs."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from desktop.core.lists import Sort
from desktop.ui.job_words import (
    attempts_text,
    job_look,
    job_name,
    job_sentence,
    progress_text,
    running_text,
    state_of,
    translate,
    waiting_text,
)
from desktop.ui.known_words import in_words
from desktop.ui.record_model import Column, RecordModel
from desktop.ui.words import ago, exact

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.core.records import JobRow
    from desktop.ui.job_words import ServerClock


class At(IntEnum):
    """Where each column stands in the model."""

    STATE = 0
    JOB = 1
    PROJECT = 2
    PROGRESS = 3
    ATTEMPTS = 4
    WAITING = 5
    RUNNING = 6
    WORKER = 7
    USER = 8
    CREATED = 9
    ERROR = 10


TICKING: Final = (At.WAITING, At.RUNNING, At.CREATED, At.STATE)
NEWEST_FIRST: Final = Sort("seq", descending=True)


def job_columns(clock: ServerClock) -> list[Column[JobRow]]:
    """One for each of ``At``; what ticks is told anew each time it is painted."""
    now = clock.now
    return [
        Column(
            translate("JobWords", "State"),
            lambda r: job_look(state_of(r, now())).word,
            "state",
            tooltip=lambda r: job_sentence(r, now()),
            width=124,
        ),
        Column(
            translate("JobWords", "Job"),
            job_name,
            "job_type",
            tooltip=lambda r: job_sentence(r, now()),
            width=190,
        ),
        Column(translate("JobWords", "Project"), lambda r: r.project_name or "", "project_name", width=180),
        Column(translate("JobWords", "Progress"), progress_text, "progress", width=110),
        Column(
            translate("JobWords", "Attempts"),
            attempts_text,
            "retry_count",
            tooltip=lambda r: translate("JobWords", "Attempt {text}").format(text=attempts_text(r)),
            align_right=True,
            width=92,
        ),
        Column(
            translate("JobWords", "Waiting"),
            lambda r: waiting_text(r, now()),
            "seq",
            align_right=True,
            width=112,
        ),
        Column(
            translate("JobWords", "Running"),
            lambda r: running_text(r, now()),
            "processed_at",
            align_right=True,
            width=112,
        ),
        Column(
            translate("JobWords", "Worker"),
            lambda r: (r.status != "pending" and r.worker_name) or "",
            "worker_name",
            width=110,
        ),
        Column(translate("JobWords", "Requested by"), lambda r: r.user_id or "", "user_id", width=110),
        Column(
            translate("JobWords", "Created"),
            lambda r: ago(r.created_at, now()),
            "seq",
            tooltip=lambda r: exact(r.created_at),
            width=100,
        ),
        Column(
            translate("JobWords", "Error"),
            lambda r: in_words((r.error_message or "").partition("\n")[0]),
            "error_message",
            width=320,
        ),
    ]


def jobs_model(clock: ServerClock, parent: QObject | None = None) -> RecordModel[JobRow]:
    """The list of jobs, newest first; keys are ids as text."""
    return RecordModel(
        job_columns(clock),
        sort=NEWEST_FIRST,
        key=lambda row: str(row.id),
        parent=parent,
    )
