"""How every command runs: its loop, its log, and what becomes of errors."""

from __future__ import annotations

import asyncio
import errno
import functools
import logging
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, ParamSpec

import click
from typing_extensions import override

from desktop.cli.exits import StoppedError
from desktop.cli.speaking import answer, end_of_output, say, sentence_of
from desktop.core.environment import take
from desktop.core.errors import BugError, InvalidInputError, KnownError, StorageError
from desktop.core.logs import log_to, redact
from desktop.data.changes import Mode
from desktop.data.connecting import with_default_password
from desktop.services.elsewhere import SECRETS, elsewhere_in, elsewhere_of
from desktop.services.profiles import profile_dsn
from desktop.workspace import check_home, home_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from desktop.core.elsewhere import Elsewhere
    from desktop.worker.worker import Worker

P = ParamSpec("P")
log = logging.getLogger(__name__)
_STOP_WORKER_S: Final = 30.0
_STOP_OFFLINE_S: Final = 3.0
_NO_OUTPUT: Final = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF))
"""What writing to standard output may meet when it leads to a file on a full disk."""


def server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--profile`` and ``--dsn``; without them ``PACKDESK_DSN``, or else the private server."""
    command = click.option(
        "--dsn",
        metavar="DSN",
        help="Connection string of a team's database. Others on this computer may see it in the list of "
        "processes: a password is safer in PACKDESK_DSN or a profile.",
    )(command)
    return click.option(
        "--profile",
        metavar="NAME",
        help="A saved connection: in profiles.toml in PACKDESK_HOME, its password in the key store.",
    )(command)


class GivenPath(click.Path):
    """A path as it was typed; an empty one (a variable that isn't set) is a mistake and not the current folder."""

    def __init__(self, *, exists: bool = False, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(
            exists=exists, file_okay=file_okay, dir_okay=dir_okay, readable=False, path_type=Path
        )

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value):
            self.fail("it is empty.", param, ctx)
        return super().convert(value, param, ctx)


def out_option(
    text: str, *, required: bool = False, metavar: str = "FOLDER", default: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--out``: where a command puts what it makes."""
    # to click a default of None is one, too, and nothing would be required any more
    given: dict[str, Any] = {} if default is None else {"default": default, "show_default": True}
    return click.option(
        "--out",
        type=GivenPath(),
        metavar=metavar,
        required=required,
        help=text,
        **given,
    )


force_option = click.option(
    "--force", is_flag=True, help="Replace what an earlier run has put there; without it that is refused."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")


def chosen_dsn(profile: str | None, dsn: str | None) -> str | None:
    """Which database is meant; None for the private server.

    Raises:
        InvalidInputError: there is no such profile, or the connection string is empty.
    """
    # whatever is chosen: no program started from here is to inherit it
    given, password = take("PACKDESK_DSN").strip(), take("PGPASSWORD")
    if profile is not None and dsn is not None:
        raise click.UsageError("Give --profile or --dsn, not both.", click.get_current_context(silent=True))
    if dsn is not None:
        if not dsn.strip():
            # an empty variable in a script must not end up in the private database
            raise InvalidInputError("--dsn is empty. Give a connection string, or leave it out.")
        return with_default_password(dsn, password)
    if profile is not None:
        return with_default_password(profile_dsn(home_folder(), profile), password)
    return with_default_password(given, password) if given else None


def chosen_elsewhere(profile: str | None) -> Elsewhere:
    """What of the work happens elsewhere: as the profile says, or without one the environment.

    Raises:
        InvalidInputError: what is said can't be.
    """
    if profile is not None:
        return elsewhere_of(home_folder(), profile)
    chosen = elsewhere_in(os.environ)
    for name in SECRETS:
        os.environ.pop(name, None)  # no program started from here inherits them
    return chosen


def command(function: Callable[P, Coroutine[Any, Any, int | None]]) -> Callable[P, None]:
    """Run an async command body on a selector loop (psycopg needs one on Windows); errors become sentences.

    The body returns its exit code, or None for 0.
    """
    return _wrapped(function, needs_home=True)


def command_for_any_home(function: Callable[P, Coroutine[Any, Any, int | None]]) -> Callable[P, None]:
    """The same for a command that has something to say even when the home folder is of no use."""
    return _wrapped(function, needs_home=False)


def _wrapped(
    function: Callable[P, Coroutine[Any, Any, int | None]], *, needs_home: bool
) -> Callable[P, None]:
    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        as_json = bool(kwargs.get("as_json"))
        try:
            home = home_folder()
            if needs_home:
                check_home(home)
            with suppress(OSError):
                log_to(home / "logs")
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                code = runner.run(_interruptible(function(*args, **kwargs)))
        except KnownError as error:
            log.info("ended with: %s (%s)", error, error.code)
            _fail(sentence_of(error), error.code, error.exit_code, as_json=as_json)
        except (KeyboardInterrupt, asyncio.CancelledError):
            _fail("Stopped.", StoppedError.default_code, StoppedError.exit_code, as_json=as_json)
        except click.ClickException:
            raise
        except BrokenPipeError:
            end_of_output()
            sys.exit(1)
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _NO_OUTPUT and error.filename is None:
                end_of_output()
                _fail(
                    f"The output can't be written ({error.strerror}).",
                    StorageError.default_code,
                    StorageError.exit_code,
                    as_json=False,
                )
            log.exception("a defect")
            kind = type(error).__name__
            where = home_folder() / "logs" / "packdesk.log"
            text = f"Something went wrong inside Packdesk ({kind}). The details are in {where}."
            _fail(text, "bug", 1, as_json=as_json)
        sys.exit(code or 0)

    return run


async def stop_worker(worker: Worker, running: asyncio.Task[None]) -> None:
    """Let a worker give back what it holds; a server that is away keeps nobody waiting, the leases do the rest."""
    worker.stop()
    await asyncio.wait({running}, timeout=_STOP_OFFLINE_S if worker.mode is Mode.OFFLINE else _STOP_WORKER_S)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def _interruptible(body: Coroutine[Any, Any, int | None]) -> int | None:
    """Let SIGTERM and a closed terminal end a command the way Ctrl-C does: once, so that it can clean up."""
    task = asyncio.current_task()
    if task is None:
        raise BugError("a command runs outside a task")
    is_told = False

    def stop() -> None:
        nonlocal is_told
        if not is_told:
            is_told = True
            task.cancel()

    for name in ("SIGTERM", "SIGHUP"):
        # neither is there on Windows, where closing the console ends us at once and the leases do the rest
        with suppress(NotImplementedError, RuntimeError, AttributeError):
            number = getattr(signal, name)
            # nohup means it
            if signal.getsignal(number) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(number, stop)
    return await body


def _fail(message: str, code: str, exit_code: int, *, as_json: bool) -> NoReturn:
    message = redact(message)
    with suppress(BrokenPipeError):
        if as_json:
            answer({"error": code, "message": message})
        say(message)
    sys.exit(exit_code)
