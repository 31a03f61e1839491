"""Float pictures of one channel, from 0 to 1, and the blur with which everything soft is made."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]


def soft(plane: Plane, across: float, down: float | None = None) -> Plane:
    """``plane`` blurred by a Gaussian with these standard deviations in pixels (``down`` is ``across`` by default)."""
    return np.asarray(
        cv2.GaussianBlur(plane, (0, 0), sigmaX=across, sigmaY=across if down is None else down), np.float32
    )


def at_peak_one(plane: Plane) -> Plane:
    """``plane`` scaled so that its largest value is 1."""
    return np.asarray(plane / max(1e-3, float(plane.max())), np.float32)
