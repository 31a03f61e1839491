"""What happens when no window can say what went wrong: a report on the disk, and a sentence where people see it.

Written as if everything were broken: it imports nothing that may be the cause, and no failure of its own is raised.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Final

from desktop import __version__, installed
from desktop.core.itself import own_command, own_environment
from desktop.core.logs import redact

_SHOWN_BY: Final = (
    ("zenity", "--error", "--no-markup", "--title=Packdesk", "--text={text}"),
    ("kdialog", "--title", "Packdesk", "--error", "{text}"),
    ("xmessage", "-center", "{text}"),
)
"""What Linux desktops have for scripts, where Qt itself fails."""
_MESSAGE_S: Final = 3600.0
_TELLING: Final = "PACKDESK_TELLING"


def write_report(what: str) -> Path | None:
    """Put a report into the logs, or else into the folder for temporary files; where it is, None if nowhere.

    Args:
        what: a traceback or Qt's last words; secrets in it are blotted out.
    """
    text = "\n".join(
        (
            f"Packdesk {__version__} could not start",
            time.strftime("%Y-%m-%d %H:%M:%S %z"),
            f"{platform.platform()}, Python {platform.python_version()}, {sys.executable}",
            redact(" ".join(sys.argv[1:])),
            "",
            redact(what),
        )
    )
    name = f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    for folder in (_logs_folder, _temporary_folder):
        with suppress(Exception):
            path = folder() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            return path
    return None


def _logs_folder() -> Path:
    from desktop.workspace import home_folder  # noqa: PLC0415  # imports much of what may be broken

    return home_folder() / "logs"


def _temporary_folder() -> Path:
    return Path(tempfile.gettempdir())


def report_crash(error: BaseException) -> str:
    """Write a report of a defect; the sentence that says where it is."""
    damaged = installed.damaged()
    if damaged:
        trace = "".join(traceback.format_exception(error))
        return report_installation("\n".join(("missing or of another size:", *damaged, "", trace)))
    path = write_report("".join(traceback.format_exception(error)))
    where = f" The details are in {path}." if path is not None else ""
    return (
        f"Packdesk could not start, because of a mistake of ours ({type(error).__name__}).{where} "
        "Restart the computer, then try again; if that doesn't help, send us that file."
    )


def report_installation(what: str) -> str:
    """Write a report of files that don't belong together; the sentence that says where it is and what helps."""
    path = write_report(what)
    where = f" The details are in {path}." if path is not None else ""
    return (
        "Some of Packdesk's own files are missing or belong to another version, perhaps because an installation was "
        f"interrupted. Install Packdesk again; your projects and images stay as they are.{where}"
    )


def tell(text: str) -> None:
    """Say it where people see it: on standard error, and in a window of the system's or of our own.

    Blocks until the window is closed.
    """
    with suppress(Exception):
        print(text, file=sys.stderr, flush=True)  # noqa: T201
    with suppress(Exception):
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415

            ctypes.windll.user32.MessageBoxW(None, text, "Packdesk", 0x10)
        elif not is_telling() and not _own_window(text):
            _systems_window(text)


def is_telling() -> bool:
    """Whether this process was started to show a message: what goes wrong in it is left to the one that waits."""
    return _TELLING in os.environ


def _own_window(text: str) -> bool:
    """A message in a process of its own: if Qt breaks there, nothing else does."""
    done = subprocess.run(
        [*own_command(), "message"],
        input=text.encode(),
        env=own_environment(**{_TELLING: "1"}),
        check=False,
        capture_output=True,
        timeout=_MESSAGE_S,
    )
    return done.returncode == 0


def _systems_window(text: str) -> None:
    if sys.platform == "darwin":
        script = 'on run words\ndisplay alert "Packdesk" message (item 1 of words) as critical\nend run'
        subprocess.run(["/usr/bin/osascript", "-e", script, text], check=False, timeout=_MESSAGE_S)
        return
    for program, *words in _SHOWN_BY:
        if shutil.which(program):
            filled = [word.format(text=text) for word in words]
            if subprocess.run([program, *filled], check=False, timeout=_MESSAGE_S).returncode in {0, 1}:
                return


def last_words_of_qt(message: str) -> None:
    """Qt ends the program on the spot, for instance when a system library is missing: report, tell, end."""
    path = write_report(f"Qt: {message}")
    where = f" The details are in {path}." if path is not None else ""
    text = f"Packdesk can't open a window on this computer.{where}"
    with suppress(Exception):
        print(text, file=sys.stderr, flush=True)  # noqa: T201
    with suppress(Exception):
        _systems_window(text)
    os._exit(1)
