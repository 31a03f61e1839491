"""The studio with real child processes: crashes, hangs, cancels, a dying parent, and what is left afterwards."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from PIL import Image

from desktop.core.errors import BugError, InvalidInputError, PhotoRefusedError, StudioError
from desktop.core.pack import PACK_IMAGE_TYPES, ImageType
from desktop.imaging.child import portable
from desktop.imaging.contract import Engine, RenderRequest
from desktop.imaging.cutout import cut_out
from desktop.imaging.opening import open_photo
from desktop.imaging.render import CutoutCache, render_image
from desktop.imaging.studio import Studio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

PHOTOS = Path(__file__).parent / "photos"
MUG = (PHOTOS / "mug_table.jpg").read_bytes()
MAIN = RenderRequest(ImageType.MAIN_IMAGE, (MUG,))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by POSIX signals")


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    made = Studio()
    yield made
    await made.close()


async def until(condition: Callable[[], bool], within_s: float = 20.0) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it didn't happen in time"
        await asyncio.sleep(0.01)


async def running(studio: Studio) -> int:
    await studio.check_photo(MUG)
    pid = studio.child_pid
    assert pid is not None
    return pid


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_that_a_studio_is_an_engine() -> None:
    engine: Engine = Studio()
    assert isinstance(engine, Studio)
    assert engine.child_pid is None  # nothing is started before it is needed


async def test_that_photos_are_checked_and_refused_in_another_process(studio: Studio) -> None:
    check = await studio.check_photo(MUG)
    assert (check.mime, check.width, check.height) == ("image/jpeg", 1000, 1000)
    with pytest.raises(PhotoRefusedError) as refused:
        await studio.check_photo(b"Hello")
    assert refused.value.code == "not-an-image"
    assert studio.child_pid not in (None, os.getpid())


async def test_that_a_pack_is_rendered_with_progress(studio: Studio) -> None:
    told: dict[ImageType, list[float]] = {kind: [] for kind in PACK_IMAGE_TYPES}
    here = threading.get_ident()

    def progress(kind: ImageType) -> Callable[[float], None]:
        def tell(fraction: float) -> None:
            assert threading.get_ident() == here
            told[kind].append(fraction)

        return tell

    made = await asyncio.gather(
        *(
            studio.render(RenderRequest(kind, (MUG,)), timeout_s=200, progress=progress(kind))
            for kind in PACK_IMAGE_TYPES
        )
    )
    for kind, image in zip(PACK_IMAGE_TYPES, made, strict=True):
        assert image.image_type is kind
        picture = Image.open(io.BytesIO(image.data))
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (image.width, image.height), "RGB")
        assert not {"exif", "icc_profile", "xmp"} & set(picture.info)
        assert picture.info["comment"] == b"Packdesk seed=20"  # the only metadata there is
        assert max(Image.open(io.BytesIO(image.thumbnail)).size) == 480
        assert told[kind] == sorted(told[kind])
        assert told[kind][-1] == 1.0


async def test_that_a_photo_is_cut_out_as_soon_as_it_is_checked() -> None:
    ahead = Studio(works_ahead=True)
    try:
        await ahead.check_photo(MUG)
        with pytest.raises(PhotoRefusedError):
            await ahead.check_photo(b"Hello")  # nothing to prepare there
        child = psutil.Process(ahead.child_pid)
        before = child.cpu_times().user
        await until(lambda: child.cpu_times().user > before + 0.8)  # it works though nobody waits
        assert (await ahead.render(MAIN, timeout_s=100)).width == 2000
    finally:
        await ahead.close()


async def test_that_a_killed_child_fails_its_requests_and_the_next_one_works(studio: Studio) -> None:
    pid = await running(studio)
    asked = [asyncio.create_task(studio.render(MAIN)) for _ in range(3)]
    await asyncio.sleep(0.2)
    os.kill(pid, signal.SIGKILL)
    ended = await asyncio.gather(*asked, return_exceptions=True)
    codes = [end.code for end in ended if isinstance(end, StudioError)]
    assert codes[:2] == ["stopped", "stopped"]
    assert all(end.retryable for end in ended if isinstance(end, StudioError))
    assert (await studio.check_photo(MUG)).width == 1000
    assert studio.child_pid != pid
    assert is_gone(pid)


async def test_that_a_time_out_ends_the_child_and_spares_those_waiting(studio: Studio) -> None:
    pid = await running(studio)
    os.kill(pid, signal.SIGSTOP)  # a decoder that never comes back
    culprit = asyncio.create_task(studio.render(MAIN, timeout_s=0.4))
    innocent = asyncio.create_task(studio.render(MAIN, timeout_s=100))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(studio.render(MAIN, timeout_s=100))
    with pytest.raises(StudioError) as late:
        await culprit
    assert late.value.code == "time-out"
    with pytest.raises(StudioError) as interrupted:
        await innocent
    assert interrupted.value.code == "interrupted"
    assert (await waiting).width == 2000
    assert is_gone(pid)


async def test_that_cancelled_requests_are_abandoned_and_their_places_freed(studio: Studio) -> None:
    pid = await running(studio)
    asked = [asyncio.create_task(studio.render(MAIN)) for _ in range(6)]
    await asyncio.sleep(0.1)
    for task in asked:
        task.cancel()
    ended = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ended)
    assert (await studio.render(MAIN, timeout_s=100)).width == 2000
    assert studio.child_pid == pid  # the same child went on


async def test_that_a_hanging_child_is_ended_even_if_nobody_waits_any_more(studio: Studio) -> None:
    pid = await running(studio)
    os.kill(pid, signal.SIGSTOP)
    task = asyncio.create_task(studio.render(MAIN, timeout_s=0.5))
    await asyncio.sleep(0.05)
    task.cancel()
    await until(lambda: is_gone(pid))
    assert (await studio.check_photo(MUG)).width == 1000


async def test_that_closing_leaves_no_process_thread_or_file_behind() -> None:
    first = Studio()  # Python's own resource tracker stays once it runs, so it runs before counting
    await running(first)
    await first.close()
    me = psutil.Process()
    before = (set(me.children()), threading.active_count(), me.num_fds())
    for _ in range(3):
        again = Studio()
        pid = await running(again)
        waiting = [asyncio.create_task(again.render(MAIN)) for _ in range(3)]
        await asyncio.sleep(0.05)
        await again.close()
        await again.close()
        for end in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(end, StudioError)
            assert end.code == "closed"
        with pytest.raises(StudioError):
            await again.check_photo(MUG)
        assert is_gone(pid)
    assert (set(me.children()), threading.active_count(), me.num_fds()) == before


async def test_that_closing_unused_or_just_started_studios_works() -> None:
    await Studio().close()
    hurried = Studio()
    asked = asyncio.create_task(hurried.check_photo(MUG))
    await asyncio.sleep(0)
    await hurried.close()
    with pytest.raises(StudioError):
        await asked


@pytest.mark.parametrize(
    "error", [OSError("no more processes"), ValueError("whatever else")], ids=["OSError", "ValueError"]
)
async def test_that_a_process_that_cannot_be_started_is_told_and_left_behind(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: SpawnProcess) -> None:
        raise error

    made = Studio()
    with monkeypatch.context() as closed:
        closed.setattr(SpawnProcess, "start", fail)
        with pytest.raises(StudioError) as told:
            await made.check_photo(MUG)
    assert told.value.code == "start"
    assert (await made.check_photo(MUG)).width == 1000
    async with asyncio.timeout(20):
        await made.close()


async def test_that_ctrl_c_does_not_reach_the_child(studio: Studio) -> None:
    pid = await running(studio)
    os.kill(pid, signal.SIGINT)
    await asyncio.sleep(0.2)
    assert (await studio.check_photo(MUG)).width == 1000
    assert studio.child_pid == pid
    assert psutil.Process(pid).nice() > psutil.Process().nice()


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is Linux's")
async def test_that_a_memory_balloon_is_refused_and_the_child_goes_on() -> None:
    out = io.BytesIO()
    Image.new("RGB", (7000, 7000)).save(out, "PNG", compress_level=1)
    small = Studio(memory_bytes=100 * 1024 * 1024)
    try:
        pid = await running(small)
        with pytest.raises(PhotoRefusedError) as refused:
            await small.check_photo(out.getvalue())
        assert refused.value.code == "too-many-pixels"
        assert (await small.check_photo(MUG)).width == 1000
        assert small.child_pid == pid
    finally:
        await small.close()


async def test_that_requests_from_two_loops_are_served(studio: Studio) -> None:
    await running(studio)
    seen: list[int] = []

    async def ask() -> None:
        seen.append((await studio.check_photo(MUG)).width)

    thread = threading.Thread(target=lambda: asyncio.run(ask()))
    thread.start()
    await ask()
    await until(lambda: not thread.is_alive())
    assert seen == [1000, 1000]


@pytest.mark.parametrize("busy", [False, True])
def test_that_the_child_goes_when_its_parent_is_killed(busy: bool) -> None:
    program = f"""
        import asyncio, sys
        from pathlib import Path
        from desktop.core.pack import ImageType
        from desktop.imaging.contract import RenderRequest
        from desktop.imaging.studio import Studio

        async def main():
            studio = Studio()
            photo = Path({str(PHOTOS / "mug_table.jpg")!r}).read_bytes()
            await studio.check_photo(photo)
            print(studio.child_pid, flush=True)
            request = RenderRequest(ImageType.MAIN_IMAGE, (photo,))
            await asyncio.gather(*(studio.render(request) for _ in range(50 * {int(busy)})))
            await asyncio.sleep(100)

        asyncio.run(main())
    """
    # `python -c`: a parent without a file of its own, as under some debuggers and shells
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PHOTOS.parents[2],
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.kill()
        parent.wait()
        deadline = time.monotonic() + 5
        while not is_gone(child) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert is_gone(child)


def test_that_errors_travel_as_what_they_are() -> None:
    known = PhotoRefusedError("No.", code="too-small")
    assert portable(known) is known
    memory = portable(MemoryError())
    assert isinstance(memory, StudioError)
    assert memory.code == "out-of-memory"
    empty: dict[str, int] = {}
    with pytest.raises(KeyError) as caught:
        empty["what"]
    bug = portable(caught.value)
    assert isinstance(bug, BugError)
    assert "KeyError: 'what'" in str(bug)
    assert "test_that_errors_travel" in str(bug)


def test_that_a_request_without_a_photo_is_told() -> None:
    with pytest.raises(InvalidInputError):
        render_image(RenderRequest(ImageType.MAIN_IMAGE, ()))


def test_that_a_cut_out_is_made_once_for_all_threads_and_kept_within_bounds() -> None:
    cache = CutoutCache(max_bytes=1)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(cache.get(MUG))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(cutout) for cutout in found}) == 1
    box = (PHOTOS / "box_room.jpg").read_bytes()
    cache.get(box)
    assert cache.get(MUG) is not found[0]  # the bound of one byte keeps the newest only


def test_that_the_main_image_is_the_product_alone_on_pure_white() -> None:
    made = render_image(MAIN)
    picture = Image.open(io.BytesIO(made.data)).convert("RGB")
    corners = [picture.getpixel(at) for at in ((0, 0), (1999, 0), (0, 1999), (1999, 1999))]
    assert corners == [(255, 255, 255)] * 4
    assert cut_out(open_photo(made.data)).is_white_background
