"""What a command says: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from desktop.core.errors import KnownError


def say(text: str = "") -> None:
    """A line for people; standard output stays free for results."""
    click.echo(text, err=True)


def answer(value: object) -> None:
    """A result for programs: one line, plain ASCII, so that no console's encoding can spoil it."""
    click.echo(json.dumps(value, default=str))


def sentence_of(error: KnownError) -> str:
    """What an error says; where the window would ask whether to replace something, with the option that does."""
    if error.code == "exists":
        return error.message.replace("or replace it.", "or replace it with --force.")
    return error.message


def count(number: int, noun: str) -> str:
    """``1 job``, ``2 jobs``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


_CONTROL: Final = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}


def plain(text: str) -> str:
    """A text that may come from another program, with nothing in it that could steer the terminal."""
    return text.translate(_CONTROL)


def end_of_output() -> None:
    """The reader of our output is gone: what is still to be written goes nowhere, without complaint."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
