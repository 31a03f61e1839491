"""A client under load: uploads photos and asks for packs, and prints each id once the server acknowledged it.

Run as a program by the crash tests; its arguments are the home folder and a number for its randomness.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import KnownError
from desktop.core.pack import Brief, Style
from desktop.core.records import NewPhoto
from desktop.workspace import open_workspace

if TYPE_CHECKING:
    from desktop.workspace import Workspace

PHOTO = Path(__file__).resolve().parents[1] / "imaging" / "photos" / "mug_table.jpg"


async def work(home: Path, seed: int) -> None:
    """Until killed; what fails isn't acknowledged, and tried no more."""
    chance = random.Random(seed)
    photo = PHOTO.read_bytes()
    while True:
        try:
            async with open_workspace(home=home) as workspace:
                for n in range(10_000):
                    # never the same bytes twice: a JPEG may have anything after its end
                    data = photo + chance.randbytes(chance.randrange(1, 600_000))
                    await _one_project(workspace, data, f"{seed}-{n}")
                    await asyncio.sleep(chance.random() * 0.2)
        except KnownError as error:
            print("failed", error.code, flush=True)
            await asyncio.sleep(0.1)


async def _one_project(workspace: Workspace, data: bytes, name: str) -> None:
    sha256 = await workspace.store.put(data, "image/jpeg")
    print("blob", sha256, flush=True)
    photo = NewPhoto(name, sha256, None, "image/jpeg", len(data), 1200, 900)
    project = await workspace.projects.create(Brief(name), style=Style.PREMIUM, owner=None, photos=[photo])
    print("project", project.id, flush=True)
    print("job", await workspace.packs.generate(project.id), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(work(Path(sys.argv[1]), int(sys.argv[2])))
