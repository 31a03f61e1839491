"""Everything a project's page shows, as one frozen value read in one piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from desktop.core.records import GeneratedImage, Photo, Project

_ACTIVE = frozenset({"queued", "scheduled", "retrying", "running", "stalled"})


@dataclass(frozen=True, slots=True)
class TileJob:
    """The newest job of one listing image; ``place`` is its place in line, counted to 1,000 (None: not waiting)."""

    id: UUID
    image_type: str
    state: str
    style: str | None
    progress: float | None
    error_message: str | None
    retry_count: int
    max_retries: int
    parent_id: UUID | None
    place: int | None

    @property
    def is_active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in _ACTIVE


@dataclass(frozen=True, slots=True)
class PackJob:
    """The newest pack of a project: ``done`` of ``total`` images are there."""

    id: UUID
    state: str
    done: int
    total: int
    active: int

    @property
    def is_active(self) -> bool:
        """Whether anything of it still waits or runs."""
        return self.active > 0


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    """A project with its photos in order, all versions of its images (newest first) and its newest jobs.

    ``helpers`` counts the computers that are processing at the moment; ``paused`` says that the queue is held.
    """

    project: Project
    photos: tuple[Photo, ...]
    images: tuple[GeneratedImage, ...]
    jobs: tuple[TileJob, ...]
    pack: PackJob | None
    helpers: int
    paused: bool

    def job_of(self, image_type: str) -> TileJob | None:
        """The newest job of an image."""
        return next((job for job in self.jobs if job.image_type == image_type), None)

    def versions_of(self, image_type: str) -> tuple[GeneratedImage, ...]:
        """All versions of an image, newest first."""
        return tuple(image for image in self.images if image.image_type == image_type)

    def chosen_of(self, image_type: str) -> GeneratedImage | None:
        """The version of an image that is used."""
        return next((i for i in self.images if i.image_type == image_type and i.chosen), None)

    @property
    def active_jobs(self) -> tuple[TileJob, ...]:
        """What waits or runs, alone or as part of a pack."""
        return tuple(job for job in self.jobs if job.is_active)
