"""Choosing where images are made, in the window's settings, with real profiles and a real key store's absence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import keyring
import pytest
from keyring.backends import fail

from desktop.core.elsewhere import Elsewhere, Endpoint
from desktop.core.errors import StorageError
from desktop.engine import EngineBackend
from desktop.image_engines import ImageEngines
from desktop.services import profiles
from desktop.services.connections import read_connection
from desktop.services.elsewhere import elsewhere_of
from desktop.ui.engine_choice import EngineChoice
from tests.ui.shell import preferences_in
from tests.ui.test_connections import Memory

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from desktop.ui.tasks import Tasks

    Until = Callable[..., Awaitable[None]]

URL = "https://shop.example.com/api/process-image"


@pytest.fixture
def keys() -> Iterator[Memory]:
    before = keyring.get_keyring()
    made = Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def team(home: Path, tasks: Tasks, elsewhere: Elsewhere | None = None) -> tuple[ImageEngines, list[bool]]:
    reading = read_connection("postgresql://anna@db.example.com:5432/shop")
    profile = profiles.save_profile(home, reading)
    preferences = preferences_in(home)
    preferences.set("connection/kind", "team")
    preferences.set("connection/profile", profile.name)
    backend = EngineBackend(asyncio.get_running_loop(), on_mode=lambda _: None, on_error=tasks.report)
    if elsewhere is not None:
        backend._elsewhere = elsewhere
    switched: list[bool] = []
    return (
        ImageEngines(backend, home, preferences, switch=lambda: switched.append(True), is_chosen=True),
        switched,
    )


async def test_that_an_endpoint_is_chosen_kept_and_left_again(
    tmp_path: Path, tasks: Tasks, show: Callable[..., Any], until: Until, keys: Memory
) -> None:
    host, switched = team(tmp_path, tasks)
    choice = EngineChoice(host, tasks)
    show(choice)
    assert "on this computer" in choice.text.text()
    assert not choice.use.isEnabled()
    choice.elsewhere.setChecked(True)
    choice.url.setText("ftp://nowhere")
    choice.use.click()
    await until(lambda: choice.problem)
    choice.url.setText(URL)
    choice.use.click()
    await until(lambda: "Give the key" in choice.problem)
    choice.key.setText("sesame")
    choice.use.click()
    await until(lambda: switched)
    profile = host._preferences.text("connection/profile")
    assert elsewhere_of(tmp_path, profile).endpoint == Endpoint(URL, "sesame")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"sesame" not in written, "the key stands in no file"

    host, switched = team(tmp_path, tasks, Elsewhere(Endpoint(URL, "sesame")))
    again = EngineChoice(host, tasks)
    show(again)
    assert again.elsewhere.isChecked()
    assert URL in again.text.text()
    again.here.setChecked(True)
    again.use.click()
    await until(lambda: switched)
    assert elsewhere_of(tmp_path, profile).endpoint is None
    assert not keys.kept


async def test_that_without_a_key_store_nothing_is_half_chosen(
    tmp_path: Path, tasks: Tasks, keys: Memory
) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    host, switched = team(tmp_path, tasks)
    with pytest.raises(StorageError, match="no key store"):
        await host.use_engine(URL, "sesame")
    assert not switched
    assert elsewhere_of(tmp_path, host._preferences.text("connection/profile")).endpoint is None


async def test_that_a_private_database_has_no_endpoint(
    tmp_path: Path, tasks: Tasks, show: Callable[..., Any]
) -> None:
    host, _ = team(tmp_path, tasks)
    host._preferences.set("connection/kind", "private")
    choice = EngineChoice(host, tasks)
    show(choice)
    assert not choice.elsewhere.isVisible()
    assert not choice.use.isVisible()
    assert "team" in choice.note.text()
