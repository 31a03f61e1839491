"""``packdesk bench profile``: where the time goes in a start, in a pack and in a storm of changes."""

from __future__ import annotations

import cProfile
import os
import pstats
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import click

from desktop.cli.bench.figures import Figure, begun, figure, finish
from desktop.cli.running import json_option
from desktop.cli.sample import sample_brief
from desktop.cli.speaking import say
from desktop.core.pack import ImageType
from desktop.core.resources import resource_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

PARTS: Final = ("start", "pack", "storm")
_EVERY_S: Final = 0.004
_ROOT: Final = str(Path(__file__).resolve().parents[2])
_MOST: Final = 8


@click.command()
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Only this part; may be repeated.")
@json_option
def profile(only: tuple[str, ...], *, as_json: bool) -> None:
    """What costs most; shares are of processor time in a start and a pack, of the busy main thread in a storm."""
    told = begun()
    figures: list[Figure] = []
    for part, measure in (("start", _start), ("pack", _pack), ("storm", _storm)):
        if not only or part in only:
            say(part)
            with _libraries_on_stderr():
                figures += [
                    figure(f"{part}: {name}", [value], unit, digits=1) for name, value, unit in measure()
                ]
    told["figures"] = figures
    finish(told, as_json=as_json)


Cost = tuple[str, float, str]


@contextmanager
def _libraries_on_stderr() -> Iterator[None]:
    """What libraries print by themselves must not stand before the answer."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _start() -> list[Cost]:
    from desktop.cli.bench.start import slowest_imports  # noqa: PLC0415  # each part loads what it needs

    with tempfile.TemporaryDirectory(prefix="packdesk-bench-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        home.mkdir()
        (home / "window.ini").write_text("[connection]\nkind=private\n", encoding="utf-8")
        return [(f"importing {name}", ms, "ms") for name, ms in slowest_imports(home, _MOST)]


def _pack() -> list[Cost]:
    """Six images of a 12-megapixel photo one after the other in this process, by what they call."""
    from desktop.imaging.contract import RenderRequest  # noqa: PLC0415
    from desktop.imaging.enlarge import enlarge  # noqa: PLC0415
    from desktop.imaging.render import render_image  # noqa: PLC0415

    brief, style = sample_brief()
    photo = enlarge(resource_path("sample", "sample-photo.jpg").read_bytes(), 4000, 3000, 0)
    recorder = cProfile.Profile(time.process_time)
    costs: list[Cost] = []
    for kind in (None, *ImageType):  # the first one only loads the model
        request = RenderRequest(
            image_type=kind or ImageType.MAIN_IMAGE,
            photos=(photo if kind else enlarge(photo, 800, 600, 1),),
            brief=brief,
            style=style,
        )
        began = time.process_time()
        if kind is None:
            render_image(request)
        else:
            recorder.runcall(render_image, request)
            costs.append((f"{kind.value} in all", 1000 * (time.process_time() - began), "ms"))
    return costs + _heaviest(recorder)


def _heaviest(recorder: cProfile.Profile) -> list[Cost]:
    """The functions, ours or a library's, that took longest themselves."""
    rows: dict[Any, Any] = pstats.Stats(recorder).stats  # type: ignore[attr-defined]
    found = sorted(((own, where) for where, (_, _, own, _, _) in rows.items()), key=lambda row: -row[0])
    return [(_name(*where), 1000 * own, "ms") for own, where in found[: 2 * _MOST]]


def _name(file: str, line: int, function: str) -> str:
    return f"{Path(file).stem}:{line} {function}" if line else function.strip("<>")


def _storm() -> list[Cost]:
    """A thousand changes a second in the real window, sampled."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.cli.bench.live import Plan  # noqa: PLC0415
    from desktop.cli.bench.window import measure  # noqa: PLC0415
    from desktop.start import make_application, run_with_loop  # noqa: PLC0415
    from desktop.tour import Tour  # noqa: PLC0415

    application = make_application()
    plan = Plan(seconds=20, rate=1000, rows=10_000, idle_s=5, pages=1, only=("storm",))
    sampler = _Sampler()

    async def run() -> int:
        with (
            tempfile.TemporaryDirectory(prefix="packdesk-bench-", ignore_cleanup_errors=True) as folder,
            sampler,
        ):
            await measure(Tour(application, Path(folder)), plan, say)
        return 0

    run_with_loop(application, run)
    return sampler.costs()


class _Sampler:
    """Looks every few milliseconds at what the main thread and the engine's thread are in."""

    def __init__(self) -> None:
        self._main = threading.get_ident()
        self._seen: Counter[str] = Counter()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="bench sampler", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY_S):
            frame = sys._current_frames().get(self._main)  # noqa: SLF001  # the only way to see another thread
            where = self._ours(frame)
            if where is not None:
                self._seen[where] += 1

    @staticmethod
    def _ours(frame: FrameType | None) -> str | None:
        """The innermost function of ours; None while the loop waits."""
        while frame is not None:
            code = frame.f_code
            if code.co_filename.startswith(_ROOT) and "bench" not in code.co_filename:
                if code.co_name in {"run_with_loop", "main", "run"}:
                    return None
                return f"{Path(code.co_filename).stem}.{code.co_qualname}"
            frame = frame.f_back
        return None

    def costs(self) -> list[Cost]:
        """Shares of the samples in which the thread was at something of ours."""
        total = self._seen.total() or 1
        return [(where, 100 * n / total, "%") for where, n in self._seen.most_common(_MOST)]
