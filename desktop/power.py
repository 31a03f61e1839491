"""Whether this computer is in use and on mains power; None wherever the system doesn't tell."""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cache
from typing import Any, Final

import psutil

log = logging.getLogger(__name__)

_ASK_TIMEOUT_S: Final = 2.0


def is_on_mains() -> bool | None:
    """Whether power comes from the wall; True for a computer without a battery."""
    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError):  # no such thing on this system
        return None
    return True if battery is None else battery.power_plugged


def idle_s() -> float | None:
    """Seconds since somebody last touched keyboard or mouse; None where the system doesn't tell. Call off the loop."""
    try:
        if sys.platform == "win32":
            return _idle_windows()
        if sys.platform == "darwin":
            return _idle_macos()
        return _idle_x11() if os.environ.get("DISPLAY") and not _is_wayland() else _idle_wayland()
    except (OSError, AttributeError, ValueError) as error:
        log.debug("idle time: %s", error)
        return None


def _idle_windows() -> float:
    class LastInput(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("tick_ms", ctypes.c_uint))

    told = LastInput(ctypes.sizeof(LastInput), 0)
    dlls: Any = getattr(ctypes, "windll")  # noqa: B009  # there on Windows only
    if not dlls.user32.GetLastInputInfo(ctypes.byref(told)):
        raise OSError("GetLastInputInfo")
    # both count milliseconds since the start in 32 bits, and begin again at zero after 49 days
    now_ms: int = dlls.kernel32.GetTickCount() & 0xFFFFFFFF
    since: float = ((now_ms - told.tick_ms) & 0xFFFFFFFF) / 1000
    return since


def _idle_macos() -> float:
    services = ctypes.CDLL("/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices")
    ask = services.CGEventSourceSecondsSinceLastEventType
    ask.restype, ask.argtypes = ctypes.c_double, [ctypes.c_int, ctypes.c_uint32]
    combined_session, any_input = 0, 0xFFFFFFFF
    return float(ask(combined_session, any_input))


def _is_wayland() -> bool:
    return os.environ.get("XDG_SESSION_TYPE") == "wayland"


class _ScreenSaverInfo(ctypes.Structure):
    """``XScreenSaverInfo`` of X11/extensions/scrnsaver.h; ``idle`` is in milliseconds."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


@cache
def _x11() -> tuple[Any, Any]:
    x11, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    x11.XDefaultRootWindow.restype, x11.XDefaultRootWindow.argtypes = ctypes.c_ulong, [ctypes.c_void_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    saver.XScreenSaverQueryInfo.argtypes = [
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.POINTER(_ScreenSaverInfo),
    ]
    return x11, saver


def _idle_x11() -> float | None:
    x11, saver = _x11()
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        told = _ScreenSaverInfo()
        root = x11.XDefaultRootWindow(display)
        return told.idle / 1000 if saver.XScreenSaverQueryInfo(display, root, ctypes.byref(told)) else None
    finally:
        x11.XCloseDisplay(display)


def _idle_wayland() -> float | None:
    """GNOME tells over D-Bus; other compositors tell only those who wait, which isn't worth a connection here."""
    program = shutil.which("gdbus")
    if program is None:
        return None
    with suppress(subprocess.SubprocessError):
        done = subprocess.run(
            [
                *(program, "call", "--session", "--dest", "org.gnome.Mutter.IdleMonitor"),
                *("--object-path", "/org/gnome/Mutter/IdleMonitor/Core"),
                *("--method", "org.gnome.Mutter.IdleMonitor.GetIdletime"),
            ],
            check=False,
            capture_output=True,
            text=True,
            timeout=_ASK_TIMEOUT_S,
        )
        if done.returncode == 0:  # "(uint64 1234,)"
            return int(done.stdout.strip("(),\n ").split()[-1]) / 1000
    return None
