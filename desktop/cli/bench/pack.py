"""``packdesk bench pack``: a complete pack, from the photo to six saved images."""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import click
import psutil

from desktop.cli.bench.figures import Figure, begun, figure, finish
from desktop.cli.running import GivenPath, command, json_option
from desktop.cli.sample import sample_brief
from desktop.cli.speaking import say
from desktop.core.resources import resource_path
from desktop.imaging.enlarge import enlarge
from desktop.workspace import default_slots, open_workspace

if TYPE_CHECKING:
    from desktop.core.records import Job
    from desktop.services.packs import PackService
    from desktop.workspace import Workspace

PACK_TARGET_S: Final = 4.0
FIRST_IMAGE_TARGET_S: Final = 1.5
MEMORY_TARGET_MB: Final = 600
TWO_PACKS_TARGET: Final = 1.6
"""For a photo of 12 megapixels on two processors, all processes but PostgreSQL's."""


@click.command()
@click.option("--rounds", type=click.IntRange(1, 50), default=5, show_default=True)
@click.option(
    "--photo",
    type=GivenPath(exists=True, dir_okay=False),
    help="Instead of the sample photo.",
)
@json_option
@command
async def pack(rounds: int, photo: Path | None, *, as_json: bool) -> None:
    """A complete pack of a 12-megapixel photo: upload to six saved images."""
    source = (photo or resource_path("sample", "sample-photo.jpg")).read_bytes()
    with tempfile.TemporaryDirectory(prefix="packdesk-bench-") as folder:
        async with open_workspace(home=Path(folder) / "home") as workspace:
            runs, pairs = await _run_packs(workspace, source, rounds, Path(folder))
    told = begun(
        photo={"width": 4000, "height": 3000, "size_bytes": runs[0].size_bytes},
        slots=default_slots(),
        memory="proportional set size" if runs[0].is_pss else "resident set size",
    )
    if not as_json:
        click.echo(
            f"Photo: 4000 x 3000 JPEG, {runs[0].size_bytes / 1e6:.1f} MB; {default_slots()} images at once;"
            f" processor time and memory ({told['memory']}) are all processes' but PostgreSQL's"
        )
    told["figures"] = _figures(runs, pairs)
    finish(told, as_json=as_json)


def _figures(runs: list[_Run], pairs: list[_Run]) -> list[Figure]:
    cold, warm = runs[0], runs[1:]
    one_s = statistics.median(run.pack_s for run in warm)
    return [
        figure("complete pack, warm", [run.pack_s for run in warm], "s", at_most=PACK_TARGET_S),
        figure("first image, warm", [run.first_s for run in warm], "s", at_most=FIRST_IMAGE_TARGET_S),
        figure("complete pack, the very first", [cold.pack_s], "s"),
        figure("processor time a pack", [run.cpu_s for run in warm], "s"),
        figure("two packs at once", [run.pack_s for run in pairs], "s"),
        figure(
            "two packs at once: throughput against one",
            [2 * one_s / run.pack_s for run in pairs],
            "x",
            at_least=TWO_PACKS_TARGET,
        ),
        figure("peak memory", [max(run.peak_mb for run in runs)], "MB", at_most=MEMORY_TARGET_MB, digits=0),
        figure("peak memory, two packs at once", [max(run.peak_mb for run in pairs)], "MB", digits=0),
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    pack_s: float
    first_s: float
    peak_mb: float
    size_bytes: int
    is_pss: bool
    cpu_s: float


async def _run_packs(
    workspace: Workspace, source: bytes, rounds: int, folder: Path
) -> tuple[list[_Run], list[_Run]]:
    """One cold round and ``rounds`` warm ones, each with a photo never seen before; then pairs of packs at once."""
    pairs = max(1, rounds // 2)
    await asyncio.to_thread(_make_photos, source, folder, rounds + 1 + 2 * pairs)
    changed = asyncio.Event()
    worker = workspace.worker(slots=default_slots(), on_change=lambda _: changed.set())
    working = asyncio.create_task(worker.run())
    try:
        runs = []
        for n in range(rounds + 1):
            path = folder / f"photo-{n}.jpg"
            runs.append(await _run_pack(workspace, [path], folder / f"pack-{n}", changed))
            say(f"round {n}: {runs[-1].pack_s:.2f} s")
        both = []
        for n in range(rounds + 1, rounds + 1 + 2 * pairs, 2):
            paths = [folder / f"photo-{k}.jpg" for k in (n, n + 1)]
            both.append(await _run_pack(workspace, paths, folder / f"pack-{n}", changed))
            say(f"two packs at once: {both[-1].pack_s:.2f} s")
        return runs, both
    finally:
        worker.stop()
        await working


def _make_photos(source: bytes, folder: Path, count: int) -> None:
    """The photos ``photo-0.jpg`` and so on, made in a process that is gone before anything is measured."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as elsewhere:
        made = [elsewhere.submit(enlarge, source, 4000, 3000, n) for n in range(count)]
        for n, photo in enumerate(made):
            (folder / f"photo-{n}.jpg").write_bytes(photo.result())


async def _run_pack(workspace: Workspace, photos: list[Path], out: Path, changed: asyncio.Event) -> _Run:
    """A pack of each of ``photos``, all at once; times are until the last one is saved."""
    first: list[float] = []
    sizes: list[int] = []

    def look(_: Job, children: list[Job]) -> None:
        if not first and any(child.status == "completed" for child in children):
            first.append(time.perf_counter() - started)

    async def one(photo: Path) -> None:
        brief, style = sample_brief()
        checks = await workspace.photos.check_files([photo])
        stored = await workspace.photos.store_files([photo], checks)
        sizes.append(stored[0].size_bytes)
        project = await workspace.projects.create(brief, style=style, owner=None, photos=stored)
        job = await workspace.packs.generate(project.id, style=style)
        _, children = await workspace.jobs.wait_for_pack(job, changed=changed, on_look=look)
        await save_all(workspace.packs, children, out / photo.stem)

    with MemoryWatch() as memory:
        cpu, started = _processor_s(), time.perf_counter()
        async with asyncio.TaskGroup() as both:
            for photo in photos:
                both.create_task(one(photo))
        took = time.perf_counter() - started
        cpu = _processor_s() - cpu
    cpu -= memory.own_cpu_s
    return _Run(took, first[0] if first else took, memory.peak_mb, sizes[0], memory.is_pss, cpu)


def _processor_s() -> float:
    """Seconds of the processor that this process and its living children have used, PostgreSQL's left out."""
    me = psutil.Process()
    total = 0.0
    for process in [me, *me.children(recursive=True)]:
        with suppress(psutil.Error):
            if not process.name().startswith("postgres"):
                times = process.cpu_times()
                total += times.user + times.system
    return total


async def save_all(packs: PackService, children: list[Job], out: Path) -> None:
    """Save what the jobs made; a failed one is the benchmark's failure."""
    for child in children:
        if child.status != "completed":
            raise RuntimeError(f"{child.image_type}: {child.error_message}")
    await packs.save(await packs.images_of([child.id for child in children]), out)


class MemoryWatch:
    """Watches this process and its children, PostgreSQL's left out, from a thread, 20 times a second.

    ``peak_mb`` is the largest sum seen, in 10^6 bytes: proportional set size where the system tells it (Linux),
    otherwise resident set size.
    """

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self.own_cpu_s = 0.0
        self.is_pss = hasattr(psutil.Process().memory_full_info(), "pss")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self.peak_mb = max(self.peak_mb, self._now() / 1e6)
        self.own_cpu_s = time.thread_time()  # looking costs more than a little, and isn't the pack's

    def _now(self) -> int:
        me = psutil.Process()
        total = 0
        for process in [me, *me.children(recursive=True)]:
            with suppress(psutil.Error):
                if not process.name().startswith("postgres"):
                    info = process.memory_full_info()
                    total += info.pss if self.is_pss else info.rss
        return total
