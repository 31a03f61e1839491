"""Choosing where images are kept, and moving them, in the window's settings; the guides in their reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keyring
import psycopg
import pytest

from desktop.core.elsewhere import Elsewhere, StorageAccount
from desktop.core.pack import Brief, Style
from desktop.core.records import NewPhoto
from desktop.core.resources import docs_dir
from desktop.image_places import ImagePlaces
from desktop.services import profiles
from desktop.services.connections import read_connection
from desktop.services.elsewhere import elsewhere_of
from desktop.ui.guides import GuidesDialog
from desktop.ui.store_choice import StoreChoice
from tests.storage.supabase_server import SupabaseServer
from tests.ui.shell import preferences_in
from tests.ui.test_connections import Memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from desktop.engine import EngineBackend
    from desktop.ui.tasks import Tasks

    Until = Callable[..., Awaitable[None]]


@pytest.fixture
def keys() -> Iterator[Memory]:
    before = keyring.get_keyring()
    made = Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
async def supabase() -> AsyncIterator[SupabaseServer]:
    running = SupabaseServer()
    await running.start()
    yield running
    await running.stop()


def places(backend: EngineBackend, home: Path) -> tuple[ImagePlaces, str, list[bool]]:
    profile = profiles.save_profile(home, read_connection("postgresql://anna@db.example.com:5432/shop"))
    preferences = preferences_in(home)
    preferences.set("connection/kind", "team")
    preferences.set("connection/profile", profile.name)
    switched: list[bool] = []
    made = ImagePlaces(backend, home, preferences, switch=lambda: switched.append(True), is_chosen=True)
    return made, profile.name, switched


async def test_that_a_bucket_is_chosen_and_kept_and_never_with_the_secret_key(
    backend: EngineBackend,
    tmp_path: Path,
    tasks: Tasks,
    show: Callable[..., Any],
    until: Until,
    keys: Memory,
) -> None:
    host, profile, switched = places(backend, tmp_path)
    choice = StoreChoice(host, tasks)
    show(choice)
    assert choice.here.isChecked()
    assert not choice.use.isEnabled()
    choice.away.setChecked(True)
    choice.url.setText("https://abcd.supabase.co/storage/v1")
    choice.key.setText("sb_secret_x")
    choice.email.setText("anna@example.com")
    choice.use.click()
    await until(lambda: "publishable" in choice.told)
    choice.key.setText("sb_publishable_x")
    choice.use.click()
    await until(lambda: "password" in choice.told)
    choice.password.setText("pa55word!")
    choice.use.click()
    await until(lambda: switched)
    kept = elsewhere_of(tmp_path, profile).storage
    assert kept == StorageAccount(
        "https://abcd.supabase.co", "packdesk", "sb_publishable_x", "anna@example.com", "pa55word!"
    )
    assert "pa55word!" not in (tmp_path / "profiles.toml").read_text()


async def test_that_images_move_there_and_back_from_the_settings(
    backend: EngineBackend,
    dsn: str,
    tmp_path: Path,
    tasks: Tasks,
    show: Callable[..., Any],
    until: Until,
    supabase: SupabaseServer,
) -> None:
    services = backend.services
    data = b"\xff\xd8\xff" + bytes(3000)
    sha256 = await backend.call(services.store.put(data, "image/jpeg"))
    photo = NewPhoto("a.jpg", sha256, None, "image/jpeg", len(data), 9, 9)
    await backend.call(services.projects.create(Brief("Mug"), style=Style.BOLD, owner=None, photos=[photo]))
    account = StorageAccount(supabase.url, "packdesk", "k", "anna@example.com", "pa55word!")
    await backend.open(dsn=dsn, home=tmp_path, elsewhere=Elsewhere(storage=account))
    host, _, _ = places(backend, tmp_path)
    choice = StoreChoice(host, tasks)
    show(choice)
    assert choice.away.isChecked()
    assert choice.password.text() == ""
    choice.test.click()
    await until(lambda: "works" in choice.told)
    choice.out.click()
    await until(lambda: "1 file" in choice.told)
    assert list(supabase.objects.values()) == [data]
    choice.home.click()
    await until(lambda: "1 file" in choice.told and not supabase.objects)
    supabase.denied = True
    choice.test.click()
    await until(lambda: "refuse this to anna@example.com" in choice.told)


async def test_that_the_guides_open_offline_and_lead_to_each_other(
    show: Callable[..., Any], until: Until
) -> None:
    dialog = show(GuidesDialog(docs_dir()))
    text = dialog.text
    assert "Set up Supabase in ten minutes" in text.toPlainText()
    for guide in sorted(docs_dir().glob("*.md")):
        dialog.show_guide(guide.name)
        title = guide.read_text().splitlines()[0].removeprefix("# ")
        assert text.toPlainText().startswith(title)
    dialog.show_index()
    text.setSource(text.source().resolved(text.source().fromLocalFile(str(docs_dir() / "security.md"))))
    assert text.toPlainText().startswith("Security")
    text.backward()
    assert text.toPlainText().startswith("Guides")


async def test_that_what_uploads_left_behind_is_tidied_up_daily(
    backend: EngineBackend, dsn: str, tmp_path: Path, supabase: SupabaseServer
) -> None:
    assert await backend.tidy_images() == 0
    account = StorageAccount(supabase.url, "packdesk", "k", "anna@example.com", "pa55word!")
    await backend.open(dsn=dsn, home=tmp_path, elsewhere=Elsewhere(storage=account))
    await backend.call(backend.services.store.put(b"kept", "image/png"))
    supabase.objects["p/left.png"] = b"left"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "insert into packdesk.loose_objects (store_id, object_key, sha256, since)"
            " select id, 'p/left.png', repeat('a', 64), now() - interval '2 days' from packdesk.image_stores"
        )
    assert await backend.tidy_images() == 1
    assert "p/left.png" not in supabase.objects
    assert len(supabase.objects) == 1
