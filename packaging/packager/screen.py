"""A screen without a monitor (Xvfb), and what a person does there: look, press keys, take a picture."""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALL: Final = "1366x768"
LARGE: Final = "3840x2160"
_TAKE_PICTURE: Final = (
    "import sys; from PySide6.QtGui import QGuiApplication\n"
    "app = QGuiApplication([]); app.primaryScreen().grabWindow(0).save(sys.argv[1])"
)


class Screen:
    """One screen by its number; keys come from outside, as from a keyboard (needs xdotool)."""

    def __init__(self, display: str) -> None:
        self.display = display
        self._environment = {**os.environ, "DISPLAY": display}

    def windows(self) -> list[str]:
        """The windows that are ours, dialogs included, by number; the topmost last."""
        return self.do("search", "--onlyvisible", "--class", "packdesk").split()

    def press(self, *keys: str) -> None:
        """Press keys in our topmost window."""
        for window in self.windows()[-1:]:
            self.do("windowfocus", "--sync", window)
        self.do("key", *keys)

    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of our windows in pixels."""
        found = []
        for window in self.windows():
            told = dict(
                line.split("=", 1)
                for line in self.do("getwindowgeometry", "--shell", window).splitlines()
                if "=" in line
            )
            found.append((int(told["WIDTH"]), int(told["HEIGHT"])))
        return found

    def do(self, *words: str) -> str:
        """What xdotool answers."""
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, check=False, capture_output=True, text=True
        )
        return done.stdout

    def ask_to_close(self) -> None:
        """Ask our topmost window to close, as the cross in its frame does: no window manager is here to do it."""
        x = ctypes.CDLL("libX11.so.6")
        for name in ("XOpenDisplay", "XInternAtom"):
            getattr(x, name).restype = ctypes.c_void_p
        display = ctypes.c_void_p(x.XOpenDisplay(self.display.encode()))
        protocols, delete = (
            x.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        )
        for window in self.windows()[-1:]:
            # XClientMessageEvent: type, serial, is sent, display, window, kind, bits of a word, five words
            event = struct.pack("@iLiPLLi5l", 33, 0, 1, 0, int(window), protocols, 32, delete, 0, 0, 0, 0)
            x.XSendEvent(display, ctypes.c_ulong(int(window)), 0, ctypes.c_long(0), event.ljust(192, b"\0"))
        x.XCloseDisplay(display)

    def picture(self, path: Path) -> None:
        """A picture of the whole screen."""
        environment = {**self._environment, "QT_QPA_PLATFORM": "xcb"}
        subprocess.run(
            [sys.executable, "-c", _TAKE_PICTURE, path], env=environment, check=True, capture_output=True
        )


@contextmanager
def screen(size: str = SMALL) -> Iterator[Screen | None]:
    """A screen of our own on Linux, where there is none to rely on; None elsewhere."""
    if sys.platform != "linux":
        yield None
        return
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        raise SystemExit(
            "The built program is tried on a screen without a monitor: sudo apt-get install xvfb"
        )
    read, write = os.pipe()
    process = subprocess.Popen(
        [xvfb, "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise SystemExit("Xvfb doesn't start.")
        yield Screen(f":{number}")
    finally:
        process.terminate()
        process.wait()
