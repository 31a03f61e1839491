"""The networks and who uses them: never two at one network, and no second one without need."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop.core.resources import resource_path
from desktop.imaging.cutout import cut_out
from desktop.imaging.model import SaliencyModel
from desktop.imaging.opening import WORKING_SIDE, LatePhoto, open_early

PICTURE = np.full((40, 40, 3), 200, np.uint8)
PATIENCE_S = 10.0


class _Shared:
    """What all networks of a test have to say."""

    def __init__(self, meet: int = 1) -> None:
        self.loaded = 0
        self.most_at_once = 0
        self.at_once = 0
        self.lock = threading.Lock()
        self.together = threading.Barrier(meet)

    def load(self) -> _Network:
        self.loaded += 1
        return _Network(self)


class _Network:
    def __init__(self, shared: _Shared) -> None:
        self._shared = shared
        self._busy = threading.Lock()

    def run(self, blob: NDArray[np.float32]) -> NDArray[np.float32]:
        assert self._busy.acquire(blocking=False), "two looks through one network"
        with self._shared.lock:
            self._shared.at_once += 1
            self._shared.most_at_once = max(self._shared.most_at_once, self._shared.at_once)
        self._shared.together.wait(PATIENCE_S)
        with self._shared.lock:
            self._shared.at_once -= 1
        self._busy.release()
        return np.asarray(blob[0, 0], np.float32)


def test_that_one_look_after_the_other_needs_one_network() -> None:
    shared = _Shared()
    model = SaliencyModel(shared.load)
    for _ in range(3):
        with model.at_work():
            model.look(PICTURE)
    assert shared.loaded == 1


def test_that_two_look_at_once_and_not_three_and_that_the_second_network_goes() -> None:
    shared = _Shared(meet=2)
    model = SaliencyModel(shared.load)
    with model.at_work(), ThreadPoolExecutor(4) as many:
        list(many.map(model.look, [PICTURE] * 12))
        assert shared.loaded == 2
    assert shared.most_at_once == 2
    with model.at_work(), ThreadPoolExecutor(2) as two:
        list(two.map(model.look, [PICTURE] * 4))
    assert shared.loaded == 3, "the second one had gone, and came again"


def test_that_the_second_network_waits_until_the_photo_has_let_go_of_its_original() -> None:
    shared = _Shared()
    loaded: list[int] = []

    class Slow(LatePhoto):
        def working(self) -> Image.Image:
            time.sleep(0.3)
            loaded.append(shared.loaded)
            return super().working()

    photo = Image.new("RGB", (3400, 1700), "white")
    photo.paste((20, 40, 160), (1200, 500, 2200, 1200))
    model = SaliencyModel(shared.load)
    cut_out(Slow(photo, WORKING_SIDE), model)
    assert loaded[0] == 1
    assert shared.loaded == 2


def test_that_cut_outs_made_side_by_side_are_those_made_alone() -> None:
    photo = resource_path("sample", "sample-photo.jpg").read_bytes()
    alone = np.asarray(cut_out(open_early(photo)).image)
    with ThreadPoolExecutor(3) as many:
        for made in many.map(lambda data: cut_out(open_early(data)), [photo] * 3):
            assert np.array_equal(np.asarray(made.image), alone)
