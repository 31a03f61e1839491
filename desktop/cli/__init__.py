"""Packdesk without a window: the same services on the command line."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path


def main() -> None:
    """Entry point of ``packdesk``."""
    # a frozen program starts itself again as the image engine's child
    multiprocessing.freeze_support()
    try:
        # not before: the image engine's child imports this file too, and needs none of it
        from desktop.cli import interrupts  # noqa: PLC0415

        interrupts.hold()
        from desktop.cli.root import run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001
        # a file of ours is missing or damaged: each command catches what happens within it
        from desktop import mishap  # noqa: PLC0415

        told = mishap.report_crash(error)
        if _is_command():
            print(told, file=sys.stderr, flush=True)  # noqa: T201
        else:
            mishap.tell(told)
        sys.exit(1)


def _is_command() -> bool:
    """Whether a person or a script typed a command: a window would keep it waiting. A double-click names files only."""
    first = sys.argv[1] if len(sys.argv) > 1 else "-"
    return not first.startswith("-") and not Path(first).exists()
