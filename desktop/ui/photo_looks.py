"""What a project's photos are used for, and which of them a person should look at, told from the project's state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.core.pack import PhotoRole

if TYPE_CHECKING:
    from desktop.core.project_detail import ProjectDetail
    from desktop.core.records import GeneratedImage, Photo

# a name that the translators' tools look for
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class PhotoLook:
    """What a photo is called by what it is for, and a note with its sign and tone; the note may be empty."""

    title: str
    is_main: bool = False
    mark: str = ""
    tone: str = "muted"
    note: str = ""


def photo_of(detail: ProjectDetail, image: GeneratedImage) -> Photo | None:
    """The photo an image was made from, as far as it is still there."""
    known = {photo.id: photo for photo in detail.photos}
    found = next((known[name] for name in image.photo_ids if name in known), None)
    return found or (detail.photos[0] if detail.photos and not image.photo_ids else None)


def photo_looks(detail: ProjectDetail) -> dict[str, PhotoLook]:
    """The look of each photo by its id."""
    chosen = [image for image in detail.images if image.chosen]
    mains = [image.photo_ids[0] for image in chosen if image.photo_ids]
    details = {name for image in chosen for name in image.photo_ids[1:]}
    used = mains[0] if mains else None
    if used not in {photo.id for photo in detail.photos} or not _is_automatic(detail):
        used = None
    unsure = {
        found.id
        for image in chosen
        if image.needs_check and (found := photo_of(detail, image)) is not None and found.mask_sha256 is None
    }
    return {
        photo.id: _look(photo, n, used=used, details=details, is_unsure=photo.id in unsure)
        for n, photo in enumerate(detail.photos)
    }


def _is_automatic(detail: ProjectDetail) -> bool:
    """Whether the engine's own choice of the main photo is what counts."""
    return all(photo.role != PhotoRole.MAIN for photo in detail.photos)


def _look(photo: Photo, n: int, *, used: str | None, details: set[str], is_unsure: bool) -> PhotoLook:
    title, is_main = translate("PhotoLook", "Photo {n}").format(n=n + 1), False
    if photo.role == PhotoRole.UNUSED:
        title = translate("PhotoLook", "Set aside")
    elif photo.role == PhotoRole.MAIN:
        title, is_main = translate("PhotoLook", "Main photo, chosen"), True
    elif photo.role == PhotoRole.DETAIL:
        title = translate("PhotoLook", "Detail view, chosen")
    elif photo.id == used or (used is None and n == 0):
        title, is_main = translate("PhotoLook", "Main photo"), True
    elif photo.id in details:
        title = translate("PhotoLook", "Detail view")
    if photo.mask_sha256 is not None:
        return PhotoLook(title, is_main, "done", "good", translate("PhotoLook", "Outline corrected"))
    if is_unsure and photo.role != PhotoRole.UNUSED:
        return PhotoLook(title, is_main, "warn", "warn", translate("PhotoLook", "Check the outline"))
    return PhotoLook(title, is_main)
