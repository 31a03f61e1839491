"""The rows every room talks about, as frozen values. Times are aware datetimes of the database's clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from desktop.core.pack import BrandKit, Brief


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the queue; ``state`` is the one word people read (queued, running, failed, ...).

    ``progress`` is a fraction from 0 to 1, ``version`` grows with every change of the row.
    """

    id: UUID
    job_type: str
    payload: Any
    status: str
    state: str
    retry_count: int
    max_retries: int
    error_message: str | None
    created_at: datetime
    processed_at: datetime | None
    completed_at: datetime | None
    user_id: str | None
    project_id: str | None
    image_type: str | None
    parent_id: UUID | None
    children_total: int
    children_done: int
    priority: int
    run_after: datetime
    worker_id: UUID | None
    progress: float | None
    version: int

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.status in {"completed", "failed"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a job, by whom and with what outcome."""

    job_id: UUID
    attempt: int
    worker_id: UUID | None
    started_at: datetime
    ended_at: datetime
    outcome: str
    error: str | None
    traceback: str | None


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job a worker holds under ``lease``, for as long as the database says and it is renewed."""

    id: UUID
    job_type: str
    payload: Any
    project_id: str | None
    image_type: str | None
    parent_id: UUID | None
    retry_count: int
    max_retries: int
    user_id: str | None
    lease: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """The answer to one job's heartbeat: still ours, or taken away, perhaps because it was cancelled."""

    job_id: UUID
    held: bool
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """How long a worker may sleep: seconds until the next job is due (None: none waits), jobs others hold."""

    next_due_s: float | None
    held_by_others: int


@dataclass(frozen=True, slots=True)
class BrandKitRow:
    """A team's brand kit: colours as ``#RRGGBB``, a font out of those shipped, a logo (PNG).

    ``is_default``: it is for every project that has chosen none.
    """

    id: str
    name: str
    primary: str
    secondary: str
    accent: str
    font: str
    logo_sha256: str | None
    is_default: bool
    version: int


@dataclass(frozen=True, slots=True)
class KitChoice:
    """Which brand kit a project uses: the team's default (``kit_id`` None), a certain one, or none at all."""

    kit_id: str | None = None
    is_used: bool = True


DEFAULT_KIT: Final = KitChoice()


@dataclass(frozen=True, slots=True)
class Scene:
    """The owner's own photo to stand a product in, for the lifestyle image."""

    blob_sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """A product for which images are made.

    ``brand`` are its own colours, which go before those of ``kit``, the brand kit that applies.
    """

    id: str
    brief: Brief
    brand: BrandKit
    style: str
    status: str
    owner: str | None
    created_at: datetime
    updated_at: datetime
    version: int
    kit: BrandKitRow | None = None
    kit_choice: KitChoice = DEFAULT_KIT
    scene: Scene | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A customer's photo of a product; ``width`` and ``height`` are pixels as seen (EXIF applied).

    ``mask_sha256``: where the product is, decided by a person. ``role``: what it is used for, see ``PhotoRole``.
    """

    id: str
    project_id: str
    position: int
    original_name: str
    blob_sha256: str
    thumb_sha256: str | None
    mime: str
    size_bytes: int
    width: int
    height: int
    mask_sha256: str | None = None
    role: str = "auto"


@dataclass(frozen=True, slots=True)
class PhotoElsewhere:
    """A photo of a project that a web app keeps behind an address."""

    id: str
    url: str
    original_name: str


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A checked photo whose bytes are stored, about to be added to a project."""

    original_name: str
    blob_sha256: str
    thumb_sha256: str | None
    mime: str
    size_bytes: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """A finished listing image, of which photos (the main one first), with the lowest score of their cut-outs.

    ``lost_letters`` are the characters of its words that it leaves out, because no font has them; of modules, too.
    """

    id: str
    project_id: str
    image_type: str
    style: str
    job_id: UUID | None
    blob_sha256: str
    thumb_sha256: str | None
    mime: str
    size_bytes: int
    width: int
    height: int
    asks: list[str]
    needs_check: list[str]
    chosen: bool
    created_at: datetime
    lost_letters: str = ""
    photo_ids: list[str] = field(default_factory=list)
    score: float | None = None


@dataclass(frozen=True, slots=True)
class FinishedImage:
    """What a worker hands in with a completed image job; the bytes are stored already."""

    style: str
    blob_sha256: str
    thumb_sha256: str | None
    mime: str
    size_bytes: int
    width: int
    height: int
    asks: tuple[str, ...] = field(default=())
    needs_check: tuple[str, ...] = field(default=())
    lost_letters: str = ""
    photo_ids: tuple[str, ...] = field(default=())
    score: float | None = None


@dataclass(frozen=True, slots=True)
class AplusVersion:
    """One version of an A+ module.

    ``words`` are what it shows: ``headline``, ``body``, ``bullets``; ``left_out`` among them are the titles of the
    project's features and facts that it has no room for.
    """

    id: str
    project_id: str
    module: str
    style: str
    job_id: UUID | None
    words: dict[str, Any]
    blob_sha256: str
    thumb_sha256: str | None
    mime: str
    size_bytes: int
    width: int
    height: int
    asks: list[str]
    needs_check: list[str]
    chosen: bool
    created_at: datetime
    lost_letters: str = ""

    @property
    def left_out(self) -> tuple[str, ...]:
        """Those titles; none of a version that was made before they were noted."""
        noted = self.words.get("left_out")
        return tuple(str(title) for title in noted) if isinstance(noted, list) else ()


@dataclass(frozen=True, slots=True)
class AplusJob:
    """The newest job that makes a project's A+ content; ``place`` is its place in line (None: not waiting)."""

    id: UUID
    state: str
    progress: float | None
    error_message: str | None
    parent_id: UUID | None
    place: int | None

    @property
    def is_active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in {"queued", "scheduled", "retrying", "running", "stalled"}


@dataclass(frozen=True, slots=True)
class FinishedModule:
    """What a worker hands in for one module of a completed A+ job; the bytes are stored already."""

    module: str
    style: str
    words: dict[str, Any]
    blob_sha256: str
    thumb_sha256: str | None
    mime: str
    size_bytes: int
    width: int
    height: int
    asks: tuple[str, ...] = field(default=())
    needs_check: tuple[str, ...] = field(default=())
    lost_letters: str = ""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as the list shows it; ``pack_done`` of ``pack_total`` images of its newest pack are there.

    ``name_key`` sorts like the database does, by code point of the lower-case name.
    """

    id: str
    name: str
    product_name: str
    category: str
    status: str
    owner: str | None
    created_at: datetime
    updated_at: datetime
    version: int
    name_key: str
    photo_count: int
    image_count: int
    pack_done: int
    pack_total: int
    thumb_sha256: str | None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the list shows it; ``seq`` grows with every job that is enqueued."""

    id: UUID
    job_type: str
    payload: Any
    status: str
    state: str
    retry_count: int
    max_retries: int
    error_message: str | None
    created_at: datetime
    processed_at: datetime | None
    completed_at: datetime | None
    user_id: str | None
    project_id: str | None
    image_type: str | None
    parent_id: UUID | None
    children_total: int
    children_done: int
    priority: int
    run_after: datetime
    worker_id: UUID | None
    progress: float | None
    version: int
    seq: int
    project_name: str | None
    worker_name: str | None


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """Somebody who processes jobs; ``is_alive`` while its last heartbeat is fresh."""

    id: UUID
    name: str
    kind: str
    app_version: str
    slots: int
    paused: bool
    started_at: datetime
    heartbeat_at: datetime
    stopped_at: datetime | None
    running: int
    done_last_minute: int
    is_alive: bool
    version: int
    pause_reason: str | None
    paused_by: str | None
