"""Supabase Storage, against a supabase that answers as it is documented and breaks off where it is told to."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from desktop.core.elsewhere import Elsewhere, StorageAccount
from desktop.core.errors import KnownError, NotAllowedError, NotFoundError, OfflineError, StorageError
from desktop.core.pack import Brief, Style
from desktop.core.records import NewPhoto
from desktop.data.database import Database
from desktop.data.image_stores import ImageStoreRepo
from desktop.data.images import ImageRepo
from desktop.storage.postgres import PostgresImageStore
from desktop.storage.supabase import SupabaseImageStore, object_key
from desktop.workspace import open_workspace
from tests.cli.program import Done, Program
from tests.storage.supabase_server import MB, Answer, SupabaseServer, refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from desktop.workspace import Workspace
    from tests.servers import DatabaseMaker


def some_bytes(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def account(supabase: SupabaseServer, **other: str) -> StorageAccount:
    words = {
        "bucket": "packdesk",
        "key": "sb_publishable_x",
        "email": "anna@example.com",
        "password": "pa55word!",
    }
    return StorageAccount(supabase.url, **{**words, **other})


@pytest.fixture
async def supabase() -> AsyncIterator[SupabaseServer]:
    running = SupabaseServer()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same number of tries, with shorter pauses."""
    monkeypatch.setattr("desktop.storage.supabase_bucket._PAUSES_S", (0.01,) * 5)


class Desk:
    """A store on a database, and a plain connection beside it."""

    def __init__(self, dsn: str, database: Database, supabase: SupabaseServer) -> None:
        self.dsn = dsn
        self.server = supabase
        self.database = database
        self.here = PostgresImageStore(ImageRepo(database))
        self.opened: list[SupabaseImageStore] = []

    def store(self, **other: str) -> SupabaseImageStore:
        made = SupabaseImageStore(account(self.server, **other), ImageStoreRepo(self.database), self.here)
        self.opened.append(made)
        return made

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@asynccontextmanager
async def open_desk(dsn: str, supabase: SupabaseServer) -> AsyncIterator[Desk]:
    async with Database(dsn) as database:
        desk = Desk(dsn, database, supabase)
        yield desk
        for store in desk.opened:
            await store.close()


@pytest.fixture
async def desk(make_database: DatabaseMaker, supabase: SupabaseServer) -> AsyncIterator[Desk]:
    async with open_desk(make_database(), supabase) as opened:
        yield opened


SIZES = [1024, 100_000, MB, 6 * MB, 6 * MB + 1, 12 * MB, 20 * MB + 7, 60 * MB]


@pytest.mark.parametrize("size", SIZES)
async def test_that_files_of_every_size_come_back_as_they_were(desk: Desk, size: int) -> None:
    data, store = some_bytes(size), desk.store()
    sha256 = await store.put(data, "image/jpeg", project="p-1")
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert await store.get(sha256) == data
    [key] = desk.server.objects
    assert re.fullmatch(r"p-1/[0-9a-f-]{36}\.jpg", key)
    assert desk.server.mimes[key] == "image/jpeg"
    assert desk.rows("select object_key, size_bytes, mime from packdesk.blobs") == [(key, size, "image/jpeg")]
    assert (
        desk.rows("select 1 from packdesk.blob_chunks union all select 1 from packdesk.loose_objects") == []
    )
    is_resumable = any("/upload/resumable" in request for request in desk.server.requests)
    assert is_resumable == (size > 6 * MB)
    # the same again costs nothing
    before = len(desk.server.requests)
    assert await store.put(data, "image/jpeg", project="p-2") == sha256
    assert len(desk.server.requests) == before


@pytest.mark.parametrize("size", [7 * MB, 60 * MB])
async def test_that_an_upload_cut_at_every_megabyte_goes_on_where_it_was(desk: Desk, size: int) -> None:
    data, store = some_bytes(size), desk.store()
    desk.server.cut_after = MB
    sha256 = await store.put(data, "image/jpeg", project="p")
    assert desk.server.cuts >= size // MB - 1
    assert desk.server.body_bytes < size + MB, "nothing was sent twice"
    cuts = desk.server.cuts
    assert await store.get(sha256) == data
    assert desk.server.cuts - cuts >= size // MB - 1


async def test_that_a_small_file_over_a_line_that_always_breaks_ends_with_words(desk: Desk) -> None:
    desk.server.cut_after = 100
    with pytest.raises(OfflineError, match="reached"):
        await desk.store().put(some_bytes(5000), "image/jpeg")
    assert desk.rows("select 1 from packdesk.blobs") == []


@pytest.mark.parametrize("size", [5000, 13 * MB])
async def test_that_lost_answers_leave_one_object(desk: Desk, size: int) -> None:
    for lost in (1, 2, 4):
        desk.server.lose_answers = lost
        data = some_bytes(size, seed=lost)
        sha256 = await desk.store().put(data, "image/jpeg")
        assert await desk.store().get(sha256) == data
        desk.server.lose_answers = 0  # of a small file there is but one
    assert len(desk.server.objects) == 3


async def test_that_after_a_crash_another_run_goes_on_at_the_offset(desk: Desk) -> None:
    data = some_bytes(40 * MB)
    going = asyncio.create_task(desk.store().put(data, "image/jpeg"))
    while desk.server.body_bytes < 15 * MB:
        await asyncio.sleep(0.001)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    assert len(desk.rows("select 1 from packdesk.loose_objects where upload_url is not null")) == 1
    had = desk.server.body_bytes
    sha256 = await desk.store().put(data, "image/jpeg")
    assert desk.server.body_bytes - had < 26 * MB
    assert await desk.store().get(sha256) == data
    assert len(desk.server.objects) == 1
    assert desk.rows("select 1 from packdesk.loose_objects") == []


async def test_that_an_upload_the_server_forgot_begins_anew(desk: Desk) -> None:
    data = some_bytes(20 * MB)
    going = asyncio.create_task(desk.store().put(data, "image/jpeg"))
    while desk.server.body_bytes < 8 * MB:
        await asyncio.sleep(0.001)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    desk.server.uploads.clear()
    sha256 = await desk.store().put(data, "image/jpeg")
    assert await desk.store().get(sha256) == data


@pytest.mark.parametrize("size", [5000, 7 * MB])
async def test_that_every_refusal_has_its_words(desk: Desk, size: int) -> None:
    data, supabase = some_bytes(size), desk.server

    async def error(kind: type[KnownError], code: str, *words: str, **other: str) -> None:
        supabase.requests.clear()
        with pytest.raises(kind) as caught:
            await desk.store(**other).put(data, "image/heic")
        assert caught.value.code == code
        for word in words:
            assert word in str(caught.value), str(caught.value)
        assert desk.rows("select 1 from packdesk.blobs") == []
        assert "pa55word" not in str(caught.value)

    supabase.denied = True
    await error(NotAllowedError, "storage-refused", "anna@example.com", "packdesk")
    supabase.denied = False
    supabase.most_bytes = 100
    await error(StorageError, "bucket-limit", "MB")
    supabase.most_bytes = 100 * MB
    supabase.mime_types = ("image/jpeg",)
    await error(StorageError, "bucket-type", "image/heic")
    supabase.mime_types = ()
    supabase.bucket = "another"
    await error(StorageError, "no-bucket", "packdesk")
    supabase.bucket = "packdesk"
    # the token comes first; then this
    for status in (423, 429, 500, 503, 544):
        supabase.next_answers = [Answer(status, b"busy")] * 50
        supabase.tokens["t"] = time.monotonic() + 100
        with pytest.raises(OfflineError):
            await desk.store().put(data, "image/heic")
    supabase.next_answers = []
    supabase.next_answers = []
    assert await desk.store().put(data, "image/heic")


async def test_that_an_invalid_key_is_never_made(desk: Desk) -> None:
    for project in ("\u00e6\u00f8\u00e5", "50%", "a#b", "a/../b", "x" * 300, " ", "-"):
        key = object_key(project, "image/png")
        assert re.fullmatch(r"[0-9a-f-]{36}/[0-9a-f-]{36}\.png", key), key
    await desk.store().put(b"x" * 10, "image/x-odd", project="50% \u00e6")
    [key] = desk.server.objects
    assert key.endswith(".bin")
    desk.server.objects.clear()
    desk.server.next_answers = []
    store = desk.store()
    await store.put(b"first", "image/png")
    desk.server.next_answers = [refusal(400, 400, "InvalidKey", "Invalid key: x")]
    with pytest.raises(StorageError, match="InvalidKey"):
        await store.put(b"second", "image/png")


async def test_that_another_object_of_the_key_is_not_taken_for_ours(desk: Desk) -> None:
    store = desk.store()
    await store.put(b"first", "image/png")
    desk.server.next_answers = [refusal(400, 409, "Duplicate", "The resource already exists")]
    with pytest.raises(StorageError, match="409"):
        await store.put(b"second", "image/png")
    assert len(desk.rows("select 1 from packdesk.blobs")) == 1


async def test_that_sessions_are_renewed_before_and_after_they_end(desk: Desk) -> None:
    store, supabase = desk.store(), desk.server
    await store.put(b"1", "image/png")
    assert (supabase.sign_ins, supabase.refreshes) == (1, 0)
    supabase.tokens.clear()  # ended early, as after a change of the project's keys
    await store.put(b"2", "image/png")
    assert (supabase.sign_ins, supabase.refreshes) == (1, 1)
    supabase.tokens.clear()
    supabase.refresh_tokens.clear()
    await store.put(b"3", "image/png")
    assert (supabase.sign_ins, supabase.refreshes) == (2, 2)
    supabase.token_s = 0.3  # and in the middle of an upload, several times
    supabase.tokens.clear()
    supabase.cut_after = 2 * MB

    async def age() -> None:
        while True:
            await asyncio.sleep(0.3)
            supabase.tokens.clear()

    ageing = asyncio.create_task(age())
    data = some_bytes(30 * MB)
    sha256 = await store.put(data, "image/png")
    ageing.cancel()
    supabase.token_s = 3600
    assert await store.get(sha256) == data


async def test_that_a_wrong_password_is_tried_once(desk: Desk) -> None:
    store = desk.store(password="wrong")
    for n in range(5):
        with pytest.raises(NotAllowedError, match="password") as caught:
            await store.put(bytes([n]), "image/png")
        assert "wrong" not in str(caught.value)
    assert desk.server.sign_ins == 1
    with pytest.raises(NotAllowedError, match="settings"):
        await desk.store(password="").put(b"x", "image/png")
    assert desk.server.sign_ins == 1


async def test_that_nobody_and_nonsense_at_the_address_are_told(desk: Desk) -> None:
    desk.server.next_answers = [Answer(200, b"<html>")]
    with pytest.raises(OfflineError, match="not Supabase"):
        await desk.store().put(b"x", "image/png")
    desk.server.next_answers = [Answer(502, b"<html>")]
    with pytest.raises(OfflineError, match="502"):
        await desk.store().put(b"x", "image/png")
    url = desk.server.url
    await desk.server.stop()
    lost = SupabaseImageStore(
        StorageAccount(url, "packdesk", "k", "a@b.c", "p"), ImageStoreRepo(desk.database), desk.here
    )
    desk.opened.append(lost)
    with pytest.raises(OfflineError):
        await lost.put(b"x", "image/png")
    await desk.server.start()


async def test_that_what_was_changed_there_is_not_believed(desk: Desk) -> None:
    store = desk.store()
    sha256 = await store.put(b"right", "image/png")
    [key] = desk.server.objects
    desk.server.objects[key] = b"wrong"
    with pytest.raises(StorageError, match="damaged"):
        await store.get(sha256)
    for other in (b"longer than it was", b"sho"):
        desk.server.objects[key] = other
        with pytest.raises(StorageError):
            await store.get(sha256)
    del desk.server.objects[key]
    with pytest.raises(NotFoundError):
        await store.get(sha256)


async def test_that_a_computer_that_is_not_signed_in_is_told_where_it_lies(desk: Desk) -> None:
    sha256 = await desk.store().put(b"far away", "image/png")
    with pytest.raises(StorageError, match=r"Sign in there") as caught:
        await desk.here.get(sha256)
    assert caught.value.code == "elsewhere"
    assert desk.server.url in str(caught.value)


# -- moving ------------------------------------------------------------------------------------------------


@asynccontextmanager
async def signed_in(dsn: str, supabase: SupabaseServer) -> AsyncIterator[Workspace]:
    async with open_workspace(dsn=dsn, elsewhere=Elsewhere(storage=account(supabase))) as workspace:
        yield workspace


async def make_project(workspace: Workspace, photos: list[bytes]) -> str:
    stored = [
        NewPhoto(
            f"{n}.jpg", await workspace.store.put(data, "image/jpeg"), None, "image/jpeg", len(data), 9, 9
        )
        for n, data in enumerate(photos)
    ]
    project = await workspace.projects.create(Brief("Mug"), style=Style.BOLD, owner=None, photos=stored)
    return project.id


async def test_that_a_project_moves_out_and_home_and_loses_nothing(
    make_database: DatabaseMaker, supabase: SupabaseServer
) -> None:
    dsn = make_database()
    photos = [some_bytes(size, seed=size) for size in (2000, MB, 8 * MB, 20 * MB)]
    async with open_workspace(dsn=dsn) as workspace:
        project = await make_project(workspace, photos)
    told: list[tuple[int, int]] = []
    async with signed_in(dsn, supabase) as workspace:
        stores = workspace.image_stores
        assert (await stores.to_move(project, away=True)).total == 4
        # broken off by a supabase that takes no more, then by hand
        supabase.most_bytes = 10 * MB
        with pytest.raises(StorageError):
            await stores.move_project(project, away=True)
        assert (await stores.to_move(project, away=True)).total == 1
        supabase.most_bytes = 100 * MB
        moving = asyncio.create_task(stores.move_project(project, away=True))
        had = supabase.body_bytes
        while supabase.body_bytes < had + 8 * MB:
            await asyncio.sleep(0.001)
        moving.cancel()
        await asyncio.gather(moving, return_exceptions=True)
        assert [await workspace.store.get(hashlib.sha256(data).hexdigest()) for data in photos] == photos
        moved = await stores.move_project(
            project, away=True, progress=lambda p: told.append((p.done, p.total))
        )
        assert (moved, told) == (1, [(1, 1)])
        with psycopg.connect(dsn) as connection:
            assert connection.execute("select count(*) from packdesk.blob_chunks").fetchone() == (0,)
            assert connection.execute("select count(*) from packdesk.loose_objects").fetchone() == (0,)
        assert [await workspace.store.get(hashlib.sha256(data).hexdigest()) for data in photos] == photos
        assert {key.partition("/")[0] for key in supabase.objects} == {project}
        assert await stores.move_project(project, away=False) == 4
        assert supabase.objects == {}
        assert await stores.move_project(project, away=False) == 0
    async with open_workspace(dsn=dsn) as workspace:
        assert [await workspace.store.get(hashlib.sha256(data).hexdigest()) for data in photos] == photos


async def test_that_two_that_move_the_same_come_to_the_same(
    make_database: DatabaseMaker, supabase: SupabaseServer
) -> None:
    dsn = make_database()
    photos = [some_bytes(MB, seed=n) for n in range(4)]
    async with open_workspace(dsn=dsn) as workspace:
        project = await make_project(workspace, photos)
    async with signed_in(dsn, supabase) as one, signed_in(dsn, supabase) as two:
        for away in (True, False):
            counts = await asyncio.gather(
                one.image_stores.move_project(project, away=away),
                two.image_stores.move_project(project, away=away),
                return_exceptions=True,
            )
            assert sum(n for n in counts if isinstance(n, int)) == 4, counts
            for data in photos:
                assert await one.store.get(hashlib.sha256(data).hexdigest()) == data
        assert supabase.objects == {}


async def test_that_two_that_go_on_with_one_upload_keep_its_image(desk: Desk) -> None:
    data = some_bytes(13 * MB)
    first = asyncio.create_task(desk.store().put(data, "image/jpeg"))
    while not desk.rows("select 1 from packdesk.loose_objects where upload_url is not null"):
        await asyncio.sleep(0.001)
    others = [desk.store().put(data, "image/jpeg", project=f"p-{n}") for n in range(2)]
    sha256 = hashlib.sha256(data).hexdigest()
    assert await asyncio.gather(first, *others) == [sha256] * 3
    assert await desk.store().get(sha256) == data
    assert desk.rows("select object_key from packdesk.blobs") == [(key,) for key in desk.server.objects]
    assert desk.rows("select 1 from packdesk.loose_objects") == []


async def test_that_a_token_is_shown_to_no_address_somebody_wrote_into_the_table(desk: Desk) -> None:
    data, store = some_bytes(7 * MB), desk.store()
    number, stranger = await store.number(), SupabaseServer()
    await stranger.start()
    for url in (f"{stranger.url}/storage/v1/upload/resumable/x", f"{desk.server.url}@{stranger.url[7:]}/x"):
        desk.rows(
            "insert into packdesk.loose_objects (store_id, object_key, sha256, upload_url) values"
            f" ({number}, 'p/' || gen_random_uuid(), '{hashlib.sha256(data).hexdigest()}', '{url}')"
        )
        sha256 = await store.put(data, "image/jpeg")
        assert await store.get(sha256) == data
        desk.rows("delete from packdesk.blobs")
    await stranger.stop()
    assert stranger.requests == []


async def test_that_an_object_of_an_image_stays_whoever_calls_it_left_over(desk: Desk) -> None:
    store = desk.store()
    sha256 = await store.put(b"kept", "image/png")
    desk.rows(
        "insert into packdesk.loose_objects (store_id, object_key, sha256, since)"
        " select store_id, object_key, sha256, now() - interval '2 days' from packdesk.blobs"
    )
    assert await store.clean_up() == 0
    assert await store.get(sha256) == b"kept"
    assert desk.rows("select 1 from packdesk.loose_objects") == []


async def test_that_all_that_is_left_over_goes_in_one_go(desk: Desk) -> None:
    store = desk.store()
    number = await store.number()
    desk.server.objects |= {f"p/{n}.png": b"left" for n in range(230)}
    desk.rows(
        "insert into packdesk.loose_objects (store_id, object_key, sha256, since)"
        f" select {number}, 'p/' || n || '.png', repeat('a', 64), now() - interval '2 days'"
        " from generate_series(0, 229) n"
    )
    assert await store.clean_up() == 230
    assert desk.server.objects == {}


async def test_that_what_is_left_over_is_removed_after_a_day(desk: Desk) -> None:
    store = desk.store()
    await store.put(b"kept", "image/png")
    desk.server.objects["p/left.png"] = b"left"
    number = await store.number()
    desk.rows(
        "insert into packdesk.loose_objects (store_id, object_key, sha256, since) values"
        f" ({number}, 'p/left.png', repeat('a', 64), now() - interval '2 days'),"
        f" ({number}, 'p/new.png', repeat('b', 64), now())"
    )
    assert await store.clean_up() == 1
    assert "p/left.png" not in desk.server.objects
    assert desk.rows("select object_key from packdesk.loose_objects") == [("p/new.png",)]


async def test_that_the_settings_test_puts_reads_and_removes(
    make_database: DatabaseMaker, supabase: SupabaseServer
) -> None:
    async with signed_in(make_database(), supabase) as workspace:
        await workspace.image_stores.check()
        assert supabase.objects == {}
        supabase.denied = True
        with pytest.raises(NotAllowedError):
            await workspace.image_stores.check()


async def test_that_a_photo_of_20_mb_costs_no_200(
    make_database: DatabaseMaker, supabase: SupabaseServer
) -> None:
    script = Path(__file__).with_name("one_photo.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(script), make_database(), supabase.url, stdout=subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    grown_mb = float(out)
    print(f"a photo of 20 MB up and down: {grown_mb:.0f} MB more at the peak")
    assert grown_mb < 100


async def test_that_the_command_line_moves_and_says_how_much(
    make_database: DatabaseMaker, supabase: SupabaseServer, tmp_path: Path
) -> None:
    dsn = make_database()
    async with open_workspace(dsn=dsn) as workspace:
        await make_project(workspace, [some_bytes(5000), some_bytes(7 * MB)])
    program = Program(home=tmp_path / "home", cwd=tmp_path, dsn=dsn)
    env = {
        "PACKDESK_STORAGE_URL": supabase.url,
        "PACKDESK_STORAGE_KEY": "sb_publishable_x",
        "PACKDESK_STORAGE_EMAIL": "anna@example.com",
        "PACKDESK_STORAGE_PASSWORD": "pa55word!",
    }

    async def packdesk(*words: str, **other: str) -> Done:
        return await asyncio.to_thread(lambda: program("images", *words, env={**env, **other}))

    assert (await packdesk("check")).code == 0
    (await packdesk("check", PACKDESK_STORAGE_PASSWORD="odd")).refused(5, "password")
    (await packdesk("check", PACKDESK_STORAGE_KEY="sb_secret_x")).refused(3, "publishable")
    (await packdesk("check", PACKDESK_STORAGE_URL="")).refused(3, "not signed in")
    (await packdesk("move", "--to", "supabase")).refused(2, "--all")
    (await packdesk("move", "Nobody", "--to", "supabase")).refused(3)
    assert (await packdesk("move", "Mug", "--to", "supabase", "--json")).json["moved"] == 2
    assert len(supabase.objects) == 2
    assert "2 files moved" in (await packdesk("move", "--all", "--to", "database")).err
    assert supabase.objects == {}
    assert (await packdesk("clean", "--json")).json == {"removed": 0}
    assert "pa55word" not in (tmp_path / "home" / "logs" / "packdesk.log").read_text()
