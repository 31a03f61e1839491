"""How jobs are put into words: states, kinds, durations, errors. Functions of a job and of what time it is."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.core.lists import MAX_COUNT
from desktop.ui.known_words import in_words
from desktop.ui.words import Look, image_name

if TYPE_CHECKING:
    from desktop.core.records import Job, JobRow


translate = QCoreApplication.translate


class ServerClock:
    """What time it is at the database, without asking it; lives on the main thread."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def set(self, now: datetime) -> None:
        """It has just said so."""
        self._ahead = now - datetime.now(UTC)

    def now(self) -> datetime:
        """By the database's clock."""
        return datetime.now(UTC) + self._ahead


def state_of(job: Job | JobRow, now: datetime) -> str:
    """The state by now: what was scheduled comes due without anybody saying so."""
    if job.state in {"scheduled", "retrying"} and job.run_after <= now:
        return "queued"
    return job.state


def job_look(state: str) -> Look:
    """How a state is shown."""
    return {
        "queued": Look("queued", translate("JobWords", "Queued"), "muted"),
        "scheduled": Look("draft", translate("JobWords", "Scheduled"), "muted"),
        "retrying": Look("turn_right", translate("JobWords", "Retrying"), "warn"),
        "running": Look("running", translate("JobWords", "Running"), "info"),
        "stalled": Look("warn", translate("JobWords", "Stalled"), "warn"),
        "completed": Look("done", translate("JobWords", "Completed"), "good"),
        "failed": Look("failed", translate("JobWords", "Failed"), "bad"),
        "cancelled": Look("cancelled", translate("JobWords", "Cancelled"), "muted"),
    }.get(state, Look("ring", state.capitalize(), "muted"))


def outcome_look(outcome: str) -> Look:
    """How an attempt's outcome is shown."""
    return {
        "completed": Look("done", translate("JobWords", "Completed"), "good"),
        "failed": Look("failed", translate("JobWords", "Failed for good"), "bad"),
        "retrying": Look("turn_right", translate("JobWords", "Failed, tried again"), "warn"),
        "cancelled": Look("cancelled", translate("JobWords", "Cancelled"), "muted"),
        "released": Look("back", translate("JobWords", "Given back"), "muted"),
        "lost": Look("warn", translate("JobWords", "Worker lost"), "warn"),
    }.get(outcome, Look("ring", outcome.capitalize(), "muted"))


def job_name(job: Job | JobRow) -> str:
    """What the job makes."""
    if job.job_type == "generate-complete-pack":
        return translate("JobWords", "Complete pack")
    if job.job_type == "generate-image" and job.image_type:
        return image_name(job.image_type)
    if job.job_type == "generate-aplus":
        return translate("JobWords", "A+ content")
    return job.job_type


def job_sentence(job: JobRow, now: datetime) -> str:
    """All of a row for whoever can't see it."""
    parts = [job_name(job), job_look(state_of(job, now)).word, progress_text(job)]
    if job.parent_id is not None:
        parts.insert(1, translate("JobWords", "part of a pack"))
    return ", ".join(
        part for part in (*parts, job.project_name or "", in_words(job.error_message or "")) if part
    )


def progress_text(job: Job | JobRow) -> str:
    """``3 of 6`` for packs, percents for what runs."""
    if job.children_total:
        return translate("JobWords", "{n} of {m}").format(n=job.children_done, m=job.children_total)
    if job.status == "processing" and job.progress is not None:
        return f"{math.floor(job.progress * 100)} %"
    return ""


def attempts_text(job: JobRow) -> str:
    """Which attempt of how many; a pack makes none of its own."""
    if job.children_total:
        return ""
    tries = job.retry_count + (1 if job.processed_at is not None else 0)
    return f"{min(max(tries, job.retry_count), job.max_retries + 1)}/{job.max_retries + 1}"


def waiting_s(job: JobRow, now: datetime) -> float | None:
    """How long it waited before its newest attempt, or has been waiting; negative: until it may start."""
    if job.status == "pending":
        return (
            -(job.run_after - now).total_seconds() if job.run_after > now else _seconds(job.created_at, now)
        )
    return _seconds(job.created_at, job.processed_at) if job.processed_at is not None else None


def running_s(job: JobRow, now: datetime) -> float | None:
    """How long its newest attempt took, or has been running."""
    if job.processed_at is None or job.status == "pending":
        return None
    if job.status == "processing":
        return _seconds(job.processed_at, now)
    return _seconds(job.processed_at, job.completed_at) if job.completed_at is not None else None


def waiting_text(job: JobRow, now: datetime) -> str:
    """``2 min``, or ``in 12 s`` for what may not start yet."""
    waited = waiting_s(job, now)
    if waited is None:
        return ""
    return (
        duration(waited) if waited >= 0 else translate("JobWords", "in {time}").format(time=duration(-waited))
    )


def running_text(job: JobRow, now: datetime) -> str:
    """``12 s``; empty for what never ran."""
    ran = running_s(job, now)
    return "" if ran is None else duration(ran)


def is_ticking(job: JobRow) -> bool:
    """Whether its times go on by themselves."""
    return job.status in {"pending", "processing"}


def duration(seconds: float) -> str:
    """A time span in at most two units."""
    if seconds < 10:
        return translate("JobWords", "{n} s").format(
            n=f"{max(0.0, seconds):.1f}" if 0.05 <= seconds < 9.95 else round(seconds)
        )
    whole = round(seconds)
    if whole < 60:
        return translate("JobWords", "{n} s").format(n=whole)
    if whole < 3600:
        return translate("JobWords", "{m} min {s:02d} s").format(m=whole // 60, s=whole % 60)
    if whole < 86400:
        return translate("JobWords", "{h} h {m:02d} min").format(h=whole // 3600, m=whole % 3600 // 60)
    return translate("JobWords", "{d} d {h} h").format(d=whole // 86400, h=whole % 86400 // 3600)


def count_text(count: int) -> str:
    """``1,284`` or ``10,000+``."""
    return f"{MAX_COUNT:,}+" if count > MAX_COUNT else f"{count:,}"


def jobs_text(count: int) -> str:
    """``1 job`` or ``1,284 jobs``."""
    return (
        translate("JobWords", "1 job")
        if count == 1
        else translate("JobWords", "{n} jobs").format(n=count_text(count))
    )


def _seconds(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds())
