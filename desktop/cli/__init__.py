"""Packdesk without a window: the same services on the command line."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> None:
    """Entry point of ``packdesk``."""
    # a frozen program starts itself again as the image engine's child
    multiprocessing.freeze_support()
    try:
        # not before: the image engine's child imports this file too, and needs none of it
        from desktop.cli.root import run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001
        # a file of ours is missing or damaged: each command catches what happens within it
        from desktop import mishap  # noqa: PLC0415

        mishap.tell(mishap.report_crash(error))
        sys.exit(1)
