"""The C library's heap, where it is glibc; what is said to it is explained in ``mallopt``'s manual page."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_M_ARENA_MAX: Final = -8


def share() -> None:
    """All threads of this process share one heap from now on.

    With a heap a thread a pack's peak is a tenth higher. Giving every large block back at once would save little
    more, and costs a quarter of a pack's time: the system has to clear each page again (310,000 faults a pack, now
    25,000).
    """
    library = _glibc()
    if library is not None:
        library.mallopt(_M_ARENA_MAX, 1)


def trim() -> None:
    """Give the heap's free pages back to the system."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "gnu_get_libc_version") else None
