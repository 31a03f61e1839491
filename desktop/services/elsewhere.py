"""What a profile says about work done elsewhere: the image endpoint, and the account for Supabase Storage.

Addresses, names and the publishable key stand in ``profiles.toml``; the endpoint's key and the account's password are
in the system's key store. A headless worker has all of it in its environment instead.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.core.connection import is_local_host
from desktop.core.elsewhere import Elsewhere, Endpoint, StorageAccount
from desktop.core.errors import InvalidInputError, StorageError
from desktop.services.key_store import forget_secret, store_secret, stored_secret
from desktop.services.profiles import all_entries, change_entry, profile_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDPOINT_URL: Final = "PACKDESK_ENGINE_URL"
ENDPOINT_KEY: Final = "PACKDESK_ENGINE_KEY"
STORAGE_URL: Final = "PACKDESK_STORAGE_URL"
STORAGE_BUCKET: Final = "PACKDESK_STORAGE_BUCKET"
STORAGE_KEY: Final = "PACKDESK_STORAGE_KEY"
STORAGE_EMAIL: Final = "PACKDESK_STORAGE_EMAIL"
STORAGE_PASSWORD: Final = "PACKDESK_STORAGE_PASSWORD"  # noqa: S105  # the variable's name
SECRETS: Final = (ENDPOINT_KEY, STORAGE_PASSWORD)
DEFAULT_BUCKET: Final = "packdesk"

_URL: Final = re.compile(r"https?://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(/[^\s?#]*)?")
_MOST_SECRET_BYTES: Final = 4096


def elsewhere_of(home: Path, profile: str) -> Elsewhere:
    """What a saved profile says, with the key store's secrets. Blocks.

    Raises:
        InvalidInputError: there is no such profile, or what it says can't be.
    """
    entry = profile_entry(home, profile)
    endpoint, storage = None, None
    url = entry.get("engine_url")
    if isinstance(url, str) and url:
        endpoint = Endpoint(checked_url(url), stored_secret(endpoint_place(url)))
    images = entry.get("images")
    if isinstance(images, dict) and images.get("url"):
        words = {name: str(images.get(name) or "") for name in ("url", "bucket", "key", "email")}
        password = stored_secret(_storage_place(images))
        storage = checked_account(StorageAccount(**words, password=password))
    return Elsewhere(endpoint, storage)


def elsewhere_in(environment: Mapping[str, str]) -> Elsewhere:
    """What the environment of a headless worker says; every secret may also be a file: ``..._FILE`` names it.

    Raises:
        InvalidInputError: something is missing, or can't be.
    """
    endpoint, storage = None, None
    url = environment.get(ENDPOINT_URL, "").strip()
    if url:
        endpoint = Endpoint(checked_url(url), _secret(environment, ENDPOINT_KEY))
    url = environment.get(STORAGE_URL, "").strip()
    if url:
        storage = checked_account(
            StorageAccount(
                url=url,
                bucket=environment.get(STORAGE_BUCKET, "").strip() or DEFAULT_BUCKET,
                key=environment.get(STORAGE_KEY, "").strip(),
                email=environment.get(STORAGE_EMAIL, "").strip(),
                password=_secret(environment, STORAGE_PASSWORD),
            )
        )
    return Elsewhere(endpoint, storage)


def save_endpoint(home: Path, profile: str, url: str, key: str) -> bool:
    """Have this profile's images made there; an empty address is this computer again.

    Returns:
        Whether the key store took the key.

    Raises:
        InvalidInputError: the address can't be, or there is no such profile.
        StorageError: the file can't be written.
    """
    url = checked_url(url) if url.strip() else ""
    before = profile_entry(home, profile)
    change_entry(home, profile, "engine_url", url or None)
    forget_unused(home, before)
    return not url or not key or store_secret(endpoint_place(url), key)


def save_storage(home: Path, profile: str, account: StorageAccount | None) -> bool:
    """Keep this profile's new images there; None is the database again.

    Returns:
        Whether the key store took the password.

    Raises:
        InvalidInputError: the account can't be, or there is no such profile.
        StorageError: the file can't be written.
    """
    before = profile_entry(home, profile)
    words = None
    if account is not None:
        account = checked_account(account)
        words = {"url": account.url, "bucket": account.bucket, "key": account.key, "email": account.email}
    change_entry(home, profile, "images", words)
    forget_unused(home, before)
    return account is None or not account.password or store_secret(account.place, account.password)


def forget_unused(home: Path, before: Mapping[str, Any]) -> None:
    """Take the secrets of what a profile said before out of the key store, unless some profile still says it.

    Raises:
        InvalidInputError: the profiles can't be read.
    """
    in_use = {place for entry in all_entries(home).values() for place in _places(entry)}
    for place in _places(before) - in_use:
        forget_secret(place)


def endpoint_place(url: str) -> str:
    """Under which name the key store has an endpoint's key."""
    return f"image endpoint {url}"


def _storage_place(images: Mapping[str, Any]) -> str:
    return f"{images.get('email') or ''} at {str(images.get('url') or '').rstrip('/')}"


def _places(entry: Mapping[str, Any]) -> set[str]:
    """Under which names the key store has what a profile's work elsewhere needs."""
    url, images = entry.get("engine_url"), entry.get("images")
    places = {endpoint_place(url)} if isinstance(url, str) and url else set[str]()
    return places | ({_storage_place(images)} if isinstance(images, dict) else set())


def checked_url(url: str) -> str:
    """An address nobody on the way can read along at.

    Raises:
        InvalidInputError: it isn't one.
    """
    url = url.strip()
    match = _URL.fullmatch(url)
    if match is None:
        raise InvalidInputError(f'"{url[:80]}" is no address. It must look like https://shop.example.')
    if url.startswith("http:") and not is_local_host(match[1]):
        raise InvalidInputError(
            "The address must begin with https: otherwise anybody on the way reads along."
        )
    return url


def checked_account(account: StorageAccount) -> StorageAccount:
    """An account with its address cut to the server.

    Raises:
        InvalidInputError: something is missing, or a key that nobody's computer may have.
    """
    match = _URL.fullmatch(checked_url(account.url))
    assert match is not None  # noqa: S101  # checked just now
    url = account.url.strip()
    url = url[: len(url) - len(match[3] or "")]
    for value, what in (
        (account.bucket, "bucket"),
        (account.key, "publishable key"),
        (account.email, "e-mail address"),
    ):
        if not value.strip():
            raise InvalidInputError(f"Supabase Storage needs the {what}, too.")
    if is_service_key(account.key):
        raise InvalidInputError(
            "This is the project's secret key: whoever has it may do everything. Give the publishable (anon) key.",
            code="service-key",
        )
    return StorageAccount(
        url, account.bucket.strip(), account.key.strip(), account.email.strip(), account.password
    )


def is_service_key(key: str) -> bool:
    """Whether a key is one of those that pass every policy: ``sb_secret_...``, or a token of ``service_role``."""
    if key.strip().startswith("sb_secret_"):
        return True
    parts = key.strip().split(".")
    if len(parts) != 3:
        return False
    try:
        claims: Any = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return False
    return isinstance(claims, dict) and claims.get("role") not in {"anon", "authenticated", None}


def _secret(environment: Mapping[str, str], name: str) -> str:
    told, path = environment.get(name, "").strip(), environment.get(f"{name}_FILE", "").strip()
    if told or not path:
        return told
    try:
        with Path(path).open("rb") as file:
            return file.read(_MOST_SECRET_BYTES).decode("utf-8").strip()
    except (OSError, ValueError) as error:
        raise StorageError(f"The file that {name}_FILE names can't be read.") from error
