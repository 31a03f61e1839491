"""What could not be read is read again by itself, on every page, though nothing else changes and the listener lives."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg

from tests.live.conftest import Somebody, jobs_page
from tests.ui.conftest import until
from tests.ui.shell import opened, running_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.app import App

LISTENER = (
    "select pid from pg_stat_activity"
    " where application_name = 'packdesk listener' and datname = current_database()"
)
WAITING = (
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
    " and application_name like 'packdesk%' and wait_event_type = 'Lock'"
)


@dataclass
class Page:
    """How a page is opened, what changes unheard, where, and what of it the page shows then."""

    open: Callable[[App], None]
    table: str
    change: str
    sees: Callable[[App], Any]


def open_jobs(app: App, job: str) -> None:
    jobs_page(app).show_job(job)  # type: ignore[arg-type]


def open_people(app: App) -> None:
    app.window.open_page("team")
    app.team.tabs.setCurrentIndex(1)


def detail_of(app: App) -> tuple[Any, ...]:
    page = jobs_page(app)
    detail, activity = page.drawer.detail, page.charts.activity
    return (
        detail and detail.row.user_id,
        activity and activity.moment.queued,
        page.model.rowCount(),
        app.window.status.texts[1],
    )


def workers_of(app: App) -> int | None:
    page: Any = app.window.page("workers")
    return None if page.crew is None else len(page.crew.workers)


def pages(job: str, login: str) -> dict[str, Page]:
    return {
        "project": Page(
            lambda app: app.projects.open_project("p1"),
            "packdesk.projects",
            "update packdesk.projects set name = 'renamed' where id = 'p1'",
            lambda app: app.projects.project.detail and app.projects.project.detail.project.brief.name,
        ),
        "A+": Page(
            lambda app: app.projects.show_aplus(app.projects.project.detail.project),  # type: ignore[union-attr]
            "packdesk.aplus_texts",
            "insert into packdesk.aplus_texts (project_id, module, words)"
            """ values ('p1', 'IMAGE_WITH_SIDEBAR', '{"headline": "x"}')""",
            lambda app: (
                app.projects.aplus.content and [part.text for part in app.projects.aplus.content.parts]
            ),
        ),
        "jobs": Page(
            lambda app: open_jobs(app, job),
            "public.job_queue",
            f"update public.job_queue set user_id = 'renamed' where id = '{job}';"
            " insert into public.job_queue (job_type, payload) values ('odd-work', '{}')",
            detail_of,
        ),
        "workers": Page(
            lambda app: app.window.open_page("workers"),
            "packdesk.workers",
            "insert into packdesk.workers (id, name, kind, slots)"
            f" values ('{uuid4()}', 'late', 'headless', 1)",
            workers_of,
        ),
        "audit": Page(
            lambda app: app.window.open_page("team"),
            "packdesk.audit_log",
            "insert into packdesk.audit_log (action, items) values ('retry', 3)",
            lambda app: app.team.audit.model.is_loaded and app.team.audit.model.rowCount(),
        ),
        "people": Page(
            open_people,
            "packdesk.invitations",
            f"create role {login} login in role packdesk_staff",
            lambda app: [p.login for p in app.team.people.shown if p.login == login],
        ),
    }


async def test_that_every_page_is_read_again_when_only_its_own_query_broke(tmp_path: Path, dsn: str) -> None:
    somebody, login = Somebody(dsn), f"late_{uuid4().hex[:12]}"
    async with running_app(tmp_path, dsn=dsn, processing__on=False) as app:
        await opened(app)
        await somebody.do(
            "insert into packdesk.projects (id, name, product_name, style) values ('p1', 'a', 'a', 'bold')"
        )
        await somebody.add_jobs(1)
        [[job]] = await somebody.do("select id from public.job_queue")
        listener = await somebody.do(LISTENER)
        try:
            for name, page in pages(job, login).items():
                app.window.open_page("projects")
                page.open(app)
                before = await settled(lambda page=page: page.sees(app))  # type: ignore[misc]
                await change_unheard(somebody, page, dsn)
                await until(lambda page=page, before=before: changed(page.sees(app), before), 15)  # type: ignore[misc]
                assert await somebody.do(LISTENER) == listener, name
        finally:
            await somebody.do(f"drop role if exists {login}")
            somebody.close()


def changed(now: Any, before: Any) -> bool:
    """Whether all that a page shows of it is new."""
    if isinstance(before, tuple):
        return all(one != other for one, other in zip(now, before, strict=True))
    return bool(now != before)


async def settled(sees: Callable[[], Any]) -> Any:
    """What a page shows once it has come, and changes no more."""
    seen, since = None, 0
    while since < 10:
        await asyncio.sleep(0.05)
        now = sees()
        is_whole = now is not None and None not in (now if isinstance(now, tuple) else (now,))
        seen, since = now, since + 1 if is_whole and now == seen else 0
    return seen


async def change_unheard(somebody: Somebody, page: Page, dsn: str) -> None:
    """While the page reads the table, its connection is ended, and a change is committed that gives no notice."""
    await somebody.do("begin")
    await somebody.do(f"lock table {page.table}")
    await somebody.do(f"alter table {page.table} disable trigger user")
    await somebody.do(page.change)
    with psycopg.connect(dsn, autocommit=True) as other:
        name = page.table.rpartition(".")[2].replace("job_queue", "jobs").replace("invitations", "audit_log")
        other.execute("select pg_notify('packdesk_changes', %s)", [f'{{"table": "{name}"}}'])

        def ended() -> bool:
            return bool(other.execute(WAITING).fetchall())

        await until(ended)
        # all that this notice had read; what is read again by itself a second later is let through
        deadline = asyncio.get_running_loop().time() + 0.6
        while asyncio.get_running_loop().time() < deadline:
            ended()
            await asyncio.sleep(0.02)
    await somebody.do(f"alter table {page.table} enable trigger user")
    await somebody.do("commit")
