"""Rows on their way from one database to another: whole, under the ids they have, and never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from psycopg import sql
from psycopg.types.json import Jsonb

from desktop.data.queries import query

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desktop.data.database import Database

Row = dict[str, Any]
"""A row as JSON has it."""

_TABLES: Final = ("projects", "project_images")


class CopyRepo:
    """One end of a copy; lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._columns: dict[str, list[str]] = {}

    async def projects(self) -> list[str]:
        """The ids of all projects, oldest first."""
        return [row["id"] for row in await self._database.rows(query("copying", "projects"))]

    async def project(self, project: str) -> tuple[Row, list[Row], list[Row], list[Row]] | None:
        """A project with its photos, its images and the words of its A+ modules; None if it is gone."""
        found = await self._database.rows(query("copying", "project"), {"id": project})
        if not found:
            return None
        row = found[0]
        return row["project"], row["photos"], row["images"], row["words"]

    async def missing_blobs(self, names: Collection[str]) -> list[str]:
        """Which of these bytes aren't stored here."""
        rows = await self._database.rows(query("copying", "missing_blobs"), {"names": list(names)})
        return [row["sha256"] for row in rows]

    async def mime(self, name: str) -> str:
        """What kind of bytes these are."""
        return str(await self._database.scalar(query("copying", "mime"), {"name": name}) or "")

    async def add(
        self, project: Row, photos: Sequence[Row], images: Sequence[Row], words: Sequence[Row] = ()
    ) -> bool:
        """Add what isn't here yet, all of it or nothing; whether the project is new. Bytes are stored already."""
        statements = {table: await self._insert(table) for table in _TABLES}
        async with self._database.connection() as connection, connection.transaction():
            cursor = await connection.execute(statements["projects"], [Jsonb(project)])
            is_new = cursor.rowcount > 0
            # a project that is here already may have lost photos on purpose: those stay away
            for photo in photos if is_new else ():
                await connection.execute(statements["project_images"], [Jsonb(photo)])
            for text in words if is_new else ():
                await connection.execute(
                    query("copying", "add_words"), {**text, "words": Jsonb(text["words"])}
                )
            for image in images:
                await connection.execute(query("copying", "adopt_image"), {"image": Jsonb(image)})
        return is_new

    async def _insert(self, table: str) -> sql.Composed:
        if table not in self._columns:
            rows = await self._database.rows(query("copying", "columns"), {"table": f"packdesk.{table}"})
            self._columns[table] = [row["attname"] for row in rows]
        columns = sql.SQL(", ").join(map(sql.Identifier, self._columns[table]))
        into = sql.Identifier("packdesk", table)
        return sql.SQL(
            "insert into {into} ({columns}) select {columns} from jsonb_populate_record(null::{into}, %s)"
            " on conflict (id) do nothing"
        ).format(into=into, columns=columns)


def blobs_of(*rows: Row) -> set[str]:
    """The names of all bytes that rows refer to."""
    return {str(value) for row in rows for name, value in row.items() if name.endswith("_sha256") and value}
