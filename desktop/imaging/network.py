"""What runs the cut-out network: MNN where it has a wheel, OpenCV elsewhere; both give the same answer to 1e-4.

MNN takes a quarter of OpenCV 4's time for a look (0.2 s against 0.9 s of one processor) and less memory. onnxruntime is
nearly as fast, but brings 35 MB, and 560 MB at its peak.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import cv2
import numpy as np

from desktop.core.errors import StudioError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

INPUT_SIDE: Final = 320
_FUSED_MAP: Final = "1959"
"""The network's first output; the six others are its ingredients."""


class Network(Protocol):
    """A loaded network; one call at a time."""

    def run(self, blob: NDArray[np.float32]) -> NDArray[np.float32]:
        """The raw answer, (320, 320), to normalised pixels, (1, 3, 320, 320)."""
        ...


def load(folder: Path) -> Network:
    """The network in ``folder`` with the fastest engine there is.

    Raises:
        StudioError: it isn't there, or damaged.
    """
    with contextlib.suppress(ImportError, OSError, _UnusableError):
        return MnnNetwork(folder / "u2netp.mnn")
    return OpenCvNetwork(folder / "u2netp.onnx")


class _UnusableError(Exception):
    """MNN can't open the file: damaged, or beyond a path that its C++ can't read."""


class MnnNetwork:
    """Run by MNN, whose wheels exist for x86-64 and for Macs; in one thread.

    With two, each half of every layer waits for the other, turning in circles: with another program at work on two
    processors a look took .9 s instead of .4, and the answers differ by 3e-6 from those of one thread.
    """

    def __init__(self, path: Path) -> None:
        """Read the model.

        Raises:
            ImportError: there is no MNN for this machine.
            OSError: the file isn't there.
        """
        path.stat()
        import MNN  # noqa: PLC0415  # not there on every machine

        self._mnn: Any = MNN
        try:
            self._interpreter = self._mnn.Interpreter(str(path))
            options = {"numThread": 1, "precision": "high", "backend": "CPU"}
            self._session = self._interpreter.createSession(options)
        except Exception as error:  # it raises bare exceptions of several kinds
            raise _UnusableError(str(error)) from error

    def run(self, blob: NDArray[np.float32]) -> NDArray[np.float32]:
        """See ``Network``."""
        mnn, session = self._mnn, self._session
        given = mnn.Tensor(blob.shape, mnn.Halide_Type_Float, blob, mnn.Tensor_DimensionType_Caffe)
        self._interpreter.getSessionInput(session).copyFrom(given)
        self._interpreter.runSession(session)
        room = np.zeros((1, 1, INPUT_SIDE, INPUT_SIDE), np.float32)
        answer = mnn.Tensor(room.shape, mnn.Halide_Type_Float, room, mnn.Tensor_DimensionType_Caffe)
        self._interpreter.getSessionOutput(session, _FUSED_MAP).copyToHostTensor(answer)
        return np.array(answer.getNumpyData(), np.float32).reshape(INPUT_SIDE, INPUT_SIDE)


class OpenCvNetwork:
    """Run by OpenCV's own module for networks."""

    def __init__(self, path: Path) -> None:
        """Read the model.

        Raises:
            StudioError: the file is missing or can't be read.
        """
        if not path.is_file():
            raise StudioError(
                "The cut-out model is missing. Run the set-up again, then try once more.",
                code="model-missing",
                retryable=False,
            )
        try:
            self._net = cv2.dnn.readNetFromONNX(str(path))
        except cv2.error as error:
            raise StudioError(
                "The cut-out model is damaged. Run the set-up again, then try once more.",
                code="model-damaged",
                retryable=False,
            ) from error
        self._output = self._net.getUnconnectedOutLayersNames()[0]

    def run(self, blob: NDArray[np.float32]) -> NDArray[np.float32]:
        """See ``Network``."""
        self._net.setInput(blob)
        answer = cast("NDArray[np.float32]", self._net.forward(self._output))
        return np.array(answer[0, 0], np.float32)
