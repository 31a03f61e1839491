"""The queue in a few lines of Python, and a machine that compares it with the real one after every step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.queue.clients import IMAGE_TYPES, Client, Row

if TYPE_CHECKING:
    from uuid import UUID

PACK, IMAGE, APLUS, OTHER = "generate-complete-pack", "generate-image", "generate-aplus", "send-mail"
ACTIVE = ("pending", "processing")


@dataclass
class ModelJob:
    """What one job must be at this moment."""

    id: UUID
    seq: int
    job_type: str
    project: str | None
    image_type: str | None
    max_retries: int
    status: str = "pending"
    retry_count: int = 0
    parent: UUID | None = None
    expanded: bool = False
    aplus: bool = False
    cancelled: bool = False
    lease: int | None = None
    expired: bool = False
    priority: int = 0
    due: bool = True
    outcomes: Counter[str] = field(default_factory=Counter)
    attempts_of_run: int = 0

    @property
    def active(self) -> bool:
        return self.status in ACTIVE

    @property
    def key(self) -> tuple[str, ...] | None:
        if self.project is None or self.job_type == OTHER or (self.job_type == IMAGE and not self.image_type):
            return None
        return (self.job_type, self.project, self.image_type or "")

    @property
    def kind(self) -> str | None:
        """Which of a pack's images it makes."""
        return {IMAGE: self.image_type, APLUS: "A_PLUS"}.get(self.job_type)

    def end_attempt(self, outcome: str) -> None:
        self.outcomes[outcome] += 1
        if outcome not in ("released", "cancelled"):
            self.attempts_of_run += 1
            assert self.attempts_of_run <= self.max_retries + 1
        self.lease = None
        self.expired = False

    def fail(self, outcome: str = "retrying", *, retryable: bool = True) -> None:
        again = retryable and self.retry_count < self.max_retries
        self.end_attempt(outcome if again or outcome == "lost" else "failed")
        if retryable:
            self.retry_count = min(self.retry_count + 1, self.max_retries)
        self.status = "pending" if again else "failed"
        self.due = True

    def complete(self) -> None:
        self.end_attempt("completed")
        self.status = "completed"


class QueueMachine(RuleBasedStateMachine):
    """Several workers with leases and clients without, one step after the other."""

    client: ClassVar[Client]

    @initialize()
    def start(self) -> None:
        self.client.run("truncate job_queue, packdesk.projects, packdesk.workers, packdesk.blobs cascade")
        self.client.run("update packdesk.queue_settings set backoff_base = '0', paused = false")
        self.jobs: dict[UUID, ModelJob] = {}
        self.projects = [self.client.project() for _ in range(2)]
        self.made: dict[str, set[str]] = {project: set() for project in self.projects}
        self.blob = self.client.blob()
        self.leases: list[Row] = []
        self.paused = False

    # choosing

    def pick(self, n: int) -> ModelJob:
        return list(self.jobs.values())[n % len(self.jobs)]

    def pick_lease(self, n: int) -> Row:
        return self.leases[-1 - n % min(len(self.leases), 12)]

    def holder_of(self, lease: Row) -> ModelJob | None:
        """The job, if this lease still holds it."""
        job = self.jobs[lease["id"]]
        return (
            job if job.status == "processing" and job.lease == lease["lease"] and not job.expanded else None
        )

    def family(self, job: ModelJob) -> list[ModelJob]:
        return [
            other for other in self.jobs.values() if job.id in (other.id, other.parent) and not other.expanded
        ]

    def in_line(self) -> list[ModelJob]:
        waiting = [j for j in self.jobs.values() if j.status == "pending" and not j.expanded and j.due]
        return sorted(waiting, key=lambda job: (-job.priority, job.seq))

    def same_work(self, key: tuple[str, ...] | None) -> list[ModelJob]:
        same = [job for job in self.jobs.values() if key and job.key == key and job.active]
        return sorted(same, key=lambda job: job.seq)

    # enqueueing

    def learn(self, job: UUID, **known: Any) -> ModelJob:
        row = self.client.one("select * from job_queue where id = %s", job)
        made = ModelJob(
            job,
            row["seq"],
            row["job_type"],
            row["project_id"],
            row["image_type"],
            row["max_retries"],
            priority=row["priority"],
            **known,
        )
        self.jobs[job] = made
        return made

    @rule(project=st.integers(0, 1), kind=st.sampled_from(IMAGE_TYPES))
    def enqueue_image(self, project: int, kind: str) -> None:
        name = self.projects[project]
        same = self.same_work((IMAGE, name, kind))
        job = self.client.enqueue_image(name, kind)
        if same:
            assert job == same[0].id
        else:
            assert job not in self.jobs
            self.learn(job)

    @rule(project=st.integers(0, 1), aplus=st.booleans())
    def enqueue_pack(self, project: int, aplus: bool) -> None:
        name = self.projects[project]
        same = self.same_work((PACK, name, ""))
        pack = self.client.enqueue_pack(name, p_include_aplus=aplus)
        if same:
            assert pack == same[0].id
        else:
            self.add_children(self.learn(pack, expanded=True, aplus=aplus))

    def add_children(self, pack: ModelJob) -> None:
        kinds = [*IMAGE_TYPES, *(["A_PLUS"] if pack.aplus else [])]
        joined: dict[str | None, ModelJob] = {}
        for job in sorted(self.jobs.values(), key=lambda job: job.seq):
            finished_since = job.status == "completed" and job.seq > pack.seq and job.parent is None
            if job.project == pack.project and job.kind in kinds and (job.active or finished_since):
                joined.setdefault(job.kind, job)
        for job in joined.values():
            job.parent = pack.id
        rows = self.client.children(pack.id)
        new = [self.learn(row["id"], parent=pack.id) for row in rows if row["id"] not in self.jobs]
        assert [job.kind for job in new] == [kind for kind in kinds if kind not in joined]
        assert len(rows) == len(kinds)

    @rule(
        project=st.sampled_from([0, 0, 1, None]),
        job_type=st.sampled_from([IMAGE, IMAGE, PACK, APLUS, OTHER]),
        kind=st.sampled_from(IMAGE_TYPES),
        retries=st.integers(0, 2),
        aplus=st.booleans(),
        priority=st.sampled_from([0, 0, 0, 1, -1]),
        later=st.sampled_from([False, False, False, True]),
    )
    def insert(
        self,
        project: int | None,
        job_type: str,
        kind: str,
        retries: int,
        aplus: bool,
        priority: int,
        later: bool,
    ) -> None:
        payload: dict[str, Any] = {"imageType": kind, "includeAPlus": aplus}
        if project is not None:
            payload["projectId"] = self.projects[project]
        job = self.client.insert(payload, job_type, max_retries=retries, priority=priority)
        if later:
            self.client.run("update job_queue set run_after = now() + interval '1 hour' where id = %s", job)
        self.learn(job, aplus=aplus, due=not later)

    # leases

    def lose_expired(self) -> int:
        lost = [job for job in self.jobs.values() if job.status == "processing" and job.expired]
        for job in lost:
            job.fail("lost")
        return len(lost)

    @rule(limit=st.integers(1, 5))
    def claim(self, limit: int) -> None:
        got = self.client.claim(limit)
        if self.paused:
            assert got == []
            return
        self.lose_expired()
        expected = self.in_line()[:limit]
        assert [row["id"] for row in got] == [job.id for job in expected]
        for row, job in zip(got, expected, strict=True):
            assert all(row["lease"] > lease["lease"] for lease in self.leases)
            self.take(job, row["lease"])
        self.leases += got

    @rule()
    def get_next_job(self) -> None:
        got = self.client.get_next_job()
        if self.paused:
            assert got is None
            return
        self.lose_expired()
        expected = self.in_line()[:1]
        assert ([got["id"]] if got else []) == [job.id for job in expected]
        for job in expected:
            self.take(job, self.client.job(job.id)["lease"])

    def take(self, job: ModelJob, lease: int) -> None:
        job.status, job.lease, job.cancelled = "processing", lease, False

    @precondition(lambda self: self.leases)
    @rule(n=st.integers(0, 20), progress=st.floats(0, 1, width=32))
    def heartbeat(self, n: int, progress: float) -> None:
        lease = self.pick_lease(n)
        job = self.holder_of(lease)
        (answer,) = self.client.heartbeat(lease, progress=[progress])
        assert answer["held"] is (job is not None)
        if job is not None:
            job.expired = False

    @precondition(lambda self: self.leases)
    @rule(n=st.integers(0, 20))
    def complete(self, n: int) -> None:
        lease = self.pick_lease(n)
        job = self.holder_of(lease)
        assert self.client.complete(lease) is (job is not None)
        if job is not None:
            job.complete()

    @precondition(lambda self: self.leases)
    @rule(n=st.integers(0, 20))
    def complete_image(self, n: int) -> None:
        lease = self.pick_lease(n)
        job = self.holder_of(lease)
        if job is not None and (job.project is None or job.job_type != IMAGE):
            return
        image = self.client.complete_image(lease, self.blob)
        assert (image is not None) is (job is not None)
        if job is not None and job.project and job.image_type:
            job.complete()
            self.made[job.project].add(job.image_type)

    @precondition(lambda self: self.leases)
    @rule(n=st.integers(0, 20), retryable=st.booleans())
    def fail(self, n: int, retryable: bool) -> None:
        lease = self.pick_lease(n)
        job = self.holder_of(lease)
        said = self.client.fail(lease, p_retryable=retryable)
        if job is None:
            assert said == "stale"
            return
        job.fail(retryable=retryable)
        assert said == {"pending": "retrying", "failed": "failed"}[job.status]

    @precondition(lambda self: self.leases)
    @rule(n=st.integers(0, 20))
    def release(self, n: int) -> None:
        lease = self.pick_lease(n)
        job = self.holder_of(lease)
        assert self.client.release(lease) == (job is not None)
        if job is not None:
            job.end_attempt("released")
            job.status = "pending"

    @precondition(lambda self: any(self.jobs[lease["id"]].job_type == PACK for lease in self.leases))
    @rule(n=st.integers(0, 20))
    def expand(self, n: int) -> None:
        packs = [lease for lease in self.leases if self.jobs[lease["id"]].job_type == PACK]
        lease = packs[-1 - n % min(len(packs), 3)]
        job = self.holder_of(lease)
        try:
            said = self.client.call("expand_pack", p_job=lease["id"], p_lease=lease["lease"])
        except psycopg.Error as error:
            if error.sqlstate != "PD002" or job is None or job.project is not None:
                raise
            return
        if job is None:
            assert said == "stale"
        elif any(o.expanded and o.active and o.key == job.key for o in self.jobs.values()):
            assert said == "waiting"
            job.end_attempt("released")
            job.status, job.due = "pending", False
        else:
            assert said == "expanded"
            job.end_attempt("completed")
            job.expanded = True
            self.add_children(job)

    def held(self) -> list[ModelJob]:
        return [job for job in self.jobs.values() if job.status == "processing" and not job.expanded]

    @precondition(lambda self: self.held())
    @rule(n=st.integers(0, 100))
    def expire(self, n: int) -> None:
        held = self.held()
        job = held[n % len(held)]
        self.client.expire(job.id)
        job.expired = True

    def taken_over(self) -> list[Row]:
        """Leases of jobs that somebody else holds by now."""
        held = {job.id: job.lease for job in self.held()}
        return [lease for lease in self.leases if held.get(lease["id"], lease["lease"]) != lease["lease"]]

    @precondition(lambda self: self.taken_over())
    @rule(n=st.integers(0, 100))
    def answer_late(self, n: int) -> None:
        leases = self.taken_over()
        late = leases[n % len(leases)]
        assert self.client.complete(late) is False
        assert self.client.complete_image(late, self.blob) is None
        assert self.client.fail(late) == "stale"
        assert self.client.release(late) == 0
        assert self.client.heartbeat(late)[0]["held"] is False

    @rule()
    def rescue(self) -> None:
        assert self.client.rescue() == self.lose_expired()

    @rule()
    def make_due(self) -> None:
        self.client.make_due()
        for job in self.jobs.values():
            job.due = True

    # lease-less marks, on any row

    @precondition(lambda self: self.jobs)
    @rule(n=st.integers(0, 100))
    def mark_processing(self, n: int) -> None:
        job = self.pick(n)
        self.client.mark_processing(job.id)
        if job.status == "pending" and not job.expanded:
            job.status = "processing"
            job.lease = self.client.job(job.id)["lease"]

    @precondition(lambda self: self.jobs)
    @rule(n=st.integers(0, 100))
    def mark_completed(self, n: int) -> None:
        job = self.pick(n)
        self.client.mark_completed(job.id)
        if job.active and not job.expanded:
            job.complete()
            job.cancelled = False

    @precondition(lambda self: self.jobs)
    @rule(n=st.integers(0, 100))
    def mark_failed(self, n: int) -> None:
        job = self.pick(n)
        self.client.mark_failed(job.id)
        if job.active and not job.expanded:
            job.fail()

    @precondition(lambda self: any(job.expanded and job.active for job in self.jobs.values()))
    @rule(n=st.integers(0, 100), leave=st.integers(0, 3))
    def finish_much_of_a_pack(self, n: int, leave: int) -> None:
        packs = [job for job in self.jobs.values() if job.expanded and job.active]
        pack = packs[n % len(packs)]
        children = [job for job in self.jobs.values() if job.parent == pack.id and job.active]
        for job in children[: len(children) - leave]:
            self.client.mark_completed(job.id)
            job.complete()

    # people

    @precondition(lambda self: self.jobs)
    @rule(n=st.integers(0, 100))
    def cancel(self, n: int) -> None:
        job = self.pick(n)
        targets = [other for other in self.family(job) if other.active]
        assert self.client.cancel(job.id) == len(targets)
        for target in targets:
            if target.status == "processing":
                target.end_attempt("cancelled")
            target.status, target.cancelled = "failed", True

    @precondition(lambda self: self.jobs)
    @rule(n=st.integers(0, 100))
    def retry(self, n: int) -> None:
        job = self.pick(n)
        newest: dict[Any, ModelJob] = {}
        for other in sorted(self.family(job), key=lambda other: other.seq):
            if other.status == "failed" and not self.same_work(other.key):
                newest[other.key or other.id] = other
        assert self.client.retry(job.id) == len(newest)
        for other in newest.values():
            other.status, other.retry_count, other.cancelled, other.due = "pending", 0, False, True
            other.attempts_of_run = 0

    @precondition(lambda self: self.jobs)
    @rule(n=st.integers(0, 100), priority=st.integers(-1, 1))
    def prioritise(self, n: int, priority: int) -> None:
        job = self.pick(n)
        targets = [other for other in self.jobs.values() if job.id in (other.id, other.parent)]
        targets = [other for other in targets if other.status == "pending"]
        n = self.client.call("prioritise_jobs", p_jobs=[job.id], p_priority=priority)
        assert n == len(targets)
        for target in targets:
            target.priority = priority

    @rule(paused=st.sampled_from([True, False, False]))
    def pause(self, paused: bool) -> None:
        self.client.call("pause_queue", p_paused=paused)
        self.paused = paused

    # what must hold

    def follow_children(self, pack: ModelJob) -> tuple[int, int]:
        children = [job for job in self.jobs.values() if job.parent == pack.id]
        done = sum(job.status == "completed" for job in children)
        failed = any(job.status == "failed" and not job.cancelled for job in children)
        stopped = any(job.status == "failed" and job.cancelled for job in children)
        active = any(job.active for job in children)
        begun = any(job.status != "pending" or job.retry_count for job in children)
        pack.cancelled = False
        if failed or not children:
            pack.status = pack.status if not children and not pack.active else "failed"
        elif not active:
            pack.status, pack.cancelled = ("failed", True) if stopped else ("completed", False)
        elif begun or pack.status == "processing":
            pack.status = "processing"
        else:
            pack.status = "pending"
        return done, len(children)

    def project_status(self, project: str) -> str:
        jobs = sorted((j for j in self.jobs.values() if j.project == project), key=lambda job: job.seq)
        if any(job.active for job in jobs):
            return "PROCESSING"

        def made_something(pack: ModelJob) -> bool:
            return any(job.parent == pack.id and job.status == "completed" for job in jobs)

        packs = [j for j in jobs if j.job_type == PACK and (not j.cancelled or made_something(j))]
        run = packs[-1] if packs else None
        newest: dict[str, ModelJob] = {}
        for job in jobs:
            belongs = run is None or job.seq > run.seq or job.parent == run.id
            if job.cancelled or (job.job_type == PACK and (job is not run or job.expanded)):
                continue
            if belongs or job is run:
                newest[job.image_type or job.job_type] = job
        if any(job.status == "failed" for job in newest.values()):
            return "FAILED"
        if not newest:
            return "COMPLETED" if len(self.made[project]) == 6 else "DRAFT"
        images = {job.image_type for job in newest.values() if job.image_type}
        return "DRAFT" if run is not None and run.expanded and len(images) < 6 else "COMPLETED"

    @invariant()
    def the_database_agrees(self) -> None:
        if not hasattr(self, "jobs"):
            return
        packs = {job.id: self.follow_children(job) for job in self.jobs.values() if job.expanded}
        rows = self.client.rows("select * from job_queue order by seq")
        assert {row["id"] for row in rows} == set(self.jobs)
        outcomes: dict[UUID, Counter[str]] = {}
        for row in self.client.rows(
            "select job_id, outcome, count(*) n from packdesk.attempts group by 1, 2"
        ):
            outcomes.setdefault(row["job_id"], Counter())[row["outcome"]] = row["n"]
        for row in rows:
            job = self.jobs[row["id"]]
            seen = (
                row["status"],
                row["retry_count"],
                row["parent_id"],
                row["cancel_requested_at"] is not None,
            )
            assert seen == (job.status, job.retry_count, job.parent, job.cancelled), job
            assert row["retry_count"] <= row["max_retries"]
            assert row["priority"] == job.priority
            assert outcomes.get(job.id, Counter()) == job.outcomes
            assert (row["completed_at"] is not None) is (not job.active)
            held = row["lease_expires_at"] is not None
            assert held is (job.status == "processing" and not job.expanded)
            assert not held or row["lease"] == job.lease
            if job.expanded:
                assert (row["children_done"], row["children_total"]) == packs[job.id]
        for row in self.client.rows("select id, status from packdesk.projects"):
            assert row["status"] == self.project_status(row["id"])
