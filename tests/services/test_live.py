"""Live lists on a real database: whatever is written there, the list says the same soon after, with few queries."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest

from desktop.core.errors import OfflineError
from desktop.core.lists import PAGE_ROWS, Entry, Filters, ListNews, Sort
from desktop.core.records import JobRow, ProjectRow
from desktop.data.changes import WAKE_CHANNEL, Change, Listener, Mode
from desktop.data.database import Database
from desktop.data.lists import ListRepo, job_list, project_list
from desktop.services.live import GATHER_S, LiveList, live_jobs, live_projects

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NEWEST = Sort("seq", descending=True)


class Counting:
    """A real list that counts how often it is asked, and can be away."""

    def __init__(self, repo: ListRepo[JobRow]) -> None:
        self._repo = repo
        self.pages = self.looks = self.counts = 0
        self.is_away = False

    def _check(self) -> None:
        if self.is_away:
            raise OfflineError("The server can't be reached.")

    async def page(self, request: Any) -> Any:
        self._check()
        self.pages += 1
        return await self._repo.page(request)

    async def rows(self, ids: Any, request: Any, *, until: Any = None) -> Any:
        self._check()
        self.looks += 1
        return await self._repo.rows(ids, request, until=until)

    async def count(self, filters: Any) -> Any:
        self._check()
        self.counts += 1
        return await self._repo.count(filters)

    @property
    def queries(self) -> int:
        return self.pages + self.looks + self.counts


class Reader:
    """Follows the news as the window does, knowing nothing else."""

    def __init__(self, database: Database) -> None:
        self.repo = Counting(job_list(database))
        self.rows: dict[str, Entry[JobRow]] = {}
        self.news: list[ListNews[JobRow]] = []
        self.errors: list[Exception] = []
        self.count: int | None = None
        self.has_more = False
        self.generation = 0
        self.sort = NEWEST
        self.live: LiveList[JobRow] = live_jobs(self.repo, self.take, self.errors.append)  # type: ignore[arg-type]

    async def open(self, filters: Filters | None = None, sort: Sort = NEWEST) -> None:
        self.generation += 1
        self.sort = sort
        await self.live.open(filters or Filters(), sort, self.generation)

    def take(self, news: ListNews[JobRow]) -> None:
        assert news.generation == self.generation
        self.news.append(news)
        if news.whole:
            self.rows = {}
        for gone in news.gone:
            assert isinstance(gone, str)
            self.rows.pop(gone, None)
        self.rows.update((str(entry.row.id), entry) for entry in news.entries)
        self.count = self.count if news.count is None else news.count
        self.has_more = self.has_more if news.has_more is None else news.has_more

    @property
    def ids(self) -> list[UUID]:
        ordered = sorted(self.rows.values(), key=lambda e: (e.value, e.tie), reverse=self.sort.descending)
        return [entry.row.id for entry in ordered]

    def state(self, job: UUID) -> str | None:
        entry = self.rows.get(str(job))
        return None if entry is None else entry.row.state


@pytest.fixture
async def reader(database: Database, dsn: str) -> AsyncIterator[Reader]:
    """A list that hears the database's own notices."""
    made = Reader(database)
    ready = asyncio.Event()

    def on_mode(mode: Mode) -> None:
        if mode is Mode.LIVE:
            ready.set()

    listening = asyncio.create_task(Listener(dsn, on_change=made.live.on_change, on_mode=on_mode).run())
    await asyncio.wait_for(ready.wait(), 10)
    yield made
    await made.live.close()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def until(condition: Any, timeout_s: float = 10) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it didn't happen in time"
        await asyncio.sleep(0.01)


def add(sql: psycopg.Connection, count: int = 1, **columns: Any) -> list[UUID]:
    columns = {"job_type": "odd-work", "payload": "{}", **columns}
    names = psycopg.sql.SQL(", ").join(map(psycopg.sql.Identifier, columns))
    values = psycopg.sql.SQL(", ").join(map(psycopg.sql.Placeholder, columns))
    statement = psycopg.sql.SQL(
        "insert into public.job_queue ({}) select {} from generate_series(1, {}) returning id"
    ).format(names, values, psycopg.sql.Literal(count))
    return [row[0] for row in sql.execute(statement, columns)]


def truth(
    sql: psycopg.Connection, where: str = "true", order: str = "seq desc", limit: int = 100_000
) -> list[UUID]:
    return [
        row[0]
        for row in sql.execute(
            f"select id from packdesk.job_list where {where} order by {order} limit {limit}".encode()
        )
    ]


async def test_that_rows_come_change_and_go(reader: Reader, sql: psycopg.Connection) -> None:
    await reader.open()
    (job,) = add(sql)
    await until(lambda: reader.state(job) == "queued")
    sql.execute("select public.mark_job_processing(%s)", [job])
    await until(lambda: reader.state(job) == "running")
    sql.execute("select public.mark_job_completed(%s)", [job])
    await until(lambda: reader.state(job) == "completed")
    sql.execute("delete from public.job_queue where id = %s", [job])
    await until(lambda: job not in reader.ids)
    await until(lambda: reader.count == 0)


async def test_that_a_change_shows_within_a_quarter_of_a_second(
    reader: Reader, sql: psycopg.Connection
) -> None:
    await reader.open()
    took = []
    for _ in range(10):
        began = time.monotonic()
        (job,) = add(sql)
        await until(lambda job=job: str(job) in reader.rows)
        took.append(time.monotonic() - began)
    assert sorted(took)[8] < 0.25


async def test_that_a_storm_costs_few_queries(reader: Reader, sql: psycopg.Connection) -> None:
    jobs = add(sql, 100)
    await reader.open()
    before, began = reader.repo.queries, time.monotonic()

    def storm() -> None:
        for n in range(1000):
            sql.execute("update public.job_queue set priority = %s where id = %s", [n, jobs[n % 100]])

    await asyncio.to_thread(storm)
    await until(lambda: sorted(e.row.priority for e in reader.rows.values()) == list(range(900, 1000)))
    elapsed = time.monotonic() - began
    assert reader.repo.queries - before <= elapsed / GATHER_S + 4 + elapsed / 2


async def test_that_more_than_a_notice_can_name_is_found(reader: Reader, sql: psycopg.Connection) -> None:
    await reader.open()
    add(sql, 150)
    await until(lambda: len(reader.rows) == 150)
    assert reader.ids == truth(sql)
    assert reader.count == 150
    sql.execute("update public.job_queue set priority = 7")
    await until(lambda: {e.row.priority for e in reader.rows.values()} == {7})
    sql.execute("delete from public.job_queue where seq % 2 = 0")
    await until(lambda: reader.ids == truth(sql))


async def test_that_large_changes_in_a_row_rest_in_between(reader: Reader, sql: psycopg.Connection) -> None:
    add(sql, 3000)
    await reader.open()
    while len(reader.rows) < 3000:
        await reader.live.more()
    before = reader.repo.pages
    for n in range(1, 30):
        await asyncio.to_thread(
            sql.execute, "update public.job_queue set priority = %s where seq %% 10 = 0", [n]
        )
    await until(lambda: {e.row.priority for e in reader.rows.values()} == {0, 29})
    assert reader.repo.pages - before <= 4 * 15


async def test_that_rows_enter_and_leave_the_filter(reader: Reader, sql: psycopg.Connection) -> None:
    jobs = add(sql, 5)
    await reader.open(Filters(states=("failed",)))
    assert reader.ids == []
    assert reader.count == 0
    sql.execute("update public.job_queue set max_retries = 0 where id = %s", [jobs[2]])
    sql.execute("select public.mark_job_failed(%s, 'no')", [jobs[2]])
    await until(lambda: reader.ids == [jobs[2]])
    await until(lambda: reader.count == 1)
    sql.execute("select packdesk.retry_jobs(%s)", [[jobs[2]]])
    await until(lambda: reader.ids == [])
    await until(lambda: reader.count == 0)


async def test_that_rows_move_when_the_sort_value_changes(reader: Reader, sql: psycopg.Connection) -> None:
    jobs = add(sql, 10)
    await reader.open(sort=Sort("priority"))
    for n, job in enumerate(reversed(jobs)):
        sql.execute("update public.job_queue set priority = %s where id = %s", [n, job])
    await until(lambda: reader.ids == list(reversed(jobs)))


@pytest.mark.parametrize("descending", [False, True])
async def test_that_a_row_beyond_the_loaded_ones_comes_with_its_page(
    reader: Reader, sql: psycopg.Connection, *, descending: bool
) -> None:
    jobs = add(sql, 2 * PAGE_ROWS + 50)
    for n, job in enumerate(jobs):
        sql.execute("update public.job_queue set priority = %s where id = %s", [n, job])
    way = "desc" if descending else "asc"
    await reader.open(sort=Sort("priority", descending=descending))
    inside, moved = reader.ids[-1], reader.ids[0]
    last = 10_000 if not descending else -10_000
    # the last row goes away, another one goes in behind it, and a third one comes in before the end
    sql.execute("delete from public.job_queue where id = %s", [inside])
    sql.execute("update public.job_queue set priority = %s where id = %s", [last, moved])
    (new,) = add(sql, priority=PAGE_ROWS // 2 if not descending else len(jobs) - PAGE_ROWS // 2)
    await until(lambda: str(new) in reader.rows and str(moved) not in reader.rows)
    await until(lambda: str(inside) not in reader.rows)
    while reader.has_more:
        await reader.live.more()
    assert reader.ids == truth(sql, order=f"priority {way}, seq {way}")


@pytest.mark.parametrize(
    "column",
    [
        "seq", "created_at", "state", "job_type", "project_name", "progress", "priority", "processed_at",
        "retry_count", "user_id", "worker_name", "error_message",
    ],
)  # fmt: skip
@pytest.mark.parametrize("descending", [False, True])
async def test_that_pages_put_together_are_everything_once(
    reader: Reader, sql: psycopg.Connection, column: str, *, descending: bool
) -> None:
    sql.execute(
        "insert into public.job_queue (job_type, payload, user_id, status, retry_count, error_message, progress)"
        " select 'kind ' || g % 3, '{}', case when g % 4 > 0 then (array['Zo\u00e9', 'anna', 'Bob'])[g % 4] end,"
        " (array['pending', 'failed', 'processing'])[1 + g % 3], g % 5,"
        " case when g % 3 = 1 then 'e' || g % 7 end, case when g % 3 = 2 then 0.1::real end"
        " from generate_series(1, 1100) g"
    )
    await asyncio.sleep(0.4)  # until the notice of this has come: pages alone are meant here
    reader.news.clear()
    await reader.open(sort=Sort(column, descending=descending))
    pages = 1
    while reader.has_more:
        await reader.live.more()
        pages += 1
        assert pages < 10
    assert len(reader.rows) == 1100
    assert sum(len(news.entries) for news in reader.news) == 1100
    told = [entry for news in reader.news for entry in news.entries]
    assert [e.row.id for e in told] == reader.ids, "the database and Python sort differently"


async def test_that_the_last_count_is_right_after_a_storm(reader: Reader, sql: psycopg.Connection) -> None:
    await reader.open()
    for _ in range(20):
        add(sql, 3)
        await asyncio.sleep(0.02)
    await until(lambda: reader.count == 60)
    assert reader.repo.counts == 0  # who has all rows knows how many there are


async def test_that_counts_are_bounded(reader: Reader, sql: psycopg.Connection) -> None:
    add(sql, 10_050)
    await reader.open()
    assert reader.count == 10_001


async def test_that_nothing_is_lost_while_the_server_is_away(reader: Reader, sql: psycopg.Connection) -> None:
    jobs = add(sql, 10)
    await reader.open()
    reader.repo.is_away = True
    sql.execute("delete from public.job_queue where id = %s", [jobs[0]])
    await until(lambda: reader.errors)
    sql.execute("update public.job_queue set priority = 3 where id = %s", [jobs[1]])
    (new,) = add(sql)
    await asyncio.sleep(0.2)
    assert len(reader.rows) == 10
    reader.repo.is_away = False
    reader.live.resync()
    await until(lambda: reader.ids == truth(sql))
    assert str(new) in reader.rows
    assert reader.rows[str(jobs[1])].row.priority == 3


async def test_that_a_question_asked_while_the_server_is_away_is_answered_later(
    reader: Reader, sql: psycopg.Connection
) -> None:
    add(sql, PAGE_ROWS + 50)
    await reader.open()
    reader.repo.is_away = True
    with pytest.raises(OfflineError):
        await reader.open(Filters(states=("queued",)), Sort("priority"))
    with pytest.raises(OfflineError):
        await reader.open(Filters(states=("failed",)))
    await reader.live.more()  # there is nothing yet to go on from
    reader.repo.is_away = False
    reader.live.resync()
    await until(lambda: reader.rows == {} and reader.count == 0)


async def test_that_foreign_notices_do_no_harm(reader: Reader, sql: psycopg.Connection) -> None:
    (job,) = add(sql)
    await reader.open()
    for ids in (("nonsense", "'; drop table x"), (str(uuid4()),), ("",), None):
        reader.live.on_change(Change("jobs", ids))
        reader.live.on_change(Change("unknown", ids))
    await asyncio.sleep(0.3)
    assert reader.errors == []
    assert reader.ids == [job]


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "[" * 7900,
        '{"table": "jobs", "ids": [' + "[" * 3000 + "]" * 3000 + "]}",
        '{"table": "jobs", "ids": ["a\\u0000b", "\\ud800", {}, null, 1e999, ' + "9" * 4000 + "]}",
        '{"table": "projects", "ids": ["a\\u0000b", "\\udfff", "\'; drop table packdesk.projects; --"]}',
        '{"table": ["jobs"], "ids": ["x"]}',
        '{"table": "jobs", "ids": "all"}',
        '{"table": "jobs", "many": true}',
        '{"table": "packdesk.audit_log", "ids": ["1"]}',
        "null",
        "\u202e\U0001f9e8",
    ],
)
async def test_that_forged_notices_change_nothing(
    dsn: str, reader: Reader, sql: psycopg.Connection, forged: str
) -> None:
    """Any login may send any notice: it is asked about, never believed."""
    add(sql, 3)
    await reader.open()
    before = dict(reader.rows)
    projects: list[ListNews[ProjectRow]] = []
    async with Database(dsn) as database:
        others = live_projects(project_list(database), projects.append, reader.errors.append)
        await others.open(Filters(), Sort("name"), 1)
        heard: list[Change] = []

        def hear(change: Change) -> None:
            heard.append(change)
            reader.live.on_change(change)
            others.on_change(change)

        listener = Listener(dsn, on_change=hear)
        task = asyncio.create_task(listener.run())
        while not listener.is_live:
            await asyncio.sleep(0.01)
        sql.execute("select pg_notify('packdesk_changes', %s)", [forged])
        sql.execute("select pg_notify('packdesk_changes', %s)", ['{"table": "end", "ids": []}'])
        while not heard or heard[-1].table != "end":
            await asyncio.sleep(0.01)
            assert not task.done(), task.exception()
        await asyncio.sleep(3 * GATHER_S)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await others.close()
    assert reader.errors == []
    assert all(not news.entries for news in projects)
    assert reader.rows == before


async def test_that_an_idle_list_asks_nothing(reader: Reader, sql: psycopg.Connection) -> None:
    add(sql, 50)
    await reader.open()
    await asyncio.sleep(2.5)
    before = reader.repo.queries
    await asyncio.sleep(1.0)
    assert reader.repo.queries == before


async def test_that_what_is_let_go_of_comes_again_with_its_page(
    reader: Reader, sql: psycopg.Connection
) -> None:
    add(sql, PAGE_ROWS + 50)
    await asyncio.sleep(0.3)  # more than a notice can name: nothing of it is still on its way
    await reader.open()
    await reader.live.more()
    assert reader.ids == truth(sql)
    stays = sorted(reader.rows.values(), key=lambda e: e.tie, reverse=True)[100]
    gone = tuple(str(entry.row.id) for entry in reader.rows.values() if entry.tie < stays.tie)
    await reader.live.trim((stays.value, stays.tie), gone, reader.generation)
    assert reader.has_more
    assert reader.ids == truth(sql)[:101]
    sql.execute("update public.job_queue set priority = 3 where id = %s", [gone[-1]])
    await asyncio.sleep(0.4)
    assert gone[-1] not in reader.rows
    await reader.live.more()
    assert reader.ids == truth(sql)
    await reader.live.trim((stays.value, stays.tie), gone, reader.generation - 1)  # an earlier question's
    assert reader.ids == truth(sql)


async def test_that_a_new_name_reaches_the_jobs_that_mention_it(
    reader: Reader, sql: psycopg.Connection
) -> None:
    sql.execute("insert into packdesk.projects (id, name) values ('p1', 'Mug'), ('p2', 'Lamp')")
    worker = uuid4()
    sql.execute(
        "select packdesk.register_worker(%s, 'old name', 'headless', '1', 1, false)", [worker], prepare=False
    )
    (mine,) = add(sql, project_id="p1")
    (other,) = add(sql, project_id="p2", worker_id=worker, status="completed")
    await reader.open()
    sql.execute("update packdesk.projects set name = 'Cup' where id = 'p1'")
    await until(lambda: reader.rows[str(mine)].row.project_name == "Cup")
    sql.execute("update packdesk.workers set name = 'new name' where id = %s", [worker])
    await until(lambda: reader.rows[str(other)].row.worker_name == "new name")
    queries = reader.repo.queries
    sql.execute("update packdesk.projects set style = 'bold', name = 'Cup' where id = 'p1'")
    await asyncio.sleep(0.4)
    assert reader.repo.queries == queries  # the same name is no news


async def test_that_a_pack_that_comes_further_is_news_of_its_project(
    dsn: str, sql: psycopg.Connection
) -> None:
    heard: list[Change] = []
    ready = asyncio.Event()
    listening = asyncio.create_task(
        Listener(dsn, on_change=heard.append, on_mode=lambda _: ready.set()).run()
    )
    await asyncio.wait_for(ready.wait(), 10)
    sql.execute("insert into packdesk.projects (id, name) values ('p1', 'Mug')")
    (pack,) = add(sql, job_type="generate-complete-pack", project_id="p1", expanded_at="now")
    children = add(sql, 3, project_id="p1", parent_id=pack)
    sql.execute("update public.job_queue set status = 'processing' where id = any (%s)", [children])
    await asyncio.sleep(0.3)
    heard.clear()
    sql.execute("update public.job_queue set status = 'completed' where id = %s", [children[0]])
    await until(lambda: any(c.table == "projects" and c.ids == ("p1",) for c in heard))
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


@pytest.mark.parametrize("descending", [True, False])
async def test_that_words_are_found_near_and_far_page_by_page(
    reader: Reader, sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, descending: bool
) -> None:
    monkeypatch.setattr("desktop.data.lists._NEAR_ROWS", 30)
    for n in range(40):
        add(sql, 12)
        add(sql, 1, status="failed", error_message=f"Rare {n}", user_id="anna")
        add(sql, 8, job_type="Frequent-Work")
    await asyncio.sleep(0.3)
    order = "seq desc" if descending else "seq"
    for word, where in (
        ("rare", "error_message like 'Rare%'"),
        ("frequent", "job_type = 'Frequent-Work'"),
        ("ANNA", "user_id = 'anna'"),
        ("nothing%", "false"),
    ):
        await reader.open(Filters(words=(word,)), Sort("seq", descending=descending))
        while reader.has_more:
            await reader.live.more()
        assert reader.ids == truth(sql, where, order)
        assert reader.count == len(reader.ids)


async def test_that_a_worker_hears_only_what_wakes_it(dsn: str, sql: psycopg.Connection) -> None:
    """A thousand change notices a second would cost it a tenth of a processor, for nothing."""
    heard: list[str] = []
    woken: list[None] = []
    ready = asyncio.Event()

    class Nosy(Listener):
        def _deliver(self, channel: str, payload: str) -> None:
            heard.append(channel)
            super()._deliver(channel, payload)

    listening = asyncio.create_task(
        Nosy(dsn, on_wake=lambda: woken.append(None), on_mode=lambda _: ready.set()).run()
    )
    await asyncio.wait_for(ready.wait(), 10)
    add(sql, 2)
    await until(lambda: len(woken) > 1)  # once for being connected
    sql.execute("update public.job_queue set error_message = 'x'")
    await asyncio.sleep(0.3)
    assert set(heard) == {WAKE_CHANNEL}
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_that_a_flood_of_notices_is_taken_in_handfuls(dsn: str, sql: psycopg.Connection) -> None:
    heard: list[str] = []
    at: list[float] = []
    ready = asyncio.Event()

    def hear(change: Change) -> None:
        heard.extend(change.ids or ())
        at.append(time.monotonic())

    listening = asyncio.create_task(Listener(dsn, on_change=hear, on_mode=lambda _: ready.set()).run())
    await asyncio.wait_for(ready.wait(), 10)
    (job,) = add(sql)

    def flood() -> None:
        for n in range(300):
            sql.execute("update public.job_queue set priority = %s where id = %s", [n + 1, job])

    await asyncio.to_thread(flood)
    await until(lambda: len(heard) == 301)
    turns = sum(1 for before, after in itertools.pairwise(at) if after - before > 0.02)
    assert turns * 5 < len(at)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_that_whoever_waits_for_a_listener_hears_when_it_ends(dsn: str) -> None:
    async with Database(dsn) as database:
        listener = Listener(dsn, on_change=lambda _: None, beside=database.scalar)
        listening = asyncio.create_task(listener.run())
        while not listener.is_live:
            await asyncio.sleep(0.01)
        waiting = [asyncio.create_task(listener.errand(b"select pg_sleep(2)")) for _ in range(2)]
        await asyncio.sleep(0.5)  # the first one is on its way, the other still in line
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        ends = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)
    assert [type(end) for end in ends] == [OfflineError] * 2
