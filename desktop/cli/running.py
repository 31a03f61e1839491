"""How every command runs: its loop, its log, and what becomes of errors.

Exit codes: 0 done, 1 a defect or a failed check, 2 wrong usage, 3 something given can't be used, 4 the server
can't be reached or started, 5 not allowed, 6 a job failed or was cancelled, 7 files or disk, 8 the database's
tables don't fit, 130 interrupted.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, ParamSpec

import click

from desktop.core.errors import BugError, KnownError
from desktop.core.logs import log_to, redact
from desktop.workspace import check_home, home_folder, profile_dsn

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

P = ParamSpec("P")
log = logging.getLogger(__name__)

INTERRUPTED: Final = 130


def server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--profile`` and ``--dsn``; without them ``PACKDESK_DSN``, or else the private server."""
    command = click.option("--dsn", metavar="DSN", help="Connection string of a team's database.")(command)
    return click.option("--profile", metavar="NAME", help="A saved connection profile.")(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")


def chosen_dsn(profile: str | None, dsn: str | None) -> str | None:
    """Which database is meant; None for the private server.

    Raises:
        InvalidInputError: there is no such profile.
    """
    if profile and dsn:
        raise click.UsageError("Give --profile or --dsn, not both.")
    if dsn:
        return dsn
    if profile:
        return profile_dsn(home_folder(), profile)
    return os.environ.get("PACKDESK_DSN") or None


def say(text: str = "") -> None:
    """A line for people; standard output stays free for results."""
    click.echo(text, err=True)


def answer(value: object) -> None:
    """A result for programs."""
    click.echo(json.dumps(value, default=str, ensure_ascii=False))


def command(function: Callable[P, Coroutine[Any, Any, int | None]]) -> Callable[P, None]:
    """Run an async command body on a selector loop (psycopg needs one on Windows); errors become sentences.

    The body returns its exit code, or None for 0.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        as_json = bool(kwargs.get("as_json"))
        try:
            home = home_folder()
            check_home(home)
            with suppress(OSError):
                log_to(home / "logs")
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                code = runner.run(_interruptible(function(*args, **kwargs)))
        except KnownError as error:
            log.info("ended with: %s (%s)", error, error.code)
            _fail(redact(error.message), error.code, error.exit_code, as_json=as_json)
        except (KeyboardInterrupt, asyncio.CancelledError):
            _fail("Stopped.", "interrupted", INTERRUPTED, as_json=as_json)
        except click.ClickException:
            raise
        except BrokenPipeError:
            # the reader of our output is gone; nothing is left to tell it
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # lives as long as we do
            sys.exit(1)
        except Exception as error:
            log.exception("a defect")
            where = home_folder() / "logs" / "packdesk.log"
            text = (
                f"Something went wrong inside Packdesk ({type(error).__name__}). The details are in {where}."
            )
            _fail(text, "bug", 1, as_json=as_json)
        sys.exit(code or 0)

    return run


async def _interruptible(body: Coroutine[Any, Any, int | None]) -> int | None:
    """Let SIGTERM end a command the way Ctrl-C does: by cancelling it, so that it cleans up."""
    with suppress(NotImplementedError, RuntimeError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, _current_task().cancel)
    return await body


def _current_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    if task is None:
        raise BugError("a command runs outside a task")
    return task


def _fail(message: str, code: str, exit_code: int, *, as_json: bool) -> NoReturn:
    if as_json:
        answer({"error": code, "message": message})
    else:
        say(message)
    sys.exit(exit_code)
