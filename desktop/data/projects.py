"""Projects in the cellar; what a brief looks like as JSON stands here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg.types.json import Jsonb

from desktop.core.errors import NotFoundError
from desktop.core.pack import BrandKit, Brief, ComparisonPoint, Dimensions, Feature, Unit
from desktop.core.records import Project
from desktop.data.queries import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.records import NewPhoto
    from desktop.data.database import Database


class ProjectRepo:
    """Reads and makes projects; lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, brief: Brief, *, style: str, owner: str | None, photos: Sequence[NewPhoto]) -> str:
        """Make a project with all its photos, or nothing at all; its id. The photos' bytes are stored already."""
        async with self._database.connection() as connection, connection.transaction():
            params = {**_brief_columns(brief), "brand": Jsonb({}), "style": style, "owner": owner}
            row = await (await connection.execute(query("projects", "insert"), params)).fetchone()
            project = str(row[0] if row else "")
            for photo in photos:
                await connection.execute(
                    query("images", "insert_photo"),
                    {
                        "project": project,
                        "original_name": photo.original_name[:255],
                        "blob_sha256": photo.blob_sha256,
                        "thumb_sha256": photo.thumb_sha256,
                        "mime": photo.mime,
                        "size_bytes": photo.size_bytes,
                        "width": photo.width,
                        "height": photo.height,
                    },
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
