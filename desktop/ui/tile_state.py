"""What a tile says about its listing image, told from the project's state; no widget, so that it is easy to test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from desktop.core.pack import ImageType
from desktop.ui.known_words import in_words
from desktop.ui.words import asks_sentence, lost_letters_sentence, style_name

if TYPE_CHECKING:
    from desktop.core.project_detail import ProjectDetail, TileJob
    from desktop.core.records import GeneratedImage


# a name that the translators' tools look for
translate = QCoreApplication.translate


NO_PRODUCT: Final = "No product could be found"
"""How the engine's sentence begins."""


class Kind(StrEnum):
    """The six states of a tile."""

    EMPTY = "empty"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence below the image, with its sign and tone."""

    mark: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class TileState:
    """What is shown; ``progress`` is a percentage, None while nothing is known of it."""

    image_type: str
    kind: Kind
    mark: str
    tone: str
    text: str
    image: GeneratedImage | None = None
    job: TileJob | None = None
    versions: int = 0
    progress: int | None = None
    notes: tuple[Note, ...] = ()
    can_correct: bool = False
    asks: tuple[str, ...] = ()


def tile_state(detail: ProjectDetail, image_type: str) -> TileState:
    """The state of one listing image."""
    job = detail.job_of(image_type)
    versions = detail.versions_of(image_type)
    image = detail.chosen_of(image_type) or (versions[0] if versions else None)
    if job is not None and job.is_active:
        return _active(detail, job, image, len(versions))
    if job is not None and job.state == "failed":
        kind, mark, tone, text = Kind.FAILED, "failed", "bad", plain_reason(job.error_message)
    elif job is not None and job.state == "cancelled" and image is None:
        kind, mark, tone, text = Kind.CANCELLED, "cancelled", "muted", translate("Tile", "Cancelled")
    elif image is not None:
        kind, mark, tone = Kind.DONE, "done", "good"
        text = translate("Tile", "Ready \u00b7 {style}").format(style=style_name(image.style))
    else:
        kind, mark, tone, text = Kind.EMPTY, "draft", "muted", translate("Tile", "Not made yet")
    notes = () if image is None or kind is Kind.FAILED else _notes(image)
    if image_type == ImageType.LIFESTYLE and detail.project.scene is not None and kind is not Kind.FAILED:
        scene = translate("Tile", "Scene of your own: {name}").format(name=detail.project.scene.name)
        notes = (*notes, Note("picture", "muted", scene))
    if job is not None and job.state == "cancelled" and image is not None:
        notes = (Note("cancelled", "muted", translate("Tile", "The last run was cancelled.")), *notes)
    done = image if kind is Kind.DONE else None
    is_unsure = bool(done.needs_check) if done is not None else kind is Kind.FAILED and _sees_nothing(job)
    return TileState(
        image_type,
        kind,
        mark,
        tone,
        text,
        image,
        job,
        len(versions),
        notes=notes,
        can_correct=is_unsure and bool(detail.photos),
        asks=() if done is None else tuple(done.asks),
    )


def _sees_nothing(job: TileJob | None) -> bool:
    """Whether it failed because no product was found: then a person can say where it is."""
    return job is not None and (job.error_message or "").startswith(NO_PRODUCT)


def plain_reason(message: str | None) -> str:
    """The first line of an error: what follows is for the job's details."""
    lines = (message or "").strip().splitlines()
    return in_words(lines[0]) if lines else translate("Tile", "It failed without a reason.")


def _active(detail: ProjectDetail, job: TileJob, image: GeneratedImage | None, versions: int) -> TileState:
    kind, mark, progress = Kind.QUEUED, "queued", None
    notes: tuple[Note, ...] = ()
    if job.state == "running":
        kind, mark = Kind.RUNNING, "running"
        progress = None if job.progress is None else round(job.progress * 100)
        text = translate("Tile", "Making it\u2026")
        if progress is not None:
            text = translate("Tile", "Making it\u2026 {percent} %").format(percent=progress)
    elif job.state == "stalled":
        text = translate("Tile", "Interrupted. Another computer takes over soon.")
    elif job.state == "retrying":
        text = translate("Tile", "Trying again soon ({n} of {most})").format(
            n=job.retry_count, most=job.max_retries
        )
        notes = (Note("warn", "warn", plain_reason(job.error_message)),) if job.error_message else ()
    elif job.state == "scheduled":
        text = translate("Tile", "Scheduled for later")
    else:
        text = _place(job.place)
    if kind is Kind.QUEUED and detail.paused:
        notes = (*notes, Note("info", "info", translate("Tile", "The queue is paused.")))
    return TileState(
        job.image_type, kind, mark, "info", text, image, job, versions, progress=progress, notes=notes
    )


def _place(place: int | None) -> str:
    if place is None:
        return translate("Tile", "Queued")
    if place <= 1:
        return translate("Tile", "Next in line")
    if place >= 1000:
        return translate("Tile", "Queued, 1,000 or more before it")
    return translate("Tile", "Queued, number {n} in line").format(n=place)


def _notes(image: GeneratedImage) -> tuple[Note, ...]:
    told = tuple(Note("warn", "warn", in_words(sentence)) for sentence in image.needs_check)
    quiet = (asks_sentence(image.asks), lost_letters_sentence(image.lost_letters))
    return (*told, *(Note("info", "muted", sentence) for sentence in quiet if sentence))
