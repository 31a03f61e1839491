"""A+ content in the cellar: one method per named statement of ``sql/queries/aplus.sql``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg.types.json import Jsonb

from desktop.core.aplus import AplusModule, AplusText
from desktop.core.errors import NotFoundError
from desktop.core.records import AplusJob, AplusVersion
from desktop.data.queries import query

if TYPE_CHECKING:
    from desktop.data.database import Database


class AplusRepo:
    """Lives on the database's loop. Every method may raise ``KnownError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def words(self, project: str) -> dict[AplusModule, AplusText]:
        """What people have written into a project's modules; a module nobody has touched isn't there."""
        rows = await self._database.rows(query("aplus", "words"), {"project": project})
        return {
            AplusModule(row["module"]): text_of(row["words"])
            for row in rows
            if row["module"] in set(AplusModule)
        }

    async def set_words(self, project: str, module: AplusModule, text: AplusText | None) -> None:
        """Write a module's words; None: they are drafted from the project's own again."""
        params: dict[str, Any] = {"project": project, "module": module.value}
        if text is None:
            await self._database.execute(query("aplus", "drop_words"), params)
            return
        words = {"headline": text.headline, "body": text.body, "bullets": list(text.bullets)}
        await self._database.execute(query("aplus", "set_words"), {**params, "words": Jsonb(words)})

    async def of_project(self, project: str) -> list[AplusVersion]:
        """All versions of all modules, newest first."""
        return await self._database.records(AplusVersion, query("aplus", "of_project"), {"project": project})

    async def job(self, project: str) -> AplusJob | None:
        """The newest A+ job of a project."""
        found = await self._database.records(AplusJob, query("aplus", "job"), {"project": project})
        return found[0] if found else None

    async def choose(self, version: str) -> None:
        """Use this version of a module from now on.

        Raises:
            NotFoundError: it doesn't exist (any more).
        """
        if not await self._database.scalar(query("aplus", "choose"), {"id": version}):
            raise NotFoundError("This version does not exist any more, or is in use already.")


def text_of(words: dict[str, Any]) -> AplusText:
    """Words as they are stored; whatever else another program has put there is left out."""
    bullets = words.get("bullets")
    return AplusText(
        headline=str(words.get("headline", "")),
        body=str(words.get("body", "")),
        bullets=tuple(str(bullet) for bullet in bullets) if isinstance(bullets, list) else (),
    )
