"""``packdesk`` without a command: the window. Everything about it stands behind ``desktop.start``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from desktop import mishap
from desktop.cli.exits import EXIT_CODES
from desktop.cli.running import GivenPath, chosen_dsn, chosen_elsewhere, server_options
from desktop.cli.speaking import say
from desktop.core.errors import KnownError
from desktop.core.logs import redact


def has_screen() -> bool:
    """Whether a window can be shown: Qt would otherwise end the program on the spot."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@click.command(hidden=True)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@server_options
def window(files: tuple[Path, ...], profile: str | None, dsn: str | None) -> int:
    """Open the window; FILES are photos to add, or a connection file."""
    if not has_screen():
        say("There is no screen to show the window on. See `packdesk --help` for what works without one.")
        return 2
    try:
        # Qt takes a moment to load, and no other command needs it
        from desktop.start import run  # noqa: PLC0415

        return run(files, dsn=chosen_dsn(profile, dsn), elsewhere=chosen_elsewhere(profile))
    except KnownError as error:
        mishap.tell(redact(error.message))
        return error.exit_code if error.exit_code in EXIT_CODES else 1
    except Exception as error:  # noqa: BLE001  # whoever double-clicked sees no terminal
        mishap.tell(mishap.report_crash(error))
        return 1


@click.command(hidden=True)
def message() -> int:
    """Show what comes in on standard input in a window, until it is closed."""
    from desktop.start import show_message  # noqa: PLC0415

    return show_message(sys.stdin.read())


@click.command(hidden=True)
@click.option(
    "--self-test", "self_test", is_flag=True, help="Open every page of the window in light and dark."
)
@click.argument("folder", required=False, type=GivenPath(file_okay=False))
def screenshots(folder: Path | None, *, self_test: bool) -> int:
    """Take a picture of every page in every state, into FOLDER."""
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop.tour import run_screenshots, run_self_test  # noqa: PLC0415

    if self_test:
        return run_self_test()
    if folder is None:
        raise click.UsageError("Name the folder for the pictures.")
    return run_screenshots(folder)
