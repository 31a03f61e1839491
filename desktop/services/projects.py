"""Projects: what a person may write into one, and making one with its photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.errors import InvalidInputError
from desktop.core.pack import (
    DEFAULT_BRAND,
    MAX_DESCRIPTION_CHARACTERS,
    MAX_FEATURES,
    MAX_FEATURES_CHARACTERS,
    MAX_NAME_CHARACTERS,
    MAX_POINTS,
    MAX_POINTS_CHARACTERS,
    features_width,
    points_width,
)
from desktop.core.records import DEFAULT_KIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.pack import BrandKit, Brief, ComparisonPoint, Feature, PhotoRole, Style
    from desktop.core.project_detail import ProjectDetail
    from desktop.core.records import KitChoice, NewPhoto, Photo, Project, Scene
    from desktop.data.projects import ProjectRepo


class ProjectService:
    """Makes and finds projects; lives on the database's loop."""

    def __init__(self, projects: ProjectRepo) -> None:
        self._projects = projects

    async def create(
        self,
        brief: Brief,
        *,
        style: Style,
        owner: str | None,
        photos: Sequence[NewPhoto],
        brand: BrandKit = DEFAULT_BRAND,
        kit: KitChoice = DEFAULT_KIT,
        project_id: str | None = None,
    ) -> Project:
        """Make a project with all its photos, or nothing; without an id of the caller's it gets one.

        Raises:
            InvalidInputError: a text is missing or too long.
        """
        check_brief(brief)
        project = await self._projects.create(
            brief,
            style=style.value,
            owner=owner,
            photos=photos,
            brand=brand,
            kit=kit,
            project_id=project_id,
        )
        return await self._projects.get(project)

    async def get(self, project: str) -> Project:
        """One project.

        Raises:
            NotFoundError: it doesn't exist (any more).
        """
        return await self._projects.get(project)

    async def find_by_name(self, name: str) -> Project | None:
        """The oldest project of that name, if there is one."""
        found = await self._projects.find_by_name(name)
        return None if found is None else await self._projects.get(found)

    async def detail(self, project: str) -> ProjectDetail:
        """All that a project's page shows.

        Raises:
            NotFoundError: it doesn't exist (any more).
        """
        return await self._projects.detail(project)

    async def update(
        self, project: str, brief: Brief, *, style: Style, brand: BrandKit, kit: KitChoice = DEFAULT_KIT
    ) -> None:
        """Write what is known about the product anew.

        Raises:
            InvalidInputError: a text is missing or too long.
            NotFoundError: the project doesn't exist (any more).
        """
        check_brief(brief)
        await self._projects.update(project, brief, style=style.value, brand=brand, kit=kit)

    async def delete(self, projects: Sequence[str]) -> int:
        """Delete projects with their photos, images and jobs; how many. The audit log notes it."""
        return await self._projects.delete(projects)

    async def set_scene(self, project: str, scene: Scene | None) -> None:
        """Stand the product into this photo of the owner's from now on; None: into scenes made here."""
        await self._projects.set_scene(project, scene)

    async def set_mask(self, photo: Photo, mask_sha256: str | None) -> None:
        """Where the product is in a photo, decided by a person; None leaves it to the engine again.

        Raises:
            NotFoundError: the photo was changed or deleted meanwhile.
        """
        await self._projects.set_mask(photo, mask_sha256)

    async def set_role(self, photo: Photo, role: PhotoRole) -> None:
        """What a photo is used for: there is one main photo and one detail view at most."""
        await self._projects.set_role(photo, role.value)

    async def add_photo(self, project: str, photo: NewPhoto) -> str:
        """Add a stored photo; its id.

        Raises:
            InvalidInputError: the project holds ten photos already.
        """
        return await self._projects.add_photo(project, photo)

    async def replace_photo(self, photo: str, by: NewPhoto) -> None:
        """Put another picture into a photo's place."""
        await self._projects.replace_photo(photo, by)

    async def order_photos(self, project: str, photos: Sequence[str]) -> None:
        """Put photos in this order; the first one becomes the main photo."""
        await self._projects.order_photos(project, photos)

    async def delete_photos(self, photos: Sequence[str]) -> None:
        """Take photos out of their project."""
        await self._projects.delete_photos(photos)

    async def restore_photos(self, photos: Sequence[Photo]) -> None:
        """Bring photos back that were taken out a moment ago."""
        for photo in photos:
            await self._projects.restore_photo(photo)


def check_brief(brief: Brief) -> None:
    """What the database will also insist on, in words, before anything is stored.

    Raises:
        InvalidInputError: a text is missing, too long or holds characters that can't be stored.
    """
    if not brief.name.strip():
        raise InvalidInputError("Give the project a name.", code="name-missing")
    _check_length("name", brief.name, MAX_NAME_CHARACTERS)
    _check_length("product name", brief.product_name, MAX_NAME_CHARACTERS)
    _check_length("category", brief.category, MAX_NAME_CHARACTERS)
    _check_length("description", brief.description, MAX_DESCRIPTION_CHARACTERS)
    _check_features(brief.features)
    _check_points(brief.comparison)


def _check_features(features: Sequence[Feature]) -> None:
    if len(features) > MAX_FEATURES:
        raise InvalidInputError(
            f"A pack shows at most {MAX_FEATURES} features; these are {len(features)}. Leave some out.",
            code="too-many-features",
        )
    for feature in features:
        if not feature.title.strip():
            raise InvalidInputError("A feature needs a title.", code="feature-missing")
        _check_length("feature", feature.title, MAX_NAME_CHARACTERS)
        _check_length("feature text", feature.text, MAX_DESCRIPTION_CHARACTERS)
    width = features_width(features)
    if width > MAX_FEATURES_CHARACTERS:
        raise InvalidInputError(
            f"The features have {width} characters together; one picture holds {MAX_FEATURES_CHARACTERS}."
            " Shorten them, or leave some out.",
            code="text-too-long",
        )


def _check_points(points: Sequence[ComparisonPoint]) -> None:
    if len(points) > MAX_POINTS:
        raise InvalidInputError(
            f"A comparison has at most {MAX_POINTS} rows; these are {len(points)}. Leave some out.",
            code="too-many-points",
        )
    for point in points:
        cells = (("row to compare", point.label), ("comparison", point.ours), ("comparison", point.others))
        for what, value in cells:
            if isinstance(value, str):
                _check_length(what, value, MAX_NAME_CHARACTERS)
    width = points_width(points)
    if width > MAX_POINTS_CHARACTERS:
        raise InvalidInputError(
            f"The rows to compare have {width} characters together, the longest cell of each counted;"
            f" one picture holds {MAX_POINTS_CHARACTERS}. Shorten them, or leave some out.",
            code="text-too-long",
        )


def _check_length(what: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise InvalidInputError(
            f"The {what} has {len(text)} characters; at most {limit} are possible. Shorten it.",
            code="text-too-long",
        )
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidInputError(f"The {what} holds characters that can't be stored. Type it again.")
