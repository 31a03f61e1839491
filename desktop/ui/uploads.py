"""Photos on their way in: checked and stored one after the other, refused one by one, kept while offline."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import InvalidInputError, KnownError, NotFoundError, OfflineError
from desktop.core.pack import MAX_PHOTOS
from desktop.ui.known_words import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.photos import TakenPhoto
    from desktop.ui.backend import Backend
    from desktop.ui.clipboard import Source
    from desktop.ui.tasks import Tasks


class Step(StrEnum):
    """Where a photo is on its way."""

    WAITING = "waiting"
    CHECKING = "checking"
    STORING = "storing"
    OFFLINE = "offline"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Upload:
    """One photo on its way; ``reason`` says in words why it was refused."""

    number: int
    project: str
    name: str
    source: Source
    step: Step = Step.WAITING
    reason: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether it stays out."""
        return self.step is Step.REFUSED


class Uploads(QObject):
    """The queue of all projects' photos; lives on the main thread. ``changed`` names the project."""

    changed = Signal(str)

    def __init__(self, backend: Backend, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend = backend
        self._tasks = tasks
        self._items: list[Upload] = []
        self._numbers = itertools.count()
        self._taken: dict[int, TakenPhoto] = {}

    def of(self, project: str) -> list[Upload]:
        """A project's photos that are not in it yet, or were refused."""
        return [item for item in self._items if item.project == project]

    @property
    def is_busy(self) -> bool:
        """Whether any photo is still on its way."""
        return any(not item.is_refused for item in self._items)

    def add(self, project: str, sources: Sequence[tuple[str, Source]], *, already: int) -> None:
        """Take photos in; ``already`` is how many the project holds. What is too many is refused one by one."""
        self.dismiss_refused(project)
        room = MAX_PHOTOS - already - len(self.of(project))
        for n, (name, source) in enumerate(sources):
            item = Upload(next(self._numbers), project, name, source)
            if n >= room:
                reason = self.tr("A project holds at most {most} photos. This one was left out.")
                item = replace(item, step=Step.REFUSED, reason=reason.format(most=MAX_PHOTOS))
            self._items.append(item)
        self.changed.emit(project)
        self.resume()

    def resume(self) -> None:
        """Go on, for instance because the server is back."""
        for item in self._items:
            if item.step is Step.OFFLINE:
                self._set(item, Step.WAITING)
        if any(item.step is Step.WAITING for item in self._items):
            self._tasks.start(("uploads", id(self)), self._run(), owner=self)

    def dismiss(self, number: int) -> None:
        """Take a refused photo off the list."""
        for item in [i for i in self._items if i.number == number and i.is_refused]:
            self._drop(item)

    def dismiss_refused(self, project: str) -> None:
        """Take all refused photos of a project off the list."""
        for item in [i for i in self.of(project) if i.is_refused]:
            self._drop(item)

    async def _run(self) -> None:
        while (item := next((i for i in self._items if i.step is Step.WAITING), None)) is not None:
            try:
                await self._bring_in(item)
            except OfflineError:
                # kept, and taken up again when the server is back
                for waiting in [i for i in self._items if not i.is_refused]:
                    self._set(waiting, Step.OFFLINE)
                return
            except KnownError as error:
                self._refuse(item, error)
            except Exception as error:  # noqa: BLE001  # a defect with one photo must not hold up the others
                self._taken.pop(item.number, None)
                self._set(item, Step.REFUSED, self.tr("Something went wrong inside Packdesk."))
                self._tasks.report(error)
            else:
                self._drop(item)

    async def _bring_in(self, item: Upload) -> None:
        services = self._backend.services
        taken = self._taken.get(item.number)
        if taken is None:
            self._set(item, Step.CHECKING)
            if isinstance(item.source, Path):
                taken = await self._backend.call(services.photos.take(item.source))
            else:
                data = item.source
                if not isinstance(data, bytes):
                    data = await self._backend.call(asyncio.to_thread(data))
                taken = await self._backend.call(services.photos.take_data(item.name, data))
            self._taken[item.number] = taken
        self._set(item, Step.STORING)
        stored = await self._backend.call(services.photos.store(taken, project=item.project))
        await self._backend.call(services.projects.add_photo(item.project, stored))

    def _refuse(self, item: Upload, error: KnownError) -> None:
        self._taken.pop(item.number, None)
        if isinstance(error, NotFoundError):
            reason = self.tr("The project does not exist any more.")
        elif isinstance(error, InvalidInputError):
            reason = said(error).removeprefix(f"{item.name}: ")
        else:
            reason = said(error)
        self._set(item, Step.REFUSED, reason)

    def _set(self, item: Upload, step: Step, reason: str = "") -> None:
        for n, known in enumerate(self._items):
            if known.number == item.number:
                self._items[n] = replace(known, step=step, reason=reason)
        self.changed.emit(item.project)

    def _drop(self, item: Upload) -> None:
        self._taken.pop(item.number, None)
        self._items = [known for known in self._items if known.number != item.number]
        self.changed.emit(item.project)
