"""The guides: every command and statement in them is run, in order, on a real server set up like a hosted project."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest

from desktop.core.resources import docs_dir
from tests.cli.program import ROOT
from tests.cli.test_doctor import CronServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRISMA = ROOT / "tests" / "queue" / "prisma.sql"
GUIDES = sorted(path for path in docs_dir().glob("*.md"))
BLOCK = re.compile(r"^( *)```(\w+)([^\n]*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def cron(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CronServer]:
    made = CronServer(tmp_path_factory.mktemp("guides"))
    yield made
    made.server.stop()


def blocks(guide: Path) -> list[tuple[str, str]]:
    """Language and text of what is to be run, without the indentation of a list."""
    found = []
    for indent, language, _, text in BLOCK.findall(guide.read_text()):
        if language != "text":
            lines = [line.removeprefix(indent) for line in text.splitlines()]
            found.append((language, "\n".join(lines)))
    return found


@pytest.mark.parametrize("guide", ["set-up-supabase.md", "moving.md", "environment.md", "security.md"])
def test_that_every_snippet_of_a_guide_runs(guide: str, cron: CronServer, tmp_path: Path) -> None:
    if shutil.which("psql") is None or shutil.which("curl") is None:
        pytest.skip("no psql or no curl")
    dsn = cron.setting.dsn(cron.database)
    start_over(cron, dsn, with_web_app=guide == "moving.md", migrated=guide == "security.md")
    shim = tmp_path / "bin" / "packdesk"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m desktop "$@"\n')
    shim.chmod(0o755)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PACKDESK_", "PG"))}
    env |= {
        "PATH": f"{shim.parent}:{env['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PACKDESK_HOME": str(tmp_path / "home"),
        "PACKDESK_DSN": dsn,
    }
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    for language, text in blocks(docs_dir() / guide):
        assert language in {"sh", "sql"}, language
        words = ["bash", "-euo", "pipefail"] if language == "sh" else ["psql", "-qv", "ON_ERROR_STOP=1", dsn]
        done = subprocess.run(
            words,
            input=text.replace("8080", port),
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        told = f"{text}\n{done.stdout}{done.stderr}"
        # the doctor of a server with half a set-up has something to say
        assert done.returncode == 0 or (text.strip() == "packdesk doctor" and done.returncode == 1), told
        assert "Traceback" not in told, told


def start_over(cron: CronServer, dsn: str, *, with_web_app: bool, migrated: bool) -> None:
    """An empty project, or one of a web app with a queue of its own that an Edge Function polls."""
    with psycopg.connect(cron.setting.admin(cron.database), autocommit=True) as admin:
        admin.execute("drop schema if exists packdesk cascade")
        admin.execute("delete from cron.job")
        for (name,) in admin.execute(
            "select format('%I', tablename) from pg_tables where schemaname = 'public'"
        ).fetchall():
            admin.execute(f"drop table public.{name} cascade".encode())
        admin.execute(
            "do $$ declare f record; begin for f in select oid::regprocedure as name from pg_proc"
            " where pronamespace = 'public'::regnamespace and proname ~ '^(get_next_job|mark_job)' loop"
            " execute 'drop function ' || f.name; end loop; end $$"
        )
    with psycopg.connect(dsn, autocommit=True) as owner:
        if with_web_app:
            owner.execute(PRISMA.read_bytes())
            owner.execute("select cron.schedule('process-jobs', '*/10 * * * * *', 'select 1')")
    if migrated or with_web_app:
        from desktop.data.migrate import migrate  # noqa: PLC0415

        migrate(dsn)


def test_that_links_between_guides_lead_somewhere() -> None:
    index = (docs_dir() / "index.md").read_text()
    assert {guide.name for guide in GUIDES if f"]({guide.name})" not in index} == {"index.md"}
    for guide in GUIDES:
        for target in re.findall(r"\]\(([^)#:]+)\)", guide.read_text()):
            assert (guide.parent / target).is_file(), f"{guide.name}: {target}"
        for named in re.findall(r"`(sql/[\w/.]+|packaging/[\w/.]+)`", guide.read_text()):
            assert (ROOT / named).exists(), f"{guide.name}: {named}"


def test_that_every_variable_is_in_the_guide_and_none_is_made_up() -> None:
    told = set(re.findall(r"`(PACKDESK_\w+)`", (docs_dir() / "environment.md").read_text()))
    used = set()
    for file in (ROOT / "desktop").rglob("*.py"):
        used |= set(re.findall(r'"(PACKDESK_[A-Z_]+)"', file.read_text()))
    files = {f"{name}_FILE" for name in used}
    assert used - told <= {"PACKDESK_TELLING"}, "not told"
    assert told - used <= files, "made up"
