"""Projects in the cellar; what a brief looks like as JSON stands here and nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from psycopg.types.json import Jsonb

from desktop.core.errors import NotFoundError
from desktop.core.pack import DEFAULT_BRAND, BrandKit, Brief, ComparisonPoint, Dimensions, Feature, Unit
from desktop.core.project_detail import PackJob, ProjectDetail, TileJob
from desktop.core.records import DEFAULT_KIT, BrandKitRow, GeneratedImage, KitChoice, Photo, Project, Scene
from desktop.data.queries import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.records import NewPhoto
    from desktop.data.database import Database


class ProjectRepo:
    """Reads and makes projects; lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self,
        brief: Brief,
        *,
        style: str,
        owner: str | None,
        photos: Sequence[NewPhoto],
        brand: BrandKit = DEFAULT_BRAND,
        kit: KitChoice = DEFAULT_KIT,
        project_id: str | None = None,
    ) -> str:
        """Make a project with all its photos, or nothing at all; its id. The photos' bytes are stored already."""
        async with self._database.connection() as connection, connection.transaction():
            params = {
                **_brief_columns(brief),
                **_kit_columns(kit),
                "brand": _brand_column(brand),
                "style": style,
                "owner": owner,
                "id": project_id,
            }
            row = await (await connection.execute(query("projects", "insert"), params)).fetchone()
            project = str(row[0] if row else "")
            for photo in photos:
                await connection.execute(
                    query("images", "insert_photo"), {"project": project, **photo_columns(photo)}
                )
            return project

    async def get(self, project: str) -> Project:
        """One project.

        Raises:
            NotFoundError: it doesn't exist (any more).
        """
        rows = await self._database.rows(query("projects", "by_id"), {"id": project})
        if not rows:
            raise NotFoundError("This project does not exist any more.", code="unknown-project")
        return _project(rows[0])

    async def find_by_name(self, name: str) -> str | None:
        """The id of the oldest project of that name."""
        found: str | None = await self._database.scalar(query("projects", "find_by_name"), {"name": name})
        return found

    async def detail(self, project: str) -> ProjectDetail:
        """All that a project's page shows, of one moment.

        Raises:
            NotFoundError: it doesn't exist (any more).
        """
        rows = await self._database.rows(query("projects", "detail"), {"id": project})
        if not rows:
            raise NotFoundError("This project does not exist any more.", code="unknown-project")
        row = rows[0]
        return ProjectDetail(
            project=_project(row),
            photos=tuple(Photo(**item) for item in row["photos"]),
            images=tuple(_image(item) for item in row["images"]),
            jobs=tuple(_tile_job(item) for item in row["jobs"]),
            pack=None if row["pack"] is None else PackJob(**{**row["pack"], "id": UUID(row["pack"]["id"])}),
            helpers=row["helpers"],
            paused=bool(row["paused"]),
        )

    async def update(
        self, project: str, brief: Brief, *, style: str, brand: BrandKit, kit: KitChoice = DEFAULT_KIT
    ) -> None:
        """Write what is known about the product anew.

        Raises:
            NotFoundError: it doesn't exist (any more).
        """
        params = {
            **_brief_columns(brief),
            **_kit_columns(kit),
            "brand": _brand_column(brand),
            "style": style,
            "id": project,
        }
        if not await self._database.execute(query("projects", "update"), params):
            raise NotFoundError("This project does not exist any more.", code="unknown-project")

    async def set_scene(self, project: str, scene: Scene | None) -> None:
        """Stand the product into this photo from now on, or into scenes made by the engine.

        Raises:
            NotFoundError: the project doesn't exist (any more).
        """
        params = {
            "id": project,
            "sha256": None if scene is None else scene.blob_sha256,
            "name": "" if scene is None else scene.name[:255],
        }
        if not await self._database.execute(query("projects", "set_scene"), params):
            raise NotFoundError("This project does not exist any more.", code="unknown-project")

    async def delete(self, projects: Sequence[str]) -> int:
        """Delete projects with all that belongs to them, and note it in the audit log; how many."""
        return int(await self._database.scalar(query("projects", "delete"), {"ids": list(projects)}) or 0)

    async def add_photo(self, project: str, photo: NewPhoto) -> str:
        """Add a photo behind the others; its id. Its bytes are stored already."""
        params = {"project": project, **photo_columns(photo)}
        return str(await self._database.scalar(query("images", "insert_photo"), params))

    async def replace_photo(self, photo: str, by: NewPhoto) -> None:
        """Put another picture into a photo's place.

        Raises:
            NotFoundError: the photo doesn't exist (any more).
        """
        if not await self._database.execute(
            query("images", "replace_photo"), {"id": photo, **photo_columns(by)}
        ):
            raise NotFoundError("This photo does not exist any more.", code="unknown-photo")

    async def set_mask(self, photo: Photo, mask_sha256: str | None) -> None:
        """Where the product is in this photo, decided by a person; None leaves it to the engine again.

        Raises:
            NotFoundError: the photo doesn't exist any more, or is another picture by now.
        """
        params = {"id": photo.id, "blob_sha256": photo.blob_sha256, "mask_sha256": mask_sha256}
        if not await self._database.execute(query("images", "set_mask"), params):
            raise NotFoundError(
                "This photo was changed or deleted meanwhile. Open it again.", code="photo-changed"
            )

    async def set_role(self, photo: Photo, role: str) -> None:
        """What a photo is used for; whichever had the role of the main photo or the detail view loses it."""
        params = {"id": photo.id, "project": photo.project_id, "role": role}
        await self._database.execute(query("images", "set_role"), params)

    async def order_photos(self, project: str, photos: Sequence[str]) -> None:
        """Put photos in this order; the first one becomes the main photo."""
        await self._database.execute(
            query("images", "order_photos"), {"project": project, "ids": list(photos)}
        )

    async def delete_photos(self, photos: Sequence[str]) -> None:
        """Take photos out; their bytes stay for a while."""
        await self._database.execute(query("images", "delete_photos"), {"ids": list(photos)})

    async def restore_photo(self, photo: Photo) -> None:
        """Bring a photo back that was taken out."""
        params = {
            "project": photo.project_id,
            "id": photo.id,
            "position": photo.position,
            "mask_sha256": photo.mask_sha256,
            "role": photo.role,
        }
        await self._database.execute(query("images", "restore_photo"), {**params, **photo_columns(photo)})


def photo_columns(photo: NewPhoto | Photo) -> dict[str, Any]:
    """A photo's columns, but for what it belongs to."""
    return {
        "original_name": photo.original_name[:255],
        "blob_sha256": photo.blob_sha256,
        "thumb_sha256": photo.thumb_sha256,
        "mime": photo.mime,
        "size_bytes": photo.size_bytes,
        "width": photo.width,
        "height": photo.height,
    }


def _image(item: dict[str, Any]) -> GeneratedImage:
    made_by = item["job_id"]
    return GeneratedImage(
        **{
            **item,
            "job_id": None if made_by is None else UUID(made_by),
            "created_at": datetime.fromisoformat(item["created_at"]),
        }
    )


def _tile_job(item: dict[str, Any]) -> TileJob:
    parent = item["parent_id"]
    return TileJob(**{**item, "id": UUID(item["id"]), "parent_id": None if parent is None else UUID(parent)})


def _kit_columns(kit: KitChoice) -> dict[str, Any]:
    return {"brand_kit_id": kit.kit_id, "uses_brand_kit": kit.is_used}


def _brand_column(brand: BrandKit) -> Jsonb:
    """Only what differs from the default: that one may change."""
    return Jsonb(
        {
            name: getattr(brand, name)
            for name in ("primary", "secondary", "accent")
            if getattr(brand, name) != getattr(DEFAULT_BRAND, name)
        }
    )


def _brief_columns(brief: Brief) -> dict[str, Any]:
    size = brief.dimensions
    return {
        "name": brief.name,
        "product_name": brief.product_name,
        "category": brief.category,
        "description": brief.description,
        "features": Jsonb([{"title": f.title, "text": f.text} for f in brief.features]),
        "dimensions": None
        if size is None
        else Jsonb(
            {"length": size.length, "width": size.width, "height": size.height, "unit": size.unit.value}
        ),
        "comparison": Jsonb(
            [{"label": p.label, "ours": p.ours, "others": p.others} for p in brief.comparison]
        ),
    }


def _project(row: dict[str, Any]) -> Project:
    brand = {k: v for k, v in row["brand"].items() if k in {"primary", "secondary", "accent"}}
    return Project(
        id=row["id"],
        brief=Brief(
            name=row["name"],
            product_name=row["product_name"],
            category=row["category"],
            description=row["description"],
            features=tuple(_feature(item) for item in row["features"]),
            dimensions=_dimensions(row["dimensions"]),
            comparison=tuple(
                ComparisonPoint(str(item.get("label", "")), item.get("ours"), item.get("others"))
                for item in row["comparison"]
                if isinstance(item, dict)
            ),
        ),
        brand=BrandKit(**brand),
        style=row["style"],
        status=row["status"],
        owner=row["owner"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        version=row["version"],
        kit=None if row["kit"] is None else BrandKitRow(**row["kit"]),
        kit_choice=KitChoice(row["brand_kit_id"], is_used=row["uses_brand_kit"]),
        scene=None if row["scene_sha256"] is None else Scene(row["scene_sha256"], row["scene_name"]),
    )


def _feature(item: object) -> Feature:
    # a web app may have stored plain strings
    if isinstance(item, dict):
        return Feature(str(item.get("title", "")), str(item.get("text", "")))
    return Feature(str(item))


def _dimensions(item: dict[str, Any] | None) -> Dimensions | None:
    if item is None:
        return None
    sides = {side: _positive(item.get(side)) for side in ("length", "width", "height")}
    unit = Unit.INCH if item.get("unit") == Unit.INCH.value else Unit.CM
    return Dimensions(**sides, unit=unit)


def _positive(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value > 0 else None
