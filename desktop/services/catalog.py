"""All services of an open workspace in one value, as the front rooms are handed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.services.aplus import AplusService
    from desktop.services.audit import AuditService
    from desktop.services.brand_kits import BrandKitService
    from desktop.services.compliance import ComplianceService
    from desktop.services.export import ExportService
    from desktop.services.image_stores import ImageStoreService
    from desktop.services.jobs import JobService
    from desktop.services.packs import PackService
    from desktop.services.people import PeopleService
    from desktop.services.photos import PhotoService
    from desktop.services.projects import ProjectService
    from desktop.services.retouching import RetouchService
    from desktop.services.workers import WorkerService
    from desktop.storage.store import ImageStore


@dataclass(frozen=True, slots=True)
class Catalog:
    """The verbs, by noun; ``store`` hands out image bytes by their SHA-256."""

    jobs: JobService
    workers: WorkerService
    projects: ProjectService
    photos: PhotoService
    packs: PackService
    exports: ExportService
    compliance: ComplianceService
    brand_kits: BrandKitService
    aplus: AplusService
    retouching: RetouchService
    people: PeopleService
    audit: AuditService
    image_stores: ImageStoreService
    store: ImageStore
