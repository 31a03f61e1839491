"""A+ content: asking for it, editing its words, choosing versions, and saving the modules' files."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.core.aplus import (
    APLUS_MODULES,
    AplusModule,
    AplusText,
    draft_text,
    left_out_problems,
    project_problems,
    text_problems,
)
from desktop.core.errors import InvalidInputError, NotFoundError
from desktop.core.listing import LeftOut
from desktop.data.aplus import text_of
from desktop.imaging.contract import EncodeOrder
from desktop.services.packs import prepare_folder
from desktop.services.placing import brought_to_its_end, place_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from uuid import UUID

    from desktop.core.pack import Brief, Style
    from desktop.core.records import AplusJob, AplusVersion
    from desktop.data.aplus import AplusRepo
    from desktop.data.jobs import JobRepo
    from desktop.data.projects import ProjectRepo
    from desktop.imaging.contract import Outgoing
    from desktop.storage.store import ImageStore

FORMATS: Final = ("jpeg", "png")
NO_ROWS: Final = "It has nothing to compare. Add points and make it again."


@dataclass(frozen=True, slots=True)
class AplusPart:
    """One module of a project: its words, what stands against them, and its versions, newest first.

    ``is_edited``: a person has written the words, else they are drafted from the project's own. ``problems`` are also
    those of what it shows of ``brief``.
    """

    module: AplusModule
    text: AplusText
    brief: Brief
    is_edited: bool
    problems: tuple[str, ...]
    versions: tuple[AplusVersion, ...]

    @property
    def chosen(self) -> AplusVersion | None:
        """The version in use."""
        return next((version for version in self.versions if version.chosen), None)

    @property
    def is_outdated(self) -> bool:
        """Whether the picture shows other words than these."""
        shown = self.chosen
        if shown is None:
            return False
        return (shown.words.get("headline"), shown.words.get("body"), shown.words.get("bullets")) != (
            self.text.headline,
            self.text.body,
            list(self.text.bullets),
        )


@dataclass(frozen=True, slots=True)
class AplusContent:
    """All six modules of a project, and the job that makes them."""

    parts: tuple[AplusPart, ...]
    job: AplusJob | None

    @property
    def is_made(self) -> bool:
        """Whether there is anything to see."""
        return any(part.versions for part in self.parts)


@dataclass(frozen=True, slots=True)
class SavedModule:
    """A module that now lies in a folder, and what stands against its words or found no room in it."""

    version: AplusVersion
    path: Path
    size_bytes: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedAplus:
    """The modules that now lie in a folder, and those that stayed behind."""

    modules: tuple[SavedModule, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class AplusService:
    """Lives on the database's loop."""

    def __init__(
        self, aplus: AplusRepo, jobs: JobRepo, projects: ProjectRepo, store: ImageStore, engine: Outgoing
    ) -> None:
        self._aplus = aplus
        self._jobs = jobs
        self._projects = projects
        self._store = store
        self._engine = engine

    async def generate(self, project: str, *, style: Style | None = None, user: str | None = None) -> UUID:
        """Enqueue A+ content; asked twice while it is being made, the first job's id comes back."""
        return await self._jobs.enqueue_aplus(
            project, style=None if style is None else style.value, user=user
        )

    async def content(self, project: str) -> AplusContent:
        """All modules of a project.

        Raises:
            NotFoundError: the project doesn't exist (any more).
        """
        brief = (await self._projects.get(project)).brief
        words = await self._aplus.words(project)
        versions = await self._aplus.of_project(project)
        parts = []
        for module in APLUS_MODULES:
            text = words.get(module) or draft_text(module, brief)
            parts.append(
                AplusPart(
                    module=module,
                    text=text,
                    brief=brief,
                    is_edited=module in words,
                    problems=(*text_problems(module, text), *project_problems(module, brief)),
                    versions=tuple(version for version in versions if version.module == module),
                )
            )
        return AplusContent(tuple(parts), await self._aplus.job(project))

    async def write(self, project: str, module: AplusModule, text: AplusText | None) -> None:
        """Write a module's words; None: back to those drafted from the project's own.

        Raises:
            InvalidInputError: they break a limit.
        """
        if text is not None:
            problems = text_problems(module, text)
            if problems:
                raise InvalidInputError(problems[0], code="aplus-text")
        await self._aplus.set_words(project, module, text)

    async def choose(self, version: AplusVersion) -> None:
        """Use this version from now on."""
        await self._aplus.choose(version.id)

    async def save(
        self,
        project: str,
        folder: Path,
        *,
        kind: str = "jpeg",
        replace: bool = False,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> SavedAplus:
        """Write the chosen version of each module into a folder, as JPEG or PNG, all or none.

        A table without any row is left out: it shows nothing, and stays as it is in the project.

        Raises:
            NotFoundError: nothing is made yet.
            StorageError: other files of these names are there and aren't to be replaced (``exists``), or the folder
                can't be written.
        """
        if kind not in FORMATS:
            raise InvalidInputError(f'"{kind[:20]}" is not a format. Choose jpeg or png.', code="format")
        chosen = [version for version in await self._aplus.of_project(project) if version.chosen]
        if not chosen:
            raise NotFoundError("There is no A+ content yet. Make it first.", code="no-aplus")
        await asyncio.to_thread(prepare_folder, folder)
        brief = (await self._projects.get(project)).brief
        going = [version for version in in_order(chosen) if not _has_no_rows(version)]
        saved, files = [], {}
        for version in going:
            module, data = AplusModule(version.module), await self._encoded(version, kind)
            name = file_name(module, kind)
            files[name] = data
            told = (
                *text_problems(module, text_of(version.words)),
                *project_problems(module, brief),
                *left_out_problems(module, version.left_out),
            )
            saved.append(SavedModule(version, folder / name, len(data), told))
            if on_progress is not None:
                on_progress(len(saved), len(going))
        await brought_to_its_end(asyncio.to_thread(place_files, folder, files, replace=replace))
        left_out = tuple(
            LeftOut(version.module, NO_ROWS) for version in in_order(chosen) if _has_no_rows(version)
        )
        return SavedAplus(tuple(saved), left_out)

    async def _encoded(self, version: AplusVersion, kind: str) -> bytes:
        data = await self._store.get(version.blob_sha256)
        made = await self._engine.encode(
            EncodeOrder(data, as_png=True) if kind == "png" else EncodeOrder(data)
        )
        return made.data


def _has_no_rows(version: AplusVersion) -> bool:
    return version.module == AplusModule.COMPARISON_TABLE and "comparison" in version.asks


def file_name(module: AplusModule, kind: str = "jpeg") -> str:
    """``1-image-with-sidebar.jpg`` and so on."""
    number = APLUS_MODULES.index(module) + 1
    return f"{number}-{module.slug}.{'png' if kind == 'png' else 'jpg'}"


def in_order(versions: Sequence[AplusVersion]) -> list[AplusVersion]:
    """Modules in the order in which Amazon lists them; what isn't one is left out."""
    place = {module.value: n for n, module in enumerate(APLUS_MODULES)}
    return sorted((v for v in versions if v.module in place), key=lambda version: place[version.module])
