"""The network that sees what is product and what is background: u2netp.

U^2-Net (Qin et al., Pattern Recognition 106, 2020), the 4.6 MB variant, Apache-2.0; see ``resources/models``.
It looks at 320 x 320 pixels and answers with one probability per pixel. A single look is moody: a hole filled
here, a chair leg lost there, depending on the crop. The mean of several looks, framed differently, mirrored and
upside down, is far steadier (measured, see tests/imaging/test_cutout.py).
"""

from __future__ import annotations

import queue
import threading
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from desktop.core.resources import resource_path
from desktop.imaging import heap
from desktop.imaging.network import INPUT_SIDE, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from desktop.imaging.masks import Box
    from desktop.imaging.network import Network

_MEAN: Final = np.array((0.485, 0.456, 0.406), np.float32)
_DEVIATION: Final = np.array((0.229, 0.224, 0.225), np.float32)
"""ImageNet's mean and standard deviation per channel, as the network was trained with."""
_AT_ONCE: Final = 2
STRETCH_FROM: Final = 0.25
STRETCH_SPAN: Final = 0.5
"""The network's edges are too soft: (a - .25) / .5 measured best on 18 product photos with exact masks."""


class SaliencyModel:
    """Owns the networks. Safe from any thread; up to two look at once, as a network keeps its state inside.

    The second one takes 160 MB: it comes when it is needed, and goes when nobody is at work any more.
    """

    def __init__(self, load_network: Callable[[], Network]) -> None:
        """Load the first network, which stays.

        Raises:
            StudioError: it isn't there, or damaged.
        """
        self._load = load_network
        self._lock = threading.Lock()
        self._loaded = 1
        self._free: queue.SimpleQueue[Network] = queue.SimpleQueue()
        self._free.put(load_network())
        self._users = 0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While anybody is, what was loaded stays."""
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._drop_second()

    def _drop_second(self) -> None:
        with suppress(queue.Empty):  # in the hands of somebody who isn't at work by our counting
            while self._loaded > 1:
                self._free.get_nowait()
                self._loaded -= 1
                heap.trim()

    def get_ready(self) -> None:
        """Load the second network, unless it is there: best while the first looks and a processor is free."""
        network = self._another()
        if network is not None:
            self._free.put(network)

    @contextmanager
    def _network(self) -> Iterator[Network]:
        try:
            network = self._free.get_nowait()
        except queue.Empty:
            network = self._another() or self._free.get()
        try:
            yield network
        finally:
            self._free.put(network)

    def _another(self) -> Network | None:
        """One more network; None if there are as many as there may be."""
        with self._lock:
            if self._loaded == _AT_ONCE:
                return None
            self._loaded += 1
        try:
            heap.trim()  # what earlier images left behind makes room for it
            return self._load()
        except BaseException:
            with self._lock:
                self._loaded -= 1
            raise

    def look(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Probability of being product, 320 x 320 values of 0 to 1, for an RGB picture of any size."""
        small = cv2.resize(
            np.ascontiguousarray(rgb), (INPUT_SIDE, INPUT_SIDE), interpolation=cv2.INTER_AREA
        ).astype(np.float32)
        small /= max(float(small.max()), 1.0)
        blob = np.ascontiguousarray(((small - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None])
        with self._network() as network:
            answer = network.run(blob)
        low, high = float(answer.min()), float(answer.max())
        if high - low < 1e-6:
            return np.zeros_like(answer)
        return np.asarray((answer - low) / (high - low), np.float32)


@cache
def default_model() -> SaliencyModel:
    """The shipped model, read once per process.

    Raises:
        StudioError: it isn't there.
    """
    return SaliencyModel(partial(load, resource_path("models")))


def look_at(
    model: SaliencyModel,
    rgb: NDArray[np.uint8],
    box: Box,
    size: tuple[int, int],
    *,
    flipped: int | None = None,
) -> NDArray[np.float32]:
    """One look at a part of the photo, placed into a map of ``size`` (width, height); zero outside the part.

    Args:
        model: the network.
        rgb: the photo, in any resolution.
        box: the part in fractions of the photo: left, top, right, bottom, 0 to 1.
        size: of the map returned.
        flipped: the axis along which the network sees the part flipped: 0 is upside down, 1 is mirrored.
    """
    height, width = rgb.shape[:2]
    part = rgb[
        round(box[1] * height) : max(round(box[3] * height), round(box[1] * height) + 1),
        round(box[0] * width) : max(round(box[2] * width), round(box[0] * width) + 1),
    ]
    left, top = round(box[0] * size[0]), round(box[1] * size[1])
    right, bottom = max(round(box[2] * size[0]), left + 1), max(round(box[3] * size[1]), top + 1)
    if flipped is None:
        probability = model.look(part)
    else:
        probability = np.ascontiguousarray(np.flip(model.look(np.flip(part, flipped)), flipped))
    seen = cv2.resize(probability, (right - left, bottom - top), interpolation=cv2.INTER_CUBIC)
    whole = np.zeros((size[1], size[0]), np.float32)
    whole[top:bottom, left:right] = np.clip(seen, 0.0, 1.0)
    return whole


def stretch(probability: NDArray[np.float32]) -> NDArray[np.float32]:
    """Alpha from probability."""
    return cast("NDArray[np.float32]", np.clip((probability - STRETCH_FROM) / STRETCH_SPAN, 0.0, 1.0))
