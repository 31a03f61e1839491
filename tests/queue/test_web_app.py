"""Beside a web app's own tables, as Prisma makes them, with data in them."""

from __future__ import annotations

import base64
import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from PIL import Image

from desktop.core.resources import sql_dir
from desktop.data.migrate import migrate
from tests.queue.clients import Client, Queue
from tests.queue.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

PRISMA = Path(__file__).with_name("prisma.sql")
SETUP = sql_dir() / "setup" / "web_app.sql"


@pytest.fixture
def web(hosted_setting: Setting) -> Iterator[Queue]:
    """The web app first, then Packdesk's migrations, then the setup, twice."""
    with Queue(hosted_setting, hosted_setting.fresh(migrated=False)) as queue:
        client = queue.client()
        client.connection.execute(PRISMA.read_bytes())
        before = everything(client)
        migrate(hosted_setting.dsn(queue.database))
        for _ in range(2):
            client.connection.execute(SETUP.read_bytes())
        assert everything(client) == before, "nothing of theirs was touched"
        yield queue


def everything(client: Client) -> dict[str, Any]:
    """All of the web app's: columns, constraints, and every value."""
    tables = ('"User"', '"Project"', '"ProjectImage"', '"GeneratedImage"')
    jobs = "select id, job_type, payload, status, retry_count, user_id from job_queue order by id"
    return {
        "columns": client.rows(
            "select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns"
            " where table_schema = 'public' and table_name in ('User', 'Project', 'ProjectImage', 'GeneratedImage')"
            " order by 1, ordinal_position"
        ),
        "constraints": client.rows(
            "select conname, pg_get_constraintdef(oid) as said from pg_constraint where conrelid in"
            " (select ('public.' || t)::regclass from unnest(%s::text[]) t) order by 1",
            list(tables),
        ),
        "jobs": client.rows(jobs),
        **{table: client.rows(f'select * from {table} order by "id"') for table in tables},
    }


def jpeg(colour: str = "red") -> str:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


def test_that_what_the_web_app_has_is_here(web: Queue) -> None:
    client = web.client()
    projects = {p["id"]: p for p in client.rows("select * from packdesk.projects")}
    assert set(projects) == {"clp1", "clp2"}
    mug, untitled = projects["clp1"], projects["clp2"]
    assert (mug["name"], mug["product_name"], mug["category"], mug["status"], mug["owner"]) == (
        "Mug",
        "Enamel mug",
        "Kitchen",
        "COMPLETED",
        "clu1",
    )
    assert mug["created_at"] == dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC)
    assert len(mug["description"]) == 2000
    assert untitled["name"] == "Untitled"
    jobs = client.rows("select project_id, state, user_id, project_name from packdesk.job_list order by seq")
    assert [(j["project_id"], j["state"], j["project_name"]) for j in jobs] == [
        ("clp1", "completed", "Mug"),
        ("clp2", "queued", "Untitled"),
    ]
    (photo,) = client.rows("select * from packdesk.project_images")
    assert (photo["id"], photo["width"], photo["height"], photo["mime"]) == ("cli2", 2, 3, "image/png")
    stored = client.one("select data from packdesk.blob_chunks where sha256 = %s", photo["blob_sha256"])
    assert Image.open(io.BytesIO(stored["data"])).size == (2, 3)


def test_that_what_the_web_app_does_shows_here_at_once(web: Queue) -> None:
    app, ear = web.client(), web.client()
    ear.listen()
    app.run(
        'insert into "Project" ("id", "name", "userId", "settings", "tags", "updatedAt")'
        " values ('clp3', 'Lamp', 'clu1', '{}', '{}', now())"
    )
    assert ("changes", {"table": "projects", "ids": ["clp3"]}) in ear.notices()
    app.run("""update "Project" set "name" = 'Desk lamp', "status" = 'FAILED' where "id" = 'clp3'""")
    found = ear.one("select name, status from packdesk.projects where id = 'clp3'")
    assert found == {"name": "Desk lamp", "status": "FAILED"}
    app.run(
        'insert into "ProjectImage" ("id", "projectId", "url", "fileName", "order") values'
        " ('x1', 'clp3', %s, 'a.jpg', 4)",
        jpeg(),
    )
    photo = ear.one("select * from packdesk.project_images where id = 'x1'")
    assert (photo["width"], photo["height"], photo["position"], photo["original_name"]) == (
        40,
        30,
        4,
        "a.jpg",
    )
    app.run("""update "ProjectImage" set "order" = 1 where "id" = 'x1'""")
    assert ear.value("select position from packdesk.project_images where id = 'x1'") == 1
    app.run(
        'insert into "GeneratedImage" ("id", "projectId", "imageType", "imageUrl", "prompt", "updatedAt") values'
        " ('g1', 'clp3', 'LIFESTYLE', %s, '', now())",
        jpeg("blue"),
    )
    assert ear.value("select chosen from packdesk.generated_images where id = 'g1'")
    app.run("""delete from "Project" where "id" = 'clp3'""")
    assert ear.rows("select id from packdesk.projects where id = 'clp3'") == []


def test_that_what_is_done_here_shows_in_the_web_app(web: Queue) -> None:
    client = web.client()
    project = client.value(
        "insert into packdesk.projects (name, category, owner) values ('Bottle', repeat('c', 60), 'bert@shop.example')"
        " returning id"
    )
    theirs = client.one('select * from "Project" where "id" = %s', project)
    assert (theirs["name"], theirs["userId"], theirs["status"]) == ("Bottle", "clu2", "DRAFT")
    assert theirs["productCategory"] == "c" * 40, "as long as fits"
    assert abs(theirs["updatedAt"] - dt.datetime.now(dt.UTC).replace(tzinfo=None)) < dt.timedelta(minutes=1)
    photo = client.photo(project)
    seen = client.one('select * from "ProjectImage" where "id" = %s', photo)
    assert (seen["projectId"], seen["url"][:9]) == (project, "packdesk:")
    client.run("update job_queue set status = 'completed' where status = 'pending'")
    pack = client.enqueue_pack(project)
    assert client.value('select "status"::text from "Project" where "id" = %s', project) == "PROCESSING"
    for _ in range(6):
        assert client.complete_image(client.claim_one())
        client.make_due_now(project)
    assert client.job(pack)["status"] == "completed"
    assert client.value('select "status"::text from "Project" where "id" = %s', project) == "COMPLETED"
    made = client.rows('select "imageType"::text as t from "GeneratedImage" where "projectId" = %s', project)
    assert len(made) == 6
    client.run("update packdesk.projects set name = 'Flask' where id = %s", project)
    assert client.value('select "name" from "Project" where "id" = %s', project) == "Flask"
    client.run("delete from packdesk.project_images where id = %s", photo)
    assert client.rows('select from "ProjectImage" where "id" = %s', photo) == []
    client.call("delete_projects", p_projects=[project])
    assert client.rows('select from "Project" where "id" = %s', project) == []


def test_that_a_stranger_to_the_web_app_works_as_its_user_packdesk(web: Queue) -> None:
    client = web.client()
    for name in ("One", "Two"):
        client.run("insert into packdesk.projects (name, owner) values (%s, 'nobody there')", name)
    assert client.rows("""select distinct "userId" from "Project" where "name" in ('One', 'Two')""") == [
        {"userId": "packdesk"}
    ]
    assert client.value("""select "email" from "User" where "id" = 'packdesk'""") == "packdesk@localhost"
    owner = client.value("select owner from packdesk.projects where name = 'One'")
    assert owner == "nobody there", "here it stays whose it is"


def test_that_what_is_longer_over_there_is_not_cut(web: Queue) -> None:
    client = web.client()
    client.run("update packdesk.projects set name = 'Cup' where id = 'clp1'")
    theirs = client.one("""select "name", length("description") as n from "Project" where "id" = 'clp1'""")
    assert theirs == {"name": "Cup", "n": 3000}
    client.run("""update "Project" set "tags" = '{b}' where "id" = 'clp1'""")
    assert client.value("""select length("description") from "Project" where "id" = 'clp1'""") == 3000


def test_that_the_views_have_our_names_and_supply_ids_and_times(web: Queue) -> None:
    client = web.client()
    made = client.value("insert into packdesk.web_projects (name) values ('By the view') returning id")
    theirs = client.one('select * from "Project" where "id" = %s', made)
    assert theirs["updatedAt"]
    assert theirs["status"] == "DRAFT"
    assert client.value("select name from packdesk.projects where id = %s", made) == "By the view"
    client.run("update packdesk.web_projects set name = 'Changed' where id = %s", made)
    assert client.value("select name from packdesk.projects where id = %s", made) == "Changed"
    client.run("delete from packdesk.web_projects where id = %s", made)
    assert client.rows("select from packdesk.projects where id = %s", made) == []


def test_that_trouble_here_never_stops_the_web_app(web: Queue) -> None:
    client = web.client()
    for n in range(12):
        client.run(
            'insert into "ProjectImage" ("id", "projectId", "url", "fileName") values (%s, \'clp2\', %s, %s)',
            f"many{n}",
            "data:image/jpeg;base64,%%%not base64" if n == 3 else jpeg(),
            "x" * 900,
        )
    assert client.value("""select count(*) from "ProjectImage" where "projectId" = 'clp2'""") == 12
    assert client.value("select count(*) from packdesk.project_images where project_id = 'clp2'") == 10
    client.run("alter table packdesk.projects rename to away")
    client.run("""update "Project" set "name" = 'still works' where "id" = 'clp1'""")
    client.run("alter table packdesk.away rename to projects")
    assert client.value("""select "name" from "Project" where "id" = 'clp1'""") == "still works"


def test_that_staff_work_there_and_see_no_more_than_before(web: Queue) -> None:
    admin = web.superuser()
    admin.run(
        "do $$ begin if not exists (select from pg_roles where rolname = 'queue_staff') then"
        " create role queue_staff login; end if; end $$"
    )
    admin.run("grant packdesk_staff to queue_staff")
    staff = web.client("queue_staff")
    project = staff.project()
    staff.enqueue_pack(project)
    assert staff.value("select name from packdesk.web_projects where id = %s", project) == "Bottle"
    for statement in (
        'select * from "User"',
        'select * from "Project"',
        "update packdesk.web_projects set name = 'x'",
        "select packdesk.join_web_app()",
        "select packdesk.web_keep('x')",
        "select packdesk.leave_web_app()",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            staff.run(statement)
    assert web.client().value('select count(*) from "Project"') == 3


def test_that_there_is_a_way_back(web: Queue) -> None:
    client = web.client()
    client.call("leave_web_app")
    client.run("insert into packdesk.projects (name) values ('only here')")
    client.run("""update "Project" set "name" = 'only there' where "id" = 'clp1'""")
    assert client.value('select count(*) from "Project"') == 2
    assert client.value("select name from packdesk.projects where id = 'clp1'") == "Mug"
    assert migrate(web.setting.dsn(web.database)) == ()


def test_that_another_database_is_refused_in_words(hosted_setting: Setting) -> None:
    with (
        Queue(hosted_setting, hosted_setting.fresh()) as queue,
        pytest.raises(psycopg.Error, match='no table "Project"'),
    ):
        queue.client().connection.execute(SETUP.read_bytes())
