"""A job of a pack needs a pack and goes with it, and nobody takes it away meanwhile: what a foreign key holds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

if TYPE_CHECKING:
    from tests.queue.clients import Client, Queue


@pytest.fixture
def client(queue: Queue) -> Client:
    return queue.client()


def part_of(client: Client, pack: object) -> object:
    return client.value(
        "insert into job_queue (job_type, payload, parent_id) values ('x', '{}', %s) returning id", pack
    )


def test_that_nobody_belongs_to_a_pack_that_is_not_there(client: Client) -> None:
    job = client.insert()
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="There is no job"):
        part_of(client, uuid4())
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="There is no job"):
        client.run("update job_queue set parent_id = %s where id = %s", uuid4(), job)
    assert client.value("select count(*) from job_queue where parent_id is not null") == 0


def test_that_a_pack_and_its_jobs_may_come_in_one_statement(client: Client) -> None:
    pack = uuid4()
    client.run(
        "insert into job_queue (id, job_type, payload, parent_id)"
        " values (%s, 'x', '{}', %s), (%s, 'x', '{}', null)",
        uuid4(),
        pack,
        pack,
    )
    assert client.value("select count(*) from job_queue where parent_id = %s", pack) == 1


def test_that_jobs_go_with_their_pack_with_their_history_and_a_notice(client: Client) -> None:
    pack, other = client.insert(), client.insert()
    jobs = [part_of(client, pack) for _ in range(3)]
    grandchild = part_of(client, jobs[0])
    client.run(
        "insert into packdesk.job_attempts (job_id, attempt, started_at, ended_at, outcome)"
        " values (%s, 1, now(), now(), 'failed')",
        jobs[1],
    )
    client.run("delete from job_queue where id = %s", pack)
    left = {row["id"] for row in client.rows("select id from job_queue")}
    assert other in left
    assert not left & {pack, grandchild, *jobs}
    assert client.value("select count(*) from packdesk.job_attempts where job_id = %s", jobs[1]) == 0


def test_that_a_pack_keeps_its_id_while_it_has_jobs(client: Client) -> None:
    pack, lonely = client.insert(), client.insert()
    part_of(client, pack)
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="its id has to stay"):
        client.run("update job_queue set id = %s where id = %s", uuid4(), pack)
    client.run("update job_queue set id = %s where id = %s", uuid4(), lonely)


def test_that_a_pack_cannot_go_while_a_job_of_it_comes(queue: Queue) -> None:
    coming, going = queue.client(), queue.client()
    pack = coming.insert()
    with coming.connection.transaction():
        job = part_of(coming, pack)
        leaving = threading.Thread(target=going.run, args=("delete from job_queue where id = %s", pack))
        leaving.start()
        leaving.join(0.5)
        assert leaving.is_alive(), "it must wait for whoever counts on the pack"
    leaving.join(10)
    assert coming.value("select count(*) from job_queue where id in (%s, %s)", pack, job) == 0


def test_that_a_job_cannot_come_to_a_pack_that_is_going(queue: Queue) -> None:
    going, coming = queue.client(), queue.client()
    pack = going.insert()
    failed: list[BaseException] = []

    def come() -> None:
        try:
            part_of(coming, pack)
        except psycopg.Error as error:
            failed.append(error)

    with going.connection.transaction():
        going.run("delete from job_queue where id = %s", pack)
        arriving = threading.Thread(target=come)
        arriving.start()
        arriving.join(0.5)
        assert arriving.is_alive()
    arriving.join(10)
    assert [type(error) for error in failed] == [psycopg.errors.ForeignKeyViolation]
