"""Somebody else at work on the same database, in a process of its own: fills tables, changes rows, breaks connections.

Times are seconds of ``time.perf_counter()``, which on one computer is the same clock in every process.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from desktop.core.errors import BugError
from desktop.data.database import connect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from multiprocessing.connection import Connection
    from types import TracebackType

NAME: Final = "packdesk-bench"
_WRITERS: Final = 4
_TOP: Final = 20
"""Rows at the top of the list, those a window shows, that get a share of the changes of their own."""

_TOP_SHARE: Final = 0.3
_MOST_A_COMMIT: Final = 20


@dataclass
class Storm:
    """What was done: ``changes`` are (id, version, when the commit had returned, whether the row is new)."""

    seconds: float = 0.0
    changed: int = 0
    commits: int = 0
    changes: list[tuple[str, int, float, bool]] = field(default_factory=list)


class Elsewhere:
    """The other process, from this one's main thread; an async context manager."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_live, args=(there, dsn), name="bench storm", daemon=True)
        self._there = there
        # one of its own: the window's executor has better things to do than to wait
        self._waiter = ThreadPoolExecutor(1, thread_name_prefix="bench")

    async def __aenter__(self) -> Self:
        await asyncio.get_running_loop().run_in_executor(self._waiter, self._process.start)
        self._there.close()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.close()
        await asyncio.get_running_loop().run_in_executor(self._waiter, self._process.join, 10)
        if self._process.is_alive():
            self._process.kill()
        self._waiter.shutdown()

    async def do(self, verb: str, *args: Any) -> Any:
        """Have something done over there; see the functions below."""
        return await asyncio.get_running_loop().run_in_executor(self._waiter, self._ask, verb, args)

    def _ask(self, verb: str, args: tuple[Any, ...]) -> Any:
        self._here.send((verb, args))
        is_well, told = self._here.recv()
        if not is_well:
            raise BugError(f"the benchmark's other process: {told}")
        return told


def _live(pipe: Connection, dsn: str) -> None:
    """The other process."""
    verbs: dict[str, Callable[..., Awaitable[Any]]] = {
        "fill": fill,
        "storm": storm,
        "trickle": trickle,
        "kill": kill_others,
        "rows": newest,
        "tell_all": tell_all,
    }
    while True:
        try:
            verb, args = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                told = runner.run(_run(verbs[verb](dsn, *args)))
            pipe.send((True, told))
        except Exception as error:  # noqa: BLE001  # told over there
            pipe.send((False, repr(error)))


async def _run(work: Awaitable[Any]) -> Any:
    return await work


async def fill(dsn: str, rows: int, waiting: bool) -> float:
    """Jobs as after a long life, finished or (some, on wish) waiting; no worker takes them. Seconds it took.

    Indexes are built afterwards and no trigger runs: what is measured later is the same, and it takes seconds.
    """
    began = time.perf_counter()
    connection = await connect(dsn, application_name=NAME)
    async with connection:
        await connection.execute("set session_replication_role = replica")
        await connection.execute("set maintenance_work_mem = '128MB'")
        found = await connection.execute(
            "select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = 'job_queue'"
            " and indexname like 'job_queue_%' and indexname <> 'job_queue_pkey'"
            " and not exists (select from pg_constraint where conname = indexname)"
        )
        indexes = await found.fetchall() if rows > 20_000 else []
        for name, _ in indexes:
            await connection.execute(f"drop index public.{name}".encode())
        await connection.execute(
            b"insert into packdesk.projects (id, name, product_name, style)"
            b" select 'bench-' || n, 'Project ' || n, 'Product ' || n, 'premium' from generate_series(1, 500) n"
            b" on conflict do nothing"
        )
        await connection.execute(
            b"insert into public.job_queue (job_type, payload, status, created_at, processed_at, completed_at,"
            b"  project_id, user_id, error_message, version)"
            b" select 'bench-' || n %% 7, '{}', s.status, s.at,"
            b"        case when s.status <> 'pending' then s.at + interval '3 s' end,"
            b"        case when s.status <> 'pending' then s.at + interval '9 s' end,"
            b"        'bench-' || 1 + n %% 500, 'user ' || n %% 40,"
            b"        case when s.status = 'failed' then 'error ' || n %% 12 end, nextval('packdesk.version_seq')"
            b"   from generate_series(1, %(rows)s::int) n cross join lateral (select"
            b"        case when n %% 50 = 0 then 'failed' when n %% 400 = 1 and %(waiting)s then 'pending'"
            b"             else 'completed' end as status, now() - (%(rows)s::int - n) * interval '0.8 s' as at) s",
            {"rows": rows, "waiting": waiting},
        )
        for _, definition in indexes:
            await connection.execute(definition.encode())
        await connection.execute("set session_replication_role = origin")
        await connection.execute("vacuum analyze public.job_queue")
        await connection.execute("checkpoint")
    return time.perf_counter() - began


async def newest(dsn: str, limit: int) -> list[tuple[str, int]]:
    """The newest jobs as the table has them: id and version."""
    connection = await connect(dsn, application_name=NAME)
    async with connection:
        found = await connection.execute(
            "select id::text, version from public.job_queue order by seq desc limit %s", [limit]
        )
        return [(row[0], row[1]) for row in await found.fetchall()]


async def trickle(dsn: str, changes: int, every_s: float) -> Storm:
    """One change of one of the top rows now and then."""
    done = Storm()
    began = time.perf_counter()
    connection = await connect(dsn, application_name=NAME)
    async with connection:
        found = await connection.execute(
            "select id::text from public.job_queue order by seq desc limit %s", [_TOP]
        )
        ids = [row[0] for row in await found.fetchall()]
        for n in range(changes):
            await asyncio.sleep(every_s * random.uniform(0.5, 1.5))  # noqa: S311
            await _update(connection, [random.choice(ids)], n, done)  # noqa: S311
    done.seconds = time.perf_counter() - began
    return done


async def storm(dsn: str, seconds: float, rate: int) -> Storm:
    """``rate`` changes a second: of ten nine are updates, the others inserts and deletes in equal parts.

    Each is a commit of its own as long as the server keeps up; after that several go into one.
    """
    done = Storm()
    async with AsyncExitStack() as stack:
        writers = [
            await stack.enter_async_context(await connect(dsn, application_name=NAME))
            for _ in range(_WRITERS)
        ]
        found = await writers[0].execute(
            "select id::text from public.job_queue order by seq desc limit 20000"
        )
        ids = [row[0] for row in await found.fetchall()]
        began = time.perf_counter()
        owed = 0

        async def write(connection: Any) -> None:
            nonlocal owed
            while (now := time.perf_counter() - began) < seconds:
                behind = int(now * rate) - owed
                if behind < 1:
                    await asyncio.sleep(0.001)
                    continue
                count = min(_MOST_A_COMMIT, -(-behind // _WRITERS) if behind > _WRITERS else 1)
                owed += count
                await _change(connection, ids, count, owed, done)

        await asyncio.gather(*(write(connection) for connection in writers))
        done.seconds = time.perf_counter() - began
    return done


async def _change(connection: Any, ids: list[str], count: int, n: int, done: Storm) -> None:
    dice = random.random()  # noqa: S311
    if dice < 0.05:
        found = await connection.execute(
            b"insert into public.job_queue (job_type, payload, user_id)"
            b" select 'bench-new', '{}', 'somebody' from generate_series(1, %s) returning id::text, version",
            [count],
        )
        rows = await found.fetchall()
        _note(done, rows, is_new=True)
        ids[:0] = [row[0] for row in rows]
    elif dice < 0.10:
        leaving = [ids.pop(random.randrange(_TOP, len(ids))) for _ in range(count)]  # noqa: S311
        await connection.execute(
            b"with gone as (select id from public.job_queue where id = any (%s::uuid[]) order by id for update)"
            b" delete from public.job_queue q using gone where q.id = gone.id",
            [leaving],
        )
        done.changed += count
        done.commits += 1
    else:
        top = ids[:_TOP]
        chosen = {
            random.choice(top if random.random() < _TOP_SHARE else ids)  # noqa: S311
            for _ in range(count)
        }
        await _update(connection, sorted(chosen), n, done)


async def _update(connection: Any, ids: list[str], n: int, done: Storm) -> None:
    found = await connection.execute(
        # locked in one order: several writers must not end up waiting for each other
        b"with these as (select id from public.job_queue where id = any (%s::uuid[]) order by id for update)"
        b" update public.job_queue q set error_message = %s, priority = %s from these where q.id = these.id"
        b" returning q.id::text, q.version",
        [ids, f"change {n}", n % 100],
    )
    _note(done, await found.fetchall())


def _note(done: Storm, rows: list[Any], *, is_new: bool = False) -> None:
    now = time.perf_counter()
    done.changes += [(row[0], row[1], now, is_new) for row in rows]
    done.changed += len(rows)
    done.commits += 1


async def kill_others(dsn: str) -> int:
    """End every connection but our own, as a server does that is taken down; how many there were."""
    connection = await connect(dsn, application_name=NAME)
    async with connection:
        found = await connection.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        row = await found.fetchone()
    return int(row[0]) if row is not None else 0


async def tell_all(dsn: str, is_on: bool) -> None:
    """Whether the server writes every question into its log, with who asked; meanwhile it does no housekeeping."""
    connection = await connect(dsn, application_name=NAME)
    async with connection:
        on = (b"log_statement = 'all'", b"log_line_prefix = '%a|'", b"autovacuum = off")
        for setting in on if is_on else [name.split(b" ")[0] for name in on]:
            await connection.execute(b"alter system " + (b"set " if is_on else b"reset ") + setting)
        await connection.execute("select pg_reload_conf()")
    await asyncio.sleep(0.5)
