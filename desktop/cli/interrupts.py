"""Ctrl-C while the program is still loading.

Raised in the middle of an import it may meet a callback of Python's own, where an exception is printed and forgotten:
the command would go on. So until everything is there it is only noted.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

_noted: list[int] = []


def hold() -> None:
    """From now on note it; where it is ignored (nohup, a script's background) it stays ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)


def let_go() -> None:
    """From now on as usual.

    Raises:
        KeyboardInterrupt: it came meanwhile.
    """
    if signal.getsignal(signal.SIGINT) is _note:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if _noted:
        _noted.clear()
        raise KeyboardInterrupt


def _note(number: int, _frame: FrameType | None) -> None:
    _noted.append(number)
