"""What gives a secret away by its look never gets through; plain sentences do, unharmed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from desktop.core.logs import log_to, redact

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "hunter2-Geheim"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://u:{SECRET}@host:5432/x",
        f"postgres://u:pa/ss@{SECRET}@host/x?sslmode=require",
        f"postgres//u:{SECRET}@host/x",
        f"There is no file postgresql:/u:{SECRET}@host/x.",
        f"u:{SECRET}@host",
        f'profile "u.name:{SECRET}@db.example.com".',
        f"host=h password={SECRET} user=u",
        f"password = '{SECRET} with a space' user=u",
        f"ALTER ROLE packdesk PASSWORD '{SECRET}'",
        f"Authorization: Bearer {SECRET}",
        f"bearer {SECRET}",
        f"api_key: {SECRET}",
        f"TOKEN={SECRET}",
    ],
)
def test_that_secrets_are_taken_out(text: str) -> None:
    assert SECRET not in redact(text)
    assert "Geheim" not in redact(text)
    assert "***" in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "The server refuses this user name and password. Check both, then try again.",
        "The built-in database is running with another password than the one in its folder.",
        "12:30:11 a@b.example asked for a token of thanks",
        "There is no file photos/mug.jpg. Check the name.",
        "See https://example.com/help for more.",
    ],
)
def test_that_plain_sentences_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


def test_that_the_log_file_holds_no_secret_and_no_disk_trouble_shows(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before, level, raising = list(root.handlers), root.level, logging.raiseExceptions
    try:
        log_to(tmp_path / "logs")
        try:
            raise ValueError(f"postgresql://u:{SECRET}@host/x")  # noqa: TRY301
        except ValueError:
            logging.getLogger("desktop.test").exception("a defect")
        (handler,) = [h for h in root.handlers if h not in before]
        handler.close()
        kept = (tmp_path / "logs" / "packdesk.log").read_text("utf-8")
        assert "ValueError" in kept
        assert SECRET not in kept
        # the log can't be written any more: nobody is bothered with that
        (tmp_path / "logs" / "packdesk.log").unlink()
        (tmp_path / "logs").rmdir()
        logging.getLogger("desktop.test").warning("into the void")
        assert capfd.readouterr().err == ""
    finally:
        for handler in [h for h in root.handlers if h not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
        logging.raiseExceptions = raising
