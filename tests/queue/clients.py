"""Clients of the queue, as other programs are: plain psycopg, nothing of the product in between."""

from __future__ import annotations

import json
import threading
import uuid
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.queue.settings import Setting

IMAGE_TYPES = (
    "MAIN_IMAGE",
    "INFOGRAPHIC",
    "FEATURE_HIGHLIGHT",
    "LIFESTYLE",
    "COMPARISON_CHART",
    "DIMENSION_DIAGRAM",
)
Row = dict[str, Any]
Job = uuid.UUID


class Queue:
    """One migrated database; closes the connections it handed out."""

    def __init__(self, setting: Setting, database: str) -> None:
        self.setting = setting
        self.database = database
        self._clients: list[Client] = []

    def client(self, user: str | None = None, *, autocommit: bool = True) -> Client:
        client = Client(self.setting.dsn(self.database, user), autocommit=autocommit)
        self._clients.append(client)
        return client

    def superuser(self) -> Client:
        client = Client(self.setting.admin(self.database))
        self._clients.append(client)
        return client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        for client in self._clients:
            client.close()


class Client:
    """A connection with the queue's functions as methods; rows are dictionaries."""

    def __init__(self, dsn: str, *, autocommit: bool = True) -> None:
        self.connection = psycopg.connect(
            dsn, autocommit=autocommit, row_factory=dict_row, prepare_threshold=None
        )
        self.worker = uuid.uuid4()

    def close(self) -> None:
        self.connection.close()

    def rows(self, statement: str, *values: Any) -> list[Row]:
        return self.connection.execute(statement.encode(), values or None).fetchall()

    def run(self, statement: str, *values: Any) -> int:
        return self.connection.execute(statement.encode(), values or None).rowcount

    def one(self, statement: str, *values: Any) -> Row:
        (row,) = self.rows(statement, *values)
        return row

    def value(self, statement: str, *values: Any) -> Any:
        return next(iter(self.one(statement, *values).values()))

    # the public contract

    def insert(self, payload: Any = None, job_type: str = "generate-image", **columns: Any) -> Job:
        """A plain INSERT, as any program would do it."""
        names = "".join(f", {name}" for name in columns)
        marks = ", %s" * len(columns)
        job: Job = self.value(
            f"insert into job_queue (job_type, payload, user_id{names}) values (%s, %s, 'u1'{marks}) returning id",
            job_type,
            Jsonb({} if payload is None else payload),
            *columns.values(),
        )
        return job

    def get_next_job(self) -> Row | None:
        rows = self.rows("select * from get_next_job()")
        assert len(rows) <= 1
        return rows[0] if rows else None

    def mark_processing(self, job: Job) -> None:
        self.run("select mark_job_processing(%s)", job)

    def mark_completed(self, job: Job) -> None:
        self.run("select mark_job_completed(%s)", job)

    def mark_failed(self, job: Job, error: str | None = "it broke") -> None:
        self.run("select mark_job_failed(%s, %s)", job, error)

    # our own functions

    def project(self, *, photos: int = 1) -> str:
        project: str = self.value("insert into packdesk.projects (name) values ('Bottle') returning id")
        for _ in range(photos):
            self.photo(project)
        return project

    def blob(self, content: bytes | None = None) -> str:
        name = uuid.uuid4().hex * 2
        self.run("insert into packdesk.blobs (sha256, size_bytes, mime) values (%s, 3, 'image/jpeg')", name)
        self.run("insert into packdesk.blob_chunks values (%s, 0, %s)", name, content or b"\xff\xd8\xff")
        return name

    def photo(self, project: str) -> str:
        photo: str = self.value(
            "insert into packdesk.project_images (project_id, blob_sha256, mime, size_bytes, width, height)"
            " values (%s, %s, 'image/jpeg', 3, 1, 1) returning id",
            project,
            self.blob(),
        )
        return photo

    def enqueue_image(self, project: str, image_type: str = "INFOGRAPHIC", **named: Any) -> Job:
        job: Job = self.call("enqueue_image", p_project=project, p_image_type=image_type, **named)
        return job

    def enqueue_pack(self, project: str, **named: Any) -> Job:
        pack: Job = self.call("enqueue_pack", p_project=project, **named)
        return pack

    def call(self, function: str, **named: Any) -> Any:
        words = ", ".join(f"{name} => %s" for name in named)
        return self.value(f"select packdesk.{function}({words})", *named.values())

    def claim(self, limit: int = 1, *, worker: uuid.UUID | None = None) -> list[Row]:
        return self.rows("select * from packdesk.claim_jobs(%s, %s)", worker or self.worker, limit)

    def claim_one(self) -> Row:
        (job,) = self.claim()
        return job

    def heartbeat(self, *jobs: Row, progress: Sequence[float | None] | None = None) -> list[Row]:
        shown = progress if progress is not None else [None] * len(jobs)
        return self.rows(
            "select * from packdesk.heartbeat(%s, %s::uuid[], %s::bigint[], %s::real[])",
            self.worker,
            [job["id"] for job in jobs],
            [job["lease"] for job in jobs],
            list(shown),
        )

    def complete(self, job: Row) -> bool:
        done: bool = self.value("select packdesk.complete_job(%s, %s)", job["id"], job["lease"])
        return done

    def finish_and_claim(self, *jobs: Row, limit: int = 0) -> tuple[list[Job], list[Row]]:
        """The ids of those that were somebody else's by now, and what was claimed."""
        told = self.rows(
            "select * from packdesk.finish_and_claim(%s, %s::uuid[], %s::bigint[], %s)",
            self.worker,
            [job["id"] for job in jobs],
            [job["lease"] for job in jobs],
            limit,
        )
        return [row["id"] for row in told if row["lease"] is None], [
            row for row in told if row["lease"] is not None
        ]

    def complete_image(self, job: Row, blob: str | None = None) -> str | None:
        image: str | None = self.value(
            "select packdesk.complete_image_job(%s, %s, 'premium', %s, null, 'image/jpeg', 3, 1, 1, '{}', '{}')",
            job["id"],
            job["lease"],
            blob or self.blob(),
        )
        return image

    def fail(self, job: Row, error: str = "it broke", **named: Any) -> str:
        outcome: str = self.call("fail_job", p_job=job["id"], p_lease=job["lease"], p_error=error, **named)
        return outcome

    def release(self, *jobs: Row) -> int:
        n: int = self.value(
            "select packdesk.release_jobs(%s::uuid[], %s::bigint[])",
            [job["id"] for job in jobs],
            [job["lease"] for job in jobs],
        )
        return n

    def cancel(self, *jobs: Job) -> int:
        n: int = self.value("select packdesk.cancel_jobs(%s::uuid[])", list(jobs))
        return n

    def retry(self, *jobs: Job) -> int:
        n: int = self.value("select packdesk.retry_jobs(%s::uuid[])", list(jobs))
        return n

    def rescue(self) -> int:
        n: int = self.value("select packdesk.rescue_jobs()")
        return n

    def register(self, *, session_lock: bool = True) -> None:
        self.run(
            "select packdesk.register_worker(%s, 'test', 'headless', '1', 4, %s)", self.worker, session_lock
        )

    # looking

    def job(self, job: Job) -> Row:
        return self.one("select * from packdesk.jobs where id = %s", job)

    def children(self, pack: Job) -> list[Row]:
        return self.rows("select * from packdesk.jobs where parent_id = %s order by seq", pack)

    def status_of(self, project: str) -> str:
        status: str = self.value("select status from packdesk.projects where id = %s", project)
        return status

    def attempts(self, job: Job) -> list[Row]:
        return self.rows("select * from packdesk.attempts where job_id = %s order by id", job)

    def expire(self, job: Job) -> None:
        self.run("update job_queue set lease_expires_at = now() - interval '1 second' where id = %s", job)

    def make_due(self) -> None:
        self.run("update job_queue set run_after = now() - interval '1 second' where status = 'pending'")

    def make_due_now(self, project: str) -> None:
        self.run(
            "update job_queue set run_after = now() where project_id = %s and status = 'pending'", project
        )

    def listen(self) -> None:
        self.run("listen packdesk_wake")
        self.run("listen packdesk_changes")

    def notices(self, timeout: float = 0.3, *, stop_after: int | None = None) -> list[tuple[str, Any]]:
        """What arrived: (channel, decoded payload)."""
        return [
            (notice.channel.removeprefix("packdesk_"), json.loads(notice.payload) if notice.payload else None)
            for notice in self.connection.notifies(timeout=timeout, stop_after=stop_after)
        ]


def in_threads(tasks: Iterable[Callable[[], Any]]) -> list[Any]:
    """Run all at once, starting together; results in order, the first error raised."""
    todo = list(tasks)
    results: list[Any] = [None] * len(todo)
    errors: list[BaseException] = []
    start = threading.Barrier(len(todo))

    def work(n: int, task: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[n] = task()
        except BaseException as error:  # noqa: BLE001  (raised again below, in the test's thread)
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n, task)) for n, task in enumerate(todo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
