"""Connection profiles: which team's database is used. Passwords go to the system's key store, never into a file."""

from __future__ import annotations

import json
import logging
import os
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop.core.connection import Problem, Reading, Step
from desktop.core.errors import InvalidInputError, StorageError
from desktop.data.connecting import read_connection, try_connection, with_password

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

_SERVICE: Final = "packdesk"
_FILE: Final = "profiles.toml"
_MOST_FILE_BYTES: Final = 64 * 1024

# The window gets these words from here: it doesn't know the rooms below.
__all__ = [
    "Problem",
    "Profile",
    "Reading",
    "Step",
    "forget_password",
    "has_key_store",
    "load_profile",
    "read_connection",
    "read_connection_file",
    "save_profile",
    "store_password",
    "stored_password",
    "try_connection",
    "with_password",
]


@dataclass(frozen=True, slots=True)
class Profile:
    """A saved connection; its string has no password in it."""

    name: str
    reading: Reading


def load_profile(home: Path, name: str) -> Profile:
    """A saved profile.

    Raises:
        InvalidInputError: there is none of that name, or the file can't be read.
    """
    profile = _read_profiles(home).get(name)
    dsn = profile.get("dsn") if isinstance(profile, dict) else None
    if not isinstance(dsn, str):
        raise InvalidInputError(f'The connection profile "{name[:60]}" is gone. Connect to your team again.')
    return Profile(name, read_connection(dsn))


def save_profile(home: Path, reading: Reading) -> Profile:
    """Keep a connection, without its password; one that is there already is found again.

    Raises:
        StorageError: the file can't be written.
        InvalidInputError: what is in the file can't be read.
    """
    profiles = _read_profiles(home)
    for name, profile in profiles.items():
        if isinstance(profile, dict) and profile.get("dsn") == reading.dsn:
            return Profile(name, reading)
    base = re.sub(r"[^a-z0-9]+", "-", (reading.host or "team").split(".")[0].lower()).strip("-") or "team"
    name, n = base, 1
    while name in profiles:
        n += 1
        name = f"{base}-{n}"
    # appended rather than rewritten: what people wrote into the file, comments too, stays as it is
    entry = f"\n[profiles.{json.dumps(name)}]\ndsn = {json.dumps(reading.dsn)}\n"
    path = home / _FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(entry)
    except OSError as error:
        raise StorageError(
            f"{path} can't be written ({error.strerror}). Free the file, then try again."
        ) from error
    return Profile(name, reading)


def read_connection_file(path: Path) -> str:
    """The connection string in a ``.packdesk`` file: TOML with ``dsn``, as an admin makes it.

    Raises:
        InvalidInputError: it isn't one.
    """
    try:
        with path.open("rb") as file:
            told = tomllib.loads(file.read(_MOST_FILE_BYTES).decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise InvalidInputError(
            f"{path.name} is not a connection file. Ask your admin for a new one."
        ) from None
    dsn = told.get("dsn")
    if not isinstance(dsn, str) or not dsn.strip():
        raise InvalidInputError(f"{path.name} names no database. Ask your admin for a new one.")
    return dsn


# The key store. Its calls may wait for the user to unlock it: not on a loop.


def has_key_store() -> bool:
    """Whether this computer keeps passwords safely."""
    return _key_store() is not None


def stored_password(reading: Reading) -> str:
    """The password the key store has, or an empty text."""
    store = _key_store()
    if store is None:
        return ""
    try:
        return str(store.get_password(_SERVICE, reading.place) or "")
    except Exception as error:  # noqa: BLE001  # back ends raise whatever their system gives them
        log.warning("the key store doesn't answer: %s", type(error).__name__)
        return ""


def store_password(reading: Reading, password: str) -> bool:
    """Hand a password to the key store; False where there is none, or it refuses."""
    store = _key_store()
    if store is None:
        return False
    try:
        store.set_password(_SERVICE, reading.place, password)
    except Exception as error:  # noqa: BLE001
        log.warning("the key store refuses: %s", type(error).__name__)
        return False
    return True


def forget_password(reading: Reading) -> None:
    """Take a password out of the key store, for instance because it is wrong."""
    store = _key_store()
    if store is not None:
        try:
            store.delete_password(_SERVICE, reading.place)
        except Exception as error:  # noqa: BLE001
            log.info("nothing forgotten: %s", type(error).__name__)


def _key_store() -> Any | None:
    """The system's key store; None for keyring's stand-ins, one of which writes plain files."""
    import keyring  # noqa: PLC0415  # loads its back ends, which takes a while
    from keyring.backends import chainer, fail, null  # noqa: PLC0415

    store = keyring.get_keyring()
    choices = list(store.backends) if isinstance(store, chainer.ChainerBackend) else [store]
    safe = [
        choice
        for choice in choices
        if not isinstance(choice, fail.Keyring | null.Keyring)
        and not type(choice).__module__.startswith("keyrings.alt")
    ]
    return safe[0] if safe else None


def _read_profiles(home: Path) -> dict[str, Any]:
    path = home / _FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("profiles", {})
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInputError(
            f"The connection profiles in {path} can't be read: correct that file."
        ) from error
    return told if isinstance(told, dict) else {}
