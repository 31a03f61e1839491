"""The command group. Each command stands in the file of its name, which is imported when it is called."""

from __future__ import annotations

import importlib
import io
import os
import sys
from typing import Final, NoReturn

import click

from desktop import __version__
from desktop.cli import interrupts
from desktop.cli.exits import EXIT_CODES, StoppedError
from desktop.cli.speaking import answer, end_of_output, say
from desktop.core.errors import BugError
from desktop.core.logs import redact

COMMANDS: Final = {
    "pack": "Make a complete pack of six listing images from photos.",
    "cutout": "Cut products out of photos, into transparent PNGs.",
    "sample": "Make the sample project and its pack.",
    "export": "Export a project's images for a marketplace.",
    "aplus": "Make a project's A+ content and save its modules.",
    "check": "Check images against a marketplace's rules.",
    "worker": "Process queued jobs on this computer.",
    "jobs": "List, show, watch, retry, cancel and save jobs.",
    "images": "Move images between the database and Supabase Storage.",
    "db": "Set up a database, and see where it stands.",
    "sheet": "Make a contact sheet: every image type in every style.",
    "doctor": "Check the set-up from the disk to a finished image.",
    "bench": "Measure how fast this computer is.",
}
"""The commands in the order in which a newcomer needs them, with the line the overview shows."""

_HIDDEN: Final = {"window": "window", "screenshots": "window", "message": "window"}
"""Commands that stand for something else, with their file: no command at all opens the window."""


class _Commands(click.Group):
    """Imports a command when it is called: the overview and ``--version`` come at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS and cmd_name not in _HIDDEN:
            return None
        file = _HIDDEN.get(cmd_name, cmd_name)
        command: click.Command = getattr(importlib.import_module(f"desktop.cli.{file}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and os.path.lexists(args[0]):
            # a file: opened with the program, or dropped on its icon
            return "window", self.get_command(ctx, "window"), args
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), meaning) for code, meaning in EXIT_CODES.items()])


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="",
    subcommand_metavar="[FILE... | COMMAND ...]",
)
@click.version_option(__version__, message="Packdesk %(version)s")
@click.option("--self-test", is_flag=True, help="Open every page of the window, and say whether all is well.")
@click.pass_context
def packdesk(ctx: click.Context, *, self_test: bool) -> int:
    """Make complete packs of listing images from product photos.

    Without a command the window opens. A photo begins a project; a .packdesk file connects to a team.

    Without --profile, --dsn or PACKDESK_DSN everything works on a private database of your own, which is started
    when needed. PACKDESK_HOME says where it lives.
    """
    interrupts.let_go()  # the command's own file is loaded by now
    if self_test:
        ctx.exit(ctx.invoke(_hidden(ctx, "screenshots"), folder=None, self_test=True))
    if ctx.invoked_subcommand is None:
        return int(ctx.invoke(_hidden(ctx, "window"), files=(), profile=None, dsn=None))
    return 0


def _hidden(ctx: click.Context, name: str) -> click.Command:
    command = _Commands().get_command(ctx, name)
    if command is None:
        raise BugError(f"there is no command {name}")
    return command


def run() -> NoReturn:
    """Run the command line; wrong usage becomes one sentence, too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a file name may hold anything, and a Windows console may lack its letters
            stream.reconfigure(errors="backslashreplace")
    try:
        code = packdesk(prog_name="packdesk", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        # interrupted before there was anything to clean up
        say("Stopped.")
        sys.exit(StoppedError.exit_code)
    except click.ClickException as error:
        try:
            _tell_usage(error)
        except OSError as lost:
            _leave_without_output(lost)
    except OSError as error:
        _leave_without_output(error)
    sys.exit(code if isinstance(code, int) else 0)


def _leave_without_output(error: OSError) -> NoReturn:
    """Nobody reads what we say, or its disk is full."""
    end_of_output()
    if not isinstance(error, BrokenPipeError):
        say(f"The output can't be written ({error.strerror}).")
    sys.exit(1 if isinstance(error, BrokenPipeError) else 7)


def _tell_usage(error: click.ClickException) -> NoReturn:
    # what was typed in the wrong place may be a connection string
    message = redact(" ".join(error.format_message().split()))
    if message[-1:] not in {".", "!", "?"}:
        message += "."
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if "--json" in sys.argv:
        answer({"error": "usage", "message": message})
    say(message + (f" See `{ctx.command_path} --help`." if ctx is not None else ""))
    sys.exit(error.exit_code)
