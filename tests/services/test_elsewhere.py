"""What profiles and environments may say about work done elsewhere; secrets never stand in a file."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from typing_extensions import override

from desktop.core.elsewhere import HERE, StorageAccount
from desktop.core.errors import InvalidInputError
from desktop.data.connecting import read_connection
from desktop.services.elsewhere import (
    elsewhere_in,
    elsewhere_of,
    forget_unused,
    is_service_key,
    save_endpoint,
    save_storage,
)
from desktop.services.profiles import profile_entry, remove_profile, save_profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLIC = "sb_publishable_abc"
ACCOUNT = StorageAccount("https://abcd.supabase.co", "packdesk", PUBLIC, "anna@example.com", "pa55word!")


class MemoryKeyring(KeyringBackend):
    """A key store of this test's own: the system's may not be there, and isn't ours to fill."""

    priority: ClassVar[Any] = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def key_store() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    store = MemoryKeyring()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


@pytest.fixture
def profile(tmp_path: Path) -> str:
    return save_profile(tmp_path, read_connection("postgresql://anna@db.example.com/postgres")).name


def test_that_a_profile_keeps_addresses_and_the_key_store_secrets(
    tmp_path: Path, profile: str, key_store: MemoryKeyring
) -> None:
    assert elsewhere_of(tmp_path, profile) == HERE
    assert save_endpoint(tmp_path, profile, "https://shop.example", "k3y!")
    assert save_storage(tmp_path, profile, ACCOUNT)
    found = elsewhere_of(tmp_path, profile)
    assert found.endpoint is not None
    assert (found.endpoint.url, found.endpoint.key) == ("https://shop.example", "k3y!")
    assert found.storage == ACCOUNT
    text = (tmp_path / "profiles.toml").read_text()
    assert "k3y!" not in text
    assert "pa55word!" not in text
    assert "k3y!" not in repr(found)
    assert "pa55word!" not in repr(found)
    save_endpoint(tmp_path, profile, "", "")
    save_storage(tmp_path, profile, None)
    assert elsewhere_of(tmp_path, profile) == HERE
    assert key_store.kept == {}


def test_that_a_secret_goes_with_the_last_profile_that_needs_it(
    tmp_path: Path, profile: str, key_store: MemoryKeyring
) -> None:
    other = save_profile(tmp_path, read_connection("postgresql://ben@db.example.com/postgres")).name
    for name in (profile, other):
        save_endpoint(tmp_path, name, "https://shop.example", "k3y!")
        save_storage(tmp_path, name, ACCOUNT)
    save_endpoint(tmp_path, profile, "https://other.example", "0ther!")
    save_storage(tmp_path, profile, None)
    found = elsewhere_of(tmp_path, other)
    assert found.endpoint is not None
    assert (found.endpoint.key, found.storage) == ("k3y!", ACCOUNT)
    entry = profile_entry(tmp_path, other)
    remove_profile(tmp_path, other)
    forget_unused(tmp_path, entry)
    assert list(key_store.kept.values()) == ["0ther!"]


def test_that_a_profile_saved_again_keeps_what_it_says_of_elsewhere(
    tmp_path: Path, profile: str, key_store: MemoryKeyring
) -> None:
    save_endpoint(tmp_path, profile, "https://shop.example", "k3y!")
    save_profile(tmp_path, read_connection("postgresql://anna@db.example.com/postgres"))
    assert elsewhere_of(tmp_path, profile).endpoint is not None


def test_that_a_headless_worker_is_told_by_its_environment(tmp_path: Path) -> None:
    assert elsewhere_in({}) == HERE
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    found = elsewhere_in(
        {
            "PACKDESK_ENGINE_URL": "https://shop.example/api/process-image",
            "PACKDESK_ENGINE_KEY_FILE": str(file),
            "PACKDESK_STORAGE_URL": "https://abcd.supabase.co/storage/v1/",
            "PACKDESK_STORAGE_KEY": PUBLIC,
            "PACKDESK_STORAGE_EMAIL": "worker@example.com",
            "PACKDESK_STORAGE_PASSWORD": "secret",
        }
    )
    assert found.endpoint is not None
    assert found.endpoint.key == "from a file"
    assert found.storage == StorageAccount(
        "https://abcd.supabase.co", "packdesk", PUBLIC, "worker@example.com", "secret"
    )


@pytest.mark.parametrize(
    "environment",
    [
        {"PACKDESK_ENGINE_URL": "http://shop.example"},
        {"PACKDESK_ENGINE_URL": "http://127.0.0.1.shop.example"},
        {"PACKDESK_ENGINE_URL": "shop"},
        {"PACKDESK_STORAGE_URL": "https://abcd.supabase.co"},
        {"PACKDESK_STORAGE_URL": "https://u:p@abcd.supabase.co", "PACKDESK_STORAGE_KEY": PUBLIC},
    ],
)
def test_that_what_cannot_be_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError):
        elsewhere_in(environment)


def token(role: str) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"role": role}).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{claims}.c2ln"


def test_that_no_service_key_is_ever_taken(tmp_path: Path, profile: str) -> None:
    assert not is_service_key(PUBLIC)
    assert not is_service_key(token("anon"))
    for key in ("sb_secret_abc", token("service_role"), token("supabase_admin")):
        assert is_service_key(key)
        with pytest.raises(InvalidInputError, match="publishable"):
            save_storage(tmp_path, profile, StorageAccount(ACCOUNT.url, "b", key, "a@b.c", "p"))
    assert "sb_secret" not in (tmp_path / "profiles.toml").read_text()
