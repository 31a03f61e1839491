"""What an image is made from: a project's photos with what people decided about them, its brand, its scene."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.core.errors import InvalidInputError, NotFoundError
from desktop.core.pack import BrandFont, PhotoRole, Style, branded

if TYPE_CHECKING:
    from desktop.core.pack import BrandKit
    from desktop.core.records import Photo, Project
    from desktop.data.images import ImageRepo
    from desktop.data.projects import ProjectRepo
    from desktop.storage.store import ImageStore
    from desktop.storage.web_photos import WebPhotos


@dataclass(frozen=True, slots=True)
class Materials:
    """Bytes and choices for a request; ``masks`` are in the photos' order, ``main`` and ``detail`` positions."""

    project: Project
    style: Style
    brand: BrandKit
    rows: tuple[Photo, ...]
    photos: tuple[bytes, ...] = field(repr=False)
    masks: tuple[bytes | None, ...] = field(repr=False)
    scene: bytes | None = field(repr=False)
    main: int | None = None
    detail: int | None = None

    def photo_ids(self, used: tuple[int, ...]) -> tuple[str, ...]:
        """The ids of the photos at these positions."""
        return tuple(self.rows[at].id for at in used if 0 <= at < len(self.rows))


class MaterialStore:
    """Fetches them; lives on the worker's loop."""

    def __init__(
        self, projects: ProjectRepo, images: ImageRepo, store: ImageStore, web_photos: WebPhotos
    ) -> None:
        self._projects = projects
        self._images = images
        self._store = store
        self._web_photos = web_photos

    async def photos(self, project_id: str) -> list[Photo]:
        """A project's photos; those that a web app keeps behind addresses are fetched where there are no others.

        Raises:
            KnownError: none could be fetched, and why.
        """
        photos = await self._images.photos(project_id)
        if not photos and await self._web_photos.bring(project_id):
            photos = await self._images.photos(project_id)
        return photos

    async def of(self, project_id: str, asked_style: object) -> Materials:
        """What a project's images are made from, in the style asked for or else the project's.

        Raises:
            NotFoundError: the project doesn't exist (any more).
            InvalidInputError: it has no photo that may be used, or the style is unknown.
        """
        project = await self._projects.get(project_id)
        style = _style(asked_style, project)
        photos = await self.photos(project.id)
        if not photos:
            raise InvalidInputError("This project has no photo yet. Add one, then try again.")
        rows = tuple(photo for photo in photos if photo.role != PhotoRole.UNUSED)
        if not rows:
            raise InvalidInputError("All photos of this project are set aside. Use at least one of them.")
        roles = [photo.role for photo in rows]
        return Materials(
            project=project,
            style=style,
            brand=await self._brand(project),
            rows=rows,
            photos=tuple([await self._store.get(photo.blob_sha256) for photo in rows]),
            masks=tuple(
                [None if p.mask_sha256 is None else await self._store.get(p.mask_sha256) for p in rows]
            ),
            scene=None if project.scene is None else await self._perhaps(project.scene.blob_sha256),
            main=roles.index(PhotoRole.MAIN) if PhotoRole.MAIN in roles else None,
            detail=roles.index(PhotoRole.DETAIL) if PhotoRole.DETAIL in roles else None,
        )

    async def _brand(self, project: Project) -> BrandKit:
        """The project's own colours before its kit's; a logo that has been lost is left out."""
        kit = project.kit
        if kit is None:
            return project.brand
        font = BrandFont(kit.font) if kit.font in set(BrandFont) else BrandFont.STYLE
        brand = branded(project.brand, kit.primary, kit.secondary, kit.accent)
        return replace(brand, font=font, logo=await self._perhaps(kit.logo_sha256))

    async def _perhaps(self, sha256: str | None) -> bytes | None:
        """Bytes that an image can do without, if they are there."""
        if sha256 is None:
            return None
        try:
            return await self._store.get(sha256)
        except NotFoundError:
            return None


def _style(asked: object, project: Project) -> Style:
    try:
        return Style(str(asked or project.style))
    except ValueError:
        raise InvalidInputError(f'There is no style "{str(asked)[:40]}".', code="unknown-style") from None
