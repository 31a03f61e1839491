"""``packdesk db copy``: from this computer into a team's database, interrupted and gone on with."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import TYPE_CHECKING

import psycopg
from PIL import Image

from desktop.core.pack import Brief, Style
from desktop.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Program
    from tests.servers import DatabaseMaker


async def test_that_the_command_line_copies_and_goes_on_where_it_was_interrupted(
    packdesk: Program, make_database: DatabaseMaker, tmp_path: Path
) -> None:
    packdesk("db", "copy", timeout=30).refused(3, "--profile, --dsn or PACKDESK_DSN")
    photo, count = tmp_path / "photo.jpg", 6
    Image.effect_noise((700, 700), 50).convert("RGB").save(photo)
    async with open_workspace(home=packdesk.home) as own:
        for n in range(count):
            stored = await own.photos.store_files([photo], await own.photos.check_files([photo]))
            await own.projects.create(Brief(name=f"mine {n}"), style=Style.BOLD, owner="me", photos=stored)
    there = make_database()
    with psycopg.connect(there, autocommit=True) as connection:
        # nobody gets beyond the first project while this lasts
        connection.execute(
            "create function once() returns trigger language plpgsql as $$ begin"
            " perform pg_advisory_xact_lock(4711) from packdesk.projects limit 1; return new; end $$;"
            " create trigger once before insert on packdesk.projects for each row execute function once()"
        )
        connection.execute("select pg_advisory_lock(4711)")
        process = packdesk.start("db", "copy", "--dsn", there)
        deadline = time.monotonic() + 60
        while connection.execute("select count(*) from packdesk.projects").fetchone() != (1,):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert packdesk.finish(process).code == 130
        connection.execute("drop trigger once on packdesk.projects")
    done = packdesk("db", "copy", "--dsn", there, "--json").json
    assert (done["done"], done["total"], done["copied"]) == (count, count, count - 1)
    told = packdesk("db", "copy", "--dsn", there).err
    assert told.strip().endswith(f"0 projects copied, {count} were there already.")
    with psycopg.connect(there) as connection:
        assert connection.execute("select count(*) from packdesk.project_images").fetchone() == (count,)
