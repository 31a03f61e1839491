"""The optional rules for Supabase Storage, on clusters that look like hosted projects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.core.resources import sql_dir
from tests.queue.clients import Client, Queue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.queue.settings import Setting

SETUP = sql_dir() / "setup" / "supabase_storage.sql"


@pytest.fixture
def hosted(hosted_setting: Setting) -> Iterator[Queue]:
    with Queue(hosted_setting, hosted_setting.fresh()) as queue:
        yield queue


@pytest.fixture
def storage(hosted: Queue) -> Queue:
    """With the one right that Supabase's own helper lends: rules on a table of Storage's."""
    hosted.superuser().run("alter table storage.objects owner to postgres")
    hosted.superuser().run("grant usage on schema storage to supabase_storage_admin")
    owner = hosted.client()
    for _ in range(2):
        owner.connection.execute(SETUP.read_bytes())
    owner.run("select packdesk.allow_storage(' Anna@Example.com ')")
    hosted.superuser().run("insert into storage.buckets (id, name) values ('other', 'other')")
    return hosted


def signed_in(queue: Queue, email: str | None, role: str = "authenticated") -> Client:
    client = queue.client("authenticator")
    client.connection.execute(f"set role {role}".encode())
    claims = json.dumps({"role": role, **({"email": email} if email else {})})
    client.connection.execute("select set_config('request.jwt.claims', %s, false)", [claims])
    return client


def add(client: Client, name: str, bucket: str = "packdesk") -> bool:
    try:
        client.run("insert into storage.objects (bucket_id, name) values (%s, %s)", bucket, name)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def test_that_a_plain_cluster_refuses_in_words_and_keeps_nothing(hosted: Queue) -> None:
    with pytest.raises(psycopg.Error, match=r"may not make rules for storage\.objects"):
        hosted.client().connection.execute(SETUP.read_bytes())
    assert hosted.superuser().value("select to_regclass('packdesk.storage_people')") is None
    hosted.superuser().run("drop schema storage cascade")
    with pytest.raises(psycopg.Error, match="no Supabase Storage here"):
        hosted.client().connection.execute(SETUP.read_bytes())


def test_that_only_the_named_read_and_add_and_only_in_the_bucket(storage: Queue) -> None:
    anna = signed_in(storage, "anna@example.com")
    assert add(anna, "p/1.jpg")
    assert not add(anna, "p/1.jpg", "other")
    assert anna.value("select count(*) from storage.objects") == 1
    for email, role in (
        ("customer@example.com", "authenticated"),
        (None, "authenticated"),
        ("anna@example.com", "anon"),
        ("", "authenticated"),
    ):
        other = signed_in(storage, email, role)
        assert not add(other, "p/2.jpg"), (email, role)
        assert other.value("select count(*) from storage.objects") == 0, (email, role)
    customer = signed_in(storage, "customer@example.com")
    customer.run("delete from storage.objects")
    customer.run("update storage.objects set name = 'mine'")
    assert anna.value("select name from storage.objects") == "p/1.jpg"
    anna.run("delete from storage.objects where name = 'p/1.jpg'")
    assert anna.value("select count(*) from storage.objects") == 0


def test_that_the_forbidden_lose_it_at_once(storage: Queue) -> None:
    anna = signed_in(storage, "anna@example.com")
    assert add(anna, "p/1.jpg")
    storage.client().run("select packdesk.forbid_storage('ANNA@example.com')")
    assert not add(anna, "p/2.jpg")
    assert anna.value("select count(*) from storage.objects") == 0


def test_that_browsers_reach_nothing_of_ours_through_it(storage: Queue) -> None:
    anna = signed_in(storage, "anna@example.com")
    for statement in (
        "select * from packdesk.storage_people",
        "select packdesk.allow_storage('customer@example.com')",
        "select * from packdesk.blobs",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            anna.run(statement)
    bucket = storage.superuser().rows(
        "select public, file_size_limit from storage.buckets where id = 'packdesk'"
    )
    assert bucket == [{"public": False, "file_size_limit": 60 * 2**20}]
    with pytest.raises(psycopg.Error, match="no e-mail"):
        storage.client().run("select packdesk.allow_storage('nobody')")
