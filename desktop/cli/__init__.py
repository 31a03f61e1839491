"""Packdesk without a window: the same services on the command line."""

from __future__ import annotations

import multiprocessing


def main() -> None:
    """Entry point of ``packdesk``."""
    # a frozen program starts itself again as the image engine's child
    multiprocessing.freeze_support()
    # not before: the commands pull in the whole house, and the child needs none of it
    from desktop.cli.root import packdesk  # noqa: PLC0415

    packdesk(prog_name="packdesk")
