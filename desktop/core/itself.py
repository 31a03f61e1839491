"""How the program starts itself once more: built or from its source, as a program of its own."""

from __future__ import annotations

import os
import sys


def own_command() -> list[str]:
    """What starts it; what it is to do comes behind."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]


def own_environment(**more: str) -> dict[str, str]:
    """This process's environment for another one, with ``more``.

    Without its last variable a built program would take itself for a part of this one: it would look for its libraries
    in this one's folder, which may be gone or another version's by then (PyInstaller).
    """
    return {**os.environ, **more, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
