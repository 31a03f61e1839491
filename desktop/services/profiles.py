"""Connection profiles: the databases this computer knows, in ``profiles.toml``. Passwords are never in that file."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import portalocker
import tomlkit
from tomlkit.exceptions import TOMLKitError

from desktop.core.errors import InvalidInputError, StorageError
from desktop.data.connecting import certificate_problem, read_connection, with_password, with_verified_tls
from desktop.services.key_store import stored_password

if TYPE_CHECKING:
    from desktop.core.connection import Reading

_FILE: Final = "profiles.toml"
_LOCK: Final = "profiles.lock"
_LOCK_TIMEOUT_S: Final = 5.0
_CERTIFICATES: Final = "certificates"
_MOST_FILE_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Profile:
    """A saved connection; its string has no password in it."""

    name: str
    reading: Reading


def all_profiles(home: Path) -> list[Profile]:
    """Every saved profile that can be used, as they stand in the file.

    Raises:
        InvalidInputError: the file can't be read.
    """
    return [
        Profile(str(name), _reading_of(entry))
        for name, entry in _entries(_document(home)).items()
        if isinstance(entry, dict) and isinstance(entry.get("dsn"), str)
    ]


def load_profile(home: Path, name: str) -> Profile:
    """A saved profile.

    Raises:
        InvalidInputError: there is none of that name, or the file can't be read.
    """
    entries = _entries(_document(home))
    entry = entries.get(name)
    if not isinstance(entry, dict):
        known = ", ".join(sorted(entries)) or "none yet"
        raise InvalidInputError(f'There is no connection profile "{name[:60]}". There are: {known}.')
    dsn = entry.get("dsn")
    if not isinstance(dsn, str) or not dsn.strip():
        raise InvalidInputError(f'The connection profile "{name[:60]}" has no dsn. Add it in {home / _FILE}.')
    return Profile(name, _reading_of(entry))


def save_profile(home: Path, reading: Reading) -> Profile:
    """Keep a connection, without its password; one to the same database and login is brought up to date.

    Raises:
        StorageError: the file can't be written.
        InvalidInputError: what is in the file can't be read.
    """
    with _locked(home):
        document = _document(home)
        entries = _entries(document)
        name = next(
            (
                str(name)
                for name, entry in entries.items()
                if isinstance(entry, dict) and _reading_of(entry).place == reading.place
            ),
            None,
        )
        if name is None:
            name = _free_name(entries, reading)
            entries[name] = tomlkit.table()
        entry = entries[name]
        entry["dsn"] = reading.dsn
        if reading.certificate:
            entry["certificate"] = tomlkit.string(reading.certificate.strip() + "\n", multiline=True)
        else:
            entry.pop("certificate", None)
        _write(home, document)
    return Profile(name, reading)


def rename_profile(home: Path, name: str, new_name: str) -> None:
    """Call a profile something else.

    Raises:
        InvalidInputError: there is none of that name, or the new one is empty, too long or taken.
        StorageError: the file can't be written.
    """
    new_name = new_name.strip()
    if not new_name or len(new_name) > 60 or not new_name.isprintable():
        raise InvalidInputError("A connection's name has 1 to 60 characters, all in one line.")
    with _locked(home):
        document = _document(home)
        entries = _entries(document)
        if name not in entries:
            raise InvalidInputError(f'The connection "{name[:60]}" is gone.')
        if new_name == name:
            return
        if new_name in entries:
            raise InvalidInputError(f'There is a connection "{new_name}" already. Choose another name.')
        entries[new_name] = entries.pop(name)
        _write(home, document)


def remove_profile(home: Path, name: str) -> None:
    """Forget a profile; one that is gone already is no trouble.

    Raises:
        StorageError: the file can't be written.
    """
    with _locked(home):
        document = _document(home)
        if _entries(document).pop(name, None) is not None:
            _write(home, document)


def all_entries(home: Path) -> dict[str, dict[str, Any]]:
    """All that stands in the file about every profile, as plain values.

    Raises:
        InvalidInputError: the file can't be read.
    """
    plain: dict[str, Any] = _document(home).unwrap()
    entries = plain.get("profiles")
    return {
        str(name): entry
        for name, entry in (entries.items() if isinstance(entries, dict) else ())
        if isinstance(entry, dict)
    }


def profile_entry(home: Path, name: str) -> dict[str, Any]:
    """All that stands in the file about a profile, as plain values.

    Raises:
        InvalidInputError: there is none of that name, or the file can't be read.
    """
    entry = all_entries(home).get(name)
    if entry is None:
        raise InvalidInputError(f'There is no connection profile "{name[:60]}".')
    return entry


def change_entry(home: Path, name: str, key: str, value: str | dict[str, str] | None) -> None:
    """Set one thing of a profile, or with None take it out; the rest of the file stays as it was written.

    Raises:
        InvalidInputError: there is none of that name, or the file can't be read.
        StorageError: the file can't be written.
    """
    with _locked(home):
        document = _document(home)
        entry = _entries(document).get(name)
        if not isinstance(entry, dict):
            raise InvalidInputError(f'The connection "{name[:60]}" is gone.')
        if value is None:
            entry.pop(key, None)
        elif isinstance(value, dict):
            table = tomlkit.inline_table()
            table.update(value)
            entry[key] = table
        else:
            entry[key] = value
        _write(home, document)


def profile_dsn(home: Path, name: str) -> str:
    """The complete connection string of a saved profile, with the key store's password. Blocks.

    Raises:
        InvalidInputError: there is no such profile, or it can't be read.
    """
    reading = load_profile(home, name).reading
    return dsn_of(home, reading, reading.password or stored_password(reading))


def dsn_of(home: Path, reading: Reading, password: str = "") -> str:
    """What to connect with: the string, its password, and its certificate in a file, as libpq wants it.

    Raises:
        StorageError: the certificate can't be put beside the profiles.
    """
    dsn = with_password(reading.dsn, password or reading.password)
    if not reading.certificate:
        return dsn
    name = hashlib.sha256(reading.certificate.encode()).hexdigest()[:32] + ".crt"
    path = home / _CERTIFICATES / name
    try:
        # written each time: a file that was changed must not decide whom to trust
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _replace(path, reading.certificate.encode())
    except OSError as error:
        raise StorageError(f"{path} can't be written ({error.strerror}).") from error
    return with_verified_tls(dsn, str(path))


def read_connection_file(path: Path) -> Reading:
    """What a ``.packdesk`` file says: TOML with ``dsn`` and perhaps ``certificate``, as an admin makes it.

    Raises:
        InvalidInputError: it isn't one.
    """
    try:
        with path.open("rb") as file:
            told = tomlkit.loads(file.read(_MOST_FILE_BYTES).decode("utf-8")).unwrap()
    except (OSError, UnicodeDecodeError, TOMLKitError):
        raise InvalidInputError(
            f"{path.name} is not a connection file. Ask your admin for a new one."
        ) from None
    dsn = told.get("dsn")
    if not isinstance(dsn, str) or not dsn.strip():
        raise InvalidInputError(f"{path.name} names no database. Ask your admin for a new one.")
    certificate = told.get("certificate", "")
    if not isinstance(certificate, str) or (certificate and certificate_problem(certificate)):
        raise InvalidInputError(f"The certificate in {path.name} is damaged. Ask your admin for a new file.")
    return read_connection(dsn, certificate)


def read_certificate_file(path: Path) -> str:
    """The certificate in a file as people download it, as PEM text.

    Raises:
        InvalidInputError: it holds none.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_FILE_BYTES).decode("ascii")
    except (OSError, UnicodeDecodeError):
        text = ""
    problem = certificate_problem(text)
    if problem:
        raise InvalidInputError(f"{path.name}: {problem}")
    return text


def _reading_of(entry: dict[str, Any]) -> Reading:
    certificate = entry.get("certificate", "")
    return read_connection(str(entry["dsn"]), certificate if isinstance(certificate, str) else "")


def _free_name(entries: Any, reading: Reading) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", (reading.host or "team").split(".")[0].lower()).strip("-") or "team"
    name, n = base, 1
    while name in entries:
        n += 1
        name = f"{base}-{n}"
    return name


def _document(home: Path) -> tomlkit.TOMLDocument:
    path = home / _FILE
    try:
        return tomlkit.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise InvalidInputError(
            f"The connection profiles in {path} can't be read: correct that file."
        ) from error


def _entries(document: tomlkit.TOMLDocument) -> Any:
    """The profiles in a file, added to it if it has none."""
    found = document.get("profiles")
    if not isinstance(found, dict):
        document["profiles"] = tomlkit.table(is_super_table=True)
    return document["profiles"]


def _write(home: Path, document: tomlkit.TOMLDocument) -> None:
    try:
        _replace(home / _FILE, tomlkit.dumps(document).encode())
    except OSError as error:
        raise StorageError(
            f"{home / _FILE} can't be written ({error.strerror}). Free the file, then try again."
        ) from error


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, for this user only."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _locked(home: Path) -> portalocker.Lock:
    """Two programs may save at once."""
    return portalocker.Lock(home / _LOCK, timeout=_LOCK_TIMEOUT_S)
