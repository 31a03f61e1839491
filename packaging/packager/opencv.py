"""Calls every function of OpenCV that Packdesk calls, in an OpenCV which has lost some of its libraries.

``slim`` takes linear algebra and video codecs away from OpenCV; a function that needs them all the same would end the
image engine on the spot. So each one has a trial here: on a picture like those it meets, in a process of its own. The
build runs them in the finished bundle, the tests in a copy of the wheel. A function that is called somewhere and has
no trial fails both.

    python -m packager.opencv FOLDER      runs the trials with the OpenCV in FOLDER
"""

from __future__ import annotations

import faulthandler
import importlib
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from packager import contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CALL: Final = re.compile(r"\bcv2\.(\w+)")
_MODEL: Final = contents.ROOT / "resources" / "models" / "u2netp.onnx"
_TRIALS_S: Final = 120.0
_SIZE: Final = (640, 480)
"""Larger than the blocks in which OpenCV's parallel and blocked paths begin."""


def names_used(code: Path = contents.ROOT / "desktop") -> set[str]:
    """Every name of OpenCV that stands somewhere in the program."""
    found: set[str] = set()
    for path in code.rglob("*.py"):
        found.update(_CALL.findall(path.read_text("utf-8")))
    return found


def try_in(folder: Path) -> list[str]:
    """Run all trials with the OpenCV that lies in ``folder`` (with ``cv2`` in it); what was found wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "packager.opencv", folder],
        check=False,
        capture_output=True,
        text=True,
        timeout=_TRIALS_S,
        cwd=contents.ROOT / "packaging",
    )
    if done.returncode == 0:
        return []
    begun = re.findall(r"^(\w+)$", done.stdout, re.MULTILINE)
    last = f"cv2.{begun[-1]}" if begun else "import cv2"
    return [f"OpenCV without its libraries: {last} ended with {done.returncode}\n{done.stderr[-2000:]}"]


class Trials:
    """One picture in the shapes that functions want, and a trial for each; trials are named like the functions."""

    def __init__(self, cv2: Any) -> None:
        self._cv2 = cv2
        width, height = _SIZE
        rows, columns = np.mgrid[0:height, 0:width]
        disc = (rows - height / 2) ** 2 + (columns - width / 2) ** 2 < (height / 3) ** 2
        noise = np.random.default_rng(1).integers(0, 40, (height, width, 3))
        self._rgb = (noise + 200 - 150 * disc[..., None]).astype(np.uint8)
        self._grey = self._rgb[..., 0].copy()
        self._mask = disc.astype(np.uint8)
        self._float = self._grey.astype(np.float32) / 255

    def all(self) -> dict[str, Callable[[], object]]:
        """The trials by the name of what they try."""
        cv2, rgb, grey, mask, light = self._cv2, self._rgb, self._grey, self._mask, self._float
        square = np.ones((5, 5), np.uint8)
        at_x, at_y = np.meshgrid(np.arange(100, dtype=np.float32), np.arange(80, dtype=np.float32))
        return {
            "GaussianBlur": lambda: [cv2.GaussianBlur(each, (0, 0), 6.5) for each in (rgb, light)],
            "Sobel": lambda: cv2.Sobel(light, cv2.CV_32F, 1, 0),
            "adaptiveThreshold": lambda: cv2.adaptiveThreshold(
                grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 9
            ),
            "blur": lambda: [cv2.blur(each, (9, 9)) for each in (rgb, light)],
            "circle": lambda: cv2.circle(mask.copy(), (50, 50), 9, 1, cv2.FILLED, cv2.LINE_AA),
            "connectedComponents": lambda: cv2.connectedComponents(mask),
            "connectedComponentsWithStats": lambda: cv2.connectedComponentsWithStats(mask, connectivity=8),
            "convertScaleAbs": lambda: cv2.convertScaleAbs(light, alpha=255),
            "convexHull": lambda: cv2.convexHull(np.vstack(self._outlines())),
            "copyMakeBorder": lambda: cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1),
            "cvtColor": lambda: [cv2.cvtColor(rgb, to) for to in (cv2.COLOR_RGB2LAB, cv2.COLOR_RGB2GRAY)],
            "dilate": lambda: cv2.dilate(mask, square, iterations=3),
            "distanceTransform": lambda: [cv2.distanceTransform(mask, cv2.DIST_L2, n) for n in (3, 5)],
            "dnn": self._look,
            "drawContours": lambda: cv2.drawContours(mask.copy(), self._outlines(), -1, (1,), cv2.FILLED),
            "erode": lambda: cv2.erode(mask, square, iterations=3),
            "fillConvexPoly": lambda: cv2.fillConvexPoly(mask.copy(), self._outlines()[0], (1,)),
            "findContours": self._outlines,
            "floodFill": lambda: cv2.floodFill(mask.copy(), None, (0, 0), 2),
            "getStructuringElement": lambda: cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)),
            "grabCut": self._cut,
            "line": lambda: cv2.line(mask.copy(), (5, 5), (300, 200), 1, 7, cv2.LINE_AA),
            "magnitude": lambda: cv2.magnitude(light, light),
            "medianBlur": lambda: [cv2.medianBlur(rgb, n) for n in (3, 5)],
            "morphologyEx": lambda: [
                cv2.morphologyEx(mask, kind, square) for kind in (cv2.MORPH_OPEN, cv2.MORPH_CLOSE)
            ],
            "remap": lambda: cv2.remap(rgb, at_x, at_y, cv2.INTER_LINEAR),
            "resize": lambda: [
                cv2.resize(each, (200, 900), interpolation=how)
                for each in (rgb, light)
                for how in (cv2.INTER_AREA, cv2.INTER_CUBIC, cv2.INTER_LINEAR, cv2.INTER_NEAREST)
            ],
            "setNumThreads": lambda: cv2.setNumThreads(2),
            "setRNGSeed": lambda: cv2.setRNGSeed(1),
            "warpAffine": lambda: cv2.warpAffine(light, np.array([[1, 0.3, 5], [0.1, 1, 5]]), _SIZE),
        }

    def _outlines(self) -> Any:
        outlines, _ = self._cv2.findContours(
            self._mask, self._cv2.RETR_EXTERNAL, self._cv2.CHAIN_APPROX_SIMPLE
        )
        return outlines

    def _cut(self) -> object:
        told = np.where(self._mask > 0, self._cv2.GC_PR_FGD, self._cv2.GC_BGD).astype(np.uint8)
        background, product = np.zeros((1, 65)), np.zeros((1, 65))
        how = self._cv2.GC_INIT_WITH_MASK
        return self._cv2.grabCut(self._rgb, told, None, background, product, 3, how)

    def _look(self) -> object:
        net = self._cv2.dnn.readNetFromONNX(str(_MODEL))
        net.setInput(np.zeros((1, 3, 320, 320), np.float32))
        return net.forward()


def untried(cv2: Any, names: set[str]) -> set[str]:
    """Which of these names do something (constants and kinds of errors don't) and have no trial."""
    tried = Trials(cv2).all()
    return {
        name
        for name in names - tried.keys()
        if not (isinstance(found := getattr(cv2, name), int) or _is_error(found))
    }


def _is_error(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, BaseException)


def main() -> int:
    """Each trial's name before it begins, so that the last one told is the one that ended everything."""
    faulthandler.enable()
    sys.path.insert(0, sys.argv[1])  # after NumPy, which comes from here
    cv2 = importlib.import_module("cv2")
    if not str(cv2.__file__).startswith(sys.argv[1]):
        print(f"{cv2.__file__} was tried instead of {sys.argv[1]}", file=sys.stderr)
        return 1
    missing = untried(cv2, names_used())
    if missing:
        print(f"Give these a trial in packager/opencv.py: {', '.join(sorted(missing))}", file=sys.stderr)
        return 1
    for name, trial in Trials(cv2).all().items():
        print(name, flush=True)
        trial()
    return 0


if __name__ == "__main__":
    sys.exit(main())
