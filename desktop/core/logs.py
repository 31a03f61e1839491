"""The log file, and the filter that keeps secrets out of it."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_SECRETS: Final = (
    # postgresql://user:secret@host, also misspelt (postgresql:/user:secret@host, postgres//...) or with / or @ in
    # the secret: rather too much than too little
    (re.compile(r"(\b[a-z][a-z0-9+.-]*:?/+[^\s:/@]*):\S*@", re.IGNORECASE), r"\1:***@"),
    # a user, a colon, the secret and @host
    (re.compile(r"((?:^|(?<=[\s'\"“(]))[\w.%+-]+):[^\s@/]+@(?=[\w\[])"), r"\1:***@"),
    # password=secret, password='se cret', PASSWORD 'secret', apikey: secret; not "the password is wrong"
    (
        re.compile(
            r"\b(password|passwd|pwd|secret|token|api[_-]?key|authorization)(\s*[=:]\s*(?:bearer\s+|basic\s+)?|\s+(?=['\"]))"
            r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^\s'\"]\S*)",
            re.IGNORECASE,
        ),
        r"\1\2***",
    ),
    (re.compile(r"\b(bearer\s+)[\w.~+/=-]{8,}", re.IGNORECASE), r"\1***"),
)


def redact(text: str) -> str:
    """The text without passwords, keys and tokens, as far as their look gives them away."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class _RedactingFormatter(logging.Formatter):
    """Redacts whole lines, tracebacks included: that is where connection strings turn up."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def log_to(folder: Path, *, level: int = logging.INFO) -> None:
    """Write this process's log to ``packdesk.log`` in that folder, 5 x 1 MB at most.

    Raises:
        OSError: the folder can't be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "packdesk.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(_RedactingFormatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    # a full disk must not put tracebacks on the screen, nor stop anything
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(handler)
    logging.getLogger("psycopg").setLevel(logging.ERROR)
