"""This computer's projects go to the team whole and once, however often the way there breaks."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from PIL import Image
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desktop.core.errors import KnownError, NotAllowedError
from desktop.core.pack import Brief, Feature, Style
from desktop.data.copying import CopyRepo
from desktop.services import copying as service
from desktop.workspace import copying, open_workspace
from tests.live.proxy import HalfOpenProxy
from tests.queue.clients import IMAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from desktop.services.copying import CopyProgress
    from desktop.workspace import Workspace
    from tests.servers import DatabaseMaker

PROJECTS = 4


@asynccontextmanager
async def both(here: str, there: str) -> AsyncIterator[tuple[Workspace, Workspace]]:
    async with open_workspace(dsn=here) as source, open_workspace(dsn=there, engine=source.engine) as target:
        yield source, target


@pytest.fixture
async def here(make_database: DatabaseMaker, tmp_path: Path) -> str:
    """A private database with projects, photos and finished images."""
    dsn = make_database()
    async with open_workspace(dsn=dsn) as workspace:
        for n in range(PROJECTS):
            path = tmp_path / f"{n}.jpg"
            Image.effect_noise((600, 600 + n), 50).convert("RGB").save(path)
            checks = await workspace.photos.check_files([path, path])
            stored = await workspace.photos.store_files([path, path], checks)
            brief = Brief(name=f"Project {n}", features=(Feature("Light", "as a feather"),))
            made = await workspace.projects.create(brief, style=Style.BOLD, owner="me", photos=stored)
            with psycopg.connect(dsn, autocommit=True) as connection:
                connection.execute(
                    "update packdesk.project_images set role = 'detail', mask_sha256 = thumb_sha256"
                    " where project_id = %s and position = 1",
                    [made.id],
                )
                connection.execute(
                    "insert into packdesk.aplus_texts (project_id, module, words) values (%s, 'X', %s)",
                    [made.id, '{"headline": "Light as a feather"}'],
                )
                for kind, chosen in ((IMAGE_TYPES[n], False), (IMAGE_TYPES[n], True)):
                    connection.execute(
                        "insert into packdesk.generated_images (project_id, image_type, blob_sha256, mime, size_bytes,"
                        " width, height, chosen) select %s, %s, blob_sha256, mime, size_bytes, width, height, %s"
                        " from packdesk.project_images where project_id = %s limit 1",
                        [made.id, kind, chosen, made.id],
                    )
    return dsn


def content(dsn: str) -> dict[str, Any]:
    with psycopg.connect(dsn) as connection:
        return {
            "projects": connection.execute(
                "select id, name, features, style, owner from packdesk.projects order by id"
            ).fetchall(),
            "photos": connection.execute(
                "select id, project_id, position, original_name, blob_sha256, thumb_sha256, mask_sha256,"
                " role from packdesk.project_images order by id"
            ).fetchall(),
            "words": connection.execute(
                "select project_id, module, words from packdesk.aplus_texts order by 1, 2"
            ).fetchall(),
            "images": connection.execute(
                "select id, project_id, image_type, blob_sha256, chosen from packdesk.generated_images order by id"
            ).fetchall(),
            "bytes": connection.execute(
                "select sha256, md5(string_agg(data, ''::bytea order by n)) from packdesk.blob_chunks"
                " where sha256 in (select blob_sha256 from packdesk.project_images) group by 1 order by 1"
            ).fetchall(),
        }


async def test_that_everything_arrives_once_however_often_it_is_copied(
    here: str, make_database: DatabaseMaker
) -> None:
    there = make_database()
    told: list[CopyProgress] = []
    async with both(here, there) as (source, target):
        first = await copying(source, target).copy_all(told.append)
        again = await copying(source, target).copy_all(told.append)
    assert content(there) == content(here)
    assert (first.copied, again.copied) == (PROJECTS, 0)
    assert first.sent_bytes > 10_000
    assert again.sent_bytes == 0
    assert [p.done for p in told] == 2 * list(range(PROJECTS + 1))


async def test_that_images_of_an_earlier_version_s_database_are_copied(
    here: str, make_database: DatabaseMaker
) -> None:
    """They come without what this version knows of images."""
    with psycopg.connect(here, autocommit=True) as connection:
        connection.execute("alter table packdesk.generated_images drop column lost_letters")
    there = make_database()
    async with both(here, there) as (source, target):
        done = await copying(source, target).copy_all(lambda _: None)
    assert done.copied == PROJECTS
    assert content(there) == content(here)


async def test_that_a_copy_goes_on_where_it_was_cancelled(here: str, make_database: DatabaseMaker) -> None:
    there = make_database()

    async with both(here, there) as (source, target):
        half = asyncio.Event()

        def hear(progress: CopyProgress) -> None:
            if progress.done == 2:
                half.set()

        work = asyncio.create_task(copying(source, target).copy_all(hear))
        await half.wait()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        there_already = len(content(there)["projects"])
        assert 2 <= there_already < PROJECTS
        rest = await copying(source, target).copy_all(lambda _: None)
    assert rest.copied == PROJECTS - there_already
    assert content(there) == content(here)


async def test_that_a_cut_on_the_way_is_made_up_for(
    here: str, make_database: DatabaseMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_PAUSES_S", (0.3, 0.5, 1.0, 2.0, 4.0))
    direct = make_database()
    target_of = conninfo_to_dict(direct)
    path = f"{target_of['host']}/.s.PGSQL.{target_of.get('port', 5432)}"
    with HalfOpenProxy(path, server_notices=True) as proxy:
        there = make_conninfo(direct, host="127.0.0.1", port=proxy.port)
        cuts = 0
        async with both(here, there) as (source, target):

            def cut(progress: CopyProgress) -> None:
                nonlocal cuts
                with psycopg.connect(direct, autocommit=True) as connection:
                    cuts += connection.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'packdesk'"
                        " and datname = current_database()"
                    ).rowcount

            done = await copying(source, target).copy_all(cut)
        assert cuts >= PROJECTS
    assert done.copied == PROJECTS
    assert content(direct) == content(here)


async def test_that_what_was_deleted_in_the_team_is_left_alone(
    here: str, make_database: DatabaseMaker
) -> None:
    there = make_database()
    async with both(here, there) as (source, target):
        await copying(source, target).copy_all(lambda _: None)
        photo = content(there)["photos"][0][0]
        await target.projects.delete_photos([photo])
        await copying(source, target).copy_all(lambda _: None)
    assert len(content(there)["photos"]) == 2 * PROJECTS - 1


async def test_that_staff_may_copy_and_viewers_may_not(here: str, make_database: DatabaseMaker) -> None:
    there = make_database()
    with psycopg.connect(there, autocommit=True) as connection:
        for role in ("staff", "viewer"):
            connection.execute(
                f"do $$ begin create role copy_{role} login password 'x' in role packdesk_{role};"
                " exception when duplicate_object then null; end $$".encode()
            )
    async with both(here, make_conninfo(there, user="copy_viewer", password="x")) as (source, target):
        with pytest.raises(NotAllowedError):
            await copying(source, target).copy_all(lambda _: None)
    async with both(here, make_conninfo(there, user="copy_staff", password="x")) as (source, target):
        done = await copying(source, target).copy_all(lambda _: None)
    assert done.copied == PROJECTS
    mine = content(here)
    theirs = content(there)
    assert theirs == mine


async def test_that_a_photo_that_is_damaged_here_is_named(here: str, make_database: DatabaseMaker) -> None:
    there = make_database()
    with psycopg.connect(here, autocommit=True) as connection:
        connection.execute("update packdesk.blob_chunks set data = '\\x00' || substr(data, 2)")
    async with both(here, there) as (source, target):
        with pytest.raises(KnownError, match="damaged"):
            await copying(source, target).copy_all(lambda _: None)
        assert await CopyRepo(target.database).projects() == []
